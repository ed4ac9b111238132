import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/present/migration-line.ts
var BLOCKS = ["nothing", "writes", "reads-and-writes"];
function line(migration, empty = /* @__PURE__ */ new Set()) {
  const { statements } = migration;
  const hazards = statements.flatMap(
    (statement) => statement.hazards.filter(({ severity }) => severity !== "info")
  );
  const felt = statements.filter(
    ({ locks, blocks }) => blocks !== "nothing" && locks.some(({ relation, level }) => STRONG.has(level) && !empty.has(relation))
  );
  const isIndexOnly = statements.filter(
    ({ locks, blocks }) => blocks !== "nothing" && !locks.some(({ level }) => STRONG.has(level))
  );
  const waits = [...felt, ...isIndexOnly];
  const worst = Math.max(0, ...waits.map(({ blocks }) => BLOCKS.indexOf(blocks)));
  return {
    migration,
    state: stateOf(hazards),
    blocks: BLOCKS[worst] ?? "nothing",
    waiting: waitingFor(waits).filter((relation) => !empty.has(relation)),
    rewrites: statements.some(({ rewrites }) => rewrites),
    scans: statements.some(({ scans }) => scans),
    losesData: statements.some(({ losesData }) => losesData),
    hazards
  };
}
__name(line, "line");
function stateOf(hazards) {
  if (hazards.some(({ severity, allowed }) => severity === "refused" && !allowed)) return "refused";
  if (hazards.some(({ allowed }) => allowed)) return "allowed";
  return hazards.length > 0 ? "warning" : "clear";
}
__name(stateOf, "stateOf");
function waitingFor(statements) {
  const found = /* @__PURE__ */ new Set();
  for (const blocks of ["reads-and-writes", "writes"]) {
    for (const statement of statements) {
      if (statement.blocks !== blocks) continue;
      for (const { relation, level } of statement.locks) if (STRONG.has(level)) found.add(relation);
    }
  }
  return [...found];
}
__name(waitingFor, "waitingFor");
var STRONG = /* @__PURE__ */ new Set(["ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"]);
function lockName(level) {
  return level.replace(/Lock$/, "").replace(/(?<=[a-z])(?=[A-Z])/g, " ").toUpperCase();
}
__name(lockName, "lockName");

export {
  line,
  lockName
};
