var et=Object.defineProperty;var o=(B,C)=>et(B,"name",{value:C,configurable:!0});const ot=383,it=[383],ct={55383:((B,C,m)=>{m.d(C,{databaseSchema:o(()=>Zn,"databaseSchema")});var ye=m(31421),be=m(73024),S=m(51455),_e=m(48161),$=m(76760),d=m(69987);const we=d.Ikc({results:d.YOg(d.Ikc({name:d.YjP(),level:d.YjP(),detail:d.YjP(),remediation:d.YjP().optional(),cacheKey:d.YjP()}))});async function je(e){if(!e)return P("skipped","switched off");const n=e.binary??await ke(e.workspace);if(!n)return P("skipped","the Supabase CLI is not installed here");const{stdout:t,stderr:s}=await ve(n,e),a=xe(t);if(!a)return P("unknown",`the Supabase CLI gave no answer: ${qe(t,s)}`);const r=a.results.filter(i=>i.level==="ERROR"||i.level==="WARN").map(i=>({object:i.cacheKey,message:`${i.level}: ${i.detail}${i.remediation?` (${i.remediation})`:""}`})),c=r.filter(i=>i.message.startsWith("ERROR"));return P(c.length>0?"fail":"pass",`${c.length} errors, ${r.length-c.length} warnings`,r)}o(je,"checkAdvisors");const P=o((e,n,t=[])=>({check:"advisors",outcome:e,detail:n,findings:t}),"report");async function ke(e){const n=[$.join(e,"node_modules/.bin"),...(process.env.PATH??"").split($.delimiter)];for(const t of n.filter($.isAbsolute)){const s=$.join(t,"supabase");if(await(0,S.access)(s,be.constants.X_OK).then(()=>!0,()=>!1))return s}}o(ke,"findBinary");function ve(e,n){const t=new URL(n.url),s=decodeURIComponent(t.password);t.password="";const a=["localhost","127.0.0.1","[::1]"].includes(t.hostname),r={PATH:process.env.PATH,HOME:process.env.HOME,DO_NOT_TRACK:"1",PGPASSWORD:s,...a||t.searchParams.has("sslmode")?{}:{PGSSLMODE:"require"}},i=[...["db","advisors",`--remote=${t.href}`,"--type=security","--level=warn","--fail-on=none"],"--output-format=json","--agent=no",`--workdir=${(0,_e.tmpdir)()}`];return new Promise(p=>{(0,ye.execFile)(e,i,{env:r,timeout:n.timeoutMs??6e4,maxBuffer:32<<20},(u,g,k)=>p({stdout:g,stderr:k||(u?.message.split(`
`)[0]??"")}))})}o(ve,"run");function xe(e){try{return we.parse(JSON.parse(e))}catch{return}}o(xe,"parse");function qe(e,n){return(/"message":"((?:[^"\\]|\\.)*)"/.exec(e)?.[1]??n.trim().split(`
`).at(-1)??"no output").slice(0,300)}o(qe,"why");var I=m(25547),l=m(40821);function V(e){const n=e.issues[0],t=n?.code==="invalid_key"?n.issues[0]:void 0;return`${n?.path.join(".")||"the file"}: ${t?.message??n?.message??"not understood"}`}o(V,"firstIssue");const L=d.YOg(d.YjP().min(1)),Se=d.rej({$schema:d.YjP().optional(),version:d.euz(1),uses:d.rej({relations:d.g1P(d.YjP().regex(/^[^.]+\.[^.]+$/,"a relation is written schema.name"),d.rej({select:L.optional(),insert:L.optional(),update:L.optional(),delete:d.zMY().optional()})).default({}),functions:d.YOg(d.YjP().regex(/^[^.(]+\.[^(]+\(.*\)$/,"a function is written schema.name(types)")).default([])})});async function Ie(e,n){const t=await(0,S.readFile)($.join(e,n),"utf8").catch(s=>{if(s.code!=="ENOENT")throw s});return t===void 0?void 0:Oe(t,n)}o(Ie,"loadContract");function Oe(e,n){let t;try{t=JSON.parse(e)}catch(c){throw J(n,`it is not JSON: ${c.message}`)}const s=Se.safeParse(t);if(!s.success)throw J(n,V(s.error));const{version:a,uses:r}=s.data;return{version:a,uses:{relations:r.relations,functions:r.functions.map(Pe)}}}o(Oe,"parseContract");const J=o((e,n)=>(0,I.DN)({code:"SHIPLOCK_SCHEMA_CONTRACT",what:`${e} is not a contract: ${n}`,notDone:["nothing was changed"],next:"Correct it; the format stands in docs/schema-checks.md.",places:[{file:e}]}),"invalid"),Ee={int:"integer",int4:"integer",int8:"bigint",int2:"smallint",bool:"boolean",varchar:"character varying",timestamptz:"timestamp with time zone",timestamp:"timestamp without time zone",float8:"double precision",float4:"real",decimal:"numeric"};function Pe(e){const[,n="",t=""]=/^([^(]+)\((.*)\)$/s.exec(e.trim())??[],s=o(a=>a.trim().toLowerCase().replace(/^(\w+)(?=\[|$)/,r=>Ee[r]??r),"long");return`${n.trim()}(${t.trim()===""?"":t.split(",").map(s).join(", ")})`}o(Pe,"signature");function Qe(e,n,t){if(!e)return{check:"contract",outcome:"skipped",detail:`there is no ${t}`,findings:[]};const s=new l.Ss(n),a=Object.entries(e.uses.relations),r=[...a.flatMap(([i,p])=>Te(s,i,p)),...e.uses.functions.flatMap(i=>Ae(s,i))].map(i=>({...i,place:{file:t}})),c=n.unreadable.map(({what:i,why:p})=>({object:i,message:`could not be read: ${p}`}));return{check:"contract",outcome:r.length>0&&c.length===0?"fail":c.length>0?"unknown":"pass",detail:`${a.length} relations and ${e.uses.functions.length} functions of ${t}`,findings:[...r,...c]}}o(Qe,"checkContract");function Te(e,n,t){const s=`relation ${n}`;if(!e.has(s))return[{object:s,message:"the app uses it, and it is not there"}];const a=[];for(const r of["select","insert","update"])for(const c of t[r]??[])c!=="*"&&!e.column(n,c)?a.push({object:`column ${n}.${c}`,message:`the app uses it (${r}), and it is not there`}):W(e,n,r,c)||a.push({object:`column ${n}.${c}`,message:`no role but the owner may ${r} it`,mend:`grant ${r} on ${n} to authenticated;`});t.delete&&!W(e,n,"delete","*")&&a.push({object:s,message:"no role but the owner may delete from it",mend:`grant delete on ${n} to authenticated;`});for(const r of t.insert?e.of("column",n):[]){const{notNull:c,default:i,identity:p,generated:u}=r.properties,g=[i,p,u].some(k=>k!==null)||t.insert?.includes((0,l.Qq)(r,"name"));c&&!g&&a.push({object:r.id,message:"it is required, and the app does not insert it"})}return a}o(Te,"checkRelation");function W(e,n,t,s){const a=t.toUpperCase();return e.ofKind("grant").some(r=>r.properties.type==="relation"&&r.properties.object===n&&r.properties.privilege===a)||e.of("column-grant",n).some(r=>r.properties.privilege===a&&(s==="*"||r.properties.column===s))}o(W,"granted");function Ae(e,n){const t=`function ${n}`;return e.has(t)?e.ofKind("grant").some(a=>a.properties.type==="function"&&a.properties.object===n)?[]:[{object:t,message:"no role but the owner may call it",mend:`grant execute on function ${n} to authenticated;`}]:[{object:t,message:"the app calls it, and it is not there"}]}o(Ae,"checkFunction");const b=o(e=>/^[a-z_][a-z0-9_]*$/.test(e)?e:`"${e.replaceAll('"','""')}"`,"ident"),_=o(e=>`'${e.replaceAll("'","''")}'`,"literal"),f=o(e=>e.id.slice(e.kind.length+1),"named"),y=o(e=>(0,l.Qq)(e,"relation"),"on"),h=o(e=>b((0,l.Qq)(e,"name")),"col"),M=o(e=>`-- run again the migration that creates ${e.id}`,"fromMigration");function v(e){switch(e.kind){case"schema":return`create schema ${f(e)};`;case"column":return`alter table ${y(e)} add column ${h(e)} ${Re(e)};`;case"constraint":return`alter table ${y(e)} add constraint ${h(e)} ${(0,l.Qq)(e,"definition")};`;case"index":case"rule":return`${(0,l.Qq)(e,"definition").replace(/;$/,"")};`;case"view":return Ge(e);case"enum":return`create type ${f(e)} as enum (${(0,l.p_)(e,"labels").map(_).join(", ")});`;case"domain":return`create domain ${f(e)} as ${(0,l.Qq)(e,"type")}${(0,l.Qq)(e,"default")&&e.properties.default!==null?` default ${(0,l.Qq)(e,"default")}`:""}${e.properties.notNull?" not null":""}${(0,l.p_)(e,"constraints").map(n=>` constraint ${n}`).join("")};`;case"type":return`create type ${f(e)} as range (subtype = ${(0,l.Qq)(e,"range")});`;case"sequence":return`create sequence ${f(e)} as ${(0,l.Qq)(e,"type")} increment ${(0,l.Qq)(e,"increment")} minvalue ${(0,l.Qq)(e,"min")} maxvalue ${(0,l.Qq)(e,"max")} start ${(0,l.Qq)(e,"start")} cache ${(0,l.Qq)(e,"cache")}${e.properties.cycle?" cycle":""};`;case"trigger":return e.properties.argumentsHash===null?`${(0,l.Qq)(e,"definition")};`:M(e);case"policy":return Ce(e);case"grant":case"column-grant":return Q(e,!0);case"default-privilege":return X(e,!0);case"extension":return`create extension ${f(e)} with schema ${b((0,l.Qq)(e,"schema"))};`;case"publication":return`create publication ${f(e)}${e.properties.allTables?" for all tables":(0,l.p_)(e,"tables").length>0?` for table ${(0,l.p_)(e,"tables").join(", ")}`:""} with (publish = ${_((0,l.p_)(e,"events").join(", "))});`;default:return M(e)}}o(v,"mendMissing");function O(e){switch(e.kind){case"column":return`alter table ${y(e)} drop column ${h(e)};`;case"constraint":return`alter table ${y(e)} drop constraint ${h(e)};`;case"relation":return`drop ${(0,l.Qq)(e,"type").replace("partitioned ","").replace("composite ","")} ${f(e)};`;case"view":return`drop ${e.properties.materialized?"materialized ":""}view ${y(e)};`;case"trigger":case"policy":case"rule":return`drop ${e.kind} ${b((0,l.Qq)(e,"name"))} on ${y(e)};`;case"enum":case"type":return`drop type ${f(e)};`;case"event-trigger":return`drop event trigger ${f(e)};`;case"function":return`drop ${Y(e)} ${f(e)};`;case"grant":case"column-grant":return Q(e,!1);case"default-privilege":return X(e,!1);default:return`drop ${e.kind} ${f(e)};`}}o(O,"mendExtra");function Ne(e,n,t){const s=o(i=>t.includes(i),"differs"),a=[],r=o((i,p)=>i&&a.push(p()),"say"),c=`alter table ${y(e)}`;switch(r(s("owner"),()=>`alter ${Le(e)} ${f(e)} owner to ${b((0,l.Qq)(e,"owner"))};`),e.kind){case"relation":r(s("options"),()=>Me(e,n)),r(s("ownerLacks"),()=>`grant ${(0,l.p_)(n,"ownerLacks").join(", ")||"all"} on ${f(e)} to ${b((0,l.Qq)(e,"owner"))};`),r(s("replicaIdentity"),()=>`alter table ${f(e)} replica identity ${{d:"default",f:"full",n:"nothing"}[(0,l.Qq)(e,"replicaIdentity")]??"default"};`),r(s("persistence"),()=>`alter table ${f(e)} set ${(0,l.Qq)(e,"persistence")==="unlogged"?"unlogged":"logged"};`);break;case"column":r(s("type")||s("collation"),()=>`${c} alter column ${h(e)} type ${(0,l.Qq)(e,"type")}${e.properties.collation?` collate ${(0,l.Qq)(e,"collation")}`:""};`),r(s("default"),()=>`${c} alter column ${h(e)} ${e.properties.default===null?"drop default":`set default ${(0,l.Qq)(e,"default")}`};`),r(s("notNull"),()=>`${c} alter column ${h(e)} ${e.properties.notNull?"set":"drop"} not null;`),r(s("identity"),()=>`${c} alter column ${h(e)} ${e.properties.identity===null?"drop identity":n.properties.identity===null?`add generated ${(0,l.Qq)(e,"identity")} as identity`:`set generated ${(0,l.Qq)(e,"identity")}`};`),r(s("generated"),()=>e.properties.generated===null?`${c} alter column ${h(e)} drop expression;`:`${O(n)} ${v(e)}`);break;case"constraint":r(!0,()=>s("definition")?`${c} drop constraint ${h(e)}; ${v(e)}`:`${c} validate constraint ${h(e)};`);break;case"enum":r(s("labels"),()=>Ye(e,n));break;case"domain":r(s("default"),()=>`alter domain ${f(e)} ${e.properties.default===null?"drop default":`set default ${(0,l.Qq)(e,"default")}`};`),r(s("notNull"),()=>`alter domain ${f(e)} ${e.properties.notNull?"set":"drop"} not null;`),r(s("constraints"),()=>Ue(e,n));break;case"sequence":r(!0,()=>`alter sequence ${f(e)} as ${(0,l.Qq)(e,"type")} increment ${(0,l.Qq)(e,"increment")} minvalue ${(0,l.Qq)(e,"min")} maxvalue ${(0,l.Qq)(e,"max")} start ${(0,l.Qq)(e,"start")} cache ${(0,l.Qq)(e,"cache")} ${e.properties.cycle?"cycle":"no cycle"}${e.properties.ownedBy?` owned by ${(0,l.Qq)(e,"ownedBy")}`:" owned by none"};`);break;case"function":a.push(...De(e,n,t));break;case"trigger":r(s("enabled"),()=>`${c} ${{origin:"enable",disabled:"disable",replica:"enable replica",always:"enable always"}[(0,l.Qq)(e,"enabled")]} trigger ${h(e)};`),r(["definition","argumentsHash","function"].some(s),()=>`${O(e)} ${v(e)}`);break;case"rls":r(s("enabled"),()=>`alter table ${f(e)} ${e.properties.enabled?"enable":"disable"} row level security;`),r(s("forced"),()=>`alter table ${f(e)} ${e.properties.forced?"force":"no force"} row level security;`);break;case"grant":case"column-grant":r(!0,()=>e.properties.grantable?Q(e,!0):Q(e,!1).replace("revoke ","revoke grant option for "));break;case"view":r(!0,()=>e.properties.materialized?`${O(e)} ${v(e)}`:v(e));break;case"extension":r(s("version"),()=>`alter extension ${f(e)} update to ${_((0,l.Qq)(e,"version"))};`),r(s("schema"),()=>`alter extension ${f(e)} set schema ${b((0,l.Qq)(e,"schema"))};`);break;case"publication":r(s("events"),()=>`alter publication ${f(e)} set (publish = ${_((0,l.p_)(e,"events").join(", "))});`),r(s("tables"),()=>Fe(e,n));break;case"event-trigger":r(s("enabled"),()=>`alter event trigger ${f(e)} ${{O:"enable",D:"disable",R:"enable replica",A:"enable always"}[(0,l.Qq)(e,"enabled")]};`);break;case"index":case"rule":case"policy":r(!0,()=>`${O(e)} ${v(e)}`);break}return a.length>0?a.join(" "):M(e)}o(Ne,"mendChanged");function Re(e){const{identity:n,generated:t,notNull:s,collation:a}=e.properties,r=e.properties.default;return[(0,l.Qq)(e,"type"),...a?[`collate ${String(a)}`]:[],...r===null?[]:[`default ${String(r)}`],...t===null?[]:[`generated always as (${String(t).replace(/^(stored|virtual) /,"")}) ${String(t).split(" ")[0]}`],...n===null?[]:[`generated ${String(n)} as identity`],...s?["not null"]:[]].join(" ")}o(Re,"columnType");function Ce(e){const n=(0,l.p_)(e,"roles").map(a=>a==="public"?a:b(a)),{using:t,check:s}=e.properties;return`create policy ${b((0,l.Qq)(e,"name"))} on ${y(e)} as ${e.properties.permissive?"permissive":"restrictive"} for ${(0,l.Qq)(e,"command")} to ${n.join(", ")}${t===null?"":` using (${String(t)})`}${s===null?"":` with check (${String(s)})`};`}o(Ce,"createPolicy");function Q(e,n){const t=e.kind==="column-grant",s=t||(0,l.Qq)(e,"type")==="relation"?"":`${(0,l.Qq)(e,"type")} `,a=`${(0,l.Qq)(e,"privilege").toLowerCase()}${t?` (${b((0,l.Qq)(e,"column"))})`:""} on ${s}${t?y(e):(0,l.Qq)(e,"object")}`;return n?`grant ${a} to ${(0,l.Qq)(e,"role")}${e.properties.grantable?" with grant option":""};`:`revoke ${a} from ${(0,l.Qq)(e,"role")};`}o(Q,"grantSql");function X(e,n){const t=e.properties.granted===n,s=e.properties.schema===null?"":` in schema ${(0,l.Qq)(e,"schema")}`;return`alter default privileges for role ${(0,l.Qq)(e,"owner")}${s} ${t?"grant":"revoke"} ${(0,l.Qq)(e,"privilege").toLowerCase()} on ${(0,l.Qq)(e,"objects")} ${t?"to":"from"} ${(0,l.Qq)(e,"role")};`}o(X,"defaultPrivilege");const Y=o(e=>({procedure:"procedure",aggregate:"aggregate"})[(0,l.Qq)(e,"kind")]??"function","kindOf");function Le(e){return e.kind==="function"?Y(e):e.kind==="enum"?"type":e.kind==="relation"?(0,l.Qq)(e,"type").replace("partitioned ","").replace("composite ",""):e.kind}o(Le,"alterWord");function Me(e,n){const t=(0,l.Qq)(e,"type").endsWith("view")?(0,l.Qq)(e,"type"):"table",s=(0,l.p_)(e,"options").filter(r=>!(0,l.p_)(n,"options").includes(r)),a=(0,l.p_)(n,"options").map(r=>r.split("=")[0]??"").filter(r=>!(0,l.p_)(e,"options").some(c=>c.startsWith(`${r}=`)));return[...s.length>0?[`alter ${t} ${f(e)} set (${s.join(", ")});`]:[],...a.length>0?[`alter ${t} ${f(e)} reset (${a.join(", ")});`]:[]].join(" ")}o(Me,"options");function Ye(e,n){const[t,s]=[(0,l.p_)(e,"labels"),(0,l.p_)(n,"labels")];return s.some(a=>!t.includes(a))?`-- PostgreSQL cannot take a value from an enum: create ${f(e)} anew with (${t.map(_).join(", ")})`:t.flatMap((a,r)=>s.includes(a)?[]:[`alter type ${f(e)} add value ${_(a)}${r>0?` after ${_(t[r-1]??"")}`:s[0]?` before ${_(s[0])}`:""};`]).join(" ")}o(Ye,"enumLabels");function Ue(e,n){const t=(0,l.p_)(n,"constraints").filter(a=>!(0,l.p_)(e,"constraints").includes(a)),s=(0,l.p_)(e,"constraints").filter(a=>!(0,l.p_)(n,"constraints").includes(a));return[...t.map(a=>`alter domain ${f(e)} drop constraint ${a.replace(/ CHECK .*$/s,"")};`),...s.map(a=>`alter domain ${f(e)} add constraint ${a};`)].join(" ")}o(Ue,"domainConstraints");function De(e,n,t){const s=`alter ${Y(e)} ${f(e)}`,a=[];if(t.includes("security")&&a.push(`${s} security ${(0,l.Qq)(e,"security")};`),t.includes("volatility")&&a.push(`${s} ${(0,l.Qq)(e,"volatility")};`),t.includes("strict")&&a.push(`${s} ${e.properties.strict?"strict":"called on null input"};`),t.includes("parallel")&&a.push(`${s} parallel ${(0,l.Qq)(e,"parallel")};`),t.includes("leakproof")&&a.push(`${s} ${e.properties.leakproof?"":"not "}leakproof;`),t.includes("settings")){const r=o(i=>i.split("=")[0]??"","name"),c=(0,l.p_)(n,"settings").filter(i=>!(0,l.p_)(e,"settings").some(p=>r(p)===r(i)));a.push(...c.map(i=>`${s} reset ${r(i)};`)),a.push(...(0,l.p_)(e,"settings").filter(i=>!(0,l.p_)(n,"settings").includes(i)).map(i=>`${s} set ${r(i)} = ${He(i)};`))}return["bodyHash","language","arguments","result","kind"].some(r=>t.includes(r))&&a.push(`-- run again the migration that last defines ${f(e)}: bodies are kept as hashes`),a}o(De,"functionParts");function Fe(e,n){const t=(0,l.p_)(n,"tables").filter(a=>!(0,l.p_)(e,"tables").includes(a)),s=(0,l.p_)(e,"tables").filter(a=>!(0,l.p_)(n,"tables").includes(a));return[...t.map(a=>`alter publication ${f(e)} drop table ${a.replace(/ .*$/s,"")};`),...s.map(a=>`alter publication ${f(e)} add table ${a};`)].join(" ")}o(Fe,"publicationTables");function Ge(e){const n=(0,l.p_)(e,"options").length>0?` with (${(0,l.p_)(e,"options").join(", ")})`:"";return`${e.properties.materialized?"create materialized view":"create or replace view"} ${y(e)}${n} as ${(0,l.Qq)(e,"definition").trim()}`}o(Ge,"createView");function He(e){const[,n="",t=""]=/^([^=]*)=(.*)$/s.exec(e)??[];return["search_path","temp_tablespaces","session_preload_libraries","local_preload_libraries"].includes(n)&&t!==""&&t!=='""'?t:_(t==='""'?"":t)}o(He,"settingValue");const ze={function:["words","dynamic"],view:["definitionHash","columns","options"],index:["columns","expressions"]};function Ke(e,n){const[t,s]=[new l.Ss(e),new l.Ss(n)],a=[...new Set([...Object.keys(e.objects),...Object.keys(n.objects)])].sort(),r=(0,l.rT)(e,n),c=a.flatMap(p=>{const[u,g]=[t.get(p),s.get(p)];return u&&g?Be(u,g):r.has((u??g)?.kind??"")?[]:u?ee(u,t,s)?[]:[T(u.id,"it is missing",v(u))]:g&&!ee(g,s,t)?[T(g.id,"it should not be there",O(g))]:[]}),i=[...e.unreadable,...n.unreadable].map(({what:p,why:u})=>T(p,`could not be read: ${u}`));return{state:i.length>0?"unknown":c.length>0?"drift":"clean",findings:[...c,...i]}}o(Ke,"drift");const T=o((e,n,t)=>({object:e,message:n,...t?{mend:t}:{}}),"finding");function Be(e,n){const t=[...new Set([...Object.keys(e.properties),...Object.keys(n.properties)])].filter(a=>!ze[e.kind]?.includes(a)).filter(a=>JSON.stringify(e.properties[a]??null)!==JSON.stringify(n.properties[a]??null));if(t.length===0)return[];const s=t.map(a=>`${a} should be ${Z(e.properties[a])}, it is ${Z(n.properties[a])}`);return[T(e.id,s.join("; "),Ne(e,n,t))]}o(Be,"changed");function Z(e){const n=e==null?"none":Array.isArray(e)?`[${e.join(", ")}]`:String(e);return n.length>300?`${n.slice(0,300)}\u2026`:n}o(Z,"show");function ee(e,n,t){const{relation:s,object:a,constraint:r,ownedBy:c,type:i}=e.properties,p=o(u=>n.has(u)&&!t.has(u),"absent");return e.kind==="relation"||e.kind==="schema"?!1:e.kind==="view"?p(`relation ${String(s)}`):typeof s=="string"&&p(`relation ${s}`)?!0:e.kind==="rls"?p(`relation ${e.id.slice(4)}`):e.kind==="index"&&typeof r=="string"?p(`constraint ${String(s)} ${r}`)||p(`constraint ${String(s)} "${r}"`):e.kind==="grant"?["relation","function","schema","sequence","enum","domain","type"].some(u=>(u===i||i==="type")&&p(`${u} ${String(a)}`)):e.kind==="column-grant"?p(e.id.replace(/^column-grant/,"column").replace(/ \S+ [A-Z]+$/,"")):e.kind==="sequence"&&typeof c=="string"&&p(`column ${c}`)}o(ee,"follows");function Ve(e,n){if(!e)return{check:"drift",outcome:"skipped",detail:"no expected schema to compare with",findings:[]};const{state:t,findings:s}=Ke(e,n);return{check:"drift",outcome:{clean:"pass",drift:"fail",unknown:"unknown"}[t],detail:`${t}: ${Object.keys(n.objects).length} objects compared`,findings:s}}o(Ve,"checkDrift");const A=["information_schema","shiplock","supabase_migrations","_analytics","_realtime","_supavisor","auth","cron","extensions","graphql","graphql_public","net","pgbouncer","pgmq","pgsodium","pgsodium_masks","pgtle","realtime","repack","storage","supabase_functions","tiger","tiger_data","topology","vault"],Je=["realtime","storage"],We=`
select nspname::text as name from pg_namespace
 where nspname !~ '^pg_' and nspname <> all ($1::text[])
 order by nspname collate "C"`,U="n.nspname !~ '^pg_' and n.nspname <> all ($1::text[])",D=o(e=>`case
  when has_table_privilege(r.oid, c.oid, '${e}') then to_jsonb(true)
  when has_any_column_privilege(r.oid, c.oid, '${e}') then (
    select to_jsonb(array_agg(a.attname::text order by a.attname collate "C")) from pg_attribute a
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and has_column_privilege(r.oid, c.oid, a.attnum, '${e}'))
  else to_jsonb(false) end`,"queries_granted"),Xe=`
select format('%I.%I', n.nspname, c.relname) as relation, r.rolname as role,
  case when c.relkind in ('v', 'm') then
      case when c.reloptions && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1']
        then 'view of its reader' else 'view of its owner' end
    when not c.relrowsecurity then 'off' when c.relforcerowsecurity then 'forced' else 'on' end as rls,
  has_schema_privilege(r.oid, n.oid, 'USAGE') as usage,
  r.rolbypassrls or r.rolsuper as bypass,
  pg_has_role(r.oid, c.relowner, 'USAGE') as owns,
  jsonb_build_object('select', ${D("SELECT")}, 'insert', ${D("INSERT")}, 'update', ${D("UPDATE")},
    'delete', has_table_privilege(r.oid, c.oid, 'DELETE'), 'truncate', has_table_privilege(r.oid, c.oid, 'TRUNCATE')) as granted
from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join pg_roles r
where ${U} and c.relkind in ('r', 'p', 'v', 'm', 'f') and r.rolname = any ($2)
  and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
order by 1, 2`,Ze=`
select format('%I.%I', n.nspname, c.relname) as relation, p.polname::text as name,
  case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end as command,
  p.polpermissive as permissive,
  array(select case when o = 0 then 'public' else quote_ident(pg_get_userbyid(o)) end from unnest(p.polroles) o order by 1) as roles,
  array(select r.rolname::text from pg_roles r where r.rolname = any ($2) and exists (
    select from unnest(p.polroles) o where o = 0 or pg_has_role(r.oid, o, 'USAGE')) order by 1) as applies,
  pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
where ${U} order by 1, 2`,en=`
select * from (
  select format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)) as name,
    case when p.prosecdef then 'definer' else 'invoker' end as security,
    array(select r.rolname::text from pg_roles r where r.rolname = any ($2)
      and has_function_privilege(r.oid, p.oid, 'EXECUTE') and has_schema_privilege(r.oid, n.oid, 'USAGE') order by 1) as execute,
    left(encode(sha256(convert_to(coalesce(pg_get_function_sqlbody(p.oid), p.prosrc), 'UTF8')), 'hex'), 16) as body,
    exists (select from pg_depend d where d.classid = 'pg_policy'::regclass and d.refclassid = 'pg_proc'::regclass
      and d.refobjid = p.oid) as "inPolicy"
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where ${U} and p.prokind <> 'a'
    and not exists (select from pg_depend e where e.classid = 'pg_proc'::regclass and e.objid = p.oid and e.deptype = 'e')
) f where "inPolicy" or (security = 'definer' and cardinality(execute) > 0)
order by name`,F=["select","insert","update","delete","truncate"],nn=["anon","authenticated","service_role"];async function tn(e,n=nn){return e.transaction(async t=>{await t.query("set transaction isolation level repeatable read, read only"),await t.query("select set_config('search_path', '', true)");const s=await t.query(Xe,[A,n]),a=await t.query(Ze,[A,n]),r=await t.query(en,[A,n]),c=await t.query("select rolname as name from pg_roles where rolname = any ($1)",[n]);return{roles:n.filter(i=>c.some(({name:p})=>p===i)),relations:sn(s,a),functions:Object.fromEntries(r.map(({name:i,security:p,execute:u,body:g})=>[i,{security:p,execute:u,body:g}]))}})}o(tn,"matrix_readMatrix");function sn(e,n){const t=new Map;for(const a of n)t.set(a.relation,[...t.get(a.relation)??[],a]);const s={};for(const a of e){const r=t.get(a.relation)??[];s[a.relation]??={rls:a.rls,rights:{},policies:Object.fromEntries(r.map(i=>[i.name,on(i)]))};const c=an(a,r);s[a.relation]&&Object.keys(c).length>0&&(s[a.relation].rights[a.role]=c)}return s}o(sn,"relationsOf");function an(e,n){const t={};for(const s of F){const a=e.usage?e.granted[s]:!1;if(!a)continue;const r=rn(e,s,n);t[s]=a===!0?r:`${r} (${a.join(", ")})`}return t}o(an,"cellsOf");function rn(e,n,t){if(!(e.rls==="forced"||e.rls==="on"&&!e.owns)||e.bypass||n==="truncate")return"allowed";const a=t.filter(i=>i.applies.includes(e.role)&&(i.command==="all"||i.command===n)),r=a.filter(i=>i.permissive);if(r.length===0)return"no rows";const c=o(i=>(n==="insert"?i.check??i.using:i.using)==="true"&&(n!=="update"||(i.check??"true")==="true"),"open");return r.some(c)&&r.length===a.length?"allowed":"conditional"}o(rn,"throughPolicies");function on(e){return[`as ${e.permissive?"permissive":"restrictive"} for ${e.command} to ${e.roles.join(", ")}`,...e.using===null?[]:[`using (${ne(e.using)})`],...e.check===null?[]:[`with check (${ne(e.check)})`]].join(" ")}o(on,"definition");const ne=o(e=>e.replaceAll(/\n\s*/g," "),"oneLine");function cn(e,n){return[...e.roles.filter(s=>!n.roles.includes(s)).map(s=>({object:`role ${s}`,message:"it is expected, and it is not there",mend:`create role ${x(s)} nologin;`})),...ln(e,n),...mn(e,n)]}o(cn,"compareMatrix");const N=o((...e)=>[...new Set(e.flatMap(n=>Object.keys(n)))].sort(),"names"),w=o((e,n)=>Object.hasOwn(e,n)?e[n]:void 0,"at"),x=o(e=>/^[a-z_][a-z0-9_]*$/.test(e)?e:`"${e.replaceAll('"','""')}"`,"quote");function ln(e,n){return N(e.relations,n.relations).flatMap(t=>{const[s,a]=[w(e.relations,t),w(n.relations,t)];return a?s?[...pn(t,s,a),...un(t,s,a),...gn(t,s,a)]:[{object:t,message:`it is not in the expected matrix${dn(a)}`}]:[{object:t,message:"it is expected, and it is not there"}]})}o(ln,"relations");function dn(e){const n=Object.entries(e.rights).map(([t,s])=>`${t} may ${Object.keys(s).join(", ")}`);return`: row-level security is ${e.rls}${n.length>0?`, ${n.join("; ")}`:", no right for any role"}`}o(dn,"describe");function pn(e,n,t){if(n.rls===t.rls)return[];const s={"view of its reader":!0,"view of its owner":!1},a=n.rls in s?`alter view ${e} set (security_invoker = ${s[n.rls]});`:`alter table ${e} ${n.rls==="off"?"disable":"enable"} row level security, ${n.rls==="forced"?"force":"no force"} row level security;`;return[{object:`rls ${e}`,message:`expected ${n.rls}, it is ${t.rls}`,mend:a}]}o(pn,"flag");function un(e,n,t){return N(n.rights,t.rights).flatMap(s=>F.flatMap(a=>{const[r,c]=[w(n.rights,s)?.[a]??"denied",w(t.rights,s)?.[a]??"denied"];if(r===c)return[];const i=fn(e,s,a,r,c);return[{object:`${e} ${s} ${a}`,message:`expected ${r}, it is ${c}`,...i?{mend:i}:{}}]}))}o(un,"rights");const te=o(e=>/\((.*)\)$/.exec(e)?.[1]?.split(", ").map(x).join(", "),"compare_columns");function fn(e,n,t,s,a){const r=s==="denied"?void 0:te(s),c=a==="denied"?void 0:te(a);if(s!=="denied"&&a!=="denied"&&r===c)return;const i=a==="denied"?"":`revoke ${t} on ${e} from ${x(n)};`;return s==="denied"?i:`${i}${i?" ":""}grant ${t}${r?` (${r})`:""} on ${e} to ${x(n)};`}o(fn,"mendRight");function gn(e,n,t){return N(n.policies,t.policies).flatMap(s=>{const[a,r]=[w(n.policies,s),w(t.policies,s)];if(a===r)return[];const c=`"${s.replaceAll('"','""')}"`,i=`drop policy ${c} on ${e};`,p=`create policy ${c} on ${e} ${a};`,u=`policy ${e} ${c}`;return r===void 0?[{object:u,message:"the policy is gone",mend:p}]:a===void 0?[{object:u,message:`the policy is not in the expected matrix: ${r}`,mend:i}]:[{object:u,message:`expected ${a}; it is ${r}`,mend:`${i} ${p}`}]})}o(gn,"policies");function mn(e,n){return N(e.functions,n.functions).flatMap(t=>{const[s,a]=[w(e.functions,t),w(n.functions,t)],r=`function ${t}`;if(!a)return[{object:r,message:"policies relied on it, or roles could call it, and now neither is so"}];if(!s)return[{object:r,message:`not in the expected matrix: runs as ${a.security}, callable by ${a.execute.join(", ")||"none of the roles"}`,mend:`revoke execute on function ${t} from public, ${n.roles.map(x).join(", ")};`}];const c=[];return s.security!==a.security&&c.push({object:r,message:`expected to run as ${s.security}, it runs as ${a.security}`,mend:`alter function ${t} security ${s.security};`}),s.execute.join()!==a.execute.join()&&c.push({object:r,message:`expected callable by ${s.execute.join(", ")||"none"}, it is callable by ${a.execute.join(", ")||"none"}`,mend:`revoke execute on function ${t} from public, ${n.roles.map(x).join(", ")};${s.execute.length>0?` grant execute on function ${t} to ${s.execute.map(x).join(", ")};`:""}`}),s.body!==a.body&&c.push({object:r,message:"its body changed, and policies or the roles\u2019 rights rest on it"}),c})}o(mn,"functions");const hn=d.rej({role:d.YjP().default("authenticated").describe("Role that the request runs as."),claims:d.g1P(d.YjP(),d.Pq9()).default({}).describe('request.jwt.claims, e.g. {"sub": "\u2026"}.')}),$n=d.rej({name:d.YjP(),setup:d.YjP().optional().describe("SQL file, relative to the workspace, run first in the transaction that is rolled back."),users:d.g1P(d.YjP(),hn).describe("Two or more users by a name of your choice."),relation:d.YjP().regex(/^[^.]+\.[^.]+$/,"a relation is written schema.name"),key:d.YjP().default("id").describe("Column that tells rows apart."),rows:d.g1P(d.YjP(),d.YOg(d.YjP())).describe("Value of the key \u2192 names of the users who see that row.")}),yn=d.jgl(d.k5n(F),d.YjP()),bn=d.rej({$schema:d.YjP().optional(),version:d.euz(1),roles:d.YOg(d.YjP()).min(1),relations:d.g1P(d.YjP(),d.rej({rls:d.k5n(["on","forced","off","view of its owner","view of its reader"]),rights:d.g1P(d.YjP(),yn),policies:d.g1P(d.YjP(),d.YjP())})),functions:d.g1P(d.YjP(),d.rej({security:d.k5n(["definer","invoker"]),execute:d.YOg(d.YjP()),body:d.YjP()})),probes:d.YOg($n).default([])});async function se(e,n){const t=await(0,S.readFile)($.join(e,n),"utf8").catch(r=>{if(r.code!=="ENOENT")throw r});if(t===void 0)return;let s;try{s=JSON.parse(t)}catch(r){throw ae(n,`it is not JSON: ${r.message}`)}const a=bn.safeParse(s);if(a.success)return a.data;throw ae(n,V(a.error))}o(se,"loadRls");const ae=o((e,n)=>(0,I.DN)({code:"SHIPLOCK_SCHEMA_RLS_FILE",what:`${e} is not an RLS matrix: ${n}`,notDone:["nothing was changed"],next:"Generate it anew (docs/schema-checks.md says how) and read the difference before you commit it.",places:[{file:e}]}),"file_invalid");async function nt(e,n){const t=await se(n.workspace,n.file),s=await readMatrix(e,n.roles??t?.roles??API_ROLES),a={version:1,...s,...t&&t.probes.length>0?{probes:t.probes}:{}};return await writeFile(path.join(n.workspace,n.file),`${JSON.stringify(a,null,2)}
`),s}o(nt,"writeRls");var re=m(96510);const oe=o(e=>e instanceof I.GV&&e.code==="SHIPLOCK_DATABASE_PERMISSION","isPermission"),_n={table:o(e=>`grant select on ${e}`,"table"),view:o(e=>`grant select on ${e}`,"view"),"materialized view":o(e=>`grant select on ${e}`,"materialized view"),schema:o(e=>`grant usage on schema ${e}`,"schema"),function:o(e=>`grant execute on function ${e}`,"function"),sequence:o(e=>`grant usage on sequence ${e}`,"sequence")};function G(e){const n=e instanceof I.GV?e.problem.what:String(e),t=/affected by row-level security policy for table "?([^"]+)"?/.exec(n);if(t)return`rows of ${t[1]} may be hidden from this role: it needs BYPASSRLS (${t[0]})`;const s=/permission denied to set role "?([^"]+)"?/.exec(n);if(s)return`missing grant: grant ${s[1]} to the role of database-url (${s[0]})`;const a=/permission denied for (table|view|materialized view|schema|function|sequence) "?([^"\s]+)"?/.exec(n),r=a&&_n[a[1]??""]?.(a[2]??"");return r?`missing grant: ${r} to the role of database-url (${a[0]})`:n}o(G,"missingGrant");class ie extends Error{static{o(this,"RolledBack")}}async function wn(e,n,t){const s=`probe "${n.name}"`;try{const a=[],r=[];return await e.transaction(async c=>{throw n.setup||await c.query("set transaction read only"),await c.query(`select set_config('lock_timeout', '2s', true), set_config('statement_timeout', '30s', true),
          set_config('request.jwt.claims', '{}', true)`),n.setup&&await jn(c,n.setup,t),await kn(c,n,s,a,r),new ie}).catch(c=>{if(!(c instanceof ie))throw c}),{failed:a,undecided:r}}catch(a){return{failed:[],undecided:[{object:s,message:G(a)}]}}}o(wn,"runProbe");async function jn(e,n,t){const s=await(0,re.eg)(await(0,S.readFile)($.join(t,n),"utf8"),n),a=s.find(r=>r.kind==="TransactionStmt");if(a)throw new Error(`${n}:${a.line}: a probe's setup must not end its transaction`);for(const r of s)await e.query(r.text)}o(jn,"setUp");async function kn(e,n,t,s,a){const r=Object.keys(n.rows),c=await ce(e,n,r);for(const i of r.filter(p=>!c.has(p)))a.push({object:t,message:`there is no row ${i} in ${n.relation}, or this role does not see it`});for(const[i,p]of Object.entries(n.users)){await e.query("savepoint probe"),await e.query("select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)",[p.role,JSON.stringify({role:p.role,...p.claims})]);const u=await ce(e,n,r);await e.query("rollback to savepoint probe");for(const g of r.filter(k=>c.has(k))){const k=(n.rows[g]??[]).includes(i);k!==u.has(g)&&s.push({object:t,message:`${i} (${p.role}) ${k?"does not see":"sees"} row ${g} of ${n.relation}`})}}}o(kn,"look");async function ce(e,n,t){const s=o(c=>`"${c.replaceAll('"','""')}"`,"quote"),a=n.relation.split(".").map(s).join("."),r=await e.query(`select ${s(n.key)}::text as key from ${a} where ${s(n.key)}::text = any ($1)`,[t]);return new Set(r.map(c=>c.key))}o(ce,"visible");async function vn(e,n){const t=await se(n.workspace,n.file);if(!t)return{check:"rls",outcome:"skipped",detail:`there is no ${n.file}`,findings:[]};const s=await tn(e,t.roles),a={file:n.file},r=cn(t,s).map(p=>({...p,place:a})),c=[];for(const p of t.probes){const u=await wn(e,p,n.workspace);r.push(...u.failed.map(g=>({...g,place:a}))),c.push(...u.undecided.map(g=>({...g,place:a})))}const i=Object.keys(s.relations).length*s.roles.length*5;return{check:"rls",outcome:r.length>0?"fail":c.length>0?"unknown":"pass",detail:`${i} cells (${s.roles.length} roles \xD7 ${Object.keys(s.relations).length} relations \xD7 5 verbs), ${t.probes.length} probes`,findings:[...r,...c]}}o(vn,"checkRls");var le=m(20724);const H=o((e,n)=>`exists (select from pg_depend e where e.classid = '${e}'::regclass and e.objid = ${n} and e.deptype = 'e')`,"ofExtension"),de=o(e=>`exists (select from pg_depend e where e.classid = 'pg_proc'::regclass and e.objid = ${e} and e.deptype in ('e', 'i'))`,"ofTypeOrExtension"),xn=`
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
where n.nspname = any ($1) and t.typtype in ('e', 'd', 'r') and not ${H("pg_type","t.oid")}`,qn=`
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
where n.nspname = any ($1) and not ${H("pg_class","c.oid")}
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i')`,Sn=`
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
        regexp_replace(b.body, '''[^'']*''', ' ', 'g'), '[[:alpha:]_][[:alnum:]_$]*', 'g') w
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
where n.nspname = any ($1) and not ${de("p.oid")}`,In=`
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
  and not ${H("pg_class","c.oid")}
