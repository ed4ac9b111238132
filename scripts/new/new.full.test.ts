import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../project.ts';
import { action } from './action.ts';
import { gateSource } from './gate-source.ts';
import { rule } from './rule.ts';
import { type Kind, write } from './scaffold.ts';
import { vendor } from './vendor.ts';

/** What each scaffold writes compiles, and the linter has nothing to say: beside a copy of what it builds on. */

const run = promisify(execFile);
const SCAFFOLDS: readonly (readonly [Kind, readonly string[]])[] = [
  [rule, ['index-on-boolean', 'indexes']],
  [rule, ['comment-with-date', 'comments', 'CommentStmt']],
  [action, ['record-export']],
  [vendor, ['acme-chat', 'notices']],
  [gateSource, ['acme-metrics']],
];
const BUILT_ON = ['src', 'actions', 'test/hazards/examples.ts'];
const SETTINGS = ['package.json', 'tsconfig.json', 'biome.json', '.gitignore'];
let copy: string;
const written = new Set<string>();
beforeAll(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'shiplock-new-'));
  await mkdir(path.join(copy, 'test/hazards'), { recursive: true });
  // A thousand files, one after the other, take Node.js ten times as long.
  for (const name of [...BUILT_ON, ...SETTINGS])
    await run('cp', ['-R', path.join(root, name), path.join(copy, name)]);
  await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  for (const [kind, names] of SCAFFOLDS) {
    const scaffold = await kind.make(copy, names);
    await write(copy, scaffold);
    for (const file of scaffold.files.keys()) if (file.endsWith('.ts')) written.add(file);
  }
});
afterAll(() => rm(copy, { recursive: true, force: true }));

test('all of it compiles', async () => {
  await writeFile(
    path.join(copy, 'tsconfig.new.json'),
    JSON.stringify({ extends: './tsconfig.json', include: [], files: [...written] }),
  );
  expect(await told('typescript-native/bin/tsc', ['--noEmit', '-p', 'tsconfig.new.json'])).toEqual({
    code: 0,
    said: '',
  });
});

test('the linter has nothing to say', async () => {
  const { code, said } = await told('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', ...written]);
  expect(code, said).toBe(0);
});

/** A tool of this repository, in the copy. */
async function told(tool: string, args: readonly string[]): Promise<{ code: number; said: string }> {
  const file = path.join(root, 'node_modules', tool);
  try {
    const { stdout, stderr } = await run(process.execPath, [file, ...args], { cwd: copy });
    return { code: 0, said: tool.includes('tsc') ? stdout + stderr : stdout };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code: number; stdout?: string; stderr?: string };
    return { code, said: stdout + stderr };
  }
}
