import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  foldState
} from "./chunk-LTI6PTE6.js";
import {
  ReleaseRecord,
  closings
} from "./chunk-E3CAOJSN.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/record/waiting.ts
async function waitingFiles(database, environment) {
  const record = new ReleaseRecord(database);
  const plans = /* @__PURE__ */ new Map();
  const planOf = /* @__PURE__ */ __name(async (id) => {
    if (!plans.has(id)) plans.set(id, foldState(await record.events(id)).plan?.plan);
    return plans.get(id);
  }, "planOf");
  const found = /* @__PURE__ */ new Map();
  let left;
  for await (const { serves, event } of closings(database, { environment })) {
    if (serves === null) continue;
    const plan = await planOf(serves);
    const known = new Map(plan ? contractFiles(plan).map((file) => [keyOf(file), file]) : []);
    const still = new Set([...known.keys()].filter((key) => !left || left.has(key)));
    for (const key of still) {
      const { version, file, checksum } = known.get(key);
      found.set(key, { version, file, checksum, releaseId: serves, since: event.at });
    }
    left = still;
    if (still.size === 0) break;
  }
  return [...found.values()].sort((a, b) => a.version < b.version ? -1 : 1);
}
__name(waitingFiles, "waitingFiles");
var keyOf = /* @__PURE__ */ __name(({ version, checksum }) => `${version} ${checksum}`, "keyOf");
function contractFiles(plan) {
  return [...plan.migrations.filter(({ phase }) => phase === "contract"), ...plan.waiting ?? []];
}
__name(contractFiles, "contractFiles");

export {
  waitingFiles
};
