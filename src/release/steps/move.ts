import { promote, rollback } from '../calls/hosting.ts';
import type { JsonObject } from '../canonical.ts';
import { failure, type Problem } from '../errors.ts';
import type { LiveState } from '../ports.ts';
import type { Session } from '../session.ts';
import { type Begun, openCalls } from '../stands.ts';
import { movedSince } from '../traffic.ts';

interface Between {
  readonly to: string;
  /** What has to serve, or nothing is moved. */
  readonly from: string | undefined;
  /** As it was when this was decided. */
  readonly seen: LiveState;
  /** It begins with the first stage of a rolling release. */
  readonly canary?: boolean;
  /** Nobody has decided it before: what an earlier move of this release did is not its answer. */
  readonly newDecision?: boolean;
  /** Asked once more right before the write. @throws to keep it from being sent */
  readonly before?: () => Promise<void>;
  /** The drill's moves are none of the release's own: they belong to the watch and have their own keys. */
  readonly drill?: { readonly moved: (live: LiveState) => Problem<'SHIPLOCK_WATCH_UNDECIDED'> };
}

/**
 * The one place that moves traffic, for promote, rollback and the drill alike. Returns what confirmed it.
 * Whoever calls it has seen that `to` does not serve.
 * @throws SHIPLOCK_PRODUCTION_MOVED, or what the drill says, if an earlier run made this very move, or sent it, and somebody
 * has taken it back since
 */
export async function moveTraffic(
  session: Session,
  kind: 'promote' | 'rollback',
  between: Between,
): Promise<JsonObject | undefined> {
  const { to, from, seen, canary = false, newDecision = false, before, drill } = between;
  const { context, state } = session;
  const { hosting, say } = context;
  const call = kind === 'promote' ? promote : rollback;
  const first = drill ? drillKey(kind, to) : to;
  let wasDone = false;
  // Each rollback is a decision of its own.
  let nth = kind === 'rollback' && !drill ? state.timesRolledBack : 0;
  const phase = drill ? 'watch' : kind;
  const calls = state.calls.filter((one) => one.phase === phase && one.name === call.name(hosting));
  const isThere = (is: 'begun' | 'done') =>
    calls.some((one) => one.key === keyOf(first, nth) && one.state === is);
  // In stages, the rolling release shows what became of it.
  for (; !canary && isThere('done'); nth += 1) wasDone = true;
  const taken = (live: LiveState, earlier: 'done' | 'sent') =>
    failure(drill ? drill.moved(live) : movedSince(live, { kind, to, earlier }));
  if (wasDone && !newDecision && !isThere('begun')) throw taken(await hosting.live(), 'done');
  const sent =
    canary || newDecision ? undefined : openCalls(calls).find(({ key }) => key === keyOf(first, nth));
  return session.seam(phase).write(
    call.with(hosting, {
      key: keyOf(first, nth),
      request: { to, from: from ?? null, after: seen.job?.requestedAt ?? null },
      input: {
        to,
        from,
        canary,
        aborts: state.deployed?.deploymentId,
        deadlineMs: context.environment.promoteDeadlineMs,
        before: async () => {
          const live = sent && (await hosting.live());
          if (live && isTakenBack(live, to, sent)) throw taken(live, 'sent');
          await before?.();
        },
        say,
        warn: context.warn,
      },
    }),
  );
}

/** It does not serve, and hosting has had another job since: whether it happened or not, somebody has decided. */
function isTakenBack({ deploymentId, job }: LiveState, to: string, { request }: Begun): boolean {
  const after = request?.['after'];
  // Of moves that earlier versions began it is not known.
  if (after === undefined || !job || job.to === to || job.to !== deploymentId) return false;
  return job.requestedAt !== after;
}

const keyOf = (first: string, nth: number) => (nth === 0 ? first : `${first}#${nth}`);

export const drillKey = (kind: 'promote' | 'rollback', to: string) => `drill:${kind}:${to}`;
