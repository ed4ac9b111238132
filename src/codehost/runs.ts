import { z } from 'zod';
import type { GithubClient } from './client.ts';

const user = z.object({ login: z.string() }).nullish();
const run = z.object({
  run_attempt: z.int().min(1).default(1),
  created_at: z.string().optional(),
  actor: user,
  triggering_actor: user,
});

export interface RunInfo {
  /** Everybody who started the run or any attempt of it. */
  readonly actors: readonly string[];
  readonly attempts: number;
  /** ISO 8601: when the first attempt was asked for. */
  readonly createdAt: string | undefined;
}

/**
 * Actor and triggering actor of every attempt: `GITHUB_ACTOR` alone is who started the first one, so whoever runs a
 * job again would pass for a second person.
 * https://docs.github.com/en/rest/actions/workflow-runs#get-a-workflow-run-attempt
 */
export async function runActors(client: GithubClient, runId: string): Promise<RunInfo> {
  const permission = 'actions: read';
  const doing = `read run ${runId}`;
  const params = { run_id: runId };
  const last = await client.read(
    { doing, permission, route: 'GET /repos/{owner}/{repo}/actions/runs/{run_id}', params },
    run,
  );
  const attempts = [last];
  for (let number = 1; number < last.run_attempt; number++) {
    const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}';
    const call = {
      doing: `${doing}, attempt ${number}`,
      permission,
      route,
      params: { ...params, attempt_number: number },
    };
    attempts.push(await client.read(call, run));
  }
  const logins = attempts.flatMap((each) => [each.actor?.login, each.triggering_actor?.login]);
  return {
    actors: [...new Set(logins.filter((login) => login !== undefined))].sort(),
    attempts: last.run_attempt,
    createdAt: last.created_at,
  };
}
