/** SQL that must show a rule, and SQL close to it that must not. Statements run in order, in one transaction. */
export interface Example {
  readonly rule: string;
  readonly triggers: string;
  readonly quiet: string;
  /** Cannot run in a transaction, or not on this server: the claim is not checked against Postgres. */
  readonly notRun?: true;
}

/** One example a rule at least; the schema is in schema.sql. */
export const EXAMPLES: readonly Example[] = [
  // Checks against the target
  {
    rule: 'unknown-to-server',
    triggers: 'select no_such_function(1)',
    quiet: 'create function made_here(int) returns int language sql as $$ select 1 $$; select made_here(1)',
  },
  {
    rule: 'unknown-to-server',
    triggers: 'set no_such_setting = 1',
    quiet: 'set my.own_setting = 1',
  },
  {
    rule: 'unknown-name-in-code',
    triggers:
      'create function f() returns int language plpgsql as $$ begin return no_such_function(1); end $$',
    quiet: 'create function f() returns int language plpgsql as $$ begin return steady(); end $$',
  },
  {
    rule: 'rows-break-constraint',
    triggers: '-- shiplock: phase=expand\nalter table orders add constraint c check (quantity > 1)',
    quiet: 'alter table orders add constraint c check (quantity < 2)',
  },
  {
    rule: 'rows-break-constraint',
    triggers: '-- shiplock: phase=expand\ncreate unique index on orders (note)',
    quiet: "create unique index on orders (code) where note <> 'x'",
  },
  {
    rule: 'rows-break-constraint',
    triggers:
      '-- shiplock: phase=expand\nalter table events add primary key (id, day); alter table orders alter remark set not null',
    quiet: "update orders set remark = 'x'; alter table orders alter remark set not null",
    notRun: true,
  },
  {
    rule: 'rows-not-tried',
    triggers: 'alter table orders add constraint c check (quantity < steady())',
    quiet: 'alter table orders add constraint c exclude using gist (slot with &&)',
  },
  {
    rule: 'rows-break-today',
    triggers: "update orders set remark = 'x'; alter table orders alter remark set not null",
    quiet: "update customers set name = 'x'; alter table orders add constraint c check (quantity < 2)",
  },
  {
    rule: 'role-may-not',
    triggers: 'set local role anon; alter table orders add column c int',
    quiet: 'set local role anon; reset role; alter table orders add column c int',
    notRun: true,
  },
  {
    rule: 'role-may-perhaps-not',
    triggers:
      "do $$ begin execute format('select %s', 1); end $$; set local role anon; alter table orders add column c int",
    quiet: "do $$ begin execute format('select %s', 1); end $$; alter table orders add column c int",
    notRun: true,
  },
  {
    rule: 'grant-without-effect',
    triggers: 'grant select on orders to anon; set local role anon; grant select on orders to authenticated',
    quiet:
      'grant select on orders to anon with grant option; set local role anon; grant select on orders to authenticated',
    notRun: true,
  },
  {
    rule: 'statement-timeout-too-short',
    triggers: "set local statement_timeout = '10ms'; create index on orders (note)",
    quiet: "set local statement_timeout = '1h'; create index on orders (note)",
    notRun: true,
  },
  // New columns
  {
    rule: 'add-required-column',
    triggers: 'alter table small add column c int not null',
    quiet: 'alter table orders add column c int not null default 0',
    notRun: true,
  },
  {
    rule: 'add-column-rewrites-table',
    triggers: 'alter table orders add column u uuid not null default gen_random_uuid()',
    quiet: 'alter table orders add column u timestamptz not null default now()',
  },
  {
    rule: 'add-column-rewrites-table',
    triggers: 'alter table orders add column c int generated always as (quantity + 1) stored',
    quiet: 'alter table orders add column c int generated always as (quantity + 1) virtual',
  },
  {
    rule: 'add-column-rewrites-table',
    triggers: 'alter table orders add column c bigserial',
    quiet: 'alter table orders add column c bigint',
  },
  {
    rule: 'add-column-rewrites-table',
    triggers: 'alter table orders add column c int generated always as identity',
    quiet: 'create table fresh (a int); alter table fresh add column c int generated always as identity',
  },
  {
    rule: 'add-column-rewrites-table',
    triggers: 'alter table orders add column c positive',
    quiet: 'alter table orders add column c plain',
  },
  {
    rule: 'add-column-rewrites-table',
    triggers: 'alter table orders add column c int default anything()',
    quiet: 'alter table orders add column c int default steady()',
  },
  {
    rule: 'add-column-with-check',
    triggers: 'alter table orders add column c int check (c > 0)',
    quiet: 'alter table orders add column c int',
  },
  {
    rule: 'add-column-binds-others',
    triggers: 'alter table counted add column c int generated always as (a + 1) virtual not null',
    quiet: 'alter table counted add column c int generated always as (a + 1) virtual',
  },
  {
    rule: 'add-column-binds-others',
    triggers: 'alter table counted add column c int default 0 check (c < a)',
    quiet: 'alter table counted add column c int default 0 check (c < 5)',
  },
  // Columns
  {
    rule: 'drop-column',
    triggers: 'alter table orders drop column note',
    quiet: 'alter table orders add column c int; alter table orders drop column c',
  },
  {
    rule: 'drop-column',
    triggers: 'alter table orders drop column customer_id',
    quiet: 'alter table orders drop column if exists nowhere',
  },
  {
    rule: 'set-not-null',
    triggers: 'alter table orders alter quantity set not null',
    quiet: 'alter table orders alter proven set not null',
  },
  {
    rule: 'set-not-null',
    triggers: 'alter table customers alter email set not null',
    quiet: 'alter table customers alter name set not null',
  },
  {
    rule: 'set-not-null',
    triggers: 'alter table loose alter b set not null',
    quiet: 'alter table loose validate constraint loose_b',
  },
  {
    rule: 'column-becomes-required',
    triggers: 'alter table orders alter note set not null',
    quiet: 'alter table orders alter proven set not null',
  },
  {
    rule: 'drop-not-null',
    triggers: 'alter table customers alter name drop not null',
    quiet: 'alter table customers alter email drop not null',
  },
  {
    rule: 'drop-default',
    triggers: 'alter table orders alter total drop default',
    quiet: 'alter table orders alter note drop default',
  },
  {
    rule: 'set-default',
    triggers: 'alter table orders alter total set default 1',
    quiet: 'alter table orders alter note drop default',
  },
  {
    rule: 'change-generated-expression',
    triggers: 'alter table orders alter doubled set expression as (quantity * 4)',
    quiet: 'alter table orders alter doubled set statistics 200',
  },
  {
    rule: 'change-generated-expression',
    triggers: 'alter table orders alter tripled set expression as (quantity * 4)',
    quiet: 'alter table orders alter tripled set (n_distinct = 5)',
  },
  {
    rule: 'change-identity',
    triggers: 'alter table orders alter numbered drop identity',
    quiet: 'alter table orders alter note set storage external',
  },
  {
    rule: 'change-identity',
    triggers: 'alter table orders alter doubled drop expression',
    quiet: 'alter table orders alter note set compression pglz',
  },
  // Column types
  {
    rule: 'change-column-type',
    triggers: 'alter table orders alter quantity type bigint',
    quiet: 'alter table orders alter code type varchar(40)',
  },
  {
    rule: 'change-column-type',
    triggers: 'alter table orders alter remark type varchar(10)',
    quiet: 'alter table orders alter code type text',
  },
  {
    rule: 'change-column-type',
    triggers: 'alter table orders alter amount type numeric(12, 3)',
    quiet: 'alter table orders alter amount type numeric(12, 2)',
  },
  {
    rule: 'change-column-type',
    triggers: 'alter table orders alter remark type jsonb using to_jsonb(remark)',
    quiet: 'alter table orders alter code type text using code::text',
  },
  {
    rule: 'change-column-type',
    triggers: 'alter table orders alter placed type timestamp(0)',
    quiet: 'alter table orders alter placed type timestamp',
  },
  {
    rule: 'change-column-type',
    triggers: 'alter table orders alter code type varchar(5) using left(code, 5)',
    quiet: 'alter table orders alter remark type varchar',
  },
  {
    rule: 'column-retyped',
    triggers: 'alter table orders alter quantity type bigint',
    quiet: 'alter table orders alter code type text',
  },
  {
    rule: 'narrow-column-type',
    triggers: 'alter table orders alter amount type int',
    quiet: 'alter table orders alter quantity type bigint',
  },
  {
    rule: 'change-column-type-scans',
    triggers: 'alter table orders alter limited type varchar(40)',
    quiet: 'alter table orders alter code type varchar(40)',
  },
  {
    rule: 'change-column-type-scans',
    triggers: 'alter table loose alter word type text collate "C"',
    quiet: 'alter table loose alter word type varchar',
  },
  {
    rule: 'change-column-type-scans',
    triggers: 'alter table loose alter code type varchar(40)',
    quiet: 'alter table orders alter remark type text collate "C"',
  },
  // Constraints
  {
    rule: 'add-foreign-key',
    triggers: 'alter table loose alter constraint loose_fk enforced',
    quiet: 'alter table orders alter constraint orders_customer_id_fkey deferrable',
  },
  {
    rule: 'add-foreign-key',
    triggers: 'alter table orders add constraint k foreign key (id) references customers (id)',
    quiet: 'alter table orders add constraint k foreign key (id) references customers (id) not valid',
  },
  {
    rule: 'add-foreign-key',
    triggers: 'alter table orders add column other bigint references customers (id)',
    quiet: 'create table fresh (a bigint references customers (id))',
  },
  {
    rule: 'add-check',
    triggers: 'alter table orders add constraint k check (quantity < 500)',
    quiet: 'alter table orders add constraint k check (quantity < 500) not valid',
  },
  {
    rule: 'add-check',
    triggers: 'alter table orders add constraint k not null quantity',
    quiet: 'alter table orders add constraint k not null quantity not valid',
  },
  {
    rule: 'add-unique-constraint',
    triggers: 'alter table orders add constraint k unique (code)',
    quiet: 'alter table orders add constraint k unique using index orders_id_code',
  },
  {
    rule: 'add-unique-constraint',
    triggers: 'alter table events_2026 add primary key (id)',
    quiet: 'create table fresh (a int); alter table fresh add primary key (a)',
  },
  {
    rule: 'add-exclusion-constraint',
    triggers: 'alter table orders add constraint k exclude using gist (slot with &&)',
    quiet: 'create table fresh (slot int4range, exclude using gist (slot with &&))',
  },
  {
    rule: 'constraint-tightens',
    triggers: 'alter table orders add constraint k check (quantity < 500) not valid',
    quiet:
      'alter table orders add column c int; alter table orders add constraint k foreign key (c) references small (id) not valid',
  },
  {
    rule: 'constraint-tightens',
    triggers: 'alter table loose add primary key (id)',
    quiet: 'alter table loose add constraint k check (a > 0) not enforced',
  },
  {
    rule: 'constraint-tightens',
    triggers: 'alter domain positive add constraint low check (value < 100) not valid',
    quiet: 'alter table loose add constraint k foreign key (id) references customers (id) not enforced',
  },
  {
    rule: 'validate-in-same-transaction',
    triggers:
      'alter table orders add constraint k check (quantity < 500) not valid; alter table orders validate constraint k',
    quiet: 'alter table orders validate constraint quantity_low',
  },
  {
    rule: 'drop-constraint',
    triggers: 'alter table orders drop constraint orders_customer_id_fkey',
    quiet: 'alter table orders drop constraint if exists nowhere',
  },
  {
    rule: 'drop-constraint',
    triggers: 'alter table customers drop constraint customers_pkey cascade',
    quiet: 'create table fresh (a int constraint k check (a > 0)); alter table fresh drop constraint k',
  },
  {
    rule: 'drop-constraint',
    triggers: 'alter table refers alter constraint refers_fk not enforced',
    quiet: 'drop index orders_code',
  },
  {
    rule: 'drop-constraint',
    triggers: 'drop index customers_email',
    quiet: 'alter table refers alter constraint refers_fk deferrable',
  },
  // Indexes
  {
    rule: 'index-not-concurrent',
    triggers: 'create index i on orders (note)',
    quiet: 'create index i on small (a)',
  },
  {
    rule: 'unique-index-tightens',
    triggers: 'create unique index i on orders (quantity, code)',
    quiet: 'alter table orders add column c int; create unique index i on orders (c)',
  },
  {
    rule: 'drop-index-not-concurrent',
    triggers: 'drop index orders_code',
    quiet: 'create index i on small (a); drop index i',
  },
  {
    rule: 'reindex-not-concurrent',
    triggers: 'reindex table orders',
    quiet: 'alter index orders_code set (fillfactor = 80)',
  },
  {
    rule: 'reindex-not-concurrent',
    triggers: 'reindex index orders_code',
    quiet: 'alter index orders_code rename to orders_code_2',
  },
  // Tables
  {
    rule: 'drop-table',
    triggers: 'drop table orders cascade',
    quiet: 'create table fresh (a int); drop table fresh',
  },
  { rule: 'drop-table', triggers: 'drop table events_2025', quiet: 'drop table if exists nowhere' },
  {
    rule: 'drop-table',
    triggers: 'set local search_path = books; drop table ledger',
    quiet: 'set local search_path = books; drop table if exists orders',
  },
  {
    rule: 'drop-table',
    triggers: "select set_config('search_path', 'public, books', true); drop table ledger",
    quiet: 'set local search_path = books; set local search_path to default; drop table if exists ledger',
  },
  { rule: 'truncate', triggers: 'truncate orders', quiet: 'create table fresh (a int); truncate fresh' },
  { rule: 'truncate-cascade', triggers: 'truncate customers cascade', quiet: 'truncate orders' },
  {
    rule: 'rename-table',
    triggers: 'alter table orders rename to purchases',
    quiet: 'create table fresh (a int); alter table fresh rename to fresher',
  },
  {
    rule: 'rename-table',
    triggers: 'alter table orders set schema private',
    quiet: 'alter table orders rename constraint quantity_low to low',
  },
  {
    rule: 'rename-column',
    triggers: 'alter table orders rename note to remark',
    quiet: 'alter table orders add column c int; alter table orders rename c to d',
  },
  {
    rule: 'rewrite-table',
    triggers: 'cluster orders using orders_pkey',
    quiet: 'alter table orders cluster on orders_pkey',
  },
  {
    rule: 'rewrite-table',
    triggers: 'alter table events_2026 set unlogged',
    quiet: 'alter table orders set logged',
  },
  { rule: 'rewrite-table', triggers: 'vacuum full orders', quiet: 'vacuum orders', notRun: true },
  {
    rule: 'unlogged-table',
    triggers: 'create unlogged table fresh (a int)',
    quiet: 'create table fresh (a int)',
  },
  {
    rule: 'change-replica-identity',
    triggers: 'alter table orders replica identity full',
    quiet: 'alter table orders set (fillfactor = 90)',
  },
  // Partitions
  {
    rule: 'detach-partition-hides-rows',
    triggers: 'alter table kin no inherit loose',
    quiet: "create table meters_2027 partition of meters for values from ('2027-01-01') to ('2028-01-01')",
  },
  {
    rule: 'detach-partition-not-concurrent',
    triggers: 'alter table events detach partition events_2025',
    quiet: 'alter table events detach partition events_2025 concurrently',
    notRun: true,
  },
  {
    rule: 'detach-partition-hides-rows',
    triggers: 'alter table events detach partition events_2025',
    quiet: "create table events_2027 partition of events for values from ('2027-01-01') to ('2028-01-01')",
  },
  {
    rule: 'detach-partition-beside-default',
    triggers: 'alter table visits detach partition visits_1',
    quiet: 'alter table events detach partition events_2025',
  },
  {
    rule: 'detach-concurrently-beside-default',
    triggers: 'alter table visits detach partition visits_1 concurrently',
    quiet: 'alter table events detach partition events_2025 concurrently',
    notRun: true,
  },
  {
    rule: 'attach-partition-scans',
    triggers:
      "alter table events attach partition events_2026 for values from ('2026-01-01') to ('2027-01-01')",
    quiet:
      "create table fresh (id bigint, day date); alter table events attach partition fresh for values from ('2027-01-01') to ('2028-01-01')",
  },
  {
    rule: 'attach-partition-scans',
    triggers: 'create table visits_new partition of visits for values in (3)',
    quiet: 'create table fresh (id int, kind int); alter table visits detach partition visits_1',
  },
  {
    rule: 'attach-partition-scans',
    triggers:
      'create table fresh (id int, kind int); alter table visits attach partition fresh for values in (3)',
    quiet: 'drop table visits_1',
  },
  {
    rule: 'attach-partition-scans',
    triggers: 'alter table visits attach partition visits_deep for values in (4)',
    quiet: 'alter table visits detach partition visits_tree',
  },
  // Types
  {
    rule: 'rename-enum-value',
    triggers: "alter type mood rename value 'sad' to 'low'",
    quiet: "create type tone as enum ('a'); alter type tone rename value 'a' to 'b'",
  },
  {
    rule: 'add-enum-value',
    triggers: "alter type mood add value 'glad' after 'ok'",
    quiet: "create type tone as enum ('a'); alter type tone add value 'b'",
  },
  {
    rule: 'enum-value-order',
    triggers: "alter type mood add value 'glad'",
    quiet: "alter type mood add value 'glad' after 'ok'",
  },
  {
    rule: 'enum-value-used-in-transaction',
    triggers: "alter type mood add value 'glad'; update orders set feeling = 'glad'",
    quiet: "alter type mood add value 'glad'; update small set b = 'glad'",
  },
  {
    rule: 'drop-type',
    triggers: 'drop type mood cascade',
    quiet: "create type tone as enum ('a'); drop type tone",
  },
  {
    rule: 'rename-type',
    triggers: 'alter type mood rename to feeling',
    quiet: "create type tone as enum ('a'); alter type tone rename to sound",
  },
  {
    rule: 'domain-constraint',
    triggers: 'alter domain positive add constraint low check (value < 100)',
    quiet: 'alter domain positive add constraint low check (value < 100) not valid',
  },
  {
    rule: 'domain-with-constraint',
    triggers: 'create domain d as int check (value > 0)',
    quiet: 'create domain d as int',
  },
  {
    rule: 'change-composite-type',
    triggers: 'create type pair as (a int); create table uses (p int); alter type place drop attribute city',
    quiet: 'create type pair as (a int); alter type pair add attribute b int',
    notRun: true,
  },
  // Row level security
  {
    rule: 'disable-row-security',
    triggers: 'alter table customers disable row level security',
    quiet: 'create policy p on customers for select to hz_reader using (id > 0)',
  },
  {
    rule: 'enable-row-security',
    triggers: 'alter table orders enable row level security',
    quiet: 'alter table customers enable row level security',
  },
  {
    rule: 'table-without-row-security',
    triggers: 'create table fresh as select * from customers',
    quiet: 'create table fresh as select * from customers; alter table fresh enable row level security',
  },
  {
    rule: 'table-without-row-security',
    triggers: 'select * into fresh from customers',
    quiet: 'select * into private.fresh from customers',
  },
  {
    rule: 'table-without-row-security',
    triggers: 'create materialized view names as select name from customers',
    quiet:
      'create materialized view names as select name from customers; revoke all on names from anon, authenticated',
  },
  {
    rule: 'table-without-row-security',
    triggers: "create table events_2027 partition of events for values from ('2027-01-01') to ('2028-01-01')",
    quiet:
      "create table private.events_2027 partition of events for values from ('2027-01-01') to ('2028-01-01')",
  },
  {
    rule: 'table-without-row-security',
    triggers:
      'create table private.fresh (a int); grant select on private.fresh to anon; alter table private.fresh set schema public',
    quiet: 'create table private.fresh (a int); alter table private.fresh set schema public',
  },
  {
    rule: 'table-without-row-security',
    triggers: 'create table draft (a int); alter table draft rename to fresh',
    quiet:
      'create table draft (a int); alter table draft rename to fresh; alter table fresh enable row level security',
  },
  {
    rule: 'no-api-role-reaches',
    triggers:
      'create table fresh (a int); revoke all on fresh from anon, authenticated; create policy p on fresh to authenticated using (true)',
    quiet: 'create table fresh (a int); create policy p on fresh to authenticated using (true)',
  },
  {
    rule: 'rights-begin-anew',
    triggers:
      'drop function locked(); create function locked() returns int language sql stable as $$ select 2 $$',
    quiet:
      'drop function locked(); create function locked() returns int language sql stable as $$ select 2 $$; revoke all on function locked() from public',
  },
  {
    rule: 'index-on-partitioned',
    triggers: 'create index on meters (reading)',
    quiet: 'create index on only meters (reading)',
  },
  {
    rule: 'add-unique-constraint-to-partitioned',
    triggers: 'alter table visits add constraint once unique (id, kind)',
    quiet: 'alter table only meters add constraint once unique (id, day, reading)',
    notRun: true,
  },
  {
    rule: 'add-foreign-key-to-partitioned',
    triggers: 'alter table meters add constraint m foreign key (id) references customers (id)',
    quiet: 'alter table loose add constraint m foreign key (id) references customers (id)',
    notRun: true,
  },
  {
    rule: 'publication-refuses-writes',
    triggers: 'alter table customers drop constraint customers_pkey cascade',
    quiet:
      'alter table customers drop constraint customers_pkey cascade; alter table customers add primary key (id)',
  },
  {
    rule: 'publication-refuses-writes',
    triggers: 'create publication everything for all tables',
    quiet: "create publication everything for all tables with (publish = 'insert')",
  },
  {
    rule: 'table-without-row-security',
    triggers: 'create table fresh (a int)',
    quiet: 'create table fresh (a int); alter table fresh enable row level security',
  },
  {
    rule: 'table-without-row-security',
    triggers: 'create table public.fresh (a int)',
    quiet: 'create table private.fresh (a int)',
  },
  {
    rule: 'policy-changed',
    triggers: 'drop policy everyone on customers',
    quiet: 'create table fresh (a int); create policy p on fresh using (a > 0)',
  },
  {
    rule: 'policy-changed',
    triggers: 'alter policy everyone on customers using (id > 0)',
    quiet: 'comment on table customers is $$x$$',
  },
  {
    rule: 'policy-open-to-all',
    triggers: 'create policy p on customers for update using (true)',
    quiet: 'create policy p on customers for update using (id = 1)',
  },
  {
    rule: 'view-bypasses-row-security',
    triggers: 'create view v as select id from customers',
    quiet: 'create view v with (security_invoker = true) as select id from customers',
  },
  {
    rule: 'view-bypasses-row-security',
    triggers: 'grant select on ways to anon; alter view ways set (security_invoker = off)',
    quiet: 'alter view order_notes set (security_barrier = true)',
  },
  {
    rule: 'view-bypasses-row-security',
    triggers: 'create view v with (security_invoker = false) as select id from customers',
    quiet: 'create or replace view ways with (security_invoker) as select id from loose',
  },
  {
    rule: 'view-bypasses-row-security',
    triggers: 'create view v as select note from orders; create view w as select * from v',
    quiet:
      'create view v as select note from orders; revoke all on v from anon, authenticated; create view private.w as select * from v',
  },
  {
    rule: 'rows-leave-row-security',
    triggers:
      "alter table events_2026 enable row level security; grant select on events to anon; alter table events attach partition events_2026 for values from ('2026-01-01') to ('2027-01-01')",
    quiet:
      "grant select on events to anon; alter table events attach partition events_2026 for values from ('2026-01-01') to ('2027-01-01')",
  },
  {
    rule: 'role-past-row-security',
    triggers: 'alter table orders owner to anon',
    quiet: 'alter table orders owner to hz_reader',
  },
  {
    rule: 'role-past-row-security',
    triggers: 'alter table orders owner to hz_reader; grant hz_reader to authenticated',
    quiet: 'grant hz_reader to authenticated',
  },
  {
    rule: 'role-past-row-security',
    triggers: 'alter role anon bypassrls',
    quiet: 'alter role anon nobypassrls',
  },
  {
    rule: 'function-bypasses-row-security',
    triggers:
      "alter policy everyone on customers using (name = 'c1'); create function f() returns setof customers language sql security definer set search_path = '' as $$ select * from public.customers $$",
    quiet:
      "create function f() returns setof customers language sql security definer set search_path = '' as $$ select * from public.customers $$",
  },
  {
    rule: 'view-heeds-row-security',
    triggers:
      'alter view order_notes reset (security_invoker); alter view order_notes set (security_invoker = true)',
    quiet: 'alter view ways set (security_invoker = true)',
  },
  {
    rule: 'policy-changed',
    triggers: 'drop policy if exists everyone on customers',
    quiet: 'drop policy if exists nowhere on customers',
  },
  // Rights
  {
    rule: 'grant-to-everyone',
    triggers: 'grant select on orders to anon',
    quiet: 'grant select on orders to hz_reader',
  },
  {
    rule: 'grant',
    triggers: 'grant select on orders to hz_reader',
    quiet: 'grant select on orders to public',
  },
  {
    rule: 'revoke',
    triggers: 'revoke select on orders from hz_reader',
    quiet: 'create table fresh (a int); revoke all on fresh from public',
  },
  {
    rule: 'default-privileges',
    triggers: 'alter default privileges in schema public grant select on tables to anon',
    quiet: 'grant usage on schema private to hz_reader',
  },
  {
    rule: 'role-membership',
    triggers: 'grant hz_reader to authenticated',
    quiet: 'grant select on orders to hz_reader',
  },
  {
    rule: 'role-changed',
    triggers: 'alter role hz_reader bypassrls',
    quiet: 'comment on role hz_reader is $$x$$',
  },
  {
    rule: 'owner-changed',
    triggers: 'alter table orders owner to hz_reader',
    quiet: 'alter table orders set (fillfactor = 90)',
  },
  {
    rule: 'drop-role',
    triggers: 'drop role anon',
    quiet: 'revoke hz_reader from authenticated',
    notRun: true,
  },
  // Functions, triggers, views
  {
    rule: 'security-definer-search-path',
    triggers: 'create function f() returns int language sql security definer as $$ select 1 $$',
    quiet:
      "create function f() returns int language sql security definer set search_path = '' as $$ select 1 $$",
  },
  {
    rule: 'security-definer',
    triggers:
      "create function f() returns int language sql security definer set search_path = '' as $$ select 1 $$",
    quiet: 'create function f() returns int language sql as $$ select 1 $$',
  },
  {
    rule: 'replace-function',
    triggers: 'create or replace function anything() returns int language sql as $$ select 2 $$',
    quiet: 'create or replace function brand_new() returns int language sql as $$ select 2 $$',
  },
  { rule: 'drop-program', triggers: 'drop function steady()', quiet: 'drop function if exists nowhere()' },
  {
    rule: 'drop-program',
    triggers: 'drop trigger if exists touched on orders',
    quiet: 'drop trigger if exists nowhere on orders',
  },
  {
    rule: 'security-definer-search-path',
    triggers: 'alter function steady() security definer',
    quiet: "alter function steady() security definer set search_path = ''",
  },
  {
    rule: 'security-invoker',
    triggers: 'alter function steady() security invoker',
    quiet:
      'create function f() returns int language sql as $$ select 1 $$; alter function f() security invoker',
  },
  {
    rule: 'replace-function',
    triggers: 'alter function steady() strict',
    quiet: 'create function f() returns int language sql as $$ select 1 $$; alter function f() strict',
  },
  {
    rule: 'rename-program',
    triggers: 'alter function steady() rename to steadier',
    quiet: 'create function f() returns int language sql as $$ select 1 $$; alter function f() rename to g',
  },
  {
    rule: 'disable-trigger',
    triggers: 'alter table orders enable replica trigger touched',
    quiet: 'alter table orders enable always trigger touched',
  },
  {
    rule: 'rewrite-rule',
    triggers: 'alter table loose disable rule quiet',
    quiet: 'alter rule quiet on loose rename to quieter',
  },
  {
    rule: 'drop-program',
    triggers: 'drop trigger touched on orders',
    quiet: 'create function f() returns int language sql as $$ select 1 $$; drop function f()',
  },
  {
    rule: 'drop-program',
    triggers: 'drop view order_notes',
    quiet: 'create view v with (security_invoker) as select 1 as a; drop view v',
  },
  { rule: 'drop-cascade', triggers: 'drop function touch() cascade', quiet: 'drop function steady()' },
  {
    rule: 'create-trigger',
    triggers: 'create trigger t before update on orders for each row execute function touch()',
    quiet:
      'create table fresh (a int); create trigger t before update on fresh for each row execute function touch()',
  },
  {
    rule: 'disable-trigger',
    triggers: 'alter table orders disable trigger all',
    quiet: 'alter table orders enable trigger touched',
  },
  {
    rule: 'rewrite-rule',
    triggers: 'create rule r as on delete to orders do instead nothing',
    quiet: 'create or replace view order_notes with (security_invoker = true) as select id, note from orders',
  },
  // Data
  { rule: 'bulk-update', triggers: "update orders set note = 'x'", quiet: "update small set b = 'y'" },
  {
    rule: 'bulk-update',
    triggers: 'merge into orders o using small s on o.id = s.id when matched then update set note = s.b',
    quiet: "insert into orders (id, proven) values (0, 'x')",
  },
  {
    rule: 'delete-rows',
    triggers: 'delete from small',
    quiet: 'create table fresh (a int); delete from fresh',
  },
  {
    rule: 'delete-rows',
    triggers: 'merge into orders o using small s on o.id = s.id when matched then delete',
    quiet: 'select id from orders where id = 1 for update',
  },
  {
    rule: 'column-assigned-twice',
    triggers: 'update small set a = 1, a = 2',
    quiet: 'update small set a = 1, b = 2',
    notRun: true,
  },
  {
    rule: 'refresh-not-concurrent',
    triggers: 'refresh materialized view order_totals',
    quiet: 'refresh materialized view concurrently order_totals',
  },
  { rule: 'lock-table', triggers: 'lock table orders in share mode', quiet: 'select count(*) from orders' },
  // Statements together
  {
    rule: 'work-under-exclusive-lock',
    triggers: "alter table orders add column c int; update customers set legacy = 'y'",
    quiet: "alter table small add column c int; update customers set legacy = 'y'",
  },
  {
    rule: 'several-exclusive-locks',
    triggers: 'alter table orders add column c int; alter table customers add column c int',
    quiet: 'alter table orders add column c int; alter table orders add column d int',
  },
  {
    rule: 'ddl-with-bulk-data',
    triggers: "alter table orders add column c int; update customers set legacy = 'y'",
    quiet: "create table fresh (a int); update customers set legacy = 'y'",
  },
  {
    rule: 'concurrently-in-transaction',
    triggers: 'begin; create index concurrently i on orders (note); commit',
    quiet: 'create index concurrently i on orders (note)',
    notRun: true,
  },
  {
    rule: 'concurrently-in-transaction',
    triggers: 'reindex table meters',
    quiet: 'reindex table meters_2025',
  },
  {
    rule: 'concurrently-in-transaction',
    triggers: 'cluster meters using meters_pkey',
    quiet: 'cluster orders using orders_pkey',
  },
  {
    rule: 'unused-allowance',
    triggers: '-- shiplock: allow=truncate reason="x"\nselect 1',
    quiet: '-- shiplock: allow=truncate reason="x"\ntruncate orders',
  },
  // Session
  {
    rule: 'lock-timeout-changed',
    triggers: "set local lock_timeout = '5s'",
    quiet: "set local work_mem = '5MB'",
  },
  {
    rule: 'statement-timeout-off',
    triggers: 'set local statement_timeout = 0',
    quiet: "set local statement_timeout = '5s'",
  },
  { rule: 'session-setting', triggers: "set search_path = ''", quiet: "set local search_path = ''" },
  { rule: 'set-role', triggers: 'set local role hz_reader', quiet: "set local work_mem = '5MB'" },
  {
    rule: 'session-replication-role',
    triggers: 'set local session_replication_role = replica',
    quiet: 'set local session_replication_role = origin',
  },
  {
    rule: 'own-transaction',
    triggers: 'begin; select 1; commit',
    quiet: 'savepoint a; rollback to a',
    notRun: true,
  },
  // Server
  { rule: 'drop-database', triggers: 'drop database nowhere', quiet: 'select 1', notRun: true },
  { rule: 'drop-schema', triggers: 'drop schema private', quiet: 'create schema fresh; drop schema fresh' },
  {
    rule: 'rename-schema',
    triggers: 'alter schema private rename to hidden',
    quiet: 'create schema fresh; alter schema fresh rename to fresher',
  },
  {
    rule: 'drop-extension',
    triggers: 'drop extension pgcrypto',
    quiet: 'create extension if not exists pgcrypto',
  },
  {
    rule: 'server-setting',
    triggers: "alter system set work_mem = '5MB'",
    quiet: "set local work_mem = '5MB'",
    notRun: true,
  },
  {
    rule: 'publication-changed',
    triggers: 'alter publication feed add table orders',
    quiet: 'create sequence s',
  },
  {
    rule: 'move-object-schema',
    triggers: 'alter function steady() set schema private',
    quiet: 'create schema fresh',
  },
  {
    rule: 'publication-refuses-writes',
    triggers: 'alter table loose replica identity full; alter publication feed add table loose',
    quiet: 'alter table loose replica identity full; alter publication feed add table only loose',
  },
  {
    rule: 'publication-refuses-writes',
    triggers: 'create publication more for table loose',
    quiet: "create publication more for table loose with (publish = 'insert')",
  },
  {
    rule: 'drop-object',
    triggers: 'drop operator === (int, int)',
    quiet: 'drop statistics if exists nowhere',
  },
  {
    rule: 'move-object-schema',
    triggers: 'alter extension pgcrypto set schema private',
    quiet: 'create extension if not exists pgcrypto schema private',
  },
  // Code that Shiplock cannot analyze
  { rule: 'opaque-code', triggers: 'alter extension pgcrypto update', quiet: 'drop extension pgcrypto' },
  {
    rule: 'opaque-code',
    triggers: "do $$ begin execute format('select %L', 1); end $$",
    quiet: "do $$ begin execute 'select 1'; end $$",
  },
  { rule: 'opaque-code', triggers: 'select anything()', quiet: 'select steady(), now()' },
  { rule: 'opaque-code', triggers: 'call work()', quiet: 'alter sequence counter restart' },
  {
    rule: 'unclassified-statement',
    triggers: 'alter table orders of place',
    quiet: 'comment on column orders.note is $$x$$',
    notRun: true,
  },
  {
    rule: 'managed-schema',
    triggers: 'create trigger t after insert on auth.users for each row execute function touch()',
    quiet: 'create table private.p (id uuid references auth.users (id))',
  },
  // Shiplock's own record
  {
    rule: 'release-record-changed',
    triggers: 'alter table shiplock.event disable trigger append_only',
    quiet: 'create view private.releases as select id, state from shiplock.status',
    notRun: true,
  },
  {
    rule: 'release-record-changed',
    triggers: "insert into supabase_migrations.schema_migrations (version) values ('20300101000000')",
    quiet: 'grant select on supabase_migrations.schema_migrations to app',
    notRun: true,
  },
  {
    rule: 'release-record-changed',
    triggers: 'do $$ begin drop trigger append_only on shiplock.release; end $$',
    quiet: 'do $$ begin perform shiplock.admit_roles(); end $$',
    notRun: true,
  },
  {
    rule: 'release-record-changed',
    triggers: 'grant insert on shiplock.event to app',
    quiet: 'grant usage on schema shiplock to app',
    notRun: true,
  },
  {
    rule: 'release-record-changed',
    triggers: 'set search_path = shiplock; truncate event',
    quiet: 'set search_path = public; truncate orders',
    notRun: true,
  },
  {
    rule: 'release-record-changed',
    triggers: "select shiplock.give_back('production', 'rel_1', 1)",
    quiet: 'select shiplock.authority()',
    notRun: true,
  },
  {
    rule: 'release-record-changed',
    triggers:
      "create or replace function shiplock.authority() returns text language sql as $$ select 'ship' $$",
    quiet: "create function private.authority() returns text language sql as $$ select 'ship' $$",
    notRun: true,
  },
  {
    rule: 'event-trigger',
    triggers: 'create event trigger e on ddl_command_end execute function private.watches()',
    quiet: 'create trigger t after insert on orders for each row execute function touch()',
    notRun: true,
  },
  // Types and names
  {
    rule: 'json-column',
    triggers: 'alter table orders add column j json',
    quiet: 'alter table orders add column j jsonb',
  },
  { rule: 'char-column', triggers: 'create table fresh (a char(3))', quiet: 'create table fresh (a text)' },
  {
    rule: 'varchar-limit',
    triggers: 'create table fresh (a varchar(3))',
    quiet: 'create table fresh (a varchar)',
  },
  {
    rule: 'timestamp-without-time-zone',
    triggers: 'create table fresh (a timestamp)',
    quiet: 'create table fresh (a timestamptz)',
  },
  {
    rule: 'int-key',
    triggers: 'create table fresh (a int primary key)',
    quiet: 'create table fresh (a bigint primary key)',
  },
  {
    rule: 'serial-column',
    triggers: 'create table fresh (a bigserial)',
    quiet: 'create table fresh (a bigint generated always as identity)',
  },
  {
    rule: 'identifier-too-long',
    triggers: `create table ${'a'.repeat(64)} (a int)`,
    quiet: `create table ${'a'.repeat(63)} (a int)`,
  },
  {
    rule: 'already-exists',
    triggers: 'alter table orders add column note text',
    quiet: 'alter table orders drop column note; alter table orders add column note text',
    notRun: true,
  },
  {
    rule: 'cannot-replace',
    triggers: 'create or replace function steady() returns bigint language sql as $$ select 1 $$',
    quiet: 'create or replace function steady() returns int language sql as $$ select 2 $$',
    notRun: true,
  },
  {
    rule: 'rename-key',
    triggers: 'alter table orders rename constraint note_unique to note_once',
    quiet: 'alter table orders rename constraint quantity_low to quantity_small',
  },
  {
    rule: 'ambiguous-overload',
    triggers: 'create or replace function steady(a int default 1) returns int language sql as $$ select 1 $$',
    quiet:
      'create function steady(a int) returns int language sql as $$ select 1 $$; drop function steady(); create function steady(a text default $$$$) returns int language sql as $$ select 1 $$',
  },
];

