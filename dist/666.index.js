export const id = 666;
export const ids = [666];
export const modules = {

/***/ 84244:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D3: () => (/* binding */ certaintyOfStatus),
/* harmony export */   RT: () => (/* binding */ wireErrorCode),
/* harmony export */   Vs: () => (/* binding */ retryAfterMs),
/* harmony export */   d_: () => (/* binding */ patiently),
/* harmony export */   qh: () => (/* binding */ PATIENT),
/* harmony export */   vQ: () => (/* binding */ neverSent)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58500);

/** What every vendor's client needs to know about a request that went wrong on the way. */
/** Before the first byte of a request is sent, nothing can have happened out there. Anything else can strike later. */
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
    'ERR_TLS_CERT_ALTNAME_INVALID',
]);
/** The socket's error code; fetch and the vendors' clients wrap it as `cause` or `original`, some twice. */
function wireErrorCode(error) {
    let at = error;
    for (let depth = 0; at instanceof Error && depth < 6; depth++) {
        const { code, original } = at;
        if (typeof code === 'string' && /^(E|UND_|CERT_|DEPTH_|SELF_|UNABLE_)/.test(code))
            return code;
        if (at.name === 'TimeoutError')
            return 'ETIMEDOUT';
        at = at.cause ?? original;
    }
    return undefined;
}
function neverSent(error) {
    return NEVER_SENT.has(wireErrorCode(error) ?? '');
}
/** Did a write that was answered with this status happen? 408 can come after the work was done. */
function certaintyOfStatus(status) {
    return status >= 400 && status < 500 && status !== 408 ? 'not-done' : 'unknown';
}
/** Retry-After in milliseconds: seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfterMs(value, now = Date.now()) {
    if (value === null || value === undefined || value.trim() === '')
        return undefined;
    const seconds = Number(value);
    const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
    return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
const PATIENT = { tries: 4, firstPauseMs: 500, longestWaitMs: 60_000, deadlineMs: 30_000 };
/** Repeats a read while its fault is a passing one. Never use it for a write. */
async function patiently(attempt, pace) {
    for (let tried = 1;; tried++) {
        const result = await attempt();
        if ('value' in result)
            return result.value;
        const pause = pace.firstPauseMs * 2 ** (tried - 1) * (0.75 + Math.random() / 2);
        const wait = result.again ? (result.again.afterMs ?? pause) : undefined;
        if (wait === undefined || tried >= pace.tries || wait > pace.longestWaitMs)
            throw result.error;
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(wait);
    }
}


/***/ }),

/***/ 28666:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  slackNotices: () => (/* binding */ slackNotices)
});

// EXTERNAL MODULE: ../node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(69987);
// EXTERNAL MODULE: ./src/http/wire.js
var wire = __webpack_require__(84244);
// EXTERNAL MODULE: ./src/release/canonical.js
var canonical = __webpack_require__(20724);
// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
;// CONCATENATED MODULE: ./src/notices/faults.js


