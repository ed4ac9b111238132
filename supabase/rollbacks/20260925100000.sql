-- Takes allergies, interactions and the reasons for signing in spite of a warning with it.
drop function public.acknowledge_warning(uuid, uuid, text, text);
drop function public.prescription_warnings(uuid);
drop function public.check_prescription(uuid, uuid, numeric, int);
drop function private.warnings_on(public.prescriptions);
drop function private.doses_per_day(numeric, int, int, text);
drop function private.warnings_of(uuid, text, uuid, numeric, uuid);
drop table public.warning_acknowledgements;
drop table public.allergies;
drop table public.dose_guides;
drop table public.interactions;

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

create or replace function audit.patient_of(relation text, changed jsonb) returns uuid
  language sql stable set search_path = ''
  as $$
    select case relation
      when 'public.patients' then (changed ->> 'id')::uuid
      when 'public.prescriptions' then (changed ->> 'subject_id')::uuid
      when 'public.renewal_requests' then (changed ->> 'subject_id')::uuid
      when 'public.medication_dispenses' then (
        select p.subject_id from public.prescriptions p where p.id = (changed ->> 'prescription_id')::uuid
      )
      when 'public.profiles' then (select p.id from public.patients p where p.profile_id = (changed ->> 'id')::uuid)
    end
  $$;
