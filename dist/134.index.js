export const id = 134;
export const ids = [134];
export const modules = {

/***/ 25547:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DN: () => (/* binding */ configurationError),
/* harmony export */   GV: () => (/* binding */ ShiplockError),
/* harmony export */   V2: () => (/* binding */ failure),
/* harmony export */   "in": () => (/* binding */ OutsideCallError)
/* harmony export */ });
/** The one error class. Anything else that reaches an entry is a bug and is reported as SHIPLOCK_INTERNAL. */
class ShiplockError extends Error {
    problem;
    constructor(problem, options) {
        super(`${problem.code}: ${problem.what}`, options);
        this.name = 'ShiplockError';
        this.problem = problem;
    }
    get code() {
        return this.problem.code;
    }
    /** The same error with what production serves now, once somebody knows. */
    withProduction(production) {
        if (this.problem.production)
            return this;
        return Object.assign(Object.create(Object.getPrototypeOf(this)), this, {
            problem: { ...this.problem, production },
            message: this.message,
            stack: this.stack,
            cause: this.cause,
        });
    }
}
/**
 * A failed outside call. `certainty` is what decides how the release goes on:
 * - `not-done`: the vendor refused (4xx, or the connection was never made): nothing changed out there;
 * - `unknown`: it may or may not have happened (5xx, cut connection, deadline): read the vendor's state, never repeat.
 */
class OutsideCallError extends ShiplockError {
    certainty;
    /** HTTP status or vendor's own code, where there was an answer. */
    status;
    constructor(problem, details) {
        super(problem, { cause: details.cause });
        this.name = 'OutsideCallError';
        this.certainty = details.certainty;
        this.status = details.status === undefined ? undefined : String(details.status);
    }
}
/** Narrow helpers, so that throwers read as sentences. */
function configurationError(problem, cause) {
    return new ShiplockError({ ...problem, kind: 'configuration' }, { cause });
}
function failure(problem, cause) {
    return new ShiplockError({ ...problem, kind: 'failure' }, { cause });
}


/***/ }),

/***/ 29398:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jt: () => (/* binding */ flag),
/* harmony export */   ai: () => (/* binding */ number),
/* harmony export */   mX: () => (/* binding */ RELEASE_INPUTS),
/* harmony export */   mc: () => (/* binding */ INPUTS),
/* harmony export */   mw: () => (/* binding */ required),
/* harmony export */   yL: () => (/* binding */ oneOf)
/* harmony export */ });
/* harmony import */ var _release_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(25547);

/**
 * Every input of every action, once. An action's manifest names the ones it takes; `action.yml` and the README tables
 * are generated from here.
 */
