import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tracked } from '../house/files.ts';
import { root } from '../project.ts';
import { action } from './action.ts';
import { rule } from './rule.ts';
import { type Kind, write } from './scaffold.ts';
import { vendor } from './vendor.ts';

/** What each scaffold writes compiles, and the linter has nothing to say: in a copy of this repository. */

const run = promisify(execFile);
const SCAFFOLDS: readonly (readonly [Kind, readonly string[]])[] = [
  [rule, ['index-on-boolean', 'indexes']],
  [rule, ['comment-with-date', 'comments', 'CommentStmt']],
  [action, ['record-export']],
  [vendor, ['acme-chat', 'notices']],
];
let copy: string;
const written: string[] = [];
beforeAll(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'shiplock-new-'));
  const files = (await tracked()).filter((file) => !/^(?:dist|app|docs|runbooks)\//.test(file));
  for (const file of files) await cp(path.join(root, file), path.join(copy, file), { recursive: true });
  await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  for (const [kind, names] of SCAFFOLDS) {
    const scaffold = await kind.make(copy, names);
    await write(copy, scaffold);
    written.push(...scaffold.files.keys());
  }
});
afterAll(() => rm(copy, { recursive: true, force: true }));

test('all of it compiles', async () => {
  const tsc = path.join(root, 'node_modules/.bin/tsc');
  const { stdout } = await run(tsc, ['--noEmit', '-p', 'tsconfig.json'], { cwd: copy }).catch(
    (error) => error,
  );
  expect(stdout).toBe('');
});

test('the linter has nothing to say', async () => {
  const biome = path.join(root, 'node_modules/.bin/biome');
  const code = written.filter((file) => file.endsWith('.ts'));
  const told = await run(biome, ['check', '--error-on-warnings', ...code], { cwd: copy }).catch(
    (error) => error,
  );
  expect(told.code ?? 0, told.stderr).toBe(0);
});
