import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  planHash,
  told
} from "./chunk-E3CAOJSN.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/phases.ts
var PHASES = {
  staging: ["deploy", "plan", "migrate", "verify", "gate", "promote", "watch", "finalize"],
  production: ["deploy", "plan", "approve", "migrate", "verify", "gate", "promote", "watch", "finalize"]
};
var LEASED_PHASES = /* @__PURE__ */ new Set([
  "migrate",
  "verify",
  "gate",
  "promote",
  "watch",
  "finalize",
  "rollback",
  "contract"
]);
function isLeased(phase) {
  return phase !== "record" && LEASED_PHASES.has(phase);
}
__name(isLeased, "isLeased");

// src/release/state.ts
function foldState(events) {
  const state = {
    donePhases: /* @__PURE__ */ new Set(),
    decisions: /* @__PURE__ */ new Map(),
    project: void 0,
    deployed: void 0,
    plan: void 0,
    approval: void 0,
    schemaLeft: void 0,
    reconciled: /* @__PURE__ */ new Set(),
    promotedAt: void 0,
    rolling: void 0,
    stagesPassed: /* @__PURE__ */ new Set(),
    served: void 0,
    applied: [],
    timesRolledBack: 0,
    rollbacks: [],
    openRollbacks: [],
    undone: [],
    calls: [],
    closed: void 0
  };
  for (const event of events) {
    const said = told(event);
    if (said && said.is !== "unreadable") apply(state, said, event);
  }
  return state;
}
__name(foldState, "foldState");
function apply(state, said, event) {
  if (event.kind === "outcome" && event.phase !== "record" && said.is !== "call-ended")
    state.donePhases.add(event.phase);
  switch (said.is) {
    case "opened":
      state.project = said.project;
      break;
    case "deployed":
      if (state.deployed && state.deployed.deploymentId !== said.deploymentId) {
        forget(state);
        state.donePhases.delete("gate");
        state.rolling = void 0;
        state.stagesPassed.clear();
      }
      state.deployed = said;
      break;
    case "migrated":
      state.schemaLeft = said.schemaFingerprint ?? void 0;
      state.applied = [...state.applied, ...said.applied.map(({ version }) => version)];
      break;
    case "phase-done":
      state.applied = [...state.applied, ...said.applied ?? []];
      break;
    case "gated":
      if (event.phase !== "record") state.decisions.set(event.phase, said.decision);
      break;
    case "stage-reached":
      state.rolling = { ...said, at: event.at };
      break;
    case "gate-judged":
      if (said.stage !== void 0 && said.proceed) state.stagesPassed.add(said.stage);
      break;
    case "promoted":
      state.promotedAt = said.startedAt;
      state.served = said.deploymentId ?? state.deployed?.deploymentId;
      break;
    case "verdict-given":
      decided(state, said.decision);
      break;
    case "rolled-back":
      state.undone = [...state.undone, ...said.undone];
      decided(state, said.decision);
      break;
    case "call-begun":
    case "call-ended":
    case "call-settled":
      state.calls.push({ ...callOf(said), phase: event.phase });
      break;
    case "planned":
      planned(state, said);
      break;
    case "approved":
      approved(state, said);
      break;
    case "voided":
      forget(state);
      break;
    case "closed":
      state.closed = {
        ...{ result: said.result, serves: said.serves, at: event.at },
        ...said.overtakenBy === void 0 ? {} : { overtakenBy: said.overtakenBy }
      };
      if (said.result === "rolled-back") state.timesRolledBack += 1;
      state.openRollbacks = [];
      break;
    case "reconciled":
      state.reconciled.add(said.restored);
      break;
  }
}
__name(apply, "apply");
function decided(state, decision) {
  const same = /* @__PURE__ */ __name(({ at, run }) => at === decision?.at && run === decision.run, "same");
  if (!decision || state.rollbacks.some(same)) return;
  state.rollbacks = [...state.rollbacks, decision];
  state.openRollbacks = [...state.openRollbacks, decision];
}
__name(decided, "decided");
function callOf(said) {
  const named = { name: said.call, key: said.key ?? "" };
  return said.is === "call-begun" ? { state: "begun", ...named, atMs: said.atMs, request: said.request } : { state: said.result, ...named, value: said.value };
}
__name(callOf, "callOf");
function planned(state, { plan, outlook, objects }) {
  if (!plan) {
    forget(state);
    return;
  }
  const hash = planHash(plan);
  state.plan = { plan, hash, rehearsal: outlook.rehearsal, objects };
  state.donePhases.add("plan");
  if (state.approval && state.approval.hash !== hash) {
    state.approval = void 0;
    state.donePhases.delete("approve");
  }
}
__name(planned, "planned");
function approved(state, said) {
  const { plan, approvers, brokenGlass, validUntil } = said;
  if (!plan) return;
  const hash = planHash(plan);
  const same = state.plan?.hash === hash ? state.plan : void 0;
  state.plan = { plan, hash, rehearsal: same?.rehearsal, objects: same?.objects };
  state.approval = { hash, approvers, brokenGlass, validUntil };
  state.donePhases.add("plan").add("approve");
}
__name(approved, "approved");
function forget(state) {
  state.plan = void 0;
  state.approval = void 0;
  state.donePhases.delete("plan");
  state.donePhases.delete("approve");
}
__name(forget, "forget");
function tried(state, phase, name) {
  return state.calls.some((call) => call.phase === phase && call.name === name);
}
__name(tried, "tried");
function openCall(state, phase, name) {
  let at;
  for (const call of state.calls) {
    if (call.phase !== phase || call.name !== name) continue;
    if (call.state === "begun") at = call.atMs;
    else if (call.state !== "ambiguous") at = void 0;
  }
  return at;
}
__name(openCall, "openCall");
function began(state, phase) {
  return state.calls.some((call) => call.phase === phase && call.state === "begun");
}
__name(began, "began");
function answerOf(state, name) {
  const last = state.calls.findLast((call) => call.name === name && call.state === "done");
  return last?.state === "done" ? last.value : void 0;
}
__name(answerOf, "answerOf");

export {
  PHASES,
  LEASED_PHASES,
  isLeased,
  foldState,
  tried,
  openCall,
  began,
  answerOf
};
