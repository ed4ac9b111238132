export const id = 698;
export const ids = [698,853];
export const modules = {

/***/ 5853:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  SHORTEST_PREFIX: () => (/* binding */ SHORTEST_PREFIX),
  SHORTEST_REASON: () => (/* binding */ SHORTEST_REASON),
  decideApproval: () => (/* binding */ decideApproval),
  namesPlan: () => (/* binding */ namesPlan)
});

// EXTERNAL MODULE: ./src/release/errors.js
var errors = __webpack_require__(25547);
// EXTERNAL MODULE: ../node_modules/luxon/build/es6/luxon.mjs
var luxon = __webpack_require__(21700);
// EXTERNAL MODULE: ./src/approval/settings.js
var settings = __webpack_require__(15589);
;// CONCATENATED MODULE: ./src/approval/freeze.js


/**
 * The freeze window that holds at `now`, if any; of several, the one that ends last. A window contains its first
 * moment and not its last. Local times that a clock change skips move forward, as luxon does
 * (https://moment.github.io/luxon/#/zones?id=invalid-times).
 */
function frozenAt(windows, now) {
    let found;
    for (const window of windows) {
        for (const [start, end] of occurrences(window, now)) {
            const inside = +start <= +now && +now < +end;
            if (inside && (!found || +end > +found.end))
                found = { end, reason: window.reason };
        }
    }
    if (!found)
        return undefined;
    return { reason: found.reason, until: found.end.toISO({ suppressMilliseconds: true }) ?? '' };
}
/** Occurrences near `now`: the one window, or those of yesterday and today, where an overnight one began yesterday. */
function occurrences(window, now) {
    const zone = window.timezone;
    if (!('weekdays' in window)) {
        return [[luxon/* DateTime */.c9.fromISO(window.from, { zone }), luxon/* DateTime */.c9.fromISO(window.to, { zone })]];
    }
    const days = new Set(window.weekdays.map(settings/* weekdayNumber */.s1));
    const today = luxon/* DateTime */.c9.fromJSDate(now, { zone }).startOf('day');
    return [today.minus({ days: 1 }), today]
        .filter((day) => days.has(day.weekday))
        .map((day) => [
        at(day, window.from),
        at(window.to > window.from ? day : day.plus({ days: 1 }), window.to),
    ]);
}
function at(day, clock) {
    if (clock === '24:00')
        return day.plus({ days: 1 });
    const [hour, minute] = clock.split(':').map(Number);
    return day.set({ hour: hour ?? 0, minute: minute ?? 0 });
}

;// CONCATENATED MODULE: ./src/approval/decide.js


/** Shorter prefixes of a plan hash are too easy to make collide on purpose. */
const SHORTEST_PREFIX = 12;
const SHORTEST_REASON = 20;
/**
 * Decides whether a plan may go on. Pure: everything it knows stands in the question.
 *
 * A rejection holds until the same person approves this plan later; where the order of the two cannot be told, it
 * holds. Breaking the glass passes over missing approvals and freeze windows, never over a person's standing no.
 *
 * @throws SHIPLOCK_APPROVAL_BREAK_GLASS_REASON when the reason is too short to be one,
 * SHIPLOCK_APPROVAL_BREAK_GLASS_FORBIDDEN when the settings do not let this person do it.
 */
