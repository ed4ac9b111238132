import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  composeCodeHost
} from "./chunk-NPQESOTZ.js";
import {
  rerunJob
} from "./chunk-IE2IBMUA.js";
import "./chunk-P4MBYWRH.js";
import "./chunk-GMZOG7RJ.js";
import "./chunk-REGHRSDI.js";
import "./chunk-BFJWBJKM.js";
import "./chunk-LTI6PTE6.js";
import "./chunk-E3CAOJSN.js";
import "./chunk-QVSIU3EX.js";
import "./chunk-S7L33ND5.js";
import "./chunk-64J3AN63.js";
import "./chunk-77PDGBRB.js";
import {
  runFacts
} from "./chunk-6ALLFBKM.js";
import {
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
  configurationError
} from "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-LECB5WLM.js";
import "./chunk-XDUIEL37.js";
import "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/runner/approval-rerun.ts
async function approvalRerun(door) {
  const { inputs, say } = door;
  const pull = required(inputs, "pull-request");
  const dryRun = orDefault(inputs, "dry-run");
  const codeHost = await composeCodeHost(inputs, runFacts());
  if (!codeHost) {
    throw configurationError({
      code: "SHIPLOCK_INPUT_MISSING",
      what: "the repository is unknown: GITHUB_REPOSITORY is not set",
      notDone: ["no job was rerun"],
      next: "Run this action in a GitHub workflow."
    });
  }
  const waiting = await codeHost.waitingJobs({
    pull,
    job: orDefault(inputs, "approval-job"),
    step: orDefault(inputs, "approval-step")
  });
  if (waiting.length === 0) say(`no release of pull request ${pull} ended because approvals were missing`);
  for (const { run, job } of waiting) {
    if (dryRun) say(`dry run: would call ${rerunJob.name(codeHost)} for job ${job} of run ${run}`);
    else {
      await rerunJob.direct(codeHost, { job });
      say(`reran job ${job} of run ${run}`);
    }
  }
  const runs = waiting.map(({ run }) => run).join(",");
  return { outputs: { runs }, summary: "" };
}
__name(approvalRerun, "approvalRerun");
export {
  approvalRerun
};
