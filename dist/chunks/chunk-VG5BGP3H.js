import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/gates/policy.ts
function applyPolicy(result, when, policy = when === "before" ? "fail" : "hold") {
  if (result.decision === "pass") return { proceed: true, action: "go", why: result.reason };
  const undo = when === "before" ? "stop" : "roll-back";
  if (result.decision === "fail") return { proceed: false, action: undo, why: result.reason };
  if (policy === "fail")
    return { proceed: false, action: undo, why: `inconclusive counts as failed: ${result.reason}` };
  return when === "before" ? { proceed: false, action: "hold", why: `inconclusive, no traffic moved: ${result.reason}` } : { proceed: true, action: "hold", why: `inconclusive, traffic stays where it is: ${result.reason}` };
}
__name(applyPolicy, "applyPolicy");

export {
  applyPolicy
};
