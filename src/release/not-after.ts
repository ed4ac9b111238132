/** A time after which a write must not leave this process: somebody else may be at work by then. */
export interface NotAfter {
  /** Milliseconds; 0 or less: it is over. */
  remainingMs(): number;
  /**
   * Asked last before a request leaves, with its outside-call name.
   * @throws OutsideCallError SHIPLOCK_LEASE_EXPIRED, not done
   */
  check(call: string): void;
}
