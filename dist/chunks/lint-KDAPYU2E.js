import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  defineCommand
} from "./chunk-HLHOTKEQ.js";
import {
  composeMigrations
} from "./chunk-NPQESOTZ.js";
import {
  pendingMarkdown
} from "./chunk-YCLXYTJM.js";
import "./chunk-PQMOFYZS.js";
import {
  waitingFiles
} from "./chunk-DGDVD2HK.js";
import "./chunk-GMZOG7RJ.js";
import "./chunk-REGHRSDI.js";
import "./chunk-BFJWBJKM.js";
import "./chunk-LTI6PTE6.js";
import {
  installedVersion
} from "./chunk-E3CAOJSN.js";
import "./chunk-QVSIU3EX.js";
import "./chunk-XTDSYK6L.js";
import "./chunk-YSEBYVDK.js";
import "./chunk-S7L33ND5.js";
import {
  settingsFor
} from "./chunk-64J3AN63.js";
import "./chunk-77PDGBRB.js";
import {
  runFacts
} from "./chunk-6ALLFBKM.js";
import "./chunk-CFC4G37J.js";
import "./chunk-T73DP7Z5.js";
import "./chunk-Y2WFYYS6.js";
import "./chunk-P7GBMNII.js";
import "./chunk-HWE4CUXX.js";
import "./chunk-G76CLWTK.js";
import "./chunk-7DIKCZIJ.js";
import "./chunk-7T4UKS5A.js";
import "./chunk-JBZYLIBD.js";
import "./chunk-LI44QXIK.js";
import "./chunk-DOYQFB47.js";
import "./chunk-YQIBBOJL.js";
import "./chunk-MK4XUZCG.js";
import "./chunk-OJTFYJNB.js";
import "./chunk-DOWKXZXY.js";
import "./chunk-UUOM7QQR.js";
import "./chunk-FDPGNXJU.js";
import {
  ShiplockError
} from "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-LECB5WLM.js";
import "./chunk-XDUIEL37.js";
import "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/cli/lint.ts
var lint = defineCommand({
  inputs: ["environment", "environment-kind", "settings", "database-url"],
  required: ["environment", "database-url"],
  here: true,
  run: /* @__PURE__ */ __name(({ inputs, summarize }) => judge({ inputs, summarize }, inputs.environment, inputs["database-url"]), "run")
});
async function judge({ inputs, summarize }, name, url) {
  const facts = runFacts();
  const settings = await settingsFor(inputs, facts.workspace);
  const migrations = await composeMigrations(inputs, settings, facts);
  const waiting = new Set((await waitingOf(url, name)).map(({ version }) => version));
  const pending = await migrations?.pending({ refuse: false, waiting, judgeWaiting: true });
  if (!pending) return "nothing to check";
  const text = pendingMarkdown(pending);
  const refusals = pending.refusals ?? [];
  const [first] = refusals;
  if (!first) return text || "no migration is pending";
  await summarize(text);
  throw new ShiplockError({
    ...first,
    what: refusals.map(({ what }) => what).join("\n"),
    next: refusals.map(({ next }) => next).join("\n"),
    places: refusals.flatMap(({ places = [] }) => places)
  });
}
__name(judge, "judge");
async function waitingOf(url, environment) {
  const { connect } = await import("./connection-SQT7HIV3.js");
  const database = await connect(url, { applicationName: "shiplock lint", readOnly: true });
  try {
    return await installedVersion(database) === 0 ? [] : await waitingFiles(database, environment);
  } finally {
    await database.close();
  }
}
__name(waitingOf, "waitingOf");
export {
  lint
};
