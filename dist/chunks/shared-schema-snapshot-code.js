var z=Object.defineProperty;var e=(O,f)=>z(O,"name",{value:f,configurable:!0});const J=6282,Z=[6282],ee={98916:((O,f,c)=>{c.d(f,{g:e(()=>d,"g")});var m=c(7250);const g={table:["select",""],view:["select",""],"materialized view":["select",""],"foreign table":["select",""],schema:["usage","schema "],function:["execute","function "],aggregate:["execute","function "],procedure:["execute","procedure "],sequence:["usage, select","sequence "],type:["usage","type "],language:["usage","language "],"foreign server":["usage","foreign server "],database:["create","database "]},u=new RegExp(`permission denied for (${Object.keys(g).join("|")}) (.+)$`,"s"),_=/permission denied to set role "(.+)"/s;function d(b){const[v="",y="",S=""]=u.exec(b)??[],$=g[y];if($)return{kind:y,right:$[0],on:`on ${$[1]}${(0,m.b)(S)}`,said:v};const[T="",E=""]=_.exec(b)??[];return E?{kind:"role",right:(0,m.b)(E),on:"",said:T}:void 0}e(d,"lacking")}),3432:((O,f,c)=>{c.d(f,{CT:e(()=>j,"CT"),FF:e(()=>y,"FF"),RJ:e(()=>T,"RJ"),V3:e(()=>u,"V3"),VN:e(()=>$,"VN"),cI:e(()=>M,"cI"),ev:e(()=>b,"ev"),gu:e(()=>w,"gu"),i8:e(()=>E,"i8"),tq:e(()=>S,"tq")});var m=c(84222),g=c(88833);const u={schemas:[],names:[],kinds:[]};function _(a,{kind:n,properties:s}){const{relation:t,object:i}=s;return typeof t=="string"?t:typeof i=="string"?i:a.slice(n.length+1)}e(_,"subjectOf");function d(a,n,s){const t=_(a,n),{schema:i,type:l}=n.properties,x=n.kind==="default-privilege"?i:l==="schema"?t:void 0;return s.kinds.includes(n.kind)||s.schemas.some(p=>t.startsWith(`${p}.`)||x===p||a===`schema ${p}`)||b([t,a.slice(n.kind.length+1)],s)}e(d,"isIgnored");function b(a,{names:n}){return n.some(s=>a.some(t=>v(s,t)))}e(b,"isNamed");function v(a,n){const[s="",...t]=a.split("*");if(t.length===0)return n===a;const i=t.pop()??"";if(!n.startsWith(s)||!n.endsWith(i)||n.length<s.length+i.length)return!1;let l=s.length;for(const x of t){const p=n.indexOf(x,l);if(p===-1)return!1;l=p+x.length}return l<=n.length-i.length}e(v,"matches");function y(a,n){const s=Object.entries(a.objects),t=s.filter(([i,l])=>!d(i,l,n));return{snapshot:{...a,schemas:a.schemas.filter(i=>!n.schemas.includes(i)),objects:t.length===s.length?a.objects:Object.fromEntries(t)},ignored:s.length-t.length}}e(y,"without");const S=e(a=>a>0?[`${(0,m.U9)(a,"object")} ignored by the settings (database.ignore)`]:[],"ignoredRemark"),$=e(({kind:a,properties:n})=>a==="publication"&&n.platform===!0,"isPlatforms");function T(a){const n=new Set;for(const[s,{kind:t,properties:i}]of Object.entries(a)){const l=i.partitionBound;t==="relation"&&typeof l=="string"&&l!=="DEFAULT"&&n.add(s.slice(9))}return n}e(T,"partitionsOf");function E(a,n,s){const{kind:t,properties:i}=n,l=t==="rls"?a.slice(4):_(a,n),x=s[`relation ${l}`]?.properties.parents,[p=""]=Array.isArray(x)?x:[];switch(t){case"rls":return s[`rls ${p}`]?.properties.enabled===!0&&i.enabled!==!0&&Object.values(s).some(({kind:N,properties:R})=>N==="grant"&&R.object===l||N==="column-grant"&&R.relation===l);case"grant":return!Object.hasOwn(s,`grant ${p} ${String(i.role)} ${String(i.privilege)}`);case"column-grant":return!(Object.hasOwn(s,a.replace(`column-grant ${l}.`,`column-grant ${p}.`))||Object.hasOwn(s,`grant ${p} ${String(i.role)} ${String(i.privilege)}`));case"policy":return i.permissive===!0&&!Object.hasOwn(s,a.replace(`policy ${l} `,`policy ${p} `));default:return!1}}e(E,"goesBeyond");function j(a,n,s){const{ownedBy:t}=n.properties;return typeof t=="string"?[...s].some(i=>t.startsWith(`${i}.`)):s.has(L(a,n))||s.has(_(a,n))}e(j,"isOfPartition");function w({objects:a}){const n=T(a);return Object.fromEntries(Object.entries(a).flatMap(([s,t])=>{if($(t))return[];if(j(s,t,n)&&!E(s,t,a))return[];if(t.kind!=="extension")return[[s,t]];const{version:i,...l}=t.properties;return[[s,{...t,properties:l}]]}))}e(w,"settled");function L(a,n){const{references:s,parent:t}=n.properties;return n.kind==="rls"?a.slice(4):n.kind==="constraint"&&typeof t=="string"&&typeof s=="string"?s:_(a,n)}e(L,"withWhom");function M(a,n=u){return Object.fromEntries(Object.entries(w(y(a,n).snapshot)).map(([s,t])=>[s,(0,g.qQ)((0,g.aB)(t)).slice(0,16)]))}e(M,"digests")}),52042:((O,f,c)=>{c.d(f,{X:e(()=>_,"X"),Y:e(()=>u,"Y")});var m=c(98916),g=c(6696);const u=e(d=>d instanceof g.GV&&d.code==="SHIPLOCK_DATABASE_PERMISSION","isPermission");function _(d){const b=d instanceof g.GV?d.problem.what:String(d),v=/affected by row-level security policy for table "(.+)"/s.exec(b);if(v)return`rows of ${v[1]} might be hidden from this role: it needs BYPASSRLS (${v[0]})`;const y=(0,m.g)(b);return y?`missing grant: grant ${[y.right,y.on].filter(Boolean).join(" ")} to the role in database-url (${y.said})`:b}e(_,"missingGrant")}),12314:((O,f,c)=>{c.d(f,{H6:e(()=>u,"H6"),Pk:e(()=>m,"Pk"),ep:e(()=>g,"ep")});const m=["information_schema","shiplock","supabase_migrations","_analytics","_realtime","_supavisor","auth","cron","extensions","graphql","graphql_public","net","pgbouncer","pgmq","pgsodium","pgsodium_masks","pgtle","realtime","repack","storage","supabase_functions","tiger","tiger_data","topology","vault"],g=["realtime","storage"],u=`
select nspname::text as name from pg_namespace
 where nspname !~ '^pg_' and nspname <> all ($1::text[])
 order by nspname collate "C"`}),63410:((O,f,c)=>{c.d(f,{q:e(()=>g,"q")});const m={search_path:"",quote_all_identifiers:"off",timezone:"UTC",datestyle:"ISO, YMD",intervalstyle:"postgres",bytea_output:"hex",extra_float_digits:"1",xmloption:"content"};function g(u,_){return u.transaction(async d=>(await d.query("set transaction isolation level repeatable read, read only"),await d.query("select set_config(name, value, true) from unnest($1::text[], $2::text[]) as s (name, value)",[Object.keys(m),Object.values(m)]),_(d)))}e(g,"atOneMoment")}),16282:((O,f,c)=>{c.d(f,{R:e(()=>K,"R"),u:e(()=>H,"u")});var m=c(88833),g=c(3432),u=c(52042);const _=e((r,o)=>`exists (select from pg_depend e where e.classid = '${r}'::regclass and e.objid = ${o} and e.deptype = 'e')`,"ofExtension"),d=e(r=>`exists (select from pg_depend e where e.classid = 'pg_proc'::regclass and e.objid = ${r} and e.deptype in ('e', 'i'))`,"ofTypeOrExtension"),b=`
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
where n.nspname = any ($1) and t.typtype in ('e', 'd', 'r') and not ${_("pg_type","t.oid")}`,v=`
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
where n.nspname = any ($1) and not ${_("pg_class","c.oid")}
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i')`,S=`
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
cross join lateral (select regexp_replace(b.body, '${[String.raw`[eE]'([^'\\]|\\.|'')*'`,"'[^']*'",String.raw`--[^\n]*`,String.raw`/\*([^*]|\*+[^*/])*\*+/`,String.raw`\$\$([^$]|\$[^$])*\$\$`,String.raw`\$[[:alpha:]_]+\$[^$]*\$[[:alpha:]_]+\$`].join("|").replaceAll("'","''")}', ' ', 'g')) c (code)
where n.nspname = any ($1) and not ${d("p.oid")}`,$=`
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
  and not ${_("pg_class","c.oid")}
