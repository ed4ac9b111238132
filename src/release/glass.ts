import { z } from 'zod';
import type { Database } from './ports.ts';
import type { ReleaseRecord } from './record/record.ts';

const STEP = 'glass-confirmed';

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

const row = z.object({
  releaseId: z.string(),
  environment: z.string(),
  commit: z.string(),
  by: z.string(),
  reason: z.string(),
  stoodIn: z.boolean(),
  at: z.string(),
});

/** Broken and not confirmed by a second person yet, newest first; of one environment, or of all. */
export async function unconfirmedGlass(
  database: Database,
  environment: string | undefined,
): Promise<readonly BrokenGlass[]> {
  const rows = await database.query<Record<string, unknown>>(
    `select distinct on (e.release_id) e.release_id as "releaseId", r.environment, r.commit_sha as commit,
            coalesce(e.body -> 'brokenGlass', e.body -> 'standIn') ->> 'by' as by,
            coalesce(e.body -> 'brokenGlass', e.body -> 'standIn') ->> 'reason' as reason,
            e.body -> 'brokenGlass' is null as "stoodIn",
            to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
       from shiplock.event e join shiplock.release r on r.id = e.release_id
      where e.kind = 'approved' and coalesce(e.body -> 'brokenGlass', e.body -> 'standIn') ->> 'by' is not null
        and ($1::text is null or r.environment = $1)
        and not exists (select from shiplock.event c where c.release_id = e.release_id and c.seq > e.seq
                           and c.kind = 'observed' and c.phase = 'approve' and c.body ->> 'step' = $2)
      order by e.release_id desc, e.seq desc`,
    [environment ?? null, STEP],
  );
  return z.array(row).parse(rows);
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
    ...{ releaseId: broken.releaseId, token: null, actor, phase: 'approve', kind: 'observed' },
    body: { step: STEP, by, via, ...(url ? { url } : {}) },
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
