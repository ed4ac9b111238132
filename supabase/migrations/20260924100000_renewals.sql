-- A patient asks for a renewal; whoever prescribes answers: yes, with a new draft that names the old prescription as its
-- prior one, or no, with a reason.
create table public.renewal_requests (
  id uuid primary key default gen_random_uuid(),
  prescription_id uuid not null references public.prescriptions (id) on delete restrict,
  -- Of the prescription, so that a policy finds whose it is without reading another table.
  subject_id uuid not null references public.patients (id) on delete restrict,
  requester_id uuid not null references public.practitioners (id) on delete restrict,
  status text not null default 'requested' check (status in ('requested', 'approved', 'refused')),
  message text,
  reason text,
  draft_id uuid references public.prescriptions (id) on delete restrict,
  answered_by uuid references public.practitioners (id) on delete restrict,
  answered_at timestamptz,
  created_at timestamptz not null default now(),
  constraint renewal_requests_answer_check check (
    (status = 'requested') = (answered_at is null)
    and (status = 'approved') = (draft_id is not null)
    and (status <> 'refused' or coalesce(trim(reason), '') <> '')
  )
);
-- One at a time; it serves the foreign key of what is open, the other index that of all.
create unique index renewal_requests_open_key on public.renewal_requests (prescription_id) where status = 'requested';
create index renewal_requests_prescription_id_idx on public.renewal_requests (prescription_id);
create index renewal_requests_subject_id_idx on public.renewal_requests (subject_id, created_at desc);
create index renewal_requests_requester_id_idx on public.renewal_requests (requester_id, created_at desc);
create index renewal_requests_draft_id_idx on public.renewal_requests (draft_id);
create index renewal_requests_answered_by_idx on public.renewal_requests (answered_by);

create function private.begin_renewal() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  asked public.prescriptions;
begin
  select * into asked from public.prescriptions p where p.id = new.prescription_id;
  if asked.subject_id is distinct from new.subject_id or asked.requester_id is distinct from new.requester_id then
    raise exception 'a renewal is of the patient and the prescriber of its prescription' using errcode = 'PT409';
  end if;
  if asked.status not in ('active', 'completed') then
    raise exception 'prescription % is %, it cannot be renewed', asked.id, asked.status using errcode = 'PT409';
  end if;
  if new.status <> 'requested' and (select auth.uid()) is not null then
    raise exception 'a renewal begins as a request, not as %', new.status using errcode = 'PT409';
  end if;
  return new;
end $$;
create trigger begin_renewal before insert on public.renewal_requests
  for each row execute function private.begin_renewal();

create function private.guard_renewal() returns trigger
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
create trigger guard_renewal before update on public.renewal_requests
  for each row execute function private.guard_renewal();

create trigger record_change after insert or update or delete on public.renewal_requests
  for each row execute function audit.record();
create trigger renewals_are_kept before delete on public.renewal_requests
  for each row execute function audit.refuse_change();
create trigger renewals_are_never_truncated before truncate on public.renewal_requests
  for each statement execute function audit.refuse_change();

revoke all on public.renewal_requests from anon, authenticated, service_role;
grant select on public.renewal_requests to authenticated;
grant insert (id, prescription_id, subject_id, requester_id, message), update (status, reason, draft_id)
  on public.renewal_requests to authenticated;
grant select, insert, update on public.renewal_requests to service_role;
alter table public.renewal_requests enable row level security;

create policy "patients read what they asked for" on public.renewal_requests
  for select to authenticated using (subject_id = (select private.patient_id()));
create policy "practitioners read what they are asked for" on public.renewal_requests
  for select to authenticated using (
    requester_id = (select private.practitioner_id()) or subject_id in (select private.patient_ids_in_care())
  );
create policy "patients ask for renewals" on public.renewal_requests
  for insert to authenticated with check (subject_id = (select private.patient_id()));
create policy "practitioners answer renewals" on public.renewal_requests
  for update to authenticated
  using (requester_id = (select private.practitioner_id()) or subject_id in (select private.patient_ids_in_care()))
  with check (requester_id = (select private.practitioner_id()) or subject_id in (select private.patient_ids_in_care()));
create policy "renewals are read through audited functions" on public.renewal_requests
  as restrictive for select to authenticated using ((select private.read_is_open()));

-- A specialist renews what they prescribed to a patient who is in somebody else's care.
create function private.is_renewal_of_mine(prior uuid, patient uuid) returns boolean
  language sql stable security definer set search_path = ''
  as $$
    select exists (
      select from public.prescriptions p
      where p.id = prior and p.subject_id = patient and p.requester_id = (select private.practitioner_id())
    )
  $$;
create policy "practitioners renew what they prescribed" on public.prescriptions
  for insert to authenticated with check (
    requester_id = (select private.practitioner_id())
    and private.is_renewal_of_mine(prior_prescription_id, subject_id)
  );

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

create function public.request_renewal(key uuid, prescription uuid, with_message text default null) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  answer jsonb := private.remembered(key, 'request_renewal', jsonb_build_array(prescription, with_message));
  made uuid := gen_random_uuid();
  asked public.prescriptions;
