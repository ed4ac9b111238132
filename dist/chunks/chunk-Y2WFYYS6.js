import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/fast-lane.ts
var FAST_LANES = ["served-before", "revert"];
var BACK = 5;
async function fastLaneOf(question) {
  const { release, record, codeHost, lanes, migrations } = question;
  if (lanes.length === 0 || migrations > 0) return void 0;
  const { environment, commit } = release;
  if (lanes.includes("served-before")) {
    const before = await record.finished(environment, commit);
    if (before) return { because: "served-before", releaseId: before.id, commit };
  }
  if (!lanes.includes("revert") || !codeHost) return void 0;
  const own = await codeHost.files(commit);
  if (!own) return void 0;
  for await (const earlier of served(release, record)) {
    const files = await codeHost.files(earlier.commit);
    if (files && sameFiles(own, files))
      return { because: "revert", releaseId: earlier.id, commit: earlier.commit };
  }
  return void 0;
}
__name(fastLaneOf, "fastLaneOf");
async function* served({ replaces, environment }, record) {
  let id = replaces;
  for (let back = 0; id !== null && back < BACK; back += 1) {
    const at = await record.release(id);
    if (at && await record.finished(environment, at.commit)) yield at;
    id = at?.replaces ?? null;
  }
}
__name(served, "served");
function sameFiles(one, other) {
  return one.size === other.size && [...one].every(([path, file]) => other.get(path) === file);
}
__name(sameFiles, "sameFiles");

export {
  FAST_LANES,
  fastLaneOf
};
