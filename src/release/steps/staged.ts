import { setTimeout as sleep } from 'node:timers/promises';
import { promote } from '../calls/hosting.ts';
import { assumed } from '../dry-run.ts';
import { failure } from '../errors.ts';
import type { Hosting } from '../ports.ts';
import type { Session } from '../session.ts';
import { tried } from '../state.ts';
import { otherBackend } from './backend.ts';

/**
 * Why the staged deployment of this release can no longer be shipped: deleted or retired at hosting, or not the one that
 * was staged. Undefined: it can. The gate and users ask by the address, so that must lead to it as well.
 */
export async function whyGone(
  hosting: Pick<Hosting, 'deployment'>,
  releaseId: string,
  { deploymentId, url }: { readonly deploymentId: string; readonly url: string },
): Promise<string | undefined> {
  const found = await hosting.deployment(deploymentId);
  if (!found) return 'hosting no longer has it';
  if (found.state !== 'ready') return `it is ${found.state}${found.failure ? `: ${found.failure}` : ''}`;
  if (found.releaseId !== releaseId)
    return `it belongs to ${found.releaseId ? `release ${found.releaseId}` : 'no release'}`;
  const reached = await hosting.deployment(new URL(url).host);
  if (reached?.id === deploymentId) return undefined;
  return `its address ${url} leads to ${reached ? `deployment ${reached.id}` : 'no deployment'}`;
}

async function goneNow(session: Session): Promise<string | undefined> {
  const { deployed } = session.state;
  if (!deployed || assumed(session, 'deploy')) return undefined;
  // Hosting may answer with an old state: what the record has is gone when it stays away.
  for (const deadline = Date.now() + OLD_MS; ; await sleep(LOOK_MS)) {
    const why = await whyGone(session.context.hosting, session.release.id, deployed);
    if (why === undefined || Date.now() >= deadline) return why;
  }
}

const LOOK_MS = 500;
/** Longer than hosting takes to show what it has. */
const OLD_MS = 3_000;

/**
 * A gate that will fail for want of its deployment must fail before anything migrates.
 * @throws SHIPLOCK_DEPLOY_GONE
 */
export async function requireStaged(session: Session): Promise<void> {
  const why = await goneNow(session);
  if (why === undefined) return;
  const id = session.state.deployed?.deploymentId ?? '';
  throw failure({
    code: 'SHIPLOCK_DEPLOY_GONE',
    what: `deployment ${id}, which this release staged, can no longer be shipped: ${why}`,
    notDone: [
      session.state.donePhases.has('migrate')
        ? 'no traffic was moved'
        : 'no migration was applied, no traffic was moved',
    ],
    next: 'Run the deploy action of this release again (in GitHub: Re-run all jobs): it uploads and builds the commit again. The new deployment needs its own plan and, for production, its own approval. Check who or what deletes deployments (retention policy of the project).',
  });
}

/** Whether deploy has to stage the commit again: what was staged is gone, or keeps variables that lead elsewhere. What traffic was sent to stays as it is. */
export async function mustStageAgain(session: Session): Promise<boolean> {
  const { state, context } = session;
  if (!state.deployed || state.closed || state.donePhases.has('promote')) return false;
  if (tried(state, 'promote', promote.name(context.hosting))) return false;
  const why = (await goneNow(session)) ?? (await otherBackend(context, state.deployed.deploymentId));
  if (why !== undefined)
    context.say(`deploy: ${state.deployed.deploymentId} can no longer be shipped (${why}); staging again`);
  return why !== undefined;
}
