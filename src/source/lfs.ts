/**
 * Git LFS keeps a pointer in the commit, and the contents elsewhere: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md.
 * The pointer names the SHA-256 of the contents, so that a file of the working tree can be proved to be the commit's.
 */
export interface LfsPointer {
  readonly sha256: string;
  readonly size: number;
}

const POINTER =
  /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n(?:[^\n]+\n)*?oid sha256:([0-9a-f]{64})\nsize (\d{1,15})\n/;

/** The specification's own limit. */
export const LARGEST_POINTER = 1024;

export function lfsPointer(text: string): LfsPointer | undefined {
  const found = POINTER.exec(text);
  return found ? { sha256: found[1]!, size: Number(found[2]) } : undefined;
}
