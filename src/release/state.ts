import type { SchemaObjects } from './moved-objects.ts';
import type { Phase } from './phases.ts';
import { type Plan, planHash } from './plan.ts';
import { type Call, type CloseResult, type Fact, factOf, type GateDecision } from './record/bodies.ts';
import type { RecordEvent } from './record/record.ts';

/** Where a release stands, folded from its events. A pure function: resume is nothing but this. */
export interface ReleaseState {
  readonly donePhases: ReadonlySet<Phase>;
  /** The staged deployment of this release. */
  readonly deployed: Extract<Fact, { is: 'deployed' }> | undefined;
  /** The plan in force. The hash is computed from the plan: what an event calls its hash is not read. */
  readonly plan:
    | {
        readonly plan: Plan;
        readonly hash: string;
        /** How its rehearsal ended, where there was one. */
        readonly rehearsal: string | undefined;
        /** What its schema consisted of; of plans that earlier versions recorded nothing is known. */
        readonly objects: SchemaObjects | undefined;
      }
    | undefined;
  readonly approval:
    | {
        readonly hash: string;
        readonly approvers: readonly string[];
        /** Somebody went on without the approvals, or inside a freeze window. */
        readonly brokenGlass: { readonly by: string; readonly reason: string } | undefined;
      }
    | undefined;
  /** What each gate that let the release go on had decided. */
  readonly decisions: ReadonlyMap<Phase, GateDecision>;
  /** ISO 8601: when traffic began to move. */
  readonly promotedAt: string | undefined;
  /** Versions of migrations that a rollback has undone. */
  readonly undone: readonly string[];
  readonly calls: readonly (Call & { readonly phase: Phase })[];
  readonly closed:
    | { readonly result: CloseResult; readonly serves: string | null; readonly at: string }
    | undefined;
}

type Draft = { -readonly [Key in keyof ReleaseState]: ReleaseState[Key] } & {
  donePhases: Set<Phase>;
  decisions: Map<Phase, GateDecision>;
  calls: (Call & { readonly phase: Phase })[];
};

export function foldState(events: readonly RecordEvent[]): ReleaseState {
  const state: Draft = {
    donePhases: new Set(),
    decisions: new Map(),
    deployed: undefined,
    plan: undefined,
    approval: undefined,
    promotedAt: undefined,
    undone: [],
    calls: [],
    closed: undefined,
  };
  for (const event of events) {
    const fact = factOf(event);
    if (fact) apply(state, fact, event.at);
  }
  return state;
}

function apply(state: Draft, fact: Fact, at: string): void {
  switch (fact.is) {
    case 'phase-done':
      state.donePhases.add(fact.phase);
      if (fact.decision) state.decisions.set(fact.phase, fact.decision);
      break;
    case 'deployed':
      // Staged anew: what was planned, approved and looked at was another deployment.
      if (state.deployed && state.deployed.deploymentId !== fact.deploymentId) {
        forget(state);
        state.donePhases.delete('gate');
      }
      state.donePhases.add('deploy');
      state.deployed = fact;
      break;
    case 'promoted':
      state.donePhases.add('promote');
      state.promotedAt = fact.startedAt;
      break;
    case 'rolled-back':
      state.donePhases.add('rollback');
      state.undone = [...state.undone, ...fact.undone];
      break;
    case 'call':
      state.calls.push({ ...fact.call, phase: fact.phase });
      break;
    case 'planned':
      planned(state, fact);
      break;
    case 'approved':
      approved(state, fact);
      break;
    case 'voided':
      forget(state);
      break;
    case 'closed':
      state.closed = { result: fact.result, serves: fact.serves, at };
      break;
  }
}

/** A new plan needs a new approval unless it is the same plan. */
function planned(state: Draft, { plan, rehearsal, objects }: Extract<Fact, { is: 'planned' }>): void {
  if (!plan) {
    forget(state);
    return;
  }
  const hash = planHash(plan);
  state.plan = { plan, hash, rehearsal, objects };
  state.donePhases.add('plan');
  if (state.approval && state.approval.hash !== hash) {
    state.approval = undefined;
    state.donePhases.delete('approve');
  }
}

/** What was approved is the plan in the approval itself, whatever was planned around it. */
function approved(state: Draft, { plan, approvers, brokenGlass }: Extract<Fact, { is: 'approved' }>): void {
  if (!plan) return;
  const hash = planHash(plan);
  const same = state.plan?.hash === hash ? state.plan : undefined;
  state.plan = { plan, hash, rehearsal: same?.rehearsal, objects: same?.objects };
  state.approval = { hash, approvers, brokenGlass };
  state.donePhases.add('plan').add('approve');
}

function forget(state: Draft): void {
  state.plan = undefined;
  state.approval = undefined;
  state.donePhases.delete('plan');
  state.donePhases.delete('approve');
}

/** Whether a call of this name was made in this phase, or tried. */
export function tried(state: ReleaseState, phase: Phase, name: string): boolean {
  return state.calls.some((call) => call.phase === phase && call.name === name);
}

/** When the last call of this name was begun, where the record does not have its end (ms); else undefined. */
export function openCall(state: ReleaseState, phase: Phase, name: string): number | undefined {
  let at: number | undefined;
  for (const call of state.calls) {
    if (call.phase !== phase || call.name !== name) continue;
    if (call.state === 'begun') at = call.atMs;
    else if (call.state !== 'ambiguous') at = undefined;
  }
  return at;
}

/** Whether this phase sent anything out. */
export function began(state: ReleaseState, phase: Phase): boolean {
  return state.calls.some((call) => call.phase === phase && call.state === 'begun');
}

/** What the last call of this name that was done answered, in whichever phase; undefined where none was. */
export function answerOf(state: ReleaseState, name: string): unknown {
  const last = state.calls.findLast((call) => call.name === name && call.state === 'done');
  return last?.state === 'done' ? last.value : undefined;
}
