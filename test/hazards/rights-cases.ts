/** Objects of three owners, and roles that stand to them in every way. `@` stands for what makes role names unique. */
export const RIGHTS_SCHEMA = `
  create role @_owner createrole;
  create role @_other nologin;
  create role @_group nologin;
  create role @_ship nologin;
  create role @_app login password 'x';
  create role @_member login password 'x' in role @_owner;
  create role @_setter login password 'x';
  grant @_owner to @_setter;
  create role @_maker login password 'x' createrole createdb;
  grant @_ship to @_app, @_member, @_maker, @_setter;
  grant @_group to @_app;
  grant create, temporary on database % to @_maker, @_member;
  create schema shiplock authorization @_ship;
  create schema closed authorization @_owner;
  create schema theirs authorization @_owner;
  create schema mine authorization @_app;
  grant usage on schema theirs, mine to public;
  grant create on schema public to @_maker;
  set role @_owner;
  create table theirs.orders (id int primary key, total int, note text);
  create table theirs.lines (id int primary key, order_id int references theirs.orders);
  create table theirs.readable (id int primary key, secret text);
  create table theirs.parent (id int not null) partition by range (id);
  create table theirs.part partition of theirs.parent for values from (1) to (10);
  create view theirs.shown as select id from theirs.orders;
  create materialized view theirs.kept as select id from theirs.orders;
  create sequence theirs.numbers;
  create index orders_total on theirs.orders (total);
  create type theirs.mood as enum ('a');
  create domain theirs.short as text;
  create function theirs.f(int) returns int language sql as 'select 1';
  create function theirs.touch() returns trigger language plpgsql as 'begin return new; end';
  create function theirs.locked() returns int language sql as 'select 1';
  create procedure theirs.work() language sql as 'select 1';
  revoke execute on function theirs.locked() from public;
  create policy p on theirs.orders using (true);
  create trigger t before update on theirs.orders for each row execute function theirs.touch();
  create rule r as on delete to theirs.lines do nothing;
  create table closed.hidden (id int);
  grant select on theirs.readable to @_group;
  grant select (id), references (id) on theirs.orders to @_app;
  grant insert on theirs.lines to @_app with grant option;
  grant trigger on theirs.lines to @_app;
  reset role;
  set role @_app;
  create table mine.things (id int primary key, owner_id int);
  create table mine.part (id int not null);
  create view mine.v as select 1 as a;
  create function mine.g() returns int language sql as 'select 1';
  reset role;
  create publication pub;
  create table public.super_table (id int primary key);
  grant all on public.super_table to @_maker;`;

export const RIGHTS_ROLES = ['app', 'member', 'setter', 'maker'] as const;

