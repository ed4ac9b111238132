import { atOnce } from '../release/at-once.ts';
import { ShiplockError } from '../release/errors.ts';
import * as answers from './answers.ts';
import type { VercelApi } from './client.ts';

/** Domains that are asked about at the same time. */
const AT_ONCE = 8;
const known = new WeakMap<VercelApi, Map<string, Promise<boolean>>>();

/**
 * Which of these domains do not lead to Vercel, though the project has them: their DNS was moved, or they expired. Where
 * they lead, somebody else answers. https://vercel.com/docs/rest-api/domains/get-a-domain-s-configuration
 * A configuration that cannot be read says nothing: the domain counts as one that leads here.
 */
export async function elsewhere(
  api: VercelApi,
  domains: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  await atOnce(domains, { most: AT_ONCE }, async (domain) => {
    if (await isElsewhere(api, domain))
      found.set(domain, `${domain} does not lead to Vercel: its DNS was moved, or it expired`);
  });
  return found;
}

/** Once a process: DNS does not change within a promote. */
function isElsewhere(api: VercelApi, domain: string): Promise<boolean> {
  const asked = known.get(api) ?? new Map<string, Promise<boolean>>();
  known.set(api, asked);
  const answer = asked.get(domain) ?? read(api, domain);
  asked.set(domain, answer);
  return answer;
}

async function read(api: VercelApi, domain: string): Promise<boolean> {
  try {
    const config = await api.read(
      {
        name: 'vercel.domain-config',
        doing: `read where the DNS of ${domain} leads`,
        path: `/v6/domains/${encodeURIComponent(domain)}/config`,
        query: { projectIdOrName: api.options.project },
        absent: true,
        tries: 1,
      },
      answers.domainConfig,
    );
    return config?.misconfigured === true;
  } catch (error) {
    if (error instanceof ShiplockError) return false;
    throw error;
  }
}
