import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DeploymentState } from '../../rehearsal/cloud/vercel/state.ts';
import type { Ran } from './cli.ts';
import { PROJECT, type Scene, TEAM, TOKEN, writeOutput } from './scene.ts';

/** What earlier commands left for later ones. */
export interface Made {
  first?: DeploymentState;
  second?: DeploymentState;
  third?: DeploymentState;
}

export interface Command {
  /** What to type after `vercel`, and what has to be done before. */
  readonly args: (scene: Scene, made: Made) => readonly string[] | Promise<readonly string[]>;
  /** What must be so afterwards, beyond exit code 0. @returns what is not so */
  readonly holds: (ran: Ran, scene: Scene, made: Made) => Promise<string | undefined> | string | undefined;
}

const says = (ran: Ran, ...texts: readonly string[]): string | undefined => {
  const all = `${ran.stdout}\n${ran.stderr}`;
  const missing = texts.find((text) => !all.includes(text));
  return missing === undefined ? undefined : `it does not say "${missing}"`;
};
const is = <T>(what: string, found: T, expected: T): string | undefined =>
  found === expected ? undefined : `${what} is ${String(found)}, not ${String(expected)}`;
const idOf = (one: DeploymentState | undefined) => one?.id ?? '';
const both = async (scene: Scene, text: string) => {
  for (const label of ['www', 'shop'])
    if (!(await scene.page(label)).includes(text)) return `${label} does not answer "${text}"`;
  return undefined;
};

/** A deploy to production that leaves the domains alone. */
const staged =
  (text: string, keep: (made: Made, deployment: DeploymentState) => void, ...flags: readonly string[]) =>
  (): Command => ({
    args: async (scene) => {
      await scene.write(text);
      return ['deploy', '--prod', '--skip-domain', '--yes', ...flags];
    },
    holds: async (_ran, scene, made) => {
      const deployment = scene.latest();
      keep(made, deployment);
      return (
        is('its state', deployment.readyState, 'READY') ??
        is('its substate', deployment.readySubstate, 'STAGED') ??
        ((await scene.pageOf(deployment)).includes(text) ? undefined : `it does not answer "${text}"`)
      );
    },
  });

const rollingAt = (scene: Scene, state: string, stage?: number) =>
  is('the rolling release', scene.project.rolling?.state, state) ??
  (stage === undefined ? undefined : is('its stage', scene.project.rolling?.stage, stage));

