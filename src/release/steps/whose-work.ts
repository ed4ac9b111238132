import { authorNotes } from '../authors.ts';
import type { ReleaseContext } from '../context.ts';
import { firstLine } from '../errors.ts';

/** Authors that belong to no account, and commits that could not be listed, for whoever reads the plan. Sentences. */
export async function whoseWork(
  context: ReleaseContext,
  serving: string | undefined,
): Promise<readonly string[]> {
  if (!context.codeHost || context.environment.kind !== 'production') return [];
  try {
    return authorNotes(await context.codeHost.authorship({ from: serving, to: context.commit }));
  } catch (error) {
    // The approval gate reads them again, and stops where it cannot.
    context.warn(`could not read who wrote the released work: ${firstLine(error)}`);
    return [];
  }
}
