import { setTimeout as sleep } from 'node:timers/promises';
import { failure } from './errors.ts';
import { clocks, Fence } from './fence.ts';
import type { Database, Say } from './ports.ts';
import { lockedRecord } from './record/locked.ts';
import { mayOnlyPlan } from './record/record.ts';
import { isOver } from './record/sql.ts';
import { sqlState } from './record/sql-state.ts';

export interface Lease {
  readonly environment: string;
  readonly holder: string;
  /** Fencing token: grows whenever the lease changes hands, so a smaller one is refused. */
  readonly token: number;
  readonly seconds: number;
  /** Until when a write may leave this process; moves on with each renewal. */
  readonly fence: Fence;
}

/** Minutes long, so that a killed runner does not block the next release for the rest of the day. */
export const LEASE_SECONDS = 300;
const HEARTBEAT_MS = 60_000;
/** A killed process' session ends a moment after it. */
const GRACE_MS = 3000;

interface Answer {
  readonly granted: boolean;
  readonly holder: string;
  readonly token: number;
  readonly expiresAt: Date;
  readonly pid: number | null;
  readonly run: string | null;
  readonly since: Date | null;
}

export interface LeaseRequest {
  readonly environment: string;
  readonly holder: string;
  readonly seconds?: number;
  readonly waitSeconds?: number;
  /** Of this process at the CI, for whoever has to wait for it. */
  readonly run?: string;
  readonly say: Say;
}

async function tryAcquire(db: Database, request: LeaseRequest): Promise<Answer> {
  const { environment, holder, seconds = LEASE_SECONDS, run } = request;
  const rows = await asked(db, () =>
    db.query<Answer>(
      `select granted, holder, token::int as token, expires_at as "expiresAt", pid, run, since
         from shiplock.acquire($1, $2, $3, $4)`,
      [environment, holder, seconds, run ?? null],
    ),
  );
  return rows[0]!;
}

async function asked<T>(db: Database, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) === '42501')
      throw mayOnlyPlan(error, 'the lease was not taken, and nothing was changed');
    throw await lockedRecord(db, error);
  }
}

/**
 * Takes the environment's lease for a process of a release. Waits up to `waitSeconds` for another holder or for another
 * process of the same release, saying whom; a process that is gone is taken over from at once.
 * @throws SHIPLOCK_LEASE_HELD with the holder and the time it expires; SHIPLOCK_LEASE_BUSY with the other job
 */
export async function acquireLease(db: Database, request: LeaseRequest): Promise<Lease> {
  const { environment, holder, seconds = LEASE_SECONDS, waitSeconds = 0, say } = request;
  const began = Date.now();
  for (let looks = 0; ; looks += 1) {
    const sent = clocks();
    const answer = await tryAcquire(db, request);
    if (answer.granted) {
      const fence = new Fence();
      fence.extend(seconds, sent);
      return { environment, holder, token: answer.token, seconds, fence };
    }
    const busy = answer.holder === holder;
    const over = !busy && (await freedIfOver(db, environment, answer));
    const until = began + Math.max(waitSeconds * 1000, busy || over ? GRACE_MS : 0);
    if (Date.now() >= until) throw busy ? busyWith(answer, request) : held(answer, request);
    if (looks % 10 === 0 && waitSeconds > 0)
      say(
        `waiting for the lease of ${environment}: ${busy ? jobOf(answer) : answer.holder} holds it until ${answer.expiresAt.toISOString()}`,
      );
    await sleep(Math.min(looks === 0 ? 100 : 1000, Math.max(50, until - Date.now())));
  }
}

/**
 * A release that is over keeps nobody waiting: its process was killed after its last event, before it gave the lease
 * back, and nobody runs it again. The lease is given back for it once its session has ended.
 *
 * @returns Whether the holder's release is over.
 */
async function freedIfOver(db: Database, environment: string, { holder, token }: Answer): Promise<boolean> {
  const rows = await asked(db, () =>
    db.query(
      `select case when not coalesce(shiplock.process_alive(l.pid, l.process), false)
                then shiplock.give_back(l.environment, l.holder, l.token) end as freed
         from shiplock.lease l
        where l.environment = $1 and l.holder = $2 and l.token = $3
          and ${isOver('l.holder')}`,
      [environment, holder, token],
    ),
  );
  return rows.length > 0;
}

function held({ holder, expiresAt }: Answer, { environment }: LeaseRequest) {
  return failure({
    code: 'SHIPLOCK_LEASE_HELD',
    what: `${holder} holds the lease of ${environment} until ${expiresAt.toISOString()}`,
    done: [],
    notDone: [`${holder} changed nothing in ${environment}`],
    next: `Wait for ${holder} to finish, or roll it back; if its runner is gone, the lease expires at that time. To wait for it, set lease-wait-minutes.`,
  });
}

function busyWith(answer: Answer, { environment, holder }: LeaseRequest) {
  return failure({
    code: 'SHIPLOCK_LEASE_BUSY',
    what: `another job of release ${holder} is running on ${environment}${answer.since ? ` since ${answer.since.toISOString()}` : ''}: ${jobOf(answer)}`,
    notDone: ['this job changed nothing'],
    next: `Wait for that job and rerun this one, or set lease-wait-minutes. If that job is gone, its lease expires by ${answer.expiresAt.toISOString()}.`,
  });
}

function jobOf({ run, pid }: Answer): string {
  return `${run ?? 'a run without a URL'} (database session ${pid ?? 'unknown'})`;
}

/** Gives the lease back; false when somebody else has it by now. */
export async function giveBack(db: Database, lease: Lease): Promise<boolean> {
  const rows = await db.query<{ ok: boolean }>('select shiplock.give_back($1, $2, $3) as ok', [
    lease.environment,
    lease.holder,
    lease.token,
  ]);
  return rows[0]?.ok ?? false;
}

/** This process is done; its release keeps the lease, for the next process of it. */
export async function leave(db: Database): Promise<void> {
  await db.query('select shiplock.leave()');
}

/** @returns false when somebody else has taken the lease; then no write leaves this process any more */
export async function renew(db: Database, lease: Lease): Promise<boolean> {
  const sent = clocks();
  const rows = await db.query<{ ok: boolean }>('select shiplock.renew($1, $2, $3, $4) as ok', [
    lease.environment,
    lease.holder,
    lease.token,
    lease.seconds,
  ]);
  if (rows[0]?.ok) lease.fence.extend(lease.seconds, sent);
  else lease.fence.close();
  return rows[0]?.ok ?? false;
}

/** Renews the lease while `work` runs. Where that fails until it has expired, the next write is not sent. */
export async function withHeartbeat<T>(
  db: Database,
  lease: Lease,
  work: () => Promise<T>,
  say: Say = () => undefined,
): Promise<T> {
  const timer = setInterval(
    () => {
      renew(db, lease).then(
        (ours) => ours || say(`another process took over the lease of ${lease.environment}`),
        (error: unknown) =>
          say(
            `could not renew the lease of ${lease.environment}: ${error instanceof Error ? error.message : String(error)}`,
          ),
      );
    },
    Math.min(HEARTBEAT_MS, lease.seconds * 200),
  );
  timer.unref();
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
