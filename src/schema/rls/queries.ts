import { POLICIES_LOOKED_AT } from '../snapshot/schemas.ts';
import type { FunctionRights, RelationRights, Verb } from './rights.ts';

/** $1: schemas left out, $2: roles. */
const LOOKED_AT = `n.nspname !~ '^pg_' and n.nspname <> all ($1::text[])`;

const granted = (privilege: string) => `case
  when has_table_privilege(r.oid, c.oid, '${privilege}') then to_jsonb(true)
  when has_any_column_privilege(r.oid, c.oid, '${privilege}') then (
    select to_jsonb(array_agg(a.attname::text order by a.attname collate "C")) from pg_attribute a
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and has_column_privilege(r.oid, c.oid, a.attnum, '${privilege}'))
  else to_jsonb(false) end`;

/** Whose rights those are, and whether policies hold that role at all. */
const ownerOf = (oid: string) =>
  `(select concat(rolname, case when rolbypassrls or rolsuper then ' (bypassrls)' end) from pg_roles where oid = ${oid})`;

/** In `storage` and `realtime` those tables count that the project wrote policies for. */
const RELATION_LOOKED_AT = `(${LOOKED_AT} or n.nspname in (${POLICIES_LOOKED_AT.map((name) => `'${name}'`).join(', ')})
  and exists (select from pg_policy own where own.polrelid = c.oid))`;

export interface RightsRow {
  readonly relation: string;
  readonly role: string;
  readonly rls: RelationRights['rls'];
  readonly usage: boolean;
  readonly bypass: boolean;
  readonly owns: boolean;
  readonly owner: string;
  readonly parents: readonly string[];
  /** Of a partitioned table; not the default one: people make and drop it. */
  readonly partition: boolean;
  readonly partitioned: boolean;
  /** Of a view. */
  readonly body: string | null;
  readonly barrier: boolean;
  /** true: on the table; a list: on these columns. */
  readonly granted: Readonly<Record<Verb, boolean | readonly string[]>>;
}

export const RIGHTS = `
select format('%I.%I', n.nspname, c.relname) as relation, r.rolname as role,
  case when c.relkind in ('v', 'm') then
      case when exists (select from unnest(c.reloptions) o
          where o like 'security\\_invoker=%' and split_part(o, '=', 2)::boolean)
        then 'view of its reader' else 'view of its owner' end
    when not c.relrowsecurity then 'off' when c.relforcerowsecurity then 'forced' else 'on' end as rls,
  has_schema_privilege(r.oid, n.oid, 'USAGE') as usage,
  r.rolbypassrls or r.rolsuper as bypass,
  pg_has_role(r.oid, c.relowner, 'USAGE') as owns,
  ${ownerOf('c.relowner')} as owner,
  array(select format('%I.%I', pn.nspname, p.relname) from pg_inherits i join pg_class p on p.oid = i.inhparent
    join pg_namespace pn on pn.oid = p.relnamespace where i.inhrelid = c.oid order by 1) as parents,
  c.relispartition and pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT' as partition,
  c.relkind = 'p' as partitioned,
  case when c.relkind in ('v', 'm') then left(encode(sha256(convert_to(pg_get_viewdef(c.oid), 'UTF8')), 'hex'), 16) end as body,
  c.relkind = 'v' and exists (select from unnest(c.reloptions) o
    where o like 'security\\_barrier=%' and split_part(o, '=', 2)::boolean) as barrier,
  jsonb_build_object('select', ${granted('SELECT')}, 'insert', ${granted('INSERT')}, 'update', ${granted('UPDATE')},
    'delete', has_table_privilege(r.oid, c.oid, 'DELETE'), 'truncate', has_table_privilege(r.oid, c.oid, 'TRUNCATE')) as granted
from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join pg_roles r
where ${RELATION_LOOKED_AT} and c.relkind in ('r', 'p', 'v', 'm', 'f') and r.rolname = any ($2)
  and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
order by 1, 2`;

export interface PolicyRow {
  readonly relation: string;
  readonly name: string;
  readonly command: Verb | 'all';
  readonly permissive: boolean;
  readonly roles: readonly string[];
  /** Which of $2 it holds for. */
  readonly applies: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
}

export const POLICIES = `
select format('%I.%I', n.nspname, c.relname) as relation, p.polname::text as name,
  case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end as command,
  p.polpermissive as permissive,
  array(select case when o = 0 then 'public' else quote_ident(pg_get_userbyid(o)) end from unnest(p.polroles) o order by 1) as roles,
  array(select r.rolname::text from pg_roles r where r.rolname = any ($2) and exists (
    select from unnest(p.polroles) o where o = 0 or pg_has_role(r.oid, o, 'USAGE')) order by 1) as applies,
  pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
where ${RELATION_LOOKED_AT} order by 1, 2`;

export interface FunctionRow extends FunctionRights {
  readonly name: string;
  readonly owner: string;
  readonly settings: readonly string[];
}

export const FUNCTIONS = `
select * from (
  select format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)) as name,
    case when p.prosecdef then 'definer' else 'invoker' end as security,
    array(select r.rolname::text from pg_roles r where r.rolname = any ($2)
      and has_function_privilege(r.oid, p.oid, 'EXECUTE') and has_schema_privilege(r.oid, n.oid, 'USAGE') order by 1) as execute,
    ${ownerOf('p.proowner')} as owner,
    left(encode(sha256(convert_to(coalesce(pg_get_function_sqlbody(p.oid), p.prosrc), 'UTF8')), 'hex'), 16) as body,
    array(select s from unnest(p.proconfig) s order by s collate "C") || case when p.proleakproof then '{leakproof}' else '{}' end::text[] as settings,
    exists (select from pg_depend d where d.classid = 'pg_policy'::regclass and d.refclassid = 'pg_proc'::regclass
      and d.refobjid = p.oid) as "inPolicy"
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where ${LOOKED_AT} and p.prokind <> 'a'
    and not exists (select from pg_depend e where e.classid = 'pg_proc'::regclass and e.objid = p.oid and e.deptype = 'e')
) f where "inPolicy" or (security = 'definer' and cardinality(execute) > 0)
order by name`;
