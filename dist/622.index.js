export const id = 622;
export const ids = [622];
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


/***/ })

};
