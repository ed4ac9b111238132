export const id = 948;
export const ids = [948];
export const modules = {

/***/ 18948:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main)
});

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
// EXTERNAL MODULE: ./src/runner/inputs.js
var runner_inputs = __webpack_require__(29398);
// EXTERNAL MODULE: ./src/runner/redact.js
var runner_redact = __webpack_require__(3830);
// EXTERNAL MODULE: ./src/runner/report.js + 2 modules
var report = __webpack_require__(89794);
// EXTERNAL MODULE: ./src/runner/run.js
var run = __webpack_require__(34134);
// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
// EXTERNAL MODULE: ./src/release/phases.js
var phases = __webpack_require__(18776);
// EXTERNAL MODULE: ./src/release/record/install.js + 1 modules
var install = __webpack_require__(29192);
// EXTERNAL MODULE: ./src/release/record/record.js + 3 modules
var record = __webpack_require__(20351);
// EXTERNAL MODULE: ./src/release/canonical.js
var canonical = __webpack_require__(20724);
;// CONCATENATED MODULE: ./src/release/record/verify.js


const START = '0'.repeat(64);
const PAGE = 1000;
/** The hash that this event must have, from its own content and its predecessor's hash. */
function eventHash(event) {
    return (0,canonical/* sha256 */.sc)(event.prevHash +
        (0,canonical/* canonical */.$N)({
            seq: event.seq,
            release: event.releaseId,
            at: event.at,
            actor: event.actor,
            phase: event.phase,
            kind: event.kind,
            token: event.token,
            body: event.body,
        }));
}
/** Re-computes the chain from the first event on, in this process, trusting nothing the database computed. */
async function verifyChain(db, options = {}) {
    let previous = START;
    let count = 0;
    let headSeen = options.head === undefined || options.head === START;
    for (let after = 0;;) {
        const page = await db.query(`select ${record/* EVENT_COLUMNS */.by} from shiplock.event where seq > $1 order by seq limit ${PAGE}`, [after]);
        for (const event of page) {
            const broken = fault(event, previous, count + 1);
            if (broken)
                return { intact: false, events: count, head: previous, broken: { seq: event.seq, why: broken } };
            previous = event.hash;
            headSeen ||= event.hash === options.head;
            count += 1;
            after = event.seq;
        }
        if (page.length < PAGE)
            break;
    }
    if (!headSeen) {
        return {
            intact: false,
            events: count,
            head: previous,
            broken: {
                seq: count,
                why: `the event with hash ${options.head} is gone: the end of the record was cut off`,
            },
        };
    }
    return { intact: true, events: count, head: previous };
}
function fault(event, previous, expectedSeq) {
    if (event.seq !== expectedSeq)
        return `event ${expectedSeq} is missing`;
    if (event.prevHash !== previous)
        return 'its prev_hash is not the hash of the event before it';
    if (eventHash(event) !== event.hash)
        return 'its content does not give its hash: it was changed after it was written';
    return undefined;
}

// EXTERNAL MODULE: ./src/release/ship.js
var ship = __webpack_require__(87830);
// EXTERNAL MODULE: ./src/release/state.js
var state = __webpack_require__(90863);
// EXTERNAL MODULE: ./src/release/steps/plan.js + 1 modules
var plan = __webpack_require__(14458);
// EXTERNAL MODULE: ./src/release/steps/rollback.js
var rollback = __webpack_require__(41888);
// EXTERNAL MODULE: ./src/runner/compose.js + 9 modules
var compose = __webpack_require__(17963);
;// CONCATENATED MODULE: ./src/cli/doctor.js