const INPUTS = {
    environment: {
        description: 'Environment to ship to, as named in the settings file (or `staging`/`production` without one).',
    },
    'environment-kind': {
        description: '`staging` or `production`; needed only without a settings file and for other names.',
    },
    settings: {
        description: 'Settings file, relative to the workspace. Default: `shiplock.yml` where it exists.',
    },
    commit: {
        description: 'Full SHA of the commit. Default: the commit of this run (the head of a pull request).',
    },
    'release-id': { description: 'Release to work on. Default: found by environment and commit.' },
    'dry-run': {
        description: '`true`: print every outside call that would be made, and change nothing.',
        default: 'false',
    },
    'working-directory': {
        description: 'Folder that is uploaded, relative to the workspace. Overrides `app.directory`.',
    },
    'database-url': {
        description: 'Connection string of this environment’s Postgres: the direct host or the session pooler, not port 6543.',
        env: 'SHIPLOCK_DATABASE_URL',
        secret: true,
    },
    'staging-database-url': {
        description: 'Connection string of the required environment’s Postgres, to read in its record that this commit finished there.',
        env: 'SHIPLOCK_STAGING_DATABASE_URL',
        secret: true,
    },
    'vercel-token': { description: 'Vercel access token.', env: 'VERCEL_TOKEN', secret: true },
    'vercel-project': { description: 'Vercel project id or name. Overrides `vercel.project`.' },
    'vercel-team': { description: 'Vercel team id. Overrides `vercel.team`.' },
    'vercel-protection-bypass': {
        description: 'Secret that opens deployment protection for the gate’s probes.',
        env: 'VERCEL_AUTOMATION_BYPASS_SECRET',
        secret: true,
    },
    'github-token': {
        description: 'Token with `deployments: write`, `pull-requests: write` and `actions: read`. Without it GitHub is left out.',
        env: 'GITHUB_TOKEN',
        secret: true,
    },
    'sentry-token': {
        description: 'Sentry token for releases. Without it Sentry is left out.',
        env: 'SENTRY_AUTH_TOKEN',
        secret: true,
    },
    'sentry-issues-token': {
        description: 'Second Sentry token with `event:read`, for the watch gate. Default: the first one.',
        env: 'SENTRY_ISSUES_TOKEN',
        secret: true,
    },
    'sentry-org': { description: 'Sentry organization slug. Overrides `sentry.org`.' },
    'sentry-project': { description: 'Sentry project slug. Overrides `sentry.project`.' },
    'slack-token': {
        description: 'Slack bot token with `chat:write` and `channels:history`. Without it Slack is left out.',
        env: 'SLACK_BOT_TOKEN',
        secret: true,
    },
    'slack-channel': { description: 'Slack channel id (C…). Overrides `slack.channel`.' },
    'lease-wait-minutes': {
        description: 'How long to wait for another release that holds the environment.',
        default: '0',
    },
    'promote-deadline-seconds': {
        description: 'How long to look for the confirmation that traffic moved.',
        default: '180',
    },
    'wait-minutes': { description: 'How long to wait for approvals; 0 looks once.', default: '0' },
    'accept-pin': {
        description: '`true`: ship over a rollback that somebody made outside of Shiplock. The plan shows it.',
        default: 'false',
    },
    'break-glass-reason': {
        description: 'At least 20 characters: go on without the approvals required. Recorded with your name.',
    },
    reason: { description: 'Why; goes into the record and the notice.' },
    force: {
        description: '`true`: roll back though the verdict is unsafe or unknown. Needs a reason.',
        default: 'false',
    },
    phase: {
        description: 'Which gate: `gate` (staged deployment, before traffic) or `watch` (live domains, after).',
        default: 'gate',
    },
    url: {
        description: 'Probe this URL instead of what the release’s record says; the record is then not needed.',
    },
    directory: { description: 'Folder of built JavaScript and source maps to inject and upload.' },
    version: { description: 'Release name in the error tracker. Default: the release id.' },
    message: { description: 'Text of the notice.' },
    state: {
        description: 'State the notice shows: `running`, `waiting`, `succeeded`, `failed` or `rolled-back`.',
        default: 'running',
    },
};
/** What every action that works on a release takes. */
const RELEASE_INPUTS = [
    'environment',
    'environment-kind',
    'settings',
    'commit',
    'release-id',
    'dry-run',
    'database-url',
    'vercel-token',
    'vercel-project',
    'vercel-team',
    'github-token',
    'sentry-token',
    'sentry-org',
    'sentry-project',
    'slack-token',
    'slack-channel',
];
function required(inputs, name) {
    const value = inputs[name];
    if (value)
        return value;
    const spec = INPUTS[name];
    throw (0,_release_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .configurationError */ .DN)({
        code: 'SHIPLOCK_INPUT_MISSING',
        what: `the input ${name} is missing`,
        notDone: ['nothing was changed'],
        next: `Set \`with: ${name}:\`${spec.env ? ` or \`env: ${spec.env}:\`` : ''}. ${spec.description}`,
    });
}
function flag(inputs, name) {
    const value = (inputs[name] ?? 'false').toLowerCase();
    if (value === 'true' || value === 'false')
        return value === 'true';
    throw invalid(name, value, '`true` or `false`');
}
function number(inputs, name) {
    const value = inputs[name] ?? INPUTS[name].default ?? '0';
    const parsed = Number(value);
    if (value.trim() !== '' && Number.isFinite(parsed) && parsed >= 0)
        return parsed;
    throw invalid(name, value, 'a number of 0 or more');
}
function oneOf(inputs, name, allowed) {
    const value = inputs[name];
    if (value === undefined || value === '')
        return undefined;
    if (allowed.includes(value))
        return value;
    throw invalid(name, value, allowed.map((a) => `\`${a}\``).join(', '));
}
function invalid(name, value, takes) {
    return (0,_release_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .configurationError */ .DN)({
        code: 'SHIPLOCK_INPUT_INVALID',
        what: `the input ${name} is ${JSON.stringify(INPUTS[name].secret ? '***' : value)}; it takes ${takes}`,
        notDone: ['nothing was changed'],
        next: `Correct \`with: ${name}:\`.`,
    });
}


