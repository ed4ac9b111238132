var B=Object.defineProperty;var t=(q,x)=>B(q,"name",{value:x,configurable:!0});const W=1481,K=[1481,8833],F={88833:((q,x,s)=>{s.d(x,{$N:t(()=>k,"$N"),aB:t(()=>u,"aB"),hN:t(()=>p,"hN"),qQ:t(()=>_,"qQ"),rI:t(()=>l,"rI"),sc:t(()=>i,"sc"),yW:t(()=>m,"yW")});var e=s(77598);class l{static{t(this,"Digits")}text;constructor(a){this.text=a}}function k(d){return f(d,n)}t(k,"canonical");function m(d){return f(d,a=>a)}t(m,"canonicalAsWritten");function f(d,a){if(d===null||typeof d=="boolean")return String(d);if(typeof d=="number")return a($(d));if(d instanceof l)return a(d.text);if(typeof d=="string")return JSON.stringify(p(d));if(y(d))return`[${d.map(o=>f(o,a)).join(",")}]`;const r=new Map(Object.entries(d).map(([o,v])=>[p(o),v]));return`{${[...r.keys()].map(o=>({key:o,bytes:Buffer.from(o)})).sort((o,v)=>Buffer.compare(o.bytes,v.bytes)).map(({key:o})=>`${JSON.stringify(o)}:${f(r.get(o)??null,a)}`).join(",")}}`}t(f,"write");function y(d){return Array.isArray(d)}t(y,"isList");function $(d){if(Number.isFinite(d))return String(d);throw new RangeError(`the record keeps finite numbers only; ${d} is not one`)}t($,"numberText");const g=15e4;function n(d){const[a="",r="0"]=d.toLowerCase().split("e"),c=a.startsWith("-"),[o="",v=""]=a.replace(/^[+-]/,"").split("."),w=Number(r);if(Math.abs(w)>g)throw new RangeError(`${d} has more digits than the record can hold`);const O=o+v,E=o.length+w,I=E>0?O.slice(0,E).padEnd(E,"0"):"",h=E<0?O.padStart(O.length-E,"0"):O.slice(E),b=I.replace(/^0+(?=\d)/,"")||"0",P=h.replace(/0+$/,""),j=P===""?b:`${b}.${P}`;return c&&j!=="0"?`-${j}`:j}t(n,"plainDecimal");function p(d){return d.toWellFormed().replaceAll("\0","\uFFFD")}t(p,"storable");function i(d){return(0,e.createHash)("sha256").update(d).digest("hex")}t(i,"sha256");function _(d){return i(k(d))}t(_,"hashOf");function u(d){return d===void 0?null:JSON.parse(JSON.stringify(d))}t(u,"toJson")}),63940:((q,x,s)=>{s.d(x,{BC:t(()=>$,"BC"),Fu:t(()=>f,"Fu"),SH:t(()=>y,"SH"),n6:t(()=>g,"n6"),yz:t(()=>p,"yz")});var e=s(26921),l=s(88833),k=s(87625);const m=e.YjP().regex(/^[0-9a-f]{64}$/),f=e.rej({format:e.euz(1),environment:e.YjP(),kind:e.k5n(["staging","production"]),commit:e.YjP(),deployment:e.rej({id:e.YjP(),url:e.YjP(),digest:m.nullable(),prebuilt:e.euz(!0).optional()}),replaces:e.rej({releaseId:e.YjP(),commit:e.YjP()}).nullable(),production:e.rej({deploymentId:e.YjP().nullable(),pinned:e.zMY()}),schemaFingerprint:e.YjP(),migrations:e.YOg(e.rej({version:e.YjP(),name:e.YjP(),file:e.YjP(),checksum:e.YjP(),phase:e.k5n(["expand","contract"]),transactional:e.zMY(),locks:e.YOg(e.YjP()),hazards:e.YOg(e.YjP()),late:e.YjP().optional()})),waiting:e.YOg(e.rej({version:e.YjP(),file:e.YjP(),checksum:e.YjP()})).optional(),provedBy:e.rej({environment:e.YjP(),releaseId:e.YjP()}).nullable(),fastLane:e.rej({because:e.k5n(["served-before","revert"]),releaseId:e.YjP(),commit:e.YjP()}).optional(),settings:e.g1P(e.YjP(),e.Pq9()),policy:k.wh});function y(a){return(0,l.qQ)((0,l.aB)(a))}t(y,"planHash");const $=t(a=>a.slice(0,12),"shortHash");function g(a){return a.pending.map(r=>({version:r.version,name:r.name,file:r.file,checksum:r.checksum,phase:r.phase,transactional:r.transactional,...r.late===void 0?{}:{late:r.late},locks:n(r.statements.flatMap(c=>c.locks.map(o=>`${o.level} ${o.relation}`))),hazards:n(r.statements.flatMap(c=>c.hazards.filter(o=>o.severity!=="info"&&!o.passing).map(o=>`${o.rule}${o.allowed?" (allowed)":""} line ${c.line}`)))}))}t(g,"planMigrations");const n=t(a=>[...new Set(a)].sort(),"unique");function p(a,r,c=""){const o=[],v=t((O,E)=>O&&o.push(E),"say");v(a.commit!==r.commit,`the commit was ${a.commit}, now it is ${r.commit}`),v(a.deployment.id!==r.deployment.id,`the staged deployment was ${a.deployment.id}, now it is ${r.deployment.id}`),v(a.deployment.id===r.deployment.id&&a.deployment.digest!==r.deployment.digest,`the files of the staged deployment changed (digest ${i(a)}, now ${i(r)})`),v(a.production.deploymentId!==r.production.deploymentId,`production was served by deployment ${a.production.deploymentId??"none"}, now by ${r.production.deploymentId??"none"}`),v(a.production.pinned!==r.production.pinned,r.production.pinned?"a rollback pinned production":"production is no longer pinned"),v(a.replaces?.releaseId!==r.replaces?.releaseId,`the release to replace was ${a.replaces?.releaseId??"none"}, now it is ${r.replaces?.releaseId??"none"}`),o.push(...d(a.migrations,r.migrations));const w=t(({waiting:O})=>(O??[]).map(({file:E})=>E).join(", "),"waits");return v(w(a)!==w(r),`the waiting contract files were ${w(a)||"none"}, now they are ${w(r)||"none"}`),v(a.schemaFingerprint!==r.schemaFingerprint,`the schema was changed by somebody else${c?`: ${c}`:""} (fingerprint ${$(a.schemaFingerprint)}, now ${$(r.schemaFingerprint)})`),v(a.provedBy?.releaseId!==r.provedBy?.releaseId,"a different release proved this commit on staging"),v(a.fastLane?.releaseId!==r.fastLane?.releaseId||a.fastLane?.because!==r.fastLane?.because,r.fastLane?`the release takes the fast lane now (${r.fastLane.because}, ${r.fastLane.releaseId})`:"the release no longer takes the fast lane"),v((0,l.qQ)(a.settings)!==(0,l.qQ)(r.settings),"the commit\u2019s own settings for the environment (its folders) changed"),a.policy&&o.push(..._(a.policy,r.policy)),o.length===0&&y(a)!==y(r)&&o.push("the plan changed"),o}t(p,"movedSince");const i=t(({deployment:a})=>a.digest?$(a.digest):"none","digestOf");function _(a,r){const c=t(o=>v=>`${o} ${v.key} was ${u(v.from)}, now it is ${u(v.to)}`,"line");return[...(0,k.tX)(a.holds,r.holds).map(c("the rule")),...(0,k.tX)(a.next??a.holds,r.next??r.holds).map(c("for the next release the rule")).filter(()=>(0,l.$N)(a.next)!==(0,l.$N)(r.next))]}t(_,"movedRules");const u=t(a=>a===null?"not set":(0,l.$N)(a),"told");function d(a,r){const c=[],o=new Map(a.map(w=>[w.version,w])),v=new Map(r.map(w=>[w.version,w]));for(const w of r){const O=o.get(w.version);O?O.checksum!==w.checksum?c.push(`${w.file} was edited`):(0,l.qQ)((0,l.aB)(O))!==(0,l.qQ)((0,l.aB)(w))&&c.push(`the locks or risks of ${w.file} changed with the live schema`):c.push(`${w.file} is a new migration`)}for(const w of a)v.has(w.version)||c.push(`${w.file} is gone, or somebody else applied it`);return c}t(d,"movedMigrations")}),87625:((q,x,s)=>{s.d(x,{Gv:t(()=>p,"Gv"),by:t(()=>$,"by"),sG:t(()=>g,"sG"),tX:t(()=>n,"tX"),wh:t(()=>k,"wh")});var e=s(26921),l=s(88833);const k=e.rej({holds:e.g1P(e.YjP(),e.Pq9()),next:e.g1P(e.YjP(),e.Pq9()).nullable(),others:e.g1P(e.YjP(),e.Pq9()),changes:e.YOg(e.rej({key:e.YjP(),from:e.Pq9(),to:e.Pq9(),takes:e.k5n(["now","next","never"])}))}),m=1,f=e.g1P(e.YjP(),e.Pq9()),y=e.Ikc({format:e.euz(m),policy:f,others:e.g1P(e.YjP(),f)});function $({holds:_,next:u,others:d}){return{policy:{format:m,policy:u??_,others:d}}}t($,"keptPolicyBody");function g(_){const{data:u}=y.safeParse(_);return u&&{policy:u.policy,others:u.others}}t(g,"keptPolicyOf");function n(_,u,d=[]){if(p(_)&&p(u))return[...new Set([...Object.keys(_),...Object.keys(u)])].sort().flatMap(o=>n(i(_,o),i(u,o),[...d,o]));const[a,r]=[_??null,u??null];return(0,l.$N)(a)===(0,l.$N)(r)?[]:[{key:d.join("."),from:a,to:r}]}t(n,"differences");function p(_){return typeof _=="object"&&_!==null&&!Array.isArray(_)}t(p,"isObject");function i(_,u){return Object.hasOwn(_,u)?_[u]:void 0}t(i,"own")}),69977:((q,x,s)=>{s.d(x,{j:t(()=>y,"j")});var e=s(88300),l=s(93577),k=s(87072);const m=5,f=200;async function*y(g,n){let p=null;for(let i=m;;i=f){const _=await g.query($(n),[n.environment,p,i,n.names??null,...[n.commit,n.releaseId].filter(u=>u!==void 0)]);for(const u of _){const d=(0,e.E)(u);d?.is==="closed"&&(yield{...d,event:u})}if(p=_.at(-1)?.seq??null,_.length<i)return}}t(y,"closings");function $(g){const n=g.commit!==void 0?"r.commit_sha = $5":g.releaseId!==void 0?"r.id = $5":void 0,p=n?`release_id = any(array(select r.id from shiplock.release r where r.environment = $1 and ${n} and ${(0,k.dU)("$4")}))`:`exists (select from shiplock.release r where r.id = event.release_id and r.environment = $1 and ${(0,k.dU)("$4")})`;return`select ${l.b} from shiplock.event
    where kind = 'closed' and ($2::bigint is null or event.seq < $2) and ${p}
    order by event.seq desc limit $3`}t($,"closingsSql")}),88300:((q,x,s)=>{s.d(x,{D:t(()=>c,"D"),E:t(()=>d,"E")});var e=s(26921),l=s(64735);const k=e.Ikc({step:e.YjP().optional().catch(void 0),what:e.YjP().optional().catch(void 0)}),m=e.Ikc({result:e.euz("done")});function f(o){const{step:v,what:w}=k.parse(o.body);return y(o,v,w).map(O=>({...i[O],...o.body,v:2,is:O}))}t(f,"upcast");function y({kind:o,phase:v,body:w},O,E){switch(o){case"outcome":return O==="call"?["call-ended"]:O==="phase"&&m.safeParse(w).success?$(v):[];case"intent":return O==="call"?["call-begun"]:[];case"observed":return O!==void 0?p(g.get(O)):E===void 0?[]:p(n.get(E));case"verdict":return["verdict-given"];default:return[o]}}t(y,"shapesOf");function $(o){switch(o){case"deploy":return["deployed"];case"promote":return["promoted"];case"rollback":return["rolled-back"];case"migrate":return["migrated","phase-done"];case"gate":case"watch":return["gated","phase-done"];default:return["phase-done"]}}t($,"donePhase");const g=new Map([["call","call-settled"],["approvals","approvals-seen"],["glass-confirmed","glass-confirmed"]]),n=new Map([["verify","schema-checked"],["gate","gate-judged"],["schema-snapshot","snapshot-kept"],["reconciled","reconciled"]]),p=t(o=>o===void 0?[]:[o],"optional"),i={deployed:{digest:null,adopted:!1},migrated:{applied:[],schemaFingerprint:null},promoted:{outcome:"done",deploymentId:null},"rolled-back":{to:null,reason:"",moved:!0,undone:[]},planned:{hash:"",moved:[],outlook:{}},approved:{hash:"",evidence:{}},voided:{hash:"",moved:[]},closed:{serves:null}},_=e.Ikc({v:e.Pq9().optional()}),u=new WeakMap;function d(o){return u.has(o)||u.set(o,a(o)),u.get(o)}t(d,"told");function a(o){const{success:v,data:{v:w}={}}=_.safeParse(o.body);if(!v)return r(o,{is:"unreadable"});const O=w===void 0?f(o):w===l.xv?[o.body]:[];for(const E of O){const{data:I}=l.ro.safeParse(E);if(!I)continue;const{v:h,...b}=I;return(0,l.nf)(b.is,o)?b:r(o,void 0)}return r(o,w===void 0&&O.length===0?void 0:{is:"unreadable"})}t(a,"read");function r(o,v){return o.kind==="planned"&&(0,l.nf)("planned",o)?{is:"planned",plan:void 0,hash:"",moved:[],outlook:{}}:o.kind==="closed"&&(0,l.nf)("closed",o)?{is:"closed",result:"abandoned",serves:null}:v}t(r,"otherwise");function c(o){const v=d(o);if(!v)return"";switch(v.is){case"call-begun":return v.call;case"call-ended":case"call-settled":return v.result==="done"?v.call:`${v.call} ${v.result}`;case"closed":return v.result;default:return v.is}}t(c,"inAWord")}),19737:((q,x,s)=>{s.d(x,{l:t(()=>g,"l")});var e=s(88833),l=s(64735),k=s(67740);const m=new Set(["plan","snapshot"]);function f(p){return Object.fromEntries(Object.entries(p).map(([i,_])=>[i,m.has(i)?_:y(_)]))}t(f,"withoutSecrets");function y(p){return typeof p=="string"?(0,k.vO)(p):p===null||typeof p!="object"?p:Array.isArray(p)?p.map(y):f(p)}t(y,"without_secrets_hidden");const $=["plan","objects","snapshot"];function g(p,i){const{kind:_}=l.WL[i.is];if(!(0,l.nf)(i.is,{kind:_,phase:p}))throw new Error(`an event of ${p} cannot say "${i.is}"`);const u=f((0,e.aB)({v:l.xv,...i})),d=Object.entries(u).flatMap(([c,o])=>n(c)?[{key:c,text:(0,e.$N)(o)}]:[]),a=Object.fromEntries(d.map(c=>[c.key,(0,e.sc)(c.text)])),r=Object.fromEntries(Object.entries(u).filter(([c])=>!n(c)));return{kind:_,body:u,text:(0,e.$N)(d.length===0?r:{...r,kept:a}),kept:d.map(c=>c.text)}}t(g,"encode");const n=t(p=>$.some(i=>i===p),"isKept")}),93577:((q,x,s)=>{s.d(x,{b:t(()=>l,"b")});const l=`seq::int as seq, release_id as "releaseId", to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor, phase, kind, token::int as token, body,
  prev_hash as "prevHash", hash`}),64735:((q,x,s)=>{s.d(x,{WL:t(()=>w,"WL"),xv:t(()=>g,"xv"),ro:t(()=>v,"ro"),nf:t(()=>O,"nf")});var e=s(26921),l=s(63940),k=s(91383);const m=e.Ikc({seq:e.Whr().nonnegative(),hash:e.YjP()}),f={lost:e.Ikc({after:m,to:m}),proven:m.exactOptional(),outside:e.YOg(m.extend({releaseId:e.YjP(),deploymentId:e.YjP(),by:e.YjP(),at:e.YjP()})).readonly(),inDoubt:e.YOg(e.YjP()).readonly()},y=e.Ikc(f),$=["released","rolled-back","abandoned"],g=2,n=e.YjP(),p=e.Pq9(),i=e.YOg(n).readonly(),_=t(E=>E.optional().catch(void 0),"readable"),u=e.g1P(n,p),d=e.Ikc({by:n,reason:n}),a={call:n,key:n.exactOptional()},r=e.Ikc({at:n,run:n.nullable(),asked:n.exactOptional()}),c=t((E,I)=>e.Ikc({v:e.euz(g),is:e.euz(E),...I}),"shape"),o=e.Ikc({by:n,via:e.k5n(["review","comment"]),id:n.exactOptional(),planHash:n.exactOptional(),reason:n.exactOptional(),url:n.exactOptional(),at:n.exactOptional(),mentions:i.exactOptional()}),v=e.gMt("is",[c("deployed",{deploymentId:n.min(1),url:n,digest:n.nullable(),adopted:e.zMY(),prebuilt:e.euz(!0).exactOptional()}),c("migrated",{applied:e.YOg(e.Ikc({version:n,milliseconds:e.aig(),retries:e.aig()})).readonly(),schemaFingerprint:n.nullable()}),c("gated",{decision:e.k5n(["pass","fail","inconclusive"])}),c("promoted",{startedAt:n,outcome:e.k5n(["done","noop"]),deploymentId:n.nullable(),evidence:p.exactOptional()}),c("rolled-back",{to:n.nullable(),reason:n,moved:e.zMY(),undone:i,evidence:p.exactOptional(),decision:r.exactOptional(),tookMs:e.aig().exactOptional(),over:i.exactOptional()}),c("stage-reached",{deploymentId:n,stage:e.Whr(),percent:e.aig(),stages:e.YOg(e.aig()).readonly(),automatic:e.zMY()}),c("drilled",{step:e.k5n(["back","forward","none"]),to:n.exactOptional(),decision:e.k5n(["pass","fail","inconclusive"]),reason:n,tookMs:e.aig().exactOptional(),jobAt:e.aig().exactOptional()}),c("phase-done",{deploymentId:n.nullish(),applied:i.exactOptional()}),c("call-begun",{...a,request:u.exactOptional(),atMs:e.aig()}),c("call-ended",{...a,result:e.k5n(["done","failed","not-done","ambiguous"]),value:p.exactOptional(),error:n.exactOptional()}),c("call-settled",{...a,result:e.k5n(["done","failed","not-done","ambiguous"]),value:p.exactOptional(),why:n.exactOptional()}),c("planned",{plan:_(l.Fu),hash:n,moved:i,outlook:e.Ikc({drift:n,rehearsal:n,reversible:n}).partial(),objects:e.g1P(n,n).exactOptional()}),c("approved",{plan:_(l.Fu),hash:n,approvers:i,evidence:u,validUntil:n.exactOptional(),brokenGlass:d.exactOptional(),standIn:d.exactOptional()}),c("voided",{hash:n,moved:i}),c("approvals-seen",{rejections:e.YOg(o).readonly(),asked:e.Ikc({runId:n,attempt:e.Whr(),planHash:n}).exactOptional()}),c("glass-confirmed",{by:n,via:e.k5n(["comment","cli"]),url:n.exactOptional()}),c("schema-checked",{reports:p}),c("gate-judged",{decision:n,reason:n,proceed:e.zMY(),evidence:p,observed:e.YOg(e.Ikc({name:n,decision:e.k5n(["pass","fail","inconclusive"]),reason:n,samples:e.aig(),failures:e.aig()})).readonly().exactOptional(),stage:e.Whr().exactOptional()}),c("verdict-given",{previous:n,verdict:p,to:n.exactOptional(),decision:r.exactOptional()}),c("snapshot-kept",{snapshot:_(k.a)}),c("opened",{project:i.exactOptional()}),c("closed",{result:e.k5n($),serves:n.nullable(),deploymentId:n.nullish(),reason:n.exactOptional(),overtakenBy:n.exactOptional(),policy:p.exactOptional()}),c("restored",f),c("reconciled",{restored:e.Whr(),live:p}),c("held",{hold:n.min(1),commit:n.nullable(),by:n,reason:n}),c("hold-lifted",{hold:n.min(1),by:n,reason:n}),c("holds-passed",{holds:i})]),w={"phase-done":{kind:"outcome"},deployed:{kind:"outcome",phases:["deploy"]},migrated:{kind:"outcome",phases:["migrate"]},gated:{kind:"outcome",phases:["gate","watch"]},promoted:{kind:"outcome",phases:["promote"]},"rolled-back":{kind:"outcome",phases:["rollback"]},"call-begun":{kind:"intent"},"call-ended":{kind:"outcome"},"call-settled":{kind:"observed"},planned:{kind:"planned",phases:["plan"]},approved:{kind:"approved",phases:["approve"]},voided:{kind:"voided",phases:["plan"]},"approvals-seen":{kind:"observed"},"glass-confirmed":{kind:"observed",phases:["approve"]},"schema-checked":{kind:"observed",phases:["verify"]},"gate-judged":{kind:"observed",phases:["gate","watch","promote"]},"stage-reached":{kind:"observed",phases:["promote"]},drilled:{kind:"observed",phases:["watch"]},"verdict-given":{kind:"verdict",phases:["rollback"]},"snapshot-kept":{kind:"observed",phases:["finalize","contract"]},opened:{kind:"opened"},closed:{kind:"closed",phases:["migrate","finalize","rollback","contract"]},restored:{kind:"restored",phases:["record"]},reconciled:{kind:"observed",phases:["record"]},held:{kind:"observed",phases:["record"]},"hold-lifted":{kind:"observed",phases:["record"]},"holds-passed":{kind:"observed",phases:["migrate"]}};function O(E,{kind:I,phase:h}){const b=w[E];return b.kind===I&&(b.phases?.includes(h)??!0)}t(O,"maySay")}),48739:((q,x,s)=>{s.d(x,{V5:t(()=>y,"V5"),WI:t(()=>f,"WI"),d3:t(()=>l,"d3"),mU:t(()=>$,"mU")});var e=s(39326);const l={seq:0,hash:"0".repeat(64)},k=140,m=32,f=t(({seq:g,hash:n})=>`${g}:${n}`,"headText");function y(g,{seq:n,hash:p}){const i=`; record head ${n}:${p.slice(0,m)}`;return`${(0,e.Jj)(g,k-i.length)}${i}`}t(y,"withHead");function $(g){const[,n,p]=/; record head (\d{1,15}):([0-9a-f]{32,64})$/.exec(g)??[];return n&&p?{seq:Number(n),hash:p}:void 0}t($,"headIn")}),41282:((q,x,s)=>{s.d(x,{F:t(()=>$,"F"),n:t(()=>m,"n")});var e=s(6696),l=s(93329),k=s(42733);async function m(i){const[_]=await i.query(`select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'shiplock' and c.relname = 'schema_version') as present`);if(!_?.present)return 0;try{const[u]=await i.query("select max(version)::int as version from shiplock.schema_version");return u?.version??0}catch(u){if(u instanceof e.GV&&u.code==="SHIPLOCK_DATABASE_PERMISSION")return l.e.length;throw u}}t(m,"installedVersion");const f=new Set(["23505","42P06","42P07"]),y=20;async function $(i){for(let _=y;;_-=1){if(await m(i)>=l.e.length)return p(i);try{return await i.transaction(g)}catch(u){if(_===0||!f.has((0,k.c)(u)))throw u}}}t($,"installRecord");async function g(i){await i.query("set local lock_timeout = '30s'"),await m(i)>0&&(await n(i),await i.query("lock table shiplock.schema_version in share row exclusive mode"));const _=await m(i);for(let u=_+1;u<=l.e.length;u+=1)await i.query(l.e[u-1]),await i.query("insert into shiplock.schema_version (version) values ($1)",[u]);return _<l.e.length}t(g,"install");async function n(i){const[_]=await i.query(`select pg_catalog.format('%I', rolname) as owner from pg_catalog.pg_namespace n
       join pg_catalog.pg_roles r on r.oid = n.nspowner where n.nspname = 'shiplock'`);_&&await i.query(`set local role ${_.owner}`)}t(n,"becomeOwner");async function p(i){const _=await m(i);if(_===l.e.length)return!1;throw(0,e.V2)({code:"SHIPLOCK_RECORD_NEWER",what:`the record in this database has version ${_}, which is newer than this Shiplock knows (${l.e.length})`,notDone:["nothing was changed"],next:"Use the Shiplock version that wrote it, or a newer one."})}t(p,"refuseNewer")}),32411:((q,x,s)=>{s.d(x,{_:t(()=>m,"_")});var e=s(6696),l=s(42733);const k="55P03";async function m(y,$){if((0,l.c)($)!==k)return $;const g=await f(y).catch(()=>[]);return(0,e.V2)({code:"SHIPLOCK_RECORD_LOCKED",what:`the record is locked by ${g.join("; ")||"another session"}`,notDone:["nothing was recorded by this step"],next:"If that session is a release, rerun this job when it is done. If it is idle or belongs to a person, end it (select pg_terminate_backend(PID)), and rerun this job."},$)}t(m,"lockedRecord");async function f(y){return(await y.query(`select distinct pg_catalog.concat_ws(' ', 'session', a.pid::text, 'of', a.usename,
         '(' || coalesce(nullif(a.application_name, ''), 'unnamed') || ',', coalesce(a.state, 'state unknown') || ',',
         'connected for', coalesce(pg_catalog.round(extract(epoch from pg_catalog.clock_timestamp() - a.backend_start))::text, '?'), 's)') as session
       from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
      where l.granted and l.pid <> pg_catalog.pg_backend_pid() and l.mode <> 'AccessShareLock'
        and l.relation in (select c.oid from pg_catalog.pg_class c where c.relnamespace = 'shiplock'::regnamespace)`)).map(({session:g})=>g)}t(f,"holders")}),87072:((q,x,s)=>{s.d(x,{DF:t(()=>$,"DF"),I$:t(()=>y,"I$"),dU:t(()=>m,"dU"),gj:t(()=>f,"gj")});var e=s(88300),l=s(93577),k=s(91801);const m=t(g=>`(${g}::text[] is null or coalesce((select ${(0,k.pL)("o.body",g)} from shiplock.event o
      where o.release_id = r.id and o.kind = 'opened' order by o.seq limit 1), true))`,"ofProject");async function f(g,n){if(!g)return n(null);const p=await n([g.called]);if(p)return p;const i=await g.names();return i.length>1?n(i):void 0}t(f,"byNames");async function y(g,n){const[p]=await g.query(`select ${l.b} from shiplock.event where release_id = $1 and kind = 'opened'
      order by event.seq limit 1`,[n]),i=p&&(0,e.E)(p);return i?.is==="opened"?i.project:void 0}t(y,"projectOfRelease");async function $(g,n){return!g||!n||g.includes(n.called)?!0:(await n.names()).some(p=>g.includes(p))}t($,"isOfProject")}),84362:((q,x,s)=>{s.d(x,{fQ:t(()=>O,"fQ"),Fp:t(()=>E,"Fp"),Po:t(()=>w,"Po")});var e=s(63935),l=s(88833),k=s(6696),m=s(69977),f=s(88300),y=s(19737),$=s(93577),g=s(48739),n=s(26921);const p=n.Ikc({kept:n.g1P(n.YjP(),n.YjP())});function i(I){return p.safeParse(I).data?.kept??{}}t(i,"keptApart");async function _(I,h,b){const P=h.map(({body:Y})=>Object.entries(i(Y)).filter(([M])=>b.includes(M))),j=[...new Set(P.flatMap(Y=>Y.map(([,M])=>M)))];if(j.length===0)return h;const S=await I.query("select digest, content from shiplock.body where digest = any($1)",[j]),L=new Map(S.map(({digest:Y,content:M})=>[Y,M]));return h.map((Y,M)=>{const D=P[M]??[];if(D.length===0)return Y;const{kept:R,...z}=Y.body,U=D.map(([C,T])=>{const A=L.get(T);if(A===void 0||(0,l.sc)(A)!==T)throw u(Y.seq,C,T);return[C,JSON.parse(A)]});return{...Y,body:{...z,...Object.fromEntries(U)}}})}t(_,"withParts");function u(I,h,b){return(0,k.V2)({code:"SHIPLOCK_RECORD_BROKEN",what:`the ${h} of event ${I} is not in shiplock.body as it was written (digest ${b})`,notDone:["nothing was changed"],next:"Run `shiplock record verify`: it lists everything that was changed. See runbooks/record.md."})}t(u,"broken");var d=s(32411),a=s(87072),r=s(42733),c=s(12586);const o=`id, environment, commit_sha as commit, replaces, run_id as "runId", run_url as "runUrl", actor,
  to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt"`,v=`(exists (select from shiplock.event e where e.release_id = r.id and e.kind not in ('opened', 'planned'))
  or r.opened_at >= (select installed_at from shiplock.schema_version where version = 2))`;function w(){return`rel_${(0,e.A)()}`}t(w,"newReleaseId");class O{static{t(this,"ReleaseRecord")}#e;#t;constructor(h,b){this.#e=h,this.#t=b}async open(h,b){const P=await this.#t?.names();try{await this.#e.query("select * from shiplock.open($1, $2, $3, $4, $5, $6, $7, $8, $9)",[h.id,h.environment,h.commit,h.replaces,h.runId,h.runUrl,h.actor,b,(0,y.l)(b,{is:"opened",...P?{project:P}:{}}).text])}catch(j){throw await(0,d._)(this.#e,j)}return await this.release(h.id)}async openForRun(h,b){const{environment:P,commit:j,runId:S}=h;return S===null?this.open(h,b):(await this.#t?.names(),this.#e.transaction(async L=>{try{await L.query("select shiplock.lock_chain()")}catch(M){throw await(0,d._)(this.#e,M)}const Y=new O(L,this.#t);return await Y.latest(P,j,S)??Y.open(h,b)}))}async append(h){const{releaseId:b,token:P,phase:j}=h,{kind:S,body:L,text:Y,kept:M}=(0,y.l)(j,h.saying);try{const D=[b,P,(0,l.hN)(h.actor),j,S,Y];return{...(await this.#e.query(`select seq::int as seq, at, hash from shiplock.append($1, $2, $3, $4, $5, $6${M.length>0?", $7":""})`,M.length>0?[...D,M]:D))[0],kind:S,body:L}}catch(D){throw(0,r.c)(D)==="42501"?E(D,`this was not recorded: ${j} (${S})`):(0,r.c)(D)!=="SL003"?await(0,d._)(this.#e,D):(0,k.V2)({code:"SHIPLOCK_LEASE_STALE",what:`this run no longer holds the lease of the environment: ${(0,r.e)(D)}`,notDone:[`this was not recorded: ${j} (${S})`],next:"Another release took over. Check `shiplock status`, and restart this one when the other one is closed."},D)}}async head(){return(await this.#e.query("select seq::int as seq, hash from shiplock.event order by event.seq desc limit 1"))[0]??g.d3}async release(h){return(await this.#e.query(`select ${o} from shiplock.release where id = $1`,[h]))[0]}async latest(h,b,P){return(0,a.gj)(this.#t,async j=>(await this.#e.query(`select ${o} from shiplock.release r where environment = $1 and commit_sha = $2
            and ($3::text is null or run_id = $3) and ${v} and ${(0,a.dU)("$4")}
          order by opened_at desc limit 1`,[h,b,P??null,j]))[0])}async isOurs(h){return(0,a.DF)(await(0,a.I$)(this.#e,h),this.#t)}async events(h){return(await this.#n([h],["plan","objects"])).get(h)??[]}async eventsOf(h){return this.#n(h,["plan"])}async#n(h,b){const P=await this.#e.query(`select ${$.b} from shiplock.event where release_id = any($1) order by event.seq`,[h]);return Map.groupBy(await _(this.#e,P,b),({releaseId:j})=>j)}async snapshotOf(h){const P=(await this.#e.query(`select ${$.b} from shiplock.event
        where release_id = $1 and kind = 'observed' and phase in ('finalize', 'contract') order by event.seq desc`,[h])).find(L=>(0,f.E)(L)?.is==="snapshot-kept");if(!P)return;const[j]=await _(this.#e,[P],["snapshot"]),S=j&&(0,f.E)(j);return S?.is==="snapshot-kept"?S.snapshot:void 0}async recent(h,b){return this.#e.query(`select ${o} from shiplock.release where $1::text is null or environment = $1
        order by opened_at desc limit $2`,[h??null,b])}async environments(){return(await this.#e.query("select distinct environment as name from shiplock.release order by 1")).map(({name:b})=>b)}async approvalsSeen(h,b){return(await this.#e.query(`select ${$.b} from shiplock.event where kind = 'observed' and release_id = any(array(
         select r.id from shiplock.release r where r.environment = $1 and r.commit_sha = $2)) order by event.seq`,[h,b])).flatMap(j=>{const S=(0,f.E)(j);if(S?.is==="unreadable")throw(0,c.O)(j,"a rejection");return S?.is==="approvals-seen"?[{...S,at:j.at}]:[]})}async serving(h){const b=await(0,a.gj)(this.#t,async P=>{for await(const j of(0,m.j)(this.#e,{environment:h,names:P}))if(j.serves!==null)return j.serves});return b===void 0?void 0:this.release(b)}async finished(h,b){const P=await(0,a.gj)(this.#t,async j=>{for await(const S of(0,m.j)(this.#e,{environment:h,commit:b,names:j}))return S});return P?.result==="released"?this.release(P.event.releaseId):void 0}}function E(I,h){const b=I instanceof Error?(0,r.e)(I):String(I);return(0,k.DN)({code:"SHIPLOCK_DATABASE_PERMISSION",what:`the role in database-url can plan but cannot change anything: ${b}`,notDone:[h],next:"Set database-url to the connection string of the role that owns the schema (postgres on Supabase): docs/read-only-role.md says which action needs which."},I)}t(E,"mayOnlyPlan")}),93329:((q,x,s)=>{s.d(x,{e:t(()=>g,"e")});const g=[`
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
`]}),42733:((q,x,s)=>{s.d(x,{c:t(()=>e,"c"),e:t(()=>l,"e")});function e(k){for(let m=k;m instanceof Error;m=m.cause){const{code:f}=m;if(typeof f=="string"&&/^[0-9A-Z]{5}$/.test(f))return f}}t(e,"sqlState");function l(k){let m="";for(let f=k;f instanceof Error;f=f.cause)m=f.message;return m}t(l,"sqlMessage")}),91801:((q,x,s)=>{s.d(x,{PU:t(()=>l,"PU"),Ph:t(()=>f,"Ph"),Um:t(()=>m,"Um"),pL:t(()=>k,"pL"),s9:t(()=>e,"s9")});const e="kind = 'approved' and (body ? 'brokenGlass' or body ? 'standIn')",l=t(y=>`exists (select from shiplock.event e where e.release_id = ${y} and e.kind = 'closed')`,"isOver"),k=t((y,$)=>`case when ${m(y)} then ${y} -> 'project' ?| ${$} else true end`,"isOpenedFor"),m=t(y=>`coalesce(jsonb_typeof(${y} -> 'project') = 'array', false)`,"saysProject"),f="(kind = 'observed' and phase = 'record' or kind = 'closed' and body ->> 'result' = 'rolled-back')"}),12586:((q,x,s)=>{s.d(x,{O:t(()=>l,"O")});var e=s(6696);function l({seq:k,phase:m,kind:f},y){return(0,e.V2)({code:"SHIPLOCK_RECORD_BROKEN",what:`event ${k} (${m} ${f}) is of a shape that this Shiplock does not know, and may hold ${y}`,notDone:["nothing was changed"],next:"Use the Shiplock version that wrote it, or a newer one. If there is none, run `shiplock record verify`; see runbooks/record.md."})}t(l,"unreadable")}),91383:((q,x,s)=>{s.d(x,{a:t(()=>f,"a"),c:t(()=>k,"c")});var e=s(26921);const l=e.YOg(e.YjP()),k=["schema","relation","column","constraint","index","enum","domain","type","sequence","function","trigger","rule","event-trigger","policy","rls","grant","column-grant","default-privilege","view","extension","publication"],m=e.Ikc({version:e.euz(1),uses:e.Ikc({relations:e.g1P(e.YjP(),e.Ikc({select:l.optional(),insert:l.optional(),update:l.optional(),delete:e.zMY().optional()})),functions:e.YOg(e.YjP())})}),f=e.Ikc({format:e.euz(1),server:e.aig().exactOptional(),schemas:e.YOg(e.YjP()),objects:e.g1P(e.YjP(),e.Ikc({kind:e.k5n(k),properties:e.g1P(e.YjP(),e.KCZ([e.YjP(),e.aig(),e.zMY(),e.chJ(),e.YOg(e.YjP())]))})),unreadable:e.YOg(e.Ikc({what:e.YjP(),why:e.YjP(),kinds:e.YOg(e.k5n(k)).exactOptional()})),contract:m.exactOptional()})})};export{W as id,K as ids,F as modules};
