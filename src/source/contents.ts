import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { SourceContents } from '../release/source.ts';
import type { Entry } from './entry.ts';
import { spawnGit } from './git.ts';
import { GitObjects } from './objects.ts';

/** Up to here a file is read as a whole; above, it is a stream. */
const WHOLE = 4 * 2 ** 20;

/** Git's objects in the order of the list, then the working tree's files. One is read when the one before was taken. */
export async function* contentsOf(root: string, entries: readonly Entry[]): AsyncGenerator<SourceContents> {
  const small: { readonly entry: Entry; readonly oid: string }[] = [];
  for (const entry of entries) {
    const { from, size, sha1 } = entry;
    if ('bytes' in from) yield whole(entry, from.bytes);
    else if ('oid' in from && size <= WHOLE) small.push({ entry, oid: from.oid });
    else if ('oid' in from) yield { sha1, size, open: () => gitStream(root, from.oid) };
    else if (size > WHOLE) yield { sha1, size, open: () => web(createReadStream(from.file)) };
    else yield whole(entry, await readFile(from.file));
  }
  yield* fromGit(root, small);
}

const whole = ({ sha1, size }: Entry, bytes: Buffer<ArrayBuffer>): SourceContents => ({
  ...{ sha1, size, open: () => bytes },
});

/** So many are asked for at once: the process stays busy, and what is read waits in no large heap. */
const BATCH = 64;

async function* fromGit(
  root: string,
  small: readonly { readonly entry: Entry; readonly oid: string }[],
): AsyncGenerator<SourceContents> {
  if (small.length === 0) return;
  const objects = new GitObjects(root);
  try {
    for (let at = 0; at < small.length; ) {
      const batch = batchFrom(small, at);
      const read = await objects.wholes(batch.map(({ oid }) => oid));
      for (const { entry, oid } of batch) yield whole(entry, read.get(oid)!.bytes);
      at += batch.length;
    }
  } finally {
    objects.close();
  }
}

/** A batch ends where it would become large. */
function batchFrom<Item extends { readonly entry: Entry }>(items: readonly Item[], start: number): Item[] {
  const batch: Item[] = [];
  let bytes = 0;
  for (let at = start; at < items.length && batch.length < BATCH && bytes < WHOLE; at += 1) {
    batch.push(items[at]!);
    bytes += items[at]!.entry.size;
  }
  return batch;
}

function gitStream(root: string, oid: string): ReadableStream<Uint8Array> {
  const child = spawnGit(root, ['cat-file', 'blob', oid]);
  child.stdin.end();
  child.on('error', (error) => child.stdout.destroy(error));
  child.stdout.once('close', () => child.kill());
  return web(child.stdout);
}

const web = (stream: Readable): ReadableStream<Uint8Array> =>
  Readable.toWeb(stream) as ReadableStream<Uint8Array>;
