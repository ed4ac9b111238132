import { isDeepStrictEqual } from 'node:util';
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
  /** Anybody may take entries out of the list while it is read; none may be missed for that. */
  readonly shifts?: true;
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
      for (let left = MOST_SHIFTS; left > 0; left -= 1) {
        const pages = await this.#pages(octokit, call, pick);
        if (!call.shifts || !(await haveMoved(octokit, pages, pick)))
          return pages.flatMap(({ list }) => parse(z.array(item), list));
      }
      throw unreadable(200, 'entries of the list were taken away each time it was read');
    });
  }

  async #pages(octokit: Octokit, call: Call, pick: (page: unknown) => unknown): Promise<Page[]> {
    const found: Page[] = [];
    const named = new Pages();
    for await (const { url, data } of octokit.paginate.iterator(call.route, {
      per_page: 100,
      ...this.#params(call),
    })) {
      const repeated = named.repeats(url);
      if (repeated) throw new GithubFault('the list names a page twice', repeated);
      found.push({ url, list: pick(data) });
    }
    return found;
  }

  /** A GraphQL query. Reads only: it may be tried again. What was deleted meanwhile is null where the schema allows it. */
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
        if (!isRefusal(error)) throw error;
        const missing = error.errors?.every(({ type }) => type === 'NOT_FOUND');
        const rest = missing ? schema.safeParse(error.data) : undefined;
        if (rest?.success) return rest.data;
        throw statusFault(403, error.message);
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

interface Page {
  readonly url: string;
  readonly list: unknown;
}

/** So often a list is read anew because it changed meanwhile. */
const MOST_SHIFTS = 5;

/**
 * Where an entry of one page is deleted before the next one is read, the first entry of that one moves into the page that
 * was read already, and nobody sees it. Asking again costs nothing where nothing changed: the answer is a 304.
 */
async function haveMoved(
  octokit: Octokit,
  pages: readonly Page[],
  pick: (page: unknown) => unknown,
): Promise<boolean> {
  for (const { url, list } of pages.slice(0, -1)) {
    const { data } = await octokit.request(`GET ${url}`);
    if (!isDeepStrictEqual(pick(data), list)) return true;
  }
  return false;
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

/** https://github.com/octokit/graphql.js#errors */
function isRefusal(
  error: unknown,
): error is Error & { readonly errors?: readonly { readonly type?: string }[]; readonly data?: unknown } {
  return error instanceof Error && error.name === 'GraphqlResponseError';
}

function parse<Schema extends z.ZodType>(schema: Schema, data: unknown): z.infer<Schema> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw unreadable(200, mismatch(result.error));
}
