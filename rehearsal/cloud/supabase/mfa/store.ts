import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { z } from 'zod';

const factorRow = z.object({
  id: z.string(),
  user_id: z.string(),
  friendly_name: z.string().nullable(),
  factor_type: z.string(),
  status: z.enum(['unverified', 'verified']),
  created_at: z.date(),
  updated_at: z.date(),
  secret: z.string(),
});
export type Factor = z.output<typeof factorRow>;

const challengeRow = z.object({ id: z.string(), created_at: z.date(), verified_at: z.date().nullable() });
export type Challenge = z.output<typeof challengeRow>;

/** How somebody proved who they are, and when (seconds since the epoch). */
export interface Method {
  readonly method: string;
  readonly timestamp: number;
}
const methodRow = z.object({ method: z.string(), timestamp: z.coerce.number() });
const sessionRow = z.object({ user_id: z.string(), email: z.string().nullable() });

/** Second factors and sessions as the Auth server keeps them. */
export class FactorStore {
  readonly #pool: pg.Pool;

  constructor(url: string) {
    this.#pool = new pg.Pool({ connectionString: url, max: 2 });
    this.#pool.on('error', () => undefined);
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async #rows<Row>(schema: z.ZodType<Row>, sql: string, values: readonly unknown[]): Promise<Row[]> {
    return z.array(schema).parse((await this.#pool.query(sql, [...values])).rows);
  }

  /** Whose session it is; undefined when it ended. */
  async session(id: string): Promise<z.output<typeof sessionRow> | undefined> {
    const [row] = await this.#rows(
      sessionRow,
      'select s.user_id, u.email from auth.sessions s join auth.users u on u.id = s.user_id where s.id = $1',
      [id],
    );
    return row;
  }

  factors(user: string): Promise<Factor[]> {
    return this.#rows(
      factorRow,
      'select * from auth.mfa_factors where user_id = $1 order by created_at, id',
      [user],
    );
  }

  async enroll(user: string, name: string, secret: string): Promise<string> {
    const id = randomUUID();
    await this.#pool.query(
      `insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status, secret)
       values ($1, $2, $3, 'totp', 'unverified', $4)`,
      [id, user, name, secret],
    );
    return id;
  }

  async unenroll(factor: string, session: string): Promise<void> {
    await this.#pool.query('delete from auth.mfa_factors where id = $1', [factor]);
    // Sessions that this factor had raised are as they were before.
    await this.#pool.query(
      `update auth.sessions set aal = 'aal1', factor_id = null where factor_id = $1 or id = $2`,
      [factor, session],
    );
    await this.#pool.query(
      `delete from auth.mfa_amr_claims where session_id = $1 and authentication_method = 'totp'`,
      [session],
    );
  }

  async challenge(factor: string): Promise<Challenge> {
    const rows = await this.#rows(
      challengeRow,
      'insert into auth.mfa_challenges (id, factor_id) values ($1, $2) returning *',
      [randomUUID(), factor],
    );
    return rows[0]!;
  }

  async findChallenge(factor: string, id: string): Promise<Challenge | undefined> {
    const [row] = await this.#rows(
      challengeRow,
      'select * from auth.mfa_challenges where id = $1 and factor_id = $2',
      [id, factor],
    );
    return row;
  }

  /**
   * The code was right: the challenge is used up, the session is raised, and sessions and half-enrolled factors that are
   * worth less end. Answers with the session's new refresh token.
   */
  async verified(factor: Factor, challenge: string, session: string): Promise<string> {
    const client = await this.#pool.connect();
    try {
      await client.query('begin');
      await client.query('update auth.mfa_challenges set verified_at = now() where id = $1', [challenge]);
      await client.query(
        `update auth.mfa_factors set status = 'verified', updated_at = now() where id = $1`,
        [factor.id],
      );
      await this.#claim(client, session, 'totp');
      await client.query(`update auth.sessions set aal = 'aal2', factor_id = $2 where id = $1`, [
        session,
        factor.id,
      ]);
      await client.query(`delete from auth.sessions where user_id = $1 and coalesce(aal, 'aal1') = 'aal1'`, [
        factor.user_id,
      ]);
      await client.query(
        `delete from auth.mfa_factors where user_id = $1 and status = 'unverified' and factor_type = 'totp'`,
        [factor.user_id],
      );
      const token = randomBytes(16).toString('base64url');
      await client.query(
        'update auth.refresh_tokens set revoked = true, updated_at = now() where session_id = $1',
        [session],
      );
      await client.query(
        `insert into auth.refresh_tokens (id, token, user_id, session_id, revoked, created_at, updated_at)
         values ($1, $2, $3, $4, false, now(), now())`,
        [randomUUID(), token, factor.user_id, session],
      );
      await client.query('commit');
      return token;
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  }

  claim(session: string, method: string): Promise<void> {
    return this.#claim(this.#pool, session, method);
  }

  async #claim(client: pg.Pool | pg.PoolClient, session: string, method: string): Promise<void> {
    await client.query(
      `insert into auth.mfa_amr_claims (session_id, authentication_method) values ($1, $2)
       on conflict (session_id, authentication_method) do update set updated_at = now()`,
      [session, method],
    );
  }

  /** Newest first, as the token has them. */
  methods(session: string): Promise<Method[]> {
    return this.#rows(
      methodRow,
      `select authentication_method as method, floor(extract(epoch from updated_at)) as timestamp
       from auth.mfa_amr_claims where session_id = $1 order by updated_at desc`,
      [session],
    );
  }
}
