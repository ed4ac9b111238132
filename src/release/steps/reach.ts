import { firstLine } from '../errors.ts';
import type { Plan } from '../plan.ts';
import type { PendingMigrations } from '../ports.ts';
import type { Session } from '../session.ts';
import { riskOf } from './risk.ts';

/** Approvals that nobody can give, said on the plan and not when a job has waited for them. A look that fails says nothing: the approval gate looks again. */
export async function reachWarnings(
  { context }: Session,
  plan: Plan,
  pending: PendingMigrations,
): Promise<readonly string[]> {
  if (!context.reach || context.environment.kind !== 'production') return [];
  try {
    const found = await context.reach({
      commit: context.commit,
      runId: context.run.id,
      servingCommit: plan.replaces?.commit,
      risk: riskOf(pending),
      fast: plan.fastLane !== undefined,
    });
    for (const line of found) context.warn(line);
    return found;
  } catch (error) {
    context.say(`could not look up whether enough people can approve: ${firstLine(error)}`);
    return [];
  }
}
