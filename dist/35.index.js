export const id = 35;
export const ids = [35];
export const modules = {

/***/ 56035:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  vercelHosting: () => (/* binding */ vercelHosting)
});

// UNUSED EXPORTS: domainUrl

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
// EXTERNAL MODULE: ../node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(69987);
;// CONCATENATED MODULE: ./src/hosting/answers.js

/**
 * The fields we use of Vercel's answers, and no others: a field that Vercel adds or drops elsewhere must not stop a
 * release. Shapes: https://vercel.com/docs/rest-api, and what Vercel's own CLI reads.
 */
const meta = schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J()).nullish();
const answers_project = schemas/* object */.Ikc({
    id: schemas/* string */.YjP(),
    name: schemas/* string */.YjP(),
    autoAssignCustomDomains: schemas/* boolean */.zMY().nullish(),
    targets: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* object */.Ikc({ id: schemas/* string */.YjP() }).nullish()).nullish(),
    /** Configuration of rolling releases; null where the project has none. */
    rollingRelease: schemas/* unknown */.L5J().optional(),
    lastAliasRequest: schemas/* object */.Ikc({
        fromDeploymentId: schemas/* string */.YjP().nullish(),
        toDeploymentId: schemas/* string */.YjP(),
        type: schemas/* string */.YjP(),
        jobStatus: schemas/* string */.YjP(),
        requestedAt: schemas/* number */.aig(),
    })
        .nullish(),
});
const deployment = schemas/* object */.Ikc({
    id: schemas/* string */.YjP(),
    url: schemas/* string */.YjP(),
    readyState: schemas/* string */.YjP(),
    projectId: schemas/* string */.YjP().nullish(),
    meta,
    errorCode: schemas/* string */.YjP().nullish(),
    errorMessage: schemas/* string */.YjP().nullish(),
});
const deploymentList = schemas/* object */.Ikc({
    deployments: schemas/* array */.YOg(schemas/* object */.Ikc({
        uid: schemas/* string */.YjP(),
        created: schemas/* number */.aig(),
        readyState: schemas/* string */.YjP().nullish(),
        state: schemas/* string */.YjP().nullish(),
        meta,
    })),
    pagination: schemas/* object */.Ikc({ next: schemas/* number */.aig().nullish() }).nullish(),
});
const domainList = schemas/* object */.Ikc({
    domains: schemas/* array */.YOg(schemas/* object */.Ikc({
        name: schemas/* string */.YjP(),
        verified: schemas/* boolean */.zMY(),
        redirect: schemas/* string */.YjP().nullish(),
        gitBranch: schemas/* string */.YjP().nullish(),
        customEnvironmentId: schemas/* string */.YjP().nullish(),
    })),
    pagination: schemas/* object */.Ikc({ next: schemas/* number */.aig().nullish() }).nullish(),
});
const alias = schemas/* object */.Ikc({
    deploymentId: schemas/* string */.YjP().nullish(),
    deployment: schemas/* object */.Ikc({ id: schemas/* string */.YjP() }).nullish(),
});
const failedAliases = schemas/* object */.Ikc({
    aliases: schemas/* array */.YOg(schemas/* object */.Ikc({ alias: schemas/* string */.YjP(), status: schemas/* string */.YjP().nullish() })).nullish(),
});
const rolling = schemas/* object */.Ikc({
    rollingRelease: schemas/* object */.Ikc({
        state: schemas/* string */.YjP(),
        startedAt: schemas/* number */.aig().nullish(),
        currentDeployment: schemas/* object */.Ikc({ id: schemas/* string */.YjP() }).nullish(),
        canaryDeployment: schemas/* object */.Ikc({ id: schemas/* string */.YjP() }).nullish(),
        activeStage: schemas/* object */.Ikc({ index: schemas/* number */.aig().nullish(), targetPercentage: schemas/* number */.aig().nullish() })
            .nullish(),
    })
        .nullish(),
});
/** Vercel's error envelope. */
const errorAnswer = schemas/* object */.Ikc({
    error: schemas/* object */.Ikc({
        code: schemas/* string */.YjP().nullish(),
        message: schemas/* string */.YjP().nullish(),
        invalidToken: schemas/* boolean */.zMY().nullish(),
    }),
});

// EXTERNAL MODULE: ./src/release/canonical.js
var canonical = __webpack_require__(20724);
;// CONCATENATED MODULE: ./src/hosting/evidence.js

/** What a look found, as the record keeps it. */
function evidenceOf(look) {
    const { job, serving, rolling, failedAliases, live } = look;
    return (0,canonical/* toJson */.aB)({
        job: job && {
            type: job.type,
            to: job.toDeploymentId,
            from: job.fromDeploymentId ?? null,
            status: job.jobStatus,
            requestedAt: new Date(job.requestedAt).toISOString(),
            ours: job.ours,
        },
        domains: Object.fromEntries([...serving].map(([domain, id]) => [domain, id ?? null])),
        rolling: rolling && rollingEvidence(rolling),
        failedAliases,
        live: 'skipped' in live
            ? { skipped: live.skipped }
            : { path: live.path, answers: Object.fromEntries(live.answers) },
    });
}
function rollingEvidence(rolling) {
    return { to: rolling.to, stage: rolling.stage ?? null, percentage: rolling.percentage ?? null };
}

;// CONCATENATED MODULE: ./src/hosting/decide.js

/**
 * What a look proves. `done` needs every production domain to point at the deployment *and*, where the application can
 * tell, to answer as that release. A job alone proves nothing: Vercel reports success for jobs that were somebody
 * else's, skipped, or moved no domain.
 */
