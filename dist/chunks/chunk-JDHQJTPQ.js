import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  pendingMarkdown,
  planMarkdown,
  refusedMarkdown
} from "./chunk-G2OD6D4K.js";
import {
  heldFiles,
  stillThere,
  waitingIn
} from "./chunk-MWIFSV45.js";
import {
  digestAtHosting,
  requireReadyRoute,
  requireSource
} from "./chunk-RWJ4F5LU.js";
import {
  promote,
  requireStaged
} from "./chunk-QGFUBSCH.js";
import {
  glassLine,
  unconfirmedGlass
} from "./chunk-F2UEPU5Y.js";
import {
  openProjections
} from "./chunk-56UCFTGY.js";
import {
  publishNotice
} from "./chunk-BPP7BXD5.js";
import {
  comment
} from "./chunk-M2GS6LV4.js";
import {
  Session,
  assumed
} from "./chunk-2M635MC2.js";
import {
  authorNotes,
  projectSuffix
} from "./chunk-DRBLYL6X.js";
import {
  began,
  foldState,
  tried
} from "./chunk-KFTSNBGG.js";
import {
  ReleaseRecord,
  installedVersion,
  movedSince,
  planHash,
  planMigrations,
  shortHash
} from "./chunk-Q5A55XM2.js";
import {
  movedOutside,
  trafficNotes
} from "./chunk-GBN247GH.js";
import {
  readSourceText
} from "./chunk-7T4UKS5A.js";
import {
  hashOf
} from "./chunk-JBZYLIBD.js";
import {
  ShiplockError,
  failure,
  firstLine
} from "./chunk-ODKBLE67.js";
import {
  count,
  plural
} from "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/moved-objects.ts
var SHOWN = 8;
function movedObjects(before, now) {
  if (!before || !now) return "";
  const moved = [.../* @__PURE__ */ new Set([...Object.keys(before), ...Object.keys(now)])].sort().flatMap((id) => {
    if (!Object.hasOwn(now, id)) return [`${id} is gone`];
    if (!Object.hasOwn(before, id)) return [`${id} is new`];
    return before[id] === now[id] ? [] : [`${id} changed`];
  });
  const more = moved.length - SHOWN;
  return `${moved.slice(0, SHOWN).join(", ")}${more > 0 ? `, and ${more} more` : ""}`;
}
__name(movedObjects, "movedObjects");

// src/release/steps/foreign-pin.ts
async function refuseForeignPin(session, deploymentId) {
  const { context } = session;
  if (context.environment.acceptPin) return;
  const { record: record2, standing } = session;
  const serving = standing.version > 0 ? await record2.serving(context.environment.name) : void 0;
  if (serving && foldState(await record2.events(serving.id)).deployed?.deploymentId === deploymentId) return;
  throw failure({
    code: "SHIPLOCK_PRODUCTION_PINNED",
    what: `${context.environment.name} is pinned to deployment ${deploymentId} by a rollback outside of Shiplock`,
    notDone: ["nothing was changed"],
    next: "Find out who rolled back and why. To ship over the pin on purpose, set accept-pin: true; the plan then shows it to the approver."
  });
}
__name(refuseForeignPin, "refuseForeignPin");

// src/release/steps/gaps.ts
function leftOpen(open, pending) {
  const applied = pending.pending.filter(({ phase }) => phase === "expand");
  const statements = applied.flatMap((migration) => migration.statements);
  if (statements.some(({ summary }) => /^revoke\b/i.test(summary))) return [];
  const touched = new Set(statements.flatMap(({ locks }) => locks.map(({ relation }) => relation)));
  return open.filter(({ object }) => !touched.has(object));
}
__name(leftOpen, "leftOpen");
function schemaFilesAhead(ahead) {
  const shown = ahead.slice(0, 10).map(({ object, message, place }) => `${object}${place ? ` (${place.file})` : ""}: ${message}`);
  const more = ahead.length > 10 ? `. And ${ahead.length - 10} more` : "";
  return failure({
    code: "SHIPLOCK_PLAN_SCHEMA_AHEAD",
    what: `the schema files are ahead of the migrations: ${shown.join(". ")}${more}`,
    notDone: ["nothing was changed"],
    next: `Generate the migration and commit it: ${ahead[0]?.mend ?? ""}`,
    places: ahead.flatMap(({ place }) => place ? [place] : []).slice(0, 10)
  });
}
__name(schemaFilesAhead, "schemaFilesAhead");
function openTables(open) {
  const shown = open.slice(0, 10).map(({ object, message }) => `${object}: ${message}`);
  return failure({
    code: "SHIPLOCK_PLAN_OPEN_TABLES",
    what: `${count(open.length, "table")} ${plural(open.length, "is", "are")} open to everybody through the API: ${shown.join(". ")}`,
    notDone: ["nothing was changed"],
    next: `Enable row level security (${open[0]?.mend ?? ""}) with policies for the people who can read, or revoke the grants. If it is intended, list it with a reason in \`database.openTables\` on the protected branch, or run \`shiplock rls write\`, have the file reviewed, and commit it.`
  });
}
__name(openTables, "openTables");

