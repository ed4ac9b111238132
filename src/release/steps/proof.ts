import type { EnvironmentFacts, ReleaseContext } from '../context.ts';
import { failure } from '../errors.ts';
import type { Plan } from '../plan.ts';
import { installedVersion } from '../record/install.ts';
import { ReleaseRecord } from '../record/record.ts';
import { foldState } from '../state.ts';
import { drillLine, requireDrill } from './drill-proof.ts';

interface Proof {
  readonly provedBy: Plan['provedBy'];
  /** What else that record says of the commit, for whoever approves. */
  readonly notes: readonly string[];
}

/**
 * Production also requires that this commit finished on staging. Only staging's own record can say so: what the code
 * host lists as a deployment, everybody with write access can post.
 * @throws SHIPLOCK_PLAN_NOT_PROVED
 */
export async function provedElsewhere(context: ReleaseContext): Promise<Proof> {
  const { requires } = context.environment;
  if (!requires) return { provedBy: null, notes: [] };
  if (!requires.database) throw noRecord(context, requires);
  const database = await requires.database();
  try {
    const record = new ReleaseRecord(database, context.environment.requiredProject);
    const release =
      (await installedVersion(database)) > 0
        ? await record.finished(requires.environment, context.commit)
        : undefined;
    if (release) {
      const { drill } = foldState(await record.events(release.id));
      if (requires.drill) requireDrill(requires.environment, release, drill);
      const notes = drill ? [drillLine(requires.environment, drill)] : [];
      return { provedBy: { environment: requires.environment, releaseId: release.id }, notes };
    }
  } finally {
    await database.close();
  }
  throw failure({
    code: 'SHIPLOCK_PLAN_NOT_PROVED',
    what: `commit ${context.commit.slice(0, 12)} did not finish on ${requires.environment}, or was rolled back there since, but ${context.environment.name} requires it`,
    notDone: ['nothing was changed'],
    next: `Ship this commit to ${requires.environment} first.`,
  });
}

function noRecord(context: ReleaseContext, requires: NonNullable<EnvironmentFacts['requires']>) {
  return failure({
    code: 'SHIPLOCK_PLAN_NOT_PROVED',
    what: `${context.environment.name} requires that a commit finished on ${requires.environment} first, but Shiplock cannot read the record of ${requires.environment}: staging-database-url is not set`,
    notDone: ['nothing was changed'],
    next: `Set \`with: staging-database-url:\` or \`env: SHIPLOCK_STAGING_DATABASE_URL:\`; a role that can only read is enough. In a workflow, from its secrets: staging-database-url: \${{ secrets.STAGING_DATABASE_URL }}`,
  });
}
