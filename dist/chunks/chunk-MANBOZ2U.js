import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  reportsMarkdown
} from "./chunk-PQMOFYZS.js";
import {
  Session,
  assumed
} from "./chunk-NICL46NP.js";
import {
  ReleaseRecord,
  installedVersion
} from "./chunk-E3CAOJSN.js";
import {
  toJson
} from "./chunk-JBZYLIBD.js";
import {
  section
} from "./chunk-DOWKXZXY.js";
import {
  failure
} from "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/verify.ts
async function verify(context) {
  const session = await Session.find(context);
  const already = /* @__PURE__ */ __name(() => {
    if (!session.state.donePhases.has("verify")) return void 0;
    context.say("verify: already done");
    return {
      phase: "verify",
      state: "already",
      summary: section("verify", "Already verified for this release."),
      outputs: { outcome: "pass" }
    };
  }, "already");
  const before = already();
  if (before) return before;
  session.requireOpen();
  session.requirePhase("migrate");
  return session.leased(async () => {
    session.requireOpen();
    if (assumed(session, "migrate") && expands(session)) return assumePass(session);
    await served(session);
    const reports = await context.schema.verify({});
    const summary = summaryOf(reports);
    const bad = badOf(reports, context);
    await session.append("verify", { is: "schema-checked", reports: toJson(reports) });
    if (bad.length > 0) throw verifyFailed(bad, summary);
    await session.append("verify", { is: "phase-done" });
    return { phase: "verify", state: "done", summary, outputs: { outcome: tell(reports, context) } };
  }, already);
}
__name(verify, "verify");
var expands = /* @__PURE__ */ __name(({ state }) => state.plan?.plan.migrations.some(({ phase }) => phase === "expand") ?? false, "expands");
async function assumePass(session) {
  const line = "dry run: would check the schema as the migrations leave it (verify SQL, contract, RLS matrix, advisors, Data API)";
  session.context.say(line);
  await session.append("verify", { is: "phase-done" });
  return {
    phase: "verify",
    state: "planned",
    summary: section("verify", "Dry run: there is nothing to check before the migrations are applied."),
    outputs: { outcome: "planned" }
  };
}
__name(assumePass, "assumePass");
async function served({ context, state }) {
  const { schema, say } = context;
  const before = state.plan?.objects;
  if (!before || context.dryRun) return;
  await schema.announce?.();
  const missing = await schema.served?.(before, say) ?? [];
  if (missing.length === 0) return;
  throw failure({
    code: "SHIPLOCK_VERIFY_API_STALE",
    what: `the Data API does not serve what the migrations created: ${missing.slice(0, 5).join(", ")}${missing.length > 5 ? ` and ${missing.length - 5} more` : ""}`,
    done: ["the expand migrations are applied"],
    notDone: ["no traffic was moved"],
    next: "Check the API's log: it could not reload the schema. Once it answers, or after `notify pgrst, 'reload schema'` in the database, rerun the job."
  });
}
__name(served, "served");
async function checkEnvironment(context) {
  const database = await context.database();
  const record = await installedVersion(database) > 0 ? new ReleaseRecord(database) : void 0;
  const serving = await record?.serving(context.environment.name);
  const kept = serving ? await record?.snapshotOf(serving.id) : void 0;
  const reports = await context.schema.verify(kept ? { snapshot: kept } : {});
  const bad = badOf(reports, context);
  const summary = summaryOf(reports);
  const outcome = tell(reports, context);
  if (bad.length > 0) throw verifyFailed(bad, summary, { notDone: ["nothing was changed"] });
  return { phase: "verify", state: "done", summary, outputs: { outcome } };
}
__name(checkEnvironment, "checkEnvironment");
var summaryOf = /* @__PURE__ */ __name((reports) => section("verify", reportsMarkdown(reports)), "summaryOf");
function badOf(reports, { environment }) {
  const needed = /* @__PURE__ */ __name((check) => environment.requiredChecks?.includes(check) ?? false, "needed");
  return reports.filter(
    ({ check, outcome }) => outcome === "fail" || outcome === "unknown" || outcome === "skipped" && needed(check)
  );
}
__name(badOf, "badOf");
function tell(reports, { say, warn }) {
  for (const { check, outcome, detail, setup } of reports)
    say(
      outcome === "skipped" ? `verify ${check}: not checked (${detail})${setup ? `. To set it up: ${setup}` : ""}` : `verify ${check}: ${outcome} (${detail})`
    );
  if (reports.some(({ check, outcome }) => check !== "performance" && outcome !== "skipped")) return "pass";
  warn(
    "nothing in the schema was checked: every check was skipped. The log says how to set each of them up; with database.requiredChecks in shiplock.yml, a skipped check fails"
  );
  return "unchecked";
}
__name(tell, "tell");
var WORDS = {
  pass: "passed",
  fail: "failed",
  unknown: "could not be verified",
  skipped: "is required by database.requiredChecks but was not checked"
};
function verifyFailed(bad, evidence, was = {
  done: ["the expand migrations are applied"],
  notDone: ["no traffic was moved"]
}) {
  const first = bad.flatMap((r) => r.findings.map((f) => `${f.object}: ${f.message}`)).slice(0, 5);
  return failure({
    code: "SHIPLOCK_VERIFY_FAILED",
    what: `${bad.map((r) => `${r.check} ${WORDS[r.outcome]} (${r.detail}${r.setup ? `; to set it up: ${r.setup}` : ""})`).join("; ")}${first.length > 0 ? `. ${first.join("; ")}` : ""}`,
    ...was,
    evidence,
    next: "Read the findings in the job summary: each names the object and, where possible, the SQL that fixes it.",
    places: bad.flatMap(
      (r) => r.findings.flatMap((f) => f.place ? [{ ...f.place, message: `${f.object}: ${f.message}` }] : [])
    )
  });
}
__name(verifyFailed, "verifyFailed");

export {
  verify,
  checkEnvironment
};
