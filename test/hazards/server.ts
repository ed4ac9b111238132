import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { connect } from '../../src/database/connection.ts';
import type { LockLevel } from '../../src/release/ports.ts';
import { freshDatabase } from '../support/postgres.ts';

/** What the schema says in words of PostgreSQL 18, and the nearest thing before. */
const OLDER = [
  ['(quantity * 3) virtual', '(quantity * 3) stored'],
  [', constraint loose_fk foreign key (id) references customers (id) not enforced', ''],
  ['add constraint loose_b not null b not valid', 'add constraint loose_b check (b is not null) not valid'],
] as const;

/** A database with the examples' schema; roles belong to the whole server, so they may be there already. */
export async function exampleDatabase() {
  const database = await freshDatabase();
  const db = await connect(database.url);
  const schema = readFileSync(new URL('./schema.sql', import.meta.url), 'utf8');
  const roles = /^create role (\w+) nologin;$/gm;
  for (const [, role] of schema.matchAll(roles)) {
    await db.query(
      `do $$ begin create role ${role} nologin; exception when duplicate_object or unique_violation then null; end $$`,
    );
  }
  const [{ old } = { old: false }] = await db.query<{ old: boolean }>(
    "select current_setting('server_version_num')::int < 180000 as old",
  );
  const older = (text: string) => OLDER.reduce((sql, [newer, instead]) => sql.replace(newer, instead), text);
  const fitting = old ? older(schema) : schema;
  await db.client.query(fitting.replace(roles, ''));
  return {
    db,
    client: db.client,
    url: database.url,
    async drop() {
      await db.close();
      await database.drop();
    },
  };
}

export interface Observed {
  /** Strongest lock on each table, view or sequence that was there before, reads left out. */
  readonly locks: Map<string, LockLevel>;
  readonly files: ReadonlyMap<string, string>;
  readonly read: ReadonlyMap<string, number>;
}

/** What the server says about the transaction at hand. `known`: relations from before it. */
export async function observe(client: pg.Client, known: ReadonlyMap<string, string>): Promise<Observed> {
  const locks = new Map<string, LockLevel>();
  const { rows } = await client.query<{ oid: string; mode: LockLevel }>(
    `select relation::text as oid, mode from pg_locks where pid = pg_backend_pid() and locktype = 'relation' and granted
     order by array_position(array['AccessShareLock','RowShareLock','RowExclusiveLock','ShareUpdateExclusiveLock',
       'ShareLock','ShareRowExclusiveLock','ExclusiveLock','AccessExclusiveLock'], mode)`,
  );
  for (const { oid, mode } of rows) {
    const name = known.get(oid);
    if (name && mode !== 'AccessShareLock') locks.set(name, mode);
  }
  const files = await client.query<{ oid: string; file: string }>(
    "select oid::text, relfilenode::text as file from pg_class where relkind in ('r', 'm') and oid > 16383",
  );
  const reads = await client.query<{ oid: string; rows: string }>(
    'select relid::text as oid, seq_tup_read::text as rows from pg_stat_xact_user_tables',
  );
  const named = <T>(list: { oid: string }[], value: (row: never) => T) =>
    new Map(
      list.flatMap((row) =>
        known.has(row.oid) ? [[known.get(row.oid)!, value(row as never)] as const] : [],
      ),
    );
  return {
    locks,
    files: named(files.rows, (row: { file: string }) => row.file),
    read: named(reads.rows, (row: { rows: string }) => Number(row.rows)),
  };
}

/** Tables, views and sequences of users, by oid. */
export async function relations(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ oid: string; name: string }>(
    `select c.oid::text, format('%s.%s', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f', 'c')`,
  );
  return new Map(rows.map(({ oid, name }) => [oid, name]));
}
