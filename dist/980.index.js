export const id = 980;
export const ids = [980,622];
export const modules = {

/***/ 47622:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ databaseError),
/* harmony export */   connect: () => (/* binding */ connect)
/* harmony export */ });
/* harmony import */ var _release_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(25547);

const CONNECT_TIMEOUT_MS = 15_000;
/** Supabase's transaction pooler: no session state, so no advisory lock, no SET, no prepared statements. */
const TRANSACTION_POOLER_PORT = '6543';
/**
 * One connection, no pool: a release's session state (locks, settings) belongs to one server session.
 * @throws SHIPLOCK_DATABASE_* by what the server or the network said.
 */
async function connect(url, options = {}) {
    const parsed = parseUrl(url);
    const where = `${parsed.hostname}:${parsed.port || '5432'}${parsed.pathname}`;
    const { default: pg } = await __webpack_require__.e(/* import() */ 315).then(__webpack_require__.bind(__webpack_require__, 96315));
    const client = new pg.Client(clientConfig(parsed, options));
    // Without a listener a cut connection would end the process; the next query reports it.
    client.on('error', () => undefined);
    try {
        await client.connect();
    }
    catch (error) {
        await client.end().catch(() => undefined);
        throw databaseError(error, where);
    }
    return wrap(client, where);
}
function parseUrl(url) {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol) || !parsed.hostname) {
        throw (0,_release_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .configurationError */ .DN)({
            code: 'SHIPLOCK_DATABASE_URL',
            what: 'database-url is not a Postgres connection string',
            notDone: ['nothing was changed'],
            next: 'It looks like postgresql://user:password@host:5432/database; special characters of the password are percent-encoded.',
        });
    }
    if (parsed.port === TRANSACTION_POOLER_PORT) {
        throw (0,_release_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .configurationError */ .DN)({
            code: 'SHIPLOCK_DATABASE_POOLER',
            what: `database-url points at port ${TRANSACTION_POOLER_PORT} of ${parsed.hostname}, Supabase's transaction pooler`,
            notDone: ['nothing was changed'],
            next: 'Use the direct host or the session pooler (port 5432): locks and settings must survive from one statement to the next.',
        });
    }
    return parsed;
}
function clientConfig(url, options) {
    const flags = [
        ...(options.readOnly ? ['-c default_transaction_read_only=on'] : []),
        ...(options.statementTimeoutMs ? [`-c statement_timeout=${options.statementTimeoutMs}`] : []),
    ];
    return {
        connectionString: url.href,
        application_name: options.applicationName ?? 'shiplock',
        connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
        keepAlive: true,
        ...(flags.length > 0 ? { options: flags.join(' ') } : {}),
    };
}
function wrap(client, where) {
    // One connection does one thing at a time: a query waits for the transaction before it, and the other way round.
    const statements = queue();
    const units = queue();
    const query = async (text, values) => {
        try {
            const result = await statements(() => (values ? client.query(text, [...values]) : client.query(text)));
            return (Array.isArray(result) ? result.at(-1)?.rows : result.rows);
        }
        catch (error) {
            throw databaseError(error, where);
        }
    };
    const direct = {
        query,
        transaction: (work) => work(direct),
        close: async () => undefined,
    };
    const transaction = async (work) => {
        await query('begin');
        try {
            const value = await work(direct);
            await query('commit');
            return value;
        }
        catch (error) {
            await client.query('rollback').catch(() => undefined);
            throw error;
        }
    };
    return {
        client,
        where,
        query: (text, values) => units(() => query(text, values)),
        transaction: (work) => units(() => transaction(work)),
        close: () => client.end().catch(() => undefined),
    };
}
/** Runs what it is given one after the other, whatever becomes of each. */
function queue() {
    let tail = Promise.resolve();
    return (work) => {
        const next = tail.then(work, work);
        tail = next.catch(() => undefined);
        return next;
    };
}
const BY_STATE = {
    '28P01': {
        code: 'SHIPLOCK_DATABASE_PASSWORD',
        kind: 'configuration',
        next: 'Correct user and password in database-url.',
    },
    '28000': {
        code: 'SHIPLOCK_DATABASE_PASSWORD',
        kind: 'configuration',
        next: 'The server refuses this user from here: correct database-url, or the server’s access rules.',
    },
    '3D000': {
        code: 'SHIPLOCK_DATABASE_UNKNOWN',
        kind: 'configuration',
        next: 'Correct the database name in database-url.',
    },
    '42501': {
        code: 'SHIPLOCK_DATABASE_PERMISSION',
        kind: 'configuration',
        next: 'Grant it to the role of database-url, or use the role that owns the object.',
    },
    '25006': {
        code: 'SHIPLOCK_DATABASE_READ_ONLY',
        kind: 'failure',
        next: 'Use the primary’s connection string; if the project was set read-only for its disk, free space first.',
    },
    '53100': {
        code: 'SHIPLOCK_DATABASE_DISK_FULL',
        kind: 'failure',
        next: 'Enlarge or free the server’s disk, then run the job again.',
    },
    '53300': {
        code: 'SHIPLOCK_DATABASE_CONNECTIONS',
        kind: 'failure',
        next: 'The server has no connection left: close idle ones or use the session pooler, then run the job again.',
    },
};
const CUT_STATES = /^(57P0[123]|08...)$/;
const UNREACHABLE = new Set([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
]);
const TLS = /SSL|TLS|certificate|self.signed/i;
const CUT = /terminated|ECONNRESET|EPIPE|Connection ended|not queryable|closed/i;
/** Maps what the driver threw. SQL errors that are the caller's own keep their SQLSTATE in `cause`. */
function databaseError(error, where) {
    if (error instanceof _release_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ShiplockError */ .GV)
        return error;
    const { code = '', message = String(error) } = (error ?? {});
    const known = BY_STATE[code];
    const say = (problem, what) => new _release_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ShiplockError */ .GV({ ...problem, what }, { cause: error });
    if (known)
        return say({ code: known.code, kind: known.kind, next: known.next }, `${where}: ${message}`);
    if (UNREACHABLE.has(code) || /timeout expired|connect timeout/i.test(message)) {
        return say({
            code: 'SHIPLOCK_DATABASE_UNREACHABLE',
            kind: 'configuration',
            notDone: ['nothing was changed'],
            next: 'Check host and port in database-url. GitHub’s runners have no IPv6: use the session pooler there.',
        }, `${where} cannot be reached (${code || message})`);
    }
    if (TLS.test(message)) {
        return say({
            code: 'SHIPLOCK_DATABASE_TLS',
            kind: 'configuration',
            next: 'Set sslmode in database-url to what the server offers.',
        }, `${where}: ${message}`);
    }
    if (CUT_STATES.test(code) ||
        (code === '' && CUT.test(message)) ||
        code === 'ECONNRESET' ||
        code === 'EPIPE') {
        return say({
            code: 'SHIPLOCK_DATABASE_CUT',
            kind: 'failure',
            next: 'Run the job again: it reads the record and the history table, and goes on.',
        }, `${where}: the connection was cut (${message})`);
    }
    return (0,_release_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)({
        code: 'SHIPLOCK_DATABASE_ERROR',
        what: `${where}: ${message}${code ? ` (${code})` : ''}`,
        next: 'Read the server’s message; its SQLSTATE is in brackets.',
    }, error);
}


