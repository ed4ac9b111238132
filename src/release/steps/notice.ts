import { comment } from '../calls/code-host.ts';
import { publish } from '../calls/notices.ts';
import { PHASES, type Phase } from '../phases.ts';
import type { Notice } from '../ports.ts';
import type { Session } from '../session.ts';

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
    if (phase === at.phase && at.state === 'running' && at.detail)
      return { phase, state: 'running', detail: at.detail };
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
      ...todo(session, at.state),
      ...(context.run.url ? [{ text: 'run', url: context.run.url }] : []),
    ],
    ...(at.reply ? { reply: at.reply } : {}),
  };
  await session.seam(at.phase).project(
    publish.with(notices, {
      key: `${at.phase}:${at.state}:${session.events.length}`,
      request: { state: at.state, phase: at.phase },
      // Where this release's notice stands, from the record: so that it is updated, never posted twice.
      input: { notice, previous: publish.answerIn(session.state, notices) },
    }),
    context.warn,
  );
}

/** Where whoever reads this can act: the plan to approve, or the run that failed. */
function todo(session: Session, state: Notice['state']): Notice['links'] {
  const { context } = session;
  const planned = context.codeHost && comment.answerIn(session.state, context.codeHost)?.url;
  if (state === 'waiting' && planned)
    return [{ text: 'Read the plan and approve', url: planned, todo: true }];
  const { url } = context.run;
  return (state === 'failed' || state === 'rolled-back') && url
    ? [{ text: 'Open the run', url, todo: true }]
    : [];
}

const TITLE: Record<Notice['state'], string> = {
  running: 'Shipping',
  waiting: 'Waiting to ship',
  succeeded: 'Shipped',
  failed: 'Could not ship',
  'rolled-back': 'Rolled back',
};
