import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';

/** Something that stands between a mistake (or an attacker) and production, and how to switch it off. */
export interface Guard {
  /** What it does, as a short sentence. */
  readonly name: string;
  /** Relative to the repository. */
  readonly file: string;
  /** Text that stands in the file once, and what to put in its place so that the guard is off. */
  readonly find: string;
  readonly replace: string;
  /** Unit or integration test files that must notice. */
  readonly tests: readonly string[];
  /** Narrows the tests to titles that match this pattern: quicker. */
  readonly title?: string;
}

/** The file's text with the guard switched off. @throws when the guard is not where the list says */
export async function switchedOff(root: string, { name, file, find, replace }: Guard): Promise<string> {
  const text = await readFile(path.join(root, file), 'utf8').catch(() => {
    throw new Error(`guard "${name}" is stale: there is no ${file}`);
  });
  const times = text.split(find).length - 1;
  if (times !== 1)
    throw new Error(
      `guard "${name}" is stale: its text stands ${times} times in ${file}, and must stand there once:\n${find}\n` +
        'The code moved: bring test/guards/list.ts up to date.',
    );
  const off = text.replace(find, () => replace);
  if (off === text) throw new Error(`guard "${name}" replaces its text by the same`);
  requireParses(name, file, off);
  return off;
}

/** A test that fails since the code does not even parse would prove nothing. */
function requireParses(name: string, file: string, text: string): void {
  if (!file.endsWith('.ts')) return;
  try {
    // Node's own parser: milliseconds a file, where TypeScript's takes a tenth of a second.
    stripTypeScriptTypes(text);
  } catch (error) {
    throw new Error(`guard "${name}": ${file} does not parse any more: ${error}`, { cause: error });
  }
}
