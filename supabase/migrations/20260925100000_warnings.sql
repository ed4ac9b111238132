-- What to look at before signing: allergies, interactions, duplicates and doses, from data that is kept here. The data of
-- the seed are invented and no medical advice. Words: https://hl7.org/fhir/R4/allergyintolerance.html,
-- https://hl7.org/fhir/R4/detectedissue.html

-- Substances are ATC codes or the beginning of one: `J01C` is every penicillin.
create table public.interactions (
  id uuid primary key default gen_random_uuid(),
  substance text not null check (substance <> ''),
  other_substance text not null check (other_substance <> ''),
  severity text not null check (severity in ('low', 'moderate', 'high')),
  description text not null check (description <> ''),
  created_at timestamptz not null default now(),
  unique (substance, other_substance)
);

create table public.dose_guides (
  id uuid primary key default gen_random_uuid(),
  medication_id uuid not null unique references public.medications (id) on delete restrict,
  usual_dose numeric(10, 3) not null check (usual_dose > 0),
  usual_frequency smallint not null check (usual_frequency between 1 and 24),
  -- In the medication's dose unit.
  most_per_day numeric(10, 3) not null check (most_per_day >= usual_dose),
  advice text,
  created_at timestamptz not null default now()
);

create table public.allergies (
  id uuid primary key default gen_random_uuid(),
  patient_id uuid not null references public.patients (id) on delete restrict,
  substance text not null check (substance <> ''),
  display text not null check (display <> ''),
  criticality text not null check (criticality in ('low', 'high', 'unable-to-assess')),
  reaction text,
  created_at timestamptz not null default now(),
  unique (patient_id, substance)
);

-- Why a prescriber signs in spite of a warning. `rule` names what warned: `interaction:<id>`, `allergy:<id>`, …
create table public.warning_acknowledgements (
  id uuid primary key default gen_random_uuid(),
  prescription_id uuid not null references public.prescriptions (id) on delete restrict,
  rule text not null check (rule <> ''),
  description text not null,
  reason text not null check (trim(reason) <> ''),
  acknowledged_by uuid not null references public.practitioners (id) on delete restrict,
  at timestamptz not null default now(),
  unique (prescription_id, rule)
);
create index warning_acknowledgements_acknowledged_by_idx on public.warning_acknowledgements (acknowledged_by);

create trigger record_change after insert or update or delete on public.interactions
  for each row execute function audit.record();
create trigger record_change after insert or update or delete on public.dose_guides
  for each row execute function audit.record();
create trigger record_change after insert or update or delete on public.allergies
  for each row execute function audit.record();
create trigger record_change after insert or update or delete on public.warning_acknowledgements
  for each row execute function audit.record();
create trigger acknowledgements_are_kept before delete on public.warning_acknowledgements
  for each row execute function audit.refuse_change();
create trigger acknowledgements_are_never_truncated before truncate on public.warning_acknowledgements
  for each statement execute function audit.refuse_change();

create or replace function audit.patient_of(relation text, changed jsonb) returns uuid
  language sql stable set search_path = ''
  as $$
    select case
      when relation = 'public.patients' then (changed ->> 'id')::uuid
      when relation in ('public.prescriptions', 'public.renewal_requests') then (changed ->> 'subject_id')::uuid
      when relation = 'public.allergies' then (changed ->> 'patient_id')::uuid
      when relation in ('public.medication_dispenses', 'public.warning_acknowledgements') then (
        select p.subject_id from public.prescriptions p where p.id = (changed ->> 'prescription_id')::uuid
      )
      when relation = 'public.profiles' then (
        select p.id from public.patients p where p.profile_id = (changed ->> 'id')::uuid
      )
    end
  $$;

-- As before, with the words of renewals, allergies and acknowledgements.
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

