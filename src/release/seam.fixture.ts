import { z } from 'zod';
import type { JsonObject } from './canonical.ts';
import { OutsideCallError } from './errors.ts';
import type { Phase } from './phases.ts';
import type { NotAfter } from './ports.ts';
import { encode } from './record/encode.ts';
import type { EventKind } from './record/events.ts';
import type { RecordEvent } from './record/record.ts';
import { type OutsideCall, type Reconciled, Seam } from './seam.ts';
import { foldState } from './state.ts';

/** One release's seam over a record in memory, and a call that counts how often it is made. For tests. */

/** The record of the release. */
export let events: RecordEvent[];
/** What the seam told. */
export let said: string[];
/** How often the call was made, and how often it was looked for. */
export let made: number;
export let looks: number;

export const event = (kind: EventKind, body: JsonObject, phase: Phase = 'promote'): RecordEvent => ({
  ...{ seq: events.length + 1, releaseId: 'rel_1', at: '2026-01-01T00:00:00.000000Z', actor: 'ada' },
  ...{ phase, kind, token: 1, body, prevHash: '', hash: '' },
});
export const seam = (
  options: {
    dryRun?: boolean;
    phase?: Phase;
    refuse?: (kind: EventKind) => void;
    lease?: () => Promise<NotAfter | undefined>;
  } = {},
) =>
  new Seam(
    {
      phase: options.phase ?? 'promote',
      async append(saying) {
        const { kind, body } = encode(options.phase ?? 'promote', saying);
        options.refuse?.(kind);
        events.push(event(kind, body, options.phase));
      },
      events: () => events,
      lease: options.lease,
    },
    { say: (line) => said.push(line), dryRun: options.dryRun ?? false },
  );
export const call = (more: Partial<OutsideCall<{ id: number }>> = {}): OutsideCall<{ id: number }> => ({
  name: 'vercel.promote',
  request: { to: 'dpl_1' },
  result: z.object({ id: z.number() }),
  run: async () => {
    made += 1;
    return { id: made };
  },
  reconcile: async () => read({ state: 'not-done' }),
  ...more,
});
export const read = (found: Reconciled<{ id: number }>) => {
  looks += 1;
  return found;
};
export const fails = (error: Error) => async (): Promise<{ id: number }> => {
  made += 1;
  throw error;
};
export const outside = (certainty: 'not-done' | 'unknown') =>
  new OutsideCallError({ code: 'SHIPLOCK_VERCEL_UNREACHABLE', what: 'gone', next: 'wait' }, { certainty });
export const kinds = () =>
  foldState(events).calls.map(({ state }, index) =>
    `${events[index]?.kind} ${state === 'begun' ? '' : state}`.trim(),
  );

/** Before each test. */
export function nothingCalled(): void {
  events = [];
  said = [];
  made = 0;
  looks = 0;
}
