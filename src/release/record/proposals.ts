import { z } from 'zod';
import type { Database } from '../ports.ts';
import { PROPOSED_DEPLOYMENT } from './sql.ts';

/** What this session's role may do with the record: change the chain, propose, or neither. */
export type Authority = 'ship' | 'plan' | 'read';

const authority = z.tuple([z.object({ authority: z.enum(['ship', 'plan', 'read']) })]);

/** Asks the record, from version 2 on. */
export async function authorityOf(db: Database): Promise<Authority> {
  return authority.parse(await db.query('select shiplock.authority() as authority'))[0].authority;
}

const rights = z.tuple([
  z.object({ authority: z.enum(['ship', 'plan', 'read']), creator: z.string().nullable() }),
]);

/**
 * What this session's role may do, and who could take over what it does: a lesser role that may create objects where this
 * session looks names up, or did so before. PostgreSQL prefers a function for exactly the types at hand to its own for any type, so such a
 * function would run with the rights of the shipping role. The question itself names no function that could be replaced.
 * https://wiki.postgresql.org/wiki/A_Guide_to_CVE-2018-1058:_Protect_Your_Search_Path
 */
export async function rightsIn(
  db: Database,
): Promise<{ readonly authority: Authority; readonly creator: string | undefined }> {
  const [{ authority, creator }] = rights.parse(
    await db.query(
      `select shiplock.authority() as authority,
         (select r.rolname::text from pg_catalog.pg_roles r
           where r.rolname in ('shiplock_plan', 'shiplock_verify')
             and (pg_catalog.has_database_privilege(r.oid, pg_catalog.current_database()::text, 'CREATE')
               or exists (select from pg_catalog.pg_namespace n
                 where n.nspname = any (pg_catalog.current_schemas(false))
                   and (pg_catalog.has_schema_privilege(r.oid, n.oid, 'CREATE')
                     or exists (select from pg_catalog.pg_proc f where f.pronamespace = n.oid and f.proowner = r.oid)
                     or exists (select from pg_catalog.pg_operator o where o.oprnamespace = n.oid and o.oprowner = r.oid))))
           order by r.rolname limit 1) as creator`,
    ),
  );
  return { authority, creator: creator ?? undefined };
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
      `select distinct release_id as "releaseId", ${PROPOSED_DEPLOYMENT} as "deploymentId"
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
