import { execFile } from 'node:child_process';
import { lstat, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { memorySource } from '../release/source.fixture.ts';
import type { Source } from '../release/source.ts';
import { archived } from './archive.ts';
import { listedAs } from './upload.ts';

const long = `${'deep/'.repeat(40)}${'n'.repeat(120)}.js`;
const FILES = {
  'a.js': 'export default 1;\n',
  'same.js': 'export default 1;\n',
  'häßlich/é.js': 'x',
  [long]: 'far',
};

/** A source whose files are of these kinds; large ones are streams. */
function kinds(): Source {
  const plain = memorySource({
    ...FILES,
    'run.sh': '#!/bin/sh\n',
    link: 'a.js',
    'large.bin': 'L'.repeat(200_000),
  });
  const files = async () =>
    (await plain.files()).map((file) => ({
      ...file,
      mode: file.path === 'link' ? 0o120000 : file.path === 'run.sh' ? 0o100755 : file.mode,
    }));
  return {
    ...plain,
    files,
    async *contents(sha1s) {
      for await (const one of plain.contents(sha1s))
        yield one.size < 100_000
          ? one
          : { ...one, open: () => new Blob([one.open() as Uint8Array<ArrayBuffer>]).stream() };
    },
  };
}

async function bytesOf(source: Source): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const files = await source.files();
  for await (const one of source.contents(files.map(({ sha1 }) => sha1)))
    pieces.push(Buffer.from(await new Response(one.open()).arrayBuffer()));
  return Buffer.concat(pieces);
}

test('tar unpacks the parts to the same files, executable ones and links among them', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'shiplock-archive-'));
  try {
    await writeFile(path.join(folder, 'source.tgz'), await bytesOf(archived(kinds())));
    await promisify(execFile)('tar', ['-xzf', 'source.tgz'], { cwd: folder });
    for (const [name, text] of Object.entries(FILES))
      expect(await readFile(path.join(folder, name), 'utf8')).toBe(text);
    expect(await readlink(path.join(folder, 'link'))).toBe('a.js');
    expect((await lstat(path.join(folder, 'run.sh'))).mode & 0o111).not.toBe(0);
    expect((await lstat(path.join(folder, 'a.js'))).mode & 0o111).toBe(0);
    expect(await readFile(path.join(folder, 'large.bin'), 'utf8')).toBe('L'.repeat(200_000));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('the parts are the same bytes each time, and others for other files', async () => {
  const [one, again] = [await archived(kinds()).files(), await archived(kinds()).files()];
  expect(one.map(({ path: name }) => name)).toEqual(['.vercel/source.tgz.part1']);
  expect(again).toEqual(one);
  const other = archived(memorySource({ ...FILES, 'a.js': 'export default 2;\n' }));
  expect(await other.digest()).not.toBe(await archived(memorySource(FILES)).digest());
});

test('what does not fit into one part goes on in the next', async () => {
  const text = 'x'.repeat(9 * 2 ** 20);
  const source = archived(memorySource({ a: `${text}a`, b: `${text}b`, c: 'c' }));
  const files = await source.files();
  expect(files.map(({ path: name, size }) => [name, size > 0])).toEqual([
    ['.vercel/source.tgz.part1', true],
    ['.vercel/source.tgz.part2', true],
  ]);
  expect(files[0]?.size).toBe(16 * 2 ** 20);
  expect(gunzipSync(await bytesOf(source)).includes(`${text}b`)).toBe(true);
});

test('more files than Vercel takes are listed as the archive or as what it holds, fewer as they are', async () => {
  const source = memorySource(FILES);
  expect(await listedAs(source, 4)).toEqual([await source.digest()]);
  expect(await listedAs(source, 3)).toEqual([await archived(source).digest(), await source.digest()]);
});
