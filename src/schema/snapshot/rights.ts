import { ofTypeOrExtension } from './code.ts';

/** Policies, grants and default privileges. Same shape as in relations.ts; $2: managed schemas with our policies. */

const ofExtension = (catalog: string, oid: string) =>
  `exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;

export const POLICIES = `
select 'policy' as kind,
  format('policy %I.%I "%s"', n.nspname, c.relname, replace(p.polname, '"', '""')) as id, jsonb_build_object(
  'relation', format('%I.%I', n.nspname, c.relname),
  'name', p.polname,
  'command', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
    when 'd' then 'delete' else 'all' end,
  'permissive', p.polpermissive,
  'roles', array(select case when r = 0 then 'public' else pg_get_userbyid(r) end from unnest(p.polroles) r order by 1),
  'using', pg_get_expr(p.polqual, p.polrelid),
  'check', pg_get_expr(p.polwithcheck, p.polrelid)
) as properties
from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
where (n.nspname = any ($1) or n.nspname = any ($2)) and not ${ofExtension('pg_class', 'c.oid')}`;

/** Rights that an owner has by owning are left out; a missing acl means the built-in default. */
export const GRANTS = `
with object as (
  select 'relation' as type, format('%I.%I', n.nspname, c.relname) as name, c.relowner as owner,
    coalesce(c.relacl, acldefault('r', c.relowner)) as acl
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'm', 'f') and not ${ofExtension('pg_class', 'c.oid')}
  union all
  select 'sequence', format('%I.%I', n.nspname, c.relname), c.relowner, coalesce(c.relacl, acldefault('s', c.relowner))
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1) and c.relkind = 'S' and not ${ofExtension('pg_class', 'c.oid')}
  union all
  select 'function', format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)), p.proowner,
    coalesce(p.proacl, acldefault('f', p.proowner))
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = any ($1) and not ${ofTypeOrExtension('p.oid')}
  union all
  select 'schema', quote_ident(n.nspname), n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner))
  from pg_namespace n where n.nspname = any ($1)
  union all
  select 'type', format('%I.%I', n.nspname, t.typname), t.typowner, coalesce(t.typacl, acldefault('T', t.typowner))
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where n.nspname = any ($1) and not ${ofExtension('pg_type', 't.oid')} and (t.typtype in ('e', 'd', 'r')
    or exists (select from pg_class c where c.oid = t.typrelid and c.relkind = 'c'))
)
select 'grant' as kind,
  concat('grant ', case when type <> 'relation' then type || ' ' end, name, ' ', role, ' ', privilege) as id,
  jsonb_build_object('type', type, 'object', name, 'role', role, 'privilege', privilege, 'grantable', bool_or(grantable)) as properties
from (select o.type, o.name, a.privilege_type as privilege, a.is_grantable as grantable,
    case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end as role
  from object o cross join aclexplode(o.acl) a where a.grantee <> o.owner) g
group by type, name, role, privilege
union all
select 'column-grant', concat('column-grant ', relation, '.', col, ' ', role, ' ', privilege),
  jsonb_build_object('relation', relation, 'column', name, 'role', role, 'privilege', privilege, 'grantable', bool_or(grantable))
from (select format('%I.%I', n.nspname, c.relname) as relation, quote_ident(t.attname) as col, t.attname as name,
    a.privilege_type as privilege, a.is_grantable as grantable,
    case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end as role
  from pg_attribute t join pg_class c on c.oid = t.attrelid join pg_namespace n on n.oid = c.relnamespace
  cross join aclexplode(t.attacl) a
  where n.nspname = any ($1) and t.attacl is not null and t.attnum > 0 and not t.attisdropped
    and not ${ofExtension('pg_class', 'c.oid')}) g
group by relation, col, name, role, privilege`;

/**
 * A default for one schema adds to the built-in one; a default for all schemas replaces it, so what it takes away is
 * an object of its own ("revoked").
 */
export const DEFAULT_PRIVILEGES = `
with entry as (
  select d.oid, pg_get_userbyid(d.defaclrole) as owner, n.nspname as schema, d.defaclacl as acl,
    case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
      when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end as objects,
    case when d.defaclnamespace <> 0 or d.defaclobjtype not in ('r', 'S', 'f', 'T', 'n') then null
      else acldefault(case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end, d.defaclrole) end as built_in
  from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
  where n.nspname = any ($1) or d.defaclnamespace = 0
), change as (
  select e.*, x.granted, x.grantee, x.privilege, x.grantable from entry e cross join lateral (
    (select true, a.grantee, a.privilege_type, a.is_grantable from aclexplode(e.acl) a
     except select true, b.grantee, b.privilege_type, b.is_grantable from aclexplode(e.built_in) b)
    union all
    (select false, b.grantee, b.privilege_type, false from aclexplode(e.built_in) b
     except select false, a.grantee, a.privilege_type, false from aclexplode(e.acl) a)
  ) x (granted, grantee, privilege, grantable)
)
select 'default-privilege' as kind, concat('default-privilege ', quote_ident(owner), ' in ',
    coalesce(quote_ident(schema), 'all'), ' ', objects, case when not granted then ' revoked' end, ' ',
    case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end, ' ', privilege) as id,
  jsonb_build_object('owner', quote_ident(owner), 'schema', quote_ident(schema), 'objects', objects, 'granted', granted,
    'role', case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
    'privilege', privilege) || case when grantable then '{"grantable": true}'::jsonb else '{}' end as properties
from change`;
