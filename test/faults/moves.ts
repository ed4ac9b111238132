import type { LogEntry } from '../../rehearsal/cloud/kit/index.ts';

/** Requests that move production's traffic, as the local cloud names them. */
export const MOVES = [
  'vercel.promote',
  'vercel.rollback',
  'vercel.rolling-approve',
  'vercel.rolling-complete',
] as const;
export type Move = (typeof MOVES)[number];

/** Faults after which the change is made all the same. */
const CARRIED_OUT = new Set(['error-after', 'cut-after', 'half', 'hang', 'kill-caller-after']);

/** How often it was really made. */
export const made = (entries: readonly LogEntry[], move: Move): number =>
  entries.filter(
    ({ call, status, fault }) =>
      call === move && ((isGood(status) && fault !== 'html') || CARRIED_OUT.has(fault ?? '')),
  ).length;

/** How often it was sent so that whoever sent it cannot rule out that it was made. */
export const maybeMade = (entries: readonly LogEntry[], move: Move): number =>
  entries.filter(({ call, status }) => call === move && (isGood(status) || status === 0 || status >= 500))
    .length;

const isGood = (status: number) => status >= 200 && status < 300;
