/** @module-tag full */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EngineOptions } from '../../src/database/migrations/index.ts';
import { catalogOf, codeOf, problemOf, type World, world } from './world.ts';

const BIN = path.resolve(import.meta.dirname, '../../node_modules/.bin');
const FILES = {
  '20240101000000_base.sql':
    'create table people (id int primary key, email text);\nalter table people enable row level security;',
  '20240102000000_body.sql':
    "create function f() returns text language sql as $$ select 'a;b' $$;\ncreate index people_email on people (email);",
  '20240103000000_late.sql': 'create table late (id int);',
};
const PATH = process.env['PATH'];

let w: World;
beforeEach(() => {
  process.env['PATH'] = `${BIN}:${PATH}`;
});
afterEach(async () => {
  process.env['PATH'] = PATH;
  await w?.close();
});

/** Applies the first pending files, or all. */
async function apply(count = Number.POSITIVE_INFINITY, more: Partial<EngineOptions> = {}) {
  const engine = w.engine({ engine: 'supabase-cli', ...more });
  const { pending } = await engine.status();
  return engine.apply({ migrations: pending.slice(0, count), say: (line) => w.said.push(line) });
}

/** Puts a program in the CLI's place. */
function standIn(script: string): void {
  const folder = path.join(w.workspace, 'bin');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'supabase'), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(folder, 'supabase'), 0o755);
  process.env['PATH'] = `${folder}:${PATH}`;
}

it('applies exactly the requested files, as the engine of its own would', async () => {
  w = await world(FILES, { supabase: true });
  const applied = await apply(2);
  expect(applied.map(({ version }) => version)).toEqual(['20240101000000', '20240102000000']);
  expect(await w.value("select to_regclass('late') is null")).toBe(true);
  expect(await apply()).toHaveLength(1);
  expect(await apply()).toEqual([]);
  expect(await w.migrate()).toEqual([]);
  const ours = await world(FILES, { supabase: true });
  await ours.migrate();
  expect(await catalogOf(w.url)).toEqual(await catalogOf(ours.url));
  await ours.close();
});

it('refuses what the CLI would lose without a word', async () => {
  w = await world({ '20240101000000_a.sql': 'begin; create table a (id int);' });
  expect(await codeOf(apply())).toBe('SHIPLOCK_MIGRATION_TRANSACTION');
  w.write(
    '20240101000000_a.sql',
    'create table a (id int primary key, n int);\n-- shiplock: batch\nupdate a set n = 1;',
  );
  expect(await codeOf(apply())).toBe('SHIPLOCK_MIGRATION_BATCH');
  expect(await w.value("select to_regclass('a') is null")).toBe(true);
});

it('reports a failing file with what was recorded', async () => {
  w = await world(
    { ...FILES, '20240104000000_bad.sql': 'create table bad (id nothing);' },
    { supabase: true },
  );
  const problem = await problemOf(apply());
  expect(problem.code).toBe('SHIPLOCK_MIGRATE_CLI');
  expect(problem.what).toContain('20240104000000');
  expect(problem.done).toEqual(['applied: 20240101000000, 20240102000000, 20240103000000']);
});

it('gives up on a lock', async () => {
  w = await world({ '20240101000000_a.sql': 'alter table busy add column n int;' });
  await w.query('create table busy (id int)');
  const blocker = await w.session();
  await blocker.query('begin; lock table busy in access share mode');
  const problem = await problemOf(apply(1, { lockTimeoutMs: 300 }));
  expect(problem.code).toBe('SHIPLOCK_MIGRATE_CLI');
  expect(problem.what).toContain('lock timeout');
});

it('does not believe exit code 0', async () => {
  w = await world(FILES);
  standIn('exit 0');
  const problem = await problemOf(apply());
  expect(problem.code).toBe('SHIPLOCK_MIGRATE_CLI');
  expect(problem.what).toContain('left supabase/migrations/20240101000000_base.sql');
});

it('keeps the password out of arguments, messages and lines', async () => {
  w = await world(FILES);
  const password = decodeURIComponent(new URL(w.url).password);
  expect(password).not.toBe('');
  standIn(`echo "$@" > "${w.workspace}/argv"; env > "${w.workspace}/env"; echo "no: $PGPASSWORD"; exit 3`);
  const problem = await problemOf(apply());
  const argv = readFileSync(path.join(w.workspace, 'argv'), 'utf8');
  expect(argv).toContain('--remote=postgresql://');
  expect(argv + JSON.stringify(problem) + w.said.join()).not.toContain(password);
  expect(problem.what).toContain('exit code 3');
  const names = readFileSync(path.join(w.workspace, 'env'), 'utf8')
    .split('\n')
    .map((line) => line.split('=')[0]);
  expect(names).toContain('PGPASSWORD');
  expect(names.filter((name) => name?.startsWith('VITEST'))).toEqual([]);
});

it('says when the program is not there', async () => {
  w = await world(FILES);
  process.env['PATH'] = '/nowhere';
  expect(await codeOf(apply())).toBe('SHIPLOCK_MIGRATION_CLI');
});
