alter policy "whoever reads a prescription reads what was acknowledged" on public.warning_acknowledgements
  using (prescription_id in (select p.id from public.prescriptions p));
alter policy "whoever reads a patient reads their allergies" on public.allergies
  using (patient_id in (select p.id from public.patients p));
alter policy "pharmacists read the patients they dispense to" on public.patients
  using (id in (select private.patient_ids_to_dispense()));

create or replace function private.patient_candidates() returns uuid[]
  language sql stable security definer set search_path = ''
  as $$
    select array(
      select private.patient_id() union select private.patient_ids_in_care() union select private.patient_ids_prescribed_for()
      union select private.patient_ids_to_dispense()
    )
  $$;

create or replace function private.patient_ids_to_dispense() returns setof uuid
  language sql stable security definer set search_path = ''
  as $$
    select p.subject_id from public.prescriptions p
    where p.dispense_performer_id in (select private.organization_ids('pharmacist'))
      and p.status not in ('draft', 'entered-in-error')
  $$;

drop function private.is_dispensed_here(uuid);
