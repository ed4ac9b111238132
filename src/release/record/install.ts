import { failure, ShiplockError } from '../errors.ts';
import type { Database } from '../ports.ts';
import { endLesserHolders, LOCK_NOT_AVAILABLE, lockedRecord } from './locked.ts';
import { RECORD_SCHEMA } from './schema/index.ts';
import { sqlState } from './sql-state.ts';

/** The record's version in this database: 0 when it is not installed. */
export async function installedVersion(db: Database): Promise<number> {
  // Not to_regclass(): after waiting for a lock it may still answer from a stale cache.
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
    // A role that may not read the version table: that it exists is all it needs to know.
    if (error instanceof ShiplockError && error.code === 'SHIPLOCK_DATABASE_PERMISSION')
      return RECORD_SCHEMA.length;
    throw error;
  }
}

/** Two that install at once: the one that came second finds the schema, its tables or their names taken. */
const TAKEN: ReadonlySet<string | undefined> = new Set(['23505', '42P06', '42P07']);
const TRIES = 20;
/** So often sessions are ended, which may come back; the first try is short, so that they are ended soon. */
const LOCKED_TRIES = 5;

/**
 * Installs or upgrades the record's schema; safe to call at once from many processes. Returns whether it did anything.
 *
 * No advisory lock keeps them apart, because every role may take one of those and keep it: the catalog's own unique
 * indexes do at the first installation, and later a lock on a table. The planning role can stand in the way of that one
 * with a statement that it prepares: its sessions are ended where they do.
 */
export async function installRecord(db: Database): Promise<boolean> {
  for (let left = TRIES; ; left -= 1) {
    if ((await installedVersion(db)) >= RECORD_SCHEMA.length) return refuseNewer(db);
    try {
      return await db.transaction((tx) => install(tx, left === TRIES ? '5s' : '30s'));
    } catch (error) {
      const locked = sqlState(error) === LOCK_NOT_AVAILABLE;
      if (locked && left > TRIES - LOCKED_TRIES && ((await endLesserHolders(db)) > 0 || left === TRIES))
        continue;
      if (left === 0 || !TAKEN.has(sqlState(error))) throw await lockedRecord(db, error, true);
    }
  }
}

async function install(tx: Database, patience: '5s' | '30s'): Promise<boolean> {
  await tx.query(`set local lock_timeout = '${patience}'`);
  if ((await installedVersion(tx)) > 0) {
    await becomeOwner(tx);
    await tx.query('lock table shiplock.schema_version in share row exclusive mode');
  }
  const from = await installedVersion(tx);
  for (let version = from + 1; version <= RECORD_SCHEMA.length; version += 1) {
    await tx.query(RECORD_SCHEMA[version - 1] as string);
    await tx.query('insert into shiplock.schema_version (version) values ($1)', [version]);
  }
  return from < RECORD_SCHEMA.length;
}

/** What a member of the owner adds belongs to the owner, or the owner could not read it. */
async function becomeOwner(tx: Database): Promise<void> {
  const [row] = await tx.query<{ owner: string }>(
    `select pg_catalog.format('%I', rolname) as owner from pg_catalog.pg_namespace n
       join pg_catalog.pg_roles r on r.oid = n.nspowner where n.nspname = 'shiplock'`,
  );
  if (row) await tx.query(`set local role ${row.owner}`);
}

async function refuseNewer(db: Database): Promise<false> {
  const version = await installedVersion(db);
  if (version === RECORD_SCHEMA.length) return false;
  throw failure({
    code: 'SHIPLOCK_RECORD_NEWER',
    what: `the record in this database has version ${version}, which is newer than this Shiplock knows (${RECORD_SCHEMA.length})`,
    notDone: ['nothing was changed'],
    next: 'Use the Shiplock version that wrote it, or a newer one.',
  });
}
