import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  withRecord
} from "./chunk-VFXSMJM5.js";
import {
  defineCommand
} from "./chunk-HLHOTKEQ.js";
import {
  inAWord
} from "./chunk-E3CAOJSN.js";
import "./chunk-QVSIU3EX.js";
import {
  required
} from "./chunk-CFC4G37J.js";
import "./chunk-T73DP7Z5.js";
import "./chunk-P7GBMNII.js";
import "./chunk-HWE4CUXX.js";
import "./chunk-JBZYLIBD.js";
import {
  configurationError
} from "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/cli/record-show.ts
var recordShow = defineCommand({
  inputs: ["environment", "commit", "release-id", "database-url"],
  required: ["database-url"],
  alsoRequired: /* @__PURE__ */ __name((inputs) => inputs["release-id"] ? [] : ["environment", "commit"], "alsoRequired"),
  flags: ["json"],
  run: /* @__PURE__ */ __name(({ inputs }, { json }) => withRecord(inputs["database-url"], async (_database, record) => {
    const release = inputs["release-id"] ? await record.release(inputs["release-id"]) : await record.latest(required(inputs, "environment"), required(inputs, "commit"));
    if (!release) throw unknownRelease(inputs);
    const events = await record.events(release.id);
    if (json) return JSON.stringify(events, null, 2);
    return events.map((e) => `${e.seq}	${e.at}	${e.phase}	${e.kind}	${inAWord(e)}	${e.hash.slice(0, 12)}`).join("\n");
  }), "run")
});
function unknownRelease(inputs) {
  const { "release-id": id, commit, environment } = inputs;
  return configurationError({
    code: "SHIPLOCK_RELEASE_NOT_FOUND",
    what: id ? `the record has no release ${id}` : `the record of ${environment} has no release of commit ${commit}`,
    notDone: ["nothing was changed"],
    next: "`shiplock status` lists the newest releases with their ids and commits; check that this is the right database."
  });
}
__name(unknownRelease, "unknownRelease");
export {
  recordShow
};
