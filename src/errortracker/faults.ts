import { certaintyOfStatus, neverSent, wireErrorCode } from '../http/wire.ts';
import { cut, oneLine } from '../present/text.ts';
import { CODES } from '../release/codes.ts';
import { OutsideCallError, type Problem, ShiplockError } from '../release/errors.ts';

export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly text: string;
      readonly afterMs: number | undefined;
    }
  | { readonly kind: 'network'; readonly error: unknown }
  | { readonly kind: 'unreadable'; readonly status: number; readonly why: string };

export interface Circumstances {
  /** Continues "Sentry could not be reached to …". */
  readonly doing: string;
  /** Scope of the token that the call needs, e.g. `project:releases`. */
  readonly scope: string;
  /** The second token (input sentry-issues-token) is what this call goes with, or should. */
  readonly issues: boolean;
  readonly place: string;
  readonly writes: boolean;
  readonly secrets: readonly string[];
}

export function certaintyOf(fault: Fault): 'not-done' | 'unknown' {
  if (fault.kind === 'network') return neverSent(fault.error) ? 'not-done' : 'unknown';
  return fault.kind === 'unreadable' ? 'unknown' : certaintyOfStatus(fault.status);
}

/** Sentry's own words: `{detail}` or a list of texts by field. Never a token, whatever is echoed. */
export function sentryText(text: string, secrets: readonly string[]): string {
  let said = text;
  try {
    const value = JSON.parse(text) as { detail?: unknown };
    said = typeof value.detail === 'string' ? value.detail : JSON.stringify(value.detail ?? value);
  } catch {
    // A proxy's page: show what came.
  }
  for (const secret of secrets) said = said.replaceAll(secret, '***');
  return cut(oneLine(said), 300);
}

/** One place decides which code a fault gets. */
export function toError(fault: Fault, at: Circumstances): ShiplockError {
  const problem = describe(fault, at);
  if (CODES[problem.code].kind === 'configuration' && !at.writes) return new ShiplockError(problem);
  return new OutsideCallError(problem, {
    certainty: at.writes ? certaintyOf(fault) : 'not-done',
    status: fault.kind === 'network' ? wireErrorCode(fault.error) : fault.status,
    cause: fault.kind === 'network' ? fault.error : undefined,
  });
}

function describe(fault: Fault, at: Circumstances): Problem {
  const again =
    at.writes && certaintyOf(fault) === 'unknown'
      ? 'It might have happened. Rerun the phase: it looks for its own work before it writes.'
      : 'Rerun the phase when Sentry answers; see https://status.sentry.io.';
  if (fault.kind === 'network') {
    return {
      code: 'SHIPLOCK_SENTRY_UNREACHABLE',
      what: `Could not ${at.doing}: Sentry did not answer (${wireErrorCode(fault.error) ?? 'no connection'}).`,
      next: again,
    };
  }
  if (fault.kind === 'unreadable') {
    return {
      code: 'SHIPLOCK_SENTRY_ANSWER',
      what: `Could not ${at.doing}: Sentry's answer (HTTP ${fault.status}) is unreadable: ${fault.why}.`,
      next: again,
    };
  }
  const { status } = fault;
  const text = sentryText(fault.text, at.secrets);
  const said = text ? ` (${text})` : '';
  const which = at.issues ? 'sentry-issues-token' : 'sentry-token';
  if (status === 401) {
    return {
      code: 'SHIPLOCK_SENTRY_TOKEN',
      what: `Could not ${at.doing}: Sentry does not accept the token (HTTP 401)${said}.`,
      next: `Set the input ${which} to a token of this organization that has not been revoked.`,
    };
  }
  if (status === 403 && at.issues) {
    return {
      code: 'SHIPLOCK_SENTRY_ISSUES_FORBIDDEN',
      what: `Could not ${at.doing}: the Sentry token is not allowed to (HTTP 403). An organization token for releases (sntrys_…) can never read issues${said}.`,
      next: `Set the input sentry-issues-token to a second token, of an internal integration or a person, with \`${at.scope}\`.`,
    };
  }
  if (status === 403) {
    return {
      code: 'SHIPLOCK_SENTRY_FORBIDDEN',
      what: `Could not ${at.doing}: the Sentry token lacks \`${at.scope}\` (HTTP 403)${said}.`,
      next: `Set the input sentry-token to a token with \`${at.scope}\` for ${at.place}.`,
    };
  }
  if (status === 404) {
    return {
      code: 'SHIPLOCK_SENTRY_NOT_FOUND',
      what: `Could not ${at.doing} in ${at.place}: Sentry found nothing (HTTP 404)${said}.`,
      next: 'Check the organization and project slugs, the base URL of your region, and that the token can see the project.',
    };
  }
  if (status === 429) {
    const wait = fault.afterMs === undefined ? '' : ` Retry after ${Math.ceil(fault.afterMs / 1000)} s.`;
    return {
      code: 'SHIPLOCK_SENTRY_RATE_LIMITED',
      what: `Could not ${at.doing}: Sentry's rate limit is used up.${wait}`,
      next: 'Rerun the phase after that time, and check what else uses the same token.',
    };
  }
  return status >= 500 || status === 408
    ? {
        code: 'SHIPLOCK_SENTRY_UNREACHABLE',
        what: `Could not ${at.doing}: Sentry answered HTTP ${status}${said}.`,
        next: again,
      }
    : {
        code: 'SHIPLOCK_SENTRY_REFUSED',
        what: `Could not ${at.doing}: Sentry refused with HTTP ${status}${said}.`,
        next: 'Fix the reason above. This call changed nothing at Sentry.',
      };
}