/** Tries each connection a release needs, read-only, and says each result. A check that fails fails the command. */
async function doctor(door) {
    return (0,compose/* withRelease */._h)(door, async (context) => {
        const checks = [
            [
                'database',
                async () => {
                    await (await context.database()).query('select 1');
                    return 'reachable';
                },
            ],
            ['schema', async () => `readable, fingerprint ${(await context.schema.fingerprint()).slice(0, 12)}`],
            ['migrations', async () => `${(await context.migrations?.pending())?.pending.length ?? 0} pending`],
            [
                'hosting',
                async () => `serves ${(await context.hosting.live()).deploymentId ?? 'nothing yet'} on ${(await context.hosting.domains()).join(', ')}`,
            ],
            [
                'code host',
                async () => context.codeHost
                    ? `commit by ${(await context.codeHost.commit(context.commit)).authors.join(', ')}`
                    : 'left out: no github-token',
            ],
            ['error tracker', async () => (context.errorTracker ? 'configured' : 'left out: no sentry-token')],
            ['notices', async () => (context.notices ? 'configured' : 'left out: no slack-token')],
        ];
        const lines = [];
        let bad = 0;
        for (const [name, check] of checks) {
            try {
                lines.push(`ok    ${name.padEnd(14)} ${await check()}`);
            }
            catch (error) {
                bad += 1;
                lines.push(`FAIL  ${name.padEnd(14)} ${error instanceof errors/* ShiplockError */.GV ? `${error.message}. ${error.problem.next}` : String(error)}`);
            }
        }
        if (bad === 0)
            return lines.join('\n');
        throw (0,errors/* failure */.V2)({
            code: 'SHIPLOCK_DOCTOR',
            what: `${bad} of ${checks.length} checks failed:\n${lines.join('\n')}`,
            notDone: ['nothing was changed'],
            next: 'Mend what is marked FAIL, and run doctor again.',
        });
    });
}

;// CONCATENATED MODULE: ./src/cli/commands.js












const COMMANDS = {
    status: { help: 'where the newest releases stand', run: commands_status },
    plan: {
        help: 'compute and print the plan; changes nothing',
        run: async (door) => (await (0,compose/* withRelease */._h)(door, plan/* plan */.et)).summary,
    },
    resume: { help: 'do what is left of this commit’s release', run: resume },
    rollback: { help: 'move traffic back to the release before (--reason)', run: back },
    'record verify': { help: 're-compute the chain of the record', run: recordVerify },
    'record show': { help: 'print the events of a release (--release-id or --commit)', run: recordShow },
    doctor: { help: 'check settings, tokens, database and rights', run: doctor },
};
/** Commands that read the record need the database and nothing else. */
async function withRecord(door, work) {
    const { connect } = await __webpack_require__.e(/* import() */ 622).then(__webpack_require__.bind(__webpack_require__, 47622));
    const database = await connect((0,runner_inputs/* required */.mw)(door.inputs, 'database-url'), {
        applicationName: 'shiplock cli',
        readOnly: true,
    });
    try {
        if ((await (0,install/* installedVersion */.n)(database)) === 0) {
            throw (0,errors/* failure */.V2)({
                code: 'SHIPLOCK_RECORD_NOT_INSTALLED',
                what: 'this database has no record of releases (schema shiplock)',
                next: 'Check that the database is the right one; the first deploy installs the record.',
            });
        }
        return await work(database, new record/* ReleaseRecord */.fQ(database));
    }
    finally {
        await database.close();
    }
}
async function commands_status(door, options) {
    return withRecord(door, async (_database, record) => {
        const releases = await record.recent(door.inputs.environment, 10);
        const rows = await Promise.all(releases.map(async (release) => ({ ...release, state: (0,state/* foldState */.r)(await record.events(release.id)) })));
        if (options.json) {
            return JSON.stringify(rows.map(({ state, ...r }) => ({ ...r, done: [...state.donePhases], closed: state.closed ?? null })), null, 2);
        }
        return rows
            .map((r) => {
            const road = r.environment === 'production' ? phases/* PHASES */.ZG.production : phases/* PHASES */.ZG.staging;
            const marks = road.map((phase) => (r.state.donePhases.has(phase) ? '●' : '○')).join('');
            return `${r.openedAt}  ${r.id}  ${r.commit.slice(0, 12)}  ${r.environment}  ${marks}  ${r.state.closed?.result ?? 'open'}`;
        })
            .join('\n');
    });
}
async function resume(door) {
    return (0,compose/* withRelease */._h)(door, async (context) => {
        const results = await (0,ship/* ship */.d)(context, { approvalWaitMs: (0,runner_inputs/* number */.ai)(door.inputs, 'wait-minutes') * 60_000 });
        return results.map((r) => `${r.phase}: ${r.state}`).join('\n');
    });
}
async function back(door) {
    const reason = (0,runner_inputs/* required */.mw)(door.inputs, 'reason');
    return (0,compose/* withRelease */._h)(door, async (context) => (await (0,rollback/* rollback */.d)(context, { reason, force: (0,runner_inputs/* flag */.Jt)(door.inputs, 'force') })).summary);
}
async function recordVerify(door, options) {
    return withRecord(door, async (database) => {
        const report = await verifyChain(database, options.head ? { head: options.head } : {});
        if (report.broken) {
            throw (0,errors/* failure */.V2)({
                code: 'SHIPLOCK_RECORD_BROKEN',
                what: `event ${report.broken.seq}: ${report.broken.why}`,
                done: [`${report.events} events before it are intact`],
                next: 'Keep a copy of the database as it is, find out who wrote to schema shiplock, and compare with the code host’s deployments.',
            });
        }
        return options.json ? JSON.stringify(report) : `intact: ${report.events} events, head ${report.head}`;
    });
}
async function recordShow(door, options) {
    return withRecord(door, async (_database, record) => {
        const { inputs } = door;
        const id = inputs['release-id'] ??
            (await record.latest((0,runner_inputs/* required */.mw)(inputs, 'environment'), (0,runner_inputs/* required */.mw)(inputs, 'commit')))?.id ??
            (0,runner_inputs/* required */.mw)(inputs, 'release-id');
        const events = await record.events(id);
        if (options.json)
            return JSON.stringify(events, null, 2);
        return events
            .map((e) => `${e.seq}\t${e.at}\t${e.phase}\t${e.kind}\t${e.body['call'] ?? e.body['what'] ?? e.body['result'] ?? ''}\t${e.hash.slice(0, 12)}`)
            .join('\n');
    });
}

