export const id = 421;
export const ids = [421];
export const modules = {

/***/ 94421:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   describe: () => (/* reexport safe */ _src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__.q0),
/* harmony export */   main: () => (/* binding */ main),
/* harmony export */   manifest: () => (/* binding */ manifest)
/* harmony export */ });
/* harmony import */ var _src_release_steps_rollback_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(41888);
/* harmony import */ var _src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(17963);
/* harmony import */ var _src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(29398);



const manifest = {
    name: 'rollback',
    title: 'Shiplock rollback',
    description: 'Move traffic back to the release before, if its code may serve on the live schema.',
    inputs: [..._src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .RELEASE_INPUTS */ .mX, 'lease-wait-minutes', 'promote-deadline-seconds', 'reason', 'force'],
    required: ['environment', 'database-url', 'vercel-token'],
    outputs: {
        'release-id': 'Id of the release, `rel_\u2026`.',
        outcome: '`done`, or `noop` when this release did not serve.',
        verdict: '`safe`, `unsafe` or `unknown`; empty when nothing had to be moved.',
        'serving-release': 'Release that serves now.',
    },
};
function main(door) {
    return (0,_src_runner_compose_js__WEBPACK_IMPORTED_MODULE_1__/* .withRelease */ ._h)(door, (context) => (0,_src_release_steps_rollback_js__WEBPACK_IMPORTED_MODULE_0__/* .rollback */ .d)(context, {
        reason: door.inputs.reason ?? 'asked for by the workflow',
        force: (0,_src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .flag */ .Jt)(door.inputs, 'force') && (0,_src_runner_inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .required */ .mw)(door.inputs, 'reason') !== '',
    }));
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


/***/ }),

/***/ 41888:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ rollback)
/* harmony export */ });
/* harmony import */ var _canonical_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(20724);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(25547);
/* harmony import */ var _session_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(15936);
/* harmony import */ var _notice_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(45452);
/* harmony import */ var _projections_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(42040);
/* harmony import */ var _promote_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(14246);






/**
 * Moves traffic back to the release before this one, if its code may serve on the live schema. Works from the record
 * and hosting alone: neither the repository nor the failed job is needed. Re-opens nothing by itself.
 */
