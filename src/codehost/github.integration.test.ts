import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Reply } from '../../test/support/scripted-server.ts';
import { OutsideCallError } from '../release/errors.ts';
import { failureOf, github, ROOT, SHA, TOKEN, table } from './github.fixture.ts';
import { githubCodeHost } from './index.ts';

const open = { releaseId: 'rel_1', commit: SHA, environment: 'production', production: true };

describe('deployments', () => {
  /** What GitHub accepts: https://docs.github.com/en/rest/deployments/deployments#create-a-deployment */
  const creation = z.strictObject({
    ref: z.string().length(40),
    task: z.literal('deploy'),
    environment: z.literal('production'),
    auto_merge: z.literal(false),
    required_contexts: z.tuple([]),
    payload: z.strictObject({ shiplock_release: z.string() }),
    description: z.string().max(140),
    production_environment: z.boolean(),
    transient_environment: z.literal(false),
  });

  it.each([
    ['the same page', 1],
    ['two pages in turn', 2],
    ['three pages in turn', 3],
  ])('a list that names %s again ends with an error, and nothing is created', async (_what, pages) => {
    let page = 0;
    const { host, server } = await github(
      table({
        'GET /deployments': (seen) => {
          page += 1;
          const next = `<http://${seen.headers.host}${ROOT}/deployments?page=${page % pages}>; rel="next"`;
          return { body: [], headers: { link: next } };
        },
      }),
    );
    expect(await failureOf(host.openDeployment(open))).toMatchObject({ code: 'SHIPLOCK_GITHUB_ANSWER' });
    expect(server.seen.length).toBeLessThan(8);
  });

  it('creates one with the release id and without waiting for checks', async () => {
    const { host, server } = await github(
      table({
        'GET /deployments': (seen) => {
          expect(Object.fromEntries(seen.query)).toMatchObject({ sha: SHA, environment: 'production' });
          return { body: [{ id: 1, environment: 'production', payload: { shiplock_release: 'rel_0' } }] };
        },
        'POST /deployments': { status: 201, body: { id: 7 } },
      }),
    );
    expect(await host.openDeployment(open)).toBe('7');
    const [written] = server.writes();
    expect(creation.parse(written?.body).payload).toEqual({ shiplock_release: 'rel_1' });
    expect(written?.headers.authorization).toBe(`token ${TOKEN}`);
  });

  it('finds its own on a later page, also when the payload comes as text', async () => {
    const { host, server } = await github(
      table({
        'GET /deployments': (seen) =>
          seen.query.get('page') === '2'
            ? { body: [{ id: 5, environment: 'production', payload: '{"shiplock_release":"rel_1"}' }] }
            : {
                body: [{ id: 9, environment: 'production', payload: 'not ours' }],
                headers: { link: `<http://${seen.headers.host}${ROOT}/deployments?page=2>; rel="next"` },
              },
      }),
    );
    expect(await host.openDeployment(open)).toBe('5');
    expect(server.writes()).toEqual([]);
  });

  it('writes a status once, shortens it, and retires what production served before', async () => {
    const deployments = [
      { id: 7, environment: 'production', payload: { shiplock_release: 'rel_1' } },
      { id: 6, environment: 'production', payload: { shiplock_release: 'rel_0' } },
      { id: 5, environment: 'production', payload: { shiplock_release: 'rel_x' } },
      { id: 4, environment: 'production', payload: {} },
    ];
    const { host, server } = await github(
      table({
        'GET /deployments/7': { body: { ...deployments[0], production_environment: true } },
        'GET /deployments/7/statuses': { body: [{ id: 1, state: 'in_progress' }] },
        'GET /deployments': { body: deployments },
        'GET /deployments/6/statuses': {
          body: [
            { id: 2, state: 'in_progress' },
            { id: 3, state: 'success' },
          ],
        },
        'GET /deployments/5/statuses': {
          body: [
            { id: 5, state: 'inactive' },
            { id: 4, state: 'success' },
          ],
        },
        'POST /deployments/7/statuses': { status: 201, body: { id: 10 } },
        'POST /deployments/6/statuses': { status: 201, body: { id: 11 } },
      }),
    );
    await host.setDeploymentStatus({ deploymentId: '7', state: 'success', description: 'x'.repeat(300) });
    const bodies = server.writes().map((one) => one.body);
    expect(server.writes().map((one) => one.path)).toEqual([
      `${ROOT}/deployments/7/statuses`,
      `${ROOT}/deployments/6/statuses`,
    ]);
    expect(bodies[0]).toMatchObject({ state: 'success', auto_inactive: false });
    expect([...String(bodies[0]?.['description'])]).toHaveLength(140);
    expect(bodies[1]).toMatchObject({ state: 'inactive' });
  });

  it('leaves alone what another app has in an environment of the same name, and retires its own', async () => {
    const of = (id: number, ...project: string[]) => ({
      ...{ id, environment: 'staging' },
      payload: {
        shiplock_release: `rel_${id}`,
        ...(project.length > 0 ? { shiplock_project: project } : {}),
      },
    });
    const deployments = [of(7, 'prj_1', 'shop'), of(6, 'prj_2', 'admin'), of(5, 'prj_1', 'old-name'), of(4)];
    const served = { body: [{ id: 1, state: 'success' }] };
    const { host, server } = await github(
      table({
        'GET /deployments/7': { body: deployments[0]! },
        'GET /deployments/7/statuses': { body: [] },
        'GET /deployments': { body: deployments },
        'GET /deployments/5/statuses': served,
        'GET /deployments/4/statuses': served,
        'POST /deployments/7/statuses': { status: 201, body: { id: 10 } },
        'POST /deployments/5/statuses': { status: 201, body: { id: 11 } },
        'POST /deployments/4/statuses': { status: 201, body: { id: 12 } },
      }),
    );
    await host.setDeploymentStatus({ deploymentId: '7', state: 'success', description: 'serves' });
    expect(server.writes().map(({ path, body }) => [path, body?.['state'], body?.['auto_inactive']])).toEqual(
      [
        [`${ROOT}/deployments/7/statuses`, 'success', false],
        [`${ROOT}/deployments/5/statuses`, 'inactive', false],
        [`${ROOT}/deployments/4/statuses`, 'inactive', false],
      ],
    );
  });

  it('lets GitHub retire what an environment of one app served before', async () => {
    const deployments = [
      { id: 7, environment: 'staging', payload: { shiplock_release: 'rel_7', shiplock_project: ['prj_1'] } },
      { id: 6, environment: 'staging', payload: { shiplock_release: 'rel_6', shiplock_project: ['prj_1'] } },
    ];
    const { host, server } = await github(
      table({
        'GET /deployments/7': { body: deployments[0]! },
        'GET /deployments/7/statuses': { body: [] },
        'GET /deployments': { body: deployments },
        'POST /deployments/7/statuses': { status: 201, body: { id: 10 } },
      }),
    );
    await host.setDeploymentStatus({ deploymentId: '7', state: 'success', description: 'serves' });
    expect(server.writes().map(({ body }) => body?.['auto_inactive'])).toEqual([true]);
  });

  it('does not repeat a status that is there already', async () => {
    const { host, server } = await github(
      table({
        'GET /deployments/7': { body: { id: 7, environment: 'staging', payload: {} } },
        'GET /deployments/7/statuses': {
          body: [{ id: 2, state: 'failure', description: 'no', environment_url: '', log_url: 'https://run' }],
        },
      }),
    );
    await host.setDeploymentStatus({
      deploymentId: '7',
      state: 'failure',
      description: 'no',
      logUrl: 'https://run',
    });
    expect(server.writes()).toEqual([]);
  });
});

