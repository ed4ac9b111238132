import type { JsonObject } from '../release/canonical.ts';
import { OutsideCallError, type Problem } from '../release/errors.ts';
import type { TrafficMove } from '../release/ports.ts';
import { productionBusy, productionMoved } from '../release/traffic.ts';
import type { VercelApi } from './client.ts';
import { readServing } from './domains.ts';
import { readStanding, type Standing } from './state.ts';

/**
 * The one write of a promote or rollback. Vercel offers no compare-and-set, so the comparison is read just before the
 * write, and `confirm` reads afterwards what really came of it. The write itself is never repeated: a repeat could
 * override what a person did in between.
 */
export async function move(api: VercelApi, request: TrafficMove): Promise<JsonObject> {
  const { kind, to, say } = request;
  // One round of reads, and the write after it: what lies between the look and the write is one answer's way.
  const live = await readStanding(api, request.expectedFrom);
  const { project } = live;
  if (live.deploymentId === to && live.job?.state !== 'running') {
    // Promoting what already serves is no change, except that it lifts the pin of a rollback.
    if (!(kind === 'promote' && live.pinned)) return { written: false, why: `${to} already serves` };
  } else {
    refuseSurprises(request, live);
  }
  api.jobBefore = project.lastAliasRequest?.requestedAt;
  if (live.job?.state === 'stale')
    say(
      `Vercel has called the ${live.job.type} of ${live.job.to} "${live.job.said}" since ${new Date(live.job.requestedAt).toISOString()}; Shiplock does not wait for it`,
    );
  say(`${kind} ${to} in ${project.name}`);
  const call =
    kind === 'promote'
      ? { name: 'vercel.promote', path: `/v10/projects/${project.id}/promote/${encodeURIComponent(to)}` }
      : { name: 'vercel.rollback', path: `/v9/projects/${project.id}/rollback/${encodeURIComponent(to)}` };
  try {
    const doing = `${kind} ${to} in project ${project.name}`;
    const { status } = await api.accept({ ...call, doing, json: {} }, { notAfter: request.notAfter });
    // 202: queued behind a rolling release. `confirm` says so as long as it lasts.
    return { written: true, status, ...(status === 202 ? { queued: true } : {}) };
  } catch (error) {
    if (error instanceof OutsideCallError && error.status === '409' && (await alreadyServes(api, to))) {
      return {
        written: false,
        status: 409,
        why: `Vercel answered HTTP 409, and every domain already points to ${to}`,
      };
    }
    throw error;
  }
}

function refuseSurprises(request: TrafficMove, live: Standing): void {
  const { job } = live;
  // Rolling back is how a rolling release, or a promotion that hangs, is aborted: its job must not stand in the way.
  const abortsIt =
    request.kind === 'rollback' &&
    (job?.type === 'rolling' || job?.type === 'promote') &&
    (request.aborts === undefined || job.to === request.aborts);
  if (job?.state === 'running' && !abortsIt) throw refused(productionBusy(job));
  if (live.deploymentId !== request.expectedFrom)
    throw refused(productionMoved(live.deploymentId, request.expectedFrom, live.job));
}

/** A failed look here must not hide the conflict: it only means that nothing is proved. */
async function alreadyServes(api: VercelApi, to: string): Promise<boolean> {
  try {
    const serving = await readServing(api, to);
    return serving.size > 0 && [...serving.values()].every((id) => id === to);
  } catch {
    return false;
  }
}

function refused(problem: Problem): OutsideCallError {
  return new OutsideCallError(problem, { certainty: 'not-done' });
}
