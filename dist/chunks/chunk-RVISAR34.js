import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  openRelease
} from "./chunk-QLV4WSCS.js";
import {
  deploymentStatus,
  openDeployment
} from "./chunk-IE2IBMUA.js";
import {
  assumed
} from "./chunk-NICL46NP.js";
import {
  domainUrls
} from "./chunk-BFJWBJKM.js";
import {
  foldState
} from "./chunk-LTI6PTE6.js";
import {
  withHead
} from "./chunk-QVSIU3EX.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/projections.ts
async function projectDeploymentStatus(session, phase, state, description, url) {
  const { context } = session;
  const { codeHost } = context;
  if (!codeHost) return;
  const id = openDeployment.answerIn(session.state, codeHost)?.id;
  if (!id && !assumed(session, "deploy")) {
    context.warn(
      `${deploymentStatus.name(codeHost)} was skipped: the deployment object was never created`
    );
    return;
  }
  await session.seam(phase).project(
    deploymentStatus.with(codeHost, {
      key: state,
      request: { state },
      input: /* @__PURE__ */ __name(async () => ({
        deploymentId: id ?? "",
        state,
        description: withHead(description, await session.record.head()),
        ...url ? { environmentUrl: url } : {},
        ...context.run.url ? { logUrl: context.run.url } : {}
      }), "input")
    }),
    context.warn
  );
}
__name(projectDeploymentStatus, "projectDeploymentStatus");
async function projectServingAgain(session, serving) {
  const { context } = session;
  const { codeHost } = context;
  if (!codeHost || serving.byHand) return;
  const theirs = foldState(await session.record.events(serving.release.id));
  const id = openDeployment.answerIn(theirs, codeHost)?.id;
  if (!id) return;
  const [domain] = await domainUrls(context).catch(() => []);
  await session.seam("rollback").project(
    deploymentStatus.with(codeHost, {
      key: `serves again ${id}`,
      request: { state: "success" },
      input: /* @__PURE__ */ __name(async () => ({
        deploymentId: id,
        state: "success",
        description: withHead("serves again after a rollback", await session.record.head()),
        ...domain ? { environmentUrl: domain } : {},
        ...context.run.url ? { logUrl: context.run.url } : {}
      }), "input")
    }),
    context.warn
  );
}
__name(projectServingAgain, "projectServingAgain");
async function headOf({ record, standing }) {
  return standing.version === 0 ? void 0 : record.head().catch(() => void 0);
}
__name(headOf, "headOf");
async function openProjections(session) {
  const { context, release } = session;
  const seam = session.seam("deploy");
  const { codeHost, errorTracker } = context;
  if (codeHost) {
    await seam.project(
      openDeployment.with(codeHost, {
        request: { environment: release.environment, commit: release.commit },
        input: /* @__PURE__ */ __name(async () => ({
          releaseId: release.id,
          commit: release.commit,
          environment: release.environment,
          production: context.environment.kind === "production",
          project: await context.environment.project?.names(),
          head: await headOf(session)
        }), "input")
      }),
      context.warn
    );
  }
  if (errorTracker) {
    const previous = release.replaces ? await session.record.release(release.replaces) : void 0;
    const opened = await seam.project(
      openRelease.with(errorTracker, {
        request: { version: release.id, commit: release.commit },
        input: {
          version: release.id,
          repository: codeHost?.repository ?? "",
          commit: release.commit,
          ...previous ? { previousCommit: previous.commit } : {}
        }
      }),
      context.warn
    );
    if (opened?.warning) context.warn(opened.warning);
  }
}
__name(openProjections, "openProjections");

export {
  projectDeploymentStatus,
  projectServingAgain,
  openProjections
};
