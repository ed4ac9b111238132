import type { ReleaseContext } from '../context.ts';

/** Absolute URLs of the environment's domains. */
export async function domainUrls(context: Pick<ReleaseContext, 'hosting'>): Promise<readonly string[]> {
  return (await context.hosting.domains()).map((domain) =>
    domain.includes('://') ? domain : `https://${domain}`,
  );
}

/** One sentence for errors and summaries: what serves now. Never throws; says so when it cannot be read. */
export async function describeProduction(
  context: Pick<ReleaseContext, 'hosting' | 'environment'>,
): Promise<string> {
  try {
    const live = await context.hosting.live();
    const where = context.environment.name;
    if (!live.deploymentId) return `${where} serves nothing yet`;
    const release = live.releaseId ? ` of release ${live.releaseId}` : '';
    return `${where} serves deployment ${live.deploymentId}${release}${live.pinned ? ', pinned by a rollback' : ''}`;
  } catch {
    return `could not read from hosting what ${context.environment.name} serves; this step moved nothing unless the lines above say so`;
  }
}
