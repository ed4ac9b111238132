import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  lostEnd,
  restoredAfter
} from "./chunk-I6VJ7LRU.js";
import {
  Proposals,
  authorityOf
} from "./chunk-7VC7Q6IS.js";
import {
  underWay
} from "./chunk-3VXJS7XI.js";
import {
  LEASED_PHASES,
  foldState,
  isLeased
} from "./chunk-LTI6PTE6.js";
import {
  RECORD_SCHEMA,
  ReleaseRecord,
  encode,
  inAWord,
  installRecord,
  installedVersion,
  isOver,
  lockedRecord,
  mayOnlyPlan,
  newReleaseId,
  projectOfRelease,
  sqlState
} from "./chunk-E3CAOJSN.js";
import {
  canonical,
  toJson
} from "./chunk-JBZYLIBD.js";
import {
  OutsideCallError,
  ShiplockError,
  configurationError,
  failure,
  firstLine
} from "./chunk-GQCODBKJ.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/dry-run.ts
var ASSUMED_DEPLOYMENT = "dry-run";
var DryRuns = class {
  static {
    __name(this, "DryRuns");
  }
  #sessions = /* @__PURE__ */ new WeakMap();
  of(context) {
    return context.dryRun ? this.#sessions.get(context) : void 0;
  }
  keep(session) {
    if (session.context.dryRun) this.#sessions.set(session.context, session);
    return session;
  }
};
function assumed(session, phase) {
  return session.context.dryRun && session.appended.some((event) => event.phase === phase && event.kind === "outcome");
}
__name(assumed, "assumed");

// src/release/restore.ts
var UNASKED = /* @__PURE__ */ new WeakSet();
var READ = /* @__PURE__ */ new WeakMap();
async function settleRestore(work) {
  const { context, database, events, note } = work;
  const outside = await outsideHeads(context);
  const lost = outside && await lostEnd(database, outside);
  if (lost) {
    await note({ is: "restored", ...lost });
    const { by, at } = lost.outside[0] ?? { by: "somebody", at: "an unknown time" };
    context.warn(
      `the record lacks event ${lost.lost.to.seq}, which ${context.codeHost?.vendor ?? "the code host"} knows from ${by} (${at}): it was restored to an earlier point or changed, or that deployment is not from Shiplock. The record continues after event ${lost.lost.after.seq}; see runbooks/record.md`
    );
  }
  const [opened] = events;
  const restored = opened && await restoredAfter(database, opened.seq);
  if (restored === void 0 || foldState(events).reconciled.has(restored)) return;
  const live = await context.hosting.live();
  await note({ is: "reconciled", restored, live: toJson(live) });
  context.say(
    `after a restore of the record: ${live.deploymentId ?? "nothing"} serves${live.pinned ? ", pinned by a rollback" : ""}`
  );
}
__name(settleRestore, "settleRestore");
async function outsideHeads(context) {
  const { codeHost, environment, warn, say } = context;
  if (!codeHost) {
    if (!UNASKED.has(context))
      say("could not check that the record is complete: there is no code host to compare it with");
    UNASKED.add(context);
    return void 0;
  }
  const known = READ.get(codeHost);
  if (known) return known;
  const reading = codeHost.recordHeads({ environment: environment.name, which: "newest" }).catch((error) => {
    READ.delete(codeHost);
    warn(
      `could not check with ${codeHost.vendor} that the record is complete: ${error instanceof Error ? error.message : String(error)}`
    );
    return void 0;
  });
  READ.set(codeHost, reading);
  return reading;
}
__name(outsideHeads, "outsideHeads");
async function refuseForgotten({ database, events }, live, pinned, to) {
  const decided = events.findLast(({ kind }) => kind === "planned" || kind === "approved");
  if (live.deploymentId === to || !decided) return;
  if (await restoredAfter(database, decided.seq) === void 0) return;
  const moved = live.job && live.job.requestedAt > Date.parse(decided.at) ? live.job : void 0;
  const why = moved ? `${moved.type} of ${moved.to} was requested at ${new Date(moved.requestedAt).toISOString()}, after the plan was made` : live.pinned && !pinned ? "a rollback pinned production after the plan was made" : void 0;
  if (!why) return;
  throw failure({
    code: "SHIPLOCK_RELEASE_IN_DOUBT",
    what: `the record was restored to an earlier point and lost what this release did afterwards; ${why}, and ${live.deploymentId ?? "nothing"} serves`,
    notDone: ["no traffic was moved"],
    next: "Find out what happened to this release (runbooks/record.md says where to look). To ship it anyway, plan it again: the new plan shows what production serves now."
  });
}
__name(refuseForgotten, "refuseForgotten");

// src/release/lease.ts
import { setTimeout as sleep } from "node:timers/promises";

