import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { configurationError } from '../release/errors.ts';
import { type Inputs, required } from './values.ts';

/** What the runner's environment says of this run. Source: the variables of https://docs.github.com/actions/reference/variables */
export interface RunFacts {
  readonly workspace: string;
  readonly repository: string | undefined;
  /** The repository's address, as people clone it. */
  readonly remoteUrl?: string;
  /** The branch that the commit is on: of a pull request its own. Absent for a tag. */
  readonly branch?: string;
  readonly apiUrl: string;
  readonly runId: string | undefined;
  readonly runUrl: string | undefined;
  readonly actor: string;
  /** Everybody who started this run or a re-run of it. */
  readonly actors: readonly string[];
  readonly sha: string | undefined;
  /** 1 for the first try of a run. */
  readonly attempt: number;
}

export function runFacts(env: NodeJS.ProcessEnv = process.env): RunFacts {
  const repository = env['GITHUB_REPOSITORY'];
  const runId = env['GITHUB_RUN_ID'];
  const server = env['GITHUB_SERVER_URL'] ?? 'https://github.com';
  const actor = env['GITHUB_TRIGGERING_ACTOR'] || env['GITHUB_ACTOR'] || env['USER'] || 'unknown';
  return {
    workspace: env['GITHUB_WORKSPACE'] ?? process.cwd(),
    repository,
    ...(repository ? { remoteUrl: `${server}/${repository}` } : {}),
    ...branchOf(env),
    apiUrl: env['GITHUB_API_URL'] ?? 'https://api.github.com',
    runId,
    runUrl: repository && runId ? `${server}/${repository}/actions/runs/${runId}` : undefined,
    actor,
    actors: [
      ...new Set(
        [env['GITHUB_ACTOR'], env['GITHUB_TRIGGERING_ACTOR']].filter((a): a is string => Boolean(a)),
      ),
    ],
    attempt: Number(env['GITHUB_RUN_ATTEMPT'] ?? '1') || 1,
    // On a pull request GITHUB_SHA is a merge commit nobody wrote: where the event cannot tell, nothing can.
    sha: env['GITHUB_EVENT_NAME']?.startsWith('pull_request') ? pullRequestHead(env) : env['GITHUB_SHA'],
  };
}

function branchOf(env: NodeJS.ProcessEnv): { readonly branch?: string } {
  const branch =
    env['GITHUB_HEAD_REF'] || (env['GITHUB_REF_TYPE'] === 'branch' ? env['GITHUB_REF_NAME'] : undefined);
  return branch ? { branch } : {};
}

const pullRequestEvent = z.object({
  pull_request: z.object({ head: z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/i) }) }),
});
/** GitHub's own limit for the payload of an event: https://docs.github.com/webhooks/webhook-events-and-payloads */
const LARGEST_EVENT = 25 << 20;

/** On `pull_request` GITHUB_SHA is a merge commit nobody wrote; the head is what people read and approve. */
function pullRequestHead(env: NodeJS.ProcessEnv): string | undefined {
  const file = env['GITHUB_EVENT_PATH'];
  if (!file || !env['GITHUB_EVENT_NAME']?.startsWith('pull_request')) return undefined;
  try {
    if (statSync(file).size > LARGEST_EVENT) return undefined;
    return pullRequestEvent.parse(JSON.parse(readFileSync(file, 'utf8'))).pull_request.head.sha;
  } catch {
    return undefined;
  }
}

/** The full SHA to ship. @throws SHIPLOCK_INPUT_INVALID for anything but 40 hex digits. */
export function commitOf(inputs: Inputs, facts: RunFacts): string {
  const commit = inputs.commit ?? facts.sha;
  if (!commit && process.env['GITHUB_EVENT_NAME']?.startsWith('pull_request')) throw unreadableEvent();
  if (!commit) return required(inputs, 'commit');
  if (/^[0-9a-f]{40}$/i.test(commit)) return commit.toLowerCase();
  throw configurationError({
    code: 'SHIPLOCK_INPUT_INVALID',
    what: `the input commit is ${JSON.stringify(commit)} (expected a full SHA of 40 hex digits)`,
    notDone: ['nothing was changed'],
    next: 'Use the run’s github.sha; branch and tag names move, but a plan is bound to one commit.',
  });
}

function unreadableEvent() {
  return configurationError({
    code: 'SHIPLOCK_EVENT_FILE',
    what: 'the file of this run’s event (GITHUB_EVENT_PATH) is missing or does not name the head of the pull request',
    notDone: ['nothing was changed'],
    next: 'Do not change GITHUB_EVENT_PATH, or set the input commit (github.event.pull_request.head.sha).',
  });
}
