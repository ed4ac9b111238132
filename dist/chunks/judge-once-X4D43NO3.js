import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  assess,
  observe,
  readingsOf
} from "./chunk-7CS5BVND.js";
import {
  variablesOf
} from "./chunk-LI44QXIK.js";
import {
  pointed
} from "./chunk-DOYQFB47.js";
import {
  HttpClient
} from "./chunk-FMKJKW4N.js";
import "./chunk-5IO3OIYZ.js";
import "./chunk-VG5BGP3H.js";
import {
  sparkline
} from "./chunk-O2HW2UKB.js";
import {
  EVERY_MS,
  MAX_EXAMPLES,
  goodOfTotal,
  httpSource,
  numberOf,
  unreadable
} from "./chunk-JR4STKAK.js";
import {
  onSameOrigin
} from "./chunk-YQIBBOJL.js";
import "./chunk-FDPGNXJU.js";
import {
  ShiplockError,
  configurationError,
  firstLine
} from "./chunk-GQCODBKJ.js";
import {
  cut,
  oneLine
} from "./chunk-ZYXXDNOM.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/gates/first-reads.ts
import { setTimeout as sleep } from "node:timers/promises";

// src/gates/evidence.ts
function evidence(spec, readings, started, course) {
  const own = readings.filter(({ source }) => source.ownTotal);
  const worst = worstState(spec, readings);
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
    ...course && course.length > 0 ? { course } : {},
    sources: readings.map(({ source, counts, lastError }) => ({
      name: source.name,
      samples: counts?.samples ?? 0,
      failures: counts?.failures ?? 0,
      ...latency(counts?.latencies),
      ...counts?.slow ? { timed: counts.slow.samples, slow: counts.slow.failures } : {},
      ...counts?.control ? { control: { samples: counts.control.samples, failures: counts.control.failures } } : {},
      examples: [...lastError ? [`unreadable: ${lastError}`] : [], ...counts?.examples ?? []].slice(
        0,
        10
      )
    }))
  };
}
__name(evidence, "evidence");
function worstState(spec, readings) {
  const states = readings.flatMap(({ tracks }) => tracks.map(({ state }) => state));
  const none = {
    decision: "continue",
    logLikelihoodRatio: 0,
    acceptBound: Math.log(spec.beta),
    rejectBound: Math.log(1 / spec.alpha)
  };
  return states.reduce((a, b) => b.logLikelihoodRatio > a.logLikelihoodRatio ? b : a, states[0] ?? none);
}
__name(worstState, "worstState");
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

// src/gates/until-aborted.ts
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

// src/gates/first-reads.ts
async function untilRead(what, read2, { deadline, say, everyMs = EVERY_MS }) {
  let told;
  for (; ; ) {
    const left = AbortSignal.timeout(Math.max(1, deadline - Date.now()));
    try {
      return { value: await untilAborted(read2(), left) };
    } catch (error) {
      const why = whatOf(error);
      const unread = `could not read ${what} (${told !== void 0 && left.aborted ? told : why})`;
      if (why !== told && !left.aborted) say(`${unread}; reading again until the gate\u2019s deadline`);
      if (left.aborted || Date.now() + everyMs >= deadline) return { unread };
      told = why;
    }
    await sleep(everyMs);
  }
}
__name(untilRead, "untilRead");
function undecided(spec, started, why) {
  return { decision: "inconclusive", reason: why, evidence: evidence(spec, [], started, void 0) };
}
__name(undecided, "undecided");
function whatOf(error) {
  return error instanceof ShiplockError ? error.problem.what : firstLine(error);
}
__name(whatOf, "whatOf");

// src/gates/gate.ts
import { setTimeout as sleep2 } from "node:timers/promises";

