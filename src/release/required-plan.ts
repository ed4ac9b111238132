import type { ReleaseContext } from './context.ts';
import { failure } from './errors.ts';
import type { Plan } from './plan.ts';
import type { Release } from './record/record.ts';
import type { ReleaseState } from './state.ts';

interface Asking {
  readonly state: ReleaseState;
  readonly release: Release;
  readonly context: ReleaseContext;
}

/**
 * The plan this phase works on: for production the approved one. It must be of this release and its deployment.
 * @throws SHIPLOCK_PLAN_MISSING, SHIPLOCK_APPROVAL_MISSING
 */
export function requiredPlan(
  { state, release, context }: Asking,
  needsApproval: boolean,
): NonNullable<ReleaseState['plan']> {
  const { plan, approval, deployed } = state;
  if (!plan || !planIsOf(plan.plan, release, deployed?.deploymentId)) {
    throw failure({
      code: 'SHIPLOCK_PLAN_MISSING',
      what: `release ${release.id} has no plan, or its plan was voided`,
      notDone: ['nothing was changed'],
      next: 'Run the plan action, read what it prints, and approve it.',
    });
  }
  if (needsApproval && context.environment.kind === 'production' && approval?.hash !== plan.hash) {
    throw failure({
      code: 'SHIPLOCK_APPROVAL_MISSING',
      what: `plan ${plan.hash.slice(0, 12)} of release ${release.id} is not approved`,
      notDone: ['nothing was changed'],
      next: 'Run the approval-gate action after the required people have approved this plan hash.',
    });
  }
  return plan;
}

function planIsOf(plan: Plan, release: Release, deploymentId: string | undefined): boolean {
  return (
    plan.environment === release.environment &&
    plan.commit === release.commit &&
    plan.deployment.id === (deploymentId ?? '')
  );
}
