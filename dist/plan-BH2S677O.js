var fe=Object.defineProperty;var d=(e,n)=>fe(e,"name",{value:n,configurable:!0});import{createRequire as ue}from"node:module";import{dirname as ge}from"node:path";import{fileURLToPath as he}from"node:url";const jn=ue(import.meta.url),_e=he(import.meta.url);var xn=ge(_e);import{require_mod as ye}from"./chunk-2ZJTHD6X.js";import{longIdentifiers as be,mentions as we,summary as ke}from"./chunk-F46KPEST.js";import{FAMILIES as T,HARMLESS as ve,RULES as _,alterIndex as je,enumValueUse as xe,inFile as Se,inTransaction as Me,insideOwnTransaction as Oe,isBatched as Ne,longNames as Te,managedSchemas as $e,notNullColumns as Ee,settleDoubt as Ae,unclassified as $,unusedAllowances as Ie}from"./chunk-HNB3BAUO.js";import{inner as qe,nested as Re}from"./chunk-U4ISSJD4.js";import{cannotRunInTransaction as E,directives as ze,directivesOf as De,parseSql as Le,transactionControl as Pe}from"./chunk-WTC5GRH5.js";import{blockedBy as Ce,stronger as y}from"./chunk-4ONLT7QO.js";import{noFacts as Fe,parts as Ve,resolve as A}from"./chunk-HGIEYWLQ.js";import{constant as b,loadParser as Ue,nameList as Be}from"./chunk-MOM3ESKT.js";import{configurationError as We}from"./chunk-GKVEAFHE.js";import"./chunk-66CTZ2M5.js";import{__name as l,__toESM as Ke}from"./chunk-S24FA7TV.js";var Ye=Ke(ye(),1),He={type:"unknown",notNull:!1,hasDefault:!1,generated:void 0,identity:!1},I=class{static{d(this,"Effects")}static{l(this,"Effects")}statement;facts;memory;locks=new Map;hazards=[];rewrites=!1;scans=!1;losesData=!1;needsNoTransaction;readersWait=!1;contract=!1;ddl=!1;bulkData=!1;doubts=[];later=[];adds=[];guarded=!1;setting;constructor(e,n,a,t={file:0,serves:!0}){this.statement=e,this.facts=n,this.memory=a,this.setting=t}target(e){return{...A(Ve(e),this.facts,this.memory),only:e?.inh!==!0}}named(e){return A(e,this.facts,this.memory)}lock(e,n){const a=typeof e=="string"?e:e.name;if(this.memory.createdInFile.has(a)||typeof e!="string"&&e.isAbsent)return;const t=this.locks.get(a);this.locks.set(a,t?y(t,n):n)}lockTree(e,n){if(this.lock(e,n),!e.only)for(const a of e.facts?.children??[])this.lock(a,n)}lockPartitions(e,n){e.facts?.kind==="partitioned"?this.lockTree(e,n):this.lock(e,n)}add(e){this.adds.push(e)}include(e){for(const[n,a]of e.locks)this.locks.set(n,y(a,this.locks.get(n)??a));this.hazards.push(...e.hazards),this.rewrites||=e.rewrites,this.scans||=e.scans,this.losesData||=e.losesData,this.readersWait||=e.readersWait,this.needsNoTransaction??=e.needsNoTransaction,this.contract||=e.contract,this.ddl||=e.ddl,this.bulkData||=e.bulkData,this.doubts.push(...e.doubts),this.later.push(...e.later),this.adds.push(...e.adds)}original(e){return this.facts.relations.get(this.memory.renamed.get(e.name)??e.name)}goes(e,n,a,t={}){if(t.target?.isNew||t.target?.isAbsent)return;const s=this.hazards.length;e&&this.hazard(e,t.message??`${n} is dropped`,t.target);const i=this.hazards.slice(s),{keepsWarning:r=!1,isChange:o=!1}=t;this.doubts.push({what:n,judge:a,hazards:i,keepsWarning:r,isChange:o})}current(e){const n=this.memory.renamed.get(e.name)??e.name;return this.memory.changed.get(n)??e.facts}change(e,n){const a=this.current(e);a&&this.memory.changed.set(this.memory.renamed.get(e.name)??e.name,{...a,...n})}attach(e,n){const a=this.current(e)?.attached;a&&this.change(e,{attached:new Set([...a,n])})}detach(e,n){const a=this.current(e)?.attached;a&&this.change(e,{attached:new Set([...a].filter(t=>t!==n))})}changeColumn(e,n,a){const t=new Map(this.current(e)?.columns);a?t.set(n,{...t.get(n)??He,...a}):t.delete(n),this.change(e,{columns:t})}rewrite(e){e.isAbsent||e.isNew||(this.rewrites=!0,this.scans=!0)}scan(e){!e.isAbsent&&!e.isNew&&(this.scans=!0)}lose(e){!e.isNew&&!e.isAbsent&&(this.losesData=!0)}breaks(e){!e.isNew&&!e.isAbsent&&(this.contract=!0)}hazard(e,n,a,t={}){if(a&&e.threat!=="style"&&e.threat!=="authorization"&&(a.isNew||a.isAbsent))return;const s=e.threat==="stall"&&a?.isTiny?"info":e.severity;if(this.hazards.some(r=>r.rule.id===e.id&&r.message===n))return;const i=t.onRows??(a!==void 0&&a.facts?.empty!==!0);this.hazards.push({rule:e,severity:s,message:n,onRows:i})}};function q(){return{created:new Set,createdInFile:new Set,dropped:new Set,searchPath:new Set,renamed:new Map,movedTo:new Map,columns:new Set,changed:new Map,notNullProven:new Set,types:new Set,typesInFile:new Set,functions:new Map,schemas:new Set,indexes:new Map,notValidInTransaction:new Set,pendingProofs:new Map,exclusive:new Set,enumValues:new Map,routines:new Map,made:new Map,typeFacts:new Map,renamedTypes:new Map,rights:new Map,extensions:new Set,rowSecurity:new Set,publications:new Map,keyed:new Set}}d(q,"releaseMemory"),l(q,"releaseMemory");function w(e){e.notValidInTransaction.clear(),e.exclusive.clear(),e.enumValues.clear()}d(w,"transactionEnded"),l(w,"transactionEnded");function R(e){w(e),e.createdInFile.clear(),e.typesInFile.clear(),e.searchPath.clear()}d(R,"fileEnded"),l(R,"fileEnded");function z(e){const n=Object.entries(e).map(([a,t])=>[a,t instanceof Map?new Map(t):new Set(t)]);return Object.fromEntries(n)}d(z,"copyMemory"),l(z,"copyMemory");function D(e,n){for(const[a,t]of Object.entries(e)){const s=n[a];if(t.clear(),t instanceof Map)for(const[i,r]of s)t.set(i,r);else for(const i of s)t.add(i)}}d(D,"adopt"),l(D,"adopt");function L(e,n,a){for(const[s,i]of n.enumValues)e.enumValues.set(s,i);for(const[s,i]of n.routines){const r=e.routines.get(s)??a.routines.get(s)??[];e.routines.set(s,r.filter(o=>i.includes(o)))}for(const[s,i]of n.changed){const r=e.changed.get(s)??a.relations.get(s);r&&e.changed.set(s,P(r,i))}for(const[s,i]of n.rights)e.rights.set(s,C(e.rights.get(s),i));for(const s of e.made.keys())n.made.has(s)||e.made.delete(s);for(const s of e.typeFacts.keys())n.typeFacts.has(s)||e.typeFacts.delete(s);if(!a.known)return;const t=l(s=>!a.relations.has(s),"isNew");for(const s of n.created)t(s)&&e.created.add(s);for(const s of n.createdInFile)t(s)&&e.createdInFile.add(s);for(const s of n.types)a.types.has(s)||e.types.add(s);for(const[s,i]of n.functions)a.functions.has(s)||e.functions.set(s,i)}d(L,"keepNew"),l(L,"keepNew");function P(e,n){const a=l((t,s)=>new Map([...t??[]].filter(([i,r])=>s?.get(i)===r)),"both");return{...e,constraints:a(e.constraints,n.constraints),indexes:a(e.indexes,n.indexes),...e.policies?{policies:a(e.policies,n.policies)}:{},...e.triggers?{triggers:a(e.triggers,n.triggers)}:{}}}d(P,"common"),l(P,"common");function C(e,n){return e?new Map([...e].map(([a,t])=>[a,new Set([...t].filter(s=>n.get(a)?.has(s)))])):n}d(C,"commonRights"),l(C,"commonRights");function F(e,n){if("VariableSetStmt"in e){const a=V(e.VariableSetStmt);a&&k(n,a)}if("SelectStmt"in e)for(const a of e.SelectStmt.targetList??[]){const t="ResTarget"in a?a.ResTarget.val:void 0,s=t&&"FuncCall"in t?U(t.FuncCall):void 0;s&&k(n,s)}}d(F,"followSearchPath"),l(F,"followSearchPath");function V(e){if(e.kind==="VAR_RESET_ALL")return[];if(e.name?.toLowerCase()==="search_path")return e.kind==="VAR_SET_VALUE"?(e.args??[]).map(n=>b(n)??""):[]}d(V,"pathOfSet"),l(V,"pathOfSet");function U(e){const[n,a]=e.args??[];if(!(Be(e.funcname).at(-1)!=="set_config"||b(n)?.toLowerCase()!=="search_path"))return b(a)?.split(",").map(t=>t.trim().replace(/^"(.*)"$/,"$1"))}d(U,"pathOfCall"),l(U,"pathOfCall");function k(e,n){e.searchPath.clear();for(const a of n)a!=="$user"&&e.searchPath.add(a)}d(k,"replace"),l(k,"replace");function B(e,n,a){for(const{effects:i}of e)for(const r of i)for(const o of r.later)o(n);const t=new Map(e.flatMap(({effects:i})=>i.map(r=>[r,r.doubts.map(o=>Ae(o,n))]))),s=W(e,t,a);return e.map(({effects:i,directives:r,allowed:o},c)=>{for(const p of i){if(!a.serves||a.fresh)for(const f of p.hazards)K(f,a);Ie(p,r.get(p.statement)??[])}return{phase:s[c]??"expand",statements:i.map(p=>{const f=a.serves?v(p,t.get(p)??[],c,s):void 0;return Y(p,{directives:r.get(p.statement)??[],allowed:o},f)})}})}d(B,"settle"),l(B,"settle");function W(e,n,{serves:a}){const t=e.map(({declared:s})=>a?s??"expand":"expand");if(!a)return t;for(let s=!0;s;){s=!1;for(const[i,{effects:r,declared:o}]of e.entries())o||t[i]==="contract"||r.some(c=>v(c,n.get(c)??[],i,t))&&(t[i]="contract",s=!0)}return t}d(W,"phasesOf"),l(W,"phasesOf");function v(e,n,a,t){const s=e.doubts.flatMap(({what:r,isChange:o},c)=>{const p=n[c];return!p||p.state==="gone"?[o?r:`${r} goes`]:p.state==="differs"?[`${r}: ${p.why}`]:p.files.some(f=>f!==a&&t[f]==="contract")?[`${r} is made again only by a file that waits`]:[]});if(!e.contract&&s.length===0)return;const i=e.hazards.filter(({rule:r,severity:o})=>o!=="info"&&Je.has(r.threat)).map(({message:r})=>r);return[...new Set(s.length>0?s:i)]}d(v,"breaksOf"),l(v,"breaksOf");var Je=new Set(["loss","compatibility","authorization"]);function K(e,{serves:n,fresh:a}){const{threat:t,refusedByServer:s}=e.rule;s||(!n&&(t==="stall"||t==="compatibility")?e.severity="info":e.severity==="refused"&&!(t==="loss"&&e.onRows&&!a)&&(e.severity="warning"))}d(K,"calm"),l(K,"calm");function Y(e,n,a){const{statement:t}=e,i=[...e.locks.values()].reduce((r,o)=>y(r,o),"AccessShareLock");return{line:t.line,column:t.column,summary:ke(t),kind:t.kind,locks:[...e.locks].map(([r,o])=>({relation:r,level:o})).sort((r,o)=>r.relation<o.relation?-1:1),rewrites:e.rewrites,scans:e.scans,losesData:e.losesData,blocks:e.readersWait?"reads-and-writes":Ce(i),phase:a?"contract":"expand",...a&&a.length>0?{breaks:a}:{},...e.adds.length>0?{adds:[...new Set(e.adds)]}:{},hazards:e.hazards.map(r=>H(r,n))}}d(Y,"toPlan"),l(Y,"toPlan");function H({rule:e,severity:n,message:a},{directives:t,allowed:s}){const i=t.find(o=>o.kind==="allow"&&o.rule===e.id),r=i?.kind==="allow"?i.reason:s?.[e.id];return{rule:e.id,severity:n,message:a,...e.instead?{instead:e.instead}:{},...r===void 0?{}:{allowed:{reason:r}}}}d(H,"published"),l(H,"published");function J(e,n,{facts:a,memory:t,setting:s}){const i=Pe(e),r=i.kind==="wraps-whole-file"?new Set(i.inner):new Set,o=!e.some(E),c=e.map(p=>{const f=new I(p,a,t,s),m=t.createdInFile.size,u=new Map(t.enumValues);return h(f,p.node),F(p.node,t),X(f,Re(p).nodes),Ne(p,n)&&Q(f),Me(f,o),r.has(p)&&Oe(f),u.size>0&&xe(f,u),$e(f,m),Te(f,be(p)),o||w(t),f});return Se(c),R(t),{effects:c,directives:n}}d(J,"readFile"),l(J,"readFile");function X(e,n){if(n.length===0)return;const a=z(e.memory),t=new I(e.statement,e.facts,a,e.setting);for(const{node:s,guarded:i}of n)t.guarded=i,h(t,s);e.include(t),e.facts.known&&n.every(({sure:s})=>s)?D(e.memory,a):L(e.memory,a,e.facts)}d(X,"mayRun"),l(X,"mayRun");function h(e,n){for(const i of qe(n))h(e,i);const[a="",t]=Object.entries(n)[0]??[];let s=ve.has(a);for(const i of T){const r=i.statements?.[a];r?.(e,t),s||=r!==void 0}a==="AlterTableStmt"?G(e,t):s||$(e,a.replace(/Stmt$/,""))}d(h,"dispatch"),l(h,"dispatch");function G(e,n){e.ddl=!0;const a=e.target(n.relation);if(n.objtype==="OBJECT_INDEX"){const t=e.memory.indexes.get(n.relation?.relname??"")??a.facts?.table;t&&je(e,n,e.named(t.split(".")));return}for(const t of n.cmds??[]){if(!("AlterTableCmd"in t))continue;const s=t.AlterTableCmd.subtype??"",i=T.flatMap(r=>r.alterTable?.[s]??[]);for(const r of i)r(e,t.AlterTableCmd,a);i.length>0||n.objtype==="OBJECT_TYPE"||(e.lockTree(a,"AccessExclusiveLock"),$(e,`ALTER TABLE ${s.replace("AT_","")}`))}}d(G,"alterTable"),l(G,"alterTable");function Q(e){e.bulkData=!1;const n=e.hazards.filter(({rule:a})=>a.id!=="bulk-update");e.hazards.splice(0,e.hazards.length,...n)}d(Q,"unbatch"),l(Q,"unbatch");var Xe=`
with recursive
named as (
  select c.oid from pg_class c
  where (c.relname = any($1) or c.relnamespace in (select oid from pg_namespace where nspname = any($2))) and c.relkind in ('r','p','v','m','i','I','S','f','c')
    and c.relnamespace not in (select oid from pg_namespace where nspname in ('pg_catalog','information_schema','pg_toast'))
), tied as (
  select oid from named
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
order by 1`,j=`
with named as (
  select c.oid, format('%s.%s', n.nspname, c.relname) as relation
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where format('%s.%s', n.nspname, c.relname) = any($1)
)`,Ge=`${j}
select relation, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null,
  a.atthasdef as has_default, a.attgenerated::text as generated, a.attidentity <> '' as identity,
  (select format('%s.%s', sn.nspname, s.relname) from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S'
    join pg_namespace sn on sn.oid = s.relnamespace where d.classid = 'pg_class'::regclass and d.refobjid = a.attrelid
      and d.refobjsubid = a.attnum and d.deptype in ('a', 'i') limit 1) as sequence,
  (select l.collname from pg_type t join pg_collation l on l.oid = a.attcollation
    where t.oid = a.atttypid and a.attcollation <> t.typcollation) as collation
from named join pg_attribute a on a.attrelid = named.oid where a.attnum > 0 and not a.attisdropped
order by relation, a.attnum`,Qe=`${j}
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
from named join pg_constraint k on k.conrelid = named.oid order by 1, 2`,Ze=`${j}
select relation, c.relname as name, i.indisunique as is_unique, i.indisvalid as valid,
  i.indnullsnotdistinct as nulls_alike,
  array(select coalesce(a.attname::text, '') from unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) with ordinality u(num, ord)
    left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.num order by u.ord) as columns,
  case when i.indexprs is null and i.indpred is null then '{}' else
    array(select a.attname::text from pg_attribute a where a.attrelid = i.indrelid and not a.attisdropped and (a.attnum = any(i.indkey)
      or exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
        and d.refobjid = i.indrelid and d.refobjsubid = a.attnum)) order by a.attnum) end as computed_from
from named join pg_index i on i.indrelid = named.oid join pg_class c on c.oid = i.indexrelid order by 1, 2`,x=l((e,n,a)=>`
  (select coalesce(jsonb_object_agg(role, privileges), '{}') from (
    select case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee) end as role,
      jsonb_agg(distinct a.privilege_type) as privileges
    from aclexplode(coalesce(${e}, acldefault(${n}, ${a}))) a group by 1) granted)`,"rightsOf"),en=`
with migrating as (
  select coalesce(
    (select nspowner from pg_namespace where nspname = 'shiplock'),
    (select nspowner from pg_namespace where nspname = 'supabase_migrations'),
    (select oid from pg_roles where rolname = current_user)) as oid)
select current_setting('server_version_num')::int as version, current_schemas(false)::text[] as path,
  pg_get_userbyid(migrating.oid)::text as role,
  array(select extname::text from pg_extension order by 1) as extensions,
  array(select rolname::text from pg_roles where rolsuper or rolbypassrls) as unbound,
  (select coalesce(jsonb_agg(jsonb_build_object('schema', n.nspname, 'kind', d.defaclobjtype, 'rights',
      ${x("d.defaclacl",`'r'::"char"`,"d.defaclrole")})), '[]')
    from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace where d.defaclrole = migrating.oid) as defaults,
  exists (select from pg_publication where puballtables and (pubupdate or pubdelete)) as publishes_all,
  array(select distinct n.nspname::text from pg_publication_namespace s join pg_namespace n on n.oid = s.pnnspid
    join pg_publication p on p.oid = s.pnpubid where p.pubupdate or p.pubdelete) as publishes_schemas,
  (select coalesce(jsonb_agg(jsonb_build_object('name', p.pubname, 'all', p.puballtables,
      'tables', array(select format('%s.%s', n.nspname, c.relname) from pg_publication_rel r join pg_class c on c.oid = r.prrelid
        join pg_namespace n on n.oid = c.relnamespace where r.prpubid = p.oid order by 1),
      'schemas', array(select n.nspname from pg_publication_namespace s join pg_namespace n on n.oid = s.pnnspid where s.pnpubid = p.oid))), '[]')
    from pg_publication p) as publications
from migrating`,nn=`
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
from named`,S=l((e,n,a,t,s)=>`
  (select coalesce(jsonb_object_agg(role, privileges), '{}') from (
    select case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee) end as role,
      jsonb_agg(distinct a.privilege_type) as privileges
    from ${e} o, aclexplode(coalesce(o.${n}, acldefault(${a}, o.${t}))) a where ${s} group by 1) granted)`,"inside"),an=`
select n.nspname as name, pg_get_userbyid(n.nspowner)::text as owner,
  ${x("n.nspacl",`'n'::"char"`,"n.nspowner")} as rights,
  ${S("pg_class","relacl",`'r'::"char"`,"relowner","o.relnamespace = n.oid and o.relkind in ('r', 'p', 'v', 'm', 'f')")} as tables,
  ${S("pg_class","relacl",`'s'::"char"`,"relowner","o.relnamespace = n.oid and o.relkind = 'S'")} as sequences,
  ${S("pg_proc","proacl",`'f'::"char"`,"proowner","o.pronamespace = n.oid")} as functions
from pg_namespace n where n.nspname = any($1)`,tn=`
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
from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.proname = any($1) group by 1`,sn=`
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
order by n.nspname = 'pg_catalog'`,rn=`
select format('%s.%s', n.nspname, p.proname) as name, p.prokind::text as kind, p.proargmodes::text[] as modes, p.proargnames as names,
  array(select format_type(t, null) from unnest(p.proargtypes::oid[]) with ordinality u(t, ord) order by ord) as input,
  (select array_agg(format_type(t, null) order by ord) from unnest(p.proallargtypes) with ordinality u(t, ord)) as every,
  p.pronargdefaults::int as defaults, format_type(p.prorettype, null) as result, p.proretset as set, p.prosecdef as definer,
  pg_get_userbyid(p.proowner)::text as owner, ${x("p.proacl",`'f'::"char"`,"p.proowner")} as rights,
  array(select coalesce(
      'trigger ' || (select format('%s.%s %s', tn.nspname, tc.relname, t.tgname) from pg_trigger t join pg_class tc on tc.oid = t.tgrelid
        join pg_namespace tn on tn.oid = tc.relnamespace where d.classid = 'pg_trigger'::regclass and t.oid = d.objid),
      'policy ' || (select format('%s.%s %s', yn.nspname, yc.relname, y.polname) from pg_policy y join pg_class yc on yc.oid = y.polrelid
        join pg_namespace yn on yn.oid = yc.relnamespace where d.classid = 'pg_policy'::regclass and y.oid = d.objid),
      pg_describe_object(d.classid, d.objid, d.objsubid))
    from pg_depend d where d.refclassid = 'pg_proc'::regclass and d.refobjid = p.oid and d.deptype in ('n', 'a') order by 1) as dependents
from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.proname = any($1) and n.nspname not in ('pg_catalog', 'information_schema')
order by 1, p.oid`,on=`
select format('%s.%s', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and c.relpersistence = 'p' and c.relnamespace <> pg_my_temp_schema()
  and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
  and case c.relreplident when 'f' then false when 'n' then true else not exists (select from pg_index i where i.indrelid = c.oid
    and case c.relreplident when 'i' then i.indisreplident else i.indisprimary end) end
order by 1`,ln={r:"table",p:"partitioned",v:"view",m:"materialized-view",i:"index",I:"index",S:"sequence",f:"foreign-table",c:"composite"},dn={i:"immutable",s:"stable",v:"volatile"},cn={b:"base",e:"enum",d:"domain",c:"composite"},pn={c:"check",f:"foreign-key",p:"primary-key",u:"unique",x:"exclusion",n:"not-null"},mn={"*":"all",r:"select",a:"insert",w:"update",d:"delete"},fn={f:"function",p:"procedure",a:"aggregate",w:"window"},un={r:"table",S:"sequence",f:"function",T:"type",n:"schema"};function Z(e){return{name:e.name,kind:ln[e.kind]??"table",rows:Number(e.rows),bytes:Number(e.bytes),columns:new Map,constraints:new Map,indexes:new Map,children:e.children,parents:e.parents,referencedBy:[],views:e.views,rowSecurity:e.row_security,unlogged:e.unlogged,securityInvoker:e.security_invoker,identified:e.identified,...e.identified_by?{identifiedBy:e.identified_by}:{},owner:e.owner,attached:new Set(e.attached),...e.of_table?{table:e.of_table}:{},...e.default_partition?{defaultPartition:e.default_partition}:{},...e.sibling_default?{siblingDefault:e.sibling_default}:{}}}d(Z,"relationOf"),l(Z,"relationOf");function ee(e,n){e.policies=new Map((n.policies??[]).map(({name:a,command:t,permissive:s,roles:i,using:r,check:o})=>[a,{command:mn[t]??"all",permissive:s,roles:i,...r?{using:r}:{},...o?{check:o}:{}}])),e.triggers=new Map((n.triggers??[]).map(({name:a,...t})=>[a,t])),e.rights=g(n.rights),e.published=n.published,e.empty=n.empty,e.writable=n.writable,n.definition&&(e.definition=n.definition)}d(ee,"attach"),l(ee,"attach");var g=l(e=>new Map(Object.entries(e).map(([n,a])=>[n,new Set(a)])),"rightsOf");function ne(e){const n=e.generated==="s"?"stored":e.generated==="v"?"virtual":void 0;return{type:e.type,notNull:e.not_null,hasDefault:e.has_default,generated:n,identity:e.identity,...e.sequence?{sequence:e.sequence}:{},...e.collation?{collation:e.collation}:{}}}d(ne,"columnOf"),l(ne,"columnOf");function ae(e,n){return{kind:pn[e.kind]??"other",columns:e.columns,valid:e.valid,enforced:e.enforced,...e.deferrable?{deferrable:!0}:{},...n.length>0?{proves:n}:{},...e.kind==="c"&&e.expression?{condition:e.expression}:{},...e.references?{references:e.references}:{},...e.kind==="f"?{foreign:{columns:e.referenced,onDelete:e.on_delete,onUpdate:e.on_update,match:e.match,deferred:e.deferred}}:{}}}d(ae,"constraintOf"),l(ae,"constraintOf");function te(e){const{is_unique:n,valid:a,columns:t,computed_from:s,nulls_alike:i}=e;return{unique:n,valid:a,columns:t,...i?{nullsAlike:i}:{},...s.length>0?{computedFrom:s}:{}}}d(te,"indexOf"),l(te,"indexOf");var gn=l(e=>({volatility:dn[e.volatility]??"volatile",own:e.own,usedBy:e.used_by}),"functionOf"),hn=l(e=>({kind:cn[e.kind]??"other",constrained:e.constrained,usedBy:e.used_by,owner:e.owner,...e.labels.length>0?{labels:e.labels}:{},...e.attributes?{attributes:e.attributes}:{},...e.kind==="d"?{checks:e.checks,notNull:e.not_null}:{}}),"typeOfRow");function se(e){const n=(e.every??e.input).map((t,s)=>({type:t,name:e.names?.[s]??"",mode:e.modes?.[s]??"i"})),a=n.filter(({mode:t})=>["i","b","v"].includes(t));return{kind:fn[e.kind]??"function",types:e.input,names:a.map(({name:t})=>t),defaults:e.defaults,result:{type:e.result,set:e.set},columns:n.filter(({mode:t})=>["o","b","t"].includes(t)).map(({name:t,type:s})=>({name:t,type:s})),definer:e.definer,owner:e.owner,rights:g(e.rights),dependents:e.dependents}}d(se,"routineOf"),l(se,"routineOf");var _n=l(e=>({owner:e.owner,rights:g(e.rights),inside:{table:g(e.tables),sequence:g(e.sequences),function:g(e.functions)}}),"schemaOf"),yn=l(e=>e.flatMap(({schema:n,kind:a,rights:t})=>{const s=un[a];return s?[{schema:n,kind:s,rights:g(t)}]:[]}),"defaultsOf");async function ie(e,n){const[a]=await e.query(en),t=new Map,s=[[...n.functions]];for(const m of await e.query(tn,s))t.set(m.name,gn(m));const i=new Map;for(const m of await e.query(rn,s))i.set(m.name,[...i.get(m.name)??[],se(m)]);const r=await oe(e,[...n.relations,...re(i)],n.schemas),o=new Map;for(const m of await e.query(sn,[[...n.types]])){const u=hn(m);o.set(`${m.schema}.${m.name}`,u).set(m.name,u)}const c=n.granted.size>0?[[...n.granted]]:void 0,p=c?await e.query(an,c):[],f=n.publishes?await e.query(on):void 0;return{known:!0,serverVersion:a?.version??0,searchPath:a?.path??["public"],relations:r,functions:t,types:o,routines:i,schemas:new Map(p.map(m=>[m.name,_n(m)])),...a?{role:a.role,extensions:new Set(a.extensions)}:{},unbound:new Set(a?.unbound),defaults:yn(a?.defaults??[]),publications:new Map(a?.publications.map(({name:m,...u})=>[m,u])),...f?{keyless:f.map(({name:m})=>m)}:{},publishes:{all:a?.publishes_all??!1,schemas:a?.publishes_schemas??[]}}}d(ie,"readFacts"),l(ie,"readFacts");function re(e){return[...e.values()].flat().flatMap(({dependents:n=[]})=>n.flatMap(a=>{const[t="",s=""]=a.split(" ");return t==="trigger"||t==="policy"?[s.split(".").slice(1).join(".")]:[]}))}d(re,"hangingOn"),l(re,"hangingOn");async function oe(e,n,a){const t=await Ue(),s=new Map,i=[n,[...a]];for(const o of await e.query(Xe,i))s.set(o.name,Z(o));const r=[[...s.keys()]];if(s.size===0)return s;for(const o of await e.query(Ge,r))s.get(o.relation)?.columns.set(o.name,ne(o));for(const o of await e.query(Qe,r)){const c=s.get(o.relation),p=o.kind==="c"&&o.expression?Ee(t,o.expression):[];c?.constraints.set(o.name,ae(o,p)),o.references&&s.get(o.references)?.referencedBy.push(o.relation)}for(const o of await e.query(Ze,r))s.get(o.relation)?.indexes.set(o.name,te(o));for(const o of await e.query(nn,r)){const c=s.get(o.relation);c&&ee(c,o)}return s}d(oe,"readRelations"),l(oe,"readRelations");async function le(e,n,a={}){const t=await Promise.all(e.map(O)),s=t.flatMap(({statements:i})=>i);return M(t,n&&s.length>0?await ie(n,we(s)):Fe(),a)}d(le,"planMigrations"),l(le,"planMigrations");async function de(e,n,a={}){return M(await Promise.all(e.map(O)),n,a)}d(de,"planWith"),l(de,"planWith");function M(e,n,a){const t=q(),s={serves:!0,fresh:!1,...a},i=e.map((c,p)=>{const f=De(c.sql,c.statements,c.directives),m={file:p,serves:s.serves};return{...J(c.statements,f,{facts:n,memory:t,setting:m}),declared:pe(c.directives)??c.said?.phase,allowed:c.said?.allow}}),r=B(i,t,s),o=e.map((c,p)=>{const{phase:f="expand",statements:m=[]}=r[p]??{};return{version:c.version,name:c.name,file:c.file,checksum:c.checksum,phase:f,...i[p]?.declared?{declared:!0}:{},...c.late===void 0?{}:{late:c.late},transactional:!c.statements.some(E),statements:m}});return{pending:o,facts:me(o,n)}}d(M,"planRead"),l(M,"planRead");async function O(e){const n=e.statements??await Le(e.sql,e.file),a=await ze(e.sql,e.file);for(const t of a)if(t.kind==="allow"&&!_.has(t.rule))throw N(t,e.file);for(const t of Object.keys(e.said?.allow??{}))if(!_.has(t))throw N({rule:t,line:1,column:1},e.file);return{...e,statements:n,directives:a}}d(O,"readSource"),l(O,"readSource");function ce(e){return e.some(({phase:n})=>n==="contract")?"contract":"expand"}d(ce,"migrationPhase"),l(ce,"migrationPhase");function pe(e){return e.findLast(n=>n.kind==="phase")?.phase}d(pe,"declaredPhase"),l(pe,"declaredPhase");function me(e,n){return[...new Set(e.flatMap(({statements:t})=>t.flatMap(({locks:s})=>s.map(({relation:i})=>i))))].flatMap(t=>{const s=n.relations.get(t);return s&&["table","partitioned","materialized-view"].includes(s.kind)?[{relation:t,rows:s.rows,bytes:s.bytes,...s.empty?{empty:!0}:{}}]:[]}).sort((t,s)=>s.bytes-t.bytes||(t.relation<s.relation?-1:1))}d(me,"sizes"),l(me,"sizes");function N(e,n){return We({code:"SHIPLOCK_MIGRATION_UNKNOWN_RULE",what:`${n}:${e.line} allows "${e.rule}", which is no hazard`,next:`Did you mean ${(0,Ye.closest)(e.rule,[..._.keys()])}? All are listed in docs/hazards.md.`,notDone:["Nothing was sent to the database."],places:[{file:n,line:e.line,column:e.column}]})}d(N,"unknownRule"),l(N,"unknownRule");export{ce as migrationPhase,le as planMigrations,de as planWith};
