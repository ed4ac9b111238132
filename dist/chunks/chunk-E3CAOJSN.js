import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  START
} from "./chunk-QVSIU3EX.js";
import {
  snapshotSchema
} from "./chunk-P7GBMNII.js";
import {
  canonical,
  hashOf,
  sha256,
  storable,
  toJson
} from "./chunk-JBZYLIBD.js";
import {
  ShiplockError,
  configurationError,
  failure
} from "./chunk-GQCODBKJ.js";
import {
  redactStored
} from "./chunk-ZYXXDNOM.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/record/schema/v1.ts
var V1 = `
create schema if not exists shiplock;
revoke all on schema shiplock from public;

create table shiplock.schema_version (version int primary key, installed_at timestamptz not null default now());

create table shiplock.release (
  id          text primary key,
  environment text not null,
  commit_sha  text not null,
  replaces    text references shiplock.release (id),
  run_id      text,
  run_url     text,
  actor       text not null,
  opened_at   timestamptz not null default clock_timestamp()
);
create index release_by_commit on shiplock.release (environment, commit_sha, opened_at desc);

create table shiplock.event (
  seq        bigint primary key,
  release_id text not null references shiplock.release (id),
  at         timestamptz not null,
  actor      text not null,
  phase      text not null,
  kind       text not null check (kind in
    ('opened', 'planned', 'approved', 'voided', 'intent', 'outcome', 'observed', 'verdict', 'closed')),
  token      bigint,
  body       jsonb not null,
  prev_hash  text not null,
  hash       text not null unique
);
create index event_by_release on shiplock.event (release_id, seq);
create index event_closed on shiplock.event (seq desc) where kind = 'closed';

create table shiplock.lease (
  environment text primary key,
  holder      text,
  token       bigint not null default 0,
  expires_at  timestamptz
);

alter table shiplock.schema_version enable row level security;
alter table shiplock.release enable row level security;
alter table shiplock.event enable row level security;
alter table shiplock.lease enable row level security;
revoke all on all tables in schema shiplock from public;

create function shiplock.refuse_change() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'the record is append-only: % on shiplock.% is refused', tg_op, tg_table_name
    using errcode = 'SL001';
end $$;
create trigger append_only before update or delete or truncate on shiplock.event
  for each statement execute function shiplock.refuse_change();
create trigger append_only before update or delete or truncate on shiplock.release
  for each statement execute function shiplock.refuse_change();

-- Canonical JSON: the same bytes as canonical() in src/release/canonical.ts.
create function shiplock.canonical(value jsonb) returns text
  language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
begin
  case jsonb_typeof(value)
    when 'object' then
      return (select '{' || coalesce(string_agg(to_json(key)::text || ':' || shiplock.canonical(item), ','
                order by key collate "C"), '') || '}' from jsonb_each(value) as e (key, item));
    when 'array' then
      return (select '[' || coalesce(string_agg(shiplock.canonical(item), ',' order by place), '') || ']'
                from jsonb_array_elements(value) with ordinality as a (item, place));
    else return value::text;
  end case;
end $$;

create function shiplock.append(p_release text, p_token bigint, p_actor text, p_phase text, p_kind text, p_body jsonb)
  returns table (seq bigint, at text, hash text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_owner name := (select rolname from pg_roles where oid =
    (select nspowner from pg_namespace where nspname = 'shiplock'));
  v_environment text;
  v_lease shiplock.lease;
  v_seq bigint;
  v_prev text;
  v_at timestamptz;
  v_at_text text;
  v_hash text;
begin
  if p_kind not in ('opened', 'planned') and not pg_has_role(session_user, v_owner, 'MEMBER') then
    raise exception 'role % may append opened and planned only, not %', session_user, p_kind
      using errcode = '42501';
  end if;
  select environment into v_environment from shiplock.release r where r.id = p_release;
  if v_environment is null then
    raise exception 'no release %', p_release using errcode = 'SL002';
  end if;

  -- One writer at a time: the chain has one end.
  perform pg_advisory_xact_lock(hashtextextended('shiplock.event', 0));

  if p_phase in ('migrate', 'verify', 'gate', 'promote', 'watch', 'finalize', 'rollback', 'contract')
     and p_kind <> 'planned' or p_token is not null then
    select * into v_lease from shiplock.lease l where l.environment = v_environment;
    if p_token is null or v_lease.token is null or p_token <> v_lease.token
       or v_lease.holder is distinct from p_release then
      raise exception 'token % of % is stale: % holds the lease of % with token %',
        coalesce(p_token::text, 'none'), p_release, coalesce(v_lease.holder, 'nobody'), v_environment,
        coalesce(v_lease.token::text, 'none') using errcode = 'SL003';
    end if;
  end if;

  select e.seq, e.hash into v_seq, v_prev from shiplock.event e order by e.seq desc limit 1;
  v_seq := coalesce(v_seq, 0) + 1;
  v_prev := coalesce(v_prev, repeat('0', 64));
  v_at := clock_timestamp();
  v_at_text := to_char(v_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
  v_hash := encode(sha256(convert_to(v_prev || shiplock.canonical(jsonb_build_object(
    'seq', v_seq, 'release', p_release, 'at', v_at_text, 'actor', p_actor, 'phase', p_phase,
    'kind', p_kind, 'token', p_token, 'body', p_body)), 'UTF8')), 'hex');
  insert into shiplock.event values (v_seq, p_release, v_at, p_actor, p_phase, p_kind, p_token, p_body, v_prev, v_hash);
  return query select v_seq, v_at_text, v_hash;
end $$;

create function shiplock.open(p_id text, p_environment text, p_commit text, p_replaces text, p_run_id text,
    p_run_url text, p_actor text, p_phase text, p_body jsonb)
  returns table (seq bigint, at text, hash text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into shiplock.release (id, environment, commit_sha, replaces, run_id, run_url, actor)
    values (p_id, p_environment, p_commit, p_replaces, p_run_id, p_run_url, p_actor);
  return query select * from shiplock.append(p_id, null, p_actor, p_phase, 'opened', p_body);
end $$;

-- Compare-and-set of who may change an environment. The token grows whenever the lease changes hands or had expired.
create function shiplock.acquire(p_environment text, p_holder text, p_seconds int)
  returns table (granted boolean, holder text, token bigint, expires_at timestamptz)
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_lease shiplock.lease;
begin
  insert into shiplock.lease (environment) values (p_environment) on conflict do nothing;
  select * into v_lease from shiplock.lease l where l.environment = p_environment for update;
  if v_lease.holder is null or v_lease.expires_at <= clock_timestamp() then
    update shiplock.lease l set holder = p_holder, token = l.token + 1,
        expires_at = clock_timestamp() + make_interval(secs => p_seconds)
      where l.environment = p_environment returning * into v_lease;
  elsif v_lease.holder = p_holder then
    update shiplock.lease l set expires_at = clock_timestamp() + make_interval(secs => p_seconds)
      where l.environment = p_environment returning * into v_lease;
  end if;
  return query select v_lease.holder = p_holder, v_lease.holder, v_lease.token, v_lease.expires_at;
end $$;

create function shiplock.give_back(p_environment text, p_holder text, p_token bigint) returns boolean
  language sql set search_path = pg_catalog, pg_temp as $$
  with freed as (update shiplock.lease set holder = null, expires_at = null
    where environment = p_environment and holder = p_holder and token = p_token returning 1)
  select exists (select from freed) $$;

revoke all on all functions in schema shiplock from public;

create view shiplock.status as
  select r.id, r.environment, r.commit_sha, r.replaces, r.actor, r.run_url, r.opened_at,
         coalesce(c.body ->> 'result', 'open') as state,
         l.phase as last_phase, l.kind as last_kind, l.at as last_at, c.at as closed_at
    from shiplock.release r
    left join lateral (select * from shiplock.event e where e.release_id = r.id order by e.seq desc limit 1) l on true
    left join lateral (select * from shiplock.event e where e.release_id = r.id and e.kind = 'closed'
                        order by e.seq desc limit 1) c on true;

-- The four keys of https://dora.dev, a row a week. Lead time: opened to closed; restore: a failed release's close to the next good one.
create view shiplock.dora as
  with closed as (
    select s.*, date_trunc('week', s.closed_at) as week from shiplock.status s where s.closed_at is not null
  )
  select environment, week,
         count(*) filter (where state = 'released') as deployments,
         percentile_cont(0.5) within group (order by extract(epoch from closed_at - opened_at))
           filter (where state = 'released') as lead_time_seconds,
         (count(*) filter (where state = 'rolled-back'))::numeric
           / nullif(count(*) filter (where state in ('released', 'rolled-back')), 0) as change_failure_rate,
         percentile_cont(0.5) within group (order by extract(epoch from (
             select min(n.closed_at) from closed n
              where n.environment = closed.environment and n.state = 'released' and n.closed_at > closed.closed_at
           ) - closed_at)) filter (where state = 'rolled-back') as time_to_restore_seconds
    from closed group by environment, week;
revoke all on shiplock.status, shiplock.dora from public;
`;

