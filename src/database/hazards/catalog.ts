/** Catalog queries behind `readFacts` about relations. Each takes one array: one round trip for all migrations. */

export interface RelationRow {
  name: string;
  kind: string;
  rows: string;
  bytes: string;
  row_security: boolean;
  unlogged: boolean;
  security_invoker: boolean;
  identified: boolean;
  identified_by: string | null;
  owner: string;
  attached: string[];
  of_table: string | null;
  children: string[];
  parents: string[];
  default_partition: string | null;
  sibling_default: string | null;
  views: string[];
}
/**
 * Named relations, and everything below, above or tied to them by a foreign key: a statement locks those too.
 * reltuples is -1 before the first ANALYZE; then the size stands in for it.
 */
export const RELATIONS = `
with recursive
named as (
  select c.oid from pg_class c
  where (c.relname = any($1) or c.relnamespace in (select oid from pg_namespace where nspname = any($2))) and c.relkind in ('r','p','v','m','i','I','S','f','c')
    and c.relnamespace not in (select oid from pg_namespace where nspname in ('pg_catalog','information_schema','pg_toast'))
), under(oid) as (
  select oid from named
  union select d.refobjid from under join pg_rewrite r on r.ev_class = under.oid join pg_depend d on d.objid = r.oid
    and d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass
), tied as (
  select u.oid from under u join pg_class c on c.oid = u.oid where c.relkind in ('r','p','v','m','i','I','S','f','c')
    and c.relnamespace not in (select oid from pg_namespace where nspname in ('pg_catalog','information_schema','pg_toast'))
  union select i.indrelid from pg_index i join named on named.oid = i.indexrelid
  union select k.confrelid from pg_constraint k join named on named.oid = k.conrelid where k.contype = 'f'
  union select k.conrelid from pg_constraint k join named on named.oid = k.confrelid where k.contype = 'f'
), tree(top, oid) as (
  select oid, oid from tied
  union select below.top, i.inhrelid from tree join pg_inherits i on i.inhparent = tree.oid
    cross join lateral (values (tree.top), (i.inhrelid)) below (top)
), wanted as (select distinct oid from tree
), reading(top, oid) as (
  select oid, oid from wanted
  union select reading.top, r.ev_class from reading join pg_depend d on d.refobjid = reading.oid
    and d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass join pg_rewrite r on r.oid = d.objid
)
select
  format('%s.%s', n.nspname, c.relname) as name,
  c.relkind as kind,
  (select coalesce(sum(case
      when l.reltuples >= 0 then greatest(l.reltuples, coalesce(pg_stat_get_live_tuples(l.oid), 0))
      else greatest(coalesce(pg_stat_get_live_tuples(l.oid), 0), pg_relation_size(l.oid) / 100) end), 0)::bigint
    from tree t join pg_class l on l.oid = t.oid and l.relkind in ('r','m') where t.top = c.oid) as rows,
  (select coalesce(sum(pg_total_relation_size(l.oid)), 0)::bigint
    from tree t join pg_class l on l.oid = t.oid and l.relkind in ('r','m') where t.top = c.oid) as bytes,
  c.relrowsecurity as row_security,
  c.relpersistence = 'u' as unlogged,
  coalesce(c.reloptions && array['security_invoker=true','security_invoker=on','security_invoker=yes','security_invoker=1'], false)
    as security_invoker,
  case c.relreplident when 'f' then true when 'n' then false
    else exists (select from pg_index i where i.indrelid = c.oid
      and case c.relreplident when 'i' then i.indisreplident else i.indisprimary end) end as identified,
  (select x.relname from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid and c.relreplident in ('d', 'i')
    and case c.relreplident when 'i' then i.indisreplident else i.indisprimary end limit 1) as identified_by,
  pg_get_userbyid(c.relowner) as owner,
  array(select 'trigger ' || tgname from pg_trigger where tgrelid = c.oid
    union all select 'policy ' || polname from pg_policy where polrelid = c.oid
    union all select 'rule ' || rulename from pg_rewrite where ev_class = c.oid) as attached,
  (select format('%s.%s', tn.nspname, t.relname) from pg_class t join pg_namespace tn on tn.oid = t.relnamespace
    where t.oid = coalesce((select indrelid from pg_index where indexrelid = c.oid), (
      select refobjid from pg_depend where c.relkind = 'S' and objid = c.oid and classid = 'pg_class'::regclass
      and refclassid = 'pg_class'::regclass and deptype in ('a', 'i') limit 1))) as of_table,
  array(select format('%s.%s', kn.nspname, k.relname) from tree t join pg_class k on k.oid = t.oid
    join pg_namespace kn on kn.oid = k.relnamespace where t.top = c.oid and t.oid <> c.oid order by 1) as children,
  array(select format('%s.%s', pn.nspname, p.relname) from pg_inherits i join pg_class p on p.oid = i.inhparent
    join pg_namespace pn on pn.oid = p.relnamespace where i.inhrelid = c.oid and c.relispartition order by 1) as parents,
  (select format('%s.%s', dn.nspname, d.relname) from pg_partitioned_table p join pg_class d on d.oid = p.partdefid
    join pg_namespace dn on dn.oid = d.relnamespace where p.partrelid = c.oid) as default_partition,
  (select format('%s.%s', dn.nspname, d.relname) from pg_inherits i join pg_partitioned_table p on p.partrelid = i.inhparent
    join pg_class d on d.oid = p.partdefid join pg_namespace dn on dn.oid = d.relnamespace
    where i.inhrelid = c.oid and d.oid <> c.oid) as sibling_default,
  array(select distinct format('%s.%s', vn.nspname, v.relname) from reading join pg_class v on v.oid = reading.oid
    join pg_namespace vn on vn.oid = v.relnamespace where reading.top = c.oid and v.oid <> c.oid order by 1) as views
from wanted join pg_class c on c.oid = wanted.oid join pg_namespace n on n.oid = c.relnamespace
order by 1`;

