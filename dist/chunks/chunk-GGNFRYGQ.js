import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  failure
} from "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/traffic.ts
function productionBusy(job) {
  const { type, to, requestedAt, percent } = job;
  return {
    code: "SHIPLOCK_PRODUCTION_BUSY",
    what: `somebody else\u2019s ${type === "rolling" ? "rolling release" : type} of ${to || "another deployment"} is in progress${percent === void 0 ? "" : ` (${percent} % of traffic)`}, requested ${new Date(requestedAt).toISOString()}`,
    notDone: ["no traffic was moved"],
    next: "Wait until it has finished (or abort it at hosting), find out who started it, and rerun the job: it plans again if production has moved."
  };
}
__name(productionBusy, "productionBusy");
var whoMoved = /* @__PURE__ */ __name((serves, job) => job && job.to === serves ? `a ${job.type} was requested at ${new Date(job.requestedAt).toISOString()}` : "somebody moved it", "whoMoved");
function productionMoved(serves, expected, job) {
  return {
    code: "SHIPLOCK_PRODUCTION_MOVED",
    what: `production serves ${serves ?? "nothing"}, not ${expected ?? "nothing"} as planned: ${whoMoved(serves, job)}`,
    notDone: ["no traffic was moved"],
    next: "Find out who moved it and why, then plan again: the new plan shows what production serves now."
  };
}
__name(productionMoved, "productionMoved");
function movedBeforeClose(live, deploymentId) {
  return {
    code: "SHIPLOCK_PRODUCTION_MOVED",
    what: `production serves ${live.deploymentId ?? "nothing"}, not ${deploymentId}, which this release promoted: ${whoMoved(live.deploymentId, live.job)}`,
    done: ["the release was promoted, and its watch passed"],
    notDone: ["the release was not closed as released", "no traffic was moved"],
    next: "Find out who moved it and why. Then close the release with the rollback action: it leaves production as it is. To ship the commit again, start a new run."
  };
}
__name(movedBeforeClose, "movedBeforeClose");
function movedOutside(live, last, own) {
  const { deploymentId } = live;
  if (!deploymentId || !last.deploymentId || [last.deploymentId, own].includes(deploymentId))
    return void 0;
  const commit = live.commit ? ` of commit ${live.commit.slice(0, 12)}` : "";
  return `Production serves ${deploymentId}${commit}, which is not what release ${last.id} deployed (${last.deploymentId}): somebody moved it outside of Shiplock. A rollback of this release leads back to ${deploymentId}.`;
}
__name(movedOutside, "movedOutside");
function foreignRolling({ job }, own) {
  return job?.type === "rolling" && job.state === "running" && job.to !== own ? job : void 0;
}
__name(foreignRolling, "foreignRolling");
function refuseForeignRolling(live, own) {
  const foreign = foreignRolling(live, own);
  if (foreign) throw failure(productionBusy(foreign));
}
__name(refuseForeignRolling, "refuseForeignRolling");
function trafficNotes(live, own) {
  const { job, unasked = [] } = live;
  const foreign = foreignRolling(live, own);
  if (foreign)
    return [...unasked, `While ${productionBusy(foreign).what}, Shiplock neither migrates nor promotes.`];
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
  movedBeforeClose,
  movedOutside,
  refuseForeignRolling,
  trafficNotes
};