union all
select 'event-trigger', format('event-trigger %I', e.evtname), jsonb_build_object(
  'event', e.evtevent, 'function', format('%I.%I', fn.nspname, f.proname), 'enabled', e.evtenabled::text,
  'tags', coalesce(e.evttags, '{}'))
from pg_event_trigger e join pg_proc f on f.oid = e.evtfoid join pg_namespace fn on fn.oid = f.pronamespace
where fn.nspname = any ($1)`,T=`
select 'extension' as kind, format('extension %I', e.extname) as id,
  jsonb_build_object('version', e.extversion, 'schema', n.nspname) as properties
from pg_extension e join pg_namespace n on n.oid = e.extnamespace`,E=`
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
from pg_publication p`,j=e((r,o)=>`exists (select from pg_depend e where e.classid = '${r}'::regclass and e.objid = ${o} and e.deptype = 'e')`,"relations_ofExtension"),w="format('%I.%I', n.nspname, c.relname)",L=`
select 'relation' as kind, 'relation ' || ${w} as id, jsonb_build_object(
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
where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and not ${j("pg_class","c.oid")}
union all
select 'rls', 'rls ' || ${w}, jsonb_build_object('enabled', c.relrowsecurity, 'forced', c.relforcerowsecurity)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and c.relkind in ('r', 'p') and not ${j("pg_class","c.oid")}
union all
select 'schema', format('schema %I', n.nspname), jsonb_build_object('owner', pg_get_userbyid(n.nspowner))
from pg_namespace n where n.nspname = any ($1)`,M=`
select 'column' as kind, format('column %I.%I.%I', n.nspname, c.relname, a.attname) as id, jsonb_build_object(
  'relation', ${w},
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
  and not ${j("pg_class","c.oid")}`,a=`
select 'constraint' as kind, format('constraint %I.%I %I', n.nspname, c.relname, k.conname) as id, jsonb_build_object(
  'relation', ${w},
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
where n.nspname = any ($1) and k.contype in ('p', 'u', 'f', 'c', 'x') and not ${j("pg_class","c.oid")}`,n=`
select 'index' as kind, format('index %I.%I', n.nspname, i.relname) as id, jsonb_build_object(
  'relation', ${w},
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
where n.nspname = any ($1) and not ${j("pg_class","c.oid")}`,s=`
select 'view' as kind, 'view ' || ${w} as id, jsonb_build_object(
  'relation', ${w},
  'materialized', c.relkind = 'm',
  'options', coalesce((select array_agg(o order by o collate "C") from unnest(c.reloptions) o), '{}'),
  'columns', array(select a.attname::text from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum),
  'definition', pg_get_viewdef(c.oid),
  'definitionHash', encode(sha256(convert_to(pg_get_viewdef(c.oid), 'UTF8')), 'hex')
) as properties
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and c.relkind in ('v', 'm') and not ${j("pg_class","c.oid")}
union all
select 'rule', format('rule %I.%I %I', n.nspname, c.relname, r.rulename), jsonb_build_object(
  'relation', ${w}, 'name', r.rulename, 'definition', pg_get_ruledef(r.oid), 'enabled', r.ev_enabled::text)
from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and r.rulename <> '_RETURN' and not ${j("pg_class","c.oid")}`,t=e((r,o)=>`exists (select from pg_depend e where e.classid = '${r}'::regclass and e.objid = ${o} and e.deptype = 'e')`,"rights_ofExtension"),i=`
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
where (n.nspname = any ($1) or n.nspname = any ($2)) and not ${t("pg_class","c.oid")}`,l=`
with object as (
  select 'relation' as type, format('%I.%I', n.nspname, c.relname) as name, c.relowner as owner,
    coalesce(c.relacl, acldefault('r', c.relowner)) as acl
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'm', 'f') and not ${t("pg_class","c.oid")}
  union all
  select 'sequence', format('%I.%I', n.nspname, c.relname), c.relowner, coalesce(c.relacl, acldefault('s', c.relowner))
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1) and c.relkind = 'S' and not ${t("pg_class","c.oid")}
  union all
  select 'function', format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)), p.proowner,
    coalesce(p.proacl, acldefault('f', p.proowner))
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = any ($1) and not ${d("p.oid")}
  union all
  select 'schema', quote_ident(n.nspname), n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner))
  from pg_namespace n where n.nspname = any ($1)
  union all
  select 'type', format('%I.%I', n.nspname, t.typname), t.typowner, coalesce(t.typacl, acldefault('T', t.typowner))
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where n.nspname = any ($1) and not ${t("pg_type","t.oid")} and (t.typtype in ('e', 'd', 'r')
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
    and not ${t("pg_class","c.oid")}) g
