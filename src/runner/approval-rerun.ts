import { rerunJob } from '../release/calls/code-host.ts';
import { configurationError } from '../release/errors.ts';
import type { Door, DoorResult } from './action.ts';
import { composeCodeHost } from './compose.ts';
import { runFacts } from './github.ts';
import { orDefault, required } from './values.ts';

/** The approval-rerun action: a comment starts the job again that ended because approvals were missing. */
export async function approvalRerun(door: Door): Promise<DoorResult<'runs'>> {
  const { inputs, say } = door;
  const pull = required(inputs, 'pull-request');
  const dryRun = orDefault(inputs, 'dry-run');
  const codeHost = await composeCodeHost(inputs, runFacts());
  if (!codeHost) {
    throw configurationError({
      code: 'SHIPLOCK_INPUT_MISSING',
      what: 'the repository is unknown: GITHUB_REPOSITORY is not set',
      notDone: ['no job was rerun'],
      next: 'Run this action in a GitHub workflow.',
    });
  }
  const waiting = await codeHost.waitingJobs({
    pull,
    job: orDefault(inputs, 'approval-job'),
    step: orDefault(inputs, 'approval-step'),
  });
  if (waiting.length === 0) say(`no release of pull request ${pull} ended because approvals were missing`);
  for (const { run, job } of waiting) {
    if (dryRun) say(`dry run: would call ${rerunJob.name(codeHost)} for job ${job} of run ${run}`);
    else {
      await rerunJob.direct(codeHost, { job });
      say(`reran job ${job} of run ${run}`);
    }
  }
  const runs = waiting.map(({ run }) => run).join(',');
  return { outputs: { runs }, summary: '' };
}
