import { afterEach, expect, it } from 'vitest';
import { type Reply, type Seen, scriptedServer } from '../../test/support/scripted-server.ts';
import { sentryErrorTracker } from './index.ts';

const since = '2026-01-02T10:00:00.000Z';
const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((close) => close()));
});

async function scripted(rows: Record<string, Reply | ((seen: Seen) => Reply)>) {
  const server = await scriptedServer((seen) => {
    const row = rows[`${seen.method} ${seen.path.replace('/api/0/organizations/acme', '')}`];
    return typeof row === 'function' ? row(seen) : row;
  });
  opened.push(() => server.close());
  const tracker = sentryErrorTracker({
    ...{ token: 'sntrys_x', org: 'acme', project: '42', apiUrl: server.url, workspace: '/nowhere' },
    pace: { tries: 1, firstPauseMs: 1, deadlineMs: 20_000, longestWaitMs: 1_000 },
  });
  return { tracker };
}

it.each([
  ['the same page', 1],
  ['two pages in turn', 2],
  ['three pages in turn', 3],
])('a list of issues that names %s again ends with an error', async (_what, pages) => {
  let page = 0;
  const { tracker } = await scripted({
    'GET /events/': { body: { data: [] } },
    'GET /issues/': () => {
      page += 1;
      const cursor = `0:${page % pages}:0`;
      return {
        body: [],
        headers: { link: `<http://s.test/>; rel="next"; results="true"; cursor="${cursor}"` },
      };
    },
  });
  await expect(tracker.errors({ version: 'rel_1', environment: 'production', since })).rejects.toMatchObject({
    code: 'SHIPLOCK_SENTRY_ANSWER',
  });
  expect(page).toBeLessThan(8);
});

it('counts sessions by how they ended, and an unknown ending as none', async () => {
  const by = (status: string, sum: number | null) => ({
    ...{ by: { 'session.status': status }, totals: { 'sum(session)': sum } },
  });
  const asked: (string | null)[] = [];
  const { tracker } = await scripted({
    'GET /sessions/': ({ query }) => {
      asked.push(query.get('query'), query.get('environment'));
      const groups = [
        by('healthy', 7),
        by('crashed', 2),
        by('unhandled', 1),
        by('abnormal', null),
        by('x', 9),
      ];
      return { body: { groups } };
    },
  });
  expect(await tracker.sessions?.({ version: 'rel_1', environment: 'production', since })).toEqual({
    ...{ healthy: 7, errored: 0, crashed: 3, abnormal: 0 },
  });
  expect(asked).toEqual(['release:"rel_1"', 'production']);
});
