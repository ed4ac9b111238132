import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { planMigrations } from '../../src/database/hazards/plan.ts';
import { inFull } from '../support/full.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';

/** Published tables with what identifies their rows in every way, and some that nothing identifies. */
const SCHEMA = `
  create table keyed (id int primary key, u int not null, v int);
  create unique index keyed_u on keyed (u);
  create unique index keyed_v on keyed (v);
  create table keyless (a int not null, b int);
  create unique index keyless_a on keyless (a);
  create table whole (a int); alter table whole replica identity full;
  create table byindex (id int primary key, u int not null, w int not null);
  create unique index byindex_u on byindex (u);
  alter table byindex replica identity using index byindex_u;
  create table parent (id int not null primary key, x int) partition by range (id);
  create table part partition of parent for values from (1) to (10);
  create table loose (id int not null) partition by range (id);
  create table loose_1 partition of loose for values from (1) to (10);
  create table future (id int not null, x int);
  create table kept (id int primary key, x int);
  create unlogged table brief (a int);
  create table base (id int primary key);
  create table heir () inherits (base);
  create schema s2;
  create table s2.t (id int primary key);`;

const NAMED = `
  create publication feed for table keyed, byindex, whole, parent, only base, kept (id);
  create publication inserts for table keyless with (publish = 'insert');
  create publication second for tables in schema s2;`;

const CASES = [
  // A published table loses what identifies its rows.
  'alter table keyed drop constraint keyed_pkey',
  'alter table keyed drop column id',
  'alter table keyed drop column v',
  'alter table keyed replica identity nothing',
  'alter table keyed replica identity full',
  'alter table keyed replica identity using index keyed_u',
  'alter table keyed replica identity using index keyed_u; alter table keyed drop constraint keyed_pkey',
  'alter table keyed replica identity using index keyed_u; drop index keyed_u',
  'alter table keyed drop constraint keyed_pkey; alter table keyed add primary key (u)',
  'alter table keyed drop constraint keyed_pkey, add primary key (u)',
  'alter table keyed replica identity nothing; alter table keyed replica identity default',
  'alter table keyed drop constraint keyed_pkey; alter table keyed replica identity full',
  'alter table keyed rename to keyed2; alter table keyed2 drop constraint keyed_pkey',
  'alter table keyed rename constraint keyed_pkey to k2; alter table keyed drop constraint k2',
  'alter index keyed_pkey rename to k2; alter table keyed drop constraint k2',
  'drop index byindex_u',
  'alter index byindex_u rename to bu; drop index bu',
  'alter table byindex drop column u',
  'alter table byindex drop column w',
  'alter table byindex drop constraint byindex_pkey',
  'alter table byindex replica identity default',
  'alter table byindex drop constraint byindex_pkey; alter table byindex replica identity default',
  'alter table whole replica identity default',
  'alter table whole replica identity nothing',
  'drop table keyed',
  'alter table base drop constraint base_pkey',
  'alter table heir replica identity nothing',
  'alter table keyed set schema s2; alter table s2.keyed drop constraint keyed_pkey',
  'alter table future set unlogged',
  // One that is not, or of which only inserts are.
  'alter table keyless replica identity nothing',
  'alter table future replica identity nothing',
  'alter publication feed drop table keyed; alter table keyed drop constraint keyed_pkey',
  'alter table keyed drop constraint keyed_pkey; alter publication feed drop table keyed',
  'drop publication feed; alter table keyed drop constraint keyed_pkey',
  "alter publication feed set (publish = 'insert'); alter table keyed drop constraint keyed_pkey",
  "alter publication inserts set (publish = 'insert, update')",
  "alter publication inserts set (publish = 'insert, truncate')",
  // One that nothing identifies is published.
  'alter publication feed add table keyless',
  'alter publication inserts add table future',
  'alter publication feed set table keyless',
  'alter publication feed add table loose',
  'alter publication feed add table loose_1',
  'alter publication inserts add table base',
  'alter publication second add tables in schema public',
  "create publication p for table keyless with (publish = 'insert')",
  "create publication p for table keyless with (publish = 'delete')",
  "create publication p for table keyless with (publish = 'truncate')",
  "create publication p for table keyless with (publish = '')",
  'create publication p for table keyless',
  'create publication p for table keyed, kept',
  'create publication p for table whole, byindex',
  'create publication p for tables in schema s2',
  'create publication p for tables in schema public',
  'create publication p for all tables',
  "create publication p for all tables with (publish = 'insert')",
  'alter table keyless replica identity full; create publication p for table keyless',
  'create publication p for table keyless; alter table keyless replica identity full',
  'create publication p for table keyless; drop publication p',
  'alter table keyless replica identity using index keyless_a; create publication p for table keyless',
  // New tables.
  'create table fresh (id int)',
  'create table s2.fresh (id int)',
  'create table s2.fresh (id int primary key)',
  'create table s2.fresh (id int); alter table s2.fresh replica identity full',
  'create table s2.fresh (id int); drop table s2.fresh',
  'create table s2.fresh (id int not null unique)',
  'create unlogged table s2.fresh (id int)',
  'create temporary table fresh (id int)',
  'create table s2.fresh as select 1 as a',
  'create table s2.fresh (like keyed including all)',
  'create table s2.fresh (like keyed)',
  'create table fresh (id int); alter table fresh set schema s2',
  'create table fresh (id int); alter publication feed add table fresh',
  'create table fresh (id int primary key); alter publication feed add table fresh',
  'alter table future set schema s2',
  'alter table kept set schema s2',
  'alter table s2.t drop constraint t_pkey',
  // Partitions.
  'create table part2 partition of parent for values from (10) to (20)',
  'create table part2 partition of parent for values from (10) to (20); alter table part2 replica identity nothing',
  'alter table parent attach partition future for values from (20) to (30)',
  'alter table part replica identity nothing',
  'alter table parent replica identity nothing',
  'alter table parent drop constraint parent_pkey',
  'alter table parent detach partition part; alter table part drop constraint part_pkey',
  'create table s2.loose_2 partition of loose for values from (10) to (20)',
  'create table loose_2 partition of loose for values from (10) to (20)',
  'alter publication feed add table loose; create table loose_2 partition of loose for values from (10) to (20)',
];

