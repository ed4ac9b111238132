import { z } from 'zod';
import { deploy } from '../calls/hosting.ts';
import type { ReleaseContext } from '../context.ts';
import { assumed } from '../dry-run.ts';
import { failure } from '../errors.ts';
import { listedAs } from '../listed-as.ts';
import { shortHash } from '../plan.ts';
import type { StagedDeployment } from '../ports.ts';
import type { Session } from '../session.ts';
import type { ReleaseState } from '../state.ts';
import { notAllowed } from './prebuilt.ts';

/**
 * What hosting itself says that a deployment holds.
 * @throws SHIPLOCK_DEPLOY_SOURCE_UNKNOWN where it cannot tell: a deployment whose files nobody can name is never shipped.
 */
async function digestAtHosting(context: ReleaseContext, deploymentId: string): Promise<string> {
  const digest = await context.hosting.sourceDigest(deploymentId);
  if (digest !== undefined) return digest;
  throw failure({
    code: 'SHIPLOCK_DEPLOY_SOURCE_UNKNOWN',
    what: `hosting has no list of the files of deployment ${deploymentId}, so nothing proves that it is commit ${context.commit.slice(0, 12)}`,
    notDone: ['no domain was moved, no migration was applied'],
    next: 'Check that the deployment still exists. Deployments that hosting built from git itself cannot be shipped: let the deploy action upload the commit.',
  });
}

/**
 * The digest of the files that were uploaded, once hosting says that it holds exactly these.
 * @param key of the call that uploaded them
 * @throws SHIPLOCK_DEPLOY_SOURCE_DIFFERS
 */
export async function requireUploaded(
  session: Session,
  staged: StagedDeployment,
  key: string | undefined,
): Promise<string> {
  const { context } = session;
  // One that was found again after a lost answer does not carry what was sent. The commit tells, and of what was built,
  // the record: another build of the same commit comes out otherwise.
  const sent = staged.digest ?? sentBefore(session, key);
  const listed = sent === undefined ? await listedAs(context.hosting, context.source) : [sent];
  return requireFiles(context, staged.id, listed);
}

const digestOnly = z.object({ digest: z.string() });

function sentBefore({ state, context }: Session, key: string | undefined): string | undefined {
  const name = deploy.name(context.hosting);
  const begun = state.calls.findLast(
    (call) => call.state === 'begun' && call.name === name && call.key === (key ?? ''),
  );
  return begun?.state === 'begun' ? digestOnly.safeParse(begun.request).data?.digest : undefined;
}

/**
 * The same of a deployment that an earlier job staged: the commit's own files are what it must hold. Of what a job built
 * itself, the record says what that was: only the shipping role writes there.
 * @throws SHIPLOCK_PREBUILT_NOT_ALLOWED
 */
export async function requireSource(
  context: ReleaseContext,
  deployed: NonNullable<ReleaseState['deployed']>,
): Promise<string> {
  const { deploymentId, prebuilt, digest } = deployed;
  if (!prebuilt) return requireFiles(context, deploymentId, await listedAs(context.hosting, context.source));
  if (!context.environment.prebuilt) throw notAllowed(context.environment.name);
  return requireFiles(context, deploymentId, [digest ?? '']);
}

/** A dry run stages nothing; what it would stage holds what it would upload. */
export function plannedDigest(session: Session, deploymentId: string): Promise<string> {
  const { source, prebuilt } = session.context;
  return assumed(session, 'deploy')
    ? (prebuilt?.source ?? source).digest()
    : digestAtHosting(session.context, deploymentId);
}

async function requireFiles(
  context: ReleaseContext,
  deploymentId: string,
  sent: readonly string[],
): Promise<string> {
  const held = await digestAtHosting(context, deploymentId);
  if (sent.includes(held)) return held;
  throw failure({
    code: 'SHIPLOCK_DEPLOY_SOURCE_DIFFERS',
    what: `deployment ${deploymentId} does not have the files of commit ${context.commit.slice(0, 12)}: their digest is ${shortHash(sent[0] ?? '')}, but that of hosting’s list is ${shortHash(held)}`,
    done: [`deployment ${deploymentId} exists at hosting`],
    notDone: ['no domain was moved, no migration was applied'],
    next: 'Check the source of that deployment at hosting. Do not promote it by hand. Start a new run of this commit, which uploads it again.',
  });
}
