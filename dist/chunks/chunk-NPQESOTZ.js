import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  authorNotes
} from "./chunk-GMZOG7RJ.js";
import {
  projectOf
} from "./chunk-REGHRSDI.js";
import {
  describeProduction
} from "./chunk-BFJWBJKM.js";
import {
  foldState,
  isLeased
} from "./chunk-LTI6PTE6.js";
import {
  ReleaseRecord,
  closings,
  differences,
  installedVersion,
  isObject,
  keptPolicyOf
} from "./chunk-E3CAOJSN.js";
import {
  composeGate,
  composeHosting,
  composeReady
} from "./chunk-S7L33ND5.js";
import {
  environmentSchema,
  environmentSettings,
  loadSettings,
  parseSettings,
  usageFileOf
} from "./chunk-77PDGBRB.js";
import {
  commitOf,
  runFacts
} from "./chunk-6ALLFBKM.js";
import {
  missing,
  orDefault,
  required
} from "./chunk-CFC4G37J.js";
import {
  sourceDigest
} from "./chunk-7T4UKS5A.js";
import {
  canonical,
  toJson
} from "./chunk-JBZYLIBD.js";
import {
  GitObjects,
  ObjectError,
  unusable
} from "./chunk-MK4XUZCG.js";
import {
  spawnGit
} from "./chunk-OJTFYJNB.js";
import {
  ShiplockError,
  configurationError,
  firstLine
} from "./chunk-GQCODBKJ.js";
import {
  count,
  plural
} from "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/runner/compose.ts
import path4 from "node:path";

// src/settings/whose.ts
var Rule = class {
  static {
    __name(this, "Rule");
  }
  /** Continues "of several witnesses …". */
  says;
  of;
  /** Whether of two values one is stricter, whoever says it. */
  ordered;
  constructor(says, of, ordered = true) {
    this.says = says;
    this.of = of;
    this.ordered = ordered;
  }
};
var said = /* @__PURE__ */ __name((values) => values.filter((value) => value !== void 0), "said");
var numbers = /* @__PURE__ */ __name((values) => values.filter((value) => typeof value === "number"), "numbers");
var list = /* @__PURE__ */ __name((value) => Array.isArray(value) ? value : [], "list");
var folded = /* @__PURE__ */ __name((value) => canonical(typeof value === "string" ? value.toLowerCase() : value), "folded");
var OLD = new Rule("the oldest one applies", ([oldest]) => oldest, false);
var NAMED = new Rule("the oldest one that sets it applies", (values) => said(values)[0]);
var MOST = new Rule(
  "the largest one applies",
  (values) => numbers(values).length > 0 ? Math.max(...numbers(values)) : void 0
);
var LEAST = new Rule(
  "the smallest one applies",
  (values) => numbers(values).length > 0 ? Math.min(...numbers(values)) : void 0
);
var EACH = new Rule("all must allow it", (values) => said(values).every((value) => value === true));
var ANY = new Rule("one that requires it is enough", (values) => said(values).includes(true));
var UNION = new Rule("all entries of all of them apply", (values) => {
  const entries = values.flatMap(list);
  return [...new Map(entries.map((entry) => [canonical(entry), entry])).values()];
});
var COMMON = new Rule("only entries in all of them apply", (values) => {
  if (said(values).length === 0) return void 0;
  const [first = [], ...others] = values.map(list);
  return first.filter((entry) => others.every((other) => other.some((one) => folded(one) === folded(entry))));
});
var over = /* @__PURE__ */ __name((strict) => new Rule(
  `\`${String(strict)}\` applies if one of them sets it`,
  (values) => values.includes(strict) ? strict : said(values)[0]
), "over");
var QUARANTINE = new Rule(
  "the one that quarantines more applies",
  (values) => ["always", "production", "never"].find((one) => values.includes(one))
);
var WHOSE = {
  kind: over("production"),
  requires: NAMED,
  requiresSoakHours: MOST,
  app: "commit",
  vercel: "branch",
  database: {
    migrations: "commit",
    rollbacks: "commit",
    verify: "commit",
    rls: "commit",
    usage: "commit",
    contract: "commit",
    advisors: ANY,
    advisorsAllow: COMMON,
    tests: "commit",
    // A commit that could add to it could hide what it opens.
    ignore: { schemas: COMMON, names: COMMON, kinds: COMMON },
    requiredChecks: UNION,
    engine: "branch",
    // As a comment in a migration would say it: shown on the plan, and approved with it.
    outOfOrder: "commit",
    files: "commit",
    // At once: a table that is meant to be open must be listed before the commit that makes it.
    openTables: "branch",
    lockTimeoutSeconds: "branch",
    lockBudgetSeconds: "branch"
  },
  // At once, since it must be what hosting is configured for.
  traffic: "branch",
  gates: { gate: OLD, watch: OLD },
  approvals: {
    required: MOST,
    approvers: NAMED,
    role: OLD,
    rules: UNION,
    expireHours: LEAST,
    allowSelf: EACH,
    unlinkedAuthors: over("refuse"),
    openThreads: over("block"),
    bareReviews: over("ignore"),
    breakGlass: { allowed: EACH, people: COMMON, authors: EACH }
  },
  // What opens it must have been merged, and shipped once under the old rules.
  fastLane: { for: COMMON, required: MOST, gate: OLD, watch: OLD },
  freeze: UNION,
  rollback: { soakHours: MOST, unknownVerdict: over("refuse"), quarantine: QUARANTINE },
  sentry: "branch",
  slack: "branch"
};
function isKeeper(node) {
  return typeof node === "string" || node instanceof Rule;
}
__name(isKeeper, "isKeeper");

