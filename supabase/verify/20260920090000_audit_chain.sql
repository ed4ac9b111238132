select 'this role sees all rows' as check_name, row_security_active('audit.events')::int::bigint as bad
union all
select 'the chain refuses update, delete and truncate', 2 - count(*)
from pg_trigger
where tgrelid = 'audit.events'::regclass and tgenabled = 'A'
  and tgname in ('events_only_grow', 'events_are_never_truncated')
union all
select 'the API roles cannot write the chain', count(*)
from unnest(array['anon', 'authenticated', 'service_role']) as api (role)
cross join unnest(array['audit.events', 'audit.head']) as part
cross join unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) as verb
where has_table_privilege(api.role, part, verb)
union all
select 'no event is altered or missing', count(*) from audit.verify();
