import { z } from 'zod';
import { HttpClient } from '../http/client.ts';
import { Pages } from '../http/pages.ts';
import type { Pace } from '../http/wire.ts';
import { type SentryCall, sentryFaults } from './faults.ts';

export type { SentryCall } from './faults.ts';

import { type BaseUrl, baseUrl } from './host.ts';

export interface SentryOptions extends BaseUrl {
  /** For releases, deploys and source maps: an organization token (sntrys_…) or one with `project:releases`. */
  readonly token: string;
  /** For reading errors: `org:read`, `project:read`, `event:read`. Default: `token`. */
  readonly issuesToken?: string;
  readonly org: string;
  readonly project: string;
  /** What Sentry calls the repository, if not as the code host does. */
  readonly repository?: string;
  /** Where `node_modules/.bin/sentry-cli` is looked for. */
  readonly workspace: string;
  /** Deadline of each run of sentry-cli. Default: 10 minutes. */
  readonly cliDeadlineMs?: number;
  readonly pace?: Partial<Pace>;
}

/** Sentry's REST API. */
export class SentryClient extends HttpClient<SentryCall> {
  readonly #options: SentryOptions;

  constructor(options: SentryOptions, pace: Pace) {
    const { token, issuesToken = token, org, project } = options;
    super({
      base: () => `${baseUrl(options)}/api/0`,
      headers: ({ issues }) => ({ authorization: `Bearer ${issues ? issuesToken : token}` }),
      secrets: [token, issuesToken],
      faults: sentryFaults(`${org}/${project}`),
      limits: 'x-sentry-rate-limit',
      pace,
    });
    this.#options = options;
  }

  /** Asked for when something is sent, not before. @throws SHIPLOCK_SENTRY_HOST */
  get base(): string {
    return baseUrl(this.#options);
  }

  /**
   * All pages. @throws SHIPLOCK_SENTRY_ANSWER when a page is named twice. Sentry always sends a next link; there is a next page only while it says `results="true"`.
   * https://docs.sentry.io/api/pagination/
   */
  async all<Item extends z.ZodType>(call: SentryCall, item: Item): Promise<z.infer<Item>[]> {
    const items: z.infer<Item>[] = [];
    const pages = new Pages();
    let cursor: string | undefined;
    for (;;) {
      const page = await this.page({ ...call, query: { ...call.query, cursor } }, z.array(item));
      items.push(...(page?.value ?? []));
      const next = nextCursor(page?.headers.get('link') ?? null);
      if (next === undefined) return items;
      const repeated = pages.repeats(next);
      if (repeated) throw this.harmless(repeated, call);
      // Only the cursor is taken: the token never goes where a header points.
      cursor = next;
    }
  }
}

function nextCursor(link: string | null): string | undefined {
  const next = link
    ?.split(/,\s*(?=<)/)
    .find((each) => /rel="next"/.test(each) && /results="true"/.test(each));
  return /cursor="([^"]+)"/.exec(next ?? '')?.[1];
}
