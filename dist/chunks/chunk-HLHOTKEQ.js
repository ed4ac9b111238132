import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/cli/command.ts
function defineCommand(definition) {
  const { inputs, required, flags = [], here = false } = definition;
  const command = definition;
  return {
    ...{ inputs, required, flags, here },
    ...command.alsoRequired ? { alsoRequired: command.alsoRequired } : {},
    run: command.run
  };
}
__name(defineCommand, "defineCommand");
function fromAction(action, { here = false, preset = {}, required = [], without = [] }) {
  const { manifest, describe } = action;
  return {
    inputs: manifest.inputs.filter((name) => !(name in preset) && !without.includes(name)),
    required: [...manifest.required, ...required],
    ...manifest.alsoRequired ? { alsoRequired: manifest.alsoRequired } : {},
    flags: ["json"],
    here,
    describe,
    run: /* @__PURE__ */ __name(async (door, { json }) => {
      const inputs = Object.setPrototypeOf({ ...preset }, door.inputs);
      const { summary, outputs } = await action.run({ ...door, inputs });
      if (json) return JSON.stringify(outputs, null, 2);
      const lines = Object.entries(outputs).map(([name, value]) => `${name}: ${value}`);
      return summary || lines.join("\n");
    }, "run")
  };
}
__name(fromAction, "fromAction");

export {
  defineCommand,
  fromAction
};
