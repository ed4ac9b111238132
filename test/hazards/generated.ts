import fc from 'fast-check';

/** A generated table: types as PostgreSQL writes them, with rows that every type can hold. */
export interface GeneratedTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly suffix: string }[];
}

const TYPES = [
  'int',
  'bigint',
  'smallint',
  'numeric(8,2)',
  'numeric',
  'real',
  'double precision',
  'text',
  'varchar(30)',
  'varchar',
  'char(8)',
  'date',
  'timestamp',
  'timestamp(3)',
  'timestamptz',
  'timestamptz(0)',
  'time(3)',
  'bool',
  'uuid',
  'json',
  'jsonb',
  'cidr',
  'inet',
  'bit varying(8)',
  'bit(4)',
  'tone',
  'positive',
  'plain',
  'int[]',
  'text[]',
  'interval',
  'bytea',
  'xml',
  'varchar(30)[]',
  'name',
  'interval(3)',
];
const VALUES: Record<string, string> = {
  date: "date '2026-01-01' + g",
  timestamp: "timestamp '2026-01-01' + g * interval '1.5 s'",
  'timestamp(3)': "timestamp '2026-01-01' + g * interval '1.5 s'",
  timestamptz: "timestamptz '2026-01-01' + g * interval '1.5 s'",
  'timestamptz(0)': "timestamptz '2026-01-01' + g * interval '1 s'",
  'time(3)': "time '10:00:00.5'",
  bool: 'g % 2 = 0',
  uuid: 'gen_random_uuid()',
  json: "'{}'",
  jsonb: "'{}'",
  cidr: "'10.0.0.0/8'",
  inet: "'10.0.0.1'",
  'bit varying(8)': "B'101'",
  'bit(4)': "B'1010'",
  tone: "'a'",
  'int[]': 'array[g]',
  'text[]': "array['x']",
  interval: "g * interval '1.5 s'",
  bytea: "'x'",
  xml: "'<a/>'",
  'varchar(30)[]': "array['x']",
  'interval(3)': "interval '1.5 s'",
};

const type = fc.constantFrom(...TYPES);
const column = fc.constantFrom('c0', 'c1', 'c2', 'c3');
const fresh = fc.constantFrom('n0', 'n1');
const table = fc.constantFrom('t0', 't1');
const fallback = fc.constantFrom(
  '',
  'default null',
  'default now()',
  "default 'a'",
  'default 1',
  'default random()',
  'default gen_random_uuid()',
  'default changing()',
  'default steady()',
  'default clock_timestamp()',
  'generated always as (1) stored',
  'generated always as identity',
  'default (1 + 1)',
  'default current_date',
  'default lower($$A$$)',
  'default coalesce(changing(), 1)',
  'default array[]::int[]',
  "default to_jsonb('x'::text)",
  'generated always as (c0) virtual',
);
const constraint = fc.constantFrom(
  '',
  'not null',
  'unique',
  'check (true)',
  'references t1 (id)',
  'primary key',
);
const notNull = fc.constantFrom(
  'set not null',
  'drop not null',
  'drop default',
  'set default null',
  'set statistics 10',
  'drop identity if exists',
  'drop expression if exists',
);

export const tables: fc.Arbitrary<readonly GeneratedTable[]> = fc
  .array(
    fc.tuple(
      fc.tuple(type, type, type, type),
      fc.array(fc.constantFrom('', 'not null', 'unique', 'default null'), { minLength: 4, maxLength: 4 }),
    ),
    { minLength: 2, maxLength: 2 },
  )
  .map((drawn) =>
    drawn.map(([types, suffixes], index) => ({
      name: `t${index}`,
      columns: types.map((each, at) => ({
        name: `c${at}`,
        type: each,
        suffix:
          suffixes[at] === 'unique' && ['json', 'xml', 'bool', 'tone', 'cidr', 'inet', 'jsonb'].includes(each)
            ? ''
            : (suffixes[at] ?? ''),
      })),
    })),
  );

/** What else a schema has: each is left out or taken. */
const EXTRAS = [
  'alter table t0 add column peer int references t1 (id)',
  'create view v0 as select id from t0',
  'create view v1 as select * from v0',
  'create materialized view m1 as select id from t1',
  'create index i0 on t1 (id)',
  'alter table t1 add constraint low check (id < 1000)',
  'create table kid () inherits (t0)',
  'alter table t1 add column counted serial',
  'create trigger tr before update on t0 for each row execute function suppress_redundant_updates_trigger()',
] as const;
export const extras: fc.Arbitrary<readonly string[]> = fc
  .subarray([...EXTRAS], { maxLength: 4 })
  .filter((drawn) => !drawn.includes(EXTRAS[2]) || drawn.includes(EXTRAS[1]));

/** SQL that makes the tables and puts rows into them. Unique columns may clash: then they are left empty. */
export function creation(generated: readonly GeneratedTable[]): string {
  return generated
    .map(({ name, columns }) => {
      const definitions = columns.map((each) => `${each.name} ${each.type} ${each.suffix}`).join(', ');
      const values = columns
        .map((each) => (each.suffix === 'unique' ? 'null' : `(${VALUES[each.type] ?? 'g'})::${each.type}`))
        .join(', ');
      return `create table ${name} (id int primary key, ${definitions});\ninsert into ${name} select g, ${values} from generate_series(1, 20) g;`;
    })
    .join('\n');
}

