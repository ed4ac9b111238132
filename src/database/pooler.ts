import type { Client } from 'pg';
import { asServer, databaseError } from './database-error.ts';
import { processIdOf } from './pg-internals.ts';
import { poolerProblem } from './pooler-problem.ts';

/** Settings of a session, by name. */
export type Settings = Readonly<Record<string, string>>;

export interface Opened {
  readonly client: Client;
  readonly where: string;
  readonly input: string;
}

/** How long a pooler may take to give a second session: in session mode it may have none. */
const SECOND_SESSION_MS = 5_000;

/**
 * Makes settings with SET once the session is there, and reads them back. As startup options a pooler refuses them
 * ("unsupported startup parameter") or, told to ignore them, drops them in silence:
 * https://www.pgbouncer.org/config.html#ignore_startup_parameters
 *
 * A pooler in transaction mode would hand them on with the server session, to the application: it is found out before
 * anything is set.
 * @returns whether a pooler stands in between
 * @throws SHIPLOCK_DATABASE_POOLER
 */
export async function makeSettings(
  opened: Opened,
  settings: Settings,
  second: () => Client,
): Promise<boolean> {
  if (Object.keys(settings).length === 0) return false;
  const { client } = opened;
  const pid = await backend(client);
  // A pooler tells the driver a number of its own.
  const pooled = processIdOf(client) !== pid;
  if (pooled) await mustBeOwnSession(opened, pid, second);
  const names = Object.keys(settings);
  await client.query(
    'select pg_catalog.set_config(n, v, false) from unnest($1::text[], $2::text[]) s (n, v)',
    [names, Object.values(settings)],
  );
  // In a message of its own: whatever stands in between may give that one to another session.
  await mustHave(opened, settings);
  return pooled;
}

/** What the connection string itself asks the server to set. */
export async function mustHave({ client, where, input }: Opened, settings: Settings): Promise<void> {
  if (Object.keys(settings).length === 0) return;
  const lose = (names: readonly string[]) =>
    poolerProblem(
      `${where}, which does not keep ${names.join(', ')}: the pooler there drops settings of clients`,
      input,
    );
  // The server prints both in the same way. What is set for this statement ends with it.
  const asked = client.query<{ name: string; has: string | null; wanted: string }>(
    `select n as name, has, pg_catalog.set_config(n, v, true) as wanted from (
       select n, v, pg_catalog.current_setting(n, true) as has from unnest($1::text[], $2::text[]) s (n, v) offset 0) s`,
    [Object.keys(settings), Object.values(settings)],
  );
  const { rows } = await asked.catch((error: unknown) => {
    // The server itself would have refused such a value before there was a session.
    if (NO_SETTING.has(String((error as { code?: string }).code))) throw lose(Object.keys(settings));
    throw error;
  });
  const lost = rows.filter(({ has, wanted }) => has !== wanted).map(({ name }) => name);
  if (lost.length > 0) throw lose(lost);
}

/** Invalid value, unknown name. */
const NO_SETTING = new Set(['22023', '42704']);

/** In transaction mode two clients share the sessions of the server: what one sets, the other has. */
async function mustBeOwnSession({ client, where, input }: Opened, pid: number, second: () => Client) {
  const shares = () =>
    poolerProblem(
      `${where}, a pooler in transaction mode: its clients share the sessions of the server`,
      input,
    );
  const other = second();
  other.on('error', () => undefined);
  try {
    await other.connect();
    const theirs = await within(other.query('begin').then(() => backend(other)));
    // It holds that session now, so that the pooler must give the first one another, if it gives it any.
    if (theirs === pid || (await within(backend(client))) !== pid) throw shares();
  } catch (error) {
    if (keepsSessions(error)) return;
    if (sharesStatements(error)) throw shares();
    throw databaseError(asServer(error), where, input);
  } finally {
    void other.end().catch(() => undefined);
  }
}

/** Supavisor counts the sessions of its clients only where each has one of its own. */
function keepsSessions(error: unknown): boolean {
  return /session mode/i.test(error instanceof Error ? error.message : '');
}

/** PgBouncer, pool_mode=statement. */
function sharesStatements(error: unknown): boolean {
  return /statement pooling mode/i.test(error instanceof Error ? error.message : '');
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error('the pooler gave no second session'), { code: '53300' })),
      SECOND_SESSION_MS,
    );
  });
  work.catch(() => undefined);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function backend(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_catalog.pg_backend_pid() as pid');
  return rows[0]?.pid ?? 0;
}

/** A pooler may give the session to somebody else afterwards. */
export function takeBack(client: Client, settings: Settings): Promise<unknown> {
  const reset = Object.keys(settings).map((name) => `reset ${name}`);
  return client.query(reset.join('; ')).catch(() => undefined);
}

/**
 * What a connection string asks for itself: `options=-c name=value`, and the settings that the driver sends as startup
 * parameters. Options of another form are the pooler's own (`options=reference=…`) and are not looked at.
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-OPTIONS
 */
export function askedFor(url: URL): Settings {
  const settings: Record<string, string> = {};
  for (const name of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']) {
    const value = url.searchParams.get(name);
    if (value) settings[name] = value;
  }
  let wasFlag = false;
  for (const word of wordsOf(url.searchParams.get('options') ?? '')) {
    const given = wasFlag ? word : /^(?:-c|--)(.*)$/s.exec(word)?.[1];
    wasFlag = word === '-c';
    const equals = given?.indexOf('=') ?? -1;
    if (given === undefined || equals <= 0) continue;
    settings[given.slice(0, equals).replaceAll('-', '_')] = given.slice(equals + 1);
  }
  return settings;
}

/** Words are parted by white space; a backslash takes the meaning from the character after it. */
function wordsOf(text: string): string[] {
  return [...text.matchAll(/(?:\\[\s\S]|[^\s\\])+/g)].map(([word]) => word.replaceAll(/\\([\s\S])/g, '$1'));
}
