import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/present/size.ts
function size(facts) {
  if (facts.empty) return "empty";
  return `about ${count(Math.round(facts.rows), "row")}, ${bytes(facts.bytes)}`;
}
__name(size, "size");
function bytes(count2) {
  if (count2 < 1024 * 1024) return `${Math.ceil(count2 / 1024)} kB`;
  if (count2 < 1024 ** 3) return `${Math.round(count2 / 1024 ** 2)} MB`;
  return `${(count2 / 1024 ** 3).toFixed(1)} GB`;
}
__name(bytes, "bytes");

export {
  size
};
