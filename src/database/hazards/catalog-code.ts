/** Catalog queries behind `readFacts` about functions, types, rights and what hangs on relations. */

/** Rights as JSON, role (or `public`) → privileges. */
const rightsOf = (acl: string, kind: string, owner: string): string => `
  (select coalesce(jsonb_object_agg(role, privileges), '{}') from (
    select case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee) end as role,
      jsonb_agg(distinct a.privilege_type) as privileges
    from aclexplode(coalesce(${acl}, acldefault(${kind}, ${owner}))) a group by 1) granted)`;

export type RightsRow = Record<string, string[]>;

export interface SessionRow {
  version: number;
  path: string[];
  role: string;
  timeout: string | null;
  extensions: string[];
  unbound: string[];
  exposed: string | null;
  inherits: Record<string, { of: string[]; byItself: boolean }>;
  defaults: { schema: string | null; kind: string; rights: RightsRow }[];
  publications: { name: string; all: boolean; tables: string[]; schemas: string[] }[];
}
/**
 * The session, and what holds for the whole database. Who migrates owns the record or the history; the plan's own role
 * may be another one.
 */
export const SESSION = `
with migrating as (
  select coalesce(
    (select nspowner from pg_namespace where nspname = 'shiplock'),
    (select nspowner from pg_namespace where nspname = 'supabase_migrations'),
    (select oid from pg_roles where rolname = current_user)) as oid)
select current_setting('server_version_num')::int as version, current_schemas(false)::text[] as path,
  pg_get_userbyid(migrating.oid)::text as role,
  case when migrating.oid = (select oid from pg_roles where rolname = current_user)
    then (select reset_val from pg_settings where name = 'statement_timeout')
    else coalesce((select substr(c, 19) from pg_db_role_setting s, unnest(s.setconfig) c where c like 'statement\\_timeout=%'
      and s.setrole in (0, migrating.oid) and s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
      order by s.setrole <> 0 desc, s.setdatabase <> 0 desc limit 1),
      (select boot_val from pg_settings where name = 'statement_timeout')) end as timeout,
  array(select extname::text from pg_extension order by 1) as extensions,
  array(select rolname::text from pg_roles where rolsuper or rolbypassrls) as unbound,
  (select substr(setting, length('pgrst.db_schemas=') + 1) from pg_db_role_setting s join pg_roles r on r.oid = s.setrole and r.rolname = 'authenticator'
    cross join unnest(s.setconfig) setting where setting like 'pgrst.db\\_schemas=%'
      and s.setdatabase in (0, (select oid from pg_database where datname = current_database())) order by s.setdatabase desc limit 1) as exposed,
  (select coalesce(jsonb_object_agg(m.rolname, jsonb_build_object('byItself', m.rolinherit, 'of',
      (select coalesce(jsonb_agg(r.rolname), '[]') from pg_roles r where r.oid <> m.oid and pg_has_role(m.oid, r.oid, 'USAGE')))), '{}')
    from pg_roles m where m.rolname in ('anon', 'authenticated', 'service_role')) as inherits,
  (select coalesce(jsonb_agg(jsonb_build_object('schema', n.nspname, 'kind', d.defaclobjtype, 'rights',
      ${rightsOf('d.defaclacl', '\'r\'::"char"', 'd.defaclrole')})), '[]')
    from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace where d.defaclrole = migrating.oid) as defaults,
  (select coalesce(jsonb_agg(jsonb_build_object('name', p.pubname, 'all', p.puballtables,
      'tables', array(select format('%s.%s', n.nspname, c.relname) from pg_publication_rel r join pg_class c on c.oid = r.prrelid
        join pg_namespace n on n.oid = c.relnamespace where r.prpubid = p.oid order by 1),
      'schemas', array(select n.nspname from pg_publication_namespace s join pg_namespace n on n.oid = s.pnnspid where s.pnpubid = p.oid))), '[]')
    from pg_publication p) as publications
from migrating`;

