import type { Octokit } from '@octokit/rest';
import type { OctokitResponse } from '@octokit/types';
import { z } from 'zod';
import { type Hide, hiding, readError, writeError } from '../http/errors.ts';
import { judge } from '../http/faults.ts';
import { Pages } from '../http/pages.ts';
import { mismatch } from '../http/parsed.ts';
import { type Attempt, type Pace, patiently } from '../http/wire.ts';
import { redactedValue } from '../present/redact.ts';
import { configurationError } from '../release/errors.ts';
import { type GithubCall, GithubFault, githubFaults, statusFault, unreadable } from './faults.ts';

export interface ClientOptions {
  readonly token: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly apiUrl: string;
  readonly pace: Pace;
}

/** One call: for people, for permission errors, and for GitHub. */
export interface Call extends GithubCall {
  /** Route as GitHub documents it, e.g. `GET /repos/{owner}/{repo}/deployments`. */
  readonly route: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Octokit with reads that are patient, writes that are tried once, and answers that are checked. */
export class GithubClient {
  readonly repository: string;
  readonly #options: ClientOptions;
  readonly #hide: Hide;
  readonly #names: { owner: string; repo: string };
  /** Answers by URL with their ETags: what did not change costs no request (304s are free at GitHub). */
  readonly #known = new Map<string, Known>();
  #sent = 0;
  #octokit: Promise<Octokit> | undefined;

  constructor(options: ClientOptions) {
    const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(options.repository) ?? [];
    if (!owner || !repo) {
      throw configurationError({
        code: 'SHIPLOCK_GITHUB_REPOSITORY',
        what: `"${options.repository}" is not a GitHub repository (expected owner/name).`,
        next: 'Set the repository as owner/name, like GITHUB_REPOSITORY.',
      });
    }
    this.#options = options;
    this.#hide = hiding([options.token]);
    this.#names = { owner, repo };
    this.repository = options.repository;
  }

  /**
   * Requests sent so far, also those that were answered "not modified", which GitHub does not count against the limit.
   * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
   */
  get sent(): number {
    return this.#sent;
  }

  /** One object. */
  async read<Schema extends z.ZodType>(call: Call, schema: Schema): Promise<z.infer<Schema>> {
    return this.#guard(call, false, async (octokit) => {
      const answer = await octokit.request(call.route, this.#params(call));
      return parse(schema, answer.data);
    });
  }

  /** All pages of a list; `pick` takes the list out of a page that is an object. */
  async all<Item extends z.ZodType>(
    call: Call,
    item: Item,
    pick: (page: unknown) => unknown = (page) => page,
  ): Promise<z.infer<Item>[]> {
    return this.#guard(call, false, async (octokit) => {
      const params = { per_page: 100, ...this.#params(call) };
      const items: z.infer<Item>[] = [];
      const pages = new Pages();
      for await (const page of octokit.paginate.iterator(call.route, params)) {
        const repeated = pages.repeats(page.url);
        if (repeated) throw new GithubFault('the list names a page twice', repeated);
        items.push(...parse(z.array(item), pick(page.data)));
      }
      return items;
    });
  }

  /** A GraphQL query. Reads only: it may be tried again. */
  async query<Schema extends z.ZodType>(
    call: Pick<Call, 'doing' | 'permission'>,
    query: string,
    variables: Readonly<Record<string, unknown>>,
    schema: Schema,
  ): Promise<z.infer<Schema>> {
    return this.#guard({ ...call, route: 'POST /graphql' }, false, async (octokit) => {
      try {
        return parse(schema, await octokit.graphql(query, { ...this.#names, ...variables }));
      } catch (error) {
        // What GraphQL refuses comes with HTTP 200.
        if (error instanceof Error && error.name === 'GraphqlResponseError')
          throw statusFault(403, error.message);
        throw error;
      }
    });
  }

  /** One attempt, whatever comes. */
  async write<Schema extends z.ZodType>(call: Call, schema: Schema): Promise<z.infer<Schema>> {
    return this.#guard(call, true, async (octokit) => {
      const answer = await octokit.request(call.route, redactedValue(this.#params(call)));
      return parse(schema, answer.data);
    });
  }

  /** @throws when the list names this page a second time as the next one: it never ends */
  refuseRepeated(pages: Pages, page: string, call: Pick<Call, 'doing' | 'permission'>): void {
    const fault = pages.repeats(page);
    if (fault) throw readError(githubFaults, fault, { ...call, route: 'POST /graphql' }, this.#hide);
  }

  #params(call: Call) {
    return { ...this.#names, ...call.params };
  }

  async #guard<T>(call: Call, writes: boolean, work: (octokit: Octokit) => Promise<T>): Promise<T> {
    this.#octokit ??= openOctokit(this.#options, this.#known, () => {
      this.#sent += 1;
    });
    const octokit = await this.#octokit;
    try {
      return await work(octokit);
    } catch (error) {
      const { fault } = error instanceof GithubFault ? error : unreadable(200, String(error));
      const asked = { ...call, doing: `${call.doing} in ${this.repository}` };
      throw (writes ? writeError : readError)(githubFaults, fault, asked, this.#hide);
    }
  }
}

