import { createHash } from 'node:crypto';
import { type Source, type SourceFile, sourceDigest } from './source.ts';

/** A commit's files in memory. */
export function memorySource(files: Readonly<Record<string, string>>): Source {
  const contents = new Map<string, Buffer<ArrayBuffer>>();
  const list: SourceFile[] = Object.entries(files).map(([path, text]) => {
    const bytes = Buffer.from(text);
    const sha1 = createHash('sha1').update(bytes).digest('hex');
    contents.set(sha1, bytes);
    return { path, sha1, size: bytes.length, mode: 0o100644 };
  });
  return {
    digest: async () => sourceDigest(list),
    files: async () => list,
    async *contents(sha1s) {
      for (const sha1 of sha1s) {
        const bytes = contents.get(sha1)!;
        yield { sha1, size: bytes.length, open: () => bytes };
      }
    },
  };
}
