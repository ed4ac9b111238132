import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  foldState
} from "./chunk-LTI6PTE6.js";
import {
  failure
} from "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/deployed-as.ts
async function deployedAs(record, releaseId) {
  return foldState(await record.events(releaseId)).deployed?.deploymentId;
}
__name(deployedAs, "deployedAs");

// src/release/steps/rollback-target.ts
var nameOf = /* @__PURE__ */ __name(({ release, deploymentId, byHand }) => byHand ? `deployment ${deploymentId}` : release.id, "nameOf");
async function findTarget(session) {
  const { record, release, state, context } = session;
  if (!release.replaces) return void 0;
  const previous = await record.release(release.replaces);
  const deployed = previous && await deployedAs(record, previous.id);
  if (!previous || !deployed) return void 0;
  const usual = { release: previous, deploymentId: deployed, byHand: false };
  const served = state.plan?.plan.production.deploymentId;
  if (!served || [deployed, state.deployed?.deploymentId].includes(served)) return usual;
  const found = await context.hosting.deployment(served);
  if (found?.state !== "ready") {
    context.say(
      `rollback: ${served}, which served before this release, is gone; going back to ${previous.id}`
    );
    return usual;
  }
  const theirs = found.releaseId ? await record.release(found.releaseId) : void 0;
  const known = theirs?.environment === release.environment && await record.isOurs(theirs.id);
  const own = known && await deployedAs(record, theirs.id) === served;
  if (own) return { release: theirs, deploymentId: served, byHand: false };
  context.warn(
    `before this release, deployment ${served} served, which no release of the record deployed: the rollback leads there, not to ${previous.id}`
  );
  return { release: previous, deploymentId: served, byHand: true };
}
__name(findTarget, "findTarget");
function whyNotThere(found) {
  if (!found) return "hosting no longer has it";
  if (found.state === "ready") return void 0;
  return `it is ${found.state}${found.failure ? `: ${found.failure}` : ""}`;
}
__name(whyNotThere, "whyNotThere");
async function requireThere(session, target) {
  const why = whyNotThere(await session.context.hosting.deployment(target.deploymentId));
  if (why === void 0) return;
  throw failure({
    code: "SHIPLOCK_ROLLBACK_TARGET_GONE",
    what: `deployment ${target.deploymentId}, to which this rollback leads (${nameOf(target)}), cannot serve: ${why}`,
    notDone: ["no traffic was moved"],
    next: `Roll back to an older release (to: <release>; \`shiplock status\` lists them), or ship commit ${target.release.commit.slice(0, 12)} again in a new run. Check who or what deletes deployments (retention policy of the project).`
  });
}
__name(requireThere, "requireThere");

export {
  deployedAs,
  nameOf,
  findTarget,
  whyNotThere,
  requireThere
};
