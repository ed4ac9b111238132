import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwtVerify } from 'jose';
import type { BuildResult } from './builder.ts';
import { type DeploymentState, findDeployment, type VercelState } from './state.ts';
import type { World } from './world.ts';

/**
 * In place of `next build` and `next start`, for tests of thousands of releases: a deployment is ready at once, and one
 * server answers for all of them as the smallest app would, each with its own environment.
 */
export function lightApps(state: VercelState): Pick<World, 'builder' | 'servers'> {
  let server: Server | undefined;
  let listening: Promise<number> | undefined;
  const listen = () =>
    new Promise<number>((resolve, reject) => {
      const made = createServer((request, response) => {
        const name = request.headers['x-vercel-deployment-url'];
        const deployment = findDeployment(state, typeof name === 'string' ? name : '');
        void answerOf(deployment, request.url ?? '/', request.headers.authorization).then(
          ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(body),
        );
      });
      server = made;
      made.keepAliveTimeout = 120_000;
      made.once('error', reject);
      made.listen(0, '127.0.0.1', () => resolve((made.address() as AddressInfo).port));
    });
  return {
    builder: {
      build: async ({ id }, _project, _files, starting): Promise<BuildResult | undefined> =>
        starting() ? { ok: true, kind: 'files', directory: id } : undefined,
      cancel: async () => undefined,
      close: async () => undefined,
    },
    servers: {
      place: () => undefined,
      port: () => {
        listening ??= listen();
        return listening;
      },
      pids: () => [],
      close: async () => {
        server?.close();
        server?.closeAllConnections();
      },
    },
  };
}

async function answerOf(
  deployment: DeploymentState | undefined,
  url: string,
  authorization: string | undefined,
): Promise<{ status: number; body: string }> {
  if (!deployment) return { status: 404, body: '{}' };
  const { SHIPLOCK_RELEASE_ID: release, SHIPLOCK_COMMIT: commit, VISITS: visits } = deployment.env;
  if (url.startsWith('/api/visit')) return { status: visits === 'broken' ? 500 : 204, body: '' };
  const answer = { release, commit, status: 'ready', deployment: deployment.id };
  if (!url.startsWith('/api/me')) return { status: 200, body: JSON.stringify(answer) };
  const user = await signedIn(deployment, authorization?.replace(/^Bearer /, '') ?? '');
  return user === undefined
    ? { status: 401, body: '{}' }
    : { status: 200, body: JSON.stringify({ ...answer, user }) };
}

/** Whose session it is, as an app tells that checks Supabase's tokens on its own. */
async function signedIn(deployment: DeploymentState, token: string): Promise<string | undefined> {
  const secret = new TextEncoder().encode(deployment.env['SUPABASE_JWT_SECRET'] ?? '');
  try {
    return (await jwtVerify(token, secret)).payload.sub;
  } catch {
    return undefined;
  }
}
