select 'this role sees all rows' as check_name, row_security_active('public.medication_dispenses')::int::bigint as bad
union all
select 'nothing is dispensed beyond what was prescribed', count(*)
from public.prescriptions p
where private.dispensed_quantity(p.id) > p.dispense_quantity_value * (1 + p.dispense_repeats_allowed)
union all
select 'a draft was never dispensed', count(*)
from public.medication_dispenses d join public.prescriptions p on p.id = d.prescription_id where p.status = 'draft';
