import { createHash } from 'node:crypto';
import { type FileIdentity, type Source, sourceDigest } from '../release/source.ts';
import { openCheckout, unusable } from './checkout.ts';
import { GitObjects, ObjectError } from './objects.ts';
import { entryAt, filesBelow, type TreeFile, treeOf } from './tree.ts';

export interface SourceOptions {
  /** Absolute path of the checkout that `directory` is relative to. */
  readonly workspace: string;
  /** Absolute path of the folder that is uploaded. */
  readonly directory: string;
  /** Full SHA. */
  readonly commit: string;
}

/** The commit's own files, read from git's objects: what stands in the working tree is never looked at. */
export function gitSource(options: SourceOptions): Source {
  let known: Promise<readonly FileIdentity[]> | undefined;
  const files = () => {
    known ??= read(options);
    return known;
  };
  return { digest: async () => sourceDigest(await files()) };
}

async function read(options: SourceOptions): Promise<readonly FileIdentity[]> {
  const { root, folder } = await openCheckout(options);
  const objects = new GitObjects(root);
  try {
    const tree = await treeOf(objects, options.commit);
    const entry = await entryAt(objects, tree, folder);
    const files = entry?.isFolder ? await filesBelow(objects, entry.oid) : [];
    const digests = await contentDigests(objects, files);
    return files.map(({ path, oid }) => ({ path: path.toString(), sha1: digests.get(oid)! }));
  } catch (error) {
    if (!(error instanceof ObjectError)) throw error;
    throw unusable(
      error.why === 'missing'
        ? `the checkout in ${root} lacks object ${error.oid} of the commit`
        : `object ${error.oid} in the checkout ${root} is not what its name says: somebody changed it`,
    );
  } finally {
    objects.close();
  }
}

/** The SHA-1 of each file's contents. Git's own name of a file has a header in it, which hosting does not know. */
async function contentDigests(
  objects: GitObjects,
  files: readonly TreeFile[],
): Promise<ReadonlyMap<string, string>> {
  const digests = new Map<string, string>();
  await objects.each([...new Set(files.map(({ oid }) => oid))], ({ oid }) => {
    const hash = createHash('sha1');
    return { piece: (bytes) => hash.update(bytes), end: () => digests.set(oid, hash.digest('hex')) };
  });
  return digests;
}
