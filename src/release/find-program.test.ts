import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findProgram } from './find-program.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'shiplock-program-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function program(at: string, mode = 0o755): Promise<string> {
  const file = path.join(folder, at, 'supabase');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, '#!/bin/sh\n', { mode });
  return file;
}
const find = (...paths: string[]) => findProgram('supabase', folder, { PATH: paths.join(path.delimiter) });

test('what the job put on PATH comes before the packages of the commit', async () => {
  const own = await program('node_modules/.bin');
  expect(await find(path.join(folder, 'bin'))).toBe(own);
  const onPath = await program('bin');
  expect(await find(path.join(folder, 'bin'))).toBe(onPath);
});

test('a relative folder of PATH, and a file that cannot run, are not taken', async () => {
  const tools = path.relative(process.cwd(), path.dirname(await program('tools')));
  await program('bin', 0o644);
  expect(await find(tools, '.', '', path.join(folder, 'bin'))).toBeUndefined();
});
