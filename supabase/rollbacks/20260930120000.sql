-- Takes with it who was erased and when. The contents stay erased.
drop function public.erase_patient(uuid);
drop function private.erase_as_operator(uuid);
drop table private.erasures;
create or replace function audit.erase_patient(patient uuid) returns bigint
  language plpgsql security definer set search_path = '' as $$
declare
  account uuid;
begin
  select p.profile_id into account from public.patients p where p.id = patient for update;
  if not found then
    raise exception 'there is no patient %', patient using errcode = 'PT404';
  end if;
  update public.profiles set display_name = 'Erased' where id = account;
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
      -- An account is older than the patient it belongs to, so its first entries name none.
      and (e.patient_id = patient or (e.relation = 'public.profiles' and e.row_id = account));
  if account is not null then
    perform audit.append((select auth.uid()), 'erase', patient, 'public.profiles', account, null);
  end if;
  return audit.append((select auth.uid()), 'erase', patient, 'public.patients', patient, null);
end $$;
create or replace function private.guard_renewal() returns trigger
  language plpgsql set search_path = '' as $$
begin
  if to_jsonb(new) = to_jsonb(old) then
    return new;
  end if;
  -- Erasing a patient takes the words away, whatever became of the request.
  if (select auth.uid()) is null
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
