import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/runner/releasing.ts
async function withRelease(door, work, basis) {
  const composition = await import("./compose-EL7O2IYK.js");
  return composition.withRelease(door, work, basis);
}
__name(withRelease, "withRelease");
async function describe(door) {
  const composition = await import("./compose-EL7O2IYK.js");
  return composition.describe(door);
}
__name(describe, "describe");

export {
  withRelease,
  describe
};
