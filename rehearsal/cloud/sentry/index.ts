import { randomBytes } from 'node:crypto';
import {
  type AccessLog,
  bearerToken,
  type Call,
  checkBearer,
  type Faults,
  hexSecret,
  type MakeSecret,
  StandIn,
} from '../kit/index.ts';
import { artifactRoutes, lookupRoutes } from './artifacts.ts';
import { decoded, eventFrom, parseEnvelope, sessionsFrom } from './envelope.ts';
import { issueRoutes } from './issues.ts';
import { releaseRoutes } from './releases.ts';
import type { Route } from './route.ts';
import { Failure, type Issue, issues, notFound, type SentryState } from './state.ts';

export type * from './state.ts';

/** A running Sentry: SENTRY_URL is `url`. */
export interface SentryPart {
  readonly url: string;
  readonly organization: string;
  readonly project: string;
  readonly projectId: string;
  /** Everything may be read and written with it. */
  readonly token: string;
  /** An organisation token (`sntrys_…`, scope `org:ci`): releases and uploads, but 403 on issues and events. */
  readonly organizationToken: string;
  /** For SDKs. Its key is public by design, as on Sentry. */
  readonly dsn: string;
  readonly state: SentryState;
  issues(): readonly Issue[];
  close(): Promise<void>;
}

/** Routes that an organisation token may not call. */
const NEEDS_EVENT_READ = new Set(['sentry.issues', 'sentry.events', 'sentry.sessions']);

/** Starts Sentry with one organisation, one project and one integrated repository. */
export async function startSentry(options: {
  readonly faults: Faults;
  readonly log: AccessLog;
  readonly organization?: string;
  readonly project?: string;
  readonly repository?: string;
  readonly secret?: MakeSecret;
}): Promise<SentryPart> {
  const { organization = 'acme', project = 'storefront', repository = 'acme/storefront' } = options;
  const key = randomBytes(16).toString('hex');
  const state: SentryState = {
    organization,
    projects: [{ id: '1', slug: project, key }],
    repositories: [{ id: '1', name: repository }],
    ...{ releases: [], events: [], sessions: [], bundles: [], nextId: 100 },
  };
  const token = (options.secret ?? hexSecret)('sntryu_');
  const tokens = [token];
  const standIn = new StandIn<SentryState>({
    vendor: 'sentry',
    faults: options.faults,
    log: options.log,
    state,
    errorBody: (_status, _code, message) => ({ detail: message }),
    authorize: checkBearer({
      tokens,
      missing: { status: 401, body: { detail: 'Authentication credentials were not provided.' } },
      wrong: { status: 401, body: { detail: 'Invalid token' } },
    }),
  });
  const route: Route = (method, path, call, handle, more) => {
    standIn.route(
      method,
      path,
      call,
      (c, now) =>
        guarded(c, () => {
          if (typeof call === 'string' && NEEDS_EVENT_READ.has(call) && bearerToken(c) !== token)
            throw new Failure(403, { detail: 'You do not have permission to perform this action.' });
          if (c.req.param('org') !== undefined && c.req.param('org') !== organization) throw notFound();
          return handle(c, now);
        }),
      more,
    );
  };
  accountRoutes(route);
  releaseRoutes(route);
  issueRoutes(route);
  artifactRoutes(route, new Map());
  lookupRoutes(route);
  ingestRoutes(standIn);

  const server = await standIn.listen();
  const organizationToken = makeOrganizationToken(server.url, organization);
  tokens.push(organizationToken);
  return {
    url: server.url,
    ...{ organization, project, projectId: '1', token, organizationToken, state },
    dsn: `${server.url.replace('http://', `http://${key}@`)}/1`,
    issues: () => issues(state),
    close: () => server.close(),
  };
}

/** The token tells clients where its Sentry is: https://develop.sentry.dev/backend/application-domains/auth-tokens/ */
function makeOrganizationToken(url: string, org: string): string {
  const facts = { iat: Date.now() / 1000, url, region_url: url, org };
  const secret = randomBytes(32).toString('base64').replace(/=+$/, '');
  return `sntrys_${Buffer.from(JSON.stringify(facts)).toString('base64')}_${secret}`;
}

function accountRoutes(route: Route): void {
  const show = (one: { id: string; slug: string }) => ({
    id: one.id,
    slug: one.slug,
    name: one.slug,
    platform: 'javascript-nextjs',
    status: 'active',
  });
  route('GET', '/api/0/', 'sentry.account', (c) =>
    c.json({
      version: '0',
      auth: { scopes: ['event:read', 'project:read', 'project:releases', 'org:read'] },
      user: { id: '1', email: 'bot@example.com' },
    }),
  );
  route('GET', '/api/0/organizations/:org/', 'sentry.account', (c, state) =>
    c.json({ id: '1', slug: state.organization, name: state.organization, features: [] }),
  );
  route('GET', ['/api/0/organizations/:org/projects/'], 'sentry.projects', (c, state) =>
    c.json(state.projects.map(show)),
  );
  route('GET', '/api/0/projects/:org/:project/', 'sentry.projects', (c, state) => {
    const found = state.projects.find((one) => one.slug === c.req.param('project'));
    if (!found) throw notFound();
    return c.json(show(found));
  });
}

/** What SDKs send to. Browsers send from other origins, so every answer allows them. */
function ingestRoutes(standIn: StandIn<SentryState>): void {
  const path = '/api/:project/envelope/';
  const cors = {
    'access-control-allow-origin': '*',
    'access-control-allow-headers': '*',
    'access-control-allow-methods': 'POST',
  };
  standIn.route('OPTIONS', path, 'sentry.preflight', (c) => c.body(null, 204, cors), {
    public: true,
    kind: 'read',
  });
  standIn.route(
    'POST',
    path,
    'sentry.envelope',
    (c, state) =>
      guarded(c, async () => {
        const { header, items } = parse(
          decoded(Buffer.from(await c.req.arrayBuffer()), c.req.header('content-encoding')),
        );
        const project = state.projects.find((one) => one.id === c.req.param('project'));
        if (!project || keyOf(c, header['dsn']) !== project.key)
          throw new Failure(403, { detail: 'event submission rejected with_reason: ProjectId' });
        for (const { header: item, payload } of items) {
          const json = () => JSON.parse(payload.toString('utf8')) as Record<string, unknown>;
          if (item['type'] === 'event') state.events.push(eventFrom(json(), project.id));
          if (item['type'] === 'session' || item['type'] === 'sessions')
            state.sessions.push(...sessionsFrom(json(), project.id));
        }
        return c.json({ id: header['event_id'] ?? null }, 200, cors);
      }),
    // Ingest comes by the thousand under load; it is not what `stale-read` looks back past.
    { public: true, kind: 'read' },
  );
}

function parse(body: Buffer) {
  try {
    return parseEnvelope(body);
  } catch {
    throw new Failure(400, { detail: 'invalid event envelope' });
  }
}

/** The DSN's key, from the header, the query or the envelope itself. */
function keyOf(c: Call, dsn: unknown): string | undefined {
  const header = /sentry_key=([0-9a-f]+)/.exec(c.req.header('x-sentry-auth') ?? '')?.[1];
  return (
    header ??
    c.req.query('sentry_key') ??
    (typeof dsn === 'string' && URL.canParse(dsn) ? new URL(dsn).username : undefined)
  );
}

async function guarded(c: Call, handle: () => Response | Promise<Response>): Promise<Response> {
  try {
    return await handle();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return c.json(error.body, error.status as 400);
  }
}
