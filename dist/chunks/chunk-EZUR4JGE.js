import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  configurationError
} from "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/rolling-config.ts
var stagesLine = /* @__PURE__ */ __name((stages) => `${stages.join(" \u2192 ")} %`, "stagesLine");
async function requireRolling({ context }) {
  const wanted = context.environment.rolling;
  const plan = await context.hosting.rollingPlan?.();
  if (!plan && !wanted) return void 0;
  const command = configure(wanted ?? plan?.stages ?? []);
  if (!plan)
    throw differs(
      `the settings say traffic.rolling (${stagesLine(wanted ?? [])}), and no rolling releases are configured at hosting`,
      command
    );
  if (!wanted && !plan.automatic)
    throw differs(
      `hosting waits for an approval between the stages of a rolling release (${stagesLine(plan.stages)}), and the settings do not say that Shiplock gives it`,
      `Set traffic.rolling.stages: [${plan.stages.slice(0, -1).join(", ")}] in shiplock.yml, or switch rolling releases off: \`vercel rolling-release configure --disable\`.`
    );
  if (wanted && (plan.automatic || [...wanted, 100].join() !== plan.stages.join()))
    throw differs(
      `the settings say traffic.rolling (${stagesLine([...wanted, 100])}), and hosting has ${stagesLine(plan.stages)}${plan.automatic ? " automatically" : " with an approval between"}`,
      command
    );
  return plan;
}
__name(requireRolling, "requireRolling");
async function rollingNotes(session) {
  const plan = await requireRolling(session);
  if (!plan) return [];
  const how = plan.automatic ? ", which hosting goes through automatically" : "";
  return [`Traffic moves in stages (${stagesLine(plan.stages)}${how}), with the gate gates.watch in each.`];
}
__name(rollingNotes, "rollingNotes");
function configure(stages) {
  const all = [...stages.filter((one) => one < 100), 100].map((targetPercentage) => ({ targetPercentage }));
  const cfg = JSON.stringify({ enabled: true, advancementType: "manual-approval", stages: all });
  return `Configure hosting like the settings: \`vercel rolling-release configure --cfg='${cfg}'\`. Or change traffic.rolling in shiplock.yml.`;
}
__name(configure, "configure");
function differs(what, next) {
  return configurationError({
    code: "SHIPLOCK_ROLLING_SETTINGS",
    what,
    notDone: ["no traffic was moved"],
    next
  });
}
__name(differs, "differs");

export {
  stagesLine,
  requireRolling,
  rollingNotes
};
