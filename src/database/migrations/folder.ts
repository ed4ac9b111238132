import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { configurationError } from '../../release/errors.ts';
import { folderProblem } from './problems.ts';
import type { IgnoredFile, MigrationFile } from './types.ts';

/** As the Supabase CLI reads names: https://supabase.com/docs/reference/cli/supabase-migration-new */
const NAME = /^([0-9]+)_(.*)\.sql$/;
/** The CLI skips what its own first releases wrote as a baseline. */
const OLD_BASELINE = /^([0-9]{14})_init\.sql$/;
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
  for (const name of namesIn(folder, directory)) {
    const file = `${directory.replaceAll('\\', '/').replace(/\/+$/, '')}/${name}`;
    const why = whyIgnored(name);
    if (why !== undefined) {
      ignored.push({ file, why });
      continue;
    }
    const [, version = '', title = ''] = NAME.exec(name) ?? [];
    const where = path.join(folder, name);
    files.push({ version, name: title, file, path: where, checksum: checksumOf(where) });
    if (files.length % SLICE === 0) await setImmediate();
  }
  files.sort((a, b) => (a.version < b.version ? -1 : a.version > b.version ? 1 : 0));
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

function whyIgnored(name: string): string | undefined {
  if (name.endsWith('.down.sql')) return 'a down migration is never applied as a forward one';
  if (!NAME.test(name)) return 'its name is not <version>_<name>.sql';
  const [, version = BASELINE_UNTIL] = OLD_BASELINE.exec(name) ?? [];
  return version < BASELINE_UNTIL
    ? 'a baseline of the Supabase CLI’s first releases, which it skips too'
    : undefined;
}

/**
 * The text is hashed, not the buffer: reading it is one call into the system's library instead of four. Both hashes
 * are the same for valid UTF-8; where decoding replaced something, the bytes decide.
 */
function checksumOf(file: string): string {
  const text = readFileSync(file, 'utf8');
  return hash('sha256', text.includes(REPLACEMENT) ? readFileSync(file) : text);
}

function refuseDuplicates(files: readonly MigrationFile[]): void {
  for (const [index, { version, file }] of files.entries()) {
    const before = files[index - 1];
    if (before?.version !== version) continue;
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
