import { gateSettings } from '../src/gates/spec.ts';
import { count } from '../src/present/count.ts';

const PER_MINUTE = [30, 100, 500, 3_000, 30_000];
const MINUTES = [2, 10, 60];

/**
 * What so many requests a minute can show in so long: the lowest failure rate that a healthy release is told from, with
 * the errors that gates have by default. Computed as the tests are: a healthy release passes when the sum of the
 * log likelihood ratios has fallen to ln(beta), which takes |ln(beta)| / KL(p0 ‖ p1) requests on average.
 */
export function trafficTable(): string {
  const { baselineFailureRate, worstFailureRate, beta, minSamples } = gateSettings.parse({});
  const cell = (requests: number) => {
    const rate = lowest(baselineFailureRate, requests, beta);
    return requests < minSamples || rate === undefined ? 'nothing' : percent(rate);
  };
  const rows = PER_MINUTE.map(
    (rate) =>
      `| ${rate.toLocaleString('en-US')} | ${MINUTES.map((minutes) => cell(rate * minutes)).join(' | ')} |`,
  );
  const needed = Math.ceil(requestsFor(baselineFailureRate, worstFailureRate, beta));
  const fewest = Math.ceil(Math.log(beta) / Math.log((1 - worstFailureRate) / (1 - baselineFailureRate)));
  return `| requests a minute | ${MINUTES.map((minutes) => `in ${count(minutes, 'minute')}`).join(' | ')} |
| ---: | ${MINUTES.map(() => '---:').join(' | ')} |
${rows.join('\n')}

Read: with 30 requests a minute, a gate of 2 minutes tells ${percent(baselineFailureRate)} from ${cell(60)}; of a release that fails less often than that, it can say neither that it is good nor that it is bad. For the default, ${percent(baselineFailureRate)} from ${percent(worstFailureRate)}, a healthy release needs ${needed} requests on average, and at least ${fewest}.`;
}

const divergence = (p0: number, p1: number) =>
  p0 * Math.log(p0 / p1) + (1 - p0) * Math.log((1 - p0) / (1 - p1));
const requestsFor = (p0: number, p1: number, beta: number) => -Math.log(beta) / divergence(p0, p1);

/** By halves: fewer requests suffice the further the rates are apart. */
function lowest(p0: number, requests: number, beta: number): number | undefined {
  let [low, high] = [p0, 0.95];
  if (requestsFor(p0, high, beta) > requests) return undefined;
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (requestsFor(p0, middle, beta) > requests) low = middle;
    else high = middle;
  }
  return high;
}

const percent = (rate: number) => `${Number((100 * rate).toPrecision(2))} %`;
