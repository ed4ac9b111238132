import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  FAST_LANES
} from "./chunk-Y2WFYYS6.js";
import {
  OBJECT_KINDS
} from "./chunk-P7GBMNII.js";
import {
  require_mod
} from "./chunk-G76CLWTK.js";
import {
  isPointer,
  pointerOf
} from "./chunk-DOYQFB47.js";
import {
  OWN_PATH,
  isDomain,
  isOwnPath,
  isWebAddress
} from "./chunk-YQIBBOJL.js";
import {
  ShiplockError,
  configurationError
} from "./chunk-GQCODBKJ.js";
import {
  cut,
  oneLine
} from "./chunk-ZYXXDNOM.js";
import {
  approvalSettings,
  freezeSettings
} from "./chunk-XDUIEL37.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name,
  __toESM
} from "./chunk-TESE7W7D.js";

// src/settings/load.ts
var import_fastest_levenshtein = __toESM(require_mod(), 1);
import { readFile, stat } from "node:fs/promises";
import path2 from "node:path";

// src/gates/old-form.ts
var keys = external_exports.record(external_exports.string(), external_exports.unknown());
var OLD_KEYS = {
  probes: external_exports.array(external_exports.unknown()).optional().describe("Old form of `use: http`, `probes`. `[]`: no such source."),
  identityPath: external_exports.unknown().optional().describe("Old form of `use: http`, `identityPath`."),
  intervalMs: external_exports.unknown().optional().describe("Old form of `use: http`, `intervalMs`."),
  concurrency: external_exports.unknown().optional().describe("Old form of `use: http`, `concurrency`."),
  errorTracker: keys.optional().describe("Old form of `use: sentry`."),
  sql: keys.optional().describe("Old form of `use: sql`."),
  json: keys.optional().describe("Old form of `use: json`, with dotted paths in place of JSON Pointers.")
};
var oldKeys = external_exports.object(OLD_KEYS);
function oldKeysOf(gate) {
  return Object.entries(gate).flatMap(
    ([key, value]) => key in OLD_KEYS && value !== void 0 ? [key] : []
  );
}
__name(oldKeysOf, "oldKeysOf");
function sourcesOfOld(gate) {
  if (oldKeysOf(gate).length === 0) return void 0;
  const { probes, identityPath, intervalMs, concurrency, errorTracker, sql, json: document } = gate;
  const http = { probes, identityPath, intervalMs, concurrency };
  const set = Object.fromEntries(Object.entries(http).filter(([, value]) => value !== void 0));
  return [
    ...probes?.length === 0 ? [] : [{ use: "http", ...set }],
    ...errorTracker ? [{ use: "sentry", ...errorTracker }] : [],
    ...sql ? [{ use: "sql", ...sql }] : [],
    ...document ? [{ use: "json", ...document, ...pointers(document) }] : []
  ];
}
__name(sourcesOfOld, "sourcesOfOld");
function pointers(document) {
  return Object.fromEntries(
    ["good", "total", "value"].flatMap((key) => {
      const dotted = document[key];
      return typeof dotted === "string" ? [[key, pointerOf(dotted)]] : [];
    })
  );
}
__name(pointers, "pointers");

// src/gates/sources/json/settings.ts
var GATE_VARIABLE = /^GATE_[A-Z0-9_]+$/;
var FIELD_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
var NOT_OURS = /* @__PURE__ */ new Set(["host", "content-length", "transfer-encoding", "connection", "upgrade", "accept"]);
var pointer = external_exports.string().refine(isPointer, { error: "must be a JSON Pointer, such as /data/result/0/value/1" });
var jsonSettings = external_exports.strictObject({
  use: external_exports.literal("json").describe("Good and total events, or one value, from a JSON endpoint."),
  name: external_exports.string().min(1).default("json").describe("Name in the evidence."),
  url: external_exports.string().refine((url) => isOwnPath(url) || isWebAddress(url), {
    error: "must be a path on the gate\u2019s first URL, or an http(s) URL without user and password"
  }).describe("Absolute URL, or a path on the gate\u2019s first URL."),
  headers: external_exports.record(
    external_exports.string().refine((name2) => FIELD_NAME.test(name2) && !NOT_OURS.has(name2.toLowerCase()), {
      error: "must be the name of a header, and none that says where a request goes"
    }),
    external_exports.string().regex(GATE_VARIABLE, {
      error: "must be the name of an environment variable that begins with GATE_, never the value itself"
    })
  ).default({}).describe(
    "Header \u2192 name of the environment variable (`GATE_\u2026`) that has its whole value, for example `Bearer \u2026`. Sent over HTTPS only, and to this URL only."
  ),
  good: pointer.optional().describe("JSON Pointer to the number of good events."),
  total: pointer.optional().describe("JSON Pointer to the number of all events."),
  value: pointer.optional().describe("JSON Pointer to one number, which is compared with `max`, `min` or both."),
  max: external_exports.number().optional().describe("Largest value that counts as success."),
  min: external_exports.number().optional().describe("Smallest value that counts as success.")
}).refine(
  ({ good, total, value, max, min }) => {
    const hasBound = max !== void 0 || min !== void 0;
    if (value !== void 0) return good === void 0 && total === void 0 && hasBound;
    return good !== void 0 && total !== void 0 && !hasBound;
  },
  { error: "set either good and total, or value with max, min or both" }
).refine(({ max, min }) => max === void 0 || min === void 0 || min <= max, {
  error: "min must not be above max",
  path: ["min"]
});

