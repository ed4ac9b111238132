export const id = 936;
export const ids = [936];
export const modules = {

/***/ 18776:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   WY: () => (/* binding */ LEASED_PHASES),
/* harmony export */   ZG: () => (/* binding */ PHASES)
/* harmony export */ });
/* unused harmony exports ACTION_OF_PHASE, nextPhase */
/** The only list of phases. Workflows, the root action and the record are tested against it. */
const PHASES = {
    staging: ['deploy', 'plan', 'migrate', 'verify', 'gate', 'promote', 'watch', 'finalize'],
    production: ['deploy', 'plan', 'approve', 'migrate', 'verify', 'gate', 'promote', 'watch', 'finalize'],
};
/** Phases that change the environment: each append made in them carries the lease's token. */
const LEASED_PHASES = new Set([
    'migrate',
    'verify',
    'gate',
    'promote',
    'watch',
    'finalize',
    'rollback',
    'contract',
]);
/** The action that opens each phase. */
const ACTION_OF_PHASE = {
    deploy: 'deploy',
    plan: 'plan',
    approve: 'approval-gate',
    migrate: 'migrate',
    verify: 'verify-schema',
    gate: 'health-gate',
    promote: 'promote',
    watch: 'health-gate',
    finalize: 'finalize',
    rollback: 'rollback',
    contract: 'migrate',
};
function nextPhase(kind, done) {
    return PHASES[kind].find((phase) => !done.has(phase));
}


/***/ }),

/***/ 29192:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  F: () => (/* binding */ installRecord),
  n: () => (/* binding */ installedVersion)
});

// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
;// CONCATENATED MODULE: ./src/release/record/schema.js
/**
 * The record's schema, one entry a version, applied in order inside one transaction.
 * Never edit an entry that has shipped: add one.
 *
 * Rights: nothing is granted to PUBLIC, `anon` or `authenticated`. `shiplock.append` and `shiplock.open` are
 * SECURITY DEFINER, so that a role with EXECUTE alone can write `opened` and `planned` and nothing else.
 */
const RECORD_SCHEMA = [
    `
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
`,
];

;// CONCATENATED MODULE: ./src/release/record/install.js


/** The record's version in this database: 0 when it is not installed. */
async function installedVersion(db) {
    // Not to_regclass(): after waiting for an advisory lock it may still answer from a stale cache.
    const [row] = await db.query(`select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'shiplock' and c.relname = 'schema_version') as present`);
    if (!row?.present)
        return 0;
    try {
        const [version] = await db.query('select max(version)::int as version from shiplock.schema_version');
        return version?.version ?? 0;
    }
    catch (error) {
        // A role that may append but not read the version table: that it exists is all it needs to know.
        if (error instanceof errors/* ShiplockError */.GV && error.code === 'SHIPLOCK_DATABASE_PERMISSION')
            return RECORD_SCHEMA.length;
        throw error;
    }
}
/** Installs or upgrades the record's schema; safe to call at once from many processes. Returns whether it did anything. */
async function installRecord(db) {
    if ((await installedVersion(db)) >= RECORD_SCHEMA.length)
        return false;
    return db.transaction(async (tx) => {
        await tx.query(`select pg_advisory_xact_lock(hashtextextended('shiplock.install', 0))`);
        const from = await installedVersion(tx);
        if (from > RECORD_SCHEMA.length) {
            throw (0,errors/* failure */.V2)({
                code: 'SHIPLOCK_RECORD_NEWER',
                what: `the record in this database is of version ${from}, newer than this Shiplock knows (${RECORD_SCHEMA.length})`,
                next: 'Use the Shiplock version that wrote it, or a newer one.',
            });
        }
        for (let version = from + 1; version <= RECORD_SCHEMA.length; version += 1) {
            await tx.query(RECORD_SCHEMA[version - 1]);
            await tx.query('insert into shiplock.schema_version (version) values ($1)', [version]);
        }
        return from < RECORD_SCHEMA.length;
    });
}


/***/ }),

/***/ 20351:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  by: () => (/* binding */ EVENT_COLUMNS),
  fQ: () => (/* binding */ ReleaseRecord),
  Po: () => (/* binding */ newReleaseId)
});

