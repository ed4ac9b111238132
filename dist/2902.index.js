var Je=Object.defineProperty;var r=(V,T)=>Je(V,"name",{value:T,configurable:!0});const en=2902,nn=[2902],tn={2818:((V,T)=>{var y;y=!0,T.Io=T.kp=void 0;var j=new Uint32Array(65536),$=r(function(b,_){for(var m=b.length,c=_.length,g=1<<m-1,p=-1,f=0,E=m,d=m;d--;)j[b.charCodeAt(d)]|=1<<d;for(d=0;d<c;d++){var M=j[_.charCodeAt(d)],z=M|f;M|=(M&p)+p^p,f|=~(M|p),p&=M,f&g&&E++,p&g&&E--,f=f<<1|1,p=p<<1|~(z|f),f&=z}for(d=m;d--;)j[b.charCodeAt(d)]=0;return E},"myers_32"),O=r(function(b,_){for(var m=_.length,c=b.length,g=[],p=[],f=Math.ceil(m/32),E=Math.ceil(c/32),d=0;d<f;d++)p[d]=-1,g[d]=0;for(var M=0;M<E-1;M++){for(var z=0,R=-1,Y=M*32,H=Math.min(32,c)+Y,k=Y;k<H;k++)j[b.charCodeAt(k)]|=1<<k;for(var d=0;d<m;d++){var D=j[_.charCodeAt(d)],L=p[d/32|0]>>>d&1,S=g[d/32|0]>>>d&1,P=D|z,F=((D|S)&R)+R^R|D|S,x=z|~(F|R),A=R&F;x>>>31^L&&(p[d/32|0]^=1<<d),A>>>31^S&&(g[d/32|0]^=1<<d),x=x<<1|L,A=A<<1|S,R=A|~(P|x),z=x&P}for(var k=Y;k<H;k++)j[b.charCodeAt(k)]=0}for(var q=0,I=-1,K=M*32,J=Math.min(32,c-K)+K,k=K;k<J;k++)j[b.charCodeAt(k)]|=1<<k;for(var W=c,d=0;d<m;d++){var D=j[_.charCodeAt(d)],L=p[d/32|0]>>>d&1,S=g[d/32|0]>>>d&1,P=D|q,F=((D|S)&I)+I^I|D|S,x=q|~(F|I),A=I&F;W+=x>>>c-1&1,W-=A>>>c-1&1,x>>>31^L&&(p[d/32|0]^=1<<d),A>>>31^S&&(g[d/32|0]^=1<<d),x=x<<1|L,A=A<<1|S,I=A|~(P|x),q=x&P}for(var k=K;k<J;k++)j[b.charCodeAt(k)]=0;return W},"myers_x"),N=r(function(b,_){if(b.length<_.length){var m=_;_=b,b=m}return _.length===0?b.length:b.length<=32?$(b,_):O(b,_)},"distance");T.Io=N;var C=r(function(b,_){for(var m=1/0,c=0,g=0;g<_.length;g++){var p=N(b,_[g]);p<m&&(m=p,c=g)}return _[c]},"closest");T.kp=C}),20791:((V,T,y)=>{y.d(T,{w:r(()=>N,"w")});var j=y(73438),$=y(83703);const O=["object","objects","typeName","domainname","funcname"];function N(m){const c={relations:new Set,functions:new Set,types:new Set,schemas:new Set,granted:new Set,publishes:!1};for(const g of m)(0,j.GG)([g.node,...(0,$.c)(g).nodes.map(({node:p})=>p)],(p,f)=>{if(typeof f.relname=="string"&&c.relations.add(f.relname),typeof f.indexname=="string"&&c.relations.add(f.indexname),p==="DropStmt"&&f.removeType==="OBJECT_SCHEMA"&&_(f.objects,c.schemas,c.granted),p==="CreateSchemaStmt"&&typeof f.schemaname=="string"&&c.granted.add(f.schemaname),c.publishes||=p==="CreatePublicationStmt"||p==="AlterPublicationStmt",f.targtype==="ACL_TARGET_ALL_IN_SCHEMA"||f.objtype==="OBJECT_SCHEMA"||f.objectType==="OBJECT_SCHEMA")for(const d of C(f))c.granted.add(d);p==="FuncCall"&&_(f.funcname,c.functions),p==="CreateFunctionStmt"&&_(f.funcname,c.functions),p==="TypeName"&&_(f.names,c.types),p==="List"&&_(f.items,c.relations,c.types),p==="ObjectWithArgs"&&_(f.objname,c.functions);for(const d of O)_(f[d],c.types,c.relations);for(const d of Object.values(f))b(d,c)});return c}r(N,"mentions");function C(m){const c=Array.isArray(m.objects)?m.objects:[m.object];return(0,j.OD)(c.filter(g=>g!==void 0))}r(C,"schemasOf");function b(m,c){typeof m!="object"||m===null||("relname"in m&&typeof m.relname=="string"&&c.relations.add(m.relname),"names"in m&&_(m.names,c.types),"typeName"in m&&b(m.typeName,c),"relation"in m&&b(m.relation,c),"pktable"in m&&b(m.pktable,c))}r(b,"untagged");function _(m,...c){for(const g of(0,j.OD)(m).slice(-2))for(const p of c)p.add(g)}r(_,"last")}),12902:((V,T,y)=>{y.d(T,{planMigrations:r(()=>Ye,"planMigrations")});var j=y(2818),$=y(25547),O=y(37477),N=y(65374),C=y(19033);const b={type:"unknown",notNull:!1,hasDefault:!1,generated:void 0,identity:!1};class _{static{r(this,"Effects")}statement;facts;memory;locks=new Map;hazards=[];rewrites=!1;scans=!1;losesData=!1;needsNoTransaction;readersWait=!1;contract=!1;ddl=!1;bulkData=!1;doubts=[];later=[];adds=[];guarded=!1;setting;constructor(n,a,t,s={file:0,serves:!0}){this.statement=n,this.facts=a,this.memory=t,this.setting=s}target(n){return{...(0,C.hd)((0,C.rT)(n),this.facts,this.memory),only:n?.inh!==!0}}named(n){return(0,C.hd)(n,this.facts,this.memory)}lock(n,a){const t=typeof n=="string"?n:n.name;if(this.memory.createdInFile.has(t)||typeof n!="string"&&n.isAbsent)return;const s=this.locks.get(t);this.locks.set(t,s?(0,N.t_)(s,a):a)}lockTree(n,a){if(this.lock(n,a),!n.only)for(const t of n.facts?.children??[])this.lock(t,a)}lockPartitions(n,a){n.facts?.kind==="partitioned"?this.lockTree(n,a):this.lock(n,a)}add(n){this.adds.push(n)}include(n){for(const[a,t]of n.locks)this.locks.set(a,(0,N.t_)(t,this.locks.get(a)??t));this.hazards.push(...n.hazards),this.rewrites||=n.rewrites,this.scans||=n.scans,this.losesData||=n.losesData,this.readersWait||=n.readersWait,this.needsNoTransaction??=n.needsNoTransaction,this.contract||=n.contract,this.ddl||=n.ddl,this.bulkData||=n.bulkData,this.doubts.push(...n.doubts),this.later.push(...n.later),this.adds.push(...n.adds)}original(n){return this.facts.relations.get(this.memory.renamed.get(n.name)??n.name)}goes(n,a,t,s={}){if(s.target?.isNew||s.target?.isAbsent)return;const i=this.hazards.length;n&&this.hazard(n,s.message??`${a} is dropped`,s.target);const o=this.hazards.slice(i),{keepsWarning:l=!1,isChange:u=!1}=s;this.doubts.push({what:a,judge:t,hazards:o,keepsWarning:l,isChange:u})}current(n){const a=this.memory.renamed.get(n.name)??n.name;return this.memory.changed.get(a)??n.facts}change(n,a){const t=this.current(n);t&&this.memory.changed.set(this.memory.renamed.get(n.name)??n.name,{...t,...a})}attach(n,a){const t=this.current(n)?.attached;t&&this.change(n,{attached:new Set([...t,a])})}detach(n,a){const t=this.current(n)?.attached;t&&this.change(n,{attached:new Set([...t].filter(s=>s!==a))})}changeColumn(n,a,t){const s=new Map(this.current(n)?.columns);t?s.set(a,{...s.get(a)??b,...t}):s.delete(a),this.change(n,{columns:s})}rewrite(n){n.isAbsent||n.isNew||(this.rewrites=!0,this.scans=!0)}scan(n){!n.isAbsent&&!n.isNew&&(this.scans=!0)}lose(n){!n.isNew&&!n.isAbsent&&(this.losesData=!0)}breaks(n){!n.isNew&&!n.isAbsent&&(this.contract=!0)}hazard(n,a,t,s={}){if(t&&n.threat!=="style"&&n.threat!=="authorization"&&(t.isNew||t.isAbsent))return;const i=n.threat==="stall"&&t?.isTiny?"info":n.severity;if(this.hazards.some(l=>l.rule.id===n.id&&l.message===a))return;const o=s.onRows??(t!==void 0&&t.facts?.empty!==!0);this.hazards.push({rule:n,severity:i,message:a,onRows:o})}}var m=y(6802),c=y(13435),g=y(93788),p=y(84249),f=y(28137),E=y(87508);function d(){return{created:new Set,createdInFile:new Set,dropped:new Set,searchPath:new Set,renamed:new Map,movedTo:new Map,columns:new Set,changed:new Map,notNullProven:new Set,types:new Set,typesInFile:new Set,functions:new Map,schemas:new Set,indexes:new Map,notValidInTransaction:new Set,pendingProofs:new Map,exclusive:new Set,enumValues:new Map,routines:new Map,made:new Map,typeFacts:new Map,renamedTypes:new Map,rights:new Map,extensions:new Set,rowSecurity:new Set,publications:new Map,keyed:new Set}}r(d,"memory_releaseMemory");function M(e){e.notValidInTransaction.clear(),e.exclusive.clear(),e.enumValues.clear()}r(M,"transactionEnded");function z(e){M(e),e.createdInFile.clear(),e.typesInFile.clear(),e.searchPath.clear()}r(z,"fileEnded");function R(e){const n=Object.entries(e).map(([a,t])=>[a,t instanceof Map?new Map(t):new Set(t)]);return Object.fromEntries(n)}r(R,"copyMemory");function Y(e,n){for(const[a,t]of Object.entries(e)){const s=n[a];if(t.clear(),t instanceof Map)for(const[i,o]of s)t.set(i,o);else for(const i of s)t.add(i)}}r(Y,"adopt");function H(e,n,a){for(const[s,i]of n.enumValues)e.enumValues.set(s,i);for(const[s,i]of n.routines){const o=e.routines.get(s)??a.routines.get(s)??[];e.routines.set(s,o.filter(l=>i.includes(l)))}for(const[s,i]of n.changed){const o=e.changed.get(s)??a.relations.get(s);o&&e.changed.set(s,k(o,i))}for(const[s,i]of n.rights)e.rights.set(s,D(e.rights.get(s),i));for(const s of e.made.keys())n.made.has(s)||e.made.delete(s);for(const s of e.typeFacts.keys())n.typeFacts.has(s)||e.typeFacts.delete(s);if(!a.known)return;const t=r(s=>!a.relations.has(s),"isNew");for(const s of n.created)t(s)&&e.created.add(s);for(const s of n.createdInFile)t(s)&&e.createdInFile.add(s);for(const s of n.types)a.types.has(s)||e.types.add(s);for(const[s,i]of n.functions)a.functions.has(s)||e.functions.set(s,i)}r(H,"keepNew");function k(e,n){const a=r((t,s)=>new Map([...t??[]].filter(([i,o])=>s?.get(i)===o)),"both");return{...e,constraints:a(e.constraints,n.constraints),indexes:a(e.indexes,n.indexes),...e.policies?{policies:a(e.policies,n.policies)}:{},...e.triggers?{triggers:a(e.triggers,n.triggers)}:{}}}r(k,"common");function D(e,n){return e?new Map([...e].map(([a,t])=>[a,new Set([...t].filter(s=>n.get(a)?.has(s)))])):n}r(D,"commonRights");var L=y(83703),S=y(73438);function P(e,n){if("VariableSetStmt"in e){const a=F(e.VariableSetStmt);a&&A(n,a)}if("SelectStmt"in e)for(const a of e.SelectStmt.targetList??[]){const t="ResTarget"in a?a.ResTarget.val:void 0,s=t&&"FuncCall"in t?x(t.FuncCall):void 0;s&&A(n,s)}}r(P,"followSearchPath");function F(e){if(e.kind==="VAR_RESET_ALL")return[];if(e.name?.toLowerCase()==="search_path")return e.kind==="VAR_SET_VALUE"?(e.args??[]).map(n=>(0,S.dY)(n)??""):[]}r(F,"pathOfSet");function x(e){const[n,a]=e.args??[];if(!((0,S.OD)(e.funcname).at(-1)!=="set_config"||(0,S.dY)(n)?.toLowerCase()!=="search_path"))return(0,S.dY)(a)?.split(",").map(t=>t.trim().replace(/^"(.*)"$/,"$1"))}r(x,"pathOfCall");function A(e,n){e.searchPath.clear();for(const a of n)a!=="$user"&&e.searchPath.add(a)}r(A,"replace");var q=y(14132),I=y(37697);function K(e,n,a){for(const{effects:i}of e)for(const o of i)for(const l of o.later)l(n);const t=new Map(e.flatMap(({effects:i})=>i.map(o=>[o,o.doubts.map(l=>(0,q.e6)(l,n))]))),s=J(e,t,a);return e.map(({effects:i,directives:o,allowed:l},u)=>{for(const h of i){if(!a.serves||a.fresh)for(const v of h.hazards)ie(v,a);(0,f.q_)(h,o.get(h.statement)??[])}return{phase:s[u]??"expand",statements:i.map(h=>{const v=a.serves?W(h,t.get(h)??[],u,s):void 0;return re(h,{directives:o.get(h.statement)??[],allowed:l},v)})}})}r(K,"settle_settle");function J(e,n,{serves:a}){const t=e.map(({declared:s})=>a?s??"expand":"expand");if(!a)return t;for(let s=!0;s;){s=!1;for(const[i,{effects:o,declared:l}]of e.entries())l||t[i]==="contract"||o.some(u=>W(u,n.get(u)??[],i,t))&&(t[i]="contract",s=!0)}return t}r(J,"phasesOf");function W(e,n,a,t){const s=e.doubts.flatMap(({what:o,isChange:l},u)=>{const h=n[u];return!h||h.state==="gone"?[l?o:`${o} goes`]:h.state==="differs"?[`${o}: ${h.why}`]:h.files.some(v=>v!==a&&t[v]==="contract")?[`${o} is made again only by a file that waits`]:[]});if(!e.contract&&s.length===0)return;const i=e.hazards.filter(({rule:o,severity:l})=>l!=="info"&&se.has(o.threat)).map(({message:o})=>o);return[...new Set(s.length>0?s:i)]}r(W,"breaksOf");const se=new Set(["loss","compatibility","authorization"]);function ie(e,{serves:n,fresh:a}){const{threat:t,refusedByServer:s}=e.rule;s||(!n&&(t==="stall"||t==="compatibility")?e.severity="info":e.severity==="refused"&&!(t==="loss"&&e.onRows&&!a)&&(e.severity="warning"))}r(ie,"calm");function re(e,n,a){const{statement:t}=e,i=[...e.locks.values()].reduce((o,l)=>(0,N.t_)(o,l),"AccessShareLock");return{line:t.line,column:t.column,summary:(0,I.z)(t),kind:t.kind,locks:[...e.locks].map(([o,l])=>({relation:o,level:l})).sort((o,l)=>o.relation<l.relation?-1:1),rewrites:e.rewrites,scans:e.scans,losesData:e.losesData,blocks:e.readersWait?"reads-and-writes":(0,N.yJ)(i),phase:a?"contract":"expand",...a&&a.length>0?{breaks:a}:{},...e.adds.length>0?{adds:[...new Set(e.adds)]}:{},hazards:e.hazards.map(o=>oe(o,n))}}r(re,"toPlan");function oe({rule:e,severity:n,message:a},{directives:t,allowed:s}){const i=t.find(l=>l.kind==="allow"&&l.rule===e.id),o=i?.kind==="allow"?i.reason:s?.[e.id];return{rule:e.id,severity:n,message:a,...e.instead?{instead:e.instead}:{},...o===void 0?{}:{allowed:{reason:o}}}}r(oe,"published");function Ge(e,n,a={}){const t=a.memory??releaseMemory(),s=a.directives??new Map,i=ee(e,s,{facts:n,memory:t,setting:{file:0,serves:!0}});return settle([i],t,{serves:!0,fresh:!1})[0]?.statements??[]}r(Ge,"analyse");function ee(e,n,{facts:a,memory:t,setting:s}){const i=(0,O.my)(e),o=i.kind==="wraps-whole-file"?new Set(i.inner):new Set,l=!e.some(O.c1),u=e.map(h=>{const v=new _(h,a,t,s),w=t.createdInFile.size,U=new Map(t.enumValues);return G(v,h.node),P(h.node,t),le(v,(0,L.c)(h).nodes),(0,f.sQ)(h,n)&&de(v),(0,f.sA)(v,l),o.has(h)&&(0,f.RO)(v),U.size>0&&(0,E.KU)(v,U),(0,g.YO)(v,w),(0,p.p2)(v,(0,I.jh)(h)),l||M(t),v});return(0,f.s5)(u),z(t),{effects:u,directives:n}}r(ee,"readFile");function le(e,n){if(n.length===0)return;const a=R(e.memory),t=new _(e.statement,e.facts,a,e.setting);for(const{node:s,guarded:i}of n)t.guarded=i,G(t,s);e.include(t),e.facts.known&&n.every(({sure:s})=>s)?Y(e.memory,a):H(e.memory,a,e.facts)}r(le,"mayRun");function G(e,n){for(const i of(0,L.v)(n))G(e,i);const[a="",t]=Object.entries(n)[0]??[];let s=g.yX.has(a);for(const i of m.B){const o=i.statements?.[a];o?.(e,t),s||=o!==void 0}a==="AlterTableStmt"?ce(e,t):s||(0,g.fl)(e,a.replace(/Stmt$/,""))}r(G,"dispatch");function ce(e,n){e.ddl=!0;const a=e.target(n.relation);if(n.objtype==="OBJECT_INDEX"){const t=e.memory.indexes.get(n.relation?.relname??"")??a.facts?.table;t&&(0,c.t)(e,n,e.named(t.split(".")));return}for(const t of n.cmds??[]){if(!("AlterTableCmd"in t))continue;const s=t.AlterTableCmd.subtype??"",i=m.B.flatMap(o=>o.alterTable?.[s]??[]);for(const o of i)o(e,t.AlterTableCmd,a);i.length>0||n.objtype==="OBJECT_TYPE"||(e.lockTree(a,"AccessExclusiveLock"),(0,g.fl)(e,`ALTER TABLE ${s.replace("AT_","")}`))}}r(ce,"alterTable");function de(e){e.bulkData=!1;const n=e.hazards.filter(({rule:a})=>a.id!=="bulk-update");e.hazards.splice(0,e.hazards.length,...n)}r(de,"unbatch");var pe=y(95501),me=y(20791),fe=y(34408);const ue=`
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
order by 1`,X=`
with named as (
  select c.oid, format('%s.%s', n.nspname, c.relname) as relation
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where format('%s.%s', n.nspname, c.relname) = any($1)
)`,ge=`${X}
select relation, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null,
  a.atthasdef as has_default, a.attgenerated::text as generated, a.attidentity <> '' as identity,
  (select format('%s.%s', sn.nspname, s.relname) from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S'
    join pg_namespace sn on sn.oid = s.relnamespace where d.classid = 'pg_class'::regclass and d.refobjid = a.attrelid
      and d.refobjsubid = a.attnum and d.deptype in ('a', 'i') limit 1) as sequence,
  (select l.collname from pg_type t join pg_collation l on l.oid = a.attcollation
    where t.oid = a.atttypid and a.attcollation <> t.typcollation) as collation
from named join pg_attribute a on a.attrelid = named.oid where a.attnum > 0 and not a.attisdropped
order by relation, a.attnum`,he=`${X}
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
from named join pg_constraint k on k.conrelid = named.oid order by 1, 2`,ye=`${X}
select relation, c.relname as name, i.indisunique as is_unique, i.indisvalid as valid,
  i.indnullsnotdistinct as nulls_alike,
  array(select coalesce(a.attname::text, '') from unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) with ordinality u(num, ord)
    left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.num order by u.ord) as columns,
  case when i.indexprs is null and i.indpred is null then '{}' else
    array(select a.attname::text from pg_attribute a where a.attrelid = i.indrelid and not a.attisdropped and (a.attnum = any(i.indkey)
      or exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
        and d.refobjid = i.indrelid and d.refobjsubid = a.attnum)) order by a.attnum) end as computed_from
from named join pg_index i on i.indrelid = named.oid join pg_class c on c.oid = i.indexrelid order by 1, 2`,Q=r((e,n,a)=>`
  (select coalesce(jsonb_object_agg(role, privileges), '{}') from (
    select case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee) end as role,
      jsonb_agg(distinct a.privilege_type) as privileges
    from aclexplode(coalesce(${e}, acldefault(${n}, ${a}))) a group by 1) granted)`,"rightsOf"),_e=`
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
      ${Q("d.defaclacl",`'r'::"char"`,"d.defaclrole")})), '[]')
    from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace where d.defaclrole = migrating.oid) as defaults,
  exists (select from pg_publication where puballtables and (pubupdate or pubdelete)) as publishes_all,
  array(select distinct n.nspname::text from pg_publication_namespace s join pg_namespace n on n.oid = s.pnnspid
    join pg_publication p on p.oid = s.pnpubid where p.pubupdate or p.pubdelete) as publishes_schemas,
  (select coalesce(jsonb_agg(jsonb_build_object('name', p.pubname, 'all', p.puballtables,
      'tables', array(select format('%s.%s', n.nspname, c.relname) from pg_publication_rel r join pg_class c on c.oid = r.prrelid
        join pg_namespace n on n.oid = c.relnamespace where r.prpubid = p.oid order by 1),
      'schemas', array(select n.nspname from pg_publication_namespace s join pg_namespace n on n.oid = s.pnnspid where s.pnpubid = p.oid))), '[]')
    from pg_publication p) as publications
from migrating`,be=`
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
from named`,Z=r((e,n,a,t,s)=>`
  (select coalesce(jsonb_object_agg(role, privileges), '{}') from (
    select case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee) end as role,
      jsonb_agg(distinct a.privilege_type) as privileges
    from ${e} o, aclexplode(coalesce(o.${n}, acldefault(${a}, o.${t}))) a where ${s} group by 1) granted)`,"inside"),we=`
select n.nspname as name, pg_get_userbyid(n.nspowner)::text as owner,
  ${Q("n.nspacl",`'n'::"char"`,"n.nspowner")} as rights,
  ${Z("pg_class","relacl",`'r'::"char"`,"relowner","o.relnamespace = n.oid and o.relkind in ('r', 'p', 'v', 'm', 'f')")} as tables,
  ${Z("pg_class","relacl",`'s'::"char"`,"relowner","o.relnamespace = n.oid and o.relkind = 'S'")} as sequences,
  ${Z("pg_proc","proacl",`'f'::"char"`,"proowner","o.pronamespace = n.oid")} as functions
from pg_namespace n where n.nspname = any($1)`,ve=`
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
from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.proname = any($1) group by 1`,ke=`
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
order by n.nspname = 'pg_catalog'`,je=`
select format('%s.%s', n.nspname, p.proname) as name, p.prokind::text as kind, p.proargmodes::text[] as modes, p.proargnames as names,
  array(select format_type(t, null) from unnest(p.proargtypes::oid[]) with ordinality u(t, ord) order by ord) as input,
  (select array_agg(format_type(t, null) order by ord) from unnest(p.proallargtypes) with ordinality u(t, ord)) as every,
  p.pronargdefaults::int as defaults, format_type(p.prorettype, null) as result, p.proretset as set, p.prosecdef as definer,
  pg_get_userbyid(p.proowner)::text as owner, ${Q("p.proacl",`'f'::"char"`,"p.proowner")} as rights,
  array(select coalesce(
      'trigger ' || (select format('%s.%s %s', tn.nspname, tc.relname, t.tgname) from pg_trigger t join pg_class tc on tc.oid = t.tgrelid
        join pg_namespace tn on tn.oid = tc.relnamespace where d.classid = 'pg_trigger'::regclass and t.oid = d.objid),
      'policy ' || (select format('%s.%s %s', yn.nspname, yc.relname, y.polname) from pg_policy y join pg_class yc on yc.oid = y.polrelid
        join pg_namespace yn on yn.oid = yc.relnamespace where d.classid = 'pg_policy'::regclass and y.oid = d.objid),
      pg_describe_object(d.classid, d.objid, d.objsubid))
    from pg_depend d where d.refclassid = 'pg_proc'::regclass and d.refobjid = p.oid and d.deptype in ('n', 'a') order by 1) as dependents
from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.proname = any($1) and n.nspname not in ('pg_catalog', 'information_schema')
order by 1, p.oid`,Se=`
select format('%s.%s', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and c.relpersistence = 'p' and c.relnamespace <> pg_my_temp_schema()
  and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
  and case c.relreplident when 'f' then false when 'n' then true else not exists (select from pg_index i where i.indrelid = c.oid
    and case c.relreplident when 'i' then i.indisreplident else i.indisprimary end) end
order by 1`;var xe=y(71112);const Me={r:"table",p:"partitioned",v:"view",m:"materialized-view",i:"index",I:"index",S:"sequence",f:"foreign-table",c:"composite"},Ae={i:"immutable",s:"stable",v:"volatile"},Te={b:"base",e:"enum",d:"domain",c:"composite"},Oe={c:"check",f:"foreign-key",p:"primary-key",u:"unique",x:"exclusion",n:"not-null"},Ne={"*":"all",r:"select",a:"insert",w:"update",d:"delete"},Ee={f:"function",p:"procedure",a:"aggregate",w:"window"},Ce={r:"table",S:"sequence",f:"function",T:"type",n:"schema"};function De(e){return{name:e.name,kind:Me[e.kind]??"table",rows:Number(e.rows),bytes:Number(e.bytes),columns:new Map,constraints:new Map,indexes:new Map,children:e.children,parents:e.parents,referencedBy:[],views:e.views,rowSecurity:e.row_security,unlogged:e.unlogged,securityInvoker:e.security_invoker,identified:e.identified,...e.identified_by?{identifiedBy:e.identified_by}:{},owner:e.owner,attached:new Set(e.attached),...e.of_table?{table:e.of_table}:{},...e.default_partition?{defaultPartition:e.default_partition}:{},...e.sibling_default?{siblingDefault:e.sibling_default}:{}}}r(De,"relationOf");function Ie(e,n){e.policies=new Map((n.policies??[]).map(({name:a,command:t,permissive:s,roles:i,using:o,check:l})=>[a,{command:Ne[t]??"all",permissive:s,roles:i,...o?{using:o}:{},...l?{check:l}:{}}])),e.triggers=new Map((n.triggers??[]).map(({name:a,...t})=>[a,t])),e.rights=B(n.rights),e.published=n.published,e.empty=n.empty,e.writable=n.writable,n.definition&&(e.definition=n.definition)}r(Ie,"attach");const B=r(e=>new Map(Object.entries(e).map(([n,a])=>[n,new Set(a)])),"rows_rightsOf");function $e(e){const n=e.generated==="s"?"stored":e.generated==="v"?"virtual":void 0;return{type:e.type,notNull:e.not_null,hasDefault:e.has_default,generated:n,identity:e.identity,...e.sequence?{sequence:e.sequence}:{},...e.collation?{collation:e.collation}:{}}}r($e,"columnOf");function ze(e,n){return{kind:Oe[e.kind]??"other",columns:e.columns,valid:e.valid,enforced:e.enforced,...e.deferrable?{deferrable:!0}:{},...n.length>0?{proves:n}:{},...e.kind==="c"&&e.expression?{condition:e.expression}:{},...e.references?{references:e.references}:{},...e.kind==="f"?{foreign:{columns:e.referenced,onDelete:e.on_delete,onUpdate:e.on_update,match:e.match,deferred:e.deferred}}:{}}}r(ze,"constraintOf");function Re(e){const{is_unique:n,valid:a,columns:t,computed_from:s,nulls_alike:i}=e;return{unique:n,valid:a,columns:t,...i?{nullsAlike:i}:{},...s.length>0?{computedFrom:s}:{}}}r(Re,"indexOf");const Le=r(e=>({volatility:Ae[e.volatility]??"volatile",own:e.own,usedBy:e.used_by}),"functionOf"),Pe=r(e=>({kind:Te[e.kind]??"other",constrained:e.constrained,usedBy:e.used_by,owner:e.owner,...e.labels.length>0?{labels:e.labels}:{},...e.attributes?{attributes:e.attributes}:{},...e.kind==="d"?{checks:e.checks,notNull:e.not_null}:{}}),"typeOfRow");function Fe(e){const n=(e.every??e.input).map((t,s)=>({type:t,name:e.names?.[s]??"",mode:e.modes?.[s]??"i"})),a=n.filter(({mode:t})=>["i","b","v"].includes(t));return{kind:Ee[e.kind]??"function",types:e.input,names:a.map(({name:t})=>t),defaults:e.defaults,result:{type:e.result,set:e.set},columns:n.filter(({mode:t})=>["o","b","t"].includes(t)).map(({name:t,type:s})=>({name:t,type:s})),definer:e.definer,owner:e.owner,rights:B(e.rights),dependents:e.dependents}}r(Fe,"routineOf");const Be=r(e=>({owner:e.owner,rights:B(e.rights),inside:{table:B(e.tables),sequence:B(e.sequences),function:B(e.functions)}}),"schemaOf"),Ue=r(e=>e.flatMap(({schema:n,kind:a,rights:t})=>{const s=Ce[a];return s?[{schema:n,kind:s,rights:B(t)}]:[]}),"defaultsOf");async function Ke(e,n){const[a]=await e.query(_e),t=new Map,s=[[...n.functions]];for(const w of await e.query(ve,s))t.set(w.name,Le(w));const i=new Map;for(const w of await e.query(je,s))i.set(w.name,[...i.get(w.name)??[],Fe(w)]);const o=await Ve(e,[...n.relations,...We(i)],n.schemas),l=new Map;for(const w of await e.query(ke,[[...n.types]])){const U=Pe(w);l.set(`${w.schema}.${w.name}`,U).set(w.name,U)}const u=n.granted.size>0?[[...n.granted]]:void 0,h=u?await e.query(we,u):[],v=n.publishes?await e.query(Se):void 0;return{known:!0,serverVersion:a?.version??0,searchPath:a?.path??["public"],relations:o,functions:t,types:l,routines:i,schemas:new Map(h.map(w=>[w.name,Be(w)])),...a?{role:a.role,extensions:new Set(a.extensions)}:{},unbound:new Set(a?.unbound),defaults:Ue(a?.defaults??[]),publications:new Map(a?.publications.map(({name:w,...U})=>[w,U])),...v?{keyless:v.map(({name:w})=>w)}:{},publishes:{all:a?.publishes_all??!1,schemas:a?.publishes_schemas??[]}}}r(Ke,"readFacts");function We(e){return[...e.values()].flat().flatMap(({dependents:n=[]})=>n.flatMap(a=>{const[t="",s=""]=a.split(" ");return t==="trigger"||t==="policy"?[s.split(".").slice(1).join(".")]:[]}))}r(We,"hangingOn");async function Ve(e,n,a){const t=await(0,fe.qd)(),s=new Map,i=[n,[...a]];for(const l of await e.query(ue,i))s.set(l.name,De(l));const o=[[...s.keys()]];if(s.size===0)return s;for(const l of await e.query(ge,o))s.get(l.relation)?.columns.set(l.name,$e(l));for(const l of await e.query(he,o)){const u=s.get(l.relation),h=l.kind==="c"&&l.expression?(0,xe.w)(t,l.expression):[];u?.constraints.set(l.name,ze(l,h)),l.references&&s.get(l.references)?.referencedBy.push(l.relation)}for(const l of await e.query(ye,o))s.get(l.relation)?.indexes.set(l.name,Re(l));for(const l of await e.query(be,o)){const u=s.get(l.relation);u&&Ie(u,l)}return s}r(Ve,"readRelations");async function Ye(e,n,a={}){const t=await Promise.all(e.map(te)),s=t.flatMap(({statements:i})=>i);return ne(t,n&&s.length>0?await Ke(n,(0,me.w)(s)):(0,pe.f5)(),a)}r(Ye,"planMigrations");async function Xe(e,n,a={}){return ne(await Promise.all(e.map(te)),n,a)}r(Xe,"planWith");function ne(e,n,a){const t=d(),s={serves:!0,fresh:!1,...a},i=e.map((u,h)=>{const v=(0,O.mD)(u.sql,u.statements,u.directives),w={file:h,serves:s.serves};return{...ee(u.statements,v,{facts:n,memory:t,setting:w}),declared:qe(u.directives)??u.said?.phase,allowed:u.said?.allow}}),o=K(i,t,s),l=e.map((u,h)=>{const{phase:v="expand",statements:w=[]}=o[h]??{};return{version:u.version,name:u.name,file:u.file,checksum:u.checksum,phase:v,...i[h]?.declared?{declared:!0}:{},...u.late===void 0?{}:{late:u.late},transactional:!u.statements.some(O.c1),statements:w}});return{pending:l,facts:He(l,n)}}r(ne,"planRead");async function te(e){const n=e.statements??await(0,O.eg)(e.sql,e.file),a=await(0,O.pl)(e.sql,e.file);for(const t of a)if(t.kind==="allow"&&!m.y.has(t.rule))throw ae(t,e.file);for(const t of Object.keys(e.said?.allow??{}))if(!m.y.has(t))throw ae({rule:t,line:1,column:1},e.file);return{...e,statements:n,directives:a}}r(te,"readSource");function Qe(e){return e.some(({phase:n})=>n==="contract")?"contract":"expand"}r(Qe,"migrationPhase");function qe(e){return e.findLast(n=>n.kind==="phase")?.phase}r(qe,"declaredPhase");function He(e,n){return[...new Set(e.flatMap(({statements:t})=>t.flatMap(({locks:s})=>s.map(({relation:i})=>i))))].flatMap(t=>{const s=n.relations.get(t);return s&&["table","partitioned","materialized-view"].includes(s.kind)?[{relation:t,rows:s.rows,bytes:s.bytes,...s.empty?{empty:!0}:{}}]:[]}).sort((t,s)=>s.bytes-t.bytes||(t.relation<s.relation?-1:1))}r(He,"sizes");function ae(e,n){return(0,$.DN)({code:"SHIPLOCK_MIGRATION_UNKNOWN_RULE",what:`${n}:${e.line} allows "${e.rule}", which is no hazard`,next:`Did you mean ${(0,j.kp)(e.rule,[...m.y.keys()])}? All are listed in docs/hazards.md.`,notDone:["Nothing was sent to the database."],places:[{file:n,line:e.line,column:e.column}]})}r(ae,"unknownRule")}),37697:((V,T,y)=>{y.d(T,{jh:r(()=>m,"jh"),z:r(()=>C,"z")});var j=y(6609),$=y(34408);const O=new Set(["CreateRoleStmt","AlterRoleStmt","CreateSubscriptionStmt","AlterSubscriptionStmt","CreateUserMappingStmt","AlterUserMappingStmt","CreateForeignServerStmt","AlterForeignServerStmt"]),N=/secret|password|token|api_?key|credential|bearer/i;function C(c){const g=c.text.slice(0,1e3),p=b(c,g).replace(/\s+/g," ").trim();return(0,j.Jj)(p,120)}r(C,"summary");function b(c,g){return!O.has(c.kind)&&!N.test(g)?g:(0,$.pz)().scan(c.text).map(f=>f.tokenName==="SCONST"?"'\u2026'":f.text).join(" ")}r(b,"hideStrings");function _(c){const g=[];return walk(c.node,(p,f)=>{const E=p==="A_Const"?f.sval?.sval:void 0;E!==void 0&&g.push(E)}),g}r(_,"constantsOf");function m(c){return/[^\s'"();,.]{32}/.test(c.text)?(0,$.pz)().scan(c.text).filter(p=>p.tokenName==="IDENT").map(p=>p.text.replace(/^"|"$/g,"")).filter(p=>Buffer.byteLength(p)>63):[]}r(m,"longIdentifiers")})};export{en as id,nn as ids,tn as modules};