// src/gates/metrics.ts
var ASKED_AGAIN = { tries: 2, firstPauseMs: 300, longestWaitMs: 5e3, deadlineMs: 8e3 };
function metricsSource(settings, names, everyMs, ask) {
  const { name } = settings;
  return {
    name,
    everyMs,
    ownTotal: true,
    countsRequests: true,
    async sample() {
      const queries = [settings.total, settings.failed].map((query) => filled(name, query, names));
      const [total = 0, failed = 0] = await Promise.all(queries.map(ask));
      if (total < 0 || failed < 0)
        throw unreadable(name, `it returned total ${total} and failed ${failed} (expected 0 or more)`);
      const samples = Math.round(total);
      const failures = Math.min(samples, Math.round(failed));
      return {
        samples,
        failures,
        examples: failures > 0 ? [`${failures} of ${samples} requests failed`] : []
      };
    }
  };
}
__name(metricsSource, "metricsSource");
var PLAIN = /^[\w.:/@+-]*$/;
function filled(name, query, { release, commit, environment, since }) {
  const window = Math.max(1, Math.floor((Date.now() - Date.parse(since)) / 1e3));
  const values = { release, commit, environment, window: `${window}s` };
  return Object.entries(values).reduce((text, [key, value]) => {
    if (!text.includes(`$${key}`)) return text;
    if (!PLAIN.test(value)) throw unreadable(name, `$${key} is not a plain word`);
    return text.replaceAll(`$${key}`, value);
  }, query);
}
__name(filled, "filled");
function sourceFaults(vendor, variables, said) {
  const code = "SHIPLOCK_GATE_SOURCE";
  return {
    vendor,
    codes: { unreachable: code, answer: code, rateLimited: code, refused: code },
    rows: [
      {
        on: [401, 403],
        code,
        says: /* @__PURE__ */ __name(({ status }) => `${vendor} refuses access with HTTP ${status}`, "says"),
        next: `Set ${variables} to what ${vendor} accepts and lets query.`
      },
      {
        on: [400, 422],
        code,
        says: /* @__PURE__ */ __name(({ status }) => `${vendor} does not accept the query (HTTP ${status})`, "says"),
        next: "Fix the query in the settings of the gate."
      }
    ],
    ...said ? { said } : {},
    again: "The gate asks again until its deadline.",
    unsure: "Nothing was changed."
  };
}
__name(sourceFaults, "sourceFaults");

// src/gates/sources/datadog/source.ts
var answer = external_exports.object({
  status: external_exports.string().optional(),
  error: external_exports.string().optional(),
  series: external_exports.array(external_exports.object({ pointlist: external_exports.array(external_exports.tuple([external_exports.number(), external_exports.number().nullable()])) })).optional()
});
var refused = external_exports.object({ errors: external_exports.array(external_exports.string()) });
var EVERY_MS2 = 15e3;
function datadogSource(settings, names, {
  env,
  fetch: fetch2
}) {
  const { name, site, apiKey, applicationKey } = settings;
  const [key, application] = [env[apiKey] ?? "", env[applicationKey] ?? ""];
  const client = new HttpClient({
    base: /* @__PURE__ */ __name(() => `https://api.${site}`, "base"),
    headers: /* @__PURE__ */ __name(() => ({ "dd-api-key": key, "dd-application-key": application }), "headers"),
    secrets: [key, application],
    faults: sourceFaults(
      "Datadog",
      `${apiKey} and ${applicationKey}`,
      (body) => refused.parse(JSON.parse(body)).errors.join(", ")
    ),
    pace: ASKED_AGAIN,
    limits: "x-ratelimit",
    ...fetch2 ? { fetch: fetch2 } : {}
  });
  const from = Math.floor(Date.parse(names.since) / 1e3);
  return metricsSource(settings, names, EVERY_MS2, async (query) => {
    const to = Math.max(from + 1, Math.floor(Date.now() / 1e3));
    const found = await client.read(
      {
        doing: `read the gate source "${name}"`,
        path: "/api/v1/query",
        query: { from: String(from), to: String(to), query }
      },
      answer
    );
    if (found?.status === "error" || found?.error)
      throw unreadable(name, `Datadog answered ${found.error ?? "error"}`);
    const { series = [] } = found ?? {};
    if (series.length > 1)
      throw unreadable(
        name,
        `the query returns several series (${series.length}; expected one: use sum: without by)`
      );
    const [only] = series;
    return only?.pointlist.reduce((sum2, [, value]) => sum2 + (value ?? 0), 0);
  });
}
__name(datadogSource, "datadogSource");