// src/gates/sources/datadog/settings.ts
var variable = external_exports.string().regex(GATE_VARIABLE, { error: "must be the name of an environment variable that begins with GATE_" });
var datadogSettings = external_exports.strictObject({
  use: external_exports.literal("datadog").describe("Requests and failed requests by two Datadog metric queries."),
  name: external_exports.string().min(1).default("datadog").describe("Name in the evidence."),
  site: external_exports.enum([
    "datadoghq.com",
    "us3.datadoghq.com",
    "us5.datadoghq.com",
    "datadoghq.eu",
    "ap1.datadoghq.com",
    "ap2.datadoghq.com",
    "ddog-gov.com"
  ]).default("datadoghq.com").describe("Site of the account."),
  apiKey: variable.default("GATE_DATADOG_API_KEY").describe("Environment variable with the API key."),
  applicationKey: variable.default("GATE_DATADOG_APPLICATION_KEY").describe("Environment variable with an application key that has `timeseries_query`."),
  total: external_exports.string().min(1).describe(
    "Requests, as counts (`\u2026.as_count()`); its points since traffic moved are added up. Can name `$release`, `$commit` and `$environment`."
  ),
  failed: external_exports.string().min(1).describe("Those of them that failed. Without a series: 0.")
});

// src/gates/sources/http/settings.ts
var path = external_exports.string().refine(isOwnPath, OWN_PATH);
var jsonValue = external_exports.union([external_exports.string(), external_exports.number(), external_exports.boolean(), external_exports.null()]);
var probe = external_exports.strictObject({
  path: path.describe("Path that is requested, on every URL of the gate."),
  expectStatus: external_exports.int().min(100).max(599).default(200).describe("Status that counts as success."),
  expectJson: external_exports.record(external_exports.string(), jsonValue).optional().describe("Fields of the JSON answer (dotted paths) and the values they must have."),
  maxMs: external_exports.int().positive().default(5e3).describe("Latency budget: a slower answer counts as a failure."),
  slowMs: external_exports.int().positive().optional().describe(
    "An answer that takes longer is slow. The share of slow answers is tested between `baselineSlowRate` and `worstSlowRate` of the gate."
  )
});
var httpSettings = external_exports.strictObject({
  use: external_exports.literal("http").describe("HTTP probes."),
  name: external_exports.string().min(1).default("probes").describe("Name in the evidence."),
  probes: external_exports.array(probe).min(1).default([{ path: "/api/health/ready", expectStatus: 200, maxMs: 5e3 }]).describe("What is requested."),
  identityPath: path.default("/api/health/ready").describe(
    "Probe whose JSON answer names release and commit: another release\u2019s answer counts as a failure."
  ),
  compare: external_exports.boolean().default(false).describe(
    "Probe what serves at the same time too (before traffic moves: the domains; after: the previous deployment). The gate then fails only what is worse than that."
  ),
  intervalMs: external_exports.int().min(10).default(250).describe("Pause of each prober between two samples."),
  concurrency: external_exports.int().min(1).max(50).default(4).describe("Number of concurrent probers.")
});

// src/gates/sources/prometheus/settings.ts
var isSafe = /* @__PURE__ */ __name((url) => URL.canParse(url) && (new URL(url).protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(new URL(url).hostname)), "isSafe");
var prometheusSettings = external_exports.strictObject({
  use: external_exports.literal("prometheus").describe("Requests and failed requests by two PromQL queries."),
  name: external_exports.string().min(1).default("prometheus").describe("Name in the evidence."),
  url: external_exports.string().refine(isWebAddress, { error: "must be an http(s) URL without user and password" }).describe("Where `/api/v1/query` is, for example `https://prometheus.example.com`."),
  authorization: external_exports.string().regex(GATE_VARIABLE, { error: "must be the name of an environment variable that begins with GATE_" }).optional().describe(
    "Name of the environment variable (`GATE_\u2026`) that has the whole `Authorization` header. Sent over HTTPS only."
  ),
  total: external_exports.string().min(1).describe(
    "Requests since traffic moved, as one number. Can name `$window` (`37s`), `$release`, `$commit` and `$environment`."
  ),
  failed: external_exports.string().min(1).describe("Those of them that failed. Without a series: 0.")
}).refine(({ url, authorization }) => authorization === void 0 || isSafe(url), {
  error: "must be an https URL, because `authorization` is sent there",
  path: ["url"]
});

