import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  defineAction
} from "./chunk-CAXZZ4XM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// actions/hold/main.ts
var action = defineAction({
  name: "hold",
  title: "Shiplock hold",
  description: "Hold an environment or a commit with a reason, or lift a hold, also that of a release that was rolled back.",
  inputs: ["environment", "reason", "held-commit", "hold-id", "vercel-project", "database-url"],
  required: ["environment", "reason", "database-url"],
  outputs: {
    "hold-id": "Id of the hold that was placed or lifted.",
    state: "`held` or `lifted`."
  },
  run: /* @__PURE__ */ __name(async (door) => {
    const { hold } = await import("./hold-BYSSMVWU.js");
    return hold(door);
  }, "run")
});
export {
  action
};
