export const id = 891;
export const ids = [891];
export const modules = {

/***/ 65891:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   describe: () => (/* reexport safe */ _src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__.q0),
/* harmony export */   main: () => (/* binding */ main),
/* harmony export */   manifest: () => (/* binding */ manifest)
/* harmony export */ });
/* harmony import */ var _src_release_steps_finalize_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58870);
/* harmony import */ var _src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(17963);
/* harmony import */ var _src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(29398);



const manifest = {
    name: 'finalize',
    title: 'Shiplock finalize',
    description: 'Close the release: schema snapshot, error-tracker deploy, deployment status, notice, lease.',
    inputs: [..._src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .RELEASE_INPUTS */ .mX, 'lease-wait-minutes'],
    required: ['environment', 'database-url', 'vercel-token'],
    outputs: {
        'release-id': 'Id of the release, `rel_\u2026`.',
        result: '`released`.',
    },
};
function main(door) {
    return (0,_src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__/* .withRelease */ ._h)(door, (context) => (0,_src_release_steps_finalize_js__WEBPACK_IMPORTED_MODULE_0__/* .finalize */ .j)(context));
}



/***/ }),

/***/ 58870:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ finalize)
/* harmony export */ });
/* harmony import */ var _canonical_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(20724);
/* harmony import */ var _session_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(15936);
/* harmony import */ var _live_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8774);
/* harmony import */ var _notice_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(45452);
/* harmony import */ var _projections_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(42040);





/** Closes the release: keeps the schema snapshot, tells the projections, gives the lease back. */
async function finalize(context) {
    const session = await _session_js__WEBPACK_IMPORTED_MODULE_1__/* .Session */ .N.find(context);
    if (session.state.closed?.result === 'released') {
        context.say('finalize: already done');
        return result(session, 'already');
    }
    session.requireOpen();
    session.requirePhase('watch');
    return session.leased(async () => {
        if (context.dryRun)
            return result(session, 'planned');
        const deployed = session.state.phaseBody('deploy');
        const snapshot = await context.schema.snapshot();
        const [url] = await (0,_live_js__WEBPACK_IMPORTED_MODULE_3__/* .domainUrls */ .v)(context);
        await session.append('finalize', 'observed', { what: 'schema-snapshot', snapshot: (0,_canonical_js__WEBPACK_IMPORTED_MODULE_0__/* .toJson */ .aB)(snapshot) });
        await projectErrorTracker(session, url);
        await (0,_projections_js__WEBPACK_IMPORTED_MODULE_4__/* .projectDeploymentStatus */ .B)(session, 'finalize', 'success', `serving since ${new Date().toISOString()}`, url);
        await session.phaseDone('finalize', { deploymentId: deployed?.['deploymentId'] ?? null });
        await (0,_notice_js__WEBPACK_IMPORTED_MODULE_2__/* .publishNotice */ .S)(session, { state: 'succeeded', phase: 'finalize' });
        await session.close('finalize', 'released', session.release.id, {
            deploymentId: deployed?.['deploymentId'] ?? null,
        });
        return result(session, 'done');
    });
}
async function projectErrorTracker(session, url) {
    const { context, release } = session;
    const { errorTracker } = context;
    if (!errorTracker)
        return;
    const seam = session.seam('finalize');
    await seam.project({
        name: `${errorTracker.vendor}.finalize-release`,
        request: { version: release.id },
        reconcile: 'finds-first',
        run: async () => {
            await errorTracker.finalizeRelease(release.id);
            return {};
        },
    }, context.warn);
    await seam.project({
        name: `${errorTracker.vendor}.record-deploy`,
        request: { version: release.id, environment: release.environment },
        reconcile: 'finds-first',
        run: async () => {
            await errorTracker.recordDeploy({
                version: release.id,
                environment: release.environment,
                startedAt: release.openedAt,
                finishedAt: new Date().toISOString(),
                ...(url ? { url } : {}),
            });
            return {};
        },
    }, context.warn);
}
function result(session, state) {
    const { release } = session;
    return {
        phase: 'finalize',
        state,
        summary: `### finalize\n\nRelease \`${release.id}\` of \`${release.commit.slice(0, 12)}\` ${state === 'planned' ? 'would be closed' : 'is closed'} as released on ${release.environment}.\n`,
        outputs: { 'release-id': release.id, result: state === 'planned' ? 'planned' : 'released' },
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


/***/ }),

/***/ 42040:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ projectDeploymentStatus)
/* harmony export */ });
/** The code host's deployment object follows the record; when it cannot, that is a warning. */
async function projectDeploymentStatus(session, phase, state, description, url) {
    const { context } = session;
    const { codeHost } = context;
    if (!codeHost)
        return;
    const opened = session.events.findLast((e) => e.body['call'] === `${codeHost.vendor}.open-deployment` && e.body['result'] === 'done');
    const id = opened?.body['value']?.id;
    if (!id) {
        context.warn(`${codeHost.vendor}.deployment-status was skipped: the deployment object was never opened`);
        return;
    }
    await session.seam(phase).project({
        name: `${codeHost.vendor}.deployment-status`,
        key: state,
        request: { state },
        // Setting the same status twice is harmless: the newest counts.
        reconcile: 'finds-first',
        run: async () => {
            await codeHost.setDeploymentStatus({
                deploymentId: id,
                state,
                description: description.slice(0, 140),
                ...(url ? { environmentUrl: url } : {}),
                ...(context.run.url ? { logUrl: context.run.url } : {}),
            });
            return {};
        },
    }, context.warn);
}


/***/ })

};
