export const id = 963;
export const ids = [963];
export const modules = {

/***/ 15589:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b0: () => (/* binding */ approvalSettings),
/* harmony export */   fO: () => (/* binding */ freezeSettings),
/* harmony export */   s1: () => (/* binding */ weekdayNumber)
/* harmony export */ });
/* harmony import */ var luxon__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(21700);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(69987);


const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** ISO weekday number, 1 is Monday, as luxon counts. */
function weekdayNumber(day) {
    return WEEKDAYS.indexOf(day) + 1;
}
const timezone = zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()
    .refine((zone) => luxon__WEBPACK_IMPORTED_MODULE_1__/* .IANAZone */ .oh.isValidZone(zone), {
    error: 'is no IANA time zone; write one like Europe/Berlin',
})
    .describe('IANA time zone in which the times are meant, e.g. Europe/Berlin.');
const localTime = zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()
    .refine((text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text) && luxon__WEBPACK_IMPORTED_MODULE_1__/* .DateTime */ .c9.fromISO(text).isValid, {
    error: 'must be a local time like 2026-12-24T18:00, without offset: the time zone is a key of its own',
});
const clock = (latest) => zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().regex(latest, { error: 'must be a time of day like 17:00' });
const reason = zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(3).describe('Shown to whoever is stopped by it.');
const once = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    from: localTime.describe('First moment, local time: 2026-12-24T00:00.'),
    to: localTime.describe('First moment after it, local time.'),
    timezone,
    reason,
})
    .refine((window) => window.from < window.to, { error: '`to` must come after `from`', path: ['to'] });
const weekly = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    weekdays: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(WEEKDAYS)).min(1).describe('Days on which the window begins.'),
    from: clock(/^([01]\d|2[0-3]):[0-5]\d$/).describe('Begins at this time of day.'),
    to: clock(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/).describe('Ends at this time; when it is not later than `from`, on the next day.'),
    timezone,
    reason,
});
/** Times in which nothing is approved, unless somebody breaks the glass. */
const freezeSettings = zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .union */ .KCZ([once, weekly]));
const approvalSettings = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    required: zod__WEBPACK_IMPORTED_MODULE_0__/* .int */ .Whr()
        .min(0)
        .max(20)
        .default(1)
        .describe('How many people must approve a plan. 0: nobody has to.'),
    allowSelf: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY()
        .default(false)
        .describe('Whether authors of the commit and whoever started the run may approve.'),
    bareReviews: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['count', 'ignore'])
        .default('count')
        .describe('Whether an environment review whose comment names no plan hash counts. In a run that was started again it never does.'),
    breakGlass: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        allowed: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().default(true).describe('Whether approvals and freeze windows can be passed over.'),
        people: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1))
            .optional()
            .describe('Logins that may do so. Default: whoever may start the run.'),
    })
        .prefault({})
        .describe('Going on without approvals in an emergency, with a reason that is recorded.'),
});


/***/ }),

/***/ 20724:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ canonical),
/* harmony export */   aB: () => (/* binding */ toJson),
/* harmony export */   qQ: () => (/* binding */ hashOf),
/* harmony export */   sc: () => (/* binding */ sha256)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);

/**
 * Canonical JSON: keys sorted by code point, no white space, numbers in plain decimal notation.
 * `shiplock.canonical(jsonb)` in the record's schema gives byte-for-byte the same text, so that the
 * database can chain events and anybody can re-compute the chain without it.
 * Close to RFC 8785, but keys are ordered by code point (as Postgres' "C" collation does), not UTF-16 unit.
 */
function canonical(value) {
    if (value === null || typeof value === 'boolean')
        return String(value);
    if (typeof value === 'number')
        return canonicalNumber(value);
    if (typeof value === 'string')
        return JSON.stringify(value.toWellFormed());
    if (Array.isArray(value))
        return `[${value.map((item) => canonical(item)).join(',')}]`;
    const entries = Object.entries(value).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key.toWellFormed())}:${canonical(item)}`).join(',')}}`;
}
function canonicalNumber(value) {
    if (Object.is(value, -0))
        return '0';
    const text = JSON.stringify(value);
    if (!Number.isFinite(value) || text.includes('e')) {
        throw new RangeError(`the record keeps only numbers that print without an exponent; ${value} is not one`);
    }
    return text;
}
/** SHA-256 of the UTF-8 bytes, as 64 hex digits. */
function sha256(text) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(text).digest('hex');
}
/** The hash of a value's canonical JSON. */
function hashOf(value) {
    return sha256(canonical(value));
}
/** Drops `undefined` and anything JSON cannot hold, so that typed objects can go into the record. */
function toJson(value) {
    return value === undefined ? null : JSON.parse(JSON.stringify(value));
}


/***/ }),

/***/ 25547:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DN: () => (/* binding */ configurationError),
/* harmony export */   GV: () => (/* binding */ ShiplockError),
/* harmony export */   V2: () => (/* binding */ failure),
/* harmony export */   "in": () => (/* binding */ OutsideCallError)
/* harmony export */ });
/** The one error class. Anything else that reaches an entry is a bug and is reported as SHIPLOCK_INTERNAL. */
class ShiplockError extends Error {
    problem;
    constructor(problem, options) {
        super(`${problem.code}: ${problem.what}`, options);
        this.name = 'ShiplockError';
        this.problem = problem;
    }
    get code() {
        return this.problem.code;
    }
    /** The same error with what production serves now, once somebody knows. */
    withProduction(production) {
        if (this.problem.production)
            return this;
        return Object.assign(Object.create(Object.getPrototypeOf(this)), this, {
            problem: { ...this.problem, production },
            message: this.message,
            stack: this.stack,
            cause: this.cause,
        });
    }
}
/**
 * A failed outside call. `certainty` is what decides how the release goes on:
 * - `not-done`: the vendor refused (4xx, or the connection was never made): nothing changed out there;
 * - `unknown`: it may or may not have happened (5xx, cut connection, deadline): read the vendor's state, never repeat.
 */
class OutsideCallError extends ShiplockError {
    certainty;
    /** HTTP status or vendor's own code, where there was an answer. */
    status;
    constructor(problem, details) {
        super(problem, { cause: details.cause });
        this.name = 'OutsideCallError';
        this.certainty = details.certainty;
        this.status = details.status === undefined ? undefined : String(details.status);
    }
}
/** Narrow helpers, so that throwers read as sentences. */
function configurationError(problem, cause) {
    return new ShiplockError({ ...problem, kind: 'configuration' }, { cause });
}
function failure(problem, cause) {
    return new ShiplockError({ ...problem, kind: 'failure' }, { cause });
}


/***/ }),

/***/ 8774:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ describeProduction),
/* harmony export */   v: () => (/* binding */ domainUrls)
/* harmony export */ });
/** Absolute URLs of the environment's domains. */
async function domainUrls(context) {
    return (await context.hosting.domains()).map((domain) => domain.includes('://') ? domain : `https://${domain}`);
}
/** One sentence for errors and summaries: what serves now. Never throws; says so when it cannot be read. */
async function describeProduction(context) {
    try {
        const live = await context.hosting.live();
        const where = context.environment.name;
        if (!live.deploymentId)
            return `${where} serves nothing yet`;
        const release = live.releaseId ? ` of release ${live.releaseId}` : '';
        return `${where} serves deployment ${live.deploymentId}${release}${live.pinned ? ', pinned by a rollback' : ''}`;
    }
    catch {
        return `what ${context.environment.name} serves could not be read from hosting; nothing was moved by this step unless said above`;
    }
}


/***/ }),

/***/ 40821:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FB: () => (/* binding */ same),
/* harmony export */   Iy: () => (/* binding */ isGoneRelation),
/* harmony export */   L5: () => (/* binding */ unknown),
/* harmony export */   N9: () => (/* binding */ unsafe),
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   Ss: () => (/* binding */ View),
/* harmony export */   nt: () => (/* binding */ isNewRelation),
/* harmony export */   p_: () => (/* binding */ list),
/* harmony export */   rT: () => (/* binding */ unreadKinds)
/* harmony export */ });
const unsafe = (why, ...touches) => ({ answer: 'unsafe', why, touches });
const unknown = (why, ...touches) => ({ answer: 'unknown', why, touches });
/** Kinds that one of the two did not read in full: that an object of such a kind is absent there means nothing. */
const unreadKinds = (...snapshots) => new Set(snapshots.flatMap((snapshot) => snapshot.unreadable.flatMap(({ kinds }) => kinds ?? [])));
/** A snapshot with the look-ups that rules need. */
class View {
    objects;
    #byRelation = new Map();
    #byKind = new Map();
    constructor(snapshot) {
        this.objects = snapshot.objects;
        for (const [id, object] of Object.entries(snapshot.objects)) {
            const item = { id, ...object };
            push(this.#byKind, object.kind, item);
            const relation = object.properties['relation'];
            if (typeof relation === 'string')
                push(this.#byRelation, `${object.kind} ${relation}`, item);
        }
    }
    has(id) {
        return Object.hasOwn(this.objects, id);
    }
    get(id) {
        const object = this.has(id) ? this.objects[id] : undefined;
        return object && { id, ...object };
    }
    ofKind(kind) {
        return this.#byKind.get(kind) ?? [];
    }
    /** Objects of a kind that belong to a relation. */
    of(kind, relation) {
        return this.#byRelation.get(`${kind} ${relation}`) ?? [];
    }
    column(relation, name) {
        return this.of('column', relation).find((column) => column.properties['name'] === name);
    }
}
function push(map, key, item) {
    const list = map.get(key);
    if (list)
        list.push(item);
    else
        map.set(key, [item]);
}
const text = (item, property) => String(item.properties[property] ?? '');
const list = (item, property) => {
    const value = item.properties[property];
    return Array.isArray(value) ? value : [];
};
const same = (a, b, ...properties) => properties.every((p) => JSON.stringify(a.properties[p] ?? null) === JSON.stringify(b.properties[p] ?? null));
/** A relation that came with the new release: the old code neither reads nor writes it. */
const isNewRelation = (relation, { previous, live }) => live.has(`relation ${relation}`) && !previous.has(`relation ${relation}`);
/** A relation that went away is one reason by itself; its columns, policies and grants are not repeated. */
const isGoneRelation = (relation, { previous, live }) => previous.has(`relation ${relation}`) && !live.has(`relation ${relation}`);


/***/ }),

/***/ 7587:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ composeGate),
/* harmony export */   Z: () => (/* binding */ probeOnly)
/* harmony export */ });
/* harmony import */ var _release_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(25547);
/* harmony import */ var _settings_load_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(34679);
/* harmony import */ var _github_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(86668);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(29398);