;// CONCATENATED MODULE: ./src/cli/main.js






/**
 * The same rooms as the actions, for people on call. Secrets come by environment variables only: an argument can be
 * read by every process of the machine.
 */
async function main(argv) {
    const { values, positionals } = (0,external_node_util_.parseArgs)({
        args: [...argv],
        options: options(),
        allowPositionals: true,
        strict: true,
    });
    const inputs = readFlags(values);
    const redact = (0,runner_redact/* redactor */.$)((0,run/* secretsOf */.F)(inputs));
    const say = (line) => void process.stderr.write(`${redact(line)}\n`);
    const door = {
        inputs,
        say,
        warn: (line) => say(`warning: ${line}`),
        summarize: async (text) => say(text),
    };
    const name = positionals.join(' ');
    const command = COMMANDS[name];
    if (!command || values['help']) {
        process.stdout.write(usage());
        process.exitCode = values['help'] ? 0 : 2;
        return;
    }
    try {
        const text = await command.run(door, {
            json: values['json'] === true,
            head: values['head'],
        });
        process.stdout.write(`${redact(text)}\n`);
    }
    catch (thrown) {
        const error = (0,report/* asShiplockError */.Wd)(thrown);
        const { code, what, kind, next, done = [], notDone = [], production } = error.problem;
        process.stderr.write(`${redact((0,report/* errorLines */.S6)({ code, what, kind, next, done, notDone, production }).join('\n'))}\n`);
        process.exitCode = 1;
    }
    process.stdout.write('', () => process.exit(process.exitCode ?? 0));
}
function options() {
    const known = {
        json: { type: 'boolean' },
        help: { type: 'boolean' },
        head: { type: 'string' },
    };
    for (const [name, spec] of Object.entries(runner_inputs/* INPUTS */.mc))
        if (!spec.secret)
            known[name] = { type: 'string' };
    return known;
}
function readFlags(values) {
    const inputs = {};
    for (const [name, spec] of Object.entries(runner_inputs/* INPUTS */.mc)) {
        const value = (spec.secret ? undefined : values[name]) ?? (spec.env ? process.env[spec.env] : undefined);
        if (typeof value === 'string' && value !== '')
            inputs[name] = value;
    }
    return inputs;
}
function usage() {
    const rows = Object.entries(COMMANDS).map(([name, { help }]) => `  ${name.padEnd(16)}${help}`);
    const env = Object.values(runner_inputs/* INPUTS */.mc).flatMap((spec) => spec.secret && spec.env ? [spec.env] : []);
    return `shiplock <command> --environment NAME [--commit SHA] [--settings FILE] [--json]\n\n${rows.join('\n')}\n\nSecrets by environment: ${env.join(', ')}\n`;
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
