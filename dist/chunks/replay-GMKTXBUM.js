import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  withRecord
} from "./chunk-VFXSMJM5.js";
import {
  defineCommand
} from "./chunk-HLHOTKEQ.js";
import {
  EVENT_COLUMNS,
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

// src/release/replay.ts
function pastOf(events) {
  const drafts = /* @__PURE__ */ new Map();
  for (const event of events) {
    const said = told(event);
    if (said?.is !== "gate-judged" && said?.is !== "closed") continue;
    const draft = drafts.get(event.releaseId) ?? {};
    drafts.set(event.releaseId, draft);
    if (said.is === "gate-judged") draft[event.phase === "watch" ? "watch" : "gate"] = said;
    else if (said.result === "rolled-back") draft.bad = true;
    else if (said.result === "released") draft.bad ??= false;
  }
  return [...drafts].flatMap(
    ([id, { bad, gate, watch }]) => bad === void 0 ? [] : [{ id, bad, gate, watch }]
  );
}
__name(pastOf, "pastOf");
function tally(name, past, stops) {
  const bad = { stopped: 0, of: 0 };
  const good = { stopped: 0, of: 0 };
  let unknown = 0;
  for (const one of past) {
    const answer = stops(one);
    if (answer === void 0) {
      unknown += 1;
      continue;
    }
    const counts = one.bad ? bad : good;
    counts.of += 1;
    if (answer) counts.stopped += 1;
  }
  return { name, bad, good, unknown };
}
__name(tally, "tally");
function observersOf(past, gate) {
  return [...new Set(past.flatMap((one) => (one[gate]?.observed ?? []).map(({ name }) => name)))].sort();
}
__name(observersOf, "observersOf");
function observerStops(one, gate, name) {
  const found = one[gate]?.observed?.find((observed) => observed.name === name);
  return found && found.decision === "fail";
}
__name(observerStops, "observerStops");
var evidenceOf = /* @__PURE__ */ __name((judgement) => judgement?.evidence, "evidenceOf");

// src/cli/replay.ts
var replay = defineCommand({
  inputs: ["environment", "environment-kind", "settings", "database-url"],
  required: ["environment", "database-url"],
  flags: ["json"],
  run: /* @__PURE__ */ __name(async ({ inputs }, { json }) => {
    const { environment } = inputs;
    const file = await loadSettings(runFacts().workspace, inputs.settings);
    const settings = environmentSettings(file, environment, inputs["environment-kind"]);
    return withRecord(inputs["database-url"], async (database) => {
      const past = await pastIn(database, environment);
      const tallies = await talliesOf(past, settings);
      return json ? JSON.stringify(tallies, null, 2) : lines(environment, past, tallies);
    });
  }, "run")
});
async function pastIn(database, environment) {
  return pastOf(
    await database.query(
      `select ${EVENT_COLUMNS} from shiplock.event
        where release_id = any(array(select id from shiplock.release where environment = $1))
          and (kind = 'closed' or kind = 'observed' and phase in ('gate', 'watch')) order by seq`,
      [environment]
    )
  );
}
__name(pastIn, "pastIn");
var GATES = ["gate", "watch"];
async function talliesOf(past, settings) {
  const { gateStops } = await import("./compose-replay-ZKGH7HBY.js");
  return GATES.flatMap((gate) => {
    return [
      tally(`gates.${gate} of the settings`, past, (one) => gateStops(settings, gate, evidenceOf(one[gate]))),
      tally(`gates.${gate} as it was`, past, (one) => one[gate] && !one[gate].proceed),
      ...observersOf(past, gate).map(
        (name) => tally(`${name}, observing in gates.${gate}`, past, (one) => observerStops(one, gate, name))
      )
    ];
  });
}
__name(talliesOf, "talliesOf");
function lines(environment, past, tallies) {
  const bad = past.filter((one) => one.bad).length;
  return [
    `${environment}: ${count(past.length, "release")} in the record, ${bad} of them rolled back`,
    ...tallies.map(tallyLine)
  ].join("\n");
}
__name(lines, "lines");
function tallyLine({ name, bad, good, unknown }) {
  const left = unknown > 0 ? `; nothing is known to decide by of ${count(unknown, "release")}` : "";
  return `  ${name}: would have stopped ${bad.stopped} of ${bad.of} bad ones and ${good.stopped} of ${good.of} good ones${left}`;
}
__name(tallyLine, "tallyLine");
export {
  pastIn,
  replay,
  talliesOf
};
