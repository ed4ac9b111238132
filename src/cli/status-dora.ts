import { count } from '../present/count.ts';
import { type Dora, dora, type Shipped } from '../release/dora.ts';
import type { Database } from '../release/ports.ts';
import { EVENT_COLUMNS, type RecordEvent } from '../release/record/event.ts';

const WINDOWS = [30, 90] as const;
const LONGEST = Math.max(...WINDOWS);

/** The four figures of each environment, of the last 30 and 90 days. */
export async function doraOf(
  database: Database,
  environment: string | undefined,
  now: Date,
): Promise<Readonly<Record<string, readonly Dora[]>>> {
  const releases = await database.query<{ id: string; environment: string; openedAt: string }>(
    `select id, environment, to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt"
       from shiplock.release
      where ($1::text is null or environment = $1) and opened_at > $2::timestamptz - make_interval(days => $3)`,
    // A release can wait for its approval before it serves.
    [environment ?? null, now.toISOString(), 2 * LONGEST],
  );
  const events = await database.query<RecordEvent>(
    `select ${EVENT_COLUMNS} from shiplock.event
      where release_id = any($1) and (kind = 'closed' or kind = 'outcome' and phase = 'promote') order by seq`,
    [releases.map(({ id }) => id)],
  );
  const byRelease = Map.groupBy(events, ({ releaseId }) => releaseId);
  const byEnvironment = Map.groupBy(releases, (release) => release.environment);
  return Object.fromEntries(
    [...byEnvironment].sort().map(([name, all]) => {
      const shipped: Shipped[] = all.map((one) => ({ ...one, events: byRelease.get(one.id) ?? [] }));
      return [name, WINDOWS.map((days) => dora(shipped, days, now))];
    }),
  );
}

export function doraLines(figures: Readonly<Record<string, readonly Dora[]>>): string {
  const parts = Object.entries(figures).map(([environment, windows]) =>
    [`${environment}:`, ...windows.map(windowLine)].join('\n'),
  );
  return parts.length > 0 ? parts.join('\n\n') : 'the record has no release yet';
}

function windowLine(one: Dora): string {
  const rate = one.failureRate === null ? '—' : `${(one.failureRate * 100).toFixed(1)} %`;
  return [
    `  last ${one.days} days`,
    `    deployment frequency   ${count(one.deployments, 'release')} served, ${one.perDay.toFixed(2)} a day`,
    `    lead time              ${duration(one.leadSeconds)} (median, from the release's opening to traffic)`,
    `    change failure rate    ${rate} (${one.failed} rolled back)`,
    `    time to restore        ${duration(one.restoreSeconds)} (median, from traffic to the end of the rollback)`,
  ].join('\n');
}

function duration(seconds: number | null): string {
  if (seconds === null) return '—';
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  if (seconds < 3600) return `${(seconds / 60).toFixed(1)} min`;
  return seconds < 86_400 ? `${(seconds / 3600).toFixed(1)} h` : `${(seconds / 86_400).toFixed(1)} d`;
}
