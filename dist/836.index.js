export const id = 836;
export const ids = [836];
export const modules = {

/***/ 10836:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   describe: () => (/* reexport safe */ _src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__.q0),
/* harmony export */   main: () => (/* binding */ main),
/* harmony export */   manifest: () => (/* binding */ manifest)
/* harmony export */ });
/* harmony import */ var _src_release_steps_deploy_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(39459);
/* harmony import */ var _src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(17963);
/* harmony import */ var _src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(29398);



const manifest = {
    name: 'deploy',
    title: 'Shiplock deploy',
    description: 'Upload and build a commit staged on Vercel: no domain moves.',
    inputs: [..._src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .RELEASE_INPUTS */ .mX, 'working-directory'],
    required: ['environment', 'database-url', 'vercel-token'],
    outputs: {
        'release-id': 'Id of the release, `rel_\u2026`.',
        'deployment-id': 'Vercel deployment id, `dpl_\u2026`.',
        'deployment-url': 'URL of the staged deployment.',
    },
};
function main(door) {
    return (0,_src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__/* .withRelease */ ._h)(door, (context) => (0,_src_release_steps_deploy_js__WEBPACK_IMPORTED_MODULE_0__/* .deploy */ .g)(context));
}



/***/ }),

/***/ 39459:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ deploy)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(25547);
/* harmony import */ var _session_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(15936);
/* harmony import */ var _notice_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(45452);



/** Uploads and builds the commit *staged*: no domain moves. The slow part, before anyone waits on anyone. */
async function deploy(context) {
    const session = await _session_js__WEBPACK_IMPORTED_MODULE_1__/* .Session */ .N.openOrFind(context, 'deploy');
    const before = session.state.phaseBody('deploy');
    if (before) {
        context.say(`deploy: already done, staged as ${String(before['deploymentId'])}`);
        return result(session.release.id, String(before['deploymentId']), String(before['url']), 'already');
    }
    session.requireOpen();
    const { hosting } = context;
    await openProjections(session);
    const seam = session.seam('deploy');
    const settle = (staged) => staged ? { state: 'done', result: staged } : { state: 'not-done' };
    const staged = await seam.write({
        name: `${hosting.vendor}.deploy`,
        request: { commit: context.commit, target: 'production', domains: 'none' },
        run: () => hosting.stage({
            releaseId: session.release.id,
            commit: context.commit,
            directory: context.directory,
            target: 'production',
            meta: { shiplockReleaseId: session.release.id, githubCommitSha: context.commit },
            say: context.say,
        }),
        reconcile: async () => settle(await hosting.findStaged(session.release.id, context.say)),
    });
    if (!staged)
        return result(session.release.id, '', '', 'planned');
    if (staged.state !== 'ready')
        throw buildFailed(staged);
    await session.phaseDone('deploy', { deploymentId: staged.id, url: staged.url });
    await (0,_notice_js__WEBPACK_IMPORTED_MODULE_2__/* .publishNotice */ .S)(session, { state: 'running', phase: 'deploy' });
    return result(session.release.id, staged.id, staged.url, 'done');
}
async function openProjections(session) {
    const { context, release } = session;
    const seam = session.seam('deploy');
    const { codeHost, errorTracker } = context;
    if (codeHost) {
        await seam.project({
            name: `${codeHost.vendor}.open-deployment`,
            request: { environment: release.environment, commit: release.commit },
            reconcile: 'finds-first',
            run: async () => {
                const id = await codeHost.openDeployment({
                    releaseId: release.id,
                    commit: release.commit,
                    environment: release.environment,
                    production: context.environment.kind === 'production',
                });
                return { id };
            },
        }, context.warn);
    }
    if (errorTracker) {
        const previous = release.replaces ? await session.record.release(release.replaces) : undefined;
        const opened = await seam.project({
            name: `${errorTracker.vendor}.open-release`,
            request: { version: release.id, commit: release.commit },
            reconcile: 'finds-first',
            run: () => errorTracker.openRelease({
                version: release.id,
                repository: codeHost?.repository ?? '',
                commit: release.commit,
                ...(previous ? { previousCommit: previous.commit } : {}),
            }),
        }, context.warn);
        if (opened?.warning)
            context.warn(opened.warning);
    }
}
function buildFailed(staged) {
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)({
        code: 'SHIPLOCK_DEPLOY_BUILD_FAILED',
        what: `deployment ${staged.id} ended as ${staged.state}${staged.failure ? `: ${staged.failure}` : ''}`,
        done: ['the files were uploaded'],
        notDone: ['no domain was moved, no migration was applied'],
        next: 'Read the build log of that deployment, mend the build, and push a new commit.',
    });
}
function result(releaseId, id, url, state) {
    const line = id
        ? `Staged as [\`${id}\`](${url}); no domain was moved.`
        : 'A dry run: nothing was uploaded.';
    return {
        phase: 'deploy',
        state,
        summary: `### deploy\n\n${line}\n`,
        outputs: { 'release-id': releaseId, 'deployment-id': id, 'deployment-url': url },
    };
}


/***/ }),

/***/ 45452:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ publishNotice)
/* harmony export */ });
/* harmony import */ var _phases_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(18776);

/** Where this release's notice stands, from the record: so that it is updated, never posted twice. */
function lastNotice(session) {
    const name = `${session.context.notices?.vendor}.publish`;
    const event = session.events.findLast((e) => e.body['call'] === name && e.body['result'] === 'done');
    return event?.body['value'];
}
/** One thread a release, updated in place. Its failure is a warning. */
async function publishNotice(session, at) {
    const { context, release } = session;
    const { notices } = context;
    if (!notices)
        return;
    const done = session.state.donePhases;
    const phases = _phases_js__WEBPACK_IMPORTED_MODULE_0__/* .PHASES */ .ZG[context.environment.kind].map((phase) => {
        if (phase === at.phase && at.state === 'failed')
            return { phase, state: 'failed', ...(at.detail ? { detail: at.detail } : {}) };
        if (phase === at.phase && at.state === 'waiting')
            return { phase, state: 'waiting', ...(at.detail ? { detail: at.detail } : {}) };
        return { phase, state: done.has(phase) ? 'done' : 'waiting' };
    });
    const url = session.state.phaseBody('deploy')?.['url'];
    const notice = {
        releaseId: release.id,
        environment: release.environment,
        commit: release.commit,
        title: `${TITLE[at.state]} ${release.commit.slice(0, 7)} to ${release.environment}`,
        state: at.state,
        phases,
        links: [
            ...(url ? [{ text: 'staged deployment', url: String(url) }] : []),
            ...(context.run.url ? [{ text: 'run', url: context.run.url }] : []),
        ],
        ...(at.reply ? { reply: at.reply } : {}),
    };
    const request = { state: at.state, phase: at.phase };
    await session.seam(at.phase).project({
        name: `${notices.vendor}.publish`,
        key: `${at.phase}:${at.state}:${session.events.length}`,
        request,
        reconcile: 'finds-first',
        run: () => notices.publish(notice, lastNotice(session)),
    }, context.warn);
}
const TITLE = {
    running: 'Shipping',
    waiting: 'Waiting to ship',
    succeeded: 'Shipped',
    failed: 'Could not ship',
    'rolled-back': 'Rolled back',
};


/***/ })

};
