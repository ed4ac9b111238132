import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  accountOf,
  asShiplockError,
  environmentSecrets,
  errorLines,
  logJson,
  logText,
  onStop,
  secretsOf
} from "./chunk-O6ZFZ746.js";
import {
  fromAction
} from "./chunk-HLHOTKEQ.js";
import "./chunk-3VXJS7XI.js";
import "./chunk-XTDSYK6L.js";
import {
  parseInputs
} from "./chunk-CFC4G37J.js";
import {
  INPUTS
} from "./chunk-T73DP7Z5.js";
import "./chunk-HWE4CUXX.js";
import {
  require_mod
} from "./chunk-G76CLWTK.js";
import {
  askGit
} from "./chunk-OJTFYJNB.js";
import "./chunk-FDPGNXJU.js";
import {
  isNeutral,
  together
} from "./chunk-GQCODBKJ.js";
import {
  keepSecret
} from "./chunk-ZYXXDNOM.js";
import "./chunk-LECB5WLM.js";
import {
  __name,
  __toESM
} from "./chunk-TESE7W7D.js";

// src/cli/commands.ts
var COMMANDS = {
  status: {
    help: "show how far the newest releases are",
    load: /* @__PURE__ */ __name(async () => (await import("./status-G5FT7FCC.js")).status, "load")
  },
  plan: {
    help: "compute and print the plan; changes nothing",
    load: /* @__PURE__ */ __name(async () => fromAction((await import("./main-R25QAG6Z.js")).action, { here: true }), "load")
  },
  resume: {
    help: "finish this commit\u2019s release",
    load: /* @__PURE__ */ __name(async () => fromAction((await import("./main-G2CYKJME.js")).action, { here: true }), "load")
  },
  replay: {
    help: "run the gates of the settings over the releases in the record: what would they have stopped",
    load: /* @__PURE__ */ __name(async () => (await import("./replay-GMKTXBUM.js")).replay, "load")
  },
  verify: {
    help: "check the schema: verify SQL, contract, RLS, drift (--standalone outside of a release)",
    load: /* @__PURE__ */ __name(async () => fromAction((await import("./main-ONMEEJ43.js")).action, { here: true }), "load")
  },
  rollback: {
    help: "route traffic back (--reason TEXT, --to RELEASE, --force, --down VERSIONS)",
    load: /* @__PURE__ */ __name(async () => fromAction((await import("./main-RNX5CKHK.js")).action, { required: ["reason"] }), "load")
  },
  contract: {
    help: "apply the contract files that have soaked, on the live commit (--force with --reason)",
    load: /* @__PURE__ */ __name(async () => fromAction((await import("./main-4CVMNVES.js")).action, {
      here: true,
      preset: { contract: true }
    }), "load")
  },
  confirm: {
    help: "record that a second person confirmed a broken glass (--release-id ID, --confirmed-by LOGIN)",
    load: /* @__PURE__ */ __name(async () => (await import("./confirm-SOPF3KAS.js")).confirm, "load")
  },
  hold: {
    help: "hold an environment, or releases with a commit, until the hold is lifted (--reason TEXT)",
    load: /* @__PURE__ */ __name(async () => fromAction((await import("./main-4IYAX5PF.js")).action, { without: ["hold-id"] }), "load")
  },
  "hold lift": {
    help: "lift a hold, or the quarantine of a rolled-back release (--hold-id ID, --reason TEXT)",
    load: /* @__PURE__ */ __name(async () => fromAction((await import("./main-4IYAX5PF.js")).action, {
      required: ["hold-id"],
      without: ["held-commit"]
    }), "load")
  },
  "record verify": {
    help: "recompute the record, and compare its head with those kept elsewhere (--head PLACE:HASH)",
    load: /* @__PURE__ */ __name(async () => (await import("./record-verify-SLK4TPBG.js")).recordVerify, "load")
  },
  "record show": {
    help: "print the events of a release (--release-id, or --environment and --commit)",
    load: /* @__PURE__ */ __name(async () => (await import("./record-show-FQ5LOWXP.js")).recordShow, "load")
  },
  "rls write": {
    help: "write the live RLS matrix to supabase/rls.json, for you to review and commit",
    load: /* @__PURE__ */ __name(async () => (await import("./rls-write-AN4N5VED.js")).rlsWrite, "load")
  },
  lint: {
    help: "check the pending migrations: locks, hazards, phases; needs only the database, no build",
    load: /* @__PURE__ */ __name(async () => (await import("./lint-KDAPYU2E.js")).lint, "load")
  },
  doctor: {
    help: "check settings, tokens, database, hosting, app folder and ready route; changes nothing",
    load: /* @__PURE__ */ __name(async () => (await import("./doctor-I7UNHO2L.js")).doctor, "load")
  }
};

