/**
 * The chain is written by the shipping role alone. The planning role proposes, in a table of its own that is outside of
 * the chain and through one function per thing that it may say; nothing that it says is believed without hosting.
 */
export const V2 = `
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
