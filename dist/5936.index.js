var A=Object.defineProperty;var i=(q,y)=>A(q,"name",{value:y,configurable:!0});const D=5936,R=[5936],C={18776:((q,y,_)=>{_.d(y,{WY:i(()=>p,"WY"),ZG:i(()=>k,"ZG")});const k={staging:["deploy","plan","migrate","verify","gate","promote","watch","finalize"],production:["deploy","plan","approve","migrate","verify","gate","promote","watch","finalize"]},p=new Set(["migrate","verify","gate","promote","watch","finalize","rollback","contract"]),d={deploy:"deploy",plan:"plan",approve:"approval-gate",migrate:"migrate",verify:"verify-schema",gate:"health-gate",promote:"promote",watch:"health-gate",finalize:"finalize",rollback:"rollback",contract:"migrate"};function g(w,m){return k[w].find(t=>!m.has(t))}i(g,"nextPhase")}),29192:((q,y,_)=>{_.d(y,{F:i(()=>g,"F"),n:i(()=>d,"n")});var k=_(25547);const p=[`
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
`];async function d(w){const[m]=await w.query(`select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'shiplock' and c.relname = 'schema_version') as present`);if(!m?.present)return 0;try{const[t]=await w.query("select max(version)::int as version from shiplock.schema_version");return t?.version??0}catch(t){if(t instanceof k.GV&&t.code==="SHIPLOCK_DATABASE_PERMISSION")return p.length;throw t}}i(d,"installedVersion");async function g(w){return await d(w)>=p.length?!1:w.transaction(async m=>{await m.query("select pg_advisory_xact_lock(hashtextextended('shiplock.install', 0))");const t=await d(m);if(t>p.length)throw(0,k.V2)({code:"SHIPLOCK_RECORD_NEWER",what:`the record in this database is of version ${t}, newer than this Shiplock knows (${p.length})`,next:"Use the Shiplock version that wrote it, or a newer one."});for(let l=t+1;l<=p.length;l+=1)await m.query(p[l-1]),await m.query("insert into shiplock.schema_version (version) values ($1)",[l]);return t<p.length})}i(g,"installRecord")}),20351:((q,y,_)=>{_.d(y,{by:i(()=>n,"by"),fQ:i(()=>v,"fQ"),Po:i(()=>c,"Po")});const k=new Uint8Array(16);function p(){return crypto.getRandomValues(k)}i(p,"rng");const d=[];for(let a=0;a<256;++a)d.push((a+256).toString(16).slice(1));function g(a,e=0){return(d[a[e+0]]+d[a[e+1]]+d[a[e+2]]+d[a[e+3]]+"-"+d[a[e+4]]+d[a[e+5]]+"-"+d[a[e+6]]+d[a[e+7]]+"-"+d[a[e+8]]+d[a[e+9]]+"-"+d[a[e+10]]+d[a[e+11]]+d[a[e+12]]+d[a[e+13]]+d[a[e+14]]+d[a[e+15]]).toLowerCase()}i(g,"unsafeStringify");function w(a,e=0){const r=g(a,e);if(!validate(r))throw TypeError("Stringified UUID is invalid");return r}i(w,"stringify");const m=null,t={};function l(a,e,r){let h;if(a)h=f(a.random??a.rng?.()??p(),a.msecs,a.seq,e,r);else{const u=Date.now(),L=p();s(t,u,L),h=f(L,t.msecs,t.seq,e,r)}return e??g(h)}i(l,"v7");function s(a,e,r){return a.msecs??=-1/0,a.seq??=0,e>a.msecs?(a.seq=b(r),a.msecs=e):(a.seq=a.seq+1|0,a.seq===0&&a.msecs++),a}i(s,"updateV7State");function f(a,e,r,h,u=0){if(a.length<16)throw new Error("Random bytes length must be >= 16");if(!h)h=new Uint8Array(16),u=0;else if(u<0||u+16>h.length)throw new RangeError(`UUID byte range ${u}:${u+15} is out of buffer bounds`);return e??=Date.now(),r??=b(a),h[u++]=e/1099511627776&255,h[u++]=e/4294967296&255,h[u++]=e/16777216&255,h[u++]=e/65536&255,h[u++]=e/256&255,h[u++]=e&255,h[u++]=112|r>>>28&15,h[u++]=r>>>20&255,h[u++]=128|r>>>14&63,h[u++]=r>>>6&255,h[u++]=r<<2&255|a[10]&3,h[u++]=a[11],h[u++]=a[12],h[u++]=a[13],h[u++]=a[14],h[u++]=a[15],h}i(f,"v7Bytes");function b(a){return(a[6]&127)<<24|a[7]<<16|a[8]<<8|a[9]}i(b,"v7Sequence");const I=l;var $=_(25547);const n=`seq::int as seq, release_id as "releaseId", to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor, phase, kind, token::int as token, body,
  prev_hash as "prevHash", hash`,o=`id, environment, commit_sha as commit, replaces, run_id as "runId", run_url as "runUrl", actor,
  to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt"`;function c(){return`rel_${I()}`}i(c,"newReleaseId");class v{static{i(this,"ReleaseRecord")}#e;constructor(e){this.#e=e}async open(e,r,h={}){return await this.#e.query("select * from shiplock.open($1, $2, $3, $4, $5, $6, $7, $8, $9)",[e.id,e.environment,e.commit,e.replaces,e.runId,e.runUrl,e.actor,r,JSON.stringify(h)]),await this.release(e.id)}async append(e){try{return(await this.#e.query("select seq::int as seq, at, hash from shiplock.append($1, $2, $3, $4, $5, $6)",[e.releaseId,e.token,e.actor,e.phase,e.kind,JSON.stringify(e.body)]))[0]}catch(r){throw x(r)!=="SL003"?r:(0,$.V2)({code:"SHIPLOCK_LEASE_STALE",what:`this run no longer holds the lease of the environment: ${E(r)}`,notDone:[`nothing was recorded for ${e.phase} (${e.kind})`],next:"Another release took over. Look at `shiplock status`, and start this one again when that one is closed."},r)}}async release(e){return(await this.#e.query(`select ${o} from shiplock.release where id = $1`,[e]))[0]}async latest(e,r){return(await this.#e.query(`select ${o} from shiplock.release where environment = $1 and commit_sha = $2
        order by opened_at desc limit 1`,[e,r]))[0]}async events(e){return this.#e.query(`select ${n} from shiplock.event where release_id = $1 order by seq`,[e])}async recent(e,r){return this.#e.query(`select ${o} from shiplock.release where $1::text is null or environment = $1
        order by opened_at desc limit $2`,[e??null,r])}async serving(e){const r=await this.#e.query(`select e.body ->> 'serves' as serves from shiplock.event e join shiplock.release r on r.id = e.release_id
        where e.kind = 'closed' and r.environment = $1 and e.body ->> 'serves' is not null
        order by e.seq desc limit 1`,[e]);return r[0]?this.release(r[0].serves):void 0}async finished(e,r){return(await this.#e.query(`select ${o} from shiplock.release r where environment = $1 and commit_sha = $2 and exists (
         select from shiplock.event e where e.release_id = r.id and e.kind = 'closed' and e.body ->> 'result' = 'released')
        order by opened_at desc limit 1`,[e,r]))[0]}}function x(a){for(let e=a;e instanceof Error;e=e.cause){const r=e.code;if(typeof r=="string"&&/^[0-9A-Z]{5}$/.test(r))return r}}i(x,"sqlState");function E(a){let e="";for(let r=a;r instanceof Error;r=r.cause)e=r.message;return e}i(E,"sqlMessage")}),85818:((q,y,_)=>{_.d(y,{Jb:i(()=>g,"Jb"),TM:i(()=>w,"TM")});var k=_(20724),p=_(25547);const d=new Set;class g{static{i(this,"Seam")}#e;#t;#a;planned=[];constructor(t,l){this.#e=t,this.#t=l.say,this.#a=l.dryRun}async write(t){if(this.#a){this.planned.push({name:t.name,request:t.request}),this.#t(`dry run: would call ${t.name} ${(0,k.$N)(t.request)}`);return}d.add(t.name);const l=this.#i(t);if(l?.result)return l.result;if(l?.intentAt!==void 0&&t.reconcile!=="finds-first"){this.#t(`${t.name}: an earlier attempt has no recorded outcome; reading the vendor's state`);const b=await this.#r(t,l.intentAt);if(b)return this.#t(`${t.name}: it had been done; not repeated`),b}const s=Date.now();await this.#n("intent",t,{request:t.request,atMs:s});let f;try{f=await t.run()}catch(b){return this.#o(t,s,b)}return t.accepted?this.#s(t,s):(await this.#n("outcome",t,{result:"done",value:(0,k.aB)(f)}),f)}async#s(t,l){const s=await this.#r(t,l);if(s)return s;throw(0,p.V2)({code:"SHIPLOCK_OUTSIDE_CALL_NOT_DONE",what:`${t.name} was accepted, and its job ended without doing it`,done:[`${t.name} was requested once`],notDone:["what it asked for did not happen, and it was not requested again"],next:"Look at the vendor\u2019s own page for the reason. Running the same job again reads the state first and goes on from it."})}async#o(t,l,s){if((!(s instanceof p.in)||s.certainty==="unknown")&&t.reconcile!=="finds-first"&&!(s instanceof p.GV&&!(s instanceof p.in))){this.#t(`${t.name}: the answer was lost (${w(s)}); reading the vendor's state`);const b=await this.#r(t,l);if(b)return b}throw await this.#n("outcome",t,{result:"failed",error:w(s)}),s}async#r(t,l){if(t.reconcile==="finds-first")return;const s=await t.reconcile(l);if(s.state==="done")return await this.#n("observed",t,{result:"done",value:(0,k.aB)(s.result)}),s.result;if(s.state==="not-done"){await this.#n("observed",t,{result:"not-done"});return}throw await this.#n("observed",t,{result:"ambiguous",why:s.why}),(0,p.V2)({code:"SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS",what:`${t.name} was sent, and what became of it cannot be decided: ${s.why}`,done:[`${t.name} was sent once`],notDone:["it was not sent again"],next:"Look at the vendor\u2019s own page; when its state is settled, run the same job again: it reads the state and goes on."})}#i(t){let l;for(const s of this.#e.events()){const f=s.body;f.step!=="call"||f.call!==t.name||(f.key??"")!==(t.key??"")||(s.kind==="intent"?l={intentAt:Number(f.atMs)}:f.result==="done"?l={result:f.value??null}:(f.result==="failed"||f.result==="not-done")&&(l=void 0))}return l}#n(t,l,s){return this.#e.append(t,{step:"call",call:l.name,...l.key?{key:l.key}:{},...s})}async project(t,l){try{return await this.write(t)}catch(s){if(s instanceof p.GV&&s.code==="SHIPLOCK_LEASE_STALE")throw s;l(`${t.name} was skipped: ${w(s)}`);return}}}function w(m){return(m instanceof Error?m.message:String(m)).split(`
`)[0]??""}i(w,"firstLine")}),15936:((q,y,_)=>{_.d(y,{N:i(()=>$,"N")});var k=_(25547),p=_(58500);const d=300;async function g(S,n,o,c){return(await S.query('select granted, holder, token::int as token, expires_at as "expiresAt" from shiplock.acquire($1, $2, $3)',[n,o,c]))[0]}i(g,"tryAcquire");async function w(S,n){const{environment:o,holder:c,seconds:v=d,waitSeconds:x=0,say:E}=n,a=Date.now()+x*1e3;for(let e=0;;e+=1){const r=await g(S,o,c,v);if(r.granted)return{environment:o,holder:c,token:r.token,expiresAt:r.expiresAt};if(Date.now()>=a)throw(0,k.V2)({code:"SHIPLOCK_LEASE_HELD",what:`${r.holder} holds the lease of ${o} until ${r.expiresAt.toISOString()}`,done:[],notDone:[`${c} changed nothing in ${o}`],next:`Wait for ${r.holder} to finish, or roll it back; if its runner is gone the lease frees itself at that time. To wait for it, set lease-wait-minutes.`});e%10===0&&E(`waiting for the lease of ${o}: ${r.holder} holds it until ${r.expiresAt.toISOString()}`),await(0,p.setTimeout)(Math.min(1e3,Math.max(50,a-Date.now())))}}i(w,"acquireLease");async function m(S,n){return(await S.query("select shiplock.give_back($1, $2, $3) as ok",[n.environment,n.holder,n.token]))[0]?.ok??!1}i(m,"giveBack");async function t(S,n,o,c=6e4){const v=setInterval(()=>{g(S,n.environment,n.holder,d).catch(()=>{})},c);v.unref();try{return await o()}finally{clearInterval(v)}}i(t,"withHeartbeat");var l=_(18776),s=_(29192),f=_(20351),b=_(85818),I=_(90863);class ${static{i(this,"Session")}context;database;record;release;#e;#t;unrecorded;constructor(n,o,c,v,x){this.context=n,this.database=o,this.record=new f.fQ(o),this.release=c,this.#e=[...v],this.unrecorded=x}static async openOrFind(n,o){const c=await n.database();n.dryRun||await(0,s.F)(c);const v=await $.#a(n,c);if(v&&(!v.state.closed||v.release.runId===(n.run.id??null)))return v;const x=new f.fQ(c),a=await(0,s.n)(c)>0?await x.serving(n.environment.name):void 0,e={id:n.releaseId??(0,f.Po)(),environment:n.environment.name,commit:n.commit,replaces:a?.id??null,runId:n.run.id??null,runUrl:n.run.url??null,actor:n.actor};if(n.dryRun)return new $(n,c,{...e,openedAt:new Date().toISOString()},[],!0);const r=await x.open(e,o);return new $(n,c,r,await x.events(r.id),!1)}static async find(n){const o=await n.database(),c=await $.#a(n,o);if(c)return c;throw(0,k.DN)({code:"SHIPLOCK_RELEASE_NOT_FOUND",what:`the record of ${n.environment.name} knows no release of commit ${n.commit}${n.releaseId?` with id ${n.releaseId}`:""}`,notDone:["nothing was changed"],next:"Run the deploy action for this commit first, or check that database-url is the one of this environment."})}static async#a(n,o){if(await(0,s.n)(o)===0)return;const c=new f.fQ(o),v=n.releaseId?await c.release(n.releaseId):await c.latest(n.environment.name,n.commit);if(v)return new $(n,o,v,await c.events(v.id),n.dryRun)}get state(){return(0,I.r)(this.#e)}get events(){return this.#e}get token(){return this.#t?.token??null}async append(n,o,c){if(this.unrecorded)return;const v=l.WY.has(n)?this.token:null,x={releaseId:this.release.id,token:v,actor:this.context.actor,phase:n,kind:o,body:c},{seq:E,at:a,hash:e}=await this.record.append(x);this.#e.push({...x,seq:E,at:a,hash:e,prevHash:""})}seam(n){return new b.Jb({phase:n,append:i((o,c)=>this.append(n,o,c),"append"),events:i(()=>this.#e,"events")},{say:this.context.say,dryRun:this.context.dryRun})}phaseDone(n,o={}){return this.append(n,"outcome",{step:"phase",result:"done",...o})}async leased(n){if(this.unrecorded)return n();this.#t=await w(this.database,{environment:this.context.environment.name,holder:this.release.id,waitSeconds:this.context.environment.leaseWaitSeconds,say:this.context.say}),this.#e=[...await this.record.events(this.release.id)];try{return await t(this.database,this.#t,n)}catch(o){throw await this.#s(),o}}async#s(){const n=this.#e.some(o=>l.WY.has(o.phase)&&(o.kind==="intent"||o.kind==="outcome"));!this.#t||n&&!this.state.closed||(await m(this.database,this.#t).catch(()=>{}),this.#t=void 0)}async close(n,o,c,v={}){await this.append(n,"closed",{result:o,serves:c,...v}),this.#t&&await m(this.database,this.#t),this.#t=void 0}requirePlan(n=!0){const{plan:o,approval:c}=this.state;if(!o)throw(0,k.V2)({code:"SHIPLOCK_PLAN_MISSING",what:`release ${this.release.id} has no plan, or its plan was voided`,notDone:["nothing was changed"],next:"Run the plan action, read what it prints, and approve it."});if(n&&this.context.environment.kind==="production"&&c?.hash!==o.hash)throw(0,k.V2)({code:"SHIPLOCK_APPROVAL_MISSING",what:`plan ${o.hash.slice(0,12)} of release ${this.release.id} is not approved`,notDone:["nothing was changed"],next:"Run the approval-gate action after the people you require have approved this plan hash."});return o}requireOpen(){const{closed:n}=this.state;if(n)throw(0,k.V2)({code:"SHIPLOCK_RELEASE_CLOSED",what:`release ${this.release.id} was closed as ${n.result} at ${n.at}`,notDone:["nothing was changed"],next:"Start a new release: run the deploy action in a new workflow run."})}requirePhase(n){if(!(this.unrecorded||this.state.donePhases.has(n)))throw(0,k.V2)({code:"SHIPLOCK_PHASE_ORDER",what:`phase ${n} of release ${this.release.id} is not done yet`,notDone:["nothing was changed"],next:`Run the action of ${n} first; \`shiplock resume\` does all that is left, in order.`})}}}),90863:((q,y,_)=>{_.d(y,{r:i(()=>p,"r")});const k=i((d,g,w)=>d.kind===g&&(w===void 0||d.body.step===w),"is");function p(d){const g=new Set,w=new Map;let m,t,l;for(const s of d)k(s,"outcome","phase")&&s.body.result==="done"?(g.add(s.phase),w.set(s.phase,s.body)):s.kind==="planned"?(m={plan:s.body.plan,hash:String(s.body.hash),at:s.at,seq:s.seq},g.add("plan"),t&&t.hash!==m.hash&&(t=void 0,g.delete("approve"))):s.kind==="approved"?(t={hash:String(s.body.hash),approvers:s.body.approvers},g.add("approve")):s.kind==="voided"?(t=void 0,m=void 0,g.delete("plan"),g.delete("approve")):s.kind==="closed"&&(l={result:s.body.result,serves:s.body.serves??null,at:s.at});return{donePhases:g,plan:m,approval:t,closed:l,phaseBody:i(s=>w.get(s),"phaseBody")}}i(p,"foldState")})};export{D as id,R as ids,C as modules};
