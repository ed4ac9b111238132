-- shiplock: phase=contract
-- Contract: the release before reads `medical_record_number` of every patient as a text. From here on it is null for whoever
-- has it encrypted, which `npm run keys:rotate` does; a number that an import writes into it waits there for the next run.
alter table public.patients alter column medical_record_number drop not null;
comment on column public.patients.medical_record_number is
  'Null where private.patient_identifiers has it, encrypted. A later release drops this column.';

-- What the trail kept of a record number from the time before it was left out. The entries lose their contents, as for an
-- erasure, and one new entry has all of theirs without the number: when, who and what else stays, and the chain holds.
create function private.redact_record_number(patient uuid) returns void
  language plpgsql security definer set search_path = '' as $$
declare
  kept jsonb;
  entry audit.entries;
begin
  select jsonb_agg(jsonb_build_object('id', n.id, 'at', n.at, 'actor_id', n.actor_id, 'action', n.action,
      'old_row', audit.redacted(n.relation, n.old_row), 'new_row', audit.redacted(n.relation, n.new_row)) order by n.id)
    into kept from audit.entries n
    where n.relation = 'public.patients' and n.row_id = patient
      and (n.old_row ? 'medical_record_number' or n.new_row ? 'medical_record_number');
  if kept is null then
    return;
  end if;
  insert into audit.entries (action, relation, row_id, old_row, new_row, salt)
    select 'update', 'public.patients', patient, jsonb_build_object('redacted', kept),
      audit.redacted('public.patients', to_jsonb(p)), uuid_send(gen_random_uuid())
    from public.patients p where p.id = patient
    returning * into entry;
  update audit.entries n set salt = null,
      old_row = case when n.old_row is not null then '{"erased": true}'::jsonb end,
      new_row = case when n.new_row is not null then '{"erased": true}'::jsonb end
    from jsonb_array_elements(kept) as each where n.id = (each ->> 'id')::bigint;
  -- Of no patient: only the contents that this event names may be missing because of it, not all of the patient's.
  perform audit.append(null, 'erase', null, 'public.patients', patient, entry);
end $$;

-- What the server encrypted takes the place of what was read. A row that changed meanwhile waits for the next run.
-- `batch`: [{"id", "patient_id", "system", "value", "key_id", "wrapped_key", "ciphertext", "index_key_id", "blind_index"}],
-- bytes in base64. How many were kept.
create function private.keep_record_numbers(batch jsonb) returns int
  language plpgsql security definer set search_path = '' as $$
declare
  each record;
  kept int := 0;
begin
  for each in
    select * from jsonb_to_recordset(batch) as b (id uuid, patient_id uuid, system text, value text, key_id text,
      wrapped_key text, ciphertext text, index_key_id text, blind_index text) order by b.patient_id
  loop
    update public.patients p set medical_record_number = null
      where p.id = each.patient_id and p.medical_record_number = each.value;
    continue when not found;
    delete from private.patient_identifiers i where i.patient_id = each.patient_id and i.system = each.system;
    insert into private.patient_identifiers (id, patient_id, system, key_id, wrapped_key, ciphertext, index_key_id,
        blind_index)
      values (each.id, each.patient_id, each.system, each.key_id, decode(each.wrapped_key, 'base64'),
        decode(each.ciphertext, 'base64'), each.index_key_id, decode(each.blind_index, 'base64'));
    perform private.redact_record_number(each.patient_id);
    kept := kept + 1;
  end loop;
  return kept;
end $$;

revoke all on function private.redact_record_number(uuid), private.keep_record_numbers(jsonb) from public;
