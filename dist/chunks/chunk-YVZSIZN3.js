import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  defineCall
} from "./chunk-P4MBYWRH.js";
import {
  assumed
} from "./chunk-NICL46NP.js";
import {
  tried
} from "./chunk-LTI6PTE6.js";
import {
  failure
} from "./chunk-GQCODBKJ.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/calls/hosting.ts
var staged = external_exports.object({
  id: external_exports.string(),
  url: external_exports.string(),
  state: external_exports.enum(["building", "ready", "failed", "canceled"]),
  releaseId: external_exports.string().exactOptional(),
  commit: external_exports.string().exactOptional(),
  runId: external_exports.string().exactOptional(),
  failure: external_exports.string().exactOptional(),
  log: external_exports.array(external_exports.string()).exactOptional(),
  inspectUrl: external_exports.string().exactOptional(),
  digest: external_exports.string().exactOptional()
});
var deploy = defineCall({
  verb: "deploy",
  port: "hosting",
  method: "stage",
  does: "Uploads the files that hosting does not have, and builds a deployment that no domain points to.",
  request: external_exports.strictObject({
    commit: external_exports.string(),
    target: external_exports.enum(["production", "preview"]),
    domains: external_exports.literal("none")
  }),
  result: staged,
  lost: {
    how: "reads",
    says: "Looks for a deployment that carries the release id, and waits until it is built. Builds again only where there is none.",
    reads: /* @__PURE__ */ __name(async (hosting, { releaseId, say }) => {
      const found = await hosting.findStaged(releaseId, say);
      return found ? { state: "done", result: found } : { state: "not-done" };
    }, "reads")
  },
  run: /* @__PURE__ */ __name((hosting, input) => hosting.stage(input), "run")
});
var SKEW_MS = 5e3;
var evidence = external_exports.record(external_exports.string(), external_exports.json());
var moved = external_exports.strictObject({ to: external_exports.string(), from: external_exports.string().nullable() });
function confirmed(kind) {
  return {
    how: "reads",
    says: `Reads hosting's job, its aliases and each domain until the ${kind} is done, failed, or its deadline is over. If that does not decide it, the release stops and nothing is sent again.`,
    accepted: true,
    reads: /* @__PURE__ */ __name(async (hosting, { to, canary = false, deadlineMs, say, warn }, at, accepted) => {
      const since = at - SKEW_MS;
      const found = await hosting.confirm({ kind, to, since, deadlineMs, accepted, canary, say });
      if (found.state === "done") {
        if (found.unproved)
          warn(
            `every domain points to ${to}, but the application did not say which release it is: ${found.unproved}`
          );
        return { state: "done", result: found.evidence };
      }
      if (found.state === "not-done") return { state: "not-done" };
      const why = found.state === "running" ? `the move was still in progress after ${deadlineMs / 1e3} s` : found.why;
      return { state: "ambiguous", why };
    }, "reads")
  };
}
__name(confirmed, "confirmed");
var move = /* @__PURE__ */ __name((kind, does) => defineCall({
  verb: kind,
  port: "hosting",
  method: "move",
  does,
  request: moved,
  result: evidence,
  lost: confirmed(kind),
  run: /* @__PURE__ */ __name(async (hosting, { to, from, aborts, before, say }, notAfter) => {
    await before?.();
    return hosting.move({ kind, to, expectedFrom: from, aborts, notAfter, say });
  }, "run")
}), "move");
var promote = move("promote", "Points every production domain to the deployment of this release.");
var rollback = move("rollback", "Points every production domain back to the previous deployment.");

// src/release/steps/staged.ts
async function whyGone(hosting, releaseId, { deploymentId, url }) {
  const found = await hosting.deployment(deploymentId);
  if (!found) return "hosting no longer has it";
  if (found.state !== "ready") return `it is ${found.state}${found.failure ? `: ${found.failure}` : ""}`;
  if (found.releaseId !== releaseId)
    return `it belongs to ${found.releaseId ? `release ${found.releaseId}` : "no release"}`;
  const reached = await hosting.deployment(new URL(url).host);
  if (reached?.id === deploymentId) return void 0;
  return `its address ${url} leads to ${reached ? `deployment ${reached.id}` : "no deployment"}`;
}
__name(whyGone, "whyGone");
async function goneNow(session) {
  const { deployed } = session.state;
  if (!deployed || assumed(session, "deploy")) return void 0;
  return whyGone(session.context.hosting, session.release.id, deployed);
}
__name(goneNow, "goneNow");
async function requireStaged(session) {
  const why = await goneNow(session);
  if (why === void 0) return;
  const id = session.state.deployed?.deploymentId ?? "";
  throw failure({
    code: "SHIPLOCK_DEPLOY_GONE",
    what: `deployment ${id}, which this release staged, can no longer be shipped: ${why}`,
    notDone: [
      session.state.donePhases.has("migrate") ? "no traffic was moved" : "no migration was applied, no traffic was moved"
    ],
    next: "Run the deploy action of this release again (in GitHub: Re-run all jobs): it uploads and builds the commit again. The new deployment needs its own plan and, for production, its own approval. Check who or what deletes deployments (retention policy of the project)."
  });
}
__name(requireStaged, "requireStaged");
async function mustStageAgain(session) {
  const { state, context } = session;
  if (!state.deployed || state.closed || state.donePhases.has("promote")) return false;
  if (tried(state, "promote", promote.name(context.hosting))) return false;
  const why = await goneNow(session);
  if (why !== void 0)
    context.say(`deploy: ${state.deployed.deploymentId} can no longer be shipped (${why}); staging again`);
  return why !== void 0;
}
__name(mustStageAgain, "mustStageAgain");

export {
  deploy,
  SKEW_MS,
  promote,
  rollback,
  requireStaged,
  mustStageAgain
};
