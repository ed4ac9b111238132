import { z } from 'zod';
import { type Attempt, type Pace, patiently } from '../http/wire.ts';
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

/** Slack's own client with its retries switched off: they would repeat writes. */
export class SlackClient {
  readonly channel: string;
  readonly #options: SlackOptions;
  readonly #pace: Pace;
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
    const web = await this.#open();
    return patiently(async (): Promise<Attempt<z.infer<Schema>>> => {
      try {
        return { value: schema.parse(await web.apiCall(call.method, { ...given })) };
      } catch (error) {
        return { error: this.error(error, { ...call, writes: false }), again: tryAgain(error) };
      }
    }, this.#pace);
  }

  /** One attempt. Throws what Slack's client throws, so that the caller can tell the refusals apart. */
  async write(method: string, given: Arguments): Promise<{ channel: string; ts: string }> {
    const web = await this.#open();
    return z.object({ channel: z.string(), ts: z.string() }).parse(await web.apiCall(method, { ...given }));
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
