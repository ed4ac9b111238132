import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Document } from 'yaml';
import type { z } from 'zod';
import { cut, oneLine } from '../present/text.ts';
import { configurationError, ShiplockError } from '../release/errors.ts';
import { didYouMean, nearest } from '../release/nearest.ts';
import { oldForms } from './old-forms.ts';
import { type EnvironmentSettings, environmentSchema, type Settings, settingsSchema } from './schema.ts';

/** A settings file is written by hand; this is a hundred times the longest. */
const LARGEST = 1 << 20;
/** Aliases that may be followed: a few repeat a block, more are an attack. */
const MOST_ALIASES = 100;

const NOTHING = { notDone: ['nothing was changed'] };

/**
 * Reads and validates the settings file.
 * @returns undefined when the file is absent and was not asked for by name.
 * @throws SHIPLOCK_SETTINGS_YAML, SHIPLOCK_SETTINGS_UNKNOWN_KEY, SHIPLOCK_SETTINGS_INVALID, SHIPLOCK_SETTINGS_MISSING
 */
export async function loadSettings(
  workspace: string,
  file: string | undefined,
  notice?: (text: string) => void,
): Promise<Settings | undefined> {
  const name = file ?? 'shiplock.yml';
  let text: string;
  try {
    const where = path.resolve(workspace, name);
    const found = await stat(where);
    if (found.size > LARGEST) throw notYaml(name, { line: 1, col: 1 }, `it is larger than ${LARGEST} bytes`);
    if (!found.isFile()) throw new Error('it is not a file');
    text = await readFile(where, 'utf8');
  } catch (cause) {
    if (cause instanceof ShiplockError) throw cause;
    if (file === undefined && (cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw configurationError(
      {
        code: 'SHIPLOCK_SETTINGS_MISSING',
        what: `could not read the settings file ${name}`,
        ...NOTHING,
        next: 'Check the input `settings`, and that the repository is checked out.',
      },
      cause,
    );
  }
  return parseSettings(text, name, notice);
}

/** @param notice Told of what is still read and has a new form. */
export async function parseSettings(
  text: string,
  file: string,
  notice?: (text: string) => void,
): Promise<Settings> {
  // Loaded here, so that callers without a settings file do not pay for it at every start.
  const { LineCounter, parseDocument, visit } = await import('yaml');
  const counter = new LineCounter();
  // Its warnings would go to the log by themselves, with words of the file in them.
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: true, logLevel: 'error' });
  const [broken] = document.errors;
  if (broken) throw notYaml(file, counter.linePos(broken.pos[0]), broken.message.split('\n')[0] ?? '');
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: MOST_ALIASES });
    // An alias of what it stands in has no end.
    JSON.stringify(content);
  } catch (error) {
    let at = { line: 1, col: 1 };
    visit(document, {
      Alias(_, alias) {
        at = counter.linePos(alias.range?.[0] ?? 0);
        return alias.resolve(document) === undefined ? visit.BREAK : undefined;
      },
    });
    throw notYaml(
      file,
      at,
      error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'not readable',
      error,
    );
  }
  const parsed = settingsSchema.safeParse(content);
  if (parsed.success) {
    if (notice) for (const each of oldForms(content, file)) notice(each);
    return parsed.data;
  }
  const issue = parsed.error.issues[0]!;
  const node = nodeAt(document, issue);
  const at = node?.range ? counter.linePos(node.range[0]) : { line: 1, col: 1 };
  throw settingsError(issue, file, at);
}

function notYaml(
  file: string,
  at: { line: number; col: number },
  why: string,
  cause?: unknown,
): ShiplockError {
  const message = cut(oneLine(why), 200);
  return configurationError(
    {
      code: 'SHIPLOCK_SETTINGS_YAML',
      what: `${file}:${at.line}:${at.col} is not valid YAML: ${message}`,
      ...NOTHING,
      next: 'Fix the file at that position.',
      places: [{ file, line: at.line, column: at.col, message }],
    },
    cause,
  );
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

function settingsError(
  issue: z.core.$ZodIssue,
  file: string,
  at: { line: number; col: number },
): ShiplockError {
  const where = cut(oneLine(issue.path.join('.')), 200) || 'the top level';
  const place = { file, line: at.line, column: at.col };
  if (issue.code === 'unrecognized_keys') {
    const key = cut(oneLine(issue.keys[0]!), 80);
    const known = keysAt(issue.path.map(String));
    const near = known.length > 0 ? nearest(key, known) : undefined;
    return configurationError({
      code: 'SHIPLOCK_SETTINGS_UNKNOWN_KEY',
      what: `${file}:${at.line} has the unknown key ${key} at ${where}${near ? `; did you mean ${near}?` : ''}`,
      ...NOTHING,
      next:
        known.length > 0
          ? `Known keys there: ${known.join(', ')}.`
          : 'See docs/configuration.md for the known keys.',
      places: [{ ...place, message: `unknown key ${key}` }],
    });
  }
  return configurationError({
    code: 'SHIPLOCK_SETTINGS_INVALID',
    what: `${file}:${at.line} ${where}: ${issue.message}`,
    ...NOTHING,
    next: 'docs/configuration.md says what this key accepts.',
    places: [{ ...place, message: issue.message }],
  });
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

/** Where the app says what it uses, relative to the workspace. */
export const usageFileOf = ({ usage, contract }: EnvironmentSettings['database']): string =>
  usage ?? contract ?? 'supabase/usage.json';

/**
 * The settings of one environment: from the file, or the defaults when there is no file.
 * @throws SHIPLOCK_ENVIRONMENT_UNKNOWN with the nearest known name.
 */
export function environmentSettings(
  settings: Settings | undefined,
  name: string,
  kind: 'staging' | 'production' | undefined,
): EnvironmentSettings {
  if (!settings) {
    const guessed = kind ?? (name === 'staging' || name === 'production' ? name : undefined);
    if (guessed) return environmentSchema.parse({ kind: guessed });
    throw unknownEnvironment(
      name,
      ['staging', 'production'],
      'There is no settings file: set the input environment-kind, or name the environment in shiplock.yml.',
    );
  }
  const found = Object.hasOwn(settings.environments, name) ? settings.environments[name] : undefined;
  if (!found)
    throw unknownEnvironment(
      name,
      Object.keys(settings.environments),
      'Name one of the environments in the settings file.',
    );
  return found;
}

function unknownEnvironment(name: string, known: readonly string[], next: string) {
  return configurationError({
    code: 'SHIPLOCK_ENVIRONMENT_UNKNOWN',
    what: `environment ${cut(oneLine(name), 80)} is unknown; known: ${known.join(', ')}`,
    ...NOTHING,
    next: `${didYouMean(name, known)}${next}`,
  });
}
