import type { Call } from '../kit/index.ts';
import type { Route } from './route.ts';
import { matches, parseSearch, range, type Term } from './search.ts';
import { type ErrorEvent, Failure, type Issue, issues, type SentryState } from './state.ts';

/** What gates ask: issues, counts of events, sessions. */
export function issueRoutes(route: Route): void {
  const org = '/api/0/organizations/:org';

  route('GET', [`${org}/issues/`, '/api/0/projects/:org/:project/issues/'], 'sentry.issues', (c, state) => {
    const scope = scopeOf(c, state);
    const terms = parseSearch(c.req.query('query') ?? 'is:unresolved');
    const found = issues(state)
      .map((issue) => ({ issue, events: issue.events.filter((event) => inScope(event, scope)) }))
      .filter(({ issue, events }) => events.length > 0 && terms.every((term) => issueMatches(issue, term)))
      .sort((a, b) => b.events.at(-1)!.at - a.events.at(-1)!.at);
    return page(c, found, ({ issue, events }) => showIssue(issue, events, new URL(c.req.url).origin));
  });

  route('GET', `${org}/events/`, 'sentry.events', (c, state) => {
    const fields = c.req.queries('field') ?? [];
    if (fields.length === 0) throw new Failure(400, { detail: 'No columns selected' });
    const wanted = searched(c, state);
    const plain = fields.filter((field) => !field.includes('('));
    const aggregated = fields.length > plain.length;
    const groups = new Map<string, ErrorEvent[]>();
    if (aggregated && plain.length === 0) groups.set('[]', []);
    for (const event of wanted) {
      const key = aggregated ? JSON.stringify(plain.map((field) => fieldOf(event, field))) : event.id;
      groups.set(key, [...(groups.get(key) ?? []), event]);
    }
    const rows = [...groups.values()].map((events) =>
      Object.fromEntries(
        fields.map((field) => [
          field,
          field.includes('(') ? aggregate(events, field) : fieldOf(events[0]!, field),
        ]),
      ),
    );
    const types = Object.fromEntries(
      fields.map((field) => [field, field.includes('(') ? 'integer' : 'string']),
    );
    return page(
      c,
      rows,
      (row) => row,
      (data) => ({ data, meta: { fields: types, units: {}, dataset: 'errors' } }),
    );
  });

  route('GET', `${org}/events-stats/`, 'sentry.events', (c, state) => {
    const { start, end } = range(c.req.query());
    const step = seconds(c.req.query('interval') ?? '1m');
    const wanted = searched(c, state);
    const data: [number, { count: number }[]][] = [];
    for (let at = Math.floor(start / 1000 / step) * step; at * 1000 < end; at += step)
      data.push([
        at,
        [{ count: wanted.filter((event) => event.at >= at * 1000 && event.at < (at + step) * 1000).length }],
      ]);
    return c.json({ data, start: Math.floor(start / 1000), end: Math.floor(end / 1000) });
  });

  route('GET', `${org}/sessions/`, 'sentry.sessions', (c, state) => {
    // One hour is the finest there is: https://docs.sentry.io/api/releases/retrieve-release-health-session-statistics/
    if (seconds(c.req.query('interval') ?? '1h') < 3600)
      throw new Failure(400, { detail: 'Interval must be at least 1h' });
    const { start, end } = range(c.req.query());
    const fields = c.req.queries('field') ?? [];
    if (fields.length === 0) throw new Failure(400, { detail: 'Request is missing a "field"' });
    const groupBy = c.req.queries('groupBy') ?? [];
    const byRelease = groupBy.includes('release');
    const scope = scopeOf(c, state);
    const terms = parseSearch(c.req.query('query') ?? '');
    const latest = new Map(state.sessions.map((session) => [session.sid, session]));
    const counted = [...latest.values()].filter(
      (session) =>
        inScope(session, scope) &&
        terms.every((term) => term.key !== 'release' || matches(term, [session.release])),
    );
    if (groupBy.includes('session.status')) return c.json({ groups: byStatus(counted) });
    const groups = byRelease ? [...new Set(counted.map((one) => one.release))] : [undefined];
    return c.json({
      start: new Date(start).toISOString(),
      end: new Date(end).toISOString(),
      query: c.req.query('query') ?? '',
      intervals: [new Date(start).toISOString()],
      groups: groups.map((release) => {
        const own = counted.filter((one) => release === undefined || one.release === release);
        const total = (crashed?: boolean) =>
          own.filter((one) => !crashed || one.status === 'crashed').reduce((sum, one) => sum + one.count, 0);
        const value = (field: string) =>
          field.startsWith('crash_free_rate') ? (total() === 0 ? null : 1 - total(true) / total()) : total();
        const totals = Object.fromEntries(fields.map((field) => [field, value(field)]));
        return {
          by: release === undefined ? {} : { release },
          totals,
          series: Object.fromEntries(fields.map((field) => [field, [value(field)]])),
        };
      }),
    });
  });
}

/** All four are there, with 0 where there is none; what still goes on or ended well is healthy. */
function byStatus(
  counted: readonly { readonly status: string; readonly count: number }[],
): readonly object[] {
  const named = ['errored', 'crashed', 'abnormal'];
  return ['healthy', ...named].map((status) => ({
    by: { 'session.status': status },
    totals: {
      'sum(session)': counted
        .filter((one) => (named.includes(one.status) ? one.status : 'healthy') === status)
        .reduce((sum, one) => sum + one.count, 0),
    },
  }));
}

interface Scope {
  readonly projects: readonly string[] | undefined;
  readonly environments: readonly string[];
  readonly start: number;
  readonly end: number;
}

