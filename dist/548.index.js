export const id = 548;
export const ids = [548];
export const modules = {

/***/ 98548:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  sentryErrorTracker: () => (/* binding */ sentryErrorTracker)
});

// EXTERNAL MODULE: ./src/http/wire.js
var wire = __webpack_require__(84244);
// EXTERNAL MODULE: ../node_modules/zod/v4/classic/schemas.js + 11 modules
var classic_schemas = __webpack_require__(69987);
// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
;// CONCATENATED MODULE: ./src/errortracker/faults.js


function certaintyOf(fault) {
    if (fault.kind === 'network')
        return (0,wire/* neverSent */.vQ)(fault.error) ? 'not-done' : 'unknown';
    return fault.kind === 'unreadable' ? 'unknown' : (0,wire/* certaintyOfStatus */.D3)(fault.status);
}
/** Sentry's own words: `{detail}` or a list of texts by field. Never a token, whatever is echoed. */
function sentryText(text, secrets) {
    let said = text;
    try {
        const value = JSON.parse(text);
        said = typeof value.detail === 'string' ? value.detail : JSON.stringify(value.detail ?? value);
    }
    catch {
        // A proxy's page: show what came.
    }
    for (const secret of secrets)
        said = said.replaceAll(secret, '***');
    return said.replace(/\s+/g, ' ').trim().slice(0, 300);
}
/** One place decides which code a fault gets. */
function toError(fault, at) {
    const problem = describe(fault, at);
    const settled = fault.kind === 'status' && (fault.status === 401 || fault.status === 403);
    if (settled && !at.writes)
        return (0,errors/* configurationError */.DN)(problem);
    return new errors/* OutsideCallError */["in"]({ ...problem, kind: settled ? 'configuration' : 'failure' }, {
        certainty: at.writes ? certaintyOf(fault) : 'not-done',
        status: fault.kind === 'network' ? (0,wire/* wireErrorCode */.RT)(fault.error) : fault.status,
        cause: fault.kind === 'network' ? fault.error : undefined,
    });
}
function describe(fault, at) {
    const again = at.writes && certaintyOf(fault) === 'unknown'
        ? 'It may have happened. Run the phase again: it looks for its own work before it writes.'
        : 'Run the phase again when Sentry answers; see https://status.sentry.io.';
    if (fault.kind === 'network') {
        return {
            code: 'SHIPLOCK_SENTRY_UNREACHABLE',
            what: `Sentry could not be reached to ${at.doing} (${(0,wire/* wireErrorCode */.RT)(fault.error) ?? 'no answer'}).`,
            next: again,
        };
    }
    if (fault.kind === 'unreadable') {
        return {
            code: 'SHIPLOCK_SENTRY_ANSWER',
            what: `Sentry's answer (HTTP ${fault.status}) to ${at.doing} could not be read: ${fault.why}.`,
            next: again,
        };
    }
    const { status } = fault;
    const text = sentryText(fault.text, at.secrets);
    const said = text ? `: ${text}` : '';
    const which = at.issues ? 'sentry-issues-token' : 'sentry-token';
    if (status === 401) {
        return {
            code: 'SHIPLOCK_SENTRY_TOKEN',
            what: `Sentry does not know the token (HTTP 401) given to ${at.doing}${said}.`,
            next: `Give the input ${which} a token of this organization that has not been revoked.`,
        };
    }
    if (status === 403 && at.issues) {
        return {
            code: 'SHIPLOCK_SENTRY_ISSUES_FORBIDDEN',
            what: `The Sentry token may not ${at.doing} (HTTP 403). An organization token for releases (sntrys_…) can never read issues${said}.`,
            next: `Give the input sentry-issues-token a second token: an internal integration or a person's, with \`${at.scope}\`.`,
        };
    }
    if (status === 403) {
        return {
            code: 'SHIPLOCK_SENTRY_FORBIDDEN',
            what: `The Sentry token may not ${at.doing} (HTTP 403); it needs \`${at.scope}\`${said}.`,
            next: `Give the input sentry-token a token with \`${at.scope}\` for ${at.place}.`,
        };
    }
    if (status === 404) {
        return {
            code: 'SHIPLOCK_SENTRY_NOT_FOUND',
            what: `Sentry found nothing (HTTP 404) to ${at.doing} in ${at.place}${said}.`,
            next: 'Check organization and project slugs, the base URL of your region, and that the token may see the project.',
        };
    }
    if (status === 429) {
        const wait = fault.afterMs === undefined ? '' : `; it asks to wait ${Math.ceil(fault.afterMs / 1000)} s`;
        return {
            code: 'SHIPLOCK_SENTRY_RATE_LIMITED',
            what: `Sentry's rate limit kept us from trying to ${at.doing}${wait}.`,
            next: 'Run the phase again after that time; look what else uses the same token.',
        };
    }
    return status >= 500 || status === 408
        ? {
            code: 'SHIPLOCK_SENTRY_UNREACHABLE',
            what: `Sentry failed (HTTP ${status}) to ${at.doing}${said}.`,
            next: again,
        }
        : {
            code: 'SHIPLOCK_SENTRY_REFUSED',
            what: `Sentry refused (HTTP ${status}) to ${at.doing}${said}.`,
            next: 'Read the reason above; this call changed nothing at Sentry.',
        };
}

