-- What was handed over. https://hl7.org/fhir/R4/medicationdispense.html
-- A prescription allows 1 + repeats fills; each can be handed over in parts, and no part reaches into the next fill.
create table public.medication_dispenses (
  id uuid primary key default gen_random_uuid(),
  prescription_id uuid not null references public.prescriptions (id) on delete restrict,
  status text not null default 'completed' check (
    status in ('preparation', 'in-progress', 'cancelled', 'on-hold', 'completed', 'entered-in-error', 'stopped',
      'declined', 'unknown')
  ),
  status_reason text,
  performer_id uuid not null references public.organizations (id) on delete restrict,
  dispensed_by uuid references public.profiles (id) on delete set null,
  -- 0 is the first fill, as in FHIR's numberOfRepeatsAllowed. Set by the database.
  fill_number smallint not null default 0,
  quantity_value numeric(10, 2) not null check (quantity_value > 0),
  -- Copied from the prescription by the database.
  quantity_unit text not null default '',
  is_partial boolean not null default false,
  medication_id uuid references public.medications (id) on delete restrict,
  was_substituted boolean not null default false,
  note text,
  when_handed_over timestamptz not null default now(),
  created_at timestamptz not null default now()
);
create index medication_dispenses_prescription_id_idx on public.medication_dispenses (prescription_id, when_handed_over);
create index medication_dispenses_performer_id_idx on public.medication_dispenses (performer_id);
create index medication_dispenses_medication_id_idx on public.medication_dispenses (medication_id);
create index medication_dispenses_dispensed_by_idx on public.medication_dispenses (dispensed_by);

create function private.dispensed_quantity(of_prescription uuid) returns numeric
  language sql stable security definer set search_path = ''
  as $$
    select coalesce(sum(d.quantity_value), 0) from public.medication_dispenses d
    where d.prescription_id = of_prescription and d.status in ('preparation', 'in-progress', 'on-hold', 'completed')
  $$;

-- SECURITY DEFINER: a pharmacist reads the prescription through policies and changes it only by dispensing.
create function private.begin_dispense() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  asked public.prescriptions;
  given numeric;
  left_in_fill numeric;
begin
  -- The lock lets two counters at one prescription follow one another.
  select * into asked from public.prescriptions p where p.id = new.prescription_id for update;
  if asked.id is null then
    return new;
  end if;
  if asked.status <> 'active' then
    raise exception 'prescription % is %, it cannot be dispensed', asked.id, asked.status using errcode = 'PT409';
  end if;
  if current_date < asked.dispense_validity_start or current_date > coalesce(asked.dispense_validity_end, 'infinity') then
    raise exception 'prescription % is not valid today', asked.id using errcode = 'PT409';
  end if;
  if new.performer_id is distinct from asked.dispense_performer_id then
    raise exception 'prescription % is for another pharmacy', asked.id using errcode = 'PT409';
  end if;
  new.medication_id := coalesce(new.medication_id, asked.medication_id);
  new.was_substituted := new.medication_id is distinct from asked.medication_id;
  if new.was_substituted and not asked.substitution_allowed then
    raise exception 'prescription % does not allow another product', asked.id using errcode = 'PT409';
  end if;
  given := private.dispensed_quantity(asked.id);
  new.fill_number := floor(given / asked.dispense_quantity_value);
  left_in_fill := (new.fill_number + 1) * asked.dispense_quantity_value - given;
  if new.fill_number > asked.dispense_repeats_allowed then
    raise exception 'prescription % has nothing left to dispense', asked.id using errcode = 'PT409';
  end if;
  if new.quantity_value > left_in_fill then
    raise exception 'prescription % has % left in this fill, not %', asked.id, left_in_fill, new.quantity_value
      using errcode = 'PT409';
  end if;
  new.quantity_unit := asked.dispense_quantity_unit;
  new.is_partial := new.quantity_value < asked.dispense_quantity_value;
  new.dispensed_by := coalesce((select auth.uid()), new.dispensed_by);
  return new;
end $$;

create function private.finish_dispense() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  update public.prescriptions p set status = 'completed'
  where p.id = new.prescription_id and p.status = 'active'
    and private.dispensed_quantity(p.id) >= p.dispense_quantity_value * (1 + p.dispense_repeats_allowed);
  return null;
end $$;

-- A person does not say that a prescription is completed: it is, when all is dispensed or its time is over.
create function private.guard_completion() returns trigger
  language plpgsql set search_path = '' as $$
begin
  if (select auth.uid()) is not null and current_date <= coalesce(old.dispense_validity_end, 'infinity')
     and private.dispensed_quantity(old.id) < old.dispense_quantity_value * (1 + old.dispense_repeats_allowed) then
    raise exception 'prescription % is completed by dispensing it', old.id using errcode = 'PT409';
  end if;
  return new;
end $$;
create trigger guard_completion before update of status on public.prescriptions
  for each row when (new.status = 'completed' and old.status <> 'completed')
  execute function private.guard_completion();

-- What was handed over stays handed over; that it was written down by mistake can be said.
create function private.guard_dispense() returns trigger
  language plpgsql set search_path = '' as $$
begin
  if to_jsonb(new) - array['status', 'status_reason', 'note', 'dispensed_by']
     <> to_jsonb(old) - array['status', 'status_reason', 'note', 'dispensed_by']
     or (new.status <> old.status and (old.status <> 'completed' or new.status <> 'entered-in-error')) then
    raise exception 'dispense % is %, it can only become entered-in-error', old.id, old.status
      using errcode = 'PT409';
  end if;
  return new;
end $$;

create trigger begin_dispense before insert on public.medication_dispenses
  for each row execute function private.begin_dispense();
create trigger finish_dispense after insert on public.medication_dispenses
  for each row execute function private.finish_dispense();
create trigger guard_dispense before update on public.medication_dispenses
  for each row execute function private.guard_dispense();
create trigger record_change after insert or update or delete on public.medication_dispenses
  for each row execute function audit.record();
create trigger dispenses_are_kept before delete on public.medication_dispenses
  for each row execute function audit.refuse_change();
create trigger dispenses_are_never_truncated before truncate on public.medication_dispenses
  for each statement execute function audit.refuse_change();

revoke all on function private.dispensed_quantity(uuid), private.begin_dispense(), private.finish_dispense(),
  private.guard_dispense(), private.guard_completion() from public;
grant execute on function private.dispensed_quantity(uuid) to authenticated, service_role;

revoke all on public.medication_dispenses from anon, authenticated, service_role;
grant select on public.medication_dispenses to authenticated;
grant insert (prescription_id, performer_id, quantity_value, medication_id, note),
  update (status, status_reason) on public.medication_dispenses to authenticated;
grant select, insert, update on public.medication_dispenses to service_role;
alter table public.medication_dispenses enable row level security;

-- The policies of `prescriptions` decide whose they are.
create policy "whoever reads a prescription reads what was dispensed on it" on public.medication_dispenses
  for select to authenticated using (prescription_id in (select p.id from public.prescriptions p));
create policy "pharmacists dispense what is addressed to their pharmacy" on public.medication_dispenses
  for insert to authenticated with check (
    performer_id in (select private.organization_ids('pharmacist'))
    and prescription_id in (select p.id from public.prescriptions p where p.dispense_performer_id = performer_id)
  );
create policy "pharmacists correct what their pharmacy dispensed" on public.medication_dispenses
  for update to authenticated
  using (performer_id in (select private.organization_ids('pharmacist')))
  with check (performer_id in (select private.organization_ids('pharmacist')));
