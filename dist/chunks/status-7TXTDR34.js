import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  withRecord
} from "./chunk-IN3KTFEU.js";
import {
  defineCommand
} from "./chunk-XTVXUP5T.js";
import {
  soakEnds
} from "./chunk-MWIFSV45.js";
import {
  waitingFiles
} from "./chunk-743RWBKF.js";
import {
  glassLine,
  unconfirmedGlass
} from "./chunk-F2UEPU5Y.js";
import "./chunk-NJIHPH4N.js";
import {
  PHASES,
  foldState
} from "./chunk-KFTSNBGG.js";
import "./chunk-Q5A55XM2.js";
import "./chunk-QVSIU3EX.js";
import {
  environmentSettings,
  loadSettings,
  runFacts
} from "./chunk-WRGWFEIE.js";
import "./chunk-BZBFRA2C.js";
import "./chunk-P7GBMNII.js";
import "./chunk-LZSHMPLZ.js";
import "./chunk-G76CLWTK.js";
import "./chunk-L6QN4EFZ.js";
import "./chunk-JBZYLIBD.js";
import "./chunk-DOYQFB47.js";
import "./chunk-YQIBBOJL.js";
import {
  CONTRACT_COMMAND
} from "./chunk-UUOM7QQR.js";
import "./chunk-FDPGNXJU.js";
import "./chunk-ODKBLE67.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-XDUIEL37.js";
import "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/cli/status.ts
var status = defineCommand({
  inputs: ["environment", "settings", "database-url"],
  required: ["database-url"],
  flags: ["json"],
  run: /* @__PURE__ */ __name(({ inputs }, options) => newest(inputs, options.json), "run")
});
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
      return `${r.openedAt}  ${r.id}  ${r.commit.slice(0, 12)}  ${r.environment}${apps.size > 1 && r.project ? ` of ${r.project[1] ?? r.project[0]}` : ""}  ${marks}  ${r.state.closed?.result ?? "open"}`;
    });
    const legend = [...new Set(rows.map((r) => roadOf(r).join(", ")))];
    const warnings = broken.map(
      (one) => `! ${glassLine(one)} (\`shiplock confirm --release-id ${one.releaseId}\`)`
    );
    const waiting = await waitingLines(inputs, database, new Set(rows.map((r) => r.environment)));
    return [
      ...lines,
      "",
      ...legend.map((phases) => `\u25CF done, \u25CB not done: ${phases}`),
      ...warnings.length > 0 ? ["", ...warnings] : [],
      ...waiting
    ].join("\n");
  });
}
__name(newest, "newest");
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
