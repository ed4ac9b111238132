-- shiplock: phase=expand
-- A pharmacist's patients were found by reading every prescription: PostgreSQL expects 1,000 rows of a function that gives
-- a set, and joins accordingly. At 1,000,000 prescriptions their list took 12 to 20 s, and each patient's page as long. Now
-- a policy asks about one patient, by index, and the list looks at no more than it can show. Who can read what is as before.

create function private.is_dispensed_here(patient uuid) returns boolean
  language sql stable security definer set search_path = ''
  as $$
    select exists (
      select from public.prescriptions p
      where p.subject_id = patient and p.status not in ('draft', 'entered-in-error')
        and p.dispense_performer_id = any (array(select private.organization_ids('pharmacist')))
    )
  $$;

-- Pharmacy by pharmacy, by the index of its queue: somebody who works in none reads nothing.
create or replace function private.patient_ids_to_dispense() returns setof uuid
  language sql stable security definer set search_path = ''
  as $$
    select theirs.subject_id from private.organization_ids('pharmacist') as pharmacy (id)
      cross join lateral (
        select distinct p.subject_id from public.prescriptions p
        where p.dispense_performer_id = pharmacy.id
          and p.status = any (array['active', 'on-hold', 'cancelled', 'completed', 'stopped', 'unknown'])
      ) as theirs
  $$;

-- So many of each way in as the list shows, in its order: the first of all are among the first of each.
create or replace function private.patient_candidates() returns uuid[]
  language sql stable security definer set search_path = ''
  as $$
    select array(
      select private.patient_id()
      union
      (
        select p.id from public.patients p where p.id = any (array(select private.patient_ids_in_care()))
        order by p.family_name, p.given_name, p.id limit 200
      )
      union
      (
        select p.id from public.patients p where p.id = any (array(select private.patient_ids_prescribed_for()))
        order by p.family_name, p.given_name, p.id limit 200
      )
      union
      (
        select p.id from public.patients p where p.id = any (array(select private.patient_ids_to_dispense()))
        order by p.family_name, p.given_name, p.id limit 200
      )
    )
  $$;

alter policy "pharmacists read the patients they dispense to" on public.patients
  using ((exists (select private.organization_ids('pharmacist'))) and private.is_dispensed_here(id));

-- The same of what belongs to a patient or a prescription: these two judged every patient and every prescription first.
alter policy "whoever reads a patient reads their allergies" on public.allergies
  using (exists (select from public.patients p where p.id = patient_id));
alter policy "whoever reads a prescription reads what was acknowledged" on public.warning_acknowledgements
  using (exists (select from public.prescriptions p where p.id = prescription_id));

revoke all on function private.is_dispensed_here(uuid) from public;
grant execute on function private.is_dispensed_here(uuid) to authenticated;
