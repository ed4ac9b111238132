export const id = 70;
export const ids = [70];
export const modules = {

/***/ 22070:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   describe: () => (/* reexport safe */ _src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__.q0),
/* harmony export */   main: () => (/* binding */ main),
/* harmony export */   manifest: () => (/* binding */ manifest)
/* harmony export */ });
/* harmony import */ var _src_release_steps_migrate_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(81411);
/* harmony import */ var _src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(17963);
/* harmony import */ var _src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(29398);



const manifest = {
    name: 'migrate',
    title: 'Shiplock migrate',
    description: 'Apply the plan\u2019s expand migrations under the environment\u2019s lease and the lock budget.',
    inputs: [..._src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .RELEASE_INPUTS */ .mX, 'staging-database-url', 'lease-wait-minutes', 'accept-pin'],
    required: ['environment', 'database-url', 'vercel-token'],
    outputs: {
        'release-id': 'Id of the release, `rel_\u2026`.',
        applied: 'Versions applied by this step, separated by commas.',
    },
};
function main(door) {
    return (0,_src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__/* .withRelease */ ._h)(door, (context) => (0,_src_release_steps_migrate_js__WEBPACK_IMPORTED_MODULE_0__/* .migrate */ ._)(context));
}



/***/ })

};
