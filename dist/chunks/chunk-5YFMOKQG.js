import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  EVENT_COLUMNS,
  PASSED_OVER,
  told
} from "./chunk-E3CAOJSN.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/glass.ts
async function unconfirmedGlass(database, environment) {
  const broken = await passedOver(database, environment);
  const confirmed = await confirmations(database, [...broken.keys()]);
  return [...broken.values()].filter(({ glass, seq }) => (confirmed.get(glass.releaseId) ?? 0) < seq).map(({ glass }) => glass).sort((one, two) => one.releaseId < two.releaseId ? 1 : -1);
}
__name(unconfirmedGlass, "unconfirmedGlass");
async function passedOver(database, environment) {
  const rows = await database.query(
    `select each.*, r.environment, r.commit_sha as commit from shiplock.release r join
       (select ${EVENT_COLUMNS} from shiplock.event where ${PASSED_OVER}) as each on r.id = each."releaseId"
      where $1::text is null or r.environment = $1 order by each.seq`,
    [environment ?? null]
  );
  const last = /* @__PURE__ */ new Map();
  for (const { environment: environment2, commit, ...event } of rows) {
    const said = told(event);
    const one = said?.is === "approved" ? said.brokenGlass ?? said.standIn : void 0;
    if (said?.is !== "approved" || !one) continue;
    const { releaseId, seq } = event;
    const at = `${event.at.slice(0, "YYYY-MM-DDTHH:MM:SS".length)}Z`;
    const stoodIn = said.brokenGlass === void 0;
    last.set(releaseId, { glass: { releaseId, environment: environment2, commit, ...one, stoodIn, at }, seq });
  }
  return last;
}
__name(passedOver, "passedOver");
async function confirmations(database, releaseIds) {
  if (releaseIds.length === 0) return /* @__PURE__ */ new Map();
  const rows = await database.query(
    `select ${EVENT_COLUMNS} from shiplock.event
      where release_id = any($1) and kind = 'observed' and phase = 'approve' order by event.seq`,
    [releaseIds]
  );
  return new Map(
    rows.filter((event) => told(event)?.is === "glass-confirmed").map(({ releaseId, seq }) => [releaseId, seq])
  );
}
__name(confirmations, "confirmations");
async function confirmGlass(record, broken, confirmed, actor) {
  const { by, via, url } = confirmed;
  await record.append({
    ...{ releaseId: broken.releaseId, token: null, actor, phase: "approve" },
    saying: { is: "glass-confirmed", by, via, ...url ? { url } : {} }
  });
}
__name(confirmGlass, "confirmGlass");
function glassLine({ by, at, reason, releaseId, stoodIn }) {
  const what = stoodIn ? `administrator ${by} stood in for approvals` : `glass broken by ${by}`;
  return `${what} at ${at} for ${releaseId}, not yet confirmed by a second person: ${reason}`;
}
__name(glassLine, "glassLine");
function samePerson(one, other) {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
__name(samePerson, "samePerson");

export {
  unconfirmedGlass,
  confirmGlass,
  glassLine,
  samePerson
};
