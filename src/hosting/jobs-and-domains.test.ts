import { beforeEach, describe, expect, test } from 'vitest';
import type { VercelOptions } from './options.ts';
import { hosting, lines, say, shop, vercel, vercelForEachTest } from './scripted.fixture.ts';
import { caught } from './scripted.ts';

/** Jobs that are late, old, foreign or for ever unfinished, and domains as people have them. */
const promote = { kind: 'promote', to: 'dpl_b', expectedFrom: 'dpl_a', say } as const;
const HOUR = 3_600_000;

vercelForEachTest();
beforeEach(() => {
  vercel.on('GET /v9/projects/prj_1/promote/aliases', { json: { aliases: [] } });
});

describe('a job that shows up late', () => {
  /** Vercel says yes, and shows the job after so many reads of the project. */
  function late(reads: number, job: () => void, status = 201): void {
    let left = Number.POSITIVE_INFINITY;
    vercel.on('POST /v10/projects/*/promote/*', () => {
      left = reads;
      return { status };
    });
    vercel.on('GET /v9/projects/*', () => {
      left -= 1;
      if (left === 0) job();
      return { json: shop.project };
    });
  }
  const moveAndConfirm = async (deadlineMs: number) => {
    const one = hosting();
    await one.move(promote);
    return one.confirm({ kind: 'promote', to: 'dpl_b', since: Date.now(), deadlineMs, accepted: true, say });
  };

  test.each([
    ['after 15 reads', 15, 201],
    ['after 40 reads', 40, 201],
    ['queued', 15, 202],
  ])('%s is waited for', async (_what, reads, status) => {
    late(reads, () => shop.moved('dpl_b', 'rel_b'), status);
    expect((await moveAndConfirm(10_000)).state).toBe('done');
    expect(vercel.count('POST')).toBe(1);
  });

  test('and fails is told as failed, and only then', async () => {
    late(15, () => shop.job({ jobStatus: 'failed' }));
    expect((await moveAndConfirm(10_000)).state).toBe('not-done');
  });

  test('is undecided at the deadline, never "not done"', async () => {
    late(Number.POSITIVE_INFINITY, () => undefined);
    expect(await moveAndConfirm(100)).toMatchObject({
      state: 'ambiguous',
      why: 'Vercel accepted the promote, and shows no job for it yet',
    });
  });
});

describe("a job of somebody else's, earlier", () => {
  test.each(['failed', 'skipped'])('that %s ten seconds ago is not ours', async (jobStatus) => {
    shop.job({ jobStatus, requestedAt: Date.now() - 3_000 });
    const one = hosting();
    let reads = 0;
    vercel.on('POST /v10/projects/*/promote/*', { status: 201 });
    await one.move(promote);
    vercel.on('GET /v9/projects/*', () => {
      reads += 1;
      if (reads === 3) shop.moved('dpl_b', 'rel_b');
      return { json: shop.project };
    });
    const found = await one.confirm({
      ...{ kind: 'promote', to: 'dpl_b', since: Date.now(), deadlineMs: 10_000, accepted: true, say },
    });
    expect(found.state).toBe('done');
  });

  test.each(['failed', 'skipped'])(
    'that %s before a rollback to the same deployment is not ours',
    async (jobStatus) => {
      shop.moved('dpl_b', 'rel_b', { jobStatus: 'succeeded' });
      shop.job({ type: 'rollback', toDeploymentId: 'dpl_a', jobStatus, requestedAt: Date.now() - 3_000 });
      const one = hosting();
      let reads = 0;
      vercel.on('POST /v9/projects/*/rollback/*', { status: 201 });
      await one.move({ kind: 'rollback', to: 'dpl_a', expectedFrom: 'dpl_b', say });
      vercel.on('GET /v9/projects/*', () => {
        reads += 1;
        if (reads === 3) shop.moved('dpl_a', 'rel_a', { type: 'rollback' });
        return { json: shop.project };
      });
      const found = await one.confirm({
        ...{ kind: 'rollback', to: 'dpl_a', since: Date.now(), deadlineMs: 10_000, accepted: true, say },
      });
      expect(found.state).toBe('done');
    },
  );

  test('that failed does not hide that ours fails too, and later', async () => {
    shop.job({ jobStatus: 'failed', requestedAt: Date.now() - 3_000 });
    const one = hosting();
    let reads = 0;
    vercel.on('POST /v10/projects/*/promote/*', { status: 201 });
    await one.move(promote);
    vercel.on('GET /v9/projects/*', () => {
      reads += 1;
      if (reads === 3) shop.job({ jobStatus: 'failed', requestedAt: Date.now() });
      return { json: shop.project };
    });
    const found = await one.confirm({
      ...{ kind: 'promote', to: 'dpl_b', since: Date.now(), deadlineMs: 10_000, accepted: true, say },
    });
    expect([found.state, reads]).toEqual(['not-done', 3]);
  });

  test.each([
    ['pending for three days', { jobStatus: 'pending', requestedAt: Date.now() - 72 * HOUR }],
    ['in a state that nobody knows, for two hours', { jobStatus: 'hm', requestedAt: Date.now() - 2 * HOUR }],
  ])('that is %s is shown as stale, and does not stand in the way', async (_what, job) => {
    shop.job({ toDeploymentId: 'dpl_old', ...job });
    expect((await hosting().live()).job).toMatchObject({ state: 'stale', said: job.jobStatus });
    vercel.on('POST /v10/projects/*/promote/*', () => {
      shop.moved('dpl_b', 'rel_b');
      return { status: 201 };
    });
    expect(await hosting().move(promote)).toMatchObject({ written: true });
    expect(lines.join('\n')).toContain(`Vercel has called the promote of dpl_old "${job.jobStatus}" since`);
  });

  test('that began a minute ago stands in the way, whatever its state is called', async () => {
    shop.job({ toDeploymentId: 'dpl_x', jobStatus: 'hm', requestedAt: Date.now() - 60_000 });
    expect(await caught(hosting().move(promote))).toMatchObject({ code: 'SHIPLOCK_PRODUCTION_BUSY' });
    expect(vercel.count('POST')).toBe(0);
  });
});

