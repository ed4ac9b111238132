/** Ways in which migrations make rows readable, with what comes after them. `%` is the relation that is asked. */
export interface Way {
  readonly name: string;
  readonly sql: string;
  /** What anon asks; by default the relation that was made. */
  readonly ask?: string;
  /** It may be told all the same. */
  readonly mayWarn?: boolean;
  /** Row level security can be switched on for it. */
  readonly isTable?: boolean;
  /** Nobody can read it before it runs: a warning is enough. */
  readonly isOpaque?: boolean;
  /** The author writes down that it is past row level security: it is told, not refused. */
  readonly isDeliberate?: boolean;
}

/** What the database has. `loopback` is filled in by the test. */
export const BASE = `
create schema private;
grant usage on schema private to anon, authenticated;
create role hz_group nologin;
create table public.patients (id int primary key, owner text, note text);
insert into public.patients values (1, 'a', 'x'), (2, 'b', 'y');
alter table public.patients enable row level security;
create table public.prices (id int primary key, amount int);
insert into public.prices values (1, 10);
alter table public.prices enable row level security;
create policy everybody on public.prices for select using (true);
create table public.measurements (at date not null, v int) partition by range (at);
alter table public.measurements enable row level security;
create table public.measurements_2025 partition of public.measurements for values from ('2025-01-01') to ('2026-01-01');
alter table public.measurements_2025 enable row level security;
insert into public.measurements values ('2025-05-05', 1);
create table public.news (at date not null, v int);
create table public.archive (at date not null, v int) partition by range (at);
create table private.later (at date not null, v int);
insert into private.later values ('2030-01-01', 1);
alter table private.later enable row level security;
create table private.secrets (id int, note text);
insert into private.secrets values (1, 'x');
create materialized view private.counted as select * from public.patients;
create view private.listed as select * from public.patients;
create view public.mine with (security_invoker = true) as select * from public.patients;
create type public.pair as (id int, note text);
create schema remote;
create table remote.people (id int, note text);
insert into remote.people values (1, 'x');
create table public.dormant (id int);
insert into public.dormant values (1);
revoke all on public.dormant, public.archive, public.news, public.measurements_2025 from public, anon, authenticated;
grant select on public.patients, public.prices, public.measurements, public.mine to anon, authenticated;
`;

const table = (name: string, sql: string): Way => ({ name, sql, isTable: true });
const other = (name: string, sql: string, more: Partial<Way> = {}): Way => ({ name, sql, ...more });

export const WAYS: readonly Way[] = [
  table('a plain table', 'create table % (id int); insert into % values (1)'),
  table('IF NOT EXISTS', 'create table if not exists % (id int); insert into % values (1)'),
  table('an unlogged table', 'create unlogged table % (id int); insert into % values (1)'),
  table('a table of a type', 'create table % of public.pair; insert into % values (1)'),
  table('CREATE TABLE AS', 'create table % as select * from public.patients'),
  table('CREATE TABLE AS TABLE', 'create table % as table public.patients'),
  table('CREATE TABLE AS EXECUTE', 'prepare p as select * from public.patients; create table % as execute p'),
  table('SELECT INTO', 'select * into % from public.patients'),
  table(
    'LIKE',
    'create table % (like public.patients including all); insert into % select * from public.patients',
  ),
  table('an heir', "create table % () inherits (public.patients); insert into % values (9, 'c', 'z')"),
  table(
    'a partition',
    "create table % partition of public.measurements for values from ('2026-01-01') to ('2027-01-01'); insert into public.measurements values ('2026-02-02', 1)",
  ),
  table(
    'a partition that is attached',
    "create table % (at date not null, v int); insert into % values ('2026-02-02', 1); alter table public.measurements attach partition % for values from ('2026-01-01') to ('2027-01-01')",
  ),
  table(
    'a rename',
    'create table public.draft (id int); insert into public.draft values (1); alter table public.draft rename to fresh',
  ),
  table('a DO block', 'do $$ begin create table % (id int); insert into % values (1); end $$'),
  table(
    'a string that a DO block runs',
    "do $$ begin execute 'create table % (id int)'; insert into % values (1); end $$",
  ),
  table(
    'a DO block that catches',
    'do $$ begin create table % (id int); insert into % values (1); exception when duplicate_table then null; end $$',
  ),
  other('a materialized view', 'create materialized view % as select * from public.patients'),
  other(
    'a foreign table',
    "create foreign table % (id int, note text) server loopback options (schema_name 'remote', table_name 'people')",
  ),
  other(
    'IMPORT FOREIGN SCHEMA of one',
    'import foreign schema remote limit to (people) from server loopback into public',
    {
      ask: 'public.people',
    },
  ),
  other('a view', 'create view % as select * from public.patients'),
  other(
    'a view of a view',
    'create view private.inner as select * from public.patients; create view % as select * from private.inner',
  ),
  other(
    'a view with a join',
    'create view % as select p.id, q.amount from public.prices q left join public.patients p on true where p.id is not null',
  ),
  other(
    'a view of a union',
    'create view % as select id from public.prices where false union all select id from public.patients',
  ),
  other(
    'a view with a subquery',
    'create view % as with c as (select * from public.patients) select * from (select * from c) x',
  ),
  other(
    'a view that heeds its reader',
    'create view % with (security_invoker) as select * from public.patients',
  ),
  other(
    'a view that does not any more',
    'create view % with (security_invoker = on) as select * from public.patients; alter view % reset (security_invoker)',
  ),
  other(
    'a view that does by now',
    'create view % as select * from public.patients; alter view % set (security_invoker = true)',
  ),
  other('a view of what everybody reads', 'create view % as select * from public.prices', { mayWarn: true }),
  other(
    'a temporary table',
    'create temporary table fresh (id int); create table % (id int); drop table %; create table % (id int); alter table % enable row level security',
  ),
];

