import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  applying
} from "./chunk-ZM4ILGWO.js";
import {
  migrate
} from "./chunk-D6W6UKM5.js";
import {
  refuseRejected
} from "./chunk-SQANDXRL.js";
import {
  requireFresh
} from "./chunk-O7T7YMFA.js";
import {
  refuseFrozen
} from "./chunk-W44NXDEC.js";
import {
  closeIfOvertaken,
  recheckPlan,
  recordPlan,
  refuseSoaking
} from "./chunk-46EWTAD6.js";
import {
  heldFiles,
  waitingIn
} from "./chunk-WZTFVH4X.js";
import {
  refuseHeldToMigrate
} from "./chunk-U7W7OKRG.js";
import {
  requireReadyRoute
} from "./chunk-PHHJXQEC.js";
import {
  requireStaged
} from "./chunk-YVZSIZN3.js";
import {
  openProjections
} from "./chunk-RVISAR34.js";
import {
  Session
} from "./chunk-NICL46NP.js";
import {
  began
} from "./chunk-LTI6PTE6.js";
import {
  migrateMarkdown
} from "./chunk-DOWKXZXY.js";
import {
  CONTRACT_COMMAND,
  heldLines
} from "./chunk-UUOM7QQR.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/migrate.ts
async function migrate2(context) {
  const session = await Session.find(context, { adopts: true });
  const already = /* @__PURE__ */ __name(() => {
    if (!session.state.donePhases.has("migrate")) return void 0;
    context.say("migrate: already done");
    return result(session, "already", [], 0);
  }, "already");
  const before = already();
  if (before) return before;
  session.requireOpen();
  if (session.staged) await openProjections(session);
  return session.leased(async () => {
    session.requireOpen();
    await closeIfOvertaken(session);
    const plan = await agreedPlan(session);
    await requireReadyRoute(session);
    await refuseRejected(session, "migrate", "no other migrations were applied, no traffic was moved");
    await refuseFrozen(session, "migrate");
    if (!began(session.state, "migrate")) await refuseHeldToMigrate(session);
    await refuseSoaking(session);
    const wanted = plan.migrations.filter((m) => m.phase === "expand");
    const waiting = (await waitingIn(context)).filter(
      ({ version }) => plan.waiting?.some((file) => file.version === version)
    );
    if (context.dryRun) await saySql(context, wanted, waiting);
    const applied = await applyAll(session, wanted, plan);
    const held = heldFiles(plan, waiting, context.environment.soakHours);
    for (const line of heldLines(held)) context.say(`waits: ${line}; apply it with ${CONTRACT_COMMAND}`);
    await session.append("migrate", {
      is: "migrated",
      applied: applied.map((m) => ({
        version: m.version,
        milliseconds: Math.round(m.milliseconds),
        retries: m.retries
      })),
      schemaFingerprint: await context.schema.fingerprint()
    });
    return result(session, context.dryRun ? "planned" : "done", applied, wanted.length, held);
  }, already);
}
__name(migrate2, "migrate");
async function saySql(context, wanted, waiting) {
  const passedBy = new Set(waiting.map(({ version }) => version));
  const pending = (await context.migrations?.pending({ refuse: false, waiting: passedBy }))?.pending ?? [];
  const versions = new Set(wanted.map(({ version }) => version));
  for (const { file, version, statements } of pending)
    if (versions.has(version))
      for (const { line, summary } of statements)
        context.say(`dry run: would run ${file}:${line} ${summary}`);
}
__name(saySql, "saySql");
async function agreedPlan(session) {
  const { plan, deployed } = session.state;
  if (began(session.state, "migrate")) {
    await requireStaged(session);
    return session.requirePlan().plan;
  }
  const unplanned = !plan && deployed?.adopted === true && session.context.environment.kind === "staging";
  if (unplanned) return (await recordPlan(session)).plan;
  const agreed = await recheckPlan(session);
  requireFresh(session);
  return agreed;
}
__name(agreedPlan, "agreedPlan");
async function applyAll(session, wanted, plan) {
  const waiting = [...plan.migrations.filter((m) => m.phase === "contract"), ...plan.waiting ?? []];
  const { migrations } = session.context;
  if (!migrations || wanted.length === 0) return [];
  const outcome = await session.seam("migrate").write(
    migrate.with(migrations, {
      request: { versions: wanted.map((m) => m.version) },
      input: applying(session, wanted, waiting)
    })
  );
  return outcome?.applied ?? [];
}
__name(applyAll, "applyAll");
function result(session, state, applied, wanted, held) {
  return {
    phase: "migrate",
    state,
    summary: migrateMarkdown(state, applied, wanted, held),
    outputs: { "release-id": session.release.id, applied: applied.map((m) => m.version).join(",") }
  };
}
__name(result, "result");

export {
  migrate2 as migrate
};
