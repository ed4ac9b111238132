import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryResultRow } from 'pg';
import type { Say } from '../../release/ports.ts';
import type { BatchSpec } from './spec.ts';

const LAG_POLL_MS = 500;
const SAY_EVERY_MS = 30_000;
const SMALLEST = 10;
/** A batch may grow to this many times the size that was asked for. */
const GROWTH = 10;

/** What asks the server: a `Client` of pg. */
interface Asking {
  query<Row extends QueryResultRow>(text: string): Promise<{ readonly rows: readonly Row[] }>;
}

export interface Place {
  readonly client: Asking;
  readonly say: Say;
  readonly what: string;
}

/** Rows of the next batch: half after one that took too long, half as many again after a quick one. */
export function nextSize(size: number, tookMs: number, spec: Pick<BatchSpec, 'size' | 'targetMs'>): number {
  if (spec.targetMs === 0) return size;
  if (tookMs > spec.targetMs) return Math.max(Math.min(SMALLEST, spec.size), Math.floor(size / 2));
  if (tookMs < spec.targetMs / 2) return Math.min(spec.size * GROWTH, Math.ceil(size * 1.5));
  return size;
}

/** The pause that was asked for, and longer while a replica is behind. */
export async function breathe(
  { client, say, what }: Place,
  spec: Pick<BatchSpec, 'pauseMs' | 'maxLagMs'>,
  pollMs = LAG_POLL_MS,
): Promise<void> {
  if (spec.pauseMs > 0) await sleep(spec.pauseMs);
  let saidAt = Number.NEGATIVE_INFINITY;
  for (;;) {
    const lag = await lagMs(client);
    if (lag <= spec.maxLagMs) return;
    if (performance.now() - saidAt >= SAY_EVERY_MS) {
      saidAt = performance.now();
      say(`${what}: waiting for a replica that is ${Math.round(lag)} ms behind`);
    }
    await sleep(pollMs);
  }
}

/** Without the right to see it every replica would look prompt, so that is said before the first batch. */
export async function sayIfLagIsHidden({ client, say, what }: Place): Promise<void> {
  const { rows } = await client.query<{ hidden: boolean }>(
    'select count(*) > 0 and bool_and(state is null) as hidden from pg_catalog.pg_stat_replication',
  );
  if (rows[0]?.hidden)
    say(
      `${what}: Shiplock does not wait for replicas, because it cannot see their lag (missing grant: pg_read_all_stats)`,
    );
}

async function lagMs(client: Asking): Promise<number> {
  const { rows } = await client.query<{ lag: string | null }>(
    'select (max(extract(epoch from replay_lag)) * 1000)::text as lag from pg_catalog.pg_stat_replication',
  );
  return Number(rows[0]?.lag ?? 0);
}
