import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  withRecord
} from "./chunk-VFXSMJM5.js";
import {
  defineCommand
} from "./chunk-HLHOTKEQ.js";
import {
  soakEnds
} from "./chunk-WZTFVH4X.js";
import {
  waitingFiles
} from "./chunk-DGDVD2HK.js";
import {
  holdLine,
  holdsOf,
  liftCommand
} from "./chunk-2PKHQEJD.js";
import {
  glassLine,
  unconfirmedGlass
} from "./chunk-5YFMOKQG.js";
import {
  PHASES,
  foldState
} from "./chunk-LTI6PTE6.js";
import {
  EVENT_COLUMNS,
  shortHash,
  told
} from "./chunk-E3CAOJSN.js";
import "./chunk-QVSIU3EX.js";
import {
  environmentSettings,
  loadSettings
} from "./chunk-77PDGBRB.js";
import {
  runFacts
} from "./chunk-6ALLFBKM.js";
import "./chunk-CFC4G37J.js";
import "./chunk-T73DP7Z5.js";
import "./chunk-Y2WFYYS6.js";
import "./chunk-P7GBMNII.js";
import "./chunk-HWE4CUXX.js";
import "./chunk-G76CLWTK.js";
import "./chunk-JBZYLIBD.js";
import "./chunk-DOYQFB47.js";
import "./chunk-YQIBBOJL.js";
import {
  CONTRACT_COMMAND
} from "./chunk-UUOM7QQR.js";
import "./chunk-FDPGNXJU.js";
import "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import "./chunk-XDUIEL37.js";
import "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/stands.ts
function waitsFor(state) {
  if (state.closed) return void 0;
  const kind = state.plan?.plan.kind ?? "staging";
  const phase = PHASES[kind].find((one) => !state.donePhases.has(one)) ?? "finalize";
  if (phase !== "approve" || !state.plan) return { phase, what: `waits for its next job: ${phase}` };
  const { plan, hash } = state.plan;
  return {
    phase,
    what: `waits for ${approversOf(plan.policy.holds["approvals"])}: \`/approve ${shortHash(hash)}\``
  };
}
__name(waitsFor, "waitsFor");
function approversOf(approvals) {
  const settings = asApprovals(approvals);
  const people = settings.approvers.length > 0 ? ` by ${settings.approvers.join(", ")}` : "";
  if (settings.required === void 0) return "approvals";
  return `${settings.required === 1 ? "1 approval" : `${settings.required} approvals`}${people}`;
}
__name(approversOf, "approversOf");
function asApprovals(value) {
  if (typeof value !== "object" || value === null || !("required" in value)) return { approvers: [] };
  const listed = "approvers" in value && Array.isArray(value.approvers) ? value.approvers : [];
  return {
    ...typeof value.required === "number" ? { required: value.required } : {},
    approvers: listed.filter((one) => typeof one === "string")
  };
}
__name(asApprovals, "asApprovals");
function doubtsOf(state) {
  if (state.closed) return [];
  const open = /* @__PURE__ */ new Map();
  for (const call of state.calls) {
    const key = `${call.phase} ${call.name} ${call.key}`;
    if (call.state === "begun")
      open.set(key, { phase: call.phase, call: call.name, since: new Date(call.atMs).toISOString() });
    else if (call.state !== "ambiguous") open.delete(key);
  }
  return [...open.values()];
}
__name(doubtsOf, "doubtsOf");

// src/release/dora.ts
function dora(releases, days, now) {
  const from = now.getTime() - days * DAY;
  const served = releases.map(servedOf).filter((one) => one !== void 0).filter(({ servedAt }) => servedAt > from && servedAt <= now.getTime());
  const failed = served.filter(({ restoredAt }) => restoredAt !== void 0);
  const deployments = served.length;
  return {
    days,
    deployments,
    perDay: deployments / days,
    leadSeconds: median(served.map(({ openedAt, servedAt }) => (servedAt - openedAt) / 1e3)),
    failed: failed.length,
    failureRate: deployments === 0 ? null : failed.length / deployments,
    restoreSeconds: median(
      failed.map(({ servedAt, restoredAt = servedAt }) => (restoredAt - servedAt) / 1e3)
    )
  };
}
__name(dora, "dora");
var DAY = 864e5;
function servedOf({ openedAt, events }) {
  let servedAt;
  let restoredAt;
  for (const event of events) {
    const said = told(event);
    if (said?.is === "promoted") servedAt ??= Date.parse(said.startedAt);
    if (said?.is === "closed" && said.result === "rolled-back") restoredAt ??= Date.parse(event.at);
    if (said?.is === "closed" && said.result === "released") restoredAt = void 0;
  }
  if (servedAt === void 0) return void 0;
  return { openedAt: Date.parse(openedAt), servedAt, restoredAt };
}
__name(servedOf, "servedOf");
function median(values) {
  if (values.length === 0) return null;
  const sorted = values.toSorted((one, two) => one - two);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = low] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
