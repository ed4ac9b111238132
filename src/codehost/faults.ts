import { certaintyOfStatus, neverSent, retryAfterMs, wireErrorCode } from '../http/wire.ts';
import { cut, oneLine } from '../present/text.ts';
import { CODES } from '../release/codes.ts';
import { OutsideCallError, type Problem, ShiplockError } from '../release/errors.ts';

type Headers = Readonly<Record<string, string | number | undefined>>;

/**
 * What a request to GitHub ended with. An error of our own rather than octokit's: its paginating plugin takes a
 * RequestError with status 409 for an empty page, which would hide signals.
 */
export class GithubFault extends Error {
  readonly kind: 'status' | 'network' | 'unreadable';
  readonly httpStatus: number | undefined;
  readonly headers: Headers;

  constructor(
    kind: GithubFault['kind'],
    message: string,
    more: { httpStatus?: number; headers?: Headers; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.kind = kind;
    this.httpStatus = more.httpStatus;
    this.headers = more.headers ?? {};
  }
}

/**
 * GitHub says "too many" in three ways: 429, 403 without anything remaining, 403 of the secondary limit.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function rateLimited(fault: GithubFault): boolean {
  if (fault.httpStatus === 429) return true;
  if (fault.httpStatus !== 403) return false;
  const { headers } = fault;
  return (
    String(headers['x-ratelimit-remaining']) === '0' ||
    headers['retry-after'] !== undefined ||
    /rate limit|abuse detection/i.test(fault.message)
  );
}

/** May this read be tried again, and after how long? */
export function tryAgain(fault: GithubFault, now = Date.now()): false | { afterMs?: number | undefined } {
  if (rateLimited(fault)) return { afterMs: rateLimitWait(fault.headers, now) };
  if (fault.kind !== 'status') return {};
  return (fault.httpStatus ?? 0) >= 500 || fault.httpStatus === 408 ? {} : false;
}

/** Without a header GitHub asks for at least a minute. */
function rateLimitWait(headers: Headers, now: number): number {
  const asked = retryAfterMs(headers['retry-after']?.toString(), now);
  if (asked !== undefined) return asked;
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  if (String(headers['x-ratelimit-remaining']) === '0' && Number.isFinite(reset)) {
    return Math.max(0, reset * 1000 - now);
  }
  return 60_000;
}

export interface Circumstances {
  /** Continues "GitHub could not be reached to …". */
  readonly doing: string;
  /** Permission of the token that the call needs, as a workflow writes it: `deployments: write`. */
  readonly permission: string;
  readonly repository: string;
  readonly writes: boolean;
  readonly token: string;
}

/** One place decides which code a fault gets. */
export function toError(error: unknown, at: Circumstances): ShiplockError {
  const fault =
    error instanceof GithubFault ? error : new GithubFault('unreadable', String(error), { cause: error });
  const problem = describe(fault, at);
  if (CODES[problem.code].kind === 'configuration' && !at.writes) return new ShiplockError(problem);
  return new OutsideCallError(problem, {
    certainty: at.writes ? certaintyOf(fault) : 'not-done',
    status: fault.httpStatus ?? wireErrorCode(fault.cause),
    cause: fault.kind === 'status' ? undefined : fault.cause,
  });
}

function certaintyOf(fault: GithubFault): 'not-done' | 'unknown' {
  if (fault.kind === 'network') return neverSent(fault.cause) ? 'not-done' : 'unknown';
  if (fault.kind === 'unreadable') return 'unknown';
  return certaintyOfStatus(fault.httpStatus ?? 500);
}

function describe(fault: GithubFault, at: Circumstances): Problem {
  const said = ` (${cut(oneLine(fault.message.replaceAll(at.token, '***')), 300)})`;
  const again =
    at.writes && certaintyOf(fault) === 'unknown'
      ? 'It might have happened. Rerun the phase: it looks for its own work before it writes.'
      : 'Rerun the phase when GitHub answers; see https://www.githubstatus.com.';
  if (fault.kind === 'network') {
    const why = wireErrorCode(fault.cause) ?? 'no answer';
    return {
      code: 'SHIPLOCK_GITHUB_UNREACHABLE',
      what: `Could not ${at.doing} in ${at.repository}: GitHub did not answer (${why}).`,
      next: again,
    };
  }
  if (fault.kind === 'unreadable') {
    return {
      code: 'SHIPLOCK_GITHUB_ANSWER',
      what: `Could not ${at.doing} in ${at.repository}: GitHub's answer is unreadable${said}.`,
      next: again,
    };
  }
  if (rateLimited(fault)) {
    const wait = Math.ceil(rateLimitWait(fault.headers, Date.now()) / 1000);
    return {
      code: 'SHIPLOCK_GITHUB_RATE_LIMITED',
      what: `Could not ${at.doing} in ${at.repository}: GitHub's rate limit is used up. Retry after ${wait} s.`,
      next: 'Rerun the phase after that time, and check what else uses the same token.',
    };
  }
  return describeStatus(fault, at, said, again);
}

function describeStatus(fault: GithubFault, at: Circumstances, said: string, again: string): Problem {
  const status = fault.httpStatus ?? 0;
  if (status === 401) {
    return {
      code: 'SHIPLOCK_GITHUB_TOKEN',
      what: `Could not ${at.doing} in ${at.repository}: GitHub does not accept the token (HTTP 401).`,
      next: 'Set the input github-token to the job’s own token, or to one that has not expired.',
    };
  }
  if (status === 403) {
    // GitHub names what it wants: https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api
    const wants = fault.headers['x-accepted-github-permissions'];
    const permission = wants === undefined ? at.permission : String(wants).replaceAll('=', ': ');
    return {
      code: 'SHIPLOCK_GITHUB_FORBIDDEN',
      what: `Could not ${at.doing} in ${at.repository}: the GitHub token lacks the permission \`${permission}\`${said}.`,
      next: `Add \`${permission}\` to the job's \`permissions\`, or use a token that has it.`,
    };
  }
  // A commit that does not exist is 422 there, not 404.
  if (status === 404 || status === 410 || /^No commit found/i.test(fault.message)) {
    return {
      code: 'SHIPLOCK_GITHUB_NOT_FOUND',
      what: `Could not ${at.doing} in ${at.repository}: GitHub found nothing (HTTP ${status}). It also answers this if the token cannot see it.`,
      next: `Check the name or id, and that the token can read the repository (\`${at.permission}\`).`,
    };
  }
  if (status >= 500 || status === 408) {
    return {
      code: 'SHIPLOCK_GITHUB_UNREACHABLE',
      what: `Could not ${at.doing} in ${at.repository}: GitHub answered HTTP ${status}${said}.`,
      next: again,
    };
  }
  return {
    code: 'SHIPLOCK_GITHUB_REFUSED',
    what: `Could not ${at.doing} in ${at.repository}: GitHub refused with HTTP ${status}${said}.`,
    next: 'Fix the reason above. This call changed nothing at GitHub.',
  };
}
