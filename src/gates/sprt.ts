/**
 * Wald's sequential probability ratio test for a failure rate: is it p0 (healthy) or p1 (not tolerable)?
 * A. Wald, "Sequential Tests of Statistical Hypotheses", 1945, https://doi.org/10.1214/aoms/1177731118.
 *
 * After each sample the log likelihood ratio ln(P(samples | p1) / P(samples | p0)) is held against two bounds. It needs
 * far fewer samples than a fixed count for clear cases, and bounds both errors: alpha (a healthy release is failed) and
 * beta (a release at p1 passes). Looking after every sample is what it is made for, unlike a plain comparison of rates.
 */
export interface SprtPlan {
  /** Failure rate of a healthy release. */
  readonly p0: number;
  /** Failure rate that must not pass; greater than p0. */
  readonly p1: number;
  readonly alpha: number;
  readonly beta: number;
  /** Never passes before this many samples: one lucky start is no evidence of a release under load. */
  readonly minSamples: number;
}

/**
 * A fail needs no more than this: the test bounds false alarms by itself, and an application that hangs yields few
 * samples in which to fail.
 */
const MIN_TO_FAIL = 10;

export interface SprtState {
  readonly decision: 'pass' | 'fail' | 'continue';
  readonly logLikelihoodRatio: number;
  /** At or below: pass. */
  readonly acceptBound: number;
  /** At or above: fail. */
  readonly rejectBound: number;
}

/** The state after `failures` of `samples`; pure, and independent of the samples' order but for when it is asked. */
export function sprt(
  plan: SprtPlan,
  counts: { readonly samples: number; readonly failures: number },
): SprtState {
  const { p0, p1, alpha, beta, minSamples } = check(plan);
  const { samples, failures } = counts;
  if (!(samples >= 0 && failures >= 0 && failures <= samples)) {
    throw new RangeError(`impossible counts: ${failures} failures of ${samples} samples`);
  }
  const logLikelihoodRatio =
    failures * Math.log(p1 / p0) + (samples - failures) * Math.log((1 - p1) / (1 - p0));
  const acceptBound = Math.log(beta / (1 - alpha));
  const rejectBound = Math.log((1 - beta) / alpha);
  const decided =
    logLikelihoodRatio >= rejectBound ? 'fail' : logLikelihoodRatio <= acceptBound ? 'pass' : 'continue';
  const enough = samples >= (decided === 'fail' ? Math.min(minSamples, MIN_TO_FAIL) : minSamples);
  return {
    decision: enough ? decided : 'continue',
    logLikelihoodRatio,
    acceptBound,
    rejectBound,
  };
}

function check(plan: SprtPlan): SprtPlan {
  const { p0, p1, alpha, beta } = plan;
  if (!(p0 > 0 && p0 < p1 && p1 < 1))
    throw new RangeError(`p0 ${p0} and p1 ${p1} do not satisfy 0 < p0 < p1 < 1`);
  if (!(alpha > 0 && beta > 0 && alpha + beta < 1))
    throw new RangeError(`alpha ${alpha} and beta ${beta} are not valid error bounds`);
  return plan;
}