/***/ }),

/***/ 23812:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ textOf),
/* harmony export */   j: () => (/* binding */ readFolder)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var _release_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(25547);




const FORWARD = /^(\d+)_(.*)\.sql$/;
const NOTHING = { notDone: ['nothing was changed'] };
/** @throws SHIPLOCK_MIGRATIONS_FOLDER, SHIPLOCK_MIGRATIONS_EMPTY, SHIPLOCK_MIGRATION_DUPLICATE */
async function readFolder(workspace, directory) {
    const absolute = node_path__WEBPACK_IMPORTED_MODULE_2__.resolve(workspace, directory);
    let names;
    try {
        names = (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readdir)(absolute, { withFileTypes: true }))
            .filter((e) => !e.isDirectory())
            .map((e) => e.name);
    }
    catch (cause) {
        throw (0,_release_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .configurationError */ .DN)({
            code: 'SHIPLOCK_MIGRATIONS_FOLDER',
            what: `the migrations folder ${directory} cannot be read`,
            ...NOTHING,
            next: 'Check `database.migrations` in the settings and that the repository is checked out.',
        }, cause);
    }
    const ignored = names.flatMap((name) => why(name, directory) ?? []);
    const forward = names.filter((name) => why(name, directory) === undefined).sort();
    if (forward.length === 0) {
        throw (0,_release_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .configurationError */ .DN)({
            code: 'SHIPLOCK_MIGRATIONS_EMPTY',
            what: `the migrations folder ${directory} holds no migration`,
            ...NOTHING,
            next: 'Migrations are named <version>_<name>.sql. A project without migrations leaves database-url out of the settings.',
        });
    }
    const files = await Promise.all(forward.map((name) => readOne(absolute, directory, name)));
    refuseDuplicates(files);
    return { files, ignored };
}
function why(name, directory) {
    const file = `${directory}/${name}`;
    if (/\.down\.sql$/i.test(name))
        return { file, why: 'a down file is never applied as a forward migration' };
    if (FORWARD.test(name))
        return undefined;
    return { file, why: 'its name is not <version>_<name>.sql' };
}
async function readOne(absolute, directory, name) {
    const [, version = '', title = ''] = FORWARD.exec(name) ?? [];
    const file = `${directory}/${name}`;
    try {
        const bytes = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)(node_path__WEBPACK_IMPORTED_MODULE_2__.join(absolute, name));
        return { version, name: title, file, bytes, checksum: (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(bytes).digest('hex') };
    }
    catch (cause) {
        throw (0,_release_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .configurationError */ .DN)({
            code: 'SHIPLOCK_MIGRATIONS_FOLDER',
            what: `the migration ${file} cannot be read`,
            ...NOTHING,
            next: 'Check its permissions and links.',
        }, cause);
    }
}
function refuseDuplicates(files) {
    const seen = new Map();
    for (const { version, file } of files) {
        const other = seen.get(version);
        if (other) {
            throw (0,_release_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .configurationError */ .DN)({
                code: 'SHIPLOCK_MIGRATION_DUPLICATE',
                what: `${other} and ${file} have the same version ${version}`,
                ...NOTHING,
                next: 'Give the newer one a version of its own: the history table keeps one row a version.',
                places: [{ file, message: `version ${version} is also ${other}` }],
            });
        }
        seen.set(version, file);
    }
}
/** @throws SHIPLOCK_MIGRATION_ENCODING for anything but UTF-8. */
function textOf({ bytes, file }) {
    try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    }
    catch (cause) {
        throw (0,_release_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .configurationError */ .DN)({
            code: 'SHIPLOCK_MIGRATION_ENCODING',
            what: `${file} is not UTF-8`,
            ...NOTHING,
            next: 'Save it as UTF-8.',
            places: [{ file, message: 'not UTF-8' }],
        }, cause);
    }
}


