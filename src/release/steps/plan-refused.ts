import { code, text } from '../../present/markdown.ts';
import type { PlanSurface, ReleaseContext } from '../context.ts';
import { type Problem, ShiplockError } from '../errors.ts';
import type { PendingMigrations } from '../ports.ts';

type Refusal = Problem;

/** Everything that refuses the plan, with the whole table: for the comment, and below the error in the summary. */
export async function refusedPlan(
  context: ReleaseContext,
  pending: PendingMigrations,
  refusals: readonly Refusal[],
): Promise<{ readonly markdown: string; readonly error: ShiplockError } | undefined> {
  const [first, ...more] = refusals;
  if (!first) return undefined;
  const problems = refusals.flatMap(({ code: id, what, next, evidence }) => [
    `- ${code(id)} ${text(what)}`,
    ...next.split('\n').map((line) => `  - ${text(line)}`),
    ...(evidence ? ['', evidence.trim(), ''] : []),
  ]);
  const head = `### Plan refused for ${text(context.environment.name)}\n\n${problems.join('\n')}\n\n`;
  const table = (surface: PlanSurface) => context.describeMigrations(pending, head.length, surface);
  const error = new ShiplockError({
    ...first,
    what: [first.what, ...more.map(({ what }) => what)].join('. Also: '),
    next: refusals.map(({ next }) => next).join('\n'),
    places: refusals.flatMap(({ places }) => places ?? []),
    evidence: `${refusals.map(({ evidence }) => evidence ?? '').join('')}\n${await table('summary')}`,
  });
  return { markdown: `${head}${await table('comment')}`, error };
}
