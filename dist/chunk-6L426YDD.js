var z=Object.defineProperty;var l=(e,n)=>z(e,"name",{value:n,configurable:!0});import{createRequire as K}from"node:module";import{dirname as V}from"node:path";import{fileURLToPath as X}from"node:url";const ve=K(import.meta.url),Y=X(import.meta.url);var ke=V(Y);import{isPermission as T,missingGrant as J}from"./chunk-UXYWAPK4.js";import{hashOf as N,toJson as R}from"./chunk-GNHQ4FAV.js";import{count as Q}from"./chunk-M5OV6MEN.js";import{__name as s}from"./chunk-S24FA7TV.js";var w={schemas:[],names:[],kinds:[]};function h(e,{kind:n,properties:a}){const{relation:t,object:r}=a;return typeof t=="string"?t:typeof r=="string"?r:e.slice(n.length+1)}l(h,"subjectOf"),s(h,"subjectOf");function A(e,n,a){const t=h(e,n),{schema:r,type:o}=n.properties,c=n.kind==="default-privilege"?r:o==="schema"?t:void 0;return a.kinds.includes(n.kind)||a.schemas.some(i=>t.startsWith(`${i}.`)||c===i||e===`schema ${i}`)||j([t,e.slice(n.kind.length+1)],a)}l(A,"isIgnored"),s(A,"isIgnored");function j(e,{names:n}){return n.some(a=>e.some(t=>C(a,t)))}l(j,"isNamed"),s(j,"isNamed");function C(e,n){const[a="",...t]=e.split("*");if(t.length===0)return n===e;const r=t.pop()??"";if(!n.startsWith(a)||!n.endsWith(r)||n.length<a.length+r.length)return!1;let o=a.length;for(const c of t){const i=n.indexOf(c,o);if(i===-1)return!1;o=i+c.length}return o<=n.length-r.length}l(C,"matches"),s(C,"matches");function b(e,n){const a=Object.entries(e.objects),t=a.filter(([r,o])=>!A(r,o,n));return{snapshot:{...e,schemas:e.schemas.filter(r=>!n.schemas.includes(r)),objects:t.length===a.length?e.objects:Object.fromEntries(t)},ignored:a.length-t.length}}l(b,"without"),s(b,"without");var Z=s(e=>e>0?[`${Q(e,"object")} ignored by the settings (database.ignore)`]:[],"ignoredRemark"),L=s(({kind:e,properties:n})=>e==="publication"&&n.platform===!0,"isPlatforms");function v(e){const n=new Set;for(const[a,{kind:t,properties:r}]of Object.entries(e)){const o=r.partitionBound;t==="relation"&&typeof o=="string"&&o!=="DEFAULT"&&n.add(a.slice(9))}return n}l(v,"partitionsOf"),s(v,"partitionsOf");function k(e,n,a){const{kind:t,properties:r}=n,o=t==="rls"?e.slice(4):h(e,n),c=a[`relation ${o}`]?.properties.parents,[i=""]=Array.isArray(c)?c:[];switch(t){case"rls":return a[`rls ${i}`]?.properties.enabled===!0&&r.enabled!==!0&&Object.values(a).some(({kind:p,properties:d})=>p==="grant"&&d.object===o||p==="column-grant"&&d.relation===o);case"grant":return!Object.hasOwn(a,`grant ${i} ${String(r.role)} ${String(r.privilege)}`);case"column-grant":return!(Object.hasOwn(a,e.replace(`column-grant ${o}.`,`column-grant ${i}.`))||Object.hasOwn(a,`grant ${i} ${String(r.role)} ${String(r.privilege)}`));case"policy":return r.permissive===!0&&!Object.hasOwn(a,e.replace(`policy ${o} `,`policy ${i} `));default:return!1}}l(k,"goesBeyond"),s(k,"goesBeyond");var U=s((e,n,a)=>a.has(P(e,n))||a.has(h(e,n)),"isOfPartition");function y({objects:e}){const n=v(e);return Object.fromEntries(Object.entries(e).flatMap(([a,t])=>{if(L(t))return[];if(U(a,t,n)&&!k(a,t,e))return[];if(t.kind!=="extension")return[[a,t]];const{version:r,...o}=t.properties;return[[a,{...t,properties:o}]]}))}l(y,"settled"),s(y,"settled");function P(e,n){const{ownedBy:a,references:t,parent:r}=n.properties;return n.kind==="rls"?e.slice(4):typeof a=="string"?a.slice(0,a.lastIndexOf(".")):n.kind==="constraint"&&typeof r=="string"&&typeof t=="string"?t:h(e,n)}l(P,"withWhom"),s(P,"withWhom");function D(e,n=w){return Object.fromEntries(Object.entries(y(b(e,n).snapshot)).map(([a,t])=>[a,N(R(t)).slice(0,16)]))}l(D,"digests"),s(D,"digests");var x=s((e,n)=>`exists (select from pg_depend e where e.classid = '${e}'::regclass and e.objid = ${n} and e.deptype = 'e')`,"ofExtension"),M=s(e=>`exists (select from pg_depend e where e.classid = 'pg_proc'::regclass and e.objid = ${e} and e.deptype in ('e', 'i'))`,"ofTypeOrExtension"),ee=`
select case t.typtype when 'e' then 'enum' when 'd' then 'domain' else 'type' end as kind,
  format('%s %I.%I', case t.typtype when 'e' then 'enum' when 'd' then 'domain' else 'type' end, n.nspname, t.typname) as id,
  jsonb_build_object('owner', pg_get_userbyid(t.typowner)) || case t.typtype
    when 'e' then jsonb_build_object('labels', array(
      select e.enumlabel::text from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder))
    when 'd' then jsonb_build_object(
      'type', format_type(t.typbasetype, t.typtypmod), 'notNull', t.typnotnull, 'default', t.typdefault,
      'constraints', array(select format('%I %s', k.conname, pg_get_constraintdef(k.oid)) from pg_constraint k
        where k.contypid = t.oid and k.contype = 'c' order by k.conname collate "C"))
    else jsonb_build_object('range', (select format_type(r.rngsubtype, null) from pg_range r where r.rngtypid = t.oid))
  end as properties
from pg_type t join pg_namespace n on n.oid = t.typnamespace
where n.nspname = any ($1) and t.typtype in ('e', 'd', 'r') and not ${x("pg_type","t.oid")}`,ne=`
select 'sequence' as kind, format('sequence %I.%I', n.nspname, c.relname) as id, jsonb_build_object(
  'owner', pg_get_userbyid(c.relowner),
  'type', format_type(s.seqtypid, null), 'start', s.seqstart::text, 'increment', s.seqincrement::text,
  'min', s.seqmin::text, 'max', s.seqmax::text, 'cache', s.seqcache::text, 'cycle', s.seqcycle,
  'ownedBy', (select format('%I.%I.%I', tn.nspname, t.relname, a.attname) from pg_depend d
    join pg_class t on t.oid = d.refobjid join pg_namespace tn on tn.oid = t.relnamespace
    join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
    where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'a' limit 1)
) as properties
from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and not ${x("pg_class","c.oid")}
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i')`,ae=[String.raw`[eE]'([^'\\]|\\.|'')*'`,"'[^']*'",String.raw`--[^\n]*`,String.raw`/\*([^*]|\*+[^*/])*\*+/`,String.raw`\$\$([^$]|\$[^$])*\$\$`,String.raw`\$[[:alpha:]_]+\$[^$]*\$[[:alpha:]_]+\$`].join("|").replaceAll("'","''"),te=`
select 'function' as kind, format('function %I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)) as id,
  jsonb_build_object(
    'name', format('%I.%I', n.nspname, p.proname),
    'kind', case p.prokind when 'f' then 'function' when 'p' then 'procedure' when 'a' then 'aggregate' else 'window' end,
    'arguments', pg_get_function_arguments(p.oid),
    'result', pg_get_function_result(p.oid),
    'owner', pg_get_userbyid(p.proowner),
    'language', l.lanname,
    'security', case when p.prosecdef then 'definer' else 'invoker' end,
    'volatility', case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
    'parallel', case p.proparallel when 's' then 'safe' when 'r' then 'restricted' else 'unsafe' end,
    'strict', p.proisstrict,
    'leakproof', p.proleakproof,
    'settings', coalesce((select array_agg(s order by s collate "C") from unnest(p.proconfig) s), '{}'),
    'bodyHash', encode(sha256(convert_to(replace(b.body, E'\\r\\n', E'\\n'), 'UTF8')), 'hex'),
    'words', array(select distinct lower(w[1]) from regexp_matches(
        c.code, '[[:alpha:]_][[:alnum:]_$]*', 'g') w
      where p.prokind in ('f', 'p') and length(w[1]) <= 63 order by 1),
    'dynamic', l.lanname not in ('sql', 'plpgsql') or b.body ~* '\\mexecute\\M'
  ) || case when c.code ~* '(\\.|,|\\m(select|all|distinct|returning)\\M)\\s*\\*' then '{"star": true}'::jsonb else '{}' end as properties
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
left join pg_aggregate a on a.aggfnoid = p.oid
cross join lateral (select coalesce(
  case when p.prokind = 'a' then concat_ws(' ', a.aggtransfn::regprocedure, a.aggfinalfn::oid::regprocedure,
    format_type(a.aggtranstype, null), a.agginitval, a.aggcombinefn::oid::regprocedure) end,
  pg_get_function_sqlbody(p.oid), p.prosrc || coalesce(' ' || p.probin, ''))) b (body)
cross join lateral (select regexp_replace(b.body, '${ae}', ' ', 'g')) c (code)
where n.nspname = any ($1) and not ${M("p.oid")}`,re=`
select 'trigger' as kind, format('trigger %I.%I %I', n.nspname, c.relname, t.tgname) as id, jsonb_build_object(
  'relation', format('%I.%I', n.nspname, c.relname),
  'name', t.tgname,
  'function', format('%I.%I', fn.nspname, f.proname),
  'definition', case when t.tgnargs = 0 then pg_get_triggerdef(t.oid)
    else regexp_replace(pg_get_triggerdef(t.oid), ' EXECUTE FUNCTION .*$', '') end,
  'argumentsHash', case when t.tgnargs > 0 then encode(sha256(t.tgargs), 'hex') end,
  'enabled', case t.tgenabled when 'O' then 'origin' when 'D' then 'disabled' when 'R' then 'replica' else 'always' end
) || case when t.tgparentid = 0 then '{}' else jsonb_build_object('whole',
    case parent.tgenabled when 'O' then 'origin' when 'D' then 'disabled' when 'R' then 'replica' else 'always' end) end as properties
from pg_trigger t
left join pg_trigger parent on parent.oid = t.tgparentid
join pg_class c on c.oid = t.tgrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_proc f on f.oid = t.tgfoid
join pg_namespace fn on fn.oid = f.pronamespace
where (n.nspname = any ($1) or fn.nspname = any ($1)) and not t.tgisinternal
  and (t.tgparentid = 0 or t.tgenabled <> parent.tgenabled)
  and not ${x("pg_class","c.oid")}
union all
select 'event-trigger', format('event-trigger %I', e.evtname), jsonb_build_object(
  'event', e.evtevent, 'function', format('%I.%I', fn.nspname, f.proname), 'enabled', e.evtenabled::text,
  'tags', coalesce(e.evttags, '{}'))
from pg_event_trigger e join pg_proc f on f.oid = e.evtfoid join pg_namespace fn on fn.oid = f.pronamespace
where fn.nspname = any ($1)`,se=`
select 'extension' as kind, format('extension %I', e.extname) as id,
  jsonb_build_object('version', e.extversion, 'schema', n.nspname) as properties
from pg_extension e join pg_namespace n on n.oid = e.extnamespace`,oe=`
select 'publication' as kind, format('publication %I', p.pubname) as id, jsonb_build_object(
  'allTables', p.puballtables,
  'events', array_remove(array[case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end,
    case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end], null),
  'schemas', array(select quote_ident(n.nspname) from pg_publication_namespace s
    join pg_namespace n on n.oid = s.pnnspid where s.pnpubid = p.oid order by 1),
  'tables', array(select concat(format('%I.%I', n.nspname, c.relname),
      case when r.prattrs is not null then ' (' || (select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum = any (r.prattrs::int2[])) || ')' end,
      ' where ' || pg_get_expr(r.prqual, r.prrelid))
    from pg_publication_rel r join pg_class c on c.oid = r.prrelid join pg_namespace n on n.oid = c.relnamespace
    where r.prpubid = p.oid and n.nspname = any ($1) order by 1)
) || case when p.pubviaroot then '{"viaRoot": true}'::jsonb else '{}' end
  || case to_jsonb(p) ->> 'pubgencols' when 's' then '{"generated": "stored"}'::jsonb else '{}' end
  || case when not p.puballtables and cardinality($2::text[]) >= 0
      and exists (select from pg_publication_rel r where r.prpubid = p.oid)
      and not exists (select from pg_publication_namespace s where s.pnpubid = p.oid)
      and not exists (select from pg_publication_rel r join pg_class c on c.oid = r.prrelid
        join pg_namespace n on n.oid = c.relnamespace where r.prpubid = p.oid and n.nspname <> all ($3::text[]))
    then '{"platform": true}'::jsonb else '{}' end as properties
from pg_publication p`,g=s((e,n)=>`exists (select from pg_depend e where e.classid = '${e}'::regclass and e.objid = ${n} and e.deptype = 'e')`,"ofExtension"),m="format('%I.%I', n.nspname, c.relname)",ie=`
select 'relation' as kind, 'relation ' || ${m} as id, jsonb_build_object(
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
where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and not ${g("pg_class","c.oid")}
union all
select 'rls', 'rls ' || ${m}, jsonb_build_object('enabled', c.relrowsecurity, 'forced', c.relforcerowsecurity)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and c.relkind in ('r', 'p') and not ${g("pg_class","c.oid")}
union all
select 'schema', format('schema %I', n.nspname), jsonb_build_object('owner', pg_get_userbyid(n.nspowner))
from pg_namespace n where n.nspname = any ($1)`,le=`
select 'column' as kind, format('column %I.%I.%I', n.nspname, c.relname, a.attname) as id, jsonb_build_object(
  'relation', ${m},
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
  and not ${g("pg_class","c.oid")}`,ce=`
select 'constraint' as kind, format('constraint %I.%I %I', n.nspname, c.relname, k.conname) as id, jsonb_build_object(
  'relation', ${m},
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
where n.nspname = any ($1) and k.contype in ('p', 'u', 'f', 'c', 'x') and not ${g("pg_class","c.oid")}`,pe=`
select 'index' as kind, format('index %I.%I', n.nspname, i.relname) as id, jsonb_build_object(
  'relation', ${m},
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
where n.nspname = any ($1) and not ${g("pg_class","c.oid")}`,de=`
select 'view' as kind, 'view ' || ${m} as id, jsonb_build_object(
  'relation', ${m},
  'materialized', c.relkind = 'm',
  'options', coalesce((select array_agg(o order by o collate "C") from unnest(c.reloptions) o), '{}'),
  'columns', array(select a.attname::text from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum),
  'definition', pg_get_viewdef(c.oid),
  'definitionHash', encode(sha256(convert_to(pg_get_viewdef(c.oid), 'UTF8')), 'hex')
) as properties
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and c.relkind in ('v', 'm') and not ${g("pg_class","c.oid")}
union all
select 'rule', format('rule %I.%I %I', n.nspname, c.relname, r.rulename), jsonb_build_object(
  'relation', ${m}, 'name', r.rulename, 'definition', pg_get_ruledef(r.oid), 'enabled', r.ev_enabled::text)
from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and r.rulename <> '_RETURN' and not ${g("pg_class","c.oid")}`,_=s((e,n)=>`exists (select from pg_depend e where e.classid = '${e}'::regclass and e.objid = ${n} and e.deptype = 'e')`,"ofExtension"),me=`
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
where (n.nspname = any ($1) or n.nspname = any ($2)) and not ${_("pg_class","c.oid")}`,ge=`
with object as (
  select 'relation' as type, format('%I.%I', n.nspname, c.relname) as name, c.relowner as owner,
    coalesce(c.relacl, acldefault('r', c.relowner)) as acl
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'm', 'f') and not ${_("pg_class","c.oid")}
  union all
  select 'sequence', format('%I.%I', n.nspname, c.relname), c.relowner, coalesce(c.relacl, acldefault('s', c.relowner))
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1) and c.relkind = 'S' and not ${_("pg_class","c.oid")}
  union all
  select 'function', format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)), p.proowner,
    coalesce(p.proacl, acldefault('f', p.proowner))
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = any ($1) and not ${M("p.oid")}
  union all
  select 'schema', quote_ident(n.nspname), n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner))
  from pg_namespace n where n.nspname = any ($1)
  union all
  select 'type', format('%I.%I', n.nspname, t.typname), t.typowner, coalesce(t.typacl, acldefault('T', t.typowner))
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where n.nspname = any ($1) and not ${_("pg_type","t.oid")} and (t.typtype in ('e', 'd', 'r')
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
    and not ${_("pg_class","c.oid")}) g
group by relation, col, name, role, privilege`,ue=`
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
from change`,I=["information_schema","shiplock","supabase_migrations","_analytics","_realtime","_supavisor","auth","cron","extensions","graphql","graphql_public","net","pgbouncer","pgmq","pgsodium","pgsodium_masks","pgtle","realtime","repack","storage","supabase_functions","tiger","tiger_data","topology","vault"],$=["realtime","storage"],he=`
select nspname::text as name from pg_namespace
 where nspname !~ '^pg_' and nspname <> all ($1::text[])
 order by nspname collate "C"`,G={search_path:"",quote_all_identifiers:"off",timezone:"UTC",datestyle:"ISO, YMD",intervalstyle:"postgres",bytea_output:"hex",extra_float_digits:"1",xmloption:"content"};function f(e,n){return e.transaction(async a=>(await a.query("set transaction isolation level repeatable read, read only"),await a.query("select set_config(name, value, true) from unnest($1::text[], $2::text[]) as s (name, value)",[Object.keys(G),Object.values(G)]),n(a)))}l(f,"atOneMoment"),s(f,"atOneMoment");var q={"relations and row-level security":{sql:ie,kinds:["relation","rls","schema"]},columns:{sql:le,kinds:["column"]},constraints:{sql:ce,kinds:["constraint"]},indexes:{sql:pe,kinds:["index"]},"views and rules":{sql:de,kinds:["view","rule"]},types:{sql:ee,kinds:["enum","domain","type"]},sequences:{sql:ne,kinds:["sequence"]},functions:{sql:te,kinds:["function"]},triggers:{sql:re,kinds:["trigger","event-trigger"]},extensions:{sql:se,kinds:["extension"]},publications:{sql:oe,kinds:["publication"]},policies:{sql:me,kinds:["policy"]},grants:{sql:ge,kinds:["grant","column-grant"]},"default privileges":{sql:ue,kinds:["default-privilege"]}},_e=Object.values(q).flatMap(e=>e.kinds);async function B(e,n={}){const a=await W(e,n).catch(i=>{if(!T(i))throw i;return H(e,n)}),t={};for(const{id:i,kind:p,properties:d}of a.rows.sort(fe))t[i]={kind:p,properties:d};const{schemas:r,unreadable:o,server:c}=a;return{format:1,...c?{server:c}:{},schemas:r,objects:t,unreadable:o,...n.contract?{contract:n.contract}:{}}}l(B,"schemaSnapshot"),s(B,"schemaSnapshot");function F(e,n=w){const{contract:a,server:t,...r}=b(e,n).snapshot;return N(R({...r,objects:y(r)}))}l(F,"fingerprint"),s(F,"fingerprint");async function W(e,n){return f(e,async a=>{const t=n.schemas??await S(a),r=[];for(const{sql:o}of Object.values(q))r.push(...await E(a,o,t));return{server:await O(a),schemas:[...t].sort(),rows:r,unreadable:[]}})}l(W,"readAtOnce"),s(W,"readAtOnce");async function H(e,n){const a=[],t=[],r=s(async(i,p,d)=>{try{return await f(e,d)}catch(u){if(!T(u))throw u;t.push({what:i,why:J(u),kinds:p});return}},"attempt"),o=n.schemas??await r("schemas",_e,S)??[];for(const[i,{sql:p,kinds:d}]of Object.entries(q))a.push(...await r(i,d,u=>E(u,p,o))??[]);return{server:await f(e,O).catch(()=>{}),schemas:[...o].sort(),rows:a,unreadable:t}}l(H,"readApart"),s(H,"readApart");async function O(e){const[n]=await e.query("select current_setting('server_version_num')::int as version");return n?.version}l(O,"serverOf"),s(O,"serverOf");async function S(e){return(await e.query(he,[I])).map(n=>n.name)}l(S,"allSchemas"),s(S,"allSchemas");function E(e,n,a){return n.includes("$3")?e.query(n,[a,$,I]):n.includes("$2")?e.query(n,[a,$]):e.query(n,n.includes("$1")?[a]:[])}l(E,"ask"),s(E,"ask");var fe=s((e,n)=>e.id<n.id?-1:e.id>n.id?1:0,"byId");export{I as LEFT_OUT,w as NOTHING_IGNORED,$ as POLICIES_LOOKED_AT,f as atOneMoment,D as digests,F as fingerprint,k as goesBeyond,Z as ignoredRemark,j as isNamed,U as isOfPartition,L as isPlatforms,v as partitionsOf,B as schemaSnapshot,y as settled,b as without};
