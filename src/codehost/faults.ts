import type { Asked, Fault, FaultTable, StatusFault } from '../http/faults.ts';
import { waitAskedFor } from '../http/wire.ts';

/**
 * What a request to GitHub ended with. An error of our own rather than octokit's: its paginating plugin takes a
 * RequestError with status 409 for an empty page, which would hide signals.
 */
export class GithubFault extends Error {
  readonly fault: Fault;

  constructor(message: string, fault: Fault) {
    super(message);
    this.fault = fault;
  }
}

/** GitHub answered with a status that is none of success. */
export function statusFault(
  status: number,
  message: string,
  given: Readonly<Record<string, string | number | undefined>> = {},
): GithubFault {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given))
    if (value !== undefined) headers.set(name, String(value));
  const afterMs = waitAskedFor(headers, 'x-ratelimit');
  return new GithubFault(message, { kind: 'status', status, text: message, headers, afterMs });
}

export function unreadable(status: number, why: string): GithubFault {
  return new GithubFault(why, { kind: 'unreadable', status, why });
}

export interface GithubCall extends Asked {
  /** Permission of the token that the call needs, as a workflow writes it: `deployments: write`. */
  readonly permission: string;
}

/**
 * GitHub says "too many" in three ways: 429, 403 without anything remaining, 403 of the secondary limit.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
function rateLimited({ status, text, headers }: StatusFault): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  return (
    headers.get('x-ratelimit-remaining') === '0' ||
    headers.has('retry-after') ||
    /rate limit|abuse detection/i.test(text)
  );
}

/** GitHub names what it wants: https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api */
function wanted({ headers }: StatusFault, { permission }: GithubCall): string {
  return headers.get('x-accepted-github-permissions')?.replaceAll('=', ': ') ?? permission;
}

export const githubFaults: FaultTable<GithubCall> = {
  vendor: 'GitHub',
  codes: {
    unreachable: 'SHIPLOCK_GITHUB_UNREACHABLE',
    answer: 'SHIPLOCK_GITHUB_ANSWER',
    rateLimited: 'SHIPLOCK_GITHUB_RATE_LIMITED',
    refused: 'SHIPLOCK_GITHUB_REFUSED',
  },
  rows: [
    {
      on: rateLimited,
      code: 'SHIPLOCK_GITHUB_RATE_LIMITED',
      says: "GitHub's rate limit is used up",
      next: 'Rerun the phase after that time, and check what else uses the same token.',
      passing: true,
      // Without a header GitHub asks for at least a minute.
      afterMs: 60_000,
      unquoted: true,
    },
    {
      on: 401,
      code: 'SHIPLOCK_GITHUB_TOKEN',
      says: 'GitHub does not accept the token (HTTP 401)',
      next: 'Set the input github-token to the job’s own token, or to one that has not expired.',
      unquoted: true,
    },
    {
      on: 403,
      code: 'SHIPLOCK_GITHUB_FORBIDDEN',
      says: (fault, call) => `the GitHub token lacks the permission \`${wanted(fault, call)}\``,
      next: (fault, call) =>
        `Add \`${wanted(fault, call)}\` to the job's \`permissions\`, or use a token that has it.`,
    },
    {
      // A commit that does not exist is 422 there, not 404.
      on: ({ status, text }) => status === 404 || status === 410 || /^No commit found/i.test(text),
      code: 'SHIPLOCK_GITHUB_NOT_FOUND',
      says: ({ status }) =>
        `GitHub found nothing (HTTP ${status}). It also answers this if the token cannot see it`,
      next: (_, { permission }) =>
        `Check the name or id, and that the token can read the repository (\`${permission}\`).`,
      unquoted: true,
    },
  ],
  again: 'Rerun the phase when GitHub answers; see https://www.githubstatus.com.',
  unsure: 'It might have happened. Rerun the phase: it looks for its own work before it writes.',
};
