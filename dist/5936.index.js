var D=Object.defineProperty;var i=(E,b)=>D(E,"name",{value:b,configurable:!0});const R=5936,P=[5936],C={18776:((E,b,m)=>{m.d(b,{WY:i(()=>p,"WY"),ZG:i(()=>w,"ZG")});const w={staging:["deploy","plan","migrate","verify","gate","promote","watch","finalize"],production:["deploy","plan","approve","migrate","verify","gate","promote","watch","finalize"]},p=new Set(["migrate","verify","gate","promote","watch","finalize","rollback","contract"]),c={deploy:"deploy",plan:"plan",approve:"approval-gate",migrate:"migrate",verify:"verify-schema",gate:"health-gate",promote:"promote",watch:"health-gate",finalize:"finalize",rollback:"rollback",contract:"migrate"};function g(v,f){return w[v].find(n=>!f.has(n))}i(g,"nextPhase")}),29192:((E,b,m)=>{m.d(b,{F:i(()=>g,"F"),n:i(()=>c,"n")});var w=m(25547);const p=[`
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
`];async function c(v){const[f]=await v.query(`select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'shiplock' and c.relname = 'schema_version') as present`);if(!f?.present)return 0;try{const[n]=await v.query("select max(version)::int as version from shiplock.schema_version");return n?.version??0}catch(n){if(n instanceof w.GV&&n.code==="SHIPLOCK_DATABASE_PERMISSION")return p.length;throw n}}i(c,"installedVersion");async function g(v){return await c(v)>=p.length?!1:v.transaction(async f=>{await f.query("select pg_advisory_xact_lock(hashtextextended('shiplock.install', 0))");const n=await c(f);if(n>p.length)throw(0,w.V2)({code:"SHIPLOCK_RECORD_NEWER",what:`the record in this database is of version ${n}, newer than this Shiplock knows (${p.length})`,next:"Use the Shiplock version that wrote it, or a newer one."});for(let l=n+1;l<=p.length;l+=1)await f.query(p[l-1]),await f.query("insert into shiplock.schema_version (version) values ($1)",[l]);return n<p.length})}i(g,"installRecord")}),20351:((E,b,m)=>{m.d(b,{by:i(()=>$,"by"),fQ:i(()=>d,"fQ"),Fp:i(()=>u,"Fp"),Po:i(()=>r,"Po"),cn:i(()=>y,"cn")});const w=new Uint8Array(16);function p(){return crypto.getRandomValues(w)}i(p,"rng");const c=[];for(let s=0;s<256;++s)c.push((s+256).toString(16).slice(1));function g(s,e=0){return(c[s[e+0]]+c[s[e+1]]+c[s[e+2]]+c[s[e+3]]+"-"+c[s[e+4]]+c[s[e+5]]+"-"+c[s[e+6]]+c[s[e+7]]+"-"+c[s[e+8]]+c[s[e+9]]+"-"+c[s[e+10]]+c[s[e+11]]+c[s[e+12]]+c[s[e+13]]+c[s[e+14]]+c[s[e+15]]).toLowerCase()}i(g,"unsafeStringify");function v(s,e=0){const o=g(s,e);if(!validate(o))throw TypeError("Stringified UUID is invalid");return o}i(v,"stringify");const f=null,n={};function l(s,e,o){let h;if(s)h=k(s.random??s.rng?.()??p(),s.msecs,s.seq,e,o);else{const _=Date.now(),O=p();a(n,_,O),h=k(O,n.msecs,n.seq,e,o)}return e??g(h)}i(l,"v7");function a(s,e,o){return s.msecs??=-1/0,s.seq??=0,e>s.msecs?(s.seq=x(o),s.msecs=e):(s.seq=s.seq+1|0,s.seq===0&&s.msecs++),s}i(a,"updateV7State");function k(s,e,o,h,_=0){if(s.length<16)throw new Error("Random bytes length must be >= 16");if(!h)h=new Uint8Array(16),_=0;else if(_<0||_+16>h.length)throw new RangeError(`UUID byte range ${_}:${_+15} is out of buffer bounds`);return e??=Date.now(),o??=x(s),h[_++]=e/1099511627776&255,h[_++]=e/4294967296&255,h[_++]=e/16777216&255,h[_++]=e/65536&255,h[_++]=e/256&255,h[_++]=e&255,h[_++]=112|o>>>28&15,h[_++]=o>>>20&255,h[_++]=128|o>>>14&63,h[_++]=o>>>6&255,h[_++]=o<<2&255|s[10]&3,h[_++]=s[11],h[_++]=s[12],h[_++]=s[13],h[_++]=s[14],h[_++]=s[15],h}i(k,"v7Bytes");function x(s){return(s[6]&127)<<24|s[7]<<16|s[8]<<8|s[9]}i(x,"v7Sequence");const I=l;var q=m(25547);const $=`seq::int as seq, release_id as "releaseId", to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor, phase, kind, token::int as token, body,
  prev_hash as "prevHash", hash`,t=`id, environment, commit_sha as commit, replaces, run_id as "runId", run_url as "runUrl", actor,
  to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt"`;function r(){return`rel_${I()}`}i(r,"newReleaseId");class d{static{i(this,"ReleaseRecord")}#e;constructor(e){this.#e=e}async open(e,o,h={}){return await this.#e.query("select * from shiplock.open($1, $2, $3, $4, $5, $6, $7, $8, $9)",[e.id,e.environment,e.commit,e.replaces,e.runId,e.runUrl,e.actor,o,JSON.stringify(h)]),await this.release(e.id)}async append(e){try{return(await this.#e.query("select seq::int as seq, at, hash from shiplock.append($1, $2, $3, $4, $5, $6)",[e.releaseId,e.token,e.actor,e.phase,e.kind,JSON.stringify(e.body)]))[0]}catch(o){throw y(o)==="42501"?u(o):y(o)!=="SL003"?o:(0,q.V2)({code:"SHIPLOCK_LEASE_STALE",what:`this run no longer holds the lease of the environment: ${S(o)}`,notDone:[`nothing was recorded for ${e.phase} (${e.kind})`],next:"Another release took over. Look at `shiplock status`, and start this one again when that one is closed."},o)}}async release(e){return(await this.#e.query(`select ${t} from shiplock.release where id = $1`,[e]))[0]}async latest(e,o){return(await this.#e.query(`select ${t} from shiplock.release where environment = $1 and commit_sha = $2
        order by opened_at desc limit 1`,[e,o]))[0]}async events(e){return this.#e.query(`select ${$} from shiplock.event where release_id = $1 order by seq`,[e])}async recent(e,o){return this.#e.query(`select ${t} from shiplock.release where $1::text is null or environment = $1
        order by opened_at desc limit $2`,[e??null,o])}async serving(e){const o=await this.#e.query(`select e.body ->> 'serves' as serves from shiplock.event e join shiplock.release r on r.id = e.release_id
        where e.kind = 'closed' and r.environment = $1 and e.body ->> 'serves' is not null
        order by e.seq desc limit 1`,[e]);return o[0]?this.release(o[0].serves):void 0}async finished(e,o){return(await this.#e.query(`select ${t} from shiplock.release r where environment = $1 and commit_sha = $2 and exists (
         select from shiplock.event e where e.release_id = r.id and e.kind = 'closed' and e.body ->> 'result' = 'released')
        order by opened_at desc limit 1`,[e,o]))[0]}}function u(s){return(0,q.DN)({code:"SHIPLOCK_DATABASE_PERMISSION",what:`the role of database-url may plan only: ${S(s)}`,notDone:["nothing was recorded by this step"],next:"Give this action the connection string of the role that owns the schema (postgres on Supabase): docs/read-only-role.md says which action needs which."},s)}i(u,"mayOnlyPlan");function y(s){for(let e=s;e instanceof Error;e=e.cause){const o=e.code;if(typeof o=="string"&&/^[0-9A-Z]{5}$/.test(o))return o}}i(y,"sqlState");function S(s){let e="";for(let o=s;o instanceof Error;o=o.cause)e=o.message;return e}i(S,"sqlMessage")}),85818:((E,b,m)=>{m.d(b,{Jb:i(()=>g,"Jb"),TM:i(()=>v,"TM")});var w=m(20724),p=m(25547);const c=new Set;class g{static{i(this,"Seam")}#e;#t;#s;planned=[];constructor(n,l){this.#e=n,this.#t=l.say,this.#s=l.dryRun}async write(n){if(this.#s){this.planned.push({name:n.name,request:n.request}),this.#t(`dry run: would call ${n.name} ${(0,w.$N)(n.request)}`);return}c.add(n.name);const l=this.#i(n);if(l?.result)return l.result;if(l?.intentAt!==void 0&&n.reconcile!=="finds-first"){this.#t(`${n.name}: an earlier attempt has no recorded outcome; reading the vendor's state`);const x=await this.#o(n,l.intentAt);if(x)return this.#t(`${n.name}: it had been done; not repeated`),x}const a=Date.now();await this.#n("intent",n,{request:n.request,atMs:a});let k;try{k=await n.run()}catch(x){return this.#r(n,a,x)}return n.accepted?this.#a(n,a):(await this.#n("outcome",n,{result:"done",value:(0,w.aB)(k)}),k)}async#a(n,l){const a=await this.#o(n,l);if(a)return a;throw(0,p.V2)({code:"SHIPLOCK_OUTSIDE_CALL_NOT_DONE",what:`${n.name} was accepted, and its job ended without doing it`,done:[`${n.name} was requested once`],notDone:["what it asked for did not happen, and it was not requested again"],next:"Look at the vendor\u2019s own page for the reason. Running the same job again reads the state first and goes on from it."})}async#r(n,l,a){if((!(a instanceof p.in)||a.certainty==="unknown")&&n.reconcile!=="finds-first"&&!(a instanceof p.GV&&!(a instanceof p.in))){this.#t(`${n.name}: the answer was lost (${v(a)}); reading the vendor's state`);const x=await this.#o(n,l);if(x)return x}throw await this.#n("outcome",n,{result:"failed",error:v(a)}),a}async#o(n,l){if(n.reconcile==="finds-first")return;const a=await n.reconcile(l);if(a.state==="done")return await this.#n("observed",n,{result:"done",value:(0,w.aB)(a.result)}),a.result;if(a.state==="not-done"){await this.#n("observed",n,{result:"not-done"});return}throw await this.#n("observed",n,{result:"ambiguous",why:a.why}),(0,p.V2)({code:"SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS",what:`${n.name} was sent, and what became of it cannot be decided: ${a.why}`,done:[`${n.name} was sent once`],notDone:["it was not sent again"],next:"Look at the vendor\u2019s own page; when its state is settled, run the same job again: it reads the state and goes on."})}#i(n){let l;for(const a of this.#e.events()){const k=a.body;k.step!=="call"||k.call!==n.name||(k.key??"")!==(n.key??"")||(a.kind==="intent"?l={intentAt:Number(k.atMs)}:k.result==="done"?l={result:k.value??null}:(k.result==="failed"||k.result==="not-done")&&(l=void 0))}return l}#n(n,l,a){return this.#e.append(n,{step:"call",call:l.name,...l.key?{key:l.key}:{},...a})}async project(n,l){try{return await this.write(n).catch(a=>this.#l(n,a))}catch(a){if(a instanceof p.GV&&a.code==="SHIPLOCK_LEASE_STALE")throw a;l(`${n.name} was skipped: ${v(a)}`);return}}async#l(n,l){if(!(l instanceof p.GV&&l.code==="SHIPLOCK_DATABASE_PERMISSION")||this.#e.phase!=="plan"||n.reconcile!=="finds-first")throw l;return n.run()}}function v(f){return(f instanceof Error?f.message:String(f)).split(`
`)[0]??""}i(v,"firstLine")}),15936:((E,b,m)=>{m.d(b,{N:i(()=>q,"N")});var w=m(25547),p=m(58500),c=m(20351);const g=300;async function v($,t,r,d){return(await $.query('select granted, holder, token::int as token, expires_at as "expiresAt" from shiplock.acquire($1, $2, $3)',[t,r,d]).catch(S=>{throw(0,c.cn)(S)==="42501"?(0,c.Fp)(S):S}))[0]}i(v,"tryAcquire");async function f($,t){const{environment:r,holder:d,seconds:u=g,waitSeconds:y=0,say:S}=t,s=Date.now()+y*1e3;for(let e=0;;e+=1){const o=await v($,r,d,u);if(o.granted)return{environment:r,holder:d,token:o.token,expiresAt:o.expiresAt};if(Date.now()>=s)throw(0,w.V2)({code:"SHIPLOCK_LEASE_HELD",what:`${o.holder} holds the lease of ${r} until ${o.expiresAt.toISOString()}`,done:[],notDone:[`${d} changed nothing in ${r}`],next:`Wait for ${o.holder} to finish, or roll it back; if its runner is gone the lease frees itself at that time. To wait for it, set lease-wait-minutes.`});e%10===0&&S(`waiting for the lease of ${r}: ${o.holder} holds it until ${o.expiresAt.toISOString()}`),await(0,p.setTimeout)(Math.min(1e3,Math.max(50,s-Date.now())))}}i(f,"acquireLease");async function n($,t){return(await $.query("select shiplock.give_back($1, $2, $3) as ok",[t.environment,t.holder,t.token]))[0]?.ok??!1}i(n,"giveBack");async function l($,t,r,d=6e4){const u=setInterval(()=>{v($,t.environment,t.holder,g).catch(()=>{})},d);u.unref();try{return await r()}finally{clearInterval(u)}}i(l,"withHeartbeat");var a=m(18776),k=m(29192),x=m(85818),I=m(90863);class q{static{i(this,"Session")}context;database;record;release;#e;#t;unrecorded;constructor(t,r,d,u,y){this.context=t,this.database=r,this.record=new c.fQ(r),this.release=d,this.#e=[...u],this.unrecorded=y}static async openOrFind(t,r){const d=await t.database();t.dryRun||await A(d);const u=await q.#s(t,d);if(u&&(!u.state.closed||u.release.runId===(t.run.id??null)))return u;const y=new c.fQ(d),s=await(0,k.n)(d)>0?await y.serving(t.environment.name):void 0,e={id:t.releaseId??(0,c.Po)(),environment:t.environment.name,commit:t.commit,replaces:s?.id??null,runId:t.run.id??null,runUrl:t.run.url??null,actor:t.actor};if(t.dryRun)return new q(t,d,{...e,openedAt:new Date().toISOString()},[],!0);const o=await y.open(e,r);return new q(t,d,o,await y.events(o.id),!1)}static async find(t){const r=await t.database(),d=await q.#s(t,r);if(d)return d;throw(0,w.DN)({code:"SHIPLOCK_RELEASE_NOT_FOUND",what:`the record of ${t.environment.name} knows no release of commit ${t.commit}${t.releaseId?` with id ${t.releaseId}`:""}`,notDone:["nothing was changed"],next:"Run the deploy action for this commit first, or check that database-url is the one of this environment."})}static async#s(t,r){if(await(0,k.n)(r)===0)return;const d=new c.fQ(r),u=t.releaseId?await d.release(t.releaseId):await d.latest(t.environment.name,t.commit);if(u)return new q(t,r,u,await d.events(u.id),t.dryRun)}get state(){return(0,I.r)(this.#e)}get events(){return this.#e}get token(){return this.#t?.token??null}async append(t,r,d){if(this.unrecorded)return;const u=a.WY.has(t)?this.token:null,y={releaseId:this.release.id,token:u,actor:this.context.actor,phase:t,kind:r,body:d},{seq:S,at:s,hash:e}=await this.record.append(y);this.#e.push({...y,seq:S,at:s,hash:e,prevHash:""})}seam(t){return new x.Jb({phase:t,append:i((r,d)=>this.append(t,r,d),"append"),events:i(()=>this.#e,"events")},{say:this.context.say,dryRun:this.context.dryRun})}phaseDone(t,r={}){return this.append(t,"outcome",{step:"phase",result:"done",...r})}async leased(t){if(this.unrecorded)return t();this.#t=await f(this.database,{environment:this.context.environment.name,holder:this.release.id,waitSeconds:this.context.environment.leaseWaitSeconds,say:this.context.say}),this.#e=[...await this.record.events(this.release.id)];try{return await l(this.database,this.#t,t)}catch(r){throw await this.#a(),r}}async#a(){const t=this.#e.some(r=>a.WY.has(r.phase)&&(r.kind==="intent"||r.kind==="outcome"));!this.#t||t&&!this.state.closed||(await n(this.database,this.#t).catch(()=>{}),this.#t=void 0)}async close(t,r,d,u={}){await this.append(t,"closed",{result:r,serves:d,...u}),this.#t&&await n(this.database,this.#t),this.#t=void 0}requirePlan(t=!0){const{plan:r,approval:d}=this.state;if(!r)throw(0,w.V2)({code:"SHIPLOCK_PLAN_MISSING",what:`release ${this.release.id} has no plan, or its plan was voided`,notDone:["nothing was changed"],next:"Run the plan action, read what it prints, and approve it."});if(t&&this.context.environment.kind==="production"&&d?.hash!==r.hash)throw(0,w.V2)({code:"SHIPLOCK_APPROVAL_MISSING",what:`plan ${r.hash.slice(0,12)} of release ${this.release.id} is not approved`,notDone:["nothing was changed"],next:"Run the approval-gate action after the people you require have approved this plan hash."});return r}requireOpen(){const{closed:t}=this.state;if(t)throw(0,w.V2)({code:"SHIPLOCK_RELEASE_CLOSED",what:`release ${this.release.id} was closed as ${t.result} at ${t.at}`,notDone:["nothing was changed"],next:"Start a new workflow run of this commit: its deploy opens a new release. Re-running jobs of this run stays with the closed one."})}requirePhase(t){if(!(this.unrecorded||this.state.donePhases.has(t)))throw(0,w.V2)({code:"SHIPLOCK_PHASE_ORDER",what:`phase ${t} of release ${this.release.id} is not done yet`,notDone:["nothing was changed"],next:`Run the action of ${t} first; \`shiplock resume\` does all that is left, in order.`})}}async function A($){try{await(0,k.F)($)}catch(t){throw!(t instanceof w.GV)||t.code!=="SHIPLOCK_DATABASE_PERMISSION"?t:(0,w.DN)({code:"SHIPLOCK_RECORD_NOT_INSTALLED",what:`this database has no record of this Shiplock's version yet (schema shiplock), and the role of database-url may not make it: ${t.problem.what}`,notDone:["nothing was changed"],next:"Run deploy once with the role that owns the schema (postgres on Supabase): it installs the record. Then run docs/sql/plan-role.sql once more, and the planner's role is enough."},t)}}i(A,"installFor")}),90863:((E,b,m)=>{m.d(b,{r:i(()=>p,"r")});const w=i((c,g,v)=>c.kind===g&&(v===void 0||c.body.step===v),"is");function p(c){const g=new Set,v=new Map;let f,n,l;for(const a of c)w(a,"outcome","phase")&&a.body.result==="done"?(g.add(a.phase),v.set(a.phase,a.body)):a.kind==="planned"?(f={plan:a.body.plan,hash:String(a.body.hash),at:a.at,seq:a.seq},g.add("plan"),n&&n.hash!==f.hash&&(n=void 0,g.delete("approve"))):a.kind==="approved"?(n={hash:String(a.body.hash),approvers:a.body.approvers},g.add("approve")):a.kind==="voided"?(n=void 0,f=void 0,g.delete("plan"),g.delete("approve")):a.kind==="closed"&&(l={result:a.body.result,serves:a.body.serves??null,at:a.at});return{donePhases:g,plan:f,approval:n,closed:l,phaseBody:i(a=>v.get(a),"phaseBody")}}i(p,"foldState")})};export{R as id,P as ids,C as modules};
