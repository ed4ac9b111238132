import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  CODES,
  OutsideCallError,
  ShiplockError,
  firstLine
} from "./chunk-GQCODBKJ.js";
import {
  cut,
  oneLine,
  redact,
  redactor
} from "./chunk-ZYXXDNOM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/http/wire.ts
import { setTimeout as sleep } from "node:timers/promises";
var NEVER_SENT = /* @__PURE__ */ new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "ERR_TLS_CERT_ALTNAME_INVALID"
]);
function wireErrorCode(error) {
  let at = error;
  for (let depth = 0; at instanceof Error && depth < 6; depth++) {
    const { code, original } = at;
    if (typeof code === "string" && /^(E|UND_|CERT_|DEPTH_|SELF_|UNABLE_)/.test(code)) return code;
    if (at.name === "TimeoutError") return "ETIMEDOUT";
    at = at.cause ?? original;
  }
  return void 0;
}
__name(wireErrorCode, "wireErrorCode");
function neverSent(error) {
  return NEVER_SENT.has(wireErrorCode(error) ?? "");
}
__name(neverSent, "neverSent");
function certaintyOfStatus(status) {
  return status >= 400 && status < 500 && status !== 408 ? "not-done" : "unknown";
}
__name(certaintyOfStatus, "certaintyOfStatus");
var HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;
function retryAfterMs(value, now = Date.now()) {
  const text = value?.trim() ?? "";
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1e3;
  const at = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isFinite(at) ? Math.max(0, at - now) : void 0;
}
__name(retryAfterMs, "retryAfterMs");
function waitAskedFor(headers, limits, now = Date.now()) {
  const asked = retryAfterMs(headers.get("retry-after"), now);
  if (asked !== void 0 || limits === void 0) return asked;
  const reset = Number(headers.get(`${limits}-reset`) ?? Number.NaN);
  if (headers.get(`${limits}-remaining`) !== "0" || !Number.isFinite(reset)) return void 0;
  return Math.max(0, reset * 1e3 - now);
}
__name(waitAskedFor, "waitAskedFor");
var PATIENT = { tries: 4, firstPauseMs: 500, longestWaitMs: 6e4, deadlineMs: 3e4 };
var BRISK = { tries: 2, firstPauseMs: 300, longestWaitMs: 1e4, deadlineMs: 8e3 };
async function patiently(attempt, pace) {
  for (let tried = 1; ; tried++) {
    const result = await attempt();
    if ("value" in result) return result.value;
    const pause = pace.firstPauseMs * 2 ** (tried - 1) * (0.75 + Math.random() / 2);
    const wait = result.again ? result.again.afterMs ?? pause : void 0;
    if (wait === void 0 || tried >= pace.tries || wait > pace.longestWaitMs) throw result.error;
    await (pace.sleep ?? sleep)(wait);
  }
}
__name(patiently, "patiently");

// src/http/parsed.ts
function parsed(answer, schema) {
  const unreadable = /* @__PURE__ */ __name((why) => ({
    fault: { kind: "unreadable", status: answer.status, why }
  }), "unreadable");
  let value;
  try {
    value = JSON.parse(answer.text);
  } catch {
    return unreadable("not JSON");
  }
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data };
  return unreadable(mismatch(result.error));
}
__name(parsed, "parsed");
function mismatch({ issues: [issue] }) {
  return `${issue?.path.join(".") || "answer"}: ${issue?.message ?? "unexpected shape"}`;
}
__name(mismatch, "mismatch");

