import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/gates/new-issues.ts
function healthyNewIssues(mean, alpha) {
  let term = Math.exp(-mean);
  let atMost = term;
  for (let issues = 0; ; issues += 1) {
    if (1 - atMost <= alpha || issues > 10 * (mean + 10)) return issues;
    term *= mean / (issues + 1);
    atMost += term;
  }
}
__name(healthyNewIssues, "healthyNewIssues");

// src/gates/bursts.ts
var SMALLEST = 20;
var LONGEST_MS = 5e3;
var DOUBLE = Math.log(2);
var Evidence = class {
  static {
    __name(this, "Evidence");
  }
  #rejectBound;
  #cap;
  #burstMs;
  #total = 0;
  #closed = 0;
  #open = { score: 0, samples: 0, since: Number.NaN };
  /** @param bursts more than so many blocks must speak for a fail */
  constructor(rejectBound, burstMs, bursts = 2.3) {
    this.#rejectBound = rejectBound;
    this.#cap = burstMs === 0 ? Number.POSITIVE_INFINITY : Math.max(0, rejectBound - DOUBLE) / bursts;
    this.#burstMs = burstMs;
  }
  add(score, samples, atMs) {
    const age = atMs - this.#open.since;
    const full = this.#open.samples >= SMALLEST && age >= this.#burstMs;
    if (full || age >= Math.max(LONGEST_MS, this.#burstMs)) {
      this.#closed += this.#capped();
      this.#open = { score: 0, samples: 0, since: Number.NaN };
    }
    if (Number.isNaN(this.#open.since)) this.#open.since = atMs;
    this.#open.score += score;
    this.#open.samples += samples;
    this.#total += score;
  }
  get total() {
    return this.#total;
  }
  get rejects() {
    return this.#total >= this.#rejectBound && this.#closed + this.#capped() >= this.#rejectBound - DOUBLE;
  }
  #capped() {
    return Math.min(this.#open.score, this.#cap);
  }
};

// src/gates/sequential.ts
var MIN_TO_FAIL = 10;
var SequentialTest = class {
  static {
    __name(this, "SequentialTest");
  }
  evidence;
  #errors;
  #samples = 0;
  constructor(errors) {
    const { alpha, beta } = errors;
    if (!(alpha > 0 && beta > 0 && alpha + beta < 1))
      throw new RangeError(`alpha ${alpha} and beta ${beta} are not valid error bounds`);
    this.#errors = errors;
    this.evidence = new Evidence(Math.log(1 / alpha), errors.burstMs, errors.bursts);
  }
  count(samples) {
    this.#samples += samples;
  }
  get state() {
    const { alpha, beta, minSamples } = this.#errors;
    const acceptBound = Math.log(beta);
    const rejectBound = Math.log(1 / alpha);
    const { total } = this.evidence;
    const decided = this.evidence.rejects ? "fail" : total <= acceptBound ? "pass" : "continue";
    const needed = decided === "fail" ? Math.min(minSamples, MIN_TO_FAIL) : minSamples;
    return {
      decision: this.#samples >= needed ? decided : "continue",
      logLikelihoodRatio: total,
      acceptBound,
      rejectBound
    };
  }
};
var RateTest = class extends SequentialTest {
  static {
    __name(this, "RateTest");
  }
  #failed;
  #good;
  constructor(rates) {
    super(rates);
    const { p0, p1 } = rates;
    if (!(p0 > 0 && p0 < p1 && p1 < 1))
      throw new RangeError(`p0 ${p0} and p1 ${p1} do not satisfy 0 < p0 < p1 < 1`);
    this.#failed = Math.log(p1 / p0);
    this.#good = Math.log((1 - p1) / (1 - p0));
  }
  /** Increments may be negative: whoever counts may correct itself. */
  add({ samples, failures }, atMs) {
    if (samples === 0 && failures === 0) return;
    this.count(samples);
    this.evidence.add(failures * this.#failed + (samples - failures) * this.#good, samples, atMs);
  }
};
var OddsTest = class extends SequentialTest {
  static {
    __name(this, "OddsTest");
  }
  #ratio;
  constructor(rates) {
    super(rates);
    this.#ratio = odds(rates.p1) / odds(rates.p0);
  }
  add(tested, control, atMs) {
    const [own, other] = [clean(tested), clean(control)];
    if (own.samples === 0 || other.samples === 0) return;
    this.count(own.samples);
    const failures = own.failures + other.failures;
    const score = own.failures * Math.log(this.#ratio) - logMean(this.#ratio, { own: own.samples, other: other.samples, failures });
    this.evidence.add(score, own.samples, atMs);
  }
};
var odds = /* @__PURE__ */ __name((p) => p / (1 - p), "odds");
function clean({ samples, failures }) {
  const whole = Math.max(0, Math.round(samples));
  return { samples: whole, failures: Math.min(whole, Math.max(0, Math.round(failures))) };
}
__name(clean, "clean");
function logMean(ratio, { own, other, failures }) {
  const first = Math.max(0, failures - other);
  const last = Math.min(failures, own);
  let term = 0;
  const weights = [];
  const means = [];
  for (let x = first; x <= last; x += 1) {
    weights.push(term);
    means.push(term + x * Math.log(ratio));
    term += Math.log((own - x) * (failures - x) / ((x + 1) * (other - failures + x + 1)));
  }
  return logSum(means) - logSum(weights);
}
__name(logMean, "logMean");
function logSum(logs) {
  const most = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0));
}
__name(logSum, "logSum");

// src/gates/tracks.ts
var ENOUGH = 10;
var DOWN_MS = 6e4;
var SLOW_TOGETHER = { longer: 5, bursts: 4.6 };
var NONE = { samples: 0, failures: 0 };
function testsOf(source, withRequests) {
  const failures = counts(source, withRequests) ? 1 : 0;
  return failures + (source.timed ? 1 : 0) + (source.findsIssues ? 1 : 0);
}
__name(testsOf, "testsOf");
function counts(source, withRequests) {
  return !source.checks && (source.ownTotal || withRequests);
}
__name(counts, "counts");
function tracksOf(spec, source, alpha, withRequests) {
  const burstMs = spec.burstSeconds * 1e3;
  const plan = /* @__PURE__ */ __name((p0, p1) => ({
    ...{ p0, p1, alpha, beta: spec.beta, minSamples: spec.minSamples, burstMs }
  }), "plan");
  const compares = source.compares === true;
  const worst = Math.max(spec.worstFailureRate, source.worstAtLeast ?? 0);
  const failed = plan(spec.baselineFailureRate, worst);
  const slow = {
    ...plan(spec.baselineSlowRate, spec.worstSlowRate),
    burstMs: burstMs * SLOW_TOGETHER.longer,
    bursts: SLOW_TOGETHER.bursts
  };
  return [
    ...counts(source, withRequests) ? [track("failed", failed, compares)] : [],
    ...source.timed ? [track("slow", slow, compares)] : []
  ];
}
__name(tracksOf, "tracksOf");
function track(what, rates, compares) {
  let own = NONE;
  let control;
  let began;
  let down = false;
  const each = compares ? { ...rates, beta: rates.beta / 2 } : rates;
  const fixed = new RateTest(each);
  const compared = compares ? new OddsTest(each) : void 0;
  return {
    what,
    compared: compares,
    get own() {
      return own;
    },
    get control() {
      return control;
    },
    /** Worse than what serves fails; a rate that is healthy, or no worse than what serves, passes. */
    get state() {
      if (!compared || down) return fixed.state;
      if (compared.state.decision !== "continue") return compared.state;
      return fixed.state.decision === "pass" ? fixed.state : compared.state;
    },
    update(now, nowControl, atMs) {
      fixed.add(minus(now, own), atMs);
      if (nowControl) compared?.add(minus(now, own), minus(nowControl, control ?? NONE), atMs);
      own = now;
      control = nowControl ?? control;
      began ??= atMs;
      down = control !== void 0 && atMs - began >= DOWN_MS && mostlyFails(control);
    }
  };
}
__name(track, "track");
function mostlyFails({ samples, failures }) {
  return samples >= ENOUGH && failures > samples / 2;
}
__name(mostlyFails, "mostlyFails");
var minus = /* @__PURE__ */ __name((a, b) => ({
  samples: a.samples - b.samples,
  failures: a.failures - b.failures
}), "minus");
function shareOf(counts2, what) {
  return what === "failed" ? { own: counts2, control: counts2.control } : { own: counts2.slow ?? NONE, control: counts2.control?.slow };
}
__name(shareOf, "shareOf");

// src/gates/decision.ts
function readingsOf(spec, sources) {
  const withRequests = sources.some(({ countsRequests }) => countsRequests);
  const tests = sources.reduce((sum, source) => sum + testsOf(source, withRequests), 0);
  const alpha = spec.alpha / Math.max(1, tests);
  return sources.map((source) => ({
    source,
    tracks: tracksOf(spec, source, alpha, withRequests),
    alpha,
    counts: void 0,
    lastError: void 0
  }));
}
__name(readingsOf, "readingsOf");
function observe(readings, reading, counts2, atMs) {
  reading.counts = counts2;
  reading.lastError = void 0;
  if (reading.source.ownTotal)
    for (const track2 of reading.tracks) {
      const { own, control } = shareOf(counts2, track2.what);
      track2.update(own, control, atMs);
    }
  const requests = requestsOf(readings);
  for (const other of readings)
    if (!other.source.ownTotal && other.counts)
      for (const track2 of other.tracks)
        track2.update(
          { samples: requests, failures: Math.min(other.counts.failures, requests) },
          void 0,
          atMs
        );
}
__name(observe, "observe");
function assess(spec, readings, elapsedMs) {
  const open = [];
  let missing = 0;
  for (const reading of readings) {
    const failed = failureOf(reading);
    if (failed !== void 0) return { decision: "fail", reason: failed };
    const { source, lastError } = reading;
    if (lastError !== void 0) {
      open.push(`could not read ${source.name} (${lastError})`);
      if (source.missing) missing += 1;
    } else open.push(...undecided(reading));
  }
  if (open.length > 0) {
    return { decision: missing === open.length ? "inconclusive" : "continue", reason: open.join("; ") };
  }
  if (elapsedMs < spec.minSeconds * 1e3)
    return { decision: "continue", reason: `less than ${spec.minSeconds} s watched` };
  return { decision: "pass", reason: readings.map(passReason).join("; ") };
}
__name(assess, "assess");
function failureOf({ source, counts: counts2, tracks, alpha }) {
  if (!counts2) return void 0;
  if (counts2.veto) return counts2.veto;
  const { newIssues } = counts2;
  if (newIssues && newIssues.count > limitOf(newIssues, alpha)) return newIssues.says;
  const failed = tracks.find(({ state }) => state.decision === "fail");
  return failed && `${source.name}: ${said(failed)}`;
}
__name(failureOf, "failureOf");
function undecided({ source, counts: counts2, tracks }) {
  if (!counts2) return [`${source.name} has not answered yet`];
  if (counts2.unseen !== void 0) return [counts2.unseen];
  if (counts2.unchecked !== void 0) return [`${source.name}: ${counts2.unchecked}`];
  const { newIssues } = counts2;
  if (newIssues && newIssues.count > newIssues.limit)
    return [`${newIssues.says}; in so long a time a healthy release may have as many`];
  return tracks.filter(({ state }) => state.decision === "continue").map(
    (track2) => track2.own.samples === 0 && track2.what === "failed" ? `${source.name}: no traffic, 0 samples so far` : `${source.name}: ${said(track2)}, not enough to decide`
  );
}
__name(undecided, "undecided");
function limitOf({ limit, healthyMean }, alpha) {
  return Math.max(limit, healthyNewIssues(healthyMean, alpha));
}
__name(limitOf, "limitOf");
function said({ what, own, control }) {
  const words = `${own.failures} of ${count(own.samples, what === "failed" ? "sample" : "answer")} ${what === "failed" ? "failed" : "were slow"} (${percent(own)})`;
  return control && control.samples > 0 ? `${words}, ${percent(control)} of the version that serves at the same time` : words;
}
__name(said, "said");
function requestsOf(readings) {
  return readings.filter(({ source }) => source.countsRequests).reduce((sum, { counts: counts2 }) => sum + (counts2?.samples ?? 0), 0);
}
__name(requestsOf, "requestsOf");
function passReason({ source, counts: counts2, tracks }) {
  const parts = source.ownTotal ? tracks.map(said) : [`${count(counts2?.failures ?? 0, "error event")}, no new issues above the limit`];
  return `${source.name}: ${parts.length > 0 ? parts.join(", ") : "every check passed"}`;
}
__name(passReason, "passReason");
function percent({ samples, failures }) {
  return `${(100 * failures / Math.max(1, samples)).toFixed(1)} %`;
}
__name(percent, "percent");

export {
  readingsOf,
  observe,
  assess
};
