import { wireErrorCode } from '../http/wire.ts';
import { cut, oneLine } from '../present/text.ts';
import { CODES } from '../release/codes.ts';
import { OutsideCallError, type Problem, ShiplockError } from '../release/errors.ts';
import { errorAnswer } from './answers.ts';

/** What an HTTP attempt ended with: an answer that was no success, or no readable answer at all. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly text: string;
      readonly retryAfterMs: number | undefined;
    }
  | { readonly kind: 'network'; readonly error: unknown; readonly sent: boolean }
  | { readonly kind: 'unreadable'; readonly status: number; readonly why: string };

/** Did a failed write happen? 408 can come after the work, 409 can mean "already so": both are unknown. */
export function certaintyOf(fault: Fault): 'not-done' | 'unknown' {
  if (fault.kind === 'network') return fault.sent ? 'unknown' : 'not-done';
  if (fault.kind === 'unreadable') return 'unknown';
  return fault.status >= 400 && fault.status < 500 && fault.status !== 408 && fault.status !== 409
    ? 'not-done'
    : 'unknown';
}

/** May a read be tried again after this? */
export function passing(fault: Fault): boolean {
  return fault.kind !== 'status' || fault.status === 429 || fault.status === 408 || fault.status >= 500;
}

/** The vendor's own words, shortened; never the token, whatever the vendor echoes. */
export function vendorText(text: string, token: string): string {
  let said = text;
  try {
    const { error } = errorAnswer.parse(JSON.parse(text));
    said = [error.code, error.message].filter(Boolean).join(': ');
  } catch {
    // Not Vercel's envelope (a proxy's page, say): show what came.
  }
  return cut(oneLine(said.replaceAll(token, '***')), 300);
}

export interface Circumstances {
  /** Outside-call name, e.g. `vercel.promote`. */
  readonly call: string;
  /** What was meant, e.g. `promote dpl_1 in project shop`. */
  readonly doing: string;
  readonly project: string;
  readonly token: string;
  readonly writes: boolean;
}

/** One place decides which code a fault gets, so that reads, writes and uploads say the same things. */
export function toError(fault: Fault, at: Circumstances): ShiplockError {
  const problem = describe(fault, at);
  if (!at.writes && CODES[problem.code].kind === 'configuration') return new ShiplockError(problem);
  const status = fault.kind === 'network' ? wireErrorCode(fault.error) : fault.status;
  const cause = fault.kind === 'network' ? fault.error : undefined;
  return new OutsideCallError(problem, {
    certainty: at.writes ? certaintyOf(fault) : 'not-done',
    ...{ status, cause },
  });
}

function describe(fault: Fault, at: Circumstances): Problem {
  const readNext =
    at.writes && certaintyOf(fault) === 'unknown' ? LOOK_FIRST : 'Rerun the phase: it continues from here.';
  if (fault.kind === 'network') {
    return {
      code: 'SHIPLOCK_VERCEL_UNREACHABLE',
      what: `Could not ${at.doing}: Vercel did not answer (${wireErrorCode(fault.error) ?? nameOf(fault.error)}${fault.sent ? ', after the request was sent' : ''}).`,
      next: readNext,
    };
  }
  if (fault.kind === 'unreadable') {
    return {
      code: 'SHIPLOCK_VERCEL_ANSWER',
      what: `Could not ${at.doing}: Vercel's answer (HTTP ${fault.status}) is unreadable: ${fault.why}.`,
      next: readNext,
    };
  }
  const said = vendorText(fault.text, at.token);
  const suffix = said ? ` (${said})` : '';
  switch (fault.status) {
    case 401:
    case 403:
      return {
        code: 'SHIPLOCK_VERCEL_TOKEN',
        what: `Could not ${at.doing}: Vercel refused the token with HTTP ${fault.status}${suffix}.`,
        next: 'Use an unexpired token of an account that can deploy to this project, and set the team id if it belongs to a team.',
      };
    case 404:
      return {
        code: 'SHIPLOCK_VERCEL_PROJECT_UNKNOWN',
        what: `Could not ${at.doing} in project "${at.project}": Vercel found nothing (HTTP 404)${suffix}.`,
        next: 'Check the project id or name, and the team id: without it, a project of a team is invisible.',
      };
    case 409:
      return {
        code: 'SHIPLOCK_VERCEL_CONFLICT',
        what: `Could not ${at.doing}: Vercel answered HTTP 409, and the domains do not show that it was already done${suffix}.`,
        next: LOOK_FIRST,
      };
    case 429:
      return {
        code: 'SHIPLOCK_VERCEL_RATE_LIMITED',
        what: `Could not ${at.doing}: Vercel's rate limit is used up (HTTP 429).${fault.retryAfterMs === undefined ? '' : ` Retry after ${Math.ceil(fault.retryAfterMs / 1000)} s.`}`,
        next: 'Rerun the phase after that time, and check what else uses the same token.',
      };
    default:
      return fault.status >= 500 || fault.status === 408
        ? {
            code: 'SHIPLOCK_VERCEL_UNREACHABLE',
            what: `Could not ${at.doing}: Vercel answered HTTP ${fault.status}${suffix}.`,
            next: readNext,
          }
        : {
            code: 'SHIPLOCK_VERCEL_REFUSED',
            what: `Could not ${at.doing}: Vercel refused with HTTP ${fault.status}${suffix}.`,
            next: 'Fix the reason above. This call changed nothing at Vercel.',
          };
  }
}

const LOOK_FIRST =
  'It might have happened. Rerun the phase: it reads what Vercel has before it does anything.';

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'no answer';
}
