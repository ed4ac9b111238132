import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  INPUTS
} from "./chunk-T73DP7Z5.js";
import {
  mustBeConnectionString
} from "./chunk-HWE4CUXX.js";
import {
  ShiplockError,
  configurationError,
  together
} from "./chunk-GQCODBKJ.js";
import {
  MASK
} from "./chunk-ZYXXDNOM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/runner/values.ts
var parser = /* @__PURE__ */ __name((takes, read, next) => (text, name) => {
  const value = read(text);
  if (value === void 0) throw invalid(name, text, takes, next);
  return value;
}, "parser");
var toggle = parser("`true` or `false`", (text) => {
  const said = text.toLowerCase();
  return said === "true" || said === "false" ? said === "true" : void 0;
});
var amount = parser("a number that is 0 or more", (text) => {
  const number = Number(text);
  return text.trim() !== "" && Number.isFinite(number) && number >= 0 ? number : void 0;
});
var items = parser(
  "values separated by commas",
  (text) => text.split(",").map((item) => item.trim()).filter(Boolean)
);
var oneOf = /* @__PURE__ */ __name((...allowed) => parser(allowed.map((one) => `\`${one}\``).join(", "), (text) => allowed.find((one) => one === text)), "oneOf");
var sha = parser(
  "a full SHA of 40 hex digits",
  (text) => /^[0-9a-f]{40}$/i.test(text) ? text.toLowerCase() : void 0,
  "Use the run\u2019s own github.sha; branch and tag names move, and a plan is bound to one commit."
);
var earlierRelease = parser(
  "the id of a release (`rel_\u2026`) or 7 to 40 hex digits of its commit",
  (text) => /^(rel_[0-9a-f-]{36}|[0-9a-f]{7,40})$/i.test(text) ? text.toLowerCase() : void 0,
  "`shiplock status` lists the releases of the environment, with ids and commits."
);
var connectionString = /* @__PURE__ */ __name((text, name) => {
  mustBeConnectionString(text, name);
  return text;
}, "connectionString");
var PARSERS = {
  "environment-kind": oneOf("staging", "production"),
  commit: sha,
  "held-commit": sha,
  "dry-run": toggle,
  "database-url": connectionString,
  "staging-database-url": connectionString,
  "rehearsal-database-url": connectionString,
  contract: toggle,
  standalone: toggle,
  down: items,
  "down-consent": items,
  "lease-wait-minutes": amount,
  "promote-deadline-seconds": amount,
  "wait-minutes": amount,
  "pull-request": amount,
  "accept-pin": toggle,
  force: toggle,
  to: earlierRelease,
  phase: oneOf("gate", "watch"),
  state: oneOf("running", "waiting", "succeeded", "failed", "rolled-back")
};
var NEEDS = [
  ["force", "reason"],
  ["to", "reason"],
  ["supabase-url", "supabase-key"],
  ["supabase-key", "supabase-url"]
];
function parseInputs(raw, declared) {
  const mistakes = [];
  const values = {};
  for (const name of declared.inputs) {
    const text = raw[name] ?? INPUTS[name].default;
    if (text === void 0) continue;
    try {
      values[name] = parse(name, text);
    } catch (error) {
      if (!(error instanceof ShiplockError)) throw error;
      mistakes.push(error);
    }
  }
  const inputs = values;
  const wanted = [
    ...declared.required,
    ...declared.alsoRequired?.(inputs) ?? [],
    ...NEEDS.flatMap(([name, other]) => inputs[name] && declared.inputs.includes(other) ? [other] : [])
  ];
  for (const name of new Set(wanted)) if (raw[name] === void 0) mistakes.push(missing(name));
  const [first, ...more] = mistakes;
  if (!first) return inputs;
  if (more.length === 0) throw first;
  const problems = more.map(({ problem }) => problem);
  throw together([first.problem, ...problems], (many) => `${many} inputs are wrong: `);
}
__name(parseInputs, "parseInputs");
function parse(name, text) {
  const known = PARSERS;
  return known[name]?.(text, name) ?? text;
}
__name(parse, "parse");
function orDefault(inputs, name) {
  const value = inputs[name];
  return value ?? parse(name, INPUTS[name].default);
}
__name(orDefault, "orDefault");
function required(inputs, name) {
  const value = inputs[name];
  if (value === void 0) throw missing(name);
  return value;
}
__name(required, "required");
function missing(name) {
  const spec = INPUTS[name];
  return configurationError({
    code: "SHIPLOCK_INPUT_MISSING",
    what: `the input ${name} is missing`,
    notDone: ["nothing was changed"],
    next: `Set \`with: ${name}:\`${spec.env ? ` or \`env: ${spec.env}:\`` : ""}${spec.secret ? "" : ` (on the command line \`--${name}\`)`}. ${spec.description}`
  });
}
__name(missing, "missing");
function invalid(name, value, takes, next) {
  const shown = INPUTS[name].secret ? MASK : value;
  return configurationError({
    code: "SHIPLOCK_INPUT_INVALID",
    what: `the input ${name} is ${JSON.stringify(shown)} (expected ${takes})`,
    notDone: ["nothing was changed"],
    next: next ?? `Correct \`with: ${name}:\` (on the command line \`--${name}\`).`
  });
}
__name(invalid, "invalid");

export {
  parseInputs,
  orDefault,
  required,
  missing
};
