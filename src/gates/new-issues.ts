/**
 * How many new issues a healthy release may have while it is watched: the smallest number that a Poisson variable of
 * this mean exceeds with a probability of at most alpha. The number of new issues only grows, so looking at it all the
 * time, and not only at the end, adds no false alarm.
 */
export function healthyNewIssues(mean: number, alpha: number): number {
  let term = Math.exp(-mean);
  let atMost = term;
  for (let issues = 0; ; issues += 1) {
    if (1 - atMost <= alpha || issues > 10 * (mean + 10)) return issues;
    term *= mean / (issues + 1);
    atMost += term;
  }
}
