import { toJson } from './canonical.ts';
import type { ReleaseContext } from './context.ts';
import { failure } from './errors.ts';
import type { CodeHost, Database, LiveState } from './ports.ts';
import type { SayingOf } from './record/events.ts';
import type { OutsideHead } from './record/head.ts';
import type { RecordEvent, Release } from './record/record.ts';
import { lostEnd, restoredAfter } from './record/restored.ts';
import { foldState } from './state.ts';

/** What a session lends for it. */
interface Work {
  readonly context: ReleaseContext;
  readonly database: Database;
  readonly release: Release;
  readonly events: readonly RecordEvent[];
  /** Appends about the record itself, under the lease. */
  readonly note: (saying: SayingOf<'restored' | 'reconciled'>) => Promise<void>;
}

/** Processes that have said so. */
const UNASKED = new WeakSet<ReleaseContext>();

/** One read a process: phases of `ship` follow each other within minutes. */
const READ = new WeakMap<CodeHost, Promise<readonly OutsideHead[] | undefined>>();

/**
 * Before a phase under the lease: has the record lost its end (a restore of the database), by what is written outside of
 * it? Then that is recorded, and this release looks at hosting before it changes anything.
 */
export async function settleRestore(work: Work): Promise<void> {
  const { context, database, events, note } = work;
  const outside = await outsideHeads(context);
  const lost = outside && (await lostEnd(database, outside));
  if (lost) {
    await note({ is: 'restored', ...lost });
    const { by, at } = lost.outside[0] ?? { by: 'somebody', at: 'an unknown time' };
    context.warn(
      `the record lacks event ${lost.lost.to.seq}, which ${context.codeHost?.vendor ?? 'the code host'} knows from ${by} (${at}): it was restored to an earlier point or changed, or that deployment is not from Shiplock. The record continues after event ${lost.lost.after.seq}; see runbooks/record.md`,
    );
  }
  const [opened] = events;
  const restored = opened && (await restoredAfter(database, opened.seq));
  if (restored === undefined || foldState(events).reconciled.has(restored)) return;
  const live = await context.hosting.live();
  await note({ is: 'reconciled', restored, live: toJson(live) });
  context.say(
    `after a restore of the record: ${live.deploymentId ?? 'nothing'} serves${live.pinned ? ', pinned by a rollback' : ''}`,
  );
}

/** Undefined: nothing could be compared, which is said. */
async function outsideHeads(context: ReleaseContext): Promise<readonly OutsideHead[] | undefined> {
  const { codeHost, environment, warn, say } = context;
  if (!codeHost) {
    if (!UNASKED.has(context))
      say('could not check that the record is complete: there is no code host to compare it with');
    UNASKED.add(context);
    return undefined;
  }
  const known = READ.get(codeHost);
  if (known) return known;
  const reading = codeHost
    .recordHeads({ environment: environment.name, which: 'newest' })
    .catch((error: unknown) => {
      // The next phase asks again: a code host that is away for a minute must not hide a restore for the whole release.
      READ.delete(codeHost);
      warn(
        `could not check with ${codeHost.vendor} that the record is complete: ${error instanceof Error ? error.message : String(error)}`,
      );
      return undefined;
    });
  READ.set(codeHost, reading);
  return reading;
}

/**
 * The record forgot what came after a restore: a promote of this release may have been made and undone since. What moved
 * after it was decided on is a decision that the plan does not know of.
 * @param pinned whether the plan knew of a pin
 * @throws SHIPLOCK_RELEASE_IN_DOUBT
 */
export async function refuseForgotten(
  { database, events }: Pick<Work, 'database' | 'events'>,
  live: LiveState,
  pinned: boolean,
  to: string,
): Promise<void> {
  const decided = events.findLast(({ kind }) => kind === 'planned' || kind === 'approved');
  if (live.deploymentId === to || !decided) return;
  if ((await restoredAfter(database, decided.seq)) === undefined) return;
  const moved = live.job && live.job.requestedAt > Date.parse(decided.at) ? live.job : undefined;
  const why = moved
    ? `${moved.type} of ${moved.to} was requested at ${new Date(moved.requestedAt).toISOString()}, after the plan was made`
    : live.pinned && !pinned
      ? 'a rollback pinned production after the plan was made'
      : undefined;
  if (!why) return;
  throw failure({
    code: 'SHIPLOCK_RELEASE_IN_DOUBT',
    what: `the record was restored to an earlier point and lost what this release did afterwards; ${why}, and ${live.deploymentId ?? 'nothing'} serves`,
    notDone: ['no traffic was moved'],
    next: 'Find out what happened to this release (runbooks/record.md says where to look). To ship it anyway, plan it again: the new plan shows what production serves now.',
  });
}