/** Binds a gate's settings to the sources it may read. */
function composeGate(when, settings, sources) {
    return async ({ urls, headers, releaseId, commit, since, say }) => {
        const [{ applyPolicy, runGate }, { gateMarkdown }] = await Promise.all([
            __webpack_require__.e(/* import() */ 340).then(__webpack_require__.bind(__webpack_require__, 3340)),
            __webpack_require__.e(/* import() */ 631).then(__webpack_require__.bind(__webpack_require__, 96631)),
        ]);
        const result = await runGate(settings, {
            urls,
            headers,
            expect: releaseId ? { release: releaseId, commit } : undefined,
            errorTracker: sources.errorTracker,
            environment: sources.environment,
            database: sources.database,
            releaseId,
            since,
            say,
        });
        const { proceed, action, why } = applyPolicy(result, when, settings.onInconclusive);
        return {
            result,
            proceed,
            markdown: gateMarkdown(result),
            ...(action === 'hold' ? { warning: why } : {}),
        };
    };
}
/** The gate used alone, on a URL: no release, no record. */
async function probeOnly(door, phase, url) {
    const { inputs, say } = door;
    const settings = (0,_settings_load_js__WEBPACK_IMPORTED_MODULE_1__/* .environmentSettings */ .fu)(await (0,_settings_load_js__WEBPACK_IMPORTED_MODULE_1__/* .loadSettings */ .M5)((0,_github_js__WEBPACK_IMPORTED_MODULE_2__/* .runFacts */ .p)().workspace, inputs.settings), (0,_inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .required */ .mw)(inputs, 'environment'), (0,_inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .oneOf */ .yL)(inputs, 'environment-kind', ['staging', 'production']));
    const bypass = inputs['vercel-protection-bypass'];
    // Without a release there are no errors of its own to count.
    const { errorTracker: _, ...spec } = settings.gates[phase];
    const run = composeGate(phase === 'gate' ? 'before' : 'after', spec, {
        errorTracker: undefined,
        environment: (0,_inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .required */ .mw)(inputs, 'environment'),
        database: undefined,
    });
    const { result, proceed, markdown } = await run({
        urls: [url],
        headers: bypass ? { 'x-vercel-protection-bypass': bypass } : {},
        releaseId: '',
        commit: '',
        since: new Date().toISOString(),
        say,
    });
    if (!proceed) {
        throw (0,_release_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)({
            code: result.decision === 'fail' ? 'SHIPLOCK_GATE_FAILED' : 'SHIPLOCK_GATE_INCONCLUSIVE',
            what: `the gate on ${url} says ${result.decision}: ${result.reason}`,
            notDone: ['nothing was changed'],
            next: 'Read the failing samples in the job summary.',
        });
    }
    return {
        outputs: { decision: result.decision, reason: result.reason, evidence: JSON.stringify(result.evidence) },
        summary: `### ${phase}\n\n${markdown}\n`,
    };
}


/***/ }),

/***/ 17963:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  aY: () => (/* binding */ composeCodeHost),
  pK: () => (/* binding */ composeErrorTracker),
  M7: () => (/* binding */ composeNotices),
  q0: () => (/* binding */ describe),
  _h: () => (/* binding */ withRelease)
});

// UNUSED EXPORTS: compose, composeHosting

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./src/release/canonical.js
var canonical = __webpack_require__(20724);
// EXTERNAL MODULE: ./src/release/steps/live.js
var live = __webpack_require__(8774);
// EXTERNAL MODULE: ./src/release/verdict/model.js
var model = __webpack_require__(40821);
;// CONCATENATED MODULE: ./src/release/verdict/code.js

const named = (item) => item.id.slice(item.kind.length + 1);
/** Whoever reads or writes a column of the type. A type that no column has may still be an argument: everybody. */
function usersOfType(item, view) {
    const type = named(item);
    return view
        .ofKind('column')
        .filter((column) => (0,model/* text */.Qq)(column, 'type').replace(/(\[\])+$/, '') === type)
        .map((column) => ({ relation: (0,model/* text */.Qq)(column, 'relation'), columns: [(0,model/* text */.Qq)(column, 'name')] }));
}
const enumeration = {
    gone: (item, both) => (0,model/* unsafe */.N9)('the enum is gone', ...usersOfType(item, both.previous)),
    changed: (before, after, both) => {
        const touches = usersOfType(before, both.previous);
        const [old, now] = [(0,model/* list */.p_)(before, 'labels'), (0,model/* list */.p_)(after, 'labels')];
        const lost = old.filter((label) => !now.includes(label));
        if (lost.length > 0)
            return [(0,model/* unsafe */.N9)(`it no longer has ${lost.join(', ')}`, ...touches)];
        const kept = now.filter((label) => old.includes(label));
        if (kept.join('\0') !== old.join('\0'))
            return [(0,model/* unsafe */.N9)('the order of its values changed', ...touches)];
        const added = now.filter((label) => !old.includes(label));
        return added.length > 0
            ? [(0,model/* unknown */.L5)(`it has new values, which old code has never read: ${added.join(', ')}`, ...touches)]
            : [];
    },
};
const domain = {
    gone: (item, both) => (0,model/* unsafe */.N9)('the domain is gone', ...usersOfType(item, both.previous)),
    changed: (before, after, both) => {
        const touches = usersOfType(before, both.previous);
        const notes = [];
        if (!(0,model/* same */.FB)(before, after, 'type'))
            notes.push((0,model/* unsafe */.N9)(`it was ${(0,model/* text */.Qq)(before, 'type')}, now it is ${(0,model/* text */.Qq)(after, 'type')}`, ...touches));
        const [old, now] = [(0,model/* list */.p_)(before, 'constraints'), (0,model/* list */.p_)(after, 'constraints')];
        const added = now.filter((c) => !old.includes(c));
        if (added.length > 0)
            notes.push((0,model/* unsafe */.N9)(`it checks more: ${added.join(', ')}`, ...touches));
        else if (old.length > now.length)
            notes.push((0,model/* unknown */.L5)('it checks less: values may come that old code has never read', ...touches));
        if (!(0,model/* same */.FB)(before, after, 'notNull')) {
            notes.push(after.properties['notNull']
                ? (0,model/* unsafe */.N9)('it must not be null any more', ...touches)
                : (0,model/* unknown */.L5)('it may be null now', ...touches));
        }
        if (!(0,model/* same */.FB)(before, after, 'default'))
            notes.push((0,model/* unknown */.L5)('its default changed', ...touches));
        return notes;
    },
};
const FUNCTION_PARTS = {
    bodyHash: 'body',
    security: 'security (definer or invoker)',
    settings: 'settings (search_path)',
    volatility: 'volatility',
    strict: 'handling of nulls',
    parallel: 'parallel safety',
    leakproof: 'leakproof mark',
    language: 'language',
    owner: 'owner',
};
const functions = {
    gone: (item) => (0,model/* unsafe */.N9)('the function is gone, or takes other arguments', { function: named(item) }),
    changed: (before, after) => {
        const touch = { function: named(before) };
        const notes = [];
        if (!(0,model/* same */.FB)(before, after, 'kind', 'result'))
            notes.push((0,model/* unsafe */.N9)(`it gave ${(0,model/* text */.Qq)(before, 'result')}, now it gives ${(0,model/* text */.Qq)(after, 'result')}`, touch));
        if (!(0,model/* same */.FB)(before, after, 'arguments'))
            notes.push((0,model/* unsafe */.N9)(`its arguments were (${(0,model/* text */.Qq)(before, 'arguments')}), now they are (${(0,model/* text */.Qq)(after, 'arguments')})`, touch));
        const parts = Object.keys(FUNCTION_PARTS).filter((part) => !(0,model/* same */.FB)(before, after, part));
        if (parts.length > 0)
            notes.push((0,model/* unknown */.L5)(`changed: its ${parts.map((part) => FUNCTION_PARTS[part]).join(', ')}`, touch));
        return notes;
    },
    added: (item, { previous }) => {
        const overloaded = previous.ofKind('function').find((old) => (0,model/* same */.FB)(old, item, 'name'));
        return (overloaded &&
            (0,model/* unknown */.L5)(`calls of ${named(overloaded)} may become ambiguous`, { function: named(overloaded) }));
    },
};
const sequence = {
    gone: (item) => (0,model/* unsafe */.N9)('the sequence is gone', ...ownerOf(item)),
    changed: (before, after) => (0,model/* same */.FB)(before, after, 'type', 'increment', 'min', 'max', 'cycle')
        ? []
        : [(0,model/* unknown */.L5)('the numbers it gives changed', ...ownerOf(before))],
};
function ownerOf(item) {
    const relation = /^(.+)\.[^.]+$/.exec((0,model/* text */.Qq)(item, 'ownedBy'))?.[1];
    return relation ? [{ relation, verbs: ['insert'] }] : [];
}
const rest = {
    schema: { gone: () => (0,model/* unsafe */.N9)('the schema is gone') },
    type: {
        gone: (item, both) => (0,model/* unsafe */.N9)('the type is gone', ...usersOfType(item, both.previous)),
        changed: (before, _after, both) => [(0,model/* unknown */.L5)('the type changed', ...usersOfType(before, both.previous))],
    },
    extension: {
        gone: () => (0,model/* unsafe */.N9)('the extension is gone'),
        changed: (before, after) => (0,model/* same */.FB)(before, after, 'schema')
            ? [(0,model/* unknown */.L5)(`its version was ${(0,model/* text */.Qq)(before, 'version')}, now it is ${(0,model/* text */.Qq)(after, 'version')}`)]
            : [(0,model/* unsafe */.N9)(`it was in schema ${(0,model/* text */.Qq)(before, 'schema')}, now it is in ${(0,model/* text */.Qq)(after, 'schema')}`)],
    },
    publication: {
        gone: () => (0,model/* unknown */.L5)('the publication is gone: subscribers of changes hear nothing'),
        changed: (before, after) => {
            const lost = ['tables', 'schemas', 'events'].flatMap((p) => (0,model/* list */.p_)(before, p).filter((entry) => !(0,model/* list */.p_)(after, p).includes(entry)));
            return lost.length > 0 || (before.properties['allTables'] && !after.properties['allTables'])
                ? [(0,model/* unknown */.L5)(`it no longer publishes ${lost.join(', ') || 'all tables'}`)]
                : [];
        },
    },
};

;// CONCATENATED MODULE: ./src/release/verdict/expressions.js
/** Small, careful readings of expressions as PostgreSQL prints them. What they cannot tell, they do not claim. */
/** Functions outside pg_catalog are printed with their schema, because snapshots are read with an empty search_path. */
const callsOwnCode = (expression) => /(?:[a-z_][\w$]*|"(?:[^"]|"")+")\.(?:[a-z_][\w$]*|"(?:[^"]|"")+")\(/i.test(expression);
const LITERAL = /'((?:[^']|'')*)'/g;
const literals = (expression) => [...expression.matchAll(LITERAL)].map((m) => (m[1] ?? '').replaceAll("''", "'"));
const skeleton = (expression) => expression
    .replaceAll(LITERAL, '?')
    .replaceAll(/(?:\(\?(?:::[\w ]+(?:\(\d+\))?)?\)(?:::[\w ]+)?|\?(?:::[\w ]+(?:\(\d+\))?)?)(?:, )?/g, '?')
    .replaceAll(/\?+/g, '?');
