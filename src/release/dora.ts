import { told } from './record/decode.ts';
import type { RecordEvent } from './record/event.ts';

/** A release as the record has it, with its events. */
export interface Shipped {
  readonly id: string;
  /** ISO 8601. */
  readonly openedAt: string;
  readonly events: readonly RecordEvent[];
}

/** The four figures of https://dora.dev/guides/dora-metrics-four-keys/, of one environment and a window of time. */
export interface Dora {
  readonly days: number;
  /** Releases that served: those that traffic was moved to. */
  readonly deployments: number;
  readonly perDay: number;
  /**
   * Median seconds from the opening of a release to the move of traffic; null: nothing served. The record does not know
   * when a commit was written.
   */
  readonly leadSeconds: number | null;
  /** Of those that served, how many were rolled back. */
  readonly failed: number;
  /** 0 to 1; null: nothing served. */
  readonly failureRate: number | null;
  /** Median seconds from the move of traffic to its return, of those that were rolled back; null: none was. */
  readonly restoreSeconds: number | null;
}

/** One release's part in it: times in milliseconds since the epoch. */
interface Served {
  readonly openedAt: number;
  readonly servedAt: number;
  readonly restoredAt: number | undefined;
}

/**
 * The figures of the last `days` before `now`, by when traffic moved. A release that was abandoned before it served is
 * not a deployment. A pure function of the record.
 */
export function dora(releases: readonly Shipped[], days: number, now: Date): Dora {
  const from = now.getTime() - days * DAY;
  const served = releases
    .map(servedOf)
    .filter((one) => one !== undefined)
    .filter(({ servedAt }) => servedAt > from && servedAt <= now.getTime());
  const failed = served.filter(({ restoredAt }) => restoredAt !== undefined);
  const deployments = served.length;
  return {
    days,
    deployments,
    perDay: deployments / days,
    leadSeconds: median(served.map(({ openedAt, servedAt }) => (servedAt - openedAt) / 1000)),
    failed: failed.length,
    failureRate: deployments === 0 ? null : failed.length / deployments,
    restoreSeconds: median(
      failed.map(({ servedAt, restoredAt = servedAt }) => (restoredAt - servedAt) / 1000),
    ),
  };
}

const DAY = 86_400_000;

function servedOf({ openedAt, events }: Shipped): Served | undefined {
  let servedAt: number | undefined;
  let restoredAt: number | undefined;
  for (const event of events) {
    const said = told(event);
    // One that was promoted again after a rollback served from its first move.
    if (said?.is === 'promoted') servedAt ??= Date.parse(said.startedAt);
    if (said?.is === 'closed' && said.result === 'rolled-back') restoredAt ??= Date.parse(event.at);
    if (said?.is === 'closed' && said.result === 'released') restoredAt = undefined;
  }
  if (servedAt === undefined) return undefined;
  return { openedAt: Date.parse(openedAt), servedAt, restoredAt };
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((one, two) => one - two);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = low] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
