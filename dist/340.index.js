export const id = 340;
export const ids = [340];
export const modules = {

/***/ 3340:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  applyPolicy: () => (/* reexport */ applyPolicy),
  runGate: () => (/* binding */ runGate)
});

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
;// CONCATENATED MODULE: ./src/gates/source.js
const MAX_EXAMPLES = 10;
/** A value by dotted path; undefined where there is none. */
function pick(value, dotted) {
    let at = value;
    for (const key of dotted.split('.')) {
        if (at === null || typeof at !== 'object' || !Object.hasOwn(at, key))
            return undefined;
        at = at[key];
    }
    return at;
}
/** A count that may come as text (Postgres' bigint does). */
function countOf(value) {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}

;// CONCATENATED MODULE: ./src/gates/counters.js


/** Slower sources are asked seldom: they aggregate, and their vendors count requests. */
const EVERY_MS = 5_000;
/** Error events of this release. They have no total of their own: the other sources' samples stand for the requests. */
function errorTrackerSource(settings, tracker, request) {
    return {
        name: tracker.vendor,
        everyMs: EVERY_MS,
        ownTotal: false,
        async sample() {
            const { events, newIssues } = await tracker.errors(request);
            const titles = newIssues
                .slice(0, MAX_EXAMPLES)
                .map((issue) => `new issue: ${issue.title.slice(0, 120)} ${issue.url}`);
            const tooMany = newIssues.length > settings.maxNewIssues;
            return {
                samples: 0,
                failures: events,
                examples: titles,
                ...(tooMany
                    ? {
                        veto: `${newIssues.length} new issue(s) in ${tracker.vendor}, ${settings.maxNewIssues} allowed: ${newIssues[0].title.slice(0, 120)}`,
                    }
                    : {}),
            };
        },
    };
}
/** A query that returns one row (good, total). Runs in a read-only transaction: a gate changes nothing. */
function sqlSource(settings, database, since) {
    let connection;
    return {
        name: settings.name,
        everyMs: EVERY_MS,
        ownTotal: true,
        countsRequests: true,
        async sample() {
            connection ??= database();
            // A connection that could not be made must not be kept.
            const db = await connection.catch((error) => {
                connection = undefined;
                throw error;
            });
            const rows = await db.transaction(async (tx) => {
                await tx.query('set transaction read only');
                await tx.query("set local statement_timeout = '10s'");
                return tx.query(settings.query, settings.query.includes('$1') ? [since] : []);
            });
            return goodOfTotal(settings.name, rows.length === 1 ? rows[0]?.good : undefined, rows[0]?.total);
        },
    };
}
/** A JSON endpoint: good and total, or one value and the largest it may have. */
function jsonSource(settings, target) {
    const base = target.urls[0];
    const url = new URL(settings.url, base);
    // Protection headers are secrets of the probed origins; a metrics service elsewhere must not see them.
    const own = target.urls.some((probed) => new URL(probed).origin === url.origin);
    let samples = 0;
    let failures = 0;
    const examples = [];
    return {
        name: settings.name,
        // One value is one sample; counts are cumulative, so asking for them seldom loses nothing.
        everyMs: settings.value === undefined ? EVERY_MS : 1_000,
        ownTotal: true,
        countsRequests: settings.value === undefined,
        async sample(signal) {
            const response = await (target.fetch ?? fetch)(url, {
                headers: { accept: 'application/json', ...(own ? target.headers : {}) },
                redirect: 'manual',
                signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
            });
            const text = await response.text();
            if (!response.ok)
                throw unreadable(settings.name, `${url.origin}${url.pathname} answered HTTP ${response.status}`);
            const body = parsed(settings.name, text);
            if (settings.good && settings.total)
                return goodOfTotal(settings.name, pick(body, settings.good), pick(body, settings.total));
            const value = pick(body, settings.value ?? '');
            if (typeof value !== 'number')
                throw unreadable(settings.name, `${settings.value} is no number`);
            samples += 1;
            if (value > (settings.max ?? Number.POSITIVE_INFINITY)) {
                failures += 1;
                if (examples.length < MAX_EXAMPLES)
                    examples.push(`${settings.value} is ${value}, allowed ${settings.max}`);
            }
            return { samples, failures, examples };
        },
    };
}
function goodOfTotal(name, good, total) {
    const goodCount = countOf(good);
    const totalCount = countOf(total);
    if (goodCount === undefined || totalCount === undefined || goodCount > totalCount) {
        throw unreadable(name, `it must give one row of good and total with 0 ≤ good ≤ total, and gave ${String(good)} and ${String(total)}`);
    }
    const failures = totalCount - goodCount;
    return {
        samples: totalCount,
        failures,
        examples: failures > 0 ? [`${failures} of ${totalCount} events were not good`] : [],
    };
}
function parsed(name, text) {
    try {
        return JSON.parse(text);
    }
    catch {
        throw unreadable(name, 'the answer is not JSON');
    }
}
function unreadable(name, why) {
    return (0,errors/* failure */.V2)({
        code: 'SHIPLOCK_GATE_SOURCE',
        what: `Gate source "${name}" cannot be read: ${why}.`,
        next: 'Mend the source or its settings, then run the gate again.',
    });
}