;// CONCATENATED MODULE: ./src/errortracker/client.js



/** Sentry's REST API: reads are patient, writes are tried exactly once, nothing waits without a deadline. */
class SentryClient {
    base;
    #options;
    #pace;
    constructor(options, pace) {
        this.#options = options;
        this.#pace = pace;
        this.base = (options.apiUrl ?? 'https://sentry.io').replace(/\/+$/, '');
    }
    /** One object; undefined for 404 where `absent` allows it. */
    async read(call, schema, absent) {
        const answer = await this.#read(call, this.#url(call), absent);
        return answer && this.#parse(call, answer, schema);
    }
    /**
     * All pages. Sentry always sends a next link; there is a next page only while it says `results="true"`.
     * https://docs.sentry.io/api/pagination/
     */
    async all(call, item) {
        const items = [];
        const url = this.#url(call);
        for (;;) {
            const answer = (await this.#read(call, url));
            items.push(...this.#parse(call, answer, classic_schemas/* array */.YOg(item)));
            const cursor = nextCursor(answer.headers.get('link'));
            if (cursor === undefined || cursor === url.searchParams.get('cursor'))
                return items;
            // Only the cursor is taken: the token never goes where a header points.
            url.searchParams.set('cursor', cursor);
        }
    }
    /** One attempt. A status in `expected` is handed back as text instead of being thrown. */
    async write(call, schema) {
        const result = await this.#attempt(call, this.#url(call), call.method, JSON.stringify(call.body));
        if ('fault' in result) {
            const { fault } = result;
            if (fault.kind === 'status' && call.expected?.includes(fault.status)) {
                return { refused: fault.text, status: fault.status };
            }
            throw this.#error(fault, call, true);
        }
        return { value: this.#parse(call, result, schema, true) };
    }
    async #read(call, url, absent) {
        return (0,wire/* patiently */.d_)(async () => {
            const result = await this.#attempt(call, url, 'GET');
            if (!('fault' in result))
                return { value: result };
            const { fault } = result;
            if (absent && fault.kind === 'status' && fault.status === 404)
                return { value: undefined };
            return { error: this.#error(fault, call, false), again: tryAgain(fault) };
        }, this.#pace);
    }
    async #attempt(call, url, method, body) {
        const { token, issuesToken } = this.#options;
        try {
            const response = await fetch(url, {
                method,
                headers: {
                    authorization: `Bearer ${call.issues ? (issuesToken ?? token) : token}`,
                    accept: 'application/json',
                    'user-agent': 'shiplock',
                    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
                },
                ...(body === undefined ? {} : { body }),
                // A POST that follows a redirect may turn into a GET, and the token would go along.
                redirect: 'manual',
                signal: AbortSignal.timeout(this.#pace.deadlineMs),
            });
            const text = await response.text();
            const { status, headers } = response;
            if (response.ok)
                return { status, text, headers };
            if (status < 400)
                return { fault: { kind: 'unreadable', status, why: 'a redirect; check the base URL' } };
            const afterMs = (0,wire/* retryAfterMs */.Vs)(headers.get('retry-after')) ?? resetMs(headers);
            return { fault: { kind: 'status', status, text, afterMs } };
        }
        catch (error) {
            return { fault: { kind: 'network', error } };
        }
    }
    #url(call) {
        const url = new URL(`${this.base}/api/0${call.path}`);
        for (const [key, value] of call.query ?? [])
            url.searchParams.append(key, value);
        return url;
    }
    #parse(call, answer, schema, writes = false) {
        let why;
        try {
            const result = schema.safeParse(JSON.parse(answer.text));
            if (result.success)
                return result.data;
            const issue = result.error.issues[0];
            why = `${issue?.path.join('.') || 'answer'}: ${issue?.message ?? 'unexpected'}`;
        }
        catch {
            why = 'not JSON';
        }
        throw this.#error({ kind: 'unreadable', status: answer.status, why }, call, writes);
    }
    #error(fault, call, writes) {
        const { org, project, token, issuesToken } = this.#options;
        const secrets = issuesToken ? [token, issuesToken] : [token];
        const place = `${org}/${project}`;
        return toError(fault, {
            doing: call.doing,
            scope: call.scope,
            issues: call.issues === true,
            place,
            writes,
            secrets,
        });
    }
}
function tryAgain(fault) {
    if (fault.kind !== 'status')
        return {};
    if (fault.status === 429 || fault.status === 408 || fault.status >= 500)
        return { afterMs: fault.afterMs };
    return false;
}
/** Epoch seconds at which the window ends. https://docs.sentry.io/api/ratelimits/ */
function resetMs(headers) {
    const reset = Number(headers.get('x-sentry-rate-limit-reset') ?? Number.NaN);
    const left = headers.get('x-sentry-rate-limit-remaining');
    return left === '0' && Number.isFinite(reset) ? Math.max(0, reset * 1000 - Date.now()) : undefined;
}
function nextCursor(link) {
    const next = link
        ?.split(/,\s*(?=<)/)
        .find((each) => /rel="next"/.test(each) && /results="true"/.test(each));
    return /cursor="([^"]+)"/.exec(next ?? '')?.[1];
}

