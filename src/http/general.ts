import type { Asked, FaultRow, FaultTable } from './faults.ts';

/**
 * The faults of a vendor that needs no codes of its own, because what to do about them is what it is for any vendor.
 * `more` are rows of its own, which come first.
 */
export function generalFaults<C extends Asked>({
  vendor,
  secret,
  more = [],
  ...rest
}: {
  readonly vendor: string;
  /** The input that holds the token, or the address that is one. */
  readonly secret: string;
  readonly more?: readonly FaultRow<C>[];
} & Partial<Pick<FaultTable<C>, 'said' | 'again' | 'unsure'>>): FaultTable<C> {
  return {
    vendor,
    codes: {
      unreachable: 'SHIPLOCK_VENDOR_UNREACHABLE',
      answer: 'SHIPLOCK_VENDOR_ANSWER',
      rateLimited: 'SHIPLOCK_VENDOR_RATE_LIMITED',
      refused: 'SHIPLOCK_VENDOR_REFUSED',
    },
    rows: [
      ...more,
      {
        on: [401, 403],
        code: 'SHIPLOCK_VENDOR_ACCESS',
        says: ({ status }) => `${vendor} refuses access with HTTP ${status}`,
        next: `Set the input ${secret} to one that ${vendor} accepts and that may do this.`,
      },
    ],
    again: `Rerun the phase when ${vendor} answers.`,
    unsure: 'It might have happened. Rerun the phase: it looks for its own work before it writes.',
    ...rest,
  };
}
