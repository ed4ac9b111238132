import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { crc32 } from 'node:zlib';
import type { Pack } from 'tar-stream';
import { type Source, type SourceContents, type SourceFile, sourceDigest } from '../release/source.ts';

/** Bytes of one part; each is in memory while it is sent. */
const PART = 16 * 2 ** 20;
const LINK = 0o120000;
const S_IFMT = 0o170000;

interface Part extends SourceFile {
  readonly number: number;
}

/**
 * The same files as the parts of one archive, as `vercel --archive=tgz` sends them: `.vercel/source.tgz.part1` and so on,
 * which Vercel puts together and unpacks before it builds. Byte for byte the same for the same files, on any machine:
 * whoever holds hosting's list against the commit makes it anew.
 */
export function archived(source: Source): Source {
  let listing: Promise<readonly Part[]> | undefined;
  const parts = () => {
    listing ??= list(source);
    return listing;
  };
  return {
    digest: async () => sourceDigest(await parts()),
    files: parts,
    async *contents(sha1s) {
      const asked = new Set(sha1s);
      const wanted = new Set(
        (await parts()).filter(({ sha1 }) => asked.has(sha1)).map(({ number }) => number),
      );
      for await (const { number, sha1, bytes } of partsOf(source))
        if (wanted.has(number)) yield { sha1, size: bytes.length, open: () => bytes };
    },
  };
}

async function list(source: Source): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for await (const { number, sha1, bytes } of partsOf(source))
    parts.push({
      ...{ number, sha1, size: bytes.length, mode: 0o100644 },
      path: `.vercel/source.tgz.part${number}`,
    });
  return parts;
}

async function* partsOf(
  source: Source,
): AsyncGenerator<{ readonly number: number; readonly sha1: string; readonly bytes: Buffer<ArrayBuffer> }> {
  let held: Buffer[] = [];
  let length = 0;
  let number = 0;
  const part = () => {
    const bytes = Buffer.concat(held);
    [held, length, number] = [[], 0, number + 1];
    return { number, sha1: createHash('sha1').update(bytes).digest('hex'), bytes };
  };
  for await (const piece of stored(tar(source))) {
    for (let at = 0; at < piece.length; ) {
      const next = piece.subarray(at, at + PART - length);
      held.push(next);
      at += next.length;
      length += next.length;
      if (length === PART) yield part();
    }
  }
  if (length > 0) yield part();
}

/** Of a file, its paths: the same contents are read once. */
async function* tar(source: Source): AsyncGenerator<Buffer> {
  const byContents = Map.groupBy(await source.files(), ({ sha1 }) => sha1);
  const { pack: begin } = await import('tar-stream');
  const pack = begin();
  const writing = write(pack, source, byContents).then(
    () => pack.finalize(),
    (error: unknown) => pack.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  yield* pack as AsyncIterable<Buffer>;
  await writing;
}

async function write(
  pack: Pack,
  source: Source,
  byContents: ReadonlyMap<string, readonly SourceFile[]>,
): Promise<void> {
  for await (const contents of source.contents(byContents.keys()))
    for (const file of byContents.get(contents.sha1) ?? []) await entry(pack, file, contents);
}

/** Nothing in a header is of this machine or this moment. */
const NOBODYS = { mtime: new Date(0), uid: 0, gid: 0, uname: '', gname: '' };

async function entry(pack: Pack, { path, mode }: SourceFile, { size, open }: SourceContents): Promise<void> {
  const head = { ...NOBODYS, name: path, mode: mode & 0o777 };
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  const ended = (error?: Error | null) => (error ? reject(error) : resolve());
  if ((mode & S_IFMT) === LINK) {
    const linkname = await new Response(open()).text();
    pack.entry({ ...head, mode: 0o777, type: 'symlink', linkname, size: 0 }, ended);
    return done;
  }
  const sink = pack.entry({ ...head, type: 'file', size }, ended);
  const contents = open();
  if (contents instanceof Uint8Array) sink.write(contents);
  else for await (const piece of contents) if (!sink.write(piece)) await once(sink, 'drain');
  sink.end();
  return done;
}

/** Longest stored block of DEFLATE. */
const BLOCK = 0xffff;

/**
 * Gzip without compression (RFC 1952 and, for stored blocks, RFC 1951 §3.2.4): compressed bytes depend on the version
 * of zlib and on the processor, and then no other machine could tell that these are the commit's files.
 */
async function* stored(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
  let sum = 0;
  let size = 0;
  for await (const block of blocks(bytes)) {
    sum = crc32(block, sum);
    size += block.length;
    yield head(block.length, 0);
    yield block;
  }
  yield head(0, 1);
  const end = Buffer.alloc(8);
  end.writeUInt32LE(sum, 0);
  end.writeUInt32LE(size % 2 ** 32, 4);
  yield end;
}

function head(length: number, last: 0 | 1): Buffer {
  const made = Buffer.alloc(5);
  made.writeUInt8(last, 0);
  made.writeUInt16LE(length, 1);
  made.writeUInt16LE(~length & 0xffff, 3);
  return made;
}

/** In blocks of one length, however they come. */
async function* blocks(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0);
  for await (const piece of bytes) {
    held = Buffer.concat([held, piece]);
    let at = 0;
    for (; held.length - at >= BLOCK; at += BLOCK) yield held.subarray(at, at + BLOCK);
    held = held.subarray(at);
  }
  if (held.length > 0) yield held;
}