/***/ }),

/***/ 5991:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jv: () => (/* binding */ pendingFiles),
/* harmony export */   Lu: () => (/* binding */ readHistory),
/* harmony export */   Vv: () => (/* binding */ HISTORY),
/* harmony export */   a3: () => (/* binding */ ensureTables)
/* harmony export */ });
/* harmony import */ var _release_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(25547);
/* harmony import */ var _files_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(23812);


/** The Supabase CLI's table. Newer hosted projects have more columns; only these three are read and written. */
const HISTORY = 'supabase_migrations.schema_migrations';
async function readHistory(db) {
    const [present] = await db.query(`select to_regclass('${HISTORY}') is not null as history, to_regclass('shiplock.migration_checksum') is not null as sums`);
    if (!present?.history)
        return [];
    return db.query(present.sums
        ? `select m.version, c.checksum from ${HISTORY} m left join shiplock.migration_checksum c using (version) order by version`
        : `select version, null as checksum from ${HISTORY} order by version`);
}
/** Tables that the engine writes; safe to call at any time. */
async function ensureTables(db) {
    await db.query(`
    create schema if not exists supabase_migrations;
    create table if not exists ${HISTORY} (version text not null primary key, statements text[], name text);
    alter table ${HISTORY} add column if not exists statements text[], add column if not exists name text;
    create schema if not exists shiplock;
    revoke all on schema shiplock from public;
    create table if not exists shiplock.migration_checksum (version text primary key, checksum text not null);
    create table if not exists shiplock.migration_progress (
      version text not null, place int not null, hash text not null, state text not null check (state in ('started', 'done')),
      at timestamptz not null default now(), primary key (version, place));
    alter table shiplock.migration_checksum enable row level security;
    alter table shiplock.migration_progress enable row level security;
  `);
}
const NOTHING = { notDone: ['nothing was applied'] };
/**
 * What is left to apply, after every disagreement between folder and history was refused by name.
 * @throws SHIPLOCK_MIGRATION_FILE_MISSING, SHIPLOCK_MIGRATION_OUT_OF_ORDER, SHIPLOCK_MIGRATION_EDITED
 */