;// CONCATENATED MODULE: ./src/gates/sprt.js
/** The state after `failures` of `samples`; pure, and independent of the samples' order but for when it is asked. */
function sprt(plan, counts) {
    const { p0, p1, alpha, beta, minSamples } = check(plan);
    const { samples, failures } = counts;
    if (!(samples >= 0 && failures >= 0 && failures <= samples)) {
        throw new RangeError(`${failures} failures of ${samples} samples cannot be`);
    }
    const logLikelihoodRatio = failures * Math.log(p1 / p0) + (samples - failures) * Math.log((1 - p1) / (1 - p0));
    const acceptBound = Math.log(beta / (1 - alpha));
    const rejectBound = Math.log((1 - beta) / alpha);
    const decided = logLikelihoodRatio >= rejectBound ? 'fail' : logLikelihoodRatio <= acceptBound ? 'pass' : 'continue';
    return {
        decision: samples < minSamples ? 'continue' : decided,
        logLikelihoodRatio,
        acceptBound,
        rejectBound,
    };
}
function check(plan) {
    const { p0, p1, alpha, beta } = plan;
    if (!(p0 > 0 && p0 < p1 && p1 < 1))
        throw new RangeError(`0 < p0 < p1 < 1 does not hold for p0 ${p0}, p1 ${p1}`);
    if (!(alpha > 0 && beta > 0 && alpha + beta < 1))
        throw new RangeError(`alpha ${alpha} and beta ${beta} are no error bounds`);
    return plan;
}

;// CONCATENATED MODULE: ./src/gates/decision.js

/**
 * Each source is tested on its own, because pooled counts let a busy source hide a broken one. One failing source fails
 * the gate, so each gets its share of alpha (Bonferroni) and all of them together stay within it; passing needs every
 * source, which can only lower the risk of a miss below beta.
 */
function assess(spec, readings, at) {
    const open = [];
    let lost = 0;
    for (const reading of readings) {
        const { source, counts } = reading;
        if (counts?.veto)
            return { decision: 'fail', reason: counts.veto };
        const state = counts && test(spec, readings, reading);
        if (state?.decision === 'fail' && counts) {
            const { samples, failures } = tested(readings, reading) ?? counts;
            return {
                decision: 'fail',
                reason: `${source.name}: ${failures} of ${samples} samples failed (${percent(failures, samples)})`,
            };
        }
        if (reading.lastError !== undefined) {
            open.push(`${source.name} cannot be read (${reading.lastError})`);
            if (reading.errors >= at.lostAfter)
                lost += 1;
        }
        else if (!counts) {
            open.push(`${source.name} has not answered yet`);
        }
        else if (state?.decision === 'continue') {
            open.push(`${source.name}: ${counts.failures} of ${counts.samples} samples failed, not enough to tell`);
        }
    }
    if (open.length > 0) {
        return { decision: lost === open.length ? 'inconclusive' : 'continue', reason: open.join('; ') };
    }
    if (at.elapsedMs < spec.minSeconds * 1000)
        return { decision: 'continue', reason: `less than ${spec.minSeconds} s watched` };
    return { decision: 'pass', reason: passReason(readings) };
}
/** The test's state for one source; undefined where there is no total to hold its failures against. */
function test(spec, readings, reading) {
    const counts = tested(readings, reading);
    if (!counts)
        return undefined;
    const shares = readings.filter((each) => each.source.ownTotal || requests(readings) !== undefined).length;
    return sprt({
        p0: spec.baselineFailureRate,
        p1: spec.worstFailureRate,
        alpha: spec.alpha / Math.max(1, shares),
        beta: spec.beta,
        minSamples: spec.minSamples,
    }, counts);
}
/**
 * Error events have no total. Where a source counts requests (SQL, JSON), they are held against that; our own few probes
 * are no measure of the users' traffic, so without one the events are shown and only new issues decide.
 */
