import { isTest, read, tracked } from '../files.ts';
import { literalsOf } from './literals.ts';
import { proseOf, scalarsOf } from './prose.ts';
import { RULES } from './rules.ts';
import type { Text } from './text.ts';

/** A file, or a folder with a slash at its end, that is not read, and why. */
export interface Leaving {
  readonly path: string;
  readonly why: string;
}

export const LEFT_OUT: readonly Leaving[] = [
  { path: 'scripts/house/style/', why: 'quotes what is wrong' },
  { path: 'docs/style.md', why: 'quotes what is wrong' },
  { path: 'src/release/record/schema/', why: 'has shipped: an entry is never edited' },
  { path: 'rehearsal/cloud/', why: 'says what vendors say' },
];

/** Folders of TypeScript whose texts people read. */
const SPEAKING = ['src', 'actions', 'rehearsal', 'scripts'];

/** Every text that people read. */
export async function userFacing(): Promise<Text[]> {
  const found: Text[] = [];
  const left = (file: string) => LEFT_OUT.some(({ path }) => file.startsWith(path));
  for (const file of (await tracked()).filter((name) => !left(name))) {
    if (file.startsWith('dist/') || file.startsWith('test/')) continue;
    if (file.endsWith('.md')) found.push(...proseOf(file, await read(file)));
    else if (/(?:^action|^actions\/.*|^workflows\/.*|^\.github\/.*)\.ya?ml$/.test(file))
      found.push(...scalarsOf(file, await read(file)));
    else if (
      file.endsWith('.ts') &&
      !isTest(file) &&
      SPEAKING.some((folder) => file.startsWith(`${folder}/`))
    )
      found.push(...literalsOf(file, await read(file)));
  }
  return found;
}

/** What is wrong with a text, as sentences: `src/a.ts:3: "any more" → "no longer" (…): the whole text`. */
export function breachesOf({ file, line, text }: Text): string[] {
  // Names: of rules, keys, modules.
  if (!/\s/.test(text)) return [];
  return RULES.flatMap(({ pattern, write, why }) => {
    const [wording] = pattern.exec(text) ?? [];
    return wording === undefined ? [] : [`${file}:${line}: "${wording}" → ${write} (${why}): ${text}`];
  });
}
