import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  settingsFor
} from "./chunk-64J3AN63.js";
import {
  runFacts
} from "./chunk-6ALLFBKM.js";
import {
  required
} from "./chunk-CFC4G37J.js";
import {
  variablesOf
} from "./chunk-LI44QXIK.js";
import {
  section
} from "./chunk-DOWKXZXY.js";
import {
  failure
} from "./chunk-GQCODBKJ.js";
import {
  keepSecret
} from "./chunk-ZYXXDNOM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/runner/compose-hosting.ts
async function composeHosting(inputs, settings) {
  const { vercelHosting } = await import("./hosting-R46VAFXS.js");
  const project = inputs["vercel-project"] ?? settings.vercel.project;
  const teamId = inputs["vercel-team"] ?? settings.vercel.team;
  const protectionBypass = inputs["vercel-protection-bypass"];
  const { remoteUrl, branch } = runFacts();
  const apiUrl = process.env["SHIPLOCK_VERCEL_API_URL"];
  return vercelHosting({
    token: required(inputs, "vercel-token"),
    project: project ?? required(inputs, "vercel-project"),
    ...teamId ? { teamId } : {},
    ...apiUrl ? { apiUrl } : {},
    ...settings.vercel.domains ? { domains: settings.vercel.domains } : {},
    ...remoteUrl ? { git: { remoteUrl, ...branch ? { branch } : {} } } : {},
    ...protectionBypass ? { protectionBypass } : {},
    confirmPath: settings.vercel.confirmPath
  });
}
__name(composeHosting, "composeHosting");

// src/runner/compose-gate.ts
function composeGate(when, always, sources) {
  return async (target) => {
    const { releaseId, fast, say } = target;
    const settings = fast ? shortened(always, sources.fast ?? {}) : always;
    const [{ applyPolicy }, { judgeOnce }, { gateMarkdown }] = await Promise.all([
      import("./policy-RYLPJ4N2.js"),
      import("./judge-once-X4D43NO3.js"),
      import("./gate-IL2UVQOL.js")
    ]);
    const result = await judgeOnce(settings, target, {
      // Without a release nobody was sent anywhere: a mistake in the call ends it.
      traffic: when === "after" && releaseId !== "",
      errorTracker: sources.errorTracker,
      environment: sources.environment,
      selects: /* @__PURE__ */ __name(() => composeSelects(when === "before" ? "gate" : "watch", settings, sources.database), "selects"),
      env: gateVariables(settings, process.env)
    });
    for (const { name, decision, reason } of result.observed ?? [])
      say(`observed, not decided by: ${name} would have said ${decision} (${reason})`);
    const { proceed, action, why } = applyPolicy(result, when, settings.onInconclusive);
    return {
      result,
      proceed,
      markdown: gateMarkdown(result),
      ...action === "hold" ? { warning: why } : {}
    };
  };
}
__name(composeGate, "composeGate");
function shortened(gate, fast) {
  return {
    ...gate,
    minSamples: Math.min(gate.minSamples, fast.minSamples ?? gate.minSamples),
    minSeconds: Math.min(gate.minSeconds, fast.minSeconds ?? gate.minSeconds),
    deadlineSeconds: Math.min(gate.deadlineSeconds, fast.deadlineSeconds ?? gate.deadlineSeconds)
  };
}
__name(shortened, "shortened");
function composeReady(settings) {
  return async ({ url, headers, releaseId, commit }) => {
    const { identityPaths, lookAtRoutes } = await import("./ready-route-HNNCEJ4B.js");
    const paths = identityPaths(settings.gates.gate, settings.vercel.confirmPath);
    return lookAtRoutes(paths, { url, headers, expect: { release: releaseId, commit } });
  };
}
__name(composeReady, "composeReady");
async function protectionFor({ inputs, warn }, settings, url) {
  const bypass = inputs["vercel-protection-bypass"];
  if (!bypass) return {};
  const known = Boolean(inputs["vercel-token"] && (inputs["vercel-project"] ?? settings.vercel.project));
  const hosting = known ? await composeHosting(inputs, settings) : void 0;
  if (hosting && await hosting.owns(url)) return hosting.protectionHeaders();
  warn(
    hosting ? "Shiplock does not send vercel-protection-bypass: Vercel knows the host of url neither as a domain nor as a deployment of the project" : "Shiplock does not send vercel-protection-bypass: set vercel-token and vercel-project as well, so that it can ask Vercel whether the host of url belongs to the project"
  );
  return {};
}
__name(protectionFor, "protectionFor");
async function composeSelects(gate, settings, database) {
  const asked = settings.sources.filter((source) => source.use === "sql");
  if (asked.length === 0) return void 0;
  const { readOnlyQuery } = await import("./run-SXZ6HFGN.js");
  const selects = /* @__PURE__ */ new Map();
  for (const { name, query: sql } of asked) {
    const query = await readOnlyQuery(sql, `the query of source ${name} in gates.${gate}`);
    if (database)
      selects.set(name, async (since) => query.run(await database(), query.hasParameter ? [since] : []));
  }
  return database && selects;
}
__name(composeSelects, "composeSelects");
function gateVariables(settings, env) {
  const named = settings.sources.flatMap(variablesOf);
  const found = named.flatMap((variable) => {
    const value = env[variable]?.trim();
    return value ? [[variable, value]] : [];
  });
  keepSecret(found.flatMap(([, value]) => [value, ...value.split(/\s+/).slice(1)]));
  return Object.fromEntries(found);
}
__name(gateVariables, "gateVariables");
async function probeOnly(door, phase, url) {
  const { inputs, say } = door;
  const settings = await settingsFor(inputs, runFacts().workspace, door.warn);
  const all = settings.gates[phase];
  const spec = { ...all, sources: all.sources.filter(({ use }) => use !== "sentry") };
  const run = composeGate(phase === "gate" ? "before" : "after", spec, {
    errorTracker: void 0,
    environment: required(inputs, "environment"),
    database: void 0
  });
  const { result, proceed, markdown } = await run({
    urls: /* @__PURE__ */ __name(async () => [url], "urls"),
    headers: await protectionFor(door, settings, url),
    releaseId: "",
    commit: "",
    since: (/* @__PURE__ */ new Date()).toISOString(),
    say
  });
  if (!proceed) {
    throw failure({
      code: result.decision === "fail" ? "SHIPLOCK_GATE_FAILED" : "SHIPLOCK_GATE_INCONCLUSIVE",
      what: `the gate on ${url} ${result.decision === "fail" ? "failed" : "is inconclusive"}: ${result.reason}`,
      notDone: ["nothing was changed"],
      next: "Check the failed samples in the job summary.",
      evidence: markdown
    });
  }
  return {
    outputs: { decision: result.decision, reason: result.reason, evidence: JSON.stringify(result.evidence) },
    summary: section(phase, markdown)
  };
}
__name(probeOnly, "probeOnly");

export {
  composeHosting,
  composeGate,
  shortened,
  composeReady,
  probeOnly
};