function tested(readings, { source, counts }) {
    if (!counts)
        return undefined;
    if (source.ownTotal)
        return { samples: counts.samples, failures: counts.failures };
    const total = requests(readings);
    return total === undefined ? undefined : { samples: total, failures: Math.min(counts.failures, total) };
}
function requests(readings) {
    const counting = readings.filter(({ source }) => source.countsRequests);
    return counting.length === 0
        ? undefined
        : counting.reduce((sum, { counts }) => sum + (counts?.samples ?? 0), 0);
}
function passReason(readings) {
    const parts = readings.map(({ source, counts }) => source.ownTotal
        ? `${source.name}: ${counts?.failures ?? 0} of ${counts?.samples ?? 0} samples failed`
        : `${source.name}: ${counts?.failures ?? 0} error events, no new issues beyond the allowance`);
    return parts.join('; ');
}
function percent(failures, samples) {
    return `${((100 * failures) / Math.max(1, samples)).toFixed(1)} %`;
}

;// CONCATENATED MODULE: ./src/gates/evidence.js


/** What the record and the summary keep. The likelihood ratio is that of the source that stands worst. */
function evidence(spec, readings, started) {
    const own = readings.filter(({ source }) => source.ownTotal);
    const states = readings
        .map((reading) => test(spec, readings, reading))
        .filter((state) => state !== undefined);
    const none = sprt({
        p0: spec.baselineFailureRate,
        p1: spec.worstFailureRate,
        alpha: spec.alpha,
        beta: spec.beta,
        minSamples: spec.minSamples,
    }, { samples: 0, failures: 0 });
    const worst = states.reduce((a, b) => (b.logLikelihoodRatio > a.logLikelihoodRatio ? b : a), states[0] ?? none);
    return {
        samples: sum(own, 'samples'),
        failures: sum(own, 'failures'),
        baselineFailureRate: spec.baselineFailureRate,
        worstFailureRate: spec.worstFailureRate,
        logLikelihoodRatio: round(worst.logLikelihoodRatio),
        acceptBound: round(worst.acceptBound),
        rejectBound: round(worst.rejectBound),
        startedAt: new Date(started).toISOString(),
        milliseconds: Date.now() - started,
        sources: readings.map(({ source, counts, lastError }) => ({
            name: source.name,
            samples: counts?.samples ?? 0,
            failures: counts?.failures ?? 0,
            ...latency(counts?.latencies),
            examples: [...(lastError ? [`cannot be read: ${lastError}`] : []), ...(counts?.examples ?? [])].slice(0, 10),
        })),
    };
}
/** Nearest-rank percentiles of what was measured; absent where nothing was. */
function latency(measured) {
    if (!measured || measured.length === 0)
        return {};
    const sorted = [...measured].sort((a, b) => a - b);
    const at = (q) => Math.round(sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)]);
    return { medianMs: at(0.5), p95Ms: at(0.95) };
}
function sum(readings, key) {
    return readings.reduce((total, { counts }) => total + (counts?.[key] ?? 0), 0);
}
/** Three decimals: the record refuses numbers that print with an exponent. */
function round(value) {
    return Math.round(value * 1000) / 1000;
}

