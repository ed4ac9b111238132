import { z } from 'zod';
import type { Database } from '../ports.ts';
import type { Decided } from '../state.ts';
import { closings } from './closings.ts';
import { told } from './decode.ts';
import { EVENT_COLUMNS, type RecordEvent } from './event.ts';
import { ofProject } from './of-project.ts';
import { isDecidedBy } from './sql.ts';

/** Which releases of an environment are looked at: of a hosting project with one of these names; null: of any. */
export interface Of {
  readonly environment: string;
  readonly names: readonly string[] | null;
}

/** Releases of one commit that are looked at. */
const MOST = 100;
const ids = z.array(z.object({ id: z.string() }));

/** Ids of the releases of commits that begin like this, newest first. @param commit hex digits */
export async function releasesOfCommit(db: Database, of: Of, commit: string): Promise<readonly string[]> {
  const rows = await db.query(
    `select id from shiplock.release r where environment = $1 and starts_with(commit_sha, $2)
        and ${ofProject('$4')} order by opened_at desc limit $3`,
    [of.environment, commit, MOST, of.names],
  );
  return ids.parse(rows).map(({ id }) => id);
}

/** Ids of the releases that were finished after this one was, newest first. */
export async function finishedSince(db: Database, of: Of, releaseId: string): Promise<readonly string[]> {
  const found = new Set<string>();
  for await (const { result, event } of closings(db, of)) {
    if (event.releaseId === releaseId && result === 'released') break;
    if (result === 'released') found.add(event.releaseId);
  }
  found.delete(releaseId);
  return [...found];
}

/** The release that holds the environment's lease, or held it last and did not give it back; undefined: none. */
export async function leaseHolder(db: Database, environment: string): Promise<string | undefined> {
  const rows = await db.query<{ holder: string | null }>(
    'select holder from shiplock.lease where environment = $1',
    [environment],
  );
  return rows[0]?.holder ?? undefined;
}

/** What a run of the CI decided to roll back in this environment, newest first. */
export async function decisionsOfRun(
  db: Database,
  environment: string,
  run: string,
): Promise<readonly { readonly releaseId: string; readonly decision: Decided }[]> {
  const rows = await db.query<RecordEvent>(
    `select ${EVENT_COLUMNS} from shiplock.event
      where phase = 'rollback' and kind in ('verdict', 'outcome') and ${isDecidedBy('$2')}
        and exists (select from shiplock.release r where r.id = event.release_id and r.environment = $1)
      order by event.seq desc`,
    [environment, run],
  );
  return rows.flatMap((event) => {
    const said = told(event);
    const decision = said?.is === 'verdict-given' || said?.is === 'rolled-back' ? said.decision : undefined;
    return decision ? [{ releaseId: event.releaseId, decision }] : [];
  });
}
