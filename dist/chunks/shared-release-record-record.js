var B=Object.defineProperty;var t=(I,y)=>B(I,"name",{value:y,configurable:!0});const W=1481,K=[1481,8833],F={88833:((I,y,s)=>{s.d(y,{$N:t(()=>m,"$N"),aB:t(()=>d,"aB"),hN:t(()=>l,"hN"),qQ:t(()=>k,"qQ"),rI:t(()=>p,"rI"),sc:t(()=>u,"sc"),yW:t(()=>g,"yW")});var e=s(77598);class p{static{t(this,"Digits")}text;constructor(o){this.text=o}}function m(r){return _(r,n)}t(m,"canonical");function g(r){return _(r,o=>o)}t(g,"canonicalAsWritten");function _(r,o){if(r===null||typeof r=="boolean")return String(r);if(typeof r=="number")return o($(r));if(r instanceof p)return o(r.text);if(typeof r=="string")return JSON.stringify(l(r));if(x(r))return`[${r.map(a=>_(a,o)).join(",")}]`;const i=new Map(Object.entries(r).map(([a,f])=>[l(a),f]));return`{${[...i.keys()].map(a=>({key:a,bytes:Buffer.from(a)})).sort((a,f)=>Buffer.compare(a.bytes,f.bytes)).map(({key:a})=>`${JSON.stringify(a)}:${_(i.get(a)??null,o)}`).join(",")}}`}t(_,"write");function x(r){return Array.isArray(r)}t(x,"isList");function $(r){if(Number.isFinite(r))return String(r);throw new RangeError(`the record keeps finite numbers only; ${r} is not one`)}t($,"numberText");const v=15e4;function n(r){const[o="",i="0"]=r.toLowerCase().split("e"),c=o.startsWith("-"),[a="",f=""]=o.replace(/^[+-]/,"").split("."),w=Number(i);if(Math.abs(w)>v)throw new RangeError(`${r} has more digits than the record can hold`);const O=a+f,E=a.length+w,q=E>0?O.slice(0,E).padEnd(E,"0"):"",h=E<0?O.padStart(O.length-E,"0"):O.slice(E),b=q.replace(/^0+(?=\d)/,"")||"0",P=h.replace(/0+$/,""),j=P===""?b:`${b}.${P}`;return c&&j!=="0"?`-${j}`:j}t(n,"plainDecimal");function l(r){return r.toWellFormed().replaceAll("\0","\uFFFD")}t(l,"storable");function u(r){return(0,e.createHash)("sha256").update(r).digest("hex")}t(u,"sha256");function k(r){return u(m(r))}t(k,"hashOf");function d(r){return r===void 0?null:JSON.parse(JSON.stringify(r))}t(d,"toJson")}),63940:((I,y,s)=>{s.d(y,{BC:t(()=>$,"BC"),Fu:t(()=>_,"Fu"),SH:t(()=>x,"SH"),n6:t(()=>v,"n6"),yz:t(()=>l,"yz")});var e=s(26921),p=s(88833),m=s(87625);const g=e.YjP().regex(/^[0-9a-f]{64}$/),_=e.rej({format:e.euz(1),environment:e.YjP(),kind:e.k5n(["staging","production"]),commit:e.YjP(),deployment:e.rej({id:e.YjP(),url:e.YjP(),digest:g.nullable(),prebuilt:e.euz(!0).optional()}),replaces:e.rej({releaseId:e.YjP(),commit:e.YjP()}).nullable(),production:e.rej({deploymentId:e.YjP().nullable(),pinned:e.zMY()}),schemaFingerprint:e.YjP(),migrations:e.YOg(e.rej({version:e.YjP(),name:e.YjP(),file:e.YjP(),checksum:e.YjP(),phase:e.k5n(["expand","contract"]),transactional:e.zMY(),locks:e.YOg(e.YjP()),hazards:e.YOg(e.YjP()),late:e.YjP().optional()})),waiting:e.YOg(e.rej({version:e.YjP(),file:e.YjP(),checksum:e.YjP()})).optional(),provedBy:e.rej({environment:e.YjP(),releaseId:e.YjP()}).nullable(),fastLane:e.rej({because:e.k5n(["served-before","revert"]),releaseId:e.YjP(),commit:e.YjP()}).optional(),settings:e.g1P(e.YjP(),e.Pq9()),policy:m.wh});function x(o){return(0,p.qQ)((0,p.aB)(o))}t(x,"planHash");const $=t(o=>o.slice(0,12),"shortHash");function v(o){return o.pending.map(i=>({version:i.version,name:i.name,file:i.file,checksum:i.checksum,phase:i.phase,transactional:i.transactional,...i.late===void 0?{}:{late:i.late},locks:n(i.statements.flatMap(c=>c.locks.map(a=>`${a.level} ${a.relation}`))),hazards:n(i.statements.flatMap(c=>c.hazards.filter(a=>a.severity!=="info"&&!a.passing).map(a=>`${a.rule}${a.allowed?" (allowed)":""} line ${c.line}`)))}))}t(v,"planMigrations");const n=t(o=>[...new Set(o)].sort(),"unique");function l(o,i,c=""){const a=[],f=t((O,E)=>O&&a.push(E),"say");f(o.commit!==i.commit,`the commit was ${o.commit}, now it is ${i.commit}`),f(o.deployment.id!==i.deployment.id,`the staged deployment was ${o.deployment.id}, now it is ${i.deployment.id}`),f(o.deployment.id===i.deployment.id&&o.deployment.digest!==i.deployment.digest,`the files of the staged deployment changed (digest ${u(o)}, now ${u(i)})`),f(o.production.deploymentId!==i.production.deploymentId,`production was served by deployment ${o.production.deploymentId??"none"}, now by ${i.production.deploymentId??"none"}`),f(o.production.pinned!==i.production.pinned,i.production.pinned?"a rollback pinned production":"production is no longer pinned"),f(o.replaces?.releaseId!==i.replaces?.releaseId,`the release to replace was ${o.replaces?.releaseId??"none"}, now it is ${i.replaces?.releaseId??"none"}`),a.push(...r(o.migrations,i.migrations));const w=t(({waiting:O})=>(O??[]).map(({file:E})=>E).join(", "),"waits");return f(w(o)!==w(i),`the waiting contract files were ${w(o)||"none"}, now they are ${w(i)||"none"}`),f(o.schemaFingerprint!==i.schemaFingerprint,`the schema was changed by somebody else${c?`: ${c}`:""} (fingerprint ${$(o.schemaFingerprint)}, now ${$(i.schemaFingerprint)})`),f(o.provedBy?.releaseId!==i.provedBy?.releaseId,"a different release proved this commit on staging"),f(o.fastLane?.releaseId!==i.fastLane?.releaseId||o.fastLane?.because!==i.fastLane?.because,i.fastLane?`the release takes the fast lane now (${i.fastLane.because}, ${i.fastLane.releaseId})`:"the release no longer takes the fast lane"),f((0,p.qQ)(o.settings)!==(0,p.qQ)(i.settings),"the commit\u2019s own settings for the environment (its folders) changed"),o.policy&&a.push(...k(o.policy,i.policy)),a.length===0&&x(o)!==x(i)&&a.push("the plan changed"),a}t(l,"movedSince");const u=t(({deployment:o})=>o.digest?$(o.digest):"none","digestOf");function k(o,i){const c=t(a=>f=>`${a} ${f.key} was ${d(f.from)}, now it is ${d(f.to)}`,"line");return[...(0,m.tX)(o.holds,i.holds).map(c("the rule")),...(0,m.tX)(o.next??o.holds,i.next??i.holds).map(c("for the next release the rule")).filter(()=>(0,p.$N)(o.next)!==(0,p.$N)(i.next))]}t(k,"movedRules");const d=t(o=>o===null?"not set":(0,p.$N)(o),"told");function r(o,i){const c=[],a=new Map(o.map(w=>[w.version,w])),f=new Map(i.map(w=>[w.version,w]));for(const w of i){const O=a.get(w.version);O?O.checksum!==w.checksum?c.push(`${w.file} was edited`):(0,p.qQ)((0,p.aB)(O))!==(0,p.qQ)((0,p.aB)(w))&&c.push(`the locks or risks of ${w.file} changed with the live schema`):c.push(`${w.file} is a new migration`)}for(const w of o)f.has(w.version)||c.push(`${w.file} is gone, or somebody else applied it`);return c}t(r,"movedMigrations")}),87625:((I,y,s)=>{s.d(y,{Gv:t(()=>l,"Gv"),by:t(()=>$,"by"),sG:t(()=>v,"sG"),tX:t(()=>n,"tX"),wh:t(()=>m,"wh")});var e=s(26921),p=s(88833);const m=e.rej({holds:e.g1P(e.YjP(),e.Pq9()),next:e.g1P(e.YjP(),e.Pq9()).nullable(),others:e.g1P(e.YjP(),e.Pq9()),changes:e.YOg(e.rej({key:e.YjP(),from:e.Pq9(),to:e.Pq9(),takes:e.k5n(["now","next","never"])}))}),g=1,_=e.g1P(e.YjP(),e.Pq9()),x=e.Ikc({format:e.euz(g),policy:_,others:e.g1P(e.YjP(),_)});function $({holds:k,next:d,others:r}){return{policy:{format:g,policy:d??k,others:r}}}t($,"keptPolicyBody");function v(k){const{data:d}=x.safeParse(k);return d&&{policy:d.policy,others:d.others}}t(v,"keptPolicyOf");function n(k,d,r=[]){if(l(k)&&l(d))return[...new Set([...Object.keys(k),...Object.keys(d)])].sort().flatMap(a=>n(u(k,a),u(d,a),[...r,a]));const[o,i]=[k??null,d??null];return(0,p.$N)(o)===(0,p.$N)(i)?[]:[{key:r.join("."),from:o,to:i}]}t(n,"differences");function l(k){return typeof k=="object"&&k!==null&&!Array.isArray(k)}t(l,"isObject");function u(k,d){return Object.hasOwn(k,d)?k[d]:void 0}t(u,"own")}),69977:((I,y,s)=>{s.d(y,{j:t(()=>x,"j")});var e=s(88300),p=s(93577),m=s(87072);const g=5,_=200;async function*x(v,n){let l=null;for(let u=g;;u=_){const k=await v.query($(n),[n.environment,l,u,n.names??null,...[n.commit,n.releaseId].filter(d=>d!==void 0)]);for(const d of k){const r=(0,e.E)(d);r?.is==="closed"&&(yield{...r,event:d})}if(l=k.at(-1)?.seq??null,k.length<u)return}}t(x,"closings");function $(v){const n=v.commit!==void 0?"r.commit_sha = $5":v.releaseId!==void 0?"r.id = $5":void 0,l=n?`release_id = any(array(select r.id from shiplock.release r where r.environment = $1 and ${n} and ${(0,m.dU)("$4")}))`:`exists (select from shiplock.release r where r.id = event.release_id and r.environment = $1 and ${(0,m.dU)("$4")})`;return`select ${p.b} from shiplock.event
    where kind = 'closed' and ($2::bigint is null or event.seq < $2) and ${l}
    order by event.seq desc limit $3`}t($,"closingsSql")}),88300:((I,y,s)=>{s.d(y,{D:t(()=>c,"D"),E:t(()=>r,"E")});var e=s(26921),p=s(64735);const m=e.Ikc({step:e.YjP().optional().catch(void 0),what:e.YjP().optional().catch(void 0)}),g=e.Ikc({result:e.euz("done")});function _(a){const{step:f,what:w}=m.parse(a.body);return x(a,f,w).map(O=>({...u[O],...a.body,v:2,is:O}))}t(_,"upcast");function x({kind:a,phase:f,body:w},O,E){switch(a){case"outcome":return O==="call"?["call-ended"]:O==="phase"&&g.safeParse(w).success?$(f):[];case"intent":return O==="call"?["call-begun"]:[];case"observed":return O!==void 0?l(v.get(O)):E===void 0?[]:l(n.get(E));case"verdict":return["verdict-given"];default:return[a]}}t(x,"shapesOf");function $(a){switch(a){case"deploy":return["deployed"];case"promote":return["promoted"];case"rollback":return["rolled-back"];case"migrate":return["migrated","phase-done"];case"gate":case"watch":return["gated","phase-done"];default:return["phase-done"]}}t($,"donePhase");const v=new Map([["call","call-settled"],["approvals","approvals-seen"],["glass-confirmed","glass-confirmed"]]),n=new Map([["verify","schema-checked"],["gate","gate-judged"],["schema-snapshot","snapshot-kept"],["reconciled","reconciled"]]),l=t(a=>a===void 0?[]:[a],"optional"),u={deployed:{digest:null,adopted:!1},migrated:{applied:[],schemaFingerprint:null},promoted:{outcome:"done",deploymentId:null},"rolled-back":{to:null,reason:"",moved:!0,undone:[]},planned:{hash:"",moved:[],outlook:{}},approved:{hash:"",evidence:{}},voided:{hash:"",moved:[]},closed:{serves:null}},k=e.Ikc({v:e.Pq9().optional()}),d=new WeakMap;function r(a){return d.has(a)||d.set(a,o(a)),d.get(a)}t(r,"told");function o(a){const{success:f,data:{v:w}={}}=k.safeParse(a.body);if(!f)return i(a,{is:"unreadable"});const O=w===void 0?_(a):w===p.xv?[a.body]:[];for(const E of O){const{data:q}=p.ro.safeParse(E);if(!q)continue;const{v:h,...b}=q;return(0,p.nf)(b.is,a)?b:i(a,void 0)}return i(a,w===void 0&&O.length===0?void 0:{is:"unreadable"})}t(o,"read");function i(a,f){return a.kind==="planned"&&(0,p.nf)("planned",a)?{is:"planned",plan:void 0,hash:"",moved:[],outlook:{}}:a.kind==="closed"&&(0,p.nf)("closed",a)?{is:"closed",result:"abandoned",serves:null}:f}t(i,"otherwise");function c(a){const f=r(a);if(!f)return"";switch(f.is){case"call-begun":return f.call;case"call-ended":case"call-settled":return f.result==="done"?f.call:`${f.call} ${f.result}`;case"closed":return f.result;default:return f.is}}t(c,"inAWord")}),19737:((I,y,s)=>{s.d(y,{l:t(()=>v,"l")});var e=s(88833),p=s(64735),m=s(45093);const g=new Set(["plan","snapshot"]);function _(l){return Object.fromEntries(Object.entries(l).map(([u,k])=>[u,g.has(u)?k:x(k)]))}t(_,"withoutSecrets");function x(l){return typeof l=="string"?(0,m.vO)(l):l===null||typeof l!="object"?l:Array.isArray(l)?l.map(x):_(l)}t(x,"without_secrets_hidden");const $=["plan","objects","snapshot"];function v(l,u){const{kind:k}=p.WL[u.is];if(!(0,p.nf)(u.is,{kind:k,phase:l}))throw new Error(`an event of ${l} cannot say "${u.is}"`);const d=_((0,e.aB)({v:p.xv,...u})),r=Object.entries(d).flatMap(([c,a])=>n(c)?[{key:c,text:(0,e.$N)(a)}]:[]),o=Object.fromEntries(r.map(c=>[c.key,(0,e.sc)(c.text)])),i=Object.fromEntries(Object.entries(d).filter(([c])=>!n(c)));return{kind:k,body:d,text:(0,e.$N)(r.length===0?i:{...i,kept:o}),kept:r.map(c=>c.text)}}t(v,"encode");const n=t(l=>$.some(u=>u===l),"isKept")}),93577:((I,y,s)=>{s.d(y,{b:t(()=>p,"b")});const p=`seq::int as seq, release_id as "releaseId", to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor, phase, kind, token::int as token, body,
  prev_hash as "prevHash", hash`}),64735:((I,y,s)=>{s.d(y,{WL:t(()=>w,"WL"),xv:t(()=>v,"xv"),ro:t(()=>f,"ro"),nf:t(()=>O,"nf")});var e=s(26921),p=s(63940),m=s(91383);const g=e.Ikc({seq:e.Whr().nonnegative(),hash:e.YjP()}),_={lost:e.Ikc({after:g,to:g}),proven:g.exactOptional(),outside:e.YOg(g.extend({releaseId:e.YjP(),deploymentId:e.YjP(),by:e.YjP(),at:e.YjP()})).readonly(),inDoubt:e.YOg(e.YjP()).readonly()},x=e.Ikc(_),$=["released","rolled-back","abandoned"],v=2,n=e.YjP(),l=e.Pq9(),u=e.YOg(n).readonly(),k=t(E=>E.optional().catch(void 0),"readable"),d=e.g1P(n,l),r=e.Ikc({by:n,reason:n}),o={call:n,key:n.exactOptional()},i=e.Ikc({at:n,run:n.nullable(),asked:n.exactOptional()}),c=t((E,q)=>e.Ikc({v:e.euz(v),is:e.euz(E),...q}),"shape"),a=e.Ikc({by:n,via:e.k5n(["review","comment"]),id:n.exactOptional(),planHash:n.exactOptional(),reason:n.exactOptional(),url:n.exactOptional(),at:n.exactOptional(),mentions:u.exactOptional()}),f=e.gMt("is",[c("deployed",{deploymentId:n.min(1),url:n,digest:n.nullable(),adopted:e.zMY(),prebuilt:e.euz(!0).exactOptional()}),c("migrated",{applied:e.YOg(e.Ikc({version:n,milliseconds:e.aig(),retries:e.aig()})).readonly(),schemaFingerprint:n.nullable()}),c("gated",{decision:e.k5n(["pass","fail","inconclusive"])}),c("promoted",{startedAt:n,outcome:e.k5n(["done","noop"]),deploymentId:n.nullable(),evidence:l.exactOptional()}),c("rolled-back",{to:n.nullable(),reason:n,moved:e.zMY(),undone:u,evidence:l.exactOptional(),decision:i.exactOptional(),tookMs:e.aig().exactOptional(),over:u.exactOptional()}),c("stage-reached",{deploymentId:n,stage:e.Whr(),percent:e.aig(),stages:e.YOg(e.aig()).readonly(),automatic:e.zMY()}),c("drilled",{step:e.k5n(["back","forward","none"]),to:n.exactOptional(),decision:e.k5n(["pass","fail","inconclusive"]),reason:n,tookMs:e.aig().exactOptional(),jobAt:e.aig().exactOptional()}),c("phase-done",{deploymentId:n.nullish(),applied:u.exactOptional()}),c("call-begun",{...o,request:d.exactOptional(),atMs:e.aig()}),c("call-ended",{...o,result:e.k5n(["done","failed","not-done","ambiguous"]),value:l.exactOptional(),error:n.exactOptional()}),c("call-settled",{...o,result:e.k5n(["done","failed","not-done","ambiguous"]),value:l.exactOptional(),why:n.exactOptional()}),c("planned",{plan:k(p.Fu),hash:n,moved:u,outlook:e.Ikc({drift:n,rehearsal:n,reversible:n}).partial(),objects:e.g1P(n,n).exactOptional()}),c("approved",{plan:k(p.Fu),hash:n,approvers:u,evidence:d,validUntil:n.exactOptional(),brokenGlass:r.exactOptional(),standIn:r.exactOptional()}),c("voided",{hash:n,moved:u}),c("approvals-seen",{rejections:e.YOg(a).readonly(),asked:e.Ikc({runId:n,attempt:e.Whr(),planHash:n}).exactOptional()}),c("glass-confirmed",{by:n,via:e.k5n(["comment","cli"]),url:n.exactOptional()}),c("schema-checked",{reports:l}),c("gate-judged",{decision:n,reason:n,proceed:e.zMY(),evidence:l,observed:e.YOg(e.Ikc({name:n,decision:e.k5n(["pass","fail","inconclusive"]),reason:n,samples:e.aig(),failures:e.aig()})).readonly().exactOptional(),stage:e.Whr().exactOptional()}),c("verdict-given",{previous:n,verdict:l,to:n.exactOptional(),decision:i.exactOptional()}),c("snapshot-kept",{snapshot:k(m.a)}),c("opened",{project:u.exactOptional()}),c("closed",{result:e.k5n($),serves:n.nullable(),deploymentId:n.nullish(),reason:n.exactOptional(),overtakenBy:n.exactOptional(),policy:l.exactOptional()}),c("restored",_),c("reconciled",{restored:e.Whr(),live:l}),c("held",{hold:n.min(1),commit:n.nullable(),by:n,reason:n}),c("hold-lifted",{hold:n.min(1),by:n,reason:n}),c("holds-passed",{holds:u})]),w={"phase-done":{kind:"outcome"},deployed:{kind:"outcome",phases:["deploy"]},migrated:{kind:"outcome",phases:["migrate"]},gated:{kind:"outcome",phases:["gate","watch"]},promoted:{kind:"outcome",phases:["promote"]},"rolled-back":{kind:"outcome",phases:["rollback"]},"call-begun":{kind:"intent"},"call-ended":{kind:"outcome"},"call-settled":{kind:"observed"},planned:{kind:"planned",phases:["plan"]},approved:{kind:"approved",phases:["approve"]},voided:{kind:"voided",phases:["plan"]},"approvals-seen":{kind:"observed"},"glass-confirmed":{kind:"observed",phases:["approve"]},"schema-checked":{kind:"observed",phases:["verify"]},"gate-judged":{kind:"observed",phases:["gate","watch","promote"]},"stage-reached":{kind:"observed",phases:["promote"]},drilled:{kind:"observed",phases:["watch"]},"verdict-given":{kind:"verdict",phases:["rollback"]},"snapshot-kept":{kind:"observed",phases:["finalize","contract"]},opened:{kind:"opened"},closed:{kind:"closed",phases:["migrate","finalize","rollback","contract"]},restored:{kind:"restored",phases:["record"]},reconciled:{kind:"observed",phases:["record"]},held:{kind:"observed",phases:["record"]},"hold-lifted":{kind:"observed",phases:["record"]},"holds-passed":{kind:"observed",phases:["migrate"]}};function O(E,{kind:q,phase:h}){const b=w[E];return b.kind===q&&(b.phases?.includes(h)??!0)}t(O,"maySay")}),48739:((I,y,s)=>{s.d(y,{V5:t(()=>x,"V5"),WI:t(()=>_,"WI"),d3:t(()=>p,"d3"),mU:t(()=>$,"mU")});var e=s(39326);const p={seq:0,hash:"0".repeat(64)},m=140,g=32,_=t(({seq:v,hash:n})=>`${v}:${n}`,"headText");function x(v,{seq:n,hash:l}){const u=`; record head ${n}:${l.slice(0,g)}`;return`${(0,e.Jj)(v,m-u.length)}${u}`}t(x,"withHead");function $(v){const[,n,l]=/; record head (\d{1,15}):([0-9a-f]{32,64})$/.exec(v)??[];return n&&l?{seq:Number(n),hash:l}:void 0}t($,"headIn")}),41282:((I,y,s)=>{s.d(y,{F:t(()=>n,"F"),n:t(()=>_,"n")});var e=s(6696),p=s(32411),m=s(93329),g=s(42733);async function _(d){const[r]=await d.query(`select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'shiplock' and c.relname = 'schema_version') as present`);if(!r?.present)return 0;try{const[o]=await d.query("select max(version)::int as version from shiplock.schema_version");return o?.version??0}catch(o){if(o instanceof e.GV&&o.code==="SHIPLOCK_DATABASE_PERMISSION")return m.e.length;throw o}}t(_,"installedVersion");const x=new Set(["23505","42P06","42P07"]),$=20,v=5;async function n(d){for(let r=$;;r-=1){if(await _(d)>=m.e.length)return k(d);try{return await d.transaction(o=>l(o,r===$?"5s":"30s"))}catch(o){if((0,g.c)(o)===p.oN&&r>$-v&&(await(0,p.T8)(d)>0||r===$))continue;if(r===0||!x.has((0,g.c)(o)))throw await(0,p._t)(d,o,!0)}}}t(n,"installRecord");async function l(d,r){await d.query(`set local lock_timeout = '${r}'`),await _(d)>0&&(await u(d),await d.query("lock table shiplock.schema_version in share row exclusive mode"));const o=await _(d);for(let i=o+1;i<=m.e.length;i+=1)await d.query(m.e[i-1]),await d.query("insert into shiplock.schema_version (version) values ($1)",[i]);return o<m.e.length}t(l,"install");async function u(d){const[r]=await d.query(`select pg_catalog.format('%I', rolname) as owner from pg_catalog.pg_namespace n
       join pg_catalog.pg_roles r on r.oid = n.nspowner where n.nspname = 'shiplock'`);r&&await d.query(`set local role ${r.owner}`)}t(u,"becomeOwner");async function k(d){const r=await _(d);if(r===m.e.length)return!1;throw(0,e.V2)({code:"SHIPLOCK_RECORD_NEWER",what:`the record in this database has version ${r}, which is newer than this Shiplock knows (${m.e.length})`,notDone:["nothing was changed"],next:"Use the Shiplock version that wrote it, or a newer one."})}t(k,"refuseNewer")}),98431:((I,y,s)=>{s.d(y,{R:t(()=>e,"R")});const e=`a.pid <> pg_catalog.pg_backend_pid()
  and a.datid = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
  and not pg_catalog.pg_has_role(a.usesysid, session_user, 'MEMBER')
  and (a.usename in ('shiplock_plan', 'shiplock_verify') or exists (
    select from pg_catalog.pg_auth_members m join pg_catalog.pg_roles r on r.oid = m.roleid
     where m.member = a.usesysid and r.rolname = 'shiplock_plan' and not m.admin_option))`}),32411:((I,y,s)=>{s.d(y,{T8:t(()=>x,"T8"),_t:t(()=>_,"_t"),oN:t(()=>g,"oN")});var e=s(6696),p=s(98431),m=s(42733);const g="55P03";async function _(n,l,u=!1){if((0,m.c)(l)!==g)return l;const k=await v(n,u).catch(()=>[]);return(0,e.V2)({code:"SHIPLOCK_RECORD_LOCKED",what:`the record is locked by ${k.join("; ")||"another session"}`,notDone:["nothing was recorded by this step"],next:"If that session is a release, rerun this job when it is done. If it is idle or belongs to a person, end it (select pg_terminate_backend(PID)), and rerun this job."},l)}t(_,"lockedRecord");async function x(n){return(await n.query(`with lesser as materialized (
         select a.pid from pg_catalog.pg_stat_activity a where ${p.R} and ${$("a.pid")})
       select pg_catalog.pg_terminate_backend(pid) from lesser`).catch(()=>[])).length}t(x,"endLesserHolders");const $=t(n=>`exists (select from pg_catalog.pg_locks l where l.granted and l.pid = ${n}
  and l.relation in (select c.oid from pg_catalog.pg_class c where c.relnamespace = 'shiplock'::regnamespace))`,"holds");async function v(n,l){return(await n.query(`select distinct pg_catalog.concat_ws(' ', 'session', a.pid::text, 'of', a.usename,
         '(' || coalesce(nullif(a.application_name, ''), 'unnamed') || ',', coalesce(a.state, 'state unknown') || ',',
         'connected for', coalesce(pg_catalog.round(extract(epoch from pg_catalog.clock_timestamp() - a.backend_start))::text, '?'), 's)') as session
       from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
      where l.granted and l.pid <> pg_catalog.pg_backend_pid() and ($1 or l.mode <> 'AccessShareLock')
        and l.relation in (select c.oid from pg_catalog.pg_class c where c.relnamespace = 'shiplock'::regnamespace)`,[l])).map(({session:k})=>k)}t(v,"holders")}),87072:((I,y,s)=>{s.d(y,{DF:t(()=>$,"DF"),I$:t(()=>x,"I$"),dU:t(()=>g,"dU"),gj:t(()=>_,"gj")});var e=s(88300),p=s(93577),m=s(91801);const g=t(v=>`(${v}::text[] is null or coalesce((select ${(0,m.pL)("o.body",v)} from shiplock.event o
      where o.release_id = r.id and o.kind = 'opened' order by o.seq limit 1), true))`,"ofProject");async function _(v,n){if(!v)return n(null);const l=await n([v.called]);if(l)return l;const u=await v.names();return u.length>1?n(u):void 0}t(_,"byNames");async function x(v,n){const[l]=await v.query(`select ${p.b} from shiplock.event where release_id = $1 and kind = 'opened'
      order by event.seq limit 1`,[n]),u=l&&(0,e.E)(l);return u?.is==="opened"?u.project:void 0}t(x,"projectOfRelease");async function $(v,n){return!v||!n||v.includes(n.called)?!0:(await n.names()).some(l=>v.includes(l))}t($,"isOfProject")}),84362:((I,y,s)=>{s.d(y,{fQ:t(()=>O,"fQ"),Fp:t(()=>E,"Fp"),Po:t(()=>w,"Po")});var e=s(63935),p=s(88833),m=s(6696),g=s(69977),_=s(88300),x=s(19737),$=s(93577),v=s(48739),n=s(26921);const l=n.Ikc({kept:n.g1P(n.YjP(),n.YjP())});function u(q){return l.safeParse(q).data?.kept??{}}t(u,"keptApart");async function k(q,h,b){const P=h.map(({body:M})=>Object.entries(u(M)).filter(([Y])=>b.includes(Y))),j=[...new Set(P.flatMap(M=>M.map(([,Y])=>Y)))];if(j.length===0)return h;const S=await q.query("select digest, content from shiplock.body where digest = any($1)",[j]),L=new Map(S.map(({digest:M,content:Y})=>[M,Y]));return h.map((M,Y)=>{const D=P[Y]??[];if(D.length===0)return M;const{kept:C,...z}=M.body,U=D.map(([R,T])=>{const A=L.get(T);if(A===void 0||(0,p.sc)(A)!==T)throw d(M.seq,R,T);return[R,JSON.parse(A)]});return{...M,body:{...z,...Object.fromEntries(U)}}})}t(k,"withParts");function d(q,h,b){return(0,m.V2)({code:"SHIPLOCK_RECORD_BROKEN",what:`the ${h} of event ${q} is not in shiplock.body as it was written (digest ${b})`,notDone:["nothing was changed"],next:"Run `shiplock record verify`: it lists everything that was changed. See runbooks/record.md."})}t(d,"broken");var r=s(32411),o=s(87072),i=s(42733),c=s(12586);const a=`id, environment, commit_sha as commit, replaces, run_id as "runId", run_url as "runUrl", actor,
  to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt"`,f=`(exists (select from shiplock.event e where e.release_id = r.id and e.kind not in ('opened', 'planned'))
  or r.opened_at >= (select installed_at from shiplock.schema_version where version = 2))`;function w(){return`rel_${(0,e.A)()}`}t(w,"newReleaseId");class O{static{t(this,"ReleaseRecord")}#e;#t;constructor(h,b){this.#e=h,this.#t=b}async open(h,b){const P=await this.#t?.names();try{await this.#e.query("select * from shiplock.open($1, $2, $3, $4, $5, $6, $7, $8, $9)",[h.id,h.environment,h.commit,h.replaces,h.runId,h.runUrl,h.actor,b,(0,x.l)(b,{is:"opened",...P?{project:P}:{}}).text])}catch(j){throw await(0,r._t)(this.#e,j)}return await this.release(h.id)}async openForRun(h,b){const{environment:P,commit:j,runId:S}=h;return S===null?this.open(h,b):(await this.#t?.names(),this.#e.transaction(async L=>{try{await L.query("select shiplock.lock_chain()")}catch(Y){throw await(0,r._t)(this.#e,Y)}const M=new O(L,this.#t);return await M.latest(P,j,S)??M.open(h,b)}))}async append(h){const{releaseId:b,token:P,phase:j}=h,{kind:S,body:L,text:M,kept:Y}=(0,x.l)(j,h.saying);try{const D=[b,P,(0,p.hN)(h.actor),j,S,M];return{...(await this.#e.query(`select seq::int as seq, at, hash from shiplock.append($1, $2, $3, $4, $5, $6${Y.length>0?", $7":""})`,Y.length>0?[...D,Y]:D))[0],kind:S,body:L}}catch(D){throw(0,i.c)(D)==="42501"?E(D,`this was not recorded: ${j} (${S})`):(0,i.c)(D)!=="SL003"?await(0,r._t)(this.#e,D):(0,m.V2)({code:"SHIPLOCK_LEASE_STALE",what:`this run no longer holds the lease of the environment: ${(0,i.e)(D)}`,notDone:[`this was not recorded: ${j} (${S})`],next:"Another release took over. Check `shiplock status`, and restart this one when the other one is closed."},D)}}async head(){return(await this.#e.query("select seq::int as seq, hash from shiplock.event order by event.seq desc limit 1"))[0]??v.d3}async release(h){return(await this.#e.query(`select ${a} from shiplock.release where id = $1`,[h]))[0]}async latest(h,b,P){return(0,o.gj)(this.#t,async j=>(await this.#e.query(`select ${a} from shiplock.release r where environment = $1 and commit_sha = $2
            and ($3::text is null or run_id = $3) and ${f} and ${(0,o.dU)("$4")}
          order by opened_at desc limit 1`,[h,b,P??null,j]))[0])}async isOurs(h){return(0,o.DF)(await(0,o.I$)(this.#e,h),this.#t)}async events(h){return(await this.#n([h],["plan","objects"])).get(h)??[]}async eventsOf(h){return this.#n(h,["plan"])}async#n(h,b){const P=await this.#e.query(`select ${$.b} from shiplock.event where release_id = any($1) order by event.seq`,[h]);return Map.groupBy(await k(this.#e,P,b),({releaseId:j})=>j)}async snapshotOf(h){const P=(await this.#e.query(`select ${$.b} from shiplock.event
        where release_id = $1 and kind = 'observed' and phase in ('finalize', 'contract') order by event.seq desc`,[h])).find(L=>(0,_.E)(L)?.is==="snapshot-kept");if(!P)return;const[j]=await k(this.#e,[P],["snapshot"]),S=j&&(0,_.E)(j);return S?.is==="snapshot-kept"?S.snapshot:void 0}async recent(h,b){return this.#e.query(`select ${a} from shiplock.release where $1::text is null or environment = $1
        order by opened_at desc limit $2`,[h??null,b])}async environments(){return(await this.#e.query("select distinct environment as name from shiplock.release order by 1")).map(({name:b})=>b)}async approvalsSeen(h,b){return(await this.#e.query(`select ${$.b} from shiplock.event where kind = 'observed' and release_id = any(array(
         select r.id from shiplock.release r where r.environment = $1 and r.commit_sha = $2)) order by event.seq`,[h,b])).flatMap(j=>{const S=(0,_.E)(j);if(S?.is==="unreadable")throw(0,c.O)(j,"a rejection");return S?.is==="approvals-seen"?[{...S,at:j.at}]:[]})}async serving(h){const b=await(0,o.gj)(this.#t,async P=>{for await(const j of(0,g.j)(this.#e,{environment:h,names:P}))if(j.serves!==null)return j.serves});return b===void 0?void 0:this.release(b)}async finished(h,b){const P=await(0,o.gj)(this.#t,async j=>{for await(const S of(0,g.j)(this.#e,{environment:h,commit:b,names:j}))return S});return P?.result==="released"?this.release(P.event.releaseId):void 0}}function E(q,h){const b=q instanceof Error?(0,i.e)(q):String(q);return(0,m.DN)({code:"SHIPLOCK_DATABASE_PERMISSION",what:`the role in database-url can plan but cannot change anything: ${b}`,notDone:[h],next:"Set database-url to the connection string of the role that owns the schema (postgres on Supabase): docs/read-only-role.md says which action needs which."},q)}t(E,"mayOnlyPlan")}),93329:((I,y,s)=>{s.d(y,{e:t(()=>v,"e")});const v=[`
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
`,`
-- The words are those of OF_HOLDS in src/release/record/sql.ts.
create index event_of_holds on shiplock.event (seq)
  where (kind = 'observed' and phase = 'record' or kind = 'closed' and body ->> 'result' = 'rolled-back');
`]}),42733:((I,y,s)=>{s.d(y,{c:t(()=>e,"c"),e:t(()=>p,"e")});function e(m){for(let g=m;g instanceof Error;g=g.cause){const{code:_}=g;if(typeof _=="string"&&/^[0-9A-Z]{5}$/.test(_))return _}}t(e,"sqlState");function p(m){let g="";for(let _=m;_ instanceof Error;_=_.cause)g=_.message;return g}t(p,"sqlMessage")}),91801:((I,y,s)=>{s.d(y,{PU:t(()=>p,"PU"),Ph:t(()=>_,"Ph"),Um:t(()=>g,"Um"),pL:t(()=>m,"pL"),s9:t(()=>e,"s9")});const e="kind = 'approved' and (body ? 'brokenGlass' or body ? 'standIn')",p=t(x=>`exists (select from shiplock.event e where e.release_id = ${x} and e.kind = 'closed')`,"isOver"),m=t((x,$)=>`case when ${g(x)} then ${x} -> 'project' ?| ${$} else true end`,"isOpenedFor"),g=t(x=>`coalesce(jsonb_typeof(${x} -> 'project') = 'array', false)`,"saysProject"),_="(kind = 'observed' and phase = 'record' or kind = 'closed' and body ->> 'result' = 'rolled-back')"}),12586:((I,y,s)=>{s.d(y,{O:t(()=>p,"O")});var e=s(6696);function p({seq:m,phase:g,kind:_},x){return(0,e.V2)({code:"SHIPLOCK_RECORD_BROKEN",what:`event ${m} (${g} ${_}) is of a shape that this Shiplock does not know, and may hold ${x}`,notDone:["nothing was changed"],next:"Use the Shiplock version that wrote it, or a newer one. If there is none, run `shiplock record verify`; see runbooks/record.md."})}t(p,"unreadable")}),91383:((I,y,s)=>{s.d(y,{a:t(()=>_,"a"),c:t(()=>m,"c")});var e=s(26921);const p=e.YOg(e.YjP()),m=["schema","relation","column","constraint","index","enum","domain","type","sequence","function","trigger","rule","event-trigger","policy","rls","grant","column-grant","default-privilege","view","extension","publication"],g=e.Ikc({version:e.euz(1),uses:e.Ikc({relations:e.g1P(e.YjP(),e.Ikc({select:p.optional(),insert:p.optional(),update:p.optional(),delete:e.zMY().optional()})),functions:e.YOg(e.YjP())})}),_=e.Ikc({format:e.euz(1),server:e.aig().exactOptional(),schemas:e.YOg(e.YjP()),objects:e.g1P(e.YjP(),e.Ikc({kind:e.k5n(m),properties:e.g1P(e.YjP(),e.KCZ([e.YjP(),e.aig(),e.zMY(),e.chJ(),e.YOg(e.YjP())]))})),unreadable:e.YOg(e.Ikc({what:e.YjP(),why:e.YjP(),kinds:e.YOg(e.k5n(m)).exactOptional()})),contract:g.exactOptional()})})};export{W as id,K as ids,F as modules};
