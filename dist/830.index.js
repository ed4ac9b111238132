export const id = 830;
export const ids = [830];
export const modules = {

/***/ 10311:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BC: () => (/* binding */ shortHash),
/* harmony export */   SH: () => (/* binding */ planHash),
/* harmony export */   n6: () => (/* binding */ planMigrations),
/* harmony export */   yz: () => (/* binding */ movedSince)
/* harmony export */ });
/* harmony import */ var _canonical_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(20724);

function planHash(plan) {
    return (0,_canonical_js__WEBPACK_IMPORTED_MODULE_0__/* .hashOf */ .qQ)((0,_canonical_js__WEBPACK_IMPORTED_MODULE_0__/* .toJson */ .aB)(plan));
}
/** Twelve digits: what people type in `/approve`. */
const shortHash = (hash) => hash.slice(0, 12);
function planMigrations(pending) {
    return pending.pending.map((migration) => ({
        version: migration.version,
        name: migration.name,
        file: migration.file,
        checksum: migration.checksum,
        phase: migration.phase,
        transactional: migration.transactional,
        locks: unique(migration.statements.flatMap((s) => s.locks.map((lock) => `${lock.level} ${lock.relation}`))),
        hazards: unique(migration.statements.flatMap((s) => s.hazards.filter((h) => h.severity !== 'info').map((h) => `${h.rule}${h.allowed ? ' (allowed)' : ''} line ${s.line}`))),
    }));
}
const unique = (items) => [...new Set(items)].sort();
/** What moved between the plan that was approved and the same plan computed now, as sentences. Empty: nothing. */
function movedSince(approved, now) {
    const moved = [];
    const say = (changed, sentence) => changed && moved.push(sentence);
    say(approved.commit !== now.commit, `the commit was ${approved.commit}, now it is ${now.commit}`);
    say(approved.deployment.id !== now.deployment.id, `the staged deployment was ${approved.deployment.id}, now it is ${now.deployment.id}`);
    say(approved.production.deploymentId !== now.production.deploymentId, `production was served by deployment ${approved.production.deploymentId ?? 'none'}, now by ${now.production.deploymentId ?? 'none'}`);
    say(approved.production.pinned !== now.production.pinned, now.production.pinned ? 'a rollback pinned production' : 'production is no longer pinned');
    say(approved.replaces?.releaseId !== now.replaces?.releaseId, `the release to replace was ${approved.replaces?.releaseId ?? 'none'}, now it is ${now.replaces?.releaseId ?? 'none'}`);
    moved.push(...movedMigrations(approved.migrations, now.migrations));
    say(approved.schemaFingerprint !== now.schemaFingerprint, `the schema was changed by somebody else (fingerprint ${shortHash(approved.schemaFingerprint)}, now ${shortHash(now.schemaFingerprint)})`);
    say(approved.provedBy?.releaseId !== now.provedBy?.releaseId, 'the release that proved this commit on staging is another one');
    say((0,_canonical_js__WEBPACK_IMPORTED_MODULE_0__/* .hashOf */ .qQ)(approved.settings) !== (0,_canonical_js__WEBPACK_IMPORTED_MODULE_0__/* .hashOf */ .qQ)(now.settings), 'the settings of the environment (gates, approvals, checks) changed');
    if (moved.length === 0 && planHash(approved) !== planHash(now))
        moved.push('the plan changed');
    return moved;
}
function movedMigrations(before, now) {
    const moved = [];
    const old = new Map(before.map((m) => [m.version, m]));
    const fresh = new Map(now.map((m) => [m.version, m]));
    for (const migration of now) {
        const was = old.get(migration.version);
        if (!was)
            moved.push(`${migration.file} is a new migration`);
        else if (was.checksum !== migration.checksum)
            moved.push(`${migration.file} was edited`);
        else if ((0,_canonical_js__WEBPACK_IMPORTED_MODULE_0__/* .hashOf */ .qQ)((0,_canonical_js__WEBPACK_IMPORTED_MODULE_0__/* .toJson */ .aB)(was)) !== (0,_canonical_js__WEBPACK_IMPORTED_MODULE_0__/* .hashOf */ .qQ)((0,_canonical_js__WEBPACK_IMPORTED_MODULE_0__/* .toJson */ .aB)(migration)))
            moved.push(`what ${migration.file} locks or risks changed with the live schema`);
    }
    for (const migration of before) {
        if (!fresh.has(migration.version))
            moved.push(`${migration.file} is gone, or somebody else applied it`);
    }
    return moved;
}


