-- Lists asked row-level security about each row: policies are joined with `or`, which no index serves, and the patient of each
-- prescription asked the policies of `patients` once more. With 20,000 prescriptions a pharmacy's queue took seconds.
-- Now each list first finds its candidates by index, one way per policy, and the policies judge those alone: what is
-- found here and not allowed by them is not shown.

-- Of the callers' own rows, so many of each way in, newest first.
create function private.prescription_candidates(of_status text, of_patient uuid, before timestamptz, at_most int)
  returns uuid[]
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  most constant int := least(greatest(at_most, 1), 100);
  until constant timestamptz := coalesce(before, 'infinity');
  me constant uuid := private.practitioner_id();
  self constant uuid := private.patient_id();
begin
  if of_patient is not null then
    return array(
      select p.id from public.prescriptions p
      where p.subject_id = of_patient and p.authored_on < until and (of_status is null or p.status = of_status)
    );
  end if;
  return array(
    select found.id from (
      (
        select p.id from public.prescriptions p
        where p.requester_id = me and p.authored_on < until and (of_status is null or p.status = of_status)
        order by p.authored_on desc, p.id limit most
      )
      union
      (
        select p.id from public.prescriptions p
        where p.subject_id = self and p.authored_on < until and (of_status is null or p.status = of_status)
          and p.status not in ('draft', 'entered-in-error')
        order by p.authored_on desc, p.id limit most
      )
      union
      select newest.id from private.patient_ids_in_care() as care (id)
        cross join lateral (
          select p.id from public.prescriptions p
          where p.subject_id = care.id and p.authored_on < until and (of_status is null or p.status = of_status)
          order by p.authored_on desc, p.id limit most
        ) as newest
      union
      select newest.id from private.organization_ids('pharmacist') as pharmacy (id)
        cross join unnest(array['active', 'on-hold', 'cancelled', 'completed', 'stopped', 'unknown']) as each (status)
        cross join lateral (
          select p.id from public.prescriptions p
          where p.dispense_performer_id = pharmacy.id and p.status = each.status and p.authored_on < until
          order by p.authored_on desc, p.id limit most
        ) as newest
        where of_status is null or each.status = of_status
    ) as found
  );
end $$;

-- What each of the caller's pharmacies can hand over, oldest first.
create function private.queue_candidates(at_most int) returns uuid[]
  language sql stable security definer set search_path = ''
  as $$
    select array(
      select oldest.id from private.organization_ids('pharmacist') as pharmacy (id)
        cross join lateral (
          select p.id from public.prescriptions p
          where p.dispense_performer_id = pharmacy.id and p.status = 'active'
            and current_date between p.dispense_validity_start and coalesce(p.dispense_validity_end, 'infinity')
          order by p.authored_on, p.id limit least(greatest(at_most, 1), 100)
        ) as oldest
    )
  $$;

create function private.patient_candidates() returns uuid[]
  language sql stable security definer set search_path = ''
  as $$
    select array(
      select private.patient_id() union select private.patient_ids_in_care() union select private.patient_ids_prescribed_for()
      union select private.patient_ids_to_dispense()
    )
  $$;

-- Those that wait and the newest of the others, of each way in.
create function private.renewal_candidates(of_prescription uuid) returns uuid[]
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  me constant uuid := private.practitioner_id();
  self constant uuid := private.patient_id();
begin
  if of_prescription is not null then
    return array(select r.id from public.renewal_requests r where r.prescription_id = of_prescription);
  end if;
  return array(
    select found.id from unnest(array[true, false]) as asked (waits) cross join lateral (
      (
        select r.id from public.renewal_requests r where r.requester_id = me and (r.status = 'requested') = asked.waits
        order by r.created_at desc, r.id limit 100
      )
      union
      (
        select r.id from public.renewal_requests r where r.subject_id = self and (r.status = 'requested') = asked.waits
        order by r.created_at desc, r.id limit 100
      )
      union
      select newest.id from private.patient_ids_in_care() as care (id) cross join lateral (
        select r.id from public.renewal_requests r
        where r.subject_id = care.id and (r.status = 'requested') = asked.waits
        order by r.created_at desc, r.id limit 100
      ) as newest
    ) as found
  );
