-- Article 17 of the GDPR, whole: the account goes too, with what it left in requests that are kept for repeats. Operators
-- ask for it with a code of their authenticator app; one code erases one patient.

-- Who was erased, and when. A backup that is restored has them again: `supabase/verify` finds them, and they are erased
-- again.
create table private.erasures (
  patient_id uuid primary key,
  -- Null: the service, by SQL.
  asked_by uuid,
  proved_at timestamptz,
  at timestamptz not null default now(),
  unique (asked_by, proved_at)
);
alter table private.erasures enable row level security;
revoke all on private.erasures from public, anon, authenticated, service_role;

-- As before, and: an account that belongs to nobody but the patient is deleted, one of somebody who also works here is only
-- parted from the record; requests that are kept to answer repeats lose their words.
create or replace function audit.erase_patient(patient uuid) returns bigint
  language plpgsql security definer set search_path = '' as $$
declare
  account uuid;
  works_here boolean;
begin
  select p.profile_id into account from public.patients p where p.id = patient for update;
  if not found then
    raise exception 'there is no patient %', patient using errcode = 'PT404';
  end if;
  works_here := exists (select from public.practitioners r where r.profile_id = account)
    or exists (select from public.memberships m where m.profile_id = account);
  -- A repeated request is refused from now on: what it would be compared with is gone.
  update private.idempotency i set request = '{"erased": true}'
    where (i.profile_id = account and not works_here) or exists (
      select from (
        select patient as id
        union all select p.id from public.prescriptions p where p.subject_id = patient
        union all select r.id from public.renewal_requests r where r.subject_id = patient
      ) as theirs where position(theirs.id::text in i.request::text) > 0
    );
  update public.profiles set display_name = 'Erased' where id = account and not works_here;
  update public.prescriptions set note = null, status_reason = case when status_reason is not null then 'Erased' end
    where subject_id = patient and (note is not null or status_reason is not null);
  update public.medication_dispenses d set note = null
    from public.prescriptions p where p.id = d.prescription_id and p.subject_id = patient and d.note is not null;
  update public.renewal_requests r set message = null, reason = case when reason is not null then 'Erased' end
    where r.subject_id = patient and (message is not null or reason is not null);
  update public.warning_acknowledgements a set reason = 'Erased', description = 'Erased'
    from public.prescriptions p where p.id = a.prescription_id and p.subject_id = patient;
  delete from public.allergies a where a.patient_id = patient;
  update public.patients set profile_id = null, medical_record_number = 'erased-' || id, given_name = 'Erased',
    family_name = 'Erased', birth_date = date_trunc('year', birth_date)::date where id = patient;
  update audit.entries n set salt = null,
      old_row = case when n.old_row is not null then '{"erased": true}'::jsonb end,
      new_row = case when n.new_row is not null then '{"erased": true}'::jsonb end
    from audit.events e where e.entry_id = n.id
      and ((e.patient_id = patient and not (works_here and e.relation = 'public.profiles'))
        -- An account is older than the patient it belongs to, so its first entries name none.
        or (not works_here and e.relation = 'public.profiles' and e.row_id = account));
  if account is not null and not works_here then
    perform audit.append((select auth.uid()), 'erase', patient, 'public.profiles', account, null);
    -- Its address is a name more often than not. Sessions and factors go with it.
    delete from auth.users u where u.id = account;
  end if;
  insert into private.erasures (patient_id) values (patient) on conflict (patient_id) do update set at = now();
  return audit.append((select auth.uid()), 'erase', patient, 'public.patients', patient, null);
end $$;

create or replace function private.guard_renewal() returns trigger
  language plpgsql set search_path = '' as $$
begin
  if to_jsonb(new) = to_jsonb(old) then
    return new;
  end if;
  -- Erasing a patient takes the words away, whatever became of the request and whoever asked for it. It runs with rights
  -- that no person has.
  if current_user not in ('anon', 'authenticated')
     and to_jsonb(new) - array['message', 'reason'] = to_jsonb(old) - array['message', 'reason'] then
    return new;
  end if;
  if old.status <> 'requested' then
    raise exception 'this renewal is % already', old.status using errcode = 'PT409';
  end if;
  if to_jsonb(new) - array['status', 'reason', 'draft_id', 'answered_by', 'answered_at']
     <> to_jsonb(old) - array['status', 'reason', 'draft_id', 'answered_by', 'answered_at'] then
    raise exception 'what a patient asked stays as it was asked' using errcode = 'PT409';
  end if;
  if new.draft_id is not null and not exists (
    select from public.prescriptions p where p.id = new.draft_id and p.prior_prescription_id = new.prescription_id
  ) then
    raise exception 'the new prescription does not name the old one' using errcode = 'PT409';
  end if;
  new.answered_at := now();
  new.answered_by := private.practitioner_id();
  return new;
end $$;

create function private.erase_as_operator(patient uuid) returns jsonb
  language plpgsql security definer set search_path = '' as $$
declare
  proved constant timestamptz := private.second_factor_at();
  erased private.erasures;
begin
  if not private.is_operator() then
    raise exception 'only operators erase patients' using errcode = 'insufficient_privilege';
  end if;
  select * into erased from private.erasures e where e.patient_id = patient;
  -- The answer of the first request was lost.
  if erased.patient_id is not null then
    return jsonb_build_object('id', patient, 'erased_at', erased.at);
  end if;
  if proved is null then
    raise exception 'enter a code of your authenticator app to erase a patient' using errcode = 'PT403';
  end if;
  -- As for a signature (`private.use_second_factor`).
  if proved not between clock_timestamp() - interval '2 minutes' and clock_timestamp() + interval '1 minute' then
    raise exception 'your code was entered too long ago: enter a new one' using errcode = 'PT403';
  end if;
  if exists (select from private.erasures e where e.asked_by = (select auth.uid()) and e.proved_at = proved) then
    raise exception 'your code was used to erase already: enter a new one' using errcode = 'PT403';
  end if;
  perform audit.erase_patient(patient);
  update private.erasures e set asked_by = (select auth.uid()), proved_at = proved where e.patient_id = patient
    returning * into erased;
  return jsonb_build_object('id', patient, 'erased_at', erased.at);
end $$;

create function public.erase_patient(patient uuid) returns jsonb
  language sql set search_path = '' as $$ select private.erase_as_operator(patient) $$;

revoke all on function private.erase_as_operator(uuid) from public;
grant execute on function private.erase_as_operator(uuid) to authenticated;
revoke all on function public.erase_patient(uuid) from public, anon, service_role;
grant execute on function public.erase_patient(uuid) to authenticated;
