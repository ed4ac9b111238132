import { Evidence } from './bursts.ts';

/**
 * Sequential probability ratio tests: A. Wald, "Sequential Tests of Statistical Hypotheses", 1945,
 * https://doi.org/10.1214/aoms/1177731118.
 *
 * After each increment the log likelihood ratio ln(P(samples | not tolerable) / P(samples | healthy)) is held against
 * two bounds, ln(1/alpha) and ln(beta). These hold however often and however long one looks (Ville's inequality: a
 * likelihood ratio reaches 1/alpha with a probability of at most alpha), so a gate may wait for its other sources, or
 * for `minSeconds`, without another error. A fixed window would need about three times the requests.
 */
export interface Errors {
  /** Maximum probability of failing a healthy release. */
  readonly alpha: number;
  /** Maximum probability of passing one at the worst rate. */
  readonly beta: number;
  /** Never passes before this many samples: one lucky start is no evidence of a release under load. */
  readonly minSamples: number;
  /** Failures closer together than this may have one cause. */
  readonly burstMs: number;
  /** More than so many of these must speak for a fail; see bursts.ts. */
  readonly bursts?: number;
}

export interface Rates extends Errors {
  /** Failure rate of a healthy release. */
  readonly p0: number;
  /** Failure rate that must not pass; greater than p0. */
  readonly p1: number;
}

export interface TestState {
  readonly decision: 'pass' | 'fail' | 'continue';
  readonly logLikelihoodRatio: number;
  /** At or below: pass. */
  readonly acceptBound: number;
  /** At or above: fail. */
  readonly rejectBound: number;
}

/** What is new since the last increment. */
export interface Increment {
  readonly samples: number;
  readonly failures: number;
}

/**
 * A fail needs no more than this: the test bounds false alarms by itself, and an application that hangs yields few
 * samples in which to fail.
 */
const MIN_TO_FAIL = 10;

abstract class SequentialTest {
  protected readonly evidence: Evidence;
  readonly #errors: Errors;
  #samples = 0;

  protected constructor(errors: Errors) {
    const { alpha, beta } = errors;
    if (!(alpha > 0 && beta > 0 && alpha + beta < 1))
      throw new RangeError(`alpha ${alpha} and beta ${beta} are not valid error bounds`);
    this.#errors = errors;
    this.evidence = new Evidence(Math.log(1 / alpha), errors.burstMs, errors.bursts);
  }

  protected count(samples: number): void {
    this.#samples += samples;
  }

  get state(): TestState {
    const { alpha, beta, minSamples } = this.#errors;
    const acceptBound = Math.log(beta);
    const rejectBound = Math.log(1 / alpha);
    const { total } = this.evidence;
    const decided = this.evidence.rejects ? 'fail' : total <= acceptBound ? 'pass' : 'continue';
    const needed = decided === 'fail' ? Math.min(minSamples, MIN_TO_FAIL) : minSamples;
    return {
      decision: this.#samples >= needed ? decided : 'continue',
      logLikelihoodRatio: total,
      acceptBound,
      rejectBound,
    };
  }
}

/** Is the failure rate p0 (healthy) or p1 (not tolerable)? */
export class RateTest extends SequentialTest {
  readonly #failed: number;
  readonly #good: number;

  constructor(rates: Rates) {
    super(rates);
    const { p0, p1 } = rates;
    if (!(p0 > 0 && p0 < p1 && p1 < 1))
      throw new RangeError(`p0 ${p0} and p1 ${p1} do not satisfy 0 < p0 < p1 < 1`);
    this.#failed = Math.log(p1 / p0);
    this.#good = Math.log((1 - p1) / (1 - p0));
  }

  /** Increments may be negative: whoever counts may correct itself. */
  add({ samples, failures }: Increment, atMs: number): void {
    if (samples === 0 && failures === 0) return;
    this.count(samples);
    this.evidence.add(failures * this.#failed + (samples - failures) * this.#good, samples, atMs);
  }
}

/**
 * Is one version worse than another one that serves at the same time? Tested is the ratio of their odds of failing: 1,
 * or the one between p1 and p0. Given how many of an increment's samples failed in all, how many of them are the new
 * version's has a hypergeometric distribution that depends on that ratio alone: what the rates are does not matter, and
 * what fails for both (a database that is down) shows nothing. With one sample each, these are Wald's discordant pairs.
 */
export class OddsTest extends SequentialTest {
  readonly #ratio: number;

  constructor(rates: Rates) {
    super(rates);
    this.#ratio = odds(rates.p1) / odds(rates.p0);
  }

  add(tested: Increment, control: Increment, atMs: number): void {
    const [own, other] = [clean(tested), clean(control)];
    if (own.samples === 0 || other.samples === 0) return;
    this.count(own.samples);
    const failures = own.failures + other.failures;
    const score =
      own.failures * Math.log(this.#ratio) -
      logMean(this.#ratio, { own: own.samples, other: other.samples, failures });
    this.evidence.add(score, own.samples, atMs);
  }
}

const odds = (p: number): number => p / (1 - p);

/** Whole and possible: the distribution knows no fractions and no corrections. */
function clean({ samples, failures }: Increment): Increment {
  const whole = Math.max(0, Math.round(samples));
  return { samples: whole, failures: Math.min(whole, Math.max(0, Math.round(failures))) };
}

/** ln of the mean of ratio^X, X being how many of `failures` fall on our own samples by chance. */
function logMean(
  ratio: number,
  { own, other, failures }: { readonly own: number; readonly other: number; readonly failures: number },
): number {
  const first = Math.max(0, failures - other);
  const last = Math.min(failures, own);
  // Each term from the one before; the first one is a common factor and cancels out. Kept as logarithms: no overflow.
  let term = 0;
  const weights: number[] = [];
  const means: number[] = [];
  for (let x = first; x <= last; x += 1) {
    weights.push(term);
    means.push(term + x * Math.log(ratio));
    term += Math.log(((own - x) * (failures - x)) / ((x + 1) * (other - failures + x + 1)));
  }
  return logSum(means) - logSum(weights);
}

function logSum(logs: readonly number[]): number {
  const most = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0));
}
