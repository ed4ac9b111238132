import { count } from '../present/count.ts';
import type { ConfigurationCode } from '../release/codes.ts';
import type { Problem } from '../release/errors.ts';

/** Characters: shorter ones say nothing to whoever reads the record. */
export const SHORTEST_REASON = 20;

/** A reason as the record keeps it. */
export const plainReason = (reason: string): string => reason.trim().replace(/\s+/g, ' ');

/** What is wrong with a reason for breaking the glass; undefined: nothing. */
export function reasonProblem(reason: string): Problem<ConfigurationCode> | undefined {
  const { length } = plainReason(reason);
  if (length >= SHORTEST_REASON) return undefined;
  return {
    code: 'SHIPLOCK_APPROVAL_BREAK_GLASS_REASON',
    what: `the input break-glass-reason is too short: it has ${count(length, 'character')} (expected at least ${SHORTEST_REASON})`,
    notDone: ['nothing was approved'],
    next: 'Say in one sentence what is broken and why it cannot wait; the record keeps the sentence.',
  };
}
