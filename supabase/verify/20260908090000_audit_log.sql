select 'this role sees all rows' as check_name, row_security_active('audit.entries')::int::bigint as bad
union all
select 'the log refuses update, delete and truncate', 2 - count(*)
from pg_trigger
where tgrelid = 'audit.entries'::regclass and tgenabled = 'A'
  and tgname in ('entries_only_grow', 'entries_are_never_truncated')
union all
select 'every audited table records its changes', count(*)
from unnest(array['profiles', 'practitioners', 'patients', 'prescriptions']) as audited (name)
where not exists (
  select from pg_trigger t
  where t.tgrelid = to_regclass('public.' || audited.name) and t.tgname = 'record_change' and t.tgenabled in ('O', 'A')
)
union all
select 'the API roles cannot write the log', count(*)
from unnest(array['anon', 'authenticated', 'service_role']) as api (role)
cross join unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) as verb
where has_table_privilege(api.role, 'audit.entries', verb)
union all
select 'the last entry of a prescription is what it says now', count(*)
from public.prescriptions p
join lateral (
  select e.new_row from audit.entries e
  where e.relation = 'public.prescriptions' and e.row_id = p.id order by e.id desc limit 1
) last on true
where last.new_row ->> 'status' is distinct from p.status and last.new_row <> '{"erased": true}';
