import { deploymentStatus } from '../release/calls/code-host.ts';
import { configurationError } from '../release/errors.ts';
import type { Door, DoorResult } from './action.ts';
import { composeCodeHost } from './compose.ts';
import { runFacts } from './github.ts';
import { orDefault, required } from './values.ts';

/** The preview-close action. @throws SHIPLOCK_INPUT_MISSING outside of a repository's workflow */
export async function previewClose({ inputs, say }: Door): Promise<DoorResult<'deployments'>> {
  const environment = required(inputs, 'environment');
  const pull = required(inputs, 'pull-request');
  const dryRun = orDefault(inputs, 'dry-run');
  const facts = runFacts();
  const codeHost = await composeCodeHost(inputs, facts);
  if (!codeHost) {
    throw configurationError({
      code: 'SHIPLOCK_INPUT_MISSING',
      what: 'the repository is unknown: GITHUB_REPOSITORY is not set',
      notDone: ['no preview was made inactive'],
      next: 'Run this action in a GitHub workflow.',
    });
  }
  const open = await codeHost.openPreviews({ environment, pull });
  if (open.length === 0) say(`pull request ${pull} has no preview of ${environment} that is not inactive`);
  for (const deploymentId of open) {
    if (dryRun) {
      say(`dry run: would call ${deploymentStatus.name(codeHost)} (inactive) for deployment ${deploymentId}`);
      continue;
    }
    await deploymentStatus.direct(codeHost, async () => ({
      deploymentId,
      state: 'inactive',
      description: `pull request ${pull} was closed`,
      ...(facts.runUrl ? { logUrl: facts.runUrl } : {}),
    }));
    say(`deployment ${deploymentId} is inactive`);
  }
  return { outputs: { deployments: open.join(',') }, summary: '' };
}
