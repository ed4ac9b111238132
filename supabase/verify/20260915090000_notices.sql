select 'visitors read notices' as check_name,
  (not has_table_privilege('anon', 'public.notices', 'SELECT'))::int::bigint as bad
union all
select 'visitors and patients do not write notices', count(*)
from unnest(array['anon', 'authenticated']) as api (role)
cross join unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) as verb
where has_table_privilege(api.role, 'public.notices', verb);
