export const id = 830;
export const ids = [830];
export const modules = {

/***/ 87830:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ ship)
/* harmony export */ });
/* unused harmony export whereItStands */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(25547);
/* harmony import */ var _phases_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(18776);
/* harmony import */ var _session_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(15936);
/* harmony import */ var _steps_approve_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(18467);
/* harmony import */ var _steps_deploy_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(39459);
/* harmony import */ var _steps_finalize_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(58870);
/* harmony import */ var _steps_gate_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(66311);
/* harmony import */ var _steps_migrate_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(81411);
/* harmony import */ var _steps_plan_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(14458);
/* harmony import */ var _steps_promote_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(14246);
/* harmony import */ var _steps_rollback_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(41888);
/* harmony import */ var _steps_verify_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(3013);












const STEPS = {
    deploy: _steps_deploy_js__WEBPACK_IMPORTED_MODULE_4__/* .deploy */ .g,
    plan: _steps_plan_js__WEBPACK_IMPORTED_MODULE_8__/* .plan */ .et,
    approve: (context, options) => (0,_steps_approve_js__WEBPACK_IMPORTED_MODULE_3__/* .approve */ .S)(context, { waitMs: options.approvalWaitMs }),
    migrate: _steps_migrate_js__WEBPACK_IMPORTED_MODULE_7__/* .migrate */ ._,
    verify: _steps_verify_js__WEBPACK_IMPORTED_MODULE_11__/* .verify */ .M,
    gate: _steps_gate_js__WEBPACK_IMPORTED_MODULE_6__/* .gate */ .G,
    promote: _steps_promote_js__WEBPACK_IMPORTED_MODULE_9__/* .promote */ .p,
    watch: _steps_gate_js__WEBPACK_IMPORTED_MODULE_6__/* .watch */ .w,
    finalize: _steps_finalize_js__WEBPACK_IMPORTED_MODULE_5__/* .finalize */ .j,
};
/** From here on a failure is answered by rollback. */
const UNDO_FROM = new Set([
    'migrate',
    'verify',
    'gate',
    'promote',
    'watch',
    'finalize',
]);
/**
 * The whole road of one environment, in one process. Also resume: each phase reads the record and does what is left.
 * When a phase after `migrate` began fails, traffic goes back and the release is closed; the first error is thrown.
 */
async function ship(context, options) {
    const results = [];
    for (const phase of _phases_js__WEBPACK_IMPORTED_MODULE_1__/* .PHASES */ .ZG[context.environment.kind]) {
        const started = Date.now();
        try {
            const result = await STEPS[phase](context, options);
            results.push(result);
            context.say(`${phase}: ${result.state} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
            await options.onPhase?.(result);
            // A dry run cannot plan on a deployment that was never made.
            if (result.state === 'planned' && phase === 'deploy')
                break;
        }
        catch (error) {
            if (!UNDO_FROM.has(phase) || !mayUndo(error) || context.dryRun)
                throw error;
            await undo(context, phase, error, options);
            throw error;
        }
    }
    return results;
}
/** Ambiguity is settled by reading, not by another write; somebody else's lease is not ours to undo under. */
function mayUndo(error) {
    const code = error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ShiplockError */ .GV ? error.code : '';
    return ![
        'SHIPLOCK_LEASE_HELD',
        'SHIPLOCK_LEASE_STALE',
        'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS',
        'SHIPLOCK_PLAN_DRIFT',
        'SHIPLOCK_APPROVAL_MISSING',
        'SHIPLOCK_RELEASE_CLOSED',
    ].includes(code);
}
async function undo(context, phase, error, options) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    context.say(`${phase} failed (${why}); rolling back`);
    try {
        const result = await (0,_steps_rollback_js__WEBPACK_IMPORTED_MODULE_10__/* .rollback */ .d)(context, { reason: `${phase} failed: ${why}`, force: false });
        await options.onPhase?.(result);
    }
    catch (undoError) {
        context.warn(`rollback failed too: ${undoError instanceof Error ? undoError.message : String(undoError)}`);
    }
}
/** Where the newest release of this commit stands, for people. */
async function whereItStands(context) {
    const session = await Session.find(context);
    const { donePhases, closed } = session.state;
    const road = PHASES[context.environment.kind]
        .map((phase) => `${donePhases.has(phase) ? '✓' : '·'} ${phase}`)
        .join('  ');
    return `${session.release.id}  ${closed ? closed.result : 'open'}\n${road}`;
}


/***/ }),

/***/ 18467:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ approve)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58500);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(25547);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(10311);
/* harmony import */ var _session_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(15936);
/* harmony import */ var _notice_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(45452);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(14458);






const POLL_MS = 5_000;
/**
 * Waits (at most `waitMs`; 0: one look) until the people required have approved this very plan.
 * The plan is computed again right before the approval is recorded, so that nobody's yes outlives what it was said to.
 */
async function approve(context, options) {
    const session = await _session_js__WEBPACK_IMPORTED_MODULE_3__/* .Session */ .N.find(context);
    session.requireOpen();
    const known = session.state;
    if (!known.plan)
        session.requirePlan();
    const { hash } = known.plan;
    if (known.approval?.hash === hash)
        return result('already', hash, known.approval.approvers, `Plan \`${(0,_plan_js__WEBPACK_IMPORTED_MODULE_2__/* .shortHash */ .BC)(hash)}\` was approved before.`);
    const until = Date.now() + options.waitMs;
    let said = '';
    for (;;) {
        const decision = await context.approvals({
            planHash: hash,
            environment: context.environment.name,
            commit: context.commit,
            runId: context.run.id,
        });
        if (decision.state === 'approved') {
            await (0,_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .recheckPlan */ .Hi)(session, { needsApproval: false });
            await session.append('approve', 'approved', {
                hash,
                approvers: [...decision.approvers],
                evidence: decision.evidence,
            });
            context.say(`approved by ${decision.approvers.join(', ') || 'policy'}`);
            return result('done', hash, decision.approvers, decision.markdown);
        }
        if (decision.state === 'rejected') {
            await (0,_notice_js__WEBPACK_IMPORTED_MODULE_4__/* .publishNotice */ .S)(session, { state: 'failed', phase: 'approve', detail: decision.reason });
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .failure */ .V2)({
                code: 'SHIPLOCK_APPROVAL_REJECTED',
                what: decision.reason,
                notDone: ['no migration was applied, no traffic was moved'],
                next: 'Talk to whoever rejected it; a new commit gets a new plan.',
            });
        }
        if (context.dryRun || Date.now() >= until) {
            if (context.dryRun)
                return result('planned', hash, [], decision.markdown);
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .failure */ .V2)({
                code: decision.state === 'frozen' ? 'SHIPLOCK_APPROVAL_FROZEN' : 'SHIPLOCK_APPROVAL_PENDING',
                what: decision.reason,
                done: ['the deployment is staged and the plan is recorded'],
                notDone: ['no migration was applied, no traffic was moved'],
                next: `Approve with \`/approve ${(0,_plan_js__WEBPACK_IMPORTED_MODULE_2__/* .shortHash */ .BC)(hash)}\` or the environment's review, then run this job again; set wait-minutes to wait longer.`,
            });
        }
        if (decision.reason !== said)
            context.say(`waiting: ${decision.reason}`);
        said = decision.reason;
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(Math.min(options.pollMs ?? POLL_MS, Math.max(50, until - Date.now())));
    }
}
function result(state, hash, approvers, markdown) {
    return {
        phase: 'approve',
        state,
        summary: `### approval\n\n${markdown}\n`,
        outputs: { 'plan-hash': hash, approvers: approvers.join(',') },
    };
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
