import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  commitsReply,
  pendingMarkdown,
  planMarkdown,
  refusedMarkdown
} from "./chunk-YCLXYTJM.js";
import {
  deployedAs,
  whyNotThere
} from "./chunk-4VK7KTR6.js";
import {
  heldFiles,
  stillThere,
  waitingIn
} from "./chunk-WZTFVH4X.js";
import {
  rollingNotes
} from "./chunk-EZUR4JGE.js";
import {
  holdsAtPlan
} from "./chunk-U7W7OKRG.js";
import {
  digestAtHosting,
  requireReadyRoute,
  requireSource
} from "./chunk-PHHJXQEC.js";
import {
  promote,
  requireStaged
} from "./chunk-YVZSIZN3.js";
import {
  glassLine,
  unconfirmedGlass
} from "./chunk-5YFMOKQG.js";
import {
  openProjections
} from "./chunk-RVISAR34.js";
import {
  publishNotice
} from "./chunk-EXC2FD26.js";
import {
  comment
} from "./chunk-IE2IBMUA.js";
import {
  Session,
  assumed,
  overtaken
} from "./chunk-NICL46NP.js";
import {
  authorNotes
} from "./chunk-GMZOG7RJ.js";
import {
  projectSuffix
} from "./chunk-REGHRSDI.js";
import {
  began,
  foldState,
  tried
} from "./chunk-LTI6PTE6.js";
import {
  ReleaseRecord,
  closings,
  installedVersion,
  movedSince,
  planHash,
  planMigrations,
  shortHash
} from "./chunk-E3CAOJSN.js";
import {
  fastLaneOf
} from "./chunk-Y2WFYYS6.js";
import {
  movedOutside,
  refuseForeignRolling,
  trafficNotes
} from "./chunk-GGNFRYGQ.js";
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
} from "./chunk-GQCODBKJ.js";
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

// src/release/steps/commits.ts
async function releasedCommits(context, serving) {
  const { codeHost, commit, warn } = context;
  if (!codeHost) return void 0;
  if (serving === commit) return [];
  try {
    const found = await codeHost.changes(serving, commit);
    return found.map(({ sha, message, author }) => ({ sha, subject: message.split("\n")[0] ?? "", author }));
  } catch (error) {
    warn(`could not list the commits of this release: ${firstLine(error)}`);
    return void 0;
  }
}
__name(releasedCommits, "releasedCommits");

// src/release/steps/foreign-pin.ts
async function refuseForeignPin(session, deploymentId) {
  const { context } = session;
  if (context.environment.acceptPin) return;
  const { record: record2, standing } = session;
  const serving = standing.version > 0 ? await record2.serving(context.environment.name) : void 0;
  if (serving && await deployedAs(record2, serving.id) === deploymentId) return;
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
function newlyRehearsed(session, outlook) {
  const { rehearsal } = outlook.body;
  return rehearsal !== "skipped" && session.state.plan?.rehearsal !== rehearsal;
}
__name(newlyRehearsed, "newlyRehearsed");
async function identityOf({
  schema
}) {
  return await schema.identity?.() ?? { fingerprint: await schema.fingerprint() };
}
__name(identityOf, "identityOf");

// src/release/steps/outside.ts
async function outsideOf(session, previous, live) {
  const deployed = await deployedAs(session.record, previous.id);
  return movedOutside(
    live,
    { id: previous.id, deploymentId: deployed },
    session.state.deployed?.deploymentId
  );
}
__name(outsideOf, "outsideOf");

// src/release/steps/overtaken.ts
async function overtakenBy(session) {
  const { context, record: record2, release, state, standing } = session;
  if (standing.version === 0 || state.closed || began(state, "migrate") || !context.codeHost)
    return void 0;
  const serving = await record2.serving(release.environment);
  if (!serving || serving.id === release.id || serving.openedAt <= release.openedAt) return void 0;
  if (serving.commit === release.commit) return void 0;
  const newer = await context.codeHost.contains({ commit: release.commit, head: serving.commit });
  return newer ? serving : void 0;
}
__name(overtakenBy, "overtakenBy");
async function endIfOvertaken(session) {
  const by = await overtakenBy(session);
  if (by) throw overtaken(session.release, by.id);
}
__name(endIfOvertaken, "endIfOvertaken");
async function closeIfOvertaken(session) {
  const by = await overtakenBy(session);
  if (!by) return;
  const error = overtaken(session.release, by.id);
  if (!session.unrecorded)
    await session.close("migrate", { result: "abandoned", serves: null, overtakenBy: by.id });
  throw error;
}
__name(closeIfOvertaken, "closeIfOvertaken");

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
      risk: riskOf(pending),
      fast: plan2.fastLane !== void 0
    });
    for (const line of found) context.warn(line);
    return found;
  } catch (error) {
    context.say(`could not look up whether enough people can approve: ${firstLine(error)}`);
    return [];
  }
}
__name(reachWarnings, "reachWarnings");

