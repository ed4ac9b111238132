import { failure, ShiplockError } from '../errors.ts';
import type { Database } from '../ports.ts';
import { RECORD_SCHEMA } from './schema.ts';

/** The record's version in this database: 0 when it is not installed. */
export async function installedVersion(db: Database): Promise<number> {
  // Not to_regclass(): after waiting for an advisory lock it may still answer from a stale cache.
  const [row] = await db.query<{ present: boolean }>(
    `select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'shiplock' and c.relname = 'schema_version') as present`,
  );
  if (!row?.present) return 0;
  try {
    const [version] = await db.query<{ version: number }>(
      'select max(version)::int as version from shiplock.schema_version',
    );
    return version?.version ?? 0;
  } catch (error) {
    // A role that may append but not read the version table: that it exists is all it needs to know.
    if (error instanceof ShiplockError && error.code === 'SHIPLOCK_DATABASE_PERMISSION')
      return RECORD_SCHEMA.length;
    throw error;
  }
}

/** Installs or upgrades the record's schema; safe to call at once from many processes. Returns whether it did anything. */
export async function installRecord(db: Database): Promise<boolean> {
  if ((await installedVersion(db)) >= RECORD_SCHEMA.length) return false;
  return db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('shiplock.install', 0))`);
    const from = await installedVersion(tx);
    if (from > RECORD_SCHEMA.length) {
      throw failure({
        code: 'SHIPLOCK_RECORD_NEWER',
        what: `the record in this database is of version ${from}, newer than this Shiplock knows (${RECORD_SCHEMA.length})`,
        next: 'Use the Shiplock version that wrote it, or a newer one.',
      });
    }
    for (let version = from + 1; version <= RECORD_SCHEMA.length; version += 1) {
      await tx.query(RECORD_SCHEMA[version - 1] as string);
      await tx.query('insert into shiplock.schema_version (version) values ($1)', [version]);
    }
    return from < RECORD_SCHEMA.length;
  });
}