// src/release/record/schema/v2.ts
var V2 = `
-- Whoever had more than the right to read: the functions that append, rights to write, policies that let rows be written.
do $$
declare
  v_owner oid := (select nspowner from pg_catalog.pg_namespace where nspname = 'shiplock');
  v_one record;
begin
  for v_one in
    select p.oid::regprocedure as what, a.grantee
      from pg_catalog.pg_proc p, pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) a
     where p.pronamespace = 'shiplock'::regnamespace and a.grantee not in (p.proowner, v_owner)
  loop
    execute format('revoke all on function %s from %s cascade', v_one.what,
      case v_one.grantee when 0 then 'public' else v_one.grantee::regrole::text end);
  end loop;
  for v_one in
    select c.oid::regclass as what, a.grantee, a.privilege_type as privilege
      from pg_catalog.pg_class c, pg_catalog.aclexplode(c.relacl) a
     where c.relnamespace = 'shiplock'::regnamespace and a.privilege_type <> 'SELECT'
       and a.grantee not in (c.relowner, v_owner)
  loop
    execute format('revoke %s on %s from %s cascade', v_one.privilege, v_one.what,
      case v_one.grantee when 0 then 'public' else v_one.grantee::regrole::text end);
  end loop;
  for v_one in
    select a.attname, c.oid::regclass as what, x.grantee, x.privilege_type as privilege
      from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid,
           pg_catalog.aclexplode(a.attacl) x
     where c.relnamespace = 'shiplock'::regnamespace and x.privilege_type <> 'SELECT'
       and x.grantee not in (c.relowner, v_owner)
  loop
    execute format('revoke %s (%I) on %s from %s cascade', v_one.privilege, v_one.attname, v_one.what,
      case v_one.grantee when 0 then 'public' else v_one.grantee::regrole::text end);
  end loop;
  for v_one in
    select p.polname, p.polrelid::regclass as what
      from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid
     where c.relnamespace = 'shiplock'::regnamespace and p.polcmd <> 'r'
  loop
    execute format('drop policy %I on %s', v_one.polname, v_one.what);
  end loop;
end $$;

create table shiplock.proposal (
  id          bigint generated always as identity primary key,
  what        text not null check (what in ('opened', 'staged', 'planned')),
  release_id  text not null,
  environment text not null,
  commit_sha  text not null,
  run_id      text,
  at          timestamptz not null default clock_timestamp(),
  role        name not null default session_user,
  body        jsonb not null
);
create index proposal_by_run on shiplock.proposal (environment, commit_sha, run_id, id);
create index proposal_by_time on shiplock.proposal (environment, at);
alter table shiplock.proposal enable row level security;
revoke all on shiplock.proposal from public;

-- What this session's role may do: 'ship' (owner of the schema, or a member of it), 'plan' (may propose), 'read'.
create function shiplock.authority() returns text
  language sql stable set search_path = pg_catalog, pg_temp as $$
  select case
    when pg_has_role(session_user, (select nspowner from pg_namespace where nspname = 'shiplock'), 'USAGE') then 'ship'
    when has_function_privilege(session_user,
      'shiplock.propose_plan(text, text, text, text, jsonb)', 'EXECUTE') then 'plan'
    else 'read' end $$;

-- The one insert behind the functions below. Bounds on everything: whoever may propose may be an attacker.
create function shiplock.propose(p_what text, p_release text, p_environment text, p_commit text, p_run_id text, p_body jsonb)
  returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_wrong text := case
    when p_release is null or p_release !~ '^[A-Za-z0-9_.-]{1,80}$' then 'release'
    when p_environment is null or p_environment !~ '^[^[:cntrl:]]{1,100}$' then 'environment'
    when p_commit is null or p_commit !~ '^[0-9a-f]{40}([0-9a-f]{24})?$' then 'commit'
    when p_run_id !~ '^[^[:cntrl:]]{1,100}$' then 'run'
    when p_body is null or octet_length(p_body::text) > 1048576 then 'body' end;
  v_rows bigint;
  v_bytes bigint;
begin
  if v_wrong is not null then
    raise exception 'the % of this proposal is missing, malformed or too long', v_wrong using errcode = 'SL010';
  end if;
  if (select count(*) from shiplock.proposal p where p.release_id = p_release) >= 50 then
    raise exception 'release % has 50 proposals, more are not kept', p_release using errcode = 'SL010';
  end if;
  select count(*), coalesce(sum(pg_column_size(p.body)), 0) into v_rows, v_bytes
    from shiplock.proposal p where p.environment = p_environment and p.at > clock_timestamp() - interval '1 day';
  if v_rows >= 1000 or v_bytes >= 67108864 then
    raise exception 'environment % has % proposals of the last day, more are not kept', p_environment, v_rows
      using errcode = 'SL010';
  end if;
  if (select count(*) from shiplock.proposal) >= 20000 then
    raise exception 'this record has 20000 proposals, more are not kept' using errcode = 'SL010';
  end if;
  -- Old ones say nothing to anybody. Rows that another session is at are left to it: nobody waits here.
  delete from shiplock.proposal d where d.id in
    (select p.id from shiplock.proposal p where p.at < clock_timestamp() - interval '14 days'
      order by p.id limit 100 for update skip locked);
  insert into shiplock.proposal (what, release_id, environment, commit_sha, run_id, body)
    values (p_what, p_release, p_environment, p_commit, p_run_id, p_body);
end $$;

-- A release of this commit is about to be staged under this id.
create function shiplock.propose_release(p_release text, p_environment text, p_commit text, p_run_id text,
    p_run_url text, p_actor text) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
begin
  if length(p_run_url) > 2000 or p_actor is null or length(p_actor) > 200 then
    raise exception 'the run or the actor of this proposal is missing or too long' using errcode = 'SL010';
  end if;
  perform shiplock.propose('opened', p_release, p_environment, p_commit, p_run_id,
    jsonb_build_object('runUrl', p_run_url, 'actor', p_actor));
end $$;

-- Hosting built it as this deployment. A hint of where to look: hosting is asked, and this is not believed.
create function shiplock.propose_staged(p_release text, p_environment text, p_commit text, p_run_id text,
    p_deployment text) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
begin
  if p_deployment is null or p_deployment !~ '^[A-Za-z0-9_.-]{1,200}$' then
    raise exception 'the deployment of this proposal is missing, malformed or too long' using errcode = 'SL010';
  end if;
  perform shiplock.propose('staged', p_release, p_environment, p_commit, p_run_id,
    jsonb_build_object('deploymentId', p_deployment));
end $$;

-- The plan that was printed, for people. What is approved is computed by the shipping role.
create function shiplock.propose_plan(p_release text, p_environment text, p_commit text, p_run_id text, p_plan jsonb)
  returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
begin
  if jsonb_typeof(p_plan) is distinct from 'object' then
    raise exception 'the plan of this proposal is not an object' using errcode = 'SL010';
  end if;
  perform shiplock.propose('planned', p_release, p_environment, p_commit, p_run_id, jsonb_build_object('plan', p_plan));
end $$;

-- The rights of the two lesser roles of docs/sql/plan-role.sql, where they exist: called from here and from there, so
-- that either may come first.
create function shiplock.admit_roles() returns void
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_role name;
  v_table name;
begin
  for v_role in select rolname from pg_roles where rolname in ('shiplock_plan', 'shiplock_verify') loop
    execute format('grant usage on schema shiplock to %I', v_role);
    execute format('grant select on all tables in schema shiplock to %I', v_role);
    execute format('grant execute on function shiplock.authority() to %I', v_role);
  end loop;
  if not exists (select from pg_roles where rolname = 'shiplock_plan') then
    return;
  end if;
  for v_table in
    select c.relname from pg_class c where c.relnamespace = 'shiplock'::regnamespace and c.relkind = 'r'
       and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'planning reads')
  loop
    execute format('create policy "planning reads" on shiplock.%I for select to shiplock_plan using (true)', v_table);
  end loop;
  grant execute on function
    shiplock.propose_release(text, text, text, text, text, text),
    shiplock.propose_staged(text, text, text, text, text),
    shiplock.propose_plan(text, text, text, text, jsonb) to shiplock_plan;
end $$;

revoke all on all functions in schema shiplock from public;
select shiplock.admit_roles();
`;