-- All that speaks against giving this medication to this patient. SECURITY DEFINER: what other prescribers gave counts
-- too, whoever asks; callers make sure that the patient is one that the person may read.
create function private.warnings_of(patient uuid, code text, medication uuid, per_day numeric, except_for uuid default null)
  returns table (rule text, kind text, severity text, description text)
  language sql stable security definer set search_path = ''
  as $$
    with running as (
      select distinct p.medication_code, p.medication_display from public.prescriptions p
      where p.subject_id = patient and p.status in ('active', 'on-hold')
        and current_date <= coalesce(p.dispense_validity_end, 'infinity')
        and p.id is distinct from except_for
        -- A renewal takes the place of its prior prescription.
        and p.id is distinct from (select q.prior_prescription_id from public.prescriptions q where q.id = except_for)
    )
    select 'allergy:' || a.id, 'allergy', case a.criticality when 'low' then 'moderate' else 'high' end,
      'Allergy to ' || a.display || coalesce(': ' || a.reaction, '')
    from public.allergies a where a.patient_id = patient and starts_with(code, a.substance)
    union
    select 'interaction:' || i.id, 'interaction', i.severity, 'With ' || r.medication_display || ': ' || i.description
    from public.interactions i join running r
      on (starts_with(code, i.substance) and starts_with(r.medication_code, i.other_substance))
      or (starts_with(code, i.other_substance) and starts_with(r.medication_code, i.substance))
    union
    select 'duplicate:' || r.medication_code, 'duplicate', 'moderate', 'Has ' || r.medication_display || ' already'
    from running r where r.medication_code = code
    union
    select 'dose:' || g.id, 'dose', case when per_day > 2 * g.most_per_day then 'high' else 'moderate' end,
      'At most ' || trim_scale(g.most_per_day) || ' ' || m.dose_unit || case g.most_per_day when 1 then '' else 's' end
        || ' a day, not ' || trim_scale(per_day)
    from public.dose_guides g join public.medications m on m.id = g.medication_id
    where g.medication_id = medication and per_day > g.most_per_day
  $$;

create function private.doses_per_day(dose numeric, times int, every int, every_unit text) returns numeric
  language sql immutable set search_path = ''
  as $$
    select dose * times / (every * case every_unit when 'h' then 1.0 / 24 when 'd' then 1 when 'wk' then 7 when 'mo' then 30 end)
  $$;

-- Those of a prescription, with why the prescriber went on.
create function private.warnings_on(p public.prescriptions)
  returns table (rule text, kind text, severity text, description text, reason text)
  language sql stable security definer set search_path = ''
  as $$
    select w.rule, w.kind, w.severity, w.description, a.reason
    from private.warnings_of(p.subject_id, p.medication_code, p.medication_id,
      private.doses_per_day(p.dose_value, p.dose_frequency, p.dose_period, p.dose_period_unit), p.id) as w
    left join public.warning_acknowledgements a on a.prescription_id = p.id and a.rule = w.rule
  $$;

-- For the composer, before anything is kept. `guide`: what is usual, where it is known.
create function public.check_prescription(
  for_patient uuid, of_medication uuid, dose numeric default null, times int default null
) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  product public.medications;
  found_rows jsonb;
begin
  perform private.open_read();
  if private.practitioner_id() is null or not exists (select from public.patients p where p.id = for_patient) then
    raise exception 'there is no such patient of yours' using errcode = 'PT404';
  end if;
  select * into product from public.medications m where m.id = of_medication;
  if product.id is null then
    raise exception 'there is no such medication' using errcode = 'PT404';
  end if;
  select jsonb_build_object(
    'warnings', (
      select coalesce(jsonb_agg(to_jsonb(w) order by w.severity <> 'high', w.rule), '[]')
      from private.warnings_of(for_patient, product.code, product.id, dose * times) as w
    ),
    'guide', (
      select jsonb_build_object('dose', g.usual_dose, 'times', g.usual_frequency, 'most_per_day', g.most_per_day,
        'unit', product.dose_unit, 'advice', g.advice)
      from public.dose_guides g where g.medication_id = product.id
    )
  ) into found_rows;
  perform private.note_read(array[for_patient], 'public.allergies');
  return found_rows;
end $$;

create function public.prescription_warnings(prescription uuid) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  asked public.prescriptions;
  found_rows jsonb;
