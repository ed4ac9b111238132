-- What a table, function or view added later must not forget.
select 'every table in public has row-level security' as check_name, count(*) as bad
from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relrowsecurity
union all
select 'visitors read nothing but notices', count(*)
from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and c.relname <> 'notices'
  and (has_any_column_privilege('anon', c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')
    or has_table_privilege('anon', c.oid, 'DELETE, TRUNCATE, TRIGGER'))
union all
select 'signed-in people delete and truncate nothing', count(*)
from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  and has_table_privilege('authenticated', c.oid, 'DELETE, TRUNCATE')
union all
select 'security definer functions fix their search_path', count(*)
from pg_proc p
where p.pronamespace in (select oid from pg_namespace where nspname in ('public', 'private', 'audit'))
  and p.prosecdef
  and not exists (select from unnest(p.proconfig) as setting where setting like 'search_path=%')
union all
select 'no security definer function in the exposed schema', count(*)
from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
union all
select 'views in public run with the rights of their reader', count(*)
from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'
  and not coalesce('security_invoker=true' = any (c.reloptions) or 'security_invoker=on' = any (c.reloptions), false);
