delete from private.retention_rules r where r.subject = 'notifications';
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
alter table private.retention_rules drop constraint retention_rules_subject_check;
alter table private.retention_rules add constraint retention_rules_subject_check check (subject in (
  'drafts', 'idempotency keys', 'rate limits', 'second factors', 'sessions', 'notices', 'job runs', 'measurements',
  'wording outcomes'
));

drop function public.ops_queue();
drop function public.list_notifications();
drop trigger send_of_renewal on public.renewal_requests;
drop trigger part_notifications on public.patients;
drop function private.part_notifications();
drop function private.ops_queue();
drop function private.my_notifications();
drop function private.send_reminders();
drop function private.send_of_renewal();
drop function private.notify(uuid, text, uuid, text);
drop function private.revive_message(bigint);
drop function private.message_failed(bigint, text);
drop function private.message_done(bigint);
drop function private.read_messages(jsonb, int, interval);
drop function private.send_message(text, int, jsonb, text);
drop table private.notifications;
drop table private.message_readers;
drop table private.messages;
