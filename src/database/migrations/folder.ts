import { hash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { configurationError } from '../../release/errors.ts';
import { folderProblem } from './problems.ts';
import type { IgnoredFile, MigrationFile } from './types.ts';

/** As the Supabase CLI reads names: https://supabase.com/docs/reference/cli/supabase-migration-new */
const NAME = /^([0-9]+)_(.*)\.sql$/;
/** The CLI skips what its own first releases wrote as a baseline, `<14 digits>_init.sql`. */
const BASELINE_UNTIL = '20211209000000';
/** Files read between two looks at the network: reading is synchronous, because that is several times faster. */
const SLICE = 250;
const REPLACEMENT = '\uFFFD';

export interface Folder {
  /** In the order they are applied: by version, compared as text, as the CLI does. */
  readonly files: readonly MigrationFile[];
  readonly ignored: readonly IgnoredFile[];
}

/**
 * Reads names and checksums; no SQL is parsed.
 * @throws SHIPLOCK_MIGRATIONS_FOLDER, SHIPLOCK_MIGRATION_DUPLICATE
 */
export async function readFolder(workspace: string, directory: string): Promise<Folder> {
  const folder = path.resolve(workspace, directory);
  const files: MigrationFile[] = [];
  const ignored: IgnoredFile[] = [];
  const shown = directory.replaceAll('\\', '/').replace(/\/+$/, '');
  for (const name of namesIn(folder, directory)) {
    const file = `${shown}/${name}`;
    const parts = NAME.exec(name);
    const why = whyIgnored(name, parts);
    if (why !== undefined) {
      ignored.push({ file, why });
      continue;
    }
    const [, version = '', title = ''] = parts ?? [];
    // Not path.join: with thousands of files its share of the time is seen.
    const where = folder + path.sep + name;
    files.push({ version, name: title, file, path: where, checksum: checksumOf(where, file) });
    if (files.length % SLICE === 0) await setImmediate();
  }
  // Names are in order already, and versions nearly always with them: not where one is the beginning of another.
  if (!isSorted(files)) files.sort((a, b) => (a.version < b.version ? -1 : a.version > b.version ? 1 : 0));
  refuseDuplicates(files);
  return { files, ignored };
}

function namesIn(folder: string, directory: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw configurationError(
      {
        code: 'SHIPLOCK_MIGRATIONS_FOLDER',
        what: `the migrations folder ${directory} cannot be read`,
        next: 'Create it, or name the right folder in the settings (database.migrations).',
      },
      error,
    );
  }
}

function isSorted(files: readonly MigrationFile[]): boolean {
  for (let index = 1; index < files.length; index += 1) {
    if (files[index]!.version < files[index - 1]!.version) return false;
  }
  return true;
}

function whyIgnored(name: string, parts: RegExpExecArray | null): string | undefined {
  if (name.endsWith('.down.sql')) return 'a down migration is never applied as a forward one';
  if (!parts) return 'its name is not <version>_<name>.sql';
  const [, version = '', title] = parts;
  return title === 'init' && version.length === BASELINE_UNTIL.length && version < BASELINE_UNTIL
    ? 'a baseline of the Supabase CLI’s first releases, which it skips too'
    : undefined;
}

const page = Buffer.allocUnsafe(64 * 1024);

/** SHA-256 of the bytes. Most files fit the page, which saves a buffer and two system calls for each. */
function checksumOf(where: string, file: string): string {
  let opened: number | undefined;
  try {
    opened = openSync(where, 'r');
    const length = readSync(opened, page, 0, page.length, 0);
    return hash('sha256', length < page.length ? page.subarray(0, length) : readFileSync(where));
  } catch (error) {
    throw unreadable(file, error);
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

/** A folder of that name, a link to nowhere, a file of somebody else: to leave it out would be a guess. */
function unreadable(file: string, error: unknown) {
  const { code = String(error) } = error as { code?: string };
  return configurationError(
    {
      code: 'SHIPLOCK_MIGRATIONS_FOLDER',
      what: `${file} is named like a migration and cannot be read (${code === 'EISDIR' ? 'it is a folder' : code})`,
      next: 'Rename or remove it, or make it a file that this job may read.',
      places: [{ file }],
    },
    error,
  );
}

function refuseDuplicates(files: readonly MigrationFile[]): void {
  for (let index = 1; index < files.length; index += 1) {
    const before = files[index - 1]!;
    const { version, file } = files[index]!;
    if (before.version !== version) continue;
    throw folderProblem('DUPLICATE', {
      what: `version ${version} belongs to two files: ${before.file} and ${file}`,
      next: 'Give the newer one a version of its own. The history table has one row a version, so only one could ever be recorded.',
      places: [{ file: before.file }, { file }],
    });
  }
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
        next: 'Save the file as UTF-8; the server would store other characters than the ones you see.',
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
