-- Takes signatures and the parts of dosages with it; the text of each dosage stays.
drop policy "pharmacists read the patients they dispense to" on public.patients;
drop policy "pharmacists read what is to be dispensed at their pharmacy" on public.prescriptions;
drop function private.patient_ids_to_dispense();
drop trigger begin_prescription on public.prescriptions;
drop function private.begin_prescription();

create or replace function private.guard_prescription() returns trigger
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

drop function private.is_legal_transition(text, text);
drop table private.prescription_transitions;
alter table public.prescriptions
  drop column medication_id, drop column dispense_performer_id, drop column dose_value, drop column dose_unit,
  drop column dose_frequency, drop column dose_period, drop column dose_period_unit, drop column dose_as_needed,
  drop column dose_route, drop column substitution_reason, drop column signed_at, drop column signed_by;