/***/ }),

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
const UNDO_FROM = new Set(['migrate', 'verify', 'gate', 'promote', 'watch', 'finalize']);
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
    const road = PHASES[context.environment.kind].map((phase) => `${donePhases.has(phase) ? '✓' : '·'} ${phase}`).join('  ');
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
            await session.append('approve', 'approved', { hash, approvers: [...decision.approvers], evidence: decision.evidence });
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
        await seam.project({
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
    const line = id ? `Staged as [\`${id}\`](${url}); no domain was moved.` : 'A dry run: nothing was uploaded.';
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
        await session.close('finalize', 'released', session.release.id, { deploymentId: deployed?.['deploymentId'] ?? null });
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
    const { result, proceed, markdown } = await run({
        urls,
        headers,
        releaseId: session.release.id,
        commit: session.release.commit,
        since: promotedAt ? String(promotedAt) : new Date().toISOString(),
        say: context.say,
    });
    await session.append(phase, 'observed', { what: 'gate', decision: result.decision, reason: result.reason, proceed, evidence: (0,_canonical_js__WEBPACK_IMPORTED_MODULE_0__/* .toJson */ .aB)(result.evidence) });
    context.say(`${phase}: ${result.decision} (${result.reason})`);
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
    return { phase, state: 'already', summary: `### ${phase}\n\nThis gate passed before for this release.\n`, outputs: { decision: 'pass' } };
}


/***/ }),

/***/ 81411:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ migrate)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(25547);
/* harmony import */ var _session_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(15936);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(14458);



/** Applies the plan's expand migrations under the lease and the lock budget; re-checks the plan first. */
async function migrate(context) {
    const session = await _session_js__WEBPACK_IMPORTED_MODULE_1__/* .Session */ .N.find(context);
    const before = session.state.phaseBody('migrate');
    if (before) {
        context.say('migrate: already done');
        return result(session, 'already', [], 0);
    }
    session.requireOpen();
    return session.leased(async () => {
        const plan = await agreedPlan(session);
        const wanted = plan.migrations.filter((m) => m.phase === 'expand');
        const applied = await applyAll(session, wanted);
        if (context.dryRun)
            return result(session, 'planned', [], wanted.length);
        await session.phaseDone('migrate', {
            applied: applied.map((m) => ({ version: m.version, milliseconds: Math.round(m.milliseconds), retries: m.retries })),
            schemaFingerprint: await context.schema.fingerprint(),
        });
        return result(session, 'done', applied, wanted.length);
    });
}
/** After a crash in the middle of our own migrations the schema has moved by our own doing: the plan still binds. */
async function agreedPlan(session) {
    const begun = session.events.some((e) => e.phase === 'migrate' && e.kind === 'intent');
    return begun ? session.requirePlan().plan : (0,_plan_js__WEBPACK_IMPORTED_MODULE_2__/* .recheckPlan */ .Hi)(session);
}
async function applyAll(session, wanted) {
    const { context } = session;
    const { migrations } = context;
    if (!migrations || wanted.length === 0)
        return [];
    const outcome = await session.seam('migrate').write({
        name: 'database.migrate',
        request: { versions: wanted.map((m) => m.version) },
        // The engine reads the history table under its mutex before it applies anything: each file at most once.
        reconcile: 'finds-first',
        run: async () => {
            try {
                return { applied: await migrations.apply({ migrations: wanted, say: context.say }) };
            }
            catch (error) {
                if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ShiplockError */ .GV)
                    throw error;
                throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)({
                    code: 'SHIPLOCK_MIGRATE_FAILED',
                    what: error instanceof Error ? error.message : String(error),
                    next: 'Run the job again: the engine reads its history table and goes on where it stopped.',
                }, error);
            }
        },
    });
    return outcome?.applied ?? [];
}
function result(session, state, applied, wanted) {
    const table = applied.length > 0
        ? ['| migration | time | lock retries |', '| --- | --- | --- |', ...applied.map((m) => `| \`${m.file}\` | ${Math.round(m.milliseconds)} ms | ${m.retries} |`)].join('\n')
        : state === 'planned'
            ? `A dry run: ${wanted} migrations would be applied.`
            : state === 'already'
                ? 'Already applied by this release.'
                : 'No expand migration was pending.';
    return {
        phase: 'migrate',
        state,
        summary: `### migrate\n\n${table}\n`,
        outputs: { 'release-id': session.release.id, applied: applied.map((m) => m.version).join(',') },
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

/***/ 14458:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  et: () => (/* binding */ plan),
  Hi: () => (/* binding */ recheckPlan)
});

