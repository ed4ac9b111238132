import { createHash } from 'node:crypto';
import { bearerToken, type Call, type RouteOptions, type StandIn } from '../kit/index.ts';
import { Presenter } from './present.ts';
import { canWrite, Failure, type GithubState, notFound, type Repository, type User } from './state.ts';

/** What a handler of a repository's path works with. */
export interface Visit {
  readonly c: Call;
  readonly state: GithubState;
  readonly repository: Repository;
  readonly user: User;
  readonly show: Presenter;
  /** Path parameter, decoded. */
  param(name: string): string;
  /** The JSON body; not an object → 400, as GitHub says it. */
  body(): Promise<Record<string, unknown>>;
  /** One page of a list with GitHub's Link header. */
  page<Item>(
    items: readonly Item[],
    present: (item: Item) => unknown,
    wrap?: (page: unknown[]) => object,
  ): Response;
  /** Refuses a caller without write permission. */
  mustWrite(): void;
}

export type Github = StandIn<GithubState>;
type Tokens = ReadonlyMap<string, string>;

/** Adds a route below `/repos/:owner/:repo`. */
export function repositoryRoutes(standIn: Github, tokens: Tokens) {
  return (
    method: string,
    path: string,
    call: string,
    handle: (visit: Visit) => Response | Promise<Response>,
    options?: RouteOptions,
  ): void => {
    standIn.route(
      method,
      `/repos/:owner/:repo${path}`,
      call,
      (c, state) => answer(c, () => handle(visit(c, state, tokens))),
      options,
    );
  };
}

/** Runs a handler and turns its Failure into GitHub's error body. */
export async function answer(c: Call, handle: () => Response | Promise<Response>): Promise<Response> {
  try {
    return await conditional(c, await handle());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return c.json(errorBody(error.status, error.message, error.errors), error.status as 422);
  }
}

/**
 * A read that names the ETag of what it has gets 304 while nothing changed.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
async function conditional(c: Call, response: Response): Promise<Response> {
  if (c.req.method !== 'GET' || response.status !== 200) return response;
  const body = await response.clone().text();
  const links = response.headers.get('link') ?? '';
  const etag = `W/"${createHash('sha256').update(body).update(links).digest('hex')}"`;
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, { etag });
  response.headers.set('etag', etag);
  return response;
}

/** https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api */
export const errorBody = (status: number, message: string, errors?: unknown) => ({
  message,
  ...(errors ? { errors } : {}),
  documentation_url: 'https://docs.github.com/rest',
  status: String(status),
});

export const origin = (c: Call): string => new URL(c.req.url).origin;

/** Who calls. The kit has turned away unknown tokens before. */
export function caller(c: Call, state: GithubState, tokens: Tokens): User {
  const login = tokens.get(bearerToken(c) ?? '');
  const user = state.users.find((one) => one.login === login);
  if (!user) throw new Failure(401, 'Bad credentials');
  return user;
}

function visit(c: Call, state: GithubState, tokens: Tokens): Visit {
  const user = caller(c, state, tokens);
  const repository = state.repositories.find(
    (one) => one.owner === c.req.param('owner') && one.name === c.req.param('repo'),
  );
  if (!repository) throw notFound();
  return {
    c,
    state,
    repository,
    user,
    show: new Presenter(state, repository, origin(c)),
    param: (name) => c.req.param(name) ?? '',
    body: () => jsonObject(c),
    page: (items, present, wrap) => paged(c, items, present, wrap),
    mustWrite() {
      if (canWrite(repository, user.login)) return;
      // A person without push access learns nothing; an app is told that its permissions do not suffice.
      throw user.type === 'Bot' ? new Failure(403, 'Resource not accessible by integration') : notFound();
    },
  };
}

async function jsonObject(c: Call): Promise<Record<string, unknown>> {
  const text = await c.req.text();
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new Failure(400, 'Problems parsing JSON');
}

/** https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api */
function paged<Item>(
  c: Call,
  items: readonly Item[],
  present: (item: Item) => unknown,
  wrap?: (page: unknown[]) => object,
): Response {
  const whole = (name: string, standard: number) => {
    const value = Number.parseInt(c.req.query(name) ?? '', 10);
    return Number.isNaN(value) || value < 1 ? standard : value;
  };
  const size = Math.min(whole('per_page', 30), 100);
  const page = whole('page', 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const links: string[] = [];
  const link = (rel: string, number: number) => {
    const url = new URL(c.req.url);
    url.searchParams.set('page', String(number));
    links.push(`<${url}>; rel="${rel}"`);
  };
  if (page > 1) link('prev', page - 1);
  if (page < last) link('next', page + 1);
  if (page < last) link('last', last);
  if (page > 1) link('first', 1);
  if (links.length > 0) c.header('link', links.join(', '));
  const rows = items.slice((page - 1) * size, page * size).map(present);
  return c.json(wrap ? wrap(rows) : rows);
}
