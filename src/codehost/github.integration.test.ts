import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Reply, type Seen, scriptedServer } from '../../test/support/scripted-server.ts';
import { OutsideCallError } from '../release/errors.ts';
import { githubCodeHost } from './index.ts';

const SHA = 'c0ffee'.padEnd(40, '1');
const PLAN = 'ab12cd34ef56'.padEnd(64, '0');
const TOKEN = 'ghs_secret_of_the_test';
const ROOT = '/repos/acme/shop';
const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

async function github(script: (seen: Seen) => Reply | undefined, more: { actorLogin?: string } = {}) {
  const server = await scriptedServer(script);
  opened.push(server);
  const pace = { firstPauseMs: 1, deadlineMs: 500, longestWaitMs: 2_000 };
  const host = githubCodeHost({ token: TOKEN, repository: 'acme/shop', apiUrl: server.url, pace, ...more });
  return { server, host };
}

/** Answers by `METHOD path` below the repository. */
function table(rows: Record<string, Reply | ((seen: Seen) => Reply)>) {
  return (seen: Seen): Reply | undefined => {
    const row = rows[`${seen.method} ${seen.path.replace(ROOT, '')}`];
    return typeof row === 'function' ? row(seen) : row;
  };
}

async function failureOf(promise: Promise<unknown>): Promise<OutsideCallError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Error);
  expect(String(error) + JSON.stringify((error as OutsideCallError).problem)).not.toContain(TOKEN);
  return error as OutsideCallError;
}

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

  it('names the releases that reached success, whatever came later', async () => {
    const { host } = await github(
      table({
        'GET /deployments': {
          body: [
            { id: 1, environment: 'staging', payload: { shiplock_release: 'rel_a' } },
            { id: 2, environment: 'staging', payload: { shiplock_release: 'rel_b' } },
            { id: 3, environment: 'staging', payload: null },
          ],
        },
        'GET /deployments/1/statuses': {
          body: [
            { id: 2, state: 'inactive' },
            { id: 1, state: 'success' },
          ],
        },
        'GET /deployments/2/statuses': { body: [{ id: 3, state: 'failure' }] },
      }),
    );
    expect(await host.finishedReleases({ environment: 'staging', commit: SHA })).toEqual([
      { releaseId: 'rel_a' },
    ]);
  });
});

describe('approvals', () => {
  const said = (login: string, body: string, more: object = {}) => ({
    body,
    html_url: `https://github.test/${login}`,
    created_at: '2026-11-23T10:00:00Z',
    updated_at: '2026-11-23T10:00:00Z',
    user: { login, type: 'User' },
    ...more,
  });
  const permissions = table({
    'GET /collaborators/ann/permission': { body: { permission: 'write', role_name: 'maintain' } },
    'GET /collaborators/mal/permission': { body: { permission: 'read', role_name: 'triage' } },
    'GET /collaborators/gone/permission': { status: 404, body: { message: 'Not Found' } },
  });

  it('collects reviews and comments over all pages, and says which cannot count', async () => {
    const yes = `/approve ${PLAN.slice(0, 12)}`;
    const { host, server } = await github(
      (seen) =>
        permissions(seen) ??
        table({
          'GET /actions/runs/77/approvals': {
            body: [
              {
                state: 'approved',
                comment: '',
                environments: [{ name: 'Production' }],
                user: { login: 'rev' },
              },
              {
                state: 'approved',
                comment: '',
                environments: [{ name: 'staging' }],
                user: { login: 'other' },
              },
              {
                state: 'rejected',
                comment: `not ${PLAN}`,
                environments: [{ name: 'production' }],
                user: { login: 'no' },
              },
            ],
          },
          [`GET /commits/${SHA}/pulls`]: {
            body: [{ number: 3, title: 'T', html_url: 'u', user: { login: 'ada' } }],
          },
          [`GET /commits/${SHA}/comments`]: { body: [said('mal', yes)] },
          'GET /issues/3/comments': (one) =>
            one.query.get('page') === '2'
              ? {
                  body: [
                    said('ann', yes),
                    said('ann', `/reject ${PLAN}`, { updated_at: '2026-11-23T11:00:00Z' }),
                    said('gone', yes),
                    said('x[bot]', yes, { user: { login: 'x[bot]', type: 'Bot' } }),
                    said('ghost', yes, { user: null }),
                  ],
                }
              : {
                  body: [said('ann', 'nice work'), said('bob', `> ${yes}`)],
                  headers: {
                    link: `<http://${one.headers.host}${ROOT}/issues/3/comments?page=2>; rel="next"`,
                  },
                },
        })(seen),
    );
    const signals = await host.approvals({ environment: 'production', commit: SHA, runId: '77' });
    const short = signals.map((each) => [
      each.by,
      each.via,
      each.state,
      each.planHash ?? '',
      each.invalid ?? '',
    ]);
    expect(short).toEqual([
      ['rev', 'review', 'approved', '', ''],
      ['no', 'review', 'rejected', PLAN, ''],
      ['mal', 'comment', 'approved', PLAN.slice(0, 12), 'mal may not write to acme/shop (triage)'],
      ['ann', 'comment', 'approved', PLAN.slice(0, 12), ''],
      ['ann', 'comment', 'rejected', PLAN, 'the comment was edited after it was written'],
      ['gone', 'comment', 'approved', PLAN.slice(0, 12), 'gone is no collaborator of acme/shop'],
      ['x[bot]', 'comment', 'approved', PLAN.slice(0, 12), 'a bot wrote it'],
      ['', 'comment', 'approved', PLAN.slice(0, 12), 'the account that wrote it is gone'],
    ]);
    expect(signals[3]).toMatchObject({ at: '2026-11-23T10:00:00Z', url: 'https://github.test/ann' });
    expect(server.calls().filter((call) => call.endsWith('ann/permission'))).toHaveLength(1);
  });

  it('fails when a permission cannot be looked up', async () => {
    const { host } = await github(
      table({
        [`GET /commits/${SHA}/pulls`]: { body: [] },
        [`GET /commits/${SHA}/comments`]: { body: [said('ann', `/approve ${PLAN}`)] },
        'GET /collaborators/ann/permission': { status: 403, body: { message: 'Resource not accessible' } },
      }),
    );
    const error = await failureOf(host.approvals({ environment: 'p', commit: SHA, runId: undefined }));
    expect(error.code).toBe('SHIPLOCK_GITHUB_FORBIDDEN');
  });

  it.each(['half', 'cut'] as const)(
    'reads again after a %s answer instead of taking it for an empty list',
    async (broken) => {
      let tries = 0;
      const { host } = await github(
        (seen) =>
          permissions(seen) ??
          table({
            [`GET /commits/${SHA}/pulls`]: { body: [] },
            [`GET /commits/${SHA}/comments`]: () =>
              tries++ === 0 ? broken : { body: [said('ann', '/reject')] },
          })(seen),
      );
      expect(await host.approvals({ environment: 'p', commit: SHA, runId: undefined })).toHaveLength(1);
      expect(tries).toBe(2);
    },
  );

  it.each([
    ['a conflict', { status: 409, body: { message: 'conflict' } }, 'SHIPLOCK_GITHUB_REFUSED'],
    ['an object', { body: { comments: [] } }, 'SHIPLOCK_GITHUB_ANSWER'],
    ['a broken body each time', 'half' as const, 'SHIPLOCK_GITHUB_ANSWER'],
  ])('never takes %s for an empty list', async (_, reply, code) => {
    const { host } = await github(
      table({ [`GET /commits/${SHA}/pulls`]: { body: [] }, [`GET /commits/${SHA}/comments`]: reply }),
    );
    const error = await failureOf(host.approvals({ environment: 'p', commit: SHA, runId: undefined }));
    expect(error.code).toBe(code);
  });

  it('knows who started each attempt of a run', async () => {
    const { host } = await github(
      table({
        'GET /actions/runs/77': {
          body: { run_attempt: 3, actor: { login: 'a' }, triggering_actor: { login: 'c' } },
        },
        'GET /actions/runs/77/attempts/1': {
          body: { actor: { login: 'a' }, triggering_actor: { login: 'a' } },
        },
        'GET /actions/runs/77/attempts/2': {
          body: { actor: { login: 'a' }, triggering_actor: { login: 'b' } },
        },
      }),
    );
    expect(await host.runActors('77')).toEqual({ actors: ['a', 'b', 'c'], attempts: 3 });
  });
});

