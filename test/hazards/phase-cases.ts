/** What the database has before the release: an app that is in use. */
export const BASE = `
create type mood as enum ('calm', 'busy');
create domain short_code as text check (value in ('a', 'b'));
create type pair as (x int, y text);
create table accounts (id bigint generated always as identity primary key, email text not null, level int not null default 1,
  constraint accounts_level check (level between 1 and 3));
create unique index accounts_email on accounts (email);
create table tickets (id bigint generated always as identity primary key, status text not null default 'new', note text,
  account_id bigint not null, weight numeric, closed boolean not null default false, feeling mood not null default 'calm', code short_code,
  title text, search tsvector generated always as (to_tsvector('simple', coalesce(title, ''))) stored,
  constraint tickets_status check (status in ('new', 'open')),
  constraint tickets_weight check (weight >= 0 and weight < 100),
  constraint tickets_account foreign key (account_id) references accounts (id),
  constraint tickets_title unique (title));
alter table tickets enable row level security;
alter table accounts enable row level security;
create function owner_of(ticket bigint) returns table (id bigint, email text) language sql stable as $$ select 1::bigint, 'e' $$;
create function weigh(a int, b int default 1) returns int language sql immutable as $$ select a + b $$;
create function secret_count() returns bigint language sql stable security definer set search_path = '' as $$ select 1::bigint $$;
revoke all on function secret_count() from public, anon, authenticated;
create function stamp() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger tickets_stamp before insert or update on tickets for each row execute function stamp();
create policy own_tickets on tickets for select to authenticated using (auth.uid() is not null and status <> 'new');
create policy write_tickets on tickets for insert to authenticated with check (weight < 50);
create policy read_accounts on accounts for select using (true);
create view open_tickets with (security_invoker = true) as select id, status, title from tickets where status = 'open';
create materialized view counts as select status, count(*) as n from tickets group by status;
create unique index counts_status on counts (status);
grant select on open_tickets to anon;
grant select, insert on tickets to authenticated;
grant select on accounts to anon, authenticated;
insert into accounts (email) select 'a' || i from generate_series(1, 3) i;
insert into tickets (account_id, title, weight, status) select i, 't' || i, 10, 'open' from generate_series(1, 3) i;
refresh materialized view counts;
create publication feed for table tickets;
`;

export interface PhaseCase {
  /** One file, or several of one release. */
  readonly files: string | readonly string[];
  readonly phases: string;
  /** Part of the reason that is given for a contract file. */
  readonly why?: string;
}

const e = (...files: string[]): PhaseCase => ({ files, phases: files.map(() => 'e').join('') });
const c = (files: string | readonly string[], why?: string, phases = 'c'): PhaseCase => ({
  files,
  phases,
  ...(why ? { why } : {}),
});

