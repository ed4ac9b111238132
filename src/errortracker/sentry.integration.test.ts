import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { AccessLog, Faults } from '../../rehearsal/cloud/kit/index.ts';
import { startSentry } from '../../rehearsal/cloud/sentry/index.ts';
import { type Reply, type Seen, scriptedServer } from '../../test/support/scripted-server.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { sentryErrorTracker } from './index.ts';

const TOKEN = 'sntrys_secret_of_the_test';
const pace = { tries: 4, firstPauseMs: 1, deadlineMs: 20_000, longestWaitMs: 1_000 };
const release = { version: 'rel_1', repository: 'acme/storefront', commit: 'c'.repeat(40) };
const deploy = {
  version: 'rel_1',
  environment: 'production',
  startedAt: '2026-11-23T10:00:00.123Z',
  finishedAt: '2026-11-23T10:05:00.000Z',
};
const since = '2026-01-02T10:00:00.000Z';
const opened: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((close) => close()));
});

async function standIn() {
  const log = new AccessLog();
  const faults = new Faults();
  const part = await startSentry({ faults, log });
  opened.push(() => part.close());
  const workspace = await temporaryFolder();
  await mkdir(path.join(workspace, 'node_modules/.bin'), { recursive: true });
  await symlink(
    path.resolve(import.meta.dirname, '../../node_modules/.bin/sentry-cli'),
    path.join(workspace, 'node_modules/.bin/sentry-cli'),
  );
  const options = {
    token: part.organizationToken,
    org: part.organization,
    project: part.project,
    apiUrl: part.url,
  };
  return { part, log, faults, workspace, options: { ...options, workspace, pace } };
}

/** As an SDK does. https://develop.sentry.dev/sdk/data-model/envelopes/ */
async function sendError(dsn: string, version: string, environment: string, message: string) {
  const { username, origin, pathname } = new URL(dsn);
  const event = {
    event_id: crypto.randomUUID().replaceAll('-', ''),
    timestamp: Date.now() / 1000,
    level: 'error',
    release: version,
    environment,
    exception: { values: [{ type: 'Error', value: message }] },
  };
  const body = `${JSON.stringify({ event_id: event.event_id, dsn })}\n{"type":"event"}\n${JSON.stringify(event)}\n`;
  const auth = `Sentry sentry_version=7, sentry_key=${username}, sentry_client=test/1`;
  const answer = await fetch(`${origin}/api${pathname}/envelope/`, {
    method: 'POST',
    body,
    headers: { 'x-sentry-auth': auth },
  });
  expect(answer.status).toBe(200);
}

async function scripted(
  rows: Record<string, Reply | ((seen: Seen) => Reply)>,
  {
    deadlineMs = pace.deadlineMs,
    ...more
  }: { issuesToken?: string; repository?: string; deadlineMs?: number } = {},
) {
  const server = await scriptedServer((seen) => {
    const row = rows[`${seen.method} ${seen.path.replace('/api/0/organizations/acme', '')}`];
    return typeof row === 'function' ? row(seen) : row;
  });
  opened.push(() => server.close());
  const tracker = sentryErrorTracker({
    ...{ token: TOKEN, org: 'acme', project: '42', apiUrl: server.url, workspace: '/nowhere' },
    pace: { ...pace, deadlineMs },
    ...more,
  });
  return { server, tracker };
}