__name(median, "median");

// src/cli/status-dora.ts
var WINDOWS = [30, 90];
var LONGEST = Math.max(...WINDOWS);
async function doraOf(database, environment, now) {
  const releases = await database.query(
    `select id, environment, to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt"
       from shiplock.release
      where ($1::text is null or environment = $1) and opened_at > $2::timestamptz - make_interval(days => $3)`,
    // A release can wait for its approval before it serves.
    [environment ?? null, now.toISOString(), 2 * LONGEST]
  );
  const events = await database.query(
    `select ${EVENT_COLUMNS} from shiplock.event
      where release_id = any($1) and (kind = 'closed' or kind = 'outcome' and phase = 'promote') order by seq`,
    [releases.map(({ id }) => id)]
  );
  const byRelease = Map.groupBy(events, ({ releaseId }) => releaseId);
  const byEnvironment = Map.groupBy(releases, (release) => release.environment);
  return Object.fromEntries(
    [...byEnvironment].sort().map(([name, all]) => {
      const shipped = all.map((one) => ({ ...one, events: byRelease.get(one.id) ?? [] }));
      return [name, WINDOWS.map((days) => dora(shipped, days, now))];
    })
  );
}
__name(doraOf, "doraOf");
function doraLines(figures2) {
  const parts = Object.entries(figures2).map(
    ([environment, windows]) => [`${environment}:`, ...windows.map(windowLine)].join("\n")
  );
  return parts.length > 0 ? parts.join("\n\n") : "the record has no release yet";
}
__name(doraLines, "doraLines");
function windowLine(one) {
  const rate = one.failureRate === null ? "\u2014" : `${(one.failureRate * 100).toFixed(1)} %`;
  return [
    `  last ${one.days} days`,
    `    deployment frequency   ${count(one.deployments, "release")} served, ${one.perDay.toFixed(2)} a day`,
    `    lead time              ${duration(one.leadSeconds)} (median, from the release's opening to traffic)`,
    `    change failure rate    ${rate} (${one.failed} rolled back)`,
    `    time to restore        ${duration(one.restoreSeconds)} (median, from traffic to the end of the rollback)`
  ].join("\n");
}
__name(windowLine, "windowLine");
function duration(seconds) {
  if (seconds === null) return "\u2014";
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  if (seconds < 3600) return `${(seconds / 60).toFixed(1)} min`;
  return seconds < 86400 ? `${(seconds / 3600).toFixed(1)} h` : `${(seconds / 86400).toFixed(1)} d`;
}
__name(duration, "duration");

// src/cli/status-environments.ts
var NAMED = 3;
async function environmentLines(database, record, rows) {
  const lines = [];
  for (const environment of [...new Set(rows.map((row) => row.environment))].sort()) {
    const serving = await record.serving(environment);
    lines.push(
      "",
      serving ? `${environment} serves ${serving.id} of commit ${serving.commit.slice(0, 12)}, by the record` : `${environment} serves no release of the record`
    );
    for (const row of rows.filter((one) => one.environment === environment)) lines.push(...openLines(row));
    const holds = (await holdsOf(database, environment, void 0)).filter(({ lifted }) => !lifted);
    lines.push(...holdLines(holds, environment));
  }
  return lines;
}
__name(environmentLines, "environmentLines");
function openLines({ id, commit, environment, state }) {
  const waits = waitsFor(state);
  if (!waits) return [];
  return [
    ...doubtsOf(state).map(
      ({ call, since }) => `  in doubt: ${call} of ${id} was sent at ${since}, and the record has no answer`
    ),
    `  ${id} of ${commit.slice(0, 12)} ${waits.what}`,
    `    to continue: git checkout ${commit} && shiplock resume --environment ${environment}`
  ];
}
__name(openLines, "openLines");
function holdLines(holds, environment) {
  const byHand = holds.filter(({ rolledBack }) => !rolledBack);
  const quarantined = holds.filter(({ rolledBack }) => rolledBack);
  const left = quarantined.length - NAMED;
  return [
    ...[...byHand, ...quarantined.slice(-NAMED)].map(
      (hold) => `  ${holdLine(hold, environment)} (${liftCommand(hold.id, environment)})`
    ),
    ...left > 0 ? [`  ${count(left, "more commit")} that earlier releases brought: rolled back, not lifted`] : []
  ];
}
__name(holdLines, "holdLines");

