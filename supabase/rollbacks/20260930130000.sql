-- Takes encrypted numbers with it, so it refuses while there are any that stand nowhere else.
do $$
begin
  if exists (
    select from private.patient_identifiers i join public.patients p on p.id = i.patient_id
    where p.medical_record_number is null
  ) then
    raise exception 'numbers of patients are encrypted: `npm run keys:rotate -- --decrypt` first';
  end if;
end $$;
drop function public.find_patient(text, text[]);
drop function private.patient_with_identifier(text, text[]);
create or replace function private.prescription_json(p public.prescriptions) returns jsonb
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
create or replace function public.list_patients() returns jsonb
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
create or replace function public.read_patient(patient uuid) returns jsonb
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
create or replace function public.export_patient(patient uuid) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  found_row jsonb;
begin
  perform private.open_read();
  select jsonb_build_object(
    'patient', to_jsonb(s) - 'profile_id' - 'created_at',
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
create or replace function audit.record() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  entry audit.entries;
begin
  insert into audit.entries (actor_id, action, relation, row_id, old_row, new_row, salt)
  values (
    (select auth.uid()), lower(tg_op), format('%I.%I', tg_table_schema, tg_table_name),
    case when tg_op = 'DELETE' then old.id else new.id end,
    case when tg_op <> 'INSERT' then to_jsonb(old) end,
    case when tg_op <> 'DELETE' then to_jsonb(new) end,
    -- 122 random bits, so that a hash does not tell which of a few names it hides.
    uuid_send(gen_random_uuid())
  ) returning * into entry;
  perform audit.append(
    entry.actor_id, entry.action, audit.patient_of(entry.relation, coalesce(entry.new_row, entry.old_row)),
    entry.relation, entry.row_id, entry
  );
  return null;
end $$;
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
create or replace function audit.erase_patient(patient uuid) returns bigint
  language plpgsql security definer set search_path = '' as $$
declare
  account uuid;
  works_here boolean;
begin
  select p.profile_id into account from public.patients p where p.id = patient for update;
  if not found then
    raise exception 'there is no patient %', patient using errcode = 'PT404';
  end if;
  works_here := exists (select from public.practitioners r where r.profile_id = account)
    or exists (select from public.memberships m where m.profile_id = account);
  -- A repeated request is refused from now on: what it would be compared with is gone.
  update private.idempotency i set request = '{"erased": true}'
    where (i.profile_id = account and not works_here) or exists (
      select from (
        select patient as id
        union all select p.id from public.prescriptions p where p.subject_id = patient
        union all select r.id from public.renewal_requests r where r.subject_id = patient
      ) as theirs where position(theirs.id::text in i.request::text) > 0
    );
  update public.profiles set display_name = 'Erased' where id = account and not works_here;
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
      and ((e.patient_id = patient and not (works_here and e.relation = 'public.profiles'))
        -- An account is older than the patient it belongs to, so its first entries name none.
        or (not works_here and e.relation = 'public.profiles' and e.row_id = account));
  if account is not null and not works_here then
    perform audit.append((select auth.uid()), 'erase', patient, 'public.profiles', account, null);
    -- Its address is a name more often than not. Sessions and factors go with it.
    delete from auth.users u where u.id = account;
  end if;
  insert into private.erasures (patient_id) values (patient) on conflict (patient_id) do update set at = now();
  return audit.append((select auth.uid()), 'erase', patient, 'public.patients', patient, null);
end $$;
drop function private.patient_json(public.patients);
drop function private.identifiers_of(uuid);
drop table private.patient_identifiers;
drop function private.guard_identifier();
drop function audit.redacted(text, jsonb);
drop table private.job_runs;
