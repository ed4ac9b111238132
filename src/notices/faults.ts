import { certaintyOfStatus, neverSent, wireErrorCode } from '../http/wire.ts';
import { OutsideCallError, type Problem } from '../release/errors.ts';

/** What @slack/web-api throws, as plain facts. */
interface Thrown {
  /** `slack_webapi_platform_error` and so on. */
  readonly code?: string;
  /** `ok: false` with HTTP 200. */
  readonly data?: { readonly error?: string; readonly needed?: string };
  readonly statusCode?: number;
  readonly retryAfter?: number;
}

const TOKEN = new Set(['not_authed', 'invalid_auth', 'account_inactive', 'token_revoked', 'token_expired']);
const SCOPE = new Set(['missing_scope', 'no_permission', 'not_allowed_token_type', 'access_denied']);
const CHANNEL = new Set(['channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action']);
/** Slack says these after it may have done the work. https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const UNSURE = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);

/** Slack's own word for a refusal, such as `message_not_found`; undefined for anything else. */
export function refusal(error: unknown): string | undefined {
  if (error instanceof OutsideCallError) return undefined;
  return (error as Thrown).data?.error;
}

/** May a read be tried again, and after how long? */
export function tryAgain(error: unknown): false | { afterMs?: number | undefined } {
  if (error instanceof OutsideCallError) return false;
  const { retryAfter, statusCode, data } = error as Thrown;
  if (retryAfter !== undefined) return { afterMs: retryAfter * 1000 };
  if (statusCode !== undefined) return statusCode >= 500 ? {} : false;
  return data?.error === undefined || UNSURE.has(data.error) || data.error === 'ratelimited' ? {} : false;
}

/** One place decides which code a fault gets. */
export function toError(
  error: unknown,
  at: { doing: string; scope: string; channel: string; writes: boolean; token: string },
) {
  if (error instanceof OutsideCallError) return error;
  const thrown = error as Thrown;
  const word = thrown.data?.error;
  const { problem, certainty } = describe(thrown, error, word, at);
  return new OutsideCallError(problem, {
    certainty: at.writes ? certainty : 'not-done',
    status: word ?? thrown.statusCode ?? wireErrorCode(error),
  });
}

function describe(
  thrown: Thrown,
  error: unknown,
  word: string | undefined,
  at: { doing: string; scope: string; channel: string; token: string },
): { problem: Problem; certainty: 'not-done' | 'unknown' } {
  const again = 'The release continues without it; the next notice updates the message.';
  if (thrown.retryAfter !== undefined || word === 'ratelimited') {
    const wait = thrown.retryAfter === undefined ? '' : ` Retry after ${thrown.retryAfter} s.`;
    const what = `Could not ${at.doing}: Slack's rate limit is used up.${wait}`;
    return { problem: { code: 'SHIPLOCK_SLACK_RATE_LIMITED', what, next: again }, certainty: 'not-done' };
  }
  if (word === undefined || UNSURE.has(word)) {
    const why =
      word ??
      (thrown.statusCode ? `HTTP ${thrown.statusCode}` : (wireErrorCode(error) ?? 'no readable answer'));
    const what = `Could not ${at.doing}: Slack did not answer (${why}).`;
    const never = thrown.statusCode === undefined && neverSent(error);
    const certainty = thrown.statusCode
      ? certaintyOfStatus(thrown.statusCode)
      : never
        ? 'not-done'
        : 'unknown';
    return { problem: { code: 'SHIPLOCK_SLACK_UNREACHABLE', what, next: again }, certainty };
  }
  return { problem: refused(word, thrown.data?.needed, at), certainty: 'not-done' };
}

function refused(
  word: string,
  needed: string | undefined,
  at: { doing: string; scope: string; channel: string; token: string },
): Problem {
  const what = `Could not ${at.doing}: Slack answered ${word.replaceAll(at.token, '***')}`;
  if (TOKEN.has(word)) {
    return {
      code: 'SHIPLOCK_SLACK_TOKEN',
      what: `${what}. The token is not valid.`,
      next: 'Set the input slack-token to the bot token (xoxb-…) of an app that is installed in the workspace.',
    };
  }
  if (SCOPE.has(word)) {
    const scope = needed ?? at.scope;
    return {
      code: 'SHIPLOCK_SLACK_SCOPE',
      what: `${what}. The app lacks the scope \`${scope}\`.`,
      next: `Add \`${scope}\` to the app's bot scopes and install it again.`,
    };
  }
  if (CHANNEL.has(word)) {
    return {
      code: 'SHIPLOCK_SLACK_CHANNEL',
      what: `${what}. Channel ${at.channel} does not exist, is archived, or the app is not a member.`,
      next: 'Invite the app to the channel (/invite @app), and use the channel’s id (C…).',
    };
  }
  return {
    code: 'SHIPLOCK_SLACK_REFUSED',
    what: `${what}.`,
    next: 'Look up the error in https://docs.slack.dev/reference/methods/chat.postMessage#errors. Nothing was posted.',
  };
}
