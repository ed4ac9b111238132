import type { ReleaseContext } from '../context.ts';

const url = (domain: string) => (domain.includes('://') ? domain : `https://${domain}`);

/** Absolute URLs of the environment's domains. */
export async function domainUrls(context: Pick<ReleaseContext, 'hosting'>): Promise<readonly string[]> {
  return (await context.hosting.domains()).map(url);
}

/** Those of them that lead here: on the others somebody else answers. It is said which are left out. */
export async function watchedUrls({
  hosting,
  say,
}: Pick<ReleaseContext, 'hosting' | 'say'>): Promise<readonly string[]> {
  const [domains, away] = await Promise.all([hosting.domains(), hosting.elsewhere?.()]);
  for (const why of away?.values() ?? []) say(`not watched: ${why}`);
  return domains.filter((domain) => !away?.has(domain)).map(url);
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
    return `${where} serves deployment ${live.deploymentId}${release}${live.pinned ? ', pinned by a rollback' : ''}, as hosting shows it`;
  } catch {
    return `could not read from hosting what ${context.environment.name} serves; this step moved nothing unless the lines above say so`;
  }
}
