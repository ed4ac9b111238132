/** A plan that an approval job asked people about: of this run's attempt. */
export interface Asked {
  readonly runId: string;
  readonly attempt: number;
  readonly planHash: string;
}

export interface BareReviewFacts {
  readonly setting: 'count' | 'ignore';
  readonly planHash: string;
  readonly runId: string | undefined;
  /** Attempts of the run so far, this one included. */
  readonly attempts: number;
  /** The plan that was shown when the review was asked for: what the planning job of this attempt put out. */
  readonly shown: string | undefined;
  /** What earlier looks of the gate recorded. */
  readonly asked: readonly Asked[];
}

/**
 * Why a review that names no hash does not count; undefined: it does.
 *
 * GitHub tells neither when a review was given nor in which attempt, so it counts only where every plan that can have
 * been shown to its writer is the plan in question: the one that this attempt's planning job put out, and the one of
 * each earlier attempt.
 */
export function whyNoBareReviews(facts: BareReviewFacts): string | undefined {
  const { planHash, runId, attempts, shown, asked } = facts;
  if (facts.setting === 'ignore') return 'the settings (approvals.bareReviews) require a plan hash';
  if (shown === undefined)
    return 'the review names no plan hash, and the gate was not told which plan was shown (input shown-plan-hash)';
  if (shown !== planHash)
    return `the review names no plan hash, and GitHub asked for it when plan ${shown.slice(0, 12)} was shown`;
  for (let attempt = 1; attempt < attempts; attempt++) {
    const plans = asked.filter((one) => one.runId === runId && one.attempt === attempt);
    if (plans.length === 0)
      return `the review names no plan hash, and might belong to attempt ${attempt} of this run, which had an unknown plan`;
    const other = plans.find((one) => one.planHash !== planHash);
    if (other)
      return `the review names no plan hash, and might belong to attempt ${attempt} of this run, which showed plan ${other.planHash.slice(0, 12)}`;
  }
  return undefined;
}