// src/release/fence.ts
var LONGEST_MARGIN_MS = 3e4;
var MARGIN = 0.2;
var Fence = class {
  static {
    __name(this, "Fence");
  }
  #monotonic = Number.NEGATIVE_INFINITY;
  #wall = Number.NEGATIVE_INFINITY;
  /**
   * The lease was taken or renewed for so many seconds.
   * @param asked when that was asked for: the database counts from later on
   */
  extend(seconds, asked2) {
    const ms = seconds * 1e3 - Math.min(LONGEST_MARGIN_MS, seconds * 1e3 * MARGIN);
    this.#monotonic = asked2.monotonic + ms;
    this.#wall = asked2.wall + ms;
  }
  /** Somebody else has the lease. */
  close() {
    this.#monotonic = Number.NEGATIVE_INFINITY;
  }
  remainingMs() {
    return Math.min(this.#monotonic - performance.now(), this.#wall - Date.now());
  }
  check(call) {
    if (this.remainingMs() > 0) return;
    throw new OutsideCallError(
      {
        code: "SHIPLOCK_LEASE_EXPIRED",
        what: `${call} was not sent: this process stood still for longer than its lease on the environment lasts, or could not renew it`,
        next: "Check `shiplock status`: another job might have taken over. If none has, rerun this job: it reads the record and continues."
      },
      { certainty: "not-done" }
    );
  }
};
var clocks = /* @__PURE__ */ __name(() => ({ monotonic: performance.now(), wall: Date.now() }), "clocks");

// src/release/lease.ts
var LEASE_SECONDS = 300;
var HEARTBEAT_MS = 6e4;
var GRACE_MS = 3e3;
async function tryAcquire(db, request) {
  const { environment, holder, seconds = LEASE_SECONDS, run } = request;
  const rows = await asked(
    db,
    () => db.query(
      `select granted, holder, token::int as token, expires_at as "expiresAt", pid, run, since
         from shiplock.acquire($1, $2, $3, $4)`,
      [environment, holder, seconds, run ?? null]
    )
  );
  return rows[0];
}
__name(tryAcquire, "tryAcquire");
async function asked(db, work) {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) === "42501")
      throw mayOnlyPlan(error, "the lease was not taken, and nothing was changed");
    throw await lockedRecord(db, error);
  }
}
__name(asked, "asked");
async function acquireLease(db, request) {
  const { environment, holder, seconds = LEASE_SECONDS, waitSeconds = 0, say } = request;
  const began = Date.now();
  for (let looks = 0; ; looks += 1) {
    const sent = clocks();
    const answer = await tryAcquire(db, request);
    if (answer.granted) {
      const fence = new Fence();
      fence.extend(seconds, sent);
      return { environment, holder, token: answer.token, seconds, fence };
    }
    const busy = answer.holder === holder;
    const over = !busy && await freedIfOver(db, environment, answer);
    const until = began + Math.max(waitSeconds * 1e3, busy || over ? GRACE_MS : 0);
    if (Date.now() >= until) throw busy ? busyWith(answer, request) : held(answer, request);
    if (looks % 10 === 0 && waitSeconds > 0)
      say(
        `waiting for the lease of ${environment}: ${busy ? jobOf(answer) : answer.holder} holds it until ${answer.expiresAt.toISOString()}`
      );
    await sleep(Math.min(looks === 0 ? 100 : 1e3, Math.max(50, until - Date.now())));
  }
}
__name(acquireLease, "acquireLease");
async function freedIfOver(db, environment, { holder, token }) {
  const rows = await asked(
    db,
    () => db.query(
      `select case when not coalesce(shiplock.process_alive(l.pid, l.process), false)
                then shiplock.give_back(l.environment, l.holder, l.token) end as freed
         from shiplock.lease l
        where l.environment = $1 and l.holder = $2 and l.token = $3
          and ${isOver("l.holder")}`,
      [environment, holder, token]
    )
  );
  return rows.length > 0;
}
__name(freedIfOver, "freedIfOver");
function held({ holder, expiresAt }, { environment }) {
  return failure({
    code: "SHIPLOCK_LEASE_HELD",
    what: `${holder} holds the lease of ${environment} until ${expiresAt.toISOString()}`,
    done: [],
    notDone: [`${holder} changed nothing in ${environment}`],
    next: `Wait for ${holder} to finish, or roll it back; if its runner is gone, the lease expires at that time. To wait for it, set lease-wait-minutes.`
  });
}
__name(held, "held");
function busyWith(answer, { environment, holder }) {
  return failure({
    code: "SHIPLOCK_LEASE_BUSY",
    what: `another job of release ${holder} is running on ${environment}${answer.since ? ` since ${answer.since.toISOString()}` : ""}: ${jobOf(answer)}`,
    notDone: ["this job changed nothing"],
    next: `Wait for that job and rerun this one, or set lease-wait-minutes. If that job is gone, its lease expires by ${answer.expiresAt.toISOString()}.`
  });
}
__name(busyWith, "busyWith");
function jobOf({ run, pid }) {
  return `${run ?? "a run without a URL"} (database session ${pid ?? "unknown"})`;
}
__name(jobOf, "jobOf");
async function giveBack(db, lease) {
  const rows = await db.query("select shiplock.give_back($1, $2, $3) as ok", [
    lease.environment,
    lease.holder,
    lease.token
  ]);
  return rows[0]?.ok ?? false;
}
__name(giveBack, "giveBack");
async function leave(db) {
  await db.query("select shiplock.leave()");
}
__name(leave, "leave");
async function renew(db, lease) {
  const sent = clocks();
  const rows = await db.query("select shiplock.renew($1, $2, $3, $4) as ok", [
    lease.environment,
    lease.holder,
    lease.token,
    lease.seconds
  ]);
  if (rows[0]?.ok) lease.fence.extend(lease.seconds, sent);
  else lease.fence.close();
  return rows[0]?.ok ?? false;
}
__name(renew, "renew");
async function withHeartbeat(db, lease, work, say = () => void 0) {
  const timer = setInterval(
    () => {
      renew(db, lease).then(
        (ours) => ours || say(`another process took over the lease of ${lease.environment}`),
        (error) => say(
          `could not renew the lease of ${lease.environment}: ${error instanceof Error ? error.message : String(error)}`
        )
      );
    },
    Math.min(HEARTBEAT_MS, lease.seconds * 200)
  );
  timer.unref();
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
__name(withHeartbeat, "withHeartbeat");

// src/release/staying.ts
var STAYING = /* @__PURE__ */ new WeakSet();
async function stayFor(context, work) {
  const database = await context.database();
  STAYING.add(database);
  try {
    return await work();
  } finally {
    STAYING.delete(database);
    if (!context.dryRun) await leave(database).catch(() => void 0);
  }
}
__name(stayFor, "stayFor");
var staysOn = /* @__PURE__ */ __name((database) => STAYING.has(database), "staysOn");

// src/release/adopt.ts
var BEGUN = 3;
async function findStagedOfRun(standing, options) {
  const { context } = standing;
  const passedOver = [];
  for (const candidate of sorted(await candidatesOf(standing), options.begun)) {
    const known = standing.version > 0 ? await standing.record.release(candidate.releaseId) : void 0;
    const answer = known ? `the record already has a release with that id, of commit ${known.commit.slice(0, 12)}` : await verify(standing, candidate);
    if (typeof answer !== "string") return { staged: answer, passedOver };
    passedOver.push(`${candidate.releaseId}: ${answer}`);
    context.say(`${candidate.releaseId} was proposed for this run, but is not used: ${answer}`);
  }
  return { staged: void 0, passedOver };
}
__name(findStagedOfRun, "findStagedOfRun");
async function candidatesOf({ context, proposals }) {
  const { releaseId, environment, commit, run } = context;
  if (releaseId) return [{ releaseId, deploymentId: void 0 }];
  return await proposals?.candidates({ environment: environment.name, commit, runId: run.id ?? null }) ?? [];
}
__name(candidatesOf, "candidatesOf");
function sorted(candidates, begun) {
  const named = candidates.filter((one) => one.deploymentId !== void 0);
  const rest = candidates.filter(
    (one) => one.deploymentId === void 0 && !named.some((other) => other.releaseId === one.releaseId)
  );
  if (candidates.length === 1) return candidates;
  return [...named, ...begun ? rest.slice(-BEGUN) : []];
}
__name(sorted, "sorted");
async function verify({ context }, candidate) {
  const { hosting, say, commit, run } = context;
  const { releaseId, deploymentId } = candidate;
  if (deploymentId !== void 0) {
    const hinted = await hosting.deployment(deploymentId).catch(firstLine);
    if (typeof hinted === "string") return `could not read deployment ${deploymentId} (${hinted})`;
    if (hinted?.releaseId !== releaseId) return `hosting knows no deployment ${deploymentId} of that release`;
  }
  const found = await hosting.findStaged(releaseId, say);
  if (!found) return "hosting has no deployment of that release";
  if (found.releaseId !== releaseId) return `deployment ${found.id} does not have that release id`;
  if (found.commit !== commit) return `deployment ${found.id} belongs to another commit`;
  if (!context.releaseId && found.runId !== run.id) return `deployment ${found.id} was staged by another run`;
  if (found.state !== "ready") return `deployment ${found.id} is ${found.state}`;
  const [held2, own] = await Promise.all([hosting.sourceDigest(found.id), context.source.digest()]);
  if (held2 === void 0) return `hosting cannot say which files deployment ${found.id} has`;
  if (held2 !== own) return `deployment ${found.id} does not have the files of commit ${commit.slice(0, 12)}`;
  return { releaseId, deployment: found, digest: held2 };
}
__name(verify, "verify");

// src/release/finding.ts
async function ofThisRun({
  context,
  database,
  record,
  version
}) {
  if (version === 0) return void 0;
  const { releaseId, environment, commit, run } = context;
  if (!releaseId) return run.id ? record.latest(environment.name, commit, run.id) : void 0;
  const named = await record.release(releaseId);
  if (named && (named.environment !== environment.name || named.commit !== commit))
    throw mismatch(named, context);
  if (named && !await record.isOurs(named.id))
    throw foreign(named, await projectOfRelease(database, named.id) ?? [], context);
  return named;
}
__name(ofThisRun, "ofThisRun");
async function ofThisCommit({ context, record, version }) {
  if (version === 0 || context.releaseId) return void 0;
  return record.latest(context.environment.name, context.commit);
}
__name(ofThisCommit, "ofThisCommit");
async function inChain(standing, release) {
  return { standing, release, events: await standing.record.events(release.id), staged: void 0 };
}
__name(inChain, "inChain");
async function staged(standing, options) {
  const search = await findStagedOfRun(standing, options);
  const found = search.staged && {
    standing,
    release: await draft(standing, search.staged.releaseId),
    events: [],
    staged: search.staged
  };
  return { found, passedOver: search.passedOver };
}
__name(staged, "staged");
async function draft({ context, record, version }, id) {
  const serving = version > 0 ? await record.serving(context.environment.name) : void 0;
  return {
    id: id ?? context.releaseId ?? newReleaseId(),
    environment: context.environment.name,
    commit: context.commit,
    replaces: serving?.id ?? null,
    runId: context.run.id ?? null,
    runUrl: context.run.url ?? null,
    actor: context.actor,
    openedAt: (/* @__PURE__ */ new Date()).toISOString()
  };
}
__name(draft, "draft");
async function open({ context, record }, release, phase) {
  try {
    return await (context.releaseId ? record.open(release, phase) : record.openForRun(release, phase));
  } catch (error) {
    const known = sqlState(error) === "23505" ? await record.release(release.id) : void 0;
    if (known) return known;
    throw error;
  }
}
__name(open, "open");
function mismatch(named, { releaseId, environment, commit }) {
  return configurationError({
    code: "SHIPLOCK_RELEASE_MISMATCH",
    what: `release-id ${releaseId} is a release of commit ${named.commit.slice(0, 12)} to ${named.environment}, but this job works on commit ${commit.slice(0, 12)} in ${environment.name}`,
    notDone: ["nothing was changed"],
    next: "Omit release-id, so that Shiplock finds the release by environment, commit and run, or set the commit and environment of that release."
  });
}
__name(mismatch, "mismatch");
function foreign(named, theirs, { environment }) {
  return configurationError({
    code: "SHIPLOCK_RELEASE_MISMATCH",
    what: `release-id ${named.id} is a release of hosting project ${theirs.join(" (")}${theirs.length > 1 ? ")" : ""}, but this job works on project ${environment.project?.called ?? ""}`,
    notDone: ["nothing was changed"],
    next: "Pass the release-id of this app, or omit it. Two apps of one repository each have their own releases, even where their environments have the same name."
  });
}
__name(foreign, "foreign");
function notFound({ context, installed }, passedOver) {
  const { environment, commit, releaseId } = context;
  const named = releaseId ? ` with id ${releaseId}` : "";
  const reasons = passedOver.length > 0 ? `. Not used: ${passedOver.slice(0, 5).join("; ")}` : "";
  return configurationError({
    code: "SHIPLOCK_RELEASE_NOT_FOUND",
    what: `the record of ${environment.name} has no release of commit ${commit}${named}, and no planning job of this run staged one that hosting confirms${reasons}`,
    ...installed ? { done: ["the record (schema shiplock) was installed or upgraded"] } : {},
    notDone: [installed ? "nothing else was changed" : "nothing was changed"],
    next: "Run the deploy action for this commit first, in this run, or pass its output release-id. Check that database-url is the one of this environment."
  });
}
__name(notFound, "notFound");

// src/release/lease-free.ts
var leases = external_exports.array(external_exports.object({ holder: external_exports.string(), until: external_exports.string() }));
async function requireLeaseFree({ context, database, release, standing }) {
  const { name } = context.environment;
  if (standing.version > 0) {
    const [held2] = leases.parse(
      await database.query(
        `select holder, to_char(expires_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as until
           from shiplock.lease where environment = $1 and holder <> $2 and expires_at > now()
              and not ${isOver("holder")}`,
        [name, release.id]
      )
    );
    if (held2)
      throw failure({
        code: "SHIPLOCK_LEASE_HELD",
        what: `${held2.holder} holds the lease of ${name} until ${held2.until}`,
        notDone: ["nothing was changed: this is a dry run"],
        next: `Wait for ${held2.holder} to finish, or set lease-wait-minutes: the real run waits that long.`
      });
  }
  context.say(`dry run: would take the lease of ${name}`);
}
__name(requireLeaseFree, "requireLeaseFree");

// src/release/overtaken.ts
function overtaken({ id, environment, commit }, by) {
  return failure({
    code: "SHIPLOCK_RELEASE_OVERTAKEN",
    what: `release ${by}, which contains commit ${commit.slice(0, 12)}, serves ${environment} by now: release ${id} is not needed`,
    notDone: ["nothing was changed"],
    next: "Nothing. To go back to this commit, start a new run of it, or roll back."
  });
}
__name(overtaken, "overtaken");

// src/release/required-plan.ts
function requiredPlan({ state, release, context }, needsApproval) {
  const { plan, approval, deployed } = state;
  if (!plan || !planIsOf(plan.plan, release, deployed?.deploymentId)) {
    throw failure({
      code: "SHIPLOCK_PLAN_MISSING",
      what: `release ${release.id} has no plan, or its plan was voided`,
      notDone: ["nothing was changed"],
      next: "Run the plan action, read what it prints, and approve it."
    });
  }
  if (needsApproval && context.environment.kind === "production" && approval?.hash !== plan.hash) {
    throw failure({
      code: "SHIPLOCK_APPROVAL_MISSING",
      what: `plan ${plan.hash.slice(0, 12)} of release ${release.id} is not approved`,
      notDone: ["nothing was changed"],
      next: "Run the approval-gate action after the required people have approved this plan hash."
    });
  }
  return plan;
}
__name(requiredPlan, "requiredPlan");
function planIsOf(plan, release, deploymentId) {
  return plan.environment === release.environment && plan.commit === release.commit && plan.deployment.id === (deploymentId ?? "");
}
__name(planIsOf, "planIsOf");

// src/release/seam.ts
var calledOutside = /* @__PURE__ */ new Set();
var Seam = class {
  static {
    __name(this, "Seam");
  }
  #journal;
  #say;
  #dryRun;
  planned = [];
  constructor(journal, options) {
    this.#journal = journal;
    this.#say = options.say;
    this.#dryRun = options.dryRun;
  }
  /** Makes the call at most once a release, and none past its lease. In a dry run it prints it and answers undefined. */
  async write(call) {
    return this.#write(call, this.#journal.lease);
  }
  async #write(call, lease) {
    if (this.#dryRun) {
      this.planned.push({ name: call.name, request: call.request });
      this.#say(
        `dry run: would call ${call.name} ${canonical(call.request)}, with an intent before and an outcome after in the record`
      );
      return call.assume?.();
    }
    return underWay(call.name, () => this.#made(call, lease));
  }
  async #made(call, lease) {
    calledOutside.add(call.name);
    const earlier = this.#earlier(call);
    const known = call.result.safeParse(earlier?.answer);
    if (known.success && earlier?.answer !== void 0) return known.data;
    if (earlier?.intentAt !== void 0 && call.reconcile !== "finds-first") {
      this.#say(`${call.name}: an earlier attempt has no recorded outcome; reading the vendor's state`);
      const settled = await this.#settle(call, earlier.intentAt);
      if (settled) {
        this.#say(`${call.name}: already done, not repeated`);
        return settled;
      }
    }
    const notAfter = await lease?.();
    const since = Date.now();
    await this.#append(call, { is: "call-begun", request: call.request, atMs: since });
    let result;
    try {
      notAfter?.check(call.name);
      result = await call.run(notAfter);
    } catch (error) {
      return this.#afterFailure(call, since, error);
    }
    if (call.accepted) return this.#confirm(call, since);
    await this.#tell(call, { is: "call-ended", result: "done", value: toJson(result) });
    return result;
  }
  async #confirm(call, since) {
    const settled = await this.#settle(call, since, true);
    if (settled) return settled;
    throw failure({
      code: "SHIPLOCK_OUTSIDE_CALL_NOT_DONE",
      what: `${call.name} was accepted, but its job ended without doing it`,
      done: [`${call.name} was requested once`],
      notDone: ["it had no effect, and it was not requested again"],
      next: "Check the vendor\u2019s own page for the reason. Then rerun the same job: it reads the state first and continues from there."
    });
  }
  async #afterFailure(call, since, error) {
    const uncertain = !(error instanceof OutsideCallError) || error.certainty === "unknown";
    if (uncertain && call.reconcile !== "finds-first" && !(error instanceof ShiplockError && !(error instanceof OutsideCallError))) {
      this.#say(`${call.name}: the answer was lost (${firstLine(error)}); reading the vendor's state`);
      const settled2 = await this.#settle(call, since);
      if (settled2) return settled2;
    }
    const settled = this.#append(call, { is: "call-ended", result: "failed", error: firstLine(error) });
    await (isExpired(error) ? settled.catch(() => void 0) : settled);
    throw error;
  }
  /** Appends `observed`; undefined when the call was not done. @throws SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS */
  async #settle(call, since, accepted = false) {
    if (call.reconcile === "finds-first") return void 0;
    const found = await lookedAt(call.reconcile, since, accepted);
    if (found.state === "done") {
      await this.#tell(call, { is: "call-settled", result: "done", value: toJson(found.result) });
      return found.result;
    }
    if (found.state === "not-done") {
      await this.#tell(call, { is: "call-settled", result: "not-done" });
      return void 0;
    }
    await this.#tell(call, { is: "call-settled", result: "ambiguous", why: found.why });
    throw undecided(call.name, found.why, "cause" in found ? found.cause : void 0);
  }
  /**
   * Appends what came of a call that was sent.
   * @throws SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS if the record cannot be told: the next run reads it from the vendor
   */
  async #tell(call, what) {
    try {
      await this.#append(call, what);
    } catch (error) {
      if (call.reconcile === "finds-first" || isTaken(error)) throw error;
      throw undecided(call.name, `what came of it could not be recorded: ${firstLine(error)}`, error);
    }
  }
  /** What the record says of this very call in this phase: sent, answered, or neither. */
  #earlier(call) {
    let at;
    for (const one of foldState(this.#journal.events()).calls) {
      if (one.phase !== this.#journal.phase || one.name !== call.name || one.key !== (call.key ?? ""))
        continue;
      if (one.state === "begun") at = { intentAt: one.atMs };
      else if (one.state === "done") at = { intentAt: at?.intentAt ?? 0, answer: one.value ?? null };
      else if (one.state !== "ambiguous") at = void 0;
    }
    return at;
  }
  #append(call, what) {
    return this.#journal.append({ ...what, call: call.name, ...call.key ? { key: call.key } : {} });
  }
  /**
   * A projection of the record into a vendor (deployment status, notice, error-tracker deploy). It may be gone or
   * refuse: that is a warning, recorded as skipped, and never the release's failure.
   */
  async project(call, warn) {
    try {
      return await this.#write(call, void 0);
    } catch (error) {
      if (isTaken(error)) throw error;
      warn(`${call.name} was skipped: ${firstLine(error)}`);
      return void 0;
    }
  }
};
async function lookedAt(look2, since, accepted) {
  try {
    return await look2(since, accepted);
  } catch (cause) {
    if (isTaken(cause)) throw cause;
    return { state: "ambiguous", why: firstLine(cause), cause };
  }
}
__name(lookedAt, "lookedAt");
function undecided(name, why, cause) {
  const first = cause instanceof ShiplockError ? `${cause.problem.next} Then check` : "Check";
  return failure(
    {
      code: "SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS",
      what: `${name} was sent, but Shiplock cannot tell whether it happened: ${why}`,
      done: [`${name} was sent once`],
      notDone: ["it was not sent again"],
      next: `${first} the vendor\u2019s own page; when its state is settled, rerun the same job: it reads the state and continues.`
    },
    cause
  );
}
__name(undecided, "undecided");
var isExpired = /* @__PURE__ */ __name((error) => error instanceof ShiplockError && error.code === "SHIPLOCK_LEASE_EXPIRED", "isExpired");
var isTaken = /* @__PURE__ */ __name((error) => error instanceof ShiplockError && error.code === "SHIPLOCK_LEASE_STALE", "isTaken");

