import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { migrationEngine } from '../../src/database/migrations/index.ts';
import { schemaSnapshot } from '../../src/schema/index.ts';
import { freshDatabase } from '../support/postgres.ts';
import { type History, type HistoryFile, history, randomNumbers } from './history.ts';
import { oneByOne, type Verdicts } from './one-by-one.ts';

/** Each history in its three ways: whole onto a fresh database, from where the CLI stopped, one file per release. */
export async function historyRuns(of: {
  readonly seeds: readonly number[];
  readonly length: number;
}): Promise<Verdicts> {
  const verdicts: Verdicts[] = [];
  for (const seed of of.seeds) {
    const made = history(seed, of.length);
    verdicts.push(await onDatabase((db) => oneByOne(db, made)));
    await whole(made);
    await afterTheCli(made, Math.floor(randomNumbers(seed)() * made.files.length));
  }
  return {
    files: verdicts.reduce((sum, { files }) => sum + files, 0),
    contract: verdicts.reduce((sum, { contract }) => sum + contract, 0),
    wrongExpand: verdicts.flatMap(({ wrongExpand }) => wrongExpand),
    wrongContract: verdicts.flatMap(({ wrongContract }) => wrongContract),
  };
}

async function onDatabase<T>(work: (db: PgDatabase, url: string) => Promise<T>): Promise<T> {
  const database = await freshDatabase({ supabase: true });
  const db = await connect(database.url);
  try {
    return await work(db, database.url);
  } finally {
    await db.close();
    await database.drop();
  }
}

/** The whole folder onto a fresh database, where nothing serves: planned, applied and recorded in one go. */
async function whole({ files }: History): Promise<void> {
  await shipped(files, 0);
}

/** The CLI applied the first files; nothing serves yet. */
async function afterTheCli({ files }: History, applied: number): Promise<void> {
  await shipped(files, applied);
}

async function shipped(files: readonly HistoryFile[], applied: number): Promise<void> {
  const workspace = mkdtempSync(path.join(tmpdir(), 'shiplock-history-'));
  mkdirSync(path.join(workspace, 'migrations'));
  for (const { name, sql } of files) writeFileSync(path.join(workspace, 'migrations', name), sql);
  try {
    const expected = await onDatabase(async (db) => {
      for (const { sql } of files) await db.client.query(sql);
      return schemaSnapshot(db);
    });
    await onDatabase(async (db, url) => {
      await asTheCli(db, files.slice(0, applied));
      const engine = migrationEngine({ url, workspace, directory: 'migrations' });
      const planned = await engine.pending({ serves: false });
      expect(planned.pending.map(({ phase }) => phase)).toEqual(files.slice(applied).map(() => 'expand'));
      await engine.apply({ migrations: planned.pending, say: () => undefined });
      expect((await engine.status()).pending).toEqual([]);
      const made = await schemaSnapshot(db);
      expect(own(made)).toEqual(own(expected));
    });
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** What the migrations made; the engine's own tables stand beside it. */
const own = ({ objects }: Awaited<ReturnType<typeof schemaSnapshot>>) =>
  Object.fromEntries(Object.entries(objects).filter(([id]) => !/shiplock|supabase_migrations/.test(id)));

/** Applies and records as `supabase db push` does: https://github.com/supabase/cli (pkg/migration/history.go) */
async function asTheCli(db: PgDatabase, files: readonly HistoryFile[]): Promise<void> {
  if (files.length === 0) return;
  await db.client.query(
    'create schema if not exists supabase_migrations; create table supabase_migrations.schema_migrations (version text not null primary key, statements text[], name text)',
  );
  for (const { name, sql } of files) {
    await db.client.query(sql);
    await db.query(
      'insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, null)',
      [name.slice(0, 14), name.slice(15, -4)],
    );
  }
}