end $$;

-- The patient of a prescription that the caller reads: each policy that shows a prescription shows its patient too.
create function private.subject_json(patient uuid) returns jsonb
  language sql stable security definer set search_path = ''
  as $$ select private.patient_json(s) from public.patients s where s.id = patient $$;

-- What was handed over on a prescription that the caller reads: its policy asks for no more.
create function private.dispenses_of(prescription uuid) returns setof public.medication_dispenses
  language sql stable security definer set search_path = ''
  as $$ select d from public.medication_dispenses d where d.prescription_id = prescription $$;

create or replace function private.prescription_json(p public.prescriptions) returns jsonb
  language sql stable set search_path = ''
  as $$
    select to_jsonb(p) || jsonb_build_object(
      'subject', private.subject_json(p.subject_id),
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
  candidates constant uuid[] := private.prescription_candidates(of_status, of_patient, before, at_most);
begin
  perform private.open_read();
  select coalesce(jsonb_agg(private.prescription_json(p) order by p.authored_on desc, p.id), '[]') into found_rows
  from (
    select * from public.prescriptions r
    where r.id = any (candidates) and (of_status is null or r.status = of_status) and (of_patient is null or r.subject_id = of_patient)
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
  candidates constant uuid[] := private.queue_candidates(at_most);
begin
  perform private.open_read();
  select coalesce(jsonb_agg(private.prescription_json(p) order by p.authored_on, p.id), '[]') into found_rows
  from (
    select * from public.prescriptions r
    where r.id = any (candidates) and r.status = 'active' and r.dispense_performer_id in (select private.organization_ids('pharmacist'))
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
  candidates constant uuid[] := private.patient_candidates();
begin
  perform private.open_read();
  select coalesce(jsonb_agg(private.patient_json(p) order by p.family_name, p.given_name, p.id), '[]')
    into found_rows from (select * from public.patients r where r.id = any (candidates) order by r.family_name, r.given_name, r.id limit 200) as p;
  perform private.note_read(
    array(select (each ->> 'id')::uuid from jsonb_array_elements(found_rows) as each), 'public.patients'
  );
  return found_rows;
end $$;

create or replace function public.list_renewals(of_prescription uuid default null) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  found_rows jsonb;
  candidates constant uuid[] := private.renewal_candidates(of_prescription);
begin
  perform private.open_read();
  select coalesce(jsonb_agg(
      jsonb_build_object(
        'id', r.id, 'prescription_id', r.prescription_id, 'subject_id', r.subject_id, 'status', r.status,
        'message', r.message, 'reason', r.reason, 'draft_id', r.draft_id, 'created_at', r.created_at,
        'answered_at', r.answered_at, 'medication_display', p.medication_display,
        'subject', (select jsonb_build_object('given_name', s.person ->> 'given_name', 'family_name', s.person ->> 'family_name')
          from (select private.subject_json(r.subject_id) as person) as s),
        'answerable', private.practitioner_id() is not null and r.status = 'requested'
      ) order by r.status <> 'requested', r.created_at desc, r.id
    ), '[]') into found_rows
  from (
    select * from public.renewal_requests q
    where q.id = any (candidates) and (of_prescription is null or q.prescription_id = of_prescription)
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
      from private.dispenses_of(p.id) as d join public.organizations o on o.id = d.performer_id
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
          from private.dispenses_of(p.id) as d join public.organizations o on o.id = d.performer_id
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

-- A plan for the search that was asked for: one for all searches reads the whole trail.
alter function private.trail_page(uuid, uuid, text, text, timestamptz, timestamptz, bigint, int)
  set plan_cache_mode = force_custom_plan;

revoke all on function private.prescription_candidates(text, uuid, timestamptz, int), private.queue_candidates(int),
  private.patient_candidates(), private.renewal_candidates(uuid), private.subject_json(uuid), private.dispenses_of(uuid)
  from public;
grant execute on function private.prescription_candidates(text, uuid, timestamptz, int), private.queue_candidates(int),
  private.patient_candidates(), private.renewal_candidates(uuid), private.subject_json(uuid), private.dispenses_of(uuid)
  to authenticated;
