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
      ? 'It may have happened. Run the phase again: it looks for its own work before it writes.'
      : 'Run the phase again when Sentry answers; see https://status.sentry.io.';
  if (fault.kind === 'network') {
    return {
      code: 'SHIPLOCK_SENTRY_UNREACHABLE',
      what: `Sentry could not be reached to ${at.doing} (${wireErrorCode(fault.error) ?? 'no answer'}).`,
      next: again,
    };
  }
  if (fault.kind === 'unreadable') {
    return {
      code: 'SHIPLOCK_SENTRY_ANSWER',
      what: `Sentry's answer (HTTP ${fault.status}) to ${at.doing} could not be read: ${fault.why}.`,
      next: again,
    };
  }
  const { status } = fault;
  const text = sentryText(fault.text, at.secrets);
  const said = text ? `: ${text}` : '';
  const which = at.issues ? 'sentry-issues-token' : 'sentry-token';
  if (status === 401) {
    return {
      code: 'SHIPLOCK_SENTRY_TOKEN',
      what: `Sentry does not know the token (HTTP 401) given to ${at.doing}${said}.`,
      next: `Give the input ${which} a token of this organization that has not been revoked.`,
    };
  }
  if (status === 403 && at.issues) {
    return {
      code: 'SHIPLOCK_SENTRY_ISSUES_FORBIDDEN',
      what: `The Sentry token may not ${at.doing} (HTTP 403). An organization token for releases (sntrys_…) can never read issues${said}.`,
      next: `Give the input sentry-issues-token a second token: an internal integration or a person's, with \`${at.scope}\`.`,
    };
  }
  if (status === 403) {
    return {
      code: 'SHIPLOCK_SENTRY_FORBIDDEN',
      what: `The Sentry token may not ${at.doing} (HTTP 403); it needs \`${at.scope}\`${said}.`,
      next: `Give the input sentry-token a token with \`${at.scope}\` for ${at.place}.`,
    };
  }
  if (status === 404) {
    return {
      code: 'SHIPLOCK_SENTRY_NOT_FOUND',
      what: `Sentry found nothing (HTTP 404) to ${at.doing} in ${at.place}${said}.`,
      next: 'Check organization and project slugs, the base URL of your region, and that the token may see the project.',
    };
  }
  if (status === 429) {
    const wait = fault.afterMs === undefined ? '' : `; it asks to wait ${Math.ceil(fault.afterMs / 1000)} s`;
    return {
      code: 'SHIPLOCK_SENTRY_RATE_LIMITED',
      what: `Sentry's rate limit kept us from trying to ${at.doing}${wait}.`,
      next: 'Run the phase again after that time; look what else uses the same token.',
    };
  }
  return status >= 500 || status === 408
    ? {
        code: 'SHIPLOCK_SENTRY_UNREACHABLE',
        what: `Sentry failed (HTTP ${status}) to ${at.doing}${said}.`,
        next: again,
      }
    : {
        code: 'SHIPLOCK_SENTRY_REFUSED',
        what: `Sentry refused (HTTP ${status}) to ${at.doing}${said}.`,
        next: 'Read the reason above; this call changed nothing at Sentry.',
      };
}
