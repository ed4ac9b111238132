select 'records are read through audited functions only' as check_name, 3 - count(*) as bad
from pg_policies
where schemaname = 'public' and permissive = 'RESTRICTIVE' and cmd = 'SELECT' and roles = '{authenticated}'
  and tablename in ('patients', 'prescriptions', 'medication_dispenses') and qual like '%read_is_open%';