;// CONCATENATED MODULE: ./src/gates/probes.js


/** HTTP probes as a source: each draw sends `concurrency` requests, walking through every URL and path. */
function probeSource(settings, target) {
    const plan = target.urls.flatMap((url) => settings.probes.map((probe) => ({ url: new URL(probe.path, url), probe })));
    const latencies = [];
    const examples = [];
    let samples = 0;
    let failures = 0;
    let turn = 0;
    return {
        name: 'probes',
        everyMs: settings.intervalMs,
        ownTotal: true,
        async sample(signal) {
            const batch = Array.from({ length: settings.concurrency }, () => plan[turn++ % plan.length]);
            const results = await Promise.all(batch.map(({ url, probe }) => {
                const expect = probe.path === settings.identityPath ? target.expect : undefined;
                return probeOnce(url, probe, { ...target, expect }, signal);
            }));
            for (const result of results) {
                if (!result)
                    continue;
                samples += 1;
                if (result.milliseconds !== undefined)
                    latencies.push(result.milliseconds);
                if (result.failure === undefined)
                    continue;
                failures += 1;
                if (examples.length < MAX_EXAMPLES)
                    examples.push(result.failure);
            }
            return { samples, failures, latencies, examples };
        },
    };
}
/** One request; undefined when the gate ended under it. @throws SHIPLOCK_GATE_PROTECTED */
async function probeOnce(url, probe, target, signal) {
    const start = performance.now();
    const name = `GET ${url.origin}${url.pathname}`;
    try {
        const response = await (target.fetch ?? fetch)(url, {
            headers: { accept: 'application/json, */*;q=0.5', 'cache-control': 'no-cache', ...target.headers },
            // Never followed: the headers would travel along, and a redirect is an answer of its own.
            redirect: 'manual',
            // A little more than the budget, so that a slow answer is told from none at all.
            signal: AbortSignal.any([signal, AbortSignal.timeout(probe.maxMs + 1_000)]),
        });
        const text = await response.text();
        refuseProtection(response, text, url);
        const milliseconds = performance.now() - start;
        const failure = judge(response.status, text, milliseconds, probe, target.expect);
        return failure === undefined ? { milliseconds } : { milliseconds, failure: `${name}: ${failure}` };
    }
    catch (error) {
        if (error instanceof errors/* ShiplockError */.GV)
            throw error;
        if (signal.aborted)
            return undefined;
        return { failure: `${name}: ${networkText(error, probe.maxMs)}` };
    }
}
/** Why this answer is no success; undefined if it is one. */
function judge(status, text, milliseconds, probe, expect) {
    if (status !== probe.expectStatus)
        return `HTTP ${status}, expected ${probe.expectStatus}`;
    if (milliseconds > probe.maxMs)
        return `${Math.round(milliseconds)} ms, allowed ${probe.maxMs}`;
    if (!expect && !probe.expectJson)
        return undefined;
    let json;
    try {
        json = JSON.parse(text);
    }
    catch {
        return 'the answer is not JSON';
    }
    for (const [field, wanted] of Object.entries(probe.expectJson ?? {})) {
        const got = pick(json, field);
        if (got !== wanted)
            return `${field} is ${show(got)}, expected ${show(wanted)}`;
    }
    return expect ? wrongVersion(json, expect) : undefined;
}
/** An answer that cannot say who it is, is not an answer of this release. */
function wrongVersion(json, expect) {
    const release = pick(json, 'release');
    const commit = pick(json, 'commit');
    if (typeof release === 'string' && release !== '') {
        return release === expect.release ? undefined : `wrong version: release ${show(release)}`;
    }
    if (typeof commit === 'string' && commit !== '') {
        return commit === expect.commit ? undefined : `wrong version: commit ${show(commit)}`;
    }
    return 'the answer names neither "release" nor "commit"';
}
/**
 * Deployment protection answers instead of the application. Counting that as a failing sample would roll back a
 * healthy release; counting a redirect as success would pass a broken one. It is a mistake in the configuration.
 */