const NAMED = `
with named as (
  select c.oid, format('%s.%s', n.nspname, c.relname) as relation
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where format('%s.%s', n.nspname, c.relname) = any($1)
)`;

export interface ColumnRow {
  relation: string;
  name: string;
  type: string;
  not_null: boolean;
  has_default: boolean;
  generated: string;
  identity: boolean;
  sequence: string | null;
  collation: string | null;
}
export const COLUMNS = `${NAMED}
select relation, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null,
  a.atthasdef as has_default, a.attgenerated::text as generated, a.attidentity <> '' as identity,
  (select format('%s.%s', sn.nspname, s.relname) from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S'
    join pg_namespace sn on sn.oid = s.relnamespace where d.classid = 'pg_class'::regclass and d.refobjid = a.attrelid
      and d.refobjsubid = a.attnum and d.deptype in ('a', 'i') limit 1) as sequence,
  (select l.collname from pg_type t join pg_collation l on l.oid = a.attcollation
    where t.oid = a.atttypid and a.attcollation <> t.typcollation) as collation
from named join pg_attribute a on a.attrelid = named.oid where a.attnum > 0 and not a.attisdropped
order by relation, a.attnum`;

export interface ConstraintRow {
  relation: string;
  name: string;
  kind: string;
  valid: boolean;
  enforced: boolean;
  columns: string[];
  references: string | null;
  referenced: string[];
  on_delete: string;
  on_update: string;
  match: string;
  deferrable: boolean;
  deferred: boolean;
  expression: string | null;
}
export const CONSTRAINTS = `${NAMED}
select relation, k.conname as name, k.contype::text as kind, k.convalidated as valid,
  coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true) as enforced,
  array(select a.attname::text from unnest(k.conkey) with ordinality u(num, ord)
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num order by u.ord) as columns,
  (select format('%s.%s', rn.nspname, r.relname) from pg_class r join pg_namespace rn on rn.oid = r.relnamespace
    where r.oid = k.confrelid) as references,
  array(select a.attname::text from unnest(k.confkey) with ordinality u(num, ord)
    join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num order by u.ord) as referenced,
  k.confdeltype::text as on_delete, k.confupdtype::text as on_update, k.confmatchtype::text as match,
  k.condeferrable as deferrable, k.condeferred as deferred,
  pg_get_expr(k.conbin, k.conrelid) as expression
from named join pg_constraint k on k.conrelid = named.oid order by 1, 2`;

export interface IndexRow {
  relation: string;
  name: string;
  is_unique: boolean;
  valid: boolean;
  columns: string[];
  computed_from: string[];
  nulls_alike: boolean;
}
export const INDEXES = `${NAMED}
select relation, c.relname as name, i.indisunique as is_unique, i.indisvalid as valid,
  i.indnullsnotdistinct as nulls_alike,
  array(select coalesce(a.attname::text, '') from unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) with ordinality u(num, ord)
    left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.num order by u.ord) as columns,
  case when i.indexprs is null and i.indpred is null then '{}' else
    array(select a.attname::text from pg_attribute a where a.attrelid = i.indrelid and not a.attisdropped and (a.attnum = any(i.indkey)
      or exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
        and d.refobjid = i.indrelid and d.refobjsubid = a.attnum)) order by a.attnum) end as computed_from
from named join pg_index i on i.indrelid = named.oid join pg_class c on c.oid = i.indexrelid order by 1, 2`;
