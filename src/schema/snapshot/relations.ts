/** Each query gives rows (kind, id, properties); $1 is the list of schemas. Members of extensions are left out. */

const ofExtension = (catalog: string, oid: string) =>
  `exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;

const qualified = `format('%I.%I', n.nspname, c.relname)`;

export const RELATIONS = `
select 'relation' as kind, 'relation ' || ${qualified} as id, jsonb_build_object(
  'type', case c.relkind when 'r' then 'table' when 'p' then 'partitioned table' when 'v' then 'view'
    when 'm' then 'materialized view' when 'f' then 'foreign table' else 'composite type' end,
  'owner', pg_get_userbyid(c.relowner),
  'persistence', case c.relpersistence when 'p' then 'permanent' when 'u' then 'unlogged' else 'temporary' end,
  'options', coalesce((select array_agg(o order by o collate "C") from unnest(c.reloptions) o), '{}'),
  'replicaIdentity', c.relreplident::text,
  'partitionKey', case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end,
  'partitionBound', pg_get_expr(c.relpartbound, c.oid),
  'parents', array(select format('%I.%I', pn.nspname, p.relname) from pg_inherits i
    join pg_class p on p.oid = i.inhparent join pg_namespace pn on pn.oid = p.relnamespace
    where i.inhrelid = c.oid order by 1),
  'ownerLacks', array(
    select d.privilege_type from aclexplode(acldefault('r', c.relowner)) d where d.grantee = c.relowner and c.relacl is not null
    except select a.privilege_type from aclexplode(c.relacl) a where a.grantee = c.relowner order by 1)
) || case when c.relreplident = 'i' then jsonb_build_object('replicaIndex', (select i.relname from pg_index x
    join pg_class i on i.oid = x.indexrelid where x.indrelid = c.oid and x.indisreplident)) else '{}' end
  || case when c.relkind = 'm' and not c.relispopulated then '{"populated": false}'::jsonb else '{}' end as properties
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and not ${ofExtension('pg_class', 'c.oid')}
union all
select 'rls', 'rls ' || ${qualified}, jsonb_build_object('enabled', c.relrowsecurity, 'forced', c.relforcerowsecurity)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and c.relkind in ('r', 'p') and not ${ofExtension('pg_class', 'c.oid')}
union all
select 'schema', format('schema %I', n.nspname), jsonb_build_object('owner', pg_get_userbyid(n.nspowner))
from pg_namespace n where n.nspname = any ($1)`;

/**
 * What is rarely so is a property only where it is: NOT NULL that was never checked, the options of an identity.
 * Positions are left out on purpose: only \`select *\` without names sees them, and a dropped column leaves a gap.
 */
export const COLUMNS = `
select 'column' as kind, format('column %I.%I.%I', n.nspname, c.relname, a.attname) as id, jsonb_build_object(
  'relation', ${qualified},
  'name', a.attname,
  'type', format_type(a.atttypid, a.atttypmod),
  'notNull', a.attnotnull,
  'default', case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
  'generated', case when a.attgenerated <> '' then
    case a.attgenerated when 's' then 'stored ' else 'virtual ' end || pg_get_expr(d.adbin, d.adrelid) end,
  'identity', case a.attidentity when 'a' then 'always' when 'd' then 'by default' end,
  'collation', case when a.attcollation <> t.typcollation then (
    select format('%I.%I', cn.nspname, k.collname) from pg_collation k join pg_namespace cn on cn.oid = k.collnamespace
     where k.oid = a.attcollation) end
) || coalesce((select jsonb_build_object('notNullNotValid', k.conname) from pg_constraint k
    where k.conrelid = c.oid and k.contype = 'n' and k.conkey = array[a.attnum] and not k.convalidated), '{}')
  || coalesce((select jsonb_build_object('identityOptions', o.options) from pg_depend p
    join pg_sequence s on s.seqrelid = p.objid
    cross join lateral (select array_remove(array[
      case when s.seqstart <> case when s.seqincrement > 0 then s.seqmin else s.seqmax end then 'start with ' || s.seqstart end,
      case when s.seqincrement <> 1 then 'increment by ' || s.seqincrement end,
      case when s.seqmin <> case when s.seqincrement > 0 then 1 else e.least end then 'minvalue ' || s.seqmin end,
      case when s.seqmax <> case when s.seqincrement > 0 then -(e.least + 1) else -1 end then 'maxvalue ' || s.seqmax end,
      case when s.seqcache <> 1 then 'cache ' || s.seqcache end,
      case when s.seqcycle then 'cycle' end], null)
      from (select case s.seqtypid when 'int2'::regtype then -32768 when 'int4'::regtype then -2147483648
        else -9223372036854775808 end::bigint) e (least)) o (options)
    where a.attidentity <> '' and p.classid = 'pg_class'::regclass and p.refclassid = 'pg_class'::regclass
      and p.refobjid = c.oid and p.refobjsubid = a.attnum and p.deptype = 'i' and cardinality(o.options) > 0), '{}') as properties
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_type t on t.oid = a.atttypid
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and a.attnum > 0 and not a.attisdropped
  and not ${ofExtension('pg_class', 'c.oid')}`;

/** PostgreSQL 18 keeps NOT NULL as constraints too; the column already says it. */
export const CONSTRAINTS = `
select 'constraint' as kind, format('constraint %I.%I %I', n.nspname, c.relname, k.conname) as id, jsonb_build_object(
  'relation', ${qualified},
  'name', k.conname,
  'type', case k.contype when 'p' then 'primary key' when 'u' then 'unique' when 'f' then 'foreign key'
    when 'c' then 'check' else 'exclusion' end,
  'definition', pg_get_constraintdef(k.oid),
  'validated', k.convalidated,
  'inherited', k.coninhcount > 0,
  'columns', array(select a.attname::text from unnest(k.conkey) with ordinality u (num, place)
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num order by u.place),
  'references', case when k.confrelid <> 0 then (select format('%I.%I', fn.nspname, f.relname)
    from pg_class f join pg_namespace fn on fn.oid = f.relnamespace where f.oid = k.confrelid) end
) || case when k.contype = 'f' and exists (select from pg_trigger t where t.tgconstraint = k.oid and t.tgenabled <> 'O')
  then jsonb_build_object('disabled', array(select format('alter table %I.%I enable trigger %I;', tn.nspname, tc.relname, t.tgname)
    from pg_trigger t join pg_class tc on tc.oid = t.tgrelid join pg_namespace tn on tn.oid = tc.relnamespace
    where t.tgconstraint = k.oid and t.tgenabled <> 'O' order by 1)) else '{}' end
  || coalesce((select jsonb_build_object('parent', format('%I.%I %I', pn.nspname, p.relname, pk.conname))
    from pg_constraint pk join pg_class p on p.oid = pk.conrelid join pg_namespace pn on pn.oid = p.relnamespace
    where pk.oid = k.conparentid), '{}') as properties
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and k.contype in ('p', 'u', 'f', 'c', 'x') and not ${ofExtension('pg_class', 'c.oid')}`;

export const INDEXES = `
select 'index' as kind, format('index %I.%I', n.nspname, i.relname) as id, jsonb_build_object(
  'relation', ${qualified},
  'definition', pg_get_indexdef(x.indexrelid),
  'unique', x.indisunique,
  'valid', x.indisvalid,
  'expressions', x.indexprs is not null or x.indpred is not null,
  'columns', array(select a.attname::text from unnest(x.indkey) with ordinality u (num, place)
    join pg_attribute a on a.attrelid = c.oid and a.attnum = u.num where u.num > 0 order by u.place),
  'constraint', (select k.conname from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x') limit 1)
) || coalesce((select jsonb_build_object('parent', format('%I.%I', pn.nspname, p.relname)) from pg_inherits h
    join pg_class p on p.oid = h.inhparent join pg_namespace pn on pn.oid = p.relnamespace
    where h.inhrelid = x.indexrelid), '{}') as properties
from pg_index x
join pg_class i on i.oid = x.indexrelid
join pg_class c on c.oid = x.indrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and not ${ofExtension('pg_class', 'c.oid')}`;

export const VIEWS = `
select 'view' as kind, 'view ' || ${qualified} as id, jsonb_build_object(
  'relation', ${qualified},
  'materialized', c.relkind = 'm',
  'options', coalesce((select array_agg(o order by o collate "C") from unnest(c.reloptions) o), '{}'),
  'columns', array(select a.attname::text from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum),
  'definition', pg_get_viewdef(c.oid),
  'definitionHash', encode(sha256(convert_to(pg_get_viewdef(c.oid), 'UTF8')), 'hex')
) as properties
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and c.relkind in ('v', 'm') and not ${ofExtension('pg_class', 'c.oid')}
union all
select 'rule', format('rule %I.%I %I', n.nspname, c.relname, r.rulename), jsonb_build_object(
  'relation', ${qualified}, 'name', r.rulename, 'definition', pg_get_ruledef(r.oid), 'enabled', r.ev_enabled::text)
from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and r.rulename <> '_RETURN' and not ${ofExtension('pg_class', 'c.oid')}`;
