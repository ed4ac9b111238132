import type { SourceFile } from '../release/source.ts';

/** A file that is uploaded, and where its contents are: a git object, a file of the working tree, or here. */
export type Entry = SourceFile & {
  readonly from:
    | { readonly oid: string }
    | { readonly file: string }
    | { readonly bytes: Buffer<ArrayBuffer> };
};

export const FILE = 0o100644;
export const EXECUTABLE = 0o100755;
export const LINK = 0o120000;