/** The commands, in the order in which they depend on each other. Their list is that of the CLI's own help. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  whoami: { args: () => ['whoami'], holds: (ran) => says(ran, 'local') },
  'teams ls': { args: () => ['teams', 'ls'], holds: (ran) => says(ran, TEAM.slug) },
  'project ls': { args: () => ['project', 'ls'], holds: (ran) => says(ran, PROJECT.name) },
  'project inspect': {
    args: () => ['project', 'inspect', PROJECT.name],
    holds: (ran) => says(ran, PROJECT.id, TEAM.slug),
  },
  'domains ls': {
    args: () => ['domains', 'ls'],
    holds: (ran, { vercel }) => says(ran, vercel.domainName('www'), vercel.domainName('shop')),
  },
  'env add': {
    args: () => ['env', 'add', 'API_KEY', 'production', '--value', 'k-1', '--yes'],
    holds: (_ran, { project }) =>
      is('its value', project.env.find(({ key }) => key === 'API_KEY')?.value, 'k-1'),
  },
  'env ls': { args: () => ['env', 'ls', 'production'], holds: (ran) => says(ran, 'API_KEY', 'GREETING') },
  'env pull': {
    args: () => ['env', 'pull', '.env.pulled', '--environment', 'production', '--yes'],
    holds: async (_ran, { app }) => {
      const pulled = await readFile(path.join(app, '.env.pulled'), 'utf8');
      return pulled.includes('GREETING="hello"') ? undefined : `the file holds ${pulled}`;
    },
  },
  'env rm': {
    args: () => ['env', 'rm', 'API_KEY', 'production', '--yes'],
    holds: (_ran, { project }) =>
      is(
        'the variable',
        project.env.some(({ key }) => key === 'API_KEY'),
        false,
      ),
  },
  'deploy --prod': {
    args: () => ['deploy', '--prod', '--yes'],
    holds: async (ran, scene, made) => {
      made.first = scene.latest();
      const { url, readyState, source, log } = made.first;
      return (
        is('its state', readyState, 'READY') ??
        is('its source', source, 'cli') ??
        says(ran, url) ??
        (log.some(({ text }) => text.includes('built by vercel.json'))
          ? undefined
          : 'vercel.json built nothing') ??
        both(scene, 'first')
      );
    },
  },
  'deploy --prod --skip-domain': staged('second', (made, deployment) => {
    made.second = deployment;
  })(),
  'deploy --archive=tgz': {
    args: async (scene) => {
      await scene.write('archived');
      return ['deploy', '--archive=tgz', '--yes'];
    },
    holds: async (_ran, scene) =>
      is('its target', scene.latest().target, 'preview') ??
      ((await scene.pageOf(scene.latest())).includes('archived')
        ? undefined
        : 'it does not answer "archived"'),
  },
  'deploy --prebuilt': {
    args: async ({ app }) => {
      await writeOutput(app, 'prebuilt');
      // As `vercel build --prod` notes what it built for.
      await writeFile(
        path.join(app, '.vercel/output/builds.json'),
        JSON.stringify({ target: 'production', builds: [] }),
      );
      return ['deploy', '--prebuilt', '--prod', '--skip-domain', '--yes'];
    },
    holds: async (_ran, scene, made) => {
      made.third = scene.latest();
      const page = await scene.pageOf(made.third);
      const answer = await scene.pageOf(made.third, '/api/who');
      return (
        is('whether it is prebuilt', made.third.prebuilt, true) ??
        (page.includes('prebuilt') ? undefined : `its page is ${page}`) ??
        is('its function', answer, 'function of production')
      );
    },
  },
  list: {
    args: () => ['list'],
    holds: (ran, { vercel }) => says(ran, ...vercel.state.deployments.map(({ url }) => url)),
  },
  'alias set': {
    args: (_scene, { second }) => ['alias', 'set', idOf(second), 'cli-app-qa.vercel.app'],
    holds: ({ code }, { vercel }, { second }) =>
      is('the exit code', code, 0) ??
      is(
        'the alias',
        vercel.state.aliases.find(({ alias }) => alias === 'cli-app-qa.vercel.app')?.deploymentId,
        idOf(second),
      ),
  },
  'alias ls': { args: () => ['alias', 'ls'], holds: (ran) => says(ran, 'cli-app-qa.vercel.app') },
  'inspect --wait': {
    args: (_scene, { first }) => ['inspect', idOf(first), '--wait'],
    holds: (ran, { vercel }, { first }) => says(ran, idOf(first), 'Ready', vercel.domainName('www')),
  },
  'inspect --logs': {
    // By a domain that leads to it. The CLI drops a port, so the local cloud's own names cannot be typed here.
    args: () => ['inspect', 'https://cli-app-qa.vercel.app', '--logs'],
    holds: (ran) => says(ran, 'built by vercel.json', 'Ready'),
  },
  'alias rm': {
    args: () => ['alias', 'rm', 'cli-app-qa.vercel.app', '--yes'],
    holds: (_ran, { vercel }) =>
      is(
        'the alias',
        vercel.state.aliases.some(({ alias }) => alias === 'cli-app-qa.vercel.app'),
        false,
      ),
  },
  logs: {
    args: () => ['logs', '--no-follow'],
    holds: (ran) => is('the exit code', ran.code, 0),
  },
  promote: {
    args: (_scene, { second }) => ['promote', idOf(second), '--yes'],
    holds: (_ran, scene, { second }) =>
      is('production', scene.project.production, idOf(second)) ?? both(scene, 'second'),
  },
  'promote status': {
    args: () => ['promote', 'status'],
    holds: (ran, _scene, { second }) => says(ran, second?.url ?? '-'),
  },
  rollback: {
    args: (_scene, { first }) => ['rollback', idOf(first), '--yes'],
    holds: (_ran, scene, { first }) =>
      is('production', scene.project.production, idOf(first)) ?? both(scene, 'first'),
  },
  'rollback status': {
    args: () => ['rollback', 'status'],
    holds: (ran, _scene, { first }) => says(ran, first?.url ?? '-'),
  },
  redeploy: {
    args: (_scene, { second }) => ['redeploy', idOf(second)],
    holds: async (_ran, scene, { second }) =>
      is('its source', scene.latest().source, 'redeploy') ??
      is('whether it is another', scene.latest().id !== idOf(second), true) ??
      ((await scene.pageOf(scene.latest())).includes('second') ? undefined : 'it does not answer "second"'),
  },
  'rolling-release configure': {
    args: () => [
      ...['rolling-release', 'configure', '--enable', '--advancement-type=manual-approval'],
      ...['--stage=10', '--stage=50'],
    ],
    holds: (_ran, { project }) =>
      is(
        'the stages',
        project.rollingConfig?.stages.map(({ targetPercentage }) => targetPercentage).join(),
        '10,50,100',
      ),
  },
  'rolling-release start': {
    args: (_scene, { second }) => ['rolling-release', 'start', `--dpl=${idOf(second)}`, '--yes'],
    holds: (_ran, scene) => rollingAt(scene, 'ACTIVE', 0),
  },
  'rolling-release fetch': {
    args: () => ['rolling-release', 'fetch'],
    holds: (ran, _scene, { second }) => says(ran, idOf(second), 'ACTIVE'),
  },
  'rolling-release approve': {
    args: (_scene, { second }) => [
      ...['rolling-release', 'approve', '--currentStageIndex=0', `--dpl=${idOf(second)}`],
    ],
    holds: (_ran, scene) => rollingAt(scene, 'ACTIVE', 1),
  },
  'rolling-release complete': {
    args: (_scene, { second }) => ['rolling-release', 'complete', `--dpl=${idOf(second)}`],
    holds: (_ran, scene) => rollingAt(scene, 'COMPLETE') ?? both(scene, 'second'),
  },
  'rolling-release abort': {
    args: async (scene, { third }) => {
      const { url } = scene.vercel;
      const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
      await fetch(`${url}/v1/projects/${PROJECT.id}/rolling-release/start`, {
        ...{ method: 'POST', headers, body: JSON.stringify({ canaryDeploymentId: idOf(third) }) },
      });
      return ['rolling-release', 'abort', `--dpl=${scene.project.rolling?.current ?? ''}`];
    },
    holds: (_ran, scene) => rollingAt(scene, 'ABORTED') ?? both(scene, 'second'),
  },
  'rolling-release configure --disable': {
    args: () => ['rolling-release', 'configure', '--disable'],
    holds: (_ran, { project }) => is('the configuration', project.rollingConfig, null),
  },
};
