-- What operators look at: how the service is, in one call. It names no patient and shows no text that a person wrote.

-- Releases and the four keys (https://dora.dev) as Shiplock's record has them. The record is made by Shiplock and not by
-- these files, so it is looked up when it is asked for; null: it is not there, or this database keeps none.
create function private.release_report() returns jsonb
  language plpgsql stable security definer set search_path = '' as $$
declare
  report jsonb;
begin
  if to_regclass('shiplock.status') is null or to_regclass('shiplock.dora') is null then
    return null;
  end if;
  execute $query$
    select jsonb_build_object(
      'releases', (
        select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'environment', s.environment, 'commit', s.commit_sha,
          'state', s.state, 'opened_at', s.opened_at, 'closed_at', s.closed_at) order by s.opened_at desc), '[]')
        from (select * from shiplock.status r order by r.opened_at desc limit 20) as s
      ),
      'dora', (
        select coalesce(jsonb_agg(to_jsonb(d) order by d.week desc, d.environment), '[]')
        from (select * from shiplock.dora w order by w.week desc, w.environment limit 26) as d
      )
    )
  $query$ into report;
  return report;
exception when insufficient_privilege then
  return null;
end $$;

-- The slowest statements of the Data API. Those have their values taken out by PostgreSQL; what other roles ran (a
-- password that was set, say) is not shown. null: the extension is not there.
-- https://www.postgresql.org/docs/current/pgstatstatements.html
create function private.slow_queries() returns jsonb
  language plpgsql stable security definer set search_path = '' as $$
declare
  home text;
  report jsonb;
begin
  select quote_ident(n.nspname) into home from pg_catalog.pg_extension e
    join pg_catalog.pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_stat_statements';
  if home is null then
    return null;
  end if;
  execute format($query$
    select coalesce(jsonb_agg(jsonb_build_object('query', left(s.query, 300), 'calls', s.calls,
      'mean_ms', round(s.mean_exec_time::numeric, 1), 'rows', s.rows) order by s.mean_exec_time desc), '[]')
    from (
      select * from %s.pg_stat_statements q
      where q.calls >= 5 and q.userid in (
        select r.oid from pg_catalog.pg_roles r where r.rolname in ('anon', 'authenticated', 'service_role')
      ) and q.dbid = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
      order by q.mean_exec_time desc limit 10
    ) as s
  $query$, home) into report;
  return report;
exception when insufficient_privilege or object_not_in_prerequisite_state then
  return null;
end $$;

create function private.ops_report() returns jsonb
  language plpgsql stable security definer set search_path = '' as $$
begin
  if not private.is_operator() then
    raise exception 'only operators see operations' using errcode = 'insufficient_privilege';
  end if;
  return jsonb_build_object(
    'audit', (
      select jsonb_build_object('events', h.seq, 'last_at', (select e.at from audit.events e where e.seq = h.seq))
      from audit.head h
    ),
    'requests_kept', (select count(*) from private.idempotency),
    'throttled', (
      select coalesce(jsonb_object_agg(t.bucket, t.busy), '{}') from (
        select b.bucket, max(b.used) as busy from private.turns b
        where b.began > now() - interval '15 minutes' group by b.bucket
      ) as t
    ),
    'connections', (
      select count(*) from pg_catalog.pg_stat_activity a where a.datname = current_database()
    ),
    'slow_queries', private.slow_queries(),
    'record', private.release_report()
  );
end $$;

create function public.ops_report() returns jsonb
  language sql stable set search_path = '' as $$ select private.ops_report() $$;

revoke all on function private.release_report(), private.slow_queries(), private.ops_report() from public;
grant execute on function private.ops_report() to authenticated;
revoke all on function public.ops_report() from public, anon, service_role;
grant execute on function public.ops_report() to authenticated;
