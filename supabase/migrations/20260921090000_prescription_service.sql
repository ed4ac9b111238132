-- What the app calls. These functions run with the rights of whoever calls them, so row-level security decides what they
-- find; each read of a patient's record is noted in the audit chain in the same transaction, or it does not happen.

create table private.idempotency (
  profile_id uuid not null references public.profiles (id) on delete cascade,
  key uuid not null,
  operation text not null,
  request jsonb not null,
  response jsonb,
  at timestamptz not null default now(),
  primary key (profile_id, key)
);
create index idempotency_at_idx on private.idempotency (at);
alter table private.idempotency enable row level security;
revoke all on private.idempotency from anon, authenticated, service_role;

-- The answer to this request if it was carried out before, else null. A second one at the same time waits for the first.
create function private.remembered(with_key uuid, of_operation text, for_request jsonb) returns jsonb
  language plpgsql security definer set search_path = '' as $$
declare
  kept private.idempotency;
begin
  if (select auth.uid()) is null then
    raise exception 'sign in first' using errcode = 'insufficient_privilege';
  end if;
  insert into private.idempotency (profile_id, key, operation, request)
    values ((select auth.uid()), with_key, of_operation, for_request)
    on conflict (profile_id, key) do nothing;
  if found then
    return null;
  end if;
  select * into kept from private.idempotency i where i.profile_id = (select auth.uid()) and i.key = with_key;
  if kept.operation <> of_operation or kept.request <> for_request then
    raise exception 'this key was used for another request' using errcode = 'PT409';
  end if;
  return kept.response;
end $$;

create function private.remember(with_key uuid, answer jsonb) returns jsonb
  language sql security definer set search_path = ''
  as $$
    update private.idempotency i set response = answer
    where i.profile_id = (select auth.uid()) and i.key = with_key and i.response is null
    returning answer
  $$;

-- Says that what this transaction reads will be noted. Policies ask for it (`read_is_open`).
create function private.open_read() returns void
  language sql set search_path = ''
  as $$ select set_config('platform.open_read', pg_current_xact_id()::text, true) $$;

create function private.read_is_open() returns boolean
  language sql stable set search_path = ''
  as $$ select coalesce(current_setting('platform.open_read', true) = pg_current_xact_id_if_assigned()::text, false) $$;

-- Notes that the caller read the records of these patients.
create function private.note_read(patients uuid[], on_relation text, on_row uuid default null) returns void
  language plpgsql security definer set search_path = '' as $$
declare
  patient uuid;
begin
  for patient in select distinct p.id from unnest(patients) as p (id) where p.id is not null order by 1 loop
    perform audit.append((select auth.uid()), 'read', patient, on_relation, on_row, null);
  end loop;
end $$;

-- A prescription as the app shows it. Reads with the caller's rights.
create function private.prescription_json(p public.prescriptions) returns jsonb
  language sql stable set search_path = ''
  as $$
    select to_jsonb(p) || jsonb_build_object(
      'subject', (select to_jsonb(s) - 'profile_id' - 'created_at' from public.patients s where s.id = p.subject_id),
      'requester', (
        select jsonb_build_object('id', r.id, 'given_name', r.given_name, 'family_name', r.family_name,
          'qualification', r.qualification)
        from public.practitioners r where r.id = p.requester_id
      ),
      'pharmacy', (
        select jsonb_build_object('id', o.id, 'name', o.name, 'city', o.city)
        from public.organizations o where o.id = p.dispense_performer_id
      ),
      'dispensed', private.dispensed_quantity(p.id),
      'mine', coalesce(p.requester_id = (select private.practitioner_id()), false)
    )
  $$;

create function public.whoami() returns jsonb
  language sql stable set search_path = ''
  as $$
    select jsonb_build_object(
      'id', p.id, 'display_name', p.display_name, 'roles', private.roles(),
      'practitioner_id', private.practitioner_id(),
      'organizations', (
        select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'role', m.role) order by o.name), '[]')
        from public.memberships m join public.organizations o on o.id = m.organization_id
        where m.profile_id = p.id and m.active and o.active
      )
    )
    from public.profiles p where p.id = (select auth.uid())
  $$;