function decide(look, request, clock) {
    const evidence = evidenceOf(look);
    const { job, serving, rolling } = look;
    const ours = job?.ours ? job : undefined;
    const there = [...serving].filter(([, id]) => id === request.to).map(([domain]) => domain);
    const elsewhere = [...serving]
        .filter(([, id]) => id !== request.to)
        .map(([domain, id]) => `${domain} → ${id ?? 'nothing'}`);
    const ambiguous = (why, final = false) => ({
        final,
        waitingFor: why,
        state: { state: 'ambiguous', evidence, why },
    });
    const running = (waitingFor) => ({
        final: false,
        waitingFor,
        state: { state: 'running', evidence },
    });
    if (serving.size === 0)
        return ambiguous('the project has no verified production domain, so nothing can prove the move', true);
    if (rolling) {
        const stage = `stage ${rolling.stage ?? '?'}, ${rolling.percentage ?? '?'} % of traffic`;
        return rolling.to === request.to
            ? running(`the rolling release of ${rolling.to} is at ${stage}`)
            : ambiguous(`a rolling release of ${rolling.to} is under way (${stage}); the ${request.kind} may be queued behind it`);
    }
    if (job?.state === 'running') {
        const what = `${job.type} of ${job.toDeploymentId} is ${job.jobStatus}`;
        return ours ? running(what) : ambiguous(`another job is moving the domains: ${what}`);
    }
    if (ours && (ours.state === 'failed' || ours.state === 'skipped'))
        return ended(look, ours.state, there, elsewhere, evidence);
    if (elsewhere.length > 0) {
        if (ours)
            return ambiguous(`the job succeeded, but not every domain followed: ${elsewhere.join(', ')}`);
        if (there.length > 0)
            return ambiguous(`no job of ours is to be seen, and the domains are split: ${elsewhere.join(', ')}`);
        if (clock.now - request.since < clock.settleMs) {
            return ambiguous(`no sign of the ${request.kind} yet, too early to say that it did not happen`);
        }
        return { final: true, waitingFor: '', state: { state: 'not-done', evidence } };
    }
    return provedLive(look, evidence, ambiguous);
}
/** Our job ended without success: the domains say how far it came. */
function ended(look, state, there, elsewhere, evidence) {
    if (there.length === 0)
        return { final: true, waitingFor: '', state: { state: 'not-done', evidence } };
    const names = look.failedAliases?.length ? ` (could not move ${look.failedAliases.join(', ')})` : '';
    const where = elsewhere.length > 0
        ? `; still elsewhere: ${elsewhere.join(', ')}`
        : '; every domain points at it all the same';
    const why = `the job ended as ${state}${names}${where}`;
    const ambiguous = { final: true, waitingFor: '', state: { state: 'ambiguous', evidence, why } };
    // Skipped because there was nothing to do: the domains and their answers prove it like any other move.
    return state === 'skipped' && elsewhere.length === 0
        ? provedLive(look, evidence, (reason) => ({
            ...ambiguous,
            final: false,
            waitingFor: reason,
            state: { state: 'ambiguous', evidence, why: reason },
        }))
        : ambiguous;
}
function provedLive(look, evidence, ambiguous) {
    if (!('skipped' in look.live)) {
        const { path, answers } = look.live;
        const wrong = [...answers].filter(([, served]) => served.state !== 'match');
        if (wrong.length > 0) {
            const list = wrong.map(([domain, served]) => `${domain}${path}: ${served.said}`).join('; ');
            return ambiguous(`every domain points at it, but the answers do not prove it: ${list}`);
        }
    }
    return { final: true, waitingFor: '', state: { state: 'done', evidence } };
}

;// CONCATENATED MODULE: ./src/hosting/options.js

