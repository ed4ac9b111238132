import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  settingsFor
} from "./chunk-KJ6EZCGK.js";
import {
  runFacts
} from "./chunk-WRGWFEIE.js";
import {
  required
} from "./chunk-BZBFRA2C.js";
import {
  section
} from "./chunk-VTK5KXEX.js";
import {
  failure
} from "./chunk-ODKBLE67.js";
import {
  keepSecret
} from "./chunk-ZYXXDNOM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/runner/compose-hosting.ts
async function composeHosting(inputs, settings) {
  const { vercelHosting } = await import("./hosting-5FZH5DFA.js");
  const project = inputs["vercel-project"] ?? settings.vercel.project;
  const teamId = inputs["vercel-team"] ?? settings.vercel.team;
  const protectionBypass = inputs["vercel-protection-bypass"];
  const apiUrl = process.env["SHIPLOCK_VERCEL_API_URL"];
  return vercelHosting({
    token: required(inputs, "vercel-token"),
    project: project ?? required(inputs, "vercel-project"),
    ...teamId ? { teamId } : {},
    ...apiUrl ? { apiUrl } : {},
    ...settings.vercel.domains ? { domains: settings.vercel.domains } : {},
    ...protectionBypass ? { protectionBypass } : {},
    confirmPath: settings.vercel.confirmPath
  });
}
__name(composeHosting, "composeHosting");

// src/runner/compose-gate.ts
function composeGate(when, settings, sources) {
  return async ({ urls, headers, releaseId, commit, since, say }) => {
    const [{ applyPolicy, runGate }, { gateMarkdown }] = await Promise.all([
      import("./gate-E2XMK4ZI.js"),
      import("./gate-WT4TDE4C.js")
    ]);
    const result = await runGate(settings, {
      urls,
      headers,
      expect: releaseId ? { release: releaseId, commit } : void 0,
      errorTracker: sources.errorTracker,
      environment: sources.environment,
      selects: await composeSelects(when === "before" ? "gate" : "watch", settings, sources.database),
      env: gateVariables(settings, process.env),
      releaseId,
      since,
      traffic: when === "after",
      say
    });
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
function composeReady(settings) {
  return async ({ url, headers, releaseId, commit }) => {
    const { identityPaths, lookAtRoutes } = await import("./ready-route-26SSRXLM.js");
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
  const { readOnlyQuery } = await import("./run-UM2CUKXO.js");
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
  const named = settings.sources.flatMap(
    (source) => source.use === "json" ? Object.values(source.headers) : []
  );
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
    urls: [url],
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
  composeReady,
  probeOnly
};
