export const id = 631;
export const ids = [631];
export const modules = {

/***/ 96631:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   gateMarkdown: () => (/* binding */ gateMarkdown)
/* harmony export */ });
const SAYS = { pass: '✅ pass', fail: '❌ fail', inconclusive: '⚠️ inconclusive' };
/** The evidence as a person reads it in the job summary. */
function gateMarkdown(result) {
    const { decision, reason, evidence } = result;
    const lines = [
        `**${SAYS[decision]}**: ${safe(reason)}`,
        '',
        '| source | samples | failed | median | p95 |',
        '| --- | ---: | ---: | ---: | ---: |',
        ...evidence.sources.map((s) => `| ${safe(s.name)} | ${s.samples} | ${s.failures}${share(s)} | ${ms(s.medianMs)} | ${ms(s.p95Ms)} |`),
        '',
        `Log likelihood ratio ${evidence.logLikelihoodRatio} (pass at ≤ ${evidence.acceptBound}, fail at ≥ ${evidence.rejectBound}), ` +
            `between a failure rate of ${percent(evidence.baselineFailureRate)} (healthy) and ${percent(evidence.worstFailureRate)} (not tolerable), ` +
            `${(evidence.milliseconds / 1000).toFixed(1)} s from ${evidence.startedAt}.`,
    ];
    const examples = evidence.sources.flatMap((s) => s.examples.map((text) => `- ${safe(s.name)}: ${safe(text)}`));
    if (examples.length > 0) {
        lines.push('', `<details><summary>${examples.length} failing samples</summary>`, '', ...examples, '', '</details>');
    }
    return lines.join('\n');
}
function share({ samples, failures }) {
    return samples > 0 ? ` (${percent(failures / samples)})` : '';
}
function percent(rate) {
    return `${Number((rate * 100).toFixed(2))} %`;
}
function ms(value) {
    return value === undefined ? '–' : `${value} ms`;
}
/** Samples carry text of the probed application: it must not break out of the table or the page. */
function safe(text) {
    return text
        .replace(/[\r\n]+/g, ' ')
        .replace(/&/g, '&amp;')
        .replace(/</g, '&lt;')
        .replace(/>/g, '&gt;')
        .replace(/[|`*_[\]]/g, '\\$&');
}


/***/ })

};
