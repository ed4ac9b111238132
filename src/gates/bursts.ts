/** Fewer samples than these are one burst with what follows, however slowly they come. */
const SMALLEST = 20;
/** Unless it takes this long: an application that hangs yields a few samples each time. */
const LONGEST_MS = 5_000;
/** Failures that depend on one another may at most double the probability of a false alarm. */
const DOUBLE = Math.log(2);

/**
 * Evidence (log likelihood ratios of increments) as it comes in. The tests take samples for independent of one another.
 * A backend that is away for a second fails everything in that second, and all of it is one event, so a fail has to
 * stand twice: by the sum of everything, and by a sum in which what lies close together (a block of samples) says at
 * most a certain amount. In the latter a block in which everything fails with the rate of one sample has an expected
 * likelihood ratio below 1, as independent ones have, so that false alarms stay bounded.
 * The cap only takes away from what speaks for a fail: independent failures do not become more false alarms, and a pass
 * is decided by the sum of everything.
 */
export class Evidence {
  readonly #rejectBound: number;
  readonly #cap: number;
  readonly #burstMs: number;
  #total = 0;
  #closed = 0;
  #open = { score: 0, samples: 0, since: Number.NaN };

  /** @param bursts more than so many blocks must speak for a fail */
  constructor(rejectBound: number, burstMs: number, bursts = 2.3) {
    this.#rejectBound = rejectBound;
    // Without a burst, failures are taken for independent of one another.
    this.#cap = burstMs === 0 ? Number.POSITIVE_INFINITY : Math.max(0, rejectBound - DOUBLE) / bursts;
    this.#burstMs = burstMs;
  }

  add(score: number, samples: number, atMs: number): void {
    const age = atMs - this.#open.since;
    const full = this.#open.samples >= SMALLEST && age >= this.#burstMs;
    if (full || age >= Math.max(LONGEST_MS, this.#burstMs)) {
      this.#closed += this.#capped();
      this.#open = { score: 0, samples: 0, since: Number.NaN };
    }
    if (Number.isNaN(this.#open.since)) this.#open.since = atMs;
    this.#open.score += score;
    this.#open.samples += samples;
    this.#total += score;
  }

  get total(): number {
    return this.#total;
  }

  get rejects(): boolean {
    return this.#total >= this.#rejectBound && this.#closed + this.#capped() >= this.#rejectBound - DOUBLE;
  }

  #capped(): number {
    return Math.min(this.#open.score, this.#cap);
  }
}
