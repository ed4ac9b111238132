import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  EVENT_COLUMNS,
  OF_HOLDS,
  isOfProject,
  told,
  unreadable
} from "./chunk-E3CAOJSN.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/present/holds.ts
function holdLine(hold, environment) {
  const { id, commit, rolledBack, by, reason, at } = hold;
  const since = at.slice(0, "YYYY-MM-DDTHH:MM".length);
  const why = reason ? `: ${reason}` : "";
  if (commit === null) return `${environment} is held by ${by} since ${since}Z (${id})${why}`;
  const short = commit.slice(0, 12);
  return rolledBack ? `commit ${short} is quarantined: release ${id} was rolled back at ${since}Z by ${by}${why}` : `commit ${short} is held by ${by} since ${since}Z (${id})${why}`;
}
__name(holdLine, "holdLine");
var liftCommand = /* @__PURE__ */ __name((id, environment) => `\`shiplock hold lift --environment ${environment} --hold-id ${id} --reason "\u2026"\``, "liftCommand");
function liftedLine(hold) {
  const { id, commit, lifted } = hold;
  return `this release contains ${commit?.slice(0, 12) ?? ""}, whose hold (${id}) ${lifted.by} lifted at ${lifted.at.slice(0, "YYYY-MM-DDTHH:MM".length)}Z: ${lifted.reason}`;
}
__name(liftedLine, "liftedLine");
function doneToHold(hold, environment) {
  const { id, lifted } = hold;
  if (lifted)
    return `${id} was lifted by ${lifted.by} at ${lifted.at.slice(0, "YYYY-MM-DDTHH:MM".length)}Z: ${lifted.reason}`;
  return `${holdLine(hold, environment)}. Lift it with ${liftCommand(id, environment)}`;
}
__name(doneToHold, "doneToHold");

// src/release/record/holds.ts
function foldHolds(events) {
  const holds = /* @__PURE__ */ new Map();
  for (const event of events) {
    const said = told(event);
    const { at, releaseId, commit, base } = event;
    if (said?.is === "unreadable") throw unreadable(event, "the environment");
    if (said?.is === "closed" && said.result === "rolled-back")
      holds.set(releaseId, {
        ...{ id: releaseId, commit, base, rolledBack: true, at },
        ...{ by: event.actor, reason: said.reason ?? "" }
      });
    if (said?.is === "held") {
      const { hold: id, by, reason } = said;
      if (!holds.has(id))
        holds.set(id, { id, commit: said.commit, base: null, rolledBack: false, by, reason, at });
    }
    if (said?.is === "hold-lifted") {
      const { by, reason } = said;
      const one = holds.get(said.hold);
      if (one && !one.lifted) holds.set(said.hold, { ...one, lifted: { by, reason, at } });
    }
  }
  return [...holds.values()];
}
__name(foldHolds, "foldHolds");
async function holdsOf(database, environment, project) {
  const rows = await database.query(
    `select each.*, r.commit_sha as commit, b.commit_sha as base,
        (select o.body -> 'project' from shiplock.event o
          where o.release_id = r.id and o.kind = 'opened' order by o.seq limit 1) as project
       from (select ${EVENT_COLUMNS} from shiplock.event where ${OF_HOLDS}) as each
       join shiplock.release r on r.id = each."releaseId"
       left join shiplock.release b on b.id = r.replaces
      where r.environment = $1 order by each.seq`,
    [environment]
  );
  const ours = [];
  for (const row of rows)
    if (await isOfProject(names.safeParse(row.project).data ?? void 0, project)) ours.push(row);
  return foldHolds(ours);
}
__name(holdsOf, "holdsOf");
var names = external_exports.array(external_exports.string()).nullable();
var RECENT = 50;
async function newestRelease(record, environment) {
  for (const release of await record.recent(environment, RECENT))
    if (await record.isOurs(release.id)) return release;
  return void 0;
}
__name(newestRelease, "newestRelease");

export {
  holdLine,
  liftCommand,
  liftedLine,
  doneToHold,
  holdsOf,
  newestRelease
};