// UNUSED EXPORTS: computePlan

// EXTERNAL MODULE: ./src/release/canonical.js
var canonical = __webpack_require__(20724);
// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
// EXTERNAL MODULE: ./src/release/plan.js
var release_plan = __webpack_require__(10311);
// EXTERNAL MODULE: ./src/release/record/install.js + 1 modules
var install = __webpack_require__(29192);
// EXTERNAL MODULE: ./src/release/record/record.js + 3 modules
var record = __webpack_require__(20351);
// EXTERNAL MODULE: ./src/release/session.js + 1 modules
var release_session = __webpack_require__(15936);
// EXTERNAL MODULE: ./src/release/steps/notice.js
var notice = __webpack_require__(45452);
;// CONCATENATED MODULE: ./src/release/steps/plan-markdown.js

/** The plan as an approver reads it: what serves now, what will, what the database will feel, and how to say yes. */
function planMarkdown(input) {
    const { plan, hash, pending, moved, releaseId } = input;
    const lines = [
        `### Plan \`${(0,release_plan/* shortHash */.BC)(hash)}\` for ${plan.environment}`,
        '',
        ...(moved.length > 0 ? ['> [!IMPORTANT]', '> This plan replaces an earlier one:', ...moved.map((m) => `> - ${m}`), ''] : []),
        '| | now | after |',
        '| --- | --- | --- |',
        `| commit | ${plan.replaces ? `\`${plan.replaces.commit.slice(0, 12)}\`` : '—'} | \`${plan.commit.slice(0, 12)}\` |`,
        `| deployment | ${plan.production.deploymentId ? `\`${plan.production.deploymentId}\`${plan.production.pinned ? ' (pinned by a rollback)' : ''}` : 'none'} | [\`${plan.deployment.id}\`](${plan.deployment.url}) |`,
        `| migrations | ${pending.appliedCount} applied | ${pending.pending.length === 0 ? 'none pending' : `+${pending.pending.length}`} |`,
        `| proved on | | ${plan.provedBy ? `${plan.provedBy.environment}, \`${plan.provedBy.releaseId}\`` : '—'} |`,
        '',
        ...migrationTable(pending),
        ...(plan.kind === 'production' ? [`Approve with \`/approve ${(0,release_plan/* shortHash */.BC)(hash)}\`. The approval is bound to this hash: when anything above changes, it is void.`, ''] : []),
        `<sub>release \`${releaseId}\` · schema \`${(0,release_plan/* shortHash */.BC)(plan.schemaFingerprint)}\` · plan hash \`${hash}\`</sub>`,
    ];
    return `${lines.join('\n')}\n`;
}
function migrationTable(pending) {
    if (pending.pending.length === 0)
        return ['No migration is pending.', ''];
    return [
        '| migration | kind | strongest lock | rewrites | loses data | hazards |',
        '| --- | --- | --- | --- | --- | --- |',
        ...pending.pending.map(row),
        '',
        ...(pending.facts.length > 0
            ? [`Tables touched: ${pending.facts.map((f) => `\`${f.relation}\` (${f.rows.toLocaleString('en-US')} rows, ${size(f.bytes)})`).join(', ')}.`, '']
            : []),
        '<details><summary>Every statement</summary>',
        '',
        ...pending.pending.flatMap((m) => m.statements.map((s) => `- \`${m.file}:${s.line}\` ${code(s.summary)}: ${s.locks.map((l) => `${l.level} on \`${l.relation}\``).join(', ') || 'no lock on a live table'}`)),
        '',
        '</details>',
        '',
        ...(pending.ignored.length > 0
            ? [`Left alone: ${pending.ignored.map((i) => `\`${i.file}\` (${i.why})`).join(', ')}.`, '']
            : []),
    ];
}
const STRENGTH = [
    'AccessShareLock',
    'RowShareLock',
    'RowExclusiveLock',
    'ShareUpdateExclusiveLock',
    'ShareLock',
    'ShareRowExclusiveLock',
    'ExclusiveLock',
    'AccessExclusiveLock',
];
function row(migration) {
    const locks = migration.statements.flatMap((s) => s.locks);
    const strongest = locks.toSorted((a, b) => STRENGTH.indexOf(b.level) - STRENGTH.indexOf(a.level))[0];
    const hazards = migration.statements.flatMap((s) => s.hazards.filter((h) => h.severity !== 'info'));
    const yes = (flag) => (flag ? '**yes**' : 'no');
    return `| \`${migration.file}\` | ${migration.phase} | ${strongest ? `${strongest.level} on \`${strongest.relation}\`` : 'none'} | ${yes(migration.statements.some((s) => s.rewrites))} | ${yes(migration.statements.some((s) => s.losesData))} | ${hazards.map((h) => `${h.rule}${h.allowed ? ` (allowed: ${plan_markdown_text(h.allowed.reason)})` : ''}`).join(', ') || '—'} |`;
}
const size = (bytes) => (bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} kB` : `${Math.round(bytes / (1 << 20))} MB`);
/** Text of a file inside a table cell: no pipe, no line break, no tag may get out. */
const plan_markdown_text = (value) => value.replace(/[|\r\n<>`]/g, ' ');
const code = (value) => `\`${plan_markdown_text(value)}\``;

;// CONCATENATED MODULE: ./src/release/steps/plan.js








const NOTHING_PENDING = { pending: [], appliedCount: 0, ignored: [], facts: [] };
/** Reads everything the plan is made of, and changes nothing. */
async function computePlan(session) {
    const { context, release } = session;
    const deployed = session.state.phaseBody('deploy');
    if (!deployed)
        session.requirePhase('deploy');
    const [pending, schemaFingerprint, live, provedBy] = await Promise.all([
        context.migrations?.pending() ?? NOTHING_PENDING,
        context.schema.fingerprint(),
        context.hosting.live(),
        provedElsewhere(context),
    ]);
    if (live.pinned && live.deploymentId)
        await refuseForeignPin(session, live.deploymentId);
    const previous = release.replaces ? await session.record.release(release.replaces) : undefined;
    const plan = {
        format: 1,
        environment: release.environment,
        kind: context.environment.kind,
        commit: release.commit,
        deployment: { id: String(deployed?.['deploymentId'] ?? ''), url: String(deployed?.['url'] ?? '') },
        replaces: previous ? { releaseId: previous.id, commit: previous.commit } : null,
        production: { deploymentId: live.deploymentId ?? null, pinned: live.pinned },
        schemaFingerprint,
        migrations: (0,release_plan/* planMigrations */.n6)(pending),
        provedBy,
        settings: context.environment.settings,
    };
    return { plan, pending };
}
/** Production also requires that this commit finished on staging: the staging record is asked, else the code host. */
async function provedElsewhere(context) {
    const { requires } = context.environment;
    if (!requires)
        return null;
    if (requires.database) {
        const database = await requires.database();
        try {
            const release = (await (0,install/* installedVersion */.n)(database)) > 0
                ? await new record/* ReleaseRecord */.fQ(database).finished(requires.environment, context.commit)
                : undefined;
            if (release)
                return { environment: requires.environment, releaseId: release.id };
        }
        finally {
            await database.close();
        }
    }
    else if (context.codeHost) {
        const [proof] = await context.codeHost.finishedReleases({ environment: requires.environment, commit: context.commit });
        if (proof)
            return { environment: requires.environment, releaseId: proof.releaseId };
    }
    throw (0,errors/* failure */.V2)({
        code: 'SHIPLOCK_PLAN_NOT_PROVED',
        what: `commit ${context.commit.slice(0, 12)} did not finish on ${requires.environment}, which ${context.environment.name} requires`,
        notDone: ['nothing was changed'],
        next: `Ship this commit to ${requires.environment} first${requires.database ? '' : ', or give staging-database-url so that its record can be read'}.`,
    });
}
/** A pin that our own rollback made may be lifted by an approved plan that shows it; anybody else's only by consent. */
async function refuseForeignPin(session, deploymentId) {
    const { context } = session;
    if (context.environment.acceptPin)
        return;
    const serving = await session.record.serving(context.environment.name);
    const ours = serving ? (await session.record.events(serving.id)).some((e) => e.body['deploymentId'] === deploymentId) : false;
    if (ours)
        return;
    throw (0,errors/* failure */.V2)({
        code: 'SHIPLOCK_PRODUCTION_PINNED',
        what: `${context.environment.name} is pinned to deployment ${deploymentId} by a rollback that Shiplock did not make`,
        notDone: ['nothing was changed'],
        next: 'Find out who rolled back and why. To ship over the pin on purpose, set accept-pin: true; the plan then shows it to the approver.',
    });
}
async function plan(context) {
    const session = await release_session/* Session */.N.openOrFind(context, 'plan');
    session.requireOpen();
    const { plan: computed, pending } = await computePlan(session);
    const hash = (0,release_plan/* planHash */.SH)(computed);
    const known = session.state.plan;
    const moved = known && known.hash !== hash ? (0,release_plan/* movedSince */.yz)(known.plan, computed) : [];
    if (known?.hash !== hash) {
        await session.append('plan', 'planned', { plan: (0,canonical/* toJson */.aB)(computed), hash, moved });
        context.say(`plan ${(0,release_plan/* shortHash */.BC)(hash)}: ${computed.migrations.length} migrations pending`);
    }
    else {
        context.say(`plan ${(0,release_plan/* shortHash */.BC)(hash)}: unchanged`);
    }
    const summary = planMarkdown({ plan: computed, hash, pending, moved, releaseId: session.release.id });
    const { codeHost } = context;
    if (codeHost) {
        await session.seam('plan').project({
            name: `${codeHost.vendor}.comment`,
            key: hash,
            request: { commit: context.commit, plan: (0,release_plan/* shortHash */.BC)(hash) },
            reconcile: 'finds-first',
            run: () => codeHost.upsertComment({ key: `plan-${context.environment.name}`, commit: context.commit, body: summary }),
        }, context.warn);
    }
    if (context.environment.kind === 'production') {
        await (0,notice/* publishNotice */.S)(session, { state: 'waiting', phase: 'approve', detail: `plan ${(0,release_plan/* shortHash */.BC)(hash)}` });
    }
    return {
        phase: 'plan',
        state: known?.hash === hash ? 'already' : 'done',
        summary,
        outputs: {
            'release-id': session.release.id,
            'plan-hash': hash,
            'plan-json': JSON.stringify(computed),
            'pending-migrations': String(computed.migrations.length),
            changed: String(moved.length > 0),
        },
    };
}
/**
 * Computes the plan again and compares it with the one people read. When it moved, the plan and its approval are
 * voided in the record. @throws SHIPLOCK_PLAN_DRIFT with every reason.
 */
async function recheckPlan(session, options = { needsApproval: true }) {
    const agreed = session.requirePlan(options.needsApproval);
    const { plan: now } = await computePlan(session);
    const moved = (0,release_plan/* movedSince */.yz)(agreed.plan, now);
    if (moved.length === 0)
        return agreed.plan;
    await session.append('plan', 'voided', { hash: agreed.hash, moved });
    throw (0,errors/* failure */.V2)({
        code: 'SHIPLOCK_PLAN_DRIFT',
        what: `plan ${(0,release_plan/* shortHash */.BC)(agreed.hash)} no longer holds: ${moved.join('; ')}`,
        done: ['the plan and its approval were voided in the record'],
        notDone: ['no migration was applied, no traffic was moved'],
        next: 'Run the plan action again, read what changed, and have the new plan approved.',
    });
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
            await session.phaseDone('promote', { outcome: 'noop', startedAt: new Date().toISOString(), deploymentId: to });
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
        return { state: 'ambiguous', why: found.state === 'running' ? `the move was still under way after ${deadlineMs / 1000} s` : found.why };
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
        if (live.deploymentId === undefined || (target && live.deploymentId === target.deploymentId) || live.deploymentId !== ownId) {
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
        await (0,_notice_js__WEBPACK_IMPORTED_MODULE_3__/* .publishNotice */ .S)(session, { state: 'rolled-back', phase: 'rollback', reply: `Rolled back to ${target.release.id}: ${options.reason}` });
        await session.close('rollback', 'rolled-back', target.release.id, { deploymentId: target.deploymentId, reason: options.reason });
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
    await hosting.confirm({ kind: job.type, to: job.to, since: job.requestedAt, deadlineMs: environment.promoteDeadlineMs, say });
    return hosting.live();
}
/** Traffic never moved to this release (or somebody moved it on): there is nothing to move back. */
async function closeUnmoved(session, previous, serving, options) {
    if (session.context.dryRun)
        return result(session, 'planned', 'noop', undefined, previous?.id ?? '');
    session.context.say(`rollback: this release does not serve (${serving ?? 'nothing'} does); nothing to move back`);
    await session.phaseDone('rollback', { to: serving ?? null, reason: options.reason, moved: false });
    await (0,_projections_js__WEBPACK_IMPORTED_MODULE_5__/* .projectDeploymentStatus */ .B)(session, 'rollback', 'failure', `abandoned: ${options.reason}`);
    await (0,_notice_js__WEBPACK_IMPORTED_MODULE_3__/* .publishNotice */ .S)(session, { state: 'failed', phase: 'rollback', reply: `Abandoned before it served: ${options.reason}` });
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
    const refused = verdict.answer === 'unsafe' || (verdict.answer === 'unknown' && context.environment.unknownVerdict === 'refuse');
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
        ...(verdict ? ['', `Verdict on the live schema: **${verdict.answer}**.`, ...verdict.reasons.map((r) => `- ${r.object}: ${r.why} (${r.answer})`)] : []),
    ];
    return {
        phase: 'rollback',
        state,
        summary: `${lines.join('\n')}\n`,
        outputs: { 'release-id': session.release.id, outcome, verdict: verdict?.answer ?? '', 'serving-release': target },
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
        return { phase: 'verify', state: 'already', summary: '### verify\n\nAlready verified for this release.\n', outputs: { outcome: 'pass' } };
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
    const mark = { pass: 'pass', fail: '**fail**', unknown: '**could not verify**', skipped: 'skipped' };
    const lines = [
        '### verify',
        '',
        '| check | outcome | detail |',
        '| --- | --- | --- |',
        ...reports.map((r) => `| ${r.check} | ${mark[r.outcome]} | ${r.detail.replaceAll('|', '\\|')} |`),
        '',
        ...reports.flatMap((r) => r.findings.flatMap((f) => [`- **${f.object}**: ${f.message}`, ...(f.mend ? ['', '  ```sql', `  ${f.mend}`, '  ```'] : [])])),
    ];
    return `${lines.join('\n')}\n`;
}


/***/ })

};