// UNUSED EXPORTS: sqlState

;// CONCATENATED MODULE: ../node_modules/uuid/dist-node/rng.js
const rnds8 = new Uint8Array(16);
function rng() {
    return crypto.getRandomValues(rnds8);
}

;// CONCATENATED MODULE: ../node_modules/uuid/dist-node/stringify.js

const byteToHex = [];
for (let i = 0; i < 256; ++i) {
    byteToHex.push((i + 0x100).toString(16).slice(1));
}
function unsafeStringify(arr, offset = 0) {
    return (byteToHex[arr[offset + 0]] +
        byteToHex[arr[offset + 1]] +
        byteToHex[arr[offset + 2]] +
        byteToHex[arr[offset + 3]] +
        '-' +
        byteToHex[arr[offset + 4]] +
        byteToHex[arr[offset + 5]] +
        '-' +
        byteToHex[arr[offset + 6]] +
        byteToHex[arr[offset + 7]] +
        '-' +
        byteToHex[arr[offset + 8]] +
        byteToHex[arr[offset + 9]] +
        '-' +
        byteToHex[arr[offset + 10]] +
        byteToHex[arr[offset + 11]] +
        byteToHex[arr[offset + 12]] +
        byteToHex[arr[offset + 13]] +
        byteToHex[arr[offset + 14]] +
        byteToHex[arr[offset + 15]]).toLowerCase();
}
function stringify(arr, offset = 0) {
    const uuid = unsafeStringify(arr, offset);
    if (!validate(uuid)) {
        throw TypeError('Stringified UUID is invalid');
    }
    return uuid;
}
/* harmony default export */ const dist_node_stringify = ((/* unused pure expression or super */ null && (stringify)));

;// CONCATENATED MODULE: ../node_modules/uuid/dist-node/v7.js


const _state = {};
function v7(options, buf, offset) {
    let bytes;
    if (options) {
        bytes = v7Bytes(options.random ?? options.rng?.() ?? rng(), options.msecs, options.seq, buf, offset);
    }
    else {
        const now = Date.now();
        const rnds = rng();
        updateV7State(_state, now, rnds);
        bytes = v7Bytes(rnds, _state.msecs, _state.seq, buf, offset);
    }
    return buf ?? unsafeStringify(bytes);
}
function updateV7State(state, now, rnds) {
    state.msecs ??= -Infinity;
    state.seq ??= 0;
    if (now > state.msecs) {
        state.seq = v7Sequence(rnds);
        state.msecs = now;
    }
    else {
        state.seq = (state.seq + 1) | 0;
        if (state.seq === 0) {
            state.msecs++;
        }
    }
    return state;
}
function v7Bytes(rnds, msecs, seq, buf, offset = 0) {
    if (rnds.length < 16) {
        throw new Error('Random bytes length must be >= 16');
    }
    if (!buf) {
        buf = new Uint8Array(16);
        offset = 0;
    }
    else {
        if (offset < 0 || offset + 16 > buf.length) {
            throw new RangeError(`UUID byte range ${offset}:${offset + 15} is out of buffer bounds`);
        }
    }
    msecs ??= Date.now();
    seq ??= v7Sequence(rnds);
    buf[offset++] = (msecs / 0x10000000000) & 0xff;
    buf[offset++] = (msecs / 0x100000000) & 0xff;
    buf[offset++] = (msecs / 0x1000000) & 0xff;
    buf[offset++] = (msecs / 0x10000) & 0xff;
    buf[offset++] = (msecs / 0x100) & 0xff;
    buf[offset++] = msecs & 0xff;
    buf[offset++] = 0x70 | ((seq >>> 28) & 0x0f);
    buf[offset++] = (seq >>> 20) & 0xff;
    buf[offset++] = 0x80 | ((seq >>> 14) & 0x3f);
    buf[offset++] = (seq >>> 6) & 0xff;
    buf[offset++] = ((seq << 2) & 0xff) | (rnds[10] & 0x03);
    buf[offset++] = rnds[11];
    buf[offset++] = rnds[12];
    buf[offset++] = rnds[13];
    buf[offset++] = rnds[14];
    buf[offset++] = rnds[15];
    return buf;
}
function v7Sequence(rnds) {
    return ((rnds[6] & 0x7f) << 24) | (rnds[7] << 16) | (rnds[8] << 8) | rnds[9];
}
/* harmony default export */ const dist_node_v7 = (v7);

// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
;// CONCATENATED MODULE: ./src/release/record/record.js


const AT = `to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`;
const EVENT_COLUMNS = `seq::int as seq, release_id as "releaseId", ${AT}, actor, phase, kind, token::int as token, body,
  prev_hash as "prevHash", hash`;
const RELEASE_COLUMNS = `id, environment, commit_sha as commit, replaces, run_id as "runId", run_url as "runUrl", actor,
  to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt"`;
/** `rel_` + UUIDv7: sorts by time, and carries no meaning else. */
function newReleaseId() {
    return `rel_${dist_node_v7()}`;
}
/** The record of one environment's database: reads, and the two functions that append. */
class ReleaseRecord {
    #db;
    constructor(db) {
        this.#db = db;
    }
    async open(release, phase, body = {}) {
        await this.#db.query('select * from shiplock.open($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
            release.id,
            release.environment,
            release.commit,
            release.replaces,
            release.runId,
            release.runUrl,
            release.actor,
            phase,
            JSON.stringify(body),
        ]);
        return (await this.release(release.id));
    }
    /** @throws SHIPLOCK_LEASE_STALE (from the database adapter's SL003) when the token is not the newest. */
    async append(event) {
        try {
            const rows = await this.#db.query('select seq::int as seq, at, hash from shiplock.append($1, $2, $3, $4, $5, $6)', [event.releaseId, event.token, event.actor, event.phase, event.kind, JSON.stringify(event.body)]);
            return rows[0];
        }
        catch (error) {
            if (sqlState(error) !== 'SL003')
                throw error;
            throw (0,errors/* failure */.V2)({
                code: 'SHIPLOCK_LEASE_STALE',
                what: `this run no longer holds the lease of the environment: ${sqlMessage(error)}`,
                notDone: [`nothing was recorded for ${event.phase} (${event.kind})`],
                next: 'Another release took over. Look at `shiplock status`, and start this one again when that one is closed.',
            }, error);
        }
    }
    async release(id) {
        const rows = await this.#db.query(`select ${RELEASE_COLUMNS} from shiplock.release where id = $1`, [id]);
        return rows[0];
    }
    /** The newest release of this commit in this environment. */
    async latest(environment, commit) {
        const rows = await this.#db.query(`select ${RELEASE_COLUMNS} from shiplock.release where environment = $1 and commit_sha = $2
        order by opened_at desc limit 1`, [environment, commit]);
        return rows[0];
    }
    async events(releaseId) {
        return this.#db.query(`select ${EVENT_COLUMNS} from shiplock.event where release_id = $1 order by seq`, [releaseId]);
    }
    /** Newest first. */
    async recent(environment, limit) {
        return this.#db.query(`select ${RELEASE_COLUMNS} from shiplock.release where $1::text is null or environment = $1
        order by opened_at desc limit $2`, [environment ?? null, limit]);
    }
    /** The release that serves this environment by the record, from the newest `closed` event that names one. */
    async serving(environment) {
        const rows = await this.#db.query(`select e.body ->> 'serves' as serves from shiplock.event e join shiplock.release r on r.id = e.release_id
        where e.kind = 'closed' and r.environment = $1 and e.body ->> 'serves' is not null
        order by e.seq desc limit 1`, [environment]);
        return rows[0] ? this.release(rows[0].serves) : undefined;
    }
    /** Did this commit finish in that environment (closed as `released`)? */
    async finished(environment, commit) {
        const rows = await this.#db.query(`select ${RELEASE_COLUMNS} from shiplock.release r where environment = $1 and commit_sha = $2 and exists (
         select from shiplock.event e where e.release_id = r.id and e.kind = 'closed' and e.body ->> 'result' = 'released')
        order by opened_at desc limit 1`, [environment, commit]);
        return rows[0];
    }
}
/** Postgres' code of an error, however deep an adapter wrapped it. */
function sqlState(error) {
    for (let at = error; at instanceof Error; at = at.cause) {
        const code = at.code;
        if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code))
            return code;
    }
    return undefined;
}
function sqlMessage(error) {
    let message = '';
    for (let at = error; at instanceof Error; at = at.cause)
        message = at.message;
    return message;
}


/***/ }),

/***/ 85818:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jb: () => (/* binding */ Seam),
/* harmony export */   TM: () => (/* binding */ firstLine)
/* harmony export */ });
/* unused harmony export calledOutside */
/* harmony import */ var _canonical_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(20724);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(25547);


/** Every outside call's name that went through the seam in this process. The fault matrix reads it. */
const calledOutside = new Set();
/**
 * The one seam. Write ahead `intent` → call → append `outcome`. An intent without outcome is reconciled by reading;
 * a write is never blindly repeated.
 */
class Seam {
    #journal;
    #say;
    #dryRun;
    planned = [];
    constructor(journal, options) {
        this.#journal = journal;
        this.#say = options.say;
        this.#dryRun = options.dryRun;
    }
    /** Makes the call at most once a release. In a dry run it prints it and answers undefined. */
    async write(call) {
        if (this.#dryRun) {
            this.planned.push({ name: call.name, request: call.request });
            this.#say(`dry run: would call ${call.name} ${(0,_canonical_js__WEBPACK_IMPORTED_MODULE_0__/* .canonical */ .$N)(call.request)}`);
            return undefined;
        }
        calledOutside.add(call.name);
        const earlier = this.#earlier(call);
        if (earlier?.result)
            return earlier.result;
        if (earlier?.intentAt !== undefined && call.reconcile !== 'finds-first') {
            this.#say(`${call.name}: an earlier attempt has no recorded outcome; reading the vendor's state`);
            const settled = await this.#settle(call, earlier.intentAt);
            if (settled) {
                this.#say(`${call.name}: it had been done; not repeated`);
                return settled;
            }
        }
        const since = Date.now();
        await this.#append('intent', call, { request: call.request, atMs: since });
        let result;
        try {
            result = await call.run();
        }
        catch (error) {
            return this.#afterFailure(call, since, error);
        }
        if (call.accepted)
            return this.#confirm(call, since);
        await this.#append('outcome', call, { result: 'done', value: (0,_canonical_js__WEBPACK_IMPORTED_MODULE_0__/* .toJson */ .aB)(result) });
        return result;
    }
    async #confirm(call, since) {
        const settled = await this.#settle(call, since);
        if (settled)
            return settled;
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .failure */ .V2)({
            code: 'SHIPLOCK_OUTSIDE_CALL_NOT_DONE',
            what: `${call.name} was accepted, and its job ended without doing it`,
            done: [`${call.name} was requested once`],
            notDone: ['what it asked for did not happen, and it was not requested again'],
            next: 'Look at the vendor’s own page for the reason. Running the same job again reads the state first and goes on from it.',
        });
    }
    async #afterFailure(call, since, error) {
        const uncertain = !(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .OutsideCallError */ ["in"]) || error.certainty === 'unknown';
        if (uncertain &&
            call.reconcile !== 'finds-first' &&
            !(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ShiplockError */ .GV && !(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .OutsideCallError */ ["in"]))) {
            this.#say(`${call.name}: the answer was lost (${firstLine(error)}); reading the vendor's state`);
            const settled = await this.#settle(call, since);
            if (settled)
                return settled;
        }
        await this.#append('outcome', call, { result: 'failed', error: firstLine(error) });
        throw error;
    }
    /** Appends `observed`; undefined when the call was not done. @throws SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS */
    async #settle(call, since) {
        if (call.reconcile === 'finds-first')
            return undefined;
        const found = await call.reconcile(since);
        if (found.state === 'done') {
            await this.#append('observed', call, { result: 'done', value: (0,_canonical_js__WEBPACK_IMPORTED_MODULE_0__/* .toJson */ .aB)(found.result) });
            return found.result;
        }
        if (found.state === 'not-done') {
            await this.#append('observed', call, { result: 'not-done' });
            return undefined;
        }
        await this.#append('observed', call, { result: 'ambiguous', why: found.why });
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .failure */ .V2)({
            code: 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS',
            what: `${call.name} was sent, and what became of it cannot be decided: ${found.why}`,
            done: [`${call.name} was sent once`],
            notDone: ['it was not sent again'],
            next: 'Look at the vendor’s own page; when its state is settled, run the same job again: it reads the state and goes on.',
        });
    }
    #earlier(call) {
        let at;
        for (const event of this.#journal.events()) {
            const body = event.body;
            if (body['step'] !== 'call' || body['call'] !== call.name || (body['key'] ?? '') !== (call.key ?? ''))
                continue;
            if (event.kind === 'intent')
                at = { intentAt: Number(body['atMs']) };
            else if (body['result'] === 'done')
                at = { result: body['value'] ?? null };
            else if (body['result'] === 'failed' || body['result'] === 'not-done')
                at = undefined;
        }
        return at;
    }
    #append(kind, call, body) {
        return this.#journal.append(kind, {
            step: 'call',
            call: call.name,
            ...(call.key ? { key: call.key } : {}),
            ...body,
        });
    }
    /**
     * A projection of the record into a vendor (deployment status, notice, error-tracker deploy). It may be gone or
     * refuse: that is a warning, recorded as skipped, and never the release's failure.
     */
    async project(call, warn) {
        try {
            return await this.write(call);
        }
        catch (error) {
            if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ShiplockError */ .GV && error.code === 'SHIPLOCK_LEASE_STALE')
                throw error;
            warn(`${call.name} was skipped: ${firstLine(error)}`);
            return undefined;
        }
    }
}
function firstLine(error) {
    return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}


