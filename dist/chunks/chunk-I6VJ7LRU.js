import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  EVENT_COLUMNS,
  isOpenedFor,
  isOver,
  saysProject,
  told
} from "./chunk-E3CAOJSN.js";
import {
  START
} from "./chunk-QVSIU3EX.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/record/restored.ts
var MOST_WITNESSES = 20;
function isExplained(head, restored) {
  return restored.some(({ lost, proven, outside }) => {
    if (outside.some(({ seq, hash }) => seq === head.seq && hash === head.hash)) return true;
    const after = Math.min(lost.after.seq, proven?.seq ?? lost.after.seq);
    const [newest] = outside;
    return newest !== void 0 && head.seq > after && head.seq <= lost.to.seq && Date.parse(head.at) <= Date.parse(newest.at);
  });
}
__name(isExplained, "isExplained");
async function lostEnd(db, heads) {
  const outside = await ofThisRecord(db, heads);
  if (outside.length === 0) return void 0;
  const known = await hashesAt(
    db,
    outside.map(({ seq }) => seq)
  );
  const holds = /* @__PURE__ */ __name(({ seq, hash }) => known.get(seq)?.startsWith(hash) ?? false, "holds");
  const unknown = outside.filter((head) => head.seq > 0 && !holds(head));
  if (unknown.length === 0) return void 0;
  const told2 = await restoredEvents(db);
  const news = unknown.filter((head) => !isExplained(head, told2)).toSorted(newestFirst);
  const first = news.reduce((a, b) => a && a.seq <= b.seq ? a : b, void 0);
  const last = news.reduce((a, b) => a && a.seq >= b.seq ? a : b, void 0);
  const [newest] = news;
  if (!first || !last || !newest) return void 0;
  const held = outside.filter((head) => holds(head) && Date.parse(head.at) <= Date.parse(newest.at));
  const proven = held.reduce((a, b) => a && a.seq >= b.seq ? a : b, void 0);
  const open = await db.query(
    `select r.id from shiplock.release r where not ${isOver("r.id")} order by r.opened_at desc limit 100`
  );
  return {
    lost: {
      after: await lastBefore(db, first.seq),
      to: { seq: last.seq, hash: last.hash }
    },
    ...proven ? { proven: { seq: proven.seq, hash: proven.hash } } : {},
    outside: news.slice(0, MOST_WITNESSES).map(({ seq, hash, releaseId, deploymentId, by, at }) => ({
      seq,
      hash,
      releaseId,
      deploymentId,
      by,
      at
    })),
    inDoubt: open.map(({ id }) => id)
  };
}
__name(lostEnd, "lostEnd");
async function ofThisRecord(db, heads) {
  const names = new Set(heads.flatMap(({ project }) => project ?? []));
  if (names.size === 0) return heads;
  const known = await releasedHere(db, [...names]);
  return heads.filter(({ project }) => !project || project.some((name) => known.has(name)));
}
__name(ofThisRecord, "ofThisRecord");
async function releasedHere(db, names) {
  const newest = /* @__PURE__ */ __name((which) => `(select 1 from shiplock.event where kind = 'opened' and ${saysProject("body")} and ${which}
       order by release_id desc limit 1)`, "newest");
  const rows = await db.query(
    `select name from unnest($1::text[]) as name where exists ${newest(isOpenedFor("body", "array[name]"))}`,
    [names]
  );
  if (rows.length > 0) return new Set(rows.map(({ name }) => name));
  const [any] = await db.query(`select exists ${newest("true")} as any`);
  return new Set(any?.any ? [] : names);
}
__name(releasedHere, "releasedHere");
function newestFirst(one, two) {
  return (Date.parse(two.at) || 0) - (Date.parse(one.at) || 0);
}
__name(newestFirst, "newestFirst");
async function hashesAt(db, seqs) {
  const rows = await db.query(
    "select seq::int as seq, hash from shiplock.event where event.seq = any($1::bigint[])",
    [seqs]
  );
  return new Map(rows.map(({ seq, hash }) => [seq, hash]));
}
__name(hashesAt, "hashesAt");
async function lastBefore(db, seq) {
  const rows = await db.query(
    "select seq::int as seq, hash from shiplock.event where event.seq < $1::bigint order by event.seq desc limit 1",
    [seq]
  );
  return rows[0] ?? START;
}
__name(lastBefore, "lastBefore");
async function restoredEvents(db) {
  const rows = await db.query(
    `select ${EVENT_COLUMNS} from shiplock.event where kind = 'restored' order by event.seq`
  );
  return rows.flatMap((event) => {
    const said = told(event);
    return said?.is === "restored" ? [said] : [];
  });
}
__name(restoredEvents, "restoredEvents");
async function restoredAfter(db, seq) {
  const [row] = await db.query(
    `select max(event.seq)::int as seq from shiplock.event where kind = 'restored' and event.seq > $1::bigint`,
    [seq]
  );
  return row?.seq ?? void 0;
}
__name(restoredAfter, "restoredAfter");

export {
  isExplained,
  lostEnd,
  ofThisRecord,
  restoredAfter
};
