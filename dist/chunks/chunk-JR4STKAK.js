import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  isOwnPath,
  onSameOrigin
} from "./chunk-YQIBBOJL.js";
import {
  ShiplockError,
  configurationError,
  failure
} from "./chunk-GQCODBKJ.js";
import {
  cut,
  oneLine
} from "./chunk-ZYXXDNOM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/gates/source.ts
var MAX_EXAMPLES = 10;
function pick(value, dotted) {
  let at = value;
  for (const key of dotted.split(".")) {
    if (at === null || typeof at !== "object" || !Object.hasOwn(at, key)) return void 0;
    at = at[key];
  }
  return at;
}
__name(pick, "pick");
function countOf(value) {
  const number = numberOf(value);
  return number !== void 0 && number >= 0 ? number : void 0;
}
__name(countOf, "countOf");
function numberOf(value) {
  if (typeof value === "number") return Number.isFinite(value) ? value : void 0;
  if (typeof value !== "string" || !/^[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i.test(value)) return void 0;
  const number = Number(value);
  return Number.isFinite(number) ? number : void 0;
}
__name(numberOf, "numberOf");
var EVERY_MS = 5e3;
function goodOfTotal(name, good, total) {
  const goodCount = countOf(good);
  const totalCount = countOf(total);
  if (goodCount === void 0 || totalCount === void 0 || goodCount > totalCount) {
    throw unreadable(
      name,
      `it returned good ${shown(good)} and total ${shown(total)} (expected one row with 0 \u2264 good \u2264 total)`
    );
  }
  const failures = totalCount - goodCount;
  return {
    samples: totalCount,
    failures,
    examples: failures > 0 ? [`${failures} of ${totalCount} events were not good`] : []
  };
}
__name(goodOfTotal, "goodOfTotal");
var shown = /* @__PURE__ */ __name((value) => cut(oneLine(String(value)), 80), "shown");
function unreadable(name, why) {
  return failure({
    code: "SHIPLOCK_GATE_SOURCE",
    what: `Could not read the gate source "${name}": ${why}.`,
    next: "Fix the source or its settings, then rerun the gate."
  });
}
__name(unreadable, "unreadable");

// src/gates/sources/http/source.ts
function httpSource(settings, target) {
  const { probes } = settings;
  const own = new Walk(probes, target.urls);
  const serving = settings.compare ? target.serving ?? [] : [];
  const control = serving.length > 0 ? new Walk(probes, serving) : void 0;
  const timed = probes.some(({ slowMs }) => slowMs !== void 0);
  return {
    name: settings.name,
    everyMs: settings.intervalMs,
    ownTotal: true,
    ...timed ? { timed } : {},
    ...control ? { compares: true } : {},
    async sample(signal) {
      await Promise.all([
        own.draw(settings.concurrency, signal, ({ path }) => ({
          ...target,
          expect: path === settings.identityPath ? target.expect : void 0
        })),
        control?.draw(settings.concurrency, signal, () => ({ ...target, expect: void 0 }))
      ]);
      const { samples, failures, slow, latencies, examples } = own;
      return {
        ...{ samples, failures, latencies, examples },
        ...timed ? { slow } : {},
        ...control ? {
          control: {
            ...{ samples: control.samples, failures: control.failures },
            ...timed ? { slow: control.slow } : {}
          }
        } : {}
      };
    }
  };
}
__name(httpSource, "httpSource");
var Walk = class {
  static {
    __name(this, "Walk");
  }
  latencies = [];
  examples = [];
  samples = 0;
  failures = 0;
  slow = { samples: 0, failures: 0 };
  #plan;
  #turn = 0;
  constructor(probes, urls) {
    this.#plan = urls.flatMap((url) => probes.map((probe) => ({ url: pathOn(url, probe.path), probe })));
  }
  async draw(requests, signal, targetOf) {
    const batch = Array.from({ length: requests }, () => this.#plan[this.#turn++ % this.#plan.length]);
    const results = await Promise.all(
      batch.map(async ({ url, probe }) => ({
        slowMs: probe.slowMs,
        result: await probeOnce(url, probe, targetOf(probe), signal)
      }))
    );
    for (const { slowMs, result } of results) if (result) this.#take(result, slowMs);
  }
  #take({ milliseconds, failure: failure2 }, slowMs) {
    this.samples += 1;
    if (milliseconds !== void 0) this.latencies.push(milliseconds);
    if (milliseconds !== void 0 && slowMs !== void 0) {
      const { samples, failures } = this.slow;
      this.slow = { samples: samples + 1, failures: failures + (milliseconds > slowMs ? 1 : 0) };
    }
    if (failure2 === void 0) return;
    this.failures += 1;
    if (this.examples.length < MAX_EXAMPLES) this.examples.push(failure2);
  }
};
function pathOn(base, path) {
  if (isOwnPath(path) && URL.canParse(base)) return onSameOrigin(path, base);
  throw configurationError({
    code: "SHIPLOCK_GATE_PATH",
    what: `the probe path ${JSON.stringify(path)} does not stay on ${URL.canParse(base) ? new URL(base).origin : "the URL of the gate"}`,
    notDone: ["nothing was requested"],
    next: "Use a path that starts with one slash; another host is not part of this release."
  });
}
__name(pathOn, "pathOn");
async function probeAnswer(url, timeoutMs, target, signal) {
  const start = performance.now();
  try {
    const response = await (target.fetch ?? fetch)(url, {
      headers: { accept: "application/json, */*;q=0.5", "cache-control": "no-cache", ...target.headers },
      // Never followed: the headers would travel along, and a redirect is an answer of its own.
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    });
    const text = await response.text();
    refuseProtection(response, text, url);
    const { status } = response;
    const location = status >= 300 && status < 400 ? response.headers.get("location") : void 0;
    const words = location ? `to ${location}` : firstWords(text);
    return {
      status,
      text,
      milliseconds: performance.now() - start,
      said: `HTTP ${status}${words && `, ${words}`}`
    };
  } catch (error) {
    if (error instanceof ShiplockError) throw error;
    return signal.aborted ? void 0 : { failure: networkText(error, timeoutMs) };
  }
}
__name(probeAnswer, "probeAnswer");
async function probeOnce(url, probe, target, signal) {
  const name = `GET ${url.origin}${url.pathname}`;
  const answer = await probeAnswer(url, probe.maxMs + 1e3, target, signal);
  if (answer === void 0) return void 0;
  if ("failure" in answer) return { failure: `${name}: ${answer.failure}` };
  const { status, text, milliseconds } = answer;
  const failure2 = judge(status, text, milliseconds, probe, target.expect);
  if (failure2 === void 0) return { milliseconds };
  const words = firstWords(text);
  return { milliseconds, failure: `${name}: ${failure2}${words && `; it answered ${words}`}` };
}
__name(probeOnce, "probeOnce");
var firstWords = /* @__PURE__ */ __name((text) => cut(oneLine(text.slice(0, 2e4)), 160), "firstWords");
function judge(status, text, milliseconds, probe, expect) {
  if (status !== probe.expectStatus) return `HTTP ${status} (expected ${probe.expectStatus})`;
  if (milliseconds > probe.maxMs) return `${Math.round(milliseconds)} ms, allowed ${probe.maxMs}`;
  if (!expect && !probe.expectJson) return void 0;
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    return "the answer is not JSON";
  }
  for (const [field, wanted] of Object.entries(probe.expectJson ?? {})) {
    const got = pick(json, field);
    if (got !== wanted) return `${field} is ${show(got)}, expected ${show(wanted)}`;
  }
  return expect ? wrongVersion(json, expect) : void 0;
}
__name(judge, "judge");
function wrongVersion(json, expect) {
  const release = pick(json, "release");
  const commit = pick(json, "commit");
  if (typeof release === "string" && release !== "") {
    return release === expect.release ? void 0 : `wrong version: release ${show(release)}`;
  }
  if (typeof commit === "string" && commit !== "") {
    return commit === expect.commit ? void 0 : `wrong version: commit ${show(commit)}`;
  }
  return 'the answer names neither "release" nor "commit"';
}
__name(wrongVersion, "wrongVersion");
function refuseProtection(response, text, url) {
  const { status, headers } = response;
  const location = headers.get("location") ?? "";
  const marks = `${headers.get("set-cookie") ?? ""} ${location} ${text.slice(0, 2e4)}`;
  const vercels = /_vercel_sso_nonce|_vercel_password|\/sso-api\b|Vercel Authentication/.test(marks);
  const titled = headers.has("x-vercel-id") && /<title>Authentication Required/.test(text);
  const turnedAway = status >= 300 && status < 400 || status === 401 || status === 403;
  const protectedByVercel = turnedAway && (vercels || titled);
  const challenged = headers.get("x-vercel-mitigated") === "challenge";
  if (!protectedByVercel && !challenged) return;
  throw configurationError({
    code: "SHIPLOCK_GATE_PROTECTED",
    what: `${url.origin} is behind ${challenged ? "Vercel\u2019s firewall challenge" : "Vercel Deployment Protection"} (HTTP ${status}); the probe never reached the application.`,
    next: challenged ? "Allow this runner in the project\u2019s firewall rules (a bypass rule), then run the gate again." : 'Create a "Protection Bypass for Automation" secret in the project and set it as vercel-protection-bypass.'
  });
}
__name(refuseProtection, "refuseProtection");
function networkText(error, timeoutMs) {
  if (error instanceof Error && error.name === "TimeoutError") return `no answer within ${timeoutMs} ms`;
  const cause = error instanceof Error ? error.cause : void 0;
  return `no answer (${cause?.code ?? (error instanceof Error ? error.name : "error")})`;
}
__name(networkText, "networkText");
function show(value) {
  return cut(JSON.stringify(value) ?? "missing", 80);
}
__name(show, "show");

export {
  MAX_EXAMPLES,
  pick,
  numberOf,
  EVERY_MS,
  goodOfTotal,
  unreadable,
  httpSource,
  probeAnswer
};
