import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/calls-under-way.ts
var CALLS = [];
async function underWay(name, work) {
  const call = { name };
  CALLS.push(call);
  try {
    return await work();
  } finally {
    CALLS.splice(CALLS.indexOf(call), 1);
  }
}
__name(underWay, "underWay");
var callsUnderWay = /* @__PURE__ */ __name(() => CALLS.map(({ name }) => name), "callsUnderWay");

export {
  underWay,
  callsUnderWay
};