// src/release/steps/rollback-outlook.ts
var BEFORE = 2;
var SOON_DAYS = 30;
async function rollbackNotes(session, live) {
  const { record: record2, release } = session;
  const serves = live.deploymentId ? await noteOn(session, live.deploymentId, "what serves now") : void 0;
  const notes = serves ? [`A rollback of this release leads back to ${serves}`] : [];
  let next = release.replaces;
  for (let look = 0; next !== null && look <= BEFORE; look += 1) {
    const earlier = await record2.release(next);
    const deployed = earlier && await deployedAs(record2, earlier.id);
    if (!earlier || !deployed) break;
    if (deployed !== live.deploymentId) {
      const note = await noteOn(session, deployed, `release ${earlier.id}`);
      if (note) notes.push(`A rollback to an earlier release can lead back to ${note}`);
    }
    next = earlier.replaces;
  }
  return notes;
}
__name(rollbackNotes, "rollbackNotes");
async function noteOn({ context }, deploymentId, what) {
  const found = await context.hosting.deployment(deploymentId);
  const why2 = whyNotThere(found);
  if (why2 !== void 0) return `${what} (${deploymentId}) no longer: ${why2}.`;
  const until = found?.expiresAt;
  if (until === void 0 || Date.parse(until) - Date.now() > SOON_DAYS * 864e5) return void 0;
  return `${what} (${deploymentId}) until ${until.slice(0, 10)} only: then hosting\u2019s retention policy deletes it.`;
}
__name(noteOn, "noteOn");

// src/release/record/served.ts
function servedFor(commit, spells, now) {
  let until = now;
  let total = 0;
  for (const spell of spells) {
    if (spell.commit === commit) total += Math.max(0, until - spell.at);
    until = spell.at;
  }
  return total;
}
__name(servedFor, "servedFor");

