/**
 * The size of the smallest fixed window of requests that tells two failure rates apart with these errors: the exact
 * binomial test, evaluated once at its end.
 */
export function fixedWindow(p0: number, p1: number, alpha: number, beta: number): number {
  for (let samples = 1; ; samples += 1) {
    const most = mostHealthy(samples, p0, alpha);
    if (atMost(samples, most, p1) <= beta) return samples;
  }
}

/** The smallest number of failures that a healthy release exceeds with a probability of at most alpha. */
function mostHealthy(samples: number, p0: number, alpha: number): number {
  let failures = 0;
  while (1 - atMost(samples, failures, p0) > alpha) failures += 1;
  return failures;
}

function atMost(samples: number, failures: number, rate: number): number {
  let term = (1 - rate) ** samples;
  let sum = term;
  for (let k = 1; k <= failures; k += 1) {
    term *= ((samples - k + 1) / k) * (rate / (1 - rate));
    sum += term;
  }
  return sum;
}