// src/gates/sources/sentry/settings.ts
var sentrySettings = external_exports.strictObject({
  use: external_exports.literal("sentry").describe("Errors and new issues of this release in Sentry."),
  maxNewIssues: external_exports.int().min(0).default(0).describe(
    "Largest number of issues first seen in this release with which the gate passes. More fail it, if chance does not explain them; see `baselineNewIssuesPerHour`."
  ),
  baselineNewIssuesPerHour: external_exports.number().min(0).default(0.05).describe(
    "New issues that a healthy release has per hour. In two minutes one new issue fails the gate, in an hour two do not."
  ),
  requireSeen: external_exports.boolean().default(true).describe(
    "After traffic moved: undecided until an error or a session of this release has arrived. `false` for an app that sends no sessions."
  )
});

// src/gates/sources/sql/settings.ts
var sqlSettings = external_exports.strictObject({
  use: external_exports.literal("sql").describe("Good and total events from a query on the environment\u2019s database."),
  name: external_exports.string().min(1).default("sql").describe("Name in the evidence."),
  query: external_exports.string().min(1).describe(
    "One SELECT that only reads and returns one row (good, total), counted since $1 (timestamptz)."
  )
});

// src/gates/sources/stripe-webhook/settings.ts
var stripeWebhookSettings = external_exports.strictObject({
  use: external_exports.literal("stripe-webhook").describe("A signed Stripe test event to a webhook of the app."),
  name: external_exports.string().min(1).default("stripe webhook").describe("Name in the evidence."),
  path: external_exports.string().refine(isOwnPath, OWN_PATH).describe("Path of the webhook, on the gate\u2019s first URL, for example `/api/webhooks/stripe`."),
  secret: external_exports.string().regex(GATE_VARIABLE, { error: "must be the name of an environment variable that begins with GATE_" }).default("GATE_STRIPE_WEBHOOK_SECRET").describe("Environment variable with the signing secret of the endpoint (`whsec_\u2026`)."),
  type: external_exports.string().regex(/^[a-z_]+(?:\.[a-z_]+)+$/, { error: "must be a type of event, such as payment_intent.created" }).default("shiplock.test").describe("Type of the event. The default is one that no handler knows, so that nothing happens.")
});

// src/gates/sources/supabase/settings.ts
var name = external_exports.string().regex(/^[A-Za-z_][\w-]*$/, { error: "must be a plain name" });
var jsonValue2 = external_exports.union([external_exports.string(), external_exports.number(), external_exports.boolean()]);
var table = external_exports.strictObject({
  table: name.describe("Table or view."),
  schema: name.default("public").describe("Schema; it must be one that the Data API serves."),
  anon: external_exports.enum(["reads", "no-rows", "refused"]).describe(
    "What somebody who is not signed in gets: an answer, no row (row level security), or a refusal (no grant)."
  )
});
var supabaseSettings = external_exports.strictObject({
  use: external_exports.literal("supabase").describe("The live Supabase project: REST, RLS, RPCs, Edge Functions, Auth."),
  name: external_exports.string().min(1).default("supabase").describe("Name in the evidence."),
  url: external_exports.string().refine(isWebAddress, { error: "must be an http(s) URL without user and password" }).describe("URL of the project, for example `https://abc.supabase.co`."),
  key: external_exports.string().regex(GATE_VARIABLE, { error: "must be the name of an environment variable that begins with GATE_" }).default("GATE_SUPABASE_ANON_KEY").describe("Environment variable with the anon or publishable key. Never a secret key."),
  tables: external_exports.array(table).default([]).describe("What an anonymous visitor may read, and must not."),
  rpcs: external_exports.array(
    external_exports.strictObject({
      name: name.describe("Function of the database."),
      args: external_exports.record(name, jsonValue2).default({}).describe("Its arguments.")
    })
  ).default([]).describe("Must answer. Called with GET, so that PostgREST runs them in a read-only transaction."),
  functions: external_exports.array(
    external_exports.strictObject({
      name: name.describe("Edge Function."),
      method: external_exports.enum(["GET", "POST"]).default("POST").describe("How it is called."),
      body: external_exports.record(external_exports.string(), jsonValue2).default({}).describe("JSON that is sent with POST."),
      expectStatus: external_exports.int().min(100).max(599).default(200).describe("Status that counts as success.")
    })
  ).default([]).describe("Must answer. Each is called until it does, and then no more."),
  auth: external_exports.boolean().default(true).describe("Whether the settings of Auth must answer.")
});

