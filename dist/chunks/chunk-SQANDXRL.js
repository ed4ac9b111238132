import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  approvalMemory,
  remember
} from "./chunk-W44NXDEC.js";
import {
  foldState
} from "./chunk-LTI6PTE6.js";
import {
  shortHash
} from "./chunk-E3CAOJSN.js";
import {
  ShiplockError,
  failure
} from "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/objections.ts
async function refuseRejected(session, phase, notDone) {
  const { context, state } = session;
  if (context.environment.kind !== "production") return;
  await refuseNo(session, phase, notDone, {
    hash: session.requirePlan().hash,
    commit: context.commit,
    runId: context.run.id,
    approvers: state.approval?.approvers ?? [],
    memory: await approvalMemory(session)
  });
}
__name(refuseRejected, "refuseRejected");
async function refuseRejectedRelease(session, releaseId, phase, notDone) {
  if (session.context.environment.kind !== "production") return;
  const release = await session.record.release(releaseId);
  const { plan, approval } = foldState(await session.record.events(releaseId));
  if (!release || !plan)
    throw new Error(`the record names release ${releaseId}, but has no plan of it that still applies`);
  await refuseNo(session, phase, notDone, {
    hash: plan.hash,
    commit: release.commit,
    runId: release.runId ?? void 0,
    approvers: approval?.approvers ?? [],
    memory: await approvalMemory(session, release)
  });
}
__name(refuseRejectedRelease, "refuseRejectedRelease");
async function refuseNo(session, phase, notDone, plan) {
  const { hash } = plan;
  const found = await objections(session, plan);
  await remember(session, phase, plan.memory, found);
  if (found.standing.length === 0) return;
  const who = found.standing.map(
    ({ by, at, reason }) => [by, at && `at ${at}`, reason && `(${reason})`].filter(Boolean).join(" ")
  );
  throw failure({
    code: "SHIPLOCK_APPROVAL_REJECTED",
    what: `plan ${shortHash(hash)} was approved and then rejected by ${[...new Set(who)].join(", ")}`,
    notDone: [notDone],
    next: `Talk to the person who rejected it. They can withdraw it with a new comment, \`/approve ${shortHash(hash)}\`; then rerun this job, and the release continues.`
  });
}
__name(refuseNo, "refuseNo");
async function objections({ context }, plan) {
  const { hash, commit, runId, memory, approvers } = plan;
  try {
    return await context.objections({
      ...{ planHash: hash, environment: context.environment.name },
      ...{ commit, runId, memory, approvers }
    });
  } catch (error) {
    if (!(error instanceof ShiplockError)) throw error;
    throw failure(
      {
        code: "SHIPLOCK_APPROVAL_UNREAD",
        what: `could not read whether somebody has rejected plan ${shortHash(hash)} since it was approved: ${error.problem.what}`,
        notDone: ["nothing else was changed"],
        next: `${error.problem.next} Then rerun this job: it continues from here.`
      },
      error
    );
  }
}
__name(objections, "objections");

export {
  refuseRejected,
  refuseRejectedRelease
};