// EXTERNAL MODULE: ../node_modules/zod/v4/core/api.js
var api = __webpack_require__(68729);
;// CONCATENATED MODULE: ../node_modules/zod/v4/classic/coerce.js


function string(params) {
    return api/* _coercedString */.K_(classic_schemas/* ZodString */.NDH, params);
}
function number(params) {
    return core._coercedNumber(schemas.ZodNumber, params);
}
function coerce_boolean(params) {
    return core._coercedBoolean(schemas.ZodBoolean, params);
}
function bigint(params) {
    return core._coercedBigint(schemas.ZodBigInt, params);
}
function date(params) {
    return core._coercedDate(schemas.ZodDate, params);
}

;// CONCATENATED MODULE: ./src/errortracker/errors.js

/** Both reads: https://docs.sentry.io/api/permissions/. */
const SCOPE = 'event:read, org:read, project:read';
const counts = classic_schemas/* object */.Ikc({ data: classic_schemas/* array */.YOg(classic_schemas/* looseObject */._H3({ 'count()': classic_schemas/* number */.aig() })) });
const issue = classic_schemas/* object */.Ikc({ id: classic_schemas/* string */.YjP(), title: classic_schemas/* string */.YjP(), permalink: classic_schemas/* string */.YjP().nullish() });
/**
 * Error events of one release in one environment since a moment, and issues first seen in it.
 *
 * Documented: `GET …/events/` with `field`, `query`, `environment`, `start`, `end`, `project` (a numeric id) answering
 * `{data: [row]}` (https://docs.sentry.io/api/explore/query-explore-events-in-table-format/), and `GET …/issues/` with
 * `query`, `environment`, `start`, `end` (https://docs.sentry.io/api/events/list-an-organizations-issues/).
 * Not tried against sentry.io itself: `dataset=errors`, without which transactions may be counted too, and
 * `firstRelease:`, which Sentry's search documents for issues.
 */