// src/gates/sources/index.ts
var observe = external_exports.boolean().default(false).describe(
  "Only record what this source would have decided, and never decide by it: to try a new source. `shiplock replay` counts what it would have stopped."
);
var SOURCES = {
  http: httpSettings.safeExtend({ observe }),
  sentry: sentrySettings.safeExtend({ observe }),
  sql: sqlSettings.safeExtend({ observe }),
  json: jsonSettings.safeExtend({ observe }),
  prometheus: prometheusSettings.safeExtend({ observe }),
  datadog: datadogSettings.safeExtend({ observe }),
  supabase: supabaseSettings.safeExtend({ observe }),
  "stripe-webhook": stripeWebhookSettings.safeExtend({ observe })
};
var sourceSettings = external_exports.discriminatedUnion("use", [
  SOURCES.http,
  SOURCES.sentry,
  SOURCES.sql,
  SOURCES.json,
  SOURCES.prometheus,
  SOURCES.datadog,
  SOURCES.supabase,
  SOURCES["stripe-webhook"]
]);

// src/gates/spec.ts
var written = external_exports.strictObject({
  sources: external_exports.array(sourceSettings).optional().describe(
    "Where samples come from: `use: http`, `sentry`, `sql` or `json`, each with [its own keys](gates/README.md). Default: `[{ use: http }]`."
  ),
  ...OLD_KEYS,
  minSamples: external_exports.int().min(1).default(20).describe("Minimum number of samples before a decision."),
  minSeconds: external_exports.number().min(0).max(21600).default(0).describe("Minimum time before a pass; set it if errors arrive late."),
  deadlineSeconds: external_exports.number().positive().max(21600).default(120).describe("A gate that is undecided by then is inconclusive."),
  baselineFailureRate: external_exports.number().gt(0).lt(1).default(5e-3).describe("Failure rate of a healthy release."),
  worstFailureRate: external_exports.number().gt(0).lt(1).default(0.03).describe(
    "Failure rate that must not pass. The closer to the baseline, the more samples a decision needs ([table](gates/README.md#what-your-traffic-can-show))."
  ),
  baselineSlowRate: external_exports.number().gt(0).lt(1).default(0.05).describe("Share of slow answers of a healthy release (where a source has `slowMs`)."),
  worstSlowRate: external_exports.number().gt(0).lt(1).default(0.2).describe("Share of slow answers that must not pass."),
  alpha: external_exports.number().gt(0).lt(0.5).default(5e-3).describe(
    "Maximum probability of failing a healthy release, all sources together. `gate` and `watch` add up: 1 % by default."
  ),
  beta: external_exports.number().gt(0).lt(0.5).default(5e-3).describe("Maximum probability of passing a release at the worst rate."),
  burstSeconds: external_exports.number().min(0).max(3600).default(1).describe(
    "Failures within this time may have one cause, and are not enough for a fail, which takes about three times as long (three readings of a source that is asked every 5 s). 0: failures are taken for independent."
  ),
  onInconclusive: external_exports.enum(["fail", "hold"]).optional().describe("What to do if the gate is undecided. Default: fail before traffic moves, hold afterwards.")
}).refine((s) => s.baselineFailureRate < s.worstFailureRate, {
  message: "baselineFailureRate must be below worstFailureRate",
  path: ["baselineFailureRate"]
}).refine((s) => s.baselineSlowRate < s.worstSlowRate, {
  message: "baselineSlowRate must be below worstSlowRate",
  path: ["baselineSlowRate"]
});
var list = external_exports.array(sourceSettings).superRefine((sources, context) => {
  const names = sources.map(nameOf);
  for (const [index, name2] of names.entries())
    if (names.indexOf(name2) < index)
      context.addIssue({
        code: "custom",
        path: [index, "name"],
        message: `must be different for each source: another one is called ${name2} too`
      });
});
var nameOf = /* @__PURE__ */ __name((source) => source.use === "sentry" ? "sentry" : source.name, "nameOf");
var gateSettings = written.transform((gate, context) => {
  const {
    sources: given,
    probes,
    identityPath,
    intervalMs,
    concurrency,
    errorTracker,
    sql,
    json,
    ...rest
  } = gate;
  const old = sourcesOfOld({ probes, identityPath, intervalMs, concurrency, errorTracker, sql, json });
  if (old && given) {
    const message = `set either sources, or the old keys (${oldKeysOf(gate).join(", ")}), not both`;
    context.issues.push({ code: "custom", message, input: gate, path: ["sources"] });
    return external_exports.NEVER;
  }
  const parsed = list.safeParse(given ?? old ?? [{ use: "http" }]);
  if (parsed.success) return { ...rest, sources: parsed.data };
  for (const { message, path: path3 } of parsed.error.issues)
    context.issues.push({
      code: "custom",
      message,
      input: gate,
      path: old ? oldPath(old, path3) : ["sources", ...path3]
    });
  return external_exports.NEVER;
});
function oldPath(old, [index, ...path3]) {
  const key = { sentry: "errorTracker", sql: "sql", json: "json" }[old[Number(index)]?.use ?? ""];
  return key ? [key, ...path3] : path3;
}
__name(oldPath, "oldPath");
function newForm(gate) {
  const read = external_exports.object(OLD_KEYS).safeParse(gate);
  const sources = read.success ? sourcesOfOld(read.data) : void 0;
  return read.success && sources ? { keys: oldKeysOf(read.data), sources } : void 0;
}
__name(newForm, "newForm");

