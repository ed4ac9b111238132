import { createHash } from 'node:crypto';

/** What an upload of the commit consists of: all of it, and nothing else. Source: src/source/ (git). */
export interface Source {
  /** `sourceDigest` of `files`. @throws what `files` throws */
  digest(): Promise<string>;
  /**
   * In the byte order of their paths; never empty. Read once, and the same every time.
   * @throws SHIPLOCK_UPLOAD_NO_COMMIT, SHIPLOCK_UPLOAD_FOLDER, and SHIPLOCK_UPLOAD_REFUSED with every file that is refused
   */
  files(): Promise<readonly SourceFile[]>;
  /** The contents behind these digests, each read when its turn comes: nothing is kept that was not asked for. */
  contents(sha1s: Iterable<string>): AsyncIterable<SourceContents>;
}

export interface SourceContents {
  readonly sha1: string;
  /** Bytes. */
  readonly size: number;
  /** Begins anew each time. Large files are streams, so that they need not fit into memory. */
  open(): Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
}

/** Longer ones are not settings that somebody wrote. */
const LARGEST_TEXT = 1 << 20;

/** A text file of the commit; undefined where there is none of this path. */
export async function readSourceText(source: Source, path: string): Promise<string | undefined> {
  const file = (await source.files()).find((one) => one.path === path);
  if (!file || file.size > LARGEST_TEXT) return undefined;
  for await (const contents of source.contents([file.sha1])) return new Response(contents.open()).text();
  return undefined;
}

/** A file as hosting knows it: its path inside the folder that is uploaded, and the SHA-1 of its contents, hex. */
export interface FileIdentity {
  /** `/` between its parts, relative, in NFC or not as the commit has it. */
  readonly path: string;
  /** Of a symbolic link: of the text of its target. */
  readonly sha1: string;
}

export interface SourceFile extends FileIdentity {
  /** Bytes. */
  readonly size: number;
  /** As stat(2) has it: a file (0o100644), an executable one (0o100755) or a link (0o120000). */
  readonly mode: number;
}

/**
 * One digest for a set of files: SHA-256, hex, over `path NUL sha1 NUL` of each file in the byte order of the paths.
 * Both sides are computed with this one function: from the commit's own tree, and from hosting's list of the files of a
 * deployment. Equal digests mean the same paths with the same contents, and no file more.
 */
export function sourceDigest(files: Iterable<FileIdentity>): string {
  const known = [...files].map(({ path, sha1 }) => ({ path: Buffer.from(path), sha1 }));
  known.sort((a, b) => Buffer.compare(a.path, b.path));
  const hash = createHash('sha256');
  for (const { path, sha1 } of known) hash.update(path).update('\0').update(sha1).update('\0');
  return hash.digest('hex');
}
