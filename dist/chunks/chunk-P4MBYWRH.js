import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  answerOf
} from "./chunk-LTI6PTE6.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/calls/define.ts
function defineCall(definition) {
  const { verb, port, method, does, request, result, lost, run } = definition;
  const name = /* @__PURE__ */ __name((of) => `${vendorOf(of)}.${verb}`, "name");
  return {
    facts: {
      ...{ kind: "write", verb, port, method, does, request, result },
      projection: definition.projection ?? false,
      repeatable: lost.how === "finds-first",
      lost: { how: lost.how, says: lost.says, accepted: lost.how === "reads" && lost.accepted === true }
    },
    name,
    with: /* @__PURE__ */ __name((of, { key, request: asked, input, assume }) => ({
      name: name(of),
      ...key === void 0 ? {} : { key },
      request: request.parse(asked),
      result,
      run: /* @__PURE__ */ __name((notAfter) => run(of, input, notAfter), "run"),
      reconcile: lost.how === "finds-first" ? "finds-first" : (since, accepted) => lost.reads(of, input, since, accepted),
      ...lost.how === "reads" && lost.accepted ? { accepted: true } : {},
      ...assume ? { assume } : {}
    }), "with"),
    direct: /* @__PURE__ */ __name((of, input) => run(of, input, void 0), "direct"),
    answerIn: /* @__PURE__ */ __name((state, of) => result.safeParse(answerOf(state, name(of))).data, "answerIn")
  };
}
__name(defineCall, "defineCall");
function vendorOf(port) {
  return "vendor" in port ? port.vendor : "database";
}
__name(vendorOf, "vendorOf");

export {
  defineCall
};
