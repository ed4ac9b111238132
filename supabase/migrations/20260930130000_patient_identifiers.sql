-- Numbers that identify a patient (record number, insurance number) are encrypted by the app's server, which alone has the
-- keys: who reads the database, a backup or the Data API sees which kinds of numbers somebody has, and no number. FHIR's
-- word for them is `identifier`: https://hl7.org/fhir/R4/datatypes.html#Identifier

create table private.patient_identifiers (
  -- Made by whoever encrypts: it is authenticated with the number, as are patient and system.
  id uuid primary key,
  patient_id uuid not null references public.patients (id) on delete restrict,
  system text not null check (system <> ''),
  -- Which of the server's keys wraps `wrapped_key`, which encrypts the number. AES-256-GCM: nonce, ciphertext, tag.
  key_id text not null check (key_id <> ''),
  wrapped_key bytea not null check (octet_length(wrapped_key) = 60),
  ciphertext bytea not null check (octet_length(ciphertext) > 28),
  -- HMAC-SHA256 of the number, by which it is found.
  index_key_id text not null check (index_key_id <> ''),
  blind_index bytea not null check (octet_length(blind_index) = 32),
  created_at timestamptz not null default now(),
  unique (patient_id, system),
  -- One number is one patient's.
  unique (system, index_key_id, blind_index)
);
alter table private.patient_identifiers enable row level security;
revoke all on private.patient_identifiers from public, anon, authenticated, service_role;

-- What jobs did: what for, how much, how far. Never about whom.
create table private.job_runs (
  id uuid primary key default gen_random_uuid(),
  job text not null check (job <> ''),
  dry_run boolean not null default false,
  counts jsonb not null default '{}',
  started_at timestamptz not null default now(),
  -- Null: it runs, or was killed. The next run goes on.
  finished_at timestamptz
);
create index job_runs_job_started_at_idx on private.job_runs (job, started_at desc);
alter table private.job_runs enable row level security;
revoke all on private.job_runs from public, anon, authenticated, service_role;
-- Beginning and end are in the chain; how far it is, is not.
create trigger record_change after insert or delete or update of finished_at on private.job_runs
  for each row execute function audit.record();

-- What the trail keeps of a row: no number, and no ciphertext, which would outlive the key's replacement.
create function audit.redacted(relation text, changed jsonb) returns jsonb
  language sql immutable set search_path = ''
  as $$
    select case relation
      when 'public.patients' then changed - 'medical_record_number'
      when 'private.patient_identifiers' then changed - array['wrapped_key', 'ciphertext', 'blind_index']
      else changed
    end
  $$;

create or replace function audit.record() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  entry audit.entries;
begin
  insert into audit.entries (actor_id, action, relation, row_id, old_row, new_row, salt)
  values (
    (select auth.uid()), lower(tg_op), format('%I.%I', tg_table_schema, tg_table_name),
    case when tg_op = 'DELETE' then old.id else new.id end,
    case when tg_op <> 'INSERT' then audit.redacted(format('%I.%I', tg_table_schema, tg_table_name), to_jsonb(old)) end,
    case when tg_op <> 'DELETE' then audit.redacted(format('%I.%I', tg_table_schema, tg_table_name), to_jsonb(new)) end,
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
      when relation in ('public.allergies', 'private.patient_identifiers') then (changed ->> 'patient_id')::uuid
      when relation in ('public.medication_dispenses', 'public.warning_acknowledgements') then (
        select p.subject_id from public.prescriptions p where p.id = (changed ->> 'prescription_id')::uuid
      )
      when relation = 'public.profiles' then (
        select p.id from public.patients p where p.profile_id = (changed ->> 'id')::uuid
      )
    end
  $$;

create trigger record_change after insert or delete on private.patient_identifiers
  for each row execute function audit.record();
-- Another key for the same number does not change the number; the job that does it is in the chain itself.
create trigger record_new_number after update on private.patient_identifiers
  for each row when (old.ciphertext <> new.ciphertext) execute function audit.record();
-- What is authenticated with the number stays.
create function private.guard_identifier() returns trigger
  language plpgsql set search_path = '' as $$
begin
  if (new.id, new.patient_id, new.system) is distinct from (old.id, old.patient_id, old.system) then
    raise exception 'identifier % belongs to its patient', old.id using errcode = 'PT409';
  end if;
  return new;
end $$;
create trigger guard_identifier before update on private.patient_identifiers
  for each row execute function private.guard_identifier();

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
  delete from private.patient_identifiers i where i.patient_id = patient;
  update public.patients set profile_id = null, medical_record_number = 'erased-' || id, given_name = 'Erased',
    family_name = 'Erased', birth_date = date_trunc('year', birth_date)::date where id = patient;
  update audit.entries n set salt = null,
      old_row = case when n.old_row is not null then '{"erased": true}'::jsonb end,
      new_row = case when n.new_row is not null then '{"erased": true}'::jsonb end
    from audit.events e where e.entry_id = n.id
      and ((e.patient_id = patient and not (works_here and e.relation = 'public.profiles'))
        or (e.relation = 'public.patients' and e.row_id = patient)
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

-- As the app's server decrypts them. SECURITY DEFINER: callers make sure that the patient is one that the person may read.
create function private.identifiers_of(patient uuid) returns jsonb
  language sql stable security definer set search_path = ''
  as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'system', i.system, 'key_id', i.key_id,
      'wrapped_key', encode(i.wrapped_key, 'base64'), 'ciphertext', encode(i.ciphertext, 'base64')) order by i.system), '[]')
    from private.patient_identifiers i where i.patient_id = patient
  $$;

create function private.patient_json(s public.patients) returns jsonb
  language sql stable set search_path = ''
  as $$
    select to_jsonb(s) - 'profile_id' - 'created_at' || jsonb_build_object('identifiers', private.identifiers_of(s.id))
  $$;

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

create or replace function public.read_patient(patient uuid) returns jsonb
  language plpgsql set search_path = '' as $$
declare
  found_row jsonb;
begin
  perform private.open_read();
  select private.patient_json(p) into found_row from public.patients p where p.id = patient;
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

-- Whose number this is, among the patients that the caller may read. `indexes`: hex, one per key of the server.
create function private.patient_with_identifier(of_system text, indexes text[]) returns uuid
  language sql stable security definer set search_path = ''
  as $$
    select i.patient_id from private.patient_identifiers i
    where i.system = of_system and i.index_key_id = any (
        select split_part(each, ':', 1) from unnest(indexes) as each
      ) and i.blind_index = any (
        select decode(split_part(each, ':', 2), 'hex') from unnest(indexes) as each
      ) limit 1
  $$;

create function public.find_patient(of_system text, indexes text[]) returns jsonb
  language sql set search_path = ''
  as $$ select public.read_patient(private.patient_with_identifier(of_system, indexes)) $$;

revoke all on function audit.redacted(text, jsonb), private.guard_identifier(), private.identifiers_of(uuid),
  private.patient_json(public.patients), private.patient_with_identifier(text, text[]) from public;
grant execute on function private.identifiers_of(uuid), private.patient_json(public.patients),
  private.patient_with_identifier(text, text[]) to authenticated;
revoke all on function public.find_patient(text, text[]) from public, anon, service_role;
grant execute on function public.find_patient(text, text[]) to authenticated;
