import { type Source, sourceDigest } from '../release/source.ts';
import { unusable } from './checkout.ts';
import { contentsOf } from './contents.ts';
import { ObjectError } from './objects.ts';
import type { Read, SourceOptions } from './read.ts';

export type { SourceOptions } from './read.ts';

/**
 * The commit's own files, read from git's objects: what stands in the working tree is not looked at, but for what the
 * settings name (`include`) and for contents that Git LFS keeps, which are held against the commit.
 */
export function gitSource(options: SourceOptions): Source {
  let reading: Promise<Read> | undefined;
  const read = () => {
    // Most actions upload nothing: what reads a commit (YAML, ignore rules) is loaded by those that do.
    reading ??= import('./read.ts')
      .then(({ readSource }) => readSource(options))
      .catch((error: unknown) => {
        throw asProblem(error);
      });
    return reading;
  };
  return {
    digest: async () => sourceDigest((await read()).entries),
    files: async () => (await read()).entries,
    async *contents(sha1s) {
      const { root, entries } = await read();
      const asked = new Set(sha1s);
      // Files of the same contents are read once.
      const wanted = entries.filter(({ sha1 }) => asked.delete(sha1));
      try {
        yield* contentsOf(root, wanted);
      } catch (error) {
        throw asProblem(error);
      }
    },
  };
}

function asProblem(error: unknown): unknown {
  if (!(error instanceof ObjectError)) return error;
  return unusable(
    error.why === 'missing'
      ? `the checkout lacks object ${error.oid} of the commit`
      : `object ${error.oid} in the checkout does not match its name: somebody changed it`,
  );
}
