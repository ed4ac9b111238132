import { z } from 'zod';
import { type Attempt, type Pace, patiently } from '../http/wire.ts';
import { redactedValue } from '../present/redact.ts';
import { OutsideCallError } from '../release/errors.ts';
import { toError, tryAgain } from './faults.ts';

export interface SlackOptions {
  /** Bot token, xoxb-…, with `chat:write` and `channels:history` (`groups:history` for a private channel). */
  readonly token: string;
  /** Channel id: chat.update takes no names. */
  readonly channel: string;
  /** Default: https://slack.com/api/. */
  readonly apiUrl?: string;
  readonly pace?: Partial<Pace>;
}

export type Arguments = Readonly<Record<string, unknown>>;
/** The part of WebClient that is used here. */
interface Web {
  apiCall(method: string, given: Record<string, unknown>): Promise<unknown>;
}

const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => 'error' as never,
  setName() {},
};

const QUIET_MS = 60_000;

/** Nothing was sent. */
function leftAlone() {
  return new OutsideCallError(
    {
      code: 'SHIPLOCK_SLACK_UNREACHABLE',
      what: 'Slack did not answer an earlier call of this job in time, so Shiplock does not call it for a minute.',
      next: 'The release continues without it; the next notice updates the message.',
    },
    { certainty: 'not-done' },
  );
}

/** Slack's own client with its retries switched off: they would repeat writes. */
export class SlackClient {
  readonly channel: string;
  readonly #options: SlackOptions;
  readonly #pace: Pace;
  /** Until when Slack is left alone, because it let a call run into its deadline. */
  #quietUntil = 0;
  #web: Promise<Web> | undefined;

  constructor(options: SlackOptions, pace: Pace) {
    this.channel = options.channel;
    this.#options = options;
    this.#pace = pace;
  }

  async read<Schema extends z.ZodType>(
    call: { readonly method: string; readonly doing: string; readonly scope: string },
    given: Arguments,
    schema: Schema,
  ): Promise<z.infer<Schema>> {
    return patiently(async (): Promise<Attempt<z.infer<Schema>>> => {
      try {
        return { value: schema.parse(await this.#call(call.method, given)) };
      } catch (error) {
        return { error: this.error(error, { ...call, writes: false }), again: tryAgain(error) };
      }
    }, this.#pace);
  }

  /** One attempt. Throws what Slack's client throws, so that the caller can tell the refusals apart. */
  async write(method: string, given: Arguments): Promise<{ channel: string; ts: string }> {
    return z
      .object({ channel: z.string(), ts: z.string() })
      .parse(await this.#call(method, redactedValue(given)));
  }

  /** A Slack that hangs is waited for once: one process tells it of every phase, and traffic must not wait each time. */
  async #call(method: string, given: Arguments): Promise<unknown> {
    if (Date.now() < this.#quietUntil) throw leftAlone();
    const web = await this.#open();
    const started = performance.now();
    try {
      return await web.apiCall(method, { ...given });
    } catch (error) {
      if (performance.now() - started >= this.#pace.deadlineMs) this.#quietUntil = Date.now() + QUIET_MS;
      throw error;
    }
  }

  error(error: unknown, call: { readonly doing: string; readonly scope: string; readonly writes: boolean }) {
    return toError(error, { ...call, channel: this.channel, token: this.#options.token });
  }

  #open(): Promise<Web> {
    this.#web ??= openWeb(this.#options, this.#pace);
    return this.#web;
  }
}

async function openWeb(options: SlackOptions, pace: Pace): Promise<Web> {
  const { WebClient } = await import('@slack/web-api');
  const { apiUrl } = options;
  return new WebClient(options.token, {
    ...(apiUrl ? { slackApiUrl: `${apiUrl.replace(/\/+$/, '')}/` } : {}),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    timeout: pace.deadlineMs,
    // It would print arguments and answers; what matters is in our errors.
    logger: silent,
  });
}