// src/release/record/schema/v3.ts
var V3 = `
alter table shiplock.event add column format smallint not null default 1;
alter table shiplock.event alter column format drop default;
alter table shiplock.event drop constraint event_kind_check;
alter table shiplock.event add constraint event_kind_check check (kind in
  ('opened', 'planned', 'approved', 'voided', 'intent', 'outcome', 'observed', 'verdict', 'closed', 'sealed', 'restored'));
-- An event about the record itself belongs to no release.
alter table shiplock.event alter column release_id drop not null;
alter table shiplock.event add constraint event_of_a_release check (release_id is not null or kind = 'sealed');

create table shiplock.chain (one boolean primary key default true check (one));
insert into shiplock.chain default values;
alter table shiplock.chain enable row level security;
revoke all on shiplock.chain from public;

-- The same bytes as canonical() in src/release/canonical.ts.
create or replace function shiplock.canonical(value jsonb) returns text
  language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
begin
  case jsonb_typeof(value)
    when 'object' then
      return (select '{' || coalesce(string_agg(to_json(key)::text || ':' || shiplock.canonical(item), ','
                order by key collate "C"), '') || '}' from jsonb_each(value) as e (key, item));
    when 'array' then
      return (select '[' || coalesce(string_agg(shiplock.canonical(item), ',' order by place), '') || ']'
                from jsonb_array_elements(value) with ordinality as a (item, place));
    when 'number' then return trim_scale(value::numeric)::text;
    else return value::text;
  end case;
end $$;

create function shiplock.time_text(value timestamptz) returns text
  language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
  select to_char(value at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

-- Every column of a release, whatever columns there are.
create function shiplock.release_facts(shiplock.release) returns jsonb
  language sql stable set search_path = pg_catalog, pg_temp as $$
  select to_jsonb($1) || jsonb_build_object('opened_at', shiplock.time_text($1.opened_at)) $$;

-- One writer at a time: the chain has one end.
create function shiplock.lock_chain() returns void
  language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '10s' as $$
begin
  perform from shiplock.chain for update;
  if not found then
    raise exception 'the row of shiplock.chain is gone: somebody changed the record' using errcode = 'SL004';
  end if;
end $$;

-- Appends to the chain. The caller holds its lock.
create function shiplock.link(p_release text, p_token bigint, p_actor text, p_phase text, p_kind text, p_body jsonb)
  returns table (seq bigint, at text, hash text)
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_seq bigint;
  v_prev text;
  v_at timestamptz := clock_timestamp();
  v_at_text text := shiplock.time_text(v_at);
  v_hash text;
begin
  select e.seq, e.hash into v_seq, v_prev from shiplock.event e order by e.seq desc limit 1;
  v_seq := coalesce(v_seq, 0) + 1;
  v_prev := coalesce(v_prev, repeat('0', 64));
  v_hash := encode(sha256(convert_to(v_prev || shiplock.canonical(jsonb_build_object(
    'format', 2, 'seq', v_seq, 'release', p_release, 'at', v_at_text, 'actor', p_actor, 'phase', p_phase,
    'kind', p_kind, 'token', p_token, 'body', p_body)), 'UTF8')), 'hex');
  insert into shiplock.event (seq, release_id, at, actor, phase, kind, token, body, prev_hash, hash, format)
    values (v_seq, p_release, v_at, p_actor, p_phase, p_kind, p_token, p_body, v_prev, v_hash, 2);
  return query select v_seq, v_at_text, v_hash;
end $$;

create or replace function shiplock.append(p_release text, p_token bigint, p_actor text, p_phase text, p_kind text, p_body jsonb)
  returns table (seq bigint, at text, hash text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_environment text;
  v_lease shiplock.lease;
begin
  if shiplock.authority() <> 'ship' then
    raise exception 'role % may propose, not append to the record', session_user using errcode = '42501';
  end if;
  if p_kind in ('opened', 'sealed') then
    raise exception 'events of kind % are written by the record itself', p_kind using errcode = '22023';
  end if;
  select environment into v_environment from shiplock.release r where r.id = p_release;
  if v_environment is null then
    raise exception 'no release %', p_release using errcode = 'SL002';
  end if;

  perform shiplock.lock_chain();

  if p_phase in ('migrate', 'verify', 'gate', 'promote', 'watch', 'finalize', 'rollback', 'contract')
     and p_kind <> 'planned' or p_token is not null then
    select * into v_lease from shiplock.lease l where l.environment = v_environment;
    if p_token is null or v_lease.token is null or p_token <> v_lease.token
       or v_lease.holder is distinct from p_release then
      raise exception 'token % of % is stale: % holds the lease of % with token %',
        coalesce(p_token::text, 'none'), p_release, coalesce(v_lease.holder, 'nobody'), v_environment,
        coalesce(v_lease.token::text, 'none') using errcode = 'SL003';
    end if;
  end if;

  return query select * from shiplock.link(p_release, p_token, p_actor, p_phase, p_kind, p_body);
end $$;

create or replace function shiplock.open(p_id text, p_environment text, p_commit text, p_replaces text, p_run_id text,
    p_run_url text, p_actor text, p_phase text, p_body jsonb)
  returns table (seq bigint, at text, hash text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_release shiplock.release;
begin
  insert into shiplock.release (id, environment, commit_sha, replaces, run_id, run_url, actor)
    values (p_id, p_environment, p_commit, p_replaces, p_run_id, p_run_url, p_actor) returning * into v_release;
  perform shiplock.lock_chain();
  return query select * from shiplock.link(p_id, null, p_actor, p_phase, 'opened',
    p_body || jsonb_build_object('release', shiplock.release_facts(v_release)));
end $$;

revoke all on all functions in schema shiplock from public;

select shiplock.link(null, null, session_user, 'record', 'sealed', jsonb_build_object('releases', rows.facts))
  from (select jsonb_agg(shiplock.release_facts(r) order by r.opened_at, r.id) as facts from shiplock.release r) as rows
  where rows.facts is not null;
`;

// src/release/record/schema/v4.ts
var V4 = `
alter table shiplock.lease
  -- Database session of the process at work, and the key of the advisory lock that the session holds.
  add column pid     int,
  add column process bigint,
  -- Its run at the CI, for people.
  add column run     text,
  add column since   timestamptz;

-- The key is random, so that nobody can take the lock before; that the very session holds it is what counts.
create function shiplock.process_alive(p_pid int, p_process bigint) returns boolean
  language sql volatile set search_path = pg_catalog, pg_temp as $$
  select exists (select from pg_locks l
    where l.locktype = 'advisory' and l.granted and l.pid = p_pid and l.objsubid = 1
      and l.database = (select d.oid from pg_database d where d.datname = current_database())
      and (l.classid::bigint << 32 | l.objid::bigint) = p_process) $$;

drop function shiplock.acquire(text, text, int);
-- Compare-and-set of who may change an environment. The token grows whenever the lease changes hands, from one release
-- to another or from one process of a release to another.
create function shiplock.acquire(p_environment text, p_holder text, p_seconds int, p_run text default null)
  returns table (granted boolean, holder text, token bigint, expires_at timestamptz, pid int, run text, since timestamptz)
  language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '10s' as $$
declare
  v_lease shiplock.lease;
  v_alive boolean;
  v_until timestamptz;
  v_key bigint;
begin
  insert into shiplock.lease (environment) values (p_environment) on conflict do nothing;
  select * into v_lease from shiplock.lease l where l.environment = p_environment for update;
  v_until := clock_timestamp() + make_interval(secs => p_seconds);
  v_alive := coalesce(shiplock.process_alive(v_lease.pid, v_lease.process), false);
  if v_lease.holder = p_holder and v_alive and v_lease.pid = pg_backend_pid() then
    -- Even past its time: nobody came between.
    update shiplock.lease l set expires_at = v_until where l.environment = p_environment;
    return query select true, p_holder, v_lease.token, v_until, v_lease.pid, v_lease.run, v_lease.since;
  elsif v_lease.holder is null or v_lease.expires_at <= clock_timestamp() or v_lease.holder = p_holder and not v_alive then
    loop
      v_key := (random() * 4611686018427387903)::bigint;
      exit when pg_try_advisory_lock(v_key);
    end loop;
    return query update shiplock.lease l
      set holder = p_holder, token = l.token + 1, expires_at = v_until, pid = pg_backend_pid(), process = v_key,
          run = p_run, since = clock_timestamp()
      where l.environment = p_environment
      returning true, l.holder, l.token, l.expires_at, l.pid, l.run, l.since;
  else
    return query select false, v_lease.holder, v_lease.token, v_lease.expires_at, v_lease.pid, v_lease.run, v_lease.since;
  end if;
end $$;

-- False when somebody else has taken it by now.
create function shiplock.renew(p_environment text, p_holder text, p_token bigint, p_seconds int) returns boolean
  language sql set search_path = pg_catalog, pg_temp set lock_timeout = '10s' as $$
  with renewed as (update shiplock.lease set expires_at = clock_timestamp() + make_interval(secs => p_seconds)
    where environment = p_environment and holder = p_holder and token = p_token returning 1)
  select exists (select from renewed) $$;

-- This session's process has done its work. Its release keeps the lease: the next process takes it over at once.
create function shiplock.leave() returns void
  language sql set search_path = pg_catalog, pg_temp set lock_timeout = '10s' as $$
  with left_behind as (select l.environment, l.process from shiplock.lease l where l.pid = pg_backend_pid() for update),
       gone as (update shiplock.lease l set pid = null, process = null from left_behind b
         where l.environment = b.environment returning b.process)
  select pg_advisory_unlock(process) from gone $$;

create or replace function shiplock.give_back(p_environment text, p_holder text, p_token bigint) returns boolean
  language sql set search_path = pg_catalog, pg_temp set lock_timeout = '10s' as $$
  with mine as (select l.environment, l.process from shiplock.lease l
         where l.environment = p_environment and l.holder = p_holder and l.token = p_token for update),
       freed as (update shiplock.lease l set holder = null, expires_at = null, pid = null, process = null
         from mine m where l.environment = m.environment returning m.process)
  select exists (select pg_advisory_unlock(process) from freed) $$;

revoke all on all functions in schema shiplock from public;
`;

// src/release/record/schema/v5.ts
var V5 = `
create or replace function shiplock.open(p_id text, p_environment text, p_commit text, p_replaces text, p_run_id text,
    p_run_url text, p_actor text, p_phase text, p_body jsonb)
  returns table (seq bigint, at text, hash text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_release shiplock.release;
begin
  if shiplock.authority() <> 'ship' then
    raise exception 'role % may propose, not open a release', session_user using errcode = '42501';
  end if;
  insert into shiplock.release (id, environment, commit_sha, replaces, run_id, run_url, actor)
    values (p_id, p_environment, p_commit, p_replaces, p_run_id, p_run_url, p_actor) returning * into v_release;
  perform shiplock.lock_chain();
  return query select * from shiplock.link(p_id, null, p_actor, p_phase, 'opened',
    p_body || jsonb_build_object('release', shiplock.release_facts(v_release)));
end $$;
`;

