export const id = 179;
export const ids = [179];
export const modules = {

/***/ 22179:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   describe: () => (/* reexport safe */ _src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__.q0),
/* harmony export */   main: () => (/* binding */ main),
/* harmony export */   manifest: () => (/* binding */ manifest)
/* harmony export */ });
/* harmony import */ var _src_release_ship_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(87830);
/* harmony import */ var _src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(17963);
/* harmony import */ var _src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(29398);



const manifest = {
    name: 'ship',
    title: 'Shiplock',
    description: 'Ship one environment through all phases in one step: deploy, plan, approve, migrate, verify, gate, promote, watch, finalize; roll back on failure. Run again, it resumes.',
    inputs: [
        ..._src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .RELEASE_INPUTS */ .mX,
        'working-directory',
        'staging-database-url',
        'vercel-protection-bypass',
        'sentry-issues-token',
        'lease-wait-minutes',
        'promote-deadline-seconds',
        'wait-minutes',
        'accept-pin',
        'break-glass-reason',
    ],
    required: ['environment', 'database-url', 'vercel-token'],
    outputs: {
        'release-id': 'Id of the release, `rel_\u2026`.',
        'plan-hash': 'SHA-256 of the plan\u2019s canonical JSON.',
        'deployment-id': 'Vercel deployment id.',
        'deployment-url': 'URL of the staged deployment.',
        outcome: '`done` or `noop` of the promote.',
        result: '`released`; anything else fails the step.',
    },
};
function main(door) {
    return (0,_src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__/* .withRelease */ ._h)(door, async (context) => {
        const results = await (0,_src_release_ship_js__WEBPACK_IMPORTED_MODULE_0__/* .ship */ .d)(context, {
            approvalWaitMs: (0,_src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .number */ .ai)(door.inputs, 'wait-minutes') * 60_000,
            onPhase: (result) => door.summarize(result.summary),
        });
        return { outputs: Object.assign({}, ...results.map((result) => result.outputs)), summary: '' };
    });
}



/***/ })

};