describe('comments', () => {
  const marker = '<!-- shiplock:plan-production -->';
  const request = { key: 'plan-production', commit: SHA, pullRequest: 3, body: 'The plan' };
  const list = (...comments: object[]) => ({ body: comments });

  it('edits its own on any page, never one that somebody else marked', async () => {
    const { host, server } = await github(
      table({
        'GET /issues/3/comments': (seen) =>
          seen.query.get('page') === '2'
            ? list({ id: 2, html_url: 'u2', body: `${marker}\nold`, user: { login: 'me[bot]', type: 'Bot' } })
            : {
                ...list({
                  id: 1,
                  html_url: 'u1',
                  body: `${marker}\nfake`,
                  user: { login: 'mal', type: 'User' },
                }),
                headers: {
                  link: `<http://${seen.headers.host}${ROOT}/issues/3/comments?page=2>; rel="next"`,
                },
              },
        'PATCH /issues/comments/2': (seen) => ({
          body: { id: 2, html_url: 'u2', body: seen.body?.['body'] },
        }),
      }),
      { actorLogin: 'Me[bot]' },
    );
    expect(await host.upsertComment(request)).toEqual({ url: 'u2' });
    expect(server.writes()[0]?.body).toEqual({ body: `${marker}\nThe plan` });
  });

  it('creates it on the commit where there is no pull request', async () => {
    const { host, server } = await github(
      table({
        [`GET /commits/${SHA}/pulls`]: list(),
        [`GET /commits/${SHA}/comments`]: list(),
        [`POST /commits/${SHA}/comments`]: { status: 201, body: { id: 1, html_url: 'u' } },
      }),
    );
    const { pullRequest: _, ...onCommit } = request;
    await host.upsertComment({ ...onCommit, body: 'a line of the plan\n'.repeat(4_000) });
    const written = String(server.writes()[0]?.body?.['body']);
    // Whole lines: what GitHub takes at most, less than one line.
    expect(written.length).toBeLessThanOrEqual(65_536);
    expect(written.length).toBeGreaterThan(65_536 - 20);
    expect(written).toMatch(/a line of the plan\n\n.*cut/s);
  });

  it('writes nothing when nothing changed; an installation takes the bot’s comment for its own', async () => {
    const { host, server } = await github((seen) =>
      seen.path === '/user'
        ? { status: 403, body: { message: 'Resource not accessible by integration' } }
        : table({
            'GET /issues/3/comments': list(
              { id: 1, html_url: 'u1', body: `${marker}\nfake`, user: { login: 'mal', type: 'User' } },
              {
                id: 2,
                html_url: 'u2',
                body: `${marker}\r\nThe plan`,
                user: { login: 'a[bot]', type: 'Bot' },
              },
            ),
          })(seen),
    );
    expect(await host.upsertComment(request)).toEqual({ url: 'u2' });
    expect(server.writes()).toEqual([]);
  });
});

