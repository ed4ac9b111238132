import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { AccessLog, Faults } from '../../../rehearsal/cloud/kit/index.ts';
import { databaseFaults } from '../../../rehearsal/cloud/postgres/faults.ts';
import { type PostgresPart, startPostgres } from '../../../rehearsal/cloud/postgres/index.ts';
import { claimSlot } from '../../../rehearsal/cloud/slot.ts';
import { prepareAuthSchema, startSupabase } from '../../../rehearsal/cloud/supabase/index.ts';
import { encryptNumbers, invented } from '../../../rehearsal/field-keys.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const DATABASE = 'service';

/** What the app asks when it serves: a real database with the sample people, and Supabase's API in front of it. */
export class Service {
  readonly faults = new Faults();
  readonly log = new AccessLog();
  #postgres: PostgresPart | undefined;
  readonly #closers: (() => Promise<void>)[] = [];

  /** Sets the variables that the app reads, for this process. */
  static async start(): Promise<Service> {
    const service = new Service();
    try {
      await service.#start();
      return service;
    } catch (error) {
      await service.close();
      throw error;
    }
  }

  async #start(): Promise<void> {
    const slot = await claimSlot(path.join(ROOT, 'rehearsal/.work'));
    this.#closers.unshift(() => slot.release());
    const postgres = await startPostgres({
      workDir: slot.directory,
      faults: databaseFaults(this.faults),
      prepareTemplate: prepareAuthSchema,
      databases: [DATABASE],
    });
    this.#postgres = postgres;
    this.#closers.unshift(() => postgres.close());
    const migrations = path.join(ROOT, 'supabase/migrations');
    const files = (await readdir(migrations)).filter((name) => name.endsWith('.sql')).sort();
    const client = new pg.Client({ connectionString: postgres.url(DATABASE) });
    await client.connect();
    for (const name of files) await client.query(await readFile(path.join(migrations, name), 'utf8'));
    await client.query(await readFile(path.join(ROOT, 'supabase/seed.sql'), 'utf8'));
    await client.end();
    const fieldKeys = invented();
    await encryptNumbers(postgres.url(DATABASE), fieldKeys);
    const supabase = await startSupabase({
      ...{ postgres, database: DATABASE, faults: this.faults, log: this.log },
    });
    this.#closers.unshift(() => supabase.close());
    Object.assign(process.env, {
      NEXT_PUBLIC_SUPABASE_URL: supabase.url,
      NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
      SUPABASE_SECRET_KEY: supabase.secretKey,
      ...fieldKeys,
      LOG_LEVEL: process.env['LOG_LEVEL'] || 'silent',
    });
  }

  /** As superuser: looks at the truth, or makes it. */
  sql<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    if (!this.#postgres) throw new Error('the database is not there');
    return this.#postgres.sql<Row>(DATABASE, text, values);
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0)) await close();
  }
}
