import { configurationError } from '../release/errors.ts';
import type { Door, DoorResult } from './action.ts';
import { composeCodeHost } from './compose.ts';
import { runFacts } from './github.ts';
import { flag, INPUTS, number, required } from './inputs.ts';

/** The approval-rerun action: a comment starts the job again that ended because approvals were missing. */
export async function approvalRerun(door: Door): Promise<DoorResult> {
  const { inputs, say } = door;
  required(inputs, 'github-token');
  required(inputs, 'pull-request');
  const pull = number(inputs, 'pull-request');
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
    job: inputs['approval-job'] ?? INPUTS['approval-job'].default,
    step: inputs['approval-step'] ?? INPUTS['approval-step'].default,
  });
  if (waiting.length === 0) say(`no release of pull request ${pull} ended because approvals were missing`);
  for (const { run, job } of waiting) {
    if (flag(inputs, 'dry-run')) say(`dry run: would rerun job ${job} of run ${run}`);
    else {
      await codeHost.rerunJob(job);
      say(`reran job ${job} of run ${run}`);
    }
  }
  const runs = waiting.map(({ run }) => run).join(',');
  return { outputs: { runs }, summary: '' };
}
