import type { ReleaseContext } from '../context.ts';
import { failure } from '../errors.ts';
import { shortHash } from '../plan.ts';
import type { StagedDeployment } from '../ports.ts';

/**
 * What hosting itself says that a deployment holds.
 * @throws SHIPLOCK_DEPLOY_SOURCE_UNKNOWN where it cannot tell: a deployment whose files nobody can name is never shipped.
 */
export async function digestAtHosting(context: ReleaseContext, deploymentId: string): Promise<string> {
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
 * @throws SHIPLOCK_DEPLOY_SOURCE_DIFFERS
 */
export async function requireUploaded(context: ReleaseContext, staged: StagedDeployment): Promise<string> {
  // A deployment that was found again after a lost answer does not carry what was sent: the commit tells.
  return requireFiles(context, staged.id, staged.digest ?? (await context.source.digest()));
}

/** The same of a deployment that an earlier job staged: the commit's own files are what it must hold. */
export async function requireSource(context: ReleaseContext, deploymentId: string): Promise<string> {
  return requireFiles(context, deploymentId, await context.source.digest());
}

async function requireFiles(context: ReleaseContext, deploymentId: string, sent: string): Promise<string> {
  const held = await digestAtHosting(context, deploymentId);
  if (held === sent) return sent;
  throw failure({
    code: 'SHIPLOCK_DEPLOY_SOURCE_DIFFERS',
    what: `deployment ${deploymentId} does not have the files of commit ${context.commit.slice(0, 12)}: their digest is ${shortHash(sent)}, but that of hosting’s list is ${shortHash(held)}`,
    done: [`deployment ${deploymentId} exists at hosting`],
    notDone: ['no domain was moved, no migration was applied'],
    next: 'Check the source of that deployment at hosting. Do not promote it by hand. Start a new run of this commit, which uploads it again.',
  });
}
