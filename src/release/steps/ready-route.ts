import { assumed } from '../dry-run.ts';
import { configurationError } from '../errors.ts';
import type { RouteLook } from '../ready-route.ts';
import type { Session } from '../session.ts';
import { began } from '../state.ts';

/** The few lines that answer, for whoever has to add them. */
export const ROUTE_LINES = `export const dynamic = 'force-dynamic';
export function GET() {
  const { SHIPLOCK_RELEASE_ID: release, SHIPLOCK_COMMIT: commit } = process.env;
  return Response.json({ release, commit });
}`;

/**
 * A gate that will fail for want of its route must fail before anything migrates. What is past that is the gate's.
 * @throws SHIPLOCK_READY_ROUTE
 */
export async function requireReadyRoute(session: Session): Promise<void> {
  const { context, state } = session;
  const { deployed, closed } = state;
  if (!deployed || closed || began(state, 'migrate')) return;
  if (assumed(session, 'deploy'))
    return context.say('dry run: would ask the staged deployment which release it is');
  const { url, deploymentId } = deployed;
  const headers = context.hosting.protectionHeaders();
  const releaseId = session.release.id;
  const looks = await context.ready({ url, headers, releaseId, commit: context.commit });
  for (const { path, state, said } of looks) {
    if (state === 'answers') context.say(`ready route ${path} of ${deploymentId}: ${said}`);
    else if (state === 'closed')
      context.warn(`could not check the ready route ${path} of ${deploymentId}: ${said}`);
    else if (state === 'unclear')
      context.warn(
        `the ready route ${path} of ${deploymentId} does not answer yet (${said}); it might need the pending migrations, and the gate will not pass without it`,
      );
  }
  const absent = looks.filter(({ state }) => state === 'absent');
  if (absent.length > 0) throw missing(deployed, absent);
}

function missing(deployed: { readonly deploymentId: string }, absent: readonly RouteLook[]) {
  const said = absent.map((look) => `${look.path}: ${look.said}`).join('; ');
  return configurationError({
    code: 'SHIPLOCK_READY_ROUTE',
    what: `deployment ${deployed.deploymentId} does not say which release it is, so the gate would fail after the migrations: ${said}`,
    done: [`the commit is staged as ${deployed.deploymentId}`],
    notDone: ['no migration was applied, no domain was moved'],
    next: `Add the route, for ${absent[0]?.path} in the Next.js app router the file app${absent[0]?.path}/route.js:\n\n${ROUTE_LINES}\n\nMiddleware that redirects must let it through. Or set vercel.confirmPath to false and gates.gate.probes to your own path in shiplock.yml.`,
  });
}