/** For `CHECK (status = ANY (ARRAY['a', 'b']))` and its like: which words went, which came. Undefined: another shape. */
function listChange(before, after) {
    if (!/= ANY/.test(before) || !/= ANY/.test(after) || skeleton(before) !== skeleton(after))
        return undefined;
    const [a, b] = [literals(before), literals(after)];
    return { gone: a.filter((word) => !b.includes(word)), added: b.filter((word) => !a.includes(word)) };
}
const NUMBER = String.raw `\(?'?(-?\d+(?:\.\d+)?)'?(?:\))?(?:::[a-z ]+)?`;
const COMPARISON = new RegExp(String.raw `^CHECK \(\(+"?[\w$]+"? (>=|>|<=|<|<>) ${NUMBER}\)+$`);
const MEMBER = /^CHECK \(\(+"?[\w$]+"? = ANY \(+ARRAY\[[^\]]*\]\)*(?:::[\w [\]]+)?\)+$/;
/** Whether a CHECK over one column surely accepts this default (null: no default, so the row gets NULL). */
function checkAccepts(definition, value) {
    const check = definition.replace(/ NOT VALID$/, '');
    const comparison = COMPARISON.exec(check);
    // NULL makes a plain comparison NULL, which a CHECK accepts.
    if (value === null)
        return comparison !== null || MEMBER.test(check);
    if (comparison) {
        const number = new RegExp(`^${NUMBER}$`).exec(value)?.[1];
        return number !== undefined && compares(Number(number), comparison[1], Number(comparison[2]));
    }
    const word = /^'((?:[^']|'')*)'(?:::[\w ]+)?$/.exec(value)?.[1]?.replaceAll("''", "'");
    return MEMBER.test(check) && word !== undefined && literals(check).includes(word);
}
function compares(a, operator, b) {
    if (operator === '>=')
        return a >= b;
    if (operator === '>')
        return a > b;
    if (operator === '<=')
        return a <= b;
    return operator === '<' ? a < b : a !== b;
}
/** Index expressions and predicates that can raise an error on a value that the table accepts. */
const mayFail = (definition) => {
    const body = definition.replace(/^.*? USING \w+ /, '');
    const calls = [...body.matchAll(/([a-z_][\w$]*)\(/gi)].map((m) => (m[1] ?? '').toLowerCase());
    return (callsOwnCode(body) ||
        /[/%]|->|\^/.test(body) ||
        calls.some((name) => !['lower', 'upper', 'btrim', 'coalesce', 'any', 'include'].includes(name)) ||
        /::(?!text|character varying|timestamp|bpchar)/.test(body));
};
const isFresh = (value) => /^(?:pg_catalog\.)?gen_random_uuid\(\)$|^uuidv[47]\(\)$|^nextval\(/.test(value);

;// CONCATENATED MODULE: ./src/release/verdict/columns.js


/** Columns: what old reads and writes see of them. */
const column = {
    gone: (item) => (0,model/* unsafe */.N9)('the column is gone', ...anyUse(item)),
    changed: (before, after, both) => [
        ...typeChange(before, after),
        ...nullability(before, after),
        ...valueChange(before, after),
        ...((0,model/* same */.FB)(before, after, 'collation') ? [] : [(0,model/* unknown */.L5)('its collation changed', ...anyUse(before))]),
        ...newDefaultNeeds(before, after, both),
    ],
    added: (item, both) => {
        const relation = (0,model/* text */.Qq)(item, 'relation');
        const owner = both.live.get(`relation ${relation}`);
        if (!owner || (0,model/* isNewRelation */.nt)(relation, both))
            return undefined;
        const type = (0,model/* text */.Qq)(owner, 'type');
        if (type === 'composite type')
            return (0,model/* unknown */.L5)('a composite type got a new attribute', { relation });
        if (type === 'view' || type === 'materialized view')
            return hiddenFromStar(item, both);
        return requiredColumn(item, both) ?? defaultNeeds(item, both) ?? hiddenFromStar(item, both);
    },
};
const anyUse = (item) => [{ relation: (0,model/* text */.Qq)(item, 'relation'), columns: [(0,model/* text */.Qq)(item, 'name')] }];
const writes = (item) => [
    { relation: (0,model/* text */.Qq)(item, 'relation'), verbs: ['insert'] },
    { relation: (0,model/* text */.Qq)(item, 'relation'), verbs: ['update'], columns: [(0,model/* text */.Qq)(item, 'name')] },
];
const inserts = (item) => ({ relation: (0,model/* text */.Qq)(item, 'relation'), verbs: ['insert'] });
const reads = (item) => ({
    relation: (0,model/* text */.Qq)(item, 'relation'),
    verbs: ['select'],
    columns: [(0,model/* text */.Qq)(item, 'name')],
});
function typeChange(before, after) {
    if ((0,model/* same */.FB)(before, after, 'type'))
        return [];
    const from = (0,model/* text */.Qq)(before, 'type');
    const to = (0,model/* text */.Qq)(after, 'type');
    const why = `its type was ${from}, now it is ${to}`;
    return [
        widensText(from, to)
            ? (0,model/* unknown */.L5)(`${why}: longer values may come back`, ...anyUse(before))
            : (0,model/* unsafe */.N9)(why, ...anyUse(before)),
    ];
}
/** varchar(20) → varchar(50), varchar or text: every old write still fits. */
function widensText(from, to) {
    const length = (type) => {
        const found = /^(?:character varying(?:\((\d+)\))?|text)$/.exec(type);
        return found && (found[1] ? Number(found[1]) : Number.POSITIVE_INFINITY);
    };
    const [a, b] = [length(from), length(to)];
    return a !== null && b !== null && b >= a;
}
function nullability(before, after) {
    if ((0,model/* same */.FB)(before, after, 'notNull'))
        return [];
    return after.properties['notNull']
        ? [(0,model/* unsafe */.N9)('it must not be null any more', ...writes(before))]
        : [(0,model/* unknown */.L5)('it may be null now, which old code has never read', reads(before))];
}
const filled = (item) => ['default', 'identity', 'generated'].some((property) => item.properties[property] !== null);
function valueChange(before, after) {
    if ((0,model/* same */.FB)(before, after, 'default', 'identity', 'generated'))
        return [];
    if (!(0,model/* same */.FB)(before, after, 'generated'))
        return [(0,model/* unsafe */.N9)('how it is generated changed', ...anyUse(before))];
    const notes = [];
    if (after.properties['notNull'] && filled(before) && !filled(after)) {
        notes.push((0,model/* unsafe */.N9)('nothing fills it any more when an insert leaves it out', inserts(before)));
    }
    else if (!(0,model/* same */.FB)(before, after, 'default') && !(before.properties['notNull'] && !filled(before))) {
        notes.push((0,model/* unknown */.L5)('what an insert gets that leaves it out changed', inserts(before)));
    }
    if (!(0,model/* same */.FB)(before, after, 'identity')) {
        if (after.properties['identity'] === 'always')
            notes.push((0,model/* unsafe */.N9)('the database alone may fill it now', ...writes(before)));
        else if (before.properties['identity'] === null)
            notes.push((0,model/* unknown */.L5)('the database fills it from a sequence now', inserts(before)));
        else if (notes.length === 0 && after.properties['identity'] === null)
            notes.push((0,model/* unknown */.L5)('it is no identity column any more', inserts(before)));
    }
    return notes;
}
function newDefaultNeeds(before, after, both) {
    if ((0,model/* same */.FB)(before, after, 'default'))
        return [];
    const note = defaultNeeds(after, both);
    return note ? [note] : [];
}
function requiredColumn(item, { live }) {
    const domain = live.get(`domain ${(0,model/* text */.Qq)(item, 'type').replace(/(\[\])+$/, '')}`);
    const isArray = (0,model/* text */.Qq)(item, 'type').endsWith('[]');
    const domainDefault = domain && !isArray ? domain.properties['default'] : null;
    const required = item.properties['notNull'] || (!isArray && domain?.properties['notNull']);
    if (required && !filled(item) && domainDefault === null) {
        return (0,model/* unsafe */.N9)('it is new and required: inserts of the old code leave it out', inserts(item));
    }
    if (domain &&
        Array.isArray(domain.properties['constraints']) &&
        domain.properties['constraints'].length > 0) {
        return (0,model/* unknown */.L5)('it is new, and its domain checks values that the old code leaves out', inserts(item));
    }
    return undefined;
}
/** A default runs with the rights of whoever inserts. */
function defaultNeeds(item, both) {
    if (item.properties['generated'] !== null)
        return (0,model/* unknown */.L5)('it is computed on each write, and computing may fail', ...writes(item));
    const value = (0,model/* text */.Qq)(item, 'default');
    const sequence = /nextval\('((?:[^']|'')+)'::regclass\)/.exec(value)?.[1]?.replaceAll("''", "'");
    if (sequence)
        return sequenceRights(item, sequence, both);
    return callsOwnCode(value)
        ? (0,model/* unknown */.L5)('its default calls a function of this schema', inserts(item))
        : undefined;
}
function sequenceRights(item, sequence, { live, previous }) {
    const relation = (0,model/* text */.Qq)(item, 'relation');
    const writers = [...previous.ofKind('grant'), ...previous.ofKind('column-grant')]
        .filter((g) => (g.properties['object'] ?? g.properties['relation']) === relation &&
        g.properties['privilege'] === 'INSERT')
        .map((g) => (0,model/* text */.Qq)(g, 'role'));
    const may = (role) => [role, 'public'].some((r) => ['USAGE', 'UPDATE'].some((p) => live.has(`grant sequence ${sequence} ${r} ${p}`)));
    const lacking = [...new Set(writers)].filter((role) => !may(role));
    return lacking.length > 0
        ? (0,model/* unsafe */.N9)(`its default needs USAGE on sequence ${sequence}, which ${lacking.join(', ')} has not`, inserts(item))
        : undefined;
}
/** Where a role may read columns one by one, `select *` fails on a column it was not granted. */
function hiddenFromStar(item, { previous, live }) {
    const relation = (0,model/* text */.Qq)(item, 'relation');
    const byColumn = new Set(previous
        .of('column-grant', relation)
        .filter((g) => g.properties['privilege'] === 'SELECT')
        .map((g) => (0,model/* text */.Qq)(g, 'role')));
    const blind = [...byColumn].filter((role) => ![role, 'public'].some((r) => live.has(`grant ${relation} ${r} SELECT`)) &&
        !live
            .of('column-grant', relation)
            .some((g) => g.properties['privilege'] === 'SELECT' &&
            g.properties['column'] === item.properties['name'] &&
            [role, 'public'].includes((0,model/* text */.Qq)(g, 'role'))));
    if (blind.length === 0)
        return undefined;
    return (0,model/* unknown */.L5)(`${blind.join(', ')} may not read it, so \`select *\` fails`, {
        relation,
        verbs: ['select'],
        columns: [(0,model/* text */.Qq)(item, 'name')],
    });
}

;// CONCATENATED MODULE: ./src/release/verdict/constraints.js