-- Newest first. `before`: what was authored before, for the next page.
create function public.list_prescriptions(
  of_status text default null, of_patient uuid default null, before timestamptz default null, at_most int default 50
) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  found_rows jsonb;
begin
  perform private.open_read();
  select coalesce(jsonb_agg(private.prescription_json(p) order by p.authored_on desc, p.id), '[]') into found_rows
  from (
    select * from public.prescriptions r
    where (of_status is null or r.status = of_status) and (of_patient is null or r.subject_id = of_patient)
      and (before is null or r.authored_on < before)
    order by r.authored_on desc, r.id limit least(greatest(at_most, 1), 100)
  ) as p;
  perform private.note_read(
    array(select (each ->> 'subject_id')::uuid from jsonb_array_elements(found_rows) as each), 'public.prescriptions'
  );
  return found_rows;
end $$;

create function public.read_prescription(prescription uuid) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  found_row jsonb;
begin
  perform private.open_read();
  select private.prescription_json(p) || jsonb_build_object('dispenses', (
      select coalesce(jsonb_agg(to_jsonb(d) || jsonb_build_object('performer', o.name)
        order by d.when_handed_over desc, d.id), '[]')
      from public.medication_dispenses d join public.organizations o on o.id = d.performer_id
      where d.prescription_id = p.id
    )) into found_row
  from public.prescriptions p where p.id = prescription;
  if found_row is not null then
    perform private.note_read(array[(found_row ->> 'subject_id')::uuid], 'public.prescriptions', prescription);
  end if;
  return found_row;
end $$;

-- What a pharmacy can hand over now, oldest first.
create function public.dispense_queue(at_most int default 50) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  found_rows jsonb;
begin
  perform private.open_read();
  select coalesce(jsonb_agg(private.prescription_json(p) order by p.authored_on, p.id), '[]') into found_rows
  from (
    select * from public.prescriptions r
    where r.status = 'active' and r.dispense_performer_id in (select private.organization_ids('pharmacist'))
      and current_date between r.dispense_validity_start and coalesce(r.dispense_validity_end, 'infinity')
    order by r.authored_on, r.id limit least(greatest(at_most, 1), 100)
  ) as p;
  perform private.note_read(
    array(select (each ->> 'subject_id')::uuid from jsonb_array_elements(found_rows) as each), 'public.prescriptions'
  );
  return found_rows;
end $$;

create function public.list_patients() returns jsonb
  language plpgsql set search_path = '' as $$
declare
  found_rows jsonb;
begin
  perform private.open_read();
  select coalesce(jsonb_agg(to_jsonb(p) - 'profile_id' - 'created_at' order by p.family_name, p.given_name, p.id), '[]')
    into found_rows from (select * from public.patients r order by r.family_name, r.given_name, r.id limit 200) as p;
  perform private.note_read(
    array(select (each ->> 'id')::uuid from jsonb_array_elements(found_rows) as each), 'public.patients'
  );
  return found_rows;
end $$;

create function public.read_patient(patient uuid) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  found_row jsonb;
begin
  perform private.open_read();
  select to_jsonb(p) - 'profile_id' - 'created_at' into found_row from public.patients p where p.id = patient;
  if found_row is not null then
    perform private.note_read(array[patient], 'public.patients', patient);
  end if;
  return found_row;
end $$;

create function public.create_draft(
  key uuid, for_patient uuid, of_medication uuid, dosage_text text, quantity numeric, repeats int,
  valid_from date, valid_until date, at_pharmacy uuid, may_substitute boolean default true,
  no_substitution_because text default null, dose numeric default null, times int default null, every int default null,
  every_unit text default null, as_needed boolean default false, replaces uuid default null, with_note text default null
) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  request constant jsonb := jsonb_build_array(for_patient, of_medication, dosage_text, quantity, repeats, valid_from,
    valid_until, at_pharmacy, may_substitute, no_substitution_because, dose, times, every, every_unit, as_needed,
    replaces, with_note);
  answer jsonb := private.remembered(key, 'create_draft', request);
  product public.medications;
  made uuid;