interface Known {
  readonly etag: string;
  readonly answer: OctokitResponse<unknown>;
}

/** A long job must not keep every answer it ever had. */
const MOST_KNOWN = 1000;

const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function openOctokit(
  options: ClientOptions,
  known: Map<string, Known>,
  count: () => void,
): Promise<Octokit> {
  const { Octokit } = await import('@octokit/rest');
  const { pace } = options;
  const octokit = new Octokit({
    auth: options.token,
    baseUrl: options.apiUrl.replace(/\/+$/, ''),
    userAgent: 'shiplock',
    // Requests are told in our errors; octokit would print headers and paths to the log by itself.
    log: silent,
  });
  octokit.hook.wrap('request', (request, asked) => {
    const url = asked.method === 'GET' ? octokit.request.endpoint.parse(asked).url : undefined;
    const once = async (): Promise<Attempt<Awaited<ReturnType<typeof request>>>> => {
      const before = url === undefined ? undefined : known.get(url);
      asked.headers = { ...asked.headers, ...(before ? { 'if-none-match': before.etag } : {}) };
      // Changed in place: a hook inside of this one (octokit's own) is bound to `asked` and would not see a copy.
      asked.request = { ...asked.request, signal: AbortSignal.timeout(pace.deadlineMs) };
      try {
        count();
        const answer = await request(asked);
        // Octokit hands over '' when the body breaks off, and its paginating plugin takes that for an empty page.
        if (typeof answer.data === 'object' && answer.data !== null) {
          const { etag } = answer.headers;
          // A copy: octokit's paginating plugin takes lists out of their wrapping in place.
          if (url !== undefined && etag && known.size < MOST_KNOWN)
            known.set(url, { etag, answer: structuredClone(answer) });
          return { value: answer };
        }
        return { error: unreadable(answer.status, 'no JSON body'), again: {} };
      } catch (error) {
        const thrown = faultOf(error);
        const { fault } = thrown;
        if (fault.kind === 'status' && fault.status === 304 && before)
          return { value: structuredClone(before.answer) };
        return { error: thrown, again: judge(githubFaults, fault, { doing: '', permission: '' }).again };
      }
    };
    return patiently(once, asked.method === 'GET' || asked.url === '/graphql' ? pace : { ...pace, tries: 1 });
  });
  return octokit;
}

/** RequestError has a `response` only when GitHub answered; without it the status 500 is octokit's own invention. */
function faultOf(error: unknown): GithubFault {
  const { response } = error as { response?: { status: number; headers: Record<string, string> } };
  const message = error instanceof Error ? error.message : String(error);
  if (!response) return new GithubFault(message, { kind: 'network', error });
  return statusFault(response.status, message, response.headers);
}

function parse<Schema extends z.ZodType>(schema: Schema, data: unknown): z.infer<Schema> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw unreadable(200, mismatch(result.error));
}
