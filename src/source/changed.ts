import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import path from 'node:path';
import { atOnce } from '../release/at-once.ts';
import { type Entry, LINK } from './entry.ts';

const AT_ONCE = { most: 8 };

/** Paths of the files that stand otherwise in this folder than the commit has them, or not at all. */
export async function changedFiles(directory: string, entries: readonly Entry[]): Promise<readonly string[]> {
  const changed: string[] = [];
  await atOnce(entries, AT_ONCE, async ({ path: name, mode, sha1, from }) => {
    // Those of the settings are read from the working tree in any case.
    if (!('oid' in from)) return;
    if ((await digestOf(path.join(directory, name), mode === LINK)) !== sha1) changed.push(name);
  });
  return changed.sort();
}

async function digestOf(file: string, isLink: boolean): Promise<string | undefined> {
  const stats = await lstat(file).catch(() => undefined);
  if (!stats || stats.isSymbolicLink() !== isLink || !(isLink || stats.isFile())) return undefined;
  const hash = createHash('sha1');
  if (isLink) return hash.update(await readlink(file, { encoding: 'buffer' })).digest('hex');
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) hash.update(piece);
  return hash.digest('hex');
}
