import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  environmentSettings,
  loadSettings
} from "./chunk-77PDGBRB.js";
import {
  required
} from "./chunk-CFC4G37J.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/runner/environment.ts
async function settingsFor(inputs, workspace, notice) {
  return environmentSettings(
    await loadSettings(workspace, inputs.settings, notice),
    required(inputs, "environment"),
    inputs["environment-kind"]
  );
}
__name(settingsFor, "settingsFor");

export {
  settingsFor
};