describe('with the Sentry stand-in', () => {
  it('opens, finalizes and records a deploy once, however often it is asked', async () => {
    const { part, log, options } = await standIn();
    const tracker = sentryErrorTracker(options);
    for (let i = 0; i < 2; i++) {
      const { url, warning } = await tracker.openRelease(release);
      expect({ url, warning }).toEqual({
        url: `${part.url}/organizations/acme/releases/rel_1/`,
        warning: undefined,
      });
      await tracker.finalizeRelease('rel_1');
      await tracker.recordDeploy({ ...deploy, finishedAt: new Date().toISOString() });
    }
    expect(part.state.releases).toHaveLength(1);
    expect(part.state.releases[0]).toMatchObject({ version: 'rel_1', dateReleased: expect.any(String) });
    expect(part.state.releases[0]?.deploys).toHaveLength(1);
    expect(log.unimplemented).toEqual([]);
  });

  it.each(['cut-after', 'error-after'] as const)(
    'finds its own deploy after a lost answer (%s)',
    async (fault) => {
      const { part, faults, options } = await standIn();
      const tracker = sentryErrorTracker(options);
      await tracker.openRelease(release);
      faults.set({ call: 'sentry.record-deploy', fault });
      await expect(tracker.recordDeploy(deploy)).rejects.toMatchObject({ certainty: 'unknown' });
      await tracker.recordDeploy(deploy);
      expect(part.state.releases[0]?.deploys).toHaveLength(1);
    },
  );

  it('keeps the release and warns when the repository is not integrated', async () => {
    const { part, options } = await standIn();
    const opened = await sentryErrorTracker(options).openRelease({ ...release, repository: 'else/where' });
    expect(opened.warning).toContain('else/where');
    expect(part.state.releases).toHaveLength(1);
  });

  it('uploads source maps with the real sentry-cli', async () => {
    const { part, options, workspace } = await standIn();
    const built = path.join(workspace, 'built');
    await mkdir(built);
    await writeFile(path.join(built, 'app.js'), 'console.log(1);\n//# sourceMappingURL=app.js.map\n');
    const map = {
      version: 3,
      file: 'app.js',
      sources: ['app.ts'],
      sourcesContent: ['console.log(1)'],
      names: [],
      mappings: 'AAAA',
    };
    await writeFile(path.join(built, 'app.js.map'), JSON.stringify(map));
    const lines: string[] = [];
    const tracker = sentryErrorTracker(options);
    await tracker.openRelease(release);
    const { files } = await tracker.uploadSourceMaps({
      version: 'rel_1',
      directory: built,
      say: (line) => lines.push(line),
    });
    expect(files).toBe(2);
    expect(part.state.bundles).toHaveLength(1);
    expect(await readFile(path.join(built, 'app.js'), 'utf8')).toContain('debugId=');
    expect(lines).toHaveLength(2);
  });

  it('reads errors with the second token, and names it when it is missing', async () => {
    const { part, log, options } = await standIn();
    const request = {
      version: 'rel_1',
      environment: 'production',
      since: new Date(Date.now() - 60_000).toISOString(),
    };
    await sentryErrorTracker(options).openRelease(release);
    const tracker = sentryErrorTracker({ ...options, issuesToken: part.token });
    expect(await tracker.errors(request)).toMatchObject({ events: 0, newIssues: [] });
    const looked = await tracker.errors({ ...request, alsoSeen: true });
    expect(looked).toMatchObject({ seen: false, elsewhere: false, others: [] });
    await sendError(part.dsn, 'rel_1', 'production', 'kaput');
    await sendError(part.dsn, 'rel_1', 'production', 'kaput');
    await sendError(part.dsn, 'rel_1', 'staging', 'kaput');
    await sendError(part.dsn, 'rel_0', 'production', 'other');
    const found = await tracker.errors({ ...request, since: new Date(Date.now() - 30_000).toISOString() });
    expect(found.events).toBe(2);
    expect(found.newIssues).toHaveLength(1);
    expect(found.newIssues[0]?.title).toContain('kaput');
    await expect(sentryErrorTracker(options).errors(request)).rejects.toMatchObject({
      code: 'SHIPLOCK_SENTRY_ISSUES_FORBIDDEN',
      problem: { next: expect.stringContaining('sentry-issues-token') },
    });
    expect(log.unimplemented).toEqual([]);
  });
});