/** By kind, each with its neighbours. `e` expand, `c` contract, one letter a file. */
export const PHASE_CASES: Readonly<Record<string, readonly PhaseCase[]>> = {
  'a CHECK against the one that was there': [
    e(
      "alter table tickets drop constraint if exists tickets_status; alter table tickets add constraint tickets_status check (status in ('new', 'open', 'held'))",
    ),
    e(
      "alter table tickets drop constraint tickets_status; alter table tickets add constraint tickets_status check (status = any (array['open', 'new', 'x']))",
    ),
    e(
      'alter table tickets drop constraint tickets_status',
      "alter table tickets add constraint status_words check (status = 'open' or status = 'new' or status = 'done') not valid",
      'alter table tickets validate constraint status_words',
    ),
    e('alter table tickets drop constraint tickets_weight; alter table tickets add check (weight >= 0)'),
    e(
      'alter table tickets drop constraint tickets_weight; alter table tickets add check (weight is null or weight between 0 and 1000)',
    ),
    e(
      'alter table accounts drop constraint accounts_level; alter table accounts add constraint accounts_level check (level > 0)',
    ),
    e("alter table tickets add constraint again check (status <> 'closed')"),
    c(
      "alter table tickets drop constraint tickets_status; alter table tickets add constraint tickets_status check (status in ('open', 'held'))",
      "status = 'new'",
    ),
    c(
      'alter table tickets drop constraint tickets_weight; alter table tickets add constraint tickets_weight check (weight >= 1)',
      'weight',
    ),
    c('alter table tickets add constraint w check (weight is not null)', 'weight of NULL'),
    c(
      'alter table accounts drop constraint accounts_level; alter table accounts add constraint accounts_level check (level in (1, 3))',
      'level = 2',
    ),
    c('alter table tickets add constraint longer check (char_length(title) > 3)'),
  ],
  'a constraint on what the release adds': [
    e(
      "alter table tickets add column kind text not null default 'plain'; alter table tickets add constraint tickets_kind check (kind in ('plain', 'gift'))",
    ),
    e(
      'alter table tickets add column if not exists due date',
      "do $$ begin if not exists (select 1 from pg_constraint where conname = 'due_later') then alter table tickets add constraint due_later check (due > '2000-01-01'); end if; end $$",
    ),
    e(
      "alter table tickets add column kind text default 'plain'; alter table tickets add constraint kind_note check (kind = 'plain' or note is not null)",
    ),
    e(
      'alter table tickets add column helper_id bigint; do $$ begin alter table tickets add constraint helper foreign key (helper_id) references accounts (id); exception when duplicate_object then null; end $$',
    ),
    e('alter table tickets add column slug text; alter table tickets add constraint slug_once unique (slug)'),
    c(
      "alter table tickets add column kind text default 'plain'; alter table tickets add constraint kind_note check (kind = 'gift' or note is not null)",
    ),
  ],
  'a foreign key against the one that was there': [
    e(
      'alter table tickets drop constraint tickets_account; alter table tickets add constraint tickets_account foreign key (account_id) references accounts (id) on delete cascade',
    ),
    e(
      'alter table tickets drop constraint tickets_account',
      'alter table tickets add foreign key (account_id) references accounts on delete cascade not valid',
    ),
    e('alter table tickets add constraint twice foreign key (account_id) references public.accounts (id)'),
    e(
      'alter table tickets drop constraint tickets_account, add constraint tickets_account foreign key (account_id) references accounts (id) deferrable initially deferred',
    ),
    c('alter table tickets drop constraint tickets_account'),
    c(
      'alter table tickets drop constraint tickets_account; alter table tickets add constraint tickets_account foreign key (account_id) references tickets (id)',
    ),
    c(
      'alter table tickets drop constraint tickets_account; alter table tickets add constraint tickets_account foreign key (account_id) references accounts (id) on delete set null; alter table tickets add constraint more foreign key (account_id) references tickets (id)',
    ),
  ],
  'a function dropped and made again': [
    e(
      "drop function if exists owner_of(bigint); create function owner_of(ticket bigint) returns table (id bigint, email text, level int) language sql stable as $$ select 1::bigint, 'e', 1 $$",
    ),
    e(
      'drop function weigh; create or replace function weigh(a int, b int default 1, c int default 2) returns int language sql as $$ select a + b + c $$',
    ),
    e(
      'drop function weigh(int, int)',
      'create function public.weigh(a bigint, b bigint default 1) returns int language sql as $$ select (a + b)::int $$',
    ),
    e(
      'drop function if exists stamp() cascade; create function stamp() returns trigger language plpgsql as $$ begin return new; end $$; create trigger tickets_stamp before insert or update on tickets for each row execute function stamp()',
    ),
    e('drop function if exists nowhere(int); drop function if exists owner_of(text)'),
    e(
      'create or replace function weigh(a int, b int default 1) returns int language sql as $$ select a * b $$',
    ),
    c(
      "drop function owner_of(bigint); create function owner_of(ticket bigint) returns table (id bigint, mail text) language sql stable as $$ select 1::bigint, 'e' $$",
      'column email is gone',
    ),
    c(
      "drop function owner_of(bigint); create function owner_of(t bigint) returns table (id bigint, email text) language sql stable as $$ select 1::bigint, 'e' $$",
      'argument ticket is called t',
    ),
    c(
      'drop function weigh; create function weigh(a int, b int) returns int language sql as $$ select a + b $$',
      'requires arguments',
    ),
    c(
      'drop function weigh; create function weigh(a int, b int default 1) returns text language sql as $$ select a::text $$',
      'returned integer',
    ),
    c('drop function owner_of(bigint)'),
    c(
      'create or replace function secret_count() returns bigint language sql stable as $$ select 1::bigint $$',
      'privileges of its caller',
    ),
  ],
  'a view dropped and made again': [
    e(
      "drop view open_tickets; create view open_tickets with (security_invoker = true) as select id, status, title, weight from tickets where status = 'open'; grant select on open_tickets to anon",
    ),
    e(
      'drop view if exists open_tickets',
      'create view open_tickets with (security_invoker = true) as select t.*, a.email from tickets t join accounts a on a.id = t.account_id; grant select on open_tickets to anon',
    ),
    e(
      'create or replace view open_tickets with (security_invoker = true) as select id, status, title, note from tickets',
    ),
    e(
      'drop materialized view counts; create materialized view counts as select status, count(*) as n, max(id) as newest from tickets group by status; create unique index counts_status on counts (status)',
    ),
    c(
      'drop view open_tickets; create view open_tickets with (security_invoker = true) as select id, title from tickets; grant select on open_tickets to anon',
      'column status is gone',
    ),
    c(
      'drop view open_tickets; create view open_tickets with (security_invoker = true) as select id::int, status, title from tickets; grant select on open_tickets to anon',
      'column id was bigint',
    ),
    c(
      'drop view open_tickets; create view open_tickets with (security_invoker = true) as select id, status, title from tickets',
      'anon loses SELECT',
    ),
    c('drop view open_tickets'),
  ],
  'a trigger dropped and made again': [
    e(
      'drop trigger tickets_stamp on tickets; create trigger tickets_stamp before insert or update or delete on tickets for each row execute function stamp()',
    ),
    e(
      'drop trigger if exists tickets_stamp on tickets',
      'create trigger tickets_stamp before insert or update on tickets for each row execute function stamp()',
    ),
    e(
      'create trigger stamped before insert or update on tickets for each row execute function stamp(); drop trigger tickets_stamp on tickets',
    ),
    e(
      'create or replace trigger tickets_stamp before insert or update on tickets for each row execute function stamp()',
    ),
    e('drop trigger if exists nowhere on tickets'),
    c(
      'drop trigger tickets_stamp on tickets; create trigger tickets_stamp before update on tickets for each row execute function stamp()',
      'no longer runs on INSERT',
    ),
    c(
      'create or replace trigger tickets_stamp after insert or update on tickets for each row execute function stamp()',
      'another time',
    ),
    c('drop trigger tickets_stamp on tickets'),
  ],
  'a policy dropped and made again': [
    e(
      "drop policy own_tickets on tickets; create policy own_tickets on tickets for select to authenticated using ((select auth.uid()) is not null and status <> 'new')",
    ),
    e(
      'drop policy if exists own_tickets on tickets; create policy "Members read" on tickets for select to anon, authenticated using (\'new\' <> status)',
    ),
    e(
      'drop policy write_tickets on tickets',
      'create policy write_tickets on tickets for all to authenticated using (true) with check (weight < 80)',
    ),
    e('drop policy own_tickets on tickets; create policy all_tickets on tickets using (true)'),
    e('drop policy if exists nowhere on tickets'),
    e('alter policy write_tickets on tickets with check (weight < 60)'),
    e('alter policy own_tickets on tickets rename to mine'),
    c(
      "drop policy own_tickets on tickets; create policy own_tickets on tickets for select to authenticated using (auth.uid() is not null and status = 'open')",
      'narrower',
    ),
    c(
      'drop policy write_tickets on tickets; create policy write_tickets on tickets for insert to authenticated with check (weight < 20)',
      'narrower',
    ),
    c(
      'drop policy own_tickets on tickets; create policy own_tickets on tickets for select to service_role using (true)',
      'authenticated',
    ),
    c('alter policy write_tickets on tickets with check (weight < 40)', 'narrower'),
    c('drop policy read_accounts on accounts'),
    c('create policy never on tickets as restrictive using (closed)'),
  ],
  'a type dropped and made again': [
    e(
      "alter type mood rename to mood_old; create type mood as enum ('calm', 'busy', 'lost'); alter table tickets alter feeling drop default; alter table tickets alter feeling type mood using feeling::text::mood; alter table tickets alter feeling set default 'calm'; drop type mood_old",
    ),
    e('drop type pair; create type pair as (x int, y text)'),
    e(
      "alter domain short_code drop constraint short_code_check; alter domain short_code add constraint short_code_check check (value in ('a', 'b', 'c'))",
    ),
    e(
      "do $$ begin create type mood as enum ('calm', 'busy'); exception when duplicate_object then null; end $$",
    ),
    e("drop type if exists nowhere; create type fresh as enum ('x')", 'drop type fresh'),
    c('drop type pair; create type pair as (x int, z text)', 'column y is gone'),
    c(
      "alter domain short_code drop constraint short_code_check; alter domain short_code add constraint short_code_check check (value in ('a', 'c'))",
      "'b'",
    ),
    c('drop type pair'),
  ],
  'an index made again': [
    e('create unique index accounts_email_2 on accounts (email); drop index accounts_email'),
    e(
      'drop index if exists accounts_email',
      'alter table accounts add constraint accounts_email unique (email)',
    ),
    e('create index if not exists tickets_note on tickets (note)'),
    c('drop index accounts_email'),
    c('drop index accounts_email; create index accounts_email on accounts (email)'),
    c(
      'alter table tickets drop constraint tickets_title; create unique index by_title on tickets (title)',
      'ON CONSTRAINT',
    ),
    c('create unique index once on tickets (note)'),
  ],
  'what an earlier pending file made': [
    e(
      'create policy tmp on tickets for insert to authenticated with check (id > 0); create function f2() returns trigger language plpgsql as $$ begin return new; end $$; create trigger tmp after insert on tickets for each row execute function f2()',
      'drop policy if exists tmp on tickets; drop trigger if exists tmp on tickets',
      'drop function f2(); create table later (id bigint primary key); alter table later enable row level security',
    ),
    e('alter table tickets add constraint tmp unique (id, note)', 'alter table tickets drop constraint tmp'),
    e('create extension if not exists pgcrypto', 'drop extension pgcrypto'),
    e('create schema inner_part; create table inner_part.a (id int)', 'drop schema inner_part cascade'),
    e("create type size as enum ('s')", "alter type size rename value 's' to 'm'"),
    e(
      'alter table tickets add column extra text',
      'alter table tickets rename extra to more',
      'alter table tickets drop column more',
    ),
  ],
  'what nobody misses': [
    e('drop extension if exists postgres_fdw'),
    e('drop extension if exists pg_net cascade'),
    e('drop extension if exists "uuid-ossp", pg_jsonschema'),
    e(
      "do $$ begin if exists (select from pg_extension where extname = 'pg_net') then drop extension pg_net; end if; end $$",
    ),
    c('drop extension if exists plpgsql, postgres_fdw'),
    e('revoke insert on accounts from anon'),
    e('revoke all on tickets from anon; revoke execute on function secret_count() from anon'),
    e('revoke all on tickets from authenticated; grant select, insert on tickets to authenticated'),
    e('revoke all on all tables in schema public from service_role'),
    e('revoke execute on function stamp() from public'),
    e('drop publication if exists nowhere'),
    e(
      'alter table tickets drop column search; alter table tickets add column search tsvector generated always as (to_tsvector($$simple$$, coalesce(note, $$$$))) stored',
    ),
    e('alter table tickets alter status drop default; alter table tickets alter status set default $$open$$'),
    e(
      'alter table accounts add constraint e check (email is not null) not valid',
      'alter table accounts validate constraint e',
      'alter table accounts alter email set not null',
    ),
    c('revoke select on accounts from anon', 'anon loses SELECT'),
    c(
      'revoke all on tickets from authenticated; grant select on tickets to authenticated',
      'authenticated loses INSERT',
    ),
    c('revoke select on all tables in schema public from anon'),
    c('alter table tickets drop column note'),
  ],
  'what replaces something and goes in its turn': [
    c(
      [
        'drop view open_tickets; create view open_tickets as select id, status, title from tickets; grant select on open_tickets to anon',
        'drop view open_tickets',
      ],
      'goes',
      'cc',
    ),
    c(
      [
        'drop function weigh; create function weigh(a int, b int default 1) returns int language sql as $$ select 1 $$',
        'drop function weigh(int, int)',
      ],
      'goes',
      'cc',
    ),
    c(
      [
        'drop policy read_accounts on accounts; create policy read_accounts on accounts using (true)',
        'drop policy read_accounts on accounts',
      ],
      'goes',
      'cc',
    ),
  ],
  'what waits for a file that waits': [
    {
      files: [
        'drop view open_tickets',
        'create view open_tickets with (security_invoker = true) as select id, status, title from tickets; grant select on open_tickets to anon; alter table tickets drop column note',
      ],
      phases: 'cc',
      why: 'recreated only by a waiting file',
    },
  ],
};
