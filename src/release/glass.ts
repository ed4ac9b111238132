import type { Database } from './ports.ts';
import { told } from './record/decode.ts';
import { EVENT_COLUMNS, type RecordEvent } from './record/event.ts';
import type { ReleaseRecord } from './record/record.ts';
import { PASSED_OVER } from './record/sql.ts';

/**
 * A release that somebody let go on without its approvals, or inside a freeze window; or for which an administrator stood
 * in, since nobody could give them.
 */
export interface BrokenGlass {
  readonly releaseId: string;
  readonly environment: string;
  readonly commit: string;
  readonly by: string;
  readonly reason: string;
  readonly stoodIn: boolean;
  /** ISO 8601. */
  readonly at: string;
}

/** Broken and not confirmed by a second person yet, newest first; of one environment, or of all. */
export async function unconfirmedGlass(
  database: Database,
  environment: string | undefined,
): Promise<readonly BrokenGlass[]> {
  const all = await everyGlass(database, environment);
  return all
    .filter(({ confirmed }) => !confirmed)
    .map(({ glass }) => glass)
    .sort((one, two) => (one.releaseId < two.releaseId ? 1 : -1));
}

interface Kept {
  readonly glass: BrokenGlass;
  /** By a second person, since it was broken last. */
  readonly confirmed: boolean;
}

/** Undefined: nobody broke the glass for this release. */
export async function brokenGlassOf(database: Database, releaseId: string): Promise<Kept | undefined> {
  return (await everyGlass(database, undefined)).find(({ glass }) => glass.releaseId === releaseId);
}

async function everyGlass(database: Database, environment: string | undefined): Promise<readonly Kept[]> {
  const broken = await passedOver(database, environment);
  const confirmed = await confirmations(database, [...broken.keys()]);
  return [...broken.values()].map(({ glass, seq }) => ({
    glass,
    confirmed: (confirmed.get(glass.releaseId) ?? 0) >= seq,
  }));
}

/** The last approval of each release that passed something over. */
async function passedOver(database: Database, environment: string | undefined) {
  const rows = await database.query<RecordEvent & { environment: string; commit: string }>(
    `select each.*, r.environment, r.commit_sha as commit from shiplock.release r join
       (select ${EVENT_COLUMNS} from shiplock.event where ${PASSED_OVER}) as each on r.id = each."releaseId"
      where $1::text is null or r.environment = $1 order by each.seq`,
    [environment ?? null],
  );
  const last = new Map<string, { glass: BrokenGlass; seq: number }>();
  for (const { environment, commit, ...event } of rows) {
    const said = told(event);
    const one = said?.is === 'approved' ? (said.brokenGlass ?? said.standIn) : undefined;
    if (said?.is !== 'approved' || !one) continue;
    const { releaseId, seq } = event;
    const at = `${event.at.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}Z`;
    const stoodIn = said.brokenGlass === undefined;
    last.set(releaseId, { glass: { releaseId, environment, commit, ...one, stoodIn, at }, seq });
  }
  return last;
}

/** Where each of these releases was confirmed last. */
async function confirmations(
  database: Database,
  releaseIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (releaseIds.length === 0) return new Map();
  const rows = await database.query<RecordEvent>(
    `select ${EVENT_COLUMNS} from shiplock.event
      where release_id = any($1) and kind = 'observed' and phase = 'approve' order by event.seq`,
    [releaseIds],
  );
  return new Map(
    rows
      .filter((event) => told(event)?.is === 'glass-confirmed')
      .map(({ releaseId, seq }) => [releaseId, seq]),
  );
}

/** Keeps who confirmed it. Only the shipping role can. */
export async function confirmGlass(
  record: ReleaseRecord,
  broken: BrokenGlass,
  confirmed: { readonly by: string; readonly via: 'comment' | 'cli'; readonly url?: string },
  actor: string,
): Promise<void> {
  const { by, via, url } = confirmed;
  await record.append({
    ...{ releaseId: broken.releaseId, token: null, actor, phase: 'approve' },
    saying: { is: 'glass-confirmed', by, via, ...(url ? { url } : {}) },
  });
}

/** As `status` and the next plan say it. */
export function glassLine({ by, at, reason, releaseId, stoodIn }: BrokenGlass): string {
  const what = stoodIn ? `administrator ${by} stood in for approvals` : `glass broken by ${by}`;
  return `${what} at ${at} for ${releaseId}, not yet confirmed by a second person: ${reason}`;
}

/** Logins are compared without case, as GitHub does. */
export function samePerson(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
