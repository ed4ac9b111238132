import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  pointed
} from "./chunk-DOYQFB47.js";
import {
  EVERY_MS,
  MAX_EXAMPLES,
  goodOfTotal,
  httpSource,
  numberOf,
  unreadable
} from "./chunk-FBNZ3XR7.js";
import "./chunk-YQIBBOJL.js";
import {
  ShiplockError,
  configurationError,
  firstLine
} from "./chunk-ODKBLE67.js";
import {
  cut
} from "./chunk-ZYXXDNOM.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/gates/gate.ts
import { setTimeout as sleep } from "node:timers/promises";

// src/gates/sprt.ts
var MIN_TO_FAIL = 10;
function sprt(plan, counts) {
  const { p0, p1, alpha, beta, minSamples } = check(plan);
  const { samples, failures } = counts;
  if (!(samples >= 0 && failures >= 0 && failures <= samples)) {
    throw new RangeError(`impossible counts: ${failures} failures of ${samples} samples`);
  }
  const logLikelihoodRatio = failures * Math.log(p1 / p0) + (samples - failures) * Math.log((1 - p1) / (1 - p0));
  const acceptBound = Math.log(beta / (1 - alpha));
  const rejectBound = Math.log((1 - beta) / alpha);
  const decided = logLikelihoodRatio >= rejectBound ? "fail" : logLikelihoodRatio <= acceptBound ? "pass" : "continue";
  const enough = samples >= (decided === "fail" ? Math.min(minSamples, MIN_TO_FAIL) : minSamples);
  return {
    decision: enough ? decided : "continue",
    logLikelihoodRatio,
    acceptBound,
    rejectBound
  };
}
__name(sprt, "sprt");
function check(plan) {
  const { p0, p1, alpha, beta } = plan;
  if (!(p0 > 0 && p0 < p1 && p1 < 1))
    throw new RangeError(`p0 ${p0} and p1 ${p1} do not satisfy 0 < p0 < p1 < 1`);
  if (!(alpha > 0 && beta > 0 && alpha + beta < 1))
    throw new RangeError(`alpha ${alpha} and beta ${beta} are not valid error bounds`);
  return plan;
}
__name(check, "check");

// src/gates/decision.ts
function assess(spec, readings, elapsedMs) {
  const open = [];
  let missing = 0;
  for (const reading of readings) {
    const { source, counts } = reading;
    if (counts?.veto) return { decision: "fail", reason: counts.veto };
    const state = counts && test(spec, readings, reading);
    if (state?.decision === "fail" && counts) {
      const { samples, failures } = tested(readings, reading) ?? counts;
      return {
        decision: "fail",
        reason: `${source.name}: ${failures} of ${count(samples, "sample")} failed (${percent(failures, samples)})`
      };
    }
    if (reading.lastError !== void 0) {
      open.push(`could not read ${source.name} (${reading.lastError})`);
      if (source.missing) missing += 1;
    } else if (!counts) {
      open.push(`${source.name} has not answered yet`);
    } else if (counts.unseen !== void 0) {
      open.push(counts.unseen);
    } else if (state?.decision === "continue") {
      open.push(
        `${source.name}: ${counts.failures} of ${count(counts.samples, "sample")} failed, not enough to decide`
      );
    }
  }
  if (open.length > 0) {
    return { decision: missing === open.length ? "inconclusive" : "continue", reason: open.join("; ") };
  }
  if (elapsedMs < spec.minSeconds * 1e3)
    return { decision: "continue", reason: `less than ${spec.minSeconds} s watched` };
  return { decision: "pass", reason: passReason(readings) };
}
__name(assess, "assess");
function test(spec, readings, reading) {
  const counts = tested(readings, reading);
  if (!counts) return void 0;
  const shares = readings.filter((each) => each.source.ownTotal || requests(readings) !== void 0).length;
  return sprt(
    {
      p0: spec.baselineFailureRate,
      p1: spec.worstFailureRate,
      alpha: spec.alpha / Math.max(1, shares),
      beta: spec.beta,
      minSamples: spec.minSamples
    },
    counts
  );
}
__name(test, "test");
function tested(readings, { source, counts }) {
  if (!counts) return void 0;
  if (source.ownTotal) return { samples: counts.samples, failures: counts.failures };
  const total = requests(readings);
  return total === void 0 ? void 0 : { samples: total, failures: Math.min(counts.failures, total) };
}
__name(tested, "tested");
function requests(readings) {
  const counting = readings.filter(({ source }) => source.countsRequests);
  return counting.length === 0 ? void 0 : counting.reduce((sum2, { counts }) => sum2 + (counts?.samples ?? 0), 0);
}
__name(requests, "requests");
function passReason(readings) {
  const parts = readings.map(
    ({ source, counts }) => source.ownTotal ? `${source.name}: ${counts?.failures ?? 0} of ${count(counts?.samples ?? 0, "sample")} failed` : `${source.name}: ${count(counts?.failures ?? 0, "error event")}, no new issues above the limit`
  );
  return parts.join("; ");
}
__name(passReason, "passReason");
function percent(failures, samples) {
  return `${(100 * failures / Math.max(1, samples)).toFixed(1)} %`;
}
__name(percent, "percent");

