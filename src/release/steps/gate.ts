import { section } from '../../present/phases.ts';
import { toJson } from '../canonical.ts';
import type { Code } from '../codes.ts';
import type { PhaseResult, ReleaseContext } from '../context.ts';
import { assumed } from '../dry-run.ts';
import { failure, firstLine, mayRollbackAnswer, ShiplockError } from '../errors.ts';
import { Session } from '../session.ts';
import { drill } from './drill.ts';
import { examplesOf, gateFailed } from './gate-failed.ts';
import { watchedUrls } from './live.ts';

type Gated = PhaseResult<'decision' | 'reason' | 'evidence'>;

/** Smoke and health probes against the staged deployment, before any user sees it. */
export async function gate(context: ReleaseContext): Promise<Gated> {
  const session = await Session.find(context);
  const before = already(session, 'gate');
  if (before) return before;
  session.requireOpen();
  session.requirePhase('verify');
  return session.leased(
    () => {
      const { deployed } = session.state;
      if (assumed(session, 'deploy') || assumed(session, 'migrate'))
        return assumePass(session, 'gate', 'the staged deployment');
      const urls = deployed ? [deployed.url] : [];
      return decide(session, 'gate', async () => urls);
    },
    () => already(session, 'gate'),
  );
}

/** The same decision over live traffic and error tracking, after promote. */
export async function watch(context: ReleaseContext): Promise<Gated> {
  const session = await unlessJudged(() => Session.find(context));
  const drills = () => mustDrill(session);
  const before = drills() ? undefined : already(session, 'watch');
  if (before) return before;
  session.requireOpen();
  session.requirePhase('promote');
  const look = async () => {
    const judged = already(session, 'watch');
    if (judged) return judged;
    const urls = () => watchedUrls(context);
    if (assumed(session, 'promote')) return assumePass(session, 'watch', (await urls()).join(', '));
    return decide(session, 'watch', urls);
  };
  const lookAndDrill = async () => {
    const judged = await look();
    if (drills()) await drill(session);
    return judged;
  };
  return unlessJudged(() =>
    session.leased(lookAndDrill, () => (drills() ? undefined : already(session, 'watch'))),
  );
}

/** A drill that is not over; one that was cut short may have left the previous version in service. */
function mustDrill({ context, state }: Session): boolean {
  return context.environment.drill === true && !context.dryRun && !state.drill?.forward && !state.drill?.none;
}

/**
 * Users are served, so only a verdict on what serves takes them back: what kept the watch from reaching one (the record's
 * database, hosting, a bug) says nothing about the release.
 * @throws SHIPLOCK_WATCH_UNDECIDED
 */
async function unlessJudged<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const judged = error instanceof ShiplockError && VERDICTS.has(error.code);
    if (judged || !mayRollbackAnswer(error)) throw error;
    const { what, next } =
      error instanceof ShiplockError ? error.problem : { what: firstLine(error), next: '' };
    throw failure(
      {
        code: 'SHIPLOCK_WATCH_UNDECIDED',
        what: `the watch could not reach a verdict: ${what}`,
        done: ['traffic was moved to the new deployment'],
        notDone: ['the release was not finalized', 'nothing was rolled back'],
        next: `${next ? `${next} ` : ''}Then rerun the job: the watch starts again. To go back, run the rollback action.`,
      },
      error,
    );
  }
}

const VERDICTS: ReadonlySet<Code> = new Set(['SHIPLOCK_GATE_FAILED', 'SHIPLOCK_GATE_INCONCLUSIVE']);

async function assumePass(session: Session, phase: 'gate' | 'watch', what: string): Promise<Gated> {
  session.context.say(`dry run: would probe ${what}, and read what else gates.${phase} names`);
  await session.append(phase, { is: 'gated', decision: 'pass' });
  return {
    phase,
    state: 'planned',
    summary: section(phase, 'Dry run: there is nothing to probe yet.'),
    outputs: { decision: '', reason: 'a dry run', evidence: '' },
  };
}

async function decide(
  session: Session,
  phase: 'gate' | 'watch',
  urls: () => Promise<readonly string[]>,
): Promise<Gated> {
  session.requireOpen();
  const { context } = session;
  const { promotedAt } = session.state;
  const run = phase === 'gate' ? context.gate : context.watch;
  const { result, proceed, markdown, warning } = await run({
    urls,
    headers: context.hosting.protectionHeaders(),
    releaseId: session.release.id,
    commit: session.release.commit,
    serving: () => servingUrls(session),
    since: promotedAt ?? new Date().toISOString(),
    fast: session.state.plan?.plan.fastLane !== undefined,
    say: context.say,
  });
  await session.append(phase, {
    is: 'gate-judged',
    decision: result.decision,
    reason: result.reason,
    proceed,
    evidence: toJson(result.evidence),
    ...(result.observed ? { observed: result.observed } : {}),
  });
  context.say(`${phase}: ${result.decision} (${result.reason})`);
  if (warning) context.warn(warning);
  if (proceed) await session.append(phase, { is: 'gated', decision: result.decision });
  else throw gateFailed(phase, result, markdown, examplesOf(result, context.say));
  return {
    phase,
    state: 'done',
    summary: section(phase, markdown),
    outputs: { decision: result.decision, reason: result.reason, evidence: JSON.stringify(result.evidence) },
  };
}

/** Before traffic moves it serves; after, it still answers at its own URL. */
async function servingUrls({ state, context }: Session): Promise<readonly string[]> {
  const id = state.plan?.plan.production.deploymentId;
  if (!id || id === state.deployed?.deploymentId) return [];
  const deployment = await context.hosting.deployment(id);
  return deployment?.state === 'ready' ? [deployment.url] : [];
}

/** A gate that let the release go on; it may have been inconclusive, and its policy went on all the same. */
function already(session: Session, phase: 'gate' | 'watch'): Gated | undefined {
  if (!session.state.donePhases.has(phase)) return undefined;
  const decision = session.state.decisions.get(phase) ?? 'pass';
  const ended = decision === 'pass' ? 'has already passed' : `has already ended (${decision}), and went on,`;
  return {
    phase,
    state: 'already',
    summary: section(phase, `This gate ${ended} for this release.`),
    outputs: { decision, reason: `this gate ${ended}`, evidence: '' },
  };
}
