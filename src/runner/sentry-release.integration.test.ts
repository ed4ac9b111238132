import { afterEach, expect, it, vi } from 'vitest';
import { action } from '../../actions/sentry-release/main.ts';
import { AccessLog, Faults } from '../../rehearsal/cloud/kit/index.ts';
import { startSentry } from '../../rehearsal/cloud/sentry/index.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { rawInputs } from './run.ts';
import { parseInputs } from './values.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

async function deploysOf(runs: readonly string[]): Promise<number> {
  const part = await startSentry({ faults: new Faults(), log: new AccessLog() });
  try {
    vi.stubEnv('SENTRY_URL', part.url);
    vi.stubEnv('GITHUB_WORKSPACE', await temporaryFolder());
    vi.stubEnv('GITHUB_REPOSITORY', undefined);
    const given: Readonly<Record<string, string>> = {
      ...{ environment: 'production', commit: 'c'.repeat(40), 'sentry-token': part.organizationToken },
      ...{ 'sentry-org': part.organization, 'sentry-project': part.project },
    };
    vi.useFakeTimers({ toFake: ['Date'] });
    for (const run of runs) {
      vi.stubEnv('GITHUB_RUN_ID', run);
      vi.setSystemTime(Date.now() + 60_000);
      const raw = rawInputs(action.manifest.inputs, (input) => given[input] ?? '');
      const quiet = { say: () => undefined, warn: () => undefined, summarize: async () => undefined };
      await action.run({ inputs: parseInputs(raw, action.manifest), ...quiet });
    }
    return part.state.releases[0]?.deploys.length ?? 0;
  } finally {
    await part.close();
  }
}

it('records one deploy of a run that is run again a minute later, and another of another run', async () => {
  expect(await deploysOf(['12', '12'])).toBe(1);
  expect(await deploysOf(['12', '13'])).toBe(2);
});
