import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  defineCall
} from "./chunk-P4MBYWRH.js";
import {
  ShiplockError,
  failure
} from "./chunk-GQCODBKJ.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/calls/database.ts
var applied = external_exports.object({
  applied: external_exports.array(
    external_exports.object({ version: external_exports.string(), file: external_exports.string(), milliseconds: external_exports.number(), retries: external_exports.number() })
  )
});
var FINDS_FIRST = {
  how: "finds-first",
  says: "Runs again: the engine reads its history table under its mutex first, so each file is applied at most once."
};
var migrate = defineCall({
  verb: "migrate",
  port: "migrations",
  method: "apply",
  does: "Applies the expand migrations of the plan.",
  request: external_exports.strictObject({ versions: external_exports.array(external_exports.string()) }),
  result: applied,
  lost: FINDS_FIRST,
  run: /* @__PURE__ */ __name(async (migrations, input, notAfter) => ({ applied: await apply(migrations, input, notAfter) }), "run")
});
var contract = defineCall({
  verb: "contract",
  port: "migrations",
  method: "apply",
  does: "Applies contract migrations that have waited long enough.",
  request: external_exports.strictObject({ versions: external_exports.array(external_exports.string()), forced: external_exports.string().exactOptional() }),
  result: applied,
  lost: FINDS_FIRST,
  run: /* @__PURE__ */ __name(async (migrations, input, notAfter) => ({ applied: await apply(migrations, input, notAfter) }), "run")
});
var down = defineCall({
  verb: "down",
  port: "migrations",
  method: "down",
  does: "Undoes migrations with their down files, newest first.",
  request: external_exports.strictObject({ versions: external_exports.array(external_exports.string()), consent: external_exports.array(external_exports.string()) }),
  result: external_exports.object({ versions: external_exports.array(external_exports.string()) }),
  lost: {
    ...FINDS_FIRST,
    says: "Runs again: what the history table says is undone already is not undone twice."
  },
  run: /* @__PURE__ */ __name(async (migrations, input, notAfter) => {
    const undone = await migrations.down({ ...input, notAfter });
    return { versions: undone.map(({ version }) => version) };
  }, "run")
});
async function apply(migrations, { announce, ...request }, notAfter) {
  try {
    const done = await migrations.apply({ ...request, notAfter });
    await announce();
    return done;
  } catch (error) {
    if (error instanceof ShiplockError) throw error;
    throw failure(
      {
        code: "SHIPLOCK_MIGRATE_FAILED",
        what: error instanceof Error ? error.message : String(error),
        next: "Rerun the job: the engine reads its history table and continues where it stopped."
      },
      error
    );
  }
}
__name(apply, "apply");

export {
  migrate,
  contract,
  down
};