// src/release/record/schema/v6.ts
var V6 = `
create table shiplock.body (
  digest  text primary key,
  -- Canonical JSON, as canonical() in src/release/canonical.ts writes it.
  content text not null,
  constraint body_has_its_digest check (digest = encode(sha256(convert_to(content, 'UTF8')), 'hex'))
);
alter table shiplock.body enable row level security;
revoke all on shiplock.body from public;
create trigger append_only before update or delete or truncate on shiplock.body
  for each statement execute function shiplock.refuse_change();

-- The words are those of PASSED_OVER in src/release/record/sql.ts.
create index event_passed_over on shiplock.event (release_id, seq)
  where kind = 'approved' and (body ? 'brokenGlass' or body ? 'standIn');
-- Which hosting project a release is of stands in the event that opened it.
create index event_opened on shiplock.event (release_id, seq) where kind = 'opened';
create index event_restored on shiplock.event (seq) where kind = 'restored';
create index release_by_time on shiplock.release (opened_at desc);
create index release_of_environment on shiplock.release (environment, opened_at desc);

create or replace function shiplock.link(p_release text, p_token bigint, p_actor text, p_phase text, p_kind text, p_body jsonb)
  returns table (seq bigint, at text, hash text)
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_seq bigint;
  v_prev text;
  v_at timestamptz := clock_timestamp();
  v_at_text text := shiplock.time_text(v_at);
  v_hash text;
begin
  select e.seq, e.hash into v_seq, v_prev from shiplock.event e order by e.seq desc limit 1;
  v_seq := coalesce(v_seq, 0) + 1;
  v_prev := coalesce(v_prev, repeat('0', 64));
  v_hash := encode(sha256(convert_to(v_prev || shiplock.canonical(jsonb_build_object(
    'format', 3, 'seq', v_seq, 'release', p_release, 'at', v_at_text, 'actor', p_actor, 'phase', p_phase,
    'kind', p_kind, 'token', p_token, 'body', p_body)), 'UTF8')), 'hex');
  insert into shiplock.event (seq, release_id, at, actor, phase, kind, token, body, prev_hash, hash, format)
    values (v_seq, p_release, v_at, p_actor, p_phase, p_kind, p_token, p_body, v_prev, v_hash, 3);
  return query select v_seq, v_at_text, v_hash;
end $$;

drop function shiplock.append(text, bigint, text, text, text, jsonb);
-- p_kept: the parts that the body names under 'kept', as text.
create function shiplock.append(p_release text, p_token bigint, p_actor text, p_phase text, p_kind text, p_body jsonb,
    p_kept text[] default '{}')
  returns table (seq bigint, at text, hash text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_environment text;
  v_lease shiplock.lease;
  v_kept jsonb := case when jsonb_typeof(p_body -> 'kept') = 'object' then p_body -> 'kept' else '{}' end;
begin
  if shiplock.authority() <> 'ship' then
    raise exception 'role % may propose, not append to the record', session_user using errcode = '42501';
  end if;
  if p_kind in ('opened', 'sealed') then
    raise exception 'events of kind % are written by the record itself', p_kind using errcode = '22023';
  end if;
  select environment into v_environment from shiplock.release r where r.id = p_release;
  if v_environment is null then
    raise exception 'no release %', p_release using errcode = 'SL002';
  end if;

  perform shiplock.lock_chain();

  if p_phase in ('migrate', 'verify', 'gate', 'promote', 'watch', 'finalize', 'rollback', 'contract')
     and p_kind <> 'planned' or p_token is not null then
    select * into v_lease from shiplock.lease l where l.environment = v_environment;
    if p_token is null or v_lease.token is null or p_token <> v_lease.token
       or v_lease.holder is distinct from p_release then
      raise exception 'token % of % is stale: % holds the lease of % with token %',
        coalesce(p_token::text, 'none'), p_release, coalesce(v_lease.holder, 'nobody'), v_environment,
        coalesce(v_lease.token::text, 'none') using errcode = 'SL003';
    end if;
  end if;

  insert into shiplock.body (digest, content)
    select encode(sha256(convert_to(part, 'UTF8')), 'hex'), part from unnest(p_kept) as part
    on conflict do nothing;
  if exists (select from jsonb_each_text(v_kept) as named (part, digest)
              where not exists (select from shiplock.body b where b.digest = named.digest)) then
    raise exception 'the body names a part that shiplock.body does not have' using errcode = 'SL005';
  end if;
  return query select * from shiplock.link(p_release, p_token, p_actor, p_phase, p_kind, p_body);
end $$;

revoke all on all functions in schema shiplock from public;
select shiplock.admit_roles();
`;

// src/release/record/schema/v7.ts
var V7 = `
-- The words are those of OF_HOLDS in src/release/record/sql.ts.
create index event_of_holds on shiplock.event (seq)
  where (kind = 'observed' and phase = 'record' or kind = 'closed' and body ->> 'result' = 'rolled-back');
`;

// src/release/record/schema/index.ts
var RECORD_SCHEMA = [V1, V2, V3, V4, V5, V6, V7];

// src/release/record/sql-state.ts
function sqlState(error) {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at;
    if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) return code;
  }
  return void 0;
}
__name(sqlState, "sqlState");
function sqlMessage(error) {
  let message = "";
  for (let at = error; at instanceof Error; at = at.cause) message = at.message;
  return message;
}
__name(sqlMessage, "sqlMessage");

// src/release/record/install.ts
async function installedVersion(db) {
  const [row] = await db.query(
    `select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'shiplock' and c.relname = 'schema_version') as present`
  );
  if (!row?.present) return 0;
  try {
    const [version2] = await db.query(
      "select max(version)::int as version from shiplock.schema_version"
    );
    return version2?.version ?? 0;
  } catch (error) {
    if (error instanceof ShiplockError && error.code === "SHIPLOCK_DATABASE_PERMISSION")
      return RECORD_SCHEMA.length;
    throw error;
  }
}
__name(installedVersion, "installedVersion");
var TAKEN = /* @__PURE__ */ new Set(["23505", "42P06", "42P07"]);
var TRIES = 20;
async function installRecord(db) {
  for (let left = TRIES; ; left -= 1) {
    if (await installedVersion(db) >= RECORD_SCHEMA.length) return refuseNewer(db);
    try {
      return await db.transaction(install);
    } catch (error) {
      if (left === 0 || !TAKEN.has(sqlState(error))) throw error;
    }
  }
}
__name(installRecord, "installRecord");
async function install(tx) {
  await tx.query(`set local lock_timeout = '30s'`);
  if (await installedVersion(tx) > 0) {
    await becomeOwner(tx);
    await tx.query("lock table shiplock.schema_version in share row exclusive mode");
  }
  const from = await installedVersion(tx);
  for (let version2 = from + 1; version2 <= RECORD_SCHEMA.length; version2 += 1) {
    await tx.query(RECORD_SCHEMA[version2 - 1]);
    await tx.query("insert into shiplock.schema_version (version) values ($1)", [version2]);
  }
  return from < RECORD_SCHEMA.length;
}
__name(install, "install");
async function becomeOwner(tx) {
  const [row] = await tx.query(
    `select pg_catalog.format('%I', rolname) as owner from pg_catalog.pg_namespace n
       join pg_catalog.pg_roles r on r.oid = n.nspowner where n.nspname = 'shiplock'`
  );
  if (row) await tx.query(`set local role ${row.owner}`);
}
__name(becomeOwner, "becomeOwner");
async function refuseNewer(db) {
  const version2 = await installedVersion(db);
  if (version2 === RECORD_SCHEMA.length) return false;
  throw failure({
    code: "SHIPLOCK_RECORD_NEWER",
    what: `the record in this database has version ${version2}, which is newer than this Shiplock knows (${RECORD_SCHEMA.length})`,
    notDone: ["nothing was changed"],
    next: "Use the Shiplock version that wrote it, or a newer one."
  });
}
__name(refuseNewer, "refuseNewer");

// src/release/policy.ts
var policySchema = external_exports.strictObject({
  holds: external_exports.record(external_exports.string(), external_exports.json()),
  next: external_exports.record(external_exports.string(), external_exports.json()).nullable(),
  others: external_exports.record(external_exports.string(), external_exports.json()),
  changes: external_exports.array(
    external_exports.strictObject({
      key: external_exports.string(),
      from: external_exports.json(),
      to: external_exports.json(),
      takes: external_exports.enum(["now", "next", "never"])
    })
  )
});
var FORMAT = 1;
var json = external_exports.record(external_exports.string(), external_exports.json());
var keptBody = external_exports.object({ format: external_exports.literal(FORMAT), policy: json, others: external_exports.record(external_exports.string(), json) });
function keptPolicyBody({ holds, next, others }) {
  return { policy: { format: FORMAT, policy: next ?? holds, others } };
}
__name(keptPolicyBody, "keptPolicyBody");
function keptPolicyOf(body) {
  const { data } = keptBody.safeParse(body);
  return data && { policy: data.policy, others: data.others };
}
__name(keptPolicyOf, "keptPolicyOf");
function differences(before, after, at = []) {
  if (isObject(before) && isObject(after)) {
    const keys = [.../* @__PURE__ */ new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => differences(own(before, key), own(after, key), [...at, key]));
  }
  const [from, to] = [before ?? null, after ?? null];
  return canonical(from) === canonical(to) ? [] : [{ key: at.join("."), from, to }];
}
__name(differences, "differences");
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
__name(isObject, "isObject");
function own(value, key) {
  return Object.hasOwn(value, key) ? value[key] : void 0;
}
__name(own, "own");