begin
  if answer is not null then
    return answer;
  end if;
  perform private.open_read();
  select * into product from public.medications m where m.id = of_medication;
  if product.id is null then
    raise exception 'there is no such medication' using errcode = 'PT404';
  end if;
  if not exists (select from public.organizations o where o.id = at_pharmacy and o.kind = 'pharmacy' and o.active) then
    raise exception 'there is no such pharmacy' using errcode = 'PT404';
  end if;
  if replaces is not null and not exists (
    select from public.prescriptions p where p.id = replaces and p.subject_id = for_patient
  ) then
    raise exception 'the prescription to replace is not one of this patient' using errcode = 'PT404';
  end if;
  made := gen_random_uuid();
  insert into public.prescriptions (
    id, medication_id, medication_code, medication_display, subject_id, requester_id, dosage_instruction, dose_value,
    dose_unit, dose_frequency, dose_period, dose_period_unit, dose_as_needed, dispense_quantity_value,
    dispense_quantity_unit, dispense_repeats_allowed, dispense_validity_start, dispense_validity_end,
    dispense_performer_id, dispense_performer, substitution_allowed, substitution_reason, prior_prescription_id, note
  ) values (
    made, product.id, product.code, product.display, for_patient, private.practitioner_id(), dosage_text, dose,
    product.dose_unit, times, every, every_unit, as_needed, quantity, product.pack_unit, repeats, valid_from,
    valid_until, at_pharmacy, (select o.name from public.organizations o where o.id = at_pharmacy), may_substitute,
    no_substitution_because, replaces, with_note
  );
  return private.remember(key, jsonb_build_object('id', made, 'status', 'draft'));
end $$;

-- Signs, holds, resumes, stops, cancels or marks as an error. What may follow on what is `prescription_transitions`.
create function public.change_status(key uuid, prescription uuid, becomes text, because text default null) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  answer jsonb := private.remembered(key, 'change_status', jsonb_build_array(prescription, becomes, because));
begin
  if answer is not null then
    return answer;
  end if;
  if becomes in ('on-hold', 'stopped', 'cancelled', 'entered-in-error') and coalesce(trim(because), '') = '' then
    raise exception 'say why' using errcode = 'PT409';
  end if;
  perform private.open_read();
  update public.prescriptions p set status = becomes, status_reason = because
    where p.id = prescription and p.requester_id = private.practitioner_id();
  if not found then
    raise exception 'there is no such prescription of yours' using errcode = 'PT404';
  end if;
  return private.remember(key, jsonb_build_object('id', prescription, 'status', becomes));
end $$;

create function public.dispense(
  key uuid, prescription uuid, quantity numeric, instead uuid default null, with_note text default null
) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  answer jsonb := private.remembered(key, 'dispense', jsonb_build_array(prescription, quantity, instead, with_note));
  made uuid := gen_random_uuid();
  pharmacy uuid;
begin
  if answer is not null then
    return answer;
  end if;
  perform private.open_read();
  select p.dispense_performer_id into pharmacy from public.prescriptions p
    where p.id = prescription and p.dispense_performer_id in (select private.organization_ids('pharmacist'));
  if pharmacy is null then
    raise exception 'there is no such prescription at your pharmacy' using errcode = 'PT404';
  end if;
  insert into public.medication_dispenses (id, prescription_id, performer_id, quantity_value, medication_id, note)
    values (made, prescription, pharmacy, quantity, instead, with_note);
  return private.remember(key, jsonb_build_object(
    'id', made, 'status', (select p.status from public.prescriptions p where p.id = prescription)
  ));
end $$;

