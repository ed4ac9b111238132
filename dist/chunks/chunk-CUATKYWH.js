import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  requireReadyRoute,
  requireUploaded
} from "./chunk-PHHJXQEC.js";
import {
  deploy,
  mustStageAgain
} from "./chunk-YVZSIZN3.js";
import {
  openProjections
} from "./chunk-RVISAR34.js";
import {
  publishNotice
} from "./chunk-EXC2FD26.js";
import {
  ASSUMED_DEPLOYMENT,
  Session
} from "./chunk-NICL46NP.js";
import {
  buildLogMarkdown,
  deployMarkdown
} from "./chunk-DOWKXZXY.js";
import {
  failure
} from "./chunk-GQCODBKJ.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/deploy.ts
async function deploy2(context) {
  await context.hosting.live();
  await context.source.files();
  const session = await Session.openOrFind(context);
  const { deployed } = session.state;
  const again = await mustStageAgain(session);
  if (deployed && !again) {
    context.say(`deploy: already done, staged as ${deployed.deploymentId}`);
    if (session.staged) await openProjections(session);
    await requireReadyRoute(session);
    return result(session.release.id, deployed.deploymentId, deployed.url, "already");
  }
  session.requireOpen();
  const { hosting, run, actor } = context;
  await session.propose((proposals, of) => proposals.release(of, { url: run.url ?? null, actor }));
  await openProjections(session);
  if (context.dryRun) await sayUploads(context);
  const staged = await session.seam("deploy").write(
    deploy.with(hosting, {
      key: attempt(session, again),
      request: { commit: context.commit, target: "production", domains: "none" },
      input: {
        releaseId: session.release.id,
        commit: context.commit,
        source: context.source,
        target: "production",
        // Hosting keeps these, and is asked for them by whoever takes the deployment over.
        meta: {
          shiplockReleaseId: session.release.id,
          githubCommitSha: context.commit,
          ...run.id ? { shiplockRunId: run.id } : {}
        },
        say: context.say
      }
    })
  );
  if (!staged) return assume(session);
  if (staged.state !== "ready") throw buildFailed(staged, context);
  const digest = await requireUploaded(context, staged);
  await session.append("deploy", {
    ...{ is: "deployed", deploymentId: staged.id, url: staged.url, digest, adopted: false }
  });
  await session.propose((proposals, of) => proposals.staged(of, staged.id));
  await publishNotice(session, { state: "running", phase: "deploy" });
  await requireReadyRoute(session);
  return result(session.release.id, staged.id, staged.url, "done");
}
__name(deploy2, "deploy");
function attempt({ state, context }, gone) {
  const name = deploy.name(context.hosting);
  const over = state.calls.filter(
    (call) => call.name === name && call.state === "done" && (gone || !isReady(call.value))
  );
  return over.length > 0 ? `attempt ${over.length + 1}` : void 0;
}
__name(attempt, "attempt");
var isReady = /* @__PURE__ */ __name((answer) => external_exports.object({ state: external_exports.literal("ready") }).safeParse(answer).success, "isReady");
async function assume(session) {
  const digest = await session.context.source.digest();
  await session.append("deploy", {
    ...{ is: "deployed", deploymentId: ASSUMED_DEPLOYMENT, url: "", digest, adopted: false }
  });
  await publishNotice(session, { state: "running", phase: "deploy" });
  return result(session.release.id, "", "", "planned");
}
__name(assume, "assume");
async function sayUploads({ source, hosting, say }) {
  const files = await source.files();
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  say(
    `dry run: would call ${hosting.vendor}.upload for those of ${count(files.length, "file")} (${(bytes / 1e6).toFixed(1)} MB) that hosting does not have yet`
  );
}
__name(sayUploads, "sayUploads");
function buildFailed(staged, { say }) {
  const { log = [], inspectUrl } = staged;
  for (const line of log) say(`build log: ${line}`);
  return failure({
    code: "SHIPLOCK_DEPLOY_BUILD_FAILED",
    what: `deployment ${staged.id} ended as ${staged.state}${staged.failure ? `: ${staged.failure}` : ""}`,
    done: ["the files were uploaded"],
    notDone: ["no domain was moved, no migration was applied"],
    next: `Read the end of the build log above${inspectUrl ? ` (complete log: ${inspectUrl})` : ""}. Fix the build and push a new commit. If the cause was outside the commit (a missing variable, an outage), rerun this job: it builds again.`,
    ...log.length > 0 ? { evidence: buildLogMarkdown(log) } : {}
  });
}
__name(buildFailed, "buildFailed");
function result(releaseId, id, url, state) {
  return {
    phase: "deploy",
    state,
    summary: deployMarkdown(id ? { id, url } : void 0),
    outputs: { "release-id": releaseId, "deployment-id": id, "deployment-url": url }
  };
}
__name(result, "result");

export {
  deploy2 as deploy
};
