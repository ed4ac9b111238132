const body = (
  name: string,
) => `create or replace function app.score(n integer) returns integer language sql stable
  set search_path = '' as '${name}'`;

/** Of rich.sql: what somebody did by hand, the object that must be named, and how to undo it where the finding's SQL cannot. */
export const CHANGES: readonly (readonly [sql: string, object: string, undo?: string])[] = [
  // tables and columns
  ['create table app.extra (id int)', 'relation app.extra'],
  ['alter table app.people set (fillfactor = 70)', 'relation app.people'],
  ['alter table app.plain set unlogged', 'relation app.plain'],
  ['alter table app.people replica identity full', 'relation app.people'],
  ['alter table app.people add column extra text', 'column app.people.extra'],
  ['alter table app.plain drop column "select"', 'column app.plain."select"'],
  ['alter table app.people drop column touched', 'column app.people.touched'],
  ['alter table app.people rename column touched to seen', 'column app.people.seen'],
  ['alter table app.plain alter column n type bigint', 'column app.plain.n'],
  ['alter table app.people alter column note set not null', 'column app.people.note'],
  ['alter table app.people alter column feeling drop not null', 'column app.people.feeling'],
  [`alter table app.people alter column feeling set default 'sad'`, 'column app.people.feeling'],
  ['alter table app.people alter column touched drop default', 'column app.people.touched'],
  ['alter table app.people alter column id drop default', 'column app.people.id'],
  ['alter table app.teams alter column id set generated always', 'column app.teams.id'],
  ['alter table app.teams alter column id drop identity', 'column app.teams.id'],
  ['alter table app.people alter column full_name drop expression', 'column app.people.full_name'],
  [
    'alter table app.people alter column note type text collate "C"',
    'column app.people.note',
    'alter table app.people alter column note type text collate "default"',
  ],
  ['revoke insert on app.people from postgres', 'relation app.people'],
  ['alter table app.log detach partition app.log_2026', 'relation app.log_2026'],
  ['alter table app.plain inherit app.blank', 'relation app.plain'],
  [
    'alter table app.plain alter column n set default 4, alter column n type numeric(9, 2)',
    'column app.plain.n',
  ],
  ['alter table app.plain add column number bigserial', 'column app.plain.number'],
  // constraints and indexes
  ['alter table app.people drop constraint people_age_check', 'constraint app.people people_age_check'],
  [
    'alter table app.people drop constraint people_age_check, add constraint people_age_check check (age >= 1)',
    'constraint app.people people_age_check',
  ],
  [
    'alter table app.people drop constraint people_age_check, add constraint people_age_check check (age >= 0) not valid',
    'constraint app.people people_age_check',
  ],
  ['alter table app.people add constraint extra check (age < 200)', 'constraint app.people extra'],
  ['alter table app.people drop constraint people_team_id_fkey', 'constraint app.people people_team_id_fkey'],
  [
    'alter table app.people drop constraint people_team_id_fkey, add constraint people_team_id_fkey foreign key (team_id) references app.teams (id)',
    'constraint app.people people_team_id_fkey',
  ],
  ['alter table app.teams drop constraint teams_name_key', 'constraint app.teams teams_name_key'],
  ['alter table app.people drop constraint people_during_excl', 'constraint app.people people_during_excl'],
  ['drop index app.people_name_idx', 'index app.people_name_idx'],
  [
    'drop index app.people_name_idx; create index people_name_idx on app.people (name desc)',
    'index app.people_name_idx',
  ],
  [
    'drop index app.people_note_idx; create index people_note_idx on app.people (lower(note)) where note is not null',
    'index app.people_note_idx',
  ],
  ['create index extra on app.people (age)', 'index app.extra'],
  // types and sequences
  [
    `alter type app.mood add value 'elated'`,
    'enum app.mood',
    `alter table app.people alter column feeling drop default, alter column feeling type text;
    drop type app.mood; create type app.mood as enum ('sad', 'ok', 'happy');
    alter table app.people alter column feeling type app.mood using feeling::app.mood, alter column feeling set default 'ok'`,
  ],
  [`alter type app.mood rename value 'sad' to 'blue'`, 'enum app.mood'],
  // Its columns are mended after the type, and named before it.
  ['alter type app.mood rename to feeling', 'enum app.mood', 'alter type app.feeling rename to mood'],
  [`create type app.extra as enum ('a')`, 'enum app.extra'],
  ['alter domain app.email drop constraint has_at', 'domain app.email'],
  ['alter domain app.email set not null', 'domain app.email'],
  ['alter domain app.email drop default', 'domain app.email'],
  ['drop type app.span', 'type app.span'],
  ['alter type app.pair add attribute c text', 'column app.pair.c', 'alter type app.pair drop attribute c'],
  ['alter sequence app.numbers increment 5', 'sequence app.numbers'],
  ['alter sequence app.numbers cycle', 'sequence app.numbers'],
  // functions
  [body('select n + 2'), 'function app.score(integer)', body('select n + 1')],
  ['alter function app.score(integer) security definer', 'function app.score(integer)'],
  ['alter function app.score(integer) volatile', 'function app.score(integer)'],
  ['alter function app.score(integer) reset search_path', 'function app.score(integer)'],
  ['alter function app.score(integer) set search_path = public, pg_temp', 'function app.score(integer)'],
  [`alter function app.score(integer) set statement_timeout = '5s'`, 'function app.score(integer)'],
  ['alter function app.total(integer, integer) called on null input', 'function app.total(integer, integer)'],
  ['alter function app.total(integer, integer) parallel unsafe', 'function app.total(integer, integer)'],
  [
    'create function app.score(n text) returns integer language sql as $$ select 1 $$',
    'function app.score(text)',
  ],
  [
    `create or replace procedure app.work() language plpgsql as 'begin perform 1; end'`,
    'function app.work()',
    `create or replace procedure app.work() language plpgsql as 'begin null; end'`,
  ],
  [
    'drop aggregate app.sum_up (integer)',
    'function app.sum_up(integer)',
    `create aggregate app.sum_up (integer) (sfunc = int4pl, stype = integer, initcond = '0'); grant execute on function app.sum_up(integer) to public`,
  ],
  // triggers and rules
  ['drop trigger touch on app.people', 'trigger app.people touch'],
  ['alter table app.people disable trigger touch', 'trigger app.people touch'],
  [
    'create or replace trigger touch before insert or update on app.people for each row execute function app.touch()',
    'trigger app.people touch',
  ],
  [
    `create or replace trigger told after insert on app.people for each row execute function app.note('other', 'arguments')`,
    'trigger app.people told',
    `create or replace trigger told after insert on app.people for each row execute function app.note('with', 'arguments')`,
  ],
  [
    'create trigger extra after delete on app.people for each row execute function app.note()',
    'trigger app.people extra',
  ],
  ['drop trigger new_user on auth.users', 'trigger auth.users new_user'],
  ['drop rule keep on app.teams', 'rule app.teams keep'],
  ['alter table app.teams disable rule keep', 'rule app.teams keep'],
  ['alter event trigger watch disable', 'event-trigger watch'],
  ['drop event trigger watch', 'event-trigger watch'],
  [
    'drop event trigger watch; create event trigger watch on sql_drop execute function app.watch()',
    'event-trigger watch',
  ],
  // row-level security
  ['alter table app.people disable row level security', 'rls app.people'],
  ['alter table app.people force row level security', 'rls app.people'],
  ['drop policy "own rows" on app.people', 'policy app.people "own rows"'],
  ['alter policy "own rows" on app.people using (true)', 'policy app.people "own rows"'],
  ['alter policy "own rows" on app.people to public', 'policy app.people "own rows"'],
  [`alter policy add_rows on app.people with check (age > 3)`, 'policy app.people "add_rows"'],
  ['create policy extra on app.people for delete using (true)', 'policy app.people "extra"'],
  // rights
  ['grant delete on app.people to authenticated', 'grant app.people authenticated DELETE'],
  ['grant select on app.people to public', 'grant app.people public SELECT'],
  ['revoke insert on app.people from authenticated', 'grant app.people authenticated INSERT'],
  ['revoke grant option for select on app.teams from anon', 'grant app.teams anon SELECT'],
  ['grant update (name) on app.people to authenticated', 'column-grant app.people.name authenticated UPDATE'],
  [
    'revoke update (note) on app.people from authenticated',
    'column-grant app.people.note authenticated UPDATE',
  ],
  ['grant create on schema app to authenticated', 'grant schema app authenticated CREATE'],
  ['revoke usage on schema app from authenticated', 'grant schema app authenticated USAGE'],
  ['grant execute on function app.score(integer) to anon', 'grant function app.score(integer) anon EXECUTE'],
  [
    'revoke execute on function app.score(integer) from authenticated',
    'grant function app.score(integer) authenticated EXECUTE',
  ],
  [
    'revoke usage on sequence app.numbers from authenticated',
    'grant sequence app.numbers authenticated USAGE',
  ],
  ['revoke usage on type app.mood from public', 'grant type app.mood public USAGE'],
  ['revoke select on app.adults from authenticated', 'grant app.adults authenticated SELECT'],
  [
    'alter default privileges in schema app revoke select on tables from authenticated',
    'default-privilege postgres in app tables authenticated SELECT',
  ],
  [
    'alter default privileges in schema app grant insert on tables to anon',
    'default-privilege postgres in app tables anon INSERT',
  ],
  [
    'alter default privileges grant execute on functions to public',
    'default-privilege postgres in all functions revoked public EXECUTE',
  ],
  // views, extensions, publications, schemas
  [
    'create or replace view app.adults with (security_invoker = true) as select id, name from app.people where age >= 21',
    'view app.adults',
  ],
  [
    'create or replace view app.adults with (security_invoker = true) as select id, name, age from app.people where age >= 18',
    'column app.adults.age',
    `drop view app.adults; create view app.adults with (security_invoker = true) as select id, name from app.people where age >= 18; grant select on app.adults to authenticated`,
  ],
  ['alter view app.adults reset (security_invoker)', 'relation app.adults'],
  ['drop view app.adults', 'relation app.adults'],
  ['drop materialized view app.counts', 'relation app.counts'],
  [
    'drop materialized view app.counts; create view app.counts as select team_id, count(*) as people from app.people group by team_id',
    'view app.counts',
  ],
  ['create extension citext schema extensions', 'extension citext'],
  ['alter publication changes drop table app.teams', 'publication changes'],
  [`alter publication changes set (publish = 'insert')`, 'publication changes'],
  ['create schema extra', 'schema extra'],
  ['alter schema app owner to service_role', 'schema app'],
];