// src/gates/sources/json/source.ts
var TIMEOUT_MS = 1e4;
var WORST_OF_READINGS = 0.1;
var LARGEST = 1024 * 1024;
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
    ...value === void 0 ? {} : { worstAtLeast: WORST_OF_READINGS },
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

// src/gates/sources/prometheus/source.ts
var sample = external_exports.tuple([external_exports.number(), external_exports.string()]);
var answer2 = external_exports.object({
  status: external_exports.literal("success"),
  data: external_exports.discriminatedUnion("resultType", [
    external_exports.object({ resultType: external_exports.literal("vector"), result: external_exports.array(external_exports.object({ value: sample })) }),
    external_exports.object({ resultType: external_exports.literal("scalar"), result: sample })
  ])
});
var refused2 = external_exports.object({ error: external_exports.string() });
function prometheusSource(settings, names, {
  env,
  fetch: fetch2
}) {
  const { name, url, authorization } = settings;
  const secret = authorization === void 0 ? void 0 : env[authorization];
  const client = new HttpClient({
    base: /* @__PURE__ */ __name(() => url.replace(/\/+$/, ""), "base"),
    headers: /* @__PURE__ */ __name(() => secret ? { authorization: secret } : {}, "headers"),
    secrets: secret ? [secret, ...secret.split(/\s+/).slice(1)] : [],
    faults: sourceFaults(
      "Prometheus",
      authorization ?? "authorization of the source",
      (body) => refused2.parse(JSON.parse(body)).error
    ),
    pace: ASKED_AGAIN,
    ...fetch2 ? { fetch: fetch2 } : {}
  });
  return metricsSource(settings, names, EVERY_MS, async (query) => {
    const found = await client.read(
      { doing: `read the gate source "${name}"`, path: "/api/v1/query", query: { query } },
      answer2
    );
    if (!found) return void 0;
    const { data } = found;
    const values = data.resultType === "scalar" ? [data.result[1]] : data.result.map(({ value }) => value[1]);
    if (values.length > 1)
      throw unreadable(
        name,
        `the query returns several series (${values.length}; expected one: wrap it in sum())`
      );
    const [text] = values;
    if (text === void 0) return void 0;
    const number = numberOf(text);
    if (number === void 0) throw unreadable(name, `the query returns ${text}, which is not a number`);
    return number;
  });
}
__name(prometheusSource, "prometheusSource");

// src/gates/sources/sentry/source.ts
function sentrySource(settings, tracker, request, hours) {
  let known = !request.alsoSeen;
  return {
    name: tracker.vendor,
    everyMs: EVERY_MS,
    ownTotal: false,
    findsIssues: true,
    async sample() {
      const { events, newIssues, seen, elsewhere, others } = await tracker.errors({
        ...request,
        alsoSeen: !known
      });
      known ||= seen === true;
      const [first] = newIssues;
      const titles = newIssues.slice(0, MAX_EXAMPLES).map((issue) => `new issue: ${cut(issue.title, 120)} ${issue.url}`);
      return {
        samples: 0,
        failures: events,
        examples: titles,
        ...known ? {} : { unseen: unseen(tracker.vendor, request, elsewhere === true, others) },
        newIssues: {
          count: newIssues.length,
          limit: settings.maxNewIssues,
          healthyMean: settings.baselineNewIssuesPerHour * hours,
          says: `${count(newIssues.length, `new ${tracker.vendor} issue`)} (${settings.maxNewIssues} allowed)${first ? `: ${cut(first.title, 120)}` : ""}`
        }
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
      const rows2 = await select(since);
      return goodOfTotal(name, rows2.length === 1 ? rows2[0]?.good : void 0, rows2[0]?.total);
    }
  };
}
__name(sqlSource, "sqlSource");

// src/gates/sources/stripe-webhook/source.ts
import { createHmac, randomBytes } from "node:crypto";

// src/gates/checks.ts
var IN_A_ROW = 3;
var EVERY_MS3 = 2e3;
var TIMEOUT_MS2 = 1e4;
function checksSource(name, checks) {
  const right = /* @__PURE__ */ new Set();
  const wrong = /* @__PURE__ */ new Map();
  let failures = 0;
  const examples = [];
  return {
    name,
    everyMs: EVERY_MS3,
    ownTotal: true,
    checks: true,
    async sample(signal) {
      const open = [];
      let veto;
      for (const check of checks) {
        if (right.has(check)) continue;
        const found = await check.run(signal);
        if (found.is === "right") {
          right.add(check);
          continue;
        }
        const times = (wrong.get(check) ?? 0) + 1;
        wrong.set(check, times);
        const says = `${check.name}: ${found.why}`;
        failures += 1;
        if (examples.length < MAX_EXAMPLES) examples.push(says);
        open.push(says);
        if (found.is === "leak" || times >= IN_A_ROW) veto ??= `${name}: ${says}`;
      }
      return {
        ...{ samples: right.size + failures, failures, examples },
        ...veto ? { veto } : {},
        ...open.length > 0 ? { unchecked: `${count(open.length, "check")} not right yet (${open[0]})` } : {}
      };
    }
  };
}
__name(checksSource, "checksSource");
async function asked(source, url, request, signal, fetcher = fetch) {
  const at = `${url.origin}${url.pathname}`;
  let status;
  let text;
  try {
    const response = await fetcher(url, {
      ...request,
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS2)])
    });
    status = response.status;
    text = await response.text();
  } catch (error) {
    const cause = error instanceof Error ? error.cause : void 0;
    const why = cause instanceof Error && "code" in cause ? String(cause.code) : "no connection, or too slow";
    throw unreadable(source, `${at} did not answer (${why})`);
  }
  if (status === 429 || status === 502 || status === 503 || status === 504)
    throw unreadable(source, `${at} answered HTTP ${status}`);
  const words = cut(oneLine(text.slice(0, 2e4)), 160);
  return { status, text, said: `HTTP ${status}${words && `, ${words}`}` };
}
__name(asked, "asked");