// src/settings/old-forms.ts
var gates = external_exports.looseObject({ gate: external_exports.unknown(), watch: external_exports.unknown() }).partial();
var written2 = external_exports.looseObject({
  environments: external_exports.record(external_exports.string(), external_exports.looseObject({ gates: gates.optional() }))
});
function oldForms(content, file) {
  const read = written2.safeParse(content);
  if (!read.success) return [];
  return Object.entries(read.data.environments).flatMap(
    ([name2, environment2]) => Object.entries(environment2.gates ?? {}).flatMap(([gate, settings]) => {
      const found = newForm(settings);
      if (!found) return [];
      const { keys: keys2, sources } = found;
      return [
        `${file}: environments.${name2}.gates.${gate} has the old ${keys2.length === 1 ? "key" : "keys"} ${keys2.join(", ")}, which the next major version will no longer read. Write instead: sources: ${JSON.stringify(sources)}`
      ];
    })
  );
}
__name(oldForms, "oldForms");

// src/settings/fast-lane.ts
var shorter = external_exports.strictObject({
  minSamples: external_exports.int().min(1).optional().describe("Minimum number of samples, if it is less than the gate\u2019s."),
  minSeconds: external_exports.number().min(0).optional().describe("Minimum time before a pass, if it is less."),
  deadlineSeconds: external_exports.number().positive().optional().describe("When an undecided gate ends, if it is earlier.")
});
var fastLaneSettings = external_exports.strictObject({
  for: external_exports.array(external_exports.enum(FAST_LANES)).default([]).describe(
    "Which releases take it, if they have no migration: `served-before`, a commit that was released here before; `revert`, one whose files are exactly those of a release that served recently. Default: none."
  ),
  required: external_exports.int().min(0).max(20).default(1).describe(
    "How many people must approve it, if that is less than `approvals.required`. `approvals.rules` still apply."
  ),
  gate: shorter.prefault({}).describe("What is shorter of `gates.gate`."),
  watch: shorter.prefault({}).describe("What is shorter of `gates.watch`.")
});

