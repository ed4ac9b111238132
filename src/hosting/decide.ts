import type { MoveState } from '../release/ports.ts';
import { evidenceOf } from './evidence.ts';
import type { Look } from './look.ts';

export type { Look } from './look.ts';

import type { Served } from './served.ts';

export interface Decision {
  /** false: looking again may tell more, so go on until the deadline. */
  readonly final: boolean;
  readonly waitingFor: string;
  readonly state: MoveState;
}

/**
 * What a look proves. `done` needs every production domain to point at the deployment *and*, where the application can
 * tell, to answer as that release. A job alone proves nothing: Vercel reports success for jobs that were somebody
 * else's, skipped, or moved no domain.
 */
export function decide(
  look: Look,
  request: {
    readonly kind: 'promote' | 'rollback';
    readonly to: string;
    readonly since: number;
    readonly accepted?: boolean;
    readonly canary?: boolean;
  },
  clock: { readonly now: number; readonly settleMs: number; readonly silentMs: number },
): Decision {
  const evidence = evidenceOf(look);
  const { job, rolling } = look;
  const serving = look.serving ?? new Map<string, string | undefined>();
  const ours = job?.ours ? job : undefined;
  const there = [...serving].filter(([, id]) => id === request.to).map(([domain]) => domain);
  const elsewhere = [...serving]
    .filter(([, id]) => id !== request.to)
    .map(([domain, id]) => `${domain} → ${id ?? 'nothing'}`);
  const ambiguous = (why: string, final = false): Decision => ({
    final,
    waitingFor: why,
    state: { state: 'ambiguous', evidence, why },
  });
  const running = (waitingFor: string): Decision => ({
    final: false,
    waitingFor,
    state: { state: 'running', evidence },
  });

  if (look.serving?.size === 0)
    return ambiguous('the project has no verified production domain, so nothing can prove the move', true);
  if (rolling) {
    const stage = `stage ${rolling.stage}, ${rolling.percent ?? '?'} % of traffic`;
    if (request.canary && rolling.to === request.to)
      return { final: true, waitingFor: '', state: { state: 'done', evidence } };
    return rolling.to === request.to
      ? running(`the rolling release of ${rolling.to} is at ${stage}`)
      : ambiguous(
          `a rolling release of ${rolling.to} is in progress (${stage}); the ${request.kind} might be queued behind it`,
        );
  }
  // It was taken back since: that is for whoever follows the stages to say.
  if (request.canary && look.aborted && elsewhere.length > 0)
    return { final: true, waitingFor: '', state: { state: 'done', evidence } };
  // A stale job of somebody else no longer moves anything.
  if (job && (job.state === 'running' || (job.state === 'stale' && job.ours))) {
    const what = `${job.type} of ${job.toDeploymentId} is ${job.jobStatus}`;
    return ours ? running(what) : ambiguous(`another job is moving the domains: ${what}`);
  }
  if (!look.serving) return ambiguous('the domains were not read');
  if (ours && (ours.state === 'failed' || ours.state === 'skipped'))
    return ended(look, ours.state, there, elsewhere, evidence);
  if (elsewhere.length > 0) {
    if (ours) return ambiguous(`the job succeeded, but not every domain followed: ${elsewhere.join(', ')}`);
    if (there.length > 0)
      return ambiguous(
        `Vercel shows no job for this ${request.kind}, and the domains are split: ${elsewhere.join(', ')}`,
      );
    // What Vercel has taken may show up as late as it likes: that it ended is for Vercel to say.
    if (request.accepted)
      return ambiguous(`Vercel accepted the ${request.kind}, and shows no job for it yet`);
    if (clock.now - request.since < clock.settleMs) {
      return ambiguous(`no sign of the ${request.kind} yet, but too early to say that it did not happen`);
    }
    return { final: true, waitingFor: '', state: { state: 'not-done', evidence } };
  }
  return provedLive(look, evidence, ambiguous, clock.now - request.since >= clock.silentMs);
}

/** Our job ended without success: the domains say how far it came. */
function ended(
  look: Look,
  state: 'failed' | 'skipped',
  there: readonly string[],
  elsewhere: readonly string[],
  evidence: Decision['state']['evidence'],
): Decision {
  if (there.length === 0) return { final: true, waitingFor: '', state: { state: 'not-done', evidence } };
  const names = look.failedAliases?.length ? ` (could not move ${look.failedAliases.join(', ')})` : '';
  const where =
    elsewhere.length > 0
      ? `; still elsewhere: ${elsewhere.join(', ')}`
      : '; every domain points to it anyway';
  const why = `the job ended as ${state}${names}${where}`;
  const ambiguous: Decision = { final: true, waitingFor: '', state: { state: 'ambiguous', evidence, why } };
  // Skipped because there was nothing to do: the domains and their answers prove it like any other move.
  return state === 'skipped' && elsewhere.length === 0
    ? provedLive(
        look,
        evidence,
        (reason) => ({
          ...ambiguous,
          final: false,
          waitingFor: reason,
          state: { state: 'ambiguous', evidence, why: reason },
        }),
        true,
      )
    : ambiguous;
}

function provedLive(
  look: Look,
  evidence: Decision['state']['evidence'],
  ambiguous: (why: string) => Decision,
  heard: boolean,
): Decision {
  if ('skipped' in look.live) return { final: true, waitingFor: '', state: { state: 'done', evidence } };
  const { path, answers } = look.live;
  const told = (state: readonly Served['state'][]) =>
    [...answers]
      .filter(([, served]) => state.includes(served.state))
      .map(([domain, served]) => `${domain}${path}: ${served.said}`)
      .join('; ');
  const wrong = told(['other', 'unreachable']);
  if (wrong !== '') return ambiguous(`every domain points to it, but the answers do not prove it: ${wrong}`);
  // The domains point at it, and the application that answers there has no word about releases: it may be a page.
  const unproved = told(['silent']);
  return unproved === ''
    ? { final: true, waitingFor: '', state: { state: 'done', evidence } }
    : { final: heard, waitingFor: unproved, state: { state: 'done', evidence, unproved } };
}
