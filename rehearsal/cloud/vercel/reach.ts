import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Resolve, Route } from '../proxy/index.ts';
import { canaryPercentage } from './shapes.ts';
import type { DeploymentState, ProjectState } from './state.ts';
import type { World } from './world.ts';

const HEADER = 'x-vercel-protection-bypass';

/** What a deployment's own URL answers: the deployment, behind deployment protection. */
export function deploymentListener(world: World, id: string): Resolve {
  return (request) => {
    const deployment = world.state.deployments.find((one) => one.id === id);
    const project = world.state.projects.find((one) => one.id === deployment?.projectId);
    if (!deployment || !project) return notFound('DEPLOYMENT_NOT_FOUND');
    return guard(world, project, deployment, request) ?? toDeployment(world, deployment);
  };
}

/** What a production domain answers: the deployment its alias points at now, or the canary for its share. */
export function domainListener(world: World, projectId: string, domain: () => string): Resolve {
  let share = 0;
  return () => {
    const project = world.state.projects.find(({ id }) => id === projectId);
    const alias = world.state.aliases.find((one) => one.alias === domain());
    let id = alias?.deploymentId;
    if (project?.rolling?.state === 'ACTIVE' && id === project.rolling.current) {
      // An accumulator in place of a die: at 10 % exactly every tenth request goes to the canary.
      share += canaryPercentage(project.rolling);
      if (share >= 100) {
        share -= 100;
        id = project.rolling.canary;
      }
    }
    const deployment = world.state.deployments.find((one) => one.id === id);
    return deployment ? toDeployment(world, deployment) : notFound('DEPLOYMENT_NOT_FOUND');
  };
}

async function toDeployment(world: World, deployment: DeploymentState): Promise<Route> {
  if (deployment.readyState !== 'READY') return notFound(`DEPLOYMENT_${deployment.readyState}`);
  const port = await world.servers.port(deployment);
  return { port, headers: { 'x-vercel-deployment-url': deployment.url } };
}

function notFound(code: string): Route {
  return {
    answer: {
      status: 404,
      headers: { 'x-vercel-error': code },
      body: `The deployment could not be found: ${code}\n`,
    },
  };
}

/**
 * Deployment protection: without the bypass secret, a redirect to a sign-in page.
 * https://vercel.com/docs/deployment-protection/methods-to-bypass-deployment-protection/protection-bypass-automation
 */
function guard(
  world: World,
  project: ProjectState,
  d: DeploymentState,
  request: IncomingMessage,
): Route | undefined {
  const secret = project.protectionBypass;
  if (secret === undefined) return undefined;
  const url = new URL(request.url ?? '/', `http://${d.url}`);
  const cookie = `_vercel_jwt=${createHash('sha256').update(`${secret} ${d.id}`).digest('hex')}`;
  if ((request.headers.cookie ?? '').split(/; */).includes(cookie)) return undefined;
  const given = request.headers[HEADER] ?? url.searchParams.get(HEADER);
  if (typeof given === 'string' && same(given, secret)) {
    const wants =
      request.headers['x-vercel-set-bypass-cookie'] ?? url.searchParams.get('x-vercel-set-bypass-cookie');
    if (!wants) return undefined;
    for (const key of [HEADER, 'x-vercel-set-bypass-cookie']) url.searchParams.delete(key);
    const sameSite = wants === 'samesitenone' ? 'None' : 'Lax';
    const headers = {
      location: `${url.pathname}${url.search}`,
      'set-cookie': `${cookie}; Path=/; HttpOnly; SameSite=${sameSite}`,
    };
    return { answer: { status: 307, headers, body: 'Redirecting...\n' } };
  }
  const location = `${world.apiUrl()}/sso-api?url=${encodeURIComponent(url.href)}`;
  return { answer: { status: 302, headers: { location }, body: 'Redirecting...\n' } };
}

function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
