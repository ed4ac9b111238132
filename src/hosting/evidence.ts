import { type JsonObject, toJson } from '../release/canonical.ts';
import type { Look } from './look.ts';
import type { Rolling } from './rolling.ts';

/** What a look found, as the record keeps it. */
export function evidenceOf(look: Look): JsonObject {
  const { job, serving, rolling, aborted, failedAliases, live } = look;
  return toJson({
    job: job && {
      type: job.type,
      to: job.toDeploymentId,
      from: job.fromDeploymentId ?? null,
      status: job.jobStatus,
      requestedAt: new Date(job.requestedAt).toISOString(),
      ours: job.ours,
    },
    domains: serving
      ? Object.fromEntries([...serving].map(([domain, id]) => [domain, id ?? null]))
      : 'not read: the job runs',
    rolling: (rolling ?? aborted) && rollingEvidence((rolling ?? aborted)!),
    failedAliases,
    live:
      'skipped' in live
        ? { skipped: live.skipped }
        : { path: live.path, answers: Object.fromEntries(live.answers), leftOut: live.leftOut },
  }) as JsonObject;
}

function rollingEvidence(rolling: Rolling): JsonObject {
  const { to, stage, state, percent = null } = rolling;
  return { to, state, stage, percentage: percent };
}
