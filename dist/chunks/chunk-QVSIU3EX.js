import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  cut
} from "./chunk-ZYXXDNOM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/record/head.ts
var START = { seq: 0, hash: "0".repeat(64) };
var LONGEST_DESCRIPTION = 140;
var SHORT_HASH = 32;
var headText = /* @__PURE__ */ __name(({ seq, hash }) => `${seq}:${hash}`, "headText");
function withHead(description, { seq, hash }) {
  const head = `; record head ${seq}:${hash.slice(0, SHORT_HASH)}`;
  return `${cut(description, LONGEST_DESCRIPTION - head.length)}${head}`;
}
__name(withHead, "withHead");
function headIn(description) {
  const [, seq, hash] = /; record head (\d{1,15}):([0-9a-f]{32,64})$/.exec(description) ?? [];
  return seq && hash ? { seq: Number(seq), hash } : void 0;
}
__name(headIn, "headIn");

export {
  START,
  headText,
  withHead,
  headIn
};
