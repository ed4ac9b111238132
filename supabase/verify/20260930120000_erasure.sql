select 'this role sees all rows' as check_name, row_security_active('public.patients')::int::bigint as bad
union all
-- A restored backup is what brings them back: `select audit.erase_patient(id)` for each.
select 'whoever was erased stays erased', count(*)
from private.erasures e join public.patients p on p.id = e.patient_id
where p.profile_id is not null or p.family_name <> 'Erased' or p.given_name <> 'Erased';
