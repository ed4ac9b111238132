import { z } from 'zod';
import type { GithubClient } from './client.ts';

const pull = z.object({
  merged: z.boolean().optional(),
  merge_commit_sha: z.string().nullish(),
  head: z.object({ sha: z.string() }),
});
const run = z.object({ id: z.int(), status: z.string().nullish(), conclusion: z.string().nullish() });
const job = z.object({
  id: z.int(),
  name: z.string(),
  conclusion: z.string().nullish(),
  steps: z.array(z.object({ name: z.string(), conclusion: z.string().nullish() })).optional(),
});

export interface WaitingJob {
  readonly run: number;
  readonly job: number;
}

/** Jobs of the pull request's own commit that ended in the given step: those that wait for approvals without a runner. */
export async function waitingJobs(
  client: GithubClient,
  wanted: { readonly pull: number; readonly job: string; readonly step: string },
): Promise<WaitingJob[]> {
  const one = await client.read(
    {
      doing: `read pull request ${wanted.pull}`,
      permission: 'pull-requests: read',
      route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
      params: { pull_number: wanted.pull },
    },
    pull,
  );
  const sha = one.merged && one.merge_commit_sha ? one.merge_commit_sha : one.head.sha;
  const runs = await client.all(
    {
      doing: `list the runs of commit ${sha.slice(0, 12)}`,
      permission: 'actions: read',
      route: 'GET /repos/{owner}/{repo}/actions/runs',
      params: { head_sha: sha },
    },
    run,
  );
  const found: WaitingJob[] = [];
  for (const { id } of runs.filter((each) => each.status === 'completed' && each.conclusion === 'failure')) {
    const jobs = await client.all(
      {
        doing: `list the jobs of run ${id}`,
        permission: 'actions: read',
        route: 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs',
        params: { run_id: id, filter: 'latest' },
      },
      job,
    );
    for (const each of jobs) if (waits(each, wanted)) found.push({ run: id, job: each.id });
  }
  return found;
}

/** A job of a called workflow is named `caller / job`. */
function waits(each: z.infer<typeof job>, wanted: { readonly job: string; readonly step: string }): boolean {
  const named = each.name === wanted.job || each.name.endsWith(` / ${wanted.job}`);
  const ended = each.steps?.find((step) => step.conclusion === 'failure');
  return named && each.conclusion === 'failure' && ended?.name === wanted.step;
}

/** The job and those that need it. https://docs.github.com/en/rest/actions/workflow-runs#re-run-a-job-from-a-workflow-run */
export async function rerunJob(client: GithubClient, id: number): Promise<void> {
  await client.write(
    {
      doing: `rerun job ${id}`,
      permission: 'actions: write',
      route: 'POST /repos/{owner}/{repo}/actions/jobs/{job_id}/rerun',
      params: { job_id: id },
    },
    z.object({}),
  );
}
