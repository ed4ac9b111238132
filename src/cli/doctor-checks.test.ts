import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { RouteLook } from '../release/ready-route.ts';
import { appFolder, gitDeployments, readyRoute } from './doctor-checks.ts';

let uploaded: string;
beforeEach(async () => {
  uploaded = await mkdtemp(path.join(tmpdir(), 'shiplock-doctor-'));
});
const write = async (file: string, content: unknown) => {
  await mkdir(path.dirname(path.join(uploaded, file)), { recursive: true });
  await writeFile(path.join(uploaded, file), JSON.stringify(content));
};
const app = (directory = '.') => ({ uploaded, directory });
const connected = {
  rootDirectory: undefined,
  deploysFrom: { repository: 'acme/shop', branch: 'main' },
};

describe('Vercel’s own deployments of pushes', () => {
  test('are no matter where no repository is connected', async () => {
    expect(await gitDeployments({ rootDirectory: undefined, deploysFrom: undefined }, app())).toEqual({
      seen: 'the project is not connected to a repository',
    });
  });

  test.each([
    ['switched off', { git: { deploymentEnabled: false } }],
    ['switched off for the branch of production', { git: { deploymentEnabled: { main: false } } }],
  ])('are found %s in vercel.json', async (_name, content) => {
    await write('vercel.json', content);
    expect(await gitDeployments(connected, app())).toMatchObject({
      seen: expect.stringContaining('acme/shop'),
    });
  });

  test('are found switched off in the project', async () => {
    const off = { ...connected, deploysFrom: { ...connected.deploysFrom, off: true } };
    expect(await gitDeployments(off, app())).toMatchObject({ seen: expect.stringContaining('acme/shop') });
  });

  test.each([
    ['there is no vercel.json', undefined],
    ['it does not speak of git', { crons: [] }],
    ['they are on', { git: { deploymentEnabled: true } }],
    ['another branch is off', { git: { deploymentEnabled: { dev: false } } }],
    ['the branch is on', { git: { deploymentEnabled: { main: true } } }],
  ])('fail doctor where %s, with the line to write', async (_name, content) => {
    if (content) await write('vercel.json', content);
    await expect(gitDeployments(connected, app())).rejects.toMatchObject({
      problem: { next: expect.stringContaining('{"git": {"deploymentEnabled": false}}') },
    });
  });

  test('are looked for in the folder that Vercel builds', async () => {
    await write('apps/web/vercel.json', { git: { deploymentEnabled: false } });
    await expect(gitDeployments(connected, app())).rejects.toThrow(/acme\/shop/);
    const inside = { ...connected, rootDirectory: 'apps/web' };
    expect(await gitDeployments(inside, app())).toHaveProperty('seen');
  });

  test('a vercel.json that is no JSON is no answer', async () => {
    await writeFile(path.join(uploaded, 'vercel.json'), '{');
    await expect(gitDeployments(connected, app())).rejects.toThrow(/could not read/);
  });
});

describe('the folder of the app', () => {
  const setup = (rootDirectory?: string) => ({ rootDirectory, deploysFrom: undefined });
  const files = (...paths: string[]) => paths.map((one) => ({ path: one }));

  test('must hold the app where Vercel’s Root Directory says', async () => {
    await write('apps/web/package.json', {});
    const all = files('package.json', 'apps/web/package.json');
    expect(await appFolder(setup('apps/web'), app(), all)).toHaveProperty('seen');
    await expect(appFolder(setup('apps/web'), app('apps/web'), files('package.json'))).rejects.toThrow(
      /app\.directory is apps\/web, and Vercel's Root Directory is apps\/web: the commit has no apps\/web\/apps\/web\/package\.json/,
    );
    await expect(appFolder(setup(), app(), files('README.md'))).rejects.toThrow(
      /the commit has no package\.json/,
    );
  });

  test.each(['workspace:*', 'file:../ui', 'link:../ui'])(
    'a package beside it (%s) must be uploaded too',
    async (version) => {
      await write('package.json', { dependencies: { '@acme/ui': version } });
      await expect(appFolder(setup(), app('apps/web'), files('package.json'))).rejects.toThrow(
        /depends on @acme\/ui outside this folder, which Shiplock does not upload/,
      );
    },
  );

  test('ordinary dependencies are none', async () => {
    await write('package.json', { dependencies: { next: '16.0.0', own: 'file:./vendor/own' } });
    expect(await appFolder(setup(), app(), files('package.json'))).toHaveProperty('seen');
  });
});

describe('the ready route', () => {
  const context = (
    live: { deploymentId?: string; releaseId?: string },
    looks: readonly RouteLook[],
  ): Parameters<typeof readyRoute>[0] => ({
    hosting: {
      live: async () => ({ deploymentId: live.deploymentId, pinned: false }),
      deployment: async (id: string) => ({ url: 'https://x.example', state: 'ready' as const, ...live, id }),
      protectionHeaders: () => ({}),
    },
    ready: async () => looks,
  });
  const look = (state: RouteLook['state']): RouteLook => ({ path: '/ready', state, said: `it ${state}` });

  test('is ok where what serves answers', async () => {
    expect(
      await readyRoute(context({ deploymentId: 'dpl_1', releaseId: 'rel_1' }, [look('answers')])),
    ).toEqual({
      seen: '/ready of dpl_1: it answers',
    });
  });

  test.each(['absent', 'closed', 'unclear'] as const)(
    '%s fails where Shiplock deployed what serves',
    async (state) => {
      await expect(
        readyRoute(context({ deploymentId: 'dpl_1', releaseId: 'rel_1' }, [look(state)])),
      ).rejects.toThrow(/it /);
    },
  );

  test('is never ok of what was not looked at', async () => {
    expect(await readyRoute(context({}, []))).toHaveProperty('skipped');
    expect(await readyRoute(context({ deploymentId: 'dpl_1', releaseId: 'rel_1' }, []))).toHaveProperty(
      'skipped',
    );
    expect(await readyRoute(context({ deploymentId: 'dpl_1' }, [look('absent')]))).toMatchObject({
      skipped: expect.stringContaining('Shiplock did not deploy the live deployment'),
    });
  });
});
