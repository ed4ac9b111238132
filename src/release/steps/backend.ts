import type { ReleaseContext } from '../context.ts';
import { assumed } from '../dry-run.ts';
import { failure, firstLine } from '../errors.ts';
import type { Hosting } from '../ports.ts';
import type { Session } from '../session.ts';

/**
 * Where a deployment leads to another project than the one that is migrated: its code would run on a schema that nobody
 * planned. Undefined: it does not, or its variables do not say.
 */
export async function otherBackend(
  {
    hosting,
    backend,
    say,
    warn,
  }: Pick<ReleaseContext, 'backend' | 'say' | 'warn'> & {
    readonly hosting: Pick<Hosting, 'backends'>;
  },
  deploymentId: string,
): Promise<string | undefined> {
  if (!backend || !hosting.backends) return undefined;
  const found = await hosting
    .backends(deploymentId, (value) => backend.of(value))
    .catch((error: unknown) => {
      // A token that may deploy need not be allowed to read variables.
      warn(
        `Shiplock could not check which project deployment ${deploymentId} leads to (${firstLine(error)}), and migrates ${backend.name}.`,
      );
      return [];
    });
  const others = found.filter((one) => one.backend !== backend.name);
  const meant = others.filter(({ variable }) => backend.others.has(variable));
  for (const { variable, backend: name } of meant)
    say(`${variable} leads to project ${name}, as the settings allow: ${backend.others.get(variable)}`);
  const wrong = others.filter((one) => !meant.includes(one));
  if (wrong.length === 0) return undefined;
  return wrong.map(({ variable, backend: name }) => `${variable} leads to project ${name}`).join('; ');
}

/**
 * Before anybody reads a plan of it, let alone migrates.
 * @throws SHIPLOCK_DEPLOY_OTHER_PROJECT
 */
export async function requireSameBackend(session: Session): Promise<void> {
  const { context, state } = session;
  const { backend } = context;
  if (!state.deployed || !backend || assumed(session, 'deploy')) return;
  const { deploymentId } = state.deployed;
  const why = await otherBackend(context, deploymentId);
  if (why === undefined) return;
  throw failure({
    code: 'SHIPLOCK_DEPLOY_OTHER_PROJECT',
    what: `deployment ${deploymentId} would run on another project than the one that is migrated, ${backend.name}: ${why}`,
    done: [`deployment ${deploymentId} exists at hosting`],
    notDone: ['no domain was moved, no migration was applied'],
    next: `Correct the environment variables of the environment at hosting, or the input database-url; then run the deploy action again: it builds again, because a deployment keeps the values of its own time. If a variable leads elsewhere on purpose, name it in vercel.otherProjects in shiplock.yml.`,
  });
}