// src/release/standing.ts
var PROPOSALS = 2;
async function standToPlan(context) {
  return look(context, await context.database(), false);
}
__name(standToPlan, "standToPlan");
async function standAsAny(context) {
  const database = await context.database();
  const { installed, refused } = context.dryRun ? NOT_INSTALLED : await install(database);
  const found = await look(context, database, installed);
  if (context.dryRun) await sayInstall(found);
  if (refused && found.version < PROPOSALS) {
    context.warn(
      `this database has no record of this Shiplock's version (schema shiplock), and the role in database-url cannot create it: Shiplock does not record what this job does (${refused.problem.what})`
    );
  }
  return found;
}
__name(standAsAny, "standAsAny");
async function standToShip(context, options) {
  const database = await context.database();
  if (context.dryRun) return standInDryRun(context, database, options);
  let installed = false;
  if (options.install || await installedVersion(database) > 0) {
    const made = await install(database);
    if (made.refused && await installedVersion(database) < PROPOSALS) throw notInstalled(made.refused);
    installed = made.installed;
  }
  const found = await look(context, database, installed);
  if (found.version > 0 && found.authority !== "ship") {
    throw mayOnlyPlan(
      found.authority === "plan" ? "it can propose releases and plans" : "it can read the record",
      "this step changed and recorded nothing"
    );
  }
  return found;
}
__name(standToShip, "standToShip");
async function standInDryRun(context, database, options) {
  const found = await look(context, database, false);
  if (options.install) await sayInstall(found);
  if (found.version > 0 && found.authority !== "ship")
    throw mayOnlyPlan("the real run would be refused", "nothing was changed: this is a dry run");
  return found;
}
__name(standInDryRun, "standInDryRun");
async function sayInstall({ context, database, version }) {
  if (version >= RECORD_SCHEMA.length) return;
  const [may] = rights.parse(
    await database.query(`select has_database_privilege(current_database(), 'create') as may`)
  );
  context.say(
    may.may ? `dry run: would ${version === 0 ? "install" : "upgrade"} the record (schema shiplock)` : "dry run: this role cannot install the record (schema shiplock), so nothing would be recorded"
  );
}
__name(sayInstall, "sayInstall");
var rights = external_exports.tuple([external_exports.object({ may: external_exports.boolean() })]);
async function look(context, database, installed) {
  const version = await installedVersion(database);
  const authority = version >= PROPOSALS ? await authorityOrNone(database) : "read";
  return {
    context,
    database,
    record: new ReleaseRecord(database, context.environment.project),
    version,
    authority,
    proposals: version >= PROPOSALS && authority !== "read" ? new Proposals(database) : void 0,
    unrecorded: context.dryRun || authority !== "ship",
    installed
  };
}
__name(look, "look");
async function authorityOrNone(database) {
  try {
    return await authorityOf(database);
  } catch (error) {
    if (refusal(error)) return "read";
    throw error;
  }
}
__name(authorityOrNone, "authorityOrNone");
var NOT_INSTALLED = { installed: false };
async function install(database) {
  try {
    return { installed: await installRecord(database) };
  } catch (error) {
    const refused = refusal(error);
    if (refused) return { installed: false, refused };
    throw error;
  }
}
__name(install, "install");
function refusal(error) {
  const codes = ["SHIPLOCK_DATABASE_PERMISSION", "SHIPLOCK_DATABASE_READ_ONLY"];
  return error instanceof ShiplockError && codes.includes(error.code) ? error : void 0;
}
__name(refusal, "refusal");
function notInstalled(refused) {
  return configurationError(
    {
      code: "SHIPLOCK_RECORD_NOT_INSTALLED",
      what: `this database has no record of this Shiplock's version yet (schema shiplock), and the role in database-url cannot create it: ${refused.problem.what}`,
      notDone: ["nothing was changed"],
      next: "Set database-url to the connection string of the role that owns the schema (postgres on Supabase): it installs or upgrades the record."
    },
    refused
  );
}
__name(notInstalled, "notInstalled");