const on = (item) => (0,model/* text */.Qq)(item, 'relation');
const constraints_writes = (item) => ({ relation: on(item), verbs: ['insert', 'update'] });
const constraints_reads = (item) => ({ relation: on(item), verbs: ['select'] });
/** The same constraint under another name is no new rule. */
const twin = (item, among) => among.find((other) => other.id !== item.id && (0,model/* same */.FB)(item, other, 'definition'));
const constraint = {
    gone: (item, both) => {
        if ((0,model/* isGoneRelation */.Iy)(on(item), both))
            return undefined;
        if (twin(item, both.live.of('constraint', on(item))))
            return (0,model/* unknown */.L5)('the constraint has another name now', constraints_reads(item), constraints_writes(item));
        switch ((0,model/* text */.Qq)(item, 'type')) {
            case 'foreign key':
                return (0,model/* unsafe */.N9)('the foreign key is gone: reads that embed the other table need it', constraints_reads(item));
            case 'primary key':
            case 'unique':
                return (0,model/* unsafe */.N9)('the constraint is gone: ON CONFLICT and upserts need it', constraints_writes(item), constraints_reads(item));
            default:
                return (0,model/* unknown */.L5)('the constraint is gone: values may come that old code has never read', constraints_reads(item));
        }
    },
    changed: (before, after) => {
        if ((0,model/* same */.FB)(before, after, 'definition'))
            return [];
        const change = listChange((0,model/* text */.Qq)(before, 'definition'), (0,model/* text */.Qq)(after, 'definition'));
        if (change && change.gone.length > 0)
            return [(0,model/* unsafe */.N9)(`it no longer allows ${change.gone.join(', ')}`, constraints_writes(before))];
        if (change)
            return [(0,model/* unknown */.L5)(`it allows new values: ${change.added.join(', ')}`, constraints_reads(before))];
        if ((0,model/* same */.FB)(before, after, 'columns') && withoutValidity(before) === withoutValidity(after))
            return [];
        const why = `it was ${(0,model/* text */.Qq)(before, 'definition')}, now it is ${(0,model/* text */.Qq)(after, 'definition')}`;
        const isKey = ['unique', 'primary key'].includes((0,model/* text */.Qq)(before, 'type'));
        return [isKey ? (0,model/* unsafe */.N9)(why, constraints_writes(before), constraints_reads(before)) : (0,model/* unknown */.L5)(why, constraints_writes(before), constraints_reads(before))];
    },
    added: (item, both) => {
        if (/NOT ENFORCED/.test((0,model/* text */.Qq)(item, 'definition')))
            return undefined;
        if ((0,model/* isNewRelation */.nt)(on(item), both))
            return restrictsDeletes(item, both);
        if (both.previous.of('constraint', on(item)).some((old) => (0,model/* same */.FB)(old, item, 'definition')))
            return undefined;
        const type = (0,model/* text */.Qq)(item, 'type');
        if (type === 'check' || type === 'foreign key')
            return overNewColumns(item, both) ? surely(item, both) : newRule(item);
        if (type === 'exclusion')
            return (0,model/* unsafe */.N9)('an exclusion constraint is new', constraints_writes(item));
        return backedByOldIndex(item, both) ? undefined : keyAdded(item, both);
    },
};
const withoutValidity = (item) => (0,model/* text */.Qq)(item, 'definition').replace(/ NOT VALID$/, '');
/** Rows of a new table can keep old code from deleting what they point at. */
function restrictsDeletes(item, both) {
    const target = (0,model/* text */.Qq)(item, 'references');
    if (!target || (0,model/* isNewRelation */.nt)(target, both) || /ON DELETE (CASCADE|SET)/.test((0,model/* text */.Qq)(item, 'definition')))
        return undefined;
    return {
        ...(0,model/* unknown */.L5)(`rows of the new ${on(item)} keep rows of ${target} from being deleted`, {
            relation: target,
            verbs: ['delete'],
        }),
        onlyIfDeclared: true,
    };
}
const columnsOf = (item, both) => (0,model/* list */.p_)(item, 'columns').map((name) => ({ name, column: both.live.column(on(item), name) }));
const isNewColumn = (item, name, both) => !both.previous.column(on(item), name);
const overNewColumns = (item, both) => (0,model/* list */.p_)(item, 'columns').length > 0 && (0,model/* list */.p_)(item, 'columns').every((name) => isNewColumn(item, name, both));
/** Old inserts leave new columns out: does the rule surely accept what they get then? */
function surely(item, both) {
    const columns = columnsOf(item, both);
    const readable = columns.length === 1 || (0,model/* text */.Qq)(item, 'type') === 'foreign key';
    if (readable && columns.every(({ column }) => column && acceptsOmitted(item, column)))
        return undefined;
    return (0,model/* unknown */.L5)(`a new rule on new columns may refuse what old code leaves out: ${(0,model/* text */.Qq)(item, 'definition')}`, constraints_writes(item));
}
function acceptsOmitted(item, column) {
    if (column.properties['identity'] !== null || column.properties['generated'] !== null)
        return false;
    const value = column.properties['default'];
    if ((0,model/* text */.Qq)(item, 'type') === 'foreign key')
        return value === null && !/MATCH FULL/.test((0,model/* text */.Qq)(item, 'definition'));
    return checkAccepts((0,model/* text */.Qq)(item, 'definition'), value);
}
const newRule = (item) => (0,model/* unsafe */.N9)(`a new rule on its rows: ${(0,model/* text */.Qq)(item, 'definition')}`, constraints_writes(item));
/** `add constraint … unique using index`: the rule was there before. */
function backedByOldIndex(item, { previous }) {
    const columns = [...(0,model/* list */.p_)(item, 'columns')].sort().join();
    return previous
        .of('index', on(item))
        .some((index) => index.properties['unique'] === true &&
        index.properties['expressions'] === false &&
        index.properties['valid'] === true &&
        [...(0,model/* list */.p_)(index, 'columns')].sort().join() === columns);
}
function keyAdded(item, both) {
    const columns = columnsOf(item, both);
    const fresh = columns.filter(({ name }) => isNewColumn(item, name, both));
    // One column of the key that never repeats (or stays null) is enough.
    const distinct = fresh.some(({ column }) => {
        if (!column)
            return false;
        if (column.properties['identity'] !== null)
            return true;
        const value = column.properties['default'];
        if (value === null)
            return (column.properties['generated'] === null &&
                !column.properties['notNull'] &&
                !/NULLS NOT DISTINCT/.test((0,model/* text */.Qq)(item, 'definition')));
        return isFresh(value);
    });
    return distinct
        ? undefined
        : (0,model/* unsafe */.N9)(`values must be unique now: ${(0,model/* text */.Qq)(item, 'definition')}`, constraints_writes(item));
}
const index = {
    gone: (item, both) => {
        const isRule = item.properties['unique'] && item.properties['constraint'] === null;
        if (!isRule || (0,model/* isGoneRelation */.Iy)(on(item), both))
            return undefined;
        const columns = (0,model/* list */.p_)(item, 'columns').join();
        const still = both.live
            .of('index', on(item))
            .some((other) => other.properties['unique'] === true &&
            other.properties['valid'] === true &&
            !other.properties['expressions'] &&
            !item.properties['expressions'] &&
            (0,model/* list */.p_)(other, 'columns').join() === columns);
        return still
            ? undefined
            : (0,model/* unsafe */.N9)('the unique index is gone: ON CONFLICT and upserts need it', constraints_writes(item), constraints_reads(item));
    },
    changed: (before, after) => {
        if (before.properties['constraint'] !== null && after.properties['constraint'] !== null)
            return [];
        if (!before.properties['unique'] && after.properties['unique'])
            return [(0,model/* unsafe */.N9)('values must be unique now', constraints_writes(before))];
        if (!before.properties['unique'])
            return !(0,model/* same */.FB)(before, after, 'definition') && mayFail((0,model/* text */.Qq)(after, 'definition'))
                ? [(0,model/* unknown */.L5)('its expression changed and may fail', constraints_writes(before))]
                : [];
        return (0,model/* same */.FB)(before, after, 'definition', 'valid', 'unique')
            ? []
            : [(0,model/* unknown */.L5)('the unique index changed', constraints_writes(before), constraints_reads(before))];
    },
    added: (item, both) => {
        if ((0,model/* isNewRelation */.nt)(on(item), both) || item.properties['constraint'] !== null)
            return undefined;
        if (item.properties['unique']) {
            if (item.properties['expressions'])
                return (0,model/* unsafe */.N9)(`values must be unique now: ${(0,model/* text */.Qq)(item, 'definition')}`, constraints_writes(item));
            return backedByOldIndex(item, both) ? undefined : keyAdded(item, both);
        }
        return item.properties['expressions'] && mayFail((0,model/* text */.Qq)(item, 'definition'))
            ? (0,model/* unknown */.L5)('a new index computes something on each write, which may fail', constraints_writes(item))
            : undefined;
    },
};

;// CONCATENATED MODULE: ./src/release/verdict/rights.js

/** What an app does that needs this right: an update or delete with a condition also reads. */
const VERBS = {
    SELECT: ['select', 'update', 'delete'],
    INSERT: ['insert'],
    UPDATE: ['update'],
    DELETE: ['delete'],
};
const roles = (item) => [(0,model/* text */.Qq)(item, 'role'), 'public'];
const grant = {
    gone: (item, both) => {
        const prefix = (0,model/* text */.Qq)(item, 'type') === 'relation' ? '' : `${(0,model/* text */.Qq)(item, 'type')} `;
        if (!stillThere(item, both))
            return undefined;
        if (both.live.has(`grant ${prefix}${(0,model/* text */.Qq)(item, 'object')} public ${(0,model/* text */.Qq)(item, 'privilege')}`))
            return undefined;
        const why = `${(0,model/* text */.Qq)(item, 'role')} lost ${(0,model/* text */.Qq)(item, 'privilege')}`;
        return (0,model/* text */.Qq)(item, 'type') === 'relation'
            ? relationGrantGone(item, why, both)
            : (0,model/* unsafe */.N9)(why, ...touchesOf(item, both));
    },
    changed: (before, after, both) => before.properties['grantable'] && !after.properties['grantable']
        ? [
            (0,model/* unknown */.L5)(`${(0,model/* text */.Qq)(before, 'role')} may no longer pass on ${(0,model/* text */.Qq)(before, 'privilege')}`, ...touchesOf(before, both)),
        ]
        : [],
};
const columnGrant = {
    gone: (item, both) => {
        const relation = (0,model/* text */.Qq)(item, 'relation');
        if ((0,model/* isGoneRelation */.Iy)(relation, both) || !both.live.column(relation, (0,model/* text */.Qq)(item, 'column')))
            return undefined;
        const covered = roles(item).some((role) => both.live.has(`grant ${relation} ${role} ${(0,model/* text */.Qq)(item, 'privilege')}`)) ||
            columnGranted(item, (0,model/* text */.Qq)(item, 'column'), both, relation);
        return covered
            ? undefined
            : (0,model/* unsafe */.N9)(`${(0,model/* text */.Qq)(item, 'role')} lost ${(0,model/* text */.Qq)(item, 'privilege')} on the column`, columnTouch(relation, item, [(0,model/* text */.Qq)(item, 'column')]));
    },
};
/** The objects that a right was on: one that is gone is a reason by itself. */
function stillThere(item, { live }) {
    const object = (0,model/* text */.Qq)(item, 'object');
    const kinds = { relation: ['relation'], type: ['enum', 'domain', 'type'] }[(0,model/* text */.Qq)(item, 'type')] ?? [
        (0,model/* text */.Qq)(item, 'type'),
    ];
    return kinds.some((kind) => live.has(`${kind} ${object}`));
}
/** A right on the table may have become rights on its columns. */
function relationGrantGone(item, why, both) {
    const relation = (0,model/* text */.Qq)(item, 'object');
    const known = both.previous.of('column', relation).map((column) => (0,model/* text */.Qq)(column, 'name'));
    const lost = known.filter((name) => !columnGranted(item, name, both, relation));
    if (lost.length === 0)
        return undefined;
    return lost.length === known.length
        ? (0,model/* unsafe */.N9)(why, columnTouch(relation, item, undefined))
        : (0,model/* unsafe */.N9)(`${why} on ${lost.join(', ')}`, columnTouch(relation, item, lost));
}
const columnGranted = (item, column, { live }, relation) => live
    .of('column-grant', relation)
    .some((g) => g.properties['column'] === column &&
    g.properties['privilege'] === item.properties['privilege'] &&
    roles(item).includes((0,model/* text */.Qq)(g, 'role')));
function columnTouch(relation, item, columns) {
    // TRUNCATE, REFERENCES and their like: no contract declares them, so it shows that the app does not use them.
    return { relation, verbs: VERBS[(0,model/* text */.Qq)(item, 'privilege')] ?? [], ...(columns ? { columns } : {}) };
}
function touchesOf(item, { previous }) {
    const object = (0,model/* text */.Qq)(item, 'object');
    switch ((0,model/* text */.Qq)(item, 'type')) {
        case 'relation':
            return [columnTouch(object, item, undefined)];
        case 'function':
            return [{ function: object }];
        case 'schema':
            return previous
                .ofKind('relation')
                .map((r) => r.id.slice('relation '.length))
                .filter((name) => name.startsWith(`${object}.`))
                .map((relation) => ({ relation }))
                .concat()
                .map((touch) => touch)
                .concat(previous
                .ofKind('function')
                .map((f) => f.id.slice('function '.length))
                .filter((name) => name.startsWith(`${object}.`))
                .map((name) => ({ function: name })));
        case 'sequence': {
            const owner = /^(.+)\.[^.]+$/.exec(String(previous.get(`sequence ${object}`)?.properties['ownedBy'] ?? ''))?.[1];
            return owner ? [{ relation: owner, verbs: ['insert'] }] : [];
        }
        default:
            return [];
    }
}

;// CONCATENATED MODULE: ./src/release/verdict/tables.js

