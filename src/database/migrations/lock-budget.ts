import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Say } from '../../release/ports.ts';
import { withoutValues } from '../sql/shape.ts';
import { endLesserSessions } from './lesser-sessions.ts';
import { ScriptError } from './script.ts';

export interface LockBudget {
  /** lock_timeout of one try. */
  readonly timeoutMs: number;
  /** All tries together. */
  readonly totalMs: number;
}

/** A session in the way. */
export interface Blocker {
  readonly pid: number;
  readonly application: string;
  /** undefined: not shown to this role. */
  readonly ageSeconds: number | undefined;
  readonly state: string;
  /** Its last statement, literals left out. */
  readonly query: string;
  /** An autovacuum that does not give way. */
  readonly wraparound: boolean;
}

/** Tries were used up. The caller says which migration it was. */
export class LockBudgetSpent extends Error {
  readonly blockers: readonly Blocker[];
  readonly tries: number;

  constructor(cause: Error, blockers: readonly Blocker[], tries: number) {
    super(cause.message, { cause });
    this.name = 'LockBudgetSpent';
    this.blockers = blockers;
    this.tries = tries;
  }
}

export const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK = '40P01';
export const SERIALIZATION = '40001';
const CANCELED = '57014';
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
const SHORTEST_TRY_MS = 50;
const FASTEST_LOOK_MS = 20;
const SLOWEST_LOOK_MS = 1000;
const TELL_AGAIN_MS = 30_000;
/** The server's own timeout comes first wherever it was left alone. */
const OVERDUE = 1.2;

interface Waiting {
  /** Process id of the working session, and a free session to look at it with. */
  readonly pid: number;
  readonly watcher: Client;
  readonly say: Say;
  readonly what: string;
  /** A wait that stalls nobody (CONCURRENTLY) may use the whole budget at once. */
  readonly patient?: boolean;
}

export interface Attempt {
  /** What this try may wait for one lock; never 0, which would mean for ever. */
  readonly lockTimeoutMs: number;
}

/**
 * Repeats `work` while it fails for a lock and the budget lasts. Between tries nothing is held, so that whoever queued
 * up behind us goes through. Only for work that is undone when it fails.
 * @returns retries that were needed
 */
export async function withinBudget(
  request: Waiting & { readonly budget: LockBudget },
  work: (attempt: Attempt) => Promise<void>,
): Promise<number> {
  const { budget, say } = request;
  const started = performance.now();
  const left = () => budget.totalMs - (performance.now() - started);
  for (let tries = 1; ; tries += 1) {
    const longest = request.patient ? budget.totalMs : budget.timeoutMs;
    const lockTimeoutMs = Math.max(SHORTEST_TRY_MS, Math.floor(Math.min(longest, left())));
    const overdue = () => left() < budget.totalMs / 2;
    const watch = watchWaiting(request, lockTimeoutMs, overdue);
    try {
      await work({ lockTimeoutMs });
      return tries - 1;
    } catch (error) {
      const { cancelled, ...seen } = await watch.end();
      if (!isRetryable(error, cancelled)) throw error;
      const blockers = seen.blockers.length > 0 ? seen.blockers : await holdersOf(request, error);
      const pause = pauseBefore(tries);
      if (left() <= pause) throw new LockBudgetSpent(error as Error, blockers, tries);
      say(
        `${request.what}: ${reason(error, lockTimeoutMs)}${blockers.length > 0 ? `, blocked by ${blockers.map(describeBlocker).join('; ')}` : ''}; trying again in ${Math.round(pause)} ms`,
      );
      await sleep(pause);
    } finally {
      await watch.end();
    }
  }
}

function reason(error: ScriptError, lockTimeoutMs: number): string {
  switch (error.sqlState) {
    case DEADLOCK:
      return 'deadlock';
    case SERIALIZATION:
      return 'serialization failed';
    default:
      return `no lock within ${lockTimeoutMs} ms`;
  }
}

function isRetryable(error: unknown, cancelled: boolean): error is ScriptError {
  if (!(error instanceof ScriptError)) return false;
  return [LOCK_NOT_AVAILABLE, DEADLOCK, SERIALIZATION, ...(cancelled ? [CANCELED] : [])].includes(
    error.sqlState ?? '',
  );
}

/** Doubling, with jitter, so that two processes do not keep meeting. */
function pauseBefore(tries: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS) * (0.5 + Math.random());
}

/**
 * Who blocks can only be seen while we wait, so a second session looks in the middle of each try. It also ends a wait
 * that outlasts the timeout: code inside a DO block or function can switch lock_timeout off where no script can put it
 * back in between.
 */
