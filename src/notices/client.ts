import { HttpClient } from '../http/client.ts';
import type { Pace } from '../http/wire.ts';
import { refusal, type SlackCall, slackFaults } from './faults.ts';

export interface SlackOptions {
  /** Bot token, xoxb-…, with `chat:write` and `channels:history` (`groups:history` for a private channel). */
  readonly token: string;
  /** Channel id: chat.update takes no names. */
  readonly channel: string;
  /** Ids of members and user groups to mention when a release fails or is rolled back. */
  readonly onCall?: readonly string[];
  /** Default: https://slack.com/api/. */
  readonly apiUrl?: string;
  readonly pace?: Partial<Pace>;
}

/**
 * Slack's Web API: https://docs.slack.dev/apis/web-api/. Every method takes a form, and not all of them JSON. A Slack that
 * hangs is waited for once: one process tells it of every phase, and traffic must not wait each time.
 */
export class SlackClient extends HttpClient<SlackCall> {
  readonly channel: string;

  constructor({ token, channel, apiUrl = 'https://slack.com/api' }: SlackOptions, pace: Pace) {
    super({
      base: () => apiUrl.replace(/\/+$/, ''),
      headers: () => ({ authorization: `Bearer ${token}` }),
      secrets: [token],
      faults: slackFaults(channel),
      refusal,
      quietMs: 60_000,
      pace,
    });
    this.channel = channel;
  }
}