/** Each is run by each role, in a transaction that is rolled back. Files are separated by a line of dashes. */
export const RIGHTS_CASES: readonly string[] = [
  'alter table theirs.orders add column a int',
  'alter table mine.things add column a int',
  'alter table mine.things add column a int unique',
  'alter table theirs.orders alter total set not null',
  'alter table theirs.orders enable row level security',
  'alter table theirs.orders rename to o2',
  'alter table theirs.orders rename column total to t2',
  'alter table theirs.orders set schema public',
  'alter table mine.things set schema public',
  'alter table mine.things set schema theirs',
  'alter table theirs.orders disable trigger all',
  'alter table mine.things disable trigger all',
  'alter table theirs.orders disable trigger user',
  'alter table theirs.orders owner to current_user',
  'alter table mine.things owner to @_group',
  'alter table mine.things owner to @_other',
  'alter table theirs.orders owner to @_owner',
  'alter view theirs.shown rename to s2',
  'alter index theirs.orders_total rename to i2',
  'alter sequence theirs.numbers restart',
  "alter type theirs.mood add value if not exists 'b'",
  'alter type theirs.mood rename to m2',
  'alter type theirs.mood owner to current_user',
  'alter domain theirs.short set not null',
  'alter function theirs.f(int) rename to g2',
  'alter function theirs.f(int) stable',
  'alter function theirs.f(int) owner to current_user',
  'alter function mine.g() owner to @_group',
  'alter function theirs.f(int) set schema public',
  'alter schema theirs rename to t2',
  'alter schema mine rename to m2',
  'alter schema theirs owner to current_user',
  'alter schema mine owner to @_group',
  'drop table theirs.lines',
  'drop table mine.things',
  'drop table if exists theirs.nothing',
  'drop view theirs.shown',
  'drop materialized view theirs.kept',
  'drop index theirs.orders_total',
  'drop sequence theirs.numbers',
  'drop type theirs.mood',
  'drop function theirs.f(int)',
  'drop function theirs.f',
  'drop schema theirs cascade',
  'drop schema mine cascade',
  'drop trigger t on theirs.orders',
  'drop policy p on theirs.orders',
  'drop rule r on theirs.lines',
  "comment on table theirs.orders is 'x'",
  "comment on column theirs.orders.total is 'x'",
  "comment on table mine.things is 'x'",
  "comment on schema theirs is 'x'",
  "comment on function theirs.f(int) is 'x'",
  "comment on trigger t on theirs.orders is 'x'",
  "comment on policy p on theirs.orders is 'x'",
  "comment on type theirs.mood is 'x'",
  "comment on constraint orders_pkey on theirs.orders is 'x'",
  "comment on index theirs.orders_total is 'x'",
  'create index on theirs.orders (total)',
  'create index if not exists orders_total on theirs.orders (total)',
  'create index on mine.things (owner_id)',
  'create trigger t2 before insert on theirs.orders for each row execute function theirs.touch()',
  'create trigger t2 before insert on theirs.lines for each row execute function theirs.touch()',
  'create trigger t2 before insert on mine.things for each row execute function theirs.touch()',
  'create policy p2 on theirs.orders using (true)',
  'create policy p2 on mine.things using (true)',
  'alter policy p on theirs.orders using (false)',
  'create rule r2 as on delete to theirs.orders do nothing',
  'create statistics theirs.s on id, total from theirs.orders',
  'create table theirs.fresh (id int)',
  'create table if not exists theirs.orders (id int)',
  'create table public.fresh (id int)',
  'create table mine.fresh (id int references mine.things)',
  'create table mine.fresh (id int references theirs.orders)',
  'create table mine.fresh (id int references theirs.readable)',
  'create table mine.fresh (like theirs.readable)',
  'create table mine.fresh (like theirs.lines)',
  'create table mine.fresh () inherits (theirs.orders)',
  'create table mine.p2 partition of theirs.parent for values from (10) to (20)',
  'alter table theirs.parent attach partition mine.part for values from (20) to (30)',
  'alter table mine.things add foreign key (owner_id) references theirs.orders',
  'alter table mine.things add foreign key (owner_id) references theirs.lines',
  'alter table mine.things add column x int references theirs.lines',
  'create table mine.copied as select * from theirs.readable',
  'create table mine.copied as select * from theirs.lines',
  'create table mine.copied as select * from theirs.lines with no data',
  'create materialized view mine.m as select id from theirs.lines',
  'create temporary table quick (id int)',
  'create view theirs.v2 as select 1',
  'create view mine.v2 as select * from theirs.lines',
  'create or replace view theirs.shown as select id from theirs.orders',
  'create or replace view mine.v as select 1 as a',
  'create sequence theirs.s2',
  'create type theirs.t2 as (a int)',
  "create type public.t2 as enum ('a')",
  'create domain theirs.d2 as int',
  "create function theirs.f2() returns int language sql as 'select 1'",
  "create or replace function theirs.f(int) returns int language sql as 'select 2'",
  "create or replace function mine.g() returns int language sql as 'select 2'",
  "create or replace function mine.g(int) returns int language sql as 'select 2'",
  "create function mine.c() returns int language c as 'x', 'y'",
  "create function mine.lp() returns int language sql leakproof as 'select 1'",
  "create function mine.st() returns int language sql set log_statement = 'none' as 'select 1'",
  "create function mine.st() returns int language sql set search_path = '' as 'select 1'",
  'create schema fresh',
  'create schema if not exists theirs',
  'create schema fresh authorization current_user',
  'create schema fresh authorization @_other',
  'create schema fresh create table t (id int)',
  'create extension pageinspect',
  'create extension if not exists plpgsql',
  'create extension citext schema mine',
  'alter extension plpgsql update',
  'drop extension plpgsql',
  'create role @_new',
  'create role @_new superuser',
  'create role @_new createdb',
  'create role @_new bypassrls',
  'create role @_new replication',
  'create role @_new in role @_other',
  'create role @_new in role @_group',
  'alter role @_other createdb',
  "alter role @_other password 'y'",
  "alter role current_user password 'y'",
  'alter role @_other set search_path = x',
  'alter role current_user set search_path = x',
  'drop role @_other',
  'grant @_other to current_user',
  'grant @_group to @_other',
  "comment on role @_other is 'x'",
  'set role @_owner',
  'set role @_other',
  'set role @_group',
  'set role none',
  'set session authorization @_other',
  'set local role @_owner; create table theirs.fresh (id int)',
  'set local role @_owner; alter table theirs.orders add column a int; reset role; alter table theirs.orders add column b int',
  'set local role @_group; alter table mine.things add column a int',
  'grant select on theirs.orders to @_other',
  'grant insert on theirs.lines to @_other',
  'grant select on theirs.readable to @_other',
  'grant all on mine.things to @_other',
  'grant usage on schema theirs to @_other',
  'grant usage on schema closed to @_other',
  'grant execute on function theirs.f(int) to @_other',
  'grant execute on function theirs.locked() to @_other',
  'grant select on all tables in schema theirs to @_other',
  'grant select on all tables in schema mine to @_other',
  'grant select on closed.hidden to @_other',
  'revoke select on theirs.orders from public',
  'alter default privileges for role @_owner grant select on tables to @_other',
  'alter default privileges for role @_other grant select on tables to @_owner',
  'alter default privileges in schema theirs grant select on tables to @_other',
  'alter default privileges grant select on tables to @_other',
  'reassign owned by @_other to @_owner',
  'drop owned by @_other',
  'drop owned by @_group',
  'create event trigger e on ddl_command_end execute function theirs.touch()',
  'create publication p2',
  'create publication p2 for all tables',
  'create publication p2 for table theirs.orders',
  'create publication p2 for table mine.things',
  'create publication p2 for tables in schema mine',
  'alter publication pub add table mine.things',
  'drop publication pub',
  "create subscription s connection 'host=x' publication p with (connect = false)",
  "set log_statement = 'none'",
  "set local session_replication_role = 'replica'",
  "set statement_timeout = '1min'",
  "alter database % set log_statement = 'none'",
  'create language l handler plpgsql_call_handler',
  'create foreign data wrapper w',
  'create access method am type index handler bthandler',
  'select 1',
  'select id from theirs.orders',
  'select * from theirs.readable',
  'select * from theirs.lines',
  'select count(*) from closed.hidden',
  'select theirs.locked()',
  'select theirs.f(1)',
  "select pg_read_file('postgresql.conf')",
  'select count(*) from pg_authid',
  'with lines as (select 1 as id) select * from lines',
  'insert into theirs.lines values (1)',
  'insert into theirs.orders values (1)',
  'insert into mine.things select id from theirs.lines',
  'update theirs.orders set total = 1',
  'update theirs.readable set secret = null where id = 1',
  'update mine.things set owner_id = 1 where id = 1',
  'delete from theirs.orders',
  'delete from theirs.lines where id = 1',
  'update public.super_table set id = 2 where id = 1',
  'with gone as (delete from theirs.orders returning id) select * from gone',
  'truncate theirs.orders',
  'truncate mine.things',
  'lock table theirs.orders in access share mode',
  'lock table theirs.readable in access share mode',
  'lock table theirs.lines in row exclusive mode',
  'lock table theirs.lines in row share mode',
  'lock table theirs.lines in share mode',
  'lock table mine.things',
  "copy mine.things from program 'true'",
  "copy mine.things from '/dev/null'",
  "copy theirs.orders to '/dev/null'",
  'call theirs.work()',
  'refresh materialized view theirs.kept',
  'reindex table theirs.orders',
  'cluster theirs.orders using orders_pkey',
  'do $$ begin alter table theirs.orders add column a int; end $$',
  "do $$ begin execute 'alter table theirs.orders add column a int'; end $$",
  // One file after another.
  'create table mine.fresh (id int)\n---\nalter table mine.fresh add column b int\n---\ndrop table mine.fresh',
  'create schema fresh\n---\ncreate table fresh.t (id int)\n---\ngrant select on fresh.t to @_other',
  'set local role @_owner\n---\nalter table theirs.orders add column a int',
  'set local role @_owner; grant insert on theirs.orders to @_app, @_setter, @_maker\n---\ninsert into theirs.orders values (1)',
  'set local role @_owner; grant create on schema theirs to @_setter; reset role; create table theirs.fresh (id int)',
  'set local role @_owner; create table theirs.fresh (id int)\n---\nalter table theirs.fresh add column b int',
  'create role @_new\n---\ngrant @_new to current_user\n---\nset role @_new',
  'create role @_new\n---\nset role @_new',
  'create role @_new createdb\n---\nalter role @_new nocreatedb\n---\ndrop role @_new',
  'alter table mine.things owner to @_group\n---\nalter table mine.things add column a int',
  "drop view mine.v\n---\ncreate view mine.v as select 2 as b\n---\ncomment on view mine.v is 'x'",
  'alter table mine.things rename to stuff\n---\nalter table mine.stuff add column a int',
  'set search_path = theirs; alter table orders add column a int',
  'set search_path = mine; create table orders (id int); alter table orders add column a int',
];

/** What the catalog alone cannot tell: nothing is refused, whatever the server answers. */
export const UNDECIDED: readonly string[] = [
  // Rights on some of the columns.
  'select * from theirs.orders',
  "do $$ begin if exists (select from pg_class where relname = 'x') then alter table theirs.orders add column a int; end if; end $$",
  'do $$ begin alter table theirs.orders add column a int; exception when insufficient_privilege then null; end $$',
  'do $$ begin if true then return; end if; alter table theirs.orders add column a int; end $$',
  "do $$ begin execute format('select %s', 1); end $$; alter table theirs.orders add column a int",
  "select set_config('role', 'x', true); alter table theirs.orders add column a int",
];
