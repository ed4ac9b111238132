var O=Object.defineProperty;var t=(y,u)=>O(y,"name",{value:u,configurable:!0});const L=4332,D=[4332],C={20724:((y,u,s)=>{s.d(u,{$N:t(()=>h,"$N"),aB:t(()=>p,"aB"),hN:t(()=>k,"hN"),qQ:t(()=>_,"qQ"),rI:t(()=>c,"rI"),sc:t(()=>a,"sc"),yW:t(()=>i,"yW")});var v=s(77598);class c{static{t(this,"Digits")}text;constructor(b){this.text=b}}function h(n){return l(n,f)}t(h,"canonical");function i(n){return l(n,b=>b)}t(i,"canonicalAsWritten");function l(n,b){return n===null||typeof n=="boolean"?String(n):typeof n=="number"?b(x(n)):n instanceof c?b(n.text):typeof n=="string"?JSON.stringify(k(n)):d(n)?`[${n.map(w=>l(w,b)).join(",")}]`:`{${[...new Map(Object.entries(n).map(([w,r])=>[k(w),r]))].sort(([w],[r])=>Buffer.compare(Buffer.from(w),Buffer.from(r))).map(([w,r])=>`${JSON.stringify(w)}:${l(r,b)}`).join(",")}}`}t(l,"write");function d(n){return Array.isArray(n)}t(d,"isList");function x(n){if(Number.isFinite(n))return String(n);throw new RangeError(`the record keeps finite numbers only; ${n} is not one`)}t(x,"numberText");const m=15e4;function f(n){const[b="",$="0"]=n.toLowerCase().split("e"),j=b.startsWith("-"),[w="",r=""]=b.replace(/^[+-]/,"").split("."),e=Number($);if(Math.abs(e)>m)throw new RangeError(`${n} has more digits than the record can hold`);const o=w+r,g=w.length+e,q=g>0?o.slice(0,g).padEnd(g,"0"):"",T=g<0?o.padStart(o.length-g,"0"):o.slice(g),S=q.replace(/^0+(?=\d)/,"")||"0",E=T.replace(/0+$/,""),I=E===""?S:`${S}.${E}`;return j&&I!=="0"?`-${I}`:I}t(f,"plainDecimal");function k(n){return n.toWellFormed().replaceAll("\0","\uFFFD")}t(k,"storable");function a(n){return(0,v.createHash)("sha256").update(n).digest("hex")}t(a,"sha256");function _(n){return a(h(n))}t(_,"hashOf");function p(n){return n===void 0?null:JSON.parse(JSON.stringify(n))}t(p,"toJson")}),20610:((y,u,s)=>{s.d(u,{V5:t(()=>d,"V5"),WI:t(()=>l,"WI"),d3:t(()=>c,"d3"),mU:t(()=>x,"mU")});var v=s(6609);const c={seq:0,hash:"0".repeat(64)},h=140,i=32,l=t(({seq:m,hash:f})=>`${m}:${f}`,"headText");function d(m,{seq:f,hash:k}){const a=`; record head ${f}:${k.slice(0,i)}`;return`${(0,v.Jj)(m,h-a.length)}${a}`}t(d,"withHead");function x(m){const[,f,k]=/; record head (\d{1,15}):([0-9a-f]{32,64})$/.exec(m)??[];return f&&k?{seq:Number(f),hash:k}:void 0}t(x,"headIn")}),1229:((y,u,s)=>{s.d(u,{F:t(()=>x,"F"),n:t(()=>i,"n")});var v=s(25547),c=s(73268),h=s(19702);async function i(a){const[_]=await a.query(`select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'shiplock' and c.relname = 'schema_version') as present`);if(!_?.present)return 0;try{const[p]=await a.query("select max(version)::int as version from shiplock.schema_version");return p?.version??0}catch(p){if(p instanceof v.GV&&p.code==="SHIPLOCK_DATABASE_PERMISSION")return c.e.length;throw p}}t(i,"installedVersion");const l=new Set(["23505","42P06","42P07"]),d=20;async function x(a){for(let _=d;;_-=1){if(await i(a)>=c.e.length)return k(a);try{return await a.transaction(m)}catch(p){if(_===0||!l.has((0,h.c)(p)))throw p}}}t(x,"installRecord");async function m(a){await a.query("set local lock_timeout = '30s'"),await i(a)>0&&(await f(a),await a.query("lock table shiplock.schema_version in share row exclusive mode"));const _=await i(a);for(let p=_+1;p<=c.e.length;p+=1)await a.query(c.e[p-1]),await a.query("insert into shiplock.schema_version (version) values ($1)",[p]);return _<c.e.length}t(m,"install");async function f(a){const[_]=await a.query(`select pg_catalog.format('%I', rolname) as owner from pg_catalog.pg_namespace n
       join pg_catalog.pg_roles r on r.oid = n.nspowner where n.nspname = 'shiplock'`);_&&await a.query(`set local role ${_.owner}`)}t(f,"becomeOwner");async function k(a){const _=await i(a);if(_===c.e.length)return!1;throw(0,v.V2)({code:"SHIPLOCK_RECORD_NEWER",what:`the record in this database has version ${_}, which is newer than this Shiplock knows (${c.e.length})`,notDone:["nothing was changed"],next:"Use the Shiplock version that wrote it, or a newer one."})}t(k,"refuseNewer")}),87630:((y,u,s)=>{s.d(u,{_:t(()=>i,"_")});var v=s(25547),c=s(19702);const h="55P03";async function i(d,x){if((0,c.c)(x)!==h)return x;const m=await l(d).catch(()=>[]);return(0,v.V2)({code:"SHIPLOCK_RECORD_LOCKED",what:`the record is locked by ${m.join("; ")||"another session"}`,notDone:["nothing was recorded by this step"],next:"If that session is a release, rerun this job when it is done. If it is idle or belongs to a person, end it (select pg_terminate_backend(PID)), and rerun this job."},x)}t(i,"lockedRecord");async function l(d){return(await d.query(`select distinct pg_catalog.concat_ws(' ', 'session', a.pid::text, 'of', a.usename,
         '(' || coalesce(nullif(a.application_name, ''), 'unnamed') || ',', coalesce(a.state, 'state unknown') || ',',
         'connected for', coalesce(pg_catalog.round(extract(epoch from pg_catalog.clock_timestamp() - a.backend_start))::text, '?'), 's)') as session
       from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
      where l.granted and l.pid <> pg_catalog.pg_backend_pid() and l.mode <> 'AccessShareLock'
        and l.relation in (select c.oid from pg_catalog.pg_class c where c.relnamespace = 'shiplock'::regnamespace)`)).map(({session:m})=>m)}t(l,"holders")}),49264:((y,u,s)=>{s.d(u,{fQ:t(()=>$,"fQ"),Fp:t(()=>w,"Fp"),Po:t(()=>b,"Po")});var v=s(94333),c=s(20724),h=s(25547),i=s(20610),l=s(87630),d=s(19702),x=s(77773);const m=new Set(["plan","snapshot"]);function f(r){return Object.fromEntries(Object.entries(r).map(([e,o])=>[e,m.has(e)?o:k(o)]))}t(f,"withoutSecrets");function k(r){return typeof r=="string"?(0,x.vO)(r):r===null||typeof r!="object"?r:Array.isArray(r)?r.map(k):f(r)}t(k,"without_secrets_hidden");const _=`seq::int as seq, release_id as "releaseId", to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor, phase, kind, token::int as token, body,
  prev_hash as "prevHash", hash`,p=`id, environment, commit_sha as commit, replaces, run_id as "runId", run_url as "runUrl", actor,
  to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt"`,n=`(exists (select from shiplock.event e where e.release_id = r.id and e.kind not in ('opened', 'planned'))
  or r.opened_at >= (select installed_at from shiplock.schema_version where version = 2))`;function b(){return`rel_${(0,v.A)()}`}t(b,"newReleaseId");class ${static{t(this,"ReleaseRecord")}#e;constructor(e){this.#e=e}async open(e,o,g={}){try{await this.#e.query("select * from shiplock.open($1, $2, $3, $4, $5, $6, $7, $8, $9)",[e.id,e.environment,e.commit,e.replaces,e.runId,e.runUrl,e.actor,o,j(g)])}catch(q){throw await(0,l._)(this.#e,q)}return await this.release(e.id)}async openForRun(e,o){const{environment:g,commit:q,runId:T}=e;return T===null?this.open(e,o):this.#e.transaction(async S=>{try{await S.query("select shiplock.lock_chain()")}catch(I){throw await(0,l._)(this.#e,I)}const E=new $(S);return await E.latest(g,q,T)??E.open(e,o)})}note(e){return this.#t({...e,phase:"record"})}append(e){return this.#t(e)}async#t(e){try{return(await this.#e.query("select seq::int as seq, at, hash from shiplock.append($1, $2, $3, $4, $5, $6)",[e.releaseId,e.token,(0,c.hN)(e.actor),e.phase,e.kind,j(e.body)]))[0]}catch(o){throw(0,d.c)(o)==="42501"?w(o,`this was not recorded: ${e.phase} (${e.kind})`):(0,d.c)(o)!=="SL003"?await(0,l._)(this.#e,o):(0,h.V2)({code:"SHIPLOCK_LEASE_STALE",what:`this run no longer holds the lease of the environment: ${(0,d.e)(o)}`,notDone:[`this was not recorded: ${e.phase} (${e.kind})`],next:"Another release took over. Check `shiplock status`, and restart this one when the other one is closed."},o)}}async head(){return(await this.#e.query("select seq::int as seq, hash from shiplock.event order by event.seq desc limit 1"))[0]??i.d3}async release(e){return(await this.#e.query(`select ${p} from shiplock.release where id = $1`,[e]))[0]}async latest(e,o,g){return(await this.#e.query(`select ${p} from shiplock.release r where environment = $1 and commit_sha = $2
          and ($3::text is null or run_id = $3) and ${n}
        order by opened_at desc limit 1`,[e,o,g??null]))[0]}async events(e){return this.#e.query(`select ${_} from shiplock.event where release_id = $1 order by seq`,[e])}async recent(e,o){return this.#e.query(`select ${p} from shiplock.release where $1::text is null or environment = $1
        order by opened_at desc limit $2`,[e??null,o])}async serving(e){const o=await this.#e.query(`select e.body ->> 'serves' as serves from shiplock.event e join shiplock.release r on r.id = e.release_id
        where e.kind = 'closed' and r.environment = $1 and e.body ->> 'serves' is not null
        order by e.seq desc limit 1`,[e]);return o[0]?this.release(o[0].serves):void 0}async finished(e,o){const g=await this.#e.query(`select r.id, e.body ->> 'result' as result from shiplock.event e join shiplock.release r on r.id = e.release_id
        where e.kind = 'closed' and r.environment = $1 and r.commit_sha = $2 order by e.seq desc limit 1`,[e,o]);return g[0]?.result==="released"?this.release(g[0].id):void 0}}function j(r){return(0,c.$N)((0,c.aB)(f(r)))}t(j,"stored");function w(r,e){const o=r instanceof Error?(0,d.e)(r):String(r);return(0,h.DN)({code:"SHIPLOCK_DATABASE_PERMISSION",what:`the role in database-url can plan but cannot change anything: ${o}`,notDone:[e],next:"Set database-url to the connection string of the role that owns the schema (postgres on Supabase): docs/read-only-role.md says which action needs which."},r)}t(w,"mayOnlyPlan")}),73268:((y,u,s)=>{s.d(u,{e:t(()=>d,"e")});const d=[`
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
`]}),19702:((y,u,s)=>{s.d(u,{c:t(()=>v,"c"),e:t(()=>c,"e")});function v(h){for(let i=h;i instanceof Error;i=i.cause){const{code:l}=i;if(typeof l=="string"&&/^[0-9A-Z]{5}$/.test(l))return l}}t(v,"sqlState");function c(h){let i="";for(let l=h;l instanceof Error;l=l.cause)i=l.message;return i}t(c,"sqlMessage")})};export{L as id,D as ids,C as modules};