const TOKEN = new Set(['not_authed', 'invalid_auth', 'account_inactive', 'token_revoked', 'token_expired']);
const SCOPE = new Set(['missing_scope', 'no_permission', 'not_allowed_token_type', 'access_denied']);
const CHANNEL = new Set(['channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action']);
/** Slack says these after it may have done the work. https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const UNSURE = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);
/** Slack's own word for a refusal, such as `message_not_found`; undefined for anything else. */
function refusal(error) {
    if (error instanceof errors/* OutsideCallError */["in"])
        return undefined;
    return error.data?.error;
}
/** May a read be tried again, and after how long? */
function tryAgain(error) {
    const { retryAfter, statusCode, data } = error;
    if (retryAfter !== undefined)
        return { afterMs: retryAfter * 1000 };
    if (statusCode !== undefined)
        return statusCode >= 500 ? {} : false;
    return data?.error === undefined || UNSURE.has(data.error) || data.error === 'ratelimited' ? {} : false;
}
/** One place decides which code a fault gets. */
function toError(error, at) {
    if (error instanceof errors/* OutsideCallError */["in"])
        return error;
    const thrown = error;
    const word = thrown.data?.error;
    const { problem, certainty } = describe(thrown, error, word, at);
    const settled = ['SHIPLOCK_SLACK_TOKEN', 'SHIPLOCK_SLACK_SCOPE', 'SHIPLOCK_SLACK_CHANNEL'].includes(problem.code);
    return new errors/* OutsideCallError */["in"]({ ...problem, kind: settled ? 'configuration' : 'failure' }, {
        certainty: at.writes ? certainty : 'not-done',
        status: word ?? thrown.statusCode ?? (0,wire/* wireErrorCode */.RT)(error),
    });
}
function describe(thrown, error, word, at) {
    const again = 'The release goes on without it; the next notice brings the message up to date.';
    if (thrown.retryAfter !== undefined || word === 'ratelimited') {
        const wait = thrown.retryAfter === undefined ? '' : `; it asks to wait ${thrown.retryAfter} s`;
        const what = `Slack's rate limit kept us from trying to ${at.doing}${wait}.`;
        return { problem: { code: 'SHIPLOCK_SLACK_RATE_LIMITED', what, next: again }, certainty: 'not-done' };
    }
    if (word === undefined || UNSURE.has(word)) {
        const why = word ??
            (thrown.statusCode ? `HTTP ${thrown.statusCode}` : ((0,wire/* wireErrorCode */.RT)(error) ?? 'no readable answer'));
        const what = `Slack could not be reached to ${at.doing} (${why}).`;
        const never = thrown.statusCode === undefined && (0,wire/* neverSent */.vQ)(error);
        const certainty = thrown.statusCode
            ? (0,wire/* certaintyOfStatus */.D3)(thrown.statusCode)
            : never
                ? 'not-done'
                : 'unknown';
        return { problem: { code: 'SHIPLOCK_SLACK_UNREACHABLE', what, next: again }, certainty };
    }
    return { problem: refused(word, thrown.data?.needed, at), certainty: 'not-done' };
}
function refused(word, needed, at) {
    const what = `Slack refused (${word.replaceAll(at.token, '***')}) to ${at.doing}`;
    if (TOKEN.has(word)) {
        return {
            code: 'SHIPLOCK_SLACK_TOKEN',
            what: `${what}: the token is not valid.`,
            next: 'Give the input slack-token the bot token (xoxb-…) of an app that is installed in the workspace.',
        };
    }
    if (SCOPE.has(word)) {
        const scope = needed ?? at.scope;
        return {
            code: 'SHIPLOCK_SLACK_SCOPE',
            what: `${what}: the app lacks the scope \`${scope}\`.`,
            next: `Add \`${scope}\` to the app's bot scopes and install it again.`,
        };
    }
    if (CHANNEL.has(word)) {
        return {
            code: 'SHIPLOCK_SLACK_CHANNEL',
            what: `${what}: channel ${at.channel} is not there, is archived, or the app is not in it.`,
            next: 'Invite the app to the channel (/invite @app), and give the channel’s id (C…).',
        };
    }
    return {
        code: 'SHIPLOCK_SLACK_REFUSED',
        what: `${what}.`,
        next: 'Look the word up in https://docs.slack.dev/reference/methods/chat.postMessage#errors; nothing was posted.',
    };
}

;// CONCATENATED MODULE: ./src/notices/client.js



