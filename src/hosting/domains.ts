import type { z } from 'zod';
import { Pages } from '../http/pages.ts';
import { atOnce } from '../release/at-once.ts';
import * as answers from './answers.ts';
import type { VercelApi } from './client.ts';

/** Domains that are asked for one by one at the same time. */
const AT_ONCE = 8;
/** For so long a list of domains is not asked for again: a move looks at the same ones before and after. */
const LISTED_MS = 60_000;

interface Listed {
  readonly asked: readonly string[];
  readonly wildcards: readonly string[];
}
const listed = new WeakMap<VercelApi, { readonly at: number; readonly list: Promise<Listed> }>();

/** Domains that serve production and can be asked: verified, no wildcard, no redirect, bound to no branch or environment. */
export async function readDomains(api: VercelApi): Promise<readonly string[]> {
  return (await readAllDomains(api)).asked;
}

/** @throws SHIPLOCK_VERCEL_ANSWER when the list names a page that it has already given */
export async function readAllDomains(api: VercelApi): Promise<Listed> {
  // A scheme is allowed there, for a local stand-in; the aliases' names have none.
  const given = api.options.domains?.map((domain) => domain.replace(/^https?:\/\//, '')) ?? [];
  if (given.length > 0) return split(given);
  const known = listed.get(api);
  if (known && Date.now() - known.at < LISTED_MS) return known.list;
  const list = listServed(api);
  listed.set(api, { at: Date.now(), list });
  // A list that could not be read is asked for again.
  list.catch(() => listed.delete(api));
  return list;
}

async function listServed(api: VercelApi): Promise<Listed> {
  const domains = await listDomains(api);
  return split(
    domains
      .filter((one) => one.verified && !one.redirect && !one.gitBranch && !one.customEnvironmentId)
      .map(({ name }) => name)
      .sort(),
  );
}

type Domain = z.infer<typeof answers.domainList>['domains'][number];

/** Every domain of the project, whatever it serves, by Vercel's own list. */
export async function listDomains(api: VercelApi): Promise<readonly Domain[]> {
  const { project } = api.options;
  const found: Domain[] = [];
  const pages = new Pages();
  for (let until: number | undefined; ; ) {
    const call = {
      name: 'vercel.domains',
      doing: `list domains of project ${project}`,
      path: `/v9/projects/${encodeURIComponent(project)}/domains`,
      query: { limit: '100', until: until === undefined ? undefined : String(until) },
    };
    const list = await api.read({ ...call }, answers.domainList);
    found.push(...(list?.domains ?? []));
    until = list?.pagination?.next ?? undefined;
    if (until === undefined) break;
    const repeated = pages.repeats(until);
    if (repeated) throw api.harmless(repeated, call);
  }
  return found;
}

/** Nobody can send a request to `*.acme.example`, and no alias tells where it points. */
function split(names: readonly string[]): Listed {
  const wildcards = names.filter((name) => name.startsWith('*'));
  return { asked: names.filter((name) => !wildcards.includes(name)), wildcards };
}

/** Which deployment each domain points at. */
export type Serving = ReadonlyMap<string, string | undefined>;

/**
 * Every production domain with the deployment behind it. Those that point at a likely one (`first`, then `other`) are
 * known from its own list of domains: one call, however many there are. Each of the rest is asked for by itself, so a
 * guess costs a call and decides nothing.
 */
export async function readServing(
  api: VercelApi,
  first: string | undefined,
  other: () => Promise<string | undefined> = async () => undefined,
): Promise<Serving> {
  const [domains, serving] = await Promise.all([readDomains(api), pointingAt(api, first)]);
  const open = () => domains.filter((domain) => !serving.has(domain));
  const second = open().length > 0 ? await other() : undefined;
  if (second !== first)
    for (const [domain, at] of await pointingAt(api, second))
      if (!serving.has(domain)) serving.set(domain, at);
  await atOnce(open(), { most: AT_ONCE }, async (domain) => {
    serving.set(domain, await readAlias(api, domain));
  });
  return new Map(domains.map((domain) => [domain, serving.get(domain)]));
}

/** https://vercel.com/docs/rest-api/aliases/list-deployment-aliases */
async function pointingAt(
  api: VercelApi,
  deploymentId: string | undefined,
): Promise<Map<string, string | undefined>> {
  if (deploymentId === undefined) return new Map();
  const answer = await api.read(
    {
      name: 'vercel.deployment-aliases',
      doing: `list the domains that point at ${deploymentId}`,
      path: `/v2/deployments/${encodeURIComponent(deploymentId)}/aliases`,
      absent: true,
    },
    answers.deploymentAliases,
  );
  return new Map((answer?.aliases ?? []).map(({ alias }) => [alias, deploymentId]));
}

/** Which deployment a domain points at. */
async function readAlias(api: VercelApi, domain: string): Promise<string | undefined> {
  const answer = await api.read(
    {
      name: 'vercel.alias',
      doing: `read where ${domain} points`,
      path: `/v4/aliases/${encodeURIComponent(domain)}`,
      absent: true,
    },
    answers.alias,
  );
  return answer?.deploymentId ?? answer?.deployment?.id ?? undefined;
}
