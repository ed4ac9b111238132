import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  assumed
} from "./chunk-NICL46NP.js";
import {
  began
} from "./chunk-LTI6PTE6.js";
import {
  shortHash
} from "./chunk-E3CAOJSN.js";
import {
  configurationError,
  failure
} from "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/ready-route.ts
var ROUTE_LINES = `export const dynamic = 'force-dynamic';
export function GET() {
  const { SHIPLOCK_RELEASE_ID: release, SHIPLOCK_COMMIT: commit } = process.env;
  return Response.json({ release, commit });
}`;
async function requireReadyRoute(session) {
  const { context, state } = session;
  const { deployed, closed } = state;
  if (!deployed || closed || began(state, "migrate")) return;
  if (assumed(session, "deploy"))
    return context.say("dry run: would ask the staged deployment which release it is");
  const { url, deploymentId } = deployed;
  const headers = context.hosting.protectionHeaders();
  const releaseId = session.release.id;
  const looks = await context.ready({ url, headers, releaseId, commit: context.commit });
  for (const { path, state: state2, said } of looks) {
    if (state2 === "answers") context.say(`ready route ${path} of ${deploymentId}: ${said}`);
    else if (state2 === "closed")
      context.warn(`could not check the ready route ${path} of ${deploymentId}: ${said}`);
    else if (state2 === "unclear")
      context.warn(
        `the ready route ${path} of ${deploymentId} does not answer yet (${said}); it might need the pending migrations, and the gate will not pass without it`
      );
  }
  const absent = looks.filter(({ state: state2 }) => state2 === "absent");
  if (absent.length > 0) throw missing(deployed, absent);
}
__name(requireReadyRoute, "requireReadyRoute");
function missing(deployed, absent) {
  const said = absent.map((look) => `${look.path}: ${look.said}`).join("; ");
  return configurationError({
    code: "SHIPLOCK_READY_ROUTE",
    what: `deployment ${deployed.deploymentId} does not say which release it is, so the gate would fail after the migrations: ${said}`,
    done: [`the commit is staged as ${deployed.deploymentId}`],
    notDone: ["no migration was applied, no domain was moved"],
    next: `Add the route, for ${absent[0]?.path} in the Next.js app router the file app${absent[0]?.path}/route.js:

${ROUTE_LINES}

Middleware that redirects must let it through. Or set vercel.confirmPath to false and gates.gate.probes to your own path in shiplock.yml.`
  });
}
__name(missing, "missing");

// src/release/steps/source-digest.ts
async function digestAtHosting(context, deploymentId) {
  const digest = await context.hosting.sourceDigest(deploymentId);
  if (digest !== void 0) return digest;
  throw failure({
    code: "SHIPLOCK_DEPLOY_SOURCE_UNKNOWN",
    what: `hosting has no list of the files of deployment ${deploymentId}, so nothing proves that it is commit ${context.commit.slice(0, 12)}`,
    notDone: ["no domain was moved, no migration was applied"],
    next: "Check that the deployment still exists. Deployments that hosting built from git itself cannot be shipped: let the deploy action upload the commit."
  });
}
__name(digestAtHosting, "digestAtHosting");
async function requireUploaded(context, staged) {
  return requireFiles(context, staged.id, staged.digest ?? await context.source.digest());
}
__name(requireUploaded, "requireUploaded");
async function requireSource(context, deploymentId) {
  return requireFiles(context, deploymentId, await context.source.digest());
}
__name(requireSource, "requireSource");
async function requireFiles(context, deploymentId, sent) {
  const held = await digestAtHosting(context, deploymentId);
  if (held === sent) return sent;
  throw failure({
    code: "SHIPLOCK_DEPLOY_SOURCE_DIFFERS",
    what: `deployment ${deploymentId} does not have the files of commit ${context.commit.slice(0, 12)}: their digest is ${shortHash(sent)}, but that of hosting\u2019s list is ${shortHash(held)}`,
    done: [`deployment ${deploymentId} exists at hosting`],
    notDone: ["no domain was moved, no migration was applied"],
    next: "Check the source of that deployment at hosting. Do not promote it by hand. Start a new run of this commit, which uploads it again."
  });
}
__name(requireFiles, "requireFiles");

export {
  requireReadyRoute,
  digestAtHosting,
  requireUploaded,
  requireSource
};
