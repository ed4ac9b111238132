import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/schema/issue.ts
function firstIssue(error) {
  const issue = error.issues[0];
  const inner = issue?.code === "invalid_key" ? issue.issues[0] : void 0;
  return `${issue?.path.join(".") || "the file"}: ${inner?.message ?? issue?.message ?? "not understood"}`;
}
__name(firstIssue, "firstIssue");

export {
  firstIssue
};
