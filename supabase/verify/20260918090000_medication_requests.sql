select 'this role sees all rows' as check_name, row_security_active('public.prescriptions')::int::bigint as bad
union all
select 'a prescription has the words of its medication', count(*)
from public.prescriptions p join public.medications m on m.id = p.medication_id
where p.medication_code <> m.code
union all
select 'only whoever wrote it signed it', count(*) from public.prescriptions p where p.signed_by <> p.requester_id
union all
select 'prescriptions go to pharmacies', count(*)
from public.prescriptions p join public.organizations o on o.id = p.dispense_performer_id where o.kind <> 'pharmacy';