function scopeOf(c: Call, state: SentryState): Scope {
  const slug = c.req.param('project');
  const given = slug ? [slug] : (c.req.queries('project') ?? []);
  const projects =
    given.includes('-1') || given.length === 0
      ? undefined
      : given.map((one) => {
          const project = state.projects.find(({ id, slug: name }) => id === one || name === one);
          if (!project)
            throw new Failure(403, { detail: 'You do not have permission to perform this action.' });
          return project.id;
        });
  return {
    projects,
    environments: (c.req.queries('environment') ?? []).filter(Boolean),
    ...range(c.req.query()),
  };
}

function inScope(one: { project: string; environment: string; at: number }, scope: Scope): boolean {
  return (
    (!scope.projects || scope.projects.includes(one.project)) &&
    (scope.environments.length === 0 || scope.environments.includes(one.environment)) &&
    one.at >= scope.start &&
    one.at <= scope.end
  );
}

function searched(c: Call, state: SentryState): ErrorEvent[] {
  const scope = scopeOf(c, state);
  const terms = parseSearch(c.req.query('query') ?? '');
  return state.events.filter(
    (event) => inScope(event, scope) && terms.every((term) => eventMatches(event, term)),
  );
}

function eventMatches(event: ErrorEvent, term: Term): boolean {
  if (term.key === undefined)
    return event.title.toLowerCase().includes(term.value.toLowerCase()) !== term.not;
  if (term.key === 'event.type') return matches(term, ['error']);
  return matches(term, [fieldOf(event, term.key)]);
}

function fieldOf(event: ErrorEvent, field: string): string | null {
  if (field === 'timestamp') return new Date(event.at).toISOString();
  if (
    field === 'id' ||
    field === 'title' ||
    field === 'level' ||
    field === 'release' ||
    field === 'environment' ||
    field === 'culprit'
  )
    return event[field];
  if (field === 'transaction') return event.culprit;
  return event.tags[field.replace(/^tags\[(.*)\]$/, '$1')] ?? null;
}

function aggregate(events: readonly ErrorEvent[], field: string): number {
  if (field === 'count()') return events.length;
  const unique = /^count_unique\((\w+)\)$/.exec(field)?.[1];
  if (!unique) throw new Failure(400, { detail: `The stand-in does not know ${field}` });
  return new Set(
    events.map((event) =>
      unique === 'user' ? event.user : unique === 'issue' ? event.group : fieldOf(event, unique),
    ),
  ).size;
}

/** Keys as Sentry spells them, old and new. */
function issueMatches(issue: Issue, term: Term): boolean {
  switch (term.key) {
    case undefined:
      return issue.title.toLowerCase().includes(term.value.toLowerCase()) !== term.not;
    case 'is':
      return (term.value === 'unresolved') !== term.not;
    case 'firstRelease':
    case 'first-release':
      return matches(term, [issue.firstRelease]);
    case 'lastRelease':
      return matches(term, [issue.lastRelease]);
    case 'level':
      return matches(term, [issue.level]);
    default:
      return matches(
        term,
        issue.events.map((event) => fieldOf(event, term.key!)),
      );
  }
}

function showIssue(issue: Issue, events: readonly ErrorEvent[], origin: string) {
  const iso = (event: ErrorEvent | undefined) => (event ? new Date(event.at).toISOString() : null);
  const release = (version: string | null) => (version === null ? null : { version, shortVersion: version });
  return {
    id: issue.id,
    shortId: issue.shortId,
    title: issue.title,
    culprit: issue.culprit,
    permalink: `${origin}/organizations/acme/issues/${issue.id}/`,
    level: issue.level,
    status: 'unresolved',
    substatus: 'new',
    type: 'error',
    platform: 'javascript',
    project: {
      id: issue.project.id,
      slug: issue.project.slug,
      name: issue.project.slug,
      platform: 'javascript-nextjs',
    },
    metadata: { type: issue.title.split(':')[0], value: issue.title.split(': ').slice(1).join(': ') },
    count: String(events.length),
    userCount: new Set(events.map((event) => event.user).filter(Boolean)).size,
    firstSeen: iso(issue.events[0]),
    lastSeen: iso(issue.events.at(-1)),
    firstRelease: release(issue.firstRelease),
    lastRelease: release(issue.lastRelease),
    isBookmarked: false,
    isUnhandled: true,
    numComments: 0,
    assignedTo: null,
  };
}

/** Pages with Sentry's Link header, whose `results` says whether following it is worth it. */
function page<Item>(
  c: Call,
  items: readonly Item[],
  present: (item: Item) => unknown,
  wrap?: (page: unknown[]) => object,
): Response {
  const size = Math.min(Number(c.req.query('limit') ?? c.req.query('per_page') ?? 100), 100);
  const start = Number(c.req.query('cursor')?.split(':')[1] ?? 0);
  const link = (rel: string, offset: number, results: boolean) => {
    const url = new URL(c.req.url);
    const cursor = `0:${Math.max(offset, 0)}:${rel === 'previous' ? 1 : 0}`;
    url.searchParams.set('cursor', cursor);
    return `<${url}>; rel="${rel}"; results="${results}"; cursor="${cursor}"`;
  };
  c.header(
    'link',
    `${link('previous', start - size, start > 0)}, ${link('next', start + size, start + size < items.length)}`,
  );
  const rows = items.slice(start, start + size).map(present);
  return c.json(wrap ? wrap(rows) : rows);
}

function seconds(interval: string): number {
  const [, amount, unit] = /^(\d+)([smhdw])$/.exec(interval) ?? [];
  if (!amount || !unit) throw new Failure(400, { detail: `Invalid interval ${interval}` });
  return Number(amount) * { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }[unit as 's'];
}