/***/ }),

/***/ 15936:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  N: () => (/* binding */ Session)
});

// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
;// CONCATENATED MODULE: ./src/release/lease.js


/** Minutes long, so that a killed runner does not block the next release for the rest of the day. */
const LEASE_SECONDS = 300;
async function tryAcquire(db, environment, holder, seconds) {
    const rows = await db.query(`select granted, holder, token::int as token, expires_at as "expiresAt" from shiplock.acquire($1, $2, $3)`, [environment, holder, seconds]);
    return rows[0];
}
/**
 * Takes or renews the environment's lease for a release. Waits up to `waitSeconds` for another holder, saying whom.
 * @throws SHIPLOCK_LEASE_HELD with the holder and the time it expires.
 */
async function acquireLease(db, request) {
    const { environment, holder, seconds = LEASE_SECONDS, waitSeconds = 0, say } = request;
    const until = Date.now() + waitSeconds * 1000;
    for (let looks = 0;; looks += 1) {
        const row = await tryAcquire(db, environment, holder, seconds);
        if (row.granted)
            return { environment, holder, token: row.token, expiresAt: row.expiresAt };
        if (Date.now() >= until) {
            throw (0,errors/* failure */.V2)({
                code: 'SHIPLOCK_LEASE_HELD',
                what: `${row.holder} holds the lease of ${environment} until ${row.expiresAt.toISOString()}`,
                done: [],
                notDone: [`${holder} changed nothing in ${environment}`],
                next: `Wait for ${row.holder} to finish, or roll it back; if its runner is gone the lease frees itself at that time. To wait for it, set lease-wait-minutes.`,
            });
        }
        if (looks % 10 === 0)
            say(`waiting for the lease of ${environment}: ${row.holder} holds it until ${row.expiresAt.toISOString()}`);
        await (0,promises_.setTimeout)(Math.min(1000, Math.max(50, until - Date.now())));
    }
}
/** Gives the lease back; false when somebody else has it by now. */
async function giveBack(db, lease) {
    const rows = await db.query('select shiplock.give_back($1, $2, $3) as ok', [
        lease.environment,
        lease.holder,
        lease.token,
    ]);
    return rows[0]?.ok ?? false;
}
/** Renews the lease while `work` runs. A lost renewal is not fatal here: the next append is refused if it mattered. */
async function withHeartbeat(db, lease, work, everyMs = 60_000) {
    const timer = setInterval(() => {
        void tryAcquire(db, lease.environment, lease.holder, LEASE_SECONDS).catch(() => undefined);
    }, everyMs);
    timer.unref();
    try {
        return await work();
    }
    finally {
        clearInterval(timer);
    }
}