const silent = {
    debug() { },
    info() { },
    warn() { },
    error() { },
    setLevel() { },
    getLevel: () => 'error',
    setName() { },
};
/** Slack's own client with its retries switched off: they would repeat writes. */
class SlackClient {
    channel;
    #options;
    #pace;
    #web;
    constructor(options, pace) {
        this.channel = options.channel;
        this.#options = options;
        this.#pace = pace;
    }
    async read(call, given, schema) {
        const web = await this.#open();
        return (0,wire/* patiently */.d_)(async () => {
            try {
                return { value: schema.parse(await web.apiCall(call.method, { ...given })) };
            }
            catch (error) {
                return { error: this.error(error, { ...call, writes: false }), again: tryAgain(error) };
            }
        }, this.#pace);
    }
    /** One attempt. Throws what Slack's client throws, so that the caller can tell the refusals apart. */
    async write(method, given) {
        const web = await this.#open();
        return schemas/* object */.Ikc({ channel: schemas/* string */.YjP(), ts: schemas/* string */.YjP() }).parse(await web.apiCall(method, { ...given }));
    }
    error(error, call) {
        return toError(error, { ...call, channel: this.channel, token: this.#options.token });
    }
    #open() {
        this.#web ??= openWeb(this.#options, this.#pace);
        return this.#web;
    }
}
async function openWeb(options, pace) {
    const { WebClient } = await __webpack_require__.e(/* import() */ 43).then(__webpack_require__.t.bind(__webpack_require__, 49043, 19));
    const { apiUrl } = options;
    return new WebClient(options.token, {
        ...(apiUrl ? { slackApiUrl: `${apiUrl.replace(/\/+$/, '')}/` } : {}),
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        allowAbsoluteUrls: false,
        timeout: pace.deadlineMs,
        // It would print arguments and answers; what matters is in our errors.
        logger: silent,
    });
}

;// CONCATENATED MODULE: ./src/notices/message.js
/** Limits: https://docs.slack.dev/reference/block-kit/blocks (header, section) and messages (50 blocks). */
const HEADER = 150;
const SECTION = 3000;
const BLOCKS = 50;
/** Longer texts are cut by Slack itself, where it likes. https://docs.slack.dev/reference/methods/chat.postMessage */
const TEXT = 4000;
const STATE = {
    running: '🚢',
    waiting: '⏳',
    succeeded: '✅',
    failed: '❌',
    'rolled-back': '↩️',
};
const MARK = {
    done: '✅',
    running: '▶️',
    waiting: '▫️',
    failed: '❌',
    skipped: '⏭️',
};
/** The notice as Slack shows it. */
function slackMessage(notice) {
    const lines = notice.phases.map(({ phase, state, detail }) => `${MARK[state]} *${escapeText(phase)}*${detail ? `: ${escapeText(oneLine(detail))}` : ''}`);
    const links = notice.links
        .filter(({ url }) => /^https?:\/\//.test(url))
        .map(({ text, url }) => message_link(text, url));
    const about = [
        `commit \`${escapeText(notice.commit.slice(0, 12))}\``,
        `environment \`${escapeText(notice.environment)}\``,
        `release \`${escapeText(notice.releaseId)}\``,
    ].join('  ·  ');
    const context = { type: 'context', elements: [mrkdwn(about)] };
    const middle = [...lines, ...(links.length > 0 ? ['', links.join('  ·  ')] : [])];
    const sections = inSections(middle).slice(0, BLOCKS - 2);
    const header = {
        type: 'header',
        text: {
            type: 'plain_text',
            text: cut(`${STATE[notice.state]} ${oneLine(notice.title)}`, HEADER),
            emoji: true,
        },
    };
    return {
        text: cut(`${STATE[notice.state]} ${escapeText(oneLine(notice.title))} (${about})`, TEXT),
        blocks: [header, ...sections.map((text) => ({ type: 'section', text: mrkdwn(text) })), context],
    };
}
function replyText(reply) {
    return cut(escapeText(reply.trim()), TEXT);
}
/** The three characters that Slack gives meaning to. https://docs.slack.dev/messaging/formatting-message-text/#escaping */
function escapeText(text) {
    return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
function message_link(text, url) {
    const target = escapeText(url).replaceAll('|', '%7C');
    return `<${target}|${escapeText(oneLine(text)).replaceAll('|', '¦')}>`;
}
function mrkdwn(text) {
    return { type: 'mrkdwn', text };
}
/** Lines packed into as few sections as their limit allows; a line is never torn between two. */
function inSections(lines) {
    const sections = [];
    for (const line of lines.map((each) => cut(each, SECTION))) {
        const last = sections.at(-1);
        if (last !== undefined && last.length + 1 + line.length <= SECTION)
            sections.push(`${sections.pop()}\n${line}`);
        else if (line !== '' || last !== undefined)
            sections.push(line);
    }
    return sections.filter((section) => section.trim() !== '');
}
/** Never cuts an escaped character or a surrogate pair in two. */
function cut(text, limit) {
    if (text.length <= limit)
        return text;
    return `${text
        .slice(0, limit - 1)
        .replace(/&[a-z]{0,3}$/, '')
        .replace(/[\uD800-\uDBFF]$/, '')}…`;
}
function oneLine(text) {
    return text.replace(/\s+/g, ' ').trim();
}

;// CONCATENATED MODULE: ./src/notices/index.js







/** How our own messages are found again. https://docs.slack.dev/messaging/message-metadata/ */
const EVENT = 'shiplock_release';
const HISTORY = 'channels:history';
const WRITE = 'chat:write';
/** Where the release id tells no time, no further back than so many pages of 200. */
const PAGES = 10;
const page = schemas/* object */.Ikc({
    messages: schemas/* array */.YOg(schemas/* object */.Ikc({
        ts: schemas/* string */.YjP(),
        metadata: schemas/* object */.Ikc({
            event_type: schemas/* string */.YjP().optional(),
            event_payload: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J()).optional(),
        })
            .optional(),
    })),
    response_metadata: schemas/* object */.Ikc({ next_cursor: schemas/* string */.YjP().optional() }).optional(),
});
/** Slack as the place for notices: one message a release, updated in place, replies in its thread. */
function slackNotices(options) {
    const client = new SlackClient(options, { ...wire/* PATIENT */.qh, ...options.pace });
    return {
        vendor: 'slack',
        async publish(notice, previous) {
            mustBeId(options.channel);
            const updated = previous && (await update(client, notice, previous));
            const ref = updated ?? (await findOrPost(client, notice));
            if (notice.reply?.trim())
                await reply(client, notice, notice.reply, ref);
            return ref;
        },
    };
}
/** Undefined when the message is gone: the one refusal after which another may be posted. */
async function update(client, notice, ref) {
    try {
        await withoutBlocksIfNeeded(client, 'chat.update', { channel: ref.channel, ts: ref.ts }, notice);
        return { channel: ref.channel, ts: ref.ts };
    }
    catch (error) {
        if (refusal(error) === 'message_not_found')
            return undefined;
        throw client.error(error, {
            doing: `update the notice of ${notice.releaseId}`,
            scope: WRITE,
            writes: true,
        });
    }
}
async function findOrPost(client, notice) {
    const ts = await find(client, 'conversations.history', { ...since(notice.releaseId) }, (payload) => isNoticeOf(notice, payload));
    const found = ts === undefined ? undefined : await update(client, notice, { channel: client.channel, ts });
    if (found)
        return found;
    try {
        return await withoutBlocksIfNeeded(client, 'chat.postMessage', { channel: client.channel, unfurl_links: false }, notice);
    }
    catch (error) {
        throw client.error(error, {
            doing: `post the notice of ${notice.releaseId}`,
            scope: WRITE,
            writes: true,
        });
    }
}
/** Sends with blocks; when Slack refuses the blocks it did nothing, so the text alone is sent instead. */
async function withoutBlocksIfNeeded(client, method, where, notice) {
    const { text, blocks } = slackMessage(notice);
    const payload = { release_id: notice.releaseId, environment: notice.environment };
    const given = { ...where, text, metadata: { event_type: EVENT, event_payload: payload } };
    try {
        return await client.write(method, { ...given, blocks });
    }
    catch (error) {
        if (!refusal(error)?.startsWith('invalid_blocks'))
            throw error;
        // An empty list takes the blocks of the earlier state away, which would hide the new text.
        return client.write(method, method === 'chat.update' ? { ...given, blocks: [] } : given);
    }
}
/** In the thread, once: the same words of the same release are not said twice after a lost answer. */
async function reply(client, notice, words, ref) {
    const text = replyText(words);
    const digest = (0,canonical/* sha256 */.sc)(text).slice(0, 16);
    const said = await find(client, 'conversations.replies', { channel: ref.channel, ts: ref.ts }, (payload) => payload['release_id'] === notice.releaseId && payload['reply'] === digest);
    if (said !== undefined)
        return;
    const payload = { release_id: notice.releaseId, environment: notice.environment, reply: digest };
    try {
        const metadata = { event_type: EVENT, event_payload: payload };
        await client.write('chat.postMessage', { channel: ref.channel, thread_ts: ref.ts, text, metadata });
    }
    catch (error) {
        throw client.error(error, {
            doing: `reply to the notice of ${notice.releaseId}`,
            scope: WRITE,
            writes: true,
        });
    }
}
/** The first message whose metadata fits. */
async function find(client, method, given, fits) {
    let cursor;
    for (let read = 0; read < PAGES; read++) {
        const { messages, response_metadata } = await client.read({ method, doing: 'look for our own notice in the channel', scope: HISTORY }, {
            channel: client.channel,
            include_all_metadata: true,
            limit: 200,
            ...given,
            ...(cursor ? { cursor } : {}),
        }, page);
        const found = messages.find(({ metadata }) => metadata?.event_type === EVENT && fits(metadata.event_payload ?? {}));
        if (found)
            return found.ts;
        cursor = response_metadata?.next_cursor;
        if (!cursor)
            return undefined;
    }
    return undefined;
}
function isNoticeOf(notice, payload) {
    const { release_id, environment, reply: replies } = payload;
    return release_id === notice.releaseId && environment === notice.environment && replies === undefined;
}
/** A release id is a UUIDv7: its first 48 bits are the time it was made. Nothing of it is older, clocks aside. */
function since(releaseId) {
    const [, high, low] = /([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i.exec(releaseId) ?? [];
    if (!high || !low)
        return {};
    return { oldest: String(Math.floor(Number.parseInt(high + low, 16) / 1000) - 3600) };
}
function mustBeId(channel) {
    if (/^[CGD][A-Z0-9]{2,}$/.test(channel))
        return;
    throw (0,errors/* configurationError */.DN)({
        code: 'SHIPLOCK_SLACK_CHANNEL_ID',
        what: `"${channel}" is no Slack channel id; a name will not do, because a message is updated by id only.`,
        notDone: ['no notice was posted'],
        next: 'Open the channel’s details in Slack and copy the id at the bottom (C…).',
    });
}


/***/ })

};
