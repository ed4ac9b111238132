import { setTimeout as sleep } from 'node:timers/promises';
import { OutsideCallError, ShiplockError } from '../release/errors.ts';
import type { Say, StagedDeployment } from '../release/ports.ts';
import * as answers from './answers.ts';
import { followBuildLog } from './build-log.ts';
import type { VercelApi } from './client.ts';
import { deploymentUrl } from './options.ts';

/** Metadata key by which a deployment is found again after a lost answer. */
export const RELEASE_META = 'shiplockReleaseId';
export const COMMIT_META = 'githubCommitSha';
export const RUN_META = 'shiplockRunId';

/** One deployment by id or host name; undefined where there is none. */
export async function readDeployment(
  api: VercelApi,
  idOrHost: string,
): Promise<StagedDeployment | undefined> {
  const answer = await api.read(
    {
      name: 'vercel.deployment',
      doing: `read deployment ${idOrHost}`,
      path: `/v13/deployments/${encodeURIComponent(idOrHost)}`,
      absent: true,
    },
    answers.deployment,
  );
  return answer && toStaged(answer, api.options.apiUrl);
}

/**
 * The deployment that carries this release id. The `meta-<key>` filter is what `vercel list --meta` sends; it is not in
 * Vercel's reference, so each row is checked again here and pages are followed in case the filter is ignored.
 * Of several (a post repeated by hand) the oldest is the one. A build that failed or was canceled is not looked at:
 * whoever asks again wants a new one, since what was missing may be there by now.
 */
export async function findByRelease(
  api: VercelApi,
  projectId: string,
  releaseId: string,
): Promise<string | undefined> {
  const found: { id: string; created: number }[] = [];
  let until: number | undefined;
  for (let page = 0; page < 5; page++) {
    const list = await api.read(
      {
        name: 'vercel.deployments',
        doing: `list deployments of release ${releaseId}`,
        path: '/v6/deployments',
        query: {
          projectId,
          limit: '100',
          [`meta-${RELEASE_META}`]: releaseId,
          until: until === undefined ? undefined : String(until),
        },
      },
      answers.deploymentList,
    );
    for (const row of list?.deployments ?? []) {
      if (row.meta?.[RELEASE_META] !== releaseId) continue;
      const state = stateOf(row.readyState ?? row.state ?? '');
      if (state === 'ready' || state === 'building') found.push({ id: row.uid, created: row.created });
    }
    until = list?.pagination?.next ?? undefined;
    if (found.length > 0 || until === undefined) break;
  }
  return found.sort((a, b) => a.created - b.created)[0]?.id;
}

/** A deployment that was there and is not, so often in a row, was deleted. */
const ABSENT = 3;

/**
 * Waits until the deployment is built. `CANCELED` ends the wait, unlike in @vercel/client's own loop, and so does a
 * deletion; a state that we do not know is waited on until the deadline, and is then an error: never taken for success.
 */
export async function waitBuilt(api: VercelApi, id: string, say: Say): Promise<StagedDeployment> {
  const { buildDeadlineMs, pace } = api.options;
  const start = Date.now();
  let said = '';
  let [failures, absent] = [0, 0];
  let seen: StagedDeployment | undefined;
  const follow = followBuildLog(api, id, say);
  for (;;) {
    const looked = await readDeployment(api, id).catch((error: unknown) => {
      // A build takes minutes: an API that is away for one of them must not lose it.
      if (++failures >= 5 || !(error instanceof ShiplockError) || error.kind === 'configuration') throw error;
      say(error.problem.what);
      return 'unread' as const;
    });
    const now = looked === 'unread' ? undefined : looked;
    if (looked !== 'unread') failures = 0;
    absent = looked === undefined ? absent + 1 : 0;
    if (seen && absent >= ABSENT) return deleted(seen);
    if (now?.inspectUrl && !seen?.inspectUrl) say(`${id}: its page with the build log is ${now.inspectUrl}`);
    // Of a build that ended, the lines since the last look; a failed one is told with its end in any case.
    if (now && (now.state === 'building' || (seen && now.state !== 'failed'))) await follow();
    if (now && now.state !== 'building') return now;
    seen = now ?? seen;
    const elapsed = Date.now() - start;
    const state = now ? 'building' : 'not visible yet';
    if (elapsed >= (seen ? buildDeadlineMs : Math.min(buildDeadlineMs, pace.visibleMs)))
      throw buildDeadline(id, state, elapsed, seen?.inspectUrl);
    const line = `${id}: ${state}, ${Math.round(elapsed / 1000)} s`;
    if (line !== said) say(line);
    said = line;
    await sleep(Math.min(pollingStep(elapsed) * pace.buildFactor, Math.max(1, buildDeadlineMs - elapsed)));
  }
}

