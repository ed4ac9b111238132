var B=Object.defineProperty;var t=(S,w)=>B(S,"name",{value:w,configurable:!0});const W=1481,K=[1481,8833],F={8833:((S,w,s)=>{s.d(w,{$N:t(()=>b,"$N"),aB:t(()=>u,"aB"),hN:t(()=>c,"hN"),qQ:t(()=>_,"qQ"),rI:t(()=>p,"rI"),sc:t(()=>i,"sc"),yW:t(()=>f,"yW")});var e=s(7598);class p{static{t(this,"Digits")}text;constructor(o){this.text=o}}function b(d){return v(d,n)}t(b,"canonical");function f(d){return v(d,o=>o)}t(f,"canonicalAsWritten");function v(d,o){return d===null||typeof d=="boolean"?String(d):typeof d=="number"?o($(d)):d instanceof p?o(d.text):typeof d=="string"?JSON.stringify(c(d)):x(d)?`[${d.map(a=>v(a,o)).join(",")}]`:`{${[...new Map(Object.entries(d).map(([a,m])=>[c(a),m]))].sort(([a],[m])=>Buffer.compare(Buffer.from(a),Buffer.from(m))).map(([a,m])=>`${JSON.stringify(a)}:${v(m,o)}`).join(",")}}`}t(v,"write");function x(d){return Array.isArray(d)}t(x,"isList");function $(d){if(Number.isFinite(d))return String(d);throw new RangeError(`the record keeps finite numbers only; ${d} is not one`)}t($,"numberText");const g=15e4;function n(d){const[o="",r="0"]=d.toLowerCase().split("e"),l=o.startsWith("-"),[a="",m=""]=o.replace(/^[+-]/,"").split("."),y=Number(r);if(Math.abs(y)>g)throw new RangeError(`${d} has more digits than the record can hold`);const j=a+m,E=a.length+y,q=E>0?j.slice(0,E).padEnd(E,"0"):"",h=E<0?j.padStart(j.length-E,"0"):j.slice(E),k=q.replace(/^0+(?=\d)/,"")||"0",P=h.replace(/0+$/,""),O=P===""?k:`${k}.${P}`;return l&&O!=="0"?`-${O}`:O}t(n,"plainDecimal");function c(d){return d.toWellFormed().replaceAll("\0","\uFFFD")}t(c,"storable");function i(d){return(0,e.createHash)("sha256").update(d).digest("hex")}t(i,"sha256");function _(d){return i(b(d))}t(_,"hashOf");function u(d){return d===void 0?null:JSON.parse(JSON.stringify(d))}t(u,"toJson")}),3940:((S,w,s)=>{s.d(w,{BC:t(()=>$,"BC"),Fu:t(()=>v,"Fu"),SH:t(()=>x,"SH"),n6:t(()=>g,"n6"),yz:t(()=>c,"yz")});var e=s(6921),p=s(8833),b=s(7625);const f=e.YjP().regex(/^[0-9a-f]{64}$/),v=e.rej({format:e.euz(1),environment:e.YjP(),kind:e.k5n(["staging","production"]),commit:e.YjP(),deployment:e.rej({id:e.YjP(),url:e.YjP(),digest:f.nullable()}),replaces:e.rej({releaseId:e.YjP(),commit:e.YjP()}).nullable(),production:e.rej({deploymentId:e.YjP().nullable(),pinned:e.zMY()}),schemaFingerprint:e.YjP(),migrations:e.YOg(e.rej({version:e.YjP(),name:e.YjP(),file:e.YjP(),checksum:e.YjP(),phase:e.k5n(["expand","contract"]),transactional:e.zMY(),locks:e.YOg(e.YjP()),hazards:e.YOg(e.YjP()),late:e.YjP().optional()})),waiting:e.YOg(e.rej({version:e.YjP(),file:e.YjP(),checksum:e.YjP()})).optional(),provedBy:e.rej({environment:e.YjP(),releaseId:e.YjP()}).nullable(),fastLane:e.rej({because:e.k5n(["served-before","revert"]),releaseId:e.YjP(),commit:e.YjP()}).optional(),settings:e.g1P(e.YjP(),e.Pq9()),policy:b.wh});function x(o){return(0,p.qQ)((0,p.aB)(o))}t(x,"planHash");const $=t(o=>o.slice(0,12),"shortHash");function g(o){return o.pending.map(r=>({version:r.version,name:r.name,file:r.file,checksum:r.checksum,phase:r.phase,transactional:r.transactional,...r.late===void 0?{}:{late:r.late},locks:n(r.statements.flatMap(l=>l.locks.map(a=>`${a.level} ${a.relation}`))),hazards:n(r.statements.flatMap(l=>l.hazards.filter(a=>a.severity!=="info"&&!a.passing).map(a=>`${a.rule}${a.allowed?" (allowed)":""} line ${l.line}`)))}))}t(g,"planMigrations");const n=t(o=>[...new Set(o)].sort(),"unique");function c(o,r,l=""){const a=[],m=t((j,E)=>j&&a.push(E),"say");m(o.commit!==r.commit,`the commit was ${o.commit}, now it is ${r.commit}`),m(o.deployment.id!==r.deployment.id,`the staged deployment was ${o.deployment.id}, now it is ${r.deployment.id}`),m(o.deployment.id===r.deployment.id&&o.deployment.digest!==r.deployment.digest,`the files of the staged deployment changed (digest ${i(o)}, now ${i(r)})`),m(o.production.deploymentId!==r.production.deploymentId,`production was served by deployment ${o.production.deploymentId??"none"}, now by ${r.production.deploymentId??"none"}`),m(o.production.pinned!==r.production.pinned,r.production.pinned?"a rollback pinned production":"production is no longer pinned"),m(o.replaces?.releaseId!==r.replaces?.releaseId,`the release to replace was ${o.replaces?.releaseId??"none"}, now it is ${r.replaces?.releaseId??"none"}`),a.push(...d(o.migrations,r.migrations));const y=t(({waiting:j})=>(j??[]).map(({file:E})=>E).join(", "),"waits");return m(y(o)!==y(r),`the waiting contract files were ${y(o)||"none"}, now they are ${y(r)||"none"}`),m(o.schemaFingerprint!==r.schemaFingerprint,`the schema was changed by somebody else${l?`: ${l}`:""} (fingerprint ${$(o.schemaFingerprint)}, now ${$(r.schemaFingerprint)})`),m(o.provedBy?.releaseId!==r.provedBy?.releaseId,"a different release proved this commit on staging"),m(o.fastLane?.releaseId!==r.fastLane?.releaseId||o.fastLane?.because!==r.fastLane?.because,r.fastLane?`the release takes the fast lane now (${r.fastLane.because}, ${r.fastLane.releaseId})`:"the release no longer takes the fast lane"),m((0,p.qQ)(o.settings)!==(0,p.qQ)(r.settings),"the commit\u2019s own settings for the environment (its folders) changed"),o.policy&&a.push(..._(o.policy,r.policy)),a.length===0&&x(o)!==x(r)&&a.push("the plan changed"),a}t(c,"movedSince");const i=t(({deployment:o})=>o.digest?$(o.digest):"none","digestOf");function _(o,r){const l=t(a=>m=>`${a} ${m.key} was ${u(m.from)}, now it is ${u(m.to)}`,"line");return[...(0,b.tX)(o.holds,r.holds).map(l("the rule")),...(0,b.tX)(o.next??o.holds,r.next??r.holds).map(l("for the next release the rule")).filter(()=>(0,p.$N)(o.next)!==(0,p.$N)(r.next))]}t(_,"movedRules");const u=t(o=>o===null?"not set":(0,p.$N)(o),"told");function d(o,r){const l=[],a=new Map(o.map(y=>[y.version,y])),m=new Map(r.map(y=>[y.version,y]));for(const y of r){const j=a.get(y.version);j?j.checksum!==y.checksum?l.push(`${y.file} was edited`):(0,p.qQ)((0,p.aB)(j))!==(0,p.qQ)((0,p.aB)(y))&&l.push(`the locks or risks of ${y.file} changed with the live schema`):l.push(`${y.file} is a new migration`)}for(const y of o)m.has(y.version)||l.push(`${y.file} is gone, or somebody else applied it`);return l}t(d,"movedMigrations")}),7625:((S,w,s)=>{s.d(w,{Gv:t(()=>c,"Gv"),by:t(()=>$,"by"),sG:t(()=>g,"sG"),tX:t(()=>n,"tX"),wh:t(()=>b,"wh")});var e=s(6921),p=s(8833);const b=e.rej({holds:e.g1P(e.YjP(),e.Pq9()),next:e.g1P(e.YjP(),e.Pq9()).nullable(),others:e.g1P(e.YjP(),e.Pq9()),changes:e.YOg(e.rej({key:e.YjP(),from:e.Pq9(),to:e.Pq9(),takes:e.k5n(["now","next","never"])}))}),f=1,v=e.g1P(e.YjP(),e.Pq9()),x=e.Ikc({format:e.euz(f),policy:v,others:e.g1P(e.YjP(),v)});function $({holds:_,next:u,others:d}){return{policy:{format:f,policy:u??_,others:d}}}t($,"keptPolicyBody");function g(_){const{data:u}=x.safeParse(_);return u&&{policy:u.policy,others:u.others}}t(g,"keptPolicyOf");function n(_,u,d=[]){if(c(_)&&c(u))return[...new Set([...Object.keys(_),...Object.keys(u)])].sort().flatMap(a=>n(i(_,a),i(u,a),[...d,a]));const[o,r]=[_??null,u??null];return(0,p.$N)(o)===(0,p.$N)(r)?[]:[{key:d.join("."),from:o,to:r}]}t(n,"differences");function c(_){return typeof _=="object"&&_!==null&&!Array.isArray(_)}t(c,"isObject");function i(_,u){return Object.hasOwn(_,u)?_[u]:void 0}t(i,"own")}),9977:((S,w,s)=>{s.d(w,{j:t(()=>x,"j")});var e=s(8300),p=s(3577),b=s(7072);const f=5,v=200;async function*x(g,n){let c=null;for(let i=f;;i=v){const _=await g.query($(n),[n.environment,c,i,n.names??null,...[n.commit,n.releaseId].filter(u=>u!==void 0)]);for(const u of _){const d=(0,e.E)(u);d?.is==="closed"&&(yield{...d,event:u})}if(c=_.at(-1)?.seq??null,_.length<i)return}}t(x,"closings");function $(g){const n=g.commit!==void 0?"r.commit_sha = $5":g.releaseId!==void 0?"r.id = $5":void 0,c=n?`release_id = any(array(select r.id from shiplock.release r where r.environment = $1 and ${n} and ${(0,b.dU)("$4")}))`:`exists (select from shiplock.release r where r.id = event.release_id and r.environment = $1 and ${(0,b.dU)("$4")})`;return`select ${p.b} from shiplock.event
    where kind = 'closed' and ($2::bigint is null or event.seq < $2) and ${c}
    order by event.seq desc limit $3`}t($,"closingsSql")}),8300:((S,w,s)=>{s.d(w,{D:t(()=>l,"D"),E:t(()=>d,"E")});var e=s(6921),p=s(4735);const b=e.Ikc({step:e.YjP().optional().catch(void 0),what:e.YjP().optional().catch(void 0)}),f=e.Ikc({result:e.euz("done")});function v(a){const{step:m,what:y}=b.parse(a.body);return x(a,m,y).map(j=>({...i[j],...a.body,v:2,is:j}))}t(v,"upcast");function x({kind:a,phase:m,body:y},j,E){switch(a){case"outcome":return j==="call"?["call-ended"]:j==="phase"&&f.safeParse(y).success?$(m):[];case"intent":return j==="call"?["call-begun"]:[];case"observed":return j!==void 0?c(g.get(j)):E===void 0?[]:c(n.get(E));case"verdict":return["verdict-given"];default:return[a]}}t(x,"shapesOf");function $(a){switch(a){case"deploy":return["deployed"];case"promote":return["promoted"];case"rollback":return["rolled-back"];case"migrate":return["migrated","phase-done"];case"gate":case"watch":return["gated","phase-done"];default:return["phase-done"]}}t($,"donePhase");const g=new Map([["call","call-settled"],["approvals","approvals-seen"],["glass-confirmed","glass-confirmed"]]),n=new Map([["verify","schema-checked"],["gate","gate-judged"],["schema-snapshot","snapshot-kept"],["reconciled","reconciled"]]),c=t(a=>a===void 0?[]:[a],"optional"),i={deployed:{digest:null,adopted:!1},migrated:{applied:[],schemaFingerprint:null},promoted:{outcome:"done",deploymentId:null},"rolled-back":{to:null,reason:"",moved:!0,undone:[]},planned:{hash:"",moved:[],outlook:{}},approved:{hash:"",evidence:{}},voided:{hash:"",moved:[]},closed:{serves:null}},_=e.Ikc({v:e.Pq9().optional()}),u=new WeakMap;function d(a){return u.has(a)||u.set(a,o(a)),u.get(a)}t(d,"told");function o(a){const{success:m,data:{v:y}={}}=_.safeParse(a.body);if(!m)return r(a,{is:"unreadable"});const j=y===void 0?v(a):y===p.xv?[a.body]:[];for(const E of j){const{data:q}=p.ro.safeParse(E);if(!q)continue;const{v:h,...k}=q;return(0,p.nf)(k.is,a)?k:r(a,void 0)}return r(a,y===void 0&&j.length===0?void 0:{is:"unreadable"})}t(o,"read");function r(a,m){return a.kind==="planned"&&(0,p.nf)("planned",a)?{is:"planned",plan:void 0,hash:"",moved:[],outlook:{}}:a.kind==="closed"&&(0,p.nf)("closed",a)?{is:"closed",result:"abandoned",serves:null}:m}t(r,"otherwise");function l(a){const m=d(a);if(!m)return"";switch(m.is){case"call-begun":return m.call;case"call-ended":case"call-settled":return m.result==="done"?m.call:`${m.call} ${m.result}`;case"closed":return m.result;default:return m.is}}t(l,"inAWord")}),9737:((S,w,s)=>{s.d(w,{l:t(()=>g,"l")});var e=s(8833),p=s(4735),b=s(7740);const f=new Set(["plan","snapshot"]);function v(c){return Object.fromEntries(Object.entries(c).map(([i,_])=>[i,f.has(i)?_:x(_)]))}t(v,"withoutSecrets");function x(c){return typeof c=="string"?(0,b.vO)(c):c===null||typeof c!="object"?c:Array.isArray(c)?c.map(x):v(c)}t(x,"without_secrets_hidden");const $=["plan","objects","snapshot"];function g(c,i){const{kind:_}=p.WL[i.is];if(!(0,p.nf)(i.is,{kind:_,phase:c}))throw new Error(`an event of ${c} cannot say "${i.is}"`);const u=v((0,e.aB)({v:p.xv,...i})),d=Object.entries(u).flatMap(([l,a])=>n(l)?[{key:l,text:(0,e.$N)(a)}]:[]),o=Object.fromEntries(d.map(l=>[l.key,(0,e.sc)(l.text)])),r=Object.fromEntries(Object.entries(u).filter(([l])=>!n(l)));return{kind:_,body:u,text:(0,e.$N)(d.length===0?r:{...r,kept:o}),kept:d.map(l=>l.text)}}t(g,"encode");const n=t(c=>$.some(i=>i===c),"isKept")}),3577:((S,w,s)=>{s.d(w,{b:t(()=>p,"b")});const p=`seq::int as seq, release_id as "releaseId", to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor, phase, kind, token::int as token, body,
  prev_hash as "prevHash", hash`}),4735:((S,w,s)=>{s.d(w,{WL:t(()=>y,"WL"),xv:t(()=>g,"xv"),ro:t(()=>m,"ro"),nf:t(()=>j,"nf")});var e=s(6921),p=s(3940),b=s(1383);const f=e.Ikc({seq:e.Whr().nonnegative(),hash:e.YjP()}),v={lost:e.Ikc({after:f,to:f}),proven:f.exactOptional(),outside:e.YOg(f.extend({releaseId:e.YjP(),deploymentId:e.YjP(),by:e.YjP(),at:e.YjP()})).readonly(),inDoubt:e.YOg(e.YjP()).readonly()},x=e.Ikc(v),$=["released","rolled-back","abandoned"],g=2,n=e.YjP(),c=e.Pq9(),i=e.YOg(n).readonly(),_=t(E=>E.optional().catch(void 0),"readable"),u=e.g1P(n,c),d=e.Ikc({by:n,reason:n}),o={call:n,key:n.exactOptional()},r=e.Ikc({at:n,run:n.nullable(),asked:n.exactOptional()}),l=t((E,q)=>e.Ikc({v:e.euz(g),is:e.euz(E),...q}),"shape"),a=e.Ikc({by:n,via:e.k5n(["review","comment"]),id:n.exactOptional(),planHash:n.exactOptional(),reason:n.exactOptional(),url:n.exactOptional(),at:n.exactOptional(),mentions:i.exactOptional()}),m=e.gMt("is",[l("deployed",{deploymentId:n.min(1),url:n,digest:n.nullable(),adopted:e.zMY()}),l("migrated",{applied:e.YOg(e.Ikc({version:n,milliseconds:e.aig(),retries:e.aig()})).readonly(),schemaFingerprint:n.nullable()}),l("gated",{decision:e.k5n(["pass","fail","inconclusive"])}),l("promoted",{startedAt:n,outcome:e.k5n(["done","noop"]),deploymentId:n.nullable(),evidence:c.exactOptional()}),l("rolled-back",{to:n.nullable(),reason:n,moved:e.zMY(),undone:i,evidence:c.exactOptional(),decision:r.exactOptional(),tookMs:e.aig().exactOptional(),over:i.exactOptional()}),l("stage-reached",{deploymentId:n,stage:e.Whr(),percent:e.aig(),stages:e.YOg(e.aig()).readonly(),automatic:e.zMY()}),l("phase-done",{deploymentId:n.nullish(),applied:i.exactOptional()}),l("call-begun",{...o,request:u.exactOptional(),atMs:e.aig()}),l("call-ended",{...o,result:e.k5n(["done","failed","not-done","ambiguous"]),value:c.exactOptional(),error:n.exactOptional()}),l("call-settled",{...o,result:e.k5n(["done","failed","not-done","ambiguous"]),value:c.exactOptional(),why:n.exactOptional()}),l("planned",{plan:_(p.Fu),hash:n,moved:i,outlook:e.Ikc({drift:n,rehearsal:n,reversible:n}).partial(),objects:e.g1P(n,n).exactOptional()}),l("approved",{plan:_(p.Fu),hash:n,approvers:i,evidence:u,validUntil:n.exactOptional(),brokenGlass:d.exactOptional(),standIn:d.exactOptional()}),l("voided",{hash:n,moved:i}),l("approvals-seen",{rejections:e.YOg(a).readonly(),asked:e.Ikc({runId:n,attempt:e.Whr(),planHash:n}).exactOptional()}),l("glass-confirmed",{by:n,via:e.k5n(["comment","cli"]),url:n.exactOptional()}),l("schema-checked",{reports:c}),l("gate-judged",{decision:n,reason:n,proceed:e.zMY(),evidence:c,observed:e.YOg(e.Ikc({name:n,decision:e.k5n(["pass","fail","inconclusive"]),reason:n,samples:e.aig(),failures:e.aig()})).readonly().exactOptional(),stage:e.Whr().exactOptional()}),l("verdict-given",{previous:n,verdict:c,to:n.exactOptional(),decision:r.exactOptional()}),l("snapshot-kept",{snapshot:_(b.a)}),l("opened",{project:i.exactOptional()}),l("closed",{result:e.k5n($),serves:n.nullable(),deploymentId:n.nullish(),reason:n.exactOptional(),overtakenBy:n.exactOptional(),policy:c.exactOptional()}),l("restored",v),l("reconciled",{restored:e.Whr(),live:c}),l("held",{hold:n.min(1),commit:n.nullable(),by:n,reason:n}),l("hold-lifted",{hold:n.min(1),by:n,reason:n}),l("holds-passed",{holds:i})]),y={"phase-done":{kind:"outcome"},deployed:{kind:"outcome",phases:["deploy"]},migrated:{kind:"outcome",phases:["migrate"]},gated:{kind:"outcome",phases:["gate","watch"]},promoted:{kind:"outcome",phases:["promote"]},"rolled-back":{kind:"outcome",phases:["rollback"]},"call-begun":{kind:"intent"},"call-ended":{kind:"outcome"},"call-settled":{kind:"observed"},planned:{kind:"planned",phases:["plan"]},approved:{kind:"approved",phases:["approve"]},voided:{kind:"voided",phases:["plan"]},"approvals-seen":{kind:"observed"},"glass-confirmed":{kind:"observed",phases:["approve"]},"schema-checked":{kind:"observed",phases:["verify"]},"gate-judged":{kind:"observed",phases:["gate","watch","promote"]},"stage-reached":{kind:"observed",phases:["promote"]},"verdict-given":{kind:"verdict",phases:["rollback"]},"snapshot-kept":{kind:"observed",phases:["finalize","contract"]},opened:{kind:"opened"},closed:{kind:"closed",phases:["migrate","finalize","rollback","contract"]},restored:{kind:"restored",phases:["record"]},reconciled:{kind:"observed",phases:["record"]},held:{kind:"observed",phases:["record"]},"hold-lifted":{kind:"observed",phases:["record"]},"holds-passed":{kind:"observed",phases:["migrate"]}};function j(E,{kind:q,phase:h}){const k=y[E];return k.kind===q&&(k.phases?.includes(h)??!0)}t(j,"maySay")}),8739:((S,w,s)=>{s.d(w,{V5:t(()=>x,"V5"),WI:t(()=>v,"WI"),d3:t(()=>p,"d3"),mU:t(()=>$,"mU")});var e=s(9326);const p={seq:0,hash:"0".repeat(64)},b=140,f=32,v=t(({seq:g,hash:n})=>`${g}:${n}`,"headText");function x(g,{seq:n,hash:c}){const i=`; record head ${n}:${c.slice(0,f)}`;return`${(0,e.Jj)(g,b-i.length)}${i}`}t(x,"withHead");function $(g){const[,n,c]=/; record head (\d{1,15}):([0-9a-f]{32,64})$/.exec(g)??[];return n&&c?{seq:Number(n),hash:c}:void 0}t($,"headIn")}),8901:((S,w,s)=>{s.d(w,{F:t(()=>$,"F"),n:t(()=>f,"n")});var e=s(6696),p=s(3329),b=s(2733);async function f(i){const[_]=await i.query(`select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'shiplock' and c.relname = 'schema_version') as present`);if(!_?.present)return 0;try{const[u]=await i.query("select max(version)::int as version from shiplock.schema_version");return u?.version??0}catch(u){if(u instanceof e.GV&&u.code==="SHIPLOCK_DATABASE_PERMISSION")return p.e.length;throw u}}t(f,"installedVersion");const v=new Set(["23505","42P06","42P07"]),x=20;async function $(i){for(let _=x;;_-=1){if(await f(i)>=p.e.length)return c(i);try{return await i.transaction(g)}catch(u){if(_===0||!v.has((0,b.c)(u)))throw u}}}t($,"installRecord");async function g(i){await i.query("set local lock_timeout = '30s'"),await f(i)>0&&(await n(i),await i.query("lock table shiplock.schema_version in share row exclusive mode"));const _=await f(i);for(let u=_+1;u<=p.e.length;u+=1)await i.query(p.e[u-1]),await i.query("insert into shiplock.schema_version (version) values ($1)",[u]);return _<p.e.length}t(g,"install");async function n(i){const[_]=await i.query(`select pg_catalog.format('%I', rolname) as owner from pg_catalog.pg_namespace n
       join pg_catalog.pg_roles r on r.oid = n.nspowner where n.nspname = 'shiplock'`);_&&await i.query(`set local role ${_.owner}`)}t(n,"becomeOwner");async function c(i){const _=await f(i);if(_===p.e.length)return!1;throw(0,e.V2)({code:"SHIPLOCK_RECORD_NEWER",what:`the record in this database has version ${_}, which is newer than this Shiplock knows (${p.e.length})`,notDone:["nothing was changed"],next:"Use the Shiplock version that wrote it, or a newer one."})}t(c,"refuseNewer")}),2411:((S,w,s)=>{s.d(w,{_:t(()=>f,"_")});var e=s(6696),p=s(2733);const b="55P03";async function f(x,$){if((0,p.c)($)!==b)return $;const g=await v(x).catch(()=>[]);return(0,e.V2)({code:"SHIPLOCK_RECORD_LOCKED",what:`the record is locked by ${g.join("; ")||"another session"}`,notDone:["nothing was recorded by this step"],next:"If that session is a release, rerun this job when it is done. If it is idle or belongs to a person, end it (select pg_terminate_backend(PID)), and rerun this job."},$)}t(f,"lockedRecord");async function v(x){return(await x.query(`select distinct pg_catalog.concat_ws(' ', 'session', a.pid::text, 'of', a.usename,
         '(' || coalesce(nullif(a.application_name, ''), 'unnamed') || ',', coalesce(a.state, 'state unknown') || ',',
         'connected for', coalesce(pg_catalog.round(extract(epoch from pg_catalog.clock_timestamp() - a.backend_start))::text, '?'), 's)') as session
       from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
      where l.granted and l.pid <> pg_catalog.pg_backend_pid() and l.mode <> 'AccessShareLock'
        and l.relation in (select c.oid from pg_catalog.pg_class c where c.relnamespace = 'shiplock'::regnamespace)`)).map(({session:g})=>g)}t(v,"holders")}),7072:((S,w,s)=>{s.d(w,{DF:t(()=>$,"DF"),I$:t(()=>x,"I$"),dU:t(()=>f,"dU"),gj:t(()=>v,"gj")});var e=s(8300),p=s(3577),b=s(1801);const f=t(g=>`(${g}::text[] is null or coalesce((select ${(0,b.pL)("o.body",g)} from shiplock.event o
      where o.release_id = r.id and o.kind = 'opened' order by o.seq limit 1), true))`,"ofProject");async function v(g,n){if(!g)return n(null);const c=await n([g.called]);if(c)return c;const i=await g.names();return i.length>1?n(i):void 0}t(v,"byNames");async function x(g,n){const[c]=await g.query(`select ${p.b} from shiplock.event where release_id = $1 and kind = 'opened'
      order by event.seq limit 1`,[n]),i=c&&(0,e.E)(c);return i?.is==="opened"?i.project:void 0}t(x,"projectOfRelease");async function $(g,n){return!g||!n||g.includes(n.called)?!0:(await n.names()).some(c=>g.includes(c))}t($,"isOfProject")}),4362:((S,w,s)=>{s.d(w,{fQ:t(()=>y,"fQ"),Fp:t(()=>E,"Fp"),Po:t(()=>m,"Po")});var e=s(3935),p=s(8833),b=s(6696),f=s(9977),v=s(8300),x=s(9737),$=s(3577),g=s(8739),n=s(6921);const c=n.Ikc({kept:n.g1P(n.YjP(),n.YjP())});function i(q){return c.safeParse(q).data?.kept??{}}t(i,"keptApart");async function _(q,h,k){const P=h.map(({body:Y})=>Object.entries(i(Y)).filter(([M])=>k.includes(M))),O=[...new Set(P.flatMap(Y=>Y.map(([,M])=>M)))];if(O.length===0)return h;const I=await q.query("select digest, content from shiplock.body where digest = any($1)",[O]),L=new Map(I.map(({digest:Y,content:M})=>[Y,M]));return h.map((Y,M)=>{const D=P[M]??[];if(D.length===0)return Y;const{kept:R,...z}=Y.body,U=D.map(([C,T])=>{const A=L.get(T);if(A===void 0||(0,p.sc)(A)!==T)throw u(Y.seq,C,T);return[C,JSON.parse(A)]});return{...Y,body:{...z,...Object.fromEntries(U)}}})}t(_,"withParts");function u(q,h,k){return(0,b.V2)({code:"SHIPLOCK_RECORD_BROKEN",what:`the ${h} of event ${q} is not in shiplock.body as it was written (digest ${k})`,notDone:["nothing was changed"],next:"Run `shiplock record verify`: it lists everything that was changed. See runbooks/record.md."})}t(u,"broken");var d=s(2411),o=s(7072),r=s(2733);const l=`id, environment, commit_sha as commit, replaces, run_id as "runId", run_url as "runUrl", actor,
  to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt"`,a=`(exists (select from shiplock.event e where e.release_id = r.id and e.kind not in ('opened', 'planned'))
  or r.opened_at >= (select installed_at from shiplock.schema_version where version = 2))`;function m(){return`rel_${(0,e.A)()}`}t(m,"newReleaseId");class y{static{t(this,"ReleaseRecord")}#e;#t;constructor(h,k){this.#e=h,this.#t=k}async open(h,k){const P=await this.#t?.names();try{await this.#e.query("select * from shiplock.open($1, $2, $3, $4, $5, $6, $7, $8, $9)",[h.id,h.environment,h.commit,h.replaces,h.runId,h.runUrl,h.actor,k,(0,x.l)(k,{is:"opened",...P?{project:P}:{}}).text])}catch(O){throw await(0,d._)(this.#e,O)}return await this.release(h.id)}async openForRun(h,k){const{environment:P,commit:O,runId:I}=h;return I===null?this.open(h,k):(await this.#t?.names(),this.#e.transaction(async L=>{try{await L.query("select shiplock.lock_chain()")}catch(M){throw await(0,d._)(this.#e,M)}const Y=new y(L,this.#t);return await Y.latest(P,O,I)??Y.open(h,k)}))}async append(h){const{releaseId:k,token:P,phase:O}=h,{kind:I,body:L,text:Y,kept:M}=(0,x.l)(O,h.saying);try{const D=[k,P,(0,p.hN)(h.actor),O,I,Y];return{...(await this.#e.query(`select seq::int as seq, at, hash from shiplock.append($1, $2, $3, $4, $5, $6${M.length>0?", $7":""})`,M.length>0?[...D,M]:D))[0],kind:I,body:L}}catch(D){throw(0,r.c)(D)==="42501"?E(D,`this was not recorded: ${O} (${I})`):(0,r.c)(D)!=="SL003"?await(0,d._)(this.#e,D):(0,b.V2)({code:"SHIPLOCK_LEASE_STALE",what:`this run no longer holds the lease of the environment: ${(0,r.e)(D)}`,notDone:[`this was not recorded: ${O} (${I})`],next:"Another release took over. Check `shiplock status`, and restart this one when the other one is closed."},D)}}async head(){return(await this.#e.query("select seq::int as seq, hash from shiplock.event order by event.seq desc limit 1"))[0]??g.d3}async release(h){return(await this.#e.query(`select ${l} from shiplock.release where id = $1`,[h]))[0]}async latest(h,k,P){return(0,o.gj)(this.#t,async O=>(await this.#e.query(`select ${l} from shiplock.release r where environment = $1 and commit_sha = $2
            and ($3::text is null or run_id = $3) and ${a} and ${(0,o.dU)("$4")}
          order by opened_at desc limit 1`,[h,k,P??null,O]))[0])}async isOurs(h){return(0,o.DF)(await(0,o.I$)(this.#e,h),this.#t)}async events(h){return(await this.eventsOf([h])).get(h)??[]}async eventsOf(h){const k=await this.#e.query(`select ${$.b} from shiplock.event where release_id = any($1) order by event.seq`,[h]);return Map.groupBy(await _(this.#e,k,["plan","objects"]),({releaseId:P})=>P)}async snapshotOf(h){const P=(await this.#e.query(`select ${$.b} from shiplock.event
        where release_id = $1 and kind = 'observed' and phase in ('finalize', 'contract') order by event.seq desc`,[h])).find(L=>(0,v.E)(L)?.is==="snapshot-kept");if(!P)return;const[O]=await _(this.#e,[P],["snapshot"]),I=O&&(0,v.E)(O);return I?.is==="snapshot-kept"?I.snapshot:void 0}async recent(h,k){return this.#e.query(`select ${l} from shiplock.release where $1::text is null or environment = $1
        order by opened_at desc limit $2`,[h??null,k])}async environments(){return(await this.#e.query("select distinct environment as name from shiplock.release order by 1")).map(({name:k})=>k)}async approvalsSeen(h,k){return(await this.#e.query(`select ${$.b} from shiplock.event where kind = 'observed' and release_id = any(array(
         select r.id from shiplock.release r where r.environment = $1 and r.commit_sha = $2)) order by event.seq`,[h,k])).flatMap(O=>{const I=(0,v.E)(O);if(I?.is==="unreadable")throw j(O);return I?.is==="approvals-seen"?[I]:[]})}async serving(h){const k=await(0,o.gj)(this.#t,async P=>{for await(const O of(0,f.j)(this.#e,{environment:h,names:P}))if(O.serves!==null)return O.serves});return k===void 0?void 0:this.release(k)}async finished(h,k){const P=await(0,o.gj)(this.#t,async O=>{for await(const I of(0,f.j)(this.#e,{environment:h,commit:k,names:O}))return I});return P?.result==="released"?this.release(P.event.releaseId):void 0}}function j({seq:q,phase:h,kind:k}){return(0,b.V2)({code:"SHIPLOCK_RECORD_BROKEN",what:`event ${q} (${h} ${k}) is of a shape that this Shiplock does not know, and may hold a rejection`,notDone:["nothing was changed"],next:"Use the Shiplock version that wrote it, or a newer one. If there is none, run `shiplock record verify`; see runbooks/record.md."})}t(j,"unreadable");function E(q,h){const k=q instanceof Error?(0,r.e)(q):String(q);return(0,b.DN)({code:"SHIPLOCK_DATABASE_PERMISSION",what:`the role in database-url can plan but cannot change anything: ${k}`,notDone:[h],next:"Set database-url to the connection string of the role that owns the schema (postgres on Supabase): docs/read-only-role.md says which action needs which."},q)}t(E,"mayOnlyPlan")}),3329:((S,w,s)=>{s.d(w,{e:t(()=>g,"e")});const g=[`
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
`]}),2733:((S,w,s)=>{s.d(w,{c:t(()=>e,"c"),e:t(()=>p,"e")});function e(b){for(let f=b;f instanceof Error;f=f.cause){const{code:v}=f;if(typeof v=="string"&&/^[0-9A-Z]{5}$/.test(v))return v}}t(e,"sqlState");function p(b){let f="";for(let v=b;v instanceof Error;v=v.cause)f=v.message;return f}t(p,"sqlMessage")}),1801:((S,w,s)=>{s.d(w,{PU:t(()=>p,"PU"),Ph:t(()=>v,"Ph"),Um:t(()=>f,"Um"),pL:t(()=>b,"pL"),s9:t(()=>e,"s9")});const e="kind = 'approved' and (body ? 'brokenGlass' or body ? 'standIn')",p=t(x=>`exists (select from shiplock.event e where e.release_id = ${x} and e.kind = 'closed')`,"isOver"),b=t((x,$)=>`case when ${f(x)} then ${x} -> 'project' ?| ${$} else true end`,"isOpenedFor"),f=t(x=>`coalesce(jsonb_typeof(${x} -> 'project') = 'array', false)`,"saysProject"),v="(kind = 'observed' and phase = 'record' or kind = 'closed' and body ->> 'result' = 'rolled-back')"}),1383:((S,w,s)=>{s.d(w,{a:t(()=>v,"a"),c:t(()=>b,"c")});var e=s(6921);const p=e.YOg(e.YjP()),b=["schema","relation","column","constraint","index","enum","domain","type","sequence","function","trigger","rule","event-trigger","policy","rls","grant","column-grant","default-privilege","view","extension","publication"],f=e.Ikc({version:e.euz(1),uses:e.Ikc({relations:e.g1P(e.YjP(),e.Ikc({select:p.optional(),insert:p.optional(),update:p.optional(),delete:e.zMY().optional()})),functions:e.YOg(e.YjP())})}),v=e.Ikc({format:e.euz(1),server:e.aig().exactOptional(),schemas:e.YOg(e.YjP()),objects:e.g1P(e.YjP(),e.Ikc({kind:e.k5n(b),properties:e.g1P(e.YjP(),e.KCZ([e.YjP(),e.aig(),e.zMY(),e.chJ(),e.YOg(e.YjP())]))})),unreadable:e.YOg(e.Ikc({what:e.YjP(),why:e.YjP(),kinds:e.YOg(e.k5n(b)).exactOptional()})),contract:f.exactOptional()})})};export{W as id,K as ids,F as modules};
