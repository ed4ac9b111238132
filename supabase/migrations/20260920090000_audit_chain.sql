-- A chain over the audit log: each event carries the hash of the previous one, so that one that is altered or taken away
-- is found and named. `audit.entries` keeps the contents of changes, `audit.events` who did what to whose record and a
-- salted hash of the contents: erasing a person removes contents and salt, and leaves a chain that still holds.

alter table audit.entries add column salt bytea;

create table audit.events (
  -- Without gaps, unlike an identity: a missing number is a missing event.
  seq bigint primary key,
  at timestamptz not null,
  actor_id uuid,
  action text not null check (action in ('insert', 'update', 'delete', 'read', 'erase')),
  -- Whose record it is; no foreign key, since an event outlives what it tells about.
  patient_id uuid,
  relation text not null,
  row_id uuid,
  entry_id bigint,
  content_hash text,
  prev_hash text not null,
  hash text not null
);
create index events_patient_id_idx on audit.events (patient_id, seq);
create index events_actor_id_idx on audit.events (actor_id, seq);
create index events_entry_id_idx on audit.events (entry_id);

-- The end of the chain, apart from it: without it nobody would miss the last events.
create table audit.head (
  one boolean primary key default true check (one),
  seq bigint not null,
  hash text not null
);
insert into audit.head (seq, hash) values (0, repeat('0', 64));

alter table audit.events enable row level security;
alter table audit.head enable row level security;
revoke all on audit.events, audit.head from public, anon, authenticated, service_role;
grant select on audit.events, audit.head to service_role;

create trigger events_only_grow before update or delete on audit.events
  for each row execute function audit.refuse_change();
create trigger events_are_never_truncated before truncate on audit.events
  for each statement execute function audit.refuse_change();
alter table audit.events enable always trigger events_only_grow;
alter table audit.events enable always trigger events_are_never_truncated;

-- JSON arrays keep fields apart whatever is in them; jsonb writes the same text for the same values.
create function audit.event_hash(event audit.events) returns text
  language sql stable set search_path = ''
  as $$
    select encode(sha256(convert_to(jsonb_build_array(
      event.seq, extract(epoch from event.at), event.actor_id, event.action, event.patient_id, event.relation,
      event.row_id, event.entry_id, event.content_hash, event.prev_hash
    )::text, 'UTF8')), 'hex')
  $$;

create function audit.content_hash(entry audit.entries) returns text
  language sql stable set search_path = ''
  as $$
    select encode(sha256(coalesce(entry.salt, '') || convert_to(jsonb_build_array(
      entry.id, extract(epoch from entry.at), entry.actor_id, entry.action, entry.relation, entry.row_id,
      entry.old_row, entry.new_row
    )::text, 'UTF8')), 'hex')
  $$;

create function audit.append(
  by_actor uuid, doing text, of_patient uuid, on_relation text, on_row uuid, with_entry audit.entries
) returns bigint
  language plpgsql set search_path = '' as $$
declare
  head audit.head;
  event audit.events;
begin
  -- One writer at a time: the lock is held until the transaction ends, so order of events is order of commits.
  select * into head from audit.head for update;
  event := row(
    head.seq + 1, clock_timestamp(), by_actor, doing, of_patient, on_relation, on_row, with_entry.id,
    case when with_entry.id is not null then audit.content_hash(with_entry) end, head.hash, ''
  );
  event.hash := audit.event_hash(event);
  insert into audit.events values (event.*);
  update audit.head set seq = event.seq, hash = event.hash;
  return event.seq;
end $$;

-- Whose record a row belongs to; null where it is nobody's.
create function audit.patient_of(relation text, changed jsonb) returns uuid
  language sql stable set search_path = ''
  as $$
    select case relation
      when 'public.patients' then (changed ->> 'id')::uuid
      when 'public.prescriptions' then (changed ->> 'subject_id')::uuid
      when 'public.medication_dispenses' then (
        select p.subject_id from public.prescriptions p where p.id = (changed ->> 'prescription_id')::uuid
      )
      when 'public.profiles' then (select p.id from public.patients p where p.profile_id = (changed ->> 'id')::uuid)
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

-- Entries that were written before the chain join it in their order; they have no salt to take away.
do $$
declare
  entry audit.entries;