async function releaseErrors(client, { org, project }, request, projectId) {
    const { version, environment } = request;
    const release = version.replaceAll('"', '\\"');
    // Sentry refuses a range that ends before it begins, which clocks a little apart would make.
    const end = new Date(Math.max(Date.now(), Date.parse(request.since) + 1000)).toISOString();
    const shared = [
        ['project', projectId],
        ['environment', environment],
        ['start', request.since],
        ['end', end],
    ];
    const doing = `count the errors of release ${version} in ${environment}`;
    const [table, issues] = await Promise.all([
        client.read({
            doing,
            scope: SCOPE,
            issues: true,
            path: `/organizations/${org}/events/`,
            query: [['field', 'count()'], ['query', `release:"${release}"`], ['dataset', 'errors'], ...shared],
        }, counts),
        client.all({
            doing: `list the new issues of release ${version}`,
            scope: SCOPE,
            issues: true,
            path: `/organizations/${org}/issues/`,
            query: [['query', `firstRelease:"${release}"`], ...shared],
        }, issue),
    ]);
    return {
        // No row: no event. A row without a count would have been refused as unreadable.
        events: table?.data[0]?.['count()'] ?? 0,
        newIssues: issues.map((one) => ({
            id: one.id,
            title: one.title,
            url: one.permalink ?? `${client.base}/organizations/${org}/issues/${one.id}/?project=${project}`,
        })),
    };
}
/** Lists take a project's number only; a slug is looked up once. */
async function numericProject(client, { org, project }) {
    if (/^\d+$/.test(project))
        return project;
    const found = await client.read({
        doing: `look up project ${project}`,
        scope: SCOPE,
        issues: true,
        path: `/projects/${org}/${project}/`,
    }, classic_schemas/* object */.Ikc({ id: string() }));
    return found.id;
}

;// CONCATENATED MODULE: ./src/errortracker/releases.js


/** Scope for everything here: https://docs.sentry.io/api/permissions/ (Releases). */
const releases_SCOPE = 'project:releases';
const release = classic_schemas/* object */.Ikc({ version: classic_schemas/* string */.YjP(), dateReleased: classic_schemas/* string */.YjP().nullish() });
const deploy = classic_schemas/* object */.Ikc({ environment: classic_schemas/* string */.YjP(), dateStarted: classic_schemas/* string */.YjP().nullish() });
/**
 * Creates the release and binds its commits.
 *
 * Creating is idempotent by version: Sentry answers 201 for a new one and 208 for one it knows (`get_or_create` in
 * https://github.com/getsentry/sentry/blob/master/src/sentry/api/endpoints/organization_releases.py), so it may be sent
 * again. `refs` name commits by repository, without a git checkout; where the repository is not integrated in Sentry,
 * or the token belongs to nobody, Sentry answers 400 and the release stays without commits.
 */