// src/release/plan.ts
var hex64 = external_exports.string().regex(/^[0-9a-f]{64}$/);
var planSchema = external_exports.strictObject({
  format: external_exports.literal(1),
  environment: external_exports.string(),
  kind: external_exports.enum(["staging", "production"]),
  commit: external_exports.string(),
  deployment: external_exports.strictObject({ id: external_exports.string(), url: external_exports.string(), digest: hex64.nullable() }),
  replaces: external_exports.strictObject({ releaseId: external_exports.string(), commit: external_exports.string() }).nullable(),
  production: external_exports.strictObject({ deploymentId: external_exports.string().nullable(), pinned: external_exports.boolean() }),
  schemaFingerprint: external_exports.string(),
  migrations: external_exports.array(
    external_exports.strictObject({
      version: external_exports.string(),
      name: external_exports.string(),
      file: external_exports.string(),
      checksum: external_exports.string(),
      phase: external_exports.enum(["expand", "contract"]),
      transactional: external_exports.boolean(),
      locks: external_exports.array(external_exports.string()),
      hazards: external_exports.array(external_exports.string()),
      late: external_exports.string().optional()
    })
  ),
  waiting: external_exports.array(external_exports.strictObject({ version: external_exports.string(), file: external_exports.string(), checksum: external_exports.string() })).optional(),
  provedBy: external_exports.strictObject({ environment: external_exports.string(), releaseId: external_exports.string() }).nullable(),
  fastLane: external_exports.strictObject({
    because: external_exports.enum(["served-before", "revert"]),
    releaseId: external_exports.string(),
    commit: external_exports.string()
  }).optional(),
  settings: external_exports.record(external_exports.string(), external_exports.json()),
  policy: policySchema
});
function planHash(plan) {
  return hashOf(toJson(plan));
}
__name(planHash, "planHash");
var shortHash = /* @__PURE__ */ __name((hash) => hash.slice(0, 12), "shortHash");
function planMigrations(pending) {
  return pending.pending.map((migration) => ({
    version: migration.version,
    name: migration.name,
    file: migration.file,
    checksum: migration.checksum,
    phase: migration.phase,
    transactional: migration.transactional,
    ...migration.late === void 0 ? {} : { late: migration.late },
    locks: unique(
      migration.statements.flatMap((s) => s.locks.map((lock) => `${lock.level} ${lock.relation}`))
    ),
    hazards: unique(
      migration.statements.flatMap(
        (s) => s.hazards.filter((h) => h.severity !== "info" && !h.passing).map((h) => `${h.rule}${h.allowed ? " (allowed)" : ""} line ${s.line}`)
      )
    )
  }));
}
__name(planMigrations, "planMigrations");
var unique = /* @__PURE__ */ __name((items) => [...new Set(items)].sort(), "unique");
function movedSince(approved, now, objects = "") {
  const moved = [];
  const say = /* @__PURE__ */ __name((changed, sentence) => changed && moved.push(sentence), "say");
  say(approved.commit !== now.commit, `the commit was ${approved.commit}, now it is ${now.commit}`);
  say(
    approved.deployment.id !== now.deployment.id,
    `the staged deployment was ${approved.deployment.id}, now it is ${now.deployment.id}`
  );
  say(
    approved.deployment.id === now.deployment.id && approved.deployment.digest !== now.deployment.digest,
    `the files of the staged deployment changed (digest ${digestOf(approved)}, now ${digestOf(now)})`
  );
  say(
    approved.production.deploymentId !== now.production.deploymentId,
    `production was served by deployment ${approved.production.deploymentId ?? "none"}, now by ${now.production.deploymentId ?? "none"}`
  );
  say(
    approved.production.pinned !== now.production.pinned,
    now.production.pinned ? "a rollback pinned production" : "production is no longer pinned"
  );
  say(
    approved.replaces?.releaseId !== now.replaces?.releaseId,
    `the release to replace was ${approved.replaces?.releaseId ?? "none"}, now it is ${now.replaces?.releaseId ?? "none"}`
  );
  moved.push(...movedMigrations(approved.migrations, now.migrations));
  const waits = /* @__PURE__ */ __name(({ waiting }) => (waiting ?? []).map(({ file }) => file).join(", "), "waits");
  say(
    waits(approved) !== waits(now),
    `the waiting contract files were ${waits(approved) || "none"}, now they are ${waits(now) || "none"}`
  );
  say(
    approved.schemaFingerprint !== now.schemaFingerprint,
    `the schema was changed by somebody else${objects ? `: ${objects}` : ""} (fingerprint ${shortHash(approved.schemaFingerprint)}, now ${shortHash(now.schemaFingerprint)})`
  );
  say(
    approved.provedBy?.releaseId !== now.provedBy?.releaseId,
    "a different release proved this commit on staging"
  );
  say(
    approved.fastLane?.releaseId !== now.fastLane?.releaseId || approved.fastLane?.because !== now.fastLane?.because,
    now.fastLane ? `the release takes the fast lane now (${now.fastLane.because}, ${now.fastLane.releaseId})` : "the release no longer takes the fast lane"
  );
  say(
    hashOf(approved.settings) !== hashOf(now.settings),
    "the commit\u2019s own settings for the environment (its folders) changed"
  );
  if (approved.policy) moved.push(...movedRules(approved.policy, now.policy));
  if (moved.length === 0 && planHash(approved) !== planHash(now)) moved.push("the plan changed");
  return moved;
}
__name(movedSince, "movedSince");
var digestOf = /* @__PURE__ */ __name(({ deployment }) => deployment.digest ? shortHash(deployment.digest) : "none", "digestOf");
function movedRules(approved, now) {
  const line = /* @__PURE__ */ __name((what) => (row) => `${what} ${row.key} was ${told(row.from)}, now it is ${told(row.to)}`, "line");
  return [
    ...differences(approved.holds, now.holds).map(line("the rule")),
    ...differences(approved.next ?? approved.holds, now.next ?? now.holds).map(line("for the next release the rule")).filter(() => canonical(approved.next) !== canonical(now.next))
  ];
}
__name(movedRules, "movedRules");
var told = /* @__PURE__ */ __name((value) => value === null ? "not set" : canonical(value), "told");
function movedMigrations(before, now) {
  const moved = [];
  const old = new Map(before.map((m) => [m.version, m]));
  const fresh = new Map(now.map((m) => [m.version, m]));
  for (const migration of now) {
    const was = old.get(migration.version);
    if (!was) moved.push(`${migration.file} is a new migration`);
    else if (was.checksum !== migration.checksum) moved.push(`${migration.file} was edited`);
    else if (hashOf(toJson(was)) !== hashOf(toJson(migration)))
      moved.push(`the locks or risks of ${migration.file} changed with the live schema`);
  }
  for (const migration of before) {
    if (!fresh.has(migration.version)) moved.push(`${migration.file} is gone, or somebody else applied it`);
  }
  return moved;
}
__name(movedMigrations, "movedMigrations");

// src/release/record/restored-body.ts
var place = external_exports.object({ seq: external_exports.int().nonnegative(), hash: external_exports.string() });
var restoredFields = {
  /** Up to here the record holds what was written. `to`: the last event of the lost end that is known outside. */
  lost: external_exports.object({ after: place, to: place }),
  /** The newest event that the record still holds by a head which was written before the newest lost one. */
  proven: place.exactOptional(),
  /** What told so, newest first: deployments at the code host, by whom and when. */
  outside: external_exports.array(place.extend({ releaseId: external_exports.string(), deploymentId: external_exports.string(), by: external_exports.string(), at: external_exports.string() })).readonly(),
  /** Releases that were not closed: what they did after that point is not known to the record. */
  inDoubt: external_exports.array(external_exports.string()).readonly()
};
var restoredBody = external_exports.object(restoredFields);