const tables_named = (item) => item.id.slice(item.kind.length + 1);
const relation = {
    gone: (item) => (0,model/* unsafe */.N9)(`the ${(0,model/* text */.Qq)(item, 'type')} is gone`, { relation: tables_named(item) }),
    changed: (before, after) => {
        const touch = { relation: tables_named(before) };
        const notes = [];
        if (!(0,model/* same */.FB)(before, after, 'type'))
            notes.push((0,model/* unknown */.L5)(`it was a ${(0,model/* text */.Qq)(before, 'type')}, now it is a ${(0,model/* text */.Qq)(after, 'type')}`, touch));
        if (!(0,model/* same */.FB)(before, after, 'owner'))
            notes.push((0,model/* unknown */.L5)(`its owner was ${(0,model/* text */.Qq)(before, 'owner')}, now it is ${(0,model/* text */.Qq)(after, 'owner')}`, touch));
        if ((0,model/* list */.p_)(after, 'ownerLacks').some((right) => !(0,model/* list */.p_)(before, 'ownerLacks').includes(right)))
            notes.push((0,model/* unsafe */.N9)('its owner lost rights on it', touch));
        if (!(0,model/* same */.FB)(before, after, 'partitionBound', 'partitionKey', 'parents'))
            notes.push((0,model/* unknown */.L5)('its place among partitions or parents changed', touch));
        if (!(0,model/* same */.FB)(before, after, 'replicaIdentity'))
            notes.push((0,model/* unknown */.L5)('its replica identity changed: updates and deletes of published tables need it', {
                ...touch,
                verbs: ['update', 'delete'],
            }));
        const viewOptions = (item) => (0,model/* list */.p_)(item, 'options')
            .filter((o) => /^(security_|check_option)/.test(o))
            .join();
        if (viewOptions(before) !== viewOptions(after))
            notes.push((0,model/* unknown */.L5)('whose rights the view runs with, or what it accepts, changed', touch));
        return notes;
    },
};
const view = {
    changed: (before, after) => (0,model/* same */.FB)(before, after, 'definitionHash')
        ? []
        : [(0,model/* unknown */.L5)('the view is defined otherwise', { relation: (0,model/* text */.Qq)(before, 'relation') })],
};
const verbsOf = (item) => {
    const command = (0,model/* text */.Qq)(item, 'command');
    return { relation: (0,model/* text */.Qq)(item, 'relation'), ...(command === 'all' ? {} : { verbs: [command] }) };
};
const policyTwin = (item, among) => among.some((other) => other.id !== item.id && (0,model/* same */.FB)(item, other, 'command', 'permissive', 'roles', 'using', 'check'));
const protects = (item, view) => {
    const rls = view.get(`rls ${(0,model/* text */.Qq)(item, 'relation')}`);
    return rls ? rls.properties['enabled'] === true : true;
};
const policy = {
    gone: (item, both) => {
        if ((0,model/* isGoneRelation */.Iy)((0,model/* text */.Qq)(item, 'relation'), both) ||
            policyTwin(item, both.live.of('policy', (0,model/* text */.Qq)(item, 'relation'))))
            return undefined;
        if (!protects(item, both.live))
            return undefined;
        return item.properties['permissive']
            ? (0,model/* unsafe */.N9)('the policy is gone: rows it let through are hidden or refused', verbsOf(item))
            : (0,model/* unknown */.L5)('a restrictive policy is gone: more rows are seen than before', verbsOf(item));
    },
    changed: (before, after) => {
        const touch = verbsOf(before);
        const notes = [];
        const lost = (0,model/* list */.p_)(before, 'roles').filter((role) => !(0,model/* list */.p_)(after, 'roles').includes(role) && !(0,model/* list */.p_)(after, 'roles').includes('public'));
        if (lost.length > 0)
            notes.push((0,model/* unsafe */.N9)(`the policy no longer holds for ${lost.join(', ')}`, touch));
        else if (!(0,model/* same */.FB)(before, after, 'roles'))
            notes.push((0,model/* unknown */.L5)('the policy holds for more roles', touch));
        if (!(0,model/* same */.FB)(before, after, 'command')) {
            const why = `the policy was for ${(0,model/* text */.Qq)(before, 'command')}, now it is for ${(0,model/* text */.Qq)(after, 'command')}`;
            notes.push((0,model/* text */.Qq)(after, 'command') === 'all' ? (0,model/* unknown */.L5)(why, touch) : (0,model/* unsafe */.N9)(why, touch));
        }
        if (!(0,model/* same */.FB)(before, after, 'permissive'))
            notes.push((0,model/* unsafe */.N9)('the policy turned from permissive to restrictive or back', touch));
        if (!(0,model/* same */.FB)(before, after, 'using', 'check'))
            notes.push((0,model/* unknown */.L5)('the condition of the policy changed', touch));
        return notes;
    },
    added: (item, both) => {
        const on = (0,model/* text */.Qq)(item, 'relation');
        if ((0,model/* isNewRelation */.nt)(on, both) || policyTwin(item, both.previous.of('policy', on)))
            return undefined;
        if (!protects(item, both.live))
            return undefined;
        return item.properties['permissive']
            ? (0,model/* unknown */.L5)('a new policy lets more rows through', verbsOf(item))
            : (0,model/* unsafe */.N9)('a new restrictive policy hides or refuses rows', verbsOf(item));
    },
};
const rls = {
    changed: (before, after) => {
        const touch = { relation: tables_named(before) };
        const notes = [];
        if (!(0,model/* same */.FB)(before, after, 'enabled')) {
            notes.push(after.properties['enabled']
                ? (0,model/* unsafe */.N9)('row-level security is on now: rows are hidden or refused', touch)
                : (0,model/* unknown */.L5)('row-level security is off now: rows that were hidden are seen', touch));
        }
        if (!(0,model/* same */.FB)(before, after, 'forced'))
            notes.push((0,model/* unknown */.L5)('whether the owner is held to the policies changed', touch));
        return notes;
    },
};
const trigger = {
    gone: (item, both) => (0,model/* isGoneRelation */.Iy)((0,model/* text */.Qq)(item, 'relation'), both) ? undefined : (0,model/* unknown */.L5)('the trigger is gone', onWrite(item)),
    changed: (before) => [(0,model/* unknown */.L5)('the trigger changed', onWrite(before))],
    added: (item, both) => (0,model/* isNewRelation */.nt)((0,model/* text */.Qq)(item, 'relation'), both)
        ? undefined
        : (0,model/* unknown */.L5)('a new trigger runs on its writes', onWrite(item)),
};
const onWrite = (item) => ({
    relation: (0,model/* text */.Qq)(item, 'relation'),
    verbs: ['insert', 'update', 'delete'],
});
const rule = {
    gone: (item, both) => (0,model/* isGoneRelation */.Iy)((0,model/* text */.Qq)(item, 'relation'), both)
        ? undefined
        : (0,model/* unknown */.L5)('the rewrite rule is gone', { relation: (0,model/* text */.Qq)(item, 'relation') }),
    changed: (before) => [(0,model/* unknown */.L5)('the rewrite rule changed', { relation: (0,model/* text */.Qq)(before, 'relation') })],
    added: (item, both) => (0,model/* isNewRelation */.nt)((0,model/* text */.Qq)(item, 'relation'), both)
        ? undefined
        : (0,model/* unknown */.L5)('a new rewrite rule changes its statements', { relation: (0,model/* text */.Qq)(item, 'relation') }),
};

;// CONCATENATED MODULE: ./src/release/verdict/uses.js

const uses_VERBS = ['select', 'insert', 'update', 'delete'];
/**
 * What an app's contract says about a reason. `maybe`: the app does not use the thing itself, but code in the
 * database that it may set off (a trigger, a policy, a function) names it.
 */
class Uses {
    #relations;
    #functions;
    #code;
    #views;
    #view;
    constructor(contract, previous) {
        this.#relations = contract.uses.relations;
        this.#functions = new Set(contract.uses.functions);
        this.#code = previous.ofKind('function');
        this.#views = previous.ofKind('view');
        this.#view = previous;
    }
    of(note) {
        if (note.touches.length === 0)
            return 'yes';
        const answers = note.touches.map((touch) => touch.function ? this.#function(touch.function) : this.#relation(touch));
        return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
    }
    #relation(touch) {
        const relation = touch.relation ?? '';
        const declared = Object.hasOwn(this.#relations, relation) ? this.#relations[relation] : undefined;
        const verbs = touch.verbs ?? uses_VERBS;
        if (declared && verbs.some((verb) => uses(declared[verb], touch.columns)))
            return 'yes';
        if (touch.columns && declared && this.#triggersName(relation, touch.columns))
            return 'maybe';
        return this.#codeNames(relation) ? 'maybe' : 'no';
    }
    #function(signature) {
        if (this.#functions.has(signature))
            return 'yes';
        const name = bare(signature.replace(/\(.*$/s, ''));
        const onUsed = (item) => Object.hasOwn(this.#relations, (0,model/* text */.Qq)(item, 'relation'));
        const named = (value) => typeof value === 'string' && value.includes(name);
        const called = this.#view.ofKind('trigger').some((t) => onUsed(t) && bare((0,model/* text */.Qq)(t, 'function')) === name) ||
            this.#view
                .ofKind('policy')
                .some((p) => onUsed(p) && (named(p.properties['using']) || named(p.properties['check']))) ||
            this.#view
                .ofKind('column')
                .some((c) => onUsed(c) && (named(c.properties['default']) || named(c.properties['generated']))) ||
            this.#view.ofKind('constraint').some((c) => onUsed(c) && named(c.properties['definition'])) ||
            this.#views.some((v) => named(v.properties['definition']));
        if (called)
            return 'yes';
        return this.#code.some((f) => mentions(f, name)) ? 'maybe' : 'no';
    }
    #triggersName(relation, columns) {
        const called = new Set(this.#view.of('trigger', relation).map((t) => (0,model/* text */.Qq)(t, 'function')));
        return this.#code.some((f) => called.has((0,model/* text */.Qq)(f, 'name')) && columns.some((column) => mentions(f, column.toLowerCase())));
    }
    /** Functions and views may reach a table that the app never names. */
    #codeNames(relation) {
        const name = bare(relation);
        return (this.#code.some((f) => mentions(f, name)) ||
            this.#views.some((v) => (0,model/* text */.Qq)(v, 'relation') !== relation && (0,model/* text */.Qq)(v, 'definition').toLowerCase().includes(name)));
    }
}
const uses = (declared, columns) => {
    if (declared === undefined || declared === false)
        return false;
    if (declared === true || columns === undefined)
        return true;
    return columns.some((column) => declared.includes(column) || declared.includes('*'));
};
const bare = (name) => (/(?:"((?:[^"]|"")+)"|([^."]+))$/.exec(name)?.slice(1).find(Boolean) ?? name)
    .replaceAll('""', '"')
    .toLowerCase();
const mentions = (item, name) => item.properties['dynamic'] === true || (0,model/* list */.p_)(item, 'words').includes(name);

;// CONCATENATED MODULE: ./src/release/verdict.js







/** Kinds without a rule (default privileges, event triggers) cannot break code that is already written. */
const RULES = {
    ...rest,
    relation: relation,
    view: view,
    column: column,
    constraint: constraint,
    index: index,
    policy: policy,
    rls: rls,
    trigger: trigger,
    rule: rule,
    grant: grant,
    'column-grant': columnGrant,
    enum: enumeration,
    domain: domain,
    sequence: sequence,
    function: functions,
};
/**
 * May the release that kept `previous` serve again on the `live` schema? Pure. `safe`: everything it had is there
 * and what is new cannot refuse its writes. Everything else is a reason, named by object. A contract (by default the
 * one that the release kept with its snapshot) takes away reasons about what the release does not use.
 */
