/**
 * One process of a release at a time. The lease names the process that works under it by a lock of its database session,
 * which ends with the session: a dead process is seen at once, and needs no clock.
 */
export const V4 = `
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