const REFUSED = /^cannot (?:update|delete from) table/;

interface Place {
  readonly name: string;
  readonly sql: string;
}

describe.each<Place>([
  { name: 'tables by name', sql: NAMED },
  { name: 'all tables', sql: 'create publication everything for all tables' },
  {
    name: 'inserts of all tables',
    sql: "create publication everything for all tables with (publish = 'insert')",
  },
])('publications of $name', ({ sql: published }) => {
  let database: FreshDatabase;
  let db: PgDatabase;
  let broken: ReadonlySet<string>;
  beforeAll(async () => {
    database = await freshDatabase();
    db = await connect(database.url);
    await db.client.query(SCHEMA);
    await db.client.query(published);
    await db.client.query('begin');
    broken = await refusing(db);
    await db.client.query('rollback');
  });
  afterAll(async () => {
    await db?.close();
    await database?.drop();
  });

  const isOfNamed = published === NAMED;
  const fitting = CASES.filter((sql) => isOfNamed || !/feed|inserts|second/.test(sql));
  it.each(fitting.filter((_, index) => inFull || index % 13 === 0))('%s', async (sql) => {
    const { pending } = await planMigrations(
      [{ version: '1', name: 'x', file: 'x.sql', checksum: '', sql }],
      db,
    );
    const found = pending
      .flatMap(({ statements }) => statements.flatMap(({ hazards }) => hazards))
      .filter(({ rule }) => rule === 'publication-refuses-writes');
    await db.client.query('begin');
    try {
      await db.client.query(sql);
      const now = [...(await refusing(db))].filter((table) => !broken.has(table));
      expect(found.length > 0, `${now.join()} | ${found.map(({ message }) => message).join('; ')}`).toBe(
        now.length > 0,
      );
    } finally {
      await db.client.query('rollback');
    }
  });
});

/** Tables, by oid, that the server lets nobody update or delete from. */
async function refusing({ client }: PgDatabase): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ oid: string; name: string; column: string }>(
    `select c.oid::text, format('%I.%I', n.nspname, c.relname) as name, (select attname from pg_attribute
       where attrelid = c.oid and attnum > 0 and not attisdropped order by attnum limit 1) as column
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and (n.nspname in ('public', 's2') or n.oid = pg_my_temp_schema())`,
  );
  const found = new Set<string>();
  for (const { oid, name, column } of rows)
    for (const sql of [`delete from only ${name}`, `update only ${name} set "${column}" = "${column}"`]) {
      await client.query('savepoint s');
      try {
        await client.query(sql);
      } catch (error) {
        if (!REFUSED.test((error as Error).message)) throw error;
        found.add(oid);
      }
      await client.query('rollback to s');
    }
  return found;
}