function verdict(previous, live, contract = previous?.contract) {
    if (!previous)
        return unknownBecause('schema snapshot', 'the previous release kept none');
    if (previous.format !== 1 || live.format !== 1)
        return unknownBecause('schema snapshot', 'it has a format that this version does not know');
    const both = { previous: new model/* View */.Ss(previous), live: new model/* View */.Ss(live) };
    const uses = contract && new Uses(contract, both.previous);
    const reasons = [
        ...unreadable(previous, 'when it was released'),
        ...unreadable(live, 'now'),
        ...compare(both, (0,model/* unreadKinds */.rT)(previous, live)).flatMap(({ id, note }) => weigh(id, note, uses)),
    ];
    // Unsafe ones first: they decide.
    const ordered = [
        ...reasons.filter((r) => r.answer === 'unsafe'),
        ...reasons.filter((r) => r.answer === 'unknown'),
    ];
    return { answer: ordered[0]?.answer ?? 'safe', reasons: ordered };
}
const unknownBecause = (object, why) => ({
    answer: 'unknown',
    reasons: [{ answer: 'unknown', object, why }],
});
const unreadable = (snapshot, when) => snapshot.unreadable.map(({ what, why }) => ({
    answer: 'unknown',
    object: what,
    why: `could not be read ${when}: ${why}`,
}));
function compare(both, unread) {
    const notes = [];
    const { previous, live } = both;
    const ids = [...new Set([...Object.keys(previous.objects), ...Object.keys(live.objects)])].sort();
    for (const id of ids) {
        const [before, after] = [previous.get(id), live.get(id)];
        const kind = (before ?? after)?.kind ?? 'schema';
        const found = RULES[kind];
        if (unread.has(kind) && !(before && after))
            continue;
        for (const note of apply(found, before, after, both))
            notes.push({ id, note });
    }
    return notes;
}
function apply(found, before, after, both) {
    if (before && after) {
        const equal = before.properties === after.properties ||
            JSON.stringify(sorted(before)) === JSON.stringify(sorted(after));
        return equal ? [] : (found?.changed?.(before, after, both) ?? []);
    }
    // Children of a relation that is gone are not repeated.
    if (before) {
        const owner = before.properties['relation'];
        const orphan = typeof owner === 'string' && previousHad(owner, both) && !both.live.has(`relation ${owner}`);
        const note = orphan ? undefined : found?.gone?.(before, both);
        return note ? [note] : [];
    }
    const note = after && found?.added?.(after, both);
    return note ? [note] : [];
}
const previousHad = (relationName, { previous }) => previous.has(`relation ${relationName}`);
const sorted = (item) => Object.entries(item.properties).sort(([a], [b]) => (a < b ? -1 : 1));
function weigh(object, note, uses) {
    if (!uses)
        return note.onlyIfDeclared ? [] : [{ answer: note.answer, object, why: note.why }];
    switch (uses.of(note)) {
        case 'yes':
            return [{ answer: note.answer, object, why: note.why }];
        case 'maybe':
            if (note.onlyIfDeclared)
                return [];
            return [
                {
                    answer: 'unknown',
                    object,
                    why: `${note.why}; the app's contract does not use it, but code in the database may`,
                },
            ];
        default:
            return [];
    }
}

// EXTERNAL MODULE: ./src/settings/load.js + 2 modules
var load = __webpack_require__(34679);
;// CONCATENATED MODULE: ./src/runner/compose-approvals.js

/** Binds the approval rules to the code host's signals. Without a code host there are no signals. */
function composeApprovals(settings, inputs, facts, codeHost) {
    return async ({ planHash, environment, commit, runId }) => {
        const [{ decideApproval }, { approvalMarkdown }] = await Promise.all([
            __webpack_require__.e(/* import() */ 853).then(__webpack_require__.bind(__webpack_require__, 5853)),
            __webpack_require__.e(/* import() */ 698).then(__webpack_require__.bind(__webpack_require__, 10698)),
        ]);
        const [signals, info, run] = codeHost
            ? await Promise.all([
                codeHost.approvals({ environment, commit, runId }),
                codeHost.commit(commit),
                runId ? codeHost.runActors(runId) : undefined,
            ])
            : [[], undefined, undefined];
        const attempts = run?.attempts ?? facts.attempt;
        const reason = inputs['break-glass-reason'];
        const decision = decideApproval({
            planHash,
            required: settings.approvals.required,
            allowSelf: settings.approvals.allowSelf,
            bareReviews: attempts > 1 ? 'ignore' : settings.approvals.bareReviews,
            signals,
            authors: info?.authors ?? [],
            // Whoever started any attempt of this run is no second pair of eyes.
            runActors: [...facts.actors, ...(run?.actors ?? [])],
            freezeWindows: settings.freeze,
            now: new Date(),
            breakGlassRules: settings.approvals.breakGlass,
            ...(reason ? { breakGlass: { reason, by: facts.actor } } : {}),
        });
        return {
            state: decision.state,
            approvers: decision.approvers,
            reason: decision.reason,
            markdown: approvalMarkdown(decision, { planHash, required: settings.approvals.required, environment }),
            evidence: (0,canonical/* toJson */.aB)({ ...decision, required: settings.approvals.required }),
        };
    };
}

// EXTERNAL MODULE: ./src/runner/compose-gate.js
var compose_gate = __webpack_require__(7587);
// EXTERNAL MODULE: ./src/runner/github.js
var github = __webpack_require__(86668);
// EXTERNAL MODULE: ./src/runner/inputs.js
var runner_inputs = __webpack_require__(29398);
;// CONCATENATED MODULE: ./src/runner/compose.js









/**
 * The composition root: inputs, settings and the runner's environment become one ReleaseContext. Vendors' packages
 * are imported when they are first needed, so that each action loads its own only.
 */
async function compose(door) {
    const { inputs, say, warn } = door;
    const facts = (0,github/* runFacts */.p)();
    const name = (0,runner_inputs/* required */.mw)(inputs, 'environment');
    const settings = (0,load/* environmentSettings */.fu)(await (0,load/* loadSettings */.M5)(facts.workspace, inputs.settings), name, (0,runner_inputs/* oneOf */.yL)(inputs, 'environment-kind', ['staging', 'production']));
    const open = [];
    const connectTo = async (url, readOnly) => {
        const { connect } = await __webpack_require__.e(/* import() */ 622).then(__webpack_require__.bind(__webpack_require__, 47622));
        const database = await connect(url, { applicationName: `shiplock ${name}`, readOnly });
        open.push(database);
        return database;
    };
    let main;
    const database = () => {
        main ??= connectTo((0,runner_inputs/* required */.mw)(inputs, 'database-url'), false);
        return main;
    };
    const hosting = await composeHosting(inputs, settings);
    const codeHost = await composeCodeHost(inputs, facts);
    const errorTracker = await composeErrorTracker(inputs, settings, facts);
    return {
        environment: environmentFacts(name, settings, inputs, (url) => connectTo(url, true)),
        commit: (0,github/* commitOf */.D)(inputs, facts),
        actor: facts.actor,
        run: { id: facts.runId, url: facts.runUrl },
        directory: external_node_path_.resolve(facts.workspace, inputs['working-directory'] ?? settings.app.directory),
        releaseId: inputs['release-id'],
        database,
        hosting,
        codeHost,
        errorTracker,
        notices: await composeNotices(inputs, settings),
        migrations: await composeMigrations(inputs, settings, facts),
        schema: await composeSchema(database, settings, facts),
        gate: (0,compose_gate/* composeGate */.G)('before', settings.gates.gate, { errorTracker, environment: name, database }),
        watch: (0,compose_gate/* composeGate */.G)('after', settings.gates.watch, { errorTracker, environment: name, database }),
        approvals: composeApprovals(settings, inputs, facts, codeHost),
        verdict: verdict,
        dryRun: (0,runner_inputs/* flag */.Jt)(inputs, 'dry-run'),
        say,
        warn,
        close: async () => {
            await Promise.allSettled(open.map((each) => each.close()));
        },
    };
}
/** Composes, works, and closes what was opened, whatever happens. */
async function withRelease(door, work) {
    const context = await compose(door);
    try {
        return await work(context);
    }
    finally {
        await context.close();
    }
}
/** For error reports: what production serves now, read from hosting. */
async function describe(door) {
    const quiet = { inputs: door.inputs, say: () => undefined, warn: () => undefined };
    return withRelease(quiet, (context) => (0,live/* describeProduction */.L)(context));
}
function environmentFacts(name, settings, inputs, connectReadOnly) {
    const stagingUrl = inputs['staging-database-url'];
    return {
        name,
        kind: settings.kind,
        ...(settings.requires
            ? {
                requires: {
                    environment: settings.requires,
                    ...(stagingUrl ? { database: () => connectReadOnly(stagingUrl) } : {}),
                },
            }
            : {}),
        settings: (0,canonical/* toJson */.aB)({
            gates: settings.gates,
            approvals: settings.approvals,
            rollback: settings.rollback,
            database: settings.database,
        }),
        unknownVerdict: settings.rollback.unknownVerdict,
        acceptPin: (0,runner_inputs/* flag */.Jt)(inputs, 'accept-pin'),
        leaseWaitSeconds: (0,runner_inputs/* number */.ai)(inputs, 'lease-wait-minutes') * 60,
        promoteDeadlineMs: (0,runner_inputs/* number */.ai)(inputs, 'promote-deadline-seconds') * 1000,
    };
}
async function composeHosting(inputs, settings) {
    const { vercelHosting } = await __webpack_require__.e(/* import() */ 35).then(__webpack_require__.bind(__webpack_require__, 56035));
    const project = inputs['vercel-project'] ?? settings.vercel.project;
    const teamId = inputs['vercel-team'] ?? settings.vercel.team;
    const protectionBypass = inputs['vercel-protection-bypass'];
    const apiUrl = process.env['SHIPLOCK_VERCEL_API_URL'];
    return vercelHosting({
        token: (0,runner_inputs/* required */.mw)(inputs, 'vercel-token'),
        project: project ?? (0,runner_inputs/* required */.mw)(inputs, 'vercel-project'),
        ...(teamId ? { teamId } : {}),
        ...(apiUrl ? { apiUrl } : {}),
        ...(settings.vercel.domains ? { domains: settings.vercel.domains } : {}),
        ...(protectionBypass ? { protectionBypass } : {}),
        confirmPath: settings.vercel.confirmPath,
    });
}
async function composeCodeHost(inputs, facts) {
    const token = inputs['github-token'];
    if (!token || !facts.repository)
        return undefined;
    const { githubCodeHost } = await __webpack_require__.e(/* import() */ 538).then(__webpack_require__.bind(__webpack_require__, 20538));
    // A job's own token may not ask who it is; its comments are this login's.
    const actorLogin = token.startsWith('ghs_') ? 'github-actions[bot]' : undefined;
    return githubCodeHost({
        token,
        repository: facts.repository,
        apiUrl: facts.apiUrl,
        ...(actorLogin ? { actorLogin } : {}),
    });
}
async function composeErrorTracker(inputs, settings, facts) {
    const token = inputs['sentry-token'];
    const org = inputs['sentry-org'] ?? settings.sentry?.org;
    const project = inputs['sentry-project'] ?? settings.sentry?.project;
    if (!token || !org || !project)
        return undefined;
    const { sentryErrorTracker } = await __webpack_require__.e(/* import() */ 548).then(__webpack_require__.bind(__webpack_require__, 98548));
    const issuesToken = inputs['sentry-issues-token'];
    return sentryErrorTracker({
        token,
        org,
        project,
        workspace: facts.workspace,
        apiUrl: process.env['SENTRY_URL'] ?? settings.sentry?.url ?? 'https://sentry.io',
        ...(issuesToken ? { issuesToken } : {}),
    });
}
async function composeNotices(inputs, settings) {
    const token = inputs['slack-token'];
    const channel = inputs['slack-channel'] ?? settings.slack?.channel;
    if (!token || !channel)
        return undefined;
    const { slackNotices } = await __webpack_require__.e(/* import() */ 666).then(__webpack_require__.bind(__webpack_require__, 28666));
    const apiUrl = process.env['SHIPLOCK_SLACK_API_URL'];
    return slackNotices({ token, channel, ...(apiUrl ? { apiUrl } : {}) });
}
async function composeMigrations(inputs, settings, facts) {
    const url = inputs['database-url'];
    if (!url)
        return undefined;
    const { migrationEngine } = await __webpack_require__.e(/* import() */ 980).then(__webpack_require__.bind(__webpack_require__, 27980));
    const { database } = settings;
    return migrationEngine({
        url,
        workspace: facts.workspace,
        directory: database.migrations,
        rollbacks: database.rollbacks,
        lockTimeoutMs: database.lockTimeoutSeconds * 1000,
        lockBudgetMs: database.lockBudgetSeconds * 1000,
        engine: database.engine,
    });
}
async function composeSchema(database, settings, facts) {
    const { databaseSchema } = await Promise.all(/* import() */[__webpack_require__.e(510), __webpack_require__.e(383)]).then(__webpack_require__.bind(__webpack_require__, 55383));
    return databaseSchema({
        database,
        workspace: facts.workspace,
        verifyDir: settings.database.verify,
        rlsFile: settings.database.rls,
        contractFile: settings.database.contract,
    });
}


