import { pointPreview } from '../calls/hosting.ts';
import type { StagedDeployment } from '../ports.ts';
import type { Session } from '../session.ts';
import { projectDeploymentStatus } from './projections.ts';

/**
 * A preview is served as soon as it is built: at its own address, and at the domain of its pull request where the settings
 * name one. Both last until the pull request is closed. Whoever cannot be told, or moved there, is warned of.
 * @returns where to look at it
 */
export async function showPreview(
  session: Session,
  { id, url }: Pick<StagedDeployment, 'id' | 'url'>,
): Promise<string> {
  const { preview } = session.context.run;
  if (preview === undefined) return url;
  const address = (await pointDomain(session, id, preview)) ?? url;
  await projectDeploymentStatus(session, 'deploy', 'success', `preview of pull request ${preview}`, address);
  return address;
}

export async function showFailedPreview(session: Session, why: string): Promise<void> {
  if (session.context.run.preview === undefined) return;
  await projectDeploymentStatus(session, 'deploy', 'failure', why);
}

async function pointDomain(session: Session, to: string, pull: number): Promise<string | undefined> {
  const { hosting, environment, say, warn } = session.context;
  const domain = environment.previewDomain?.replace('{number}', String(pull)).toLowerCase();
  if (domain === undefined) return undefined;
  const pointed = await session.seam('deploy').project(
    pointPreview.with(hosting, {
      key: to,
      request: { domain, to },
      input: { domain, deploymentId: to, say },
    }),
    warn,
  );
  return pointed?.url;
}
