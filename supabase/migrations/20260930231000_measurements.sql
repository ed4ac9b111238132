-- shiplock: phase=expand
-- What operators see over time: how fast pages are for the people who open them, how fast the server answers and how often
-- it fails, by route and hour; how far prescriptions get; and which wording prescribers take. Counts alone: nothing here
-- says who it was or what they looked at.

-- A histogram for each hour, metric and route. A bucket is a power of 1.1 (`features/ops/histogram.ts`), so percentiles are
-- right to a tenth, and the table grows with routes and hours, not with people.
create table private.measurements (
  hour timestamptz not null,
  metric text not null check (metric in ('LCP', 'INP', 'CLS', 'TTFB', 'duration', 'failed')),
  route text not null check (length(route) between 1 and 80),
  bucket smallint not null check (bucket between 0 and 200),
  n int not null check (n > 0),
  primary key (hour, metric, route, bucket)
);
alter table private.measurements enable row level security;
revoke all on private.measurements from public, anon, authenticated, service_role;

-- What became of a suggested wording. The key is the form's, so that a form that is sent again counts once.
create table private.wording_outcomes (
  key uuid primary key,
  at timestamptz not null default now(),
  variant text not null check (length(variant) between 1 and 30),
  outcome text not null check (outcome in ('accepted', 'edited', 'dismissed'))
);
create index wording_outcomes_at_idx on private.wording_outcomes (at);
alter table private.wording_outcomes enable row level security;
revoke all on private.wording_outcomes from public, anon, authenticated, service_role;

-- [{"metric": "LCP", "route": "/queue", "bucket": 80, "n": 1}, …], of the hour that it is.
create function private.add_measurements(measured jsonb) returns void
  language sql security definer set search_path = ''
  as $$
    insert into private.measurements as kept (hour, metric, route, bucket, n)
    select date_bin(interval '1 hour', now(), 'epoch'), m.metric, m.route, m.bucket, sum(m.n)
    from jsonb_to_recordset(measured) as m (metric text, route text, bucket smallint, n int)
    group by m.metric, m.route, m.bucket
    -- In one order, so that two servers never wait for each other.
    order by m.metric, m.route, m.bucket
    on conflict (hour, metric, route, bucket) do update set n = kept.n + excluded.n
  $$;

create function private.add_wording_outcome(form uuid, of_variant text, became text) returns void
  language sql security definer set search_path = ''
  as $$
    insert into private.wording_outcomes (key, variant, outcome) values (form, of_variant, became) on conflict do nothing
  $$;

-- How far the prescriptions of the last 30 days got, from the prescriptions themselves; which those are, the trail says by
-- index. A pharmacy without a rate charges nothing, so read what was paid next to what was charged.
create function private.funnel() returns jsonb
  language sql stable security definer set search_path = ''
  as $$
    select jsonb_build_object(
      'drafted', count(*),
      'signed', count(*) filter (where p.signed_at is not null),
      'dispensed', count(*) filter (where d.dispensed),
      'charged', count(*) filter (where d.charged),
      'paid', count(*) filter (where d.paid)
    )
    from (
      select distinct e.row_id from audit.entries e
      where e.at > now() - interval '30 days' and e.relation = 'public.prescriptions' and e.action = 'insert'
    ) as written
    join public.prescriptions p on p.id = written.row_id and p.status <> 'entered-in-error'
    cross join lateral (
      select count(*) > 0 as dispensed, coalesce(bool_or(y.status <> 'cancelled'), false) as charged,
        coalesce(bool_or(y.paid_at is not null), false) as paid
      from public.medication_dispenses m left join public.payments y on y.dispense_id = m.id
      where m.prescription_id = p.id and m.status <> 'entered-in-error'
    ) as d
  $$;

create function private.ops_measurements() returns jsonb
  language plpgsql stable security definer set search_path = '' as $$
