var O=Object.defineProperty;var l=(q,y)=>O(q,"name",{value:y,configurable:!0});const D=5936,R=[5936],C={18776:((q,y,_)=>{_.d(y,{WY:l(()=>p,"WY"),ZG:l(()=>m,"ZG")});const m={staging:["deploy","plan","migrate","verify","gate","promote","watch","finalize"],production:["deploy","plan","approve","migrate","verify","gate","promote","watch","finalize"]},p=new Set(["migrate","verify","gate","promote","watch","finalize","rollback","contract"]),h={deploy:"deploy",plan:"plan",approve:"approval-gate",migrate:"migrate",verify:"verify-schema",gate:"health-gate",promote:"promote",watch:"health-gate",finalize:"finalize",rollback:"rollback",contract:"migrate"};function g(f,v){return m[f].find(n=>!v.has(n))}l(g,"nextPhase")}),29192:((q,y,_)=>{_.d(y,{F:l(()=>g,"F"),n:l(()=>h,"n")});var m=_(25547);const p=[`
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
`];async function h(f){const[v]=await f.query(`select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'shiplock' and c.relname = 'schema_version') as present`);if(!v?.present)return 0;try{const[n]=await f.query("select max(version)::int as version from shiplock.schema_version");return n?.version??0}catch(n){if(n instanceof m.GV&&n.code==="SHIPLOCK_DATABASE_PERMISSION")return p.length;throw n}}l(h,"installedVersion");async function g(f){return await h(f)>=p.length?!1:f.transaction(async v=>{await v.query("select pg_advisory_xact_lock(hashtextextended('shiplock.install', 0))");const n=await h(v);if(n>p.length)throw(0,m.V2)({code:"SHIPLOCK_RECORD_NEWER",what:`the record in this database is of version ${n}, newer than this Shiplock knows (${p.length})`,next:"Use the Shiplock version that wrote it, or a newer one."});for(let c=n+1;c<=p.length;c+=1)await v.query(p[c-1]),await v.query("insert into shiplock.schema_version (version) values ($1)",[c]);return n<p.length})}l(g,"installRecord")}),20351:((q,y,_)=>{_.d(y,{by:l(()=>x,"by"),fQ:l(()=>d,"fQ"),Po:l(()=>o,"Po")});const m=new Uint8Array(16);function p(){return crypto.getRandomValues(m)}l(p,"rng");const h=[];for(let a=0;a<256;++a)h.push((a+256).toString(16).slice(1));function g(a,e=0){return(h[a[e+0]]+h[a[e+1]]+h[a[e+2]]+h[a[e+3]]+"-"+h[a[e+4]]+h[a[e+5]]+"-"+h[a[e+6]]+h[a[e+7]]+"-"+h[a[e+8]]+h[a[e+9]]+"-"+h[a[e+10]]+h[a[e+11]]+h[a[e+12]]+h[a[e+13]]+h[a[e+14]]+h[a[e+15]]).toLowerCase()}l(g,"unsafeStringify");function f(a,e=0){const r=g(a,e);if(!validate(r))throw TypeError("Stringified UUID is invalid");return r}l(f,"stringify");const v=null,n={};function c(a,e,r){let i;if(a)i=k(a.random??a.rng?.()??p(),a.msecs,a.seq,e,r);else{const u=Date.now(),L=p();s(n,u,L),i=k(L,n.msecs,n.seq,e,r)}return e??g(i)}l(c,"v7");function s(a,e,r){return a.msecs??=-1/0,a.seq??=0,e>a.msecs?(a.seq=b(r),a.msecs=e):(a.seq=a.seq+1|0,a.seq===0&&a.msecs++),a}l(s,"updateV7State");function k(a,e,r,i,u=0){if(a.length<16)throw new Error("Random bytes length must be >= 16");if(!i)i=new Uint8Array(16),u=0;else if(u<0||u+16>i.length)throw new RangeError(`UUID byte range ${u}:${u+15} is out of buffer bounds`);return e??=Date.now(),r??=b(a),i[u++]=e/1099511627776&255,i[u++]=e/4294967296&255,i[u++]=e/16777216&255,i[u++]=e/65536&255,i[u++]=e/256&255,i[u++]=e&255,i[u++]=112|r>>>28&15,i[u++]=r>>>20&255,i[u++]=128|r>>>14&63,i[u++]=r>>>6&255,i[u++]=r<<2&255|a[10]&3,i[u++]=a[11],i[u++]=a[12],i[u++]=a[13],i[u++]=a[14],i[u++]=a[15],i}l(k,"v7Bytes");function b(a){return(a[6]&127)<<24|a[7]<<16|a[8]<<8|a[9]}l(b,"v7Sequence");const E=c;var S=_(25547);const x=`seq::int as seq, release_id as "releaseId", to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor, phase, kind, token::int as token, body,
  prev_hash as "prevHash", hash`,t=`id, environment, commit_sha as commit, replaces, run_id as "runId", run_url as "runUrl", actor,
  to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt"`;function o(){return`rel_${E()}`}l(o,"newReleaseId");class d{static{l(this,"ReleaseRecord")}#e;constructor(e){this.#e=e}async open(e,r,i={}){return await this.#e.query("select * from shiplock.open($1, $2, $3, $4, $5, $6, $7, $8, $9)",[e.id,e.environment,e.commit,e.replaces,e.runId,e.runUrl,e.actor,r,JSON.stringify(i)]),await this.release(e.id)}async append(e){try{return(await this.#e.query("select seq::int as seq, at, hash from shiplock.append($1, $2, $3, $4, $5, $6)",[e.releaseId,e.token,e.actor,e.phase,e.kind,JSON.stringify(e.body)]))[0]}catch(r){throw w(r)!=="SL003"?r:(0,S.V2)({code:"SHIPLOCK_LEASE_STALE",what:`this run no longer holds the lease of the environment: ${$(r)}`,notDone:[`nothing was recorded for ${e.phase} (${e.kind})`],next:"Another release took over. Look at `shiplock status`, and start this one again when that one is closed."},r)}}async release(e){return(await this.#e.query(`select ${t} from shiplock.release where id = $1`,[e]))[0]}async latest(e,r){return(await this.#e.query(`select ${t} from shiplock.release where environment = $1 and commit_sha = $2
        order by opened_at desc limit 1`,[e,r]))[0]}async events(e){return this.#e.query(`select ${x} from shiplock.event where release_id = $1 order by seq`,[e])}async recent(e,r){return this.#e.query(`select ${t} from shiplock.release where $1::text is null or environment = $1
        order by opened_at desc limit $2`,[e??null,r])}async serving(e){const r=await this.#e.query(`select e.body ->> 'serves' as serves from shiplock.event e join shiplock.release r on r.id = e.release_id
        where e.kind = 'closed' and r.environment = $1 and e.body ->> 'serves' is not null
        order by e.seq desc limit 1`,[e]);return r[0]?this.release(r[0].serves):void 0}async finished(e,r){return(await this.#e.query(`select ${t} from shiplock.release r where environment = $1 and commit_sha = $2 and exists (
         select from shiplock.event e where e.release_id = r.id and e.kind = 'closed' and e.body ->> 'result' = 'released')
        order by opened_at desc limit 1`,[e,r]))[0]}}function w(a){for(let e=a;e instanceof Error;e=e.cause){const r=e.code;if(typeof r=="string"&&/^[0-9A-Z]{5}$/.test(r))return r}}l(w,"sqlState");function $(a){let e="";for(let r=a;r instanceof Error;r=r.cause)e=r.message;return e}l($,"sqlMessage")}),85818:((q,y,_)=>{_.d(y,{Jb:l(()=>g,"Jb"),TM:l(()=>f,"TM")});var m=_(20724),p=_(25547);const h=new Set;class g{static{l(this,"Seam")}#e;#t;#a;planned=[];constructor(n,c){this.#e=n,this.#t=c.say,this.#a=c.dryRun}async write(n){if(this.#a){this.planned.push({name:n.name,request:n.request}),this.#t(`dry run: would call ${n.name} ${(0,m.$N)(n.request)}`);return}h.add(n.name);const c=this.#i(n);if(c?.result)return c.result;if(c?.intentAt!==void 0&&n.reconcile!=="finds-first"){this.#t(`${n.name}: an earlier attempt has no recorded outcome; reading the vendor's state`);const b=await this.#r(n,c.intentAt);if(b)return this.#t(`${n.name}: it had been done; not repeated`),b}const s=Date.now();await this.#n("intent",n,{request:n.request,atMs:s});let k;try{k=await n.run()}catch(b){return this.#o(n,s,b)}return n.accepted?this.#s(n,s):(await this.#n("outcome",n,{result:"done",value:(0,m.aB)(k)}),k)}async#s(n,c){const s=await this.#r(n,c);if(s)return s;throw(0,p.V2)({code:"SHIPLOCK_OUTSIDE_CALL_NOT_DONE",what:`${n.name} was accepted, and its job ended without doing it`,done:[`${n.name} was requested once`],notDone:["what it asked for did not happen, and it was not requested again"],next:"Look at the vendor\u2019s own page for the reason. Running the same job again reads the state first and goes on from it."})}async#o(n,c,s){if((!(s instanceof p.in)||s.certainty==="unknown")&&n.reconcile!=="finds-first"&&!(s instanceof p.GV&&!(s instanceof p.in))){this.#t(`${n.name}: the answer was lost (${f(s)}); reading the vendor's state`);const b=await this.#r(n,c);if(b)return b}throw await this.#n("outcome",n,{result:"failed",error:f(s)}),s}async#r(n,c){if(n.reconcile==="finds-first")return;const s=await n.reconcile(c);if(s.state==="done")return await this.#n("observed",n,{result:"done",value:(0,m.aB)(s.result)}),s.result;if(s.state==="not-done"){await this.#n("observed",n,{result:"not-done"});return}throw await this.#n("observed",n,{result:"ambiguous",why:s.why}),(0,p.V2)({code:"SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS",what:`${n.name} was sent, and what became of it cannot be decided: ${s.why}`,done:[`${n.name} was sent once`],notDone:["it was not sent again"],next:"Look at the vendor\u2019s own page; when its state is settled, run the same job again: it reads the state and goes on."})}#i(n){let c;for(const s of this.#e.events()){const k=s.body;k.step!=="call"||k.call!==n.name||(k.key??"")!==(n.key??"")||(s.kind==="intent"?c={intentAt:Number(k.atMs)}:k.result==="done"?c={result:k.value??null}:(k.result==="failed"||k.result==="not-done")&&(c=void 0))}return c}#n(n,c,s){return this.#e.append(n,{step:"call",call:c.name,...c.key?{key:c.key}:{},...s})}async project(n,c){try{return await this.write(n)}catch(s){if(s instanceof p.GV&&s.code==="SHIPLOCK_LEASE_STALE")throw s;c(`${n.name} was skipped: ${f(s)}`);return}}}function f(v){return(v instanceof Error?v.message:String(v)).split(`
`)[0]??""}l(f,"firstLine")}),15936:((q,y,_)=>{_.d(y,{N:l(()=>S,"N")});var m=_(25547),p=_(58500);const h=300;async function g(x,t,o,d){return(await x.query('select granted, holder, token::int as token, expires_at as "expiresAt" from shiplock.acquire($1, $2, $3)',[t,o,d]))[0]}l(g,"tryAcquire");async function f(x,t){const{environment:o,holder:d,seconds:w=h,waitSeconds:$=0,say:a}=t,e=Date.now()+$*1e3;for(let r=0;;r+=1){const i=await g(x,o,d,w);if(i.granted)return{environment:o,holder:d,token:i.token,expiresAt:i.expiresAt};if(Date.now()>=e)throw(0,m.V2)({code:"SHIPLOCK_LEASE_HELD",what:`${i.holder} holds the lease of ${o} until ${i.expiresAt.toISOString()}`,done:[],notDone:[`${d} changed nothing in ${o}`],next:`Wait for ${i.holder} to finish, or roll it back; if its runner is gone the lease frees itself at that time. To wait for it, set lease-wait-minutes.`});r%10===0&&a(`waiting for the lease of ${o}: ${i.holder} holds it until ${i.expiresAt.toISOString()}`),await(0,p.setTimeout)(Math.min(1e3,Math.max(50,e-Date.now())))}}l(f,"acquireLease");async function v(x,t){return(await x.query("select shiplock.give_back($1, $2, $3) as ok",[t.environment,t.holder,t.token]))[0]?.ok??!1}l(v,"giveBack");async function n(x,t,o,d=6e4){const w=setInterval(()=>{g(x,t.environment,t.holder,h).catch(()=>{})},d);w.unref();try{return await o()}finally{clearInterval(w)}}l(n,"withHeartbeat");var c=_(18776),s=_(29192),k=_(20351),b=_(85818),E=_(90863);class S{static{l(this,"Session")}context;database;record;release;#e;#t;unrecorded;constructor(t,o,d,w,$){this.context=t,this.database=o,this.record=new k.fQ(o),this.release=d,this.#e=[...w],this.unrecorded=$}static async openOrFind(t,o){const d=await t.database();t.dryRun||await I(d);const w=await S.#a(t,d);if(w&&(!w.state.closed||w.release.runId===(t.run.id??null)))return w;const $=new k.fQ(d),e=await(0,s.n)(d)>0?await $.serving(t.environment.name):void 0,r={id:t.releaseId??(0,k.Po)(),environment:t.environment.name,commit:t.commit,replaces:e?.id??null,runId:t.run.id??null,runUrl:t.run.url??null,actor:t.actor};if(t.dryRun)return new S(t,d,{...r,openedAt:new Date().toISOString()},[],!0);const i=await $.open(r,o);return new S(t,d,i,await $.events(i.id),!1)}static async find(t){const o=await t.database(),d=await S.#a(t,o);if(d)return d;throw(0,m.DN)({code:"SHIPLOCK_RELEASE_NOT_FOUND",what:`the record of ${t.environment.name} knows no release of commit ${t.commit}${t.releaseId?` with id ${t.releaseId}`:""}`,notDone:["nothing was changed"],next:"Run the deploy action for this commit first, or check that database-url is the one of this environment."})}static async#a(t,o){if(await(0,s.n)(o)===0)return;const d=new k.fQ(o),w=t.releaseId?await d.release(t.releaseId):await d.latest(t.environment.name,t.commit);if(w)return new S(t,o,w,await d.events(w.id),t.dryRun)}get state(){return(0,E.r)(this.#e)}get events(){return this.#e}get token(){return this.#t?.token??null}async append(t,o,d){if(this.unrecorded)return;const w=c.WY.has(t)?this.token:null,$={releaseId:this.release.id,token:w,actor:this.context.actor,phase:t,kind:o,body:d},{seq:a,at:e,hash:r}=await this.record.append($);this.#e.push({...$,seq:a,at:e,hash:r,prevHash:""})}seam(t){return new b.Jb({phase:t,append:l((o,d)=>this.append(t,o,d),"append"),events:l(()=>this.#e,"events")},{say:this.context.say,dryRun:this.context.dryRun})}phaseDone(t,o={}){return this.append(t,"outcome",{step:"phase",result:"done",...o})}async leased(t){if(this.unrecorded)return t();this.#t=await f(this.database,{environment:this.context.environment.name,holder:this.release.id,waitSeconds:this.context.environment.leaseWaitSeconds,say:this.context.say}),this.#e=[...await this.record.events(this.release.id)];try{return await n(this.database,this.#t,t)}catch(o){throw await this.#s(),o}}async#s(){const t=this.#e.some(o=>c.WY.has(o.phase)&&(o.kind==="intent"||o.kind==="outcome"));!this.#t||t&&!this.state.closed||(await v(this.database,this.#t).catch(()=>{}),this.#t=void 0)}async close(t,o,d,w={}){await this.append(t,"closed",{result:o,serves:d,...w}),this.#t&&await v(this.database,this.#t),this.#t=void 0}requirePlan(t=!0){const{plan:o,approval:d}=this.state;if(!o)throw(0,m.V2)({code:"SHIPLOCK_PLAN_MISSING",what:`release ${this.release.id} has no plan, or its plan was voided`,notDone:["nothing was changed"],next:"Run the plan action, read what it prints, and approve it."});if(t&&this.context.environment.kind==="production"&&d?.hash!==o.hash)throw(0,m.V2)({code:"SHIPLOCK_APPROVAL_MISSING",what:`plan ${o.hash.slice(0,12)} of release ${this.release.id} is not approved`,notDone:["nothing was changed"],next:"Run the approval-gate action after the people you require have approved this plan hash."});return o}requireOpen(){const{closed:t}=this.state;if(t)throw(0,m.V2)({code:"SHIPLOCK_RELEASE_CLOSED",what:`release ${this.release.id} was closed as ${t.result} at ${t.at}`,notDone:["nothing was changed"],next:"Start a new workflow run of this commit: its deploy opens a new release. Re-running jobs of this run stays with the closed one."})}requirePhase(t){if(!(this.unrecorded||this.state.donePhases.has(t)))throw(0,m.V2)({code:"SHIPLOCK_PHASE_ORDER",what:`phase ${t} of release ${this.release.id} is not done yet`,notDone:["nothing was changed"],next:`Run the action of ${t} first; \`shiplock resume\` does all that is left, in order.`})}}async function I(x){try{await(0,s.F)(x)}catch(t){throw!(t instanceof m.GV)||t.code!=="SHIPLOCK_DATABASE_PERMISSION"?t:(0,m.DN)({code:"SHIPLOCK_RECORD_NOT_INSTALLED",what:`this database has no record of this Shiplock's version yet (schema shiplock), and the role of database-url may not make it: ${t.problem.what}`,notDone:["nothing was changed"],next:"Run deploy once with the role that owns the schema (postgres on Supabase): it installs the record. Then run docs/sql/plan-role.sql once more, and the planner's role is enough."},t)}}l(I,"installFor")}),90863:((q,y,_)=>{_.d(y,{r:l(()=>p,"r")});const m=l((h,g,f)=>h.kind===g&&(f===void 0||h.body.step===f),"is");function p(h){const g=new Set,f=new Map;let v,n,c;for(const s of h)m(s,"outcome","phase")&&s.body.result==="done"?(g.add(s.phase),f.set(s.phase,s.body)):s.kind==="planned"?(v={plan:s.body.plan,hash:String(s.body.hash),at:s.at,seq:s.seq},g.add("plan"),n&&n.hash!==v.hash&&(n=void 0,g.delete("approve"))):s.kind==="approved"?(n={hash:String(s.body.hash),approvers:s.body.approvers},g.add("approve")):s.kind==="voided"?(n=void 0,v=void 0,g.delete("plan"),g.delete("approve")):s.kind==="closed"&&(c={result:s.body.result,serves:s.body.serves??null,at:s.at});return{donePhases:g,plan:v,approval:n,closed:c,phaseBody:l(s=>f.get(s),"phaseBody")}}l(p,"foldState")})};export{D as id,R as ids,C as modules};
