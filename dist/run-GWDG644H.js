var E=Object.defineProperty;var s=(e,o)=>E(e,"name",{value:o,configurable:!0});import{createRequire as k}from"node:module";import{dirname as q}from"node:path";import{fileURLToPath as A}from"node:url";const V=k(import.meta.url),O=A(import.meta.url);var N=q(O);import{named as P,readsOnly as d,refused as g}from"./chunk-DDJ3O37Z.js";import{loadParser as u}from"./chunk-3I7ODHM4.js";import"./chunk-HWX3PYLA.js";import{__name as r}from"./chunk-S24FA7TV.js";var f="shiplock_verify",w=1e4,y=200,S=["random","random_normal","clock_timestamp","timeofday","gen_random_uuid","uuidv4","uuidv7","pg_relation_size","pg_table_size","pg_indexes_size","pg_total_relation_size","pg_database_size"];async function h(e,o){const n=await d(e,o);let p=!1;return{hasParameter:await v(e),run:r((c,i)=>c.transaction(async t=>(await t.query("set transaction read only"),await t.query(`select set_config('statement_timeout', $1, true), set_config('lock_timeout', $1, true),
             set_config('idle_in_transaction_session_timeout', $2, true), set_config('row_security', 'off', true)`,[`${w}ms`,`${w*2}ms`]),p||await M(t,e,o,n),p=!0,await $(t)&&await t.query(`set local role ${f}`),t.query(e,i))),"run")}}s(h,"readOnlyQuery"),r(h,"readOnlyQuery");async function v(e){return(await u()).scan(e).some(({tokenName:n})=>n==="PARAM")}s(v,"takesParameter"),r(v,"takesParameter");async function $(e){const[o]=await e.query(`select exists (select from pg_catalog.pg_roles where rolname = '${f}' and not rolsuper
       and pg_catalog.pg_has_role(current_user, oid, 'MEMBER')) as may`);return o?.may===!0}s($,"mayBecome"),r($,"mayBecome");var z=`
with called as (
  select p.oid, p.proname, n.nspname from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where p.proname = any ($1::text[]) and (pg_catalog.pg_function_is_visible(p.oid) or n.nspname = any ($2::text[]))
  union
  select p.oid, p.proname, n.nspname from pg_catalog.pg_operator o join pg_catalog.pg_proc p on p.oid = o.oprcode
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where o.oprname = any ($3::text[]) and o.oprnamespace <> 'pg_catalog'::regnamespace)
select nspname || '.' || proname as name from called join pg_catalog.pg_proc using (oid, proname)
where provolatile = 'v' and not (nspname = 'pg_catalog' and proname = any ($4::text[])) order by 1 limit 1`,R=`
select c.oid::text as id, pg_catalog.pg_get_viewdef(c.oid) as definition
from unnest($1::text[]) as wanted (name)
join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(wanted.name)
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'v' and n.nspname not in ('pg_catalog', 'information_schema')
  and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;async function M(e,o,n,p){const c=await u(),i=new Set;let t=[p];for(;t.length>0;){const l=t.flatMap(a=>a.functions),j=t.flatMap(a=>a.operators),[_]=await e.query(z,[l.map(a=>a.at(-1)??""),l.flatMap(a=>a.at(-2)??[]),j.map(a=>a.at(-1)??""),S]);if(_)throw g(n,o,0,`it calls ${_.name}(), which is volatile: it might do more than read`);const m=(await e.query(R,[t.flatMap(a=>a.relations).map(a=>a.map(b).join("."))])).filter(({id:a})=>!i.has(a));for(const{id:a}of m)i.add(a);if(i.size>y)throw g(n,o,0,`it reads more than ${y} views`);t=m.map(({definition:a})=>P(c.parse(a))),await Promise.all(m.map(({definition:a})=>d(a,`a view that ${n} reads`)))}}s(M,"mustNotAct"),r(M,"mustNotAct");var b=r(e=>`"${e.replaceAll('"','""')}"`,"quoted");export{h as readOnlyQuery};
