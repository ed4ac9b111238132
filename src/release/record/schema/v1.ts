/**
 * The first version. Records installed with it are out there: not a byte of this text may change (a test compares its
 * digest). `shiplock.append` and `shiplock.open` are SECURITY DEFINER and let a role with EXECUTE alone write `opened`
 * and `planned`; version 2 takes that away.
 */
export const V1 = `
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