// src/cli/status.ts
var status = defineCommand({
  inputs: ["environment", "settings", "database-url"],
  required: ["database-url"],
  flags: ["json", "dora"],
  run: /* @__PURE__ */ __name(({ inputs }, { json, dora: dora2 }) => dora2 ? figures(inputs, json) : newest(inputs, json), "run")
});
function figures(inputs, json) {
  return withRecord(inputs["database-url"], async (database) => {
    const found = await doraOf(database, inputs.environment, /* @__PURE__ */ new Date());
    return json ? JSON.stringify(found, null, 2) : doraLines(found);
  });
}
__name(figures, "figures");
async function newest(inputs, json) {
  return withRecord(inputs["database-url"], async (database, record) => {
    const broken = await unconfirmedGlass(database, inputs.environment);
    const releases = await record.recent(inputs.environment, 10);
    const events = await record.eventsOf(releases.map(({ id }) => id));
    const rows = releases.map((release) => {
      const state = foldState(events.get(release.id) ?? []);
      return { ...release, project: state.project, state };
    });
    const apps = new Set(rows.map(({ project }) => project?.[0]));
    if (json) {
      return JSON.stringify(
        rows.map(({ state, ...r }) => ({
          ...r,
          done: [...state.donePhases],
          closed: state.closed ?? null,
          waits: waitsFor(state) ?? null,
          doubts: doubtsOf(state),
          unconfirmedGlass: broken.find((one) => one.releaseId === r.id) ?? null
        })),
        null,
        2
      );
    }
    if (rows.length === 0)
      return `the record has no release${inputs.environment ? ` of ${inputs.environment}` : ""} yet`;
    const kinds = /* @__PURE__ */ new Map();
    for (const { environment } of rows)
      kinds.set(environment, (await environmentOf(inputs.settings, environment))?.kind ?? "staging");
    const roadOf = /* @__PURE__ */ __name((row) => PHASES[row.state.plan?.plan.kind ?? kinds.get(row.environment) ?? "staging"], "roadOf");
    const lines = rows.map((r) => {
      const marks = roadOf(r).map((phase) => r.state.donePhases.has(phase) ? "\u25CF" : "\u25CB").join("");
      return `${r.openedAt}  ${r.id}  ${r.commit.slice(0, 12)}  ${r.environment}${apps.size > 1 && r.project ? ` of ${r.project[1] ?? r.project[0]}` : ""}  ${marks}  ${r.state.closed?.result ?? openAs(r.state)}`;
    });
    const legend = [...new Set(rows.map((r) => roadOf(r).join(", ")))];
    const warnings = broken.map(
      (one) => `! ${glassLine(one)} (\`shiplock confirm --release-id ${one.releaseId}\`)`
    );
    const environments = await environmentLines(database, record, rows);
    const waiting = await waitingLines(inputs, database, new Set(rows.map((r) => r.environment)));
    return [
      ...lines,
      "",
      ...legend.map((phases) => `\u25CF done, \u25CB not done: ${phases}`),
      ...environments,
      ...warnings.length > 0 ? ["", ...warnings] : [],
      ...waiting
    ].join("\n");
  });
}
__name(newest, "newest");
var openAs = /* @__PURE__ */ __name(({ rolling, donePhases }) => rolling && !donePhases.has("promote") ? `open, ${rolling.percent} % of traffic since ${rolling.at.slice(0, 19)}Z` : "open", "openAs");
async function waitingLines(inputs, database, environments) {
  const lines = [];
  for (const environment of environments) {
    const soakHours = (await environmentOf(inputs.settings, environment))?.rollback.soakHours;
    for (const file of await unappliedFiles(database, environment)) {
      const until = soakHours === void 0 ? "" : `, until ${soakEnds(file, soakHours).toISOString()}`;
      lines.push(`${file.file} of ${environment} waits as a contract file since ${file.since}${until}`);
    }
  }
  return lines.length === 0 ? [] : ["", ...lines, `applied by ${CONTRACT_COMMAND}, once a rehearsal proves it safe`];
}
__name(waitingLines, "waitingLines");
async function environmentOf(file, name) {
  try {
    const settings = await loadSettings(runFacts().workspace, file);
    return environmentSettings(settings, name, name === "production" ? "production" : "staging");
  } catch {
    return void 0;
  }
}
__name(environmentOf, "environmentOf");
async function unappliedFiles(database, environment) {
  const waiting = await waitingFiles(database, environment);
  const [history] = await database.query(
    "select to_regclass('supabase_migrations.schema_migrations') is not null as there"
  );
  if (!history?.there) return waiting;
  const applied = await database.query(
    "select version from supabase_migrations.schema_migrations where version = any($1)",
    [waiting.map(({ version }) => version)]
  );
  const versions = new Set(applied.map(({ version }) => version));
  return waiting.filter(({ version }) => !versions.has(version));
}
__name(unappliedFiles, "unappliedFiles");
export {
  status
};
