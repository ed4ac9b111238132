import { type BigIntStats, constants } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import { decodePath } from './names.ts';
import type { Refusal } from './refusals.ts';

/** Something in the working tree that the settings name, or that stands in a folder they name. */
export interface IncludedFile {
  /** Relative to the folder that is uploaded, `/` between parts. */
  readonly path: string;
  readonly file: string;
  readonly mode: number;
  readonly size: number;
  /** Of a symbolic link. */
  readonly target?: string;
}

/** Git's own folder holds the job's credentials, and installed packages are installed again by hosting. */
const NEVER = new Set(['.git', 'node_modules']);

/** Files of the working tree by `app.include`. Nothing is opened here: a FIFO that is opened waits for its writer. */
export async function includedFiles(
  directory: string,
  include: readonly string[],
  refuse: (refusal: Refusal) => void,
): Promise<IncludedFile[]> {
  const found: IncludedFile[] = [];
  for (const name of include) {
    const parts = name.split('/').filter((part) => part !== '' && part !== '.');
    const through = await linkOnTheWay(directory, parts);
    if (through !== undefined)
      refuse({
        path: name,
        why: `is named by app.include, but is behind the link ${JSON.stringify(through)}`,
      });
    else await visit(Buffer.from(parts.join('/')), directory, found, refuse);
  }
  return found;
}

async function linkOnTheWay(directory: string, parts: readonly string[]): Promise<string | undefined> {
  for (let length = 1; length < parts.length; length += 1) {
    const above = parts.slice(0, length).join('/');
    const stats = await lstat(path.join(directory, above)).catch(() => undefined);
    if (stats?.isSymbolicLink()) return above;
  }
  return undefined;
}

/** Names are bytes here: what is not UTF-8 can then be told from what is. */
async function visit(
  relative: Buffer,
  directory: string,
  found: IncludedFile[],
  refuse: (refusal: Refusal) => void,
): Promise<void> {
  const place = relative.length === 0 ? Buffer.from(directory) : join(Buffer.from(directory), relative);
  const stats = await lstat(place, { bigint: true }).catch(() => undefined);
  const name = decodePath(relative);
  if (!stats)
    return refuse({
      path: relative,
      why: 'is named by app.include, but does not exist: build it before this step',
    });
  if (stats.isDirectory()) {
    const entries = await readdir(place, { encoding: 'buffer' });
    for (const entry of entries.sort(Buffer.compare)) {
      if (NEVER.has(entry.toString())) continue;
      await visit(relative.length === 0 ? entry : join(relative, entry), directory, found, refuse);
    }
    return;
  }
  if (name === undefined) return refuse({ path: relative, why: 'has a name that is not UTF-8' });
  const kind = special(stats);
  if (kind) return refuse({ path: name, why: `is ${kind}, not a file` });
  const file = place.toString();
  if (stats.isSymbolicLink()) {
    const target = decodePath(await readlink(place, { encoding: 'buffer' }));
    if (target === undefined) return refuse({ path: name, why: 'is a link to a name that is not UTF-8' });
    found.push({ path: name, file, mode: 0o120000, size: Buffer.byteLength(target), target });
    return;
  }
  const mode = Number(stats.mode) & constants.S_IXUSR ? 0o100755 : 0o100644;
  found.push({ path: name, file, mode, size: Number(stats.size) });
}

function special(stats: BigIntStats): string | undefined {
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isSocket()) return 'a socket';
  if (stats.isCharacterDevice() || stats.isBlockDevice()) return 'a device';
  return undefined;
}

const join = (folder: Buffer, name: Buffer): Buffer => Buffer.concat([folder, Buffer.from('/'), name]);
