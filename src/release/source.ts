import { createHash } from 'node:crypto';

/** The files of the commit that is being shipped. Source: src/source/ (git). */
export interface Source {
  /** `sourceDigest` over exactly the files that an upload of this commit takes. Reads git objects; writes nothing. */
  digest(): Promise<string>;
}

/** A file as hosting knows it: its path inside the folder that is uploaded, and the SHA-1 of its contents, hex. */
export interface FileIdentity {
  /** `/` between its parts, relative, in NFC or not as the commit has it. */
  readonly path: string;
  /** Of a symbolic link: of the text of its target. */
  readonly sha1: string;
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