// src/gates/evidence.ts
function evidence(spec, readings, started) {
  const own = readings.filter(({ source }) => source.ownTotal);
  const states = readings.map((reading) => test(spec, readings, reading)).filter((state) => state !== void 0);
  const none = sprt(
    {
      p0: spec.baselineFailureRate,
      p1: spec.worstFailureRate,
      alpha: spec.alpha,
      beta: spec.beta,
      minSamples: spec.minSamples
    },
    { samples: 0, failures: 0 }
  );
  const worst = states.reduce(
    (a, b) => b.logLikelihoodRatio > a.logLikelihoodRatio ? b : a,
    states[0] ?? none
  );
  return {
    samples: sum(own, "samples"),
    failures: sum(own, "failures"),
    baselineFailureRate: spec.baselineFailureRate,
    worstFailureRate: spec.worstFailureRate,
    logLikelihoodRatio: round(worst.logLikelihoodRatio),
    acceptBound: round(worst.acceptBound),
    rejectBound: round(worst.rejectBound),
    startedAt: new Date(started).toISOString(),
    milliseconds: Date.now() - started,
    sources: readings.map(({ source, counts, lastError }) => ({
      name: source.name,
      samples: counts?.samples ?? 0,
      failures: counts?.failures ?? 0,
      ...latency(counts?.latencies),
      examples: [...lastError ? [`unreadable: ${lastError}`] : [], ...counts?.examples ?? []].slice(
        0,
        10
      )
    }))
  };
}
__name(evidence, "evidence");
function latency(measured) {
  if (!measured || measured.length === 0) return {};
  const sorted = [...measured].sort((a, b) => a - b);
  const at = /* @__PURE__ */ __name((q) => Math.round(sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)]), "at");
  return { medianMs: at(0.5), p95Ms: at(0.95) };
}
__name(latency, "latency");
function sum(readings, key) {
  return readings.reduce((total, { counts }) => total + (counts?.[key] ?? 0), 0);
}
__name(sum, "sum");
function round(value) {
  return Math.round(value * 1e3) / 1e3;
}
__name(round, "round");

// src/gates/sources/json/source.ts
var TIMEOUT_MS = 1e4;
var LARGEST = 1024 * 1024;
function missingVariables({ headers }, env) {
  return Object.values(headers).filter((variable) => !env[variable]);
}
__name(missingVariables, "missingVariables");
function jsonSource(settings, target) {
  const { name, value } = settings;
  const url = new URL(settings.url, target.urls[0]);
  const headers = headersFor(settings, url, target);
  let samples = 0;
  let failures = 0;
  const examples = [];
  return {
    name,
    // One value is one sample; counts are cumulative, so asking for them seldom loses nothing.
    everyMs: value === void 0 ? EVERY_MS : 1e3,
    ownTotal: true,
    countsRequests: value === void 0,
    async sample(signal) {
      const document = await read(name, url, headers, target.fetch ?? fetch, signal);
      if (settings.good !== void 0 && settings.total !== void 0)
        return goodOfTotal(name, pointed(document, settings.good), pointed(document, settings.total));
      const number = numberOf(pointed(document, value ?? ""));
      if (number === void 0) throw unreadable(name, `there is no number at ${value || "its top level"}`);
      samples += 1;
      const wrong = outside(settings, number);
      if (wrong) failures += 1;
      if (wrong && examples.length < MAX_EXAMPLES) examples.push(`${value} is ${wrong}`);
      return { samples, failures, examples };
    }
  };
}
__name(jsonSource, "jsonSource");
function outside({ max, min }, number) {
  if (max !== void 0 && number > max) return `${number}, allowed at most ${max}`;
  if (min !== void 0 && number < min) return `${number}, allowed at least ${min}`;
  return void 0;
}
__name(outside, "outside");
function headersFor(settings, url, target) {
  const own = target.urls.some((probed) => new URL(probed).origin === url.origin);
  const named = Object.entries(settings.headers);
  if (named.length > 0 && url.protocol !== "https:" && !isLoopback(url))
    throw configurationError({
      code: "SHIPLOCK_GATE_JSON_PLAIN",
      what: `the gate source "${settings.name}" has ${count(named.length, "header")} from secrets, but ${url.origin} does not use HTTPS`,
      notDone: ["nothing was requested"],
      next: "Use an https URL, or remove `headers` from this source."
    });
  return {
    accept: "application/json",
    ...own ? target.headers : {},
    ...Object.fromEntries(named.map(([header, variable]) => [header, target.env[variable] ?? ""]))
  };
}
__name(headersFor, "headersFor");
function isLoopback({ hostname }) {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
__name(isLoopback, "isLoopback");
async function read(name, url, headers, request, signal) {
  const at = `${url.origin}${url.pathname}`;
  const response = await request(url, {
    headers,
    redirect: "manual",
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
  }).catch((error) => {
    throw unreadable(name, `${at} did not answer (${whyNot(error)})`);
  });
  const { status } = response;
  if (!response.ok) {
    await response.body?.cancel();
    const moved = status >= 300 && status < 400 ? ", a redirect, which is not followed" : "";
    throw unreadable(name, `${at} answered HTTP ${status}${moved}`);
  }
  const text = await textOf(name, response);
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(name, "the answer is not JSON");
  }
}
__name(read, "read");
async function textOf(name, response) {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LARGEST) throw unreadable(name, "the answer is larger than 1 MiB");
  }
  return text + decoder.decode();
}
__name(textOf, "textOf");
function whyNot(error) {
  if (!(error instanceof Error)) return "error";
  if (error.name === "TimeoutError") return `within ${TIMEOUT_MS / 1e3} s`;
  const { cause } = error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : error.name;
}
__name(whyNot, "whyNot");

