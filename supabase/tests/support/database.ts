import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { freshDatabase } from '../../../test/support/postgres.ts';

export const FOLDER = join(import.meta.dirname, '../..');

export const PEOPLE = {
  prescriber: 'a0000000-0000-4000-8000-000000000001',
  specialist: 'a0000000-0000-4000-8000-000000000002',
  patient: 'a0000000-0000-4000-8000-000000000003',
  pharmacist: 'a0000000-0000-4000-8000-000000000005',
  'other pharmacist': 'a0000000-0000-4000-8000-000000000006',
  administrator: 'a0000000-0000-4000-8000-000000000007',
  auditor: 'a0000000-0000-4000-8000-000000000008',
  operator: 'a0000000-0000-4000-8000-000000000009',
  stranger: 'a0000000-0000-4000-8000-0000000000ff',
} as const;
export type Person = keyof typeof PEOPLE;

export const sqlFiles = (folder: string) =>
  readdirSync(join(FOLDER, folder))
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(FOLDER, folder, name), 'utf8') }));

/** What a verified token says besides who and as what. */
export type Claims = Readonly<Record<string, unknown>>;

let proofs = 0;

/** As GoTrue writes it after a code of an authenticator app was right, `ago` seconds ago; each call is another proof. */
export function proved(ago = 0): Claims {
  proofs += 1;
  // The Auth server's are whole seconds; these are apart without a wait.
  const timestamp = Date.now() / 1000 - ago + proofs / 1000;
  return {
    aal: 'aal2',
    amr: [
      { method: 'totp', timestamp },
      { method: 'password', timestamp: timestamp - 60 },
    ],
  };
}

/** The platform's schema with its sample people. */
export class SeededDatabase {
  readonly client: pg.Client;
  readonly url: string;
  readonly #drop: () => Promise<void>;

  private constructor(client: pg.Client, url: string, drop: () => Promise<void>) {
    this.client = client;
    this.url = url;
    this.#drop = drop;
  }

  /** `oldTrail`: the trail has whole rows of the sample people, as before it left out their numbers. */
  static async create({ oldTrail = false } = {}): Promise<SeededDatabase> {
    const fresh = await freshDatabase({ supabase: true });
    const client = new pg.Client({ connectionString: fresh.url });
    await client.connect();
    const seeded = new SeededDatabase(client, fresh.url, fresh.drop);
    for (const { text } of sqlFiles('migrations')) await client.query(text);
    const { rows } = await client.query<{ sql: string }>(
      `select pg_get_functiondef('audit.redacted(text, jsonb)'::regprocedure) as sql`,
    );
    if (oldTrail)
      await client.query(`create or replace function audit.redacted(relation text, changed jsonb) returns jsonb
        language sql immutable set search_path = '' as 'select changed'`);
    await client.query(readFileSync(join(FOLDER, 'seed.sql'), 'utf8'));
    await client.query(rows[0]?.sql ?? '');
    return seeded;
  }

  /** A second connection to the same database. */
  static async another(of: SeededDatabase): Promise<SeededDatabase> {
    const client = new pg.Client({ connectionString: of.url });
    await client.connect();
    return new SeededDatabase(client, of.url, async () => undefined);
  }

  async close(): Promise<void> {
    await this.client.end();
    await this.#drop();
  }

  /** Runs the work in a transaction that is undone. */
  async undone<T>(work: () => Promise<T>): Promise<T> {
    await this.client.query('begin');
    try {
      return await work();
    } finally {
      await this.client.query('rollback');
    }
  }

  /** From here to the end of the transaction: an API role, on behalf of somebody or nobody. */
  async become(role: string, person: string | null, claims: Claims = {}): Promise<void> {
    await this.client.query("select set_config('request.jwt.claims', $1, true)", [
      JSON.stringify(person ? { sub: person, role, ...claims } : { role }),
    ]);
    await this.client.query(`set local role ${role}`);
  }

  /** One call of a person, as the Data API makes it: a transaction of its own, kept. Answers what the function returns. */
  async call(
    person: Person,
    name: string,
    args: Readonly<Record<string, unknown>> = {},
    claims: Claims = {},
  ): Promise<unknown> {
    const named = Object.keys(args).map((key, index) => `${key} => $${index + 1}`);
    await this.client.query('begin');
    try {
      await this.become('authenticated', PEOPLE[person], claims);
      const { rows } = await this.client.query<{ answer: unknown }>(
        `select public.${name}(${named.join(', ')}) as answer`,
        Object.values(args),
      );
      await this.client.query('commit');
      return rows[0]?.answer;
    } catch (error) {
      await this.client.query('rollback');
      throw error;
    }
  }
}
