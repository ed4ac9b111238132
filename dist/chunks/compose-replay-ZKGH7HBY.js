import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  assess,
  observe,
  readingsOf
} from "./chunk-7CS5BVND.js";
import {
  applyPolicy
} from "./chunk-VG5BGP3H.js";
import "./chunk-LECB5WLM.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/gates/replay.ts
var share = { samples: external_exports.number(), failures: external_exports.number() };
var evidence = external_exports.object({
  milliseconds: external_exports.number(),
  sources: external_exports.array(
    external_exports.object({
      ...{ name: external_exports.string(), ...share, examples: external_exports.array(external_exports.string()).default([]) },
      ...{ timed: external_exports.number().optional(), slow: external_exports.number().optional() },
      control: external_exports.object(share).optional()
    })
  )
});
function replayGate(spec, recorded) {
  const { data } = evidence.safeParse(recorded);
  if (!data) return "unknown";
  const asked = spec.sources.filter((settings) => !settings.observe);
  const found = asked.map((settings) => data.sources.find(({ name }) => name === nameOf(settings)));
  if (found.includes(void 0)) return "unknown";
  const counted = found.filter((one) => one !== void 0);
  const readings = readingsOf(
    spec,
    asked.map((settings, index) => sourceOf(settings, counted[index]))
  );
  for (let step = 1; step <= STEPS; step += 1) {
    const atMs = data.milliseconds * step / STEPS;
    for (const [index, reading] of readings.entries()) {
      const counts = counted[index];
      if (counts) observe(readings, reading, upTo(counts, step / STEPS), atMs);
    }
    const { decision: decision2 } = assess(spec, readings, atMs);
    if (decision2 === "fail") return "fail";
  }
  for (const [index, reading] of readings.entries())
    reading.lastError = counted[index]?.examples.find((one) => one.startsWith(UNREADABLE))?.slice(UNREADABLE.length);
  const { decision } = assess(spec, readings, data.milliseconds);
  return decision === "continue" ? "inconclusive" : decision;
}
__name(replayGate, "replayGate");
var STEPS = 50;
var UNREADABLE = "unreadable: ";
var nameOf = /* @__PURE__ */ __name((settings) => settings.use === "sentry" ? "sentry" : settings.name, "nameOf");
function sourceOf(settings, counts) {
  return {
    ...{ name: nameOf(settings), everyMs: 0, ownTotal: settings.use !== "sentry" },
    ...settings.use === "sql" || settings.use === "json" ? { countsRequests: true } : {},
    ...counts?.timed === void 0 ? {} : { timed: true },
    ...counts?.control === void 0 ? {} : { compares: true },
    sample: /* @__PURE__ */ __name(() => Promise.reject(new Error("a replay asks nobody")), "sample")
  };
}
__name(sourceOf, "sourceOf");
function upTo({ samples, failures, timed, slow = 0, control }, part) {
  const so = /* @__PURE__ */ __name((of) => ({
    samples: Math.round(of.samples * part),
    failures: Math.round(of.failures * part)
  }), "so");
  return {
    ...so({ samples, failures }),
    ...timed === void 0 ? {} : { slow: so({ samples: timed, failures: slow }) },
    ...control ? { control: so(control) } : {},
    examples: []
  };
}
__name(upTo, "upTo");
function wouldStop(decision, when, policy) {
  if (decision === "unknown") return void 0;
  const result = { decision, reason: "" };
  return !applyPolicy(result, when, policy).proceed;
}
__name(wouldStop, "wouldStop");

// src/runner/compose-replay.ts
function gateStops(settings, gate, evidence2) {
  const spec = settings.gates[gate];
  return wouldStop(replayGate(spec, evidence2), gate === "gate" ? "before" : "after", spec.onInconclusive);
}
__name(gateStops, "gateStops");
export {
  gateStops
};
