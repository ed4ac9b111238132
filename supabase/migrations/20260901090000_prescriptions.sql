-- People and prescriptions. Words follow FHIR R4 MedicationRequest: https://hl7.org/fhir/R4/medicationrequest.html

-- Functions that policies call live outside the exposed schema, so that nobody can call them through the Data API.
create schema private;
grant usage on schema private to authenticated, service_role;

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  display_name text not null check (display_name <> ''),
  created_at timestamptz not null default now()
);
comment on table public.profiles is 'One row for each person who can sign in.';

create table public.practitioners (
  id uuid primary key default gen_random_uuid(),
  -- A licence outlives an account: closing the account keeps the practitioner on past prescriptions.
  profile_id uuid unique references public.profiles (id) on delete set null,
  given_name text not null,
  family_name text not null,
  qualification text not null,
  registration_number text not null unique,
  active boolean not null default true,
  created_at timestamptz not null default now()
);

create table public.patients (
  id uuid primary key default gen_random_uuid(),
  profile_id uuid unique references public.profiles (id) on delete set null,
  medical_record_number text not null unique,
  given_name text not null,
  family_name text not null,
  birth_date date not null,
  general_practitioner_id uuid references public.practitioners (id) on delete restrict,
  created_at timestamptz not null default now()
);
create index patients_general_practitioner_id_idx on public.patients (general_practitioner_id);

create table public.prescriptions (
  id uuid primary key default gen_random_uuid(),
  -- A check, not an enum: FHIR adds words (R5 has `ended`), and a check can be widened without a lock on readers.
  status text not null default 'draft',
  status_reason text,
  intent text not null default 'order',
  medication_code text not null,
  medication_display text not null,
  subject_id uuid not null references public.patients (id) on delete restrict,
  requester_id uuid not null references public.practitioners (id) on delete restrict,
  authored_on timestamptz not null default now(),
  dosage_instruction text not null check (dosage_instruction <> ''),
  dispense_quantity_value numeric(10, 2) not null check (dispense_quantity_value > 0),
  dispense_quantity_unit text not null,
  dispense_repeats_allowed smallint not null default 0 check (dispense_repeats_allowed between 0 and 99),
  dispense_validity_start date not null default current_date,
  dispense_validity_end date,
  dispense_performer text,
  substitution_allowed boolean not null default true,
  prior_prescription_id uuid references public.prescriptions (id) on delete restrict,
  note text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint prescriptions_status_check check (
    status in ('active', 'on-hold', 'cancelled', 'completed', 'entered-in-error', 'stopped', 'draft', 'unknown')
  ),
  constraint prescriptions_intent_check check (
    intent in ('proposal', 'plan', 'order', 'original-order', 'reflex-order', 'filler-order', 'instance-order', 'option')
  ),
  constraint prescriptions_validity_check check (
    dispense_validity_end is null or dispense_validity_end >= dispense_validity_start
  ),
  constraint prescriptions_not_its_own_prior check (prior_prescription_id <> id)
);
-- The list is read per patient or per requester, newest first.
create index prescriptions_subject_id_authored_on_idx on public.prescriptions (subject_id, authored_on desc);
create index prescriptions_requester_id_authored_on_idx on public.prescriptions (requester_id, authored_on desc);
create index prescriptions_prior_prescription_id_idx on public.prescriptions (prior_prescription_id);

-- Helpers of the policies. SECURITY DEFINER, so that a policy does not recurse into the policies of the table it
-- looks at; the empty search_path keeps a caller from slipping in its own objects.
create function private.practitioner_id() returns uuid
  language sql stable security definer set search_path = ''
  as $$ select p.id from public.practitioners p where p.profile_id = (select auth.uid()) and p.active $$;

create function private.patient_id() returns uuid
  language sql stable security definer set search_path = ''
  as $$ select p.id from public.patients p where p.profile_id = (select auth.uid()) $$;

create function private.patient_ids_in_care() returns setof uuid
  language sql stable security definer set search_path = ''
  as $$ select p.id from public.patients p where p.general_practitioner_id = (select private.practitioner_id()) $$;

create function private.patient_ids_prescribed_for() returns setof uuid
  language sql stable security definer set search_path = ''
  as $$ select p.subject_id from public.prescriptions p where p.requester_id = (select private.practitioner_id()) $$;

-- A prescription that reached its end stays there; only `entered-in-error` may still mark it as a mistake.
create function private.guard_prescription() returns trigger
  language plpgsql set search_path = '' as $$
begin
  if old.status in ('cancelled', 'completed', 'stopped', 'entered-in-error')
     and new.status not in (old.status, 'entered-in-error') then
    raise exception 'prescription % is %, it cannot become %', old.id, old.status, new.status
      using errcode = 'check_violation';
  end if;
  new.updated_at := now();
  return new;
end $$;

create trigger guard_prescription before update on public.prescriptions
  for each row execute function private.guard_prescription();

revoke all on all functions in schema private from public;
grant execute on function private.practitioner_id(), private.patient_id(), private.patient_ids_in_care(),
  private.patient_ids_prescribed_for() to authenticated, service_role;

-- Hosted Supabase grants everything on new tables to the API roles; start from nothing and name what is needed.
revoke all on public.profiles, public.practitioners, public.patients, public.prescriptions
  from anon, authenticated, service_role;
grant select on public.profiles, public.practitioners, public.patients, public.prescriptions to authenticated;
grant update (display_name) on public.profiles to authenticated;
grant insert (
  status, intent, medication_code, medication_display, subject_id, requester_id, dosage_instruction,
  dispense_quantity_value, dispense_quantity_unit, dispense_repeats_allowed, dispense_validity_start,
  dispense_validity_end, dispense_performer, substitution_allowed, prior_prescription_id, note
) on public.prescriptions to authenticated;
grant update (status, status_reason, note) on public.prescriptions to authenticated;
grant select, insert, update on public.profiles, public.practitioners, public.patients, public.prescriptions
  to service_role;

alter table public.profiles enable row level security;
alter table public.practitioners enable row level security;
alter table public.patients enable row level security;
alter table public.prescriptions enable row level security;

-- `(select …)` lets Postgres call a helper once a statement instead of once a row.
-- https://supabase.com/docs/guides/database/postgres/row-level-security#call-functions-with-select
create policy "people read their own profile" on public.profiles
  for select to authenticated using (id = (select auth.uid()));
create policy "people change their own profile" on public.profiles
  for update to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));

create policy "signed-in people read the directory of practitioners" on public.practitioners
  for select to authenticated using (true);

create policy "patients read themselves" on public.patients
  for select to authenticated using (profile_id = (select auth.uid()));
create policy "practitioners read their patients" on public.patients
  for select to authenticated using (
    id in (select private.patient_ids_in_care()) or id in (select private.patient_ids_prescribed_for())
  );

create policy "patients read their prescriptions" on public.prescriptions
  for select to authenticated using (
    subject_id = (select private.patient_id()) and status not in ('draft', 'entered-in-error')
  );
create policy "practitioners read what they or their patients have" on public.prescriptions
  for select to authenticated using (
    requester_id = (select private.practitioner_id()) or subject_id in (select private.patient_ids_in_care())
  );
create policy "practitioners prescribe for patients in their care" on public.prescriptions
  for insert to authenticated with check (
    requester_id = (select private.practitioner_id()) and subject_id in (select private.patient_ids_in_care())
  );
create policy "practitioners change what they prescribed" on public.prescriptions
  for update to authenticated
  using (requester_id = (select private.practitioner_id()))
  with check (requester_id = (select private.practitioner_id()));