// src/http/faults.ts
function judge(table, fault, call) {
  const { vendor, codes } = table;
  switch (fault.kind) {
    case "left-alone":
      return {
        code: codes.unreachable,
        says: `${vendor} did not answer an earlier call of this job in time, so Shiplock does not call it for a minute`,
        next: table.again,
        certainty: "not-done",
        again: false
      };
    case "network": {
      const sent = !neverSent(fault.error);
      const why = wireErrorCode(fault.error) ?? (fault.error instanceof Error ? fault.error.name : "no answer");
      return {
        code: codes.unreachable,
        says: `${vendor} did not answer (${why}${sent ? ", after the request was sent" : ""})`,
        next: sent ? table.unsure : table.again,
        certainty: sent ? "unknown" : "not-done",
        again: {}
      };
    }
    case "unreadable":
      return {
        code: codes.answer,
        says: `${vendor}'s answer (HTTP ${fault.status}) is unreadable: ${fault.why}`,
        next: table.unsure,
        certainty: "unknown",
        // A redirect stays one.
        again: fault.status < 300 ? {} : false
      };
    case "status":
      return judgeStatus(table, fault, call);
  }
}
__name(judge, "judge");
function judgeStatus(table, fault, call) {
  const { status, word } = fault;
  const row = table.rows.find(({ on }) => fits(on, fault, call)) ?? general(table, fault);
  const { certainty = word === void 0 ? certaintyOfStatus(status) : "not-done" } = row;
  const { passing = status === 408 || status === 429 || status >= 500 } = row;
  const afterMs = fault.afterMs ?? row.afterMs;
  const wait = afterMs === void 0 || !passing ? "" : `. Retry after ${Math.ceil(afterMs / 1e3)} s`;
  return {
    code: row.code,
    says: `${words(row.says, fault, call)}${row.unquoted ? "" : quoted(table, fault)}${wait}`,
    next: words(row.next, fault, call),
    certainty,
    again: passing && { afterMs }
  };
}
__name(judgeStatus, "judgeStatus");
function general({ vendor, codes, unsure, refused }, { status, word }) {
  if (status === 429)
    return {
      code: codes.rateLimited,
      says: `${vendor}'s rate limit is used up (HTTP 429)`,
      next: "Rerun the phase after that time, and check what else uses the same token.",
      unquoted: true
    };
  if (status >= 500 || status === 408)
    return { code: codes.unreachable, says: `${vendor} answered HTTP ${status}`, next: unsure };
  return {
    code: codes.refused,
    says: word === void 0 ? `${vendor} refused with HTTP ${status}` : `${vendor} answered ${word}`,
    next: refused ?? `Fix the reason above. This call changed nothing at ${vendor}.`,
    ...word === void 0 ? {} : { unquoted: true }
  };
}
__name(general, "general");
function fits(on, fault, call) {
  if (typeof on === "function") return on(fault, call);
  if (typeof on === "number") return on === fault.status;
  return on.includes(fault.status) || fault.word !== void 0 && on.includes(fault.word);
}
__name(fits, "fits");
function words(given, fault, call) {
  return typeof given === "string" ? given : given(fault, call);
}
__name(words, "words");
function quoted({ said }, { text }) {
  let shown = text;
  try {
    shown = said?.(text) ?? text;
  } catch {
  }
  shown = oneLine(shown);
  return shown === "" ? "" : ` (${shown})`;
}
__name(quoted, "quoted");

// src/http/errors.ts
function hiding(secrets) {
  const own = redactor(secrets);
  return (text) => redact(own(text));
}
__name(hiding, "hiding");
function readError(table, fault, call, hide) {
  const error = harmlessError(table, fault, call, hide);
  return CODES[error.code].kind === "configuration" ? new ShiplockError(error.problem) : error;
}
__name(readError, "readError");
function harmlessError(table, fault, call, hide) {
  const notDone = [`this request changed nothing at ${table.vendor}`];
  return failed(table, judge(table, fault, call), { fault, call, hide, certainty: "not-done", notDone });
}
__name(harmlessError, "harmlessError");
function writeError(table, fault, call, hide) {
  const { vendor } = table;
  const judged = judge(table, fault, call);
  const { certainty } = judged;
  if (certainty === "not-done") {
    const notDone = [`${vendor} did not ${call.doing}`];
    return failed(table, judged, { fault, call, hide, certainty, notDone });
  }
  const done = [`${vendor} was asked once to ${call.doing}, and may have done it`];
  return failed(table, judged, { fault, call, hide, certainty, done, notDone: ["it was not asked again"] });
}
__name(writeError, "writeError");
var LONGEST = 500;
function failed(table, judged, was) {
  const { fault, call, hide, certainty, done, notDone } = was;
  const next = judged.next === table.unsure && certainty === "not-done" ? table.again : judged.next;
  const shown = /* @__PURE__ */ __name((text) => cut(hide(text), LONGEST), "shown");
  const problem = {
    code: judged.code,
    what: `Could not ${shown(call.doing)}: ${shown(judged.says)}.`,
    ...done ? { done: done.map(shown) } : {},
    ...notDone ? { notDone: notDone.map(shown) } : {},
    next: shown(next)
  };
  return new OutsideCallError(problem, { certainty, ...details(fault, hide) });
}
__name(failed, "failed");
function details(fault, hide) {
  if (fault.kind === "status") return { status: fault.word ?? fault.status };
  if (fault.kind === "unreadable") return { status: fault.status };
  if (fault.kind === "left-alone") return {};
  const code = wireErrorCode(fault.error);
  return { status: code, cause: Object.assign(new Error(hide(firstLine(fault.error))), { code }) };
}
__name(details, "details");

export {
  parsed,
  mismatch,
  waitAskedFor,
  PATIENT,
  BRISK,
  patiently,
  judge,
  hiding,
  readError,
  harmlessError,
  writeError
};
