import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { configurationError } from '../../release/errors.ts';

/** A forward migration on disk. Layout: https://supabase.com/docs/guides/deployment/database-migrations */
export interface MigrationFile {
  readonly version: string;
  readonly name: string;
  /** Relative to the workspace, with forward slashes. */
  readonly file: string;
  readonly bytes: Buffer;
  /** SHA-256 of the bytes, hex. */
  readonly checksum: string;
}

export interface Folder {
  /** Sorted as the Supabase CLI sorts them: by file name. */
  readonly files: readonly MigrationFile[];
  readonly ignored: readonly { readonly file: string; readonly why: string }[];
}

const FORWARD = /^(\d+)_(.*)\.sql$/;
const NOTHING = { notDone: ['nothing was changed'] };

/** @throws SHIPLOCK_MIGRATIONS_FOLDER, SHIPLOCK_MIGRATIONS_EMPTY, SHIPLOCK_MIGRATION_DUPLICATE */
export async function readFolder(workspace: string, directory: string): Promise<Folder> {
  const absolute = path.resolve(workspace, directory);
  let names: string[];
  try {
    names = (await readdir(absolute, { withFileTypes: true }))
      .filter((e) => !e.isDirectory())
      .map((e) => e.name);
  } catch (cause) {
    throw configurationError(
      {
        code: 'SHIPLOCK_MIGRATIONS_FOLDER',
        what: `the migrations folder ${directory} cannot be read`,
        ...NOTHING,
        next: 'Check `database.migrations` in the settings and that the repository is checked out.',
      },
      cause,
    );
  }
  const ignored = names.flatMap((name) => why(name, directory) ?? []);
  const forward = names.filter((name) => why(name, directory) === undefined).sort();
  if (forward.length === 0) {
    throw configurationError({
      code: 'SHIPLOCK_MIGRATIONS_EMPTY',
      what: `the migrations folder ${directory} holds no migration`,
      ...NOTHING,
      next: 'Migrations are named <version>_<name>.sql. A project without migrations leaves database-url out of the settings.',
    });
  }
  const files = await Promise.all(forward.map((name) => readOne(absolute, directory, name)));
  refuseDuplicates(files);
  return { files, ignored };
}

function why(name: string, directory: string): { file: string; why: string } | undefined {
  const file = `${directory}/${name}`;
  if (/\.down\.sql$/i.test(name)) return { file, why: 'a down file is never applied as a forward migration' };
  if (FORWARD.test(name)) return undefined;
  return { file, why: 'its name is not <version>_<name>.sql' };
}

async function readOne(absolute: string, directory: string, name: string): Promise<MigrationFile> {
  const [, version = '', title = ''] = FORWARD.exec(name) ?? [];
  const file = `${directory}/${name}`;
  try {
    const bytes = await readFile(path.join(absolute, name));
    return { version, name: title, file, bytes, checksum: createHash('sha256').update(bytes).digest('hex') };
  } catch (cause) {
    throw configurationError(
      {
        code: 'SHIPLOCK_MIGRATIONS_FOLDER',
        what: `the migration ${file} cannot be read`,
        ...NOTHING,
        next: 'Check its permissions and links.',
      },
      cause,
    );
  }
}

function refuseDuplicates(files: readonly MigrationFile[]): void {
  const seen = new Map<string, string>();
  for (const { version, file } of files) {
    const other = seen.get(version);
    if (other) {
      throw configurationError({
        code: 'SHIPLOCK_MIGRATION_DUPLICATE',
        what: `${other} and ${file} have the same version ${version}`,
        ...NOTHING,
        next: 'Give the newer one a version of its own: the history table keeps one row a version.',
        places: [{ file, message: `version ${version} is also ${other}` }],
      });
    }
    seen.set(version, file);
  }
}

/** @throws SHIPLOCK_MIGRATION_ENCODING for anything but UTF-8. */
export function textOf({ bytes, file }: MigrationFile): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw configurationError(
      {
        code: 'SHIPLOCK_MIGRATION_ENCODING',
        what: `${file} is not UTF-8`,
        ...NOTHING,
        next: 'Save it as UTF-8.',
        places: [{ file, message: 'not UTF-8' }],
      },
      cause,
    );
  }
}
