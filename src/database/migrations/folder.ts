import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { count } from '../../present/count.ts';
import { configurationError } from '../../release/errors.ts';
import { Contents } from './contents.ts';
import { folderProblem } from './problems.ts';
import type { IgnoredFile, MigrationFile } from './types.ts';

/** As the Supabase CLI reads names: https://supabase.com/docs/reference/cli/supabase-migration-new */
const NAME = /^([0-9]+)_(.*)\.sql$/;
/** The CLI skips what its own first releases wrote as a baseline, `<14 digits>_init.sql`. */
const BASELINE_UNTIL = '20211209000000';
const BASELINE = /^([0-9]{14})_init\.sql$/;
/** Files read between two looks at the network. */
const SLICE = 500;
const REPLACEMENT = '\uFFFD';

export interface Folder {
  /** Of migrations. */
  readonly count: number;
  /** SHA-256 over names and bytes of all migrations, hex. */
  readonly fingerprint: string;
  /**
   * In the order they are applied: by version, compared as text, as the CLI does. Made when they are asked for.
   * @throws SHIPLOCK_MIGRATION_DUPLICATE
   */
  readonly files: readonly MigrationFile[];
  readonly ignored: readonly IgnoredFile[];
}

/**
 * Reads names and bytes; no SQL is parsed.
 * @throws SHIPLOCK_MIGRATIONS_FOLDER
 */
export async function readFolder(workspace: string, directory: string): Promise<Folder> {
  const folder = path.resolve(workspace, directory);
  const shown = directory.replaceAll('\\', '/').replace(/\/+$/, '');
  const names: string[] = [];
  const ignored: IgnoredFile[] = [];
  const contents = new Contents();
  // Not path.join: with thousands of files its share of the time is seen.
  const prefix = folder + path.sep;
  for (const name of namesIn(folder, directory)) {
    const why = whyIgnored(name);
    if (why !== undefined) {
      ignored.push({ file: `${shown}/${name}`, why });
      continue;
    }
    try {
      contents.add(prefix + name);
    } catch (error) {
      throw unreadable(`${shown}/${name}`, error);
    }
    names.push(name);
    if (names.length % SLICE === 0) await setImmediate();
  }
  let files: MigrationFile[] | undefined;
  return {
    count: names.length,
    // No name has a slash.
    fingerprint: hash('sha256', `${contents.fingerprint()} ${names.join('/')}`),
    get files() {
      files ??= filesOf({ folder, shown, names, contents });
      return files;
    },
    ignored,
  };
}

interface Read {
  readonly folder: string;
  readonly shown: string;
  readonly names: readonly string[];
  readonly contents: Contents;
}

function filesOf({ folder, shown, names, contents }: Read): MigrationFile[] {
  const checksums = contents.checksums();
  const files = names.map((name, index): MigrationFile => {
    const [, version = '', title = ''] = NAME.exec(name) ?? [];
    const where = folder + path.sep + name;
    return {
      version,
      name: title,
      file: `${shown}/${name}`,
      path: where,
      checksum: checksums[index]!,
    };
  });
  // Names are in order, and versions nearly always with them: not where one is the beginning of another.
  files.sort((a, b) => (a.version < b.version ? -1 : a.version > b.version ? 1 : 0));
  refuseDuplicates(files);
  return files;
}

function namesIn(folder: string, directory: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw configurationError(
      {
        code: 'SHIPLOCK_MIGRATIONS_FOLDER',
        what: `could not read the migrations folder ${directory}`,
        next: 'Create it, or set the right folder in the settings (database.migrations).',
      },
      error,
    );
  }
}

function whyIgnored(name: string): string | undefined {
  if (name.endsWith('.down.sql')) return 'down migrations are never applied as forward ones';
  if (!NAME.test(name)) return 'its name is not <version>_<name>.sql';
  const baseline = name.endsWith('_init.sql') ? BASELINE.exec(name)?.[1] : undefined;
  return baseline !== undefined && baseline < BASELINE_UNTIL
    ? 'a baseline from the Supabase CLI’s first releases, which the CLI skips too'
    : undefined;
}

/** A folder of that name, a link to nowhere, a file of somebody else: to leave it out would be a guess. */
function unreadable(file: string, error: unknown) {
  const { code = String(error) } = error as { code?: string };
  return configurationError(
    {
      code: 'SHIPLOCK_MIGRATIONS_FOLDER',
      what: `${file} is named like a migration, but could not be read (${code === 'EISDIR' ? 'it is a folder' : code})`,
      next: 'Rename or remove it, or make it a file that this job can read.',
      places: [{ file }],
    },
    error,
  );
}

/** Every version that several files have, at once. */
function refuseDuplicates(files: readonly MigrationFile[]): void {
  const twice = new Map<string, MigrationFile[]>();
  for (let index = 1; index < files.length; index += 1) {
    const before = files[index - 1]!;
    const file = files[index]!;
    if (before.version === file.version)
      twice.set(file.version, [...(twice.get(file.version) ?? [before]), file]);
  }
  if (twice.size === 0) return;
  throw folderProblem('DUPLICATE', {
    what: [...twice]
      .map(
        ([version, same]) =>
          `version ${version} belongs to ${count(same.length, 'file')}: ${same.map(({ file }) => file).join(' and ')}`,
      )
      .join('; '),
    next: 'Give the newer one of each its own version. The history table has one row per version, so only one could ever be recorded.',
    places: [...twice.values()].flat().map(({ file }) => ({ file })),
  });
}

/** A file's text. @throws SHIPLOCK_MIGRATION_ENCODING with the place of the first byte that is not UTF-8 */
export function readMigration(file: Pick<MigrationFile, 'path' | 'file'>): string {
  const bytes = readFileSync(file.path);
  try {
    // Keeps a byte-order mark: whoever splits the text knows what to do with it.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    const line = lineOfBadByte(bytes);
    const utf16 = bytes[0] === 0xff || bytes[0] === 0xfe;
    throw folderProblem(
      'ENCODING',
      {
        what: `${file.file}:${line} is not UTF-8${utf16 ? ' (it looks like UTF-16)' : ''}`,
        next: 'Save the file as UTF-8; the server would store different characters than the ones you see.',
        places: [{ file: file.file, line }],
      },
      error,
    );
  }
}

function lineOfBadByte(bytes: Buffer): number {
  const text = bytes.toString('utf8');
  for (let at = text.indexOf(REPLACEMENT); at !== -1; at = text.indexOf(REPLACEMENT, at + 1)) {
    const before = Buffer.from(text.slice(0, at));
    const genuine = bytes.subarray(before.length, before.length + 3).equals(Buffer.from(REPLACEMENT));
    if (!genuine) return text.slice(0, at).split('\n').length;
  }
  return 1;
}
