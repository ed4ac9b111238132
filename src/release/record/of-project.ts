import type { Database } from '../ports.ts';
import type { Project } from '../project.ts';
import { told } from './decode.ts';
import { EVENT_COLUMNS, type RecordEvent } from './event.ts';
import { isOpenedFor } from './sql.ts';

/**
 * Whether release `r` is of a project that has one of these names: the event that opened it says id and name. One that
 * says no project answers for all.
 */
export const ofProject = (names: '$4') =>
  `(${names}::text[] is null or coalesce((select ${isOpenedFor('o.body', names)} from shiplock.event o
      where o.release_id = r.id and o.kind = 'opened' order by o.seq limit 1), true))`;

/** By what the settings call the project; then, for it may have been renamed, by what hosting calls it. */
export async function byNames<T>(
  project: Project | undefined,
  find: (names: readonly string[] | null) => Promise<T | undefined>,
): Promise<T | undefined> {
  if (!project) return find(null);
  const found = await find([project.called]);
  if (found) return found;
  const names = await project.names();
  return names.length > 1 ? find(names) : undefined;
}

/** Names of the project that a release was opened for; undefined where it says none. */
export async function projectOfRelease(
  db: Database,
  releaseId: string,
): Promise<readonly string[] | undefined> {
  const [event] = await db.query<RecordEvent>(
    `select ${EVENT_COLUMNS} from shiplock.event where release_id = $1 and kind = 'opened'
      order by event.seq limit 1`,
    [releaseId],
  );
  const said = event && told(event);
  return said?.is === 'opened' ? said.project : undefined;
}

export async function isOfProject(
  theirs: readonly string[] | undefined,
  ours: Project | undefined,
): Promise<boolean> {
  if (!theirs || !ours || theirs.includes(ours.called)) return true;
  return (await ours.names()).some((name) => theirs.includes(name));
}
