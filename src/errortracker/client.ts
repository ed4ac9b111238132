import { z } from 'zod';
import { type Attempt, type Pace, patiently, retryAfterMs } from '../http/wire.ts';
import { redactedValue } from '../present/redact.ts';
import { type Fault, toError } from './faults.ts';
import { type BaseUrl, baseUrl } from './host.ts';

export interface SentryOptions extends BaseUrl {
  /** For releases, deploys and source maps: an organization token (sntrys_…) or one with `project:releases`. */
  readonly token: string;
  /** For reading errors: `org:read`, `project:read`, `event:read`. Default: `token`. */
  readonly issuesToken?: string;
  readonly org: string;
  readonly project: string;
  /** Where `node_modules/.bin/sentry-cli` is looked for. */
  readonly workspace: string;
  readonly pace?: Partial<Pace>;
}

export interface Call {
  /** Continues "Sentry could not be reached to …". */
  readonly doing: string;
  readonly scope: string;
  /** Below `/api/0`. */
  readonly path: string;
  readonly query?: readonly (readonly [string, string])[];
  /** Goes with the token for issues. */
  readonly issues?: true;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** Sentry's REST API: reads are patient, writes are tried exactly once, nothing waits without a deadline. */
export class SentryClient {
  readonly #options: SentryOptions;
  readonly #pace: Pace;

  constructor(options: SentryOptions, pace: Pace) {
    this.#options = options;
    this.#pace = pace;
  }

  /** Asked for when something is sent, not before. @throws SHIPLOCK_SENTRY_HOST */
  get base(): string {
    return baseUrl(this.#options);
  }

  /** One object; undefined for 404 where `absent` allows it. */
  async read<Schema extends z.ZodType>(
    call: Call,
    schema: Schema,
    absent?: 'absent',
  ): Promise<z.infer<Schema> | undefined> {
    const answer = await this.#read(call, this.#url(call), absent);
    return answer && this.#parse(call, answer, schema);
  }

  /**
   * All pages. Sentry always sends a next link; there is a next page only while it says `results="true"`.
   * https://docs.sentry.io/api/pagination/
   */
  async all<Item extends z.ZodType>(call: Call, item: Item): Promise<z.infer<Item>[]> {
    const items: z.infer<Item>[] = [];
    const url = this.#url(call);
    for (;;) {
      const answer = (await this.#read(call, url))!;
      items.push(...this.#parse(call, answer, z.array(item)));
      const cursor = nextCursor(answer.headers.get('link'));
      if (cursor === undefined || cursor === url.searchParams.get('cursor')) return items;
      // Only the cursor is taken: the token never goes where a header points.
      url.searchParams.set('cursor', cursor);
    }
  }

  /** One attempt. A status in `expected` is handed back as text instead of being thrown. */
  async write<Schema extends z.ZodType>(
    call: Call & {
      readonly method: 'POST' | 'PUT';
      readonly body: unknown;
      readonly expected?: readonly number[];
    },
    schema: Schema,
  ): Promise<{ value: z.infer<Schema> } | { refused: string; status: number }> {
    const result = await this.#attempt(
      call,
      this.#url(call),
      call.method,
      JSON.stringify(redactedValue(call.body)),
    );
    if ('fault' in result) {
      const { fault } = result;
      if (fault.kind === 'status' && call.expected?.includes(fault.status)) {
        return { refused: fault.text, status: fault.status };
      }
      throw this.#error(fault, call, true);
    }
    return { value: this.#parse(call, result, schema, true) };
  }

  async #read(call: Call, url: URL, absent?: 'absent'): Promise<Answer | undefined> {
    return patiently(async (): Promise<Attempt<Answer | undefined>> => {
      const result = await this.#attempt(call, url, 'GET');
      if (!('fault' in result)) return { value: result };
      const { fault } = result;
      if (absent && fault.kind === 'status' && fault.status === 404) return { value: undefined };
      return { error: this.#error(fault, call, false), again: tryAgain(fault) };
    }, this.#pace);
  }

  async #attempt(
    call: Call,
    url: URL,
    method: 'GET' | 'POST' | 'PUT',
    body?: string,
  ): Promise<Answer | { fault: Fault }> {
    const { token, issuesToken } = this.#options;
    try {
      const response = await fetch(url, {
        method,
        headers: {
          authorization: `Bearer ${call.issues ? (issuesToken ?? token) : token}`,
          accept: 'application/json',
          'user-agent': 'shiplock',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body }),
        // A POST that follows a redirect may turn into a GET, and the token would go along.
        redirect: 'manual',
        signal: AbortSignal.timeout(this.#pace.deadlineMs),
      });
      const text = await response.text();
      const { status, headers } = response;
      if (response.ok) return { status, text, headers };
      if (status < 400)
        return { fault: { kind: 'unreadable', status, why: 'a redirect; check the base URL' } };
      const afterMs = retryAfterMs(headers.get('retry-after')) ?? resetMs(headers);
      return { fault: { kind: 'status', status, text, afterMs } };
    } catch (error) {
      return { fault: { kind: 'network', error } };
    }
  }

  #url(call: Call): URL {
    const url = new URL(`${this.base}/api/0${call.path}`);
    for (const [key, value] of call.query ?? []) url.searchParams.append(key, value);
    return url;
  }

  #parse<Schema extends z.ZodType>(
    call: Call,
    answer: Answer,
    schema: Schema,
    writes = false,
  ): z.infer<Schema> {
    let why: string;
    try {
      const result = schema.safeParse(JSON.parse(answer.text));
      if (result.success) return result.data;
      const issue = result.error.issues[0];
      why = `${issue?.path.join('.') || 'answer'}: ${issue?.message ?? 'unexpected'}`;
    } catch {
      why = 'not JSON';
    }
    throw this.#error({ kind: 'unreadable', status: answer.status, why }, call, writes);
  }

  #error(fault: Fault, call: Call, writes: boolean) {
    const { org, project, token, issuesToken } = this.#options;
    const secrets = issuesToken ? [token, issuesToken] : [token];
    const place = `${org}/${project}`;
    return toError(fault, {
      doing: call.doing,
      scope: call.scope,
      issues: call.issues === true,
      place,
      writes,
      secrets,
    });
  }
}

function tryAgain(fault: Fault): false | { afterMs?: number | undefined } {
  if (fault.kind !== 'status') return {};
  if (fault.status === 429 || fault.status === 408 || fault.status >= 500) return { afterMs: fault.afterMs };
  return false;
}

/** Epoch seconds at which the window ends. https://docs.sentry.io/api/ratelimits/ */
function resetMs(headers: Headers): number | undefined {
  const reset = Number(headers.get('x-sentry-rate-limit-reset') ?? Number.NaN);
  const left = headers.get('x-sentry-rate-limit-remaining');
  return left === '0' && Number.isFinite(reset) ? Math.max(0, reset * 1000 - Date.now()) : undefined;
}

function nextCursor(link: string | null): string | undefined {
  const next = link
    ?.split(/,\s*(?=<)/)
    .find((each) => /rel="next"/.test(each) && /results="true"/.test(each));
  return /cursor="([^"]+)"/.exec(next ?? '')?.[1];
}
