import type { Document } from 'yaml';
import type { z } from 'zod';
import { count } from '../present/count.ts';
import { cut, oneLine } from '../present/text.ts';
import { type Problem, type ShiplockError, together } from '../release/errors.ts';
import { issueWords } from '../release/issue-words.ts';
import { nearest } from '../release/nearest.ts';
import { settingsSchema } from './schema.ts';
import type { Written } from './yaml.ts';

export const MOST_MISTAKES = 50;

const NOTHING = { notDone: ['nothing was changed'] };

/** One error of all that is wrong in a settings file, each with its path and line. */
export function settingsMistakes(
  error: z.ZodError,
  file: string,
  { document, counter }: Written,
): ShiplockError {
  const placed = error.issues.flatMap(single).map((issue) => {
    const node = nodeAt(document, issue);
    return { issue, at: node?.range ? counter.linePos(node.range[0]) : { line: 1, col: 1 } };
  });
  const mistakes = placed
    .sort((one, two) => one.at.line - two.at.line || one.at.col - two.at.col)
    .map(({ issue, at }) => settingsProblem(issue, file, at));
  const [first, ...others] = mistakes.slice(0, MOST_MISTAKES);
  if (!first) throw error;
  const rest = mistakes.length > MOST_MISTAKES ? `, the first ${MOST_MISTAKES} of them` : '';
  return together([first, ...others], () => `${count(mistakes.length, 'mistake')} in the settings${rest}: `);
}

/** Each unknown key is a mistake of its own, with its own line. */
export function single(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'unrecognized_keys') return [issue];
  return issue.keys.map((key) => ({ ...issue, keys: [key] }));
}

function nodeAt(
  document: Document,
  issue: z.core.$ZodIssue,
): { range?: [number, number, number] | null } | undefined {
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path;
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as
      | { range?: [number, number, number] }
      | undefined;
    if (node && typeof node === 'object' && 'range' in node) return node;
  }
  return undefined;
}

function settingsProblem(issue: z.core.$ZodIssue, file: string, at: { line: number; col: number }): Problem {
  const where = cut(oneLine(issue.path.join('.')), 200) || 'the top level';
  const place = { file, line: at.line, column: at.col };
  if (issue.code === 'unrecognized_keys') {
    const key = cut(oneLine(issue.keys[0] ?? ''), 80);
    const known = keysAt(issue.path.map(String));
    const near = nearest(key, known);
    return {
      code: 'SHIPLOCK_SETTINGS_UNKNOWN_KEY',
      what: `${file}:${at.line} has the unknown key ${key} at ${where}${near ? `; did you mean ${near}?` : ''}`,
      ...NOTHING,
      next:
        known.length > 0
          ? `Known keys at ${where}: ${known.join(', ')}.`
          : 'See docs/configuration.md for the known keys.',
      places: [{ ...place, message: `unknown key ${key}` }],
    };
  }
  const said = cut(issueWords(issue), 300);
  const words = /^(?:must|is|has|does)\b/.test(said) ? `${where} ${said}` : `${where}: ${said}`;
  return {
    code: 'SHIPLOCK_SETTINGS_INVALID',
    what: `${file}:${at.line} ${words}`,
    ...NOTHING,
    next: 'docs/configuration.md says what each key accepts.',
    places: [{ ...place, message: words }],
  };
}

type Shaped = {
  shape?: Record<string, unknown>;
  def?: { innerType?: unknown; in?: unknown; options?: unknown[]; valueType?: unknown; element?: unknown };
};

/** The keys that the schema knows at a path, looking through defaults, optionals, records and arrays. */
function keysAt(path: readonly string[]): string[] {
  let at: Shaped | undefined = settingsSchema as Shaped;
  for (const key of path) {
    at = unwrap(at);
    const shape = at?.shape;
    const own = shape && Object.hasOwn(shape, key) ? shape[key] : undefined;
    at = (own ?? at?.def?.valueType ?? at?.def?.element) as Shaped | undefined;
  }
  const found = unwrap(at);
  // Of a list whose entries are of several kinds, what any of them takes.
  const shapes = found?.def?.options?.map((option) => unwrap(option as Shaped)?.shape) ?? [found?.shape];
  return [...new Set(shapes.flatMap((shape) => Object.keys(shape ?? {})))];
}

function unwrap(schema: Shaped | undefined): Shaped | undefined {
  let at = schema;
  while ((at?.def?.innerType ?? at?.def?.in) && !at?.shape)
    at = (at?.def?.innerType ?? at?.def?.in) as Shaped;
  return at;
}
