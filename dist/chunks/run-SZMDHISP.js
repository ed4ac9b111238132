import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  environmentSecrets,
  logLine,
  logText,
  onStop,
  outputText,
  reportError,
  reportNeutral,
  secretsOf
} from "./chunk-O6ZFZ746.js";
import "./chunk-3VXJS7XI.js";
import {
  WHOLE_SUMMARY,
  fitSummary
} from "./chunk-NMHEARSK.js";
import "./chunk-XTDSYK6L.js";
import {
  parseInputs
} from "./chunk-CFC4G37J.js";
import {
  INPUTS
} from "./chunk-T73DP7Z5.js";
import "./chunk-HWE4CUXX.js";
import "./chunk-FDPGNXJU.js";
import {
  isNeutral,
  mayRollbackAnswer
} from "./chunk-GQCODBKJ.js";
import {
  keepSecret,
  redact
} from "./chunk-ZYXXDNOM.js";
import "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/runner/run.ts
async function runAction(name, load) {
  process.stdout.write(`shiplock ${name}
`);
  const [core, { action }] = await Promise.all([import("./core-SAKR5U5R.js"), load()]);
  const raw = rawInputs(action.manifest.inputs, (input) => core.getInput(input));
  for (const secret of secretsOf(raw)) core.setSecret(secret);
  keepSecret([...secretsOf(raw), ...environmentSecrets(process.env)]);
  endOnBugs(core);
  const summary = [];
  const edge = {
    say: /* @__PURE__ */ __name((line) => core.info(logLine(line)), "say"),
    warn: /* @__PURE__ */ __name((line) => core.warning(logLine(line), { title: `shiplock ${name}` }), "warn"),
    summarize: /* @__PURE__ */ __name(async (markdown) => {
      summary.push(markdown);
    }, "summarize")
  };
  onStop(async (error) => {
    summary.push(await reportError(core, void 0, error));
    tellUndo(core, action, error);
    await writeSummary(core, summary);
    process.stdout.write("", () => process.exit(1));
  });
  let door;
  try {
    door = { ...edge, inputs: parseInputs(raw, action.manifest) };
    const result = await action.run(door);
    for (const [key, value] of Object.entries(result.outputs)) core.setOutput(key, outputText(value));
    if (result.summary) summary.push(result.summary);
  } catch (error) {
    if (isNeutral(error)) {
      summary.push(reportNeutral(core, error));
      if ("overtaken" in action.manifest.outputs) core.setOutput("overtaken", "true");
      if ("result" in action.manifest.outputs) core.setOutput("result", "overtaken");
    } else {
      summary.push(await reportError(core, door && production(action, door), error));
      tellUndo(core, action, error);
      process.exitCode = 1;
    }
  }
  await writeSummary(core, summary);
  process.stdout.write("", () => process.exit(process.exitCode ?? 0));
}
__name(runAction, "runAction");
function tellUndo(core, { mayUndo }, error) {
  if (mayUndo !== void 0) core.setOutput("undo", String(mayUndo && mayRollbackAnswer(error)));
}
__name(tellUndo, "tellUndo");
function endOnBugs(core) {
  const end = /* @__PURE__ */ __name((error) => {
    core.info(logText(error instanceof Error ? error.stack ?? "" : String(error)));
    core.setFailed(logLine(`SHIPLOCK_INTERNAL: ${error instanceof Error ? error.message : String(error)}`));
    process.stdout.write("", () => process.exit(1));
  }, "end");
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
}
__name(endOnBugs, "endOnBugs");
var production = /* @__PURE__ */ __name((action, door) => async (error) => action.describe?.(door, error), "production");
function rawInputs(names, getInput) {
  const inputs = {};
  for (const name of names) {
    const spec = INPUTS[name];
    const value = getInput(name) || (spec.env ? process.env[spec.env] : void 0);
    if (value) inputs[name] = value;
  }
  return inputs;
}
__name(rawInputs, "rawInputs");
async function writeSummary(core, parts) {
  if (parts.length === 0) return;
  if (!process.env["GITHUB_STEP_SUMMARY"]) return;
  try {
    const { page, isCut } = fitSummary(parts.map(redact));
    if (isCut) core.startGroup(WHOLE_SUMMARY);
    if (isCut) core.info(logText(parts.join("\n")));
    if (isCut) core.endGroup();
    await core.summary.addRaw(page, true).write();
  } catch (error) {
    core.warning(
      logLine(`could not write the job summary: ${error instanceof Error ? error.message : String(error)}`)
    );
  }
}
__name(writeSummary, "writeSummary");
export {
  rawInputs,
  runAction
};