union all
select 'event-trigger', format('event-trigger %I', e.evtname), jsonb_build_object(
  'event', e.evtevent, 'function', format('%I.%I', fn.nspname, f.proname), 'enabled', e.evtenabled::text,
  'tags', coalesce(e.evttags, '{}'))
from pg_event_trigger e join pg_proc f on f.oid = e.evtfoid join pg_namespace fn on fn.oid = f.pronamespace
where fn.nspname = any ($1)`,On=`
select 'extension' as kind, format('extension %I', e.extname) as id,
  jsonb_build_object('version', e.extversion, 'schema', n.nspname) as properties
from pg_extension e join pg_namespace n on n.oid = e.extnamespace`,En=`
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
from pg_publication p`,q=o((e,n)=>`exists (select from pg_depend e where e.classid = '${e}'::regclass and e.objid = ${n} and e.deptype = 'e')`,"relations_ofExtension"),j="format('%I.%I', n.nspname, c.relname)",Pn=`
select 'relation' as kind, 'relation ' || ${j} as id, jsonb_build_object(
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
where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and not ${q("pg_class","c.oid")}
union all
select 'rls', 'rls ' || ${j}, jsonb_build_object('enabled', c.relrowsecurity, 'forced', c.relforcerowsecurity)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and c.relkind in ('r', 'p') and not ${q("pg_class","c.oid")}
union all
select 'schema', format('schema %I', n.nspname), jsonb_build_object('owner', pg_get_userbyid(n.nspowner))
from pg_namespace n where n.nspname = any ($1)`,Qn=`
select 'column' as kind, format('column %I.%I.%I', n.nspname, c.relname, a.attname) as id, jsonb_build_object(
  'relation', ${j},
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
  and not ${q("pg_class","c.oid")}`,Tn=`
select 'constraint' as kind, format('constraint %I.%I %I', n.nspname, c.relname, k.conname) as id, jsonb_build_object(
  'relation', ${j},
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
where n.nspname = any ($1) and k.contype in ('p', 'u', 'f', 'c', 'x') and not ${q("pg_class","c.oid")}`,An=`
select 'index' as kind, format('index %I.%I', n.nspname, i.relname) as id, jsonb_build_object(
  'relation', ${j},
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
where n.nspname = any ($1) and not ${q("pg_class","c.oid")}`,Nn=`
select 'view' as kind, 'view ' || ${j} as id, jsonb_build_object(
  'relation', ${j},
  'materialized', c.relkind = 'm',
  'options', coalesce((select array_agg(o order by o collate "C") from unnest(c.reloptions) o), '{}'),
  'columns', array(select a.attname::text from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum),
  'definition', pg_get_viewdef(c.oid),
  'definitionHash', encode(sha256(convert_to(pg_get_viewdef(c.oid), 'UTF8')), 'hex')
) as properties
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and c.relkind in ('v', 'm') and not ${q("pg_class","c.oid")}
union all
select 'rule', format('rule %I.%I %I', n.nspname, c.relname, r.rulename), jsonb_build_object(
  'relation', ${j}, 'name', r.rulename, 'definition', pg_get_ruledef(r.oid), 'enabled', r.ev_enabled::text)
from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and r.rulename <> '_RETURN' and not ${q("pg_class","c.oid")}`,E=o((e,n)=>`exists (select from pg_depend e where e.classid = '${e}'::regclass and e.objid = ${n} and e.deptype = 'e')`,"rights_ofExtension"),Rn=`
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
where (n.nspname = any ($1) or n.nspname = any ($2)) and not ${E("pg_class","c.oid")}`,Cn=`
with object as (
  select 'relation' as type, format('%I.%I', n.nspname, c.relname) as name, c.relowner as owner,
    coalesce(c.relacl, acldefault('r', c.relowner)) as acl
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'm', 'f') and not ${E("pg_class","c.oid")}
  union all
  select 'sequence', format('%I.%I', n.nspname, c.relname), c.relowner, coalesce(c.relacl, acldefault('s', c.relowner))
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1) and c.relkind = 'S' and not ${E("pg_class","c.oid")}
  union all
  select 'function', format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)), p.proowner,
    coalesce(p.proacl, acldefault('f', p.proowner))
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = any ($1) and not ${de("p.oid")}
  union all
  select 'schema', quote_ident(n.nspname), n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner))
  from pg_namespace n where n.nspname = any ($1)
  union all
  select 'type', format('%I.%I', n.nspname, t.typname), t.typowner, coalesce(t.typacl, acldefault('T', t.typowner))
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where n.nspname = any ($1) and t.typtype in ('e', 'd', 'r') and not ${E("pg_type","t.oid")}
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
    and not ${E("pg_class","c.oid")}) g