/***/ }),

/***/ 3830:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ redactor)
/* harmony export */ });
/**
 * Replaces each secret by `***`. The runner masks what it prints; this covers what it does not: outputs, summaries,
 * errors and files. Longest first, so that a secret inside another does not leave a tail.
 */
function redactor(secrets) {
    const ordered = [...new Set(secrets)].filter(Boolean).sort((a, b) => b.length - a.length);
    return (text) => ordered.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}


/***/ }),

/***/ 89794:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Wd: () => (/* binding */ asShiplockError),
  S6: () => (/* binding */ errorLines),
  N7: () => (/* binding */ reportError)
});

// UNUSED EXPORTS: errorMarkdown

// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
;// CONCATENATED MODULE: ./src/runner/runbooks.generated.js
// Generated from the front matter of runbooks/*.md by `npm run build`.
const RUNBOOK_OF_CODE = {
    SHIPLOCK_APPROVAL_BREAK_GLASS_FORBIDDEN: 'runbooks/approval.md',
    SHIPLOCK_APPROVAL_BREAK_GLASS_REASON: 'runbooks/approval.md',
    SHIPLOCK_APPROVAL_FROZEN: 'runbooks/approval.md',
    SHIPLOCK_APPROVAL_PENDING: 'runbooks/approval.md',
    SHIPLOCK_APPROVAL_REJECTED: 'runbooks/approval.md',
    SHIPLOCK_DATABASE_CONNECTIONS: 'runbooks/database-connection.md',
    SHIPLOCK_DATABASE_CUT: 'runbooks/database-connection.md',
    SHIPLOCK_DATABASE_DISK_FULL: 'runbooks/database-connection.md',
    SHIPLOCK_DATABASE_ERROR: 'runbooks/database-connection.md',
    SHIPLOCK_DATABASE_PASSWORD: 'runbooks/database-connection.md',
    SHIPLOCK_DATABASE_PERMISSION: 'runbooks/database-connection.md',
    SHIPLOCK_DATABASE_POOLER: 'runbooks/database-connection.md',
    SHIPLOCK_DATABASE_READ_ONLY: 'runbooks/database-connection.md',
    SHIPLOCK_DATABASE_TLS: 'runbooks/database-connection.md',
    SHIPLOCK_DATABASE_UNKNOWN: 'runbooks/database-connection.md',
    SHIPLOCK_DATABASE_UNREACHABLE: 'runbooks/database-connection.md',
    SHIPLOCK_DATABASE_URL: 'runbooks/database-connection.md',
    SHIPLOCK_GATE_EMPTY: 'runbooks/gate-cannot-decide.md',
    SHIPLOCK_GATE_PROTECTED: 'runbooks/gate-cannot-decide.md',
    SHIPLOCK_GATE_SOURCE: 'runbooks/gate-cannot-decide.md',
    SHIPLOCK_GITHUB_ANSWER: 'runbooks/github.md',
    SHIPLOCK_GITHUB_FORBIDDEN: 'runbooks/github.md',
    SHIPLOCK_GITHUB_NOT_FOUND: 'runbooks/github.md',
    SHIPLOCK_GITHUB_RATE_LIMITED: 'runbooks/github.md',
    SHIPLOCK_GITHUB_REFUSED: 'runbooks/github.md',
    SHIPLOCK_GITHUB_REPOSITORY: 'runbooks/github.md',
    SHIPLOCK_GITHUB_TOKEN: 'runbooks/github.md',
    SHIPLOCK_GITHUB_UNREACHABLE: 'runbooks/github.md',
    SHIPLOCK_MIGRATION_COPY_STDIN: 'runbooks/migration-file-unreadable.md',
    SHIPLOCK_MIGRATION_DIRECTIVE: 'runbooks/migration-file-unreadable.md',
    SHIPLOCK_MIGRATION_MERGE_MARKERS: 'runbooks/migration-file-unreadable.md',
    SHIPLOCK_MIGRATION_PSQL: 'runbooks/migration-file-unreadable.md',
    SHIPLOCK_MIGRATION_SYNTAX: 'runbooks/migration-file-unreadable.md',
    SHIPLOCK_MIGRATION_UNKNOWN_RULE: 'runbooks/plan-refused.md',
    SHIPLOCK_PLAN_CONTRACT_FIRST: 'runbooks/plan-refused.md',
    SHIPLOCK_PLAN_HAZARD: 'runbooks/plan-refused.md',
    SHIPLOCK_SCHEMA_CONTRACT: 'runbooks/schema-checks.md',
    SHIPLOCK_SCHEMA_RLS_FILE: 'runbooks/schema-checks.md',
    SHIPLOCK_SENTRY_ANSWER: 'runbooks/sentry.md',
    SHIPLOCK_SENTRY_CLI_FAILED: 'runbooks/sentry.md',
    SHIPLOCK_SENTRY_CLI_MISSING: 'runbooks/sentry.md',
    SHIPLOCK_SENTRY_FORBIDDEN: 'runbooks/sentry.md',
    SHIPLOCK_SENTRY_ISSUES_FORBIDDEN: 'runbooks/sentry.md',
    SHIPLOCK_SENTRY_MAPS_DIRECTORY: 'runbooks/sentry.md',
    SHIPLOCK_SENTRY_NOT_FOUND: 'runbooks/sentry.md',
    SHIPLOCK_SENTRY_RATE_LIMITED: 'runbooks/sentry.md',
    SHIPLOCK_SENTRY_REFUSED: 'runbooks/sentry.md',
    SHIPLOCK_SENTRY_TOKEN: 'runbooks/sentry.md',
    SHIPLOCK_SENTRY_UNREACHABLE: 'runbooks/sentry.md',
    SHIPLOCK_SLACK_CHANNEL: 'runbooks/slack.md',
    SHIPLOCK_SLACK_CHANNEL_ID: 'runbooks/slack.md',
    SHIPLOCK_SLACK_RATE_LIMITED: 'runbooks/slack.md',
    SHIPLOCK_SLACK_REFUSED: 'runbooks/slack.md',
    SHIPLOCK_SLACK_SCOPE: 'runbooks/slack.md',
    SHIPLOCK_SLACK_TOKEN: 'runbooks/slack.md',
    SHIPLOCK_SLACK_UNREACHABLE: 'runbooks/slack.md',
    SHIPLOCK_VERCEL_ANSWER: 'runbooks/vercel-answers.md',
    SHIPLOCK_VERCEL_API_URL: 'runbooks/vercel-access.md',
    SHIPLOCK_VERCEL_BUILD_DEADLINE: 'runbooks/vercel-answers.md',
    SHIPLOCK_VERCEL_CONFLICT: 'runbooks/vercel-traffic.md',
    SHIPLOCK_VERCEL_JOB_RUNNING: 'runbooks/vercel-traffic.md',
    SHIPLOCK_VERCEL_MOVED: 'runbooks/vercel-traffic.md',
    SHIPLOCK_VERCEL_PROJECT_UNKNOWN: 'runbooks/vercel-access.md',
    SHIPLOCK_VERCEL_RATE_LIMITED: 'runbooks/vercel-answers.md',
    SHIPLOCK_VERCEL_REFUSED: 'runbooks/vercel-answers.md',
    SHIPLOCK_VERCEL_TEAM: 'runbooks/vercel-access.md',
    SHIPLOCK_VERCEL_TOKEN: 'runbooks/vercel-access.md',
    SHIPLOCK_VERCEL_UNREACHABLE: 'runbooks/vercel-answers.md',
};

