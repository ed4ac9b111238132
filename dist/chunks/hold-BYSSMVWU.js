import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  doneToHold,
  holdsOf,
  newestRelease
} from "./chunk-2PKHQEJD.js";
import {
  projectOf
} from "./chunk-REGHRSDI.js";
import {
  ReleaseRecord,
  installedVersion,
  v7_default
} from "./chunk-E3CAOJSN.js";
import "./chunk-QVSIU3EX.js";
import {
  runFacts
} from "./chunk-6ALLFBKM.js";
import {
  required
} from "./chunk-CFC4G37J.js";
import "./chunk-T73DP7Z5.js";
import "./chunk-P7GBMNII.js";
import "./chunk-HWE4CUXX.js";
import "./chunk-JBZYLIBD.js";
import {
  configurationError
} from "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/hold.ts
async function holdBack(where, said) {
  const { by, reason, commit } = said;
  const hold2 = `hold_${v7_default()}`;
  const at = await append(where, by, { is: "held", hold: hold2, commit, by, reason });
  return { id: hold2, commit, base: null, rolledBack: false, by, reason, at };
}
__name(holdBack, "holdBack");
async function liftHold(where, said) {
  const { by, reason, hold: hold2 } = said;
  const holds = await holdsOf(where.database, where.environment, where.project);
  const found = holds.find(({ id }) => id === hold2);
  if (!found) throw unknown(where.environment, hold2, holds);
  if (found.lifted) return found;
  const at = await append(where, by, { is: "hold-lifted", hold: hold2, by, reason });
  return { ...found, lifted: { by, reason, at } };
}
__name(liftHold, "liftHold");
async function append({ database, environment, project }, actor, saying) {
  const record = new ReleaseRecord(database, project);
  const release = await newestRelease(record, environment);
  if (!release) throw nothingReleased(environment);
  const entry = { releaseId: release.id, token: null, actor, phase: "record" };
  return (await record.append({ ...entry, saying })).at;
}
__name(append, "append");
function nothingReleased(environment) {
  return configurationError({
    code: "SHIPLOCK_RELEASE_NOT_FOUND",
    what: `the record has no release of ${environment} yet`,
    notDone: ["nothing was recorded"],
    next: "Check environment and database-url: `shiplock status` lists what the record has."
  });
}
__name(nothingReleased, "nothingReleased");
function unknown(environment, hold2, holds) {
  const open = holds.filter(({ lifted }) => !lifted).map(({ id }) => id);
  return configurationError({
    code: "SHIPLOCK_HOLD_UNKNOWN",
    what: `the record of ${environment} has no hold ${hold2}`,
    notDone: ["no hold was lifted"],
    next: `Use the id of a hold: ${open.length > 0 ? open.join(", ") : "none is open"}. \`shiplock status\` lists them.`
  });
}
__name(unknown, "unknown");

// src/runner/hold.ts
var SHORTEST_REASON = 10;
async function hold({ inputs, say }) {
  const environment = required(inputs, "environment");
  const said = { by: runFacts().actor, reason: reasonOf(required(inputs, "reason")) };
  const { "vercel-project": called, "hold-id": lifts, "held-commit": commit } = inputs;
  const { connect } = await import("./connection-SQT7HIV3.js");
  const database = await connect(required(inputs, "database-url"), { applicationName: "shiplock hold" });
  try {
    if (await installedVersion(database) === 0) throw noRecord();
    const where = { database, environment, project: called ? projectOf(called) : void 0 };
    if (lifts && commit) throw bothWays();
    const done = lifts ? await liftHold(where, { ...said, hold: lifts }) : await holdBack(where, { ...said, commit: commit ?? null });
    const line = doneToHold(done, environment);
    say(line);
    return { outputs: { "hold-id": done.id, state: done.lifted ? "lifted" : "held" }, summary: line };
  } finally {
    await database.close();
  }
}
__name(hold, "hold");
function reasonOf(reason) {
  if (reason.trim().length >= SHORTEST_REASON) return reason.trim();
  throw configurationError({
    code: "SHIPLOCK_INPUT_INVALID",
    what: `the reason is too short: ${JSON.stringify(reason)} (at least ${SHORTEST_REASON} characters)`,
    notDone: ["nothing was recorded"],
    next: "Say why, for whoever finds the hold."
  });
}
__name(reasonOf, "reasonOf");
function bothWays() {
  return configurationError({
    code: "SHIPLOCK_INPUT_INVALID",
    what: "hold-id lifts a hold and held-commit places one: both are set",
    notDone: ["nothing was recorded"],
    next: "Set one of them."
  });
}
__name(bothWays, "bothWays");
function noRecord() {
  return configurationError({
    code: "SHIPLOCK_RECORD_NOT_INSTALLED",
    what: "this database has no record of releases (schema shiplock)",
    notDone: ["nothing was recorded"],
    next: "Check that this is the right database; the first deploy installs the record."
  });
}
__name(noRecord, "noRecord");
export {
  hold
};
