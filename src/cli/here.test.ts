import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { fromHere } from './here.ts';

/** Where a command on somebody's own machine finds the checkout and the commit. */
let top: string;
let head: string;
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=ada', '-c', 'user.email=ada@acme.example', ...args], {
    cwd: top,
    encoding: 'utf8',
  }).trim();

beforeAll(() => {
  top = realpathSync(mkdtempSync(path.join(tmpdir(), 'shiplock-here-')));
  mkdirSync(path.join(top, 'apps/web'), { recursive: true });
  writeFileSync(path.join(top, 'shiplock.yml'), 'version: 1\nenvironments: {}\n');
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'first');
  head = git('rev-parse', 'HEAD');
});

test('in a folder of the app: the top of the repository, and the commit that is checked out', async () => {
  const found = await fromHere({ environment: 'staging' }, { env: {}, cwd: path.join(top, 'apps/web') });
  expect(found).toEqual({ workspace: top, inputs: { environment: 'staging', commit: head } });
});

test('a folder with settings of its own is the workspace', async () => {
  writeFileSync(path.join(top, 'apps/web/shiplock.yml'), 'version: 1\nenvironments: {}\n');
  const cwd = path.join(top, 'apps/web');
  expect((await fromHere({}, { env: {}, cwd })).workspace).toBe(cwd);
});

test('a commit that is named is taken, and nothing is guessed in a job of GitHub Actions', async () => {
  const named = { commit: 'a'.repeat(40) };
  expect((await fromHere(named, { env: {}, cwd: top })).inputs).toBe(named);
  expect((await fromHere({}, { env: { GITHUB_SHA: head }, cwd: top })).inputs).toEqual({});
  const job = await fromHere({}, { env: { GITHUB_ACTIONS: 'true' }, cwd: top });
  expect(job).toEqual({ inputs: {}, workspace: undefined });
});

test('outside of any repository there is no commit to take', async () => {
  const cwd = realpathSync(mkdtempSync(path.join(tmpdir(), 'shiplock-nowhere-')));
  expect(await fromHere({}, { env: {}, cwd })).toEqual({ inputs: {}, workspace: cwd });
});
