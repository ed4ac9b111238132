import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { atOnce } from '../release/at-once.ts';
import { FirstBytes, type Looked } from './committed.ts';
import { type Entry, LINK } from './entry.ts';
import type { IncludedFile } from './included.ts';
import type { Refusal } from './refusals.ts';
import { bytesToLookAt, secretIn } from './secrets.ts';

const AT_ONCE = { most: 8 };

/** Reads what `app.include` names, once each. */
export async function lookIntoIncluded(
  files: readonly IncludedFile[],
  suspect: (path: string, why: string) => void,
): Promise<Looked[]> {
  const looked: Looked[] = [];
  await atOnce(files, AT_ONCE, async ({ path: name, file, mode, target }) => {
    if (target !== undefined) {
      const bytes = Buffer.from(target);
      const sha1 = createHash('sha1').update(bytes).digest('hex');
      const entry: Entry = { path: name, mode: LINK, size: bytes.length, sha1, from: { bytes } };
      looked.push({ entry, target });
      return;
    }
    const { sha1, size, first } = await digests(file, bytesToLookAt(name));
    const why = secretIn(name, first);
    if (why !== undefined) suspect(name, why);
    looked.push({ entry: { path: name, mode, size, sha1, from: { file } } });
  });
  return looked;
}

/**
 * Puts the contents of files that Git LFS keeps in place of their pointers. They come from the working tree, and must be
 * what the commit's pointer names.
 */
export async function withLfs(
  looked: readonly Looked[],
  directory: string,
  refuse: (refusal: Refusal) => void,
  suspect: (path: string, why: string) => void,
): Promise<Looked[]> {
  const settled = new Map<Looked, Looked>();
  const pointers = looked.filter(({ lfs }) => lfs !== undefined);
  await atOnce(pointers, AT_ONCE, async (one) => {
    const { entry, lfs } = one;
    const file = path.join(directory, entry.path);
    const found = (await lstat(file).catch(() => undefined))?.isFile()
      ? await digests(file, bytesToLookAt(entry.path))
      : undefined;
    if (found?.sha256 !== lfs?.sha256 || !found) {
      refuse({
        path: entry.path,
        why: 'is kept in Git LFS, and its contents are missing: check out with lfs: true',
      });
      return;
    }
    const why = secretIn(entry.path, found.first);
    if (why !== undefined) suspect(entry.path, why);
    settled.set(one, { entry: { ...entry, size: found.size, sha1: found.sha1, from: { file } } });
  });
  return looked.map((one) => settled.get(one) ?? one);
}

async function digests(
  file: string,
  look: number,
): Promise<{
  readonly sha1: string;
  readonly sha256: string;
  readonly size: number;
  readonly first: Buffer;
}> {
  const [sha1, sha256] = [createHash('sha1'), createHash('sha256')];
  const first = new FirstBytes(look);
  let size = 0;
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
    sha1.update(piece);
    sha256.update(piece);
    first.add(piece);
    size += piece.length;
  }
  return { sha1: sha1.digest('hex'), sha256: sha256.digest('hex'), size, first: first.bytes };
}
