import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/traffic.ts
function productionBusy(job) {
  const { type, to, requestedAt } = job;
  return {
    code: "SHIPLOCK_PRODUCTION_BUSY",
    what: `somebody else\u2019s ${type} of ${to || "another deployment"} is in progress, requested ${new Date(requestedAt).toISOString()}`,
    notDone: ["no traffic was moved"],
    next: "Wait until it has finished (or abort it at hosting), find out who started it, and rerun the job: it plans again if production has moved."
  };
}
__name(productionBusy, "productionBusy");
function productionMoved(serves, expected, job) {
  const how = job && job.to === serves ? `: a ${job.type} was requested at ${new Date(job.requestedAt).toISOString()}` : ": somebody moved it";
  return {
    code: "SHIPLOCK_PRODUCTION_MOVED",
    what: `production serves ${serves ?? "nothing"}, not ${expected ?? "nothing"} as planned${how}`,
    notDone: ["no traffic was moved"],
    next: "Find out who moved it and why, then plan again: the new plan shows what production serves now."
  };
}
__name(productionMoved, "productionMoved");
function movedOutside(live, last, own) {
  const { deploymentId } = live;
  if (!deploymentId || !last.deploymentId || [last.deploymentId, own].includes(deploymentId))
    return void 0;
  const commit = live.commit ? ` of commit ${live.commit.slice(0, 12)}` : "";
  return `Production serves ${deploymentId}${commit}, which is not what release ${last.id} deployed (${last.deploymentId}): somebody moved it outside of Shiplock. A rollback of this release leads back to ${deploymentId}.`;
}
__name(movedOutside, "movedOutside");
function trafficNotes({ job, unasked = [] }) {
  if (job?.state !== "stale") return unasked;
  const since = new Date(job.requestedAt).toISOString();
  return [
    ...unasked,
    `Hosting has called a ${job.type} of ${job.to} "${job.said ?? "unfinished"}" since ${since}. Shiplock does not wait for it.`
  ];
}
__name(trafficNotes, "trafficNotes");

export {
  productionBusy,
  productionMoved,
  movedOutside,
  trafficNotes
};
