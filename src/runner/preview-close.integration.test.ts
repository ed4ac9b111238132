import { afterEach, expect, it, vi } from 'vitest';
import { startGithub } from '../../rehearsal/cloud/github/index.ts';
import { AccessLog, Faults } from '../../rehearsal/cloud/kit/index.ts';
import { githubCodeHost } from '../codehost/index.ts';
import { previewClose } from './preview-close.ts';

afterEach(() => vi.unstubAllEnvs());

it('retires the previews of the closed pull request alone, once; a dry run retires nothing', async () => {
  const github = await startGithub({ faults: new Faults(), log: new AccessLog() });
  try {
    vi.stubEnv('GITHUB_REPOSITORY', github.repository);
    vi.stubEnv('GITHUB_API_URL', github.url);
    const host = githubCodeHost({
      token: github.botToken,
      repository: github.repository,
      apiUrl: github.url,
    });
    const open = async (releaseId: string, preview: number) => {
      const commit = github.addCommit({ message: releaseId }).sha;
      const request = { releaseId, commit, environment: 'staging', production: false, preview };
      const deploymentId = await host.openDeployment(request);
      await host.setDeploymentStatus({ deploymentId, state: 'success', description: 'x' });
      return deploymentId;
    };
    const [mine, other] = [await open('rel_1', 7), await open('rel_2', 8)];
    const close = async (dry: boolean) => {
      const inputs = {
        ...{ environment: 'staging', 'pull-request': 7, 'github-token': github.botToken },
        'dry-run': dry,
      };
      return (await previewClose({ inputs, say: () => {}, warn: () => {}, summarize: async () => {} }))
        .outputs;
    };
    expect(await close(true)).toEqual({ deployments: mine });
    expect(await close(false)).toEqual({ deployments: mine });
    expect(await close(false)).toEqual({ deployments: '' });
    expect(await host.openPreviews({ environment: 'staging', pull: 8 })).toEqual([other]);
  } finally {
    await github.close();
  }
});

it('says that it needs a repository', async () => {
  vi.stubEnv('GITHUB_REPOSITORY', '');
  const inputs = { environment: 'staging', 'pull-request': 7, 'github-token': 'x' };
  await expect(
    previewClose({ inputs, say: () => {}, warn: () => {}, summarize: async () => {} }),
  ).rejects.toMatchObject({ code: 'SHIPLOCK_INPUT_MISSING' });
});