begin
  for entry in select * from audit.entries e order by e.id loop
    perform audit.append(
      entry.actor_id, entry.action, audit.patient_of(entry.relation, coalesce(entry.new_row, entry.old_row)),
      entry.relation, entry.row_id, entry
    );
  end loop;
end $$;

-- As before, and one thing more: the contents of an entry can be replaced by a mark, with nothing else changed.
create or replace function audit.refuse_change() returns trigger
  language plpgsql set search_path = '' as $$
begin
  if tg_op = 'UPDATE' and format('%I.%I', tg_table_schema, tg_table_name) = 'audit.entries' then
    if to_jsonb(new) - array['old_row', 'new_row', 'salt'] = to_jsonb(old) - array['old_row', 'new_row', 'salt']
       and new.salt is null
       and coalesce(new.old_row = '{"erased": true}', true) and coalesce(new.new_row = '{"erased": true}', true) then
      return new;
    end if;
  end if;
  raise exception '% on %.% is refused: it only grows', tg_op, tg_table_schema, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

-- What is wrong with the chain: nothing, or each event by number. `known_*` is a head that was kept elsewhere; against
-- whoever can rewrite all of it, only that helps.
create function audit.verify(known_seq bigint default null, known_hash text default null)
  returns table (seq bigint, problem text)
  language sql stable set search_path = ''
  as $$
    with chain as (
      select e as event, e.seq, e.hash, e.prev_hash, audit.event_hash(e) = e.hash as sound,
        lag(e.seq, 1, 0::bigint) over (order by e.seq) as before,
        lag(e.hash, 1, repeat('0', 64)) over (order by e.seq) as before_hash,
        lag(audit.event_hash(e) = e.hash, 1, true) over (order by e.seq) as before_sound
      from audit.events e
    )
    select missing, 'deleted' from chain c, generate_series(c.before + 1, c.seq - 1) as missing
    union all
    select missing, 'deleted' from audit.head h,
      generate_series((select coalesce(max(e.seq), 0) + 1 from audit.events e), h.seq) as missing
    union all
    select c.seq, 'altered' from chain c where not c.sound
    union all
    -- Altered together with its own hash: the next event still names the old one.
    select c.before, 'altered' from chain c
    where c.before = c.seq - 1 and c.before_hash <> c.prev_hash and c.sound and c.before_sound
    union all
    select h.seq, 'altered' from audit.head h join audit.events e on e.seq = h.seq where e.hash <> h.hash
      and audit.event_hash(e) = e.hash
    union all
    select e.seq, 'added after the head' from audit.events e, audit.head h where e.seq > h.seq
    union all
    select known_seq, 'not the event that was known' where known_seq > 0 and not exists (
      select from audit.events e where e.seq = known_seq and e.hash = known_hash
    )
    union all
    select e.seq, case when n.id is null then 'contents deleted' else 'contents altered' end
    from audit.events e left join audit.entries n on n.id = e.entry_id
    where e.entry_id is not null
      and (n.id is null or audit.content_hash(n) <> e.content_hash)
      and not (
        n.id is not null and n.salt is null
        and coalesce(n.old_row, n.new_row) = '{"erased": true}' and coalesce(n.new_row, n.old_row) = '{"erased": true}'
        and exists (
          select from audit.events later
          where later.action = 'erase' and later.seq > e.seq
            and (later.patient_id = e.patient_id or (later.relation = e.relation and later.row_id = e.row_id))
        )
      )
    union all
    select null, 'an entry without an event: ' || n.id from audit.entries n
    where not exists (select from audit.events e where e.entry_id = n.id)
    order by 1, 2
  $$;

-- Article 17 of the GDPR. Prescriptions stay, as the law on medicines asks, without what names the person or was
-- written about them in free text.
create function audit.erase_patient(patient uuid) returns bigint
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

revoke all on function audit.event_hash(audit.events), audit.content_hash(audit.entries),
  audit.append(uuid, text, uuid, text, uuid, audit.entries), audit.patient_of(text, jsonb), audit.verify(bigint, text),
  audit.erase_patient(uuid) from public;
grant execute on function audit.event_hash(audit.events), audit.content_hash(audit.entries),
  audit.verify(bigint, text), audit.erase_patient(uuid) to service_role;
