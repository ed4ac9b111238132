export const id = 531;
export const ids = [531];
export const modules = {

/***/ 4531:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   describe: () => (/* reexport safe */ _src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__.q0),
/* harmony export */   main: () => (/* binding */ main),
/* harmony export */   manifest: () => (/* binding */ manifest)
/* harmony export */ });
/* harmony import */ var _src_release_steps_gate_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(66311);
/* harmony import */ var _src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(17963);
/* harmony import */ var _src_runner_compose_gate_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7587);
/* harmony import */ var _src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(29398);




const manifest = {
    name: 'health-gate',
    title: 'Shiplock health gate',
    description: 'Probe the staged deployment (`gate`) or the live domains and the error tracker (`watch`) and decide by a sequential test: pass, fail or inconclusive.',
    inputs: [
        ..._src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .RELEASE_INPUTS */ .mX,
        'phase',
        'url',
        'vercel-protection-bypass',
        'sentry-issues-token',
        'lease-wait-minutes',
    ],
    required: ['environment'],
    outputs: {
        decision: '`pass`, `fail` or `inconclusive`.',
        reason: 'One sentence.',
        evidence: 'Counts, likelihood and samples, as JSON.',
    },
};
function main(door) {
    const phase = (0,_src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .oneOf */ .yL)(door.inputs, 'phase', ['gate', 'watch']) ?? 'gate';
    if (door.inputs.url)
        return (0,_src_runner_compose_gate_js__WEBPACK_IMPORTED_MODULE_2__/* .probeOnly */ .Z)(door, phase, door.inputs.url);
    return (0,_src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__/* .withRelease */ ._h)(door, (context) => (phase === 'gate' ? (0,_src_release_steps_gate_js__WEBPACK_IMPORTED_MODULE_0__/* .gate */ .G)(context) : (0,_src_release_steps_gate_js__WEBPACK_IMPORTED_MODULE_0__/* .watch */ .w)(context)));
}



/***/ }),

/***/ 66311:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ gate),
/* harmony export */   w: () => (/* binding */ watch)
/* harmony export */ });
/* harmony import */ var _canonical_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(20724);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(25547);
/* harmony import */ var _session_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(15936);
/* harmony import */ var _live_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8774);




/** Smoke and health probes against the staged deployment, before any user sees it. */
async function gate(context) {
    const session = await _session_js__WEBPACK_IMPORTED_MODULE_2__/* .Session */ .N.find(context);
    if (session.state.donePhases.has('gate'))
        return already('gate');
    session.requireOpen();
    session.requirePhase('verify');
    return session.leased(() => decide(session, 'gate', [String(session.state.phaseBody('deploy')?.['url'])], context.hosting.protectionHeaders()));
}
/** The same decision over live traffic and error tracking, after promote. */
async function watch(context) {
    const session = await _session_js__WEBPACK_IMPORTED_MODULE_2__/* .Session */ .N.find(context);
    if (session.state.donePhases.has('watch'))
        return already('watch');
    session.requireOpen();
    session.requirePhase('promote');
    return session.leased(async () => decide(session, 'watch', await (0,_live_js__WEBPACK_IMPORTED_MODULE_3__/* .domainUrls */ .v)(context), {}));
}
async function decide(session, phase, urls, headers) {
    const { context } = session;
    const promotedAt = session.state.phaseBody('promote')?.['startedAt'];
    const run = phase === 'gate' ? context.gate : context.watch;
    const { result, proceed, markdown, warning } = await run({
        urls,
        headers,
        releaseId: session.release.id,
        commit: session.release.commit,
        since: promotedAt ? String(promotedAt) : new Date().toISOString(),
        say: context.say,
    });
    await session.append(phase, 'observed', {
        what: 'gate',
        decision: result.decision,
        reason: result.reason,
        proceed,
        evidence: (0,_canonical_js__WEBPACK_IMPORTED_MODULE_0__/* .toJson */ .aB)(result.evidence),
    });
    context.say(`${phase}: ${result.decision} (${result.reason})`);
    if (warning)
        context.warn(warning);
    if (!proceed)
        throw gateFailed(phase, result);
    await session.phaseDone(phase, { decision: result.decision });
    return {
        phase,
        state: 'done',
        summary: `### ${phase}\n\n${markdown}\n`,
        outputs: { decision: result.decision, reason: result.reason, evidence: JSON.stringify(result.evidence) },
    };
}
function gateFailed(phase, result) {
    const after = phase === 'watch';
    const inconclusive = result.decision === 'inconclusive';
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .failure */ .V2)({
        code: inconclusive ? 'SHIPLOCK_GATE_INCONCLUSIVE' : 'SHIPLOCK_GATE_FAILED',
        what: `the ${phase} gate says ${result.decision}: ${result.reason}`,
        done: after ? ['traffic was moved to the new deployment'] : ['the expand migrations are applied'],
        notDone: after ? ['the release was not finalized'] : ['no traffic was moved'],
        next: after
            ? 'Roll back with the rollback action (the root action and our workflows do it by themselves).'
            : 'Read the failing samples in the job summary. The expand migrations may stay: the running version tolerates them.',
    });
}
function already(phase) {
    return {
        phase,
        state: 'already',
        summary: `### ${phase}\n\nThis gate passed before for this release.\n`,
        outputs: { decision: 'pass' },
    };
}


/***/ })

};
