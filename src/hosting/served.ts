import { z } from 'zod';
import { onSameOrigin } from '../http/same-origin.ts';
import type { VercelApi } from './client.ts';
import { domainUrl } from './options.ts';

/** What a domain's own answer says it runs. */
export type Served =
  | { readonly state: 'match'; readonly said: string }
  | { readonly state: 'other'; readonly said: string }
  /** It answered, and said nothing of releases. */
  | { readonly state: 'silent'; readonly said: string }
  /** No answer, or a server error: the next answer can differ. */
  | { readonly state: 'unreachable'; readonly said: string };

const identity = z.object({ release: z.string().nullish(), commit: z.string().nullish() });

/**
 * Asks the application behind a domain which release it is. The status does not matter here: an unhealthy application
 * still says who it is, and health is the gate's business. `silent` is no proof in either direction. A redirect is
 * followed on the domain itself.
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
    const base = domainUrl(domain, options.apiUrl);
    let url = onSameOrigin(path, base);
    // A query nobody used before: neither the CDN nor a proxy may answer from what the last release left behind.
    url.searchParams.set('shiplock', String(Date.now()));
    const signal = AbortSignal.timeout(options.pace.domainMs);
    let response = await ask(api, url, signal);
    for (let hops = 0; hops < HOPS && isRedirect(response); hops += 1) {
      const next = new URL(response.headers.get('location') ?? '', url);
      if (next.origin !== url.origin) break;
      await response.body?.cancel();
      url = next;
      response = await ask(api, url, signal);
    }
    const text = await response.text();
    const answer = parsed(text);
    if (!answer || (!answer.release && !answer.commit)) {
      const state = response.status >= 500 ? 'unreachable' : 'silent';
      return {
        state,
        said: `HTTP ${response.status} without "release" or "commit" in JSON${away(response)}`,
      };
    }
    const said = answer.release ? `release ${answer.release}` : `commit ${answer.commit}`;
    const same = answer.release ? answer.release === expected.releaseId : answer.commit === expected.commit;
    return { state: same ? 'match' : 'other', said };
  } catch (error) {
    return { state: 'unreachable', said: `no answer (${error instanceof Error ? error.name : 'error'})` };
  }
}

/** Redirects that are followed; an application that adds a language or a slash needs two. */
const HOPS = 3;
const isRedirect = ({ status, headers }: Response) =>
  status >= 300 && status < 400 && headers.has('location');

function ask({ options }: VercelApi, url: URL, signal: AbortSignal): Promise<Response> {
  return options.fetch(url, {
    headers: { accept: 'application/json', 'cache-control': 'no-cache', ...bypass(options.protectionBypass) },
    // A redirect to another host would take the secret along.
    redirect: 'manual',
    signal,
  });
}

/** Only the host: what follows it may hold a token. */
function away(response: Response): string {
  if (!isRedirect(response)) return '';
  const to = URL.parse(response.headers.get('location') ?? '', 'https://same.invalid')?.host;
  return to && to !== 'same.invalid' ? ` (it redirects to ${to})` : ' (it redirects)';
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