begin
  if not private.is_operator() then
    raise exception 'only operators see operations' using errcode = 'insufficient_privilege';
  end if;
  return jsonb_build_object(
    -- Of the last seven days.
    'measured', (
      select coalesce(jsonb_agg(jsonb_build_object('metric', m.metric, 'route', m.route, 'buckets', m.buckets)
        order by m.metric, m.route), '[]')
      from (
        select b.metric, b.route, jsonb_agg(jsonb_build_array(b.bucket, b.n) order by b.bucket) as buckets
        from (
          select k.metric, k.route, k.bucket, sum(k.n) as n from private.measurements k
          where k.hour > now() - interval '7 days' group by k.metric, k.route, k.bucket
        ) as b group by b.metric, b.route
      ) as m
    ),
    -- The last two days, an hour each; an hour in which nobody asked is there too.
    'hours', (
      select jsonb_agg(jsonb_build_object('hour', h.hour, 'requests', h.requests, 'failed', h.failed) order by h.hour)
      from (
        select s.hour, coalesce(sum(k.n) filter (where k.metric = 'duration'), 0) as requests,
          coalesce(sum(k.n) filter (where k.metric = 'failed'), 0) as failed
        from generate_series(date_bin(interval '1 hour', now(), 'epoch') - interval '47 hours', now(), interval '1 hour')
          as s (hour)
        left join private.measurements k on k.hour = s.hour and k.metric in ('duration', 'failed')
        group by s.hour
      ) as h
    ),
    'funnel', private.funnel(),
    -- Of the last 90 days.
    'wordings', (
      select coalesce(jsonb_agg(jsonb_build_object('variant', w.variant, 'outcome', w.outcome, 'n', w.n)
        order by w.variant, w.outcome), '[]')
      from (
        select o.variant, o.outcome, count(*) as n from private.wording_outcomes o
        where o.at > now() - interval '90 days' group by o.variant, o.outcome
      ) as w
    )
  );
end $$;

create function public.add_measurements(measured text) returns void
  language sql set search_path = '' as $$ select private.add_measurements(measured::jsonb) $$;
create function public.add_wording_outcome(form uuid, of_variant text, became text) returns void
  language sql set search_path = '' as $$ select private.add_wording_outcome(form, of_variant, became) $$;
create function public.ops_measurements() returns jsonb
  language sql stable set search_path = '' as $$ select private.ops_measurements() $$;

revoke all on function private.add_measurements(jsonb), private.add_wording_outcome(uuid, text, text),
  private.funnel(), private.ops_measurements() from public;
grant execute on function private.add_measurements(jsonb), private.add_wording_outcome(uuid, text, text)
  to service_role;
grant execute on function private.ops_measurements() to authenticated;
revoke all on function public.add_measurements(text), public.add_wording_outcome(uuid, text, text),
  public.ops_measurements() from public, anon, authenticated, service_role;
grant execute on function public.add_measurements(text), public.add_wording_outcome(uuid, text, text)
  to service_role;
grant execute on function public.ops_measurements() to authenticated;

-- How long they are kept.
alter table private.retention_rules drop constraint retention_rules_subject_check;
alter table private.retention_rules add constraint retention_rules_subject_check check (subject in (
  'drafts', 'idempotency keys', 'rate limits', 'second factors', 'sessions', 'notices', 'job runs', 'measurements',
  'wording outcomes'
)) not valid;
alter table private.retention_rules validate constraint retention_rules_subject_check;

create or replace function private.retain(of_subject text, at_most int, only_count boolean default false) returns bigint
  language plpgsql security definer set search_path = '' as $$
declare
  until constant timestamptz := now() - (select r.keep from private.retention_rules r where r.subject = of_subject);
  most constant bigint := case when only_count then null else at_most end;
  done bigint := 0;
  ids uuid[];
