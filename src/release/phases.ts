/** The only list of phases. Workflows, the root action and the record are tested against it. */
export const PHASES = {
  staging: ['deploy', 'plan', 'migrate', 'verify', 'gate', 'promote', 'watch', 'finalize'],
  production: ['deploy', 'plan', 'approve', 'migrate', 'verify', 'gate', 'promote', 'watch', 'finalize'],
} as const;

export type EnvironmentKind = keyof typeof PHASES;
export type RoadPhase = (typeof PHASES)['production'][number];
/** `contract` is a run of its own after the soak time; `rollback` answers any failure after `migrate` began. */
export type Phase = RoadPhase | 'rollback' | 'contract';

/** Phases that change the environment: each append made in them carries the lease's token. */
export const LEASED_PHASES: ReadonlySet<Phase> = new Set([
  'migrate',
  'verify',
  'gate',
  'promote',
  'watch',
  'finalize',
  'rollback',
  'contract',
]);

/** The same of an event's phase: the record's own events are of none. */
export function isLeased(phase: Phase | 'record'): boolean {
  return phase !== 'record' && LEASED_PHASES.has(phase);
}

/** The action that opens each phase. */
export const ACTION_OF_PHASE: Record<Phase, string> = {
  deploy: 'deploy',
  plan: 'plan',
  approve: 'approval-gate',
  migrate: 'migrate',
  verify: 'verify-schema',
  gate: 'health-gate',
  promote: 'promote',
  watch: 'health-gate',
  finalize: 'finalize',
  rollback: 'rollback',
  contract: 'migrate',
};
