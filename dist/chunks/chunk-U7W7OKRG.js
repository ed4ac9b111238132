import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  holdLine,
  holdsOf,
  liftCommand,
  liftedLine
} from "./chunk-2PKHQEJD.js";
import {
  told
} from "./chunk-E3CAOJSN.js";
import {
  failure
} from "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/quarantine.ts
async function judgeHold(hold, about) {
  return { hold, answer: await answerTo(hold, about) };
}
__name(judgeHold, "judgeHold");
async function answerTo(hold, { commit, history, serving }) {
  const { lifted } = hold;
  if (lifted && serving && lifted.at < serving.openedAt) return "free";
  if (hold.commit === null) return lifted ? "free" : "held";
  if (hold.commit === commit) return lifted ? "lifted" : "contained";
  if (!history) return lifted ? "free" : "unknown";
  if (!await history.contains({ commit: hold.commit, head: commit })) return "free";
  if (lifted) return "lifted";
  if (serving?.passed.has(hold.id) && await history.contains({ commit: serving.commit, head: commit }))
    return "passed-before";
  return await isReverted(hold, commit, history) ? "reverted" : "contained";
}
__name(answerTo, "answerTo");
async function isReverted(hold, commit, history) {
  if (hold.base === null || hold.commit === null) return false;
  const [before, bad, now] = await Promise.all(
    [hold.base, hold.commit, commit].map((one) => history.files(one))
  );
  if (!before || !bad || !now) return false;
  const changed = [.../* @__PURE__ */ new Set([...before.keys(), ...bad.keys()])].filter(
    (path) => before.get(path) !== bad.get(path)
  );
  return changed.length > 0 && changed.every((path) => now.get(path) === before.get(path));
}
__name(isReverted, "isReverted");
function passedIn(events) {
  return new Set(
    events.flatMap((event) => {
      const said = told(event);
      return said?.is === "holds-passed" ? said.holds : [];
    })
  );
}
__name(passedIn, "passedIn");

// src/release/steps/holds.ts
async function holdsAtPlan(session) {
  const judged = await judgeAll(session, await relevantHolds(session));
  refuseQuarantined(session, judged, "nothing was changed");
  return judged.flatMap((one) => noteOn(one, session.release.environment));
}
__name(holdsAtPlan, "holdsAtPlan");
async function refuseHeldToMigrate(session) {
  const judged = await judgeAll(session, await relevantHolds(session));
  refuseQuarantined(session, judged, "no migration was applied, no traffic was moved");
  refuseHeld(session, judged, "no migration was applied, no traffic was moved");
  const passed = judged.filter(({ answer }) => answer === "reverted" || answer === "passed-before");
  if (passed.length > 0)
    await session.append("migrate", { is: "holds-passed", holds: passed.map(({ hold }) => hold.id) });
}
__name(refuseHeldToMigrate, "refuseHeldToMigrate");
async function refuseHeldByHand(session, notDone) {
  const holds = (await relevantHolds(session)).filter(({ rolledBack }) => !rolledBack);
  const judged = await judgeAll(session, holds);
  refuseQuarantined(session, judged, notDone);
  refuseHeld(session, judged, notDone);
}
__name(refuseHeldByHand, "refuseHeldByHand");
async function relevantHolds(session) {
  const { standing, context, database } = session;
  const { name, project, quarantine } = context.environment;
  if (standing.version === 0) return [];
  return (await holdsOf(database, name, project)).filter(({ rolledBack }) => quarantine || !rolledBack);
}
__name(relevantHolds, "relevantHolds");
async function judgeAll(session, holds) {
  const { context, record, release } = session;
  if (holds.length === 0) return [];
  const serving = release.replaces ? await record.release(release.replaces) : void 0;
  const passed = serving ? passedIn(await record.events(serving.id)) : /* @__PURE__ */ new Set();
  const judged = [];
  for (const hold of holds)
    judged.push(
      await judgeHold(hold, {
        commit: release.commit,
        history: context.codeHost,
        serving: serving && { commit: serving.commit, openedAt: serving.openedAt, passed }
      })
    );
  return judged;
}
__name(judgeAll, "judgeAll");
function refuseQuarantined(session, judged, notDone) {
  const found = judged.find(({ answer: answer2 }) => answer2 === "contained" || answer2 === "unknown");
  if (!found) return;
  const { hold, answer } = found;
  const { environment, commit } = session.release;
  const lift = `lift the hold with a reason: ${liftCommand(hold.id, environment)}`;
  const known = answer === "contained";
  throw failure({
    code: known ? "SHIPLOCK_RELEASE_QUARANTINED" : "SHIPLOCK_QUARANTINE_UNKNOWN",
    what: `${known ? `commit ${commit.slice(0, 12)} contains a commit that is held` : `without a code host Shiplock cannot tell whether ${commit.slice(0, 12)} contains a commit that is held`}; ${holdLine(hold, environment)}`,
    notDone: [notDone],
    next: known ? `Revert it, so that each file it changed is again as in the previous release; or ${lift}` : `Set github-token; or ${lift}`
  });
}
__name(refuseQuarantined, "refuseQuarantined");
function refuseHeld(session, judged, notDone) {
  const found = judged.find(({ answer }) => answer === "held");
  if (!found) return;
  const { environment } = session.release;
  throw failure({
    code: "SHIPLOCK_RELEASE_HELD",
    what: holdLine(found.hold, environment),
    done: ["what was staged, planned and approved stays"],
    notDone: [notDone],
    next: `Ask ${found.hold.by}. To go on, lift the hold with ${liftCommand(found.hold.id, environment)}, then rerun this job. A rollback is never held.`
  });
}
__name(refuseHeld, "refuseHeld");
function noteOn({ hold, answer }, environment) {
  const { lifted } = hold;
  if (answer === "held")
    return [`${holdLine(hold, environment)}. Migrate and promote stop until it is lifted.`];
  if (answer === "lifted" && lifted) return [liftedLine({ ...hold, lifted })];
  if (answer === "reverted")
    return [
      `this release contains ${hold.commit?.slice(0, 12) ?? ""}, which was rolled back (${hold.id}), and reverts it`
    ];
  return [];
}
__name(noteOn, "noteOn");

export {
  holdsAtPlan,
  refuseHeldToMigrate,
  refuseHeldByHand
};