async function pendingFiles(db, folder, applied) {
    const byVersion = new Map(folder.files.map((file) => [file.version, file]));
    const missing = applied.filter(({ version }) => !byVersion.has(version));
    if (missing.length > 0) {
        throw (0,_release_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)({
            code: 'SHIPLOCK_MIGRATION_FILE_MISSING',
            what: `the database has applied ${missing.map((m) => m.version).join(', ')}, and the folder has no such file`,
            ...NOTHING,
            next: 'Bring the file back from version control, or pull it from the database; never reuse its version.',
        });
    }
    const done = new Set(applied.map(({ version }) => version));
    const last = applied.at(-1)?.version ?? '';
    const pending = folder.files.filter(({ version }) => !done.has(version));
    const late = pending.filter(({ version }) => version < last);
    if (late.length > 0) {
        throw (0,_release_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)({
            code: 'SHIPLOCK_MIGRATION_OUT_OF_ORDER',
            what: `${late.map((f) => f.file).join(', ')} would run after ${last}, which is already applied`,
            ...NOTHING,
            next: 'Give it a version after the newest applied one: what was tested together must run in that order.',
            places: late.map(({ file }) => ({
                file,
                message: `its version is older than ${last}, which is applied`,
            })),
        });
    }
    await refuseEdited(db, applied, byVersion);
    return pending;
}
async function refuseEdited(db, applied, files) {
    const edited = applied.filter((row) => row.checksum !== null && files.get(row.version)?.checksum !== row.checksum);
    const unknown = applied.filter((row) => row.checksum === null);
    if (unknown.length > 0)
        edited.push(...(await editedByStatements(db, unknown, files)));
    if (edited.length === 0)
        return;
    const names = edited.map(({ version }) => files.get(version).file);
    throw (0,_release_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)({
        code: 'SHIPLOCK_MIGRATION_EDITED',
        what: `${names.join(', ')} ${names.length === 1 ? 'was' : 'were'} edited after being applied`,
        ...NOTHING,
        next: 'Bring back the applied text, and put the change into a new migration: other databases will not run it again.',
        places: names.map((file) => ({ file, message: 'edited after it was applied' })),
    });
}
/** Another tool applied these: compare with the statements it recorded. A row without statements cannot be compared. */
async function editedByStatements(db, rows, files) {
    const recorded = await db.query(`select version, statements from ${HISTORY} where version = any ($1) and cardinality(statements) > 0`, [rows.map(({ version }) => version)]);
    const edited = [];
    for (const { version, statements } of recorded) {
        const text = (0,_files_js__WEBPACK_IMPORTED_MODULE_1__/* .textOf */ .b)(files.get(version));
        if (bare(text) === bare(statements.join(';')))
            continue;
        if ((await tokens(text)) !== (await tokens(statements.join('\n;\n'))))
            edited.push({ version, checksum: null });
    }
    return edited;
}
const bare = (sql) => sql.replace(/[\s;\uFEFF]+/g, '');
/** The tokens without comments and semicolons: what is left when only layout may differ. */
async function tokens(sql) {
    const { loadParser, isComment } = await __webpack_require__.e(/* import() */ 408).then(__webpack_require__.bind(__webpack_require__, 34408));
    const parser = await loadParser();
    return parser
        .scan(sql.replace(/^\uFEFF/, ' '))
        .filter((token) => !isComment(token) && token.text !== ';')
        .map((token) => token.text)
        .join('\u0000');
}