// EXTERNAL MODULE: ./src/release/phases.js
var phases = __webpack_require__(18776);
// EXTERNAL MODULE: ./src/release/record/install.js + 1 modules
var install = __webpack_require__(29192);
// EXTERNAL MODULE: ./src/release/record/record.js + 3 modules
var record_record = __webpack_require__(20351);
// EXTERNAL MODULE: ./src/release/seam.js
var seam = __webpack_require__(85818);
// EXTERNAL MODULE: ./src/release/state.js
var state = __webpack_require__(90863);
;// CONCATENATED MODULE: ./src/release/session.js







/** One process' work on one release: its events so far, the lease if it holds one, and the way to append. */
class Session {
    context;
    database;
    record;
    release;
    #events;
    #lease;
    /** True when there is no record to write to: a dry run, or a reader's role before the first install. */
    unrecorded;
    constructor(context, database, release, events, unrecorded) {
        this.context = context;
        this.database = database;
        this.record = new record_record/* ReleaseRecord */.fQ(database);
        this.release = release;
        this.#events = [...events];
        this.unrecorded = unrecorded;
    }
    /** The open release of this commit, or a new one. Installs the record where that is needed and allowed. */
    static async openOrFind(context, phase) {
        const database = await context.database();
        if (!context.dryRun)
            await (0,install/* installRecord */.F)(database);
        const found = await Session.#find(context, database);
        if (found && (!found.state.closed || found.release.runId === (context.run.id ?? null)))
            return found;
        const record = new record_record/* ReleaseRecord */.fQ(database);
        const installed = (await (0,install/* installedVersion */.n)(database)) > 0;
        const serving = installed ? await record.serving(context.environment.name) : undefined;
        const draft = {
            id: context.releaseId ?? (0,record_record/* newReleaseId */.Po)(),
            environment: context.environment.name,
            commit: context.commit,
            replaces: serving?.id ?? null,
            runId: context.run.id ?? null,
            runUrl: context.run.url ?? null,
            actor: context.actor,
        };
        if (context.dryRun) {
            return new Session(context, database, { ...draft, openedAt: new Date().toISOString() }, [], true);
        }
        const release = await record.open(draft, phase);
        return new Session(context, database, release, await record.events(release.id), false);
    }
    /** The release that an earlier phase opened. @throws SHIPLOCK_RELEASE_NOT_FOUND */
    static async find(context) {
        const database = await context.database();
        const found = await Session.#find(context, database);
        if (found)
            return found;
        throw (0,errors/* configurationError */.DN)({
            code: 'SHIPLOCK_RELEASE_NOT_FOUND',
            what: `the record of ${context.environment.name} knows no release of commit ${context.commit}${context.releaseId ? ` with id ${context.releaseId}` : ''}`,
            notDone: ['nothing was changed'],
            next: 'Run the deploy action for this commit first, or check that database-url is the one of this environment.',
        });
    }
    static async #find(context, database) {
        if ((await (0,install/* installedVersion */.n)(database)) === 0)
            return undefined;
        const record = new record_record/* ReleaseRecord */.fQ(database);
        const release = context.releaseId
            ? await record.release(context.releaseId)
            : await record.latest(context.environment.name, context.commit);
        if (!release)
            return undefined;
        return new Session(context, database, release, await record.events(release.id), context.dryRun);
    }
    get state() {
        return (0,state/* foldState */.r)(this.#events);
    }
    get events() {
        return this.#events;
    }
    get token() {
        return this.#lease?.token ?? null;
    }
    async append(phase, kind, body) {
        if (this.unrecorded)
            return;
        const token = phases/* LEASED_PHASES */.WY.has(phase) ? this.token : null;
        const entry = { releaseId: this.release.id, token, actor: this.context.actor, phase, kind, body };
        const { seq, at, hash } = await this.record.append(entry);
        this.#events.push({ ...entry, seq, at, hash, prevHash: '' });
    }
    seam(phase) {
        return new seam/* Seam */.Jb({ phase, append: (kind, body) => this.append(phase, kind, body), events: () => this.#events }, { say: this.context.say, dryRun: this.context.dryRun });
    }
    phaseDone(phase, body = {}) {
        return this.append(phase, 'outcome', { step: 'phase', result: 'done', ...body });
    }
    /** Runs a changing phase under the environment's lease, renewing it while the work lasts. The lease is kept after. */
    async leased(work) {
        if (this.unrecorded)
            return work();
        this.#lease = await acquireLease(this.database, {
            environment: this.context.environment.name,
            holder: this.release.id,
            waitSeconds: this.context.environment.leaseWaitSeconds,
            say: this.context.say,
        });
        // What another process of this release appended before we got the lease is part of the story.
        this.#events = [...(await this.record.events(this.release.id))];
        return withHeartbeat(this.database, this.#lease, work);
    }
    /** Closes the release and gives the lease back. */
    async close(phase, result, serves, body = {}) {
        await this.append(phase, 'closed', { result, serves, ...body });
        if (this.#lease)
            await giveBack(this.database, this.#lease);
        this.#lease = undefined;
    }
    /** The plan this phase works on. @throws SHIPLOCK_PLAN_MISSING, SHIPLOCK_APPROVAL_MISSING, SHIPLOCK_RELEASE_CLOSED */
    requirePlan(needsApproval = true) {
        const { plan, approval } = this.state;
        if (!plan) {
            throw (0,errors/* failure */.V2)({
                code: 'SHIPLOCK_PLAN_MISSING',
                what: `release ${this.release.id} has no plan, or its plan was voided`,
                notDone: ['nothing was changed'],
                next: 'Run the plan action, read what it prints, and approve it.',
            });
        }
        if (needsApproval && this.context.environment.kind === 'production' && approval?.hash !== plan.hash) {
            throw (0,errors/* failure */.V2)({
                code: 'SHIPLOCK_APPROVAL_MISSING',
                what: `plan ${plan.hash.slice(0, 12)} of release ${this.release.id} is not approved`,
                notDone: ['nothing was changed'],
                next: 'Run the approval-gate action after the people you require have approved this plan hash.',
            });
        }
        return plan;
    }
    requireOpen() {
        const { closed } = this.state;
        if (!closed)
            return;
        throw (0,errors/* failure */.V2)({
            code: 'SHIPLOCK_RELEASE_CLOSED',
            what: `release ${this.release.id} was closed as ${closed.result} at ${closed.at}`,
            notDone: ['nothing was changed'],
            next: 'Start a new release: run the deploy action in a new workflow run.',
        });
    }
    requirePhase(phase) {
        if (this.unrecorded || this.state.donePhases.has(phase))
            return;
        throw (0,errors/* failure */.V2)({
            code: 'SHIPLOCK_PHASE_ORDER',
            what: `phase ${phase} of release ${this.release.id} is not done yet`,
            notDone: ['nothing was changed'],
            next: `Run the action of ${phase} first; \`shiplock resume\` does all that is left, in order.`,
        });
    }
}


/***/ }),

/***/ 90863:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ foldState)
/* harmony export */ });
const is = (event, kind, step) => event.kind === kind && (step === undefined || event.body['step'] === step);
function foldState(events) {
    const donePhases = new Set();
    const bodies = new Map();
    let plan;
    let approval;
    let closed;
    for (const event of events) {
        if (is(event, 'outcome', 'phase') && event.body['result'] === 'done') {
            donePhases.add(event.phase);
            bodies.set(event.phase, event.body);
        }
        else if (event.kind === 'planned') {
            plan = {
                plan: event.body['plan'],
                hash: String(event.body['hash']),
                at: event.at,
                seq: event.seq,
            };
            donePhases.add('plan');
            // A new plan needs a new approval unless it is the very same plan.
            if (approval && approval.hash !== plan.hash) {
                approval = undefined;
                donePhases.delete('approve');
            }
        }
        else if (event.kind === 'approved') {
            approval = {
                hash: String(event.body['hash']),
                approvers: event.body['approvers'],
            };
            donePhases.add('approve');
        }
        else if (event.kind === 'voided') {
            approval = undefined;
            plan = undefined;
            donePhases.delete('plan');
            donePhases.delete('approve');
        }
        else if (event.kind === 'closed') {
            closed = {
                result: event.body['result'],
                serves: event.body['serves'] ?? null,
                at: event.at,
            };
        }
    }
    return { donePhases, plan, approval, closed, phaseBody: (phase) => bodies.get(phase) };
}


/***/ })

};
