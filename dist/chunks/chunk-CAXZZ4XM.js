import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/runner/action.ts
var UNDO_OUTPUT = {
  undo: "After a failure: `false` if the workflow must not roll back (another release holds the environment, the plan no longer holds, or it is not yet known whether traffic moved), otherwise `true`."
};
var NEVER_UNDO_OUTPUT = {
  undo: "After a failure: `false`. The watch has passed by then, so a workflow must not roll back; the next run closes the release."
};
var OVERTAKEN_OUTPUT = {
  overtaken: "`true` if a newer release that contains this commit serves: the action ended without an error and changed nothing."
};
function defineAction(definition) {
  const { name, title, description, inputs, required, outputs, undo, overtaken, describe } = definition;
  const action = definition;
  const declared = definition;
  return {
    manifest: {
      ...{ name, title, description, inputs, required },
      ...declared.alsoRequired ? { alsoRequired: declared.alsoRequired } : {},
      outputs: {
        ...outputs,
        ...undo === "never" ? NEVER_UNDO_OUTPUT : undo ? UNDO_OUTPUT : {},
        ...undo || overtaken ? OVERTAKEN_OUTPUT : {}
      }
    },
    run: /* @__PURE__ */ __name((door) => action.run(door), "run"),
    describe,
    ...undo ? { mayUndo: undo !== "never" } : {}
  };
}
__name(defineAction, "defineAction");

export {
  defineAction
};
