import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/hazards/locks/levels.ts
var LOCK_LEVELS = [
  "AccessShareLock",
  "RowShareLock",
  "RowExclusiveLock",
  "ShareUpdateExclusiveLock",
  "ShareLock",
  "ShareRowExclusiveLock",
  "ExclusiveLock",
  "AccessExclusiveLock"
];
function stronger(a, b) {
  return LOCK_LEVELS.indexOf(a) >= LOCK_LEVELS.indexOf(b) ? a : b;
}
__name(stronger, "stronger");
function blockedBy(level) {
  if (level === "AccessExclusiveLock") return "reads-and-writes";
  return LOCK_LEVELS.indexOf(level) >= LOCK_LEVELS.indexOf("ShareLock") ? "writes" : "nothing";
}
__name(blockedBy, "blockedBy");

export {
  LOCK_LEVELS,
  stronger,
  blockedBy
};
