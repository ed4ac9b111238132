import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  defineCommand
} from "./chunk-XTVXUP5T.js";
import {
  settingsFor
} from "./chunk-KJ6EZCGK.js";
import {
  runFacts
} from "./chunk-WRGWFEIE.js";
import "./chunk-BZBFRA2C.js";
import "./chunk-P7GBMNII.js";
import "./chunk-LZSHMPLZ.js";
import "./chunk-G76CLWTK.js";
import "./chunk-L6QN4EFZ.js";
import "./chunk-DOYQFB47.js";
import "./chunk-YQIBBOJL.js";
import "./chunk-ODKBLE67.js";
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
      import("./connection-SZZFI3NI.js"),
      import("./schema-TQ2KYDPJ.js")
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
