-- `prescriptions` becomes a whole FHIR R4 MedicationRequest: the medication and the pharmacy by reference, the dosage in
-- parts next to its text, why not to substitute, who signed it and when, and the legal ways from one status to another.
-- https://hl7.org/fhir/R4/medicationrequest.html, https://hl7.org/fhir/R4/dosage.html

alter table public.prescriptions
  add column medication_id uuid references public.medications (id) on delete restrict,
  add column dispense_performer_id uuid references public.organizations (id) on delete restrict,
  add column dose_value numeric(10, 3) check (dose_value > 0),
  add column dose_unit text,
  add column dose_frequency smallint check (dose_frequency between 1 and 24),
  add column dose_period smallint check (dose_period between 1 and 365),
  add column dose_period_unit text check (dose_period_unit in ('h', 'd', 'wk', 'mo')),
  add column dose_as_needed boolean,
  add column dose_route text,
  add column substitution_reason text,
  add column signed_at timestamptz,
  add column signed_by uuid references public.practitioners (id) on delete restrict;

create index prescriptions_medication_id_idx on public.prescriptions (medication_id);
create index prescriptions_signed_by_idx on public.prescriptions (signed_by);
-- The queue of a pharmacy: what is active there, oldest first.
create index prescriptions_dispense_performer_id_idx on public.prescriptions (dispense_performer_id, status, authored_on);

-- R4 names the statuses and leaves their order to the service: this is its order. What is not here is refused, whoever asks.
create table private.prescription_transitions (
  from_status text not null,
  to_status text not null,
  primary key (from_status, to_status)
);
insert into private.prescription_transitions (from_status, to_status) values
  ('draft', 'active'), ('draft', 'cancelled'), ('draft', 'entered-in-error'),
  ('active', 'on-hold'), ('active', 'completed'), ('active', 'stopped'), ('active', 'cancelled'),
  ('active', 'entered-in-error'), ('active', 'unknown'),
  ('on-hold', 'active'), ('on-hold', 'stopped'), ('on-hold', 'cancelled'), ('on-hold', 'entered-in-error'),
  ('on-hold', 'unknown'),
  ('unknown', 'active'), ('unknown', 'on-hold'), ('unknown', 'completed'), ('unknown', 'stopped'),
  ('unknown', 'cancelled'), ('unknown', 'entered-in-error'),
  ('completed', 'entered-in-error'), ('stopped', 'entered-in-error'), ('cancelled', 'entered-in-error');
alter table private.prescription_transitions enable row level security;
revoke all on private.prescription_transitions from anon, authenticated, service_role;

-- PT409 and PT404: what PostgREST answers as HTTP 409 and 404, with a message that was written for people.
-- https://docs.postgrest.org/en/stable/references/errors.html#raise-errors-with-http-status-codes
create or replace function private.guard_prescription() returns trigger
  language plpgsql set search_path = '' as $$
begin
  if new.status <> old.status and not private.is_legal_transition(old.status, new.status) then
    raise exception 'prescription % is %, it cannot become %', old.id, old.status, new.status
      using errcode = 'PT409';
  end if;
  -- From the signature on, the words that were signed stay; a mistake is a new prescription.
  if old.status <> 'draft'
     and to_jsonb(new) - array['status', 'status_reason', 'note', 'updated_at']
      <> to_jsonb(old) - array['status', 'status_reason', 'note', 'updated_at'] then
    raise exception 'prescription % is signed: only its status and note can change', old.id
      using errcode = 'PT409';
  end if;
  if old.status = 'draft' and new.status = 'active' then
    new.signed_at := now();
    new.signed_by := coalesce(private.practitioner_id(), new.requester_id);
    if new.signed_by <> new.requester_id then
      raise exception 'prescription % is signed by whoever wrote it', old.id using errcode = 'insufficient_privilege';
    end if;
  end if;
  new.updated_at := now();
  return new;
end $$;

create function private.is_legal_transition(was text, becomes text) returns boolean
  language sql stable security definer set search_path = ''
  as $$
    select exists (
      select from private.prescription_transitions t where t.from_status = was and t.to_status = becomes
    )
  $$;

-- People begin with a draft; only imports by the service may bring a prescription in with its history.
create function private.begin_prescription() returns trigger
  language plpgsql set search_path = '' as $$
begin
  if (select auth.uid()) is not null and new.status <> 'draft' then
    raise exception 'a prescription begins as a draft, not as %', new.status using errcode = 'PT409';
  end if;
  return new;
end $$;
create trigger begin_prescription before insert on public.prescriptions
  for each row execute function private.begin_prescription();

create function private.patient_ids_to_dispense() returns setof uuid
  language sql stable security definer set search_path = ''
  as $$
    select p.subject_id from public.prescriptions p
    where p.dispense_performer_id in (select private.organization_ids('pharmacist'))
      and p.status not in ('draft', 'entered-in-error')
  $$;

revoke all on function private.is_legal_transition(text, text), private.begin_prescription(),
  private.patient_ids_to_dispense() from public;
grant execute on function private.is_legal_transition(text, text), private.patient_ids_to_dispense()
  to authenticated, service_role;

grant insert (
  medication_id, dispense_performer_id, dose_value, dose_unit, dose_frequency, dose_period, dose_period_unit,
  dose_as_needed, dose_route, substitution_reason
) on public.prescriptions to authenticated;

create policy "pharmacists read what is to be dispensed at their pharmacy" on public.prescriptions
  for select to authenticated using (
    dispense_performer_id in (select private.organization_ids('pharmacist'))
    and status not in ('draft', 'entered-in-error')
  );
create policy "pharmacists read the patients they dispense to" on public.patients
  for select to authenticated using (id in (select private.patient_ids_to_dispense()));
