import { OutsideCallError } from './errors.ts';
import type { NotAfter } from './ports.ts';

/** So much before the lease ends no request leaves any more: it takes its time on the way, too. */
const LONGEST_MARGIN_MS = 30_000;
const MARGIN = 0.2;

/**
 * Until when a write may leave this process. By two clocks, whichever is the stricter: the monotonic one does not go on
 * while a machine sleeps, and the wall clock may be set back.
 */
export class Fence implements NotAfter {
  #monotonic = Number.NEGATIVE_INFINITY;
  #wall = Number.NEGATIVE_INFINITY;

  /**
   * The lease was taken or renewed for so many seconds.
   * @param asked when that was asked for: the database counts from later on
   */
  extend(seconds: number, asked: { readonly monotonic: number; readonly wall: number }): void {
    const ms = seconds * 1000 - Math.min(LONGEST_MARGIN_MS, seconds * 1000 * MARGIN);
    this.#monotonic = asked.monotonic + ms;
    this.#wall = asked.wall + ms;
  }

  /** Somebody else has the lease. */
  close(): void {
    this.#monotonic = Number.NEGATIVE_INFINITY;
  }

  remainingMs(): number {
    return Math.min(this.#monotonic - performance.now(), this.#wall - Date.now());
  }

  check(call: string): void {
    if (this.remainingMs() > 0) return;
    throw new OutsideCallError(
      {
        code: 'SHIPLOCK_LEASE_EXPIRED',
        what: `${call} was not sent: this process stood still for longer than its lease on the environment lasts, or could not renew it`,
        next: 'Check `shiplock status`: another job might have taken over. If none has, rerun this job: it reads the record and continues.',
      },
      { certainty: 'not-done' },
    );
  }
}

export const clocks = () => ({ monotonic: performance.now(), wall: Date.now() });