describe('automatic assignment of domains that is off', () => {
  const off = () => {
    shop.project = { ...shop.project, autoAssignCustomDomains: false };
  };

  test('by a setting pins nothing, before any job and after a promote', async () => {
    off();
    expect((await hosting().live()).pinned).toBe(false);
    shop.moved('dpl_a', 'rel_a');
    expect((await hosting().live()).pinned).toBe(false);
  });

  test('by a rollback is a pin', async () => {
    shop.pinned();
    expect((await hosting().live()).pinned).toBe(true);
  });
});

describe('domains as people have them', () => {
  const listed = (...names: readonly string[]) =>
    vercel.on('GET /v9/projects/*/domains', {
      json: { domains: names.map((name) => ({ name, verified: true })) },
    });
  const confirm = (deadlineMs = 5_000, more: Partial<VercelOptions> = {}) =>
    hosting(more).confirm({ kind: 'promote', to: 'dpl_b', since: Date.now(), deadlineMs, say });

  test('a wildcard is not asked, and is named', async () => {
    listed('*.acme.example', vercel.host);
    shop.moved('dpl_b', 'rel_b');
    expect(await hosting().domains()).toEqual([`http://${vercel.host}`]);
    expect((await hosting().live()).unasked).toEqual([expect.stringContaining('*.acme.example')]);
    expect((await confirm()).state).toBe('done');
  });

  test('where all are wildcards, nothing is asked and nothing is claimed', async () => {
    listed('*.acme.example', '*.shop.example');
    shop.moved('dpl_b', 'rel_b');
    expect(await hosting().domains()).toEqual([]);
    expect((await confirm(200)).state).not.toBe('done');
  });

  test('a wildcard that the settings list is not asked either', async () => {
    shop.moved('dpl_b', 'rel_b');
    const domains = ['*.acme.example', vercel.host];
    expect(await hosting({ domains }).domains()).toEqual([`http://${vercel.host}`]);
    expect((await confirm(5_000, { domains })).state).toBe('done');
  });

  test('a page as the answer does not undo what every domain shows', async () => {
    shop.moved('dpl_b', 'rel_b');
    vercel.on('GET /api/health/ready', { json: '<!doctype html>', headers: { 'content-type': 'text/html' } });
    expect(await confirm(200)).toMatchObject({
      state: 'done',
      unproved: expect.stringContaining('HTTP 200 without "release" or "commit" in JSON'),
    });
  });

  test('a page that asks people to sign in proves nothing and stops nothing', async () => {
    shop.moved('dpl_b', 'rel_b');
    vercel.on('GET /api/health/ready', {
      status: 302,
      headers: { location: 'https://vercel.com/sso-api?url=x&nonce=secret' },
    });
    const found = await confirm(200);
    expect(found).toMatchObject({
      state: 'done',
      unproved: expect.stringContaining('redirects to vercel.com'),
    });
    expect(JSON.stringify(found)).not.toContain('secret');
  });

  test('a redirect on the domain itself is followed, with the bypass secret', async () => {
    shop.moved('dpl_b', 'rel_b');
    const secrets: unknown[] = [];
    vercel.on('GET /api/health/ready', { status: 308, headers: { location: '/en/ready/' } });
    vercel.on('GET /en/ready/', ({ headers }) => {
      secrets.push(headers['x-vercel-protection-bypass']);
      return { json: { release: 'rel_b' } };
    });
    expect(await confirm(5_000, { protectionBypass: 'bypass-secret' })).toEqual({
      state: 'done',
      evidence: expect.anything(),
    });
    expect(secrets).toEqual(['bypass-secret', 'bypass-secret']);
  });

  test('a redirect that never ends does end', async () => {
    shop.moved('dpl_b', 'rel_b');
    vercel.on('GET /api/health/ready', { status: 307, headers: { location: '/api/health/ready' } });
    expect(await confirm(200)).toMatchObject({ unproved: expect.stringContaining('HTTP 307') });
  });

  test.each([
    ['the same page', () => 7],
    ['two pages in turn', (page: number) => (page % 2) + 1],
    ['three pages in turn', (page: number) => (page % 3) + 1],
  ])('a list that names %s again ends with an error', async (_what, next) => {
    let page = 0;
    vercel.on('GET /v9/projects/*/domains', () => {
      page += 1;
      return { json: { domains: [], pagination: { next: next(page) } } };
    });
    expect(await caught(hosting().live())).toMatchObject({ code: 'SHIPLOCK_VERCEL_ANSWER' });
    expect(page).toBeLessThan(5);
  });
});