export interface AttachedRow {
  relation: string;
  policies:
    | {
        name: string;
        command: string;
        permissive: boolean;
        roles: string[];
        using: string | null;
        check: string | null;
      }[]
    | null;
  triggers:
    | { name: string; function: string; type: number; conditional: boolean; columns: string[] }[]
    | null;
  rights: RightsRow;
  published: boolean;
  empty: boolean;
  definition: string | null;
  writable: boolean;
}
/** What hangs on relations: policies, triggers, rights, publications, a view's query. */
export const ATTACHED = `
with named as (
  select c.oid, c.relkind, c.relacl, c.relowner, c.relnamespace, format('%s.%s', n.nspname, c.relname) as relation
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where format('%s.%s', n.nspname, c.relname) = any($1) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
)
select relation,
  (select jsonb_agg(jsonb_build_object('name', polname, 'command', polcmd, 'permissive', polpermissive,
      'roles', (select jsonb_agg(case when role = 0 then 'public' else pg_get_userbyid(role) end) from unnest(polroles) role),
      'using', pg_get_expr(polqual, polrelid), 'check', pg_get_expr(polwithcheck, polrelid)))
    from pg_policy where polrelid = named.oid) as policies,
  (select jsonb_agg(jsonb_build_object('name', tgname, 'function', f.proname, 'type', tgtype, 'conditional', tgqual is not null,
      'columns', array(select a.attname from unnest(tgattr::int2[]) num join pg_attribute a on a.attrelid = tgrelid and a.attnum = num)))
    from pg_trigger t join pg_proc f on f.oid = t.tgfoid where tgrelid = named.oid and not tgisinternal) as triggers,
  (select coalesce(jsonb_object_agg(role, privileges), '{}') from (
    select case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee) end as role, jsonb_agg(distinct a.privilege) as privileges
    from (select grantee, privilege_type as privilege from aclexplode(coalesce(named.relacl,
        acldefault(case when named.relkind = 'S' then 's'::"char" else 'r'::"char" end, named.relowner)))
      union all select x.grantee, format('%s (%s)', x.privilege_type, c.attname) from pg_attribute c, aclexplode(c.attacl) x
        where c.attrelid = named.oid and c.attacl is not null and not c.attisdropped) a group by 1) granted) as rights,
  named.relkind in ('r', 'p') and exists (select from pg_publication p where (p.pubupdate or p.pubdelete) and (p.puballtables
    or exists (select from pg_publication_rel r where r.prpubid = p.oid and (r.prrelid = named.oid
      or r.prrelid in (select relid from pg_partition_ancestors(named.oid))))
    or exists (select from pg_publication_namespace s where s.pnpubid = p.oid and s.pnnspid = named.relnamespace))) as published,
  case named.relkind when 'r' then pg_relation_size(named.oid) = 0 and not exists (select from pg_inherits where inhparent = named.oid)
    when 'p' then not exists (select from pg_partition_tree(named.oid) b where b.isleaf and b.relid <> named.oid and pg_relation_size(b.relid) > 0)
    when 'm' then pg_relation_size(named.oid) = 0 else false end as empty,
  case when named.relkind in ('v', 'm') then pg_get_viewdef(named.oid) end as definition,
  named.relkind = 'v' and pg_relation_is_updatable(named.oid, false) <> 0 as writable
from named`;

export interface SchemaRow {
  name: string;
  owner: string;
  rights: RightsRow;
  tables: RightsRow;
  sequences: RightsRow;
  functions: RightsRow;
}
const inside = (from: string, acl: string, kind: string, owner: string, where: string): string => `
  (select coalesce(jsonb_object_agg(role, privileges), '{}') from (
    select case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee) end as role,
      jsonb_agg(distinct a.privilege_type) as privileges
    from ${from} o, aclexplode(coalesce(o.${acl}, acldefault(${kind}, o.${owner}))) a where ${where} group by 1) granted)`;
/** Schemas that GRANT and REVOKE name, with the rights on all that they hold. */
export const SCHEMAS = `
select n.nspname as name, pg_get_userbyid(n.nspowner)::text as owner,
  ${rightsOf('n.nspacl', '\'n\'::"char"', 'n.nspowner')} as rights,
  ${inside('pg_class', 'relacl', '\'r\'::"char"', 'relowner', "o.relnamespace = n.oid and o.relkind in ('r', 'p', 'v', 'm', 'f')")} as tables,
  ${inside('pg_class', 'relacl', '\'s\'::"char"', 'relowner', "o.relnamespace = n.oid and o.relkind = 'S'")} as sequences,
  ${inside('pg_proc', 'proacl', '\'f\'::"char"', 'proowner', 'o.pronamespace = n.oid')} as functions
from pg_namespace n where n.nspname = any($1)`;

