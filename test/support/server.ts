import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { loadEmbeddedPostgres } from '../../rehearsal/cloud/postgres/exit-hooks.ts';
import { askedMajor, type OldMajor, oldServer } from './old-server.ts';

/** One real PostgreSQL for a test run, in a folder of its own, on a free port. */
export interface TestServer {
  /** Connection string of the superuser, database `postgres`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Databases that look like a Supabase project's are made from this one: faster than making each anew. */
export const SUPABASE_TEMPLATE = 'supabase_template';

/** Makes a database as a copy of files. The default writes each page to the log as well, ten times as long. */
export const createDatabaseSql = (name: string, template = 'template1'): string =>
  `create database ${name} template ${template} strategy file_copy`;

export interface ServerOptions {
  /** Commits as a production server does, to disk; tests do without. */
  readonly durable?: boolean;
  /** Default: what SHIPLOCK_TEST_POSTGRES names, or the newest (18). */
  readonly major?: OldMajor | undefined;
}

export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'shiplock-test-pg-'));
  // The server runs as a user of its own when the tests run as root: it must reach its data.
  await chmod(folder, 0o755);
  const password = randomBytes(12).toString('hex');
  const major = options.major ?? askedMajor(process.env['SHIPLOCK_TEST_POSTGRES']);
  const flags = [
    ...(options.durable
      ? []
      : ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']),
    '-c',
    'max_connections=200',
    // A tenth of the work for each of some hundred databases; not there before 18.
    ...(major ? [] : ['-c', 'file_copy_method=clone']),
  ];
  const databaseDir = path.join(folder, 'data');
  // With its hooks, vitest's process would end with exit code 0, whatever the tests said.
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  const at = (port: number) =>
    major
      ? oldServer(major, { databaseDir, password, port, flags })
      : new EmbeddedPostgres({
          databaseDir,
          user: 'postgres',
          password,
          port,
          persistent: false,
          initdbFlags: ['--no-sync'],
          // initdb refuses to run as root; containers run tests as root.
          createPostgresUser: process.getuid?.() === 0,
          postgresFlags: [...flags],
          onLog: () => undefined,
          onError: () => undefined,
        });
  await at(0).initialise();
  const { server, port } = await startOnFreePort(at);
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  // Without them, a run that is cut short would leave the server behind.
  const stopNow = () => killServer(databaseDir);
  process.once('exit', stopNow);
  await prepare(url);
  return {
    url,
    stop: async () => {
      process.off('exit', stopNow);
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Asks for a fast shutdown (SIGINT) of the server that owns this data. */
function killServer(data: string): void {
  try {
    process.kill(Number(readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGINT');
  } catch {
    // It has stopped by itself.
  }
}

/** A port that was free a moment ago may be somebody's connection by now. */
async function startOnFreePort<Server extends { start(): Promise<void> }>(at: (port: number) => Server) {
  for (let tries = 1; ; tries += 1) {
    const port = await freePort();
    const server = at(port);
    try {
      await server.start();
      return { server, port };
    } catch (error) {
      if (tries === 3) throw error;
    }
  }
}

async function prepare(url: string): Promise<void> {
  await run(url, [
    'create role anon nologin',
    'create role authenticated nologin',
    'create role service_role nologin bypassrls',
    createDatabaseSql(SUPABASE_TEMPLATE),
  ]);
  // The part of Supabase's auth schema that migrations refer to; auth.uid() reads the claims as PostgREST sets them.
  await run(url.replace(/\/postgres$/, `/${SUPABASE_TEMPLATE}`), [
    'create schema auth',
    'create schema extensions',
    'create table auth.users (id uuid primary key default gen_random_uuid(), email text unique, raw_user_meta_data jsonb, created_at timestamptz default now())',
    `create function auth.uid() returns uuid language sql stable as $$
       select nullif(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub', '')::uuid $$`,
    `create function auth.role() returns text language sql stable as $$
       select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role' $$`,
    `create function auth.jwt() returns jsonb language sql stable as $$
       select nullif(current_setting('request.jwt.claims', true), '')::jsonb $$`,
    'grant usage on schema auth, extensions to anon, authenticated, service_role',
    'grant usage on schema public to anon, authenticated, service_role',
  ]);
}

async function run(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
