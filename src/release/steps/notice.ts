import { z } from 'zod';
import type { JsonObject } from '../canonical.ts';
import { PHASES, type Phase } from '../phases.ts';
import type { Notice, NoticeRef } from '../ports.ts';
import type { Session } from '../session.ts';
import { answerOf } from '../state.ts';

const reference: z.ZodType<NoticeRef> = z.object({ channel: z.string(), ts: z.string() });

/** Where this release's notice stands, from the record: so that it is updated, never posted twice. */
function lastNotice(session: Session): NoticeRef | undefined {
  const name = `${session.context.notices?.vendor}.publish`;
  return reference.safeParse(answerOf(session.state, name)).data;
}

/** One thread a release, updated in place. Its failure is a warning. */
export async function publishNotice(
  session: Session,
  at: {
    readonly state: Notice['state'];
    readonly phase: Phase;
    readonly detail?: string;
    readonly reply?: string;
  },
): Promise<void> {
  const { context, release } = session;
  const { notices } = context;
  if (!notices) return;
  const done = session.state.donePhases;
  const phases: Notice['phases'] = PHASES[context.environment.kind].map((phase) => {
    if (phase === at.phase && at.state === 'failed')
      return { phase, state: 'failed', ...(at.detail ? { detail: at.detail } : {}) };
    if (phase === at.phase && at.state === 'waiting')
      return { phase, state: 'waiting', ...(at.detail ? { detail: at.detail } : {}) };
    return { phase, state: done.has(phase) ? 'done' : 'waiting' };
  });
  const url = session.state.deployed?.url;
  const notice: Notice = {
    releaseId: release.id,
    environment: release.environment,
    commit: release.commit,
    title: `${TITLE[at.state]} ${release.commit.slice(0, 7)} to ${release.environment}`,
    state: at.state,
    phases,
    links: [
      ...(url ? [{ text: 'staged deployment', url }] : []),
      ...(context.run.url ? [{ text: 'run', url: context.run.url }] : []),
    ],
    ...(at.reply ? { reply: at.reply } : {}),
  };
  const request: JsonObject = { state: at.state, phase: at.phase };
  await session.seam(at.phase).project(
    {
      name: `${notices.vendor}.publish`,
      key: `${at.phase}:${at.state}:${session.events.length}`,
      request,
      reconcile: 'finds-first',
      run: () => notices.publish(notice, lastNotice(session)),
    },
    context.warn,
  );
}

const TITLE: Record<Notice['state'], string> = {
  running: 'Shipping',
  waiting: 'Waiting to ship',
  succeeded: 'Shipped',
  failed: 'Could not ship',
  'rolled-back': 'Rolled back',
};
