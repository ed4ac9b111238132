-- What is kept for how long, in one place, and the job that takes away what is over its time. Prescriptions that were signed
-- and the audit trail are not in it: the law on medicines and 45 CFR 164.316(b)(2)(i) ask for them.

create table private.retention_rules (
  id uuid primary key default gen_random_uuid(),
  subject text not null unique check (subject in (
    'drafts', 'idempotency keys', 'rate limits', 'second factors', 'sessions', 'notices', 'job runs'
  )),
  keep interval not null check (keep >= interval '1 hour'),
  about text not null check (about <> '')
);
alter table private.retention_rules enable row level security;
revoke all on private.retention_rules from public, anon, authenticated, service_role;
create trigger record_change after insert or update or delete on private.retention_rules
  for each row execute function audit.record();

insert into private.retention_rules (subject, keep, about) values
  ('drafts', '90 days', 'Drafts that nobody changed or signed: cancelled, their words erased here and in the trail'),
  ('idempotency keys', '24 hours', 'Answers for repeated requests, deleted; no page waits that long'),
  ('rate limits', '1 day', 'Counted tries, deleted; the longest span is 15 minutes'),
  ('second factors', '1 day', 'Codes that signed, deleted; one older than two minutes signs nothing anyway'),
  ('sessions', '7 days', 'Sessions and what they signed in from, deleted; they give no rights after 12 hours'),
  ('notices', '365 days', 'Notices, from the day on which they expired, deleted'),
  ('job runs', '365 days', 'What jobs did, deleted; the trail has it')
on conflict do nothing;

-- A draft is nobody's signed word. It stays as a cancelled one, since others may name it, without what it said.
create function private.forget_draft(draft uuid) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  update public.prescriptions p set status = 'cancelled', status_reason = 'Not signed in time', note = null,
      dosage_instruction = 'Erased', substitution_reason = null, dose_route = null
    where p.id = draft;
  update public.warning_acknowledgements a set reason = 'Erased', description = 'Erased' where a.prescription_id = draft;
  update audit.entries n set salt = null,
      old_row = case when n.old_row is not null then '{"erased": true}'::jsonb end,
      new_row = case when n.new_row is not null then '{"erased": true}'::jsonb end
    where (n.relation = 'public.prescriptions' and n.row_id = draft) or (
      n.relation = 'public.warning_acknowledgements' and n.row_id in (
        select a.id from public.warning_acknowledgements a where a.prescription_id = draft
      )
    );
  -- Of no patient: what these events name may be missing because of them, and nothing else.
  perform audit.append(null, 'erase', null, 'public.warning_acknowledgements', a.id, null)
    from public.warning_acknowledgements a where a.prescription_id = draft;
  perform audit.append(null, 'erase', null, 'public.prescriptions', draft, null);
end $$;

-- One batch of what is over its time: how many. With `only_count`, how many there are, and nothing changes.
create function private.retain(of_subject text, at_most int, only_count boolean default false) returns bigint
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
  end case;
  return done;
end $$;

revoke all on function private.forget_draft(uuid), private.retain(text, int, boolean) from public;
