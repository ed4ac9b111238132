import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What every vendor's client needs to know about a request that went wrong on the way. These come before its first byte
 * is sent, so nothing can have happened out there; anything else, ECONNRESET included, can strike after the vendor acted.
 */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** The socket's error code; fetch and the vendors' clients wrap it as `cause` or `original`, some twice. */
export function wireErrorCode(error: unknown): string | undefined {
  let at: unknown = error;
  for (let depth = 0; at instanceof Error && depth < 6; depth++) {
    const { code, original } = at as Error & { code?: unknown; original?: unknown };
    if (typeof code === 'string' && /^(E|UND_|CERT_|DEPTH_|SELF_|UNABLE_)/.test(code)) return code;
    if (at.name === 'TimeoutError') return 'ETIMEDOUT';
    at = at.cause ?? original;
  }
  return undefined;
}

export function neverSent(error: unknown): boolean {
  return NEVER_SENT.has(wireErrorCode(error) ?? '');
}

/** Did a write that was answered with this status happen? 408 can come after the work was done. */
export function certaintyOfStatus(status: number): 'not-done' | 'unknown' {
  return status >= 400 && status < 500 && status !== 408 ? 'not-done' : 'unknown';
}

/** An HTTP date begins with the day of the week in each of its three forms (RFC 9110, 5.6.7). */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;

/** Retry-After in milliseconds: seconds or an HTTP date (RFC 9110, 10.2.3); undefined for anything else. */
export function retryAfterMs(value: string | null | undefined, now = Date.now()): number | undefined {
  const text = value?.trim() ?? '';
  // Some vendors send fractions of a second, which the RFC does not know.
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  const at = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isFinite(at) ? Math.max(0, at - now) : undefined;
}

/**
 * How long a vendor wants to be left alone: Retry-After, or the end of a rate limit's window in epoch seconds where
 * nothing of it remains. @param limits Beginning of the vendor's headers, e.g. `x-ratelimit`
 */
export function waitAskedFor(headers: Headers, limits?: string, now = Date.now()): number | undefined {
  const asked = retryAfterMs(headers.get('retry-after'), now);
  if (asked !== undefined || limits === undefined) return asked;
  const reset = Number(headers.get(`${limits}-reset`) ?? Number.NaN);
  if (headers.get(`${limits}-remaining`) !== '0' || !Number.isFinite(reset)) return undefined;
  return Math.max(0, reset * 1000 - now);
}

export interface Pace {
  /** Tries of one read. */
  readonly tries: number;
  /** First pause; doubles, with jitter. */
  readonly firstPauseMs: number;
  /** When a vendor asks to wait longer than this, the read fails and says so. */
  readonly longestWaitMs: number;
  /** No single request waits longer than this. */
  readonly deadlineMs: number;
  /** For tests: waits without waiting. */
  readonly sleep?: (ms: number) => Promise<unknown>;
}

export const PATIENT: Pace = { tries: 4, firstPauseMs: 500, longestWaitMs: 60_000, deadlineMs: 30_000 };

/** For what a release can do without: a vendor that hangs costs seconds between two phases, not minutes. */
export const BRISK: Pace = { tries: 2, firstPauseMs: 300, longestWaitMs: 10_000, deadlineMs: 8_000 };

/** `again`: a passing fault, with the wait the vendor asked for, if it did. */
export type Attempt<T> =
  | { readonly value: T }
  | { readonly error: unknown; readonly again: false | { readonly afterMs?: number | undefined } };

/** Repeats a read while its fault is a passing one. Never use it for a write. */
export async function patiently<T>(attempt: () => Promise<Attempt<T>>, pace: Pace): Promise<T> {
  for (let tried = 1; ; tried++) {
    const result = await attempt();
    if ('value' in result) return result.value;
    const pause = pace.firstPauseMs * 2 ** (tried - 1) * (0.75 + Math.random() / 2);
    const wait = result.again ? (result.again.afterMs ?? pause) : undefined;
    if (wait === undefined || tried >= pace.tries || wait > pace.longestWaitMs) throw result.error;
    await (pace.sleep ?? sleep)(wait);
  }
}