// src/settings/policy.ts
function policyOf(settings) {
  return part(WHOSE, asObject(toJson(settings)), (keeper) => keeper !== "commit");
}
__name(policyOf, "policyOf");
function ownOf(settings) {
  return part(WHOSE, asObject(toJson(settings)), (keeper) => keeper === "commit");
}
__name(ownOf, "ownOf");
function settingsUnder(policy, commit) {
  return environmentSchema.parse(merge(policy, ownOf(commit)));
}
__name(settingsUnder, "settingsUnder");
function rulesOf(settings) {
  return part(WHOSE, asObject(toJson(settings)), (keeper) => keeper instanceof Rule);
}
__name(rulesOf, "rulesOf");
function projectOf2(policy) {
  const { project, team } = asObject(at(policy, "vercel"));
  return {
    ...typeof project === "string" ? { project } : {},
    ...typeof team === "string" ? { team } : {}
  };
}
__name(projectOf2, "projectOf");
function readPolicy(policy, from) {
  let known = policy;
  for (; ; ) {
    const parsed = environmentSchema.safeParse(known);
    if (parsed.success) return policyOf(parsed.data);
    const unknown = parsed.error.issues.find((issue) => issue.code === "unrecognized_keys");
    if (!unknown) throw unreadable(from, parsed.error.issues[0]?.message ?? "", parsed.error);
    for (const key of unknown.keys) known = without(known, [...unknown.path.map(String), key]);
  }
}
__name(readPolicy, "readPolicy");
function without(value, path5) {
  const [key = "", ...rest] = path5;
  const { [key]: here, ...others } = value;
  return rest.length > 0 && here !== void 0 ? { ...others, [key]: without(asObject(here), rest) } : others;
}
__name(without, "without");
function unreadable(from, why, cause) {
  return configurationError(
    {
      code: "SHIPLOCK_POLICY_UNREADABLE",
      what: `could not read the rules of ${from} in the record: ${why}`,
      notDone: ["nothing was changed"],
      next: "Use the version of Shiplock that shipped that release."
    },
    cause
  );
}
__name(unreadable, "unreadable");
function strictest(witnesses, bounds, branch) {
  return fold(WHOSE, witnesses, bounds, branch);
}
__name(strictest, "strictest");
function fold(tree, witnesses, bounds, branch) {
  const result = {};
  for (const [key, node] of Object.entries(tree)) {
    const value = isKeeper(node) ? held(node, key, witnesses, bounds, branch) : fold(node, children(witnesses, key), children(bounds, key), asObject(at(branch, key)));
    if (value !== void 0 && node !== "commit") result[key] = value;
  }
  return result;
}
__name(fold, "fold");
function held(keeper, key, witnesses, bounds, branch) {
  if (!(keeper instanceof Rule)) return at(branch, key);
  const values = witnesses.map((each) => at(each, key));
  return keeper.of(keeper.ordered ? [...values, ...bounds.map((each) => at(each, key))] : values);
}
__name(held, "held");
var children = /* @__PURE__ */ __name((values, key) => values.map((value) => asObject(at(value, key))), "children");
function part(tree, value, wanted) {
  const result = {};
  for (const [key, node] of Object.entries(tree)) {
    const found = at(value, key);
    if (found === void 0) continue;
    if (!isKeeper(node)) result[key] = part(node, asObject(found), wanted);
    else if (wanted(node)) result[key] = found;
  }
  return result;
}
__name(part, "part");
function merge(one, other) {
  const result = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const here = at(one, key);
    result[key] = isObject2(here) && isObject2(value) ? merge(here, value) : value;
  }
  return result;
}
__name(merge, "merge");
function at(value, key) {
  return Object.hasOwn(value, key) ? value[key] : void 0;
}
__name(at, "at");
function isObject2(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
__name(isObject2, "isObject");
function asObject(value) {
  return isObject2(value) ? value : {};
}
__name(asObject, "asObject");

// src/source/contents.ts
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
var WHOLE = 4 * 2 ** 20;
async function* contentsOf(root, entries) {
  const small = [];
  for (const entry of entries) {
    const { from, size, sha1 } = entry;
    if ("bytes" in from) yield whole(entry, from.bytes);
    else if ("oid" in from && size <= WHOLE) small.push({ entry, oid: from.oid });
    else if ("oid" in from) yield { sha1, size, open: /* @__PURE__ */ __name(() => gitStream(root, from.oid), "open") };
    else if (size > WHOLE) yield { sha1, size, open: /* @__PURE__ */ __name(() => web(createReadStream(from.file)), "open") };
    else yield whole(entry, await readFile(from.file));
  }
  yield* fromGit(root, small);
}
__name(contentsOf, "contentsOf");
var whole = /* @__PURE__ */ __name(({ sha1, size }, bytes) => ({
  ...{ sha1, size, open: /* @__PURE__ */ __name(() => bytes, "open") }
}), "whole");
var BATCH = 64;
async function* fromGit(root, small) {
  if (small.length === 0) return;
  const objects = new GitObjects(root);
  try {
    for (let at2 = 0; at2 < small.length; ) {
      const batch = batchFrom(small, at2);
      const read = await objects.wholes(batch.map(({ oid }) => oid));
      for (const { entry, oid } of batch) yield whole(entry, read.get(oid).bytes);
      at2 += batch.length;
    }
  } finally {
    objects.close();
  }
}
__name(fromGit, "fromGit");
function batchFrom(items, start) {
  const batch = [];
  let bytes = 0;
  for (let at2 = start; at2 < items.length && batch.length < BATCH && bytes < WHOLE; at2 += 1) {
    batch.push(items[at2]);
    bytes += items[at2].entry.size;
  }
  return batch;
}
__name(batchFrom, "batchFrom");
function gitStream(root, oid) {
  const child = spawnGit(root, ["cat-file", "blob", oid]);
  child.stdin.end();
  child.on("error", (error) => child.stdout.destroy(error));
  child.stdout.once("close", () => child.kill());
  return web(child.stdout);
}
__name(gitStream, "gitStream");
var web = /* @__PURE__ */ __name((stream) => Readable.toWeb(stream), "web");

// src/source/index.ts
function gitSource(options) {
  let reading;
  const read = /* @__PURE__ */ __name(() => {
    reading ??= import("./read-OFFRKTDI.js").then(({ readSource }) => readSource(options)).catch((error) => {
      throw asProblem(error);
    });
    return reading;
  }, "read");
  return {
    digest: /* @__PURE__ */ __name(async () => sourceDigest((await read()).entries), "digest"),
    files: /* @__PURE__ */ __name(async () => (await read()).entries, "files"),
    async *contents(sha1s) {
      const { root, entries } = await read();
      const asked = new Set(sha1s);
      const wanted = entries.filter(({ sha1 }) => asked.delete(sha1));
      try {
        yield* contentsOf(root, wanted);
      } catch (error) {
        throw asProblem(error);
      }
    }
  };
}
__name(gitSource, "gitSource");
function asProblem(error) {
  if (!(error instanceof ObjectError)) return error;
  return unusable(
    error.why === "missing" ? `the checkout lacks object ${error.oid} of the commit` : `object ${error.oid} in the checkout does not match its name: somebody changed it`
  );
}
__name(asProblem, "asProblem");

// src/runner/compose-reach.ts
var UNKNOWN = /* @__PURE__ */ __name((why) => ({ shortfalls: [], wayOut: void 0, unknown: why }), "UNKNOWN");
async function lookAtReach(about) {
  const { codeHost, settings, policy, requirements, risk, whose, runActors } = about;
  const [{ shortfalls, wantedPeople }, { requirementsFor }, { wayOut }, { fold: fold2 }] = await Promise.all([
    import("./reach-XG37DCRL.js"),
    import("./requirements-PIS4NFW3.js"),
    import("./stand-in-4CS4XCRZ.js"),
    import("./signals-ESRF243W.js")
  ]);
  const coming = policy.next ? settingsUnder(policy.next, settings).approvals : settings.approvals;
  const afterwards = requirementsFor(coming, risk);
  const own = new Set([...(whose?.people ?? []).map(({ login }) => login), ...runActors].map(fold2));
  try {
    const people = await codeHost.people(wantedPeople([...requirements, ...afterwards]));
    const short = /* @__PURE__ */ __name((rules, asked) => shortfalls({ requirements: asked, people, role: rules.role, own, allowSelf: rules.allowSelf }), "short");
    const now = short(settings.approvals, requirements);
    if (now.length === 0) return { shortfalls: [], wayOut: void 0, unknown: void 0 };
    const changes = policy.changes.filter(({ key }) => key.startsWith("approvals."));
    const out = wayOut({
      shortfalls: now,
      changed: changes.some(({ takes }) => takes === "next"),
      differs: changes.some(({ takes }) => takes === "never"),
      next: short(coming, afterwards),
      gaps: whose ? whose.gaps : ["could not ask it"]
    });
    return { shortfalls: now, wayOut: out, unknown: void 0 };
  } catch (error) {
    return UNKNOWN(`could not look up who can approve: ${firstLine(error)}`);
  }
}
__name(lookAtReach, "lookAtReach");
async function reachSentences(reach) {
  const { shortfalls, wayOut } = reach;
  if (shortfalls.length === 0 || !wayOut) return [];
  const [{ shortfallSentence }, { wayOutAdvice }] = await Promise.all([
    import("./reach-XG37DCRL.js"),
    import("./stand-in-4CS4XCRZ.js")
  ]);
  return [
    `Nobody can approve this plan as the rules require: ${shortfalls.map(shortfallSentence).join("; ")}.`,
    wayOutAdvice(shortfalls, wayOut, "HASH")
  ];
}
__name(reachSentences, "reachSentences");

// src/runner/compose-approvals.ts
function composeApprovals(settings, inputs, facts, codeHost, policy) {
  const rules = settings.approvals;
  const { "break-glass-reason": reason, "shown-plan-hash": shown } = inputs;
  let run;
  const runOf = /* @__PURE__ */ __name((runId) => {
    if (codeHost && runId) run ??= codeHost.runActors(runId);
    return run;
  }, "runOf");
  let work;
  const workOf = /* @__PURE__ */ __name((from, to) => {
    if (codeHost) work ??= codeHost.authorship({ from, to });
    return work;
  }, "workOf");
  const signalsOf = /* @__PURE__ */ __name(async (at2) => {
    const { teamsOf } = await import("./requirements-PIS4NFW3.js");
    return codeHost ? codeHost.approvals({ ...at2, teams: teamsOf(rules) }) : [];
  }, "signalsOf");
  const under = /* @__PURE__ */ __name((fast) => fast ? { ...rules, required: Math.min(rules.required, settings.fastLane.required) } : rules, "under");
  let enough = false;
  const reachOf = /* @__PURE__ */ __name(async (facts2) => {
    if (!codeHost || enough) return { shortfalls: [], wayOut: void 0, unknown: void 0 };
    const found = await lookAtReach({ codeHost, settings, policy, ...facts2 });
    enough = found.shortfalls.length === 0;
    return found;
  }, "reachOf");
  return {
    ...codeHost ? {
      reach: /* @__PURE__ */ __name(async ({ commit, runId, servingCommit: servingCommit2, risk: of, fast }) => {
        const { requirementsFor } = await import("./requirements-PIS4NFW3.js");
        const [whose, started] = await Promise.all([workOf(servingCommit2, commit), runOf(runId)]);
        const risk = { ...of, files: whose?.files };
        const runActors = [...facts.actors, ...started?.actors ?? []];
        const requirements = requirementsFor(under(fast), risk);
        return reachSentences(
          await lookAtReach({ codeHost, settings, policy, requirements, risk, whose, runActors })
        );
      }, "reach")
    } : {},
    approvals: /* @__PURE__ */ __name(async ({ planHash, environment, commit, runId, servingCommit: servingCommit2, risk, fast, memory }) => {
      const [
        { decideApproval },
        { approvalMarkdown },
        { requirementsFor },
        { whyNoBareReviews },
        { wayOutAdvice },
        { SHORTEST_PREFIX }
      ] = await Promise.all([
        import("./decide-2YF7ED6L.js"),
        import("./approval-MYCEFUAC.js"),
        import("./requirements-PIS4NFW3.js"),
        import("./bare-reviews-Z7RXOMHS.js"),
        import("./stand-in-4CS4XCRZ.js"),
        import("./signals-ESRF243W.js")
      ]);
      const before = codeHost?.sent() ?? 0;
      if (!codeHost && under(fast).required > 0 && !reason) required(inputs, "github-token");
      const [signals, whose, started] = await Promise.all([
        signalsOf({ environment, commit, runId }),
        workOf(servingCommit2, commit),
        runOf(runId)
      ]);
      const threads = rules.openThreads === "block" && codeHost ? await codeHost.openThreads(whose?.pulls ?? []) : [];
      const notes = authorNotes(whose);
      const attempts = started?.attempts ?? facts.attempt;
      const known = { ...risk, files: whose?.files };
      const requirements = requirementsFor(under(fast), known);
      const runActors = [...facts.actors, ...started?.actors ?? []];
      const now = /* @__PURE__ */ new Date();
      const question = {
        planHash,
        otherPlans: memory.asked.map((one) => one.planHash),
        requirements,
        role: rules.role,
        allowSelf: rules.allowSelf,
        expireHours: rules.expireHours,
        runStartedAt: started?.createdAt,
        bareReviews: whyNoBareReviews({
          setting: rules.bareReviews,
          ...{ planHash, runId, attempts, shown, asked: memory.asked }
        }),
        signals,
        remembered: memory.rejections,
        authors: new Map(whose?.people.map(({ login, did }) => [login, did])),
        blockers: [
          ...threads.map(
            ({ pull, open }) => `${count(open, "review thread")} ${plural(open, "is", "are")} open on #${pull}`
          ),
          ...rules.unlinkedAuthors === "refuse" ? notes : []
        ],
        // Whoever started any attempt of this run is no second pair of eyes.
        runActors,
        freezeWindows: settings.freeze,
        now,
        breakGlassRules: rules.breakGlass,
        ...reason ? { breakGlass: { reason, by: facts.actor } } : {}
      };
      const first = decideApproval(question);
      const asks = first.state === "pending" && first.missing > 0;
      const reach = asks ? await reachOf({ requirements, risk: known, whose, runActors }) : void 0;
      const decision = reach?.shortfalls.length ? decideApproval({ ...question, shortfalls: reach.shortfalls, wayOut: reach.wayOut }) : first;
      const advice = reach?.wayOut && decision.state !== "approved" ? wayOutAdvice(reach.shortfalls, reach.wayOut, planHash.slice(0, SHORTEST_PREFIX)) : void 0;
      return {
        state: decision.state,
        approvers: decision.approvers,
        reason: decision.reason,
        markdown: approvalMarkdown(decision, {
          ...{ planHash, requirements, environment, advice },
          notes: reach?.unknown ? [...notes, reach.unknown] : notes
        }),
        evidence: toJson({
          ...decision,
          requirements,
          authors: whose ?? null,
          ...decision.standIn ? { shortfalls: reach?.shortfalls } : {}
        }),
        seen: decision.seen,
        asked: runId ? { runId, attempt: facts.attempt, planHash: shown ?? planHash } : void 0,
        ...decision.validUntil ? { validUntil: decision.validUntil } : {},
        ...decision.brokenGlass ? { brokenGlass: decision.brokenGlass } : {},
        ...decision.standIn ? { standIn: decision.standIn } : {},
        ...advice ? { advice } : {},
        reply: decision.ignored.length > 0 || decision.rejections.length > 0,
        requests: (codeHost?.sent() ?? 0) - before
      };
    }, "approvals"),
    objections: /* @__PURE__ */ __name(async ({ planHash, environment, commit, runId, memory, approvers }) => {
      const { standingNoes } = await import("./signals-ESRF243W.js");
      if (!codeHost && approvers.length > 0) required(inputs, "github-token");
      return standingNoes(await signalsOf({ environment, commit, runId }), memory.rejections, {
        planHash,
        otherPlans: memory.asked.map((one) => one.planHash),
        role: rules.role
      });
    }, "objections")
  };
}
__name(composeApprovals, "composeApprovals");

// src/release/policy-under-way.ts
async function policyUnderWay(database, about) {
  if (await installedVersion(database) === 0) return void 0;
  const record = new ReleaseRecord(database, about.project);
  const release = await releaseOf(record, about);
  if (!release) return void 0;
  const events = await record.events(release.id);
  const begun = events.some((event) => isLeased(event.phase));
  const { plan, closed } = foldState(events);
  return begun && (about.evenClosed || !closed) ? plan?.plan.policy : void 0;
}
__name(policyUnderWay, "policyUnderWay");
async function releaseOf(record, about) {
  const { environment, commit, releaseId, runId } = about;
  if (releaseId) {
    const named = await record.release(releaseId);
    const fits = named?.environment === environment && named.commit === commit;
    return fits && await record.isOurs(named.id) ? named : void 0;
  }
  const own = runId === void 0 ? void 0 : await record.latest(environment, commit, runId);
  return own ?? record.latest(environment, commit);
}
__name(releaseOf, "releaseOf");

// src/release/record/policies.ts
async function keptPolicies(database, environment, serving) {
  const record = new ReleaseRecord(database);
  const newest = await Promise.all(
    (await record.environments()).map((name) => lastPolicy(database, { environment: name }))
  );
  const own = serving === void 0 ? void 0 : await lastPolicy(database, { environment, releaseId: serving });
  const kept = [];
  const unreadable2 = [];
  for (const { releaseId, policy, ...of } of inOrder(environment, own, newest)) {
    const one = keptPolicyOf(policy);
    if (one) kept.push({ environment: of.environment, releaseId, ...one });
    else unreadable2.push(releaseId);
  }
  return { kept, unreadable: unreadable2 };
}
__name(keptPolicies, "keptPolicies");
async function lastPolicy(database, of) {
  for await (const { event, policy } of closings(database, of)) {
    if (event.phase !== "finalize" || !isObject(policy)) continue;
    return { environment: of.environment, releaseId: event.releaseId, seq: event.seq, policy };
  }
  return void 0;
}
__name(lastPolicy, "lastPolicy");
function inOrder(environment, own, newest) {
  const others = newest.filter((one) => one !== void 0).filter((one) => one.seq !== own?.seq).sort((one, two) => two.seq - one.seq);
  const mine = /* @__PURE__ */ __name((one) => one.environment === environment, "mine");
  return [...own ? [own] : [], ...others.filter(mine), ...others.filter((one) => !mine(one))];
}
__name(inOrder, "inOrder");

// src/settings/decide-policy.ts
function decidePolicy(question) {
  const { environment, branch, commit, earlier, neighbours } = question;
  const next = (branch ?? commit).policies.get(environment);
  if (!next) throw notProtected(environment, branch ?? commit);
  const before = earlier.map(({ policies }) => policies.get(environment)).filter((one) => one !== void 0);
  const bounds = [
    ...[...earlier, branch ?? commit].flatMap((witness) => siblings(witness, question)),
    ...before.length === 0 ? neighbours : []
  ].sort((a, b) => Number(b["kind"] === "production") - Number(a["kind"] === "production"));
  const holds = strictest([...before.length > 0 ? before : bounds, next], bounds, next);
  const [oldest = holds] = before;
  const others = [...(branch ?? commit).policies].filter(([name]) => name !== environment);
  return {
    holds,
    next: differences(holds, next).length > 0 ? next : null,
    others: Object.fromEntries(others),
    changes: [...changed(oldest, next, holds), ...ignored(question, next)]
  };
}
__name(decidePolicy, "decidePolicy");
function siblings({ policies }, { environment, projects }) {
  const same = [...policies].filter(([name, policy]) => name !== environment && goesTo(policy, projects));
  return same.map(([, policy]) => policy);
}
__name(siblings, "siblings");
function goesTo(policy, projects) {
  const { project } = projectOf2(policy);
  return project !== void 0 && projects.has(project);
}
__name(goesTo, "goesTo");
function changed(before, next, holds) {
  const left = new Set(differences(holds, next).map(({ key }) => key));
  const rows = [...differences(before, next), ...differences(holds, next)];
  const byKey = new Map(rows.reverse().map((row) => [row.key, row]));
  return [...byKey.values()].map((row) => ({ ...row, takes: left.has(row.key) ? "next" : "now" })).sort((a, b) => a.key < b.key ? -1 : 1);
}
__name(changed, "changed");
function ignored({ branch, commit, environment }, next) {
  const own = branch && commit.policies.get(environment);
  return own ? differences(next, own).map((row) => ({ ...row, takes: "never" })) : [];
}
__name(ignored, "ignored");
function notProtected(environment, witness) {
  return configurationError({
    code: "SHIPLOCK_POLICY_ENVIRONMENT",
    what: `${witness.from} does not have environment ${environment}, but decides who approves a release and under which rules`,
    notDone: ["nothing was changed"],
    next: `Merge the settings of ${environment} into that branch first: a commit cannot decide which rules apply to it.`
  });
}
__name(notProtected, "notProtected");

// src/runner/policy-witnesses.ts
import { existsSync } from "node:fs";
import path from "node:path";
var SETTINGS_FILE = "shiplock.yml";
function policiesOf(from, settings) {
  const policies = Object.entries(settings.environments).map(([name, one]) => [name, policyOf(one)]);
  return { from, policies: new Map(policies) };
}
__name(policiesOf, "policiesOf");
async function protectedBranch(codeHost, about) {
  const paths = [.../* @__PURE__ */ new Set([about.file ?? SETTINGS_FILE, SETTINGS_FILE])];
  let head = "";
  for (const file of paths) {
    const { branch, commit, text } = await codeHost.protectedFile(file);
    head = `the head of ${branch} (${commit.slice(0, 12)})`;
    if (text === void 0) continue;
    const from = `${file} at ${head}`;
    const witness2 = policiesOf(from, await readable(from, text));
    if (file === paths[0] || witness2.policies.has(about.environment)) return { witness: witness2, missing: void 0 };
  }
  const policy = merge(policyOf(about.own), rulesOf(defaults(about)));
  const witness = { from: `the defaults`, policies: /* @__PURE__ */ new Map([[about.environment, policy]]) };
  return { witness, missing: `${head} has no ${paths[0]}` };
}
__name(protectedBranch, "protectedBranch");
function defaults({ environment, kind, own }) {
  const known = environment === "staging" || environment === "production";
  return environmentSettings(void 0, environment, kind ?? (known ? void 0 : own.kind));
}
__name(defaults, "defaults");
async function servingCommit(codeHost, about, commit) {
  const text = await codeHost.fileAt(commit, about.file ?? SETTINGS_FILE);
  if (text === void 0) return void 0;
  const from = `${about.file ?? SETTINGS_FILE} at ${commit.slice(0, 12)}, the live commit`;
  return policiesOf(from, await parseSettings(text, from));
}
__name(servingCommit, "servingCommit");
function keptWitness(kept) {
  const read = /* @__PURE__ */ __name((policy) => readPolicy(policy, `release ${kept.releaseId}`), "read");
  const others = Object.entries(kept.others).map(([name, policy]) => [name, read(policy)]);
  return {
    from: `release ${kept.releaseId}`,
    policies: new Map([...others, [kept.environment, read(kept.policy)]])
  };
}
__name(keptWitness, "keptWitness");
async function readable(from, text) {
  try {
    return await parseSettings(text, from);
  } catch (error) {
    if (!(error instanceof ShiplockError)) throw error;
    throw configurationError(
      {
        code: "SHIPLOCK_POLICY_UNREADABLE",
        what: `could not read the rules of this release: ${error.problem.what}`,
        notDone: ["nothing was changed"],
        next: `Fix the file on that branch. If it is written for a newer Shiplock, ship a commit with a workflow that pins that version. A rollback does not need these rules.`
      },
      error
    );
  }
}
__name(readable, "readable");
function pathInRepository(workspace, file) {
  const absolute = path.resolve(workspace, file ?? SETTINGS_FILE);
  const inside = /* @__PURE__ */ __name((folder) => !path.relative(workspace, folder).startsWith(".."), "inside");
  let root = path.dirname(absolute);
  while (inside(root) && root !== workspace && !existsSync(path.join(root, ".git")))
    root = path.dirname(root);
  if (!inside(root)) return void 0;
  return path.relative(root, absolute).split(path.sep).join("/");
}
__name(pathInRepository, "pathInRepository");

// src/runner/compose-policy.ts
async function findPolicy(sources) {
  const { about, codeHost } = sources;
  const { environment } = about;
  const [asked, past] = await Promise.all([codeHost && protectedBranch(codeHost, about), readPast(sources)]);
  const commit = commitWitness(sources);
  const branch = asked?.witness;
  const next = (branch ?? commit).policies.get(environment);
  const shared = [...past.earlier, branch ?? commit].some(
    ({ policies }) => [...policies].some(([name, other]) => name !== environment && projectOf2(other).project !== void 0)
  );
  const policy = decidePolicy({
    environment,
    projects: new Set(next && shared ? await sources.projects(next) : []),
    branch,
    commit,
    earlier: past.earlier,
    neighbours: past.neighbours
  });
  const from = [...past.earlier.map((one) => one.from), (branch ?? commit).from];
  return {
    policy,
    sources: from,
    notes: notesOn(policy.holds),
    warnings: [
      ...past.warnings,
      ...asked?.missing && sources.file ? [`${asked.missing}: the default rules apply, not those of the commit itself.`] : [],
      ...!branch && past.earlier.length === 0 ? [
        "Neither an earlier release nor a protected branch is available: the rules of the commit itself apply."
      ] : []
    ]
  };
}
__name(findPolicy, "findPolicy");
function notesOn(holds) {
  if (holds["kind"] !== "production" || "requires" in holds) return [];
  return [
    "This commit does not have to finish anywhere else first. To require that, set `requires: staging` in the settings."
  ];
}
__name(notesOn, "notesOn");
function commitWitness({ about, file }) {
  if (file) return policiesOf("the commit\u2019s own settings", file);
  return { from: "the defaults", policies: /* @__PURE__ */ new Map([[about.environment, policyOf(about.own)]]) };
}
__name(commitWitness, "commitWitness");
async function readPast({ about, codeHost, database: open }) {
  const database = await open();
  if (await installedVersion(database) === 0) return { earlier: [], neighbours: [], warnings: [] };
  const { environment } = about;
  const serving = await new ReleaseRecord(database).serving(environment);
  const { kept, unreadable: unreadable2 } = await keptPolicies(database, environment, serving?.id);
  if (unreadable2.length > 0) throw keptByNewer(unreadable2);
  const witnesses = kept.map((one) => ({ one, witness: keptWitness(one) }));
  const earlier = witnesses.filter(({ one }) => one.environment === environment).map(({ witness }) => witness);
  const others = witnesses.filter(({ one }) => one.environment !== environment);
  const neighbours = others.map(({ one, witness }) => witness.policies.get(one.environment)).filter((policy) => policy !== void 0);
  if (earlier.length > 0 || !serving || !codeHost) return { earlier, neighbours, warnings: [] };
  try {
    const found = await servingCommit(codeHost, about, serving.commit);
    return { earlier: found ? [found] : [], neighbours, warnings: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const warning = `Could not read the settings of the live release (${serving.commit.slice(0, 12)}): ${why}`;
    return { earlier: [], neighbours, warnings: [warning] };
  }
}
__name(readPast, "readPast");
function keptByNewer(releases) {
  return configurationError({
    code: "SHIPLOCK_POLICY_UNREADABLE",
    what: `the rules of release ${releases.join(", ")} in the record were written by another version of Shiplock`,
    notDone: ["nothing was changed"],
    next: "Use the version of Shiplock that shipped that release, or a newer one."
  });
}
__name(keptByNewer, "keptByNewer");
async function composePolicy(composition) {
  const { door, facts, name, codeHost, database } = composition;
  const { inputs } = door;
  const kind = inputs["environment-kind"];
  const file = await loadSettings(facts.workspace, inputs.settings, door.warn);
  const own = environmentSettings(file, name, kind);
  const about = { environment: name, kind, own, file: pathInRepository(facts.workspace, inputs.settings) };
  const projects = /* @__PURE__ */ __name(async (policy) => {
    const project = inputs["vercel-project"] ?? projectOf2(policy).project;
    const hosting = await composition.hosting(settingsUnder(policy, own));
    return [...project ? [project] : [], ...await hosting?.names() ?? []];
  }, "projects");
  const again = /* @__PURE__ */ __name(() => findPolicy({ about, file, codeHost, database, projects }), "again");
  const decision = await decide(composition, own, again);
  const settings = settingsUnder(decision.policy.holds, own);
  const frozen = /* @__PURE__ */ __name(async (now) => {
    if (settings.freeze.length === 0) return void 0;
    return (await import("./freeze-GD7MX3FA.js")).frozenAt(settings.freeze, now);
  }, "frozen");
  return { policy: { decision, again, frozen }, settings };
}
__name(composePolicy, "composePolicy");
async function decide({ door, facts, name, commit, database, basis }, own, again) {
  const holds = basis === "commit" ? policyOf(own) : cautious(own);
  const unasked = {
    policy: { holds, next: null, others: {}, changes: [] },
    sources: [],
    warnings: [],
    notes: []
  };
  if (basis === "commit") return unasked;
  try {
    const releaseId = door.inputs["release-id"];
    const policy = await policyUnderWay(await database(), {
      ...{ environment: name, commit, releaseId, runId: facts.runId },
      evenClosed: basis === "if-known",
      project: projectNamed(door.inputs["vercel-project"] ?? own.vercel.project)
    });
    if (policy)
      return { policy, sources: ["the plan of this release"], warnings: [], notes: notesOn(policy.holds) };
    return await again();
  } catch (error) {
    if (basis === "witnesses") throw error;
    door.warn(`could not read the rules, so the defaults apply: ${firstLine(error)}`);
    return unasked;
  }
}
__name(decide, "decide");
var projectNamed = /* @__PURE__ */ __name((called) => called === void 0 ? void 0 : projectOf(called), "projectNamed");
function cautious(own) {
  const policy = policyOf(own);
  return strictest([policy, rulesOf(environmentSchema.parse({ kind: own.kind }))], [], policy);
}
__name(cautious, "cautious");

// src/runner/compose-rehearsal.ts
import path2 from "node:path";
function composeRehearsal(inputs, settings, facts, database) {
  const adminUrl = inputs["rehearsal-database-url"];
  const sourceUrl = inputs["database-url"];
  const template = inputs["rehearsal-template"];
  if (!adminUrl || !sourceUrl) return void 0;
  return async (say, planned, versions = planned.map(({ version }) => version)) => {
    const [{ readMigration }, { look }, { readRollbacks, rehearseMigrations }] = await Promise.all([
      import("./folder-36HDUN34.js"),
      import("./engine-VTHMEGIR.js"),
      import("./rehearse-U6ICMG5A.js")
    ]);
    const { migrations, rollbacks } = settings.database;
    const { workspace } = facts;
    const outOfOrder = "a rehearsal";
    const { checked } = await look({ url: sourceUrl, workspace, directory: migrations, outOfOrder });
    const chosen = new Set(versions);
    const read = /* @__PURE__ */ __name((file) => ({ ...file, sql: readMigration(file) }), "read");
    return rehearseMigrations({
      adminUrl,
      source: await database(),
      sourceUrl,
      applied: checked.applied.map(read),
      pending: checked.pending.filter(({ version }) => chosen.has(version)).map(read),
      planned,
      rollbacks: await readRollbacks(path2.resolve(workspace, rollbacks), rollbacks),
      ...template ? { template } : {},
      say
    });
  };
}
__name(composeRehearsal, "composeRehearsal");

// src/runner/compose-reports.ts
import { mkdir, writeFile } from "node:fs/promises";
import path3 from "node:path";

// src/runner/version.generated.ts
var VERSION = "0.1.0";

// src/runner/compose-reports.ts
function composeReports(inputs, facts) {
  const directory = inputs["report-directory"];
  if (!directory) return void 0;
  return async (pending) => {
    const [{ planJson }, { planSarif }] = await Promise.all([
      import("./json-42H7RJCI.js"),
      import("./sarif-Q2XZ247X.js")
    ]);
    const folder = path3.resolve(facts.workspace, directory);
    const files = { "migrations.json": planJson(pending), "migrations.sarif": planSarif(pending, VERSION) };
    try {
      await mkdir(folder, { recursive: true });
      for (const [name, content] of Object.entries(files)) await writeFile(path3.join(folder, name), content);
    } catch (error) {
      throw unwritable(directory, error);
    }
    return Object.keys(files).map((name) => path3.posix.join(directory, name));
  };
}
__name(composeReports, "composeReports");
function unwritable(directory, error) {
  return configurationError(
    {
      code: "SHIPLOCK_INPUT_INVALID",
      what: `the input report-directory is ${JSON.stringify(directory)}, but Shiplock cannot write there (${error.code ?? error.message})`,
      notDone: ["no reports were written"],
      next: "Set it to a folder inside the workspace; Shiplock creates the folder if it does not exist."
    },
    error
  );
}
__name(unwritable, "unwritable");

// src/runner/compose.ts
async function compose(door, basis = "witnesses") {
  const { inputs, say, warn } = door;
  const facts = runFacts();
  const name = required(inputs, "environment");
  const commit = inputs.to === void 0 ? commitOf(inputs, facts) : inputs.commit ?? facts.sha ?? NO_COMMIT;
  const open = [];
  const connectTo = /* @__PURE__ */ __name(async (url, input, readOnly) => {
    const { connect } = await import("./connection-SQT7HIV3.js");
    const database2 = await connect(url, { applicationName: `shiplock ${name}`, input, readOnly });
    open.push(database2);
    return database2;
  }, "connectTo");
  let main;
  const database = /* @__PURE__ */ __name(() => {
    main ??= connectTo(required(inputs, "database-url"), "database-url", false);
    return main;
  }, "database");
  const codeHost = await composeCodeHost(inputs, facts);
  const { policy, settings } = await composePolicy({
    ...{ door, facts, name, commit, codeHost, database, basis },
    hosting: /* @__PURE__ */ __name(async (under) => inputs["vercel-token"] ? composeHosting(inputs, under) : void 0, "hosting")
  });
  const hosting = inputs["vercel-token"] ? await composeHosting(inputs, settings) : void 0;
  const errorTracker = await composeErrorTracker(inputs, settings, facts);
  return {
    environment: {
      ...environmentFacts(name, settings, inputs, (url) => connectTo(url, "staging-database-url", true)),
      ...composeProjects(inputs, settings, policy.decision.policy.others, hosting)
    },
    policy,
    commit,
    actor: facts.actor,
    run: { id: facts.runId, url: facts.runUrl },
    source: composeSource(inputs, settings, facts, commit, say),
    releaseId: inputs["release-id"],
    database,
    get hosting() {
      if (!hosting) throw missing("vercel-token");
      return hosting;
    },
    codeHost,
    errorTracker,
    notices: await composeNotices(inputs, settings),
    migrations: await composeMigrations(inputs, settings, facts),
    schema: await composeSchema(database, settings, facts, inputs),
    rehearse: composeRehearsal(inputs, settings, facts, database),
    writeReports: composeReports(inputs, facts),
    ready: composeReady(settings),
    gate: composeGate("before", settings.gates.gate, {
      ...{ errorTracker, environment: name, database, fast: settings.fastLane.gate }
    }),
    watch: composeGate("after", settings.gates.watch, {
      ...{ errorTracker, environment: name, database, fast: settings.fastLane.watch }
    }),
    ...composeApprovals(settings, inputs, facts, codeHost, policy.decision.policy),
    verdict: /* @__PURE__ */ __name(async (previous, live) => {
      const { verdictOf } = await import("./verdict-OFAKXXMW.js");
      return verdictOf(previous, live);
    }, "verdict"),
    dryRun: orDefault(inputs, "dry-run"),
    say,
    warn,
    close: /* @__PURE__ */ __name(async () => {
      await Promise.allSettled(open.map((each) => each.close()));
    }, "close")
  };
}
__name(compose, "compose");
var NO_COMMIT = "0".repeat(40);
function composeProjects(inputs, settings, others, hosting) {
  const called = inputs["vercel-project"] ?? settings.vercel.project;
  const required2 = settings.requires === void 0 ? void 0 : others[settings.requires];
  const theirs = required2 === void 0 ? void 0 : projectOf2(asObject(required2)).project;
  return {
    ...called === void 0 ? {} : { project: projectOf(called, hosting && (() => hosting.names())) },
    ...theirs === void 0 ? {} : { requiredProject: projectOf(theirs) }
  };
}
__name(composeProjects, "composeProjects");
function composeSource(inputs, { app }, { workspace }, commit, say) {
  const directory = path4.resolve(workspace, inputs["working-directory"] ?? app.directory);
  return gitSource({ ...app, workspace, directory, commit, say });
}
__name(composeSource, "composeSource");
async function withRelease(door, work, basis = "witnesses") {
  const context = await compose(door, basis);
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}
__name(withRelease, "withRelease");
async function describe(door) {
  const quiet = { inputs: door.inputs, say: /* @__PURE__ */ __name(() => void 0, "say"), warn: /* @__PURE__ */ __name(() => void 0, "warn") };
  return withRelease(quiet, (context) => describeProduction(context), "commit");
}
__name(describe, "describe");
function environmentFacts(name, settings, inputs, connectReadOnly) {
  const stagingUrl = inputs["staging-database-url"];
  return {
    name,
    kind: settings.kind,
    ...settings.requires ? {
      requires: {
        environment: settings.requires,
        soakHours: settings.requiresSoakHours,
        ...stagingUrl ? { database: /* @__PURE__ */ __name(() => connectReadOnly(stagingUrl), "database") } : {}
      }
    } : {},
    settings: ownOf(settings),
    unknownVerdict: settings.rollback.unknownVerdict,
    soakHours: settings.rollback.soakHours,
    quarantine: quarantines(settings),
    fastLanes: settings.fastLane.for,
    rolling: settings.traffic?.rolling?.stages,
    acceptPin: orDefault(inputs, "accept-pin"),
    requiredChecks: settings.database.requiredChecks,
    leaseWaitSeconds: orDefault(inputs, "lease-wait-minutes") * 60,
    promoteDeadlineMs: orDefault(inputs, "promote-deadline-seconds") * 1e3
  };
}
__name(environmentFacts, "environmentFacts");
function quarantines({ kind, rollback }) {
  return rollback.quarantine === "always" || rollback.quarantine === "production" && kind === "production";
}
__name(quarantines, "quarantines");
async function composeCodeHost(inputs, facts) {
  const token = inputs["github-token"];
  if (!token || !facts.repository) return void 0;
  const { githubCodeHost } = await import("./codehost-NLTOLQDN.js");
  const actorLogin = token.startsWith("ghs_") ? "github-actions[bot]" : void 0;
  return githubCodeHost({
    token,
    repository: facts.repository,
    apiUrl: facts.apiUrl,
    ...actorLogin ? { actorLogin } : {}
  });
}
__name(composeCodeHost, "composeCodeHost");
async function composeErrorTracker(inputs, settings, facts) {
  const token = inputs["sentry-token"];
  const org = inputs["sentry-org"] ?? settings.sentry?.org;
  const project = inputs["sentry-project"] ?? settings.sentry?.project;
  if (!token || !org || !project) return void 0;
  const { sentryErrorTracker } = await import("./errortracker-AHXOWOIB.js");
  const issuesToken = inputs["sentry-issues-token"];
  const named = process.env["SENTRY_URL"];
  return sentryErrorTracker({
    token,
    org,
    project,
    workspace: facts.workspace,
    ...named ? { apiUrl: named } : {},
    ...settings.sentry ? { settingsUrl: settings.sentry.url } : {},
    ...settings.sentry?.repository ? { repository: settings.sentry.repository } : {},
    ...issuesToken ? { issuesToken } : {}
  });
}
__name(composeErrorTracker, "composeErrorTracker");
async function composeNotices(inputs, settings) {
  const token = inputs["slack-token"];
  const channel = inputs["slack-channel"] ?? settings.slack?.channel;
  if (!token || !channel) return void 0;
  const { slackNotices } = await import("./notices-RKTX663D.js");
  const apiUrl = process.env["SHIPLOCK_SLACK_API_URL"];
  const onCall = settings.slack?.onCall ?? [];
  return slackNotices({ token, channel, onCall, ...apiUrl ? { apiUrl } : {} });
}
__name(composeNotices, "composeNotices");
async function composeMigrations(inputs, settings, facts) {
  const url = inputs["database-url"];
  if (!url) return void 0;
  const { migrationEngine } = await import("./migrations-I5QHXLDI.js");
  const { database } = settings;
  return migrationEngine({
    url,
    workspace: facts.workspace,
    directory: database.migrations,
    rollbacks: database.rollbacks,
    verifyDirectory: database.verify,
    lockTimeoutMs: database.lockTimeoutSeconds * 1e3,
    lockBudgetMs: database.lockBudgetSeconds * 1e3,
    engine: database.engine,
    ...database.outOfOrder.allow ? { outOfOrder: database.outOfOrder.reason } : {},
    files: database.files,
    openTables: database.openTables,
    usage: usageFileOf(database)
  });
}
__name(composeMigrations, "composeMigrations");
async function composeSchema(database, settings, facts, inputs) {
  const { databaseSchema } = await import("./schema-ERT4HMOZ.js");
  const {
    "database-url": advisorsUrl,
    "rehearsal-database-url": adminUrl,
    "rehearsal-template": template
  } = inputs;
  return databaseSchema({
    database,
    workspace: facts.workspace,
    verifyDir: settings.database.verify,
    rlsFile: settings.database.rls,
    usageFile: usageFileOf(settings.database),
    ignore: settings.database.ignore,
    openTables: settings.database.openTables,
    testsDir: settings.database.tests,
    advisorsAllow: settings.database.advisorsAllow,
    ...settings.database.advisors && advisorsUrl ? { advisorsUrl } : {},
    api: composeApi(inputs),
    ahead: /* @__PURE__ */ __name(async () => {
      const { schemaAhead } = await import("./ahead-RV7BO2FH.js");
      return schemaAhead({
        workspace: facts.workspace,
        migrations: settings.database.migrations,
        adminUrl,
        template
      });
    }, "ahead")
  });
}
__name(composeSchema, "composeSchema");
function composeApi(inputs) {
  const { "supabase-url": url, "supabase-key": key } = inputs;
  if (!url && !key) return void 0;
  return { url: required(inputs, "supabase-url"), key: required(inputs, "supabase-key") };
}
__name(composeApi, "composeApi");

export {
  compose,
  withRelease,
  describe,
  environmentFacts,
  composeCodeHost,
  composeErrorTracker,
  composeNotices,
  composeMigrations
};
