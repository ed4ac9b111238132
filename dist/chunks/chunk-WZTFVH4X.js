import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  waitingFiles
} from "./chunk-DGDVD2HK.js";
import {
  installedVersion
} from "./chunk-E3CAOJSN.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/waiting-files.ts
var HOUR = 36e5;
async function waitingIn(context) {
  const database = await context.database();
  if (await installedVersion(database) === 0) return [];
  return waitingFiles(database, context.environment.name);
}
__name(waitingIn, "waitingIn");
function stillThere(waiting, pending) {
  const there = new Map((pending.waiting ?? []).map(({ version, checksum }) => [version, checksum]));
  return waiting.filter(({ version, checksum }) => there.get(version) === checksum);
}
__name(stillThere, "stillThere");
var soakEnds = /* @__PURE__ */ __name(({ since }, soakHours) => new Date(Date.parse(since) + soakHours * HOUR), "soakEnds");
function heldFiles(plan, waiting, soakHours) {
  const own = plan.migrations.filter(({ phase }) => phase === "contract").map(({ file }) => file);
  return { own, earlier: waiting.map((file) => waitingFacts(file, soakHours)), soakHours };
}
__name(heldFiles, "heldFiles");
var waitingFacts = /* @__PURE__ */ __name((file, soakHours) => ({
  file: file.file,
  releaseId: file.releaseId,
  until: soakEnds(file, soakHours)
}), "waitingFacts");

export {
  waitingIn,
  stillThere,
  soakEnds,
  heldFiles,
  waitingFacts
};