// src/release/steps/soaking.ts
var HOUR = 36e5;
async function refuseSoaking(session) {
  const soaking = await soakingIn(session.context);
  if (!soaking) return;
  throw failure({
    code: "SHIPLOCK_RELEASE_SOAKING",
    what: soakingLine(soaking, session.release.commit),
    done: ["what was staged, planned and approved stays"],
    notDone: ["no migration was applied, no traffic was moved"],
    next: `Rerun this job after ${soaking.until.toISOString()}. The time is \`requiresSoakHours\` of the settings.`
  });
}
__name(refuseSoaking, "refuseSoaking");
async function soakNotes({ context, release }) {
  const soaking = await soakingIn(context);
  return soaking ? [soakingLine(soaking, release.commit)] : [];
}
__name(soakNotes, "soakNotes");
function soakingLine({ environment, hours, until }, commit) {
  return `commit ${commit.slice(0, 12)} must have served ${environment} for ${hours} h, and will have at ${until.toISOString()}`;
}
__name(soakingLine, "soakingLine");
async function soakingIn(context) {
  const { requires, requiredProject } = context.environment;
  if (!requires?.database || !requires.soakHours) return void 0;
  const { environment, soakHours: hours } = requires;
  const database = await requires.database();
  try {
    const record2 = new ReleaseRecord(database, requiredProject);
    const wanted = hours * HOUR;
    const now = Date.now();
    const spells = [];
    const names = requiredProject ? await requiredProject.names() : null;
    for await (const { serves, event } of closings(database, { environment, names })) {
      const release = serves === null ? void 0 : await record2.release(serves);
      if (!release) continue;
      spells.push({ commit: release.commit, at: Date.parse(event.at) });
      if (servedFor(context.commit, spells, now) >= wanted) return void 0;
      if (spells.length >= MOST) break;
    }
    const left = wanted - servedFor(context.commit, spells, now);
    return { environment, hours, until: new Date(now + left) };
  } finally {
    await database.close();
  }
}
__name(soakingIn, "soakingIn");
var MOST = 100;

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
  const fastLane = session.standing.version > 0 ? await fastLaneOf({
    ...{ release, record: session.record, codeHost: context.codeHost },
    lanes: context.environment.fastLanes ?? [],
    migrations: pending.pending.length + waiting.length
  }) : void 0;
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
    ...fastLane ? { fastLane } : {},
    settings: context.environment.settings,
    policy
  };
  const outside = previous && await outsideOf(session, previous, live);
  const traffic = [...trafficNotes(live, deployed?.deploymentId), ...outside ? [outside] : []];
  const served = outside ? { outside: { commit: live.commit } } : {};
  return { plan: plan2, pending, waiting, objects: schema.objects, traffic, live, ...served };
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
  await endIfOvertaken(session);
  const held = [...await holdsAtPlan(session), ...await soakNotes(session)];
  if (session.staged) await openProjections(session);
  const { policy, sources, warnings: doubts, notes } = context.policy.decision;
  const installed = session.standing.version > 0;
  const broken = installed ? await unconfirmedGlass(session.database, context.environment.name) : [];
  const gaps = await context.schema.gaps?.();
  const computation = await planFirst(session, policy);
  const { plan: now, pending, waiting, objects, outside } = computation;
  await refuse(session, pending);
  if (gaps?.ahead) throw schemaFilesAhead(gaps.ahead);
  const open = leftOpen(gaps?.open ?? [], pending);
  if (open.length > 0) throw openTables(open);
  const meant = (gaps?.allowed ?? []).map(
    ({ table, reason }) => `${table} is open to everybody through the API, as the settings allow: ${reason}`
  );
  const readFile = /* @__PURE__ */ __name((path) => readSourceText(context.source, path), "readFile");
  const beside = await context.hosting.beside?.(readFile) ?? [];
  const traffic = [...computation.traffic, ...await rollbackNotes(session, computation.live)];
  const missing = [...gaps?.warnings ?? [], ...meant, ...traffic, ...beside];
  for (const doubt of [...held, ...doubts, ...missing]) context.warn(doubt);
  const cannot = await reachWarnings(session, now, pending);
  const glass = broken.map((one) => `The ${glassLine(one)}`);
  const warnings = [
    ...cannot,
    ...held,
    ...glass,
    ...doubts,
    ...notes,
    ...await rollingNotes(session),
    ...missing
  ];
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
  const serving = outside ? outside.commit : computed.replaces?.commit;
  const commits = await releasedCommits(context, serving);
  const said = {
    commits,
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
    await publishNotice(session, {
      ...{ state: "waiting", phase: "approve", detail: `plan ${shortHash(hash)}` },
      ...commits ? { reply: commitsReply(commits) } : {}
    });
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
  const { plan: now, objects, live } = await computePlan(session, policy);
  refuseForeignRolling(live, session.state.deployed?.deploymentId);
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
  endIfOvertaken,
  closeIfOvertaken,
  riskOf,
  refuseSoaking,
  computePlan,
  plan,
  recordPlan,
  recheckPlan
};