describe('requests', () => {
  it('counts events and lists new issues of the release, over all pages, with the second token', async () => {
    const issue = (id: string) => ({ id, title: `issue ${id}` });
    const { server, tracker } = await scripted(
      {
        'GET /events/': { body: { data: [{ 'count()': 7 }], meta: {} } },
        'GET /issues/': (seen) =>
          seen.query.get('cursor') === '0:1:0'
            ? {
                body: [issue('2')],
                headers: {
                  link: '<http://evil.test/?cursor=0:2:0>; rel="next"; results="false"; cursor="0:2:0"',
                },
              }
            : {
                body: [{ ...issue('1'), permalink: 'https://s.test/1' }],
                headers: {
                  link: '<http://evil.test/>; rel="previous"; results="false"; cursor="0:0:1", <http://evil.test/>; rel="next"; results="true"; cursor="0:1:0"',
                },
              },
      },
      { issuesToken: 'second' },
    );
    const found = await tracker.errors({ version: 'rel_1', environment: 'production', since });
    expect(found.events).toBe(7);
    expect(found.newIssues.map((one) => [one.id, one.url])).toEqual([
      ['1', 'https://s.test/1'],
      ['2', `${server.url}/organizations/acme/issues/2/?project=42`],
    ]);
    for (const { query, headers } of server.seen) {
      expect(headers.authorization).toBe('Bearer second');
      expect(query.get('environment')).toBe('production');
      expect(query.get('project')).toBe('42');
      expect(query.get('start')).toBe(since);
      expect(Date.parse(query.get('end') ?? '')).toBeGreaterThan(Date.parse(since));
      expect(query.get('query')).toMatch(/^(release|firstRelease):"rel_1"$/);
    }
  });

  const group = (release: string, sum: number) => ({ by: { release }, totals: { 'sum(session)': sum } });
  it.each([
    ['sessions of it', { here: [group('rel_1', 3)], anywhere: [], errors: [] }, { seen: true }],
    [
      'an empty group of it',
      { here: [group('rel_1', 0)], anywhere: [group('rel_1', 0)], errors: [] },
      { seen: false, elsewhere: false, others: [] },
    ],
    [
      'sessions of it in another environment',
      { here: [], anywhere: [group('rel_1', 3)], errors: [] },
      { seen: false, elsewhere: true, others: [] },
    ],
    [
      'others by their sessions and errors',
      { here: [group('1.2.3', 3)], anywhere: [group('1.2.3', 3)], errors: ['1.2.4', '1.2.3', null] },
      { seen: false, elsewhere: false, others: ['1.2.3', '1.2.4'] },
    ],
  ])('without errors, a release is seen by sessions: %s', async (_what, given, expected) => {
    const { tracker } = await scripted({
      'GET /events/': ({ query }) =>
        query.get('field') === 'release'
          ? { body: { data: given.errors.map((release) => ({ release })) } }
          : { body: { data: [] } },
      'GET /issues/': { body: [] },
      'GET /sessions/': ({ query }) => ({
        body: { groups: query.get('environment') ? given.here : given.anywhere },
      }),
    });
    const found = await tracker.errors({
      version: 'rel_1',
      environment: 'production',
      since,
      alsoSeen: true,
    });
    expect(found).toMatchObject({ events: 0, ...expected });
  });

  it('never takes a table without a count for no errors', async () => {
    const { tracker } = await scripted({
      'GET /events/': { body: { data: [{ count: 1 }] } },
      'GET /issues/': { body: [] },
    });
    await expect(tracker.errors({ ...deploy, since })).rejects.toMatchObject({
      code: 'SHIPLOCK_SENTRY_ANSWER',
    });
  });

  describe('a repository that Sentry knows by another name', () => {
    const refused = { status: 400, body: { refs: ['Invalid repository names: acme/storefront'] } };
    const script = (repos: Reply) => ({
      'POST /releases/': { status: 201, body: { version: 'rel_1' } },
      'PUT /releases/rel_1/': refused,
      'GET /repos/': repos,
    });

    it('is told with the names that Sentry knows, and the setting', async () => {
      const { tracker } = await scripted(script({ body: [{ name: 'acme-git/storefront' }] }));
      expect((await tracker.openRelease(release)).warning).toMatch(
        /no commits.*Sentry knows acme-git\/storefront.*set sentry\.repository/,
      );
    });

    it.each([
      ['it knows none', { body: [] }, /it has none yet/],
      ['the list cannot be read', { status: 403, body: {} }, /Add the repository/],
      ['it knows the very name', { body: [{ name: 'acme/storefront' }] }, /not this commit/],
    ])('is told without a name where %s', async (_what, repos, said) => {
      const { tracker } = await scripted(script(repos));
      const { warning } = await tracker.openRelease(release);
      expect(warning).toMatch(said);
      expect(warning).not.toContain('sentry.repository');
    });

    it('gets the list of the code host, with authors, and needs no advice then', async () => {
      const puts: unknown[] = [];
      const { tracker } = await scripted({
        ...script({ body: [] }),
        'PUT /releases/rel_1/': (seen: Seen) => {
          puts.push(seen.body);
          return puts.length === 1 ? refused : { body: { version: 'rel_1' } };
        },
      });
      const commits = async () => [
        { sha: 'b1', message: 'Two', author: 'ada' },
        { sha: 'a1', message: 'One' },
      ];
      expect(await tracker.openRelease({ ...release, commits })).not.toHaveProperty('warning');
      expect(puts[1]).toEqual({
        commits: [
          { id: 'b1', repository: release.repository, message: 'Two', author_name: 'ada' },
          { id: 'a1', repository: release.repository, message: 'One' },
        ],
      });
    });

    it.each([
      ['nobody can list them', async () => undefined, 1],
      ['there are none', async () => [], 1],
      ['Sentry refuses the list too', async () => [{ sha: 'a1', message: 'One' }], 2],
    ])('stays without commits where %s, and that is said', async (_what, commits, asked) => {
      const { server, tracker } = await scripted(script({ body: [] }));
      expect((await tracker.openRelease({ ...release, commits })).warning).toContain('no commits');
      expect(server.seen.filter(({ method }) => method === 'PUT')).toHaveLength(asked);
    });

    it('is bound by the name of the settings', async () => {
      const { server, tracker } = await scripted(
        { ...script({ body: [] }), 'PUT /releases/rel_1/': { body: { version: 'rel_1' } } },
        { repository: 'acme-git/storefront' },
      );
      expect(await tracker.openRelease(release)).not.toHaveProperty('warning');
      const put = server.seen.find(({ method }) => method === 'PUT');
      expect(JSON.stringify(put?.body)).toContain('"repository":"acme-git/storefront"');
    });
  });

  it.each([400, 404, 410])('treats %d for the refs as a warning without the token in it', async (status) => {
    const { tracker } = await scripted({
      'POST /releases/': { status: 208, body: { version: 'rel_1' } },
      'PUT /releases/rel_1/': { status, body: { refs: ['Invalid repository names: acme/storefront'] } },
    });
    expect((await tracker.openRelease(release)).warning).toContain('Invalid repository names');
  });
});

