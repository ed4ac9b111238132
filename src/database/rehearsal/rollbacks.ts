import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RollbackFile } from './types.ts';

/** Reads `<version>.sql` (or `<version>_<name>.sql`) files of a folder. No folder: no rollbacks. */
export async function readRollbacks(
  directory: string,
  asKnown: string = directory,
): Promise<Map<string, RollbackFile>> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found = new Map<string, RollbackFile>();
  for (const name of names.sort()) {
    const version = /^(\d+)(?:_.*)?\.sql$/.exec(name)?.[1];
    if (!version) continue;
    const sql = await readFile(path.join(directory, name), 'utf8');
    found.set(version, { version, file: path.posix.join(asKnown, name), sql });
  }
  return found;
}