// src/release/record/events.ts
var CLOSE_RESULTS = ["released", "rolled-back", "abandoned"];
var VERSION = 2;
var text = external_exports.string();
var json2 = external_exports.json();
var texts = external_exports.array(text).readonly();
var readable = /* @__PURE__ */ __name((schema) => schema.optional().catch(void 0), "readable");
var object = external_exports.record(text, json2);
var person = external_exports.object({ by: text, reason: text });
var call = { call: text, key: text.exactOptional() };
var decision = external_exports.object({
  at: text,
  run: text.nullable(),
  /** What the run asked for by name: a release or a commit. */
  asked: text.exactOptional()
});
var shape = /* @__PURE__ */ __name((is, fields) => external_exports.object({ v: external_exports.literal(VERSION), is: external_exports.literal(is), ...fields }), "shape");
var rejectionSchema = external_exports.object({
  by: text,
  via: external_exports.enum(["review", "comment"]),
  id: text.exactOptional(),
  planHash: text.exactOptional(),
  reason: text.exactOptional(),
  url: text.exactOptional(),
  at: text.exactOptional(),
  mentions: texts.exactOptional()
});
var eventBody = external_exports.discriminatedUnion("is", [
  // Phases that are done.
  shape("deployed", {
    deploymentId: text.min(1),
    url: text,
    digest: text.nullable(),
    /** A planning job staged it, and the shipping role took it over once hosting had said what it is. */
    adopted: external_exports.boolean()
  }),
  shape("migrated", {
    applied: external_exports.array(external_exports.object({ version: text, milliseconds: external_exports.number(), retries: external_exports.number() })).readonly(),
    /** The schema as the migrations left it; null where an earlier version did not keep it. */
    schemaFingerprint: text.nullable()
  }),
  shape("gated", { decision: external_exports.enum(["pass", "fail", "inconclusive"]) }),
  shape("promoted", {
    /** ISO 8601: when traffic began to move. */
    startedAt: text,
    outcome: external_exports.enum(["done", "noop"]),
    deploymentId: text.nullable(),
    evidence: json2.exactOptional()
  }),
  shape("rolled-back", {
    /** Deployment that serves. */
    to: text.nullable(),
    reason: text,
    moved: external_exports.boolean(),
    undone: texts,
    evidence: json2.exactOptional(),
    decision: decision.exactOptional(),
    /** Milliseconds from the decision until every domain answered as the deployment it leads to; where traffic moved. */
    tookMs: external_exports.number().exactOptional(),
    /** Releases that served after the one it leads to, and no longer do. */
    over: texts.exactOptional()
  }),
  /** A rolling release came to this stage: by this release's own step, or by what hosting or somebody did. */
  shape("stage-reached", {
    deploymentId: text,
    stage: external_exports.int(),
    /** Of traffic. */
    percent: external_exports.number(),
    stages: external_exports.array(external_exports.number()).readonly(),
    automatic: external_exports.boolean()
  }),
  /** Of a phase that has nothing to add. */
  shape("phase-done", { deploymentId: text.nullish(), applied: texts.exactOptional() }),
  // Calls that leave the process.
  shape("call-begun", { ...call, request: object.exactOptional(), atMs: external_exports.number() }),
  shape("call-ended", {
    ...call,
    result: external_exports.enum(["done", "failed", "not-done", "ambiguous"]),
    value: json2.exactOptional(),
    error: text.exactOptional()
  }),
  /** What reading the vendor's state said of a call whose answer was lost. */
  shape("call-settled", {
    ...call,
    result: external_exports.enum(["done", "failed", "not-done", "ambiguous"]),
    value: json2.exactOptional(),
    why: text.exactOptional()
  }),
  // The plan.
  shape("planned", {
    plan: readable(planSchema),
    /** For people: the hash is computed from the plan. */
    hash: text,
    moved: texts,
    outlook: external_exports.object({ drift: text, rehearsal: text, reversible: text }).partial(),
    objects: external_exports.record(text, text).exactOptional()
  }),
  shape("approved", {
    plan: readable(planSchema),
    hash: text,
    approvers: texts,
    evidence: object,
    /** ISO 8601: migrations may begin until then. */
    validUntil: text.exactOptional(),
    /** Somebody went on without the approvals, or inside a freeze window. */
    brokenGlass: person.exactOptional(),
    /** An administrator took the place of approvals that nobody can give. */
    standIn: person.exactOptional()
  }),
  shape("voided", { hash: text, moved: texts }),
  shape("approvals-seen", {
    rejections: external_exports.array(rejectionSchema).readonly(),
    asked: external_exports.object({ runId: text, attempt: external_exports.int(), planHash: text }).exactOptional()
  }),
  shape("glass-confirmed", { by: text, via: external_exports.enum(["comment", "cli"]), url: text.exactOptional() }),
  // What was looked at.
  shape("schema-checked", { reports: json2 }),
  shape("gate-judged", {
    decision: text,
    reason: text,
    proceed: external_exports.boolean(),
    evidence: json2,
    /** What sources that only observe would have decided. */
    observed: external_exports.array(
      external_exports.object({
        ...{ name: text, decision: external_exports.enum(["pass", "fail", "inconclusive"]), reason: text },
        ...{ samples: external_exports.number(), failures: external_exports.number() }
      })
    ).readonly().exactOptional(),
    /** Of a rolling release, in phase `promote`. */
    stage: external_exports.int().exactOptional()
  }),
  /** `to`: the deployment it is given for. */
  shape("verdict-given", {
    previous: text,
    verdict: json2,
    to: text.exactOptional(),
    decision: decision.exactOptional()
  }),
  shape("snapshot-kept", { snapshot: readable(snapshotSchema) }),
  // The release, and the record itself.
  /** `project`: id and name of the hosting project that it is for. */
  shape("opened", { project: texts.exactOptional() }),
  shape("closed", {
    result: external_exports.enum(CLOSE_RESULTS),
    /** The release that serves. */
    serves: text.nullable(),
    deploymentId: text.nullish(),
    reason: text.exactOptional(),
    /** The newer release that took its place before it changed anything. */
    overtakenBy: text.exactOptional(),
    /** What the next release is decided under; `policy.ts` reads it. */
    policy: json2.exactOptional()
  }),
  shape("restored", restoredFields),
  /** After a restore this release looked at hosting. */
  shape("reconciled", { restored: external_exports.int(), live: json2 }),
  // The environment: told in its newest release, and about those to come.
  /** Somebody holds the environment by hand, or one commit and all that contain it. */
  shape("held", { hold: text.min(1), commit: text.nullable(), by: text, reason: text }),
  /** `hold`: id of a hold, or of the release whose commit was quarantined when it was rolled back. */
  shape("hold-lifted", { hold: text.min(1), by: text, reason: text }),
  /** The release contains commits that these holds are about, and what they brought is undone in it. */
  shape("holds-passed", { holds: texts })
]);
var ASSERTED = {
  "phase-done": { kind: "outcome" },
  deployed: { kind: "outcome", phases: ["deploy"] },
  migrated: { kind: "outcome", phases: ["migrate"] },
  gated: { kind: "outcome", phases: ["gate", "watch"] },
  promoted: { kind: "outcome", phases: ["promote"] },
  "rolled-back": { kind: "outcome", phases: ["rollback"] },
  "call-begun": { kind: "intent" },
  "call-ended": { kind: "outcome" },
  "call-settled": { kind: "observed" },
  planned: { kind: "planned", phases: ["plan"] },
  approved: { kind: "approved", phases: ["approve"] },
  voided: { kind: "voided", phases: ["plan"] },
  "approvals-seen": { kind: "observed" },
  "glass-confirmed": { kind: "observed", phases: ["approve"] },
  "schema-checked": { kind: "observed", phases: ["verify"] },
  "gate-judged": { kind: "observed", phases: ["gate", "watch", "promote"] },
  "stage-reached": { kind: "observed", phases: ["promote"] },
  "verdict-given": { kind: "verdict", phases: ["rollback"] },
  "snapshot-kept": { kind: "observed", phases: ["finalize", "contract"] },
  opened: { kind: "opened" },
  closed: { kind: "closed", phases: ["migrate", "finalize", "rollback", "contract"] },
  restored: { kind: "restored", phases: ["record"] },
  reconciled: { kind: "observed", phases: ["record"] },
  held: { kind: "observed", phases: ["record"] },
  "hold-lifted": { kind: "observed", phases: ["record"] },
  "holds-passed": { kind: "observed", phases: ["migrate"] }
};
function maySay(is, { kind, phase }) {
  const rule = ASSERTED[is];
  return rule.kind === kind && (rule.phases?.includes(phase) ?? true);
}
__name(maySay, "maySay");

// src/release/record/upcast.ts
var marks = external_exports.object({
  step: external_exports.string().optional().catch(void 0),
  what: external_exports.string().optional().catch(void 0)
});
var done = external_exports.object({ result: external_exports.literal("done") });
function upcast(written) {
  const { step, what } = marks.parse(written.body);
  return shapesOf(written, step, what).map((is) => ({ ...ABSENT[is], ...written.body, v: 2, is }));
}
__name(upcast, "upcast");
function shapesOf({ kind, phase, body }, step, what) {
  switch (kind) {
    case "outcome":
      if (step === "call") return ["call-ended"];
      return step === "phase" && done.safeParse(body).success ? donePhase(phase) : [];
    case "intent":
      return step === "call" ? ["call-begun"] : [];
    case "observed":
      if (step !== void 0) return optional(STEPS.get(step));
      return what === void 0 ? [] : optional(LOOKS.get(what));
    case "verdict":
      return ["verdict-given"];
    default:
      return [kind];
  }
}
__name(shapesOf, "shapesOf");
function donePhase(phase) {
  switch (phase) {
    case "deploy":
      return ["deployed"];
    case "promote":
      return ["promoted"];
    case "rollback":
      return ["rolled-back"];
    case "migrate":
      return ["migrated", "phase-done"];
    case "gate":
    case "watch":
      return ["gated", "phase-done"];
    default:
      return ["phase-done"];
  }
}
__name(donePhase, "donePhase");
var STEPS = /* @__PURE__ */ new Map([
  ["call", "call-settled"],
  ["approvals", "approvals-seen"],
  ["glass-confirmed", "glass-confirmed"]
]);
var LOOKS = /* @__PURE__ */ new Map([
  ["verify", "schema-checked"],
  ["gate", "gate-judged"],
  ["schema-snapshot", "snapshot-kept"],
  ["reconciled", "reconciled"]
]);
var optional = /* @__PURE__ */ __name((one) => one === void 0 ? [] : [one], "optional");
var ABSENT = {
  deployed: { digest: null, adopted: false },
  migrated: { applied: [], schemaFingerprint: null },
  promoted: { outcome: "done", deploymentId: null },
  "rolled-back": { to: null, reason: "", moved: true, undone: [] },
  planned: { hash: "", moved: [], outlook: {} },
  approved: { hash: "", evidence: {} },
  voided: { hash: "", moved: [] },
  closed: { serves: null }
};

// src/release/record/decode.ts
var version = external_exports.object({ v: external_exports.json().optional() });
var KNOWN = /* @__PURE__ */ new WeakMap();
function told2(event) {
  if (!KNOWN.has(event)) KNOWN.set(event, read(event));
  return KNOWN.get(event);
}
__name(told2, "told");
function read(event) {
  const { success, data: { v } = {} } = version.safeParse(event.body);
  if (!success) return otherwise(event, { is: "unreadable" });
  const candidates = v === void 0 ? upcast(event) : v === VERSION ? [event.body] : [];
  for (const candidate of candidates) {
    const { data } = eventBody.safeParse(candidate);
    if (!data) continue;
    const { v: _v, ...said } = data;
    return maySay(said.is, event) ? said : otherwise(event, void 0);
  }
  return otherwise(event, v === void 0 && candidates.length === 0 ? void 0 : { is: "unreadable" });
}
__name(read, "read");
function otherwise(event, unread) {
  if (event.kind === "planned" && maySay("planned", event))
    return { is: "planned", plan: void 0, hash: "", moved: [], outlook: {} };
  if (event.kind === "closed" && maySay("closed", event))
    return { is: "closed", result: "abandoned", serves: null };
  return unread;
}
__name(otherwise, "otherwise");
function inAWord(event) {
  const said = told2(event);
  if (!said) return "";
  switch (said.is) {
    case "call-begun":
      return said.call;
    case "call-ended":
    case "call-settled":
      return said.result === "done" ? said.call : `${said.call} ${said.result}`;
    case "closed":
      return said.result;
    default:
      return said.is;
  }
}
__name(inAWord, "inAWord");

// src/release/record/event.ts
var AT = `to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`;
var EVENT_COLUMNS = `seq::int as seq, release_id as "releaseId", ${AT}, actor, phase, kind, token::int as token, body,
  prev_hash as "prevHash", hash`;

// node_modules/uuid/dist-node/stringify.js
var byteToHex = [];
for (let i = 0; i < 256; ++i) {
  byteToHex.push((i + 256).toString(16).slice(1));
}
function unsafeStringify(arr, offset = 0) {
  return (byteToHex[arr[offset + 0]] + byteToHex[arr[offset + 1]] + byteToHex[arr[offset + 2]] + byteToHex[arr[offset + 3]] + "-" + byteToHex[arr[offset + 4]] + byteToHex[arr[offset + 5]] + "-" + byteToHex[arr[offset + 6]] + byteToHex[arr[offset + 7]] + "-" + byteToHex[arr[offset + 8]] + byteToHex[arr[offset + 9]] + "-" + byteToHex[arr[offset + 10]] + byteToHex[arr[offset + 11]] + byteToHex[arr[offset + 12]] + byteToHex[arr[offset + 13]] + byteToHex[arr[offset + 14]] + byteToHex[arr[offset + 15]]).toLowerCase();
}
__name(unsafeStringify, "unsafeStringify");

