import { z } from 'zod';
import { onSameOrigin } from '../http/same-origin.ts';
import type { VercelApi } from './http.ts';
import { domainUrl } from './options.ts';

/** What a domain's own answer says it runs. */
export type Served =
  | { readonly state: 'match'; readonly said: string }
  | { readonly state: 'other'; readonly said: string }
  | { readonly state: 'silent'; readonly said: string };

const identity = z.object({ release: z.string().nullish(), commit: z.string().nullish() });

/**
 * Asks the application behind a domain which release it is. The status does not matter here: an unhealthy application
 * still says who it is, and health is the gate's business. `silent` is no proof in either direction.
 */
export async function askDomain(
  api: VercelApi,
  domain: string,
  path: string,
  expected: { readonly releaseId: string; readonly commit?: string },
): Promise<Served> {
  const { options } = api;
  try {
    // Checked here too: the secret below is for the domain and for nobody else.
    const url = onSameOrigin(path, domainUrl(domain, options.apiUrl));
    // A query nobody used before: neither the CDN nor a proxy may answer from what the last release left behind.
    url.searchParams.set('shiplock', String(Date.now()));
    const response = await options.fetch(url, {
      headers: {
        accept: 'application/json',
        'cache-control': 'no-cache',
        ...bypass(options.protectionBypass),
      },
      // A redirect to another host would take the secret along.
      redirect: 'manual',
      signal: AbortSignal.timeout(options.pace.domainMs),
    });
    const text = await response.text();
    const answer = parsed(text);
    if (!answer || (!answer.release && !answer.commit)) {
      return { state: 'silent', said: `HTTP ${response.status} without "release" or "commit" in JSON` };
    }
    const said = answer.release ? `release ${answer.release}` : `commit ${answer.commit}`;
    const same = answer.release ? answer.release === expected.releaseId : answer.commit === expected.commit;
    return { state: same ? 'match' : 'other', said };
  } catch (error) {
    return { state: 'silent', said: `no answer (${error instanceof Error ? error.name : 'error'})` };
  }
}

/** Vercel's header for automation: https://vercel.com/docs/deployment-protection/methods-to-bypass-deployment-protection */
export function bypass(secret: string | undefined): Readonly<Record<string, string>> {
  return secret ? { 'x-vercel-protection-bypass': secret } : {};
}

function parsed(text: string): z.infer<typeof identity> | undefined {
  try {
    return identity.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