function deleted(seen: StagedDeployment): StagedDeployment {
  return { ...seen, state: 'failed', failure: 'it was deleted at Vercel while it was being built' };
}

function buildDeadline(
  id: string,
  state: string,
  elapsed: number,
  page: string | undefined,
): OutsideCallError {
  return new OutsideCallError(
    {
      code: 'SHIPLOCK_VERCEL_BUILD_DEADLINE',
      what: `Deployment ${id} is still "${state}" after ${elapsed < 120_000 ? `${Math.round(elapsed / 1000)} s` : `${Math.round(elapsed / 60_000)} min`}.`,
      next: `Check its build log at Vercel${page ? ` (${page})` : ''}, cancel it there if it hangs, then rerun the phase.`,
    },
    { certainty: 'unknown' },
  );
}

/** Vercel's own client polls after 1, 5, 15 and 30 s; most builds end in the second minute, so that one is finer here. */
function pollingStep(elapsedMs: number): number {
  if (elapsedMs <= 15_000) return 1_000;
  if (elapsedMs <= 120_000) return 2_000;
  return elapsedMs <= 300_000 ? 15_000 : 30_000;
}

function stateOf(readyState: string): StagedDeployment['state'] {
  if (readyState === 'READY') return 'ready';
  if (readyState === 'CANCELED') return 'canceled';
  // These do not change on their own: BLOCKED waits for a person, because the author or the plan does not allow the build.
  if (['ERROR', 'DELETED', 'BLOCKED'].includes(readyState) || readyState.endsWith('_ERROR')) return 'failed';
  return 'building';
}

/** What a deployment's metadata says of the release that it is. */
export function releaseOf(
  meta: answers.DeploymentAnswer['meta'],
): Pick<StagedDeployment, 'releaseId' | 'commit'> {
  const releaseId = meta?.[RELEASE_META];
  const commit = meta?.[COMMIT_META];
  return {
    ...(typeof releaseId === 'string' ? { releaseId } : {}),
    ...(typeof commit === 'string' ? { commit } : {}),
  };
}

function toStaged(answer: answers.DeploymentAnswer, apiUrl: string): StagedDeployment {
  const runId = answer.meta?.[RUN_META];
  const state = answer.softDeletedByRetention ? 'failed' : stateOf(answer.readyState);
  const said = [answer.errorCode, answer.errorMessage ?? answer.readyStateReason].filter(Boolean).join(': ');
  const failure = answer.softDeletedByRetention
    ? 'Vercel’s retention policy deleted it'
    : answer.readyState === 'BLOCKED'
      ? `Vercel blocked it${said ? `: ${said}` : ' without a reason. Usually the author of the commit has no access to the team'}`
      : said;
  return {
    id: answer.id,
    url: deploymentUrl(answer.url, apiUrl),
    state,
    ...releaseOf(answer.meta),
    ...(typeof runId === 'string' ? { runId } : {}),
    ...(answer.expiration ? { expiresAt: new Date(answer.expiration).toISOString() } : {}),
    ...(answer.inspectorUrl ? { inspectUrl: answer.inspectorUrl } : {}),
    ...(state === 'failed' ? { failure: failure || `deployment ended as ${answer.readyState}` } : {}),
  };
}
