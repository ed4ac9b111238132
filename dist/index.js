import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunks/chunk-TESE7W7D.js";

// build-fast/index.ts
globalThis.__dirname ??= import.meta.dirname;
var actions = { "approval-gate": /* @__PURE__ */ __name(() => import("./chunks/main-5KIYWJ6G.js"), "approval-gate"), "approval-rerun": /* @__PURE__ */ __name(() => import("./chunks/main-THMWDDN3.js"), "approval-rerun"), "deploy": /* @__PURE__ */ __name(() => import("./chunks/main-ASHN7W5P.js"), "deploy"), "finalize": /* @__PURE__ */ __name(() => import("./chunks/main-JRYHWWFK.js"), "finalize"), "health-gate": /* @__PURE__ */ __name(() => import("./chunks/main-T26QPQWP.js"), "health-gate"), "hold": /* @__PURE__ */ __name(() => import("./chunks/main-4IYAX5PF.js"), "hold"), "migrate": /* @__PURE__ */ __name(() => import("./chunks/main-4CVMNVES.js"), "migrate"), "plan": /* @__PURE__ */ __name(() => import("./chunks/main-R25QAG6Z.js"), "plan"), "promote": /* @__PURE__ */ __name(() => import("./chunks/main-YWPTCFWM.js"), "promote"), "rollback": /* @__PURE__ */ __name(() => import("./chunks/main-RNX5CKHK.js"), "rollback"), "sentry-release": /* @__PURE__ */ __name(() => import("./chunks/main-3C75IOOF.js"), "sentry-release"), "ship": /* @__PURE__ */ __name(() => import("./chunks/main-G2CYKJME.js"), "ship"), "slack-notify": /* @__PURE__ */ __name(() => import("./chunks/main-HTFUDLWZ.js"), "slack-notify"), "verify-schema": /* @__PURE__ */ __name(() => import("./chunks/main-ONMEEJ43.js"), "verify-schema") };
async function action(name) {
  const { runAction } = await import("./chunks/run-SZMDHISP.js");
  return runAction(name, actions[name]);
}
__name(action, "action");
async function cli(argv) {
  const { main } = await import("./chunks/main-OPU2AIWN.js");
  return main(argv);
}
__name(cli, "cli");
export {
  action,
  cli
};
