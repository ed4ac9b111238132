import { setTimeout as sleep } from 'node:timers/promises';
import { ShiplockError } from '../release/errors.ts';
import type { Hosting, MoveState } from '../release/ports.ts';
import type { Project } from './answers.ts';
import * as answers from './answers.ts';
import type { VercelApi } from './client.ts';
import { decide, type Look } from './decide.ts';
import { readDeployment, releaseOf } from './deployments.ts';
import { readServing } from './domains.ts';
import { elsewhere } from './elsewhere.ts';
import { readRolling } from './rolling.ts';
import { askDomain, type Served } from './served.ts';
import { jobState, readProject } from './state.ts';

type Request = Parameters<Hosting['confirm']>[0];

/**
 * Looks until the move is decided or the deadline is over. Never writes. While a job runs a look is one call: where the
 * domains point is read in the first one, when the job may already be over, and once it has ended.
 */
export async function confirm(api: VercelApi, request: Request): Promise<MoveState> {
  const { pace } = api.options;
  const deadline = Date.now() + request.deadlineMs;
  let said = '';
  for (let pause = Math.min(FIRST_PAUSE_MS, pace.confirmMs), first = true; ; first = false) {
    const over = Date.now() >= deadline;
    const verdict = await lookOnce(api, request, { first, last: over });
    // A failed or skipped job will not change any more; a vendor that cannot be read, or a domain that lags, may.
    if (verdict.final || over) return verdict.state;
    if (verdict.waitingFor !== said) request.say(verdict.waitingFor);
    said = verdict.waitingFor;
    await sleep(Math.min(pause, Math.max(1, deadline - Date.now())));
    pause = Math.min(pause * 2, pace.confirmMs);
  }
}

/** Most jobs take part of a second. Each wait is twice the one before, up to the pace. */
const FIRST_PAUSE_MS = 100;

interface Which {
  readonly first: boolean;
  /** The deadline is over: what is read now goes into the record. */
  readonly last: boolean;
}

async function lookOnce(api: VercelApi, request: Request, which: Which): Promise<ReturnType<typeof decide>> {
  try {
    const look = await gather(api, request, which);
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

async function gather(api: VercelApi, request: Request, which: Which): Promise<Look> {
  const reading = readProject(api);
  const from = async () => (await reading).lastAliasRequest?.fromDeploymentId ?? undefined;
  const servingNow = () => readServing(api, request.to, from);
  const [project, early] = await Promise.all([reading, which.first ? servingNow() : undefined]);
  const last = project.lastAliasRequest;
  const ours =
    last &&
    last.toDeploymentId === request.to &&
    last.type === request.kind &&
    last.requestedAt >= request.since - api.options.pace.skewMs &&
    last.requestedAt !== api.jobBefore;
  const rolled = await readRolling(api, project);
  const sinceThen = rolled && rolled.startedAt >= request.since - api.options.pace.skewMs;
  const job = last
    ? { ...last, state: jobState(last, api.options.pace.staleMs), ours: Boolean(ours) }
    : undefined;
  const serving = early ?? (job?.state === 'running' && !which.last ? undefined : await servingNow());
  const everywhere = serving && serving.size > 0 && [...serving.values()].every((id) => id === request.to);
  return {
    job,
    ...(serving ? { serving } : {}),
    ...(rolled?.state === 'active' ? { rolling: rolled } : {}),
    ...(rolled?.state === 'aborted' && rolled.to === request.to && sinceThen ? { aborted: rolled } : {}),
    ...(ours && job?.state === 'failed'
      ? { failedAliases: await readFailed(api, project.id, request.kind) }
      : {}),
    live: everywhere
      ? await askAll(api, { to: request.to, project, domains: [...serving.keys()] })
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
async function askAll(
  api: VercelApi,
  about: { readonly to: string; readonly project: Project; readonly domains: readonly string[] },
): Promise<Look['live']> {
  const { to, project, domains } = about;
  const path = api.options.confirmPath;
  if (path === false) return { skipped: 'switched off (confirmPath: false)' };
  const production = project.targets?.['production'];
  // The project says what it serves with its metadata; only where it says something else is the deployment read.
  const named = production?.id === to ? releaseOf(production.meta) : undefined;
  const deployment = named?.releaseId ? named : await readDeployment(api, to);
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