// src/release/steps/outlook.ts
async function lookAhead(session, pending) {
  const { replaces } = session.release;
  const kept = replaces ? await session.record.snapshotOf(replaces) : void 0;
  const drift = kept ? await session.context.schema.drift(kept) : void 0;
  const { rehearse, verdict, say } = session.context;
  const rehearsal = rehearse && pending.length > 0 ? await rehearse(say, pending) : void 0;
  if (rehearsal && rehearsal.outcome !== "pass")
    session.context.warn(
      `The migration rehearsal ${rehearsal.outcome === "fail" ? "failed" : "did not finish"} (${why(rehearsal)})`
    );
  const before = kept ?? rehearsal?.before;
  const reversible = rehearsal?.after && before ? await verdict(before, rehearsal.after) : void 0;
  return {
    drift,
    reversible,
    rehearsal,
    hasPending: pending.length > 0,
    body: {
      drift: drift?.outcome ?? "skipped",
      rehearsal: rehearsal?.outcome ?? "skipped",
      reversible: reversible?.answer ?? "not predicted"
    }
  };
}
__name(lookAhead, "lookAhead");
function why({ findings: [first], detail }) {
  return first ? `${first.object}: ${first.message}` : detail;
}
__name(why, "why");

// src/release/steps/outside.ts
async function outsideOf(session, previous, live) {
  const deployed = foldState(await session.record.events(previous.id)).deployed?.deploymentId;
  return movedOutside(
    live,
    { id: previous.id, deploymentId: deployed },
    session.state.deployed?.deploymentId
  );
}
__name(outsideOf, "outsideOf");

// src/release/steps/plan-comment.ts
async function commentPlan(session, key, body) {
  const { context } = session;
  const { codeHost, commit } = context;
  if (!codeHost) return;
  await session.seam("plan").project(
    comment.with(codeHost, {
      key,
      request: { commit, plan: shortHash(key) },
      input: /* @__PURE__ */ __name(async () => ({
        key: `plan-${context.environment.name}${await projectSuffix(context.environment.project)}`,
        commit,
        body,
        run: context.run.url
      }), "input")
    }),
    context.warn
  );
}
__name(commentPlan, "commentPlan");

// src/release/steps/plan-refused.ts
function refusedPlan(environment, pending, refusals) {
  const [first, ...more] = refusals;
  if (!first) return void 0;
  const error = new ShiplockError({
    ...first,
    what: [first.what, ...more.map(({ what }) => what)].join(". Also: "),
    next: refusals.map(({ next }) => next).join("\n"),
    places: refusals.flatMap(({ places }) => places ?? []),
    evidence: `${refusals.map(({ evidence }) => evidence ?? "").join("")}
${pendingMarkdown(pending)}`
  });
  return { comment: refusedMarkdown(environment, refusals, pending, "comment"), error };
}
__name(refusedPlan, "refusedPlan");

// src/release/steps/plan-shipped.ts
function alreadyShipped(session, known) {
  session.context.say(`plan ${shortHash(known.hash)}: already shipped`);
  return {
    phase: "plan",
    state: "already",
    summary: `### Plan \`${shortHash(known.hash)}\`

This release shipped with this plan.
`,
    outputs: {
      "release-id": session.release.id,
      "plan-hash": known.hash,
      "plan-json": JSON.stringify(known.plan),
      "pending-migrations": "0",
      reversible: "",
      reports: "",
      changed: "false"
    }
  };
}
__name(alreadyShipped, "alreadyShipped");

