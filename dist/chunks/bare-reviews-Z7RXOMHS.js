import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/approval/bare-reviews.ts
function whyNoBareReviews(facts) {
  const { planHash, runId, attempts, shown, asked } = facts;
  if (facts.setting === "ignore") return "the settings (approvals.bareReviews) require a plan hash";
  if (shown === void 0)
    return "the review names no plan hash, and the gate was not told which plan was shown (input shown-plan-hash)";
  if (shown !== planHash)
    return `the review names no plan hash, and GitHub asked for it when plan ${shown.slice(0, 12)} was shown`;
  for (let attempt = 1; attempt < attempts; attempt++) {
    const plans = asked.filter((one) => one.runId === runId && one.attempt === attempt);
    if (plans.length === 0)
      return `the review names no plan hash, and might belong to attempt ${attempt} of this run, which had an unknown plan`;
    const other = plans.find((one) => one.planHash !== planHash);
    if (other)
      return `the review names no plan hash, and might belong to attempt ${attempt} of this run, which showed plan ${other.planHash.slice(0, 12)}`;
  }
  return void 0;
}
__name(whyNoBareReviews, "whyNoBareReviews");
export {
  whyNoBareReviews
};
