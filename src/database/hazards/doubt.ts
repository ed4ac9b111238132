import type { Hazard } from '../../release/ports.ts';
import type { ReleaseMemory } from './memory.ts';
import type { Rule } from './rule.ts';

/** A hazard with its rule, before allowances. */
export interface RawHazard {
  readonly rule: Rule;
  severity: Hazard['severity'];
  message: string;
  /** Rows of a table that holds some are meant. */
  readonly onRows: boolean;
  /** The relation that a policy may allow it for. */
  readonly relation?: string | undefined;
  /** Of rows, in a file that waits: not part of the plan’s hash. */
  passing?: true;
}

/** How something that a statement took away stands at the end of the release. */
export type Fate =
  | { readonly state: 'gone' }
  /** There again, but not for every caller of the running version. */
  | { readonly state: 'differs'; readonly why: string }
  /** There again; `files` are the pending files that see to it, counted from 0. */
  | { readonly state: 'again'; readonly files: readonly number[]; readonly note?: string };

/**
 * Something goes that the running version may use. PostgreSQL demands a DROP for many a change that callers do not feel,
 * so whether they do is asked when the whole release is read.
 */
export interface Doubt {
  readonly what: string;
  readonly judge: (end: ReleaseMemory) => Fate;
  /** Says so until it is judged. */
  readonly hazards: readonly RawHazard[];
  /** Shown to the approver even where callers feel nothing: who may do what has been written anew. */
  readonly keepsWarning: boolean;
  /** Nothing is dropped and made again: it changes, and whether callers feel it is asked. */
  readonly isChange: boolean;
}

/** Judges a doubt and puts its hazards into the words of what was found. */
export function settleDoubt(doubt: Doubt, end: ReleaseMemory): Fate {
  const fate = doubt.judge(end);
  for (const hazard of doubt.hazards) {
    if (fate.state === 'gone') continue;
    if (fate.state === 'differs')
      hazard.message = doubt.isChange
        ? `${hazard.message}: ${fate.why}`
        : `${doubt.what} is recreated, but differs: ${fate.why}`;
    else if (!doubt.isChange)
      hazard.message = `${doubt.what} is recreated${fate.note ? `: ${fate.note}` : ''}`;
    if (fate.state === 'again') hazard.severity = doubt.keepsWarning ? 'warning' : 'info';
  }
  return fate;
}

export const AGAIN = (...files: readonly (number | undefined)[]): Fate => ({
  state: 'again',
  files: files.filter((file) => file !== undefined),
});
export const GONE: Fate = { state: 'gone' };
export const differs = (why: string): Fate => ({ state: 'differs', why });
