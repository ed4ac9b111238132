import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  defineCommand
} from "./chunk-HLHOTKEQ.js";
import {
  settingsFor
} from "./chunk-64J3AN63.js";
import "./chunk-77PDGBRB.js";
import {
  runFacts
} from "./chunk-6ALLFBKM.js";
import "./chunk-CFC4G37J.js";
import "./chunk-T73DP7Z5.js";
import "./chunk-Y2WFYYS6.js";
import "./chunk-P7GBMNII.js";
import "./chunk-HWE4CUXX.js";
import "./chunk-G76CLWTK.js";
import "./chunk-DOYQFB47.js";
import "./chunk-YQIBBOJL.js";
import "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-XDUIEL37.js";
import "./chunk-WYVSR7YO.js";
import "./chunk-TESE7W7D.js";

// src/cli/rls-write.ts
var rlsWrite = defineCommand({
  inputs: ["environment", "environment-kind", "settings", "database-url"],
  required: ["environment", "database-url"],
  here: true,
  async run({ inputs }) {
    const [{ connect }, { writeRls }] = await Promise.all([
      import("./connection-SQT7HIV3.js"),
      import("./schema-ERT4HMOZ.js")
    ]);
    const { workspace } = runFacts();
    const settings = await settingsFor(inputs, workspace);
    const database = await connect(inputs["database-url"], {
      applicationName: "shiplock cli",
      readOnly: true
    });
    try {
      await writeRls(database, { workspace, file: settings.database.rls });
      return `wrote ${settings.database.rls}: review the difference before you commit it`;
    } finally {
      await database.close();
    }
  }
});
export {
  rlsWrite
};
