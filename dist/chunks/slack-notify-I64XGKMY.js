import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  composeNotices
} from "./chunk-NPQESOTZ.js";
import {
  publish
} from "./chunk-4YI7WEBE.js";
import "./chunk-P4MBYWRH.js";
import "./chunk-GMZOG7RJ.js";
import "./chunk-REGHRSDI.js";
import "./chunk-BFJWBJKM.js";
import "./chunk-LTI6PTE6.js";
import "./chunk-E3CAOJSN.js";
import "./chunk-QVSIU3EX.js";
import "./chunk-S7L33ND5.js";
import {
  settingsFor
} from "./chunk-64J3AN63.js";
import "./chunk-77PDGBRB.js";
import {
  commitOf,
  runFacts
} from "./chunk-6ALLFBKM.js";
import {
  missing,
  orDefault,
  required
} from "./chunk-CFC4G37J.js";
import "./chunk-T73DP7Z5.js";
import "./chunk-Y2WFYYS6.js";
import "./chunk-P7GBMNII.js";
import "./chunk-HWE4CUXX.js";
import "./chunk-G76CLWTK.js";
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
  firstLine
} from "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-LECB5WLM.js";
import "./chunk-XDUIEL37.js";
import "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/runner/slack-notify.ts
var TITLE = 140;
async function slackNotify(door) {
  const { inputs, say, warn } = door;
  const facts = runFacts();
  const environment = required(inputs, "environment");
  const message = required(inputs, "message");
  const state = orDefault(inputs, "state");
  const commit = commitOf(inputs, facts);
  const settings = await settingsFor(inputs, facts.workspace);
  const notices = await composeNotices(inputs, settings);
  if (!notices) throw missing("slack-channel");
  if (orDefault(inputs, "dry-run")) {
    say(`dry run: would call ${publish.name(notices)} (${state}): ${message}`);
    return { outputs: { sent: "false", thread: "" }, summary: "" };
  }
  const releaseId = inputs["release-id"];
  const app = settings.vercel.project ? `-${settings.vercel.project}` : "";
  const notice = {
    // Without a release the run is the thread: its own notices still end up in one place.
    releaseId: releaseId ?? `run-${facts.runId ?? "local"}-${environment}${app}`,
    environment,
    commit,
    title: releaseId === void 0 ? message : `Release of ${commit.slice(0, 7)} to ${environment}`,
    state: releaseId === void 0 ? state : "running",
    phases: [],
    links: facts.runUrl ? [{ text: "run", url: facts.runUrl }] : [],
    // A release's message is the release's: others speak in its thread. So does what is too long for a title.
    ...releaseId !== void 0 || message.length > TITLE || message.trim().includes("\n") ? { aside: { words: message, state } } : {}
  };
  try {
    say(`notice: ${message}`);
    const ref = await publish.direct(notices, { notice, previous: void 0 });
    return { outputs: { sent: "true", thread: ref.ts }, summary: "" };
  } catch (error) {
    warn(`the Slack notice was skipped: ${firstLine(error)}`);
    return { outputs: { sent: "false", thread: "" }, summary: "" };
  }
}
__name(slackNotify, "slackNotify");
export {
  slackNotify
};