/***/ }),

/***/ 27980:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  migrationEngine: () => (/* binding */ migrationEngine)
});

// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
// EXTERNAL MODULE: ./src/database/connection.js
var connection = __webpack_require__(47622);
// EXTERNAL MODULE: ./src/database/engine/files.js
var engine_files = __webpack_require__(23812);
// EXTERNAL MODULE: ./src/database/engine/history.js
var engine_history = __webpack_require__(5991);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
;// CONCATENATED MODULE: ./src/database/engine/mutex.js



/** Everybody who migrates this database takes this lock. */
const KEY = `hashtextextended('shiplock.migrate', 0)`;
/** Waits for the lock by polling: a session blocked inside pg_advisory_lock() holds a snapshot that others wait for. */
async function takeMutex(url, waitMs, say) {
    const session = await (0,connection.connect)(url, { applicationName: 'shiplock migrate (mutex)' });
    const until = Date.now() + waitMs;
    try {
        for (let tries = 0;; tries += 1) {
            const [row] = await session.query(`select pg_try_advisory_lock(${KEY}) as ok`);
            if (row?.ok)
                break;
            const holder = await describeHolder(session);
            if (Date.now() >= until)
                throw held(holder);
            if (tries % 20 === 0)
                say(`waiting for the migration lock, held by ${holder}`);
            await (0,promises_.setTimeout)(Math.min(250, 20 + tries * 20) + Math.random() * 30);
        }
    }
    catch (error) {
        await session.close();
        throw error;
    }
    return {
        session,
        prove: () => prove(session),
        // Closing the session frees the lock, whatever state it is in.
        release: () => session.close(),
    };
}
function held(holder) {
    return (0,errors/* failure */.V2)({
        code: 'SHIPLOCK_MIGRATE_MUTEX_HELD',
        what: `another migration is under way: ${holder}`,
        notDone: ['nothing was applied'],
        next: 'Wait for it, then run the job again. If its process is gone, ending that backend frees the lock.',
    });
}
async function prove(session) {
    try {
        const [row] = await session.query(`select exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted) as held`);
        if (row?.held)
            return;
    }
    catch (cause) {
        throw lost(cause);
    }
    throw lost();
}
function lost(cause) {
    return (0,errors/* failure */.V2)({
        code: 'SHIPLOCK_MIGRATE_MUTEX_LOST',
        what: 'the session that held the migration lock is gone; somebody else may be migrating now',
        next: 'Run the job again: it reads the history table and goes on where this one stopped.',
    }, cause);
}
async function describeHolder(session) {
    const [row] = await session.query(`select format('pid %s (%s, since %s s)', a.pid, coalesce(nullif(a.application_name, ''), a.usename),
            extract(epoch from now() - a.backend_start)::int) as text
       from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.granted and l.pid <> pg_backend_pid()
        and ((l.classid::bigint << 32) | l.objid::bigint) = ${KEY} limit 1`);
    return row?.text ?? 'a session that just ended';
}

;// CONCATENATED MODULE: ./src/database/engine/index.js





