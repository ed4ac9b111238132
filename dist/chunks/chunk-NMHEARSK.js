import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  COMMENT,
  SUMMARY
} from "./chunk-XTDSYK6L.js";
import {
  link
} from "./chunk-FDPGNXJU.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/present/fit.ts
var characters = /* @__PURE__ */ __name((page) => page.length, "characters");
var bytes = /* @__PURE__ */ __name((page) => Buffer.byteLength(page), "bytes");
function places(page, size) {
  const found = [];
  let [at, used, depth, fence, isAfterBlank] = [0, 0, 0, "", true];
  for (const line of page.split("\n")) {
    found.push({ at, used, depth, fence, isAfterBlank });
    const opening = /^(\s*`{3,})/.exec(line)?.[1] ?? "";
    if (fence) fence = line === fence ? "" : fence;
    else if (opening) fence = opening;
    else depth += (line.startsWith("<details>") ? 1 : 0) - (line.endsWith("</details>") ? 1 : 0);
    isAfterBlank = line.trim() === "";
    at += line.length + 1;
    used += size(line) + 1;
  }
  return found;
}
__name(places, "places");
var closing = /* @__PURE__ */ __name(({ depth, fence }) => `${fence && `
${fence}`}${"\n\n</details>".repeat(Math.max(0, depth))}`, "closing");
function fitPage(page, limit, note, { end = 0, size = characters } = {}) {
  if (size(page) <= limit) return page;
  const all = places(page, size);
  const tail = tailOf(page, all, end);
  const rest = `${note}${tail && `

${tail}`}`;
  const room = limit - size(rest);
  const fits = /* @__PURE__ */ __name((place) => place.at > 0 && place.at <= page.length - tail.length && place.used - 1 + closing(place).length <= room, "fits");
  const last = all.findLast(fits);
  if (last) return `${page.slice(0, last.at - 1)}${closing(last)}${rest}`;
  return note.trimStart();
}
__name(fitPage, "fitPage");
function tailOf(page, all, end) {
  const from = all.find(
    ({ at, depth, fence, isAfterBlank }) => at > 0 && page.length - at <= end && depth === 0 && fence === "" && isAfterBlank
  );
  return from ? page.slice(from.at) : "";
}
__name(tailOf, "tailOf");
var END = 2e3;
function fitComment(page, run) {
  const where = `The ${run ? link("job summary of the run", run) : "job summary of the run"} has the whole.`;
  const note = `

\u2026 cut: a comment holds ${COMMENT.toLocaleString("en-US")} characters. ${where}`;
  return fitPage(page, COMMENT, note, { end: END });
}
__name(fitComment, "fitComment");
var WHOLE_SUMMARY = "The whole job summary";
var CUT = `

\u2026 cut: a job summary holds 1 MiB. The log of this step has the whole, in the group \u201C${WHOLE_SUMMARY}\u201D.`;
var BETWEEN = "\n";
function fitSummary(parts, limit = SUMMARY) {
  const whole = parts.join(BETWEEN);
  if (bytes(whole) <= limit) return { page: whole, isCut: false };
  const share = fairShare(parts.map(bytes), limit - BETWEEN.length * parts.length);
  const fitted = parts.map((part) => fitPage(part, share, CUT, { end: END, size: bytes }));
  return { page: fitted.join(BETWEEN), isCut: true };
}
__name(fitSummary, "fitSummary");
function fairShare(sizes, room) {
  let left = room;
  const sorted = [...sizes].sort((a, b) => a - b);
  for (const [index, size] of sorted.entries()) {
    const share = Math.floor(left / (sorted.length - index));
    if (size > share) return share;
    left -= size;
  }
  return room;
}
__name(fairShare, "fairShare");

export {
  fitComment,
  WHOLE_SUMMARY,
  fitSummary
};