// src/gates/sources/sentry/source.ts
function sentrySource(settings, tracker, request) {
  let known = !request.alsoSeen;
  return {
    name: tracker.vendor,
    everyMs: EVERY_MS,
    ownTotal: false,
    async sample() {
      const { events, newIssues, seen, elsewhere, others } = await tracker.errors({
        ...request,
        alsoSeen: !known
      });
      known ||= seen === true;
      const [first] = newIssues;
      const titles = newIssues.slice(0, MAX_EXAMPLES).map((issue) => `new issue: ${cut(issue.title, 120)} ${issue.url}`);
      const tooMany = newIssues.length > settings.maxNewIssues;
      return {
        samples: 0,
        failures: events,
        examples: titles,
        ...known ? {} : { unseen: unseen(tracker.vendor, request, elsewhere === true, others) },
        ...tooMany && first ? {
          veto: `${count(newIssues.length, `new ${tracker.vendor} issue`)} (${settings.maxNewIssues} allowed): ${cut(first.title, 120)}`
        } : {}
      };
    }
  };
}
__name(sentrySource, "sentrySource");
function unseen(vendor, { version, environment, since }, elsewhere, others = []) {
  const names = others.map((name) => cut(name, 80)).join(", ");
  const why = elsewhere ? `it reports under another environment name; set environment: ${environment} in the SDK's init` : `${names ? `the application reports as ${names}` : "nothing reports"}; set release: process.env.SHIPLOCK_RELEASE_ID in the SDK's init. If the application sends no sessions, set requireSeen of the source to false`;
  return `${vendor} has no error and no session of release ${version} in ${environment} since ${since}: ${why}`;
}
__name(unseen, "unseen");

// src/gates/sources/sql/source.ts
function sqlSource({ name }, select, since) {
  return {
    name,
    everyMs: EVERY_MS,
    ownTotal: true,
    countsRequests: true,
    async sample() {
      const rows = await select(since);
      return goodOfTotal(name, rows.length === 1 ? rows[0]?.good : void 0, rows[0]?.total);
    }
  };
}
__name(sqlSource, "sqlSource");

// src/gates/policy.ts
function applyPolicy(result, when, policy = when === "before" ? "fail" : "hold") {
  if (result.decision === "pass") return { proceed: true, action: "go", why: result.reason };
  const undo = when === "before" ? "stop" : "roll-back";
  if (result.decision === "fail") return { proceed: false, action: undo, why: result.reason };
  if (policy === "fail")
    return { proceed: false, action: undo, why: `inconclusive counts as failed: ${result.reason}` };
  return when === "before" ? { proceed: false, action: "hold", why: `inconclusive, no traffic moved: ${result.reason}` } : { proceed: true, action: "hold", why: `inconclusive, traffic stays where it is: ${result.reason}` };
}
__name(applyPolicy, "applyPolicy");