/***/ }),

/***/ 86668:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ commitOf),
/* harmony export */   p: () => (/* binding */ runFacts)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var _release_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(25547);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(29398);



function runFacts(env = process.env) {
    const repository = env['GITHUB_REPOSITORY'];
    const runId = env['GITHUB_RUN_ID'];
    const server = env['GITHUB_SERVER_URL'] ?? 'https://github.com';
    const actor = env['GITHUB_TRIGGERING_ACTOR'] || env['GITHUB_ACTOR'] || env['USER'] || 'unknown';
    return {
        workspace: env['GITHUB_WORKSPACE'] ?? process.cwd(),
        repository,
        apiUrl: env['GITHUB_API_URL'] ?? 'https://api.github.com',
        runId,
        runUrl: repository && runId ? `${server}/${repository}/actions/runs/${runId}` : undefined,
        actor,
        actors: [
            ...new Set([env['GITHUB_ACTOR'], env['GITHUB_TRIGGERING_ACTOR']].filter((a) => Boolean(a))),
        ],
        attempt: Number(env['GITHUB_RUN_ATTEMPT'] ?? '1') || 1,
        sha: pullRequestHead(env) ?? env['GITHUB_SHA'],
    };
}
/** On `pull_request` GITHUB_SHA is a merge commit nobody wrote; the head is what people read and approve. */
function pullRequestHead(env) {
    const file = env['GITHUB_EVENT_PATH'];
    if (!file || !env['GITHUB_EVENT_NAME']?.startsWith('pull_request'))
        return undefined;
    try {
        const event = JSON.parse((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(file, 'utf8'));
        return event.pull_request?.head?.sha;
    }
    catch {
        return undefined;
    }
}
/** The full SHA to ship. @throws SHIPLOCK_INPUT_INVALID for anything but 40 hex digits. */
function commitOf(inputs, facts) {
    const commit = inputs.commit ?? facts.sha ?? (0,_inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .required */ .mw)(inputs, 'commit');
    if (/^[0-9a-f]{40}$/i.test(commit))
        return commit.toLowerCase();
    throw (0,_release_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .configurationError */ .DN)({
        code: 'SHIPLOCK_INPUT_INVALID',
        what: `the input commit is ${JSON.stringify(commit)}; it takes a full SHA of 40 hex digits`,
        notDone: ['nothing was changed'],
        next: 'Use ${{ github.sha }}; branch and tag names move, and a plan is bound to one commit.',
    });
}


/***/ }),

/***/ 29398:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jt: () => (/* binding */ flag),
/* harmony export */   ai: () => (/* binding */ number),
/* harmony export */   mX: () => (/* binding */ RELEASE_INPUTS),
/* harmony export */   mc: () => (/* binding */ INPUTS),
/* harmony export */   mw: () => (/* binding */ required),
/* harmony export */   yL: () => (/* binding */ oneOf)
/* harmony export */ });
/* harmony import */ var _release_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(25547);

/**
 * Every input of every action, once. An action's manifest names the ones it takes; `action.yml` and the README tables
 * are generated from here.
 */
const INPUTS = {
    environment: {
        description: 'Environment to ship to, as named in the settings file (or `staging`/`production` without one).',
    },
    'environment-kind': {
        description: '`staging` or `production`; needed only without a settings file and for other names.',
    },
    settings: {
        description: 'Settings file, relative to the workspace. Default: `shiplock.yml` where it exists.',
    },
    commit: {
        description: 'Full SHA of the commit. Default: the commit of this run (the head of a pull request).',
    },
    'release-id': { description: 'Release to work on. Default: found by environment and commit.' },
    'dry-run': {
        description: '`true`: print every outside call that would be made, and change nothing.',
        default: 'false',
    },
    'working-directory': {
        description: 'Folder that is uploaded, relative to the workspace. Overrides `app.directory`.',
    },
    'database-url': {
        description: 'Connection string of this environment’s Postgres: the direct host or the session pooler, not port 6543.',
        env: 'SHIPLOCK_DATABASE_URL',
        secret: true,
    },
    'staging-database-url': {
        description: 'Connection string of the required environment’s Postgres, to read in its record that this commit finished there.',
        env: 'SHIPLOCK_STAGING_DATABASE_URL',
        secret: true,
    },
    'vercel-token': { description: 'Vercel access token.', env: 'VERCEL_TOKEN', secret: true },
    'vercel-project': { description: 'Vercel project id or name. Overrides `vercel.project`.' },
    'vercel-team': { description: 'Vercel team id. Overrides `vercel.team`.' },
    'vercel-protection-bypass': {
        description: 'Secret that opens deployment protection for the gate’s probes.',
        env: 'VERCEL_AUTOMATION_BYPASS_SECRET',
        secret: true,
    },
    'github-token': {
        description: 'Token with `deployments: write`, `pull-requests: write` and `actions: read`. Without it GitHub is left out.',
        env: 'GITHUB_TOKEN',
        secret: true,
    },
    'sentry-token': {
        description: 'Sentry token for releases. Without it Sentry is left out.',
        env: 'SENTRY_AUTH_TOKEN',
        secret: true,
    },
    'sentry-issues-token': {
        description: 'Second Sentry token with `event:read`, for the watch gate. Default: the first one.',
        env: 'SENTRY_ISSUES_TOKEN',
        secret: true,
    },
    'sentry-org': { description: 'Sentry organization slug. Overrides `sentry.org`.' },
    'sentry-project': { description: 'Sentry project slug. Overrides `sentry.project`.' },
    'slack-token': {
        description: 'Slack bot token with `chat:write` and `channels:history`. Without it Slack is left out.',
        env: 'SLACK_BOT_TOKEN',
        secret: true,
    },
    'slack-channel': { description: 'Slack channel id (C…). Overrides `slack.channel`.' },
    'lease-wait-minutes': {
        description: 'How long to wait for another release that holds the environment.',
        default: '0',
    },
    'promote-deadline-seconds': {
        description: 'How long to look for the confirmation that traffic moved.',
        default: '180',
    },
    'wait-minutes': { description: 'How long to wait for approvals; 0 looks once.', default: '0' },
    'accept-pin': {
        description: '`true`: ship over a rollback that somebody made outside of Shiplock. The plan shows it.',
        default: 'false',
    },
    'break-glass-reason': {
        description: 'At least 20 characters: go on without the approvals required. Recorded with your name.',
    },
    reason: { description: 'Why; goes into the record and the notice.' },
    force: {
        description: '`true`: roll back though the verdict is unsafe or unknown. Needs a reason.',
        default: 'false',
    },
    phase: {
        description: 'Which gate: `gate` (staged deployment, before traffic) or `watch` (live domains, after).',
        default: 'gate',
    },
    url: {
        description: 'Probe this URL instead of what the release’s record says; the record is then not needed.',
    },
    directory: { description: 'Folder of built JavaScript and source maps to inject and upload.' },
    version: { description: 'Release name in the error tracker. Default: the release id.' },
    message: { description: 'Text of the notice.' },
    state: {
        description: 'State the notice shows: `running`, `waiting`, `succeeded`, `failed` or `rolled-back`.',
        default: 'running',
    },
};
/** What every action that works on a release takes. */
const RELEASE_INPUTS = [
    'environment',
    'environment-kind',
    'settings',
    'commit',
    'release-id',
    'dry-run',
    'database-url',
    'vercel-token',
    'vercel-project',
    'vercel-team',
    'github-token',
    'sentry-token',
    'sentry-org',
    'sentry-project',
    'slack-token',
    'slack-channel',
];
function required(inputs, name) {
    const value = inputs[name];
    if (value)
        return value;
    const spec = INPUTS[name];
    throw (0,_release_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .configurationError */ .DN)({
        code: 'SHIPLOCK_INPUT_MISSING',
        what: `the input ${name} is missing`,
        notDone: ['nothing was changed'],
        next: `Set \`with: ${name}:\`${spec.env ? ` or \`env: ${spec.env}:\`` : ''}. ${spec.description}`,
    });
}
function flag(inputs, name) {
    const value = (inputs[name] ?? 'false').toLowerCase();
    if (value === 'true' || value === 'false')
        return value === 'true';
    throw invalid(name, value, '`true` or `false`');
}
function number(inputs, name) {
    const value = inputs[name] ?? INPUTS[name].default ?? '0';
    const parsed = Number(value);
    if (value.trim() !== '' && Number.isFinite(parsed) && parsed >= 0)
        return parsed;
    throw invalid(name, value, 'a number of 0 or more');
}
function oneOf(inputs, name, allowed) {
    const value = inputs[name];
    if (value === undefined || value === '')
        return undefined;
    if (allowed.includes(value))
        return value;
    throw invalid(name, value, allowed.map((a) => `\`${a}\``).join(', '));
}
function invalid(name, value, takes) {
    return (0,_release_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .configurationError */ .DN)({
        code: 'SHIPLOCK_INPUT_INVALID',
        what: `the input ${name} is ${JSON.stringify(INPUTS[name].secret ? '***' : value)}; it takes ${takes}`,
        notDone: ['nothing was changed'],
        next: `Correct \`with: ${name}:\`.`,
    });
}


/***/ }),

/***/ 34679:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  fu: () => (/* binding */ environmentSettings),
  M5: () => (/* binding */ loadSettings)
});

// UNUSED EXPORTS: parseSettings

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ../node_modules/fastest-levenshtein/mod.js
var mod = __webpack_require__(2818);
// EXTERNAL MODULE: ../node_modules/yaml/dist/index.js
var dist = __webpack_require__(6637);
// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
// EXTERNAL MODULE: ../node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(69987);
// EXTERNAL MODULE: ./src/approval/settings.js
var settings = __webpack_require__(15589);
;// CONCATENATED MODULE: ./src/gates/spec.js

