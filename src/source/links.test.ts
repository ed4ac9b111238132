import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkFault } from './links.ts';

/** Whatever links there are, a link that is let through never leads a real file system out of the folder. */
test('attack 18: a link that is let through stays inside, by the file system itself', async () => {
  const part = fc.constantFrom('..', '..', '.', 'a', 'b', 'l1', 'l2', 'l3');
  const target = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
  await fc.assert(
    fc.asyncProperty(target, target, target, async (first, second, third) => {
      const base = await realpath(await mkdtemp(path.join(tmpdir(), 'shiplock-links-')));
      try {
        const root = path.join(base, 'x/y');
        await mkdir(path.join(root, 'a/b'), { recursive: true });
        const links = new Map([
          ['l1', first],
          ['a/l2', second],
          ['a/b/l3', third],
        ]);
        for (const [name, to] of links) await symlink(to, path.join(root, name));
        for (const [name, to] of links) {
          if (linkFault(name, to, links)) continue;
          const real = await realpath(path.join(root, name)).catch(() => root);
          expect(path.relative(root, real).startsWith('..')).toBe(false);
        }
      } finally {
        await rm(base, { recursive: true });
      }
    }),
    { numRuns: 150 },
  );
});

test('ordinary links are let through', () => {
  const links = new Map([['current', 'releases/1']]);
  for (const [name, target] of [
    ['a/b', '../c'],
    ['a', 'b/c/../d'],
    ['x', 'current/file'],
    ['x', 'current/../2'],
  ] as const)
    expect(linkFault(name, target, links)).toBeUndefined();
});

test('a link to somewhere on the machine is none of the folder', () => {
  for (const target of ['/etc/passwd', '/', 'C:\\Users', 'c:x', '..\\x'])
    expect(linkFault('a/b', target, new Map())).toBe('is absolute');
});
