import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  locked,
  namedChecks,
  requested
} from "./chunk-6KD7T7JQ.js";
import {
  findProgram
} from "./chunk-DBYL4YDK.js";
import {
  DEFAULTS,
  SUPABASE_HISTORY,
  adoptChecksums,
  checkFolder,
  compileAll,
  historyTable,
  open,
  orderOf
} from "./chunk-TKSXV3DM.js";
import "./chunk-M3TT6DPO.js";
import "./chunk-Q7FKY43Q.js";
import "./chunk-XQVBSQ4W.js";
import {
  folderProblem,
  migrateProblem
} from "./chunk-FY5STXVI.js";
import "./chunk-G5532VYC.js";
import "./chunk-5C23QCQT.js";
import {
  forArguments
} from "./chunk-HWE4CUXX.js";
import "./chunk-RGJYDZCI.js";
import "./chunk-GPMABSAE.js";
import "./chunk-EIRXDFOO.js";
import "./chunk-4DOZPKNJ.js";
import "./chunk-NOU2GYAC.js";
import "./chunk-U2BQKBZ7.js";
import "./chunk-GWXVWR6U.js";
import "./chunk-GQCODBKJ.js";
import {
  redactor
} from "./chunk-ZYXXDNOM.js";
import "./chunk-LECB5WLM.js";
import "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/migrations/supabase-cli.ts
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

// src/database/migrations/cli-process.ts
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
var KEPT_LINES = 6;
var PASSED_ON = ["PATH", "HOME", "TMPDIR", "SYSTEMROOT"];
async function runCli(request) {
  const { address, env, secrets } = forArguments(request.url);
  const late = request.isLate ? ["--include-all"] : [];
  const program = await findProgram("supabase", request.workspace);
  if (!program) throw missing(new Error("it is neither on PATH nor in node_modules/.bin of the workspace"));
  const child = spawn(program, ["migration", "up", "--yes", ...late, `--remote=${address}`], {
    cwd: request.workdir,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]])),
      ...env,
      PGOPTIONS: `-c lock_timeout=${request.lockTimeoutMs}`,
      DO_NOT_TRACK: "1",
      NO_COLOR: "1"
    }
  });
  const clean = redactor(secrets);
  const said = [];
  const watch = stopwatch();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (raw) => {
      const line = clean(raw).trim();
      if (!/\w/.test(line)) return;
      said.push(line);
      request.say(`supabase: ${line}`);
      const version = /^Applying migration (\d+)_/.exec(line)?.[1];
      if (version !== void 0) watch.begin(version);
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(missing(error)));
    child.once(
      "close",
      (code, signal) => resolve({ code, signal, milliseconds: watch.end(), lastWords: said.slice(-KEPT_LINES).join(" / ") })
    );
  });
}
__name(runCli, "runCli");
function stopwatch() {
  const took = /* @__PURE__ */ new Map();
  let running;
  const stop = /* @__PURE__ */ __name(() => {
    if (running) took.set(running.version, performance.now() - running.since);
  }, "stop");
  return {
    begin(version) {
      stop();
      running = { version, since: performance.now() };
    },
    end() {
      stop();
      return took;
    }
  };
}
__name(stopwatch, "stopwatch");
function missing(error) {
  return folderProblem(
    "CLI",
    {
      what: `could not start the Supabase CLI (${error.message})`,
      next: "Install it before this step (supabase/setup-cli, with a pinned version), or use engine: shiplock."
    },
    error
  );
}
__name(missing, "missing");

// src/database/migrations/supabase-cli.ts
async function applyWithCli(options, request) {
  if ((options.historyTable ?? SUPABASE_HISTORY) !== SUPABASE_HISTORY) {
    throw folderProblem("HISTORY", {
      what: `the Supabase CLI records only in ${SUPABASE_HISTORY}`,
      next: "Use engine: shiplock, or do not change the history table."
    });
  }
  const { database, folder } = await open(options, false);
  try {
    const table = historyTable(SUPABASE_HISTORY);
    return await locked(options, { database, say: request.say }, async () => {
      const order = orderOf(options, new Set(request.waiting));
      const before = await checkFolder(database.client, table, folder, { order });
      const wanted = requested(request, folder, before);
      if (wanted.length === 0) return [];
      refuseBatches(await compileAll(wanted));
      request.notAfter?.check("database.migrate");
      const isLate = wanted.some(({ version }) => version < (before.applied.at(-1)?.version ?? ""));
      const ended = await runWith(options, [...before.applied, ...wanted], { say: request.say, isLate });
      const after = await checkFolder(database.client, table, folder, { order });
      const left = wanted.filter((file) => after.pending.includes(file));
      if (left.length > 0 || ended.code !== 0) throw failed(ended, wanted, left);
      await adoptChecksums(database.client, after.adoptable);
      const applied = wanted.map(({ version, file }) => ({
        version,
        file,
        milliseconds: ended.milliseconds.get(version) ?? 0,
        retries: 0
      }));
      const checks = await namedChecks(options, database, request.say);
      for (const file of wanted) await checks.run(file, { applied, rest: [] });
      return applied;
    });
  } finally {
    await database.close();
  }
}
__name(applyWithCli, "applyWithCli");
async function runWith(options, files, { say, isLate }) {
  const workdir = await mkdtemp(path.join(tmpdir(), "shiplock-supabase-"));
  try {
    const migrations = path.join(workdir, "supabase/migrations");
    await mkdir(migrations, { recursive: true });
    for (const file of files) await copyFile(file.path, path.join(migrations, path.basename(file.path)));
    const lockTimeoutMs = options.lockTimeoutMs ?? DEFAULTS.lockTimeoutMs;
    return await runCli({
      url: options.url,
      workspace: options.workspace,
      workdir,
      lockTimeoutMs,
      say,
      isLate
    });
  } finally {
    await rm(workdir, { recursive: true, force: true });
  }
}
__name(runWith, "runWith");
function refuseBatches(files) {
  for (const { file, units } of files) {
    const batch = units.find(({ kind }) => kind === "batch")?.statements[0];
    if (!batch) continue;
    throw folderProblem("BATCH", {
      what: `${file}:${batch.line} asks for batches, which the Supabase CLI would run as one statement`,
      next: "Use engine: shiplock, or remove the directive.",
      places: [{ file, line: batch.line, column: batch.column }]
    });
  }
}
__name(refuseBatches, "refuseBatches");
function failed(ended, wanted, left) {
  const done = wanted.filter((file) => !left.includes(file)).map(({ version }) => version);
  return migrateProblem("CLI", {
    what: `the Supabase CLI ended with ${ended.signal ?? `exit code ${ended.code}`} and ${left.length === 0 ? "everything recorded" : `left ${left.map(({ file }) => file).join(", ")}`}: ${ended.lastWords}`,
    done: done.length > 0 ? [`applied: ${done.join(", ")}`] : ["no migration was recorded"],
    notDone: left.map(
      ({ file }) => `${file}: not recorded; the CLI might have run part of it, because it does not always use a transaction`
    ),
    next: "Compare the database with the file before you rerun the job. engine: shiplock rolls failed files back completely.",
    places: left.slice(0, 1).map(({ file }) => ({ file }))
  });
}
__name(failed, "failed");
export {
  applyWithCli
};
