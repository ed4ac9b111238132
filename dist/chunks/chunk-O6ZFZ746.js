import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  callsUnderWay
} from "./chunk-3VXJS7XI.js";
import {
  ANNOTATION,
  ANNOTATIONS
} from "./chunk-XTDSYK6L.js";
import {
  INPUTS
} from "./chunk-T73DP7Z5.js";
import {
  isConnectionString
} from "./chunk-HWE4CUXX.js";
import {
  code,
  link,
  prose
} from "./chunk-FDPGNXJU.js";
import {
  CODES,
  ShiplockError,
  failure
} from "./chunk-GQCODBKJ.js";
import {
  cut,
  oneLine,
  redact,
  visible
} from "./chunk-ZYXXDNOM.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/present/log.ts
function disarmed(line) {
  return line.replace(/^(\s*)::/u, "$1\\::").replaceAll("##[", "##\\[");
}
__name(disarmed, "disarmed");
function logLine(words) {
  return disarmed(visible(oneLine(redact(words))));
}
__name(logLine, "logLine");
function logText(words) {
  return visible(redact(words).replace(/\r\n/g, "\n")).split("\n").map(disarmed).join("\n");
}
__name(logText, "logText");
function logJson(json) {
  return redact(json).replaceAll("##[", "##\\u005b").replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (sign) => sign === "\n" ? sign : Array.from(
      { length: sign.length },
      (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, "0")}`
    ).join("")
  );
}
__name(logJson, "logJson");
function outputText(value) {
  return isJson(value) ? logJson(value) : logLine(value);
}
__name(outputText, "outputText");
function isJson(value) {
  if (!/^\s*[{[]/.test(value)) return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
__name(isJson, "isJson");

// src/present/error.ts
var UNKNOWN_PRODUCTION = "this step did not check; run `shiplock status`";
var CONTINUED = `
${" ".repeat(14)}`;
function errorLines(account) {
  const { code: code2, kind, what, done, notDone, next, runbook } = account;
  const lines = [
    `${kind === "configuration" ? "Configuration mistake" : "Failure"} ${code2}`,
    `  what        ${what}`,
    ...done.map((line) => `  done        ${line}`),
    ...notDone.map((line) => `  not done    ${line}`),
    `  production  ${account.production ?? UNKNOWN_PRODUCTION}`,
    `  next        ${next}`,
    `  runbook     ${runbook}`
  ];
  return lines.map((line) => line.replace(/\r?\n/g, CONTINUED));
}
__name(errorLines, "errorLines");
function errorMarkdown(account) {
  const { code: code2, kind, what, done, notDone, next, runbook } = account;
  const row = /* @__PURE__ */ __name((name, value) => `| ${name} | ${prose(value)} |`, "row");
  return `${[
    `### ${kind === "configuration" ? "Configuration mistake" : "Failed"}: ${code(code2)}`,
    "",
    prose(what),
    "",
    "| | |",
    "| --- | --- |",
    ...done.map((line) => row("done", line)),
    ...notDone.map((line) => row("not done", line)),
    row("production", account.production ?? UNKNOWN_PRODUCTION),
    row("next step", next),
    `| runbook | ${link(code2, runbook)} |`
  ].join("\n")}
`;
}
__name(errorMarkdown, "errorMarkdown");
var neutralMarkdown = /* @__PURE__ */ __name(({ what, next }) => `### Nothing to ship

${prose(what)}. ${prose(next)}
`, "neutralMarkdown");

// src/runner/runbooks.ts
function runbookUrl(code2) {
  const file = CODES[code2].runbook;
  const server = process.env["GITHUB_SERVER_URL"] ?? "https://github.com";
  const repository = process.env["GITHUB_ACTION_REPOSITORY"];
  const ref = process.env["GITHUB_ACTION_REF"];
  return repository && ref ? `${server}/${repository}/blob/${ref}/${file}` : file;
}
__name(runbookUrl, "runbookUrl");

// src/runner/report.ts
function asShiplockError(error) {
  if (error instanceof ShiplockError) return error;
  return new ShiplockError(
    {
      code: "SHIPLOCK_INTERNAL",
      what: `an unexpected error: ${error instanceof Error ? error.message : String(error)}`,
      next: "Rerun the job: it reads the record and continues. If the error persists, report it with this job\u2019s log."
    },
    { cause: error }
  );
}
__name(asShiplockError, "asShiplockError");
async function reportError(core, serves, thrown) {
  const error = asShiplockError(thrown);
  const production = error.problem.production ?? await serves?.(error).catch(() => void 0);
  const { code: code2, what, places = [], evidence } = error.problem;
  const shown = places.slice(0, ANNOTATIONS - 1);
  for (const place of shown) annotate(core, place, code2, what);
  const account = accountOf(error, production);
  for (const line of errorLines(account)) core.info(logText(line));
  for (const { file, line, message } of places.slice(shown.length))
    core.info(logLine(`  place       ${file}${line ? `:${line}` : ""} ${message ?? ""}`));
  if (code2 === "SHIPLOCK_INTERNAL" && error.cause instanceof Error)
    core.info(logText(error.cause.stack ?? ""));
  const more = places.length - shown.length;
  const rest = more > 0 ? ` (${count(more, "more place")} in the log)` : "";
  core.setFailed(logText(annotation(`${code2}: ${what}`, rest)));
  return `${errorMarkdown(account)}${evidence ? `
${evidence.trim()}
` : ""}`;
}
__name(reportError, "reportError");
function reportNeutral(core, error) {
  const { code: code2, what, next } = error.problem;
  core.notice(logText(annotation(`${what}. ${next}`)), { title: code2 });
  return neutralMarkdown({ what, next });
}
__name(reportNeutral, "reportNeutral");
function accountOf(error, production = error.problem.production) {
  const { code: code2, what, next, done = [], notDone = [] } = error.problem;
  const { kind } = CODES[code2];
  return { code: code2, kind, runbook: runbookUrl(code2), what, next, done, notDone, production };
}
__name(accountOf, "accountOf");
function annotation(words, rest = "") {
  const whole = `${words}${rest}`;
  if (whole.length <= ANNOTATION) return whole;
  const note = `${rest} [cut: the job summary has all of it]`;
  return `${cut(words, ANNOTATION - note.length)}${note}`;
}
__name(annotation, "annotation");
function annotate(core, place, code2, what) {
  core.error(logText(annotation(place.message ?? what)), {
    title: code2,
    file: logLine(place.file),
    ...place.line ? { startLine: place.line } : {},
    ...place.column ? { startColumn: place.column } : {}
  });
}
__name(annotate, "annotate");

// src/runner/secrets.ts
function secretsOf(inputs) {
  const secrets = [];
  for (const [name, value] of Object.entries(inputs)) {
    if (!INPUTS[name].secret) continue;
    secrets.push(value, value.trim(), ...passwordsOf(value));
    if (name.endsWith("database-url") && !isConnectionString(value)) secrets.push(...plausible(value));
  }
  return [...new Set(secrets)].filter((secret) => secret.length >= 3);
}
__name(secretsOf, "secretsOf");
var COMMON = new Set(
  "postgres postgresql https http localhost 127.0.0.1 5432 6543 user password host port dbname sslmode require prefer disable verify-full com net pooler supabase".split(
    " "
  )
);
function plausible(value) {
  const userinfo = /^[^:]*:\/*([\s\S]*)@/.exec(value)?.[1] ?? value;
  const password = userinfo.slice(userinfo.indexOf(":") + 1);
  const parts = value.split(/[\s:/@#?&=%;,"'\\]+/).filter((part) => !COMMON.has(part.toLowerCase()));
  return [userinfo, password, decoded(password), encodeURIComponent(password), ...parts];
}
__name(plausible, "plausible");
function environmentSecrets(env) {
  const given = Object.entries(INPUTS).flatMap(
    ([name, spec]) => spec.secret && spec.env && env[spec.env] ? [[name, env[spec.env]]] : []
  );
  return secretsOf(Object.fromEntries(given));
}
__name(environmentSecrets, "environmentSecrets");
function passwordsOf(value) {
  if (!URL.canParse(value)) return [];
  const { password, searchParams } = new URL(value);
  const written = [password, searchParams.get("password") ?? ""].filter(Boolean);
  return written.flatMap((each) => {
    const meant = decoded(each);
    return [each, meant, encodeURIComponent(meant)];
  });
}
__name(passwordsOf, "passwordsOf");
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
__name(decoded, "decoded");

// src/runner/stopped.ts
var SIGNALS = ["SIGINT", "SIGTERM"];
function onStop(end) {
  let told = false;
  for (const signal of SIGNALS)
    process.on(signal, () => {
      if (told) return;
      told = true;
      void end(stopped(signal, callsUnderWay()));
    });
}
__name(onStop, "onStop");
function stopped(signal, calls) {
  const names = calls.join(", ");
  const are = calls.length > 1 ? "were" : "was";
  return failure({
    code: "SHIPLOCK_STOPPED",
    what: `the job was stopped (${signal})${calls.length > 0 ? ` while ${names} ${are} under way` : "; no call was under way"}`,
    ...calls.length > 0 ? { done: calls.map((name) => `${name} was started; its result is not known`) } : {},
    next: "To continue, rerun the same job: it reads the record and what the vendors have, and continues from there. To go back, run rollback: it first settles what is under way."
  });
}
__name(stopped, "stopped");

export {
  logLine,
  logText,
  logJson,
  outputText,
  errorLines,
  asShiplockError,
  reportError,
  reportNeutral,
  accountOf,
  secretsOf,
  environmentSecrets,
  onStop
};
