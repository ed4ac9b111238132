import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { readFolder } from './folder.ts';
import { type HistoryDigest, isExactly } from './history.ts';

const made: string[] = [];
afterEach(() => {
  for (const each of made.splice(0)) rmSync(each, { recursive: true });
});

function workspace(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(path.join(tmpdir(), 'shiplock-folder-'));
  made.push(root);
  mkdirSync(path.join(root, 'migrations'));
  for (const [name, bytes] of Object.entries(files))
    writeFileSync(path.join(root, 'migrations', name), bytes);
  return root;
}

const read = (files: Readonly<Record<string, string | Uint8Array>>) =>
  readFolder(workspace(files), 'migrations');

describe('the fingerprint of a folder', () => {
  const file = fc.tuple(
    fc.constantFrom('001_a.sql', '002_b.sql', '002_bb.sql', '003_c.sql'),
    fc.constantFrom('', 'a', 'ab', 'b', ',', '1', '001_a.sql').map((text) => text.repeat(2)),
  );
  const folder = fc.uniqueArray(file, { selector: ([name]) => name, maxLength: 4 });
  const sorted = (files: readonly (readonly [string, string])[]) =>
    JSON.stringify([...files].sort(([a], [b]) => (a < b ? -1 : 1)));

  test('is the same for two folders exactly when names and bytes of all migrations are', async () => {
    await fc.assert(
      fc.asyncProperty(folder, folder, async (one, other) => {
        const [first, second] = await Promise.all([one, other].map((each) => read(Object.fromEntries(each))));
        expect(first!.fingerprint === second!.fingerprint).toBe(sorted(one) === sorted(other));
      }),
      { numRuns: 200 },
    );
  });

  test('tells where a byte moved from the end of one file to the beginning of the next', async () => {
    const one = await read({ '001_a.sql': 'select 1;\n', '002_b.sql': 'select 2;' });
    const other = await read({ '001_a.sql': 'select 1;', '002_b.sql': '\nselect 2;' });
    expect(one.fingerprint).not.toBe(other.fingerprint);
  });

  test('leaves out what is no migration', async () => {
    const migration = { '001_a.sql': 'select 1;' };
    const [one, other] = [await read(migration), await read({ ...migration, 'notes.md': 'later' })];
    expect(one.fingerprint).toBe(other.fingerprint);
    expect(other.ignored.map(({ file }) => file)).toEqual(['migrations/notes.md']);
  });
});

test('files of every size, before and behind each other, keep their own checksums', async () => {
  const sizes = [0, 1, 65_535, 65_536, 65_537, 3, 1_000_000, 1_048_576, 2_000_000, 0, 60_000];
  const name = (index: number) => `${String(index).padStart(3, '0')}_f.sql`;
  const files = Object.fromEntries(sizes.map((size, index) => [name(index), Buffer.alloc(size, 97 + index)]));
  const folder = await read(files);
  const { createHash } = await import('node:crypto');
  expect(folder.files.map(({ checksum }) => checksum)).toEqual(
    Object.values(files).map((bytes) => createHash('sha256').update(bytes).digest('hex')),
  );
  const last = name(sizes.length - 1);
  const edited = await read({ ...files, [last]: Buffer.alloc(60_000, 98) });
  expect(edited.fingerprint).not.toBe(folder.fingerprint);
});

test('a title that begins with an underscore is no baseline of the CLI', async () => {
  const folder = await read({ '2020120900000__init.sql': '', '20201209000000_init.sql': '' });
  expect(folder.files.map(({ version, name }) => [version, name])).toEqual([['2020120900000', '_init']]);
});

describe('held against the history', () => {
  const history: HistoryDigest = { total: 1, known: 1, digest: 'of another history', whole: null };

  test('a folder that nobody remembered is compared file by file', async () => {
    const folder = await read({ '001_a.sql': 'select 1;' });
    expect(isExactly(history, folder)).toBe(false);
  });

  test('what was remembered of one history stands for nothing in another', async () => {
    const folder = await read({ '001_a.sql': 'select 1;' });
    const { createHash } = await import('node:crypto');
    const whole = (digest: string) =>
      createHash('sha256').update(`${digest} ${folder.fingerprint}`).digest('hex');
    const untouched = {
      ...folder,
      get files(): never {
        throw new Error('no file needs its checksum');
      },
    };
    expect(isExactly({ ...history, whole: whole(history.digest) }, untouched)).toBe(true);
    expect(isExactly({ ...history, whole: whole('before somebody repaired it') }, folder)).toBe(false);
    expect(isExactly({ ...history, total: 2, whole: whole(history.digest) }, untouched)).toBe(false);
  });
});
