import { describe, expect, it } from 'vitest';
import { failureOf, github, PLAN, ROOT, SHA, table } from './github.fixture.ts';

describe('approvals', () => {
  let id = 0;
  const said = (login: string, body: string, more: object = {}) => ({
    id: ++id,
    node_id: `IC_${id}`,
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
    'GET /collaborators/rev/permission': { body: { permission: 'admin', role_name: 'admin' } },
    'GET /collaborators/no/permission': { body: { permission: 'write', role_name: 'write' } },
    'GET /collaborators/app-user/permission': { body: { permission: 'write', role_name: 'write' } },
  });

  it('collects reviews and comments over all pages, and says which cannot count', async () => {
    const yes = `/approve ${PLAN.slice(0, 12)}`;
    const pages = [
      [said('ann', 'nice work'), said('bob', `> ${yes}`)],
      [
        said('ann', yes),
        said('ann', `/reject ${PLAN}`, { updated_at: '2026-11-23T11:00:00Z' }),
        said('gone', yes),
        said('x[bot]', yes, { user: { login: 'x[bot]', type: 'Bot' } }),
        said('ghost', yes, { user: null }),
        said('app-user', yes, { performed_via_github_app: { slug: 'approver-app' } }),
        said('app-user', '/reject', { performed_via_github_app: { slug: 'approver-app' } }),
        said('x[bot]', 'Approve with `/approve 123456789012`.', {
          user: { login: 'x[bot]', type: 'Bot' },
        }),
      ],
    ];
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
          'GET /pulls/3/reviews': {
            body: [
              said('ann', `/reject ${PLAN}`, { created_at: undefined, submitted_at: '2026-11-23T12:00:00Z' }),
              said('ann', yes, { created_at: undefined, submitted_at: '2026-11-23T12:30:00Z' }),
            ],
          },
          'GET /pulls/3/comments': { body: [] },
          'GET /issues/3/comments': (one) =>
            one.query.get('page') === '2'
              ? {
                  body: pages[1],
                }
              : {
                  body: pages[0],
                  headers: {
                    link: `<http://${one.headers.host}${ROOT}/issues/3/comments?page=2>; rel="next"`,
                  },
                },
        })(seen),
    );
    const signals = await host.approvals({ environment: 'production', commit: SHA, runId: '77' });
    const short = signals.map((each) =>
      [each.by, each.via, each.state, each.access?.permission ?? '', each.invalid ?? ''].join(' | '),
    );
    expect(short).toEqual([
      'rev | review | approved | admin | ',
      'no | review | rejected | write | ',
      'mal | comment | approved | triage | ',
      'bob | comment | approved |  | the command is in a quote',
      'ann | comment | approved | maintain | ',
      'ann | comment | rejected | maintain | ',
      'gone | comment | approved | none | ',
      'x[bot] | comment | approved |  | a bot wrote it',
      ' | comment | approved |  | the account that wrote it no longer exists',
      'app-user | comment | approved |  | the app approver-app wrote it for them',
      'app-user | comment | rejected | write | ',
      'ann | comment | rejected | maintain | ',
      'ann | comment | approved |  | it is in a review of the pull request; write it as a separate comment',
    ]);
    expect(signals[1]).toMatchObject({ mentions: [PLAN], reason: `not ${PLAN}` });
    expect(signals[4]).toMatchObject({ at: '2026-11-23T10:00:00Z', url: 'https://github.test/ann' });
    // An edited no is one since its edit, at the latest.
    expect(signals[5]).toMatchObject({ at: '2026-11-23T11:00:00Z' });
    expect(server.calls().filter((call) => call.endsWith('ann/permission'))).toHaveLength(1);
  });

  it('reads again only what changed: an answer with an ETag is asked for by it, and 304 is the same answer', async () => {
    const asked: (string | undefined)[] = [];
    const { host } = await github(
      table({
        [`GET /commits/${SHA}/pulls`]: { body: [] },
        [`GET /commits/${SHA}/comments`]: ({ headers }) => {
          asked.push(headers['if-none-match']);
          if (headers['if-none-match'] === '"one"') return { status: 304 };
          return { body: [said('ann', '/reject')], headers: { etag: '"one"' } };
        },
        'GET /collaborators/ann/permission': { body: { permission: 'write' } },
      }),
    );
    const look = () => host.approvals({ environment: 'p', commit: SHA, runId: undefined });
    const first = await look();
    expect(host.sent()).toBe(3);
    expect(await look()).toEqual(first);
    expect(asked).toEqual([undefined, '"one"']);
    expect(host.sent()).toBe(6);
  });

  it('attack 7: tells the noes of one person in the reviews of a run from one another, though GitHub does not', async () => {
    const review = (login: string) => ({
      state: 'rejected',
      comment: 'no',
      environments: [{ name: 'p' }],
      user: { login },
    });
    const { host } = await github(
      (seen) =>
        permissions(seen) ??
        table({
          'GET /actions/runs/77/approvals': { body: [review('no'), review('rev'), review('no')] },
          [`GET /commits/${SHA}/pulls`]: { body: [] },
          [`GET /commits/${SHA}/comments`]: { body: [] },
        })(seen),
    );
    const signals = await host.approvals({ environment: 'p', commit: SHA, runId: '77' });
    expect(signals.map((each) => each.id)).toEqual(['review 77.1 no', 'review 77.1 rev', 'review 77.2 no']);
  });

  it('knows who belongs to the teams that the rules name', async () => {
    const { host } = await github(
      (seen) =>
        permissions(seen) ??
        table({
          [`GET /commits/${SHA}/pulls`]: { body: [] },
          [`GET /commits/${SHA}/comments`]: { body: [said('ann', `/approve ${PLAN}`)] },
        })(seen) ??
        (seen.path === '/orgs/acme/teams/dba/memberships/ann'
          ? { body: { state: 'active', role: 'member' } }
          : seen.path === '/orgs/acme/teams/ops/memberships/ann'
            ? { body: { state: 'pending', role: 'member' } }
            : seen.path.startsWith('/orgs/')
              ? { status: 404, body: { message: 'Not Found' } }
              : undefined),
    );
    const teams = ['acme/dba', 'acme/ops', 'acme/other'];
    const [signal] = await host.approvals({ environment: 'p', commit: SHA, runId: undefined, teams });
    expect(signal?.access?.teams).toEqual(['acme/dba']);
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
          body: {
            ...{ run_attempt: 3, created_at: '2026-11-23T09:00:00Z' },
            ...{ actor: { login: 'a' }, triggering_actor: { login: 'c' } },
          },
        },
        'GET /actions/runs/77/attempts/1': {
          body: { actor: { login: 'a' }, triggering_actor: { login: 'a' } },
        },
        'GET /actions/runs/77/attempts/2': {
          body: { actor: { login: 'a' }, triggering_actor: { login: 'b' } },
        },
      }),
    );
    expect(await host.runActors('77')).toEqual({
      actors: ['a', 'b', 'c'],
      attempts: 3,
      createdAt: '2026-11-23T09:00:00Z',
    });
  });
});

describe('commits', () => {
  const commit = (sha: string, message: string, author: string | null, committer = 'web-flow') => ({
    sha,
    commit: { message, author: { name: 'Some Name' } },
    author: author === null ? null : { login: author },
    committer: { login: committer },
  });

  it('reads the commit with the pull request that brought it', async () => {
    const { host } = await github(
      table({
        [`GET /commits/${SHA}`]: { body: commit(SHA, 'Squash', 'ada') },
        [`GET /commits/${SHA}/pulls`]: {
          body: [
            { number: 9, title: 'Open', html_url: 'u9', user: { login: 'zoe' } },
            { number: 3, title: 'Merged', html_url: 'u3', merged_at: 't', merge_commit_sha: SHA },
          ],
        },
      }),
    );
    expect(await host.commit(SHA)).toEqual({
      sha: SHA,
      message: 'Squash',
      author: 'ada',
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