group by relation, col, name, role, privilege`,x=`
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
from change`;var p=c(12314),N=c(63410);const R={"relations and row-level security":{sql:L,kinds:["relation","rls","schema"]},columns:{sql:M,kinds:["column"]},constraints:{sql:a,kinds:["constraint"]},indexes:{sql:n,kinds:["index"]},"views and rules":{sql:s,kinds:["view","rule"]},types:{sql:b,kinds:["enum","domain","type"]},sequences:{sql:v,kinds:["sequence"]},functions:{sql:S,kinds:["function"]},triggers:{sql:$,kinds:["trigger","event-trigger"]},extensions:{sql:T,kinds:["extension"]},publications:{sql:E,kinds:["publication"]},policies:{sql:i,kinds:["policy"]},grants:{sql:l,kinds:["grant","column-grant"]},"default privileges":{sql:x,kinds:["default-privilege"]}},W=Object.values(R).flatMap(r=>r.kinds);async function H(r,o={}){const h=await V(r,o).catch(q=>{if(!(0,u.Y)(q))throw q;return Y(r,o)}),I={};for(const{id:q,kind:C,properties:A}of h.rows.sort(X))I[q]={kind:C,properties:A};const{schemas:k,unreadable:P,server:U}=h;return{format:1,...U?{server:U}:{},schemas:k,objects:I,unreadable:P,...o.contract?{contract:o.contract}:{}}}e(H,"schemaSnapshot");function K(r,o=g.V3){const{contract:h,server:I,...k}=(0,g.FF)(r,o).snapshot;return(0,m.qQ)((0,m.aB)({...k,objects:(0,g.gu)(k)}))}e(K,"fingerprint");async function V(r,o){return(0,N.q)(r,async h=>{const I=o.schemas??await F(h),k=[];for(const{sql:P}of Object.values(R))k.push(...await G(h,P,I));return{server:await B(h),schemas:[...I].sort(),rows:k,unreadable:[]}})}e(V,"readAtOnce");async function Y(r,o){const h=[],I=[],k=e(async(q,C,A)=>{try{return await(0,N.q)(r,A)}catch(D){if(!(0,u.Y)(D))throw D;I.push({what:q,why:(0,u.X)(D),kinds:C});return}},"attempt"),P=o.schemas??await k("schemas",W,F)??[];for(const[q,{sql:C,kinds:A}]of Object.entries(R))h.push(...await k(q,A,D=>G(D,C,P))??[]);return{server:await(0,N.q)(r,B).catch(()=>{}),schemas:[...P].sort(),rows:h,unreadable:I}}e(Y,"readApart");async function B(r){const[o]=await r.query("select current_setting('server_version_num')::int as version");return o?.version}e(B,"serverOf");async function F(r){return(await r.query(p.H6,[p.Pk])).map(o=>o.name)}e(F,"allSchemas");function G(r,o,h){return o.includes("$3")?r.query(o,[h,p.ep,p.Pk]):o.includes("$2")?r.query(o,[h,p.ep]):r.query(o,o.includes("$1")?[h]:[])}e(G,"ask");const X=e((r,o)=>r.id<o.id?-1:r.id>o.id?1:0,"byId")})};export{J as id,Z as ids,ee as modules};
