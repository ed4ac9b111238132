import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/record/proposals.ts
var authority = external_exports.tuple([external_exports.object({ authority: external_exports.enum(["ship", "plan", "read"]) })]);
async function authorityOf(db) {
  return authority.parse(await db.query("select shiplock.authority() as authority"))[0].authority;
}
__name(authorityOf, "authorityOf");
var candidates = external_exports.array(
  external_exports.object({
    releaseId: external_exports.string(),
    deploymentId: external_exports.string().nullable()
  })
);
var Proposals = class {
  static {
    __name(this, "Proposals");
  }
  #db;
  constructor(db) {
    this.#db = db;
  }
  async release(of, run) {
    await this.#db.query("select shiplock.propose_release($1, $2, $3, $4, $5, $6)", [
      ...key(of),
      run.url,
      run.actor
    ]);
  }
  async staged(of, deploymentId) {
    await this.#db.query("select shiplock.propose_staged($1, $2, $3, $4, $5)", [...key(of), deploymentId]);
  }
  async plan(of, plan) {
    await this.#db.query("select shiplock.propose_plan($1, $2, $3, $4, $5)", [
      ...key(of),
      JSON.stringify(plan)
    ]);
  }
  /** Those of one commit's run in an environment, each once: release ids sort by time. */
  async candidates(of) {
    const rows = await this.#db.query(
      `select distinct release_id as "releaseId", case what when 'staged' then body ->> 'deploymentId' end as "deploymentId"
         from shiplock.proposal
        where what in ('opened', 'staged') and environment = $1 and commit_sha = $2 and run_id is not distinct from $3
        order by 1, 2`,
      [of.environment, of.commit, of.runId]
    );
    return candidates.parse(rows).map(({ releaseId, deploymentId }) => ({ releaseId, deploymentId: deploymentId ?? void 0 }));
  }
};
var key = /* @__PURE__ */ __name((of) => [of.releaseId, of.environment, of.commit, of.runId], "key");

export {
  authorityOf,
  Proposals
};
