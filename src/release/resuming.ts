import { PHASES, type RoadPhase } from './phases.ts';
import { shortHash } from './plan.ts';
import type { Release } from './record/record.ts';
import { contractCutShort, doubtsOf, waitsFor } from './stands.ts';
import type { ReleaseState } from './state.ts';

/** How a release that is under way is continued. */
export interface Resumption {
  /** `rollback`: somebody decided to undo it, and that did not come to its end: it is never shipped instead. */
  readonly action: 'ship' | 'rollback' | 'contract';
  /** Of contract migrations that somebody forced: why. */
  readonly forced?: string;
  /** Of a rollback to a release that was named. */
  readonly to?: string;
  /** What was done, what is in doubt, and what each step will do: whole sentences, for whoever starts it. */
  readonly lines: readonly string[];
}

export interface Candidate {
  readonly release: Release;
  readonly state: ReleaseState;
}

/** What a step does when it is run again on this state. */
const WILL: Readonly<Record<RoadPhase, string>> = {
  deploy: 'uploads and builds the commit, or finds the deployment that an earlier job staged',
  plan: 'reads database, hosting and code host, and prints the plan',
  approve: 'asks whether the plan is approved',
  migrate: 'applies the migrations of the plan that the database does not have',
  verify: 'checks the schema',
  gate: 'probes the staged deployment',
  promote: 'moves traffic to the staged deployment',
  watch: 'watches production',
  finalize: 'closes the release',
};

/** Undefined: nothing of it is under way. */
export function resumption({ release, state }: Candidate): Resumption | undefined {
  const undoing = state.openRollbacks.at(-1);
  const cut = contractCutShort(state);
  if (state.closed && !undoing && !cut) return undefined;
  const kind = state.plan?.plan.kind ?? 'staging';
  const road = PHASES[kind];
  const done = road.filter((phase) => state.donePhases.has(phase));
  const opened = `release ${release.id} of commit ${release.commit.slice(0, 12)} to ${release.environment}, opened at ${release.openedAt} by ${release.actor}`;
  const before = [
    opened,
    `done: ${done.join(', ') || 'nothing yet'}`,
    ...doubtsOf(state).map(
      ({ call, since }) =>
        `in doubt: ${call} was sent at ${since} and has no recorded answer: the vendor’s state is read first, and it is not sent again if it happened`,
    ),
  ];
  if (undoing) {
    const target = undoing.asked === undefined ? 'the previous release' : `release ${undoing.asked}`;
    return {
      action: 'rollback',
      ...(undoing.asked === undefined ? {} : { to: undoing.asked }),
      lines: [
        ...before,
        `a rollback to ${target} was decided at ${undoing.at} and did not come to its end: it is continued, and the release is not shipped`,
      ],
    };
  }
  if (cut) {
    const { versions, forced, since } = cut;
    return {
      action: 'contract',
      ...(forced === undefined ? {} : { forced }),
      lines: [
        ...before,
        `contract migrations ${versions.join(', ')} started at ${since} and did not finish: those that the database does not have are applied, and the record is updated`,
      ],
    };
  }
  return { action: 'ship', lines: [...before, ...left({ state, road, done })] };
}

function left({
  state,
  road,
  done,
}: {
  readonly state: ReleaseState;
  readonly road: readonly RoadPhase[];
  readonly done: readonly RoadPhase[];
}): readonly string[] {
  const waits = waitsFor(state);
  return road
    .filter((phase) => !done.includes(phase))
    .map(
      (phase) =>
        `${phase}: ${willDo(phase, state, road)}${phase === 'approve' && waits?.phase === phase ? `; it ${waits.what}` : ''}`,
    );
}

function willDo(phase: RoadPhase, state: ReleaseState, road: readonly RoadPhase[]): string {
  if (phase === 'promote' && state.rolling)
    return `goes on with the rolling release, which has ${state.rolling.percent} % of traffic since ${state.rolling.at}`;
  if (phase === 'migrate' && state.applied.length > 0)
    return `${WILL.migrate}; this release applied ${state.applied.join(', ')}`;
  if (phase === 'plan' && state.deployed)
    return `${WILL.plan} for the staged deployment ${state.deployed.deploymentId}`;
  if (phase === 'migrate' && state.plan && !state.approval && road.includes('approve'))
    return `${WILL.migrate} ${shortHash(state.plan.hash)}, once it is approved`;
  return WILL[phase];
}

/**
 * The release that is under way: a rollback that was cut short before all others, then one that has begun to change the
 * environment, then the newest that is open. Several that have begun to change it are for a person to tell apart.
 * @param candidates newest first
 */
export function underWayOf(candidates: readonly Candidate[]): readonly Candidate[] {
  const last = candidates
    .flatMap(({ state }) => state.closed ?? [])
    .reduce<ReleaseState['closed']>((a, b) => (a && a.at >= b.at ? a : b), undefined);
  const open = candidates.filter((one) => {
    const action = resumption(one)?.action;
    // The contract of a release that no longer serves is for the next release to finish.
    return action === 'contract' ? last?.serves === one.release.id : action !== undefined;
  });
  const undoing = open.filter(({ state }) => state.openRollbacks.length > 0);
  if (undoing.length > 0) return undoing;
  const contracting = open.filter(({ state }) => state.closed);
  const begun = open.filter(({ state }) => !state.closed && hasBegun(state));
  if (begun.length === 0 && contracting.length > 0) return contracting;
  return begun.length > 0 ? begun : open.slice(0, 1);
}

function hasBegun({ donePhases, calls, applied }: ReleaseState): boolean {
  const changes = ['migrate', 'promote', 'rollback'];
  return (
    donePhases.has('migrate') || applied.length > 0 || calls.some(({ phase }) => changes.includes(phase))
  );
}
