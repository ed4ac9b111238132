import { deployedAs } from '../deployed-as.ts';
import { failure } from '../errors.ts';
import type { Session } from '../session.ts';

/** A pin that our own rollback made may be lifted by an approved plan that shows it; anybody else's only by consent. */
export async function refuseForeignPin(session: Session, deploymentId: string): Promise<void> {
  const { context } = session;
  if (context.environment.acceptPin) return;
  const { record, standing } = session;
  const serving = standing.version > 0 ? await record.serving(context.environment.name) : undefined;
  if (serving && (await deployedAs(record, serving.id)) === deploymentId) return;
  throw failure({
    code: 'SHIPLOCK_PRODUCTION_PINNED',
    what: `${context.environment.name} is pinned to deployment ${deploymentId} by a rollback outside of Shiplock`,
    notDone: ['nothing was changed'],
    next: 'Find out who rolled back and why. To ship over the pin on purpose, set accept-pin: true; the plan then shows it to the approver.',
  });
}
