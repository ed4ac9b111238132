export const id = 800;
export const ids = [800];
export const modules = {

/***/ 5800:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main),
  manifest: () => (/* binding */ manifest)
});

// EXTERNAL MODULE: ./src/release/seam.js
var seam = __webpack_require__(85818);
// EXTERNAL MODULE: ./src/settings/load.js + 2 modules
var load = __webpack_require__(34679);
// EXTERNAL MODULE: ./src/runner/compose.js + 9 modules
var compose = __webpack_require__(17963);
// EXTERNAL MODULE: ./src/runner/github.js
var github = __webpack_require__(86668);
// EXTERNAL MODULE: ./src/runner/inputs.js
var runner_inputs = __webpack_require__(29398);
;// CONCATENATED MODULE: ./src/runner/slack-notify.js





const STATES = ['running', 'waiting', 'succeeded', 'failed', 'rolled-back'];
/** The slack-notify action. Whatever Slack answers, the job goes on. */
async function slackNotify(door) {
    const { inputs, say, warn } = door;
    const facts = (0,github/* runFacts */.p)();
    const environment = (0,runner_inputs/* required */.mw)(inputs, 'environment');
    (0,runner_inputs/* required */.mw)(inputs, 'slack-token');
    const message = (0,runner_inputs/* required */.mw)(inputs, 'message');
    const state = (0,runner_inputs/* oneOf */.yL)(inputs, 'state', STATES) ?? 'running';
    const commit = (0,github/* commitOf */.D)(inputs, facts);
    const settings = (0,load/* environmentSettings */.fu)(await (0,load/* loadSettings */.M5)(facts.workspace, inputs.settings), environment, (0,runner_inputs/* oneOf */.yL)(inputs, 'environment-kind', ['staging', 'production']));
    const notices = await (0,compose/* composeNotices */.M7)(inputs, settings);
    if (!notices)
        (0,runner_inputs/* required */.mw)(inputs, 'slack-channel');
    if ((0,runner_inputs/* flag */.Jt)(inputs, 'dry-run')) {
        say(`dry run: would call slack.publish (${state}): ${message}`);
        return { outputs: { sent: 'false', thread: '' }, summary: '' };
    }
    try {
        const ref = await notices.publish({
            // Without a release the run is the thread: its own notices still end up in one place.
            releaseId: inputs['release-id'] ?? `run-${facts.runId ?? 'local'}-${environment}`,
            environment,
            commit,
            title: message,
            state,
            phases: [],
            links: facts.runUrl ? [{ text: 'run', url: facts.runUrl }] : [],
        }, undefined);
        return { outputs: { sent: 'true', thread: ref.ts }, summary: '' };
    }
    catch (error) {
        warn(`the Slack notice was skipped: ${(0,seam/* firstLine */.TM)(error)}`);
        return { outputs: { sent: 'false', thread: '' }, summary: '' };
    }
}

;// CONCATENATED MODULE: ./actions/slack-notify/main.js

const manifest = {
    name: 'slack-notify',
    title: 'Shiplock Slack notice',
    description: 'One Slack thread a release, updated in place. A notice that fails is a warning, never a failed job.',
    inputs: [
        'environment',
        'environment-kind',
        'settings',
        'commit',
        'release-id',
        'state',
        'message',
        'dry-run',
        'slack-token',
        'slack-channel',
    ],
    required: ['environment', 'slack-token', 'message'],
    outputs: {
        sent: '`true` when Slack has it.',
        thread: 'Timestamp of the thread.',
    },
};
function main(door) {
    return slackNotify(door);
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


/***/ })

};
