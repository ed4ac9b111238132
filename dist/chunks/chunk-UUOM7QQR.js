import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  code
} from "./chunk-FDPGNXJU.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/present/waiting.ts
var CONTRACT_COMMAND = "`shiplock contract`, the workflow `contract.yml`, or `migrate` with `contract: true`, on the commit that is live then";
function waitingLine({ file, releaseId, until }) {
  const ends = until.toISOString();
  const when = until.getTime() <= Date.now() ? `its soak time ended at ${ends}` : `until ${ends}`;
  return `${code(file)} of release ${code(releaseId)} waits: ${when}`;
}
__name(waitingLine, "waitingLine");
function heldLines({ own, earlier, soakHours }) {
  return [
    ...own.map((file) => `${code(file)} waits until ${soakHours} h after this release first serves`),
    ...earlier.map(waitingLine)
  ];
}
__name(heldLines, "heldLines");
function heldBack(held) {
  const lines = heldLines(held);
  if (lines.length === 0) return "";
  return [
    "**Contract files that wait:**",
    "",
    ...lines.map((line) => `- ${line}`),
    "",
    `Apply each with ${CONTRACT_COMMAND}, once a rehearsal proves that the live release does not need what it removes. Later releases skip it.`,
    ""
  ].join("\n");
}
__name(heldBack, "heldBack");

export {
  CONTRACT_COMMAND,
  waitingLine,
  heldLines,
  heldBack
};
