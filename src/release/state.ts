import type { JsonObject } from './canonical.ts';
import type { Phase } from './phases.ts';
import type { Plan } from './plan.ts';
import type { EventKind, RecordEvent } from './record/record.ts';

/** How a release was closed. */
export type CloseResult = 'released' | 'rolled-back' | 'abandoned';

/** Where a release stands, folded from its events. A pure function: resume is nothing but this. */
export interface ReleaseState {
  readonly donePhases: ReadonlySet<Phase>;
  readonly plan:
    | { readonly plan: Plan; readonly hash: string; readonly at: string; readonly seq: number }
    | undefined;
  readonly approval: { readonly hash: string; readonly approvers: readonly string[] } | undefined;
  readonly closed:
    | { readonly result: CloseResult; readonly serves: string | null; readonly at: string }
    | undefined;
  readonly phaseBody: (phase: Phase) => JsonObject | undefined;
}

const is = (event: RecordEvent, kind: EventKind, step?: string) =>
  event.kind === kind && (step === undefined || event.body['step'] === step);

export function foldState(events: readonly RecordEvent[]): ReleaseState {
  const donePhases = new Set<Phase>();
  const bodies = new Map<Phase, JsonObject>();
  let plan: ReleaseState['plan'];
  let approval: ReleaseState['approval'];
  let closed: ReleaseState['closed'];
  for (const event of events) {
    if (is(event, 'outcome', 'phase') && event.body['result'] === 'done') {
      donePhases.add(event.phase);
      bodies.set(event.phase, event.body);
    } else if (event.kind === 'planned') {
      plan = {
        plan: event.body['plan'] as unknown as Plan,
        hash: String(event.body['hash']),
        at: event.at,
        seq: event.seq,
      };
      donePhases.add('plan');
      // A new plan needs a new approval unless it is the very same plan.
      if (approval && approval.hash !== plan.hash) {
        approval = undefined;
        donePhases.delete('approve');
      }
    } else if (event.kind === 'approved') {
      approval = {
        hash: String(event.body['hash']),
        approvers: event.body['approvers'] as unknown as string[],
      };
      donePhases.add('approve');
    } else if (event.kind === 'voided') {
      approval = undefined;
      plan = undefined;
      donePhases.delete('plan');
      donePhases.delete('approve');
    } else if (event.kind === 'closed') {
      closed = {
        result: event.body['result'] as CloseResult,
        serves: (event.body['serves'] as string | null) ?? null,
        at: event.at,
      };
    }
  }
  return { donePhases, plan, approval, closed, phaseBody: (phase) => bodies.get(phase) };
}