describe('commits', () => {
  const commit = (sha: string, message: string, author: string | null, committer = 'web-flow') => ({
    sha,
    commit: { message, author: { name: 'Some Name' } },
    author: author === null ? null : { login: author },
    committer: { login: committer },
  });

  it('names everybody whose work a squashed commit is', async () => {
    const message =
      'Squash\n\nCo-authored-by: Kim <12+kim@users.noreply.github.com>\nCo-authored-by: X <x@y.z>';
    const { host } = await github(
      table({
        [`GET /commits/${SHA}`]: { body: commit(SHA, message, 'ada') },
        [`GET /commits/${SHA}/pulls`]: {
          body: [
            { number: 9, title: 'Open', html_url: 'u9', user: { login: 'zoe' } },
            {
              number: 3,
              title: 'Merged',
              html_url: 'u3',
              user: { login: 'pat' },
              merged_at: 't',
              merge_commit_sha: SHA,
            },
          ],
        },
        'GET /pulls/3/commits': { body: [commit('1', 'one', 'bob', 'bob'), commit('2', 'two', null)] },
      }),
    );
    expect(await host.commit(SHA)).toEqual({
      sha: SHA,
      message,
      authors: ['ada', 'bob', 'kim', 'pat'],
      pullRequest: { number: 3, title: 'Merged', url: 'u3' },
    });
  });

  it('compares over all pages, newest first', async () => {
    const { host } = await github(
      table({
        'GET /compare/aaa...bbb': (seen) => ({
          body: {
            url: 'x',
            total_commits: 2,
            commits:
              seen.query.get('page') === '2' ? [commit('2', 'two', null)] : [commit('1', 'one', 'ann')],
          },
          headers:
            seen.query.get('page') === '2'
              ? {}
              : { link: `<http://${seen.headers.host}${ROOT}/compare/aaa...bbb?page=2>; rel="next"` },
        }),
      }),
    );
    expect(await host.changes('aaa', 'bbb')).toEqual([
      { sha: '2', message: 'two', author: 'Some Name' },
      { sha: '1', message: 'one', author: 'ann' },
    ]);
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
    await host.upsertComment({ ...onCommit, body: 'x'.repeat(70_000) });
    expect(String(server.writes()[0]?.body?.['body'])).toHaveLength(65_536);
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
    expect(error.problem).toMatchObject({
      kind: 'configuration',
      what: expect.stringContaining('`deployments: write`'),
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
