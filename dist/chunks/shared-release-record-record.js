var B=Object.defineProperty;var t=(M,y)=>B(M,"name",{value:y,configurable:!0});const K=1481,N=[1481,8833],F={88833:((M,y,o)=>{o.d(y,{$N:t(()=>d,"$N"),aB:t(()=>w,"aB"),hN:t(()=>m,"hN"),qQ:t(()=>k,"qQ"),rI:t(()=>c,"rI"),sc:t(()=>p,"sc"),yW:t(()=>g,"yW")});var e=o(77598);class c{static{t(this,"Digits")}text;constructor(a){this.text=a}}function d(r){return u(r,h)}t(d,"canonical");function g(r){return u(r,a=>a)}t(g,"canonicalAsWritten");function u(r,a){if(r===null||typeof r=="boolean")return String(r);if(typeof r=="number")return a(s(r));if(r instanceof c)return a(r.text);if(typeof r=="string")return JSON.stringify(m(r));if(v(r))return`[${r.map(f=>u(f,a)).join(",")}]`;const i=new Map(Object.entries(r).map(([f,x])=>[m(f),x]));return`{${$([...i.keys()]).map(f=>`${JSON.stringify(f)}:${u(i.get(f)??null,a)}`).join(",")}}`}t(u,"write");function $(r){return r.some(a=>j.test(a))?r.map(a=>({key:a,bytes:Buffer.from(a)})).sort((a,i)=>Buffer.compare(a.bytes,i.bytes)).map(({key:a})=>a):r.sort()}t($,"inOrder");const j=/[\uD800-\uDFFF]/;function v(r){return Array.isArray(r)}t(v,"isList");function s(r){if(Number.isFinite(r))return String(r);throw new RangeError(`the record keeps finite numbers only; ${r} is not one`)}t(s,"numberText");const n=15e4;function h(r){const[a="",i="0"]=r.toLowerCase().split("e"),_=a.startsWith("-"),[f="",x=""]=a.replace(/^[+-]/,"").split("."),b=Number(i);if(Math.abs(b)>n)throw new RangeError(`${r} has more digits than the record can hold`);const E=f+x,l=f.length+b,O=l>0?E.slice(0,l).padEnd(l,"0"):"",I=l<0?E.padStart(E.length-l,"0"):E.slice(l),P=O.replace(/^0+(?=\d)/,"")||"0",S=I.replace(/0+$/,""),L=S===""?P:`${P}.${S}`;return _&&L!=="0"?`-${L}`:L}t(h,"plainDecimal");function m(r){return r.toWellFormed().replaceAll("\0","\uFFFD")}t(m,"storable");function p(r){return(0,e.createHash)("sha256").update(r).digest("hex")}t(p,"sha256");function k(r){return p(d(r))}t(k,"hashOf");function w(r){return r===void 0?null:JSON.parse(JSON.stringify(r))}t(w,"toJson")}),1797:((M,y,o)=>{o.d(y,{P:t(()=>g,"P"),o:t(()=>u,"o")});var e=o(26921),c=o(88532),d=o(54723);const g=e.L5J().transform((s,n)=>{const h=$(s);return h!==void 0?h:(n.issues.push({code:"custom",input:s,message:"Invalid input: expected JSON"}),c.tm)}),u=e.g1P(e.YjP(),g);function $(s){if(s===null||typeof s=="string"||typeof s=="boolean")return s;if(typeof s=="number")return Number.isFinite(s)?s:void 0;if(typeof s=="object")return Array.isArray(s)?j(s):d.Qd(s)?v(s):void 0}t($,"copyOf");function j(s){const n=[];for(const h of s){const m=$(h);if(m===void 0)return;n.push(m)}return n}t(j,"listOf");function v(s){const n={};for(const[h,m]of Object.entries(s)){if(h==="__proto__")continue;const p=$(m);if(p===void 0)return;n[h]=p}return n}t(v,"fieldsOf")}),63940:((M,y,o)=>{o.d(y,{BC:t(()=>s,"BC"),Fu:t(()=>$,"Fu"),SH:t(()=>j,"SH"),Yr:t(()=>v,"Yr"),n6:t(()=>n,"n6"),yz:t(()=>m,"yz")});var e=o(26921),c=o(88833),d=o(1797),g=o(87625);const u=e.YjP().regex(/^[0-9a-f]{64}$/),$=e.rej({format:e.euz(1),environment:e.YjP(),kind:e.k5n(["staging","production"]),commit:e.YjP(),deployment:e.rej({id:e.YjP(),url:e.YjP(),digest:u.nullable(),prebuilt:e.euz(!0).optional()}),replaces:e.rej({releaseId:e.YjP(),commit:e.YjP()}).nullable(),production:e.rej({deploymentId:e.YjP().nullable(),pinned:e.zMY()}),schemaFingerprint:e.YjP(),migrations:e.YOg(e.rej({version:e.YjP(),name:e.YjP(),file:e.YjP(),checksum:e.YjP(),phase:e.k5n(["expand","contract"]),transactional:e.zMY(),locks:e.YOg(e.YjP()),hazards:e.YOg(e.YjP()),late:e.YjP().optional()})),waiting:e.YOg(e.rej({version:e.YjP(),file:e.YjP(),checksum:e.YjP()})).optional(),provedBy:e.rej({environment:e.YjP(),releaseId:e.YjP()}).nullable(),fastLane:e.rej({because:e.k5n(["served-before","revert"]),releaseId:e.YjP(),commit:e.YjP()}).optional(),settings:d.o,policy:g.wh});function j(a){return(0,c.qQ)((0,c.aB)(a))}t(j,"planHash");function v(a){let i;return{plan:a,get hash(){return i??=j(a),i}}}t(v,"hashed");const s=t(a=>a.slice(0,12),"shortHash");function n(a){return a.pending.map(i=>({version:i.version,name:i.name,file:i.file,checksum:i.checksum,phase:i.phase,transactional:i.transactional,...i.late===void 0?{}:{late:i.late},locks:h(i.statements.flatMap(_=>_.locks.map(f=>`${f.level} ${f.relation}`))),hazards:h(i.statements.flatMap(_=>_.hazards.filter(f=>f.severity!=="info"&&!f.passing).map(f=>`${f.rule}${f.allowed?" (allowed)":""} line ${_.line}`)))}))}t(n,"planMigrations");const h=t(a=>[...new Set(a)].sort(),"unique");function m(a,i,_=""){const f=[],x=t((E,l)=>E&&f.push(l),"say");x(a.commit!==i.commit,`the commit was ${a.commit}, now it is ${i.commit}`),x(a.deployment.id!==i.deployment.id,`the staged deployment was ${a.deployment.id}, now it is ${i.deployment.id}`),x(a.deployment.id===i.deployment.id&&a.deployment.digest!==i.deployment.digest,`the files of the staged deployment changed (digest ${p(a)}, now ${p(i)})`),x(a.production.deploymentId!==i.production.deploymentId,`production was served by deployment ${a.production.deploymentId??"none"}, now by ${i.production.deploymentId??"none"}`),x(a.production.pinned!==i.production.pinned,i.production.pinned?"a rollback pinned production":"production is no longer pinned"),x(a.replaces?.releaseId!==i.replaces?.releaseId,`the release to replace was ${a.replaces?.releaseId??"none"}, now it is ${i.replaces?.releaseId??"none"}`),f.push(...r(a.migrations,i.migrations));const b=t(({waiting:E})=>(E??[]).map(({file:l})=>l).join(", "),"waits");return x(b(a)!==b(i),`the waiting contract files were ${b(a)||"none"}, now they are ${b(i)||"none"}`),x(a.schemaFingerprint!==i.schemaFingerprint,`the schema was changed by somebody else${_?`: ${_}`:""} (fingerprint ${s(a.schemaFingerprint)}, now ${s(i.schemaFingerprint)})`),x(a.provedBy?.releaseId!==i.provedBy?.releaseId,"a different release proved this commit on staging"),x(a.fastLane?.releaseId!==i.fastLane?.releaseId||a.fastLane?.because!==i.fastLane?.because,i.fastLane?`the release takes the fast lane now (${i.fastLane.because}, ${i.fastLane.releaseId})`:"the release no longer takes the fast lane"),x((0,c.qQ)(a.settings)!==(0,c.qQ)(i.settings),"the commit\u2019s own settings for the environment (its folders) changed"),a.policy&&f.push(...k(a.policy,i.policy)),f.length===0&&j(a)!==j(i)&&f.push("the plan changed"),f}t(m,"movedSince");const p=t(({deployment:a})=>a.digest?s(a.digest):"none","digestOf");function k(a,i){const _=t(f=>x=>`${f} ${x.key} was ${w(x.from)}, now it is ${w(x.to)}`,"line");return[...(0,g.tX)(a.holds,i.holds).map(_("the rule")),...(0,g.tX)(a.next??a.holds,i.next??i.holds).map(_("for the next release the rule")).filter(()=>(0,c.$N)(a.next)!==(0,c.$N)(i.next))]}t(k,"movedRules");const w=t(a=>a===null?"not set":(0,c.$N)(a),"told");function r(a,i){const _=[],f=new Map(a.map(b=>[b.version,b])),x=new Map(i.map(b=>[b.version,b]));for(const b of i){const E=f.get(b.version);E?E.checksum!==b.checksum?_.push(`${b.file} was edited`):(0,c.qQ)((0,c.aB)(E))!==(0,c.qQ)((0,c.aB)(b))&&_.push(`the locks or risks of ${b.file} changed with the live schema`):_.push(`${b.file} is a new migration`)}for(const b of a)x.has(b.version)||_.push(`${b.file} is gone, or somebody else applied it`);return _}t(r,"movedMigrations")}),87625:((M,y,o)=>{o.d(y,{Gv:t(()=>n,"Gv"),by:t(()=>j,"by"),sG:t(()=>v,"sG"),tX:t(()=>s,"tX"),wh:t(()=>g,"wh")});var e=o(26921),c=o(88833),d=o(1797);const g=e.rej({holds:d.o,next:d.o.nullable(),others:d.o,changes:e.YOg(e.rej({key:e.YjP(),from:d.P,to:d.P,takes:e.k5n(["now","next","never"])}))}),u=1,$=e.Ikc({format:e.euz(u),policy:d.o,others:e.g1P(e.YjP(),d.o)});function j({holds:m,next:p,others:k}){return{policy:{format:u,policy:p??m,others:k}}}t(j,"keptPolicyBody");function v(m){const{data:p}=$.safeParse(m);return p&&{policy:p.policy,others:p.others}}t(v,"keptPolicyOf");function s(m,p,k=[]){if(n(m)&&n(p))return[...new Set([...Object.keys(m),...Object.keys(p)])].sort().flatMap(i=>s(h(m,i),h(p,i),[...k,i]));const[w,r]=[m??null,p??null];return(0,c.$N)(w)===(0,c.$N)(r)?[]:[{key:k.join("."),from:w,to:r}]}t(s,"differences");function n(m){return typeof m=="object"&&m!==null&&!Array.isArray(m)}t(n,"isObject");function h(m,p){return Object.hasOwn(m,p)?m[p]:void 0}t(h,"own")}),69977:((M,y,o)=>{o.d(y,{j:t(()=>$,"j")});var e=o(88300),c=o(93577),d=o(87072);const g=5,u=200;async function*$(v,s){let n=null;for(let h=g;;h=u){const m=await v.query(j(s),[s.environment,n,h,s.names??null,...[s.commit,s.releaseId].filter(p=>p!==void 0)]);for(const p of m){const k=(0,e.E)(p);k?.is==="closed"&&(yield{...k,event:p})}if(n=m.at(-1)?.seq??null,m.length<h)return}}t($,"closings");function j(v){const s=v.commit!==void 0?"r.commit_sha = $5":v.releaseId!==void 0?"r.id = $5":void 0,n=s?`release_id = any(array(select r.id from shiplock.release r where r.environment = $1 and ${s} and ${(0,d.dU)("$4")}))`:`exists (select from shiplock.release r where r.id = event.release_id and r.environment = $1 and ${(0,d.dU)("$4")})`;return`select ${c.b} from shiplock.event
    where kind = 'closed' and ($2::bigint is null or event.seq < $2) and ${n}
    order by event.seq desc limit $3`}t(j,"closingsSql")}),88300:((M,y,o)=>{o.d(y,{D:t(()=>i,"D"),E:t(()=>w,"E")});var e=o(26921),c=o(1797),d=o(64735);const g=e.Ikc({step:e.YjP().optional().catch(void 0),what:e.YjP().optional().catch(void 0)}),u=e.Ikc({result:e.euz("done")});function $(_){const{step:f,what:x}=g.parse(_.body);return j(_,f,x).map(b=>({...m[b],..._.body,v:2,is:b}))}t($,"upcast");function j({kind:_,phase:f,body:x},b,E){switch(_){case"outcome":return b==="call"?["call-ended"]:b==="phase"&&u.safeParse(x).success?v(f):[];case"intent":return b==="call"?["call-begun"]:[];case"observed":return b!==void 0?h(s.get(b)):E===void 0?[]:h(n.get(E));case"verdict":return["verdict-given"];default:return[_]}}t(j,"shapesOf");function v(_){switch(_){case"deploy":return["deployed"];case"promote":return["promoted"];case"rollback":return["rolled-back"];case"migrate":return["migrated","phase-done"];case"gate":case"watch":return["gated","phase-done"];default:return["phase-done"]}}t(v,"donePhase");const s=new Map([["call","call-settled"],["approvals","approvals-seen"],["glass-confirmed","glass-confirmed"]]),n=new Map([["verify","schema-checked"],["gate","gate-judged"],["schema-snapshot","snapshot-kept"],["reconciled","reconciled"]]),h=t(_=>_===void 0?[]:[_],"optional"),m={deployed:{digest:null,adopted:!1},migrated:{applied:[],schemaFingerprint:null},promoted:{outcome:"done",deploymentId:null},"rolled-back":{to:null,reason:"",moved:!0,undone:[]},planned:{hash:"",moved:[],outlook:{}},approved:{hash:"",evidence:{}},voided:{hash:"",moved:[]},closed:{serves:null}},p=e.Ikc({v:c.P.optional()}),k=new WeakMap;function w(_){return k.has(_)||k.set(_,r(_)),k.get(_)}t(w,"told");function r(_){const{success:f,data:{v:x}={}}=p.safeParse(_.body);if(!f)return a(_,{is:"unreadable"});const b=x===void 0?$(_):x===d.xv?[_.body]:[];for(const E of b){const{data:l}=d.ro.safeParse(E);if(!l)continue;const{v:O,...I}=l;return(0,d.nf)(I.is,_)?I:a(_,void 0)}return a(_,x===void 0&&b.length===0?void 0:{is:"unreadable"})}t(r,"read");function a(_,f){return _.kind==="planned"&&(0,d.nf)("planned",_)?{is:"planned",plan:void 0,hash:"",moved:[],outlook:{}}:_.kind==="closed"&&(0,d.nf)("closed",_)?{is:"closed",result:"abandoned",serves:null}:f}t(a,"otherwise");function i(_){const f=w(_);if(!f)return"";switch(f.is){case"call-begun":return f.call;case"call-ended":case"call-settled":return f.result==="done"?f.call:`${f.call} ${f.result}`;case"closed":return f.result;default:return f.is}}t(i,"inAWord")}),19737:((M,y,o)=>{o.d(y,{l:t(()=>v,"l")});var e=o(88833),c=o(64735),d=o(61534);const g=new Set(["plan","snapshot"]);function u(n){return Object.fromEntries(Object.entries(n).map(([h,m])=>[h,g.has(h)?m:$(m)]))}t(u,"withoutSecrets");function $(n){return typeof n=="string"?(0,d.vO)(n):n===null||typeof n!="object"?n:Array.isArray(n)?n.map($):u(n)}t($,"without_secrets_hidden");const j=["plan","objects","snapshot"];function v(n,h){const{kind:m}=c.WL[h.is];if(!(0,c.nf)(h.is,{kind:m,phase:n}))throw new Error(`an event of ${n} cannot say "${h.is}"`);const p=u((0,e.aB)({v:c.xv,...h})),k=Object.entries(p).flatMap(([a,i])=>s(a)?[{key:a,text:(0,e.$N)(i)}]:[]),w=Object.fromEntries(k.map(a=>[a.key,(0,e.sc)(a.text)])),r=Object.fromEntries(Object.entries(p).filter(([a])=>!s(a)));return{kind:m,body:p,text:(0,e.$N)(k.length===0?r:{...r,kept:w}),kept:k.map(a=>a.text)}}t(v,"encode");const s=t(n=>j.some(h=>h===n),"isKept")}),93577:((M,y,o)=>{o.d(y,{b:t(()=>c,"b")});const c=`seq::int as seq, release_id as "releaseId", to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor, phase, kind, token::int as token, body,
  prev_hash as "prevHash", hash`}),64735:((M,y,o)=>{o.d(y,{WL:t(()=>_,"WL"),xv:t(()=>s,"xv"),ro:t(()=>i,"ro"),nf:t(()=>f,"nf")});var e=o(26921),c=o(1797),d=o(63940),g=o(91383);const u=e.Ikc({seq:e.Whr().nonnegative(),hash:e.YjP()}),$={lost:e.Ikc({after:u,to:u}),proven:u.exactOptional(),outside:e.YOg(u.extend({releaseId:e.YjP(),deploymentId:e.YjP(),by:e.YjP(),at:e.YjP()})).readonly(),inDoubt:e.YOg(e.YjP()).readonly()},j=e.Ikc($),v=["released","rolled-back","abandoned"],s=2,n=e.YjP(),h=e.YOg(n).readonly(),m=t(x=>x.optional().catch(void 0),"readable"),p=e.Ikc({by:n,reason:n}),k={call:n,key:n.exactOptional()},w=e.Ikc({at:n,run:n.nullable(),asked:n.exactOptional()}),r=t((x,b)=>e.Ikc({v:e.euz(s),is:e.euz(x),...b}),"shape"),a=e.Ikc({by:n,via:e.k5n(["review","comment"]),id:n.exactOptional(),planHash:n.exactOptional(),reason:n.exactOptional(),url:n.exactOptional(),at:n.exactOptional(),mentions:h.exactOptional()}),i=e.gMt("is",[r("deployed",{deploymentId:n.min(1),url:n,digest:n.nullable(),adopted:e.zMY(),prebuilt:e.euz(!0).exactOptional()}),r("migrated",{applied:e.YOg(e.Ikc({version:n,milliseconds:e.aig(),retries:e.aig()})).readonly(),schemaFingerprint:n.nullable()}),r("gated",{decision:e.k5n(["pass","fail","inconclusive"])}),r("promoted",{startedAt:n,outcome:e.k5n(["done","noop"]),deploymentId:n.nullable(),evidence:c.P.exactOptional()}),r("rolled-back",{to:n.nullable(),reason:n,moved:e.zMY(),undone:h,evidence:c.P.exactOptional(),decision:w.exactOptional(),tookMs:e.aig().exactOptional(),over:h.exactOptional()}),r("stage-reached",{deploymentId:n,stage:e.Whr(),percent:e.aig(),stages:e.YOg(e.aig()).readonly(),automatic:e.zMY()}),r("drilled",{step:e.k5n(["back","forward","none"]),to:n.exactOptional(),decision:e.k5n(["pass","fail","inconclusive"]),reason:n,tookMs:e.aig().exactOptional(),jobAt:e.aig().exactOptional()}),r("phase-done",{deploymentId:n.nullish(),applied:h.exactOptional()}),r("call-begun",{...k,request:c.o.exactOptional(),atMs:e.aig()}),r("call-ended",{...k,result:e.k5n(["done","failed","not-done","ambiguous"]),value:c.P.exactOptional(),error:n.exactOptional()}),r("call-settled",{...k,result:e.k5n(["done","failed","not-done","ambiguous"]),value:c.P.exactOptional(),why:n.exactOptional()}),r("planned",{plan:m(d.Fu),hash:n,moved:h,outlook:e.Ikc({drift:n,rehearsal:n,reversible:n}).partial(),objects:e.g1P(n,n).exactOptional()}),r("approved",{plan:m(d.Fu),hash:n,approvers:h,evidence:c.o,validUntil:n.exactOptional(),brokenGlass:p.exactOptional(),standIn:p.exactOptional()}),r("voided",{hash:n,moved:h}),r("approvals-seen",{rejections:e.YOg(a).readonly(),asked:e.Ikc({runId:n,attempt:e.Whr(),planHash:n,computed:n.exactOptional()}).exactOptional()}),r("glass-confirmed",{by:n,via:e.k5n(["comment","cli"]),url:n.exactOptional()}),r("schema-checked",{reports:c.P}),r("gate-judged",{decision:n,reason:n,proceed:e.zMY(),evidence:c.P,observed:e.YOg(e.Ikc({name:n,decision:e.k5n(["pass","fail","inconclusive"]),reason:n,samples:e.aig(),failures:e.aig()})).readonly().exactOptional(),stage:e.Whr().exactOptional()}),r("verdict-given",{previous:n,verdict:c.P,to:n.exactOptional(),decision:w.exactOptional()}),r("snapshot-kept",{snapshot:m(g.a)}),r("opened",{project:h.exactOptional()}),r("closed",{result:e.k5n(v),serves:n.nullable(),deploymentId:n.nullish(),reason:n.exactOptional(),overtakenBy:n.exactOptional(),policy:c.P.exactOptional()}),r("restored",$),r("reconciled",{restored:e.Whr(),live:c.P}),r("held",{hold:n.min(1),commit:n.nullable(),by:n,reason:n}),r("hold-lifted",{hold:n.min(1),by:n,reason:n}),r("holds-passed",{holds:h})]),_={"phase-done":{kind:"outcome"},deployed:{kind:"outcome",phases:["deploy"]},migrated:{kind:"outcome",phases:["migrate"]},gated:{kind:"outcome",phases:["gate","watch"]},promoted:{kind:"outcome",phases:["promote"]},"rolled-back":{kind:"outcome",phases:["rollback"]},"call-begun":{kind:"intent"},"call-ended":{kind:"outcome"},"call-settled":{kind:"observed"},planned:{kind:"planned",phases:["plan"]},approved:{kind:"approved",phases:["approve"]},voided:{kind:"voided",phases:["plan"]},"approvals-seen":{kind:"observed"},"glass-confirmed":{kind:"observed",phases:["approve"]},"schema-checked":{kind:"observed",phases:["verify"]},"gate-judged":{kind:"observed",phases:["gate","watch","promote"]},"stage-reached":{kind:"observed",phases:["promote"]},drilled:{kind:"observed",phases:["watch"]},"verdict-given":{kind:"verdict",phases:["rollback"]},"snapshot-kept":{kind:"observed",phases:["finalize","contract"]},opened:{kind:"opened"},closed:{kind:"closed",phases:["migrate","finalize","rollback","contract"]},restored:{kind:"restored",phases:["record"]},reconciled:{kind:"observed",phases:["record"]},held:{kind:"observed",phases:["record"]},"hold-lifted":{kind:"observed",phases:["record"]},"holds-passed":{kind:"observed",phases:["migrate"]}};function f(x,{kind:b,phase:E}){const l=_[x];return l.kind===b&&(l.phases?.includes(E)??!0)}t(f,"maySay")}),48739:((M,y,o)=>{o.d(y,{V5:t(()=>$,"V5"),WI:t(()=>u,"WI"),d3:t(()=>c,"d3"),mU:t(()=>j,"mU")});var e=o(39326);const c={seq:0,hash:"0".repeat(64)},d=140,g=32,u=t(({seq:v,hash:s})=>`${v}:${s}`,"headText");function $(v,{seq:s,hash:n}){const h=`; record head ${s}:${n.slice(0,g)}`;return`${(0,e.Jj)(v,d-h.length)}${h}`}t($,"withHead");function j(v){const[,s,n]=/; record head (\d{1,15}):([0-9a-f]{32,64})$/.exec(v)??[];return s&&n?{seq:Number(s),hash:n}:void 0}t(j,"headIn")}),41282:((M,y,o)=>{o.d(y,{F:t(()=>s,"F"),n:t(()=>u,"n")});var e=o(6696),c=o(32411),d=o(93329),g=o(42733);async function u(p){const[k]=await p.query(`select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'shiplock' and c.relname = 'schema_version') as present`);if(!k?.present)return 0;try{const[w]=await p.query("select max(version)::int as version from shiplock.schema_version");return w?.version??0}catch(w){if(w instanceof e.GV&&w.code==="SHIPLOCK_DATABASE_PERMISSION")return d.e.length;throw w}}t(u,"installedVersion");const $=new Set(["23505","42P06","42P07"]),j=20,v=5;async function s(p){for(let k=j;;k-=1){if(await u(p)>=d.e.length)return m(p);try{return await p.transaction(w=>n(w,k===j?"5s":"30s"))}catch(w){if((0,g.c)(w)===c.oN&&k>j-v&&(await(0,c.T8)(p)>0||k===j))continue;if(k===0||!$.has((0,g.c)(w)))throw await(0,c._t)(p,w,!0)}}}t(s,"installRecord");async function n(p,k){await p.query(`set local lock_timeout = '${k}'`),await u(p)>0&&(await h(p),await p.query("lock table shiplock.schema_version in share row exclusive mode"));const w=await u(p);for(let r=w+1;r<=d.e.length;r+=1)await p.query(d.e[r-1]),await p.query("insert into shiplock.schema_version (version) values ($1)",[r]);return w<d.e.length}t(n,"install");async function h(p){const[k]=await p.query(`select pg_catalog.format('%I', rolname) as owner from pg_catalog.pg_namespace n
       join pg_catalog.pg_roles r on r.oid = n.nspowner where n.nspname = 'shiplock'`);k&&await p.query(`set local role ${k.owner}`)}t(h,"becomeOwner");async function m(p){const k=await u(p);if(k===d.e.length)return!1;throw(0,e.V2)({code:"SHIPLOCK_RECORD_NEWER",what:`the record in this database has version ${k}, which is newer than this Shiplock knows (${d.e.length})`,notDone:["nothing was changed"],next:"Use the Shiplock version that wrote it, or a newer one."})}t(m,"refuseNewer")}),98431:((M,y,o)=>{o.d(y,{R:t(()=>e,"R")});const e=`a.pid <> pg_catalog.pg_backend_pid()
  and a.datid = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
  and not pg_catalog.pg_has_role(a.usesysid, session_user, 'MEMBER')
  and (a.usename in ('shiplock_plan', 'shiplock_verify') or exists (
    select from pg_catalog.pg_auth_members m join pg_catalog.pg_roles r on r.oid = m.roleid
     where m.member = a.usesysid and r.rolname = 'shiplock_plan' and not m.admin_option))`}),32411:((M,y,o)=>{o.d(y,{T8:t(()=>$,"T8"),_t:t(()=>u,"_t"),oN:t(()=>g,"oN")});var e=o(6696),c=o(98431),d=o(42733);const g="55P03";async function u(s,n,h=!1){if((0,d.c)(n)!==g)return n;const m=await v(s,h).catch(()=>[]);return(0,e.V2)({code:"SHIPLOCK_RECORD_LOCKED",what:`the record is locked by ${m.join("; ")||"another session"}`,notDone:["nothing was recorded by this step"],next:"If that session is a release, rerun this job when it is done. If it is idle or belongs to a person, end it (select pg_terminate_backend(PID)), and rerun this job."},n)}t(u,"lockedRecord");async function $(s){return(await s.query(`with lesser as materialized (
         select a.pid from pg_catalog.pg_stat_activity a where ${c.R} and ${j("a.pid")})
       select pg_catalog.pg_terminate_backend(pid) from lesser`).catch(()=>[])).length}t($,"endLesserHolders");const j=t(s=>`exists (select from pg_catalog.pg_locks l where l.granted and l.pid = ${s}
  and l.relation in (select c.oid from pg_catalog.pg_class c where c.relnamespace = 'shiplock'::regnamespace))`,"holds");async function v(s,n){return(await s.query(`select distinct pg_catalog.concat_ws(' ', 'session', a.pid::text, 'of', a.usename,
         '(' || coalesce(nullif(a.application_name, ''), 'unnamed') || ',', coalesce(a.state, 'state unknown') || ',',
         'connected for', coalesce(pg_catalog.round(extract(epoch from pg_catalog.clock_timestamp() - a.backend_start))::text, '?'), 's)') as session
       from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
      where l.granted and l.pid <> pg_catalog.pg_backend_pid() and ($1 or l.mode <> 'AccessShareLock')
        and l.relation in (select c.oid from pg_catalog.pg_class c where c.relnamespace = 'shiplock'::regnamespace)`,[n])).map(({session:m})=>m)}t(v,"holders")}),87072:((M,y,o)=>{o.d(y,{DF:t(()=>j,"DF"),I$:t(()=>$,"I$"),dU:t(()=>g,"dU"),gj:t(()=>u,"gj")});var e=o(88300),c=o(93577),d=o(91801);const g=t(v=>`(${v}::text[] is null or coalesce((select ${(0,d.pL)("o.body",v)} from shiplock.event o
      where o.release_id = r.id and o.kind = 'opened' order by o.seq limit 1), true))`,"ofProject");async function u(v,s){if(!v)return s(null);const n=await s([v.called]);if(n)return n;const h=await v.names();return h.length>1?s(h):void 0}t(u,"byNames");async function $(v,s){const[n]=await v.query(`select ${c.b} from shiplock.event where release_id = $1 and kind = 'opened'
      order by event.seq limit 1`,[s]),h=n&&(0,e.E)(n);return h?.is==="opened"?h.project:void 0}t($,"projectOfRelease");async function j(v,s){return!v||!s||v.includes(s.called)?!0:(await s.names()).some(n=>v.includes(n))}t(j,"isOfProject")}),84362:((M,y,o)=>{o.d(y,{fQ:t(()=>x,"fQ"),Fp:t(()=>b,"Fp"),Po:t(()=>f,"Po")});var e=o(63935),c=o(88833),d=o(6696),g=o(69977),u=o(88300),$=o(19737),j=o(93577),v=o(48739),s=o(26921);const n=s.Ikc({kept:s.g1P(s.YjP(),s.YjP()).optional()});function h(E){return n.safeParse(E).data?.kept??{}}t(h,"keptApart");async function m(E,l,O){const I=l.map(({body:q})=>Object.entries(h(q)).filter(([D])=>O.includes(D))),P=[...new Set(I.flatMap(q=>q.map(([,D])=>D)))];if(P.length===0)return l;const S=await E.query("select digest, content from shiplock.body where digest = any($1)",[P]),L=new Map(S.map(({digest:q,content:D})=>[q,D]));return l.map((q,D)=>{const Y=I[D]??[];if(Y.length===0)return q;const{kept:C,...U}=q.body,z=Y.map(([R,T])=>{const A=L.get(T);if(A===void 0||(0,c.sc)(A)!==T)throw p(q.seq,R,T);return[R,JSON.parse(A)]});return{...q,body:{...U,...Object.fromEntries(z)}}})}t(m,"withParts");function p(E,l,O){return(0,d.V2)({code:"SHIPLOCK_RECORD_BROKEN",what:`the ${l} of event ${E} is not in shiplock.body as it was written (digest ${O})`,notDone:["nothing was changed"],next:"Run `shiplock record verify`: it lists everything that was changed. See runbooks/record.md."})}t(p,"broken");var k=o(32411),w=o(87072),r=o(42733),a=o(12586);const i=`id, environment, commit_sha as commit, replaces, run_id as "runId", run_url as "runUrl", actor,
  to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt"`,_=`(exists (select from shiplock.event e where e.release_id = r.id and e.kind not in ('opened', 'planned'))
  or r.opened_at >= (select installed_at from shiplock.schema_version where version = 2))`;function f(){return`rel_${(0,e.A)()}`}t(f,"newReleaseId");class x{static{t(this,"ReleaseRecord")}#e;#t;constructor(l,O){this.#e=l,this.#t=O}async open(l,O){const I=await this.#t?.names();try{await this.#e.query("select * from shiplock.open($1, $2, $3, $4, $5, $6, $7, $8, $9)",[l.id,l.environment,l.commit,l.replaces,l.runId,l.runUrl,l.actor,O,(0,$.l)(O,{is:"opened",...I?{project:I}:{}}).text])}catch(P){throw await(0,k._t)(this.#e,P)}return await this.release(l.id)}async openForRun(l,O){const{environment:I,commit:P,runId:S}=l;return S===null?this.open(l,O):(await this.#t?.names(),this.#e.transaction(async L=>{try{await L.query("select shiplock.lock_chain()")}catch(D){throw await(0,k._t)(this.#e,D)}const q=new x(L,this.#t);return await q.latest(I,P,S)??q.open(l,O)}))}async append(l){const{releaseId:O,token:I,phase:P}=l,{kind:S,body:L,text:q,kept:D}=(0,$.l)(P,l.saying);try{const Y=[O,I,(0,c.hN)(l.actor),P,S,q];return{...(await this.#e.query(`select seq::int as seq, at, hash from shiplock.append($1, $2, $3, $4, $5, $6${D.length>0?", $7":""})`,D.length>0?[...Y,D]:Y))[0],kind:S,body:L}}catch(Y){throw(0,r.c)(Y)==="42501"?b(Y,`this was not recorded: ${P} (${S})`):(0,r.c)(Y)!=="SL003"?await(0,k._t)(this.#e,Y):(0,d.V2)({code:"SHIPLOCK_LEASE_STALE",what:`this run no longer holds the lease of the environment: ${(0,r.e)(Y)}`,notDone:[`this was not recorded: ${P} (${S})`],next:"Another release took over. Check `shiplock status`, and restart this one when the other one is closed."},Y)}}async head(){return(await this.#e.query("select seq::int as seq, hash from shiplock.event order by event.seq desc limit 1"))[0]??v.d3}async release(l){return(await this.#e.query(`select ${i} from shiplock.release where id = $1`,[l]))[0]}async latest(l,O,I){return(0,w.gj)(this.#t,async P=>(await this.#e.query(`select ${i} from shiplock.release r where environment = $1 and commit_sha = $2
            and ($3::text is null or run_id = $3) and ${_} and ${(0,w.dU)("$4")}
          order by opened_at desc limit 1`,[l,O,I??null,P]))[0])}async isOurs(l){return(0,w.DF)(await(0,w.I$)(this.#e,l),this.#t)}async events(l){return(await this.#n([l],["plan","objects"])).get(l)??[]}async eventsOf(l){return this.#n(l,["plan"])}async#n(l,O){const I=await this.#e.query(`select ${j.b} from shiplock.event where release_id = any($1) order by event.seq`,[l]);return Map.groupBy(await m(this.#e,I,O),({releaseId:P})=>P)}async snapshotOf(l){const I=(await this.#e.query(`select ${j.b} from shiplock.event
        where release_id = $1 and kind = 'observed' and phase in ('finalize', 'contract') order by event.seq desc`,[l])).find(L=>(0,u.E)(L)?.is==="snapshot-kept");if(!I)return;const[P]=await m(this.#e,[I],["snapshot"]),S=P&&(0,u.E)(P);return S?.is==="snapshot-kept"?S.snapshot:void 0}async recent(l,O){return this.#e.query(`select ${i} from shiplock.release where $1::text is null or environment = $1
        order by opened_at desc limit $2`,[l??null,O])}async environments(){return(await this.#e.query("select distinct environment as name from shiplock.release order by 1")).map(({name:O})=>O)}async approvalsSeen(l,O){return(await this.#e.query(`select ${j.b} from shiplock.event where kind = 'observed' and release_id = any(array(
         select r.id from shiplock.release r where r.environment = $1 and r.commit_sha = $2)) order by event.seq`,[l,O])).flatMap(P=>{const S=(0,u.E)(P);if(S?.is==="unreadable")throw(0,a.O)(P,"a rejection");return S?.is==="approvals-seen"?[{...S,at:P.at}]:[]})}async serving(l){const O=await(0,w.gj)(this.#t,async I=>{for await(const P of(0,g.j)(this.#e,{environment:l,names:I}))if(P.serves!==null)return P.serves});return O===void 0?void 0:this.release(O)}async finished(l,O){const I=await(0,w.gj)(this.#t,async P=>{for await(const S of(0,g.j)(this.#e,{environment:l,commit:O,names:P}))return S});return I?.result==="released"?this.release(I.event.releaseId):void 0}}function b(E,l){const O=E instanceof Error?(0,r.e)(E):String(E);return(0,d.DN)({code:"SHIPLOCK_DATABASE_PERMISSION",what:`the role in database-url can plan but cannot change anything: ${O}`,notDone:[l],next:"Set database-url to the connection string of the role that owns the schema (postgres on Supabase): docs/read-only-role.md says which action needs which."},E)}t(b,"mayOnlyPlan")}),93329:((M,y,o)=>{o.d(y,{e:t(()=>v,"e")});const v=[`
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
`]}),42733:((M,y,o)=>{o.d(y,{c:t(()=>e,"c"),e:t(()=>c,"e")});function e(d){for(let g=d;g instanceof Error;g=g.cause){const{code:u}=g;if(typeof u=="string"&&/^[0-9A-Z]{5}$/.test(u))return u}}t(e,"sqlState");function c(d){let g="";for(let u=d;u instanceof Error;u=u.cause)g=u.message;return g}t(c,"sqlMessage")}),91801:((M,y,o)=>{o.d(y,{L9:t(()=>j,"L9"),PU:t(()=>c,"PU"),Ph:t(()=>u,"Ph"),Um:t(()=>g,"Um"),Xq:t(()=>v,"Xq"),av:t(()=>$,"av"),pL:t(()=>d,"pL"),s9:t(()=>e,"s9")});const e="kind = 'approved' and (body ? 'brokenGlass' or body ? 'standIn')",c=t(s=>`exists (select from shiplock.event e where e.release_id = ${s} and e.kind = 'closed')`,"isOver"),d=t((s,n)=>`case when ${g(s)} then ${s} -> 'project' ?| ${n} else true end`,"isOpenedFor"),g=t(s=>`coalesce(jsonb_typeof(${s} -> 'project') = 'array', false)`,"saysProject"),u="(kind = 'observed' and phase = 'record' or kind = 'closed' and body ->> 'result' = 'rolled-back')",$=t(s=>`body -> 'decision' ->> 'run' = ${s}`,"isDecidedBy"),j=t(s=>`${s} -> 'project'`,"projectIn"),v="case what when 'staged' then body ->> 'deploymentId' end"}),12586:((M,y,o)=>{o.d(y,{O:t(()=>c,"O")});var e=o(6696);function c({seq:d,phase:g,kind:u},$){return(0,e.V2)({code:"SHIPLOCK_RECORD_BROKEN",what:`event ${d} (${g} ${u}) is of a shape that this Shiplock does not know, and may hold ${$}`,notDone:["nothing was changed"],next:"Use the Shiplock version that wrote it, or a newer one. If there is none, run `shiplock record verify`; see runbooks/record.md."})}t(c,"unreadable")}),91383:((M,y,o)=>{o.d(y,{a:t(()=>u,"a"),c:t(()=>d,"c")});var e=o(26921);const c=e.YOg(e.YjP()),d=["schema","relation","column","constraint","index","enum","domain","type","sequence","function","trigger","rule","event-trigger","policy","rls","grant","column-grant","default-privilege","view","extension","publication"],g=e.Ikc({version:e.euz(1),uses:e.Ikc({relations:e.g1P(e.YjP(),e.Ikc({select:c.optional(),insert:c.optional(),update:c.optional(),delete:e.zMY().optional()})),functions:e.YOg(e.YjP())})}),u=e.Ikc({format:e.euz(1),server:e.aig().exactOptional(),schemas:e.YOg(e.YjP()),objects:e.g1P(e.YjP(),e.Ikc({kind:e.k5n(d),properties:e.g1P(e.YjP(),e.KCZ([e.YjP(),e.aig(),e.zMY(),e.chJ(),e.YOg(e.YjP())]))})),unreadable:e.YOg(e.Ikc({what:e.YjP(),why:e.YjP(),kinds:e.YOg(e.k5n(d)).exactOptional()})),contract:g.exactOptional()})})};export{K as id,N as ids,F as modules};