// node_modules/uuid/dist-node/rng.js
var rnds8 = new Uint8Array(16);
function rng() {
  return crypto.getRandomValues(rnds8);
}
__name(rng, "rng");

// node_modules/uuid/dist-node/v7.js
var _state = {};
function v7(options, buf, offset) {
  let bytes;
  if (options) {
    bytes = v7Bytes(options.random ?? options.rng?.() ?? rng(), options.msecs, options.seq, buf, offset);
  } else {
    const now = Date.now();
    const rnds = rng();
    updateV7State(_state, now, rnds);
    bytes = v7Bytes(rnds, _state.msecs, _state.seq, buf, offset);
  }
  return buf ?? unsafeStringify(bytes);
}
__name(v7, "v7");
function updateV7State(state, now, rnds) {
  state.msecs ??= -Infinity;
  state.seq ??= 0;
  if (now > state.msecs) {
    state.seq = v7Sequence(rnds);
    state.msecs = now;
  } else {
    state.seq = state.seq + 1 | 0;
    if (state.seq === 0) {
      state.msecs++;
    }
  }
  return state;
}
__name(updateV7State, "updateV7State");
function v7Bytes(rnds, msecs, seq, buf, offset = 0) {
  if (rnds.length < 16) {
    throw new Error("Random bytes length must be >= 16");
  }
  if (!buf) {
    buf = new Uint8Array(16);
    offset = 0;
  } else {
    if (offset < 0 || offset + 16 > buf.length) {
      throw new RangeError(`UUID byte range ${offset}:${offset + 15} is out of buffer bounds`);
    }
  }
  msecs ??= Date.now();
  seq ??= v7Sequence(rnds);
  buf[offset++] = msecs / 1099511627776 & 255;
  buf[offset++] = msecs / 4294967296 & 255;
  buf[offset++] = msecs / 16777216 & 255;
  buf[offset++] = msecs / 65536 & 255;
  buf[offset++] = msecs / 256 & 255;
  buf[offset++] = msecs & 255;
  buf[offset++] = 112 | seq >>> 28 & 15;
  buf[offset++] = seq >>> 20 & 255;
  buf[offset++] = 128 | seq >>> 14 & 63;
  buf[offset++] = seq >>> 6 & 255;
  buf[offset++] = seq << 2 & 255 | rnds[10] & 3;
  buf[offset++] = rnds[11];
  buf[offset++] = rnds[12];
  buf[offset++] = rnds[13];
  buf[offset++] = rnds[14];
  buf[offset++] = rnds[15];
  return buf;
}
__name(v7Bytes, "v7Bytes");
function v7Sequence(rnds) {
  return (rnds[6] & 127) << 24 | rnds[7] << 16 | rnds[8] << 8 | rnds[9];
}
__name(v7Sequence, "v7Sequence");
var v7_default = v7;

// src/release/record/sql.ts
var PASSED_OVER = `kind = 'approved' and (body ? 'brokenGlass' or body ? 'standIn')`;
var isOver = /* @__PURE__ */ __name((releaseId) => `exists (select from shiplock.event e where e.release_id = ${releaseId} and e.kind = 'closed')`, "isOver");
var isOpenedFor = /* @__PURE__ */ __name((body, names) => `case when ${saysProject(body)} then ${body} -> 'project' ?| ${names} else true end`, "isOpenedFor");
var saysProject = /* @__PURE__ */ __name((body) => `coalesce(jsonb_typeof(${body} -> 'project') = 'array', false)`, "saysProject");
var OF_HOLDS = `(kind = 'observed' and phase = 'record' or kind = 'closed' and body ->> 'result' = 'rolled-back')`;

// src/release/record/of-project.ts
var ofProject = /* @__PURE__ */ __name((names) => `(${names}::text[] is null or coalesce((select ${isOpenedFor("o.body", names)} from shiplock.event o
      where o.release_id = r.id and o.kind = 'opened' order by o.seq limit 1), true))`, "ofProject");
async function byNames(project, find) {
  if (!project) return find(null);
  const found = await find([project.called]);
  if (found) return found;
  const names = await project.names();
  return names.length > 1 ? find(names) : void 0;
}
__name(byNames, "byNames");
async function projectOfRelease(db, releaseId) {
  const [event] = await db.query(
    `select ${EVENT_COLUMNS} from shiplock.event where release_id = $1 and kind = 'opened'
      order by event.seq limit 1`,
    [releaseId]
  );
  const said = event && told2(event);
  return said?.is === "opened" ? said.project : void 0;
}
__name(projectOfRelease, "projectOfRelease");
async function isOfProject(theirs, ours) {
  if (!theirs || !ours || theirs.includes(ours.called)) return true;
  return (await ours.names()).some((name) => theirs.includes(name));
}
__name(isOfProject, "isOfProject");

// src/release/record/closings.ts
var FIRST_PAGE = 5;
var LATER_PAGE = 200;
async function* closings(db, of) {
  let before = null;
  for (let size = FIRST_PAGE; ; size = LATER_PAGE) {
    const page = await db.query(closingsSql(of), [
      of.environment,
      before,
      size,
      of.names ?? null,
      ...[of.commit, of.releaseId].filter((one) => one !== void 0)
    ]);
    for (const event of page) {
      const said = told2(event);
      if (said?.is === "closed") yield { ...said, event };
    }
    before = page.at(-1)?.seq ?? null;
    if (page.length < size) return;
  }
}
__name(closings, "closings");
function closingsSql(of) {
  const few = of.commit !== void 0 ? "r.commit_sha = $5" : of.releaseId !== void 0 ? "r.id = $5" : void 0;
  const releases = few ? `release_id = any(array(select r.id from shiplock.release r where r.environment = $1 and ${few} and ${ofProject("$4")}))` : `exists (select from shiplock.release r where r.id = event.release_id and r.environment = $1 and ${ofProject("$4")})`;
  return `select ${EVENT_COLUMNS} from shiplock.event
    where kind = 'closed' and ($2::bigint is null or event.seq < $2) and ${releases}
    order by event.seq desc limit $3`;
}
__name(closingsSql, "closingsSql");

// src/release/record/without-secrets.ts
var FACTS = /* @__PURE__ */ new Set(["plan", "snapshot"]);
function withoutSecrets(body) {
  return Object.fromEntries(
    Object.entries(body).map(([key, item]) => [key, FACTS.has(key) ? item : hidden(item)])
  );
}
__name(withoutSecrets, "withoutSecrets");
function hidden(value) {
  if (typeof value === "string") return redactStored(value);
  if (value === null || typeof value !== "object") return value;
  return Array.isArray(value) ? value.map(hidden) : withoutSecrets(value);
}
__name(hidden, "hidden");

// src/release/record/encode.ts
var KEPT = ["plan", "objects", "snapshot"];
function encode(phase, saying) {
  const { kind } = ASSERTED[saying.is];
  if (!maySay(saying.is, { kind, phase })) throw new Error(`an event of ${phase} cannot say "${saying.is}"`);
  const body = withoutSecrets(toJson({ v: VERSION, ...saying }));
  const apart = Object.entries(body).flatMap(
    ([key, value]) => isKept(key) ? [{ key, text: canonical(value) }] : []
  );
  const digests2 = Object.fromEntries(apart.map((part) => [part.key, sha256(part.text)]));
  const rest = Object.fromEntries(Object.entries(body).filter(([key]) => !isKept(key)));
  return {
    kind,
    body,
    text: canonical(apart.length === 0 ? rest : { ...rest, kept: digests2 }),
    kept: apart.map((part) => part.text)
  };
}
__name(encode, "encode");
var isKept = /* @__PURE__ */ __name((key) => KEPT.some((one) => one === key), "isKept");

// src/release/record/kept.ts
var digests = external_exports.object({ kept: external_exports.record(external_exports.string(), external_exports.string()) });
function keptApart(body) {
  return digests.safeParse(body).data?.kept ?? {};
}
__name(keptApart, "keptApart");
async function withParts(db, events, names) {
  const wanted = events.map(
    ({ body }) => Object.entries(keptApart(body)).filter(([name]) => names.includes(name))
  );
  const all = [...new Set(wanted.flatMap((one) => one.map(([, digest]) => digest)))];
  if (all.length === 0) return events;
  const rows = await db.query(
    "select digest, content from shiplock.body where digest = any($1)",
    [all]
  );
  const contents = new Map(rows.map(({ digest, content }) => [digest, content]));
  return events.map((event, index) => {
    const parts = wanted[index] ?? [];
    if (parts.length === 0) return event;
    const { kept: _kept, ...rest } = event.body;
    const whole = parts.map(([name, digest]) => {
      const content = contents.get(digest);
      if (content === void 0 || sha256(content) !== digest) throw broken(event.seq, name, digest);
      return [name, JSON.parse(content)];
    });
    return { ...event, body: { ...rest, ...Object.fromEntries(whole) } };
  });
}
__name(withParts, "withParts");
function broken(seq, name, digest) {
  return failure({
    code: "SHIPLOCK_RECORD_BROKEN",
    what: `the ${name} of event ${seq} is not in shiplock.body as it was written (digest ${digest})`,
    notDone: ["nothing was changed"],
    next: "Run `shiplock record verify`: it lists everything that was changed. See runbooks/record.md."
  });
}
__name(broken, "broken");

