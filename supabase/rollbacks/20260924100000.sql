-- Takes the requests and their answers with it; the drafts that came of them stay.
drop function public.list_renewals(uuid);
drop function public.answer_renewal(uuid, uuid, boolean, text);
drop function public.request_renewal(uuid, uuid, text);
drop policy "practitioners renew what they prescribed" on public.prescriptions;
drop function private.is_renewal_of_mine(uuid, uuid);
drop table public.renewal_requests;
drop function private.guard_renewal();
drop function private.begin_renewal();
create or replace function audit.patient_of(relation text, changed jsonb) returns uuid
  language sql stable set search_path = ''
  as $$
    select case relation
      when 'public.patients' then (changed ->> 'id')::uuid
      when 'public.prescriptions' then (changed ->> 'subject_id')::uuid
      when 'public.medication_dispenses' then (
        select p.subject_id from public.prescriptions p where p.id = (changed ->> 'prescription_id')::uuid
      )
      when 'public.profiles' then (select p.id from public.patients p where p.profile_id = (changed ->> 'id')::uuid)
    end
  $$;