const PACE = {
    retryMs: 500,
    readTries: 5,
    retryAfterCapMs: 60_000,
    confirmMs: 1_000,
    skewMs: 10_000,
    settleMs: 10_000,
    buildFactor: 1,
    domainMs: 10_000,
};
/** Fills in defaults and refuses what could send a call to the wrong place. */
function resolveOptions(options) {
    if (options.token.trim() === '') {
        throw (0,errors/* configurationError */.DN)({
            code: 'SHIPLOCK_VERCEL_TOKEN',
            what: 'The Vercel token is empty.',
            next: 'Set the secret that the vercel-token input reads, and check that this job may see it.',
        });
    }
    checkTeam(options.teamId);
    const apiUrl = (options.apiUrl ?? 'https://api.vercel.com').replace(/\/+$/, '');
    if (!URL.canParse(apiUrl) || !/^https?:/.test(apiUrl)) {
        throw (0,errors/* configurationError */.DN)({
            code: 'SHIPLOCK_VERCEL_API_URL',
            what: `The Vercel API URL "${apiUrl}" is not an http(s) URL.`,
            next: 'Leave it out to use https://api.vercel.com.',
        });
    }
    return {
        ...options,
        apiUrl,
        deadlineMs: options.deadlineMs ?? 30_000,
        buildDeadlineMs: options.buildDeadlineMs ?? 50 * 60_000,
        confirmPath: options.confirmPath ?? '/api/health/ready',
        fetch: options.fetch ?? globalThis.fetch,
        pace: { ...PACE, ...options.pace },
    };
}
function checkTeam(teamId) {
    // `?teamId=` is only for ids; a slug there answers 403, which would read as a wrong token.
    if (teamId !== undefined && !teamId.startsWith('team_')) {
        throw (0,errors/* configurationError */.DN)({
            code: 'SHIPLOCK_VERCEL_TEAM',
            what: `"${teamId}" is not a Vercel team id.`,
            next: 'Use the id from Team Settings → General, which starts with team_, not the slug.',
        });
    }
    // @vercel/client adds VERCEL_TEAM_ID from the environment to every URL, behind our back: uploads would go to
    // another account than the one we read.
    const fromEnvironment = process.env['VERCEL_TEAM_ID'];
    if (fromEnvironment && fromEnvironment !== teamId) {
        throw (0,errors/* configurationError */.DN)({
            code: 'SHIPLOCK_VERCEL_TEAM',
            what: `VERCEL_TEAM_ID in the environment (${fromEnvironment}) differs from the configured team (${teamId ?? 'none'}).`,
            next: 'Give the same team id in both places, or unset VERCEL_TEAM_ID for this step.',
        });
    }
}
/** Vendor answers carry host names without a scheme; a local stand-in speaks plain http. */
function deploymentUrl(host, apiUrl) {
    if (/^https?:\/\//.test(host))
        return host;
    return `${apiUrl.startsWith('http:') ? 'http' : 'https'}://${host}`;
}
/** Where a domain is asked. A port, or an API over plain http, means a local stand-in. */
function domainUrl(domain, apiUrl) {
    const local = apiUrl.startsWith('http:') || /:\d+$/.test(domain);
    return `${local ? 'http' : 'https'}://${domain}`;
}

;// CONCATENATED MODULE: ./src/hosting/deployments.js




/** Metadata key by which a deployment is found again after a lost answer. */
const RELEASE_META = 'shiplockReleaseId';
const COMMIT_META = 'githubCommitSha';
/** One deployment by id or host name; undefined where there is none. */
async function readDeployment(api, idOrHost) {
    const answer = await api.read({
        name: 'vercel.deployment',
        doing: `read deployment ${idOrHost}`,
        path: `/v13/deployments/${encodeURIComponent(idOrHost)}`,
        schema: deployment,
        absent: true,
    });
    return answer && toStaged(answer, api.options.apiUrl);
}
/**
 * The deployment that carries this release id. The `meta-<key>` filter is what `vercel list --meta` sends; it is not in
 * Vercel's reference, so each row is checked again here and pages are followed in case the filter is ignored.
 * Of several (a post repeated by hand) the oldest that did not fail is the one.
 */
async function findByRelease(api, projectId, releaseId) {
    const found = [];
    let until;
    for (let page = 0; page < 5; page++) {
        const list = await api.read({
            name: 'vercel.deployments',
            doing: `list deployments of release ${releaseId}`,
            path: '/v6/deployments',
            query: {
                projectId,
                limit: '100',
                [`meta-${RELEASE_META}`]: releaseId,
                until: until === undefined ? undefined : String(until),
            },
            schema: deploymentList,
        });
        for (const row of list?.deployments ?? []) {
            if (row.meta?.[RELEASE_META] !== releaseId)
                continue;
            const state = stateOf(row.readyState ?? row.state ?? '');
            found.push({ id: row.uid, created: row.created, failed: state === 'failed' || state === 'canceled' });
        }
        until = list?.pagination?.next ?? undefined;
        if (found.length > 0 || until === undefined)
            break;
    }
    found.sort((a, b) => Number(a.failed) - Number(b.failed) || a.created - b.created);
    return found[0]?.id;
}
/**
 * Waits until the deployment is built. `CANCELED` ends the wait, unlike in @vercel/client's own loop; a state that we do
 * not know is waited on until the deadline, and is then an error: never taken for success.
 */
async function waitBuilt(api, id, say) {
    const { buildDeadlineMs, pace } = api.options;
    const start = Date.now();
    let said = '';
    let failures = 0;
    for (;;) {
        const now = await readDeployment(api, id).catch((error) => {
            // A build takes minutes: an API that is away for one of them must not lose it.
            if (++failures >= 5 || !(error instanceof errors/* ShiplockError */.GV) || error.problem.kind === 'configuration')
                throw error;
            say(error.problem.what);
            return undefined;
        });
        if (now)
            failures = 0;
        if (now && now.state !== 'building')
            return now;
        const elapsed = Date.now() - start;
        const state = now ? 'building' : 'not visible yet';
        if (elapsed >= buildDeadlineMs)
            throw buildDeadline(id, state, elapsed);
        const line = `${id}: ${state}, ${Math.round(elapsed / 1000)} s`;
        if (line !== said)
            say(line);
        said = line;
        await (0,promises_.setTimeout)(Math.min(pollingStep(elapsed) * pace.buildFactor, Math.max(1, buildDeadlineMs - elapsed)));
    }
}
function buildDeadline(id, state, elapsed) {
    return new errors/* OutsideCallError */["in"]({
        code: 'SHIPLOCK_VERCEL_BUILD_DEADLINE',
        kind: 'failure',
        what: `Deployment ${id} is still "${state}" after ${Math.round(elapsed / 60_000)} min.`,
        next: 'Look at its build log at Vercel, cancel it there if it hangs, then run the phase again.',
    }, { certainty: 'unknown' });
}
/** Vercel's own client polls after 1, 5, 15 and 30 s; most builds end in the second minute, so that one is finer here. */
function pollingStep(elapsedMs) {
    if (elapsedMs <= 15_000)
        return 1_000;
    if (elapsedMs <= 120_000)
        return 2_000;
    return elapsedMs <= 300_000 ? 15_000 : 30_000;
}
function stateOf(readyState) {
    if (readyState === 'READY')
        return 'ready';
    if (readyState === 'CANCELED')
        return 'canceled';
    if (readyState === 'ERROR' || readyState.endsWith('_ERROR') || readyState === 'DELETED')
        return 'failed';
    return 'building';
}
function toStaged(answer, apiUrl) {
    const releaseId = answer.meta?.[RELEASE_META];
    const commit = answer.meta?.[COMMIT_META];
    const state = stateOf(answer.readyState);
    const failure = [answer.errorCode, answer.errorMessage].filter(Boolean).join(': ');
    return {
        id: answer.id,
        url: deploymentUrl(answer.url, apiUrl),
        state,
        ...(typeof releaseId === 'string' ? { releaseId } : {}),
        ...(typeof commit === 'string' ? { commit } : {}),
        ...(state === 'failed' ? { failure: failure || `deployment ended as ${answer.readyState}` } : {}),
    };
}

;// CONCATENATED MODULE: ./src/hosting/served.js


const identity = schemas/* object */.Ikc({ release: schemas/* string */.YjP().nullish(), commit: schemas/* string */.YjP().nullish() });
/**
 * Asks the application behind a domain which release it is. The status does not matter here: an unhealthy application
 * still says who it is, and health is the gate's business. `silent` is no proof in either direction.
 */
async function askDomain(api, domain, path, expected) {
    const { options } = api;
    const url = new URL(path, domainUrl(domain, options.apiUrl));
    // A query nobody used before: neither the CDN nor a proxy may answer from what the last release left behind.
    url.searchParams.set('shiplock', String(Date.now()));
    try {
        const response = await options.fetch(url, {
            headers: {
                accept: 'application/json',
                'cache-control': 'no-cache',
                ...bypass(options.protectionBypass),
            },
            redirect: 'manual',
            signal: AbortSignal.timeout(options.pace.domainMs),
        });
        const text = await response.text();
        const answer = parsed(text);
        if (!answer || (!answer.release && !answer.commit)) {
            return { state: 'silent', said: `HTTP ${response.status} without "release" or "commit" in JSON` };
        }
        const said = answer.release ? `release ${answer.release}` : `commit ${answer.commit}`;
        const same = answer.release ? answer.release === expected.releaseId : answer.commit === expected.commit;
        return { state: same ? 'match' : 'other', said };
    }
    catch (error) {
        return { state: 'silent', said: `no answer (${error instanceof Error ? error.name : 'error'})` };
    }
}
/** Vercel's header for automation: https://vercel.com/docs/deployment-protection/methods-to-bypass-deployment-protection */
function bypass(secret) {
    return secret ? { 'x-vercel-protection-bypass': secret } : {};
}
function parsed(text) {
    try {
        return identity.parse(JSON.parse(text));
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/hosting/state.js


/** The project, always fresh: pins and jobs live in it. */
async function readProject(api, tries) {
    const { project } = api.options;
    const answer = await api.read({
        name: 'vercel.project',
        doing: `read project ${project}`,
        path: `/v9/projects/${encodeURIComponent(project)}`,
        schema: answers_project,
        ...(tries === undefined ? {} : { tries }),
    });
    return answer;
}
/** Domains that serve production: verified, no redirect, bound to no branch and no custom environment. */
async function readDomains(api) {
    const { domains, project } = api.options;
    // A scheme is allowed there, for a local stand-in; the aliases' names have none.
    if (domains && domains.length > 0)
        return domains.map((domain) => domain.replace(/^https?:\/\//, ''));
    const names = [];
    let until;
    do {
        const list = await api.read({
            name: 'vercel.domains',
            doing: `list domains of project ${project}`,
            path: `/v9/projects/${encodeURIComponent(project)}/domains`,
            query: { limit: '100', until: until === undefined ? undefined : String(until) },
            schema: domainList,
        });
        for (const domain of list?.domains ?? []) {
            if (domain.verified && !domain.redirect && !domain.gitBranch && !domain.customEnvironmentId)
                names.push(domain.name);
        }
        until = list?.pagination?.next ?? undefined;
    } while (until !== undefined);
    return names.sort();
}
/** Which deployment a domain points at. */
async function readAlias(api, domain) {
    const answer = await api.read({
        name: 'vercel.alias',
        doing: `read where ${domain} points`,
        path: `/v4/aliases/${encodeURIComponent(domain)}`,
        schema: alias,
        absent: true,
    });
    return answer?.deploymentId ?? answer?.deployment?.id ?? undefined;
}
/** Every production domain with the deployment behind it. */
async function readServing(api) {
    const domains = await readDomains(api);
    return new Map(await Promise.all(domains.map(async (domain) => [domain, await readAlias(api, domain)])));
}
/** A rolling release under way, asked for only where the project has them configured. */
async function readRolling(api, project) {
    if (!project.rollingRelease)
        return undefined;
    const answer = await api.read({
        name: 'vercel.rolling-release',
        doing: `read the rolling release of ${project.name}`,
        path: `/v1/projects/${project.id}/rolling-release`,
        schema: rolling,
        absent: true,
    });
    const now = answer?.rollingRelease;
    if (now?.state !== 'ACTIVE')
        return undefined;
    return {
        to: now.canaryDeployment?.id ?? '',
        ...(now.currentDeployment ? { from: now.currentDeployment.id } : {}),
        ...(now.activeStage?.index == null ? {} : { stage: now.activeStage.index }),
        ...(now.activeStage?.targetPercentage == null ? {} : { percentage: now.activeStage.targetPercentage }),
        startedAt: now.startedAt ?? 0,
    };
}
/**
 * What serves now. Where all domains agree they are the truth; where they do not (a job is moving them) the project's
 * own idea of its production deployment is.
 */
async function readLive(api) {
    const [project, serving] = await Promise.all([readProject(api), readServing(api)]);
    const ids = new Set(serving.values());
    const [only] = ids;
    const deploymentId = ids.size === 1 && only !== undefined ? only : (project.targets?.['production']?.id ?? undefined);
    const [deployment, rolling] = await Promise.all([
        deploymentId === undefined ? undefined : readDeployment(api, deploymentId),
        readRolling(api, project),
    ]);
    const job = liveJob(project, rolling);
    return {
        deploymentId,
        ...(deployment?.releaseId ? { releaseId: deployment.releaseId } : {}),
        ...(deployment?.commit ? { commit: deployment.commit } : {}),
        // `lastRollbackTarget` is transient and deprecated; the switched-off auto-assignment is the sign that lasts.
        pinned: project.autoAssignCustomDomains === false,
        ...(job ? { job } : {}),
    };
}
function liveJob(project, rolling) {
    if (rolling) {
        return {
            type: 'rolling',
            to: rolling.to,
            ...(rolling.from ? { from: rolling.from } : {}),
            state: 'running',
            requestedAt: rolling.startedAt,
        };
    }
    const last = project.lastAliasRequest;
    if (!last)
        return undefined;
    return {
        type: last.type === 'rollback' ? 'rollback' : 'promote',
        to: last.toDeploymentId,
        ...(last.fromDeploymentId ? { from: last.fromDeploymentId } : {}),
        state: jobState(last.jobStatus),
        requestedAt: last.requestedAt,
    };
}
/** A status we do not know counts as running: it is waited on, never taken for the end. */
function jobState(status) {
    return status === 'succeeded' || status === 'failed' || status === 'skipped' ? status : 'running';
}

;// CONCATENATED MODULE: ./src/hosting/confirm.js







/** Looks until the move is decided or the deadline is over. Never writes. */
async function confirm_confirm(api, request) {
    const { pace } = api.options;
    const deadline = Date.now() + request.deadlineMs;
    let said = '';
    for (;;) {
        const verdict = await lookOnce(api, request);
        const over = Date.now() >= deadline;
        // A failed or skipped job will not change any more; a vendor that cannot be read, or a domain that lags, may.
        if (verdict.final || over)
            return verdict.state;
        if (verdict.waitingFor !== said)
            request.say(verdict.waitingFor);
        said = verdict.waitingFor;
        await (0,promises_.setTimeout)(Math.min(pace.confirmMs, Math.max(1, deadline - Date.now())));
    }
}
async function lookOnce(api, request) {
    try {
        const look = await gather(api, request);
        return decide(look, request, { now: Date.now(), settleMs: api.options.pace.settleMs });
    }
    catch (error) {
        // A wrong token or an unknown project will not mend itself while we wait.
        if (!(error instanceof errors/* ShiplockError */.GV) || error.problem.kind === 'configuration')
            throw error;
        const why = `Vercel's state could not be read: ${error.problem.what}`;
        return {
            final: false,
            waitingFor: why,
            state: { state: 'ambiguous', evidence: { error: error.code }, why },
        };
    }
}
async function gather(api, request) {
    const [project, serving] = await Promise.all([readProject(api), readServing(api)]);
    const last = project.lastAliasRequest;
    const ours = last &&
        last.toDeploymentId === request.to &&
        last.type === request.kind &&
        last.requestedAt >= request.since - api.options.pace.skewMs;
    const rolling = await readRolling(api, project);
    const everywhere = serving.size > 0 && [...serving.values()].every((id) => id === request.to);
    const job = last ? { ...last, state: jobState(last.jobStatus), ours: Boolean(ours) } : undefined;
    return {
        job,
        serving,
        ...(rolling ? { rolling } : {}),
        ...(ours && job?.state === 'failed'
            ? { failedAliases: await readFailed(api, project.id, request.kind) }
            : {}),
        live: everywhere
            ? await askAll(api, request.to, [...serving.keys()])
            : { skipped: 'not every domain points at it yet' },
    };
}
/** The names Vercel could not move; a reading aid, so what cannot be read is said and no more. */
async function readFailed(api, projectId, kind) {
    try {
        const list = await api.read({
            name: `vercel.${kind}-aliases`,
            doing: `list the domains that the ${kind} could not move`,
            path: `/v9/projects/${projectId}/${kind}/aliases`,
            query: { failedOnly: 'true', limit: '20' },
            schema: failedAliases,
            tries: 2,
        });
        return (list?.aliases ?? []).map((row) => row.alias);
    }
    catch (error) {
        return [`(not readable: ${error instanceof errors/* ShiplockError */.GV ? error.code : 'error'})`];
    }
}
/** The proof through the domains themselves, where the deployment is one of ours and the application can tell. */
async function askAll(api, to, domains) {
    const path = api.options.confirmPath;
    if (path === false)
        return { skipped: 'switched off (confirmPath: false)' };
    const deployment = await readDeployment(api, to);
    if (!deployment?.releaseId)
        return { skipped: `${to} carries no release id in its metadata` };
    const expected = {
        releaseId: deployment.releaseId,
        ...(deployment.commit ? { commit: deployment.commit } : {}),
    };
    const asked = domains.map(async (domain) => [domain, await askDomain(api, domain, path, expected)]);
    return { path, answers: new Map(await Promise.all(asked)) };
}

;// CONCATENATED MODULE: ./src/hosting/failures.js


/**
 * Errors that come before the first byte of a request is sent, so that nothing can have happened out there. Anything
 * else, ECONNRESET included, can strike after the vendor acted.
 */
const NEVER_SENT = new Set([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EAI_FAIL',
    'ENETUNREACH',
    'EHOSTUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'ERR_TLS_CERT_ALTNAME_INVALID',
]);
/** Node's fetch wraps the socket's error as `cause`, sometimes twice. */
function errorCode(error) {
    for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
        const code = at.code;
        if (typeof code === 'string')
            return code;
    }
    return undefined;
}
function neverSent(error) {
    return NEVER_SENT.has(errorCode(error) ?? '');
}
/** Did a failed write happen? 408 can come after the work, 409 can mean "already so": both are unknown. */
function certaintyOf(fault) {
    if (fault.kind === 'network')
        return fault.sent ? 'unknown' : 'not-done';
    if (fault.kind === 'unreadable')
        return 'unknown';
    return fault.status >= 400 && fault.status < 500 && fault.status !== 408 && fault.status !== 409
        ? 'not-done'
        : 'unknown';
}
/** May a read be tried again after this? */
function passing(fault) {
    return fault.kind !== 'status' || fault.status === 429 || fault.status === 408 || fault.status >= 500;
}
/** The vendor's own words, shortened; never the token, whatever the vendor echoes. */
function vendorText(text, token) {
    let said = text;
    try {
        const { error } = errorAnswer.parse(JSON.parse(text));
        said = [error.code, error.message].filter(Boolean).join(': ');
    }
    catch {
        // Not Vercel's envelope (a proxy's page, say): show what came.
    }
    return said.replaceAll(token, '***').replace(/\s+/g, ' ').trim().slice(0, 300);
}
/** One place decides which code a fault gets, so that reads, writes and uploads say the same things. */
function toError(fault, at) {
    const problem = describe(fault, at);
    if (!at.writes &&
        (problem.code === 'SHIPLOCK_VERCEL_TOKEN' || problem.code === 'SHIPLOCK_VERCEL_PROJECT_UNKNOWN')) {
        return (0,errors/* configurationError */.DN)(problem);
    }
    const status = fault.kind === 'network' ? errorCode(fault.error) : fault.status;
    const cause = fault.kind === 'network' ? fault.error : undefined;
    return new errors/* OutsideCallError */["in"]({ ...problem, kind: 'failure' }, { certainty: at.writes ? certaintyOf(fault) : 'not-done', status, cause });
}
function describe(fault, at) {
    const readNext = at.writes && certaintyOf(fault) === 'unknown' ? LOOK_FIRST : 'Run the phase again: it goes on from here.';
    if (fault.kind === 'network') {
        return {
            code: 'SHIPLOCK_VERCEL_UNREACHABLE',
            what: `Vercel could not be reached to ${at.doing} (${errorCode(fault.error) ?? nameOf(fault.error)}${fault.sent ? ', after the request was sent' : ''}).`,
            next: readNext,
        };
    }
    if (fault.kind === 'unreadable') {
        return {
            code: 'SHIPLOCK_VERCEL_ANSWER',
            what: `Vercel's answer (HTTP ${fault.status}) to ${at.doing} could not be read: ${fault.why}.`,
            next: readNext,
        };
    }
    const said = vendorText(fault.text, at.token);
    const suffix = said ? `: ${said}` : '';
    switch (fault.status) {
        case 401:
        case 403:
            return {
                code: 'SHIPLOCK_VERCEL_TOKEN',
                what: `Vercel refused the token (HTTP ${fault.status}) to ${at.doing}${suffix}.`,
                next: 'Use an unexpired token of an account that may deploy to this project, and give the team id if it belongs to a team.',
            };
        case 404:
            return {
                code: 'SHIPLOCK_VERCEL_PROJECT_UNKNOWN',
                what: `Vercel knows nothing here (HTTP 404) to ${at.doing} with project "${at.project}"${suffix}.`,
                next: 'Check the project id or name, and the team id: a project of a team is invisible without it.',
            };
        case 409:
            return {
                code: 'SHIPLOCK_VERCEL_CONFLICT',
                what: `Vercel answered 409 to ${at.doing}, and the domains do not prove that it was already so${suffix}.`,
                next: LOOK_FIRST,
            };
        case 429:
            return {
                code: 'SHIPLOCK_VERCEL_RATE_LIMITED',
                what: `Vercel's rate limit stopped us (HTTP 429) from trying to ${at.doing}${fault.retryAfterMs === undefined ? '' : `; it asks to wait ${Math.ceil(fault.retryAfterMs / 1000)} s`}.`,
                next: 'Run the phase again after that time; check what else uses the same token.',
            };
        default:
            return fault.status >= 500 || fault.status === 408
                ? {
                    code: 'SHIPLOCK_VERCEL_UNREACHABLE',
                    what: `Vercel failed (HTTP ${fault.status}) to ${at.doing}${suffix}.`,
                    next: readNext,
                }
                : {
                    code: 'SHIPLOCK_VERCEL_REFUSED',
                    what: `Vercel refused (HTTP ${fault.status}) to ${at.doing}${suffix}.`,
                    next: 'Read the reason above; nothing was changed at Vercel by this call.',
                };
    }
}
const LOOK_FIRST = 'It may have happened. Run the phase again: it reads what Vercel has before it does anything.';
function nameOf(error) {
    return error instanceof Error ? error.name : 'no answer';
}

;// CONCATENATED MODULE: ./src/hosting/http.js


/** Vercel's REST API: reads are patient, writes are tried exactly once, nothing waits without a deadline. */
class VercelApi {
    options;
    constructor(options) {
        this.options = options;
    }
    /** A read, repeated with backoff while the fault is a passing one. `undefined` for 404 where `absent` allows it. */
    async read(call) {
        const { pace } = this.options;
        const tries = call.tries ?? pace.readTries;
        for (let attempt = 1;; attempt++) {
            const result = await this.#attempt(call, 'GET');
            const outcome = 'fault' in result ? result : parse(result, call.schema);
            if ('value' in outcome)
                return outcome.value;
            const { fault } = outcome;
            if (fault.kind === 'status' && fault.status === 404 && call.absent)
                return undefined;
            const wait = this.#wait(fault, attempt);
            if (attempt >= tries || !passing(fault) || wait === undefined)
                throw this.#error(fault, call, false);
            await (0,promises_.setTimeout)(wait);
        }
    }
    /** A write: one attempt. Promote and rollback answer without a body, so the text is left to the caller. */
    async write(call) {
        const result = await this.#attempt(call, 'POST', JSON.stringify(call.body));
        if ('fault' in result)
            throw this.#error(result.fault, call, true);
        return result;
    }
    async #attempt(call, method, body) {
        const { apiUrl, token, teamId, deadlineMs } = this.options;
        const url = new URL(apiUrl + call.path);
        for (const [key, value] of Object.entries({ ...call.query, teamId })) {
            if (value !== undefined)
                url.searchParams.set(key, value);
        }
        try {
            const response = await this.options.fetch(url, {
                method,
                headers: {
                    authorization: `Bearer ${token}`,
                    accept: 'application/json',
                    'user-agent': 'shiplock',
                    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
                },
                ...(body === undefined ? {} : { body }),
                // The token must not follow a redirect, and the API has none to follow.
                redirect: 'manual',
                signal: AbortSignal.timeout(deadlineMs),
            });
            const text = await response.text();
            if (response.ok)
                return { status: response.status, text };
            if (response.status < 400)
                return { fault: { kind: 'unreadable', status: response.status, why: 'a redirect' } };
            return {
                fault: { kind: 'status', status: response.status, text, retryAfterMs: retryAfter(response.headers) },
            };
        }
        catch (error) {
            return { fault: { kind: 'network', error, sent: !neverSent(error) } };
        }
    }
    /** How long to wait before the next try; undefined when the vendor asks for longer than we are willing to. */
    #wait(fault, attempt) {
        const { retryMs, retryAfterCapMs } = this.options.pace;
        if (fault.kind === 'status' && fault.retryAfterMs !== undefined) {
            return fault.retryAfterMs <= retryAfterCapMs ? fault.retryAfterMs : undefined;
        }
        return retryMs * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
    }
    #error(fault, call, writes) {
        const { project, token } = this.options;
        return toError(fault, { call: call.name, doing: call.doing, project, token, writes });
    }
}
function parse(answer, schema) {
    try {
        const result = schema.safeParse(JSON.parse(answer.text));
        if (result.success)
            return { value: result.data };
        const issue = result.error.issues[0];
        const why = `${issue?.path.join('.') || 'answer'}: ${issue?.message ?? 'unexpected shape'}`;
        return { fault: { kind: 'unreadable', status: answer.status, why } };
    }
    catch {
        return { fault: { kind: 'unreadable', status: answer.status, why: 'not JSON' } };
    }
}
/** Seconds or an HTTP date (RFC 9110, 10.2.3); Vercel also tells the reset time as epoch seconds. */
function retryAfter(headers, now = Date.now()) {
    const given = headers.get('retry-after');
    if (given !== null && given.trim() !== '') {
        const seconds = Number(given);
        const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(given) - now;
        if (Number.isFinite(ms))
            return Math.max(0, ms);
    }
    const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
    return headers.get('x-ratelimit-remaining') === '0' && Number.isFinite(reset)
        ? Math.max(0, reset * 1000 - now)
        : undefined;
}

;// CONCATENATED MODULE: ./src/hosting/move.js


/**
 * The one write of a promote or rollback. Vercel offers no compare-and-set, so the comparison is read just before the
 * write, and `confirm` reads afterwards what really came of it. The write itself is never repeated: a repeat could
 * override what a person did in between.
 */
async function move(api, request) {
    const { kind, to, say } = request;
    const live = await readLive(api);
    if (live.deploymentId === to && live.job?.state !== 'running') {
        // Promoting what already serves is no change, except that it lifts the pin of a rollback.
        if (!(kind === 'promote' && live.pinned))
            return { written: false, why: `${to} already serves` };
    }
    else {
        refuseSurprises(request, live);
    }
    const project = await readProject(api);
    say(`${kind} ${to} in ${project.name}`);
    const call = kind === 'promote'
        ? { name: 'vercel.promote', path: `/v10/projects/${project.id}/promote/${encodeURIComponent(to)}` }
        : { name: 'vercel.rollback', path: `/v9/projects/${project.id}/rollback/${encodeURIComponent(to)}` };
    try {
        const { status } = await api.write({
            ...call,
            doing: `${kind} ${to} in project ${project.name}`,
            body: {},
        });
        // 202: queued behind a rolling release. `confirm` says so as long as it lasts.
        return { written: true, status, ...(status === 202 ? { queued: true } : {}) };
    }
    catch (error) {
        if (error instanceof errors/* OutsideCallError */["in"] && error.status === '409' && (await alreadyServes(api, to))) {
            return {
                written: false,
                status: 409,
                why: `Vercel answered 409 and every domain already points at ${to}`,
            };
        }
        throw error;
    }
}
function refuseSurprises(request, live) {
    const { job } = live;
    // Rolling back is how a rolling release, or a promotion that hangs, is aborted: its job must not stand in the way.
    const abortsIt = request.kind === 'rollback' && (job?.type === 'rolling' || job?.type === 'promote');
    if (job?.state === 'running' && !abortsIt) {
        throw refused('SHIPLOCK_VERCEL_JOB_RUNNING', `Vercel is already moving domains: ${job.type} of ${job.to || 'another deployment'}, requested ${new Date(job.requestedAt).toISOString()}.`, 'Wait until it is done (or abort it at Vercel), then run the phase again with a fresh plan.');
    }
    if (live.deploymentId !== request.expectedFrom) {
        throw refused('SHIPLOCK_VERCEL_MOVED', `Production serves ${live.deploymentId ?? 'nothing'}, not ${request.expectedFrom ?? 'nothing'} as planned: somebody moved it.`, 'Find out who moved it and why (Vercel → Deployments), then plan again.');
    }
}
/** A failed look here must not hide the conflict: it only means that nothing is proved. */
async function alreadyServes(api, to) {
    try {
        const serving = await readServing(api);
        return serving.size > 0 && [...serving.values()].every((id) => id === to);
    }
    catch {
        return false;
    }
}
function refused(code, what, next) {
    return new errors/* OutsideCallError */["in"]({ code, kind: 'failure', what, next }, { certainty: 'not-done' });
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./src/hosting/upload.js


/**
 * Posts one deployment through @vercel/client and returns its id as soon as Vercel says "created".
 *
 * What the client (18.4) writes, read in its source:
 * 1. `POST /v13/deployments`, once. Either it creates, or it is refused with `missing_files`: then nothing exists yet.
 * 2. `POST /v2/files` for each missing file, up to 6 times after network errors. Content-addressed: repeating is harmless.
 * 3. `POST /v13/deployments` again, once.
 * It never repeats a post whose answer was lost; it reports `error` and stops. So at most one deployment comes of a run,
 * and whether it exists is unknown only if 1 or 3 was under way. `findStaged` then looks for the release id in the
 * deployments' metadata. We stop listening at `created` and poll ourselves, because the client's loop has no deadline,
 * does not end on CANCELED, waits for aliases that a staged deployment never gets, and in one path (a failed
 * deployment with aliasAssigned) falls through to a second post.
 */
async function upload(api, name, request, say) {
    // Heavy (13 MB of dependencies): loaded only by the phase that deploys.
    const { createDeployment } = await Promise.all(/* import() */[__webpack_require__.e(586), __webpack_require__.e(213)]).then(__webpack_require__.t.bind(__webpack_require__, 25586, 19));
    const { options } = api;
    const client = {
        token: options.token,
        apiUrl: options.apiUrl,
        path: (0,external_node_path_.resolve)(request.directory),
        userAgent: 'shiplock',
        // The project's own build settings count; without this Vercel asks back when it detects others.
        skipAutoDetectionConfirmation: true,
        ...(options.teamId ? { teamId: options.teamId } : {}),
    };
    const body = {
        name,
        project: request.projectId,
        ...(request.target === 'production' ? { target: 'production', autoAssignCustomDomains: false } : {}),
        meta: { ...request.meta },
        env: { ...request.env },
        build: { env: { ...request.env } },
    };
    const step = { posting: false };
    const events = createDeployment(client, body)[Symbol.asyncIterator]();
    const deadline = Date.now() + options.buildDeadlineMs;
    const fail = (fault) => {
        throw toError(step.posting ? fault : notSent(fault), {
            call: 'vercel.deploy',
            doing: `create a deployment in project ${name}`,
            project: options.project,
            token: options.token,
            writes: true,
        });
    };
    const progress = uploadProgress(say);
    say('hashing files');
    for (;;) {
        // A post answers within the deadline of a call or is lost; uploads get the whole budget.
        const budget = step.posting ? options.deadlineMs * 2 : Math.max(1, deadline - Date.now());
        let next;
        try {
            next = await within(events.next(), budget);
        }
        catch (error) {
            void events.return?.().catch(() => { });
            return fail({ kind: 'network', error, sent: !neverSent(error) });
        }
        if (next.done)
            return fail({ kind: 'unreadable', status: 200, why: 'the upload ended without a deployment' });
        const { type, payload } = next.value;
        if (type === 'created') {
            void events.return?.().catch(() => { });
            const id = payload.id ??
                payload.deploymentId;
            if (typeof id !== 'string')
                return fail({ kind: 'unreadable', status: 200, why: 'no deployment id' });
            return id;
        }
        if (type === 'error')
            return fail(faultOf(payload));
        if (type === 'hashes-calculated' || type === 'all-files-uploaded')
            step.posting = true;
        if (type === 'file-count')
            step.posting = false;
        progress(type, payload);
    }
}
/** Before or between the posts no deployment can have come about, whatever went wrong. */
function notSent(fault) {
    return fault.kind === 'status' && fault.status < 500
        ? fault
        : { kind: 'network', error: cause(fault), sent: false };
}
function cause(fault) {
    if (fault.kind === 'network')
        return fault.error;
    return new Error(fault.kind === 'unreadable' ? fault.why : `HTTP ${fault.status}`);
}
/** The client reports an answer as `{code, message, status}`, and everything else as the thrown error. */
function faultOf(payload) {
    if (payload instanceof Error) {
        return payload.message === 'Invalid JSON response'
            ? { kind: 'unreadable', status: 200, why: 'not JSON' }
            : { kind: 'network', error: payload, sent: !neverSent(payload) };
    }
    const { status, ...error } = payload;
    if (typeof status !== 'number' || status < 400)
        return { kind: 'unreadable', status: 200, why: 'an error without a status' };
    return { kind: 'status', status, text: JSON.stringify({ error }), retryAfterMs: undefined };
}
async function within(work, ms) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(Object.assign(new Error('deadline'), { code: 'ETIMEDOUT' })), ms);
    });
    try {
        return await Promise.race([work, late]);
    }
    finally {
        clearTimeout(timer);
        // The loser may still reject; nobody waits for it any more.
        work.catch(() => { });
    }
}
/** At most one line every two seconds while files go up. */
function uploadProgress(say) {
    let total = 0;
    let uploaded = 0;
    let last = 0;
    return (type, payload) => {
        if (type === 'hashes-calculated')
            say(`${Object.keys(payload).length} files hashed, posting the deployment`);
        if (type === 'warning')
            say(`Vercel warns: ${String(payload)}`);
        if (type === 'file-count') {
            total = payload.missing.length;
            say(`${total} files to upload`);
        }
        if (type !== 'file-uploaded')
            return;
        uploaded += 1;
        if (uploaded < total && Date.now() - last < 2_000)
            return;
        last = Date.now();
        say(`${uploaded} of ${total} files uploaded`);
    };
}

