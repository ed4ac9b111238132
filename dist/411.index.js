export const id = 411;
export const ids = [411];
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
        hazards: unique(migration.statements.flatMap((s) => s.hazards
            .filter((h) => h.severity !== 'info')
            .map((h) => `${h.rule}${h.allowed ? ' (allowed)' : ''} line ${s.line}`))),
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
            applied: applied.map((m) => ({
                version: m.version,
                milliseconds: Math.round(m.milliseconds),
                retries: m.retries,
            })),
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
        ? [
            '| migration | time | lock retries |',
            '| --- | --- | --- |',
            ...applied.map((m) => `| \`${m.file}\` | ${Math.round(m.milliseconds)} ms | ${m.retries} |`),
        ].join('\n')
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
        ...(moved.length > 0
            ? ['> [!IMPORTANT]', '> This plan replaces an earlier one:', ...moved.map((m) => `> - ${m}`), '']
            : []),
        '| | now | after |',
        '| --- | --- | --- |',
        `| commit | ${plan.replaces ? `\`${plan.replaces.commit.slice(0, 12)}\`` : '—'} | \`${plan.commit.slice(0, 12)}\` |`,
        `| deployment | ${plan.production.deploymentId ? `\`${plan.production.deploymentId}\`${plan.production.pinned ? ' (pinned by a rollback)' : ''}` : 'none'} | [\`${plan.deployment.id}\`](${plan.deployment.url}) |`,
        `| migrations | ${pending.appliedCount} applied | ${pending.pending.length === 0 ? 'none pending' : `+${pending.pending.length}`} |`,
        `| proved on | | ${plan.provedBy ? `${plan.provedBy.environment}, \`${plan.provedBy.releaseId}\`` : '—'} |`,
        '',
        ...migrationTable(pending),
        ...(plan.kind === 'production'
            ? [
                `Approve with \`/approve ${(0,release_plan/* shortHash */.BC)(hash)}\`. The approval is bound to this hash: when anything above changes, it is void.`,
                '',
            ]
            : []),
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
            ? [
                `Tables touched: ${pending.facts.map((f) => `\`${f.relation}\` (${f.rows.toLocaleString('en-US')} rows, ${size(f.bytes)})`).join(', ')}.`,
                '',
            ]
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
    return `| \`${migration.file}\` | ${migration.phase} | ${strongest ? `${strongest.level} on \`${strongest.relation}\`` : 'none'} | ${yes(migration.statements.some((s) => s.rewrites))} | ${yes(migration.statements.some((s) => s.losesData))} | ${hazards.map((h) => `${h.rule}${h.allowed ? ` (allowed: ${plan_markdown_text(h.allowed.reason)})` : ''}`).join(', ') ||
        '—'} |`;
}
const size = (bytes) => bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} kB` : `${Math.round(bytes / (1 << 20))} MB`;
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
        const [proof] = await context.codeHost.finishedReleases({
            environment: requires.environment,
            commit: context.commit,
        });
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
    const ours = serving
        ? (await session.record.events(serving.id)).some((e) => e.body['deploymentId'] === deploymentId)
        : false;
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
            run: () => codeHost.upsertComment({
                key: `plan-${context.environment.name}`,
                commit: context.commit,
                body: summary,
            }),
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


/***/ })

};
