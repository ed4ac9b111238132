import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Say } from '../../release/ports.ts';
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
  readonly ageSeconds: number;
  readonly state: string;
  /** Its last statement, literals left out. */
  readonly query: string;
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

const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK = '40P01';
export const SERIALIZATION = '40001';
const CANCELED = '57014';
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
const SHORTEST_TRY_MS = 50;
const FASTEST_LOOK_MS = 20;
const SLOWEST_LOOK_MS = 1000;
/** The server's own timeout comes first wherever it was left alone. */
const OVERDUE = 1.2;

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
  request: {
    readonly budget: LockBudget;
    /** Process id of the working session, and a free session to look at it with. */
    readonly pid: number;
    readonly watcher: Client;
    readonly say: Say;
    readonly what: string;
    /** A wait that stalls nobody (CONCURRENTLY) may use the whole budget at once. */
    readonly patient?: boolean;
  },
  work: (attempt: Attempt) => Promise<void>,
): Promise<number> {
  const { budget, say } = request;
  const started = performance.now();
  const left = () => budget.totalMs - (performance.now() - started);
  for (let tries = 1; ; tries += 1) {
    const longest = request.patient ? budget.totalMs : budget.timeoutMs;
    const lockTimeoutMs = Math.max(SHORTEST_TRY_MS, Math.floor(Math.min(longest, left())));
    const watch = watchWaiting(request.watcher, request.pid, lockTimeoutMs);
    try {
      await work({ lockTimeoutMs });
      return tries - 1;
    } catch (error) {
      const { blockers, cancelled } = await watch.end();
      if (!isRetryable(error, cancelled)) throw error;
      const pause = pauseBefore(tries);
      if (left() <= pause) throw new LockBudgetSpent(error as Error, blockers, tries);
      say(
        `${request.what}: no lock within ${lockTimeoutMs} ms${blockers.length > 0 ? `, blocked by ${blockers.map(describeBlocker).join('; ')}` : ''}; trying again in ${Math.round(pause)} ms`,
      );
      await sleep(pause);
    } finally {
      await watch.end();
    }
  }
}

function isRetryable(error: unknown, cancelled: boolean): boolean {
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
function watchWaiting(client: Client, pid: number, lockTimeoutMs: number) {
  let blockers: readonly Blocker[] = [];
  let cancelled = false;
  let running: Promise<unknown> = Promise.resolve();
  const look = async () => {
    const found = await blockersOf(client, pid);
    if (found.length === 0) return;
    blockers = found;
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

async function blockersOf(client: Client, pid: number): Promise<Blocker[]> {
  const { rows } = await client.query<{
    pid: number;
    application: string;
    age: string;
    state: string | null;
    query: string;
  }>(
    `select a.pid, a.application_name as application, a.state,
       round(extract(epoch from clock_timestamp() - coalesce(a.xact_start, a.query_start, a.backend_start)))::text as age,
       coalesce(a.query, '') as query
     from unnest(pg_catalog.pg_blocking_pids($1)) b(pid) join pg_catalog.pg_stat_activity a on a.pid = b.pid order by a.xact_start`,
    [pid],
  );
  return rows.map((row) => ({
    pid: row.pid,
    application: row.application,
    ageSeconds: Number(row.age),
    state: row.state ?? 'unknown',
    query: withoutLiterals(row.query),
  }));
}

/**
 * What hides the start of a literal (comments, quoted names) and the literals themselves: strings of either kind, dollar
 * quotes, numbers. The server cuts a long query off where it likes, so each may lack its end, and no parser reads it.
 */
const TOKENS =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<name>"(?:[^"]|"")*(?:"|$))|(?:\b[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)|(?<tag>\$(?:[A-Za-z_]\w*)?\$)[\s\S]*?(?:\k<tag>|$))|(?<number>(?<![$\w.])\d[\d.]*)/g;

/** Values may be personal data: a message shows the shape of a query, never what is in it. */
export function withoutLiterals(query: string): string {
  const bare = query
    .replace(TOKENS, (token, ...rest) => {
      const { comment, name, number } = rest.at(-1) as Record<string, string | undefined>;
      if (comment !== undefined) return ' ';
      if (name !== undefined) return token;
      return number === undefined ? "'…'" : '…';
    })
    .replace(/\s+/g, ' ')
    .trim();
  return bare.length > 120 ? `${bare.slice(0, 119)}…` : bare;
}

export function describeBlocker(blocker: Blocker): string {
  const name = blocker.application ? ` (${blocker.application})` : '';
  return `pid ${blocker.pid}${name}, ${blocker.state} for ${blocker.ageSeconds} s: ${blocker.query || 'no query shown'}`;
}