function refuseProtection(response, text, url) {
    const { status, headers } = response;
    const location = headers.get('location') ?? '';
    // `_vercel_sso_nonce` is the cookie, and the page's own word, of Vercel Authentication.
    const marks = `${headers.get('set-cookie') ?? ''} ${location} ${text.slice(0, 20_000)}`;
    const vercels = /_vercel_sso_nonce|_vercel_password|\/sso-api\b|Vercel Authentication/.test(marks);
    const titled = headers.has('x-vercel-id') && /<title>Authentication Required/.test(text);
    const turnedAway = (status >= 300 && status < 400) || status === 401 || status === 403;
    const protectedByVercel = turnedAway && (vercels || titled);
    const challenged = headers.get('x-vercel-mitigated') === 'challenge';
    if (!protectedByVercel && !challenged)
        return;
    throw (0,errors/* configurationError */.DN)({
        code: 'SHIPLOCK_GATE_PROTECTED',
        what: `${url.origin} is behind ${challenged ? 'Vercel’s firewall challenge' : 'Vercel Deployment Protection'} (HTTP ${status}); the probe never reached the application.`,
        next: challenged
            ? 'Allow this runner in the project’s firewall rules (a bypass rule), then run the gate again.'
            : 'Create a "Protection Bypass for Automation" secret in the project and give it as vercel-protection-bypass.',
    });
}
function networkText(error, maxMs) {
    if (error instanceof Error && error.name === 'TimeoutError')
        return `no answer within ${maxMs + 1_000} ms`;
    const cause = error instanceof Error ? error.cause : undefined;
    return `no answer (${cause?.code ?? (error instanceof Error ? error.name : 'error')})`;
}
function show(value) {
    return (JSON.stringify(value) ?? 'missing').slice(0, 80);
}

;// CONCATENATED MODULE: ./src/gates/policy.js
/**
 * What an answer means. `fail` always stops, or rolls back. `inconclusive` follows the policy: `fail` by default before
 * traffic moves, where stopping costs nothing; `hold` by default after, where undoing a release that nobody has shown
 * to be bad would be a risk of its own. Held after: the release stays in service and goes on, with the doubt recorded.
 */
function applyPolicy(result, when, policy = when === 'before' ? 'fail' : 'hold') {
    if (result.decision === 'pass')
        return { proceed: true, action: 'go', why: result.reason };
    const undo = when === 'before' ? 'stop' : 'roll-back';
    if (result.decision === 'fail')
        return { proceed: false, action: undo, why: result.reason };
    if (policy === 'fail')
        return { proceed: false, action: undo, why: `inconclusive counts as failed: ${result.reason}` };
    return when === 'before'
        ? { proceed: false, action: 'hold', why: `inconclusive, no traffic moved: ${result.reason}` }
        : { proceed: true, action: 'hold', why: `inconclusive, traffic left where it is: ${result.reason}` };
}

;// CONCATENATED MODULE: ./src/gates/gate.js







/** A source that failed this often in a row is not waited for once everything else has decided. */
const LOST_AFTER = 3;
/**
 * Draws from every source until each has decided, one of them fails, or the deadline is over (`inconclusive`).
 * @throws SHIPLOCK_GATE_PROTECTED, SHIPLOCK_GATE_EMPTY: mistakes in the configuration are no verdict on a release.
 */