;// CONCATENATED MODULE: ./src/runner/runbooks.js

/** Where the runbook of a code stands: in the repository this action was taken from, at the ref it was taken at. */
function runbookUrl(code) {
    const file = RUNBOOK_OF_CODE[code];
    if (!file)
        return undefined;
    const server = process.env['GITHUB_SERVER_URL'] ?? 'https://github.com';
    const repository = process.env['GITHUB_ACTION_REPOSITORY'];
    const ref = process.env['GITHUB_ACTION_REF'];
    return repository && ref ? `${server}/${repository}/blob/${ref}/${file}` : file;
}

;// CONCATENATED MODULE: ./src/runner/report.js


/** Turns whatever was thrown into the product's error; a bug gets its own code and keeps its stack in the log. */
function asShiplockError(error) {
    if (error instanceof errors/* ShiplockError */.GV)
        return error;
    return new errors/* ShiplockError */.GV({
        code: 'SHIPLOCK_INTERNAL',
        kind: 'failure',
        what: `an unexpected error: ${error instanceof Error ? error.message : String(error)}`,
        next: 'Run the job again: it reads the record and goes on. If it stays, report it with this job’s log.',
    }, { cause: error });
}
/** Prints annotations and the log's account of an error; returns the same for the job summary, as markdown. */
async function reportError(core, module, door, thrown, redact) {
    const error = asShiplockError(thrown);
    const production = error.problem.production ?? (await describe(module, door, error));
    const { code, what, kind, next, done = [], notDone = [], places = [] } = error.problem;
    for (const place of places.slice(0, 20))
        annotate(core, place, code, what, redact);
    const lines = errorLines({ code, what, kind, next, done, notDone, production });
    for (const line of lines)
        core.info(redact(line));
    if (code === 'SHIPLOCK_INTERNAL' && error.cause instanceof Error)
        core.info(redact(error.cause.stack ?? ''));
    core.setFailed(redact(`${code}: ${what}`));
    return errorMarkdown({ code, what, kind, next, done, notDone, production });
}
async function describe(module, door, error) {
    try {
        return await module.describe?.(door, error);
    }
    catch {
        return undefined;
    }
}
function annotate(core, place, code, what, redact) {
    core.error(redact(place.message ?? what), {
        title: code,
        file: place.file,
        ...(place.line ? { startLine: place.line } : {}),
        ...(place.column ? { startColumn: place.column } : {}),
    });
}
const UNKNOWN_PRODUCTION = 'not looked up by this step; `shiplock status` tells';
function errorLines(account) {
    const runbook = runbookUrl(account.code);
    return [
        `${account.kind === 'configuration' ? 'Configuration mistake' : 'Failure'} ${account.code}`,
        `  what        ${account.what}`,
        ...account.done.map((line) => `  done        ${line}`),
        ...account.notDone.map((line) => `  not done    ${line}`),
        `  production  ${account.production ?? UNKNOWN_PRODUCTION}`,
        `  next        ${account.next}`,
        ...(runbook ? [`  runbook     ${runbook}`] : []),
    ];
}
function errorMarkdown(account) {
    const runbook = runbookUrl(account.code);
    const row = (name, value) => `| ${name} | ${value.replaceAll('|', '\\|').replaceAll('\n', ' ')} |`;
    return `${[
        `### ${account.kind === 'configuration' ? 'Configuration mistake' : 'Failed'}: \`${account.code}\``,
        '',
        account.what,
        '',
        '| | |',
        '| --- | --- |',
        ...account.done.map((line) => row('done', line)),
        ...account.notDone.map((line) => row('not done', line)),
        row('production', account.production ?? UNKNOWN_PRODUCTION),
        row('next step', account.next),
        ...(runbook ? [row('runbook', `[${account.code}](${runbook})`)] : []),
    ].join('\n')}\n`;
}


/***/ }),

/***/ 34134:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ secretsOf),
/* harmony export */   runAction: () => (/* binding */ runAction)
/* harmony export */ });
/* unused harmony export readInputs */
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(29398);
/* harmony import */ var _redact_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3830);
/* harmony import */ var _report_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(89794);



/**
 * The one entry of every action: inputs → typed object → main → outputs and summary, and the one catch.
 * @actions/core is imported here and nowhere deeper: the rest does not know that it runs in Actions.
 */
async function runAction(name, load) {
    process.stdout.write(`shiplock ${name}\n`);
    const [core, module] = await Promise.all([Promise.all(/* import() */[__webpack_require__.e(318), __webpack_require__.e(302)]).then(__webpack_require__.bind(__webpack_require__, 11302)), load()]);
    const inputs = readInputs(module.manifest.inputs, (input) => core.getInput(input));
    const secrets = secretsOf(inputs);
    for (const secret of secrets)
        core.setSecret(secret);
    const redact = (0,_redact_js__WEBPACK_IMPORTED_MODULE_2__/* .redactor */ .$)(secrets);
    const summary = [];
    const door = {
        inputs,
        say: (line) => core.info(redact(line)),
        warn: (line) => core.warning(redact(line), { title: `shiplock ${name}` }),
        summarize: async (markdown) => {
            summary.push(redact(markdown));
        },
    };
    try {
        const result = await module.main(door);
        for (const [key, value] of Object.entries(result.outputs))
            core.setOutput(key, redact(value));
        if (result.summary)
            summary.push(redact(result.summary));
    }
    catch (error) {
        summary.push(redact(await (0,_report_js__WEBPACK_IMPORTED_MODULE_1__/* .reportError */ .N7)(core, module, door, error, redact)));
        process.exitCode = 1;
    }
    await writeSummary(core, summary);
    // Keep-alive sockets of vendors' clients must not hold the job for minutes after the work is done.
    process.stdout.write('', () => process.exit(process.exitCode ?? 0));
}
/** Input, else the environment variable that may carry it; empty means absent. */
function readInputs(names, getInput) {
    const inputs = {};
    for (const name of names) {
        const spec = _inputs_js__WEBPACK_IMPORTED_MODULE_0__/* .INPUTS */ .mc[name];
        const value = getInput(name) || (spec.env ? process.env[spec.env] : undefined);
        if (value)
            inputs[name] = value;
    }
    return inputs;
}
/** The values to mask: each secret input, and the password inside each connection string. */
function secretsOf(inputs) {
    const secrets = [];
    for (const [name, value] of Object.entries(inputs)) {
        if (!_inputs_js__WEBPACK_IMPORTED_MODULE_0__/* .INPUTS */ .mc[name].secret)
            continue;
        secrets.push(value);
        const password = passwordOf(value);
        if (password)
            secrets.push(password, encodeURIComponent(password));
    }
    return [...new Set(secrets)].filter((secret) => secret.length >= 3);
}
function passwordOf(value) {
    if (!URL.canParse(value))
        return undefined;
    const { password } = new URL(value);
    return password ? decodeURIComponent(password) : undefined;
}
async function writeSummary(core, parts) {
    if (parts.length === 0)
        return;
    if (!process.env['GITHUB_STEP_SUMMARY'])
        return;
    try {
        await core.summary.addRaw(parts.join('\n'), true).write();
    }
    catch (error) {
        core.warning(`the job summary could not be written: ${error instanceof Error ? error.message : String(error)}`);
    }
}


/***/ })

};
