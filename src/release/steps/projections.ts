import { cut } from '../../present/text.ts';
import type { Phase } from '../phases.ts';
import type { Session } from '../session.ts';

/** The code host's deployment object follows the record; when it cannot, that is a warning. */
export async function projectDeploymentStatus(
  session: Session,
  phase: Phase,
  state: 'success' | 'failure' | 'inactive' | 'in_progress',
  description: string,
  url?: string,
): Promise<void> {
  const { context } = session;
  const { codeHost } = context;
  if (!codeHost) return;
  const opened = session.events.findLast(
    (e) => e.body['call'] === `${codeHost.vendor}.open-deployment` && e.body['result'] === 'done',
  );
  const id = (opened?.body['value'] as { id?: string } | undefined)?.id;
  if (!id) {
    context.warn(`${codeHost.vendor}.deployment-status was skipped: the deployment object was never opened`);
    return;
  }
  await session.seam(phase).project(
    {
      name: `${codeHost.vendor}.deployment-status`,
      key: state,
      request: { state },
      // Setting the same status twice is harmless: the newest counts.
      reconcile: 'finds-first',
      run: async () => {
        await codeHost.setDeploymentStatus({
          deploymentId: id,
          state,
          description: cut(description, 140),
          ...(url ? { environmentUrl: url } : {}),
          ...(context.run.url ? { logUrl: context.run.url } : {}),
        });
        return {};
      },
    },
    context.warn,
  );
}