// src/release/session.ts
var Session = class _Session {
  static {
    __name(this, "Session");
  }
  context;
  standing;
  database;
  record;
  release;
  #events;
  #appended = [];
  #state;
  #lease;
  /** Nothing goes into the chain: a dry run, or a role that may only plan. */
  unrecorded;
  /** What a planning job staged and this process took over. */
  staged;
  constructor({ standing, release, events, staged: staged2 }) {
    this.context = standing.context;
    this.standing = standing;
    this.database = standing.database;
    this.record = standing.record;
    this.release = release;
    this.#events = [...events];
    this.unrecorded = standing.unrecorded;
    this.staged = staged2;
  }
  /**
   * For deploy. The shipping role gets the open release of this commit, takes over what a planning job of this run
   * staged, or opens a new release in the chain; installs the record where that is needed. Any other role gets the same
   * release outside of the chain.
   */
  static async openOrFind(context) {
    const dry = DRY_RUNS.of(context);
    return dry ?? DRY_RUNS.keep(await _Session.#openOrFind(await standAsAny(context), true));
  }
  /** For plan: the same release, and what is not in the chain yet stays outside of it. Installs and opens nothing. */
  static async findToPlan(context) {
    const dry = DRY_RUNS.of(context);
    return dry ?? DRY_RUNS.keep(await _Session.#openOrFind(await standToPlan(context), false));
  }
  static async #openOrFind(standing, opens) {
    const own = await ofThisRun(standing);
    if (own) return new _Session(await inChain(standing, own));
    const { found } = await staged(standing, { begun: standing.authority !== "ship" });
    const outside = opens ? standing : { ...standing, unrecorded: true };
    if (found) return _Session.#adopt({ ...found, standing: outside });
    const newest = await ofThisCommit(standing);
    const session = newest && new _Session(await inChain(standing, newest));
    if (session && !session.state.closed) return session;
    const release = await draft(standing);
    if (outside.unrecorded) return new _Session({ standing: outside, release, events: [], staged: void 0 });
    return new _Session(await inChain(standing, await open(standing, release, "deploy")));
  }
  /**
   * For phases that change the environment: the release of this run in the chain, else the newest of this commit. With
   * `adopts` a staged deployment of this run is taken into the chain first, once hosting has confirmed what it is.
   * @throws SHIPLOCK_RELEASE_NOT_FOUND, SHIPLOCK_RELEASE_MISMATCH, SHIPLOCK_DATABASE_PERMISSION
   */
  static async find(context, options = {}) {
    const dry = DRY_RUNS.of(context);
    return dry ?? DRY_RUNS.keep(await _Session.#find(context, options));
  }
  /** For work that no commit names: the release that `search` finds in the chain. */
  static async findBy(context, search) {
    const standing = await standToShip(context, { install: false });
    return new _Session(await inChain(standing, await search(standing)));
  }
  static async #find(context, options) {
    const standing = await standToShip(context, { install: options.adopts ?? false });
    const own = await ofThisRun(standing);
    if (own) return new _Session(await inChain(standing, own));
    const search = options.adopts ? await staged(standing, { begun: false }) : void 0;
    if (search?.found) return _Session.#adopt(search.found);
    const newest = await ofThisCommit(standing);
    if (newest) return new _Session(await inChain(standing, newest));
    throw notFound(standing, search?.passedOver ?? []);
  }
  /** Opens the release in the chain with this role's own facts, and keeps what hosting said as an event of its own. */
  static async #adopt(found) {
    const { standing, staged: confirmed } = found;
    const session = new _Session(
      standing.unrecorded ? found : {
        ...await inChain(standing, await open(standing, found.release, "deploy")),
        staged: confirmed
      }
    );
    if (!confirmed || session.state.deployed) return session;
    const { deployment, digest, releaseId } = confirmed;
    await session.append("deploy", {
      is: "deployed",
      deploymentId: deployment.id,
      url: deployment.url,
      digest,
      adopted: true
    });
    standing.context.say(`${releaseId}: hosting confirms deployment ${deployment.id} of this run`);
    return session;
  }
  get state() {
    this.#state ??= foldState(this.#events);
    return this.#state;
  }
  get events() {
    return this.#events;
  }
  get token() {
    return this.#lease?.token ?? null;
  }
  /** Outside of the chain the event is kept in this process, for its own next steps. */
  async append(phase, saying) {
    const event = await this.#written(phase, LEASED_PHASES.has(phase) ? this.token : null, saying);
    if (this.context.dryRun)
      this.context.say(`dry run: would record ${phase} ${event.kind} ${inAWord(event)}`);
    this.#events.push(event);
    this.#appended.push(event);
    this.#state = void 0;
  }
  async #written(phase, token, saying) {
    const entry = { releaseId: this.release.id, token, actor: this.context.actor, phase };
    if (!this.unrecorded)
      return { ...entry, prevHash: "", ...await this.record.append({ ...entry, saying }) };
    const { kind, body } = encode(phase, saying);
    const place = { seq: this.#events.length + 1, at: (/* @__PURE__ */ new Date()).toISOString(), hash: "", prevHash: "" };
    return { ...entry, ...place, kind, body };
  }
  /** What this process appended, whether the chain has it or not. */
  get appended() {
    return this.#appended;
  }
  /** Says it beside the chain, for the shipping role's next job and for people. It is a hint: failing costs no more. Returns whether it was kept. */
  async propose(what) {
    const { context, standing, release } = this;
    if (!standing.proposals || standing.authority === "ship" || context.dryRun) return false;
    const { id: releaseId, environment, commit, runId } = release;
    try {
      await what(standing.proposals, { releaseId, environment, commit, runId });
      return true;
    } catch (error) {
      context.warn(`the record did not take a proposal: ${firstLine(error)}`);
      return false;
    }
  }
  /** Appends what is about the record itself: of no phase, and under the lease. */
  async #note(saying) {
    this.#events.push(await this.#written("record", this.token, saying));
    this.#state = void 0;
  }
  seam(phase) {
    return new Seam(
      {
        phase,
        append: /* @__PURE__ */ __name((saying) => this.append(phase, saying), "append"),
        events: /* @__PURE__ */ __name(() => this.#events, "events"),
        lease: LEASED_PHASES.has(phase) ? () => this.#stillLeased() : void 0
      },
      { say: this.context.say, dryRun: this.context.dryRun }
    );
  }
  /** A lease that ran out while nobody else came (a long query, a machine that slept) is ours again by one renewal. */
  async #stillLeased() {
    const lease = this.#lease;
    if (!lease || lease.fence.remainingMs() > 0 || await renew(this.database, lease)) return lease?.fence;
    throw failure({
      code: "SHIPLOCK_LEASE_STALE",
      what: `another process took the lease of ${lease.environment} from this one`,
      notDone: ["nothing was sent"],
      next: "Check `shiplock status`, and restart this release when the other one is closed."
    });
  }
  /**
   * Runs a changing phase under the environment's lease, renewing it while the work lasts. The release keeps the lease
   * after it; the process leaves it, unless it goes on with the next phase (stayFor).
   * @param done asked once this process has its turn: what another process of this release may have done meanwhile
   */
  async leased(work, done = () => void 0) {
    if (this.context.dryRun) await requireLeaseFree(this);
    if (this.unrecorded) return work();
    const { run, environment, say } = this.context;
    this.#lease = await acquireLease(this.database, {
      environment: environment.name,
      holder: this.release.id,
      waitSeconds: environment.leaseWaitSeconds,
      ...environment.leaseSeconds ? { seconds: environment.leaseSeconds } : {},
      ...run.url ? { run: run.url } : {},
      say
    });
    this.#events = [...await this.record.events(this.release.id)];
    this.#state = void 0;
    try {
      await settleRestore({
        context: this.context,
        database: this.database,
        release: this.release,
        events: this.#events,
        note: /* @__PURE__ */ __name((saying) => this.#note(saying), "note")
      });
      return done() ?? await withHeartbeat(this.database, this.#lease, work, say);
    } catch (error) {
      await this.#giveBackIfIdle();
      throw error;
    } finally {
      if (!staysOn(this.database)) await leave(this.database).catch(() => void 0);
    }
  }
  /** A release that was refused before it changed anything, or that is over, must not keep others waiting. */
  async #giveBackIfIdle() {
    const changed = this.#events.some(
      (e) => isLeased(e.phase) && (e.kind === "intent" || e.kind === "outcome")
    );
    if (!this.#lease || changed && !this.state.closed) return;
    await giveBack(this.database, this.#lease).catch(() => void 0);
    this.#lease = void 0;
  }
  /** Closes the release and gives the lease back. */
  async close(phase, end) {
    await this.append(phase, { is: "closed", ...end });
    if (this.#lease) await giveBack(this.database, this.#lease);
    this.#lease = void 0;
  }
  /** @throws SHIPLOCK_PLAN_MISSING, SHIPLOCK_APPROVAL_MISSING */
  requirePlan(needsApproval = true) {
    return requiredPlan(this, needsApproval);
  }
  requireOpen() {
    const { closed } = this.state;
    if (!closed) return;
    if (closed.overtakenBy !== void 0) throw overtaken(this.release, closed.overtakenBy);
    throw failure({
      code: "SHIPLOCK_RELEASE_CLOSED",
      what: `release ${this.release.id} was closed as ${closed.result} at ${closed.at}`,
      notDone: ["nothing was changed"],
      next: "Start a new workflow run for this commit: its deploy opens a new release. Rerun jobs of this run stay with the closed one."
    });
  }
  requirePhase(phase) {
    if (this.state.donePhases.has(phase)) return;
    if (phase === "deploy" && (this.context.dryRun || this.unrecorded && !this.standing.proposals)) return;
    throw failure({
      code: "SHIPLOCK_PHASE_ORDER",
      what: `phase ${phase} of release ${this.release.id} is not done yet`,
      notDone: ["nothing was changed"],
      next: `Run the action of ${phase} first; \`shiplock resume\` does everything that is left, in order.`
    });
  }
};
var DRY_RUNS = new DryRuns();

export {
  ASSUMED_DEPLOYMENT,
  assumed,
  notFound,
  overtaken,
  refuseForgotten,
  stayFor,
  Session
};
