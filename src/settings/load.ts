import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { closest } from 'fastest-levenshtein';
import type { Document } from 'yaml';
import type { z } from 'zod';
import { configurationError, type ShiplockError } from '../release/errors.ts';
import { type EnvironmentSettings, environmentSchema, type Settings, settingsSchema } from './schema.ts';

const NOTHING = { notDone: ['nothing was changed'] };

/**
 * Reads and validates the settings file.
 * @returns undefined when the file is absent and was not asked for by name.
 * @throws SHIPLOCK_SETTINGS_YAML, SHIPLOCK_SETTINGS_UNKNOWN_KEY, SHIPLOCK_SETTINGS_INVALID, SHIPLOCK_SETTINGS_MISSING
 */
export async function loadSettings(
  workspace: string,
  file: string | undefined,
): Promise<Settings | undefined> {
  const name = file ?? 'shiplock.yml';
  let text: string;
  try {
    text = await readFile(path.resolve(workspace, name), 'utf8');
  } catch (cause) {
    if (file === undefined) return undefined;
    throw configurationError(
      {
        code: 'SHIPLOCK_SETTINGS_MISSING',
        what: `the settings file ${name} cannot be read`,
        ...NOTHING,
        next: 'Check the input settings, and that the repository is checked out.',
      },
      cause,
    );
  }
  return parseSettings(text, name);
}

export async function parseSettings(text: string, file: string): Promise<Settings> {
  // Loaded here, so that callers without a settings file do not pay for it at every start.
  const { LineCounter, parseDocument } = await import('yaml');
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: true });
  const [broken] = document.errors;
  if (broken) {
    const at = counter.linePos(broken.pos[0]);
    throw configurationError({
      code: 'SHIPLOCK_SETTINGS_YAML',
      what: `${file}:${at.line}:${at.col} is not YAML: ${broken.message.split('\n')[0]}`,
      ...NOTHING,
      next: 'Mend the file at that place.',
      places: [{ file, line: at.line, column: at.col, message: broken.message.split('\n')[0] ?? '' }],
    });
  }
  const parsed = settingsSchema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const node = nodeAt(document, issue);
  const at = node?.range ? counter.linePos(node.range[0]) : { line: 1, col: 1 };
  throw settingsError(issue, file, at);
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
  const where = issue.path.join('.') || 'the top level';
  const place = { file, line: at.line, column: at.col };
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!;
    const known = keysAt(issue.path.map(String));
    const near = known.length > 0 ? closest(key, known) : undefined;
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
    next: 'See docs/configuration.md for what this key takes.',
    places: [{ ...place, message: issue.message }],
  });
}

type Shaped = {
  shape?: Record<string, unknown>;
  def?: { innerType?: unknown; valueType?: unknown; element?: unknown };
};

/** The keys that the schema knows at a path, looking through defaults, optionals, records and arrays. */
function keysAt(path: readonly string[]): string[] {
  let at: Shaped | undefined = settingsSchema as Shaped;
  for (const key of path) {
    at = unwrap(at);
    at = (at?.shape?.[key] ?? at?.def?.valueType ?? at?.def?.element) as Shaped | undefined;
  }
  return Object.keys(unwrap(at)?.shape ?? {});
}

function unwrap(schema: Shaped | undefined): Shaped | undefined {
  let at = schema;
  while (at?.def?.innerType && !at.shape) at = at.def.innerType as Shaped;
  return at;
}

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
  const found = settings.environments[name];
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
    what: `environment ${name} is unknown; known: ${known.join(', ')}${known.length > 0 ? ` (nearest: ${closest(name, [...known])})` : ''}`,
    ...NOTHING,
    next,
  });
}