// src/gates/sources/stripe-webhook/source.ts
function stripeWebhookSource(settings, target) {
  const { name, path, type } = settings;
  const url = onSameOrigin(path, target.url);
  const body = JSON.stringify({
    id: `evt_shiplock_${target.releaseId}`,
    object: "event",
    api_version: null,
    created: Math.floor(Date.now() / 1e3),
    data: { object: {} },
    livemode: false,
    pending_webhooks: 0,
    request: { id: null, idempotency_key: null },
    type
  });
  const post = /* @__PURE__ */ __name((secret, signal) => asked(
    name,
    url,
    {
      method: "POST",
      body,
      headers: {
        ...target.headers,
        "content-type": "application/json; charset=utf-8",
        "stripe-signature": signature(body, secret)
      }
    },
    signal,
    target.fetch
  ), "post");
  return checksSource(name, [
    {
      name: "an event with Stripe\u2019s signature",
      run: /* @__PURE__ */ __name(async (signal) => {
        const { status, said } = await post(target.env[settings.secret] ?? "", signal);
        return status >= 200 && status < 300 ? { is: "right" } : { is: "wrong", why: `${said} (expected to be accepted)` };
      }, "run")
    },
    {
      name: "an event with another signature",
      run: /* @__PURE__ */ __name(async (signal) => {
        const { status, said } = await post(`whsec_${randomBytes(24).toString("hex")}`, signal);
        if (status >= 200 && status < 300)
          return { is: "leak", why: "the webhook accepts what Stripe has not signed" };
        return status >= 400 && status < 500 ? { is: "right" } : { is: "wrong", why: `${said} (expected a refusal)` };
      }, "run")
    }
  ]);
}
__name(stripeWebhookSource, "stripeWebhookSource");
function signature(body, secret, seconds = Math.floor(Date.now() / 1e3)) {
  const v1 = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds},v1=${v1}`;
}
__name(signature, "signature");

// src/gates/sources/supabase/source.ts
var rows = external_exports.array(external_exports.unknown());
var denied = external_exports.object({ code: external_exports.literal("42501") });
var settingsOfAuth = external_exports.object({ external: external_exports.record(external_exports.string(), external_exports.unknown()) });
function supabaseSource(settings, {
  env,
  fetch: fetch2
}) {
  const key = env[settings.key] ?? "";
  const headers = { accept: "application/json", apikey: key, authorization: `Bearer ${key}` };
  const ask = /* @__PURE__ */ __name((path, signal, request = {}) => asked(
    settings.name,
    new URL(`${settings.url.replace(/\/+$/, "")}${path}`),
    { ...request, headers: { ...headers, ...request.headers } },
    signal,
    fetch2
  ), "ask");
  const { tables, rpcs, functions } = settings;
  const checks = [
    ...tables.map(({ table, schema, anon }) => ({
      name: `table ${schema}.${table}`,
      run: /* @__PURE__ */ __name(async (signal) => ofTable(
        anon,
        await ask(`/rest/v1/${table}?select=*&limit=1`, signal, { headers: { "accept-profile": schema } })
      ), "run")
    })),
    ...rpcs.map(({ name, args }) => ({
      name: `RPC ${name}`,
      run: /* @__PURE__ */ __name(async (signal) => {
        const query = new URLSearchParams();
        for (const [argument, value] of Object.entries(args)) query.set(argument, String(value));
        const answer3 = await ask(`/rest/v1/rpc/${name}?${query}`, signal);
        return expected(answer3.status >= 200 && answer3.status < 300, answer3);
      }, "run")
    })),
    ...functions.map(({ name, method, body, expectStatus }) => ({
      name: `Edge Function ${name}`,
      run: /* @__PURE__ */ __name(async (signal) => {
        const sent = method === "POST" ? { method, body: JSON.stringify(body), headers: { "content-type": "application/json" } } : { method };
        const answer3 = await ask(`/functions/v1/${name}`, signal, sent);
        return expected(answer3.status === expectStatus, answer3);
      }, "run")
    })),
    ...settings.auth ? [
      {
        name: "Auth",
        run: /* @__PURE__ */ __name(async (signal) => {
          const answer3 = await ask("/auth/v1/settings", signal);
          return expected(answer3.status === 200 && has(settingsOfAuth, answer3), answer3);
        }, "run")
      }
    ] : []
  ];
  return checksSource(settings.name, checks);
}
__name(supabaseSource, "supabaseSource");
function ofTable(anon, answer3) {
  const found = answer3.status === 200 ? parse(rows, answer3) : void 0;
  const refuses = (answer3.status === 401 || answer3.status === 403) && has(denied, answer3);
  if (anon === "reads") return expected(found !== void 0, answer3);
  if (found && found.length > 0)
    return { is: "leak", why: `an anonymous visitor reads rows of it (expected ${anon})` };
  const right = anon === "refused" ? refuses : refuses || found !== void 0;
  return expected(
    right,
    found ? { said: "an anonymous visitor may select from it, and finds no row" } : answer3
  );
}
__name(ofTable, "ofTable");
function expected(right, { said }) {
  return right ? { is: "right" } : { is: "wrong", why: said };
}
__name(expected, "expected");
function parse(schema, { text }) {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return void 0;
  }
}
__name(parse, "parse");
var has = /* @__PURE__ */ __name((schema, answer3) => parse(schema, answer3) !== void 0, "has");

// src/gates/build.ts
function buildSources(spec, deps) {
  if (spec.sources.length === 0) throw empty("it has no source");
  return spec.sources.map((source) => buildSource(source, spec, deps));
}
__name(buildSources, "buildSources");
function buildSource(settings, spec, deps) {
  const { errorTracker: tracker, environment, releaseId, since, env } = deps;
  const unset = variablesOf(settings).filter((variable) => !env[variable]);
  if (unset.length > 0 && "name" in settings)
    return absent(settings.name, `${unset.join(", ")} is not set in the environment of this step`, true);
  const names = { release: releaseId, commit: deps.expect?.commit ?? "", environment, since };
  switch (settings.use) {
    case "http":
      if (deps.urls.length === 0) throw empty("it has probes, but no URL to send them to");
      return httpSource(settings, deps);
    case "sentry":
      return tracker ? sentrySource(
        settings,
        tracker,
        {
          ...{ version: releaseId, environment, since },
          alsoSeen: deps.traffic === true && settings.requireSeen
        },
        hoursUntil(since, spec.deadlineSeconds)
      ) : absent("error tracker", "its token, organization or project is not configured", false);
    case "sql": {
      const select = deps.selects?.get(settings.name);
      return select ? sqlSource(settings, select, since) : absent(settings.name, "no database is configured", true);
    }
    case "json":
      if (deps.urls.length === 0 && !URL.canParse(settings.url))
        throw empty(`its source "${settings.name}" has a path, but the gate has no URL`);
      return jsonSource(settings, deps);
    case "prometheus":
      return prometheusSource(settings, names, deps);
    case "datadog":
      return datadogSource(settings, names, deps);
    case "supabase":
      return supabaseSource(settings, deps);
    case "stripe-webhook": {
      const [url] = deps.urls;
      if (url === void 0) throw empty("it has a webhook, but no URL to send the event to");
      return stripeWebhookSource(settings, { ...deps, url });
    }
  }
}
__name(buildSource, "buildSource");
function hoursUntil(since, deadlineSeconds) {
  return Math.max(0, Date.now() - Date.parse(since) + deadlineSeconds * 1e3) / 36e5;
}
__name(hoursUntil, "hoursUntil");
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

// src/gates/course.ts
var POINTS = 40;
var Course = class {
  static {
    __name(this, "Course");
  }
  #points = [];
  #everyMs = 250;
  note(spec, readings, elapsedMs) {
    const last = this.#points.at(-1);
    if (last && elapsedMs - last.seconds * 1e3 < this.#everyMs) return;
    this.#points.push(point(spec, readings, elapsedMs));
    if (this.#points.length < POINTS) return;
    this.#points = this.#points.filter((_, index) => index % 2 === 0);
    this.#everyMs *= 2;
  }
  /** With the point at which it ended. */
  ended(spec, readings, elapsedMs) {
    return [...this.#points, point(spec, readings, elapsedMs)];
  }
};
function point(spec, readings, elapsedMs) {
  return {
    seconds: round(elapsedMs / 1e3),
    logLikelihoodRatio: round(worstState(spec, readings).logLikelihoodRatio)
  };
}
__name(point, "point");

// src/gates/gate.ts
async function runGate(spec, deps) {
  const sources = buildSources(spec, deps);
  const started = Date.now();
  const end = new AbortController();
  if (deps.signal?.aborted) end.abort();
  deps.signal?.addEventListener("abort", () => end.abort(), { once: true });
  const readings = readingsOf(spec, sources);
  const drawing = { readings, inService: deps.traffic === true };
  const course = new Course();
  let fatal;
  let decided;
  const look = /* @__PURE__ */ __name(() => assess(spec, readings, Date.now() - started), "look");
  const drive = /* @__PURE__ */ __name(async (reading) => {
    while (!end.signal.aborted) {
      await draw(drawing, reading, end.signal);
      course.note(spec, readings, Date.now() - started);
      if (end.signal.aborted) return;
      const now = look();
      if (now.decision !== "continue") {
        decided ??= now;
        return end.abort();
      }
      await sleep2(reading.source.everyMs, void 0, { signal: end.signal }).catch(() => {
      });
    }
  }, "drive");
  const deadline = setTimeout(() => end.abort(), spec.deadlineSeconds * 1e3);
  const progress = setInterval(() => deps.say(progressLine(spec, readings, course, started)), 5e3);
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
  if (decided?.decision === "pass") decided = await lastLook(drawing, look);
  const last = decided ?? look();
  const decision = last.decision === "continue" ? "inconclusive" : last.decision;
  const reason = last.decision === "continue" ? `undecided after ${spec.deadlineSeconds} s: ${last.reason}` : last.reason;
  deps.say(progressLine(spec, readings, course, started));
  return {
    decision,
    reason,
    evidence: evidence(spec, readings, started, course.ended(spec, readings, Date.now() - started))
  };
}
__name(runGate, "runGate");
async function lastLook(drawing, look) {
  const late = drawing.readings.filter(({ source }) => !source.ownTotal);
  await Promise.all(late.map((reading) => draw(drawing, reading, AbortSignal.timeout(15e3), true)));
  return look();
}
__name(lastLook, "lastLook");
async function draw({ readings, inService }, reading, signal, last = false) {
  try {
    observe(readings, reading, await untilAborted(reading.source.sample(signal), signal), performance.now());
  } catch (error) {
    if (!inService && error instanceof ShiplockError && error.kind === "configuration") throw error;
    if (signal.aborted && reading.counts && !last) return;
    reading.lastError = error instanceof ShiplockError ? error.problem.what : errorText(error);
  }
}
__name(draw, "draw");
function progressLine(spec, readings, course, started) {
  const drawn = sparkline({
    ...worstState(spec, readings),
    course: course.ended(spec, readings, Date.now() - started)
  });
  const parts = readings.map(
    ({ source, counts, lastError }) => lastError ? `${source.name}: ${lastError}` : `${source.name}: ${counts?.failures ?? 0} of ${counts?.samples ?? 0} failed`
  );
  return `${Math.round((Date.now() - started) / 1e3)} s ${drawn} ${parts.join("; ")}`;
}
__name(progressLine, "progressLine");
function errorText(error) {
  return error instanceof Error ? cut(firstLine(error), 200) : "error";
}
__name(errorText, "errorText");

// src/gates/observe.ts
async function withObservers(spec, run) {
  const observing = spec.sources.filter(({ observe: observe2 }) => observe2);
  const never = new AbortController();
  if (observing.length === 0) return run(spec, never.signal);
  const end = new AbortController();
  const watching = observing.map(
    (source) => observed(source, { ...spec, sources: [source] }, run, end.signal)
  );
  try {
    const result = await run({ ...spec, sources: spec.sources.filter((one) => !one.observe) }, never.signal);
    end.abort();
    return { ...result, observed: await Promise.all(watching) };
  } finally {
    end.abort();
  }
}
__name(withObservers, "withObservers");
async function observed(source, alone, run, signal) {
  const name = source.use === "sentry" ? "sentry" : source.name;
  try {
    const { decision, reason, evidence: evidence2 } = await run(alone, signal);
    const early = decision === "inconclusive" && signal.aborted;
    return {
      ...{ name, decision, reason: early ? "undecided when the gate ended" : reason },
      ...{ samples: evidence2.samples, failures: evidence2.failures }
    };
  } catch (error) {
    return { name, decision: "inconclusive", reason: firstLine(error), samples: 0, failures: 0 };
  }
}
__name(observed, "observed");

// src/gates/judge-once.ts
async function judgeOnce(spec, target, { selects, everyMs, ...composed }) {
  const started = Date.now();
  try {
    const known = await readFirst(spec, target, started, everyMs);
    if ("unread" in known) return undecided(spec, started, known.unread);
    const dependencies = {
      ...composed,
      ...known.value,
      headers: target.headers,
      expect: target.releaseId ? { release: target.releaseId, commit: target.commit } : void 0,
      selects: await selects(),
      releaseId: target.releaseId,
      since: target.since,
      say: target.say
    };
    const left = { ...spec, deadlineSeconds: secondsLeft(spec, started) };
    return await withObservers(left, (some, signal) => runGate(some, { ...dependencies, signal }));
  } catch (error) {
    if (!composed.traffic || !(error instanceof ShiplockError)) throw error;
    return undecided(spec, started, whatOf(error));
  }
}
__name(judgeOnce, "judgeOnce");
async function readFirst(spec, { urls, serving, say }, started, everyMs) {
  const compares = spec.sources.some((source) => source.use === "http" && source.compare);
  const how = {
    deadline: started + spec.deadlineSeconds * 1e3,
    say,
    ...everyMs === void 0 ? {} : { everyMs }
  };
  const [asked2, before] = await Promise.all([
    untilRead("which addresses to ask", urls, how),
    compares && serving ? untilRead("what serves at the same time, to compare with", serving, how) : { value: void 0 }
  ]);
  if ("unread" in asked2) return asked2;
  if ("unread" in before) return before;
  return { value: { urls: asked2.value, serving: before.value } };
}
__name(readFirst, "readFirst");
function secondsLeft({ deadlineSeconds }, started) {
  const spent = Math.floor((Date.now() - started) / 1e3);
  return Math.max(Math.min(1, deadlineSeconds), deadlineSeconds - spent);
}
__name(secondsLeft, "secondsLeft");
export {
  judgeOnce
};
