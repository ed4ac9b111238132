select 'this role sees all rows' as check_name, row_security_active('private.patient_identifiers')::int::bigint as bad
union all
select 'every patient has a record number', count(*)
from public.patients p
where p.medical_record_number is null
  and not exists (select from private.patient_identifiers i where i.patient_id = p.id)
  and not exists (select from private.erasures e where e.patient_id = p.id)
union all
select 'the trail has no number of whoever has it encrypted', count(*)
from audit.entries n
where n.relation = 'public.patients' and (n.old_row ? 'medical_record_number' or n.new_row ? 'medical_record_number')
  and exists (select from private.patient_identifiers i where i.patient_id = n.row_id)
union all
select 'the API roles do not reach identifiers', count(*)
from unnest(array['anon', 'authenticated', 'service_role']) as api (role)
where has_any_column_privilege(api.role, 'private.patient_identifiers', 'SELECT, INSERT, UPDATE, REFERENCES')
  or has_table_privilege(api.role, 'private.patient_identifiers', 'DELETE, TRUNCATE, TRIGGER');
