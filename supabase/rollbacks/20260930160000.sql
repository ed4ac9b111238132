create or replace function private.prescription_json(p public.prescriptions) returns jsonb
  language sql stable set search_path = ''
  as $$
    select to_jsonb(p) || jsonb_build_object(
      'subject', (select private.patient_json(s) from public.patients s where s.id = p.subject_id),
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
create or replace function public.list_prescriptions(
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
create or replace function public.dispense_queue(at_most int default 50) returns jsonb
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
create or replace function public.list_patients() returns jsonb
  language plpgsql set search_path = '' as $$
declare
  found_rows jsonb;
begin
  perform private.open_read();
  select coalesce(jsonb_agg(private.patient_json(p) order by p.family_name, p.given_name, p.id), '[]')
    into found_rows from (select * from public.patients r order by r.family_name, r.given_name, r.id limit 200) as p;
  perform private.note_read(
    array(select (each ->> 'id')::uuid from jsonb_array_elements(found_rows) as each), 'public.patients'
  );
  return found_rows;
end $$;
create or replace function public.list_renewals(of_prescription uuid default null) returns jsonb
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
create or replace function public.read_prescription(prescription uuid) returns jsonb
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
create or replace function public.export_patient(patient uuid) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  found_row jsonb;
begin
  perform private.open_read();
  select jsonb_build_object(
    'patient', private.patient_json(s),
    'prescriptions', (
      select coalesce(jsonb_agg(private.prescription_json(p) || jsonb_build_object('dispenses', (
          select coalesce(jsonb_agg(to_jsonb(d) || jsonb_build_object('performer', o.name)
            order by d.when_handed_over, d.id), '[]')
          from public.medication_dispenses d join public.organizations o on o.id = d.performer_id
          where d.prescription_id = p.id
        )) order by p.authored_on, p.id), '[]')
      from public.prescriptions p where p.subject_id = s.id
    ),
    'allergies', (
      select coalesce(jsonb_agg(to_jsonb(a) order by a.created_at, a.id), '[]')
      from public.allergies a where a.patient_id = s.id
    )
  ) into found_row from public.patients s where s.id = patient;
  if found_row is not null then
    perform private.note_read(array[patient], 'public.patients', patient);
  end if;
  return found_row;
end $$;
alter function private.trail_page(uuid, uuid, text, text, timestamptz, timestamptz, bigint, int) reset plan_cache_mode;
drop function private.dispenses_of(uuid);
drop function private.subject_json(uuid);
drop function private.renewal_candidates(uuid);
drop function private.patient_candidates();
drop function private.queue_candidates(int);
drop function private.prescription_candidates(text, uuid, timestamptz, int);
