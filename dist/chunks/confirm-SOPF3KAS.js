import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  defineCommand
} from "./chunk-HLHOTKEQ.js";
import {
  composeCodeHost
} from "./chunk-NPQESOTZ.js";
import {
  confirmGlass,
  samePerson,
  unconfirmedGlass
} from "./chunk-5YFMOKQG.js";
import "./chunk-GMZOG7RJ.js";
import "./chunk-REGHRSDI.js";
import "./chunk-BFJWBJKM.js";
import "./chunk-LTI6PTE6.js";
import {
  ReleaseRecord,
  installedVersion
} from "./chunk-E3CAOJSN.js";
import "./chunk-QVSIU3EX.js";
import "./chunk-S7L33ND5.js";
import "./chunk-64J3AN63.js";
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
  configurationError,
  failure
} from "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-LECB5WLM.js";
import "./chunk-XDUIEL37.js";
import "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/cli/confirm.ts
var confirm = defineCommand({
  inputs: ["release-id", "confirmed-by", "database-url", "github-token"],
  required: ["release-id", "database-url"],
  run: /* @__PURE__ */ __name((door) => keep(door, door.inputs["release-id"], door.inputs["database-url"]), "run")
});
async function keep(door, releaseId, url) {
  const { inputs } = door;
  const facts = runFacts();
  const { connect } = await import("./connection-SQT7HIV3.js");
  const database = await connect(url, { applicationName: "shiplock cli" });
  try {
    const open = await installedVersion(database) > 0 ? await unconfirmedGlass(database, void 0) : [];
    const broken = open.find((one) => one.releaseId === releaseId);
    if (!broken) return `nothing to confirm: no glass was broken for ${releaseId}, or it was confirmed`;
    const second = inputs["confirmed-by"] ? named(broken, inputs["confirmed-by"]) : await commented(broken, door);
    await confirmGlass(new ReleaseRecord(database), broken, second, facts.actor);
    return `confirmed by ${second.by}: ${broken.by} ${did(broken)} ${releaseId}`;
  } finally {
    await database.close();
  }
}
__name(keep, "keep");
function named(broken, by) {
  if (samePerson(by, broken.by)) throw notSecond(broken);
  return { by, via: "cli" };
}
__name(named, "named");
async function commented(broken, { inputs }) {
  const codeHost = await composeCodeHost(inputs, runFacts());
  if (!codeHost) {
    throw configurationError({
      code: "SHIPLOCK_INPUT_MISSING",
      what: "nobody is named, and without a code host Shiplock cannot look for a comment",
      notDone: ["nothing was confirmed"],
      next: "Name the second person with --confirmed-by LOGIN, or set GITHUB_TOKEN and GITHUB_REPOSITORY."
    });
  }
  const found = await codeHost.confirmations(broken);
  const second = found.find((one) => !samePerson(one.by, broken.by));
  if (second) return { ...second, via: "comment" };
  if (found.length > 0) throw notSecond(broken);
  throw failure({
    code: "SHIPLOCK_GLASS_NOT_CONFIRMED",
    what: `nobody has confirmed ${broken.releaseId}: commit ${broken.commit.slice(0, 12)} and its pull requests have no unedited comment by somebody with write access that has \`/confirm ${broken.releaseId}\` as a separate paragraph`,
    notDone: ["nothing was confirmed"],
    next: `Let a second person comment \`/confirm ${broken.releaseId}\`, or name them with --confirmed-by LOGIN.`
  });
}
__name(commented, "commented");
var did = /* @__PURE__ */ __name(({ stoodIn }) => stoodIn ? "stood in for the approvals of" : "broke the glass for", "did");
function notSecond(broken) {
  return failure({
    code: "SHIPLOCK_GLASS_NOT_CONFIRMED",
    what: `${broken.by} ${did(broken)} ${broken.releaseId}, so somebody else must confirm it`,
    notDone: ["nothing was confirmed"],
    next: "Let somebody else confirm it."
  });
}
__name(notSecond, "notSecond");
export {
  confirm
};