async function openRelease(client, { org, project }, request) {
    const { version, repository, commit, previousCommit } = request;
    await client.write({
        doing: `create release ${version}`,
        scope: releases_SCOPE,
        path: `/organizations/${org}/releases/`,
        method: 'POST',
        body: { version, projects: [project] },
    }, release);
    const url = `${client.base}/organizations/${org}/releases/${encodeURIComponent(version)}/`;
    if (repository === '')
        return { url, warning: `Sentry release ${version} has no commits: no repository is known` };
    const bound = await client.write({
        doing: `bind the commits of release ${version}`,
        scope: releases_SCOPE,
        path: `/organizations/${org}/releases/${encodeURIComponent(version)}/`,
        method: 'PUT',
        body: { refs: [{ repository, commit, ...(previousCommit ? { previousCommit } : {}) }] },
        expected: [400, 404],
    }, release);
    if ('value' in bound)
        return { url };
    const said = sentryText(bound.refused, []);
    const warning = `Sentry release ${version} has no commits: Sentry refused ${repository} (HTTP ${bound.status}: ${said}). Add the repository to Sentry's GitHub integration.`;
    return { url, warning };
}
/** Sets the date of release unless it has one. */
async function finalizeRelease(client, { org }, version) {
    const path = `/organizations/${org}/releases/${encodeURIComponent(version)}/`;
    const doing = `finalize release ${version}`;
    const known = await client.read({ doing, scope: releases_SCOPE, path }, release);
    if (known?.dateReleased)
        return;
    const body = { dateReleased: new Date().toISOString() };
    await client.write({ doing, scope: releases_SCOPE, path, method: 'PUT', body }, release);
}
/** A deploy has no identity that we could choose: the same environment and beginning is the same deploy. */
async function recordDeploy(client, { org, project }, request) {
    const { version, environment } = request;
    const path = `/organizations/${org}/releases/${encodeURIComponent(version)}/deploys/`;
    const doing = `record the deploy of release ${version} to ${environment}`;
    const known = await client.all({ doing, scope: releases_SCOPE, path }, deploy);
    const began = seconds(request.startedAt);
    if (known.some((one) => one.environment === environment && seconds(one.dateStarted ?? '') === began))
        return;
    const body = {
        environment,
        name: `shiplock ${environment}`,
        projects: [project],
        dateStarted: request.startedAt,
        dateFinished: request.finishedAt,
        ...(request.url ? { url: request.url } : {}),
    };
    await client.write({ doing, scope: releases_SCOPE, path, method: 'POST', body }, deploy);
}
/** Sentry may drop fractions of a second. */
function seconds(iso) {
    return Math.floor(Date.parse(iso) / 1000);
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./src/errortracker/source-maps.js




/**
 * Inject, then upload: injecting writes debug ids into the JavaScript, so it has to come before the files are hashed
 * for the deployment. https://docs.sentry.io/platforms/javascript/sourcemaps/uploading/cli/
 */
async function uploadSourceMaps(options, request) {
    const { version, directory, say } = request;
    await mustBeDirectory(directory);
    const tool = await findCli(options.workspace);
    const { org, project } = options;
    say(`injecting debug ids into ${directory}`);
    await run(options, tool, ['sourcemaps', 'inject', directory], 'inject debug ids', 'not-done');
    say(`uploading source maps of ${version}`);
    const upload = [
        'sourcemaps',
        'upload',
        '--org',
        org,
        '--project',
        project,
        '--release',
        version,
        directory,
    ];
    // Sentry takes an artifact bundle by the hash of its content, so the same files may be uploaded again.
    const said = await run(options, tool, upload, 'upload source maps', 'unknown');
    return { files: countFiles(said) };
}
/** `> Bundled 12 files for upload`, as sentry-cli 2 and 3 say it; 0 where it found nothing to upload. */
function countFiles(output) {
    return Number(/Bundled (\d+) files?/i.exec(output)?.[1] ?? 0);
}
async function findCli(workspace) {
    const name = process.platform === 'win32' ? 'sentry-cli.cmd' : 'sentry-cli';
    const folders = [
        external_node_path_.join(workspace, 'node_modules', '.bin'),
        ...(process.env['PATH'] ?? '').split(external_node_path_.delimiter),
    ];
    for (const folder of folders.filter(Boolean)) {
        const file = external_node_path_.join(folder, name);
        const found = await (0,promises_.access)(file, external_node_fs_.constants.X_OK).then(() => true, () => false);
        if (found)
            return file;
    }
    throw (0,errors/* configurationError */.DN)({
        code: 'SHIPLOCK_SENTRY_CLI_MISSING',
        what: `sentry-cli is neither in ${external_node_path_.join(workspace, 'node_modules', '.bin')} nor on PATH, so source maps cannot be uploaded.`,
        notDone: ['no source map was uploaded'],
        next: 'Install it with the app: npm install --save-dev @sentry/cli, and allow its install script.',
    });
}
async function mustBeDirectory(directory) {
    const found = await (0,promises_.stat)(directory).catch(() => undefined);
    if (found?.isDirectory())
        return;
    throw (0,errors/* configurationError */.DN)({
        code: 'SHIPLOCK_SENTRY_MAPS_DIRECTORY',
        what: `"${directory}" is no directory, so there are no source maps to upload.`,
        next: 'Build with source maps first, and give the folder that holds the built JavaScript.',
    });
}
async function run(options, tool, args, doing, certainty) {
    const { getExecOutput } = await __webpack_require__.e(/* import() */ 318).then(__webpack_require__.bind(__webpack_require__, 66318));
    const { exitCode, stdout, stderr } = await getExecOutput(tool, args, {
        env: { ...inherited(), ...settings(options) },
        silent: true,
        ignoreReturnCode: true,
    });
    const output = `${stdout}\n${stderr}`.replaceAll(options.token, '***');
    if (exitCode === 0)
        return output;
    const lines = output.split('\n').map((line) => line.trim());
    const why = lines.find((line) => /^error:/i.test(line)) ?? lines.findLast(Boolean) ?? 'it said nothing';
    throw new errors/* OutsideCallError */["in"]({
        code: 'SHIPLOCK_SENTRY_CLI_FAILED',
        kind: 'failure',
        what: `sentry-cli could not ${doing} (exit code ${exitCode}): ${why.slice(0, 300)}`,
        next: 'Run the same command by hand with SENTRY_LOG_LEVEL=debug; uploading the same files again is harmless.',
    }, { certainty, status: exitCode });
}
/** The token travels in the environment: everybody on the machine can read arguments. */
function settings(options) {
    return {
        SENTRY_AUTH_TOKEN: options.token,
        SENTRY_URL: (options.apiUrl ?? 'https://sentry.io').replace(/\/+$/, ''),
        SENTRY_ORG: options.org,
        SENTRY_PROJECT: options.project,
        // Neither a .env file nor an update check may change what happens here.
        SENTRY_LOAD_DOTENV: '0',
        SENTRY_DISABLE_UPDATE_CHECK: 'true',
        SENTRY_LOG_LEVEL: 'info',
    };
}
/** The runner's other secrets are no business of the tool's. */
function inherited() {
    const wanted = /^(PATH|HOME|TMPDIR|TEMP|TMP|SystemRoot|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|(https?|no|all)_proxy)$/i;
    return Object.fromEntries(Object.entries(process.env).filter((entry) => wanted.test(entry[0]) && entry[1] !== undefined));
}

;// CONCATENATED MODULE: ./src/errortracker/index.js





/** Sentry as the release's error tracker: REST for releases, deploys and errors; its own tool for source maps. */
function sentryErrorTracker(options) {
    const client = new SentryClient(options, { ...wire/* PATIENT */.qh, ...options.pace });
    const place = { org: options.org, project: options.project };
    let project;
    return {
        vendor: 'sentry',
        openRelease: (request) => openRelease(client, place, request),
        uploadSourceMaps: (request) => uploadSourceMaps(options, request),
        finalizeRelease: (version) => finalizeRelease(client, place, version),
        recordDeploy: (request) => recordDeploy(client, place, request),
        async errors(request) {
            project ??= numericProject(client, place);
            try {
                return await releaseErrors(client, place, request, await project);
            }
            catch (error) {
                project = undefined;
                throw error;
            }
        },
    };
}


/***/ }),