// src/cli/flags.ts
var import_fastest_levenshtein = __toESM(require_mod(), 1);
import { parseArgs } from "node:util";
var specs = Object.entries(INPUTS);
var SWITCHES = new Set(specs.flatMap(([name, spec]) => spec.default === "false" ? [name] : []));
var BARE = /* @__PURE__ */ new Set(["json", "dora", "help"]);
var KNOWN = [
  "json",
  "help",
  "head",
  "dora",
  ...specs.flatMap(([name, spec]) => spec.secret ? [] : [name])
];
var HELP = "`shiplock --help` lists the commands.";
function readWords(argv) {
  const { positionals, tokens } = parseArgs({
    args: withSwitches(argv),
    options: Object.fromEntries(
      KNOWN.map((name) => [name, { type: BARE.has(name) ? "boolean" : "string" }])
    ),
    allowPositionals: true,
    // Its own refusals are exceptions of the runtime, and quote what may be a secret.
    strict: false,
    tokens: true
  });
  const flags = tokens.filter((token) => token.kind === "option");
  return { words: positionals, flags, help: flags.some(({ name }) => name === "help") };
}
__name(readWords, "readWords");
function commandIn(words, commands) {
  return commands.filter((name) => ` ${words.join(" ")} `.startsWith(` ${name} `)).sort((a, b) => b.length - a.length)[0];
}
__name(commandIn, "commandIn");
async function readCommandLine(typed, commands, env = process.env) {
  const { words, flags } = typed;
  const name = commandIn(words, Object.keys(commands));
  const command = name === void 0 ? void 0 : await commands[name]?.load();
  const mistakes = flags.flatMap((flag) => mistakesOf(flag, name, command));
  if (mistakes.length === 0 && words.join(" ") !== name)
    mistakes.push(unknownCommand(words.join(" "), Object.keys(commands)));
  const [first, ...more] = mistakes.map(problemOf);
  if (first || name === void 0 || !command)
    throw together([first ?? problemOf(unknownCommand("", Object.keys(commands))), ...more]);
  const given = new Map(flags.map((flag) => [flag.name, flag.value]));
  const raw = {};
  for (const input of command.inputs) {
    const spec = INPUTS[input];
    const value = (spec.secret ? void 0 : given.get(input)) ?? (spec.env ? env[spec.env] : void 0);
    if (value) raw[input] = value;
  }
  return {
    name,
    command,
    raw,
    options: { json: given.has("json"), head: given.get("head"), dora: given.has("dora") }
  };
}
__name(readCommandLine, "readCommandLine");
function withSwitches(argv) {
  return argv.map((arg, index) => {
    const said = /^(true|false)$/.test(argv[index + 1] ?? "");
    return arg.startsWith("--") && SWITCHES.has(arg.slice(2)) && !said ? `${arg}=true` : arg;
  });
}
__name(withSwitches, "withSwitches");
function flagsOf(command) {
  const inputs = command.inputs.filter((name) => !INPUTS[name].secret);
  return [...inputs, ...command.flags, "help"];
}
__name(flagsOf, "flagsOf");
function mistakesOf(flag, command, taken) {
  const { name, rawName, value, inlineValue } = flag;
  const flags = taken ? flagsOf(taken) : KNOWN;
  if (!flags.includes(name)) return [unknownFlag(flag, command, flags)];
  if (BARE.has(name))
    return value === void 0 ? [] : [{ what: `the flag ${rawName} takes no value`, next: `Omit the value: ${rawName}.` }];
  if (value !== void 0 && value !== "" && (inlineValue || !value.startsWith("-"))) return [];
  return [
    {
      what: `the flag ${rawName} has no value`,
      next: `Write ${rawName} VALUE, or ${rawName}=VALUE if the value starts with a dash.`
    }
  ];
}
__name(mistakesOf, "mistakesOf");
function unknownFlag({ name, rawName }, command, flags) {
  const spec = Object.hasOwn(INPUTS, name) ? INPUTS[name] : void 0;
  if (spec?.secret)
    return {
      what: `${rawName} is not a flag: secrets are read from environment variables only`,
      next: `Set the environment variable ${spec.env}: every process on the machine can read arguments.`
    };
  const near = `Did you mean --${(0, import_fastest_levenshtein.closest)(name, [...flags])}?`;
  return command ? {
    what: `\`${command}\` has no flag ${rawName}`,
    next: `${near} \`shiplock ${command} --help\` lists its flags.`
  } : { what: `there is no flag ${rawName}`, next: `${near} ${HELP}` };
}
__name(unknownFlag, "unknownFlag");
function unknownCommand(command, known) {
  return {
    what: `there is no command "${command}"`,
    next: `Did you mean ${(0, import_fastest_levenshtein.closest)(command, [...known])}? ${HELP}`
  };
}
__name(unknownCommand, "unknownCommand");
var problemOf = /* @__PURE__ */ __name((mistake) => ({
  code: "SHIPLOCK_INPUT_INVALID",
  notDone: ["nothing was changed"],
  ...mistake
}), "problemOf");

