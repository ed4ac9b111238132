import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  publish
} from "./chunk-4YI7WEBE.js";
import {
  comment
} from "./chunk-IE2IBMUA.js";
import {
  PHASES
} from "./chunk-LTI6PTE6.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/notice.ts
async function publishNotice(session, at) {
  const { context, release } = session;
  const { notices } = context;
  if (!notices) return;
  const done = session.state.donePhases;
  const phases = PHASES[context.environment.kind].map((phase) => {
    if (phase === at.phase && at.state === "failed")
      return { phase, state: "failed", ...at.detail ? { detail: at.detail } : {} };
    if (phase === at.phase && at.state === "waiting")
      return { phase, state: "waiting", ...at.detail ? { detail: at.detail } : {} };
    if (phase === at.phase && at.state === "running" && at.detail)
      return { phase, state: "running", detail: at.detail };
    return { phase, state: done.has(phase) ? "done" : "waiting" };
  });
  const url = session.state.deployed?.url;
  const notice = {
    releaseId: release.id,
    environment: release.environment,
    commit: release.commit,
    title: `${TITLE[at.state]} ${release.commit.slice(0, 7)} to ${release.environment}`,
    state: at.state,
    phases,
    links: [
      ...url ? [{ text: "staged deployment", url }] : [],
      ...todo(session, at.state),
      ...context.run.url ? [{ text: "run", url: context.run.url }] : []
    ],
    ...at.reply ? { reply: at.reply } : {}
  };
  await session.seam(at.phase).project(
    publish.with(notices, {
      key: `${at.phase}:${at.state}:${session.events.length}`,
      request: { state: at.state, phase: at.phase },
      // Where this release's notice stands, from the record: so that it is updated, never posted twice.
      input: { notice, previous: publish.answerIn(session.state, notices) }
    }),
    context.warn
  );
}
__name(publishNotice, "publishNotice");
function todo(session, state) {
  const { context } = session;
  const planned = context.codeHost && comment.answerIn(session.state, context.codeHost)?.url;
  if (state === "waiting" && planned)
    return [{ text: "Read the plan and approve", url: planned, todo: true }];
  const { url } = context.run;
  return (state === "failed" || state === "rolled-back") && url ? [{ text: "Open the run", url, todo: true }] : [];
}
__name(todo, "todo");
var TITLE = {
  running: "Shipping",
  waiting: "Waiting to ship",
  succeeded: "Shipped",
  failed: "Could not ship",
  "rolled-back": "Rolled back"
};

export {
  publishNotice
};