async function rollback(context, options) {
    const session = await _session_js__WEBPACK_IMPORTED_MODULE_2__/* .Session */ .N.find(context);
    const closed = session.state.closed;
    if (closed && closed.result !== 'released') {
        context.say(`rollback: release ${session.release.id} is already closed as ${closed.result}`);
        return result(session, 'already', 'noop', undefined, '');
    }
    return session.leased(async () => {
        const target = await findTarget(session);
        const live = await settledLive(context);
        const ownId = String(session.state.phaseBody('deploy')?.['deploymentId'] ?? '');
        if (live.deploymentId === undefined ||
            (target && live.deploymentId === target.deploymentId) ||
            live.deploymentId !== ownId) {
            return closeUnmoved(session, target?.release, live.deploymentId, options);
        }
        if (!target)
            throw noTarget(session);
        const verdict = await judge(session, target.release);
        refuseUnsafe(context, verdict, options);
        const evidence = await (0,_promote_js__WEBPACK_IMPORTED_MODULE_4__/* .moveTraffic */ .N)(session, 'rollback', target.deploymentId, live.deploymentId);
        if (!evidence)
            return result(session, 'planned', 'planned', verdict, target.release.id);
        await session.phaseDone('rollback', { to: target.deploymentId, reason: options.reason, evidence });
        await (0,_projections_js__WEBPACK_IMPORTED_MODULE_5__/* .projectDeploymentStatus */ .B)(session, 'rollback', 'failure', `rolled back: ${options.reason}`);
        await (0,_notice_js__WEBPACK_IMPORTED_MODULE_3__/* .publishNotice */ .S)(session, {
            state: 'rolled-back',
            phase: 'rollback',
            reply: `Rolled back to ${target.release.id}: ${options.reason}`,
        });
        await session.close('rollback', 'rolled-back', target.release.id, {
            deploymentId: target.deploymentId,
            reason: options.reason,
        });
        context.say(`rolled back: ${target.release.id} serves again`);
        return result(session, 'done', 'done', verdict, target.release.id);
    });
}
async function findTarget(session) {
    const { record, release } = session;
    if (!release.replaces)
        return undefined;
    const previous = await record.release(release.replaces);
    const events = previous ? await record.events(previous.id) : [];
    const deployed = events.findLast((e) => e.phase === 'deploy' && e.body['step'] === 'phase');
    const deploymentId = deployed?.body['deploymentId'];
    return previous && deploymentId ? { release: previous, deploymentId: String(deploymentId) } : undefined;
}
/** Waits for a traffic job that is still under way (our own lost promote, say) before deciding what serves. */
async function settledLive(context) {
    const { hosting, say, environment } = context;
    const live = await hosting.live();
    const { job } = live;
    if (job?.state !== 'running' || job.type === 'rolling')
        return live;
    await hosting.confirm({
        kind: job.type,
        to: job.to,
        since: job.requestedAt,
        deadlineMs: environment.promoteDeadlineMs,
        say,
    });
    return hosting.live();
}
/** Traffic never moved to this release (or somebody moved it on): there is nothing to move back. */
async function closeUnmoved(session, previous, serving, options) {
    if (session.context.dryRun)
        return result(session, 'planned', 'noop', undefined, previous?.id ?? '');
    session.context.say(`rollback: this release does not serve (${serving ?? 'nothing'} does); nothing to move back`);
    await session.phaseDone('rollback', { to: serving ?? null, reason: options.reason, moved: false });
    await (0,_projections_js__WEBPACK_IMPORTED_MODULE_5__/* .projectDeploymentStatus */ .B)(session, 'rollback', 'failure', `abandoned: ${options.reason}`);
    await (0,_notice_js__WEBPACK_IMPORTED_MODULE_3__/* .publishNotice */ .S)(session, {
        state: 'failed',
        phase: 'rollback',
        reply: `Abandoned before it served: ${options.reason}`,
    });
    await session.close('rollback', 'abandoned', previous?.id ?? null, { reason: options.reason });
    return result(session, 'done', 'noop', undefined, previous?.id ?? '');
}
async function judge(session, previous) {
    const kept = (await session.record.events(previous.id)).findLast((e) => e.body['what'] === 'schema-snapshot');
    const live = await session.context.schema.snapshot();
    const verdict = session.context.verdict(kept?.body['snapshot'], live);
    await session.append('rollback', 'verdict', { previous: previous.id, verdict: (0,_canonical_js__WEBPACK_IMPORTED_MODULE_0__/* .toJson */ .aB)(verdict) });
    session.context.say(`verdict: ${verdict.answer}${verdict.reasons.length > 0 ? ` (${verdict.reasons.length} reasons)` : ''}`);
    return verdict;
}
function refuseUnsafe(context, verdict, options) {
    const refused = verdict.answer === 'unsafe' ||
        (verdict.answer === 'unknown' && context.environment.unknownVerdict === 'refuse');
    if (!refused || options.force)
        return;
    const reasons = verdict.reasons.slice(0, 5).map((r) => `${r.object}: ${r.why}`);
    throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .failure */ .V2)({
        code: verdict.answer === 'unsafe' ? 'SHIPLOCK_ROLLBACK_UNSAFE' : 'SHIPLOCK_ROLLBACK_UNKNOWN',
        what: `the previous release ${verdict.answer === 'unsafe' ? 'does not work' : 'may not work'} on the live schema: ${reasons.join('; ') || 'its schema snapshot is missing'}`,
        notDone: ['no traffic was moved back'],
        next: 'Roll forward with a mended commit, apply the rehearsed down file, or restore a restore point. To go back all the same, set force: true with a reason.',
    });
}
function noTarget(session) {
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .failure */ .V2)({
        code: 'SHIPLOCK_ROLLBACK_NO_TARGET',
        what: `release ${session.release.id} is the first one of ${session.release.environment}: there is no release to go back to`,
        notDone: ['no traffic was moved'],
        next: 'Roll forward with a mended commit.',
    });
}
function result(session, state, outcome, verdict, target) {
    const lines = [
        '### rollback',
        '',
        outcome === 'noop'
            ? 'Nothing to move back: this release does not serve.'
            : outcome === 'planned'
                ? `A dry run: traffic would go back to \`${target}\`.`
                : `Traffic is back on release \`${target}\`.`,
        ...(verdict
            ? [
                '',
                `Verdict on the live schema: **${verdict.answer}**.`,
                ...verdict.reasons.map((r) => `- ${r.object}: ${r.why} (${r.answer})`),
            ]
            : []),
    ];
    return {
        phase: 'rollback',
        state,
        summary: `${lines.join('\n')}\n`,
        outputs: {
            'release-id': session.release.id,
            outcome,
            verdict: verdict?.answer ?? '',
            'serving-release': target,
        },
    };
}


/***/ })

};
