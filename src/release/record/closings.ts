import type { Database } from '../ports.ts';
import { told } from './decode.ts';
import { EVENT_COLUMNS, type RecordEvent } from './event.ts';
import type { ToldOf } from './events.ts';
import { ofProject } from './of-project.ts';

/** How a release ended. */
export type Closing = ToldOf<'closed'> & { readonly event: RecordEvent };

const FIRST_PAGE = 5;
const LATER_PAGE = 200;

/** How releases ended, newest first. Read in pages: most who ask need the newest alone. */
export async function* closings(
  db: Database,
  of: {
    readonly environment: string;
    readonly commit?: string;
    readonly releaseId?: string;
    /** Of a hosting project with one of these names; null: of any. */
    readonly names?: readonly string[] | null;
  },
): AsyncGenerator<Closing> {
  let before: number | null = null;
  for (let size = FIRST_PAGE; ; size = LATER_PAGE) {
    const page: readonly RecordEvent[] = await db.query<RecordEvent>(closingsSql(of), [
      of.environment,
      before,
      size,
      of.names ?? null,
      ...[of.commit, of.releaseId].filter((one) => one !== undefined),
    ]);
    for (const event of page) {
      const said = told(event);
      if (said?.is === 'closed') yield { ...said, event };
    }
    before = page.at(-1)?.seq ?? null;
    if (page.length < size) return;
  }
}

/** By the newest end, or by the few releases of a commit: each has its index. */
function closingsSql(of: { readonly commit?: string; readonly releaseId?: string }): string {
  const few =
    of.commit !== undefined ? 'r.commit_sha = $5' : of.releaseId !== undefined ? 'r.id = $5' : undefined;
  const releases = few
    ? `release_id = any(array(select r.id from shiplock.release r where r.environment = $1 and ${few} and ${ofProject('$4')}))`
    : `exists (select from shiplock.release r where r.id = event.release_id and r.environment = $1 and ${ofProject('$4')})`;
  return `select ${EVENT_COLUMNS} from shiplock.event
    where kind = 'closed' and ($2::bigint is null or event.seq < $2) and ${releases}
    order by event.seq desc limit $3`;
}