;// CONCATENATED MODULE: ./src/hosting/index.js











/** Vercel behind the `Hosting` interface of src/release/ports.ts. Makes no call before the first method. */
function vercelHosting(options) {
    const api = new VercelApi(resolveOptions(options));
    return {
        vendor: 'vercel',
        async domains() {
            const names = await readDomains(api);
            // Only a local stand-in needs its scheme said: a bare name means https.
            return names.map((name) => domainUrl(name, api.options.apiUrl).startsWith('http:') ? `http://${name}` : name);
        },
        stage: (request) => stage(api, request),
        async findStaged(releaseId, say) {
            const project = await readProject(api);
            const id = await findPatiently(api, project.id, releaseId);
            return id === undefined ? undefined : await waitBuilt(api, id, say);
        },
        deployment: (idOrHost) => readDeployment(api, idOrHost),
        live: () => readLive(api),
        move: (request) => move(api, request),
        confirm: (request) => confirm_confirm(api, request),
        protectionHeaders: () => bypass(options.protectionBypass),
    };
}
/** A list may lag behind a post made seconds ago: absence is believed only after a few looks. */
async function findPatiently(api, projectId, releaseId) {
    for (let look = 1;; look++) {
        const id = await findByRelease(api, projectId, releaseId);
        if (id !== undefined || look === 3)
            return id;
        await (0,promises_.setTimeout)(api.options.pace.confirmMs * 2);
    }
}
async function stage(api, request) {
    const { releaseId, commit, directory, target, say } = request;
    const project = await readProject(api);
    const id = await upload(api, project.name, {
        projectId: project.id,
        directory,
        target,
        meta: { ...request.meta, [COMMIT_META]: commit, [RELEASE_META]: releaseId },
        // How the application knows who it is, to answer so at its readiness path.
        env: { SHIPLOCK_RELEASE_ID: releaseId, SHIPLOCK_COMMIT: commit },
    }, say);
    say(`${id} created`);
    try {
        return await waitBuilt(api, id, say);
    }
    catch (error) {
        throw endNotSeen(id, error);
    }
}
/** The deployment exists; only its end was not seen. "Not done" here would make a caller stage a second one. */
function endNotSeen(id, error) {
    if (!(error instanceof errors/* ShiplockError */.GV))
        return error;
    const status = error instanceof errors/* OutsideCallError */["in"] ? error.status : undefined;
    const what = `Deployment ${id} was created, but its end could not be seen: ${error.problem.what}`;
    return new errors/* OutsideCallError */["in"]({ ...error.problem, kind: 'failure', what }, { certainty: 'unknown', status, cause: error });
}


/***/ })

};