export const statement: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(table, fresh, type, fallback, constraint)
    .map(([t, c, ty, d, k]) => `alter table ${t} add column ${c} ${ty} ${d} ${k}`),
  fc
    .tuple(table, column, type, fc.boolean())
    .map(
      ([t, c, ty, using]) =>
        `alter table ${t} alter ${c} type ${ty}${using ? ` using ${c}::text::${ty}` : ''}`,
    ),
  fc
    .tuple(table, column, type)
    .map(([t, c, ty]) => `alter table ${t} alter ${c} type ${ty} using ${c}::${ty}`),
  fc
    .tuple(table, fc.oneof(column, fresh), notNull)
    .map(([t, c, what]) => `alter table ${t} alter ${c} ${what}`),
  fc
    .tuple(table, fc.oneof(column, fresh))
    .map(([t, c]) => `alter table ${t} drop column if exists ${c} cascade`),
  fc
    .tuple(
      table,
      fc.constantFrom(
        'set unlogged',
        'set logged',
        'add constraint k check (id > 0)',
        'add constraint k check (c0 is not null) not valid',
        'validate constraint k',
        'drop constraint if exists k',
        'add constraint u unique (c1)',
        'add foreign key (id) references t1 (id)',
        'rename to t9',
        'enable row level security',
        'set (fillfactor = 50)',
        'replica identity full',
        'cluster on t0_pkey',
        'rename c0 to n0',
        'set schema away',
        'disable trigger all',
        'set tablespace pg_default',
        'set access method heap',
        'drop constraint t0_pkey cascade',
        'alter id add generated always as identity',
        'add column n0 serial, drop column c1',
        'add constraint nn not null c0 not valid',
        'add constraint loose foreign key (id) references t1 (id) not enforced',
        'alter constraint loose enforced',
        'alter id set generated by default',
        'add column n1 int generated always as (id + 1) virtual not null',
        'add column n1 int default 0 check (n1 <= id)',
        'rename constraint k to k2',
        'disable trigger user',
      ),
    )
    .map(([t, what]) => `alter table ${t} ${what}`),
  fc
    .tuple(
      table,
      fc.constantFrom(
        'truncate',
        'cluster',
        'delete from',
        'drop table',
        'drop table if exists',
        'analyze',
        'lock table',
        'truncate table only',
      ),
    )
    .map(([t, what]) => `${what} ${t}${what === 'cluster' ? ' using t0_pkey' : ''}`),
  fc.tuple(table, column).map(([t, c]) => `create index on ${t} (${c})`),
  fc.tuple(table, column).map(([t, c]) => `update ${t} set ${c} = ${c}`),
  fc.tuple(table, column).map(([t, c]) => `with gone as (delete from ${t} returning ${c}) select 1`),
  fc.tuple(table).map(([t]) => `do $$ begin delete from ${t} where id > 10; end $$`),
  fc.tuple(table).map(([t]) => `do $$ begin execute 'alter table ${t} alter id type bigint'; end $$`),
  fc.constantFrom(
    "alter type tone add value 'z'",
    "alter type tone rename value 'a' to 'y'",
    'drop type tone cascade',
    'drop domain positive cascade',
    'alter domain positive add check (value < 1000)',
    'drop schema public cascade',
    'drop owned by nobody_here',
    'drop function changing() cascade',
    'create table n9 as select * from t0',
    'create view v as select * from t0',
    'drop view v0 cascade',
    'drop index i0',
    'reindex table t1',
    'alter table t0 drop constraint t0_peer_fkey',
    'alter table t1 drop column id cascade',
    'alter table t1 alter id type bigint',
    'alter table t0 drop column id cascade',
    'drop materialized view m1',
    'refresh materialized view m1',
    'alter view v0 rename to v9',
    'drop table t1 cascade',
    'drop sequence t1_counted_seq cascade',
    'alter table t1 owner to nobody_here',
    'alter table t1 set schema away',
    'alter index i0 rename to i9',
    'create unique index on t0 (id)',
    'comment on table t0 is $$x$$',
    'create statistics st on id, c0 from t0',
    'lock table t0 in share mode',
    'drop trigger tr on t0',
    'alter table t0 disable trigger tr',
    'create policy p on t0 using (true)',
    'alter table kid no inherit t0',
    'create rule r as on delete to t0 do instead nothing',
    'create publication pub for table t0',
    'alter sequence t1_counted_seq restart',
    'merge into t0 using t1 on t0.id = t1.id when matched then delete',
    'explain analyze delete from t0',
    'truncate t0, t1 cascade',
    'drop table t0, t1 cascade',
    'truncate t1 restart identity cascade',
    'alter table only t0 add constraint k check (id > 0) no inherit',
    'create index on only t0 (id)',
    'alter index i0 set tablespace pg_default',
    'alter index i0 set (fillfactor = 70)',
    'refresh materialized view m1 with no data',
    'create materialized view m2 as select * from t0',
    'alter table t0 no inherit kid',
    'alter view v0 set (security_invoker = true)',
    'create publication pub2 for table only t0, t1',
    'drop statistics if exists st',
    'alter table t0 replica identity nothing',
    'insert into t0 (id) select id + 100 from t1',
  ),
);
