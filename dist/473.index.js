export const id = 473;
export const ids = [473];
export const modules = {

/***/ 473:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   describe: () => (/* reexport safe */ _src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__.q0),
/* harmony export */   main: () => (/* binding */ main),
/* harmony export */   manifest: () => (/* binding */ manifest)
/* harmony export */ });
/* harmony import */ var _src_release_steps_promote_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(14246);
/* harmony import */ var _src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(17963);
/* harmony import */ var _src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(29398);



const manifest = {
    name: 'promote',
    title: 'Shiplock promote',
    description: 'Move production traffic to the staged deployment: one write, never repeated, then confirmed by alias and by a request.',
    inputs: [..._src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .RELEASE_INPUTS */ .mX, 'lease-wait-minutes', 'promote-deadline-seconds'],
    required: ['environment', 'database-url', 'vercel-token'],
    outputs: {
        'release-id': 'Id of the release, `rel_\u2026`.',
        outcome: '`done` or `noop` (it was serving already).',
        'deployment-id': 'Deployment that serves now.',
    },
};
function main(door) {
    return (0,_src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__/* .withRelease */ ._h)(door, (context) => (0,_src_release_steps_promote_js__WEBPACK_IMPORTED_MODULE_0__/* .promote */ .p)(context));
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

/***/ 14246:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ moveTraffic),
/* harmony export */   p: () => (/* binding */ promote)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(25547);
/* harmony import */ var _session_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(15936);
/* harmony import */ var _notice_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(45452);



/** How long a traffic move may have been requested before our clock says so (clock skew). */
const SKEW_MS = 5_000;
/** Compare-and-set of production traffic: one write, never repeated, then confirmed by alias and by a request. */
async function promote(context) {
    const session = await _session_js__WEBPACK_IMPORTED_MODULE_1__/* .Session */ .N.find(context);
    if (session.state.donePhases.has('promote')) {
        context.say('promote: already done');
        return result(session, 'already', 'noop', {});
    }
    session.requireOpen();
    session.requirePhase('gate');
    return session.leased(async () => {
        const { plan } = session.requirePlan();
        const to = plan.deployment.id;
        const begun = session.events.some((e) => e.phase === 'promote' && e.kind === 'intent' && String(e.body['call']).endsWith('.promote'));
        const live = await context.hosting.live();
        if (!begun && live.deploymentId === to) {
            await session.phaseDone('promote', {
                outcome: 'noop',
                startedAt: new Date().toISOString(),
                deploymentId: to,
            });
            return result(session, 'done', 'noop', {});
        }
        if (!begun)
            refuseMoved(live, plan.production, to);
        const startedAt = new Date().toISOString();
        const evidence = await moveTraffic(session, 'promote', to, live.deploymentId);
        if (!evidence)
            return result(session, 'planned', 'planned', {});
        await session.phaseDone('promote', { outcome: 'done', startedAt, deploymentId: to, evidence });
        await (0,_notice_js__WEBPACK_IMPORTED_MODULE_2__/* .publishNotice */ .S)(session, { state: 'running', phase: 'promote' });
        return result(session, 'done', 'done', evidence);
    });
}
/** The one place that moves traffic, for promote and rollback alike. Returns what confirmed it. */
async function moveTraffic(session, kind, to, expectedFrom) {
    const { context } = session;
    const { hosting, say } = context;
    const deadlineMs = context.environment.promoteDeadlineMs;
    const look = async (since) => {
        const found = await hosting.confirm({ kind, to, since: since - SKEW_MS, deadlineMs, say });
        if (found.state === 'done')
            return { state: 'done', result: found.evidence };
        if (found.state === 'not-done')
            return { state: 'not-done' };
        return {
            state: 'ambiguous',
            why: found.state === 'running' ? `the move was still under way after ${deadlineMs / 1000} s` : found.why,
        };
    };
    return session.seam(kind).write({
        name: `${hosting.vendor}.${kind}`,
        key: to,
        request: { to, from: expectedFrom ?? null },
        reconcile: look,
        accepted: true,
        run: () => hosting.move({ kind, to, expectedFrom, say }),
    });
}
function refuseMoved(live, planned, to) {
    const nothing = { notDone: ['no traffic was moved'] };
    if (live.job?.state === 'running') {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)({
            code: 'SHIPLOCK_PROMOTE_FOREIGN_JOB',
            what: `somebody else's ${live.job.type} to ${live.job.to} is under way`,
            ...nothing,
            next: 'Wait until it ended, look who started it, and run the job again: it re-plans if production moved.',
        });
    }
    if (live.pinned && !planned.pinned) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)({
            code: 'SHIPLOCK_PRODUCTION_PINNED',
            what: `production was pinned by a rollback after the plan was made; it serves ${live.deploymentId ?? 'nothing'}`,
            ...nothing,
            next: 'Find out who rolled back and why, then plan again: the new plan shows the pin to the approver.',
        });
    }
    if ((live.deploymentId ?? null) !== planned.deploymentId) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)({
            code: 'SHIPLOCK_PROMOTE_MOVED',
            what: `production is served by ${live.deploymentId ?? 'nothing'}, the plan says ${planned.deploymentId ?? 'nothing'}; ${to} was not promoted over it`,
            ...nothing,
            next: 'Plan again: the new plan shows what serves now.',
        });
    }
}
function result(session, state, outcome, evidence) {
    const to = session.state.plan?.plan.deployment.id ?? '';
    const line = {
        noop: `\`${to}\` was serving already.`,
        planned: `A dry run: \`${to}\` would be promoted.`,
        done: `\`${to}\` serves now, confirmed by ${Object.keys(evidence).join(', ') || 'the record'}.`,
    };
    return {
        phase: 'promote',
        state,
        summary: `### promote\n\n${line[outcome]}\n`,
        outputs: { 'release-id': session.release.id, outcome, 'deployment-id': to },
    };
}


/***/ })

};