/** Ways that stand on their own: which grants there are is written in them. */
export const ALONE: readonly (Way & { readonly isOpen: boolean })[] = [
  {
    name: 'moved, granted',
    isOpen: true,
    sql: 'grant select on private.secrets to anon; alter table private.secrets set schema public',
    ask: 'public.secrets',
  },
  {
    name: 'moved, not granted',
    isOpen: false,
    sql: 'alter table private.secrets set schema public',
    ask: 'public.secrets',
  },
  {
    name: 'moved, secured before',
    isOpen: false,
    sql: 'grant select on private.secrets to anon; alter table private.secrets enable row level security; alter table private.secrets set schema public',
    ask: 'public.secrets',
  },
  {
    name: 'moved, secured later',
    isOpen: false,
    sql: 'grant select on private.secrets to anon; alter table private.secrets set schema public; alter table public.secrets enable row level security',
    ask: 'public.secrets',
  },
  {
    name: 'moved, granted later',
    isOpen: true,
    sql: 'alter table private.secrets set schema public; grant select on public.secrets to authenticated, anon',
    ask: 'public.secrets',
  },
  {
    name: 'a materialized view moved',
    isOpen: true,
    sql: 'grant select on private.counted to anon; alter materialized view private.counted set schema public',
    ask: 'public.counted',
  },
  {
    name: 'a view moved',
    isOpen: true,
    sql: 'grant select on private.listed to anon; alter view private.listed set schema public',
    ask: 'public.listed',
  },
  {
    name: 'a view moved that nobody may read',
    isOpen: false,
    sql: 'alter view private.listed set schema public',
    ask: 'public.listed',
  },
  {
    name: 'a table granted',
    isOpen: true,
    sql: 'grant select on public.dormant to anon',
    ask: 'public.dormant',
  },
  {
    name: 'columns granted',
    isOpen: true,
    sql: 'grant select (id) on public.dormant to anon',
    ask: 'public.dormant',
  },
  {
    name: 'granted to PUBLIC',
    isOpen: true,
    sql: 'grant select on public.dormant to public',
    ask: 'public.dormant',
  },
  {
    name: 'all tables granted',
    isOpen: true,
    sql: 'grant select on all tables in schema public to anon',
    ask: 'public.dormant',
  },
  {
    name: 'all tables granted, and taken',
    isOpen: false,
    sql: 'grant select on all tables in schema public to anon; revoke all on all tables in schema public from anon',
    ask: 'public.dormant',
  },
  {
    name: 'granted to a group',
    isOpen: true,
    sql: 'grant hz_group to anon; grant select on public.dormant to hz_group',
    ask: 'public.dormant',
  },
  {
    name: 'granted to a group, then joined',
    isOpen: true,
    sql: 'grant select on public.dormant to hz_group; grant hz_group to anon',
    ask: 'public.dormant',
  },
  {
    name: 'granted to a group that nobody joined',
    isOpen: false,
    sql: 'grant select on public.dormant to hz_group',
    ask: 'public.dormant',
  },
  {
    name: 'only TRUNCATE granted',
    isOpen: false,
    sql: 'grant truncate, references, trigger on public.dormant to anon',
    ask: 'public.dormant',
  },
  {
    name: 'default privileges of the release',
    isOpen: true,
    sql: 'alter default privileges in schema public grant select on tables to anon; create table public.fresh (id int); insert into public.fresh values (1)',
    ask: 'public.fresh',
  },
  {
    name: 'default privileges everywhere',
    isOpen: true,
    sql: 'alter default privileges grant select on tables to anon; create table public.fresh (id int); insert into public.fresh values (1)',
    ask: 'public.fresh',
  },
  {
    name: 'default privileges that come too late',
    isOpen: false,
    sql: 'alter default privileges in schema public revoke all on tables from public, anon, authenticated; create table public.fresh (id int); alter default privileges in schema public grant select on tables to anon',
    ask: 'public.fresh',
  },
  {
    name: 'default privileges taken',
    isOpen: false,
    sql: 'alter default privileges in schema public revoke all on tables from anon, authenticated; create table public.fresh (id int); insert into public.fresh values (1)',
    ask: 'public.fresh',
  },
  {
    name: 'a view that stops heeding its reader',
    isOpen: true,
    sql: 'create or replace view public.mine as select * from public.patients',
    ask: 'public.mine',
  },
  {
    name: 'a view that is recreated without it',
    isOpen: true,
    sql: 'drop view public.mine; create view public.mine as select * from public.patients; grant select on public.mine to anon',
    ask: 'public.mine',
  },
  {
    name: 'a view replaced as it was',
    isOpen: false,
    sql: 'create or replace view public.mine with (security_invoker = true) as select * from public.patients',
    ask: 'public.mine',
  },
  {
    name: 'a parent that is open takes an heir',
    isOpen: true,
    isDeliberate: true,
    sql: 'grant select on public.news to anon; alter table public.news enable row level security; create policy everybody on public.news for select using (true); alter table private.later inherit public.news',
    ask: 'public.news',
  },
  {
    name: 'a parent that is open takes a partition',
    isOpen: true,
    isDeliberate: true,
    sql: "grant select on public.archive to anon; alter table public.archive enable row level security; create policy everybody on public.archive for select using (true); alter table public.measurements detach partition public.measurements_2025; alter table public.archive attach partition public.measurements_2025 for values from ('2025-01-01') to ('2026-01-01')",
    ask: 'public.archive',
  },
  {
    name: 'a parent that is closed takes an heir',
    isOpen: false,
    sql: 'alter table private.later inherit public.news',
    ask: 'public.news',
  },
  {
    name: 'anon becomes the owner',
    isOpen: true,
    sql: 'alter table public.patients owner to anon',
    ask: 'public.patients',
  },
  {
    name: 'anon is past row level security',
    isOpen: true,
    sql: 'alter role anon bypassrls',
    ask: 'public.patients',
  },
  {
    name: 'anon gets the privileges of the owner',
    isOpen: true,
    sql: 'alter table public.patients owner to hz_group; grant hz_group to anon',
    ask: 'public.patients',
  },
  {
    name: 'a function of its owner',
    isOpen: true,
    isDeliberate: true,
    sql: "create function public.everybody() returns setof public.patients language sql security definer set search_path = '' as 'select * from public.patients'",
    ask: 'public.everybody()',
  },
  {
    name: 'a function in PL/pgSQL',
    isOpen: true,
    isDeliberate: true,
    sql: "create function public.everybody() returns table (id int) language plpgsql security definer set search_path = '' as $$ begin return query select p.id from public.patients p; end $$",
    ask: 'public.everybody()',
  },
  {
    name: 'a function that becomes its owner’s',
    isOpen: true,
    isDeliberate: true,
    sql: "create function public.everybody() returns setof public.patients language sql as 'select * from public.patients'; alter function public.everybody() security definer",
    ask: 'public.everybody()',
  },
  {
    name: 'a function of its owner that nobody may call',
    isOpen: false,
    isDeliberate: true,
    sql: "create function public.everybody() returns setof public.patients language sql security definer set search_path = '' as 'select * from public.patients'; revoke all on function public.everybody() from public, anon, authenticated",
    ask: 'public.everybody()',
  },
  {
    name: 'a function of its caller',
    isOpen: false,
    isDeliberate: true,
    sql: "create function public.everybody() returns setof public.patients language sql as 'select * from public.patients'",
    ask: 'public.everybody()',
  },
  {
    name: 'a name put together at run time',
    isOpen: true,
    isOpaque: true,
    sql: "do $$ declare n text := 'fresh'; begin execute format('create table public.%I (id int)', n); insert into public.fresh values (1); grant select on public.fresh to anon; end $$",
    ask: 'public.fresh',
  },
  {
    name: 'a function that makes it',
    isOpen: true,
    isOpaque: true,
    sql: 'create function private.make() returns void language plpgsql as $$ begin create table public.fresh (id int); insert into public.fresh values (1); grant select on public.fresh to anon; end $$; select private.make()',
    ask: 'public.fresh',
  },
];

/** What comes after a way. `;;` divides files. */
export const AFTER = {
  nothing: '',
  'taken in the same file': '; revoke all on % from anon, authenticated',
  'taken in the next file': ';; revoke all on % from anon, authenticated',
  'all taken': '; revoke all on all tables in schema public from anon, authenticated',
  'granted to anon': '; grant select on % to anon',
  'granted to PUBLIC in the next file': ';; grant select on % to public',
  'all granted in the next file': ';; grant select on all tables in schema public to anon',
  'only TRUNCATE left': '; revoke select, insert, update, delete on % from anon, authenticated',
  secured: '; alter table % enable row level security',
  'secured in the next file': ';; alter table % enable row level security',
  'secured, and not any more':
    '; alter table % enable row level security; alter table % disable row level security',
  'moved away': '; alter table % set schema private',
} as const;
