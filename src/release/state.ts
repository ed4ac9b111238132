import type { JsonObject } from './canonical.ts';
import type { SchemaObjects } from './moved-objects.ts';
import type { Phase } from './phases.ts';
import { hashed, type Plan } from './plan.ts';
import { told } from './record/decode.ts';
import type { CloseResult, EventPhase, Told, ToldOf } from './record/events.ts';
import type { RecordEvent } from './record/record.ts';

export type GateDecision = ToldOf<'gated'>['decision'];

/** A call that was begun, or what became of one. */
export type Call =
  | {
      readonly state: 'begun';
      readonly name: string;
      readonly key: string;
      readonly atMs: number;
      readonly request: JsonObject | undefined;
    }
  | {
      readonly state: ToldOf<'call-ended'>['result'];
      readonly name: string;
      readonly key: string;
      readonly value: ToldOf<'call-ended'>['value'];
    };

/** Where a release stands, folded from its events. A pure function: resume is nothing but this. */
export interface ReleaseState {
  readonly donePhases: ReadonlySet<Phase>;
  /** Id and name of the hosting project that it was opened for; undefined where it says none. */
  readonly project: readonly string[] | undefined;
  /** The staged deployment of this release. */
  readonly deployed: ToldOf<'deployed'> | undefined;
  /** The plan in force. The hash is computed from the plan: what an event calls its hash is not read. */
  readonly plan:
    | {
        readonly plan: Plan;
        readonly hash: string;
        /** How its rehearsal ended, where there was one. */
        readonly rehearsal: string | undefined;
        /** What its schema consisted of; of plans that earlier versions recorded nothing is known. */
        readonly objects: SchemaObjects | undefined;
        /** How many of `calls` are older than it. */
        readonly callsBefore: number;
      }
    | undefined;
  readonly approval:
    | {
        readonly hash: string;
        readonly approvers: readonly string[];
        /** Somebody went on without the approvals, or inside a freeze window. */
        readonly brokenGlass: { readonly by: string; readonly reason: string } | undefined;
        /** ISO 8601: migrations may begin until then; undefined: for as long as the plan holds. */
        readonly validUntil: string | undefined;
      }
    | undefined;
  /** Fingerprint of the schema as the migrations of this release left it, once all are applied. */
  readonly schemaLeft: string | undefined;
  /** Places of the `restored` events after which this release looked at hosting. */
  readonly reconciled: ReadonlySet<number>;
  /** What each gate that let the release go on had decided. */
  readonly decisions: ReadonlyMap<Phase, GateDecision>;
  /** ISO 8601: when traffic began to move. */
  readonly promotedAt: string | undefined;
  /** Where its rolling release stands, and since when (ISO 8601); undefined: none began. */
  readonly rolling: (ToldOf<'stage-reached'> & { readonly at: string }) | undefined;
  /** Stages whose gate let it go on. */
  readonly stagesPassed: ReadonlySet<number>;
  /** What its rollback drill showed so far; undefined: none began. */
  readonly drill: Drill | undefined;
  /** The deployment that served as this release, once it did. */
  readonly served: string | undefined;
  /** Versions of migrations that this release applied, in order; undone ones too. */
  readonly applied: readonly string[];
  /** How often it was rolled back to its end. */
  readonly timesRolledBack: number;
  /** Every decision to roll it back, oldest first: what was asked, when, in which run of the CI. */
  readonly rollbacks: readonly Decided[];
  /** Those of them that did not come to an end yet. */
  readonly openRollbacks: readonly Decided[];
  /** Versions of migrations that a rollback has undone. */
  readonly undone: readonly string[];
  /** `at`: when the record was told (ISO 8601). */
  readonly calls: readonly (Call & { readonly phase: EventPhase; readonly at: string })[];
  /** How many of them are older than its last closing. */
  readonly callsWhenClosed: number;
  readonly closed:
    | {
        readonly result: CloseResult;
        readonly serves: string | null;
        readonly at: string;
        /** The newer release that took its place. */
        readonly overtakenBy?: string;
      }
    | undefined;
}

/** The steps of a rollback drill that are over. */
export type Drill = { readonly [Step in ToldOf<'drilled'>['step']]?: ToldOf<'drilled'> };

/** A decision to roll back. */
export type Decided = NonNullable<ToldOf<'verdict-given'>['decision']>;

type Draft = { -readonly [Key in keyof ReleaseState]: ReleaseState[Key] } & {
  donePhases: Set<Phase>;
  decisions: Map<Phase, GateDecision>;
  calls: (Call & { readonly phase: EventPhase; readonly at: string })[];
  reconciled: Set<number>;
  stagesPassed: Set<number>;
};