export interface FunctionRow {
  name: string;
  volatility: string;
  own: boolean;
  used_by: string[];
}
/** Overloads share a name: the least harmless one speaks for all ('v' sorts last). */
export const FUNCTIONS = `
select p.proname as name, max(p.provolatile::text) as volatility, bool_or(n.nspname <> 'pg_catalog') as own,
  array(select distinct format('%s.%s', cn.nspname, c.relname) from pg_depend d
    left join pg_trigger t on d.classid = 'pg_trigger'::regclass and t.oid = d.objid
    left join pg_policy y on d.classid = 'pg_policy'::regclass and y.oid = d.objid
    left join pg_attrdef f on d.classid = 'pg_attrdef'::regclass and f.oid = d.objid
    left join pg_constraint k on d.classid = 'pg_constraint'::regclass and k.oid = d.objid
    left join pg_rewrite w on d.classid = 'pg_rewrite'::regclass and w.oid = d.objid
    left join pg_index i on d.classid = 'pg_class'::regclass and i.indexrelid = d.objid
    join pg_class c on c.oid = coalesce(t.tgrelid, y.polrelid, f.adrelid, k.conrelid, w.ev_class, i.indrelid)
    join pg_namespace cn on cn.oid = c.relnamespace
    where d.refclassid = 'pg_proc'::regclass and d.refobjid = any(array_agg(p.oid)) order by 1) as used_by
from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.proname = any($1) group by 1`;

export interface TypeRow {
  schema: string;
  name: string;
  kind: string;
  constrained: boolean;
  used_by: string[];
  owner: string;
  labels: string[];
  attributes: { name: string; type: string }[] | null;
  checks: string[];
  not_null: boolean;
}
export const TYPES = `
select n.nspname as schema, t.typname as name, t.typtype::text as kind,
  t.typtype = 'd' and (t.typnotnull or exists (select from pg_constraint k where k.contypid = t.oid)) as constrained,
  case when n.nspname = 'pg_catalog' then '{}' else
    array(select distinct format('%s.%s', cn.nspname, c.relname) from pg_attribute a join pg_class c on c.oid = a.attrelid
      join pg_namespace cn on cn.oid = c.relnamespace where a.atttypid in (t.oid, t.typarray) and not a.attisdropped
        and c.relkind in ('r', 'p', 'm', 'v') order by 1) end as used_by,
  pg_get_userbyid(t.typowner)::text as owner, t.typnotnull as not_null,
  array(select e.enumlabel::text from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder) as labels,
  case when t.typtype = 'c' then (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)
      from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped)
    when t.typtype = 'd' then jsonb_build_array(jsonb_build_object('name', 'value', 'type', format_type(t.typbasetype, t.typtypmod))) end as attributes,
  array(select pg_get_expr(k.conbin, 0) from pg_constraint k where k.contypid = t.oid and k.contype = 'c') as checks
from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typname = any($1)
order by n.nspname = 'pg_catalog'`;

export interface RoutineRow {
  name: string;
  kind: string;
  modes: string[] | null;
  names: string[] | null;
  input: string[];
  every: string[] | null;
  defaults: number;
  result: string;
  set: boolean;
  definer: boolean;
  owner: string;
  rights: RightsRow;
  dependents: string[];
}
/** Functions and procedures with what a caller sees of them, and what CASCADE would drop with them. */
export const ROUTINES = `
select format('%s.%s', n.nspname, p.proname) as name, p.prokind::text as kind, p.proargmodes::text[] as modes, p.proargnames as names,
  array(select format_type(t, null) from unnest(p.proargtypes::oid[]) with ordinality u(t, ord) order by ord) as input,
  (select array_agg(format_type(t, null) order by ord) from unnest(p.proallargtypes) with ordinality u(t, ord)) as every,
  p.pronargdefaults::int as defaults, format_type(p.prorettype, null) as result, p.proretset as set, p.prosecdef as definer,
  pg_get_userbyid(p.proowner)::text as owner, ${rightsOf('p.proacl', '\'f\'::"char"', 'p.proowner')} as rights,
  array(select coalesce(
      'trigger ' || (select format('%s.%s %s', tn.nspname, tc.relname, t.tgname) from pg_trigger t join pg_class tc on tc.oid = t.tgrelid
        join pg_namespace tn on tn.oid = tc.relnamespace where d.classid = 'pg_trigger'::regclass and t.oid = d.objid),
      'policy ' || (select format('%s.%s %s', yn.nspname, yc.relname, y.polname) from pg_policy y join pg_class yc on yc.oid = y.polrelid
        join pg_namespace yn on yn.oid = yc.relnamespace where d.classid = 'pg_policy'::regclass and y.oid = d.objid),
      pg_describe_object(d.classid, d.objid, d.objsubid))
    from pg_depend d where d.refclassid = 'pg_proc'::regclass and d.refobjid = p.oid and d.deptype in ('n', 'a') order by 1) as dependents
from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.proname = any($1) and n.nspname not in ('pg_catalog', 'information_schema')
order by 1, p.oid`;