// src/release/steps/plan-under-way.ts
function movedByItself(session, now) {
  const { state, context } = session;
  const { plan: known, approval } = state;
  if (!known || !began(state, "migrate")) return false;
  if (context.environment.kind === "production" && approval?.hash !== known.hash) return false;
  const { plan: plan2 } = known;
  const left = state.schemaLeft;
  if (left !== void 0 && left !== now.schemaFingerprint) return false;
  const planned = new Map(plan2.migrations.map(({ version, checksum }) => [version, checksum]));
  if (now.migrations.some(({ version, checksum }) => planned.get(version) !== checksum)) return false;
  const promoted = now.production.deploymentId === plan2.deployment.id && tried(state, "promote", promote.name(context.hosting));
  const before = {
    ...now,
    schemaFingerprint: plan2.schemaFingerprint,
    migrations: plan2.migrations,
    production: promoted ? plan2.production : now.production
  };
  return planHash(before) === known.hash;
}
__name(movedByItself, "movedByItself");

// src/release/steps/proof.ts
async function provedElsewhere(context) {
  const { requires } = context.environment;
  if (!requires) return null;
  if (!requires.database) throw noRecord(context, requires);
  const database = await requires.database();
  try {
    const release = await installedVersion(database) > 0 ? await new ReleaseRecord(database, context.environment.requiredProject).finished(
      requires.environment,
      context.commit
    ) : void 0;
    if (release) return { environment: requires.environment, releaseId: release.id };
  } finally {
    await database.close();
  }
  throw failure({
    code: "SHIPLOCK_PLAN_NOT_PROVED",
    what: `commit ${context.commit.slice(0, 12)} did not finish on ${requires.environment}, or was rolled back there since, but ${context.environment.name} requires it`,
    notDone: ["nothing was changed"],
    next: `Ship this commit to ${requires.environment} first.`
  });
}
__name(provedElsewhere, "provedElsewhere");
function noRecord(context, requires) {
  return failure({
    code: "SHIPLOCK_PLAN_NOT_PROVED",
    what: `${context.environment.name} requires that a commit finished on ${requires.environment} first, but Shiplock cannot read the record of ${requires.environment}: staging-database-url is not set`,
    notDone: ["nothing was changed"],
    next: `Add this line to the secrets of the workflow, or to \`with:\` of the action; a role that can only read is enough: staging-database-url: \${{ secrets.STAGING_DATABASE_URL }}`
  });
}
__name(noRecord, "noRecord");

// src/release/steps/risk.ts
function riskOf(migrations) {
  const pending = migrations?.pending ?? [];
  const statements = pending.flatMap((migration) => migration.statements);
  return {
    contract: pending.some((migration) => migration.phase === "contract"),
    dataLoss: statements.some((statement) => statement.losesData),
    // Rows change by themselves; whether more people have to approve must not.
    hazards: statements.some(
      ({ hazards }) => hazards.some(({ severity, passing }) => severity !== "info" && !passing)
    )
  };
}
__name(riskOf, "riskOf");

// src/release/steps/reach.ts
async function reachWarnings({ context }, plan2, pending) {
  if (!context.reach || context.environment.kind !== "production") return [];
  try {
    const found = await context.reach({
      commit: context.commit,
      runId: context.run.id,
      servingCommit: plan2.replaces?.commit,
      risk: riskOf(pending)
    });
    for (const line of found) context.warn(line);
    return found;
  } catch (error) {
    context.say(`could not look up whether enough people can approve: ${firstLine(error)}`);
    return [];
  }
}
__name(reachWarnings, "reachWarnings");

// src/release/steps/whose-work.ts
async function whoseWork(context, serving) {
  if (!context.codeHost || context.environment.kind !== "production") return [];
  try {
    return authorNotes(await context.codeHost.authorship({ from: serving, to: context.commit }));
  } catch (error) {
    context.warn(`could not read who wrote the released work: ${firstLine(error)}`);
    return [];
  }
}
__name(whoseWork, "whoseWork");

// src/release/steps/wrote.ts
function wroteLine(session, proposed) {
  const inChain = session.unrecorded ? [] : session.appended.filter(({ kind }) => kind === "planned");
  const calls = foldState(session.appended).calls.filter(({ state }) => state === "done").map(({ name }) => name);
  const wrote = [
    ...inChain.length > 0 ? ["the plan into the record"] : [],
    ...proposed ? ["the plan as a proposal, outside the record"] : [],
    ...new Set(calls)
  ];
  return `plan wrote ${wrote.length > 0 ? wrote.join(", ") : "nothing"}; it applied no migration and moved no traffic`;
}
__name(wroteLine, "wroteLine");

