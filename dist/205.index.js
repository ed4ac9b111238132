export const id = 205;
export const ids = [205];
export const modules = {

/***/ 17205:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main),
  manifest: () => (/* binding */ manifest)
});

// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
// EXTERNAL MODULE: ./src/settings/load.js + 2 modules
var load = __webpack_require__(34679);
// EXTERNAL MODULE: ./src/runner/compose.js + 9 modules
var compose = __webpack_require__(17963);
// EXTERNAL MODULE: ./src/runner/github.js
var github = __webpack_require__(86668);
// EXTERNAL MODULE: ./src/runner/inputs.js
var runner_inputs = __webpack_require__(29398);
;// CONCATENATED MODULE: ./src/runner/sentry-release.js





/** The sentry-release action: usable without a record, in a build job that has the source maps at hand. */
async function sentryRelease(door) {
    const { inputs, say } = door;
    const facts = (0,github/* runFacts */.p)();
    const environment = (0,runner_inputs/* required */.mw)(inputs, 'environment');
    const settings = (0,load/* environmentSettings */.fu)(await (0,load/* loadSettings */.M5)(facts.workspace, inputs.settings), environment, (0,runner_inputs/* oneOf */.yL)(inputs, 'environment-kind', ['staging', 'production']));
    (0,runner_inputs/* required */.mw)(inputs, 'sentry-token');
    const tracker = await (0,compose/* composeErrorTracker */.pK)(inputs, settings, facts);
    if (!tracker) {
        throw (0,errors/* configurationError */.DN)({
            code: 'SHIPLOCK_INPUT_MISSING',
            what: 'sentry-org and sentry-project are not set',
            notDone: ['nothing was changed'],
            next: 'Set the inputs sentry-org and sentry-project, or `sentry.org` and `sentry.project` in shiplock.yml.',
        });
    }
    const commit = (0,github/* commitOf */.D)(inputs, facts);
    const version = inputs.version ?? commit;
    const { directory, url } = inputs;
    if ((0,runner_inputs/* flag */.Jt)(inputs, 'dry-run')) {
        const calls = [
            'sentry.open-release',
            ...(directory ? ['sentry.upload-source-maps'] : []),
            'sentry.finalize-release',
            'sentry.record-deploy',
        ];
        for (const call of calls)
            say(`dry run: would call ${call} for ${version}`);
        return {
            outputs: { version, url: '', files: '0' },
            summary: `### Sentry\n\nA dry run: ${calls.join(', ')} for \`${version}\`.\n`,
        };
    }
    const startedAt = new Date().toISOString();
    const opened = await tracker.openRelease({
        version,
        commit,
        repository: (await (0,compose/* composeCodeHost */.aY)(inputs, facts))?.repository ?? facts.repository ?? '',
    });
    say(`release ${version} is open in ${tracker.vendor}`);
    const uploaded = directory ? await tracker.uploadSourceMaps({ version, directory, say }) : { files: 0 };
    await tracker.finalizeRelease(version);
    await tracker.recordDeploy({
        version,
        environment,
        startedAt,
        finishedAt: new Date().toISOString(),
        ...(url ? { url } : {}),
    });
    return {
        outputs: { version, url: opened.url, files: String(uploaded.files) },
        summary: `### Sentry\n\nRelease [\`${version}\`](${opened.url}) is finalized${directory ? `, ${uploaded.files} files uploaded` : ''}, and its deploy to ${environment} is recorded.\n`,
    };
}

;// CONCATENATED MODULE: ./actions/sentry-release/main.js

const manifest = {
    name: 'sentry-release',
    title: 'Shiplock Sentry release',
    description: 'Open a release in Sentry with its commits, inject and upload source maps, record the deploy. Finds before it creates.',
    inputs: [
        'environment',
        'environment-kind',
        'settings',
        'commit',
        'version',
        'directory',
        'url',
        'dry-run',
        'sentry-token',
        'sentry-org',
        'sentry-project',
    ],
    required: ['environment', 'sentry-token'],
    outputs: {
        version: 'Release name in Sentry.',
        url: 'Where to see it.',
        files: 'How many files were uploaded.',
    },
};
function main(door) {
    return sentryRelease(door);
}


/***/ })

};