// src/gates/gate.ts
async function runGate(spec, deps) {
  const sources = buildSources(spec, deps);
  const started = Date.now();
  const end = new AbortController();
  const readings = sources.map((source) => ({
    source,
    counts: void 0,
    lastError: void 0
  }));
  let fatal;
  let decided;
  const look = /* @__PURE__ */ __name(() => assess(spec, readings, Date.now() - started), "look");
  const drive = /* @__PURE__ */ __name(async (reading) => {
    while (!end.signal.aborted) {
      await draw(reading, end.signal);
      if (end.signal.aborted) return;
      const now = look();
      if (now.decision !== "continue") {
        decided ??= now;
        return end.abort();
      }
      await sleep(reading.source.everyMs, void 0, { signal: end.signal }).catch(() => {
      });
    }
  }, "drive");
  const deadline = setTimeout(() => end.abort(), spec.deadlineSeconds * 1e3);
  const progress = setInterval(() => deps.say(progressLine(readings, started)), 5e3);
  try {
    await Promise.all(
      readings.map(
        (reading) => drive(reading).catch((error) => {
          fatal ??= error;
          end.abort();
        })
      )
    );
  } finally {
    clearTimeout(deadline);
    clearInterval(progress);
  }
  if (fatal !== void 0) throw fatal;
  if (decided?.decision === "pass") decided = await lastLook(readings, look);
  const last = decided ?? look();
  const decision = last.decision === "continue" ? "inconclusive" : last.decision;
  const reason = last.decision === "continue" ? `undecided after ${spec.deadlineSeconds} s: ${last.reason}` : last.reason;
  deps.say(progressLine(readings, started));
  return { decision, reason, evidence: evidence(spec, readings, started) };
}
__name(runGate, "runGate");
async function lastLook(readings, look) {
  const late = readings.filter(({ source }) => !source.ownTotal);
  await Promise.all(late.map((reading) => draw(reading, AbortSignal.timeout(15e3), true)));
  return look();
}
__name(lastLook, "lastLook");
async function draw(reading, signal, last = false) {
  try {
    reading.counts = await untilAborted(reading.source.sample(signal), signal);
    reading.lastError = void 0;
  } catch (error) {
    if (error instanceof ShiplockError && error.kind === "configuration") throw error;
    if (signal.aborted && reading.counts && !last) return;
    reading.lastError = error instanceof ShiplockError ? error.problem.what : errorText(error);
  }
}
__name(draw, "draw");
async function untilAborted(work, signal) {
  const { promise: stopped, reject } = Promise.withResolvers();
  const stop = /* @__PURE__ */ __name(() => reject(new Error("no answer in time")), "stop");
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener("abort", stop);
    work.catch(() => {
    });
  }
}
__name(untilAborted, "untilAborted");
function buildSources(spec, deps) {
  if (spec.sources.length === 0) throw empty("it has no source");
  return spec.sources.map((source) => buildSource(source, deps));
}
__name(buildSources, "buildSources");
function buildSource(settings, deps) {
  const { errorTracker: tracker, environment, releaseId, since } = deps;
  switch (settings.use) {
    case "http":
      if (deps.urls.length === 0) throw empty("it has probes, but no URL to send them to");
      return httpSource(settings, deps);
    case "sentry":
      return tracker ? sentrySource(settings, tracker, {
        ...{ version: releaseId, environment, since },
        alsoSeen: deps.traffic === true && settings.requireSeen
      }) : absent("error tracker", "its token, organization or project is not configured", false);
    case "sql": {
      const select = deps.selects?.get(settings.name);
      return select ? sqlSource(settings, select, since) : absent(settings.name, "no database is configured", true);
    }
    case "json": {
      if (deps.urls.length === 0 && !URL.canParse(settings.url))
        throw empty(`its source "${settings.name}" has a path, but the gate has no URL`);
      const missing = missingVariables(settings, deps.env);
      return missing.length === 0 ? jsonSource(settings, deps) : absent(settings.name, `${missing.join(", ")} is not set in the environment of this step`, true);
    }
  }
}
__name(buildSource, "buildSource");
function absent(name, why, ownTotal) {
  return { name, everyMs: 1e3, ownTotal, missing: true, sample: /* @__PURE__ */ __name(() => Promise.reject(new Error(why)), "sample") };
}
__name(absent, "absent");
function empty(why) {
  return configurationError({
    code: "SHIPLOCK_GATE_EMPTY",
    what: `The gate cannot decide anything: ${why}.`,
    next: "Give the gate at least one probe or another source, and a URL for its probes."
  });
}
__name(empty, "empty");
function progressLine(readings, started) {
  const parts = readings.map(
    ({ source, counts, lastError }) => lastError ? `${source.name}: ${lastError}` : `${source.name}: ${counts?.failures ?? 0} of ${counts?.samples ?? 0} failed`
  );
  return `${Math.round((Date.now() - started) / 1e3)} s, ${parts.join("; ")}`;
}
__name(progressLine, "progressLine");
function errorText(error) {
  return error instanceof Error ? cut(firstLine(error), 200) : "error";
}
__name(errorText, "errorText");
export {
  applyPolicy,
  runGate
};