function decideApproval(question) {
    const glass = checkedGlass(question.breakGlass, question.breakGlassRules);
    const { counted, ignored } = sift(question);
    const people = Map.groupBy(counted, (signal) => fold(signal.by));
    const rejectedBy = [];
    const approvers = [];
    for (const own of people.values()) {
        const name = own.map((signal) => signal.by).sort()[0];
        if (own.some((signal) => signal.state === 'rejected' && !withdrawn(signal, own)))
            rejectedBy.push(name);
        else if (own.some((signal) => signal.state === 'approved'))
            approvers.push(name);
    }
    approvers.sort();
    rejectedBy.sort();
    const missing = Math.max(0, question.required - approvers.length);
    const frozen = frozenAt(question.freezeWindows, question.now);
    const facts = { approvers, missing, rejectedBy, ignored, ...(frozen ? { frozen } : {}) };
    if (rejectedBy.length > 0) {
        const reason = `The plan was rejected by ${rejectedBy.join(', ')}.`;
        return { ...facts, state: 'rejected', reason };
    }
    if (glass && (frozen || missing > 0)) {
        const over = [frozen && 'a freeze window', missing > 0 && `${missing} missing approval${s(missing)}`];
        const reason = `${glass.by} broke the glass over ${over.filter(Boolean).join(' and ')}: ${glass.reason}`;
        return { ...facts, state: 'approved', brokenGlass: glass, reason };
    }
    if (frozen) {
        return {
            ...facts,
            state: 'frozen',
            reason: `Releases are frozen until ${frozen.until}: ${frozen.reason}`,
        };
    }
    if (missing > 0)
        return { ...facts, state: 'pending', reason: pendingReason(question, approvers, ignored.length) };
    const reason = question.required === 0 ? 'No approval is required.' : `Approved by ${approvers.join(', ')}.`;
    return { ...facts, state: 'approved', reason };
}
/** Does the hash that a person named mean this plan? */
function namesPlan(named, planHash) {
    const text = named.toLowerCase();
    return text.length >= SHORTEST_PREFIX && planHash.toLowerCase().startsWith(text);
}
function sift(question) {
    const own = new Set([...question.authors, ...question.runActors].map(fold));
    const counted = [];
    const ignored = [];
    for (const signal of question.signals) {
        const why = whyNot(signal, question, own);
        if (why === undefined)
            counted.push(signal);
        else
            ignored.push({ signal, why });
    }
    return { counted, ignored };
}
/** Why a signal does not count; undefined when it does. */
function whyNot(signal, question, own) {
    if (signal.invalid !== undefined)
        return signal.invalid;
    if (signal.by.trim() === '')
        return 'it is not known who gave it';
    if (signal.planHash !== undefined) {
        if (signal.planHash.length < SHORTEST_PREFIX) {
            return `it names only ${signal.planHash.length} digits of a plan hash; ${SHORTEST_PREFIX} are needed`;
        }
        if (!namesPlan(signal.planHash, question.planHash))
            return `it names another plan, ${signal.planHash.slice(0, 12)}`;
    }
    // Nobody is kept from stopping a release: a no needs neither a hash nor a second person.
    if (signal.state === 'rejected')
        return undefined;
    if (fold(signal.by).endsWith('[bot]'))
        return 'a bot cannot approve';
    if (signal.planHash === undefined && signal.via === 'comment')
        return 'it names no plan hash';
    if (signal.planHash === undefined && question.bareReviews === 'ignore') {
        return 'the review names no plan hash, and in this run it may have been of an earlier plan';
    }
    if (question.allowSelf !== true && own.has(fold(signal.by))) {
        return `${signal.by} wrote the commit or started the run`;
    }
    return undefined;
}
/** A no is withdrawn by a yes of the same person that is known to be later. */
function withdrawn(rejection, own) {
    const since = Date.parse(rejection.at ?? '');
    return own.some((signal) => signal.state === 'approved' && Date.parse(signal.at ?? '') > since);
}
function checkedGlass(glass, rules) {
    if (!glass)
        return undefined;
    const people = rules?.people?.map(fold);
    if (rules?.allowed === false || (people && !people.includes(fold(glass.by)))) {
        throw (0,errors/* configurationError */.DN)({
            code: 'SHIPLOCK_APPROVAL_BREAK_GLASS_FORBIDDEN',
            what: `${glass.by || 'nobody'} may not break the glass here: the settings (approvals.breakGlass) ${rules?.allowed === false ? 'forbid it' : `name ${rules?.people?.join(', ') || 'nobody'}`}.`,
            notDone: ['nothing was approved'],
            next: 'Take the break-glass reason away and get the approvals, or let somebody whom the settings name start the run.',
        });
    }
    const reason = glass.reason.trim().replace(/\s+/g, ' ');
    if (reason.length < SHORTEST_REASON || glass.by.trim() === '') {
        throw (0,errors/* configurationError */.DN)({
            code: 'SHIPLOCK_APPROVAL_BREAK_GLASS_REASON',
            what: `break-glass needs who asks for it and a reason of at least ${SHORTEST_REASON} characters; it has ${reason.length}.`,
            notDone: ['nothing was approved'],
            next: 'Say in one sentence what is broken and why it cannot wait; the sentence is kept in the record.',
        });
    }
    return { reason, by: glass.by.trim() };
}
function pendingReason(question, approvers, ignored) {
    const so = approvers.length > 0 ? ` (so far ${approvers.join(', ')})` : '';
    const dropped = ignored > 0 ? `; ${ignored} signal${s(ignored)} did not count` : '';
    return `${approvers.length} of ${question.required} approval${s(question.required)} of plan ${question.planHash.slice(0, 12)}${so}${dropped}.`;
}
/** Logins are compared without case, as GitHub does. */
function fold(login) {
    return login.trim().toLowerCase();
}
function s(count) {
    return count === 1 ? '' : 's';
}


/***/ }),

/***/ 10698:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   approvalMarkdown: () => (/* binding */ approvalMarkdown)
/* harmony export */ });
/* harmony import */ var _decide_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5853);

const MARK = {
    approved: '✅ Approved',
    pending: '⏳ Waiting for approval',
    rejected: '⛔ Rejected',
    frozen: '🧊 Frozen',
};
/** The decision as people read it, in a job summary or a comment. */
function approvalMarkdown(decision, about) {
    const short = about.planHash.slice(0, _decide_js__WEBPACK_IMPORTED_MODULE_0__.SHORTEST_PREFIX);
    const lines = [`**${MARK[decision.state]}** for \`${about.environment}\`: ${plain(decision.reason)}`, ''];
    lines.push('| | |', '| --- | --- |', `| plan | \`${about.planHash}\` |`);
    const who = decision.approvers.map(person).join(', ');
    lines.push(`| approvals | ${decision.approvers.length} of ${about.required}${who ? `: ${who}` : ''} |`);
    if (decision.rejectedBy.length > 0)
        lines.push(`| rejected by | ${decision.rejectedBy.map(person).join(', ')} |`);
    if (decision.frozen) {
        lines.push(`| frozen until | ${decision.frozen.until}: ${plain(decision.frozen.reason)} |`);
    }
    if (decision.brokenGlass) {
        lines.push(`| broke the glass | ${person(decision.brokenGlass.by)}: ${plain(decision.brokenGlass.reason)} |`);
    }
    if (decision.state === 'pending') {
        lines.push('', `To approve, comment \`/approve ${short}\` on the pull request or the commit; \`/reject ${short}\` stops it.`);
    }
    if (decision.ignored.length > 0) {
        lines.push('', `<details><summary>${decision.ignored.length} did not count</summary>`, '');
        for (const { signal, why } of decision.ignored) {
            const what = `${signal.state} by ${signal.via}`;
            lines.push(`- ${person(signal.by)}, ${signal.url ? `[${what}](${signal.url})` : what}: ${plain(why)}`);
        }
        lines.push('', '</details>');
    }
    return lines.join('\n');
}
/** In code marks, so that a summary mentions nobody by notification. */
function person(login) {
    return `\`${login.replaceAll('`', '')}\``;
}
/** One line without anything that a table or HTML would take for its own. */
function plain(text) {
    return text.replace(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;');
}


/***/ })

};