begin
  if until is null then
    raise exception 'there is no rule for %', of_subject using errcode = 'PT404';
  end if;
  case of_subject
    when 'drafts' then
      select array(select p.id from public.prescriptions p where p.status = 'draft' and p.updated_at < until
        order by p.updated_at limit most) into ids;
      done := cardinality(ids);
      if not only_count then
        -- Whoever has one open right now keeps it; so does a renewal's, until the next run.
        select count(*) into done from (
          select private.forget_draft(p.id) from public.prescriptions p
          where p.id in (
            select q.id from public.prescriptions q where q.id = any (ids) and q.status = 'draft' and q.updated_at < until
            for update skip locked
          )
        ) as forgotten;
      end if;
    when 'idempotency keys' then
      if only_count then
        select count(*) into done from private.idempotency i where i.at < until;
      else
        with gone as (
          delete from private.idempotency i where (i.profile_id, i.key) in (
            select k.profile_id, k.key from private.idempotency k where k.at < until limit most for update skip locked
          ) returning 1
        ) select count(*) into done from gone;
      end if;
    when 'rate limits' then
      if only_count then
        select count(*) into done from private.turns t where t.began < until;
      else
        with gone as (
          delete from private.turns t where (t.bucket, t.subject, t.began) in (
            select k.bucket, k.subject, k.began from private.turns k where k.began < until limit most for update skip locked
          ) returning 1
        ) select count(*) into done from gone;
      end if;
    when 'second factors' then
      if only_count then
        select count(*) into done from private.used_second_factors f where f.proved_at < until;
      else
        with gone as (
          delete from private.used_second_factors f where (f.profile_id, f.proved_at) in (
            select k.profile_id, k.proved_at from private.used_second_factors k where k.proved_at < until limit most
            for update skip locked
          ) returning 1
        ) select count(*) into done from gone;
      end if;
    when 'sessions' then
      -- The Auth server's table, where there is one.
      if to_regclass('auth.sessions') is null then
        return 0;
      end if;
      select array(select s.id from auth.sessions s where s.created_at < until limit most)
        || array(select d.session_id from private.session_devices d where d.at < until
          and not exists (select from auth.sessions s where s.id = d.session_id) limit most) into ids;
      done := cardinality(ids);
      if not only_count then
        delete from private.session_devices d where d.session_id = any (ids);
        delete from auth.sessions s where s.id = any (ids);
      end if;
    when 'notices' then
      if only_count then
        select count(*) into done from public.notices n where n.expires_at < until;
      else
        with gone as (
          delete from public.notices n where n.id in (
            select k.id from public.notices k where k.expires_at < until limit most for update skip locked
          ) returning 1
        ) select count(*) into done from gone;
      end if;
    when 'job runs' then
      if only_count then
        select count(*) into done from private.job_runs j where j.started_at < until;
      else
        with gone as (
          delete from private.job_runs j where j.id in (
            select k.id from private.job_runs k where k.started_at < until limit most for update skip locked
          ) returning 1
        ) select count(*) into done from gone;
      end if;
    when 'measurements' then
      if only_count then
        select count(*) into done from private.measurements m where m.hour < until;
      else
        with gone as (
          delete from private.measurements m where (m.hour, m.metric, m.route, m.bucket) in (
            select k.hour, k.metric, k.route, k.bucket from private.measurements k where k.hour < until limit most
            for update skip locked
          ) returning 1
        ) select count(*) into done from gone;
      end if;
    when 'wording outcomes' then
      if only_count then
        select count(*) into done from private.wording_outcomes w where w.at < until;
      else
        with gone as (
          delete from private.wording_outcomes w where w.key in (
            select k.key from private.wording_outcomes k where k.at < until limit most for update skip locked
          ) returning 1
        ) select count(*) into done from gone;
      end if;
  end case;
  return done;
end $$;

insert into private.retention_rules (subject, keep, about) values
  ('measurements', '90 days', 'How fast and how often, by route and hour, deleted; they name nobody'),
  ('wording outcomes', '180 days', 'Which suggested wordings were taken, deleted; they name nobody')
on conflict do nothing;

-- As everybody had it: nobody has the assistant until an operator gives shares to `short` and `full`.
insert into private.feature_flags (key, config, changed_because) values
  ('wording-assistant', '{"enabled": true, "default": "off", "rollout": []}', 'As it was before there was a flag')
on conflict do nothing;
