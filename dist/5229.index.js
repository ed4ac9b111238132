var K=Object.defineProperty;var e=(f,c)=>K(f,"name",{value:c,configurable:!0});const V=5229,Q=[5229],W={72386:((f,c,o)=>{o.d(c,{H6:e(()=>i,"H6"),Pk:e(()=>s,"Pk"),ep:e(()=>l,"ep")});const s=["information_schema","shiplock","supabase_migrations","_analytics","_realtime","_supavisor","auth","cron","extensions","graphql","graphql_public","net","pgbouncer","pgmq","pgsodium","pgsodium_masks","pgtle","realtime","repack","storage","supabase_functions","tiger","tiger_data","topology","vault"],l=["realtime","storage"],i=`
select nspname::text as name from pg_namespace
 where nspname !~ '^pg_' and nspname <> all ($1::text[])
 order by nspname collate "C"`}),46154:((f,c,o)=>{o.d(c,{q:e(()=>l,"q")});const s={search_path:"",quote_all_identifiers:"off",timezone:"UTC",datestyle:"ISO, YMD",intervalstyle:"postgres",bytea_output:"hex",extra_float_digits:"1",xmloption:"content"};function l(i,g){return i.transaction(async t=>(await t.query("set transaction isolation level repeatable read, read only"),await t.query("select set_config(name, value, true) from unnest($1::text[], $2::text[]) as s (name, value)",[Object.keys(s),Object.values(s)]),g(t)))}e(l,"atOneMoment")}),27479:((f,c,o)=>{o.d(c,{X:e(()=>g,"X"),Y:e(()=>l,"Y")});var s=o(25547);const l=e(t=>t instanceof s.GV&&t.code==="SHIPLOCK_DATABASE_PERMISSION","isPermission"),i={table:e(t=>`grant select on ${t}`,"table"),view:e(t=>`grant select on ${t}`,"view"),"materialized view":e(t=>`grant select on ${t}`,"materialized view"),schema:e(t=>`grant usage on schema ${t}`,"schema"),function:e(t=>`grant execute on function ${t}`,"function"),sequence:e(t=>`grant usage on sequence ${t}`,"sequence")};function g(t){const y=t instanceof s.GV?t.problem.what:String(t),w=/affected by row-level security policy for table "?([^"]+)"?/.exec(y);if(w)return`rows of ${w[1]} may be hidden from this role: it needs BYPASSRLS (${w[0]})`;const j=/permission denied to set role "?([^"]+)"?/.exec(y);if(j)return`missing grant: grant ${j[1]} to the role of database-url (${j[0]})`;const h=/permission denied for (table|view|materialized view|schema|function|sequence) "?([^"\s]+)"?/.exec(y),I=h&&i[h[1]??""]?.(h[2]??"");return I?`missing grant: ${I} to the role of database-url (${h[0]})`:y}e(g,"missingGrant")}),39303:((f,c,o)=>{o.d(c,{R:e(()=>H,"R"),u:e(()=>B,"u")});var s=o(20724);const l=e((n,a)=>`exists (select from pg_depend e where e.classid = '${n}'::regclass and e.objid = ${a} and e.deptype = 'e')`,"ofExtension"),i=e(n=>`exists (select from pg_depend e where e.classid = 'pg_proc'::regclass and e.objid = ${n} and e.deptype in ('e', 'i'))`,"ofTypeOrExtension"),g=`
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
where n.nspname = any ($1) and t.typtype in ('e', 'd', 'r') and not ${l("pg_type","t.oid")}`,t=`
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
where n.nspname = any ($1) and not ${l("pg_class","c.oid")}
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i')`,w=`
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
        regexp_replace(b.body, '${[String.raw`[eE]'([^'\\]|\\.|'')*'`,"'[^']*'",String.raw`--[^\n]*`,String.raw`/\*([^*]|\*+[^*/])*\*+/`,String.raw`\$\$([^$]|\$[^$])*\$\$`,String.raw`\$[[:alpha:]_]+\$[^$]*\$[[:alpha:]_]+\$`].join("|").replaceAll("'","''")}', ' ', 'g'), '[[:alpha:]_][[:alnum:]_$]*', 'g') w
      where p.prokind in ('f', 'p') and length(w[1]) <= 63 order by 1),
    'dynamic', l.lanname not in ('sql', 'plpgsql') or b.body ~* '\\mexecute\\M'
  ) as properties
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
left join pg_aggregate a on a.aggfnoid = p.oid
cross join lateral (select coalesce(
  case when p.prokind = 'a' then concat_ws(' ', a.aggtransfn::regprocedure, a.aggfinalfn::oid::regprocedure,
    format_type(a.aggtranstype, null), a.agginitval, a.aggcombinefn::oid::regprocedure) end,
  pg_get_function_sqlbody(p.oid), p.prosrc || coalesce(' ' || p.probin, ''))) b (body)
where n.nspname = any ($1) and not ${i("p.oid")}`,j=`
select 'trigger' as kind, format('trigger %I.%I %I', n.nspname, c.relname, t.tgname) as id, jsonb_build_object(
  'relation', format('%I.%I', n.nspname, c.relname),
  'name', t.tgname,
  'function', format('%I.%I', fn.nspname, f.proname),
  'definition', case when t.tgnargs = 0 then pg_get_triggerdef(t.oid)
    else regexp_replace(pg_get_triggerdef(t.oid), ' EXECUTE FUNCTION .*$', '') end,
  'argumentsHash', case when t.tgnargs > 0 then encode(sha256(t.tgargs), 'hex') end,
  'enabled', case t.tgenabled when 'O' then 'origin' when 'D' then 'disabled' when 'R' then 'replica' else 'always' end
) as properties
from pg_trigger t
join pg_class c on c.oid = t.tgrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_proc f on f.oid = t.tgfoid
join pg_namespace fn on fn.oid = f.pronamespace
where (n.nspname = any ($1) or fn.nspname = any ($1)) and not t.tgisinternal and t.tgparentid = 0
  and not ${l("pg_class","c.oid")}
union all
select 'event-trigger', format('event-trigger %I', e.evtname), jsonb_build_object(
  'event', e.evtevent, 'function', format('%I.%I', fn.nspname, f.proname), 'enabled', e.evtenabled::text,
  'tags', coalesce(e.evttags, '{}'))
from pg_event_trigger e join pg_proc f on f.oid = e.evtfoid join pg_namespace fn on fn.oid = f.pronamespace
where fn.nspname = any ($1)`,h=`
select 'extension' as kind, format('extension %I', e.extname) as id,
  jsonb_build_object('version', e.extversion, 'schema', n.nspname) as properties
from pg_extension e join pg_namespace n on n.oid = e.extnamespace`,I=`
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
) as properties
from pg_publication p`,u=e((n,a)=>`exists (select from pg_depend e where e.classid = '${n}'::regclass and e.objid = ${a} and e.deptype = 'e')`,"relations_ofExtension"),p="format('%I.%I', n.nspname, c.relname)",A=`
select 'relation' as kind, 'relation ' || ${p} as id, jsonb_build_object(
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
) as properties
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and not ${u("pg_class","c.oid")}
union all
select 'rls', 'rls ' || ${p}, jsonb_build_object('enabled', c.relrowsecurity, 'forced', c.relforcerowsecurity)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and c.relkind in ('r', 'p') and not ${u("pg_class","c.oid")}
union all
select 'schema', format('schema %I', n.nspname), jsonb_build_object('owner', pg_get_userbyid(n.nspowner))
from pg_namespace n where n.nspname = any ($1)`,C=`
select 'column' as kind, format('column %I.%I.%I', n.nspname, c.relname, a.attname) as id, jsonb_build_object(
  'relation', ${p},
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
) as properties
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_type t on t.oid = a.atttypid
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and a.attnum > 0 and not a.attisdropped
  and not ${u("pg_class","c.oid")}`,R=`
select 'constraint' as kind, format('constraint %I.%I %I', n.nspname, c.relname, k.conname) as id, jsonb_build_object(
  'relation', ${p},
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
) as properties
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and k.contype in ('p', 'u', 'f', 'c', 'x') and not ${u("pg_class","c.oid")}`,L=`
select 'index' as kind, format('index %I.%I', n.nspname, i.relname) as id, jsonb_build_object(
  'relation', ${p},
  'definition', pg_get_indexdef(x.indexrelid),
  'unique', x.indisunique,
  'valid', x.indisvalid,
  'expressions', x.indexprs is not null or x.indpred is not null,
  'columns', array(select a.attname::text from unnest(x.indkey) with ordinality u (num, place)
    join pg_attribute a on a.attrelid = c.oid and a.attnum = u.num where u.num > 0 order by u.place),
  'constraint', (select k.conname from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x') limit 1)
) as properties
from pg_index x
join pg_class i on i.oid = x.indexrelid
join pg_class c on c.oid = x.indrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and not ${u("pg_class","c.oid")}`,P=`
select 'view' as kind, 'view ' || ${p} as id, jsonb_build_object(
  'relation', ${p},
  'materialized', c.relkind = 'm',
  'options', coalesce((select array_agg(o order by o collate "C") from unnest(c.reloptions) o), '{}'),
  'columns', array(select a.attname::text from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum),
  'definition', pg_get_viewdef(c.oid),
  'definitionHash', encode(sha256(convert_to(pg_get_viewdef(c.oid), 'UTF8')), 'hex')
) as properties
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and c.relkind in ('v', 'm') and not ${u("pg_class","c.oid")}
union all
select 'rule', format('rule %I.%I %I', n.nspname, c.relname, r.rulename), jsonb_build_object(
  'relation', ${p}, 'name', r.rulename, 'definition', pg_get_ruledef(r.oid), 'enabled', r.ev_enabled::text)
from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and r.rulename <> '_RETURN' and not ${u("pg_class","c.oid")}`,k=e((n,a)=>`exists (select from pg_depend e where e.classid = '${n}'::regclass and e.objid = ${a} and e.deptype = 'e')`,"rights_ofExtension"),U=`
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
where (n.nspname = any ($1) or n.nspname = any ($2)) and not ${k("pg_class","c.oid")}`,D=`
with object as (
  select 'relation' as type, format('%I.%I', n.nspname, c.relname) as name, c.relowner as owner,
    coalesce(c.relacl, acldefault('r', c.relowner)) as acl
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'm', 'f') and not ${k("pg_class","c.oid")}
  union all
  select 'sequence', format('%I.%I', n.nspname, c.relname), c.relowner, coalesce(c.relacl, acldefault('s', c.relowner))
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1) and c.relkind = 'S' and not ${k("pg_class","c.oid")}
  union all
  select 'function', format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)), p.proowner,
    coalesce(p.proacl, acldefault('f', p.proowner))
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = any ($1) and not ${i("p.oid")}
  union all
  select 'schema', quote_ident(n.nspname), n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner))
  from pg_namespace n where n.nspname = any ($1)
  union all
  select 'type', format('%I.%I', n.nspname, t.typname), t.typowner, coalesce(t.typacl, acldefault('T', t.typowner))
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where n.nspname = any ($1) and t.typtype in ('e', 'd', 'r') and not ${k("pg_type","t.oid")}
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
    and not ${k("pg_class","c.oid")}) g
group by relation, col, name, role, privilege`,G=`
with entry as (
  select d.oid, pg_get_userbyid(d.defaclrole) as owner, n.nspname as schema, d.defaclacl as acl,
    case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
      when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end as objects,
    case when d.defaclnamespace <> 0 or d.defaclobjtype not in ('r', 'S', 'f', 'T', 'n') then null
      else acldefault(case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end, d.defaclrole) end as built_in
  from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
  where n.nspname = any ($1) or d.defaclnamespace = 0
), change as (
  select e.*, x.granted, x.grantee, x.privilege from entry e cross join lateral (
    (select true, a.grantee, a.privilege_type from aclexplode(e.acl) a
     except select true, b.grantee, b.privilege_type from aclexplode(e.built_in) b)
    union all
    (select false, b.grantee, b.privilege_type from aclexplode(e.built_in) b
     except select false, a.grantee, a.privilege_type from aclexplode(e.acl) a)
  ) x (granted, grantee, privilege)
)
select 'default-privilege' as kind, concat('default-privilege ', quote_ident(owner), ' in ',
    coalesce(quote_ident(schema), 'all'), ' ', objects, case when not granted then ' revoked' end, ' ',
    case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end, ' ', privilege) as id,
  jsonb_build_object('owner', quote_ident(owner), 'schema', quote_ident(schema), 'objects', objects, 'granted', granted,
    'role', case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
    'privilege', privilege) as properties
from change`;var q=o(72386),O=o(46154),S=o(27479);const E={"relations and row-level security":{sql:A,kinds:["relation","rls","schema"]},columns:{sql:C,kinds:["column"]},constraints:{sql:R,kinds:["constraint"]},indexes:{sql:L,kinds:["index"]},"views and rules":{sql:P,kinds:["view","rule"]},types:{sql:g,kinds:["enum","domain","type"]},sequences:{sql:t,kinds:["sequence"]},functions:{sql:w,kinds:["function"]},triggers:{sql:j,kinds:["trigger","event-trigger"]},extensions:{sql:h,kinds:["extension"]},publications:{sql:I,kinds:["publication"]},policies:{sql:U,kinds:["policy"]},grants:{sql:D,kinds:["grant","column-grant"]},"default privileges":{sql:G,kinds:["default-privilege"]}},M=Object.values(E).flatMap(n=>n.kinds);async function B(n,a={}){const r=await F(n,a).catch(m=>{if(!(0,S.Y)(m))throw m;return Y(n,a)}),d={};for(const{id:m,kind:v,properties:x}of r.rows.sort(z))d[m]={kind:v,properties:x};const{schemas:_,unreadable:b}=r;return{format:1,schemas:_,objects:d,unreadable:b,...a.contract?{contract:a.contract}:{}}}e(B,"schemaSnapshot");function H(n){const{contract:a,...r}=n;return(0,s.qQ)((0,s.aB)(r))}e(H,"fingerprint");async function F(n,a){return(0,O.q)(n,async r=>{const d=a.schemas??await T(r),_=[];for(const{sql:b}of Object.values(E))_.push(...await N(r,b,d));return{schemas:[...d].sort(),rows:_,unreadable:[]}})}e(F,"readAtOnce");async function Y(n,a){const r=[],d=[],_=e(async(m,v,x)=>{try{return await(0,O.q)(n,x)}catch($){if(!(0,S.Y)($))throw $;d.push({what:m,why:(0,S.X)($),kinds:v});return}},"attempt"),b=a.schemas??await _("schemas",M,T)??[];for(const[m,{sql:v,kinds:x}]of Object.entries(E))r.push(...await _(m,x,$=>N($,v,b))??[]);return{schemas:[...b].sort(),rows:r,unreadable:d}}e(Y,"readApart");async function T(n){return(await n.query(q.H6,[q.Pk])).map(a=>a.name)}e(T,"allSchemas");function N(n,a,r){return a.includes("$2")?n.query(a,[r,q.ep]):n.query(a,a.includes("$1")?[r]:[])}e(N,"ask");const z=e((n,a)=>n.id<a.id?-1:n.id>a.id?1:0,"byId")}),44819:((f,c,o)=>{o.d(c,{A:e(()=>s,"A"),O:e(()=>l,"O")});function s(i){return`"${i.replaceAll('"','""')}"`}e(s,"quoteName");function l(...i){return i.filter(g=>g!==void 0).map(s).join(".")}e(l,"qualifiedName")})};export{V as id,Q as ids,W as modules};