create function private.audit_page(of_patient uuid, by_actor uuid, doing text, before bigint, at_most int) returns jsonb
  language plpgsql stable security definer set search_path = '' as $$
begin
  if not exists (select from private.organization_ids('auditor')) then
    raise exception 'only auditors read the trail' using errcode = 'insufficient_privilege';
  end if;
  return (
    select coalesce(jsonb_agg(to_jsonb(e) || jsonb_build_object('actor', p.display_name) order by e.seq desc), '[]')
    from (
      select * from audit.events a
      where (of_patient is null or a.patient_id = of_patient) and (by_actor is null or a.actor_id = by_actor)
        and (doing is null or a.action = doing) and (before is null or a.seq < before)
      order by a.seq desc limit least(greatest(at_most, 1), 500)
    ) as e left join public.profiles p on p.id = e.actor_id
  );
end $$;

create function private.audit_problems() returns jsonb
  language plpgsql stable security definer set search_path = '' as $$
begin
  if not exists (select from private.organization_ids('auditor')) then
    raise exception 'only auditors verify the trail' using errcode = 'insufficient_privilege';
  end if;
  return (
    select jsonb_build_object('seq', h.seq, 'hash', h.hash, 'problems', (
      select coalesce(jsonb_agg(jsonb_build_object('seq', v.seq, 'problem', v.problem)), '[]')
      from (select * from audit.verify() limit 100) as v
    )) from audit.head h
  );
end $$;

create function public.search_audit(
  of_patient uuid default null, by_actor uuid default null, doing text default null, before bigint default null,
  at_most int default 100
) returns jsonb
  language sql stable set search_path = ''
  as $$ select private.audit_page(of_patient, by_actor, doing, before, at_most) $$;

create function public.verify_audit() returns jsonb
  language sql stable set search_path = ''
  as $$ select private.audit_problems() $$;

revoke all on function private.remembered(uuid, text, jsonb), private.remember(uuid, jsonb), private.open_read(),
  private.read_is_open(), private.note_read(uuid[], text, uuid), private.prescription_json(public.prescriptions),
  private.audit_page(uuid, uuid, text, bigint, int), private.audit_problems() from public;
grant execute on function private.remembered(uuid, text, jsonb), private.remember(uuid, jsonb), private.open_read(),
  private.read_is_open(), private.note_read(uuid[], text, uuid), private.prescription_json(public.prescriptions),
  private.audit_page(uuid, uuid, text, bigint, int), private.audit_problems() to authenticated;

-- Also from `anon` and `service_role`: hosted Supabase grants new functions to them.
revoke all on function public.whoami(), public.list_prescriptions(text, uuid, timestamptz, int),
  public.read_prescription(uuid), public.dispense_queue(int), public.list_patients(), public.read_patient(uuid),
  public.create_draft(uuid, uuid, uuid, text, numeric, int, date, date, uuid, boolean, text, numeric, int, int, text,
    boolean, uuid, text),
  public.change_status(uuid, uuid, text, text), public.dispense(uuid, uuid, numeric, uuid, text),
  public.search_audit(uuid, uuid, text, bigint, int), public.verify_audit()
  from public, anon, service_role;
grant execute on function public.whoami(), public.list_prescriptions(text, uuid, timestamptz, int),
  public.read_prescription(uuid), public.dispense_queue(int), public.list_patients(), public.read_patient(uuid),
  public.create_draft(uuid, uuid, uuid, text, numeric, int, date, date, uuid, boolean, text, numeric, int, int, text,
    boolean, uuid, text),
  public.change_status(uuid, uuid, text, text), public.dispense(uuid, uuid, numeric, uuid, text),
  public.search_audit(uuid, uuid, text, bigint, int), public.verify_audit()
  to authenticated;

grant insert (id) on public.prescriptions, public.medication_dispenses to authenticated;

-- Nobody but the functions above reads these rows, so no read goes unnoted.
create policy "dispenses are read through audited functions" on public.medication_dispenses
  as restrictive for select to authenticated using ((select private.read_is_open()));