/** No rule of their own, but claims about locks that Postgres can check. */
export const LOCK_EXAMPLES: readonly string[] = [
  'comment on table orders is $$x$$',
  'create statistics s on note, code from orders',
  'alter table orders alter note set statistics 100',
  'alter table orders set (autovacuum_enabled = off)',
  'alter table orders reset (autovacuum_enabled)',
  'alter view order_notes set (security_barrier = true)',
  'alter view order_notes rename to notes',
  'alter index orders_code rename to orders_code_2',
  'alter table orders rename constraint quantity_low to low',
  'alter trigger touched on orders rename to touching',
  'alter policy everyone on customers rename to all_of_them',
  'alter table events add column c int',
  'create index on events (id)',
  'alter table orders alter constraint orders_customer_id_fkey deferrable',
  'alter sequence counter owned by orders.id',
  'insert into small select id, 1, note from orders limit 5 on conflict do nothing',
  'with gone as (delete from small returning *) insert into scratch select id from gone',
  'analyze orders',
  'alter materialized view order_totals rename to totals',
  'do $$ begin alter table orders add column c int; end $$',
  'select * from orders for share',
  'alter table orders validate constraint quantity_low',
  'alter table orders drop constraint note_unique',
  'alter table orders alter customer_id type numeric',
  'create table child () inherits (small)',
  'create table like_it (like orders including all)',
  'drop materialized view order_totals',
  'drop sequence counter',
  'create trigger t after insert on events for each row execute function touch()',
  'lock table events in exclusive mode',
  'create table made_from as select 1 as a; alter table made_from set unlogged',
  'alter table events_2026 set unlogged',
  'create schema fresh create table fresh.t (id bigint references public.orders (id))',
  'alter table small inherit parent',
  'explain analyze delete from small',
  'alter type place rename attribute city to town',
  'alter domain positive add constraint low check (value < 100)',
  'drop domain positive cascade',
  'alter table orders drop column numbered',
  'alter table heir no inherit parent',
  'alter table refers drop constraint refers_fk',
  'alter table counted alter id set generated always',
  'alter table counted alter id restart with 50000',
  'truncate counted restart identity',
  'alter table loose set unlogged',
  'alter table only loose alter a set statistics 50',
  'alter table loose rename to looser',
  'alter table meters rename to gauges',
  'create index on only events (id)',
  'update only loose set a = 1',
  'truncate only loose',
  'drop table kin',
  'alter table meters detach partition meters_2026',
  "create table fresh (like meters including all); alter table meters attach partition fresh for values from ('2027-01-01') to ('2028-01-01')",
  'create table copied as select * from customers',
  'insert into scratch select id from customers',
  'create materialized view names as select name from customers',
  'refresh materialized view order_totals with no data',
  'drop function is_even(int) cascade',
  'alter table loose alter code type varchar(20) using code',
  'alter table orders set without oids',
  'create index on loose (a)',
  'create trigger t before insert on orders for each row execute function touch(); drop trigger if exists t on orders',
  'alter trigger touched on orders rename to t; drop trigger if exists t on orders',
  'create policy p on customers using (true); alter policy p on customers rename to q; drop policy if exists q on customers',
  'create rule r as on delete to loose do also nothing; drop rule if exists r on loose',
  'create trigger t before insert on loose for each row execute function touch()',
  'alter table loose alter a set (n_distinct = 5)',
];
