import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { cut, oneLine } from '../present/text.ts';
import { configurationError, ShiplockError } from '../release/errors.ts';
import { didYouMean } from '../release/nearest.ts';
import { settingsMistakes } from './mistakes.ts';
import { oldForms } from './old-forms.ts';
import { type EnvironmentSettings, environmentSchema, type Settings, settingsSchema } from './schema.ts';
import { notYaml, readYaml } from './yaml.ts';

/** A settings file is written by hand; this is a hundred times the longest. */
const LARGEST = 1 << 20;

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
  const found = await readSettingsFile(workspace, file);
  return found && parseSettings(found.text, found.name, notice);
}

/** @throws SHIPLOCK_SETTINGS_MISSING */
export async function readSettingsFile(
  workspace: string,
  file: string | undefined,
): Promise<{ readonly name: string; readonly text: string } | undefined> {
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
  return { name, text };
}

/** @param notice Told of what is still read and has a new form. */
export async function parseSettings(
  text: string,
  file: string,
  notice?: (text: string) => void,
): Promise<Settings> {
  const { content, document, counter } = await readYaml(text, file);
  const parsed = settingsSchema.safeParse(content, { reportInput: true });
  if (parsed.success) {
    if (notice) for (const each of oldForms(content, file)) notice(each);
    return parsed.data;
  }
  throw settingsMistakes(parsed.error, file, { document, counter });
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
