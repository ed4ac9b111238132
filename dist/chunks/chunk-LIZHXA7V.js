import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  noteConfirmations
} from "./chunk-UMRSBV22.js";
import {
  projectDeploymentStatus
} from "./chunk-RVISAR34.js";
import {
  finalizeRelease,
  recordDeploy
} from "./chunk-QLV4WSCS.js";
import {
  publishNotice
} from "./chunk-EXC2FD26.js";
import {
  Session
} from "./chunk-NICL46NP.js";
import {
  domainUrls
} from "./chunk-BFJWBJKM.js";
import {
  keptPolicyBody
} from "./chunk-E3CAOJSN.js";
import {
  headText
} from "./chunk-QVSIU3EX.js";
import {
  movedBeforeClose
} from "./chunk-GGNFRYGQ.js";
import {
  finalizeMarkdown
} from "./chunk-DOWKXZXY.js";
import {
  failure
} from "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/finalize.ts
async function finalize(context) {
  const session = await Session.find(context);
  const already = /* @__PURE__ */ __name(() => {
    if (session.state.closed?.result !== "released") return void 0;
    context.say("finalize: already done");
    return result(session, "already");
  }, "already");
  const before = already();
  if (before) return before;
  session.requireOpen();
  session.requirePhase("watch");
  await noteConfirmations(session);
  return session.leased(async () => {
    session.requireOpen();
    const deploymentId = session.state.deployed?.deploymentId ?? null;
    if (deploymentId !== null && !context.dryRun) await requireServing(context, deploymentId);
    const snapshot = await context.schema.snapshot();
    const [url] = await domainUrls(context);
    await session.append("finalize", { is: "snapshot-kept", snapshot });
    await projectErrorTracker(session, url);
    await projectDeploymentStatus(
      session,
      "finalize",
      "success",
      `serving since ${(/* @__PURE__ */ new Date()).toISOString()}`,
      url
    );
    await session.append("finalize", { is: "phase-done", deploymentId });
    await publishNotice(session, { state: "succeeded", phase: "finalize" });
    if (context.dryRun) {
      context.say("dry run: would record finalize closed released, and release the lease");
      return result(session, "planned");
    }
    await session.close("finalize", {
      result: "released",
      serves: session.release.id,
      deploymentId,
      // What the next release is decided under; that of the plan, because it is what people approved.
      ...keptPolicyBody(session.state.plan?.plan.policy ?? context.policy.decision.policy)
    });
    return result(session, "done", await session.record.head());
  }, already);
}
__name(finalize, "finalize");
async function requireServing({ hosting }, deploymentId) {
  const live = await hosting.live();
  if (live.deploymentId !== deploymentId) throw failure(movedBeforeClose(live, deploymentId));
}
__name(requireServing, "requireServing");
async function projectErrorTracker(session, url) {
  const { context, release } = session;
  const { errorTracker } = context;
  if (!errorTracker) return;
  const seam = session.seam("finalize");
  await seam.project(
    finalizeRelease.with(errorTracker, { request: { version: release.id }, input: { version: release.id } }),
    context.warn
  );
  await seam.project(
    recordDeploy.with(errorTracker, {
      request: { version: release.id, environment: release.environment },
      input: {
        version: release.id,
        environment: release.environment,
        startedAt: release.openedAt,
        finishedAt: (/* @__PURE__ */ new Date()).toISOString(),
        ...url ? { url } : {}
      }
    }),
    context.warn
  );
}
__name(projectErrorTracker, "projectErrorTracker");
function result(session, state, head) {
  const { release } = session;
  return {
    phase: "finalize",
    state,
    summary: finalizeMarkdown({ ...release, state, head: head && headText(head) }),
    outputs: { "release-id": release.id, result: state === "planned" ? "planned" : "released" }
  };
}
__name(result, "result");

export {
  finalize
};
