import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AccessLog, Faults } from '../../rehearsal/cloud/kit/index.ts';
import { startVercel, type Vercel } from '../../rehearsal/cloud/vercel/index.ts';
import type { DeploymentState, ProjectState } from '../../rehearsal/cloud/vercel/state.ts';
import { root } from '../../scripts/project.ts';

export const TEAM = { id: 'team_cli', slug: 'cli-team' };
export const PROJECT = { id: 'prj_cli', name: 'cli-app' };
export const TOKEN = 'vercelCliToken1';

/** The local cloud's Vercel with one project, and the folder of its app, as `vercel link` leaves it. */
export interface Scene {
  readonly vercel: Vercel;
  readonly log: AccessLog;
  /** The app's folder. */
  readonly app: string;
  readonly project: ProjectState;
  /** The latest deployment. */
  latest(): DeploymentState;
  /** What a domain answers. */
  page(label: string): Promise<string>;
  /** What a deployment answers at its own address. */
  pageOf(deployment: DeploymentState, path?: string): Promise<string>;
  /** Writes the app anew: its page says so. */
  write(says: string): Promise<void>;
  close(): Promise<void>;
}

const FUNCTION =
  'module.exports = (request, response) => response.end(`function of ${process.env.VERCEL_ENV}`);\n';

export async function startScene(): Promise<Scene> {
  const work = path.join(root, 'rehearsal/.work');
  await mkdir(work, { recursive: true });
  const workDir = await mkdtemp(path.join(work, 'vercel-cli-'));
  const log = new AccessLog();
  const vercel = await startVercel({
    ...{ root, workDir, tokens: [TOKEN], team: TEAM, faults: new Faults(), log, published: true },
    projects: [
      {
        ...PROJECT,
        framework: null,
        env: { production: { GREETING: 'hello' } },
        domains: ['www', 'shop'],
        customEnvironments: ['qa'],
      },
    ],
  });
  const [project] = vercel.state.projects;
  if (!project) throw new Error('no project');
  const app = path.join(workDir, 'app');
  const write = async (says: string) => {
    await mkdir(path.join(app, 'public'), { recursive: true });
    await writeFile(path.join(app, 'public/index.html'), `<h1>${says}</h1>\n`);
  };
  await write('first');
  await mkdir(path.join(app, 'api'), { recursive: true });
  await writeFile(
    path.join(app, 'vercel.json'),
    JSON.stringify({ buildCommand: 'echo built by vercel.json' }),
  );
  await mkdir(path.join(app, '.vercel'), { recursive: true });
  await writeFile(
    path.join(app, '.vercel/project.json'),
    JSON.stringify({ projectId: PROJECT.id, orgId: TEAM.id, projectName: PROJECT.name }),
  );
  const text = async (url: string) => (await fetch(url)).text();
  return {
    ...{ vercel, log, app, project, write },
    latest() {
      const found = vercel.state.deployments.at(-1);
      if (!found) throw new Error('nothing was deployed');
      return found;
    },
    page: (label) => text(vercel.domainUrl(label)),
    pageOf: ({ url }, at = '/') => text(`http://${url}${at}`),
    async close() {
      await vercel.close();
      await rm(workDir, { recursive: true, force: true });
    },
  };
}

/** `.vercel/output` as `vercel build` leaves it for an app with one page and one function. */
export async function writeOutput(app: string, says: string): Promise<void> {
  const output = path.join(app, '.vercel/output');
  await rm(output, { recursive: true, force: true });
  await mkdir(path.join(output, 'static'), { recursive: true });
  await mkdir(path.join(output, 'functions/api/who.func'), { recursive: true });
  await writeFile(path.join(output, 'static/index.html'), `<h1>${says}</h1>\n`);
  await writeFile(path.join(output, 'functions/api/who.func/index.js'), FUNCTION);
  await writeFile(
    path.join(output, 'functions/api/who.func/.vc-config.json'),
    JSON.stringify({ runtime: 'nodejs24.x', handler: 'index.js', launcherType: 'Nodejs' }),
  );
  await writeFile(
    path.join(output, 'config.json'),
    JSON.stringify({ version: 3, routes: [{ handle: 'filesystem' }] }),
  );
}
