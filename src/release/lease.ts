import { setTimeout as sleep } from 'node:timers/promises';
import { failure } from './errors.ts';
import type { Database, Say } from './ports.ts';
import { mayOnlyPlan } from './record/record.ts';
import { sqlState } from './record/sql-state.ts';

export interface Lease {
  readonly environment: string;
  readonly holder: string;
  /** Fencing token: grows whenever the lease changes hands, so a smaller one is refused. */
  readonly token: number;
  readonly expiresAt: Date;
}

/** Minutes long, so that a killed runner does not block the next release for the rest of the day. */
export const LEASE_SECONDS = 300;

type AcquireRow = { granted: boolean; holder: string; token: number; expiresAt: Date };

async function tryAcquire(
  db: Database,
  environment: string,
  holder: string,
  seconds: number,
): Promise<AcquireRow> {
  const sql = `select granted, holder, token::int as token, expires_at as "expiresAt" from shiplock.acquire($1, $2, $3)`;
  const rows = await db.query<AcquireRow>(sql, [environment, holder, seconds]).catch((error: unknown) => {
    throw sqlState(error) === '42501' ? mayOnlyPlan(error) : error;
  });
  return rows[0]!;
}

/**
 * Takes or renews the environment's lease for a release. Waits up to `waitSeconds` for another holder, saying whom.
 * @throws SHIPLOCK_LEASE_HELD with the holder and the time it expires.
 */
export async function acquireLease(
  db: Database,
  request: {
    readonly environment: string;
    readonly holder: string;
    readonly seconds?: number;
    readonly waitSeconds?: number;
    readonly say: Say;
  },
): Promise<Lease> {
  const { environment, holder, seconds = LEASE_SECONDS, waitSeconds = 0, say } = request;
  const until = Date.now() + waitSeconds * 1000;
  for (let looks = 0; ; looks += 1) {
    const row = await tryAcquire(db, environment, holder, seconds);
    if (row.granted) return { environment, holder, token: row.token, expiresAt: row.expiresAt };
    if (Date.now() >= until) {
      throw failure({
        code: 'SHIPLOCK_LEASE_HELD',
        what: `${row.holder} holds the lease of ${environment} until ${row.expiresAt.toISOString()}`,
        done: [],
        notDone: [`${holder} changed nothing in ${environment}`],
        next: `Wait for ${row.holder} to finish, or roll it back; if its runner is gone the lease frees itself at that time. To wait for it, set lease-wait-minutes.`,
      });
    }
    if (looks % 10 === 0)
      say(
        `waiting for the lease of ${environment}: ${row.holder} holds it until ${row.expiresAt.toISOString()}`,
      );
    await sleep(Math.min(1000, Math.max(50, until - Date.now())));
  }
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

/** Renews the lease while `work` runs. A lost renewal is not fatal here: the next append is refused if it mattered. */
export async function withHeartbeat<T>(
  db: Database,
  lease: Lease,
  work: () => Promise<T>,
  everyMs = 60_000,
): Promise<T> {
  const timer = setInterval(() => {
    void tryAcquire(db, lease.environment, lease.holder, LEASE_SECONDS).catch(() => undefined);
  }, everyMs);
  timer.unref();
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