begin
  perform private.open_read();
  select * into asked from public.prescriptions p where p.id = prescription;
  if asked.id is null then
    return '[]';
  end if;
  select coalesce(jsonb_agg(to_jsonb(w) order by w.severity <> 'high', w.rule), '[]') into found_rows
    from private.warnings_on(asked) as w;
  perform private.note_read(array[asked.subject_id], 'public.allergies');
  return found_rows;
end $$;

create function public.acknowledge_warning(key uuid, prescription uuid, of_rule text, because text) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  answer jsonb := private.remembered(key, 'acknowledge_warning', jsonb_build_array(prescription, of_rule, because));
  asked public.prescriptions;
  said text;
begin
  if answer is not null then
    return answer;
  end if;
  perform private.open_read();
  select * into asked from public.prescriptions p
    where p.id = prescription and p.requester_id = private.practitioner_id();
  if asked.id is null then
    raise exception 'there is no such prescription of yours' using errcode = 'PT404';
  end if;
  if asked.status <> 'draft' then
    raise exception 'prescription % is %, its warnings are answered before signing', asked.id, asked.status
      using errcode = 'PT409';
  end if;
  if coalesce(trim(because), '') = '' then
    raise exception 'say why' using errcode = 'PT409';
  end if;
  select w.description into said from private.warnings_on(asked) as w where w.rule = of_rule;
  if said is null then
    raise exception 'prescription % has no such warning', asked.id using errcode = 'PT409';
  end if;
  insert into public.warning_acknowledgements (prescription_id, rule, description, reason, acknowledged_by)
    values (asked.id, of_rule, said, because, asked.requester_id) on conflict do nothing;
  return private.remember(key, jsonb_build_object('id', asked.id, 'status', asked.status));
end $$;

revoke all on function private.warnings_of(uuid, text, uuid, numeric, uuid), private.warnings_on(public.prescriptions),
  private.doses_per_day(numeric, int, int, text) from public;
grant execute on function private.warnings_of(uuid, text, uuid, numeric, uuid), private.warnings_on(public.prescriptions),
  private.doses_per_day(numeric, int, int, text) to authenticated;
revoke all on function public.check_prescription(uuid, uuid, numeric, int), public.prescription_warnings(uuid),
  public.acknowledge_warning(uuid, uuid, text, text) from public, anon, service_role;
grant execute on function public.check_prescription(uuid, uuid, numeric, int), public.prescription_warnings(uuid),
  public.acknowledge_warning(uuid, uuid, text, text) to authenticated;

revoke all on public.interactions, public.dose_guides, public.allergies, public.warning_acknowledgements
  from anon, authenticated, service_role;
grant select on public.interactions, public.dose_guides, public.allergies, public.warning_acknowledgements
  to authenticated;
grant insert (prescription_id, rule, description, reason, acknowledged_by) on public.warning_acknowledgements
  to authenticated;
grant select, insert, update on public.interactions, public.dose_guides, public.allergies,
  public.warning_acknowledgements to service_role;
alter table public.interactions enable row level security;
alter table public.dose_guides enable row level security;
alter table public.allergies enable row level security;
alter table public.warning_acknowledgements enable row level security;

create policy "signed-in people read interactions" on public.interactions for select to authenticated using (true);
create policy "signed-in people read dose guides" on public.dose_guides for select to authenticated using (true);
-- The policies of `patients` and `prescriptions` decide whose they are, and that the read is noted.
create policy "whoever reads a patient reads their allergies" on public.allergies
  for select to authenticated using (patient_id in (select p.id from public.patients p));
create policy "whoever reads a prescription reads what was acknowledged" on public.warning_acknowledgements
  for select to authenticated using (prescription_id in (select p.id from public.prescriptions p));
create policy "prescribers acknowledge warnings on what they wrote" on public.warning_acknowledgements
  for insert to authenticated with check (
    acknowledged_by = (select private.practitioner_id())
    and prescription_id in (select p.id from public.prescriptions p where p.requester_id = acknowledged_by and p.status = 'draft')
  );