// src/release/record/locked.ts
var LOCK_NOT_AVAILABLE = "55P03";
async function lockedRecord(db, error) {
  if (sqlState(error) !== LOCK_NOT_AVAILABLE) return error;
  const sessions = await holders(db).catch(() => []);
  return failure(
    {
      code: "SHIPLOCK_RECORD_LOCKED",
      what: `the record is locked by ${sessions.join("; ") || "another session"}`,
      notDone: ["nothing was recorded by this step"],
      next: "If that session is a release, rerun this job when it is done. If it is idle or belongs to a person, end it (select pg_terminate_backend(PID)), and rerun this job."
    },
    error
  );
}
__name(lockedRecord, "lockedRecord");
async function holders(db) {
  const rows = await db.query(
    `select distinct pg_catalog.concat_ws(' ', 'session', a.pid::text, 'of', a.usename,
         '(' || coalesce(nullif(a.application_name, ''), 'unnamed') || ',', coalesce(a.state, 'state unknown') || ',',
         'connected for', coalesce(pg_catalog.round(extract(epoch from pg_catalog.clock_timestamp() - a.backend_start))::text, '?'), 's)') as session
       from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
      where l.granted and l.pid <> pg_catalog.pg_backend_pid() and l.mode <> 'AccessShareLock'
        and l.relation in (select c.oid from pg_catalog.pg_class c where c.relnamespace = 'shiplock'::regnamespace)`
  );
  return rows.map(({ session }) => session);
}
__name(holders, "holders");

// src/release/record/unreadable.ts
function unreadable({ seq, phase, kind }, no) {
  return failure({
    code: "SHIPLOCK_RECORD_BROKEN",
    what: `event ${seq} (${phase} ${kind}) is of a shape that this Shiplock does not know, and may hold ${no}`,
    notDone: ["nothing was changed"],
    next: "Use the Shiplock version that wrote it, or a newer one. If there is none, run `shiplock record verify`; see runbooks/record.md."
  });
}
__name(unreadable, "unreadable");

// src/release/record/record.ts
var RELEASE_COLUMNS = `id, environment, commit_sha as commit, replaces, run_id as "runId", run_url as "runUrl", actor,
  to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt"`;
var SHIPPED = `(exists (select from shiplock.event e where e.release_id = r.id and e.kind not in ('opened', 'planned'))
  or r.opened_at >= (select installed_at from shiplock.schema_version where version = 2))`;
function newReleaseId() {
  return `rel_${v7_default()}`;
}
__name(newReleaseId, "newReleaseId");
var ReleaseRecord = class _ReleaseRecord {
  static {
    __name(this, "ReleaseRecord");
  }
  #db;
  #project;
  /** @param project whose releases are looked for; undefined: of any */
  constructor(db, project) {
    this.#db = db;
    this.#project = project;
  }
  async open(release, phase) {
    const project = await this.#project?.names();
    try {
      await this.#db.query("select * from shiplock.open($1, $2, $3, $4, $5, $6, $7, $8, $9)", [
        release.id,
        release.environment,
        release.commit,
        release.replaces,
        release.runId,
        release.runUrl,
        release.actor,
        phase,
        encode(phase, { is: "opened", ...project ? { project } : {} }).text
      ]);
    } catch (error) {
      throw await lockedRecord(this.#db, error);
    }
    return await this.release(release.id);
  }
  /**
   * Opens it, unless its run has a release of this commit and environment by now, which is returned. Two jobs of one
   * run that come at the same moment get one release.
   */
  async openForRun(release, phase) {
    const { environment, commit, runId } = release;
    if (runId === null) return this.open(release, phase);
    await this.#project?.names();
    return this.#db.transaction(async (tx) => {
      try {
        await tx.query("select shiplock.lock_chain()");
      } catch (error) {
        throw await lockedRecord(this.#db, error);
      }
      const record = new _ReleaseRecord(tx, this.#project);
      return await record.latest(environment, commit, runId) ?? record.open(release, phase);
    });
  }
  /** @throws SHIPLOCK_LEASE_STALE (from the database adapter's SL003) when the token is not the newest. */
  async append(event) {
    const { releaseId, token, phase } = event;
    const { kind, body, text: text2, kept } = encode(phase, event.saying);
    try {
      const values = [releaseId, token, storable(event.actor), phase, kind, text2];
      const rows = await this.#db.query(
        `select seq::int as seq, at, hash from shiplock.append($1, $2, $3, $4, $5, $6${kept.length > 0 ? ", $7" : ""})`,
        kept.length > 0 ? [...values, kept] : values
      );
      return { ...rows[0], kind, body };
    } catch (error) {
      if (sqlState(error) === "42501") throw mayOnlyPlan(error, `this was not recorded: ${phase} (${kind})`);
      if (sqlState(error) !== "SL003") throw await lockedRecord(this.#db, error);
      throw failure(
        {
          code: "SHIPLOCK_LEASE_STALE",
          what: `this run no longer holds the lease of the environment: ${sqlMessage(error)}`,
          notDone: [`this was not recorded: ${phase} (${kind})`],
          next: "Another release took over. Check `shiplock status`, and restart this one when the other one is closed."
        },
        error
      );
    }
  }
  /** The end of the chain now. */
  async head() {
    const rows = await this.#db.query(
      "select seq::int as seq, hash from shiplock.event order by event.seq desc limit 1"
    );
    return rows[0] ?? START;
  }
  async release(id) {
    const rows = await this.#db.query(
      `select ${RELEASE_COLUMNS} from shiplock.release where id = $1`,
      [id]
    );
    return rows[0];
  }
  /** The newest release of this commit in this environment; with `runId`, of that run of the CI alone. */
  async latest(environment, commit, runId) {
    return byNames(this.#project, async (names) => {
      const rows = await this.#db.query(
        `select ${RELEASE_COLUMNS} from shiplock.release r where environment = $1 and commit_sha = $2
            and ($3::text is null or run_id = $3) and ${SHIPPED} and ${ofProject("$4")}
          order by opened_at desc limit 1`,
        [environment, commit, runId ?? null, names]
      );
      return rows[0];
    });
  }
  /** Whether a release was opened for the project of this record, as far as it says one. */
  async isOurs(releaseId) {
    return isOfProject(await projectOfRelease(this.#db, releaseId), this.#project);
  }
  /** Without schema snapshots, which are large: `snapshotOf` has the one that counts. */
  async events(releaseId) {
    return (await this.eventsOf([releaseId])).get(releaseId) ?? [];
  }
  /** The events of several releases at once, by release. */
  async eventsOf(releaseIds) {
    const rows = await this.#db.query(
      `select ${EVENT_COLUMNS} from shiplock.event where release_id = any($1) order by event.seq`,
      [releaseIds]
    );
    return Map.groupBy(await withParts(this.#db, rows, ["plan", "objects"]), ({ releaseId }) => releaseId);
  }
  /** The schema that a release left behind, last; undefined where it kept none, or one that cannot be read any more. */
  async snapshotOf(releaseId) {
    const rows = await this.#db.query(
      `select ${EVENT_COLUMNS} from shiplock.event
        where release_id = $1 and kind = 'observed' and phase in ('finalize', 'contract') order by event.seq desc`,
      [releaseId]
    );
    const last = rows.find((event) => told2(event)?.is === "snapshot-kept");
    if (!last) return void 0;
    const [whole] = await withParts(this.#db, [last], ["snapshot"]);
    const said = whole && told2(whole);
    return said?.is === "snapshot-kept" ? said.snapshot : void 0;
  }
  /** Newest first. */
  async recent(environment, limit) {
    return this.#db.query(
      `select ${RELEASE_COLUMNS} from shiplock.release where $1::text is null or environment = $1
        order by opened_at desc limit $2`,
      [environment ?? null, limit]
    );
  }
  /** Every environment that had a release. */
  async environments() {
    const rows = await this.#db.query(
      "select distinct environment as name from shiplock.release order by 1"
    );
    return rows.map(({ name }) => name);
  }
  /**
   * What looks for approvals saw, of every release of this commit in this environment, oldest first.
   * @throws SHIPLOCK_RECORD_BROKEN where one cannot be read: it may hold a no
   */
  async approvalsSeen(environment, commit) {
    const rows = await this.#db.query(
      `select ${EVENT_COLUMNS} from shiplock.event where kind = 'observed' and release_id = any(array(
         select r.id from shiplock.release r where r.environment = $1 and r.commit_sha = $2)) order by event.seq`,
      [environment, commit]
    );
    return rows.flatMap((event) => {
      const said = told2(event);
      if (said?.is === "unreadable") throw unreadable(event, "a rejection");
      return said?.is === "approvals-seen" ? [said] : [];
    });
  }
  /** The release that serves this environment by the record, from the newest `closed` event that names one. */
  async serving(environment) {
    const serves = await byNames(this.#project, async (names) => {
      for await (const end of closings(this.#db, { environment, names }))
        if (end.serves !== null) return end.serves;
      return void 0;
    });
    return serves === void 0 ? void 0 : this.release(serves);
  }
  /**
   * The release that proves this commit in that environment: it was closed as `released`, and nothing that this commit
   * did there was closed in another way since (rolled back, abandoned).
   */
  async finished(environment, commit) {
    const last = await byNames(this.#project, async (names) => {
      for await (const end of closings(this.#db, { environment, commit, names })) return end;
      return void 0;
    });
    return last?.result === "released" ? this.release(last.event.releaseId) : void 0;
  }
};
function mayOnlyPlan(error, notDone) {
  const why = error instanceof Error ? sqlMessage(error) : String(error);
  return configurationError(
    {
      code: "SHIPLOCK_DATABASE_PERMISSION",
      what: `the role in database-url can plan but cannot change anything: ${why}`,
      notDone: [notDone],
      next: "Set database-url to the connection string of the role that owns the schema (postgres on Supabase): docs/read-only-role.md says which action needs which."
    },
    error
  );
}
__name(mayOnlyPlan, "mayOnlyPlan");

export {
  RECORD_SCHEMA,
  sqlState,
  installedVersion,
  installRecord,
  v7_default,
  keptPolicyBody,
  keptPolicyOf,
  differences,
  isObject,
  planHash,
  shortHash,
  planMigrations,
  movedSince,
  told2 as told,
  inAWord,
  EVENT_COLUMNS,
  PASSED_OVER,
  isOver,
  isOpenedFor,
  saysProject,
  OF_HOLDS,
  ofProject,
  projectOfRelease,
  isOfProject,
  closings,
  encode,
  lockedRecord,
  unreadable,
  newReleaseId,
  ReleaseRecord,
  mayOnlyPlan
};
