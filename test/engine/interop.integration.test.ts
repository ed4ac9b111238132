import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { sample } from '../support/full.ts';
import { catalogOf, type World, world } from './world.ts';

const CLI = path.resolve(import.meta.dirname, '../../node_modules/.bin/supabase');
const run = promisify(execFile);

const FILES = {
  '20240101000000_base.sql':
    '-- people\ncreate table people (id uuid primary key default gen_random_uuid(), email text unique not null);\n\nalter table people enable row level security;\ncreate policy own on people for select using (id = auth.uid());',
  '20240102000000_body.sql':
    'create function touch() returns trigger language plpgsql as $$\nbegin\n  new.at := now(); -- a; b\n  return new;\nend $$;\r\n\r\nalter table people add column at timestamptz;\ncreate trigger touch before update on people for each row execute function touch();\n-- end',
  '20240103000000_enum.sql':
    "create type color as enum ('red', 'green');\ncreate table paints (id int generated always as identity primary key, c color not null default 'red');\ninsert into paints (c) values ('green');",
  '20240104000000_index.sql': 'create index concurrently paints_c on paints (c);',
  '20240105000000_grants.sql':
    '/* rights */ grant select on paints to anon, authenticated;\nrevoke all on people from anon;',
  '20240106000000_last.sql': "alter table paints add column note text not null default 'x';",
};

const worlds: World[] = [];
afterEach(async () => {
  for (const each of worlds.splice(0)) await each.close();
});
async function make(files: Readonly<Record<string, string>>) {
  const w = await world(files, { supabase: true });
  worlds.push(w);
  return w;
}

/** The real CLI on a copy of the first files of a workspace. */
async function cli(w: World, args: readonly string[], files = Number.POSITIVE_INFINITY): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'shiplock-cli-'));
  const from = path.join(w.workspace, 'supabase/migrations');
  mkdirSync(path.join(folder, 'supabase/migrations'), { recursive: true });
  for (const name of readdirSync(from).sort().slice(0, files))
    cpSync(path.join(from, name), path.join(folder, 'supabase/migrations', name));
  try {
    const { stdout, stderr } = await run(CLI, ['migration', ...args, `--remote=${w.url}`], {
      cwd: folder,
      env: { ...process.env, DO_NOT_TRACK: '1' },
    });
    return stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const history = (w: World) =>
  w.query('select version, name, statements from supabase_migrations.schema_migrations order by version');

async function reference() {
  const theirs = await make(FILES);
  await cli(theirs, ['up', '--yes']);
  return { catalog: await catalogOf(theirs.url), history: await history(theirs) };
}

it('makes the catalog and the history that the Supabase CLI makes', async () => {
  const theirs = await reference();
  const ours = await make(FILES);
  await ours.migrate();
  expect(await catalogOf(ours.url)).toEqual(theirs.catalog);
  expect(await history(ours)).toEqual(theirs.history);
});

it.each(sample([3, 1, 5], 3))('goes on after the CLI applied %i files', { tags: 'full' }, async (count) => {
  const theirs = await reference();
  const w = await make(FILES);
  await cli(w, ['up', '--yes'], count);
  expect(await w.migrate()).toHaveLength(6 - count);
  expect(await catalogOf(w.url)).toEqual(theirs.catalog);
  expect(await history(w)).toEqual(theirs.history);
  expect(await w.migrate()).toEqual([]);
});

it.each(sample([3, 1, 5], 3))(
  'lets the CLI go on after our first %i files',
  { tags: 'full' },
  async (count) => {
    const theirs = await reference();
    const w = await make(FILES);
    const { pending } = await w.engine().status();
    await w.engine().apply({ migrations: pending.slice(0, count), say: () => undefined });
    await cli(w, ['up', '--yes']);
    expect(await catalogOf(w.url)).toEqual(theirs.catalog);
    expect(await history(w)).toEqual(theirs.history);
    const list = await cli(w, ['list']);
    for (const { version } of pending) expect(list.split(version).length - 1).toBeGreaterThanOrEqual(2);
    // What it applied is taken over: held against the recorded statements once, by checksum from then on.
    expect(await w.migrate()).toEqual([]);
    expect(await w.value("select count(*)::int from shiplock.migration_checksum where version <> ''")).toBe(
      6,
    );
  },
);

it('notices an edited file that the CLI had applied', { tags: 'full' }, async () => {
  const w = await make(FILES);
  await cli(w, ['up', '--yes']);
  w.write('20240103000000_enum.sql', FILES['20240103000000_enum.sql'].replace('green', 'blue'));
  await expect(w.migrate()).rejects.toMatchObject({ code: 'SHIPLOCK_MIGRATION_EDITED' });
});

it('works with the extra columns of hosted projects', { tags: 'full' }, async () => {
  const w = await make(FILES);
  await w.query(
    'create schema supabase_migrations; create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text, created_by text, idempotency_key text unique, rollback text[])',
  );
  expect(await w.migrate()).toHaveLength(6);
});