/***/ 84244:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D3: () => (/* binding */ certaintyOfStatus),
/* harmony export */   RT: () => (/* binding */ wireErrorCode),
/* harmony export */   Vs: () => (/* binding */ retryAfterMs),
/* harmony export */   d_: () => (/* binding */ patiently),
/* harmony export */   qh: () => (/* binding */ PATIENT),
/* harmony export */   vQ: () => (/* binding */ neverSent)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58500);

/** What every vendor's client needs to know about a request that went wrong on the way. */
/** Before the first byte of a request is sent, nothing can have happened out there. Anything else can strike later. */
const NEVER_SENT = new Set([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EAI_FAIL',
    'ENETUNREACH',
    'EHOSTUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
]);
/** The socket's error code; fetch and the vendors' clients wrap it as `cause` or `original`, some twice. */
function wireErrorCode(error) {
    let at = error;
    for (let depth = 0; at instanceof Error && depth < 6; depth++) {
        const { code, original } = at;
        if (typeof code === 'string' && /^(E|UND_|CERT_|DEPTH_|SELF_|UNABLE_)/.test(code))
            return code;
        if (at.name === 'TimeoutError')
            return 'ETIMEDOUT';
        at = at.cause ?? original;
    }
    return undefined;
}
function neverSent(error) {
    return NEVER_SENT.has(wireErrorCode(error) ?? '');
}
/** Did a write that was answered with this status happen? 408 can come after the work was done. */
function certaintyOfStatus(status) {
    return status >= 400 && status < 500 && status !== 408 ? 'not-done' : 'unknown';
}
/** Retry-After in milliseconds: seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfterMs(value, now = Date.now()) {
    if (value === null || value === undefined || value.trim() === '')
        return undefined;
    const seconds = Number(value);
    const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
    return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
const PATIENT = { tries: 4, firstPauseMs: 500, longestWaitMs: 60_000, deadlineMs: 30_000 };
/** Repeats a read while its fault is a passing one. Never use it for a write. */
async function patiently(attempt, pace) {
    for (let tried = 1;; tried++) {
        const result = await attempt();
        if ('value' in result)
            return result.value;
        const pause = pace.firstPauseMs * 2 ** (tried - 1) * (0.75 + Math.random() / 2);
        const wait = result.again ? (result.again.afterMs ?? pause) : undefined;
        if (wait === undefined || tried >= pace.tries || wait > pace.longestWaitMs)
            throw result.error;
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(wait);
    }
}


/***/ })

};