begin
  if answer is not null then
    return answer;
  end if;
  perform private.open_read();
  select * into asked from public.prescriptions p where p.id = prescription and p.subject_id = private.patient_id();
  if asked.id is null then
    raise exception 'there is no such prescription of yours' using errcode = 'PT404';
  end if;
  if exists (select from public.renewal_requests r where r.prescription_id = asked.id and r.status = 'requested') then
    raise exception 'you have asked for this already' using errcode = 'PT409';
  end if;
  insert into public.renewal_requests (id, prescription_id, subject_id, requester_id, message)
    values (made, asked.id, asked.subject_id, asked.requester_id, with_message);
  return private.remember(key, jsonb_build_object('id', made, 'status', 'requested'));
end $$;

-- Approving makes a draft with the words of the old prescription, valid for as long from today on, to be read and signed.
create function public.answer_renewal(key uuid, request uuid, approve boolean, because text default null) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  answer jsonb := private.remembered(key, 'answer_renewal', jsonb_build_array(request, approve, because));
  asked public.renewal_requests;
  made uuid;
begin
  if answer is not null then
    return answer;
  end if;
  perform private.open_read();
  select * into asked from public.renewal_requests r where r.id = request and private.practitioner_id() is not null
    for update;
  if asked.id is null then
    raise exception 'there is no such request to you' using errcode = 'PT404';
  end if;
  if asked.status <> 'requested' then
    raise exception 'this renewal is % already', asked.status using errcode = 'PT409';
  end if;
  if not approve then
    if coalesce(trim(because), '') = '' then
      raise exception 'say why' using errcode = 'PT409';
    end if;
    update public.renewal_requests r set status = 'refused', reason = because where r.id = request;
    return private.remember(key, jsonb_build_object('id', request, 'status', 'refused'));
  end if;
  made := gen_random_uuid();
  insert into public.prescriptions (
    id, medication_id, medication_code, medication_display, subject_id, requester_id, dosage_instruction, dose_value,
    dose_unit, dose_frequency, dose_period, dose_period_unit, dose_as_needed, dose_route, dispense_quantity_value,
    dispense_quantity_unit, dispense_repeats_allowed, dispense_validity_start, dispense_validity_end,
    dispense_performer_id, dispense_performer, substitution_allowed, substitution_reason, prior_prescription_id, note
  ) select
    made, p.medication_id, p.medication_code, p.medication_display, p.subject_id, private.practitioner_id(),
    p.dosage_instruction, p.dose_value, p.dose_unit, p.dose_frequency, p.dose_period, p.dose_period_unit,
    p.dose_as_needed, p.dose_route, p.dispense_quantity_value, p.dispense_quantity_unit, p.dispense_repeats_allowed,
    current_date, current_date + (p.dispense_validity_end - p.dispense_validity_start), p.dispense_performer_id,
    p.dispense_performer, p.substitution_allowed, p.substitution_reason, p.id, p.note
  from public.prescriptions p where p.id = asked.prescription_id;
  update public.renewal_requests r set status = 'approved', draft_id = made where r.id = request;
  return private.remember(key, jsonb_build_object('id', request, 'status', 'approved', 'draft', made));
end $$;

-- Open ones first, then newest first; of one prescription or of all that the caller may see.
create function public.list_renewals(of_prescription uuid default null) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  found_rows jsonb;
begin
  perform private.open_read();
  select coalesce(jsonb_agg(
      jsonb_build_object(
        'id', r.id, 'prescription_id', r.prescription_id, 'subject_id', r.subject_id, 'status', r.status,
        'message', r.message, 'reason', r.reason, 'draft_id', r.draft_id, 'created_at', r.created_at,
        'answered_at', r.answered_at, 'medication_display', p.medication_display,
        'subject', (select jsonb_build_object('given_name', s.given_name, 'family_name', s.family_name)
          from public.patients s where s.id = r.subject_id),
        'answerable', private.practitioner_id() is not null and r.status = 'requested'
      ) order by r.status <> 'requested', r.created_at desc, r.id
    ), '[]') into found_rows
  from (
    select * from public.renewal_requests q
    where of_prescription is null or q.prescription_id = of_prescription
    order by q.status <> 'requested', q.created_at desc, q.id limit 100
  ) as r left join public.prescriptions p on p.id = r.prescription_id;
  perform private.note_read(
    array(select (each ->> 'subject_id')::uuid from jsonb_array_elements(found_rows) as each), 'public.renewal_requests'
  );
  return found_rows;
end $$;

revoke all on function private.begin_renewal(), private.guard_renewal(), private.is_renewal_of_mine(uuid, uuid)
  from public;
grant execute on function private.is_renewal_of_mine(uuid, uuid) to authenticated, service_role;
revoke all on function public.request_renewal(uuid, uuid, text), public.answer_renewal(uuid, uuid, boolean, text),
  public.list_renewals(uuid) from public, anon, service_role;
grant execute on function public.request_renewal(uuid, uuid, text), public.answer_renewal(uuid, uuid, boolean, text),
  public.list_renewals(uuid) to authenticated;
