-- Runs right after the migration of the same name, and again with every `verify`.
-- Row-level security would hide rows from a weaker role and turn every count below into a false zero.
select 'this role sees all rows' as check_name,
  (row_security_active('public.prescriptions') or row_security_active('public.patients'))::int::bigint as bad
union all
select 'a renewed prescription is for the same patient', count(*)
from public.prescriptions p join public.prescriptions prior on prior.id = p.prior_prescription_id
where prior.subject_id <> p.subject_id
union all
select 'nobody prescribes for themselves', count(*)
from public.prescriptions p
join public.patients s on s.id = p.subject_id
join public.practitioners r on r.id = p.requester_id
where s.profile_id = r.profile_id
union all
select 'every profile has an account', count(*)
from public.profiles p where not exists (select from auth.users u where u.id = p.id);