// src/settings/schema.ts
var insidePath = external_exports.string().min(1).refine(
  (path3) => !path3.startsWith("/") && !path3.includes("\\") && !path3.split("/").includes(".."),
  "must be a relative path inside the folder, with / as separator"
);
var environment = external_exports.strictObject({
  kind: external_exports.enum(["staging", "production"]).describe("Which phases this environment goes through."),
  requires: external_exports.string().optional().describe("Environment in which the same commit must have finished first, for example staging."),
  requiresSoakHours: external_exports.number().min(0).max(8760).default(0).describe(
    "How long the commit must have served in the environment of `requires` before anything changes here, in hours."
  ),
  app: external_exports.strictObject({
    directory: external_exports.string().default(".").describe(
      "Folder to upload, relative to the workspace: the files that the commit has there, as git keeps them."
    ),
    include: external_exports.array(insidePath).default([]).describe(
      "Files and folders that an earlier step created and that Shiplock uploads too, relative to `directory`: paths, not patterns. They come from the working tree, so git can ignore them; `.git` and `node_modules` are never uploaded."
    ),
    exclude: external_exports.array(external_exports.string().min(1)).default([]).describe(
      "What not to upload, as .gitignore rules relative to `directory`. The app\u2019s `.vercelignore` applies too."
    ),
    allowFiles: external_exports.array(
      external_exports.strictObject({
        path: insidePath.describe("The file, relative to `directory`."),
        reason: external_exports.string().min(10).describe("Why it is not a secret, for readers of the log.")
      })
    ).default([]).describe("Files to upload although they look secret (.env, keys, dumps), each by name.")
  }).prefault({}),
  vercel: external_exports.strictObject({
    project: external_exports.string().optional().describe("Vercel project id or name."),
    team: external_exports.string().optional().describe("Vercel team id (team_\u2026), if the project belongs to a team."),
    domains: external_exports.array(external_exports.string().refine(isDomain, { error: "must be a host name, such as www.example.com" })).optional().describe("Domains that must move. Default: the project\u2019s domains."),
    confirmPath: external_exports.union([external_exports.string().refine(isOwnPath, OWN_PATH), external_exports.literal(false)]).default("/api/health/ready").describe(
      "Path that answers with JSON naming the release or commit; Shiplock requests it through each domain after traffic moved. `false`: no request."
    )
  }).prefault({}),
  database: external_exports.strictObject({
    migrations: external_exports.string().default("supabase/migrations").describe("Folder of migrations, relative to the workspace."),
    rollbacks: external_exports.string().default("supabase/rollbacks").describe("Folder of rehearsed down files."),
    verify: external_exports.string().default("supabase/verify").describe("Folder of verify SQL."),
    rls: external_exports.string().default("supabase/rls.json").describe("Expected RLS matrix."),
    usage: external_exports.string().optional().describe("What the app uses from the schema (optional file). Default: `supabase/usage.json`."),
    contract: external_exports.string().optional().describe("The old name of `database.usage`, still read."),
    advisors: external_exports.boolean().default(false).describe(
      "Run Supabase\u2019s advisors with the Supabase CLI; if the CLI cannot answer, the check fails."
    ),
    advisorsAllow: external_exports.array(
      external_exports.strictObject({
        finding: external_exports.string().min(1).describe("A finding as the check names it, or the name of a rule for all its findings."),
        reason: external_exports.string().min(10).describe("Why it is accepted, for readers of the summary."),
        until: external_exports.iso.date().describe("Last day on which this applies (UTC).")
      })
    ).default([]).describe("Findings of the advisors that are accepted until a date."),
    tests: external_exports.string().default("supabase/tests").describe("Folder of pgTAP tests, which run if pgTAP is installed."),
    ignore: external_exports.strictObject({
      schemas: external_exports.array(external_exports.string().min(1)).default([]).describe("Schemas."),
      names: external_exports.array(external_exports.string().min(1)).default([]).describe(
        "Objects, with everything that belongs to them, by name with schema (`public.events_*`; `*` matches any text)."
      ),
      kinds: external_exports.array(external_exports.enum(OBJECT_KINDS)).default([]).describe("Kinds of objects, such as `index` or `default-privilege`.")
    }).prefault({}).describe(
      "What drift, the RLS matrix and the schema\u2019s fingerprint ignore; their output says how many objects that were."
    ),
    requiredChecks: external_exports.array(external_exports.enum(["verify-sql", "contract", "rls", "drift", "advisors", "api", "pgtap"])).default([]).describe("Checks of `verify-schema` that must run: if one of them is skipped, it fails."),
    engine: external_exports.enum(["shiplock", "supabase-cli"]).default("shiplock").describe("Who applies migrations."),
    outOfOrder: external_exports.discriminatedUnion("allow", [
      external_exports.strictObject({ allow: external_exports.literal(false).describe("Refused.") }),
      external_exports.strictObject({
        allow: external_exports.literal(true).describe("Allowed."),
        reason: external_exports.string().min(1).describe("Why, for the approver.")
      })
    ]).default({ allow: false }).describe(
      "Whether a file can be applied after later versions, which teams with long-lived branches need, and why. The plan shows each such file with the reason."
    ),
    files: external_exports.record(
      external_exports.string().regex(/^\d+$/),
      external_exports.strictObject({
        phase: external_exports.enum(["expand", "contract"]).optional().describe("When it is applied."),
        allow: external_exports.record(external_exports.string(), external_exports.string().min(1)).optional().describe("Rule \u2192 reason."),
        outOfOrder: external_exports.string().min(1).optional().describe("Why it can be applied after later versions.")
      })
    ).default({}).describe(
      "What a comment in the migration would say, by version: for files that are applied elsewhere and must not be edited."
    ),
    openTables: external_exports.array(
      external_exports.strictObject({
        table: external_exports.string().regex(/^[^.]+\.[^.]+$/, { error: "must be schema.table, for example public.notices" }).describe("The relation, as `schema.table`."),
        reason: external_exports.string().min(10).describe("Why everybody can read it, for the approver.")
      })
    ).default([]).describe(
      "Relations of an exposed schema that need no row level security. Shiplock refuses any other without it that API roles have privileges on."
    ),
    lockTimeoutSeconds: external_exports.number().positive().max(60).default(4).describe("lock_timeout of one attempt, in seconds."),
    lockBudgetSeconds: external_exports.number().positive().max(3600).default(120).describe("Limit for all attempts to get a lock together, in seconds.")
  }).refine(({ usage, contract }) => usage === void 0 || contract === void 0, {
    error: "usage and contract name the same file: keep usage, which is the new name"
  }).prefault({}),
  traffic: external_exports.strictObject({
    rolling: external_exports.strictObject({
      stages: external_exports.array(external_exports.number().gt(0).lt(100)).min(1).max(9).refine((stages) => stages.every((one, i) => i === 0 || one > (stages[i - 1] ?? 0)), {
        error: "must rise, for example [5, 25, 50]"
      }).describe(
        "Percent of traffic of each stage, rising; 100 follows. Vercel must have the same stages, with manual approval: Shiplock advances them, with the gate `gates.watch` in each."
      )
    }).optional().describe(
      "Move traffic to the new version in stages ([rolling releases](rolling.md)). Default: all traffic in one step."
    )
  }).optional().describe("How traffic moves to a new version."),
  gates: external_exports.strictObject({
    gate: gateSettings.prefault({}).describe("Before traffic moves, against the staged deployment."),
    watch: gateSettings.prefault({}).describe("After traffic moved, against the domains.")
  }).prefault({}),
  approvals: approvalSettings.prefault({}).describe("Who must approve a plan, and how many of them."),
  fastLane: fastLaneSettings.prefault({}).describe("Fewer approvals and shorter gates for releases that bring nothing new."),
  freeze: freezeSettings.prefault([]).describe("Times when nothing is approved, migrated or promoted. A rollback is never frozen."),
  rollback: external_exports.strictObject({
    soakHours: external_exports.number().min(0).max(8760).default(24).describe("How long a release must serve before its contract migrations can be applied, in hours."),
    unknownVerdict: external_exports.enum(["refuse", "allow"]).default("refuse").describe(
      "Whether to roll back if Shiplock cannot tell whether the previous release works with the live schema."
    ),
    quarantine: external_exports.enum(["production", "always", "never"]).default("production").describe(
      "Where later releases that contain a rolled-back commit stop until it is reverted or its hold is lifted: environments of kind production, this one whatever its kind, or not here."
    )
  }).prefault({}),
  sentry: external_exports.strictObject({
    org: external_exports.string().describe("Sentry organization slug."),
    project: external_exports.string().describe("Sentry project slug."),
    repository: external_exports.string().min(1).optional().describe(
      "Name of the repository in Sentry (Settings \u2192 Repositories), if it is not that of the code host."
    ),
    url: external_exports.url().default("https://sentry.io").describe(
      "Base URL of Sentry: sentry.io or one of its regions. For your own server, set the variable SENTRY_URL in the job instead."
    )
  }).optional(),
  slack: external_exports.strictObject({
    channel: external_exports.string().describe("Channel id (C\u2026), not the channel\u2019s name: updates in place need the id."),
    onCall: external_exports.array(
      external_exports.string().regex(/^[UWS][A-Z0-9]{2,}$/, { error: "must be the id of a member (U\u2026) or of a group (S\u2026)" })
    ).default([]).describe(
      "Members (U\u2026) and user groups (S\u2026) whom Shiplock mentions in the release\u2019s thread when a release fails or is rolled back."
    )
  }).optional()
});
var settingsSchema = external_exports.strictObject({
  $schema: external_exports.string().optional(),
  version: external_exports.literal(1).describe("Version of this file\u2019s format."),
  environments: external_exports.record(external_exports.string(), environment).describe("Environments by name.")
});
var environmentSchema = environment;

