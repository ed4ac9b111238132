import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

async function configFor(env: Readonly<Record<string, string>>, phase: string) {
  for (const name of ['SHIPLOCK_COMMIT', 'VERCEL_GIT_COMMIT_SHA', 'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY'])
    vi.stubEnv(name, env[name] ?? '');
  const { default: forPhase } = await import('../../next.config.ts');
  return forPhase(phase);
}
const KEY = { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: 'A'.repeat(43).concat('=') };

test('a release is not built without the key that its forms share with the release before', async () => {
  const release = { SHIPLOCK_COMMIT: 'abc123' };
  await expect(configFor(release, 'phase-production-build')).rejects.toThrow(
    /NEXT_SERVER_ACTIONS_ENCRYPTION_KEY is missing/,
  );
  expect(await configFor({ ...release, ...KEY }, 'phase-production-build')).toMatchObject({
    deploymentId: 'abc123',
  });
  // A server has what it was built with.
  expect(await configFor(release, 'phase-production-server')).toMatchObject({ deploymentId: 'abc123' });
});

test('a build of no commit, as on a laptop, needs none', async () => {
  expect(await configFor({}, 'phase-production-build')).not.toHaveProperty('deploymentId');
});