// src/cli/here.ts
import { existsSync } from "node:fs";
import path from "node:path";
async function fromHere(inputs, { env, cwd }) {
  if (env["GITHUB_ACTIONS"] === "true") return { inputs, workspace: void 0 };
  const asked = await askGit(cwd, ["rev-parse", "--show-toplevel"]);
  const settings = path.resolve(cwd, inputs.settings ?? "shiplock.yml");
  const workspace = "out" in asked && !existsSync(settings) ? asked.out : cwd;
  if (inputs.commit || env["GITHUB_SHA"]) return { inputs, workspace };
  const head = await askGit(workspace, ["rev-parse", "HEAD"]);
  return { inputs: "out" in head ? { ...inputs, commit: head.out } : inputs, workspace };
}
__name(fromHere, "fromHere");

// src/cli/usage.ts
var OWN = {
  json: "Print JSON.",
  head: "Head of the record that you kept, as PLACE:HASH or the hash alone.",
  dora: "Print deployment frequency, lead time, change failure rate and time to restore instead.",
  help: "Print this."
};
function usage(commands) {
  const rows = Object.entries(commands).map(([name, { help }]) => `  ${name.padEnd(16)}${help}`);
  return [
    "shiplock COMMAND --environment NAME \u2026",
    "",
    ...rows,
    "",
    "`shiplock COMMAND --help` lists the flags of a command and the environment variables that it reads.",
    ""
  ].join("\n");
}
__name(usage, "usage");
function usageOf(name, { help }, command) {
  const flags = flagsOf(command).map((flag) => {
    const spec = INPUTS[flag];
    return row(`--${flag}`, spec?.description ?? OWN[flag], needs(flag));
  });
  const secrets = command.inputs.flatMap((input) => {
    const spec = INPUTS[input];
    return spec.secret && spec.env ? [row(spec.env, spec.description, needs(input))] : [];
  });
  return [
    `shiplock ${name}: ${help}`,
    "",
    ...flags,
    ...secrets.length > 0 ? ["", "Environment variables:", "", ...secrets] : [],
    ""
  ].join("\n");
  function needs(input) {
    return command.required.some((required) => required === input);
  }
  __name(needs, "needs");
}
__name(usageOf, "usageOf");
function row(name, text, needed) {
  return `  ${name.padEnd(34)}${needed ? "Required. " : ""}${text}`;
}
__name(row, "row");

// src/cli/main.ts
var USAGE = 2;
async function main(argv) {
  process.exitCode = await run(argv);
  process.stdout.write("", () => process.exit(process.exitCode ?? 0));
}
__name(main, "main");
async function run(argv) {
  let line;
  try {
    const typed = readWords(argv);
    const asked = typed.words[0] === "help" ? typed.words.slice(1) : typed.words;
    if (typed.help || asked.length < typed.words.length || asked.length === 0) {
      process.stdout.write(await helpOn(asked));
      return argv.length === 0 ? USAGE : 0;
    }
    line = await readCommandLine(typed, COMMANDS);
  } catch (thrown) {
    tell(thrown);
    return USAGE;
  }
  return work(line);
}
__name(run, "run");
async function helpOn(words) {
  const name = commandIn(words, Object.keys(COMMANDS));
  const listed = name === void 0 ? void 0 : COMMANDS[name];
  return name === void 0 || !listed ? usage(COMMANDS) : usageOf(name, listed, await listed.load());
}
__name(helpOn, "helpOn");
async function work({ command, raw, options }) {
  const here = command.here ? await fromHere(raw, { env: process.env, cwd: process.cwd() }) : void 0;
  if (here?.workspace) process.env["GITHUB_WORKSPACE"] ??= here.workspace;
  const given = here?.inputs ?? raw;
  keepSecret([...secretsOf(given), ...environmentSecrets(process.env)]);
  const say = /* @__PURE__ */ __name((text) => void process.stderr.write(`${logText(text)}
`), "say");
  onStop(async (error) => {
    tell(error);
    process.exit(1);
  });
  let door;
  try {
    door = {
      inputs: parseInputs(given, command),
      say,
      warn: /* @__PURE__ */ __name((text2) => say(`warning: ${text2}`), "warn"),
      summarize: /* @__PURE__ */ __name(async (text2) => say(text2), "summarize")
    };
    const text = await command.run(door, options);
    process.stdout.write(`${options.json ? logJson(text) : logText(text)}
`);
    return 0;
  } catch (thrown) {
    if (isNeutral(thrown)) {
      say(`${thrown.problem.what}. ${thrown.problem.next}`);
      return 0;
    }
    const production = door && await command.describe?.(door, asShiplockError(thrown)).catch(() => void 0);
    tell(thrown, production);
    return 1;
  }
}
__name(work, "work");
function tell(thrown, serves) {
  const error = asShiplockError(thrown);
  const lines = errorLines(accountOf(error, error.problem.production ?? serves));
  process.stderr.write(`${logText(lines.join("\n"))}
`);
}
__name(tell, "tell");
export {
  main
};
