-- shiplock: phase=expand
-- Work that follows from what people do and needs nobody to wait for it: telling them. A queue with the semantics of pgmq
-- (https://github.com/pgmq/pgmq) in two tables: who reads a message has it for a while, and it comes back unless it was
-- done; what fails again and again is put aside. A message says of which version it is: whoever does not know that one
-- leaves it, so that what a release wrote waits for it after a rollback. Payloads have ids and no words.
create table private.messages (
  id bigint generated always as identity primary key,
  topic text not null check (topic ~ '^[a-z][a-z-]{2,39}$'),
  version int not null check (version > 0),
  payload jsonb not null,
  -- Of what it is about: it is sent once.
  key text not null unique,
  sent_at timestamptz not null default now(),
  visible_at timestamptz not null default now(),
  reads int not null default 0,
  problem text,
  dead_at timestamptz
);
create index messages_visible_at_idx on private.messages (visible_at) where dead_at is null;
alter table private.messages enable row level security;
revoke all on private.messages from public, anon, authenticated, service_role;

-- What the job that ran last can read.
create table private.message_readers (
  topic text not null,
  version int not null,
  at timestamptz not null default now(),
  primary key (topic, version)
);
alter table private.message_readers enable row level security;
revoke all on private.message_readers from public, anon, authenticated, service_role;

-- What people are told: that something is about a prescription of theirs, and nothing that is in it.
create table private.notifications (
  id uuid primary key default gen_random_uuid(),
  profile_id uuid not null references public.profiles (id) on delete cascade,
  kind text not null check (kind in ('ends-soon', 'renewal-asked', 'renewal-answered')),
  prescription_id uuid not null references public.prescriptions (id) on delete cascade,
  -- The message's: it is handled once.
  key text not null,
  at timestamptz not null default now(),
  unique (profile_id, key)
);
create index notifications_profile_id_idx on private.notifications (profile_id, at desc);
create index notifications_prescription_id_idx on private.notifications (prescription_id);
create index notifications_key_idx on private.notifications (key);
alter table private.notifications enable row level security;
revoke all on private.notifications from public, anon, authenticated, service_role;

create function private.send_message(to_topic text, of_version int, with_payload jsonb, once text) returns void
  language sql security definer set search_path = ''
  as $$
    insert into private.messages (topic, version, payload, key) values (to_topic, of_version, with_payload, once)
    on conflict do nothing
  $$;

-- `known`: [["renewal-answered", 1], …]. What was read five times and never done has ended whoever read it.
create function private.read_messages(known jsonb, at_most int, hidden interval)
  returns table (id bigint, topic text, version int, payload jsonb, key text, reads int)
  language plpgsql security definer set search_path = '' as $$
begin
  update private.messages m set dead_at = now(), problem = coalesce(m.problem, 'whoever read it did not come to an end')
    where m.dead_at is null and m.reads >= 5 and m.visible_at <= now();
  return query
    update private.messages m set reads = m.reads + 1, visible_at = now() + hidden
    where m.id in (
      select k.id from private.messages k
      where k.dead_at is null and k.visible_at <= now()
        and exists (
          select from jsonb_array_elements(known) as one
          where one ->> 0 = k.topic and (one ->> 1)::int = k.version
        )
      order by k.visible_at, k.id limit at_most for update skip locked
    )
    returning m.id, m.topic, m.version, m.payload, m.key, m.reads;
end $$;

create function private.message_done(of_id bigint) returns void
  language sql security definer set search_path = ''
  as $$ delete from private.messages m where m.id = of_id $$;

-- Back after two, four, eight minutes, and after five tries never.
create function private.message_failed(of_id bigint, why text) returns void
  language sql security definer set search_path = ''
  as $$
    update private.messages m set problem = left(why, 200),
      visible_at = now() + interval '1 minute' * (2 ^ least(m.reads, 8)),
      dead_at = case when m.reads >= 5 then now() end
    where m.id = of_id
  $$;

-- Out of the list of the dead, for another five tries.
create function private.revive_message(of_id bigint) returns boolean
  language sql security definer set search_path = ''
  as $$
    with revived as (
      update private.messages m set dead_at = null, reads = 0, visible_at = now()
      where m.id = of_id and m.dead_at is not null returning 1
    ) select exists (select from revived)
  $$;

create function private.notify(profile uuid, of_kind text, prescription uuid, once text) returns void
  language sql security definer set search_path = ''
  as $$
    insert into private.notifications (profile_id, kind, prescription_id, key)
    select profile, of_kind, prescription, once where profile is not null
    on conflict do nothing
  $$;

create function private.send_of_renewal() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' and new.status = 'requested' then
    perform private.send_message('renewal-asked', 1, jsonb_build_object('request', new.id), 'renewal-asked ' || new.id);
  elsif tg_op = 'UPDATE' and old.status = 'requested' and new.status <> 'requested' then
    perform private.send_message(
      'renewal-answered', 1, jsonb_build_object('request', new.id), 'renewal-answered ' || new.id
    );
  end if;
  return null;
end $$;
create trigger send_of_renewal after insert or update of status on public.renewal_requests
  for each row execute function private.send_of_renewal();

-- Of each active prescription that ends within two weeks and that nobody asked to renew, once for each end.
create function private.send_reminders() returns bigint
  language sql security definer set search_path = ''
  as $$
    with due as (
      select p.id, 'renewal-reminder ' || p.id || ' ' || p.dispense_validity_end as once from public.prescriptions p
      where p.status = 'active' and p.dispense_validity_end between current_date and current_date + 14
        and not exists (select from public.renewal_requests r where r.prescription_id = p.id and r.status = 'requested')
    ), sent as (
      insert into private.messages (topic, version, payload, key)
      select 'renewal-reminder', 1, jsonb_build_object('prescription', d.id), d.once from due d
      where not exists (select from private.notifications n where n.key = d.once)
      on conflict do nothing returning 1
    ) select count(*) from sent
  $$;

-- Whoever is parted from a patient's record, as by its erasure, is told nothing more of it.
create function private.part_notifications() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  delete from private.notifications n using public.prescriptions p
    where n.profile_id = old.profile_id and p.id = n.prescription_id and p.subject_id = old.id;
  return null;
end $$;
create trigger part_notifications after update of profile_id on public.patients
  for each row when (old.profile_id is distinct from new.profile_id) execute function private.part_notifications();

create function private.my_notifications() returns jsonb
  language sql stable security definer set search_path = ''
  as $$
    select coalesce(jsonb_agg(jsonb_build_object('kind', n.kind, 'prescription', n.prescription_id, 'at', n.at)
      order by n.at desc, n.id), '[]')
    from (
      select * from private.notifications k
      where k.profile_id = (select auth.uid()) and (select private.session_is_open()) and k.at > now() - interval '30 days'
      order by k.at desc limit 20
    ) as n
  $$;

-- For operators: what waits, what waits for a release that can read it, and what is given up.
create function private.ops_queue() returns jsonb
  language plpgsql stable security definer set search_path = '' as $$
begin
  if not private.is_operator() then
    raise exception 'only operators see operations' using errcode = 'insufficient_privilege';
  end if;
  return jsonb_build_object(
    'read_at', (select max(r.at) from private.message_readers r),
    'waiting', (
      select coalesce(jsonb_agg(to_jsonb(w) order by w.topic, w.version), '[]') from (
        select m.topic, m.version, count(*) as n, min(m.sent_at) as oldest,
          exists (select from private.message_readers r where r.topic = m.topic and r.version = m.version) as known
        from private.messages m where m.dead_at is null group by m.topic, m.version
      ) as w
    ),
    'dead', (
      select coalesce(jsonb_agg(to_jsonb(d) order by d.dead_at desc, d.id desc), '[]') from (
        select m.id, m.topic, m.version, m.reads, m.problem, m.dead_at from private.messages m
        where m.dead_at is not null order by m.dead_at desc, m.id desc limit 50
      ) as d
    )
  );
end $$;

create function public.list_notifications() returns jsonb
  language sql stable set search_path = '' as $$ select private.my_notifications() $$;
create function public.ops_queue() returns jsonb
  language sql stable set search_path = '' as $$ select private.ops_queue() $$;

revoke all on function private.send_message(text, int, jsonb, text), private.read_messages(jsonb, int, interval),
  private.message_done(bigint), private.message_failed(bigint, text), private.revive_message(bigint),
  private.notify(uuid, text, uuid, text), private.send_of_renewal(), private.send_reminders(),
  private.part_notifications(),
  private.my_notifications(), private.ops_queue() from public;
grant execute on function private.my_notifications(), private.ops_queue() to authenticated;
revoke all on function public.list_notifications(), public.ops_queue() from public, anon, service_role;
grant execute on function public.list_notifications(), public.ops_queue() to authenticated;

-- How long they are kept, and the job that takes them away.
alter table private.retention_rules drop constraint retention_rules_subject_check;
alter table private.retention_rules add constraint retention_rules_subject_check check (subject in (
  'drafts', 'idempotency keys', 'rate limits', 'second factors', 'sessions', 'notices', 'job runs', 'measurements',
  'wording outcomes', 'notifications'
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
    when 'notifications' then
      if only_count then
        select count(*) into done from private.notifications n where n.at < until;
      else
        with gone as (
          delete from private.notifications n where n.id in (
            select k.id from private.notifications k where k.at < until limit most for update skip locked
          ) returning 1
        ) select count(*) into done from gone;
      end if;
  end case;
  return done;
end $$;

insert into private.retention_rules (subject, keep, about) values
  ('notifications', '90 days', 'That something is about a prescription of somebody, deleted')
on conflict do nothing;
