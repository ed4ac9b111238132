import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  defineAction
} from "./chunk-CAXZZ4XM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// actions/slack-notify/main.ts
var action = defineAction({
  name: "slack-notify",
  title: "Shiplock Slack notice",
  description: "One Slack thread per release, updated in place. A failed notice is a warning, never a failed job.",
  inputs: [
    "environment",
    "environment-kind",
    "settings",
    "commit",
    "release-id",
    "state",
    "message",
    "dry-run",
    "slack-token",
    "slack-channel"
  ],
  required: ["environment", "slack-token", "message"],
  outputs: {
    sent: "`true` if Slack accepted it.",
    thread: "Timestamp of the thread."
  },
  run: /* @__PURE__ */ __name(async (door) => {
    const { slackNotify } = await import("./slack-notify-I64XGKMY.js");
    return slackNotify(door);
  }, "run")
});
export {
  action
};