const path = schemas/* string */.YjP().regex(/^\//, 'must start with /');
const jsonValue = schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig(), schemas/* boolean */.zMY(), schemas/* null */.chJ()]);
const probe = schemas/* strictObject */.rej({
    path: path.describe('Path that is requested, on every URL of the gate.'),
    expectStatus: schemas/* int */.Whr().min(100).max(599).default(200).describe('Status that counts as success.'),
    expectJson: schemas/* record */.g1P(schemas/* string */.YjP(), jsonValue)
        .optional()
        .describe('Fields of the JSON answer (dotted paths) and the values they must have.'),
    maxMs: schemas/* int */.Whr().positive().default(5_000).describe('Latency budget: a slower answer counts as a failure.'),
});
const sql = schemas/* strictObject */.rej({
    name: schemas/* string */.YjP().default('sql').describe('Name in the evidence.'),
    query: schemas/* string */.YjP()
        .min(1)
        .describe('Read-only query that returns one row (good, total), counted since $1 (timestamptz).'),
});
const json = schemas/* strictObject */.rej({
    name: schemas/* string */.YjP().default('json').describe('Name in the evidence.'),
    url: schemas/* string */.YjP().min(1).describe('Absolute URL, or a path on the gate’s first URL.'),
    good: schemas/* string */.YjP().optional().describe('Dotted path of the number of good events.'),
    total: schemas/* string */.YjP().optional().describe('Dotted path of the number of all events.'),
    value: schemas/* string */.YjP().optional().describe('Dotted path of one number, held against max.'),
    max: schemas/* number */.aig().optional().describe('Largest value that counts as success.'),
})
    .refine((s) => (s.good && s.total && !s.value) || (!s.good && !s.total && s.value && s.max !== undefined), {
    message: 'give either good and total, or value and max',
});
/** Settings of one gate, as they stand in shiplock.yml under `gates.gate` and `gates.watch`. */
const gateSettings = schemas/* strictObject */.rej({
    probes: schemas/* array */.YOg(probe)
        .default([{ path: '/api/health/ready', expectStatus: 200, maxMs: 5_000 }])
        .describe('HTTP probes.'),
    identityPath: path
        .default('/api/health/ready')
        .describe('Probe whose JSON answer names release and commit: another release’s answer is no success.'),
    intervalMs: schemas/* int */.Whr().min(10).default(250).describe('Pause of one prober between two samples.'),
    concurrency: schemas/* int */.Whr().min(1).max(50).default(2).describe('Probers at work at once.'),
    minSamples: schemas/* int */.Whr().min(1).default(20).describe('No decision before this many samples.'),
    minSeconds: schemas/* number */.aig()
        .min(0)
        .max(21_600)
        .default(0)
        .describe('No pass before this long; worth setting where errors arrive late.'),
    deadlineSeconds: schemas/* number */.aig()
        .positive()
        .max(21_600)
        .default(120)
        .describe('Undecided by then: inconclusive.'),
    baselineFailureRate: schemas/* number */.aig().gt(0).lt(1).default(0.005).describe('Failure rate of a healthy release.'),
    worstFailureRate: schemas/* number */.aig().gt(0).lt(1).default(0.1).describe('Failure rate that must not pass.'),
    alpha: schemas/* number */.aig().gt(0).lt(0.5).default(0.01).describe('Bound on failing a healthy release.'),
    beta: schemas/* number */.aig().gt(0).lt(0.5).default(0.01).describe('Bound on passing one at the worst rate.'),
    onInconclusive: schemas/* enum */.k5n(['fail', 'hold'])
        .optional()
        .describe('What an undecided gate means. Default: fail before traffic moves, hold after.'),
    errorTracker: schemas/* strictObject */.rej({
        maxNewIssues: schemas/* int */.Whr()
            .min(0)
            .default(0)
            .describe('More issues first seen in this release fail the gate.'),
    })
        .optional()
        .describe('Count this release’s errors at the error tracker.'),
    sql: sql.optional().describe('Good and total events by a query on the environment’s database.'),
    json: json.optional().describe('Good and total events, or one value, by a JSON endpoint.'),
})
    .refine((s) => s.baselineFailureRate < s.worstFailureRate, {
    message: 'baselineFailureRate must be below worstFailureRate',
    path: ['baselineFailureRate'],
});

;// CONCATENATED MODULE: ./src/settings/schema.js



/** What one environment is. Secrets never come from this file: they are inputs or environment variables. */
const environment = schemas/* strictObject */.rej({
    kind: schemas/* enum */.k5n(['staging', 'production']).describe('Which road of phases this environment takes.'),
    requires: schemas/* string */.YjP()
        .optional()
        .describe('Environment where the same commit must have finished first, e.g. staging.'),
    app: schemas/* strictObject */.rej({
        directory: schemas/* string */.YjP().default('.').describe('Folder that is uploaded, relative to the workspace.'),
    })
        .prefault({}),
    vercel: schemas/* strictObject */.rej({
        project: schemas/* string */.YjP().optional().describe('Vercel project id or name.'),
        team: schemas/* string */.YjP().optional().describe('Vercel team id (team_…), when the project belongs to a team.'),
        domains: schemas/* array */.YOg(schemas/* string */.YjP())
            .optional()
            .describe('Domains that must move. Default: what the project says.'),
        confirmPath: schemas/* union */.KCZ([schemas/* string */.YjP().regex(/^\//, 'must start with /'), schemas/* literal */.euz(false)])
            .default('/api/health/ready')
            .describe('Path whose JSON answer names release or commit: asked through each domain after traffic moved. false: not asked.'),
    })
        .prefault({}),
    database: schemas/* strictObject */.rej({
        migrations: schemas/* string */.YjP()
            .default('supabase/migrations')
            .describe('Folder of migrations, relative to the workspace.'),
        rollbacks: schemas/* string */.YjP().default('supabase/rollbacks').describe('Folder of rehearsed down files.'),
        verify: schemas/* string */.YjP().default('supabase/verify').describe('Folder of verify SQL.'),
        rls: schemas/* string */.YjP().default('supabase/rls.json').describe('Expected RLS matrix.'),
        contract: schemas/* string */.YjP()
            .default('supabase/contract.json')
            .describe('What the app uses of the schema (optional file).'),
        engine: schemas/* enum */.k5n(['shiplock', 'supabase-cli']).default('shiplock').describe('Who applies migrations.'),
        lockTimeoutSeconds: schemas/* number */.aig()
            .positive()
            .max(60)
            .default(4)
            .describe('lock_timeout of one try, seconds.'),
        lockBudgetSeconds: schemas/* number */.aig()
            .positive()
            .max(3600)
            .default(120)
            .describe('All tries for a lock together, seconds.'),
    })
        .prefault({}),
    gates: schemas/* strictObject */.rej({
        gate: gateSettings.prefault({}).describe('Before traffic moves, against the staged deployment.'),
        watch: gateSettings.prefault({}).describe('After traffic moved, against the domains.'),
    })
        .prefault({}),
    approvals: settings/* approvalSettings */.b0.prefault({}).describe('Who must approve a plan, and how many of them.'),
    freeze: settings/* freezeSettings */.fO.prefault([]).describe('Times in which nothing is approved.'),
    rollback: schemas/* strictObject */.rej({
        unknownVerdict: schemas/* enum */.k5n(['refuse', 'allow'])
            .default('refuse')
            .describe('Whether to roll back when it cannot be decided that the previous release works on the live schema.'),
    })
        .prefault({}),
    sentry: schemas/* strictObject */.rej({
        org: schemas/* string */.YjP().describe('Sentry organization slug.'),
        project: schemas/* string */.YjP().describe('Sentry project slug.'),
        url: schemas/* url */.OZ5().default('https://sentry.io').describe('Base URL of Sentry.'),
    })
        .optional(),
    slack: schemas/* strictObject */.rej({
        channel: schemas/* string */.YjP().describe('Channel id (C…), not its name: updates in place need the id.'),
    })
        .optional(),
});
const settingsSchema = schemas/* strictObject */.rej({
    $schema: schemas/* string */.YjP().optional(),
    version: schemas/* literal */.euz(1).describe('Version of this file’s format.'),
    environments: schemas/* record */.g1P(schemas/* string */.YjP(), environment).describe('Environments by name.'),
});
const environmentSchema = environment;

;// CONCATENATED MODULE: ./src/settings/load.js






const NOTHING = { notDone: ['nothing was changed'] };
/**
 * Reads and validates the settings file.
 * @returns undefined when the file is absent and was not asked for by name.
 * @throws SHIPLOCK_SETTINGS_YAML, SHIPLOCK_SETTINGS_UNKNOWN_KEY, SHIPLOCK_SETTINGS_INVALID, SHIPLOCK_SETTINGS_MISSING
 */
async function loadSettings(workspace, file) {
    const name = file ?? 'shiplock.yml';
    let text;
    try {
        text = await (0,promises_.readFile)(external_node_path_.resolve(workspace, name), 'utf8');
    }
    catch (cause) {
        if (file === undefined)
            return undefined;
        throw (0,errors/* configurationError */.DN)({
            code: 'SHIPLOCK_SETTINGS_MISSING',
            what: `the settings file ${name} cannot be read`,
            ...NOTHING,
            next: 'Check the input settings, and that the repository is checked out.',
        }, cause);
    }
    return parseSettings(text, name);
}
function parseSettings(text, file) {
    const counter = new dist/* LineCounter */.HN();
    const document = (0,dist/* parseDocument */.Tp)(text, { lineCounter: counter, prettyErrors: true });
    const [broken] = document.errors;
    if (broken) {
        const at = counter.linePos(broken.pos[0]);
        throw (0,errors/* configurationError */.DN)({
            code: 'SHIPLOCK_SETTINGS_YAML',
            what: `${file}:${at.line}:${at.col} is not YAML: ${broken.message.split('\n')[0]}`,
            ...NOTHING,
            next: 'Mend the file at that place.',
            places: [{ file, line: at.line, column: at.col, message: broken.message.split('\n')[0] ?? '' }],
        });
    }
    const parsed = settingsSchema.safeParse(document.toJS());
    if (parsed.success)
        return parsed.data;
    const issue = parsed.error.issues[0];
    const node = nodeAt(document, issue);
    const at = node?.range ? counter.linePos(node.range[0]) : { line: 1, col: 1 };
    throw settingsError(issue, file, at);
}
function nodeAt(document, issue) {
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]] : issue.path;
    for (let length = path.length; length >= 0; length -= 1) {
        const node = document.getIn(path.slice(0, length), true);
        if (node && typeof node === 'object' && 'range' in node)
            return node;
    }
    return undefined;
}
function settingsError(issue, file, at) {
    const where = issue.path.join('.') || 'the top level';
    const place = { file, line: at.line, column: at.col };
    if (issue.code === 'unrecognized_keys') {
        const key = issue.keys[0];
        const known = keysAt(issue.path.map(String));
        const near = known.length > 0 ? (0,mod/* closest */.kp)(key, known) : undefined;
        return (0,errors/* configurationError */.DN)({
            code: 'SHIPLOCK_SETTINGS_UNKNOWN_KEY',
            what: `${file}:${at.line} has the unknown key ${key} at ${where}${near ? `; did you mean ${near}?` : ''}`,
            ...NOTHING,
            next: known.length > 0
                ? `Known keys there: ${known.join(', ')}.`
                : 'See docs/configuration.md for the known keys.',
            places: [{ ...place, message: `unknown key ${key}` }],
        });
    }
    return (0,errors/* configurationError */.DN)({
        code: 'SHIPLOCK_SETTINGS_INVALID',
        what: `${file}:${at.line} ${where}: ${issue.message}`,
        ...NOTHING,
        next: 'See docs/configuration.md for what this key takes.',
        places: [{ ...place, message: issue.message }],
    });
}
/** The keys that the schema knows at a path, looking through defaults, optionals, records and arrays. */
function keysAt(path) {
    let at = settingsSchema;
    for (const key of path) {
        at = unwrap(at);
        at = (at?.shape?.[key] ?? at?.def?.valueType ?? at?.def?.element);
    }
    return Object.keys(unwrap(at)?.shape ?? {});
}
function unwrap(schema) {
    let at = schema;
    while (at?.def?.innerType && !at.shape)
        at = at.def.innerType;
    return at;
}
/**
 * The settings of one environment: from the file, or the defaults when there is no file.
 * @throws SHIPLOCK_ENVIRONMENT_UNKNOWN with the nearest known name.
 */
function environmentSettings(settings, name, kind) {
    if (!settings) {
        const guessed = kind ?? (name === 'staging' || name === 'production' ? name : undefined);
        if (guessed)
            return environmentSchema.parse({ kind: guessed });
        throw unknownEnvironment(name, ['staging', 'production'], 'There is no settings file: set the input environment-kind, or name the environment in shiplock.yml.');
    }
    const found = settings.environments[name];
    if (!found)
        throw unknownEnvironment(name, Object.keys(settings.environments), 'Name one of the environments in the settings file.');
    return found;
}
function unknownEnvironment(name, known, next) {
    return (0,errors/* configurationError */.DN)({
        code: 'SHIPLOCK_ENVIRONMENT_UNKNOWN',
        what: `environment ${name} is unknown; known: ${known.join(', ')}${known.length > 0 ? ` (nearest: ${(0,mod/* closest */.kp)(name, [...known])})` : ''}`,
        ...NOTHING,
        next,
    });
}


/***/ })

};