group by relation, col, name, role, privilege`,z={"relations and row-level security":{sql:Pn,kinds:["relation","rls","schema"]},columns:{sql:Qn,kinds:["column"]},constraints:{sql:Tn,kinds:["constraint"]},indexes:{sql:An,kinds:["index"]},"views and rules":{sql:Nn,kinds:["view","rule"]},types:{sql:xn,kinds:["enum","domain","type"]},sequences:{sql:qn,kinds:["sequence"]},functions:{sql:Sn,kinds:["function"]},triggers:{sql:In,kinds:["trigger","event-trigger"]},extensions:{sql:On,kinds:["extension"]},publications:{sql:En,kinds:["publication"]},policies:{sql:Rn,kinds:["policy"]},grants:{sql:Cn,kinds:["grant","column-grant"]},"default privileges":{sql:`
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
from change`,kinds:["default-privilege"]}},Ln=Object.values(z).flatMap(e=>e.kinds);async function Mn(e,n={}){const t=await Un(e,n).catch(c=>{if(!oe(c))throw c;return Dn(e,n)}),s={};for(const{id:c,kind:i,properties:p}of t.rows.sort(Fn))s[c]={kind:i,properties:p};const{schemas:a,unreadable:r}=t;return{format:1,schemas:a,objects:s,unreadable:r,...n.contract?{contract:n.contract}:{}}}o(Mn,"schemaSnapshot");function Yn(e){const{contract:n,...t}=e;return(0,le.qQ)((0,le.aB)(t))}o(Yn,"fingerprint");async function Un(e,n){return pe(e,async t=>{const s=n.schemas??await ue(t),a=[];for(const{sql:r}of Object.values(z))a.push(...await fe(t,r,s));return{schemas:[...s].sort(),rows:a,unreadable:[]}})}o(Un,"readAtOnce");async function Dn(e,n){const t=[],s=[],a=o(async(c,i,p)=>{try{return await pe(e,p)}catch(u){if(!oe(u))throw u;s.push({what:c,why:G(u),kinds:i});return}},"attempt"),r=n.schemas??await a("schemas",Ln,ue)??[];for(const[c,{sql:i,kinds:p}]of Object.entries(z))t.push(...await a(c,p,u=>fe(u,i,r))??[]);return{schemas:[...r].sort(),rows:t,unreadable:s}}o(Dn,"readApart");function pe(e,n){return e.transaction(async t=>(await t.query("set transaction isolation level repeatable read, read only"),await t.query("select set_config('search_path', '', true), set_config('quote_all_identifiers', 'off', true)"),n(t)))}o(pe,"inCatalogTransaction");async function ue(e){return(await e.query(We,[A])).map(n=>n.name)}o(ue,"allSchemas");function fe(e,n,t){return n.includes("$2")?e.query(n,[t,Je]):e.query(n,n.includes("$1")?[t]:[])}o(fe,"ask");const Fn=o((e,n)=>e.id<n.id?-1:e.id>n.id?1:0,"byId");var Gn=m(49091);async function Hn(e,n){const t=$.join(n.workspace,n.directory),s=await(0,S.readdir)(t).catch(u=>{if(u.code!=="ENOENT")throw u}),a=s?.filter(u=>u.endsWith(".sql")).sort()??[];if(a.length===0)return{check:"verify-sql",outcome:"skipped",detail:s?`${n.directory} has no .sql file`:`there is no folder ${n.directory}`,findings:[]};const r=[];for(const u of a)r.push(await zn(e,$.posix.join(n.directory,u),n));const c=r.flatMap(u=>u.failed),i=r.flatMap(u=>u.undecided),p=r.reduce((u,g)=>u+g.checks,0);return{check:"verify-sql",outcome:c.length>0?"fail":i.length>0?"unknown":"pass",detail:`${ge(p,"check")} in ${ge(a.length,"file")}${i.length>0?`, ${i.length} could not be decided`:""}`,findings:[...c,...i]}}o(Hn,"verifySql");const ge=o((e,n)=>`${e} ${n}${e===1?"":"s"}`,"count");async function zn(e,n,t){let s;try{const a=await(0,re.eg)(await(0,S.readFile)($.join(t.workspace,n),"utf8"),n),r=a.find(i=>i.kind!=="SelectStmt");if(r)return K(n,"only SELECT statements can verify",r.line);const c=await e.transaction(async i=>{await i.query("set transaction read only"),await i.query("select set_config('row_security', 'off', true), set_config('statement_timeout', $1, true)",[`${t.timeoutMs??6e4}ms`]);const p=[];for(const u of a){s=u;for(const g of await i.query(u.text))p.push({row:g,line:u.line})}return p});return Kn(n,c)}catch(a){return K(n,G(a),Bn(a,s))}}o(zn,"verifyFile");function Kn(e,n){if(n.length===0)return K(e,"it returned no row, so it checked nothing",void 0);const t=[],s=[];for(const{row:a,line:r}of n){const{check_name:c,bad:i}=a,p={file:e,line:r};typeof c!="string"||!/^-?\d+$/.test(String(i))?s.push({object:e,message:`rows must be (check_name text, bad bigint), this one has (${Object.keys(a).join(", ")}) or a null`,place:p}):BigInt(String(i))!==0n&&t.push({object:`${e}: ${c}`,message:`${String(i)} bad`,place:p})}return{checks:n.length,failed:t,undecided:s}}o(Kn,"judge");const K=o((e,n,t)=>({checks:0,failed:[],undecided:[{object:e,message:n,place:{file:e,...t?{line:t}:{}}}]}),"undecided");function Bn(e,n){if(!n)return e instanceof I.GV?e.problem.places?.[0]?.line:void 0;const t=e instanceof I.GV?e.cause:void 0,s=Number(t?.position??0);if(s<=0)return n.line;const a=n.text.slice(0,(0,Gn.T$)(n.text,s-1));return n.line+a.split(`
`).length-1}o(Bn,"lineOf");const Vn={pass:"\u2705 pass",fail:"\u274C **fail**",unknown:"\u2753 **could not verify**",skipped:"\u23ED\uFE0F skipped"},me=50,he={"verify-sql":"Verify SQL",contract:"App contract",rls:"Row-level security",drift:"Drift",advisors:"Supabase advisors"},R=o(e=>e.replaceAll("|","\\|").replaceAll(/\s*\n\s*/g," "),"cell"),Jn=o(e=>{const n="`".repeat(Math.max(3,...[...e.matchAll(/`+/g)].map(t=>t[0].length+1)));return[`  ${n}sql`,...e.split(`
`).map(t=>`  ${t}`),`  ${n}`]},"fenced"),$e=o(e=>e.includes("`")?e.replaceAll("`","'"):e,"inline");function st(e){return`${["| check | outcome | looked at |","| --- | --- | --- |",...e.map(t=>`| ${he[t.check]} | ${Vn[t.outcome]} | ${R(t.detail)} |`),...e.filter(t=>t.findings.length>0).flatMap(Wn)].join(`
`)}
`}o(st,"reportsMarkdown");function Wn(e){const n=e.findings.slice(0,me),t=e.findings.length-n.length;return["",`#### ${he[e.check]}`,"",...n.flatMap(s=>{const a=s.place?` (${s.place.file}${s.place.line?`:${s.place.line}`:""})`:"";return[`- \`${$e(s.object)}\`: ${R(s.message)}${a}`,...s.mend?["",...Jn(s.mend),""]:[]]}),...t>0?[`- \u2026 and ${t} more`]:[]]}o(Wn,"findings");const Xn={safe:"\u2705 **safe**: the previous release may serve again on this schema.",unsafe:"\u274C **unsafe**: the previous release does not work on this schema.",unknown:"\u2753 **unknown**: it cannot be decided whether the previous release works on this schema."};function at(e){const n=e.reasons.slice(0,me),t=e.reasons.length-n.length;return`${[Xn[e.answer],...n.length>0?["","| | object | why |","| --- | --- | --- |"]:[],...n.map(a=>`| ${a.answer} | \`${R($e(a.object))}\` | ${R(a.why)} |`),...t>0?["",`\u2026 and ${t} more reasons`]:[]].join(`
`)}
`}o(at,"verdictMarkdown");function Zn(e){const{database:n,workspace:t,schemas:s}=e,a=o(()=>Ie(t,e.contractFile),"contract"),r=o(async()=>Mn(await n(),{...s?{schemas:s}:{},contract:await a()}),"snapshot");return{snapshot:r,fingerprint:o(async()=>Yn(await r()),"fingerprint"),verify:o(async c=>{const i=await n(),p=await r();return[await Hn(i,{workspace:t,directory:e.verifyDir}),Qe(p.contract,p,e.contractFile),await vn(i,{workspace:t,file:e.rlsFile}),Ve(c.snapshot,p),await je(e.advisorsUrl?{url:e.advisorsUrl,workspace:t}:void 0)]},"verify")}}o(Zn,"databaseSchema")})};export{ot as id,it as ids,ct as modules};
