import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  down
} from "./chunk-D6W6UKM5.js";
import {
  moveTraffic
} from "./chunk-W6K6EHE7.js";
import {
  deployedAs,
  findTarget,
  nameOf,
  requireThere
} from "./chunk-4VK7KTR6.js";
import {
  verdictMarkdown
} from "./chunk-PQMOFYZS.js";
import {
  SKEW_MS,
  promote,
  rollback
} from "./chunk-YVZSIZN3.js";
import {
  projectDeploymentStatus,
  projectServingAgain
} from "./chunk-RVISAR34.js";
import {
  publishNotice
} from "./chunk-EXC2FD26.js";
import {
  Session,
  notFound
} from "./chunk-NICL46NP.js";
import {
  foldState,
  openCall,
  tried
} from "./chunk-LTI6PTE6.js";
import {
  EVENT_COLUMNS,
  closings,
  ofProject,
  told
} from "./chunk-E3CAOJSN.js";
import {
  productionBusy
} from "./chunk-GGNFRYGQ.js";
import {
  toJson
} from "./chunk-JBZYLIBD.js";
import {
  section
} from "./chunk-DOWKXZXY.js";
import {
  code,
  text
} from "./chunk-FDPGNXJU.js";
import {
  configurationError,
  failure,
  firstLine
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

// src/present/rollback.ts
function rollbackMarkdown(told2) {
  const { outcome, target, undone, verdict, tookMs, between: between2 = [], stays = [] } = told2;
  const took = tookMs === void 0 ? "" : `, ${seconds(tookMs)} after the decision`;
  const said = {
    noop: "Nothing to roll back: this release does not serve. To ship this commit after all, start a new workflow run.",
    planned: `Dry run: traffic would be routed back to ${code(target)}.`,
    done: `Traffic is back on release ${code(target)}${took}.`
  };
  const asked = {
    release: between2.length > 1 ? `release ${target}` : "the previous release",
    schema: "the live schema"
  };
  const lines = [
    said[outcome],
    ...undone.length > 0 ? ["", `Migrations undone: ${undone.map(code).join(", ")}.`] : [],
    ...between2.length > 0 ? ["", ...betweenLines(between2)] : [],
    ...verdict ? ["", verdictMarkdown(verdict, asked).trimEnd()] : [],
    ...stays.length > 0 ? ["", "A rollback does not bring back:", "", ...stays.map((one) => `- ${text(one)}`)] : []
  ];
  return section("rollback", lines.join("\n"));
}
__name(rollbackMarkdown, "rollbackMarkdown");
function betweenLines(between2) {
  return [
    `It leads over ${count(between2.length, "release")}, whose migrations stay:`,
    "",
    ...between2.map(
      ({ id, migrations }) => `- ${code(id)}: ${migrations.length > 0 ? migrations.map(code).join(", ") : "no migrations"}`
    )
  ];
}
__name(betweenLines, "betweenLines");
var seconds = /* @__PURE__ */ __name((milliseconds) => `${(milliseconds / 1e3).toFixed(1)} s`, "seconds");

// src/release/steps/rollback-down.ts
async function requireDown(session, options) {
  const { down: down2, downConsent = [], force } = options;
  if (!down2?.length) return;
  const rehearsal = session.state.plan?.rehearsal;
  if (!force && rehearsal !== "pass")
    throw failure({
      code: "SHIPLOCK_ROLLBACK_DOWN_NOT_REHEARSED",
      what: `the down files of ${down2.join(", ")} were not rehearsed with this release's plan (${rehearsal ?? "no rehearsal"})`,
      notDone: ["no traffic was rolled back, no migration was undone"],
      next: "Roll back without `down`: the previous release tolerates expand migrations. Or set force: true with a reason. To be able to undo it next time, set rehearsal-database-url for approval-gate: only a rehearsal by the role that ships counts."
    });
  await session.context.migrations?.checkDown({ versions: down2, consent: downConsent });
}
__name(requireDown, "requireDown");
function refuseLateDown(session, { down: down2 = [] }, why) {
  const { undone } = session.state;
  const left = down2.filter((version) => !undone.includes(version));
  if (left.length === 0) return;
  throw failure({
    code: "SHIPLOCK_RELEASE_CLOSED",
    what: `release ${session.release.id} ${why}: its migrations ${left.join(", ")} can no longer be undone`,
    notDone: ["no traffic was moved, no migration was undone"],
    next: "Undo them with a new migration, in a separate release."
  });
}
__name(refuseLateDown, "refuseLateDown");
async function undoMigrations(session, options) {
  const { migrations, say } = session.context;
  const { down: down2, downConsent = [] } = options;
  if (!down2?.length || !migrations) return [];
  const asked = { versions: [...down2], consent: [...downConsent] };
  const outcome = await session.seam("rollback").write(down.with(migrations, { request: asked, input: { ...asked, say } }));
  return outcome?.versions ?? [];
}
__name(undoMigrations, "undoMigrations");

// src/release/record/past.ts
var MOST = 100;
var ids = external_exports.array(external_exports.object({ id: external_exports.string() }));
async function releasesOfCommit(db, of2, commit) {
  const rows = await db.query(
    `select id from shiplock.release r where environment = $1 and starts_with(commit_sha, $2)
        and ${ofProject("$4")} order by opened_at desc limit $3`,
    [of2.environment, commit, MOST, of2.names]
  );
  return ids.parse(rows).map(({ id }) => id);
}
__name(releasesOfCommit, "releasesOfCommit");
async function finishedSince(db, of2, releaseId) {
  const found = /* @__PURE__ */ new Set();
  for await (const { result: result2, event } of closings(db, of2)) {
    if (event.releaseId === releaseId && result2 === "released") break;
    if (result2 === "released") found.add(event.releaseId);
  }
  found.delete(releaseId);
  return [...found];
}
__name(finishedSince, "finishedSince");
async function leaseHolder(db, environment) {
  const rows = await db.query(
    "select holder from shiplock.lease where environment = $1",
    [environment]
  );
  return rows[0]?.holder ?? void 0;
}
__name(leaseHolder, "leaseHolder");
async function decisionsOfRun(db, environment, run) {
  const rows = await db.query(
    `select ${EVENT_COLUMNS} from shiplock.event
      where phase = 'rollback' and kind in ('verdict', 'outcome') and body -> 'decision' ->> 'run' = $2
        and exists (select from shiplock.release r where r.id = event.release_id and r.environment = $1)
      order by event.seq desc`,
    [environment, run]
  );
  return rows.flatMap((event) => {
    const said = told(event);
    const decision = said?.is === "verdict-given" || said?.is === "rolled-back" ? said.decision : void 0;
    return decision ? [{ releaseId: event.releaseId, decision }] : [];
  });
}
__name(decisionsOfRun, "decisionsOfRun");

// src/release/steps/rollback-leaving.ts
async function leaving(standing) {
  const { context, version } = standing;
  if (version === 0) throw notFound(standing, []);
  const release = await unfinished(standing) ?? await bringingOrServing(standing);
  if (!release) throw notFound(standing, []);
  if (context.releaseId && context.releaseId !== release.id) throw notThatOne(context.releaseId, release);
  return release;
}
__name(leaving, "leaving");
async function unfinished(standing) {
  const { context, database, record } = standing;
  const holder = await leaseHolder(database, context.environment.name);
  const release = holder === void 0 ? void 0 : await record.release(holder);
  if (!release || !await record.isOurs(release.id)) return void 0;
  const state = foldState(await record.events(release.id));
  const sent = openCall(state, "promote", promote.name(context.hosting)) !== void 0;
  return sent && !state.closed || state.openRollbacks.length > 0 ? release : void 0;
}
__name(unfinished, "unfinished");
async function bringingOrServing(standing) {
  const live = await standing.context.hosting.live();
  return await bringing(standing, live.job) ?? await deployedBy(standing, live.deploymentId, live.releaseId) ?? await standing.record.serving(standing.context.environment.name);
}
__name(bringingOrServing, "bringingOrServing");
async function bringing(standing, job) {
  if (job?.state !== "running" || job.type === "rollback") return void 0;
  const deployment = await standing.context.hosting.deployment(job.to);
  const release = await deployedBy(standing, job.to, deployment?.releaseId);
  if (!release && job.type === "rolling") throw failure(productionBusy(job));
  return release;
}
__name(bringing, "bringing");
async function deployedBy({ context, record }, deploymentId, releaseId) {
  const { name } = context.environment;
  const candidates2 = [releaseId && await record.release(releaseId), await record.serving(name)];
  for (const release of candidates2) {
    if (!release || release.environment !== name || !await record.isOurs(release.id)) continue;
    if (await deployedAs(record, release.id) === deploymentId) return release;
  }
  return void 0;
}
__name(deployedBy, "deployedBy");
function notThatOne(asked, release) {
  return configurationError({
    code: "SHIPLOCK_RELEASE_MISMATCH",
    what: `release-id ${asked} is not the release that this rollback would leave, which is ${release.id}`,
    notDone: ["nothing was changed"],
    next: "Omit release-id: with `to`, Shiplock finds what serves. Or roll that release back without `to`."
  });
}
__name(notThatOne, "notThatOne");
async function servesAllTheSame(session) {
  const { state, release, context } = session;
  const { closed } = state;
  const live = await context.hosting.live();
  if (!closed || !brings(live, state)) return false;
  if (landedLate(live, state) || !decidedBefore(session)) return true;
  const { job } = live;
  throw failure({
    code: "SHIPLOCK_PRODUCTION_MOVED",
    what: `release ${release.id} was closed as ${closed.result} at ${closed.at}, and serves: somebody put it there since${job ? ` (${job.type} of ${job.to}, requested ${new Date(job.requestedAt).toISOString()})` : ""}`,
    notDone: ["no traffic was moved: what this run decided is older"],
    next: "Find out who moved it and why. To roll it back anyway, start a new run of the rollback action."
  });
}
__name(servesAllTheSame, "servesAllTheSame");
var brings = /* @__PURE__ */ __name(({ deploymentId, job }, { deployed }) => deployed !== void 0 && (deploymentId === deployed.deploymentId || job?.state === "running" && job.to === deployed.deploymentId), "brings");
var landedLate = /* @__PURE__ */ __name(({ job }, { deployed, closed }) => closed !== void 0 && job !== void 0 && job.to === deployed?.deploymentId && job.requestedAt <= Date.parse(closed.at) + SKEW_MS, "landedLate");
function decidedBefore({ state, release, context }) {
  const { id } = context.run;
  return id !== void 0 && (release.runId === id || state.rollbacks.some(({ run }) => run === id));
}
__name(decidedBefore, "decidedBefore");
async function refuseDecidedOutside(session, live) {
  const { context, record, state } = session;
  if (context.environment.acceptPin) return;
  const serving = await record.serving(context.environment.name);
  const byRecord = serving && await deployedAs(record, serving.id);
  const own = state.deployed?.deploymentId;
  const sent = tried(state, "promote", promote.name(context.hosting));
  const bySelf = live.deploymentId === own && (state.closed ? landedLate(live, state) : sent);
  if (live.deploymentId === byRecord || bySelf) return;
  const what = `${context.environment.name} serves ${live.deploymentId ?? "nothing"}, which somebody ${live.pinned ? "rolled back to" : "put there"} outside of Shiplock; by the record it is ${byRecord ?? "nothing"}`;
  const rest = {
    notDone: ["no traffic was moved"],
    next: "Find out who did it and why. To go back over it on purpose, set accept-pin: true."
  };
  throw live.pinned ? failure({ code: "SHIPLOCK_PRODUCTION_PINNED", what, ...rest }) : failure({ code: "SHIPLOCK_PRODUCTION_MOVED", what, ...rest });
}
__name(refuseDecidedOutside, "refuseDecidedOutside");
async function refuseRepeated(session, asked) {
  const { context, database, release, state } = session;
  const { id: run } = context.run;
  if (run === void 0) return;
  const decisions = await decisionsOfRun(database, context.environment.name, run);
  const before = decisions.find(({ decision }) => decision.asked === asked);
  if (!before) return;
  const goesOn = state.openRollbacks.some(({ at }) => at === before.decision.at);
  if (before.releaseId === release.id && goesOn) return;
  throw failure({
    code: "SHIPLOCK_ROLLBACK_REPEATED",
    what: `this run already decided at ${before.decision.at} to roll back ${before.releaseId} to ${asked}; now ${release.id} serves`,
    notDone: ["no traffic was moved"],
    next: `To roll ${release.id} back to ${asked}, start a new run.`
  });
}
__name(refuseRepeated, "refuseRepeated");

// src/release/steps/rollback-named.ts
async function namedTarget(session, asked, force) {
  const { environment } = session.release;
  const found = await candidates(session, asked);
  if (found.length === 0) throw refused(asked, `the record has no such release of ${environment}`);
  const commits = new Set(found.map(({ release: release2 }) => release2.commit));
  if (commits.size > 1)
    throw refused(asked, `several commits begin like that (${commits.size}); write more digits`);
  const past = found.find(({ state: state2 }) => servedAs(session, state2) !== void 0);
  if (!past) throw refused(asked, "it never served");
  const { release, state } = past;
  if (release.id !== session.release.id && startOf(past) > startOf(session))
    throw refused(
      asked,
      `it is newer than ${session.release.id}, which serves. To go forward, start a new run for commit ${release.commit}`
    );
  if (release.id !== session.release.id && state.closed?.result !== "released" && !force)
    throw wasBad(asked, past);
  return { release, deploymentId: servedAs(session, state), byHand: false };
}
__name(namedTarget, "namedTarget");
async function candidates(session, asked) {
  const { record, database } = session;
  const ids2 = asked.startsWith("rel_") ? [asked] : await releasesOfCommit(database, await of(session), asked);
  const events = await record.eventsOf(ids2);
  const found = [];
  for (const id of ids2) {
    const release = await record.release(id);
    if (release?.environment !== session.release.environment || !await record.isOurs(id)) continue;
    found.push({ release, state: foldState(events.get(id) ?? []) });
  }
  return found;
}
__name(candidates, "candidates");
function servedAs({ context }, state) {
  const name = promote.name(context.hosting);
  const moved = state.calls.findLast((call) => call.name === name && call.state === "done");
  return state.served ?? (moved ? moved.key || state.deployed?.deploymentId : void 0);
}
__name(servedAs, "servedAs");
var startOf = /* @__PURE__ */ __name(({ release, state }) => state.promotedAt ?? release.openedAt, "startOf");
var of = /* @__PURE__ */ __name(async ({ context, release }) => ({
  environment: release.environment,
  names: await context.environment.project?.names() ?? null
}), "of");
async function between(session, target) {
  if (target.release.id === session.release.id) return [];
  const finished = await finishedSince(session.database, await of(session), target.release.id);
  const ids2 = [session.release.id, ...finished.filter((id) => id !== session.release.id)];
  const events = await session.record.eventsOf(ids2);
  return ids2.map((id) => {
    const { applied, undone } = foldState(events.get(id) ?? []);
    return { id, migrations: [...new Set(applied)].filter((version) => !undone.includes(version)) };
  });
}
__name(between, "between");
function refused(asked, why) {
  return configurationError({
    code: "SHIPLOCK_ROLLBACK_TARGET",
    what: `cannot roll back to ${asked}: ${why}`,
    notDone: ["nothing was changed"],
    next: "`shiplock status` lists the releases of the environment, with ids and commits."
  });
}
__name(refused, "refused");
function wasBad(asked, { release, state }) {
  return failure({
    code: "SHIPLOCK_ROLLBACK_TARGET_BAD",
    what: `release ${release.id}${asked === release.id ? "" : ` (${asked})`} ${state.closed ? `was closed as ${state.closed.result} at ${state.closed.at}` : "was never finished"}`,
    notDone: ["nothing was changed"],
    next: "Name an older release. To go back to this one anyway, set force: true with a reason."
  });
}
__name(wasBad, "wasBad");

// src/release/steps/rollback-result.ts
function result(session, state, told2) {
  const { outcome, verdict, target = "", undone = [], tookMs } = told2;
  return {
    phase: "rollback",
    state,
    summary: rollbackMarkdown({ ...told2, target, undone, verdict }),
    outputs: {
      "release-id": session.release.id,
      outcome,
      verdict: verdict?.answer ?? "",
      "serving-release": target,
      milliseconds: tookMs === void 0 ? "" : String(tookMs)
    }
  };
}
__name(result, "result");

// src/release/steps/rollback-stays.ts
var MOST2 = 20;
async function whatStays(session, from, to) {
  const { hosting, schema } = session.context;
  const said = [];
  const look = /* @__PURE__ */ __name(async (what, read) => {
    try {
      const line = await read();
      if (line) said.push(line);
    } catch (error) {
      said.push(`Could not read ${what}: ${firstLine(error)}`);
    }
  }, "look");
  await look("the environment variables of both deployments", async () => {
    const names = from === void 0 || from === to ? [] : await hosting.environmentChanges?.(from, to);
    if (!names?.length) return void 0;
    return `Environment variables: ${to} runs with the values of its own time, which differ for ${listed(names)}. A value that was revoked since does not work there.`;
  });
  await look("the jobs of the database", async () => {
    const jobs = await schema.jobs?.() ?? [];
    if (jobs.length === 0) return void 0;
    return `Jobs of the database (pg_cron) go on as they are: ${listed(jobs.map(({ name, schedule }) => `${name} (${schedule})`))}.`;
  });
  return said;
}
__name(whatStays, "whatStays");
var listed = /* @__PURE__ */ __name((names) => names.length > MOST2 ? `${names.slice(0, MOST2).join(", ")} and ${names.length - MOST2} more` : names.join(", "), "listed");

// src/release/steps/rollback-unmoved.ts
async function closeUnmoved(session, found, options) {
  const { target, previous, serving, decision } = found;
  const { reason } = options;
  session.context.say(
    `rollback: this release does not serve (${serving ?? "nothing"} does); nothing to roll back`
  );
  const undone = await undoMigrations(session, options);
  const rolledBack = target !== void 0 && (session.state.closed !== void 0 || movedBack(session));
  await session.append("rollback", {
    is: "rolled-back",
    to: serving ?? null,
    reason,
    moved: false,
    undone,
    decision
  });
  const word = rolledBack ? "rolled back" : "abandoned";
  await projectDeploymentStatus(session, "rollback", "failure", `${word}: ${reason}`);
  if (rolledBack) await projectServingAgain(session, target);
  await publishNotice(session, {
    state: rolledBack ? "rolled-back" : "failed",
    phase: "rollback",
    reply: rolledBack ? `Rolled back to ${nameOf(target)}: ${reason}` : `Abandoned before it served: ${reason}`
  });
  const led = target ?? previous;
  const told2 = { outcome: "noop", target: led ? nameOf(led) : "", undone };
  if (session.context.dryRun) return result(session, "planned", told2);
  await session.close("rollback", {
    result: rolledBack ? "rolled-back" : "abandoned",
    serves: target?.release.id ?? null,
    reason
  });
  return result(session, "done", told2);
}
__name(closeUnmoved, "closeUnmoved");
function movedBack(session) {
  return tried(session.state, "rollback", rollback.name(session.context.hosting));
}
__name(movedBack, "movedBack");

// src/release/steps/rollback-verdict.ts
async function judge(session, { release, deploymentId }, decision) {
  const kept = await session.record.snapshotOf(release.id);
  const verdict = await session.context.verdict(kept, await session.context.schema.snapshot());
  await session.append("rollback", {
    is: "verdict-given",
    previous: release.id,
    verdict: toJson(verdict),
    to: deploymentId,
    decision
  });
  session.context.say(
    `verdict: ${verdict.answer}${verdict.reasons.length > 0 ? ` (${count(verdict.reasons.length, "reason")})` : ""}`
  );
  return verdict;
}
__name(judge, "judge");
function refuseUnsafe(context, verdict, { force, to }, between2) {
  const refused2 = verdict.answer === "unsafe" || verdict.answer === "unknown" && context.environment.unknownVerdict === "refuse";
  if (!refused2 || force) return;
  const reasons = verdict.reasons.slice(0, 5).map((r) => `${r.object}: ${r.why}`);
  const since = between2.flatMap(({ migrations }) => migrations);
  throw failure({
    code: verdict.answer === "unsafe" ? "SHIPLOCK_ROLLBACK_UNSAFE" : "SHIPLOCK_ROLLBACK_UNKNOWN",
    what: `${to ? `release ${to}` : "the previous release"} ${verdict.answer === "unsafe" ? "does not work" : "might not work"} on the live schema: ${reasons.join("; ") || "its schema snapshot is missing"}${to && since.length > 0 ? `. Migrations since: ${since.join(", ")}` : ""}`,
    notDone: ["no traffic was moved back"],
    next: "Roll forward with a fixed commit, apply the rehearsed down file, or use a restore point. To roll back anyway, set force: true with a reason."
  });
}
__name(refuseUnsafe, "refuseUnsafe");

// src/release/steps/under-way.ts
async function settledLive(session, ownId) {
  const { hosting, say, environment, dryRun } = session.context;
  const deadlineMs = environment.promoteDeadlineMs;
  const sent = openCall(session.state, "promote", promote.name(hosting));
  const unsettled = sent !== void 0 && !dryRun;
  if (unsettled)
    say(
      "rollback: a promote of this release was sent, and its end is not recorded; waiting until hosting shows it"
    );
  const found = unsettled ? await hosting.confirm({
    kind: "promote",
    to: ownId,
    since: sent - SKEW_MS,
    deadlineMs,
    canary: true,
    say
  }) : void 0;
  const live = await hosting.live();
  if (found?.state === "ambiguous" && live.deploymentId !== ownId) throw mayStillLand(found.why, live);
  const { job } = live;
  if (job?.state !== "running" || job.type === "rolling") return live;
  await hosting.confirm({ kind: job.type, to: job.to, since: job.requestedAt, deadlineMs, say });
  return hosting.live();
}
__name(settledLive, "settledLive");
function mayStillLand(why, live) {
  return failure({
    code: "SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS",
    what: `a promote of this release was sent and might still take effect: ${why}`,
    production: `${live.deploymentId ?? "nothing"}, as hosting showed it a moment ago`,
    notDone: ["no traffic was moved, the release was not closed"],
    next: "Wait a minute and run the rollback again: it reads what hosting shows by then, and moves traffic back if the promote took effect."
  });
}
__name(mayStillLand, "mayStillLand");

// src/release/steps/rollback.ts
async function rollback2(context, options) {
  const now = Date.now();
  const session = options.to === void 0 ? await Session.find(context) : await Session.findBy(context, leaving);
  const before = await isOver(session, options);
  if (before) return before;
  return session.leased(async () => {
    const over = await isOver(session, options);
    if (over) return over;
    return moveBack(session, options, decisionOf(session, options, now));
  });
}
__name(rollback2, "rollback");
async function isOver(session, options) {
  const { closed } = session.state;
  if (options.to !== void 0 || !closed || closed.result === "released") return void 0;
  if (await servesAllTheSame(session)) return void 0;
  refuseLateDown(session, options, `was closed as ${closed.result}`);
  session.context.say(`rollback: release ${session.release.id} is already closed as ${closed.result}`);
  return result(session, "already", { outcome: "noop" });
}
__name(isOver, "isOver");
function decisionOf({ context, state }, { to }, now) {
  const run = context.run.id ?? null;
  const earlier = state.openRollbacks.find((one) => run !== null && one.run === run && one.asked === to);
  return earlier ?? { at: new Date(now).toISOString(), run, ...to === void 0 ? {} : { asked: to } };
}
__name(decisionOf, "decisionOf");
async function moveBack(session, options, decision) {
  const { closed } = session.state;
  const named = options.to !== void 0;
  const target = named ? await namedTarget(session, options.to, options.force) : await findTarget(session);
  const ownId = session.state.deployed?.deploymentId ?? "";
  const live = await settledLive(session, ownId);
  const coming = live.job?.state === "running" && live.job.to === ownId;
  const back = target !== void 0 && live.deploymentId === target.deploymentId && !coming;
  const elsewhere = live.deploymentId !== ownId && !coming;
  if (named && back && target.release.id === session.release.id) return servesAlready(session, target);
  if (!named && closed && !back && elsewhere) return doesNotServe(session, options, live);
  if (named) {
    await refuseRepeated(session, options.to);
    if (!back) await refuseDecidedOutside(session, live);
  }
  await requireDown(session, options);
  if (back || elsewhere && !named || ownId === "")
    return closeUnmoved(
      session,
      { target: back ? target : void 0, previous: target, serving: live.deploymentId, decision },
      options
    );
  if (!target) throw noTarget(session);
  return move(session, { target, live, decision }, options);
}
__name(moveBack, "moveBack");
async function move(session, found, options) {
  const { context } = session;
  const { target, live, decision } = found;
  await requireThere(session, target);
  const over = await between(session, target);
  const verdict = await judge(session, target, decision);
  refuseUnsafe(context, verdict, options, over);
  const evidence = await moveTraffic(session, "rollback", {
    to: target.deploymentId,
    from: live.deploymentId
  });
  const tookMs = evidence ? Date.now() - Date.parse(decision.at) : void 0;
  const took = tookMs === void 0 ? "" : ` ${seconds(tookMs)} after the decision`;
  const undone = await undoMigrations(session, options);
  await session.append("rollback", {
    is: "rolled-back",
    to: target.deploymentId,
    reason: options.reason,
    moved: true,
    evidence: evidence ?? null,
    undone,
    decision,
    ...tookMs === void 0 ? {} : { tookMs },
    ...over.length > 1 ? { over: over.slice(1).map(({ id }) => id) } : {}
  });
  const stays = await whatStays(session, live.deploymentId, target.deploymentId);
  for (const one of stays) context.warn(`not brought back by a rollback: ${one}`);
  await projectDeploymentStatus(session, "rollback", "failure", `rolled back: ${options.reason}`);
  await projectServingAgain(session, target);
  await publishNotice(session, {
    state: "rolled-back",
    phase: "rollback",
    reply: `Rolled back to ${nameOf(target)}${took}: ${options.reason}`
  });
  const told2 = { verdict, target: nameOf(target), undone, tookMs, between: over, stays };
  if (!evidence) return result(session, "planned", { outcome: "planned", ...told2 });
  await session.close("rollback", {
    // Somebody had moved traffic away from it by hand: it was brought back, and is no worse for that.
    result: target.release.id === session.release.id ? "released" : "rolled-back",
    serves: target.release.id,
    deploymentId: target.deploymentId,
    reason: options.reason
  });
  context.say(`rolled back: ${nameOf(target)} serves again${took}; reason: ${options.reason}`);
  return result(session, "done", { outcome: "done", ...told2 });
}
__name(move, "move");
function servesAlready(session, target) {
  session.context.say(`rollback: ${nameOf(target)} serves already`);
  return result(session, "already", { outcome: "noop", target: nameOf(target) });
}
__name(servesAlready, "servesAlready");
function doesNotServe(session, options, { deploymentId = "nothing" }) {
  refuseLateDown(session, options, `was shipped, but ${deploymentId} serves now`);
  session.context.say(`rollback: this release does not serve (${deploymentId} does)`);
  return result(session, "already", { outcome: "noop" });
}
__name(doesNotServe, "doesNotServe");
function noTarget(session) {
  return failure({
    code: "SHIPLOCK_ROLLBACK_NO_TARGET",
    what: `release ${session.release.id} is the first one of ${session.release.environment}: there is no previous release`,
    notDone: ["no traffic was moved"],
    next: "Roll forward with a fixed commit."
  });
}
__name(noTarget, "noTarget");

export {
  rollback2 as rollback
};