// src/settings/load.ts
var LARGEST = 1 << 20;
var MOST_ALIASES = 100;
var NOTHING = { notDone: ["nothing was changed"] };
async function loadSettings(workspace, file, notice) {
  const name2 = file ?? "shiplock.yml";
  let text;
  try {
    const where = path2.resolve(workspace, name2);
    const found = await stat(where);
    if (found.size > LARGEST) throw notYaml(name2, { line: 1, col: 1 }, `it is larger than ${LARGEST} bytes`);
    if (!found.isFile()) throw new Error("it is not a file");
    text = await readFile(where, "utf8");
  } catch (cause) {
    if (cause instanceof ShiplockError) throw cause;
    if (file === void 0 && cause.code === "ENOENT") return void 0;
    throw configurationError(
      {
        code: "SHIPLOCK_SETTINGS_MISSING",
        what: `could not read the settings file ${name2}`,
        ...NOTHING,
        next: "Check the input `settings`, and that the repository is checked out."
      },
      cause
    );
  }
  return parseSettings(text, name2, notice);
}
__name(loadSettings, "loadSettings");
async function parseSettings(text, file, notice) {
  const { LineCounter, parseDocument, visit } = await import("./dist-AICNETR7.js");
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: true, logLevel: "error" });
  const [broken] = document.errors;
  if (broken) throw notYaml(file, counter.linePos(broken.pos[0]), broken.message.split("\n")[0] ?? "");
  let content;
  try {
    content = document.toJS({ maxAliasCount: MOST_ALIASES });
    JSON.stringify(content);
  } catch (error) {
    let at2 = { line: 1, col: 1 };
    visit(document, {
      Alias(_, alias) {
        at2 = counter.linePos(alias.range?.[0] ?? 0);
        return alias.resolve(document) === void 0 ? visit.BREAK : void 0;
      }
    });
    throw notYaml(
      file,
      at2,
      error instanceof Error ? error.message.split("\n")[0] ?? "" : "not readable",
      error
    );
  }
  const parsed = settingsSchema.safeParse(content);
  if (parsed.success) {
    if (notice) for (const each of oldForms(content, file)) notice(each);
    return parsed.data;
  }
  const issue = parsed.error.issues[0];
  const node = nodeAt(document, issue);
  const at = node?.range ? counter.linePos(node.range[0]) : { line: 1, col: 1 };
  throw settingsError(issue, file, at);
}
__name(parseSettings, "parseSettings");
function notYaml(file, at, why, cause) {
  const message = cut(oneLine(why), 200);
  return configurationError(
    {
      code: "SHIPLOCK_SETTINGS_YAML",
      what: `${file}:${at.line}:${at.col} is not valid YAML: ${message}`,
      ...NOTHING,
      next: "Fix the file at that position.",
      places: [{ file, line: at.line, column: at.col, message }]
    },
    cause
  );
}
__name(notYaml, "notYaml");
function nodeAt(document, issue) {
  const path3 = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]] : issue.path;
  for (let length = path3.length; length >= 0; length -= 1) {
    const node = document.getIn(path3.slice(0, length), true);
    if (node && typeof node === "object" && "range" in node) return node;
  }
  return void 0;
}
__name(nodeAt, "nodeAt");
function settingsError(issue, file, at) {
  const where = cut(oneLine(issue.path.join(".")), 200) || "the top level";
  const place = { file, line: at.line, column: at.col };
  if (issue.code === "unrecognized_keys") {
    const key = cut(oneLine(issue.keys[0]), 80);
    const known = keysAt(issue.path.map(String));
    const near = known.length > 0 ? (0, import_fastest_levenshtein.closest)(key, known) : void 0;
    return configurationError({
      code: "SHIPLOCK_SETTINGS_UNKNOWN_KEY",
      what: `${file}:${at.line} has the unknown key ${key} at ${where}${near ? `; did you mean ${near}?` : ""}`,
      ...NOTHING,
      next: known.length > 0 ? `Known keys there: ${known.join(", ")}.` : "See docs/configuration.md for the known keys.",
      places: [{ ...place, message: `unknown key ${key}` }]
    });
  }
  return configurationError({
    code: "SHIPLOCK_SETTINGS_INVALID",
    what: `${file}:${at.line} ${where}: ${issue.message}`,
    ...NOTHING,
    next: "docs/configuration.md says what this key accepts.",
    places: [{ ...place, message: issue.message }]
  });
}
__name(settingsError, "settingsError");
function keysAt(path3) {
  let at = settingsSchema;
  for (const key of path3) {
    at = unwrap(at);
    const shape = at?.shape;
    const own = shape && Object.hasOwn(shape, key) ? shape[key] : void 0;
    at = own ?? at?.def?.valueType ?? at?.def?.element;
  }
  const found = unwrap(at);
  const shapes = found?.def?.options?.map((option) => unwrap(option)?.shape) ?? [found?.shape];
  return [...new Set(shapes.flatMap((shape) => Object.keys(shape ?? {})))];
}
__name(keysAt, "keysAt");
function unwrap(schema) {
  let at = schema;
  while ((at?.def?.innerType ?? at?.def?.in) && !at?.shape)
    at = at?.def?.innerType ?? at?.def?.in;
  return at;
}
__name(unwrap, "unwrap");
var usageFileOf = /* @__PURE__ */ __name(({ usage, contract }) => usage ?? contract ?? "supabase/usage.json", "usageFileOf");
function environmentSettings(settings, name2, kind) {
  if (!settings) {
    const guessed = kind ?? (name2 === "staging" || name2 === "production" ? name2 : void 0);
    if (guessed) return environmentSchema.parse({ kind: guessed });
    throw unknownEnvironment(
      name2,
      ["staging", "production"],
      "There is no settings file: set the input environment-kind, or name the environment in shiplock.yml."
    );
  }
  const found = Object.hasOwn(settings.environments, name2) ? settings.environments[name2] : void 0;
  if (!found)
    throw unknownEnvironment(
      name2,
      Object.keys(settings.environments),
      "Name one of the environments in the settings file."
    );
  return found;
}
__name(environmentSettings, "environmentSettings");
function unknownEnvironment(name2, known, next) {
  return configurationError({
    code: "SHIPLOCK_ENVIRONMENT_UNKNOWN",
    what: `environment ${cut(oneLine(name2), 80)} is unknown; known: ${known.join(", ")}${known.length > 0 ? ` (nearest: ${(0, import_fastest_levenshtein.closest)(name2, [...known])})` : ""}`,
    ...NOTHING,
    next
  });
}
__name(unknownEnvironment, "unknownEnvironment");

export {
  environmentSchema,
  loadSettings,
  parseSettings,
  usageFileOf,
  environmentSettings
};