async function runGate(spec, deps) {
    const sources = buildSources(spec, deps);
    const started = Date.now();
    const end = new AbortController();
    const readings = sources.map((source) => ({
        source,
        counts: undefined,
        errors: 0,
        lastError: undefined,
    }));
    let fatal;
    let decided;
    const look = () => assess(spec, readings, { elapsedMs: Date.now() - started, lostAfter: LOST_AFTER });
    const drive = async (reading) => {
        while (!end.signal.aborted) {
            await draw(reading, end.signal);
            if (end.signal.aborted)
                return;
            const now = look();
            if (now.decision !== 'continue') {
                // The first decision stands: requests still under way must not turn it.
                decided ??= now;
                return end.abort();
            }
            await (0,promises_.setTimeout)(reading.source.everyMs, undefined, { signal: end.signal }).catch(() => { });
        }
    };
    const deadline = setTimeout(() => end.abort(), spec.deadlineSeconds * 1000);
    const progress = setInterval(() => deps.say(progressLine(readings, started)), 5_000);
    try {
        await Promise.all(readings.map((reading) => drive(reading).catch((error) => {
            fatal ??= error;
            end.abort();
        })));
    }
    finally {
        clearTimeout(deadline);
        clearInterval(progress);
    }
    if (fatal !== undefined)
        throw fatal;
    if (decided?.decision === 'pass')
        decided = await lastLook(readings, look);
    const last = decided ?? look();
    const decision = last.decision === 'continue' ? 'inconclusive' : last.decision;
    const reason = last.decision === 'continue' ? `undecided after ${spec.deadlineSeconds} s: ${last.reason}` : last.reason;
    deps.say(progressLine(readings, started));
    return { decision, reason, evidence: evidence(spec, readings, started) };
}
/** Error events arrive late and are asked for seldom: no pass on a reading older than the decision. */
async function lastLook(readings, look) {
    const late = readings.filter(({ source }) => !source.ownTotal);
    await Promise.all(late.map((reading) => draw(reading, AbortSignal.timeout(15_000), true)));
    return look();
}
/** A source that fails is asked again; only a mistake in the configuration ends the gate. */
async function draw(reading, signal, last = false) {
    try {
        reading.counts = await untilAborted(reading.source.sample(signal), signal);
        reading.errors = 0;
        reading.lastError = undefined;
    }
    catch (error) {
        if (error instanceof errors/* ShiplockError */.GV && error.problem.kind === 'configuration')
            throw error;
        // The gate ended while this was being asked: what it said before still holds.
        if (signal.aborted && reading.counts && !last)
            return;
        reading.errors += 1;
        reading.lastError = error instanceof errors/* ShiplockError */.GV ? error.problem.what : errorText(error);
    }
}
/** Not every source can be interrupted; the gate's deadline does not wait for those. */
async function untilAborted(work, signal) {
    const { promise: stopped, reject } = Promise.withResolvers();
    const stop = () => reject(new Error('no answer in time'));
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted)
        stop();
    try {
        return await Promise.race([work, stopped]);
    }
    finally {
        signal.removeEventListener('abort', stop);
        work.catch(() => { });
    }
}
function buildSources(spec, deps) {
    const sources = [];
    if (spec.probes.length > 0) {
        if (deps.urls.length === 0)
            throw empty('it has probes, and no URL to send them to');
        sources.push(probeSource(spec, deps));
    }
    if (spec.errorTracker) {
        const { errorTracker: tracker, environment, releaseId, since } = deps;
        sources.push(tracker
            ? errorTrackerSource(spec.errorTracker, tracker, { version: releaseId, environment, since })
            : absent('error tracker', 'its token, organization or project is not configured', false));
    }
    if (spec.sql) {
        sources.push(deps.database
            ? sqlSource(spec.sql, deps.database, deps.since)
            : absent(spec.sql.name, 'no database is configured', true));
    }
    if (spec.json)
        sources.push(jsonSource(spec.json, deps));
    if (sources.length === 0)
        throw empty('it has no probes and no other source');
    return sources;
}
/** A source that was asked for and cannot exist: never read, so the gate cannot pass. */
function absent(name, why, ownTotal) {
    return { name, everyMs: 1_000, ownTotal, sample: () => Promise.reject(new Error(why)) };
}
function empty(why) {
    return (0,errors/* configurationError */.DN)({
        code: 'SHIPLOCK_GATE_EMPTY',
        what: `The gate cannot decide anything: ${why}.`,
        next: 'Give the gate at least one probe or another source, and a URL for its probes.',
    });
}
function progressLine(readings, started) {
    const parts = readings.map(({ source, counts, lastError }) => lastError
        ? `${source.name}: ${lastError}`
        : `${source.name}: ${counts?.failures ?? 0} of ${counts?.samples ?? 0} failed`);
    return `${Math.round((Date.now() - started) / 1000)} s, ${parts.join('; ')}`;
}
function errorText(error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? error.name).slice(0, 200) : 'error';
}


/***/ })

};
