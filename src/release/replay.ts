import type { Json } from './canonical.ts';
import { told } from './record/decode.ts';
import type { RecordEvent } from './record/event.ts';
import type { ToldOf } from './record/events.ts';

export type Judgement = ToldOf<'gate-judged'>;

/** A release that is over, with what its gates saw. */
export interface Past {
  readonly id: string;
  /** It was rolled back; else it was released. One that was abandoned before it served is neither, and is left out. */
  readonly bad: boolean;
  /** The last judgement of each gate. */
  readonly gate: Judgement | undefined;
  readonly watch: Judgement | undefined;
}

/** Folds releases from their events. The same record gives the same, in the same order. */
export function pastOf(events: readonly RecordEvent[]): readonly Past[] {
  const drafts = new Map<string, { bad?: boolean; gate?: Judgement; watch?: Judgement }>();
  for (const event of events) {
    const said = told(event);
    if (said?.is !== 'gate-judged' && said?.is !== 'closed') continue;
    const draft = drafts.get(event.releaseId) ?? {};
    drafts.set(event.releaseId, draft);
    if (said.is === 'gate-judged') draft[event.phase === 'watch' ? 'watch' : 'gate'] = said;
    else if (said.result === 'rolled-back') draft.bad = true;
    else if (said.result === 'released') draft.bad ??= false;
  }
  return [...drafts].flatMap(([id, { bad, gate, watch }]) =>
    bad === undefined ? [] : [{ id, bad, gate, watch }],
  );
}

/** What something would have done to the releases of the record. */
export interface Tally {
  readonly name: string;
  readonly bad: { readonly stopped: number; readonly of: number };
  readonly good: { readonly stopped: number; readonly of: number };
  /** Releases of which nothing is known to decide by; they are in neither count. */
  readonly unknown: number;
}

/** @param stops whether it would have stopped this release; undefined: nothing is known to decide by */
export function tally(name: string, past: readonly Past[], stops: (one: Past) => boolean | undefined): Tally {
  const bad = { stopped: 0, of: 0 };
  const good = { stopped: 0, of: 0 };
  let unknown = 0;
  for (const one of past) {
    const answer = stops(one);
    if (answer === undefined) {
      unknown += 1;
      continue;
    }
    const counts = one.bad ? bad : good;
    counts.of += 1;
    if (answer) counts.stopped += 1;
  }
  return { name, bad, good, unknown };
}

/** Names of the sources that only observed, in any release. */
export function observersOf(past: readonly Past[], gate: 'gate' | 'watch'): readonly string[] {
  return [...new Set(past.flatMap((one) => (one[gate]?.observed ?? []).map(({ name }) => name)))].sort();
}

/** Whether an observer would have stopped a release: only a fail does, for what it cannot decide it does not stop. */
export function observerStops(one: Past, gate: 'gate' | 'watch', name: string): boolean | undefined {
  const found = one[gate]?.observed?.find((observed) => observed.name === name);
  return found && found.decision === 'fail';
}

export const evidenceOf = (judgement: Judgement | undefined): Json | undefined => judgement?.evidence;
