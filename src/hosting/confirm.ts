import { setTimeout as sleep } from 'node:timers/promises';
import { ShiplockError } from '../release/errors.ts';
import type { Hosting, MoveState } from '../release/ports.ts';
import * as answers from './answers.ts';
import type { VercelApi } from './client.ts';
import { decide, type Look } from './decide.ts';
import { readDeployment } from './deployments.ts';
import { elsewhere } from './elsewhere.ts';
import { askDomain, type Served } from './served.ts';
import { jobState, readProject, readRolling, readServing } from './state.ts';

type Request = Parameters<Hosting['confirm']>[0];

/** Looks until the move is decided or the deadline is over. Never writes. */
export async function confirm(api: VercelApi, request: Request): Promise<MoveState> {
  const { pace } = api.options;
  const deadline = Date.now() + request.deadlineMs;
  let said = '';
  for (;;) {
    const verdict = await lookOnce(api, request);
    const over = Date.now() >= deadline;
    // A failed or skipped job will not change any more; a vendor that cannot be read, or a domain that lags, may.
    if (verdict.final || over) return verdict.state;
    if (verdict.waitingFor !== said) request.say(verdict.waitingFor);
    said = verdict.waitingFor;
    await sleep(Math.min(pace.confirmMs, Math.max(1, deadline - Date.now())));
  }
}

async function lookOnce(api: VercelApi, request: Request): Promise<ReturnType<typeof decide>> {
  try {
    const look = await gather(api, request);
    return decide(look, request, { now: Date.now(), ...api.options.pace });
  } catch (error) {
    // A wrong token or an unknown project will not mend itself while we wait.
    if (!(error instanceof ShiplockError) || error.kind === 'configuration') throw error;
    const why = error.problem.what;
    return {
      final: false,
      waitingFor: why,
      state: { state: 'ambiguous', evidence: { error: error.code }, why },
    };
  }
}

async function gather(api: VercelApi, request: Request): Promise<Look> {
  const [project, serving] = await Promise.all([readProject(api), readServing(api)]);
  const last = project.lastAliasRequest;
  const ours =
    last &&
    last.toDeploymentId === request.to &&
    last.type === request.kind &&
    last.requestedAt >= request.since - api.options.pace.skewMs &&
    last.requestedAt !== api.jobBefore;
  const rolling = await readRolling(api, project);
  const everywhere = serving.size > 0 && [...serving.values()].every((id) => id === request.to);
  const job = last
    ? { ...last, state: jobState(last, api.options.pace.staleMs), ours: Boolean(ours) }
    : undefined;
  return {
    job,
    serving,
    ...(rolling ? { rolling } : {}),
    ...(ours && job?.state === 'failed'
      ? { failedAliases: await readFailed(api, project.id, request.kind) }
      : {}),
    live: everywhere
      ? await askAll(api, request.to, [...serving.keys()])
      : { skipped: 'not every domain points to it yet' },
  };
}

/** The names Vercel could not move; a reading aid, so what cannot be read is said and no more. */
async function readFailed(
  api: VercelApi,
  projectId: string,
  kind: Request['kind'],
): Promise<readonly string[]> {
  try {
    const list = await api.read(
      {
        name: `vercel.${kind}-aliases`,
        doing: `list the domains that the ${kind} could not move`,
        path: `/v9/projects/${projectId}/${kind}/aliases`,
        query: { failedOnly: 'true', limit: '20' },
        tries: 2,
      },
      answers.failedAliases,
    );
    return (list?.aliases ?? []).map((row) => row.alias);
  } catch (error) {
    return [`(not readable: ${error instanceof ShiplockError ? error.code : 'error'})`];
  }
}

/** The proof through the domains themselves, where the deployment is one of ours and the application can tell. */
async function askAll(api: VercelApi, to: string, domains: readonly string[]): Promise<Look['live']> {
  const path = api.options.confirmPath;
  if (path === false) return { skipped: 'switched off (confirmPath: false)' };
  const deployment = await readDeployment(api, to);
  if (!deployment?.releaseId) return { skipped: `${to} has no release id in its metadata` };
  const expected = {
    releaseId: deployment.releaseId,
    ...(deployment.commit ? { commit: deployment.commit } : {}),
  };
  const asked = domains.map(
    async (domain) => [domain, await askDomain(api, domain, path, expected)] as const,
  );
  const said = new Map<string, Served>(await Promise.all(asked));
  // Whoever answers on a domain that leads elsewhere is not us, whatever it says.
  const strange = [...said].filter(([, { state }]) => state !== 'match').map(([domain]) => domain);
  const leftOut = await elsewhere(api, strange);
  for (const domain of leftOut.keys()) said.delete(domain);
  const why = [...leftOut.values()];
  if (said.size === 0 && why.length > 0) return { skipped: why.join('; ') };
  return { path, answers: said, ...(why.length > 0 ? { leftOut: why } : {}) };
}