function watchWaiting(
  { watcher: client, pid, patient, say, what }: Waiting,
  lockTimeoutMs: number,
  overdue: () => boolean,
) {
  let told: { readonly who: string; readonly at: number } | undefined;
  /** A wait that may last for minutes names whom it is for while it lasts: first, when it changes, and now and then. */
  const tell = (found: readonly Blocker[]) => {
    const who = found.map(({ pid }) => pid).join();
    if (told?.who === who && performance.now() - told.at < TELL_AGAIN_MS) return;
    told = { who, at: performance.now() };
    const advice = adviceFor(found);
    say(`${what}: waits for ${found.map(describeBlocker).join('; ')}${advice && `. ${advice}`}`);
  };
  let blockers: readonly Blocker[] = [];
  let cancelled = false;
  let running: Promise<unknown> = Promise.resolve();
  const look = async () => {
    const found = await blockersOf(client, pid);
    if (found.length === 0) return;
    blockers = found;
    if (patient) tell(found);
    // Without the right to end them they are told like all others.
    for (const one of await endLesserSessions(client, pid, overdue()).catch(() => []))
      say(`${what}: ended pid ${one.pid} of ${one.role}, whose transaction held it up`);
    cancelled = (await cancelOverdue(client, pid, lockTimeoutMs * OVERDUE)) || cancelled;
  };
  const timer = setInterval(
    () => {
      running = running.then(look).catch(() => undefined);
    },
    Math.max(Math.min(lockTimeoutMs / 2, SLOWEST_LOOK_MS), FASTEST_LOOK_MS),
  );
  return {
    async end(): Promise<{ blockers: readonly Blocker[]; cancelled: boolean }> {
      clearInterval(timer);
      await running;
      return { blockers, cancelled };
    },
  };
}

async function cancelOverdue(client: Client, pid: number, overdueMs: number): Promise<boolean> {
  const { rowCount } = await client.query(
    `select pg_catalog.pg_cancel_backend(pid) from pg_catalog.pg_locks
     where pid = $1 and not granted and waitstart < clock_timestamp() - $2 * interval '1 millisecond'`,
    [pid, overdueMs],
  );
  return (rowCount ?? 0) > 0;
}

function blockersOf(client: Client, pid: number): Promise<Blocker[]> {
  return sessions(client, 'select unnest(pg_catalog.pg_blocking_pids($1))', [pid]);
}

/** With NOWAIT nobody is seen waiting: whoever has a lock on the relation that the server names. */
async function holdersOf(
  { watcher, pid }: { readonly watcher: Client; readonly pid: number },
  error: ScriptError,
): Promise<readonly Blocker[]> {
  const [, name] = /"(.+)"/.exec(error.message) ?? [];
  if (error.sqlState !== LOCK_NOT_AVAILABLE || name === undefined) return [];
  const holders = `select l.pid from pg_catalog.pg_locks l join pg_catalog.pg_class c on c.oid = l.relation
    where l.granted and l.pid <> $1 and c.relname = $2
      and l.database = (select oid from pg_catalog.pg_database where datname = current_database())`;
  return sessions(watcher, holders, [pid, name]).catch(() => []);
}

async function sessions(client: Client, pids: string, values: unknown[]): Promise<Blocker[]> {
  const { rows } = await client.query<{
    pid: number;
    application: string;
    age: string | null;
    state: string | null;
    query: string;
    wraparound: boolean;
  }>(
    // https://www.postgresql.org/docs/current/routine-vacuuming.html#AUTOVACUUM
    `select a.pid, a.application_name as application, a.state,
       coalesce(a.query like 'autovacuum: %(to prevent wraparound)', false) as wraparound,
       round(extract(epoch from clock_timestamp() - coalesce(a.xact_start, a.query_start, a.backend_start)))::text as age,
       coalesce(a.query, '') as query
     from pg_catalog.pg_stat_activity a where a.pid in (${pids}) order by a.xact_start`,
    values,
  );
  const shape = await withoutValues();
  return rows.map((row) => ({
    pid: row.pid,
    application: row.application,
    ageSeconds: row.age === null ? undefined : Number(row.age),
    state: row.state ?? 'unknown',
    query: shape(row.query),
    wraparound: row.wraparound,
  }));
}

export function describeBlocker({ pid, application, state, ageSeconds, query }: Blocker): string {
  const name = application ? ` (${application})` : '';
  // The server shows statements of other roles only to those who may see them.
  if (ageSeconds === undefined)
    return `pid ${pid}${name}, whose statement is hidden (missing grant: pg_read_all_stats)`;
  return `pid ${pid}${name}, ${state} for ${ageSeconds} s: ${query || 'no query shown'}`;
}

/** What to do about whoever is in the way, where it is not to wait or to end them. Empty: nothing special. */
export function adviceFor(blockers: readonly Pick<Blocker, 'pid' | 'wraparound'>[]): string {
  const vacuum = blockers.find(({ wraparound }) => wraparound);
  return vacuum
    ? `pid ${vacuum.pid} is a vacuum that prevents transaction ids from wrapping around: it does not give way as other vacuums do, and starts again if you end it. Let it finish (select * from pg_stat_progress_vacuum where pid = ${vacuum.pid}), or run VACUUM (FREEZE) on the table before the next release`
    : '';
}