/** The migration engine. The parser is loaded when there is something to parse: a no-op reads folder and history only. */
function migrationEngine(options) {
    return { pending: () => plan(options), apply: (request) => apply(options, request) };
}
async function plan(options) {
    const folder = await (0,engine_files/* readFolder */.j)(options.workspace, options.directory);
    const db = await (0,connection.connect)(options.url, { applicationName: 'shiplock plan', readOnly: true });
    try {
        const applied = await (0,engine_history/* readHistory */.Lu)(db);
        const files = await (0,engine_history/* pendingFiles */.Jv)(db, folder, applied);
        const base = { appliedCount: applied.length, ignored: folder.ignored };
        if (files.length === 0)
            return { ...base, pending: [], facts: [] };
        const [{ planMigrations, refuseContractFirst, refuseHazards }, { shapeOf }] = await Promise.all([
            Promise.all(/* import() */[__webpack_require__.e(510), __webpack_require__.e(150)]).then(__webpack_require__.bind(__webpack_require__, 33150)),
            Promise.all(/* import() */[__webpack_require__.e(510), __webpack_require__.e(588)]).then(__webpack_require__.bind(__webpack_require__, 74588)),
        ]);
        for (const file of files)
            await shapeOf(file);
        const { pending, facts } = await planMigrations(files.map((file) => ({ ...file, sql: (0,engine_files/* textOf */.b)(file) })), db);
        refuseContractFirst(pending);
        refuseHazards(pending);
        return { ...base, pending, facts };
    }
    finally {
        await db.close();
    }
}
async function apply(options, { migrations, say }) {
    const folder = await (0,engine_files/* readFolder */.j)(options.workspace, options.directory);
    const main = await (0,connection.connect)(options.url, { applicationName: 'shiplock migrate' });
    try {
        const left = async () => wanted(migrations, await (0,engine_history/* pendingFiles */.Jv)(main, folder, await (0,engine_history/* readHistory */.Lu)(main)), folder.files);
        if ((await left()).length === 0)
            return [];
        const mutex = await takeMutex(options.url, options.lockBudgetMs, say);
        try {
            await (0,engine_history/* ensureTables */.a3)(main);
            // Again, now that nobody else can apply: what another process did meanwhile is not done twice.
            return await applyFiles(options, main, mutex, await left(), say);
        }
        finally {
            await mutex.release();
        }
    }
    finally {
        await main.close();
    }
}
async function applyFiles(options, main, mutex, files, say) {
    const { runFile, shapeOf } = await Promise.all(/* import() */[__webpack_require__.e(510), __webpack_require__.e(588)]).then(__webpack_require__.bind(__webpack_require__, 74588));
    const budget = { timeoutMs: options.lockTimeoutMs, budgetMs: options.lockBudgetMs };
    const done = [];
    // What cannot be applied is refused before the first file runs.
    for (const file of files)
        await shapeOf(file);
    for (const [i, file] of files.entries()) {
        await mutex.prove();
        const started = performance.now();
        const retries = await runFile({ main, watcher: mutex.session, budget, say }, file);
        const milliseconds = performance.now() - started;
        say(`[${i + 1}/${files.length}] ${file.file} applied in ${Math.round(milliseconds)} ms`);
        done.push({ version: file.version, file: file.file, milliseconds, retries });
    }
    return done;
}
/** The files asked for that are still pending. @throws SHIPLOCK_MIGRATION_CHANGED when a file is not the planned one. */
function wanted(migrations, pending, all) {
    const byVersion = new Map(all.map((file) => [file.version, file]));
    for (const { version, checksum } of migrations) {
        const file = byVersion.get(version);
        if (file?.checksum === checksum)
            continue;
        throw (0,errors/* failure */.V2)({
            code: 'SHIPLOCK_MIGRATION_CHANGED',
            what: `migration ${version} ${file ? `(${file.file}) is not the file that was planned` : 'was planned and is not in the folder'}`,
            notDone: ['nothing was applied'],
            next: 'Run the plan action again, read what changed, and have the new plan approved.',
            ...(file ? { places: [{ file: file.file, message: 'changed since the plan' }] } : {}),
        });
    }
    const asked = new Set(migrations.map(({ version }) => version));
    return pending.filter(({ version }) => asked.has(version));
}


/***/ })

};