describe('errors', () => {
  const later = String(Math.ceil(Date.now() / 1000) + 3600);
  const cases: [string, Reply, string, string][] = [
    ['401', { status: 401, body: { message: 'Bad credentials' } }, 'SHIPLOCK_GITHUB_TOKEN', 'not-done'],
    ['403', { status: 403, body: { message: 'no' } }, 'SHIPLOCK_GITHUB_FORBIDDEN', 'not-done'],
    ['404', { status: 404, body: { message: 'Not Found' } }, 'SHIPLOCK_GITHUB_NOT_FOUND', 'not-done'],
    ['422', { status: 422, body: { message: 'Validation Failed' } }, 'SHIPLOCK_GITHUB_REFUSED', 'not-done'],
    ['429', { status: 429, headers: { 'retry-after': '90' } }, 'SHIPLOCK_GITHUB_RATE_LIMITED', 'not-done'],
    [
      '403 with nothing remaining',
      {
        status: 403,
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': later },
        body: { message: 'no' },
      },
      'SHIPLOCK_GITHUB_RATE_LIMITED',
      'not-done',
    ],
    [
      '403 of the secondary limit',
      { status: 403, body: { message: 'You have exceeded a secondary rate limit.' } },
      'SHIPLOCK_GITHUB_RATE_LIMITED',
      'not-done',
    ],
    ['502', { status: 502 }, 'SHIPLOCK_GITHUB_UNREACHABLE', 'unknown'],
    ['a cut connection', 'cut', 'SHIPLOCK_GITHUB_UNREACHABLE', 'unknown'],
    ['silence', 'silent', 'SHIPLOCK_GITHUB_UNREACHABLE', 'unknown'],
    ['half an answer', 'half', 'SHIPLOCK_GITHUB_ANSWER', 'unknown'],
    [
      '202 without a deployment',
      { status: 202, body: { message: 'merged' } },
      'SHIPLOCK_GITHUB_ANSWER',
      'unknown',
    ],
  ];
  it.each(cases)('a write that ends with %s is tried once', async (_, reply, code, certainty) => {
    const { host, server } = await github(
      table({ 'GET /deployments': { body: [] }, 'POST /deployments': reply }),
      reply === 'silent' ? { deadlineMs: 2_000 } : {},
    );
    const error = await failureOf(host.openDeployment(open));
    expect(error).toBeInstanceOf(OutsideCallError);
    expect({ code: error.code, certainty: error.certainty }).toEqual({ code, certainty });
    expect(server.writes()).toHaveLength(1);
  });

  it('a write that never left is not done', async () => {
    const { host, server } = await github(() => ({ body: [] }));
    await server.close();
    const error = await failureOf(host.changes('a', 'b'));
    expect(error).toMatchObject({
      code: 'SHIPLOCK_GITHUB_UNREACHABLE',
      certainty: 'not-done',
      status: 'ECONNREFUSED',
    });
  });

  it('names the permission that GitHub asks for', async () => {
    const { host } = await github(() => ({
      status: 403,
      headers: { 'x-accepted-github-permissions': 'deployments=write' },
      body: { message: 'Resource not accessible by integration' },
    }));
    const error = await failureOf(host.openDeployment(open));
    expect(error).toMatchObject({
      kind: 'configuration',
      problem: { what: expect.stringContaining('`deployments: write`') },
    });
  });

  it('a read is repeated after 5xx and as long as Retry-After says', async () => {
    const replies: Reply[] = [
      { status: 503 },
      { status: 429, headers: { 'retry-after': '1' } },
      { body: [] },
    ];
    const { host, server } = await github(() => replies.shift());
    const began = Date.now();
    expect(await host.changes(undefined, SHA)).toEqual([]);
    expect(Date.now() - began).toBeGreaterThanOrEqual(990);
    expect(server.seen).toHaveLength(3);
  });

  it('a commit that does not exist is not found', async () => {
    const { host } = await github((seen) =>
      seen.path.endsWith('/pulls')
        ? { body: [] }
        : { status: 422, body: { message: `No commit found for SHA: ${SHA}` } },
    );
    expect((await failureOf(host.commit(SHA))).code).toBe('SHIPLOCK_GITHUB_NOT_FOUND');
  });

  it('refuses what is no repository', () => {
    expect(() => githubCodeHost({ token: TOKEN, repository: 'shop' })).toThrow('SHIPLOCK_GITHUB_REPOSITORY');
  });
});
