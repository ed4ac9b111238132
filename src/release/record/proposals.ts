import { z } from 'zod';
import type { Database } from '../ports.ts';

/** What this session's role may do with the record: change the chain, propose, or neither. */
export type Authority = 'ship' | 'plan' | 'read';

const authority = z.tuple([z.object({ authority: z.enum(['ship', 'plan', 'read']) })]);

/** Asks the record, from version 2 on. */
export async function authorityOf(db: Database): Promise<Authority> {
  return authority.parse(await db.query('select shiplock.authority() as authority'))[0].authority;
}

/** Which release a proposal is of. */
export interface Proposed {
  readonly releaseId: string;
  readonly environment: string;
  readonly commit: string;
  readonly runId: string | null;
}

/** Where hosting may hold the staged deployment of this run: said by whoever could say it, to be asked of hosting. */
export interface Candidate {
  readonly releaseId: string;
  /** Undefined: only that it was about to be staged is known. */
  readonly deploymentId: string | undefined;
}

const candidates = z.array(
  z.object({
    releaseId: z.string(),
    deploymentId: z.string().nullable(),
  }),
);

/**
 * What the planning role says, outside of the chain. Anybody who holds that role may have written any row of it, so
 * nothing here is a fact.
 */
export class Proposals {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async release(of: Proposed, run: { readonly url: string | null; readonly actor: string }): Promise<void> {
    await this.#db.query('select shiplock.propose_release($1, $2, $3, $4, $5, $6)', [
      ...key(of),
      run.url,
      run.actor,
    ]);
  }

  async staged(of: Proposed, deploymentId: string): Promise<void> {
    await this.#db.query('select shiplock.propose_staged($1, $2, $3, $4, $5)', [...key(of), deploymentId]);
  }

  async plan(of: Proposed, plan: object): Promise<void> {
    await this.#db.query('select shiplock.propose_plan($1, $2, $3, $4, $5)', [
      ...key(of),
      JSON.stringify(plan),
    ]);
  }

  /** Those of one commit's run in an environment, each once: release ids sort by time. */
  async candidates(of: Omit<Proposed, 'releaseId'>): Promise<readonly Candidate[]> {
    const rows = await this.#db.query(
      `select distinct release_id as "releaseId", case what when 'staged' then body ->> 'deploymentId' end as "deploymentId"
         from shiplock.proposal
        where what in ('opened', 'staged') and environment = $1 and commit_sha = $2 and run_id is not distinct from $3
        order by 1, 2`,
      [of.environment, of.commit, of.runId],
    );
    return candidates
      .parse(rows)
      .map(({ releaseId, deploymentId }) => ({ releaseId, deploymentId: deploymentId ?? undefined }));
  }
}

const key = (of: Proposed) => [of.releaseId, of.environment, of.commit, of.runId] as const;