export function foldState(events: readonly RecordEvent[]): ReleaseState {
  const state: Draft = {
    donePhases: new Set(),
    decisions: new Map(),
    project: undefined,
    deployed: undefined,
    plan: undefined,
    approval: undefined,
    schemaLeft: undefined,
    reconciled: new Set(),
    promotedAt: undefined,
    rolling: undefined,
    stagesPassed: new Set(),
    drill: undefined,
    served: undefined,
    applied: [],
    timesRolledBack: 0,
    rollbacks: [],
    openRollbacks: [],
    undone: [],
    calls: [],
    callsWhenClosed: 0,
    closed: undefined,
  };
  for (const event of events) {
    const said = told(event);
    if (said && said.is !== 'unreadable') apply(state, said, event);
  }
  return state;
}

function apply(state: Draft, said: Told, event: RecordEvent): void {
  if (event.kind === 'outcome' && event.phase !== 'record' && said.is !== 'call-ended')
    state.donePhases.add(event.phase);
  switch (said.is) {
    case 'opened':
      state.project = said.project;
      break;
    case 'deployed':
      // Staged anew: what was planned, approved and looked at was another deployment.
      if (state.deployed && state.deployed.deploymentId !== said.deploymentId) {
        forget(state);
        state.donePhases.delete('gate');
        state.rolling = undefined;
        state.stagesPassed.clear();
      }
      state.deployed = said;
      break;
    case 'migrated':
      state.schemaLeft = said.schemaFingerprint ?? undefined;
      state.applied = [...state.applied, ...said.applied.map(({ version }) => version)];
      break;
    case 'phase-done':
      state.applied = [...state.applied, ...(said.applied ?? [])];
      break;
    case 'gated':
      if (event.phase !== 'record') state.decisions.set(event.phase, said.decision);
      break;
    case 'stage-reached':
      state.rolling = { ...said, at: event.at };
      break;
    case 'gate-judged':
      if (said.stage !== undefined && said.proceed) state.stagesPassed.add(said.stage);
      break;
    case 'promoted':
      state.promotedAt = said.startedAt;
      state.served = said.deploymentId ?? state.deployed?.deploymentId;
      break;
    case 'drilled':
      state.drill = { ...state.drill, [said.step]: said };
      break;
    case 'verdict-given':
      decided(state, said.decision);
      break;
    case 'rolled-back':
      state.undone = [...state.undone, ...said.undone];
      decided(state, said.decision);
      break;
    case 'call-begun':
    case 'call-ended':
    case 'call-settled':
      state.calls.push({ ...callOf(said), phase: event.phase, at: event.at });
      break;
    case 'planned':
      planned(state, said);
      break;
    case 'approved':
      approved(state, said);
      break;
    case 'voided':
      forget(state);
      break;
    case 'closed':
      state.closed = {
        ...{ result: said.result, serves: said.serves, at: event.at },
        ...(said.overtakenBy === undefined ? {} : { overtakenBy: said.overtakenBy }),
      };
      state.callsWhenClosed = state.calls.length;
      if (said.result === 'rolled-back') state.timesRolledBack += 1;
      state.openRollbacks = [];
      break;
    case 'reconciled':
      state.reconciled.add(said.restored);
      break;
  }
}

/** One decision is told by its verdict and by its end. */
function decided(state: Draft, decision: Decided | undefined): void {
  const same = ({ at, run }: Decided) => at === decision?.at && run === decision.run;
  if (!decision || state.rollbacks.some(same)) return;
  state.rollbacks = [...state.rollbacks, decision];
  state.openRollbacks = [...state.openRollbacks, decision];
}

function callOf(said: ToldOf<'call-begun' | 'call-ended' | 'call-settled'>): Call {
  const named = { name: said.call, key: said.key ?? '' };
  return said.is === 'call-begun'
    ? { state: 'begun', ...named, atMs: said.atMs, request: said.request }
    : { state: said.result, ...named, value: said.value };
}

/** A new plan needs a new approval unless it is the same plan. */
function planned(state: Draft, { plan, outlook, objects }: ToldOf<'planned'>): void {
  if (!plan) {
    forget(state);
    return;
  }
  const next = hashed(plan);
  const callsBefore = sameAs(state, next)?.callsBefore ?? state.calls.length;
  state.plan = Object.assign(next, { rehearsal: outlook.rehearsal, objects, callsBefore });
  state.donePhases.add('plan');
  if (state.approval && state.approval.hash !== next.hash) {
    state.approval = undefined;
    state.donePhases.delete('approve');
  }
}

/** What was approved is the plan in the approval itself, whatever was planned around it. */
function approved(state: Draft, said: ToldOf<'approved'>): void {
  const { plan, approvers, brokenGlass, validUntil } = said;
  if (!plan) return;
  const next = hashed(plan);
  const same = sameAs(state, next);
  const callsBefore = same?.callsBefore ?? state.calls.length;
  state.plan = Object.assign(next, { rehearsal: same?.rehearsal, objects: same?.objects, callsBefore });
  state.approval = { hash: next.hash, approvers, brokenGlass, validUntil };
  state.donePhases.add('plan').add('approve');
}

/** The plan in force, where the next one is the same. */
function sameAs({ plan }: Draft, next: { readonly hash: string }): Draft['plan'] {
  return plan && plan.hash === next.hash ? plan : undefined;
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
