import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrationEngine } from '../../src/database/migrations/index.ts';
import { processIdOf } from '../../src/database/pg-internals.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { problemOf } from './world.ts';

/**
 * Files of one run are committed without waiting for the disk, but for the last one. What the engine reported must
 * outlive a crash of the server all the same; what it did not report may be lost, as a whole and from the end.
 */

const COUNT = 40;
let server: TestServer;
let workspace: string;
let databases = 0;
beforeAll(async () => {
  server = await startServer({ durable: true });
  workspace = mkdtempSync(path.join(tmpdir(), 'shiplock-crash-'));
  mkdirSync(path.join(workspace, 'supabase/migrations'), { recursive: true });
  for (let index = 1; index <= COUNT; index += 1) file(index, `create table t${index} (id int);`);
}, 60_000);
afterAll(async () => {
  await server.stop();
  rmSync(workspace, { recursive: true, force: true });
});

const versionOf = (index: number) => String(index).padStart(3, '0');
const file = (index: number, sql: string) =>
  writeFileSync(path.join(workspace, `supabase/migrations/${versionOf(index)}_t.sql`), sql);
const engine = (url: string) => migrationEngine({ url, workspace, directory: 'supabase/migrations' });
const quiet = { say: () => undefined };

async function freshDatabase(): Promise<string> {
  databases += 1;
  await query(server.url, `create database crash_${databases}`);
  return server.url.replace(/\/postgres$/, `/crash_${databases}`);
}

async function query<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A server process that dies makes PostgreSQL throw its memory away and recover from the log on disk. */
async function crash(victim: pg.Client): Promise<void> {
  const before = await checkpointer();
  const pid = processIdOf(victim);
  // To signal 0 would end the whole group of processes, this one too.
  if (!pid) throw new Error('the server told the driver no process');
  process.kill(pid, 'SIGKILL');
  // It answers for a moment longer, until it notices: only a checkpointer of its own tells the server after the crash.
  await until('the server to be back', async () => {
    const now = await checkpointer();
    return now !== undefined && now !== before;
  });
}

async function checkpointer(): Promise<number | undefined> {
  const text = "select pid from pg_stat_activity where backend_type = 'checkpointer'";
  return (await query<{ pid: number }>(server.url, text))[0]?.pid;
}

async function victim(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Versions of the history, and the tables that are there. */
async function state(url: string) {
  const history = await query<{ version: string }>(
    url,
    'select version from supabase_migrations.schema_migrations order by version',
  );
  const tables = await query<{ name: string }>(
    url,
    "select lpad(substr(relname, 2), 3, '0') as name from pg_class where relnamespace = 'public'::regnamespace order by 1",
  );
  return { history: history.map(({ version }) => version), tables: tables.map(({ name }) => name) };
}
const first = (count: number) => Array.from({ length: count }, (_, index) => versionOf(index + 1));

it('keeps every file of a run that ended well', { tags: 'full' }, async () => {
  const url = await freshDatabase();
  const doomed = await victim();
  expect(await engine(url).migrate(quiet)).toHaveLength(COUNT);
  await crash(doomed);
  expect(await state(url)).toEqual({ history: first(COUNT), tables: first(COUNT) });
});

it('keeps every file that an error names as applied', { tags: 'full' }, async () => {
  const url = await freshDatabase();
  const doomed = await victim();
  file(COUNT, 'select 1 / 0;');
  const problem = await problemOf(engine(url).migrate(quiet));
  await crash(doomed);
  file(COUNT, `create table t${COUNT} (id int);`);
  expect(problem.done).toEqual([`applied: ${first(COUNT - 1).join(', ')}`]);
  expect(await state(url)).toEqual({ history: first(COUNT - 1), tables: first(COUNT - 1) });
});

it('after a crash in the middle has whole files up to some point, and goes on from there', async () => {
  const url = await freshDatabase();
  const doomed = await victim();
  // File 20 waits for what a session holds, so that the crash is in the middle however fast the machine is.
  file(20, 'select pg_advisory_xact_lock(77); create table t20 (id int);');
  const holder = new pg.Client({ connectionString: url });
  holder.on('error', () => undefined);
  await holder.connect();
  await holder.query('select pg_advisory_lock(77)');
  const crashing = (async () => {
    const waiting = "select from pg_locks where locktype = 'advisory' and objid = 77 and not granted";
    await until('file 20 to wait', async () => (await query(url, waiting)).length > 0);
    await crash(doomed);
  })();
  const problem = await problemOf(engine(url).migrate(quiet));
  await crashing;
  expect(problem.code).toBe('SHIPLOCK_DATABASE_CUT');
  expect(problem.done?.join()).toContain('check the history table');
  const { history, tables } = await state(url);
  expect(history).toEqual(tables);
  expect(history).toEqual(first(history.length));
  expect(history.length).toBeLessThan(20);
  await engine(url).migrate(quiet);
  expect(await state(url)).toEqual({ history: first(COUNT), tables: first(COUNT) });
});
