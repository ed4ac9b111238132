var B=Object.defineProperty;var t=(S,w)=>B(S,"name",{value:w,configurable:!0});const K=1481,W=[1481,8833],F={8833:((S,w,r)=>{r.d(w,{$N:t(()=>b,"$N"),aB:t(()=>_,"aB"),hN:t(()=>i,"hN"),qQ:t(()=>h,"qQ"),rI:t(()=>c,"rI"),sc:t(()=>p,"sc"),yW:t(()=>f,"yW")});var e=r(7598);class c{static{t(this,"Digits")}text;constructor(s){this.text=s}}function b(l){return g(l,n)}t(b,"canonical");function f(l){return g(l,s=>s)}t(f,"canonicalAsWritten");function g(l,s){return l===null||typeof l=="boolean"?String(l):typeof l=="number"?s(m(l)):l instanceof c?s(l.text):typeof l=="string"?JSON.stringify(i(l)):j(l)?`[${l.map(a=>g(a,s)).join(",")}]`:`{${[...new Map(Object.entries(l).map(([a,u])=>[i(a),u]))].sort(([a],[u])=>Buffer.compare(Buffer.from(a),Buffer.from(u))).map(([a,u])=>`${JSON.stringify(a)}:${g(u,s)}`).join(",")}}`}t(g,"write");function j(l){return Array.isArray(l)}t(j,"isList");function m(l){if(Number.isFinite(l))return String(l);throw new RangeError(`the record keeps finite numbers only; ${l} is not one`)}t(m,"numberText");const v=15e4;function n(l){const[s="",o="0"]=l.toLowerCase().split("e"),y=s.startsWith("-"),[a="",u=""]=s.replace(/^[+-]/,"").split("."),x=Number(o);if(Math.abs(x)>v)throw new RangeError(`${l} has more digits than the record can hold`);const $=a+u,E=a.length+x,q=E>0?$.slice(0,E).padEnd(E,"0"):"",d=E<0?$.padStart($.length-E,"0"):$.slice(E),k=q.replace(/^0+(?=\d)/,"")||"0",P=d.replace(/0+$/,""),O=P===""?k:`${k}.${P}`;return y&&O!=="0"?`-${O}`:O}t(n,"plainDecimal");function i(l){return l.toWellFormed().replaceAll("\0","\uFFFD")}t(i,"storable");function p(l){return(0,e.createHash)("sha256").update(l).digest("hex")}t(p,"sha256");function h(l){return p(b(l))}t(h,"hashOf");function _(l){return l===void 0?null:JSON.parse(JSON.stringify(l))}t(_,"toJson")}),3940:((S,w,r)=>{r.d(w,{BC:t(()=>m,"BC"),Fu:t(()=>g,"Fu"),SH:t(()=>j,"SH"),n6:t(()=>v,"n6"),yz:t(()=>i,"yz")});var e=r(6921),c=r(8833),b=r(7625);const f=e.YjP().regex(/^[0-9a-f]{64}$/),g=e.rej({format:e.euz(1),environment:e.YjP(),kind:e.k5n(["staging","production"]),commit:e.YjP(),deployment:e.rej({id:e.YjP(),url:e.YjP(),digest:f.nullable()}),replaces:e.rej({releaseId:e.YjP(),commit:e.YjP()}).nullable(),production:e.rej({deploymentId:e.YjP().nullable(),pinned:e.zMY()}),schemaFingerprint:e.YjP(),migrations:e.YOg(e.rej({version:e.YjP(),name:e.YjP(),file:e.YjP(),checksum:e.YjP(),phase:e.k5n(["expand","contract"]),transactional:e.zMY(),locks:e.YOg(e.YjP()),hazards:e.YOg(e.YjP()),late:e.YjP().optional()})),waiting:e.YOg(e.rej({version:e.YjP(),file:e.YjP(),checksum:e.YjP()})).optional(),provedBy:e.rej({environment:e.YjP(),releaseId:e.YjP()}).nullable(),settings:e.g1P(e.YjP(),e.Pq9()),policy:b.wh});function j(s){return(0,c.qQ)((0,c.aB)(s))}t(j,"planHash");const m=t(s=>s.slice(0,12),"shortHash");function v(s){return s.pending.map(o=>({version:o.version,name:o.name,file:o.file,checksum:o.checksum,phase:o.phase,transactional:o.transactional,...o.late===void 0?{}:{late:o.late},locks:n(o.statements.flatMap(y=>y.locks.map(a=>`${a.level} ${a.relation}`))),hazards:n(o.statements.flatMap(y=>y.hazards.filter(a=>a.severity!=="info"&&!a.passing).map(a=>`${a.rule}${a.allowed?" (allowed)":""} line ${y.line}`)))}))}t(v,"planMigrations");const n=t(s=>[...new Set(s)].sort(),"unique");function i(s,o,y=""){const a=[],u=t(($,E)=>$&&a.push(E),"say");u(s.commit!==o.commit,`the commit was ${s.commit}, now it is ${o.commit}`),u(s.deployment.id!==o.deployment.id,`the staged deployment was ${s.deployment.id}, now it is ${o.deployment.id}`),u(s.deployment.id===o.deployment.id&&s.deployment.digest!==o.deployment.digest,`the files of the staged deployment changed (digest ${p(s)}, now ${p(o)})`),u(s.production.deploymentId!==o.production.deploymentId,`production was served by deployment ${s.production.deploymentId??"none"}, now by ${o.production.deploymentId??"none"}`),u(s.production.pinned!==o.production.pinned,o.production.pinned?"a rollback pinned production":"production is no longer pinned"),u(s.replaces?.releaseId!==o.replaces?.releaseId,`the release to replace was ${s.replaces?.releaseId??"none"}, now it is ${o.replaces?.releaseId??"none"}`),a.push(...l(s.migrations,o.migrations));const x=t(({waiting:$})=>($??[]).map(({file:E})=>E).join(", "),"waits");return u(x(s)!==x(o),`the waiting contract files were ${x(s)||"none"}, now they are ${x(o)||"none"}`),u(s.schemaFingerprint!==o.schemaFingerprint,`the schema was changed by somebody else${y?`: ${y}`:""} (fingerprint ${m(s.schemaFingerprint)}, now ${m(o.schemaFingerprint)})`),u(s.provedBy?.releaseId!==o.provedBy?.releaseId,"a different release proved this commit on staging"),u((0,c.qQ)(s.settings)!==(0,c.qQ)(o.settings),"the commit\u2019s own settings for the environment (its folders) changed"),s.policy&&a.push(...h(s.policy,o.policy)),a.length===0&&j(s)!==j(o)&&a.push("the plan changed"),a}t(i,"movedSince");const p=t(({deployment:s})=>s.digest?m(s.digest):"none","digestOf");function h(s,o){const y=t(a=>u=>`${a} ${u.key} was ${_(u.from)}, now it is ${_(u.to)}`,"line");return[...(0,b.tX)(s.holds,o.holds).map(y("the rule")),...(0,b.tX)(s.next??s.holds,o.next??o.holds).map(y("for the next release the rule")).filter(()=>(0,c.$N)(s.next)!==(0,c.$N)(o.next))]}t(h,"movedRules");const _=t(s=>s===null?"not set":(0,c.$N)(s),"told");function l(s,o){const y=[],a=new Map(s.map(x=>[x.version,x])),u=new Map(o.map(x=>[x.version,x]));for(const x of o){const $=a.get(x.version);$?$.checksum!==x.checksum?y.push(`${x.file} was edited`):(0,c.qQ)((0,c.aB)($))!==(0,c.qQ)((0,c.aB)(x))&&y.push(`the locks or risks of ${x.file} changed with the live schema`):y.push(`${x.file} is a new migration`)}for(const x of s)u.has(x.version)||y.push(`${x.file} is gone, or somebody else applied it`);return y}t(l,"movedMigrations")}),7625:((S,w,r)=>{r.d(w,{Gv:t(()=>i,"Gv"),by:t(()=>m,"by"),sG:t(()=>v,"sG"),tX:t(()=>n,"tX"),wh:t(()=>b,"wh")});var e=r(6921),c=r(8833);const b=e.rej({holds:e.g1P(e.YjP(),e.Pq9()),next:e.g1P(e.YjP(),e.Pq9()).nullable(),others:e.g1P(e.YjP(),e.Pq9()),changes:e.YOg(e.rej({key:e.YjP(),from:e.Pq9(),to:e.Pq9(),takes:e.k5n(["now","next","never"])}))}),f=1,g=e.g1P(e.YjP(),e.Pq9()),j=e.Ikc({format:e.euz(f),policy:g,others:e.g1P(e.YjP(),g)});function m({holds:h,next:_,others:l}){return{policy:{format:f,policy:_??h,others:l}}}t(m,"keptPolicyBody");function v(h){const{data:_}=j.safeParse(h);return _&&{policy:_.policy,others:_.others}}t(v,"keptPolicyOf");function n(h,_,l=[]){if(i(h)&&i(_))return[...new Set([...Object.keys(h),...Object.keys(_)])].sort().flatMap(a=>n(p(h,a),p(_,a),[...l,a]));const[s,o]=[h??null,_??null];return(0,c.$N)(s)===(0,c.$N)(o)?[]:[{key:l.join("."),from:s,to:o}]}t(n,"differences");function i(h){return typeof h=="object"&&h!==null&&!Array.isArray(h)}t(i,"isObject");function p(h,_){return Object.hasOwn(h,_)?h[_]:void 0}t(p,"own")}),9977:((S,w,r)=>{r.d(w,{j:t(()=>j,"j")});var e=r(8300),c=r(3577),b=r(7072);const f=5,g=200;async function*j(v,n){let i=null;for(let p=f;;p=g){const h=await v.query(m(n),[n.environment,i,p,n.names??null,...[n.commit,n.releaseId].filter(_=>_!==void 0)]);for(const _ of h){const l=(0,e.E)(_);l?.is==="closed"&&(yield{...l,event:_})}if(i=h.at(-1)?.seq??null,h.length<p)return}}t(j,"closings");function m(v){const n=v.commit!==void 0?"r.commit_sha = $5":v.releaseId!==void 0?"r.id = $5":void 0,i=n?`release_id = any(array(select r.id from shiplock.release r where r.environment = $1 and ${n} and ${(0,b.dU)("$4")}))`:`exists (select from shiplock.release r where r.id = event.release_id and r.environment = $1 and ${(0,b.dU)("$4")})`;return`select ${c.b} from shiplock.event
    where kind = 'closed' and ($2::bigint is null or event.seq < $2) and ${i}
    order by event.seq desc limit $3`}t(m,"closingsSql")}),8300:((S,w,r)=>{r.d(w,{D:t(()=>y,"D"),E:t(()=>l,"E")});var e=r(6921),c=r(4735);const b=e.Ikc({step:e.YjP().optional().catch(void 0),what:e.YjP().optional().catch(void 0)}),f=e.Ikc({result:e.euz("done")});function g(a){const{step:u,what:x}=b.parse(a.body);return j(a,u,x).map($=>({...p[$],...a.body,v:2,is:$}))}t(g,"upcast");function j({kind:a,phase:u,body:x},$,E){switch(a){case"outcome":return $==="call"?["call-ended"]:$==="phase"&&f.safeParse(x).success?m(u):[];case"intent":return $==="call"?["call-begun"]:[];case"observed":return $!==void 0?i(v.get($)):E===void 0?[]:i(n.get(E));case"verdict":return["verdict-given"];default:return[a]}}t(j,"shapesOf");function m(a){switch(a){case"deploy":return["deployed"];case"promote":return["promoted"];case"rollback":return["rolled-back"];case"migrate":return["migrated","phase-done"];case"gate":case"watch":return["gated","phase-done"];default:return["phase-done"]}}t(m,"donePhase");const v=new Map([["call","call-settled"],["approvals","approvals-seen"],["glass-confirmed","glass-confirmed"]]),n=new Map([["verify","schema-checked"],["gate","gate-judged"],["schema-snapshot","snapshot-kept"],["reconciled","reconciled"]]),i=t(a=>a===void 0?[]:[a],"optional"),p={deployed:{digest:null,adopted:!1},migrated:{applied:[],schemaFingerprint:null},promoted:{outcome:"done",deploymentId:null},"rolled-back":{to:null,reason:"",moved:!0,undone:[]},planned:{hash:"",moved:[],outlook:{}},approved:{hash:"",evidence:{}},voided:{hash:"",moved:[]},closed:{serves:null}},h=e.Ikc({v:e.Pq9().optional()}),_=new WeakMap;function l(a){return _.has(a)||_.set(a,s(a)),_.get(a)}t(l,"told");function s(a){const{success:u,data:{v:x}={}}=h.safeParse(a.body);if(!u)return o(a,{is:"unreadable"});const $=x===void 0?g(a):x===c.xv?[a.body]:[];for(const E of $){const{data:q}=c.ro.safeParse(E);if(!q)continue;const{v:d,...k}=q;return(0,c.nf)(k.is,a)?k:o(a,void 0)}return o(a,x===void 0&&$.length===0?void 0:{is:"unreadable"})}t(s,"read");function o(a,u){return a.kind==="planned"&&(0,c.nf)("planned",a)?{is:"planned",plan:void 0,hash:"",moved:[],outlook:{}}:a.kind==="closed"&&(0,c.nf)("closed",a)?{is:"closed",result:"abandoned",serves:null}:u}t(o,"otherwise");function y(a){const u=l(a);if(!u)return"";switch(u.is){case"call-begun":return u.call;case"call-ended":case"call-settled":return u.result==="done"?u.call:`${u.call} ${u.result}`;case"closed":return u.result;default:return u.is}}t(y,"inAWord")}),9737:((S,w,r)=>{r.d(w,{l:t(()=>v,"l")});var e=r(8833),c=r(4735),b=r(7740);const f=new Set(["plan","snapshot"]);function g(i){return Object.fromEntries(Object.entries(i).map(([p,h])=>[p,f.has(p)?h:j(h)]))}t(g,"withoutSecrets");function j(i){return typeof i=="string"?(0,b.vO)(i):i===null||typeof i!="object"?i:Array.isArray(i)?i.map(j):g(i)}t(j,"without_secrets_hidden");const m=["plan","objects","snapshot"];function v(i,p){const{kind:h}=c.WL[p.is];if(!(0,c.nf)(p.is,{kind:h,phase:i}))throw new Error(`an event of ${i} cannot say "${p.is}"`);const _=g((0,e.aB)({v:c.xv,...p})),l=Object.entries(_).flatMap(([y,a])=>n(y)?[{key:y,text:(0,e.$N)(a)}]:[]),s=Object.fromEntries(l.map(y=>[y.key,(0,e.sc)(y.text)])),o=Object.fromEntries(Object.entries(_).filter(([y])=>!n(y)));return{kind:h,body:_,text:(0,e.$N)(l.length===0?o:{...o,kept:s}),kept:l.map(y=>y.text)}}t(v,"encode");const n=t(i=>m.some(p=>p===i),"isKept")}),3577:((S,w,r)=>{r.d(w,{b:t(()=>c,"b")});const c=`seq::int as seq, release_id as "releaseId", to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor, phase, kind, token::int as token, body,
  prev_hash as "prevHash", hash`}),4735:((S,w,r)=>{r.d(w,{WL:t(()=>u,"WL"),xv:t(()=>v,"xv"),ro:t(()=>a,"ro"),nf:t(()=>x,"nf")});var e=r(6921),c=r(3940),b=r(1383);const f=e.Ikc({seq:e.Whr().nonnegative(),hash:e.YjP()}),g={lost:e.Ikc({after:f,to:f}),proven:f.exactOptional(),outside:e.YOg(f.extend({releaseId:e.YjP(),deploymentId:e.YjP(),by:e.YjP(),at:e.YjP()})).readonly(),inDoubt:e.YOg(e.YjP()).readonly()},j=e.Ikc(g),m=["released","rolled-back","abandoned"],v=2,n=e.YjP(),i=e.Pq9(),p=e.YOg(n).readonly(),h=t($=>$.optional().catch(void 0),"readable"),_=e.g1P(n,i),l=e.Ikc({by:n,reason:n}),s={call:n,key:n.exactOptional()},o=t(($,E)=>e.Ikc({v:e.euz(v),is:e.euz($),...E}),"shape"),y=e.Ikc({by:n,via:e.k5n(["review","comment"]),id:n.exactOptional(),planHash:n.exactOptional(),reason:n.exactOptional(),url:n.exactOptional(),at:n.exactOptional(),mentions:p.exactOptional()}),a=e.gMt("is",[o("deployed",{deploymentId:n.min(1),url:n,digest:n.nullable(),adopted:e.zMY()}),o("migrated",{applied:e.YOg(e.Ikc({version:n,milliseconds:e.aig(),retries:e.aig()})).readonly(),schemaFingerprint:n.nullable()}),o("gated",{decision:e.k5n(["pass","fail","inconclusive"])}),o("promoted",{startedAt:n,outcome:e.k5n(["done","noop"]),deploymentId:n.nullable(),evidence:i.exactOptional()}),o("rolled-back",{to:n.nullable(),reason:n,moved:e.zMY(),undone:p,evidence:i.exactOptional()}),o("phase-done",{deploymentId:n.nullish(),applied:p.exactOptional()}),o("call-begun",{...s,request:_.exactOptional(),atMs:e.aig()}),o("call-ended",{...s,result:e.k5n(["done","failed","not-done","ambiguous"]),value:i.exactOptional(),error:n.exactOptional()}),o("call-settled",{...s,result:e.k5n(["done","failed","not-done","ambiguous"]),value:i.exactOptional(),why:n.exactOptional()}),o("planned",{plan:h(c.Fu),hash:n,moved:p,outlook:e.Ikc({drift:n,rehearsal:n,reversible:n}).partial(),objects:e.g1P(n,n).exactOptional()}),o("approved",{plan:h(c.Fu),hash:n,approvers:p,evidence:_,validUntil:n.exactOptional(),brokenGlass:l.exactOptional(),standIn:l.exactOptional()}),o("voided",{hash:n,moved:p}),o("approvals-seen",{rejections:e.YOg(y).readonly(),asked:e.Ikc({runId:n,attempt:e.Whr(),planHash:n}).exactOptional()}),o("glass-confirmed",{by:n,via:e.k5n(["comment","cli"]),url:n.exactOptional()}),o("schema-checked",{reports:i}),o("gate-judged",{decision:n,reason:n,proceed:e.zMY(),evidence:i}),o("verdict-given",{previous:n,verdict:i}),o("snapshot-kept",{snapshot:h(b.a)}),o("opened",{project:p.exactOptional()}),o("closed",{result:e.k5n(m),serves:n.nullable(),deploymentId:n.nullish(),reason:n.exactOptional(),policy:i.exactOptional()}),o("restored",g),o("reconciled",{restored:e.Whr(),live:i})]),u={"phase-done":{kind:"outcome"},deployed:{kind:"outcome",phases:["deploy"]},migrated:{kind:"outcome",phases:["migrate"]},gated:{kind:"outcome",phases:["gate","watch"]},promoted:{kind:"outcome",phases:["promote"]},"rolled-back":{kind:"outcome",phases:["rollback"]},"call-begun":{kind:"intent"},"call-ended":{kind:"outcome"},"call-settled":{kind:"observed"},planned:{kind:"planned",phases:["plan"]},approved:{kind:"approved",phases:["approve"]},voided:{kind:"voided",phases:["plan"]},"approvals-seen":{kind:"observed"},"glass-confirmed":{kind:"observed",phases:["approve"]},"schema-checked":{kind:"observed",phases:["verify"]},"gate-judged":{kind:"observed",phases:["gate","watch"]},"verdict-given":{kind:"verdict",phases:["rollback"]},"snapshot-kept":{kind:"observed",phases:["finalize","contract"]},opened:{kind:"opened"},closed:{kind:"closed",phases:["finalize","rollback","contract"]},restored:{kind:"restored",phases:["record"]},reconciled:{kind:"observed",phases:["record"]}};function x($,{kind:E,phase:q}){const d=u[$];return d.kind===E&&(d.phases?.includes(q)??!0)}t(x,"maySay")}),8739:((S,w,r)=>{r.d(w,{V5:t(()=>j,"V5"),WI:t(()=>g,"WI"),d3:t(()=>c,"d3"),mU:t(()=>m,"mU")});var e=r(9326);const c={seq:0,hash:"0".repeat(64)},b=140,f=32,g=t(({seq:v,hash:n})=>`${v}:${n}`,"headText");function j(v,{seq:n,hash:i}){const p=`; record head ${n}:${i.slice(0,f)}`;return`${(0,e.Jj)(v,b-p.length)}${p}`}t(j,"withHead");function m(v){const[,n,i]=/; record head (\d{1,15}):([0-9a-f]{32,64})$/.exec(v)??[];return n&&i?{seq:Number(n),hash:i}:void 0}t(m,"headIn")}),8901:((S,w,r)=>{r.d(w,{F:t(()=>m,"F"),n:t(()=>f,"n")});var e=r(6696),c=r(7723),b=r(2733);async function f(p){const[h]=await p.query(`select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'shiplock' and c.relname = 'schema_version') as present`);if(!h?.present)return 0;try{const[_]=await p.query("select max(version)::int as version from shiplock.schema_version");return _?.version??0}catch(_){if(_ instanceof e.GV&&_.code==="SHIPLOCK_DATABASE_PERMISSION")return c.e.length;throw _}}t(f,"installedVersion");const g=new Set(["23505","42P06","42P07"]),j=20;async function m(p){for(let h=j;;h-=1){if(await f(p)>=c.e.length)return i(p);try{return await p.transaction(v)}catch(_){if(h===0||!g.has((0,b.c)(_)))throw _}}}t(m,"installRecord");async function v(p){await p.query("set local lock_timeout = '30s'"),await f(p)>0&&(await n(p),await p.query("lock table shiplock.schema_version in share row exclusive mode"));const h=await f(p);for(let _=h+1;_<=c.e.length;_+=1)await p.query(c.e[_-1]),await p.query("insert into shiplock.schema_version (version) values ($1)",[_]);return h<c.e.length}t(v,"install");async function n(p){const[h]=await p.query(`select pg_catalog.format('%I', rolname) as owner from pg_catalog.pg_namespace n
       join pg_catalog.pg_roles r on r.oid = n.nspowner where n.nspname = 'shiplock'`);h&&await p.query(`set local role ${h.owner}`)}t(n,"becomeOwner");async function i(p){const h=await f(p);if(h===c.e.length)return!1;throw(0,e.V2)({code:"SHIPLOCK_RECORD_NEWER",what:`the record in this database has version ${h}, which is newer than this Shiplock knows (${c.e.length})`,notDone:["nothing was changed"],next:"Use the Shiplock version that wrote it, or a newer one."})}t(i,"refuseNewer")}),2411:((S,w,r)=>{r.d(w,{_:t(()=>f,"_")});var e=r(6696),c=r(2733);const b="55P03";async function f(j,m){if((0,c.c)(m)!==b)return m;const v=await g(j).catch(()=>[]);return(0,e.V2)({code:"SHIPLOCK_RECORD_LOCKED",what:`the record is locked by ${v.join("; ")||"another session"}`,notDone:["nothing was recorded by this step"],next:"If that session is a release, rerun this job when it is done. If it is idle or belongs to a person, end it (select pg_terminate_backend(PID)), and rerun this job."},m)}t(f,"lockedRecord");async function g(j){return(await j.query(`select distinct pg_catalog.concat_ws(' ', 'session', a.pid::text, 'of', a.usename,
         '(' || coalesce(nullif(a.application_name, ''), 'unnamed') || ',', coalesce(a.state, 'state unknown') || ',',
         'connected for', coalesce(pg_catalog.round(extract(epoch from pg_catalog.clock_timestamp() - a.backend_start))::text, '?'), 's)') as session
       from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
      where l.granted and l.pid <> pg_catalog.pg_backend_pid() and l.mode <> 'AccessShareLock'
        and l.relation in (select c.oid from pg_catalog.pg_class c where c.relnamespace = 'shiplock'::regnamespace)`)).map(({session:v})=>v)}t(g,"holders")}),7072:((S,w,r)=>{r.d(w,{DF:t(()=>j,"DF"),I$:t(()=>g,"I$"),dU:t(()=>b,"dU"),gj:t(()=>f,"gj")});var e=r(8300),c=r(3577);const b=t(m=>`(${m}::text[] is null or coalesce((select o.body -> 'project' ?| ${m} from shiplock.event o
      where o.release_id = r.id and o.kind = 'opened' order by o.seq limit 1), true))`,"ofProject");async function f(m,v){if(!m)return v(null);const n=await v([m.called]);if(n)return n;const i=await m.names();return i.length>1?v(i):void 0}t(f,"byNames");async function g(m,v){const[n]=await m.query(`select ${c.b} from shiplock.event where release_id = $1 and kind = 'opened'
      order by event.seq limit 1`,[v]),i=n&&(0,e.E)(n);return i?.is==="opened"?i.project:void 0}t(g,"projectOfRelease");async function j(m,v){return!m||!v||m.includes(v.called)?!0:(await v.names()).some(n=>m.includes(n))}t(j,"isOfProject")}),4362:((S,w,r)=>{r.d(w,{fQ:t(()=>x,"fQ"),Fp:t(()=>E,"Fp"),Po:t(()=>u,"Po")});var e=r(3935),c=r(8833),b=r(6696),f=r(9977),g=r(8300),j=r(9737),m=r(3577),v=r(8739),n=r(6921);const i=n.Ikc({kept:n.g1P(n.YjP(),n.YjP())});function p(q){return i.safeParse(q).data?.kept??{}}t(p,"keptApart");async function h(q,d,k){const P=d.map(({body:Y})=>Object.entries(p(Y)).filter(([M])=>k.includes(M))),O=[...new Set(P.flatMap(Y=>Y.map(([,M])=>M)))];if(O.length===0)return d;const I=await q.query("select digest, content from shiplock.body where digest = any($1)",[O]),T=new Map(I.map(({digest:Y,content:M})=>[Y,M]));return d.map((Y,M)=>{const D=P[M]??[];if(D.length===0)return Y;const{kept:R,...z}=Y.body,U=D.map(([C,A])=>{const L=T.get(A);if(L===void 0||(0,c.sc)(L)!==A)throw _(Y.seq,C,A);return[C,JSON.parse(L)]});return{...Y,body:{...z,...Object.fromEntries(U)}}})}t(h,"withParts");function _(q,d,k){return(0,b.V2)({code:"SHIPLOCK_RECORD_BROKEN",what:`the ${d} of event ${q} is not in shiplock.body as it was written (digest ${k})`,notDone:["nothing was changed"],next:"Run `shiplock record verify`: it lists everything that was changed. See runbooks/record.md."})}t(_,"broken");var l=r(2411),s=r(7072),o=r(2733);const y=`id, environment, commit_sha as commit, replaces, run_id as "runId", run_url as "runUrl", actor,
  to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt"`,a=`(exists (select from shiplock.event e where e.release_id = r.id and e.kind not in ('opened', 'planned'))
  or r.opened_at >= (select installed_at from shiplock.schema_version where version = 2))`;function u(){return`rel_${(0,e.A)()}`}t(u,"newReleaseId");class x{static{t(this,"ReleaseRecord")}#e;#t;constructor(d,k){this.#e=d,this.#t=k}async open(d,k){const P=await this.#t?.names();try{await this.#e.query("select * from shiplock.open($1, $2, $3, $4, $5, $6, $7, $8, $9)",[d.id,d.environment,d.commit,d.replaces,d.runId,d.runUrl,d.actor,k,(0,j.l)(k,{is:"opened",...P?{project:P}:{}}).text])}catch(O){throw await(0,l._)(this.#e,O)}return await this.release(d.id)}async openForRun(d,k){const{environment:P,commit:O,runId:I}=d;return I===null?this.open(d,k):(await this.#t?.names(),this.#e.transaction(async T=>{try{await T.query("select shiplock.lock_chain()")}catch(M){throw await(0,l._)(this.#e,M)}const Y=new x(T,this.#t);return await Y.latest(P,O,I)??Y.open(d,k)}))}async append(d){const{releaseId:k,token:P,phase:O}=d,{kind:I,body:T,text:Y,kept:M}=(0,j.l)(O,d.saying);try{const D=[k,P,(0,c.hN)(d.actor),O,I,Y];return{...(await this.#e.query(`select seq::int as seq, at, hash from shiplock.append($1, $2, $3, $4, $5, $6${M.length>0?", $7":""})`,M.length>0?[...D,M]:D))[0],kind:I,body:T}}catch(D){throw(0,o.c)(D)==="42501"?E(D,`this was not recorded: ${O} (${I})`):(0,o.c)(D)!=="SL003"?await(0,l._)(this.#e,D):(0,b.V2)({code:"SHIPLOCK_LEASE_STALE",what:`this run no longer holds the lease of the environment: ${(0,o.e)(D)}`,notDone:[`this was not recorded: ${O} (${I})`],next:"Another release took over. Check `shiplock status`, and restart this one when the other one is closed."},D)}}async head(){return(await this.#e.query("select seq::int as seq, hash from shiplock.event order by event.seq desc limit 1"))[0]??v.d3}async release(d){return(await this.#e.query(`select ${y} from shiplock.release where id = $1`,[d]))[0]}async latest(d,k,P){return(0,s.gj)(this.#t,async O=>(await this.#e.query(`select ${y} from shiplock.release r where environment = $1 and commit_sha = $2
            and ($3::text is null or run_id = $3) and ${a} and ${(0,s.dU)("$4")}
          order by opened_at desc limit 1`,[d,k,P??null,O]))[0])}async isOurs(d){return(0,s.DF)(await(0,s.I$)(this.#e,d),this.#t)}async events(d){return(await this.eventsOf([d])).get(d)??[]}async eventsOf(d){const k=await this.#e.query(`select ${m.b} from shiplock.event where release_id = any($1) order by event.seq`,[d]);return Map.groupBy(await h(this.#e,k,["plan","objects"]),({releaseId:P})=>P)}async snapshotOf(d){const P=(await this.#e.query(`select ${m.b} from shiplock.event
        where release_id = $1 and kind = 'observed' and phase in ('finalize', 'contract') order by event.seq desc`,[d])).find(T=>(0,g.E)(T)?.is==="snapshot-kept");if(!P)return;const[O]=await h(this.#e,[P],["snapshot"]),I=O&&(0,g.E)(O);return I?.is==="snapshot-kept"?I.snapshot:void 0}async recent(d,k){return this.#e.query(`select ${y} from shiplock.release where $1::text is null or environment = $1
        order by opened_at desc limit $2`,[d??null,k])}async environments(){return(await this.#e.query("select distinct environment as name from shiplock.release order by 1")).map(({name:k})=>k)}async approvalsSeen(d,k){return(await this.#e.query(`select ${m.b} from shiplock.event where kind = 'observed' and release_id = any(array(
         select r.id from shiplock.release r where r.environment = $1 and r.commit_sha = $2)) order by event.seq`,[d,k])).flatMap(O=>{const I=(0,g.E)(O);if(I?.is==="unreadable")throw $(O);return I?.is==="approvals-seen"?[I]:[]})}async serving(d){const k=await(0,s.gj)(this.#t,async P=>{for await(const O of(0,f.j)(this.#e,{environment:d,names:P}))if(O.serves!==null)return O.serves});return k===void 0?void 0:this.release(k)}async finished(d,k){const P=await(0,s.gj)(this.#t,async O=>{for await(const I of(0,f.j)(this.#e,{environment:d,commit:k,names:O}))return I});return P?.result==="released"?this.release(P.event.releaseId):void 0}}function $({seq:q,phase:d,kind:k}){return(0,b.V2)({code:"SHIPLOCK_RECORD_BROKEN",what:`event ${q} (${d} ${k}) is of a shape that this Shiplock does not know, and may hold a rejection`,notDone:["nothing was changed"],next:"Use the Shiplock version that wrote it, or a newer one. If there is none, run `shiplock record verify`; see runbooks/record.md."})}t($,"unreadable");function E(q,d){const k=q instanceof Error?(0,o.e)(q):String(q);return(0,b.DN)({code:"SHIPLOCK_DATABASE_PERMISSION",what:`the role in database-url can plan but cannot change anything: ${k}`,notDone:[d],next:"Set database-url to the connection string of the role that owns the schema (postgres on Supabase): docs/read-only-role.md says which action needs which."},q)}t(E,"mayOnlyPlan")}),7723:((S,w,r)=>{r.d(w,{e:t(()=>m,"e")});const m=[`
create schema if not exists shiplock;
revoke all on schema shiplock from public;

create table shiplock.schema_version (version int primary key, installed_at timestamptz not null default now());

create table shiplock.release (
  id          text primary key,
  environment text not null,
  commit_sha  text not null,
  replaces    text references shiplock.release (id),
  run_id      text,
  run_url     text,
  actor       text not null,
  opened_at   timestamptz not null default clock_timestamp()
);
create index release_by_commit on shiplock.release (environment, commit_sha, opened_at desc);

create table shiplock.event (
  seq        bigint primary key,
  release_id text not null references shiplock.release (id),
  at         timestamptz not null,
  actor      text not null,
  phase      text not null,
  kind       text not null check (kind in
    ('opened', 'planned', 'approved', 'voided', 'intent', 'outcome', 'observed', 'verdict', 'closed')),
  token      bigint,
  body       jsonb not null,
  prev_hash  text not null,
  hash       text not null unique
);
create index event_by_release on shiplock.event (release_id, seq);
create index event_closed on shiplock.event (seq desc) where kind = 'closed';

create table shiplock.lease (
  environment text primary key,
  holder      text,
  token       bigint not null default 0,
  expires_at  timestamptz
);

alter table shiplock.schema_version enable row level security;
alter table shiplock.release enable row level security;
alter table shiplock.event enable row level security;
alter table shiplock.lease enable row level security;
revoke all on all tables in schema shiplock from public;

create function shiplock.refuse_change() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'the record is append-only: % on shiplock.% is refused', tg_op, tg_table_name
    using errcode = 'SL001';
end $$;
create trigger append_only before update or delete or truncate on shiplock.event
  for each statement execute function shiplock.refuse_change();
create trigger append_only before update or delete or truncate on shiplock.release
  for each statement execute function shiplock.refuse_change();

-- Canonical JSON: the same bytes as canonical() in src/release/canonical.ts.
create function shiplock.canonical(value jsonb) returns text
  language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
begin
  case jsonb_typeof(value)
    when 'object' then
      return (select '{' || coalesce(string_agg(to_json(key)::text || ':' || shiplock.canonical(item), ','
                order by key collate "C"), '') || '}' from jsonb_each(value) as e (key, item));
    when 'array' then
      return (select '[' || coalesce(string_agg(shiplock.canonical(item), ',' order by place), '') || ']'
                from jsonb_array_elements(value) with ordinality as a (item, place));
    else return value::text;
  end case;
end $$;

create function shiplock.append(p_release text, p_token bigint, p_actor text, p_phase text, p_kind text, p_body jsonb)
  returns table (seq bigint, at text, hash text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_owner name := (select rolname from pg_roles where oid =
    (select nspowner from pg_namespace where nspname = 'shiplock'));
  v_environment text;
  v_lease shiplock.lease;
  v_seq bigint;
  v_prev text;
  v_at timestamptz;
  v_at_text text;
  v_hash text;
begin
  if p_kind not in ('opened', 'planned') and not pg_has_role(session_user, v_owner, 'MEMBER') then
    raise exception 'role % may append opened and planned only, not %', session_user, p_kind
      using errcode = '42501';
  end if;
  select environment into v_environment from shiplock.release r where r.id = p_release;
  if v_environment is null then
    raise exception 'no release %', p_release using errcode = 'SL002';
  end if;

  -- One writer at a time: the chain has one end.
  perform pg_advisory_xact_lock(hashtextextended('shiplock.event', 0));

  if p_phase in ('migrate', 'verify', 'gate', 'promote', 'watch', 'finalize', 'rollback', 'contract')
     and p_kind <> 'planned' or p_token is not null then
    select * into v_lease from shiplock.lease l where l.environment = v_environment;
    if p_token is null or v_lease.token is null or p_token <> v_lease.token
       or v_lease.holder is distinct from p_release then
      raise exception 'token % of % is stale: % holds the lease of % with token %',
        coalesce(p_token::text, 'none'), p_release, coalesce(v_lease.holder, 'nobody'), v_environment,
        coalesce(v_lease.token::text, 'none') using errcode = 'SL003';
    end if;
  end if;

  select e.seq, e.hash into v_seq, v_prev from shiplock.event e order by e.seq desc limit 1;
  v_seq := coalesce(v_seq, 0) + 1;
  v_prev := coalesce(v_prev, repeat('0', 64));
  v_at := clock_timestamp();
  v_at_text := to_char(v_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
  v_hash := encode(sha256(convert_to(v_prev || shiplock.canonical(jsonb_build_object(
    'seq', v_seq, 'release', p_release, 'at', v_at_text, 'actor', p_actor, 'phase', p_phase,
    'kind', p_kind, 'token', p_token, 'body', p_body)), 'UTF8')), 'hex');
  insert into shiplock.event values (v_seq, p_release, v_at, p_actor, p_phase, p_kind, p_token, p_body, v_prev, v_hash);
  return query select v_seq, v_at_text, v_hash;
end $$;

create function shiplock.open(p_id text, p_environment text, p_commit text, p_replaces text, p_run_id text,
    p_run_url text, p_actor text, p_phase text, p_body jsonb)
  returns table (seq bigint, at text, hash text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into shiplock.release (id, environment, commit_sha, replaces, run_id, run_url, actor)
    values (p_id, p_environment, p_commit, p_replaces, p_run_id, p_run_url, p_actor);
  return query select * from shiplock.append(p_id, null, p_actor, p_phase, 'opened', p_body);
end $$;

-- Compare-and-set of who may change an environment. The token grows whenever the lease changes hands or had expired.
create function shiplock.acquire(p_environment text, p_holder text, p_seconds int)
  returns table (granted boolean, holder text, token bigint, expires_at timestamptz)
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_lease shiplock.lease;
begin
  insert into shiplock.lease (environment) values (p_environment) on conflict do nothing;
  select * into v_lease from shiplock.lease l where l.environment = p_environment for update;
  if v_lease.holder is null or v_lease.expires_at <= clock_timestamp() then
    update shiplock.lease l set holder = p_holder, token = l.token + 1,
        expires_at = clock_timestamp() + make_interval(secs => p_seconds)
      where l.environment = p_environment returning * into v_lease;
  elsif v_lease.holder = p_holder then
    update shiplock.lease l set expires_at = clock_timestamp() + make_interval(secs => p_seconds)
      where l.environment = p_environment returning * into v_lease;
  end if;
  return query select v_lease.holder = p_holder, v_lease.holder, v_lease.token, v_lease.expires_at;
end $$;

create function shiplock.give_back(p_environment text, p_holder text, p_token bigint) returns boolean
  language sql set search_path = pg_catalog, pg_temp as $$
  with freed as (update shiplock.lease set holder = null, expires_at = null
    where environment = p_environment and holder = p_holder and token = p_token returning 1)
  select exists (select from freed) $$;

revoke all on all functions in schema shiplock from public;

create view shiplock.status as
  select r.id, r.environment, r.commit_sha, r.replaces, r.actor, r.run_url, r.opened_at,
         coalesce(c.body ->> 'result', 'open') as state,
         l.phase as last_phase, l.kind as last_kind, l.at as last_at, c.at as closed_at
    from shiplock.release r
    left join lateral (select * from shiplock.event e where e.release_id = r.id order by e.seq desc limit 1) l on true
    left join lateral (select * from shiplock.event e where e.release_id = r.id and e.kind = 'closed'
                        order by e.seq desc limit 1) c on true;

-- The four keys of https://dora.dev, a row a week. Lead time: opened to closed; restore: a failed release's close to the next good one.
create view shiplock.dora as
  with closed as (
    select s.*, date_trunc('week', s.closed_at) as week from shiplock.status s where s.closed_at is not null
  )
  select environment, week,
         count(*) filter (where state = 'released') as deployments,
         percentile_cont(0.5) within group (order by extract(epoch from closed_at - opened_at))
           filter (where state = 'released') as lead_time_seconds,
         (count(*) filter (where state = 'rolled-back'))::numeric
           / nullif(count(*) filter (where state in ('released', 'rolled-back')), 0) as change_failure_rate,
         percentile_cont(0.5) within group (order by extract(epoch from (
             select min(n.closed_at) from closed n
              where n.environment = closed.environment and n.state = 'released' and n.closed_at > closed.closed_at
           ) - closed_at)) filter (where state = 'rolled-back') as time_to_restore_seconds
    from closed group by environment, week;
revoke all on shiplock.status, shiplock.dora from public;
`,`
-- Whoever had more than the right to read: the functions that append, rights to write, policies that let rows be written.
do $$
declare
  v_owner oid := (select nspowner from pg_catalog.pg_namespace where nspname = 'shiplock');
  v_one record;
begin
  for v_one in
    select p.oid::regprocedure as what, a.grantee
      from pg_catalog.pg_proc p, pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) a
     where p.pronamespace = 'shiplock'::regnamespace and a.grantee not in (p.proowner, v_owner)
  loop
    execute format('revoke all on function %s from %s cascade', v_one.what,
      case v_one.grantee when 0 then 'public' else v_one.grantee::regrole::text end);
  end loop;
  for v_one in
    select c.oid::regclass as what, a.grantee, a.privilege_type as privilege
      from pg_catalog.pg_class c, pg_catalog.aclexplode(c.relacl) a
     where c.relnamespace = 'shiplock'::regnamespace and a.privilege_type <> 'SELECT'
       and a.grantee not in (c.relowner, v_owner)
  loop
    execute format('revoke %s on %s from %s cascade', v_one.privilege, v_one.what,
      case v_one.grantee when 0 then 'public' else v_one.grantee::regrole::text end);
  end loop;
  for v_one in
    select a.attname, c.oid::regclass as what, x.grantee, x.privilege_type as privilege
      from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid,
           pg_catalog.aclexplode(a.attacl) x
     where c.relnamespace = 'shiplock'::regnamespace and x.privilege_type <> 'SELECT'
       and x.grantee not in (c.relowner, v_owner)
  loop
    execute format('revoke %s (%I) on %s from %s cascade', v_one.privilege, v_one.attname, v_one.what,
      case v_one.grantee when 0 then 'public' else v_one.grantee::regrole::text end);
  end loop;
  for v_one in
    select p.polname, p.polrelid::regclass as what
      from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid
     where c.relnamespace = 'shiplock'::regnamespace and p.polcmd <> 'r'
  loop
    execute format('drop policy %I on %s', v_one.polname, v_one.what);
  end loop;
end $$;

create table shiplock.proposal (
  id          bigint generated always as identity primary key,
  what        text not null check (what in ('opened', 'staged', 'planned')),
  release_id  text not null,
  environment text not null,
  commit_sha  text not null,
  run_id      text,
  at          timestamptz not null default clock_timestamp(),
  role        name not null default session_user,
  body        jsonb not null
);
create index proposal_by_run on shiplock.proposal (environment, commit_sha, run_id, id);
create index proposal_by_time on shiplock.proposal (environment, at);
alter table shiplock.proposal enable row level security;
revoke all on shiplock.proposal from public;

-- What this session's role may do: 'ship' (owner of the schema, or a member of it), 'plan' (may propose), 'read'.
create function shiplock.authority() returns text
  language sql stable set search_path = pg_catalog, pg_temp as $$
  select case
    when pg_has_role(session_user, (select nspowner from pg_namespace where nspname = 'shiplock'), 'USAGE') then 'ship'
    when has_function_privilege(session_user,
      'shiplock.propose_plan(text, text, text, text, jsonb)', 'EXECUTE') then 'plan'
    else 'read' end $$;

-- The one insert behind the functions below. Bounds on everything: whoever may propose may be an attacker.
create function shiplock.propose(p_what text, p_release text, p_environment text, p_commit text, p_run_id text, p_body jsonb)
  returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_wrong text := case
    when p_release is null or p_release !~ '^[A-Za-z0-9_.-]{1,80}$' then 'release'
    when p_environment is null or p_environment !~ '^[^[:cntrl:]]{1,100}$' then 'environment'
    when p_commit is null or p_commit !~ '^[0-9a-f]{40}([0-9a-f]{24})?$' then 'commit'
    when p_run_id !~ '^[^[:cntrl:]]{1,100}$' then 'run'
    when p_body is null or octet_length(p_body::text) > 1048576 then 'body' end;
  v_rows bigint;
  v_bytes bigint;
begin
  if v_wrong is not null then
    raise exception 'the % of this proposal is missing, malformed or too long', v_wrong using errcode = 'SL010';
  end if;
  if (select count(*) from shiplock.proposal p where p.release_id = p_release) >= 50 then
    raise exception 'release % has 50 proposals, more are not kept', p_release using errcode = 'SL010';
  end if;
  select count(*), coalesce(sum(pg_column_size(p.body)), 0) into v_rows, v_bytes
    from shiplock.proposal p where p.environment = p_environment and p.at > clock_timestamp() - interval '1 day';
  if v_rows >= 1000 or v_bytes >= 67108864 then
    raise exception 'environment % has % proposals of the last day, more are not kept', p_environment, v_rows
      using errcode = 'SL010';
  end if;
  if (select count(*) from shiplock.proposal) >= 20000 then
    raise exception 'this record has 20000 proposals, more are not kept' using errcode = 'SL010';
  end if;
  -- Old ones say nothing to anybody. Rows that another session is at are left to it: nobody waits here.
  delete from shiplock.proposal d where d.id in
    (select p.id from shiplock.proposal p where p.at < clock_timestamp() - interval '14 days'
      order by p.id limit 100 for update skip locked);
  insert into shiplock.proposal (what, release_id, environment, commit_sha, run_id, body)
    values (p_what, p_release, p_environment, p_commit, p_run_id, p_body);
end $$;

-- A release of this commit is about to be staged under this id.
create function shiplock.propose_release(p_release text, p_environment text, p_commit text, p_run_id text,
    p_run_url text, p_actor text) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
begin
  if length(p_run_url) > 2000 or p_actor is null or length(p_actor) > 200 then
    raise exception 'the run or the actor of this proposal is missing or too long' using errcode = 'SL010';
  end if;
  perform shiplock.propose('opened', p_release, p_environment, p_commit, p_run_id,
    jsonb_build_object('runUrl', p_run_url, 'actor', p_actor));
end $$;

-- Hosting built it as this deployment. A hint of where to look: hosting is asked, and this is not believed.
create function shiplock.propose_staged(p_release text, p_environment text, p_commit text, p_run_id text,
    p_deployment text) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
begin
  if p_deployment is null or p_deployment !~ '^[A-Za-z0-9_.-]{1,200}$' then
    raise exception 'the deployment of this proposal is missing, malformed or too long' using errcode = 'SL010';
  end if;
  perform shiplock.propose('staged', p_release, p_environment, p_commit, p_run_id,
    jsonb_build_object('deploymentId', p_deployment));
end $$;

-- The plan that was printed, for people. What is approved is computed by the shipping role.
create function shiplock.propose_plan(p_release text, p_environment text, p_commit text, p_run_id text, p_plan jsonb)
  returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
begin
  if jsonb_typeof(p_plan) is distinct from 'object' then
    raise exception 'the plan of this proposal is not an object' using errcode = 'SL010';
  end if;
  perform shiplock.propose('planned', p_release, p_environment, p_commit, p_run_id, jsonb_build_object('plan', p_plan));
end $$;

-- The rights of the two lesser roles of docs/sql/plan-role.sql, where they exist: called from here and from there, so
-- that either may come first.
create function shiplock.admit_roles() returns void
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_role name;
  v_table name;
begin
  for v_role in select rolname from pg_roles where rolname in ('shiplock_plan', 'shiplock_verify') loop
    execute format('grant usage on schema shiplock to %I', v_role);
    execute format('grant select on all tables in schema shiplock to %I', v_role);
    execute format('grant execute on function shiplock.authority() to %I', v_role);
  end loop;
  if not exists (select from pg_roles where rolname = 'shiplock_plan') then
    return;
  end if;
  for v_table in
    select c.relname from pg_class c where c.relnamespace = 'shiplock'::regnamespace and c.relkind = 'r'
       and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'planning reads')
  loop
    execute format('create policy "planning reads" on shiplock.%I for select to shiplock_plan using (true)', v_table);
  end loop;
  grant execute on function
    shiplock.propose_release(text, text, text, text, text, text),
    shiplock.propose_staged(text, text, text, text, text),
    shiplock.propose_plan(text, text, text, text, jsonb) to shiplock_plan;
end $$;

revoke all on all functions in schema shiplock from public;
select shiplock.admit_roles();
`,`
alter table shiplock.event add column format smallint not null default 1;
alter table shiplock.event alter column format drop default;
alter table shiplock.event drop constraint event_kind_check;
alter table shiplock.event add constraint event_kind_check check (kind in
  ('opened', 'planned', 'approved', 'voided', 'intent', 'outcome', 'observed', 'verdict', 'closed', 'sealed', 'restored'));
-- An event about the record itself belongs to no release.
alter table shiplock.event alter column release_id drop not null;
alter table shiplock.event add constraint event_of_a_release check (release_id is not null or kind = 'sealed');

create table shiplock.chain (one boolean primary key default true check (one));
insert into shiplock.chain default values;
alter table shiplock.chain enable row level security;
revoke all on shiplock.chain from public;

-- The same bytes as canonical() in src/release/canonical.ts.
create or replace function shiplock.canonical(value jsonb) returns text
  language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
begin
  case jsonb_typeof(value)
    when 'object' then
      return (select '{' || coalesce(string_agg(to_json(key)::text || ':' || shiplock.canonical(item), ','
                order by key collate "C"), '') || '}' from jsonb_each(value) as e (key, item));
    when 'array' then
      return (select '[' || coalesce(string_agg(shiplock.canonical(item), ',' order by place), '') || ']'
                from jsonb_array_elements(value) with ordinality as a (item, place));
    when 'number' then return trim_scale(value::numeric)::text;
    else return value::text;
  end case;
end $$;

create function shiplock.time_text(value timestamptz) returns text
  language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
  select to_char(value at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

-- Every column of a release, whatever columns there are.
create function shiplock.release_facts(shiplock.release) returns jsonb
  language sql stable set search_path = pg_catalog, pg_temp as $$
  select to_jsonb($1) || jsonb_build_object('opened_at', shiplock.time_text($1.opened_at)) $$;

-- One writer at a time: the chain has one end.
create function shiplock.lock_chain() returns void
  language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '10s' as $$
begin
  perform from shiplock.chain for update;
  if not found then
    raise exception 'the row of shiplock.chain is gone: somebody changed the record' using errcode = 'SL004';
  end if;
end $$;

-- Appends to the chain. The caller holds its lock.
create function shiplock.link(p_release text, p_token bigint, p_actor text, p_phase text, p_kind text, p_body jsonb)
  returns table (seq bigint, at text, hash text)
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_seq bigint;
  v_prev text;
  v_at timestamptz := clock_timestamp();
  v_at_text text := shiplock.time_text(v_at);
  v_hash text;
begin
  select e.seq, e.hash into v_seq, v_prev from shiplock.event e order by e.seq desc limit 1;
  v_seq := coalesce(v_seq, 0) + 1;
  v_prev := coalesce(v_prev, repeat('0', 64));
  v_hash := encode(sha256(convert_to(v_prev || shiplock.canonical(jsonb_build_object(
    'format', 2, 'seq', v_seq, 'release', p_release, 'at', v_at_text, 'actor', p_actor, 'phase', p_phase,
    'kind', p_kind, 'token', p_token, 'body', p_body)), 'UTF8')), 'hex');
  insert into shiplock.event (seq, release_id, at, actor, phase, kind, token, body, prev_hash, hash, format)
    values (v_seq, p_release, v_at, p_actor, p_phase, p_kind, p_token, p_body, v_prev, v_hash, 2);
  return query select v_seq, v_at_text, v_hash;
end $$;

create or replace function shiplock.append(p_release text, p_token bigint, p_actor text, p_phase text, p_kind text, p_body jsonb)
  returns table (seq bigint, at text, hash text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_environment text;
  v_lease shiplock.lease;
begin
  if shiplock.authority() <> 'ship' then
    raise exception 'role % may propose, not append to the record', session_user using errcode = '42501';
  end if;
  if p_kind in ('opened', 'sealed') then
    raise exception 'events of kind % are written by the record itself', p_kind using errcode = '22023';
  end if;
  select environment into v_environment from shiplock.release r where r.id = p_release;
  if v_environment is null then
    raise exception 'no release %', p_release using errcode = 'SL002';
  end if;

  perform shiplock.lock_chain();

  if p_phase in ('migrate', 'verify', 'gate', 'promote', 'watch', 'finalize', 'rollback', 'contract')
     and p_kind <> 'planned' or p_token is not null then
    select * into v_lease from shiplock.lease l where l.environment = v_environment;
    if p_token is null or v_lease.token is null or p_token <> v_lease.token
       or v_lease.holder is distinct from p_release then
      raise exception 'token % of % is stale: % holds the lease of % with token %',
        coalesce(p_token::text, 'none'), p_release, coalesce(v_lease.holder, 'nobody'), v_environment,
        coalesce(v_lease.token::text, 'none') using errcode = 'SL003';
    end if;
  end if;

  return query select * from shiplock.link(p_release, p_token, p_actor, p_phase, p_kind, p_body);
end $$;

create or replace function shiplock.open(p_id text, p_environment text, p_commit text, p_replaces text, p_run_id text,
    p_run_url text, p_actor text, p_phase text, p_body jsonb)
  returns table (seq bigint, at text, hash text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_release shiplock.release;
begin
  insert into shiplock.release (id, environment, commit_sha, replaces, run_id, run_url, actor)
    values (p_id, p_environment, p_commit, p_replaces, p_run_id, p_run_url, p_actor) returning * into v_release;
  perform shiplock.lock_chain();
  return query select * from shiplock.link(p_id, null, p_actor, p_phase, 'opened',
    p_body || jsonb_build_object('release', shiplock.release_facts(v_release)));
end $$;

revoke all on all functions in schema shiplock from public;

select shiplock.link(null, null, session_user, 'record', 'sealed', jsonb_build_object('releases', rows.facts))
  from (select jsonb_agg(shiplock.release_facts(r) order by r.opened_at, r.id) as facts from shiplock.release r) as rows
  where rows.facts is not null;
`,`
alter table shiplock.lease
  -- Database session of the process at work, and the key of the advisory lock that the session holds.
  add column pid     int,
  add column process bigint,
  -- Its run at the CI, for people.
  add column run     text,
  add column since   timestamptz;

-- The key is random, so that nobody can take the lock before; that the very session holds it is what counts.
create function shiplock.process_alive(p_pid int, p_process bigint) returns boolean
  language sql volatile set search_path = pg_catalog, pg_temp as $$
  select exists (select from pg_locks l
    where l.locktype = 'advisory' and l.granted and l.pid = p_pid and l.objsubid = 1
      and l.database = (select d.oid from pg_database d where d.datname = current_database())
      and (l.classid::bigint << 32 | l.objid::bigint) = p_process) $$;

drop function shiplock.acquire(text, text, int);
-- Compare-and-set of who may change an environment. The token grows whenever the lease changes hands, from one release
-- to another or from one process of a release to another.
create function shiplock.acquire(p_environment text, p_holder text, p_seconds int, p_run text default null)
  returns table (granted boolean, holder text, token bigint, expires_at timestamptz, pid int, run text, since timestamptz)
  language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '10s' as $$
declare
  v_lease shiplock.lease;
  v_alive boolean;
  v_until timestamptz;
  v_key bigint;
begin
  insert into shiplock.lease (environment) values (p_environment) on conflict do nothing;
  select * into v_lease from shiplock.lease l where l.environment = p_environment for update;
  v_until := clock_timestamp() + make_interval(secs => p_seconds);
  v_alive := coalesce(shiplock.process_alive(v_lease.pid, v_lease.process), false);
  if v_lease.holder = p_holder and v_alive and v_lease.pid = pg_backend_pid() then
    -- Even past its time: nobody came between.
    update shiplock.lease l set expires_at = v_until where l.environment = p_environment;
    return query select true, p_holder, v_lease.token, v_until, v_lease.pid, v_lease.run, v_lease.since;
  elsif v_lease.holder is null or v_lease.expires_at <= clock_timestamp() or v_lease.holder = p_holder and not v_alive then
    loop
      v_key := (random() * 4611686018427387903)::bigint;
      exit when pg_try_advisory_lock(v_key);
    end loop;
    return query update shiplock.lease l
      set holder = p_holder, token = l.token + 1, expires_at = v_until, pid = pg_backend_pid(), process = v_key,
          run = p_run, since = clock_timestamp()
      where l.environment = p_environment
      returning true, l.holder, l.token, l.expires_at, l.pid, l.run, l.since;
  else
    return query select false, v_lease.holder, v_lease.token, v_lease.expires_at, v_lease.pid, v_lease.run, v_lease.since;
  end if;
end $$;

-- False when somebody else has taken it by now.
create function shiplock.renew(p_environment text, p_holder text, p_token bigint, p_seconds int) returns boolean
  language sql set search_path = pg_catalog, pg_temp set lock_timeout = '10s' as $$
  with renewed as (update shiplock.lease set expires_at = clock_timestamp() + make_interval(secs => p_seconds)
    where environment = p_environment and holder = p_holder and token = p_token returning 1)
  select exists (select from renewed) $$;

-- This session's process has done its work. Its release keeps the lease: the next process takes it over at once.
create function shiplock.leave() returns void
  language sql set search_path = pg_catalog, pg_temp set lock_timeout = '10s' as $$
  with left_behind as (select l.environment, l.process from shiplock.lease l where l.pid = pg_backend_pid() for update),
       gone as (update shiplock.lease l set pid = null, process = null from left_behind b
         where l.environment = b.environment returning b.process)
  select pg_advisory_unlock(process) from gone $$;

create or replace function shiplock.give_back(p_environment text, p_holder text, p_token bigint) returns boolean
  language sql set search_path = pg_catalog, pg_temp set lock_timeout = '10s' as $$
  with mine as (select l.environment, l.process from shiplock.lease l
         where l.environment = p_environment and l.holder = p_holder and l.token = p_token for update),
       freed as (update shiplock.lease l set holder = null, expires_at = null, pid = null, process = null
         from mine m where l.environment = m.environment returning m.process)
  select exists (select pg_advisory_unlock(process) from freed) $$;

revoke all on all functions in schema shiplock from public;
`,`
create or replace function shiplock.open(p_id text, p_environment text, p_commit text, p_replaces text, p_run_id text,
    p_run_url text, p_actor text, p_phase text, p_body jsonb)
  returns table (seq bigint, at text, hash text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_release shiplock.release;
begin
  if shiplock.authority() <> 'ship' then
    raise exception 'role % may propose, not open a release', session_user using errcode = '42501';
  end if;
  insert into shiplock.release (id, environment, commit_sha, replaces, run_id, run_url, actor)
    values (p_id, p_environment, p_commit, p_replaces, p_run_id, p_run_url, p_actor) returning * into v_release;
  perform shiplock.lock_chain();
  return query select * from shiplock.link(p_id, null, p_actor, p_phase, 'opened',
    p_body || jsonb_build_object('release', shiplock.release_facts(v_release)));
end $$;
`,`
create table shiplock.body (
  digest  text primary key,
  -- Canonical JSON, as canonical() in src/release/canonical.ts writes it.
  content text not null,
  constraint body_has_its_digest check (digest = encode(sha256(convert_to(content, 'UTF8')), 'hex'))
);
alter table shiplock.body enable row level security;
revoke all on shiplock.body from public;
create trigger append_only before update or delete or truncate on shiplock.body
  for each statement execute function shiplock.refuse_change();

-- The words are those of PASSED_OVER in src/release/record/sql.ts.
create index event_passed_over on shiplock.event (release_id, seq)
  where kind = 'approved' and (body ? 'brokenGlass' or body ? 'standIn');
-- Which hosting project a release is of stands in the event that opened it.
create index event_opened on shiplock.event (release_id, seq) where kind = 'opened';
create index event_restored on shiplock.event (seq) where kind = 'restored';
create index release_by_time on shiplock.release (opened_at desc);
create index release_of_environment on shiplock.release (environment, opened_at desc);

create or replace function shiplock.link(p_release text, p_token bigint, p_actor text, p_phase text, p_kind text, p_body jsonb)
  returns table (seq bigint, at text, hash text)
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_seq bigint;
  v_prev text;
  v_at timestamptz := clock_timestamp();
  v_at_text text := shiplock.time_text(v_at);
  v_hash text;
begin
  select e.seq, e.hash into v_seq, v_prev from shiplock.event e order by e.seq desc limit 1;
  v_seq := coalesce(v_seq, 0) + 1;
  v_prev := coalesce(v_prev, repeat('0', 64));
  v_hash := encode(sha256(convert_to(v_prev || shiplock.canonical(jsonb_build_object(
    'format', 3, 'seq', v_seq, 'release', p_release, 'at', v_at_text, 'actor', p_actor, 'phase', p_phase,
    'kind', p_kind, 'token', p_token, 'body', p_body)), 'UTF8')), 'hex');
  insert into shiplock.event (seq, release_id, at, actor, phase, kind, token, body, prev_hash, hash, format)
    values (v_seq, p_release, v_at, p_actor, p_phase, p_kind, p_token, p_body, v_prev, v_hash, 3);
  return query select v_seq, v_at_text, v_hash;
end $$;

drop function shiplock.append(text, bigint, text, text, text, jsonb);
-- p_kept: the parts that the body names under 'kept', as text.
create function shiplock.append(p_release text, p_token bigint, p_actor text, p_phase text, p_kind text, p_body jsonb,
    p_kept text[] default '{}')
  returns table (seq bigint, at text, hash text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_environment text;
  v_lease shiplock.lease;
  v_kept jsonb := case when jsonb_typeof(p_body -> 'kept') = 'object' then p_body -> 'kept' else '{}' end;
begin
  if shiplock.authority() <> 'ship' then
    raise exception 'role % may propose, not append to the record', session_user using errcode = '42501';
  end if;
  if p_kind in ('opened', 'sealed') then
    raise exception 'events of kind % are written by the record itself', p_kind using errcode = '22023';
  end if;
  select environment into v_environment from shiplock.release r where r.id = p_release;
  if v_environment is null then
    raise exception 'no release %', p_release using errcode = 'SL002';
  end if;

  perform shiplock.lock_chain();

  if p_phase in ('migrate', 'verify', 'gate', 'promote', 'watch', 'finalize', 'rollback', 'contract')
     and p_kind <> 'planned' or p_token is not null then
    select * into v_lease from shiplock.lease l where l.environment = v_environment;
    if p_token is null or v_lease.token is null or p_token <> v_lease.token
       or v_lease.holder is distinct from p_release then
      raise exception 'token % of % is stale: % holds the lease of % with token %',
        coalesce(p_token::text, 'none'), p_release, coalesce(v_lease.holder, 'nobody'), v_environment,
        coalesce(v_lease.token::text, 'none') using errcode = 'SL003';
    end if;
  end if;

  insert into shiplock.body (digest, content)
    select encode(sha256(convert_to(part, 'UTF8')), 'hex'), part from unnest(p_kept) as part
    on conflict do nothing;
  if exists (select from jsonb_each_text(v_kept) as named (part, digest)
              where not exists (select from shiplock.body b where b.digest = named.digest)) then
    raise exception 'the body names a part that shiplock.body does not have' using errcode = 'SL005';
  end if;
  return query select * from shiplock.link(p_release, p_token, p_actor, p_phase, p_kind, p_body);
end $$;

revoke all on all functions in schema shiplock from public;
select shiplock.admit_roles();
`]}),2733:((S,w,r)=>{r.d(w,{c:t(()=>e,"c"),e:t(()=>c,"e")});function e(b){for(let f=b;f instanceof Error;f=f.cause){const{code:g}=f;if(typeof g=="string"&&/^[0-9A-Z]{5}$/.test(g))return g}}t(e,"sqlState");function c(b){let f="";for(let g=b;g instanceof Error;g=g.cause)f=g.message;return f}t(c,"sqlMessage")}),1383:((S,w,r)=>{r.d(w,{a:t(()=>g,"a"),c:t(()=>b,"c")});var e=r(6921);const c=e.YOg(e.YjP()),b=["schema","relation","column","constraint","index","enum","domain","type","sequence","function","trigger","rule","event-trigger","policy","rls","grant","column-grant","default-privilege","view","extension","publication"],f=e.Ikc({version:e.euz(1),uses:e.Ikc({relations:e.g1P(e.YjP(),e.Ikc({select:c.optional(),insert:c.optional(),update:c.optional(),delete:e.zMY().optional()})),functions:e.YOg(e.YjP())})}),g=e.Ikc({format:e.euz(1),server:e.aig().exactOptional(),schemas:e.YOg(e.YjP()),objects:e.g1P(e.YjP(),e.Ikc({kind:e.k5n(b),properties:e.g1P(e.YjP(),e.KCZ([e.YjP(),e.aig(),e.zMY(),e.chJ(),e.YOg(e.YjP())]))})),unreadable:e.YOg(e.Ikc({what:e.YjP(),why:e.YjP(),kinds:e.YOg(e.k5n(b)).exactOptional()})),contract:f.exactOptional()})})};export{K as id,W as ids,F as modules};