describe('errors', () => {
  const cases: [string, Reply, string, string][] = [
    ['401', { status: 401, body: { detail: 'Invalid token' } }, 'SHIPLOCK_SENTRY_TOKEN', 'not-done'],
    ['403', { status: 403, body: { detail: 'no' } }, 'SHIPLOCK_SENTRY_FORBIDDEN', 'not-done'],
    ['404', { status: 404, body: { detail: 'gone' } }, 'SHIPLOCK_SENTRY_NOT_FOUND', 'not-done'],
    ['400', { status: 400, body: { version: [TOKEN] } }, 'SHIPLOCK_SENTRY_REFUSED', 'not-done'],
    ['429', { status: 429, headers: { 'retry-after': '9' } }, 'SHIPLOCK_SENTRY_RATE_LIMITED', 'not-done'],
    ['502', { status: 502 }, 'SHIPLOCK_SENTRY_UNREACHABLE', 'unknown'],
    [
      'a redirect',
      { status: 302, headers: { location: 'http://evil.test' } },
      'SHIPLOCK_SENTRY_ANSWER',
      'unknown',
    ],
    ['another shape', { status: 201, body: [] }, 'SHIPLOCK_SENTRY_ANSWER', 'unknown'],
    ['a cut connection', 'cut', 'SHIPLOCK_SENTRY_UNREACHABLE', 'unknown'],
    ['silence', 'silent', 'SHIPLOCK_SENTRY_UNREACHABLE', 'unknown'],
  ];
  it.each(cases)('a write that ends with %s is tried once', async (_, reply, code, certainty) => {
    const { server, tracker } = await scripted(
      { 'POST /releases/': reply },
      reply === 'silent' ? { deadlineMs: 1_000 } : {},
    );
    const error = await tracker.openRelease(release).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, certainty });
    expect(JSON.stringify([String(error), (error as { problem: object }).problem])).not.toContain(TOKEN);
    expect(server.seen).toHaveLength(1);
  });

  it('a read is repeated', async () => {
    const replies: Reply[] = [
      { status: 502 },
      { status: 429, headers: { 'retry-after': '0' } },
      { body: { version: 'rel_1', dateReleased: 'x' } },
    ];
    const { server, tracker } = await scripted({ 'GET /releases/rel_1/': () => replies.shift()! });
    await tracker.finalizeRelease('rel_1');
    expect(server.seen).toHaveLength(3);
  });
});
