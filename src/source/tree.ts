import type { GitObjects } from './objects.ts';

/** One entry of a commit's tree that is not a folder. */
export interface TreeFile {
  /** As git has it: bytes, `/` between parts, relative to the folder that was asked for. */
  readonly path: Buffer;
  /** `100644`, `100755`, `120000` (link) or `160000` (submodule); older trees have `100664`. */
  readonly mode: string;
  readonly oid: string;
}

const TREE = '40000';

/** The tree of a commit. @throws ObjectError, RangeError where the object is not a commit */
export async function treeOf(objects: GitObjects, commit: string): Promise<string> {
  const { type, bytes } = await objects.whole(commit);
  const tree = /^tree ([0-9a-f]{40})\n/.exec(bytes.toString('latin1', 0, 64))?.[1];
  if (type !== 'commit' || tree === undefined) throw new RangeError(`${commit} is not a commit`);
  return tree;
}

/** What stands at a path below a tree; undefined where there is nothing. The path's parts are UTF-8. */
export async function entryAt(
  objects: GitObjects,
  tree: string,
  parts: readonly string[],
): Promise<{ readonly oid: string; readonly isFolder: boolean } | undefined> {
  let at = { oid: tree, isFolder: true };
  for (const part of parts) {
    if (!at.isFolder) return undefined;
    const name = Buffer.from(part);
    const entry = entries((await objects.whole(at.oid)).bytes).find((one) => one.name.equals(name));
    if (!entry) return undefined;
    at = { oid: entry.oid, isFolder: entry.mode === TREE };
  }
  return at;
}

/** All files below a tree, a level of folders at a time. */
export async function filesBelow(objects: GitObjects, tree: string): Promise<TreeFile[]> {
  const files: TreeFile[] = [];
  let level: { readonly prefix: Buffer; readonly oid: string }[] = [{ prefix: Buffer.alloc(0), oid: tree }];
  while (level.length > 0) {
    const trees = await objects.wholes(level.map(({ oid }) => oid));
    const next: typeof level = [];
    for (const { prefix, oid: folder } of level) {
      for (const { mode, name, oid } of entries(trees.get(folder)!.bytes)) {
        const path = Buffer.concat([prefix, name]);
        if (mode === TREE) next.push({ prefix: Buffer.concat([path, Buffer.from('/')]), oid });
        else files.push({ path, mode, oid });
      }
    }
    level = next;
  }
  return files;
}

/** A tree object: `mode SP name NUL` and 20 bytes of name, over and over. https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
function entries(bytes: Buffer): { readonly mode: string; readonly name: Buffer; readonly oid: string }[] {
  const found: { mode: string; name: Buffer; oid: string }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    if (space === -1 || end === -1 || end + 21 > bytes.length) throw new RangeError('not a tree object');
    const mode = bytes.toString('latin1', at, space);
    const name = bytes.subarray(space + 1, end);
    found.push({ mode, name, oid: bytes.toString('hex', end + 1, end + 21) });
    at = end + 21;
  }
  return found;
}
