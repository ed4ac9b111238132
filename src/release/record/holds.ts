import { z } from 'zod';
import type { Json } from '../canonical.ts';
import type { Database } from '../ports.ts';
import type { Project } from '../project.ts';
import { told } from './decode.ts';
import { EVENT_COLUMNS, type RecordEvent } from './event.ts';
import { isOfProject } from './of-project.ts';
import type { Release, ReleaseRecord } from './record.ts';
import { OF_HOLDS, projectIn } from './sql.ts';
import { unreadable } from './unreadable.ts';

/** Something that keeps releases of an environment from going on, until somebody lifts it with a reason. */
export interface Hold {
  /** `hold_…`, or the id of the release that was rolled back. */
  readonly id: string;
  /** Which commit, and all that contain it; null: every release of the environment. */
  readonly commit: string | null;
  /** Commit of the release that was replaced then; null: not known, so nothing can show that it was reverted. */
  readonly base: string | null;
  readonly rolledBack: boolean;
  readonly by: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
  readonly lifted?: { readonly by: string; readonly reason: string; readonly at: string };
}

/** An event with what is known of its release. */
export interface HoldEvent extends RecordEvent {
  readonly commit: string;
  /** Commit of the release that it replaced. */
  readonly base: string | null;
}

/**
 * Every hold that there was, oldest first, folded from the events. A rolled-back release is one by itself. A lift
 * counts for the hold that is there by then: nobody can lift what is yet to come.
 * @throws SHIPLOCK_RECORD_BROKEN where an event cannot be read: it may be a hold
 */
export function foldHolds(events: readonly HoldEvent[]): readonly Hold[] {
  const holds = new Map<string, Hold>();
  for (const event of events) {
    const said = told(event);
    const { at, releaseId, commit, base } = event;
    if (said?.is === 'unreadable') throw unreadable(event, 'the environment');
    if (said?.is === 'closed' && said.result === 'rolled-back')
      holds.set(releaseId, {
        ...{ id: releaseId, commit, base, rolledBack: true, at },
        ...{ by: event.actor, reason: said.reason ?? '' },
      });
    if (said?.is === 'held') {
      const { hold: id, by, reason } = said;
      if (!holds.has(id))
        holds.set(id, { id, commit: said.commit, base: null, rolledBack: false, by, reason, at });
    }
    if (said?.is === 'hold-lifted') {
      const { by, reason } = said;
      const one = holds.get(said.hold);
      if (one && !one.lifted) holds.set(said.hold, { ...one, lifted: { by, reason, at } });
    }
  }
  return [...holds.values()];
}

/**
 * Every hold of an environment, lifted or not, oldest first.
 * @param project whose holds count; undefined: those of any
 */
export async function holdsOf(
  database: Database,
  environment: string,
  project: Project | undefined,
): Promise<readonly Hold[]> {
  const rows = await database.query<HoldEvent & { readonly project: Json }>(
    `select each.*, r.commit_sha as commit, b.commit_sha as base,
        (select ${projectIn('o.body')} from shiplock.event o
          where o.release_id = r.id and o.kind = 'opened' order by o.seq limit 1) as project
       from (select ${EVENT_COLUMNS} from shiplock.event where ${OF_HOLDS}) as each
       join shiplock.release r on r.id = each."releaseId"
       left join shiplock.release b on b.id = r.replaces
      where r.environment = $1 order by each.seq`,
    [environment],
  );
  const ours: HoldEvent[] = [];
  for (const row of rows)
    if (await isOfProject(names.safeParse(row.project).data ?? undefined, project)) ours.push(row);
  return foldHolds(ours);
}

const names = z.array(z.string()).nullable();

/** How far back a release of this project is looked for. */
const RECENT = 50;

/** The newest release of an environment, in which what is told of the environment is kept. */
export async function newestRelease(
  record: ReleaseRecord,
  environment: string,
): Promise<Release | undefined> {
  for (const release of await record.recent(environment, RECENT))
    if (await record.isOurs(release.id)) return release;
  return undefined;
}
