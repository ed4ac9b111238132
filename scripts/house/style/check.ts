import { isTest, read, tracked } from '../files.ts';
import { literalsOf } from './literals.ts';
import { proseOf, scalarsOf } from './prose.ts';
import { RULES, type Rule } from './rules.ts';
import { commentsOf } from './sql.ts';
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

/** Single wordings that stay, and why. */
export const KEPT: readonly (Leaving & { readonly wording: string })[] = [
  {
    path: 'app/src/features/flags/ui/flag-form.tsx',
    wording: 'at once',
    why: 'stands in the reference pictures of test/e2e, which change with it',
  },
];

/** Folders of TypeScript whose texts people read. */
const SPEAKING = ['src', 'actions', 'rehearsal', 'scripts', 'bench', 'app/src', 'app/scripts'];

/** Every text that people read. */
export async function userFacing(): Promise<Text[]> {
  const found: Text[] = [];
  const left = (file: string) => LEFT_OUT.some(({ path }) => file.startsWith(path));
  for (const file of (await tracked()).filter((name) => !left(name))) {
    if (file.startsWith('dist/') || file.startsWith('test/')) continue;
    if (file.endsWith('.md')) found.push(...proseOf(file, await read(file)));
    else if (/(?:^action|^actions\/.*|^workflows\/.*|^\.github\/.*)\.ya?ml$/.test(file))
      found.push(...scalarsOf(file, await read(file)));
    else if (file.startsWith('supabase/') && file.endsWith('.sql'))
      found.push(...commentsOf(file, await read(file)));
    else if (
      /\.tsx?$/.test(file) &&
      !isTest(file.replace(/x$/, '')) &&
      SPEAKING.some((folder) => file.startsWith(`${folder}/`))
    )
      found.push(...literalsOf(file, await read(file)));
  }
  return found;
}

/** However a wording is written: at the beginning of a sentence, in a title. */
const ANY_CASE: readonly Rule[] = RULES.map((rule) =>
  rule.cased
    ? rule
    : { ...rule, pattern: new RegExp(rule.pattern, `${rule.pattern.flags.replace('i', '')}i`) },
);

/** What is wrong with a text, as sentences: `src/a.ts:3: "any more" → "no longer" (…): the whole text`. */
export function breachesOf({ file, line, text }: Text): string[] {
  // Names: of rules, keys, modules.
  if (!/\s/.test(text)) return [];
  return ANY_CASE.flatMap(({ pattern, write, why }) => {
    const [wording] = pattern.exec(text) ?? [];
    const kept = KEPT.some((one) => one.path === file && one.wording === wording);
    return wording === undefined || kept
      ? []
      : [`${file}:${line}: "${wording}" → ${write} (${why}): ${text}`];
  });
}