// src/release/steps/plan.ts
var NOTHING_PENDING = { pending: [], appliedCount: 0, ignored: [], facts: [] };
async function identityOf({
  schema
}) {
  return await schema.identity?.() ?? { fingerprint: await schema.fingerprint() };
}
__name(identityOf, "identityOf");
async function computePlan(session, policy) {
  const { context, release } = session;
  const { deployed } = session.state;
  if (!deployed) session.requirePhase("deploy");
  await requireStaged(session);
  const [schema, live, provedBy, earlier] = await Promise.all([
    identityOf(context),
    context.hosting.live(),
    provedElsewhere(context),
    waitingIn(context)
  ]);
  const pending = await context.migrations?.pending({
    refuse: false,
    // Where nothing serves, there is no version that a migration could break.
    serves: live.deploymentId !== void 0,
    waiting: new Set(earlier.map(({ version }) => version)),
    judgeWaiting: true
  }) ?? NOTHING_PENDING;
  const waiting = stillThere(earlier, pending);
  if (live.pinned && live.deploymentId) await refuseForeignPin(session, live.deploymentId);
  const previous = release.replaces ? await session.record.release(release.replaces) : void 0;
  const plan2 = {
    format: 1,
    environment: release.environment,
    kind: context.environment.kind,
    commit: release.commit,
    deployment: {
      id: deployed?.deploymentId ?? "",
      url: deployed?.url ?? "",
      digest: deployed ? await digestOf(session, deployed.deploymentId) : null
    },
    replaces: previous ? { releaseId: previous.id, commit: previous.commit } : null,
    production: { deploymentId: live.deploymentId ?? null, pinned: live.pinned },
    schemaFingerprint: schema.fingerprint,
    migrations: planMigrations(pending),
    ...waiting.length > 0 ? { waiting: waiting.map(({ version, file, checksum }) => ({ version, file, checksum })) } : {},
    provedBy,
    settings: context.environment.settings,
    policy
  };
  const outside = previous && await outsideOf(session, previous, live);
  const traffic = [...trafficNotes(live), ...outside ? [outside] : []];
  const served = outside ? { outside: { commit: live.commit } } : {};
  return { plan: plan2, pending, waiting, objects: schema.objects, traffic, ...served };
}
__name(computePlan, "computePlan");
var whatMoved = /* @__PURE__ */ __name((known, now) => movedSince(known.plan, now.plan, movedObjects(known.objects, now.objects)), "whatMoved");
var digestOf = /* @__PURE__ */ __name((session, deploymentId) => assumed(session, "deploy") ? session.context.source.digest() : digestAtHosting(session.context, deploymentId), "digestOf");
async function planFirst(session, policy) {
  const { context, state, unrecorded } = session;
  if (state.deployed) {
    await requireStaged(session);
    if (!assumed(session, "deploy")) await requireSource(context, state.deployed.deploymentId);
    await requireReadyRoute(session);
  } else if (unrecorded && !context.dryRun)
    context.warn(
      "no staged deployment of this commit is known: this plan covers only the database, and nobody can approve its hash. Without a record, pass the output release-id of the deploy action"
    );
  return computePlan(session, policy);
}
__name(planFirst, "planFirst");
async function plan(context) {
  const session = await Session.findToPlan(context);
  const shipped = session.state.closed?.result === "released" ? session.state.plan : void 0;
  if (shipped) return alreadyShipped(session, shipped);
  session.requireOpen();
  if (session.staged) await openProjections(session);
  const { policy, sources, warnings: doubts, notes } = context.policy.decision;
  const installed = session.standing.version > 0;
  const broken = installed ? await unconfirmedGlass(session.database, context.environment.name) : [];
  const gaps = await context.schema.gaps?.();
  const { plan: now, pending, waiting, objects, traffic, outside } = await planFirst(session, policy);
  await refuse(session, pending);
  if (gaps?.ahead) throw schemaFilesAhead(gaps.ahead);
  const open = leftOpen(gaps?.open ?? [], pending);
  if (open.length > 0) throw openTables(open);
  const meant = (gaps?.allowed ?? []).map(
    ({ table, reason }) => `${table} is open to everybody through the API, as the settings allow: ${reason}`
  );
  const readFile = /* @__PURE__ */ __name((path) => readSourceText(context.source, path), "readFile");
  const beside = await context.hosting.beside?.(readFile) ?? [];
  const missing = [...gaps?.warnings ?? [], ...meant, ...traffic, ...beside];
  for (const doubt of [...doubts, ...missing]) context.warn(doubt);
  const cannot = await reachWarnings(session, now, pending);
  const glass = broken.map((one) => `The ${glassLine(one)}`);
  const warnings = [...cannot, ...glass, ...doubts, ...notes, ...missing];
  const known = session.state.plan;
  const computed = known && movedByItself(session, now) ? known.plan : now;
  const hash = planHash(computed);
  const moved = known && known.hash !== hash ? whatMoved(known, { plan: computed, objects }) : [];
  const outlook = await lookAhead(session, pending.pending);
  await record(session, { plan: computed, hash, moved, outlook, objects });
  const proposed = await session.propose((proposals, of) => proposals.plan(of, computed));
  if (known?.hash !== hash) {
    context.say(`plan ${shortHash(hash)}: ${count(computed.migrations.length, "pending migration")}`);
  } else {
    context.say(`plan ${shortHash(hash)}: unchanged`);
  }
  const reports = await context.writeReports?.(pending) ?? [];
  const { id: releaseId } = session.release;
  const authors = await whoseWork(context, computed.replaces?.commit);
  const said = {
    plan: computed,
    hash,
    pending,
    moved,
    releaseId,
    outlook,
    authors,
    held: heldFiles(computed, waiting, context.environment.soakHours),
    sources,
    warnings,
    project: context.environment.project?.called,
    outside
  };
  await commentPlan(session, hash, planMarkdown(said, "comment"));
  if (context.environment.kind === "production") {
    await publishNotice(session, { state: "waiting", phase: "approve", detail: `plan ${shortHash(hash)}` });
  }
  context.say(wroteLine(session, proposed));
  return {
    phase: "plan",
    state: known?.hash === hash ? "already" : "done",
    summary: planMarkdown(said, "summary"),
    outputs: {
      "release-id": session.release.id,
      "plan-hash": hash,
      "plan-json": JSON.stringify(computed),
      "pending-migrations": String(now.migrations.length),
      reversible: outlook.reversible?.answer ?? "",
      reports: reports.join(","),
      changed: String(moved.length > 0)
    }
  };
}
__name(plan, "plan");
async function refuse(session, pending) {
  const refused = refusedPlan(session.release.environment, pending, pending.refusals ?? []);
  if (!refused) return;
  await session.context.writeReports?.(pending);
  await commentPlan(session, hashOf(refused.comment), refused.comment);
  throw refused.error;
}
__name(refuse, "refuse");
function newlyRehearsed(session, outlook) {
  const { rehearsal } = outlook.body;
  return rehearsal !== "skipped" && session.state.plan?.rehearsal !== rehearsal;
}
__name(newlyRehearsed, "newlyRehearsed");
async function recordPlan(session) {
  const { policy } = session.context.policy.decision;
  const { plan: computed, pending, objects } = await planFirst(session, policy);
  await refuse(session, pending);
  const hash = planHash(computed);
  const known = session.state.plan;
  const moved = known && known.hash !== hash ? whatMoved(known, { plan: computed, objects }) : [];
  const outlook = await lookAhead(session, pending.pending);
  await record(session, { plan: computed, hash, moved, outlook, objects });
  return { plan: computed, hash };
}
__name(recordPlan, "recordPlan");
async function record(session, what) {
  const { plan: plan2, hash, moved, outlook, objects } = what;
  if (session.state.plan?.hash === hash && !newlyRehearsed(session, outlook)) return;
  await session.append("plan", {
    is: "planned",
    plan: plan2,
    hash,
    moved,
    outlook: outlook.body,
    ...objects ? { objects } : {}
  });
}
__name(record, "record");
async function recheckPlan(session, options = { needsApproval: true }) {
  const agreed = session.requirePlan(options.needsApproval);
  const { policy } = await session.context.policy.again();
  const { plan: now, objects } = await computePlan(session, policy);
  const moved = whatMoved(agreed, { plan: now, objects });
  if (moved.length === 0) return agreed.plan;
  await session.append("plan", { is: "voided", hash: agreed.hash, moved });
  throw failure({
    code: "SHIPLOCK_PLAN_DRIFT",
    what: `plan ${shortHash(agreed.hash)} no longer holds: ${moved.join("; ")}`,
    done: session.unrecorded ? [] : ["the plan and its approval were voided in the record"],
    notDone: ["no migration was applied, no traffic was moved"],
    next: "Run the plan action again, read what changed, and have the new plan approved."
  });
}
__name(recheckPlan, "recheckPlan");

export {
  riskOf,
  computePlan,
  plan,
  recordPlan,
  recheckPlan
};
