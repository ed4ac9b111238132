import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { connect, type PgDatabase } from '../../../src/database/connection.ts';
import { freshDatabase } from '../../support/postgres.ts';

export interface TestDatabase extends AsyncDisposable {
  readonly db: PgDatabase;
  readonly url: string;
}

/** An empty database that looks like a Supabase project's. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const fresh = await freshDatabase({ supabase: true });
  const db = await connect(fresh.url);
  const close = async () => {
    await db.close();
    await fresh.drop();
  };
  return { db, url: fresh.url, [Symbol.asyncDispose]: close };
}

/** The same with the platform's migrations applied. */
export async function platformDatabase(): Promise<TestDatabase> {
  const database = await emptyDatabase();
  const folder = 'supabase/migrations';
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()) {
    await database.db.query(await readFile(path.join(folder, file), 'utf8'));
  }
  return database;
}
