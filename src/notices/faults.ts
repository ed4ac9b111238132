import { z } from 'zod';
import type { Call } from '../http/client.ts';
import type { FaultTable } from '../http/faults.ts';

export interface SlackCall extends Call {
  /** What the app needs, e.g. `chat:write`. */
  readonly scope: string;
}

/** How Slack refuses, with HTTP 200: https://docs.slack.dev/apis/web-api/#responses */
const refused = z.object({ ok: z.literal(false), error: z.string(), needed: z.string().optional() });

/** Slack's own word for a refusal, such as `message_not_found`. */
export function refusal(answer: unknown): string | undefined {
  return refused.safeParse(answer).data?.error;
}

/** The scope that Slack names as missing. */
function needed(text: string): string | undefined {
  return refused.safeParse(JSON.parse(text)).data?.needed;
}

const AGAIN = 'The release continues without it; the next notice updates the message.';
const answered = ({ word, status }: { word?: string | undefined; status: number }) =>
  `Slack answered ${word ?? `HTTP ${status}`}`;

/** What Slack's answers mean: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
export function slackFaults(channel: string): FaultTable<SlackCall> {
  return {
    vendor: 'Slack',
    codes: {
      unreachable: 'SHIPLOCK_SLACK_UNREACHABLE',
      answer: 'SHIPLOCK_SLACK_UNREACHABLE',
      rateLimited: 'SHIPLOCK_SLACK_RATE_LIMITED',
      refused: 'SHIPLOCK_SLACK_REFUSED',
    },
    rows: [
      {
        on: ['ratelimited'],
        code: 'SHIPLOCK_SLACK_RATE_LIMITED',
        says: "Slack's rate limit is used up",
        next: AGAIN,
        passing: true,
        unquoted: true,
      },
      {
        // Slack says these after it may have done the work.
        on: ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'],
        code: 'SHIPLOCK_SLACK_UNREACHABLE',
        says: answered,
        next: AGAIN,
        certainty: 'unknown',
        passing: true,
        unquoted: true,
      },
      {
        on: ['not_authed', 'invalid_auth', 'account_inactive', 'token_revoked', 'token_expired'],
        code: 'SHIPLOCK_SLACK_TOKEN',
        says: (fault) => `${answered(fault)}. The token is not valid`,
        next: 'Set the input slack-token to the bot token (xoxb-…) of an app that is installed in the workspace.',
        unquoted: true,
      },
      {
        on: ['missing_scope', 'no_permission', 'not_allowed_token_type', 'access_denied'],
        code: 'SHIPLOCK_SLACK_SCOPE',
        says: (fault, { scope }) =>
          `${answered(fault)}. The app lacks the scope \`${needed(fault.text) ?? scope}\``,
        next: ({ text }, { scope }) =>
          `Add \`${needed(text) ?? scope}\` to the app's bot scopes and install it again.`,
        unquoted: true,
      },
      {
        on: ['channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action'],
        code: 'SHIPLOCK_SLACK_CHANNEL',
        says: (fault) =>
          `${answered(fault)}. Channel ${channel} does not exist, is archived, or the app is not a member`,
        next: 'Invite the app to the channel (/invite @app), and use the channel’s id (C…).',
        unquoted: true,
      },
    ],
    again: AGAIN,
    unsure: AGAIN,
    refused:
      'Look up the error in https://docs.slack.dev/reference/methods/chat.postMessage#errors. Nothing was posted.',
  };
}
