export const id = 920;
export const ids = [920];
export const modules = {

/***/ 60920:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   describe: () => (/* reexport safe */ _src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__.q0),
/* harmony export */   main: () => (/* binding */ main),
/* harmony export */   manifest: () => (/* binding */ manifest)
/* harmony export */ });
/* harmony import */ var _src_release_steps_verify_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3013);
/* harmony import */ var _src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(17963);
/* harmony import */ var _src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(29398);



const manifest = {
    name: 'verify-schema',
    title: 'Shiplock verify schema',
    description: 'Run verify SQL, and check the schema contract, the RLS matrix and drift. What could not be verified fails.',
    inputs: [..._src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .RELEASE_INPUTS */ .mX, 'lease-wait-minutes'],
    required: ['environment', 'database-url', 'vercel-token'],
    outputs: {
        outcome: '`pass`; anything else fails the step.',
    },
};
function main(door) {
    return (0,_src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__/* .withRelease */ ._h)(door, (context) => (0,_src_release_steps_verify_js__WEBPACK_IMPORTED_MODULE_0__/* .verify */ .M)(context));
}



/***/ }),

/***/ 3013:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ verify)
/* harmony export */ });
/* unused harmony export verifyMarkdown */
/* harmony import */ var _canonical_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(20724);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(25547);
/* harmony import */ var _session_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(15936);



/** Verify SQL, schema contract, RLS matrix, drift. What could not be verified fails. */
async function verify(context) {
    const session = await _session_js__WEBPACK_IMPORTED_MODULE_2__/* .Session */ .N.find(context);
    if (session.state.donePhases.has('verify')) {
        context.say('verify: already done');
        return {
            phase: 'verify',
            state: 'already',
            summary: '### verify\n\nAlready verified for this release.\n',
            outputs: { outcome: 'pass' },
        };
    }
    session.requireOpen();
    session.requirePhase('migrate');
    return session.leased(async () => {
        const reports = await context.schema.verify({});
        const summary = verifyMarkdown(reports);
        const bad = reports.filter((r) => r.outcome === 'fail' || r.outcome === 'unknown');
        await session.append('verify', 'observed', { what: 'verify', reports: (0,_canonical_js__WEBPACK_IMPORTED_MODULE_0__/* .toJson */ .aB)(reports) });
        if (bad.length > 0)
            throw verifyFailed(bad);
        await session.phaseDone('verify');
        for (const report of reports)
            context.say(`verify ${report.check}: ${report.outcome} (${report.detail})`);
        return { phase: 'verify', state: 'done', summary, outputs: { outcome: 'pass' } };
    });
}
function verifyFailed(bad) {
    const first = bad.flatMap((r) => r.findings.map((f) => `${f.object}: ${f.message}`)).slice(0, 5);
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .failure */ .V2)({
        code: 'SHIPLOCK_VERIFY_FAILED',
        what: `${bad.map((r) => `${r.check} ${r.outcome === 'unknown' ? 'could not be verified' : 'failed'} (${r.detail})`).join('; ')}${first.length > 0 ? `. ${first.join('; ')}` : ''}`,
        done: ['the expand migrations are applied'],
        notDone: ['no traffic was moved'],
        next: 'Read the findings in the job summary: each names the object and, where known, the SQL that mends it.',
        places: bad.flatMap((r) => r.findings.flatMap((f) => (f.place ? [{ ...f.place, message: `${f.object}: ${f.message}` }] : []))),
    });
}
function verifyMarkdown(reports) {
    const mark = {
        pass: 'pass',
        fail: '**fail**',
        unknown: '**could not verify**',
        skipped: 'skipped',
    };
    const lines = [
        '### verify',
        '',
        '| check | outcome | detail |',
        '| --- | --- | --- |',
        ...reports.map((r) => `| ${r.check} | ${mark[r.outcome]} | ${r.detail.replaceAll('|', '\\|')} |`),
        '',
        ...reports.flatMap((r) => r.findings.flatMap((f) => [
            `- **${f.object}**: ${f.message}`,
            ...(f.mend ? ['', '  ```sql', `  ${f.mend}`, '  ```'] : []),
        ])),
    ];
    return `${lines.join('\n')}\n`;
}


/***/ })

};
