import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  composeCodeHost,
  composeErrorTracker
} from "./chunk-NPQESOTZ.js";
import {
  finalizeRelease,
  openRelease,
  recordDeploy,
  uploadSourceMaps
} from "./chunk-QLV4WSCS.js";
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
import {
  sentryDryRunMarkdown
} from "./chunk-DOWKXZXY.js";
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

// src/runner/sentry-release.ts
async function sentryRelease(door) {
  const { inputs, say } = door;
  const facts = runFacts();
  const environment = required(inputs, "environment");
  const settings = await settingsFor(inputs, facts.workspace);
  const tracker = await composeErrorTracker(inputs, settings, facts);
  if (!tracker) {
    throw configurationError({
      code: "SHIPLOCK_INPUT_MISSING",
      what: "sentry-org and sentry-project are not set",
      notDone: ["nothing was changed"],
      next: "Set the inputs sentry-org and sentry-project, or `sentry.org` and `sentry.project` in shiplock.yml."
    });
  }
  const commit = commitOf(inputs, facts);
  const version = inputs.version ?? commit;
  const { directory, url } = inputs;
  if (orDefault(inputs, "dry-run")) {
    const calls = [openRelease, ...directory ? [uploadSourceMaps] : [], finalizeRelease, recordDeploy].map(
      (call) => call.name(tracker)
    );
    for (const call of calls) say(`dry run: would call ${call} for ${version}`);
    return {
      outputs: { version, url: "", files: "0" },
      summary: sentryDryRunMarkdown(version, calls)
    };
  }
  const startedAt = (/* @__PURE__ */ new Date()).toISOString();
  const opened = await openRelease.direct(tracker, {
    version,
    commit,
    repository: (await composeCodeHost(inputs, facts))?.repository ?? facts.repository ?? ""
  });
  say(`release ${version} is open in ${tracker.vendor}`);
  const uploaded = directory ? await uploadSourceMaps.direct(tracker, { version, directory, say }) : { files: 0 };
  await finalizeRelease.direct(tracker, { version });
  await recordDeploy.direct(tracker, {
    version,
    environment,
    startedAt,
    finishedAt: (/* @__PURE__ */ new Date()).toISOString(),
    ...url ? { url } : {}
  });
  return {
    outputs: { version, url: opened.url, files: String(uploaded.files) },
    summary: `### Sentry

Release [\`${version}\`](${opened.url}) is finalized${directory ? `, ${uploaded.files} files uploaded` : ""}, and its deploy to ${environment} is recorded.
`
  };
}
__name(sentryRelease, "sentryRelease");
export {
  sentryRelease
};
