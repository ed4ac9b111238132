import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { memorySource } from '../release/source.fixture.ts';
import { hosting, lines, say, shop, vercel, vercelForEachTest } from './scripted.fixture.ts';
import { caught } from './scripted.ts';
import { accepts, DIGEST, source, stage } from './stage.fixture.ts';

vercelForEachTest();

describe('stage', () => {
  test('uploads what is missing and creates a deployment that no domain follows', async () => {
    const bodies = accepts();
    const staged = await stage();
    expect(staged).toEqual({
      id: 'dpl_n',
      url: 'http://n.example',
      state: 'ready',
      releaseId: 'rel_n',
      commit: 'nnn',
      digest: DIGEST,
    });
    expect(bodies).toHaveLength(2);
    expect(bodies[1]).toMatchObject({
      name: 'shop',
      project: 'prj_1',
      target: 'production',
      autoAssignCustomDomains: false,
      meta: { note: 'x', shiplockReleaseId: 'rel_n', githubCommitSha: 'nnn' },
      env: { SHIPLOCK_RELEASE_ID: 'rel_n', SHIPLOCK_COMMIT: 'nnn' },
    });
    expect(bodies[1]).not.toHaveProperty('projectSettings');
    expect(lines.join('\n')).toMatch(
      /creating the deployment: 1 file, [\s\S]*1 file to upload[\s\S]*1 of 1 file uploaded[\s\S]*dpl_n created/,
    );
  });

  test('more files than Vercel takes are sent as one archive, and known by its digest', async () => {
    const bodies = accepts();
    const two = memorySource({ 'index.js': '1', 'other.js': '2' });
    const more = { mostFiles: 1 };
    const { digest } = await hosting(more).stage({
      ...{ releaseId: 'rel_n', commit: 'nnn', source: two, target: 'production', meta: {}, say },
    });
    expect(bodies[1]?.['files']).toMatchObject([{ file: '.vercel/source.tgz.part1' }]);
    expect(digest).toBe((await hosting(more).listedAs?.(two))?.[0]);
  });

  test('a preview has no target', async () => {
    const bodies = accepts();
    await stage({}, 'preview');
    expect(bodies[1]).not.toHaveProperty('target');
    expect(bodies[1]).not.toHaveProperty('autoAssignCustomDomains');
  });

  test.each([
    ['ERROR', 'failed', 'BUILD_FAILED: exit 1'],
    ['CANCELED', 'canceled', undefined],
  ])('%s ends as %s, returned and not thrown', async (readyState, state, failure) => {
    accepts(readyState, { errorCode: 'BUILD_FAILED', errorMessage: 'exit 1' });
    const lines = Array.from({ length: 20 }, (_, i) => `line ${i}`);
    vercel.on('GET /v3/deployments/*/events', {
      json: [{ text: lines.join('\n') }, { payload: { text: '\u001b[31mType error: nope\u001b[0m\n' } }, {}],
    });
    expect(await stage()).toEqual({
      ...{ id: 'dpl_n', url: 'http://n.example', releaseId: 'rel_n', commit: 'nnn', state },
      digest: DIGEST,
      ...(failure ? { failure, log: [...lines.slice(6), 'Type error: nope'] } : {}),
    });
  });

  test.each([
    [{ errorMessage: 'the author has no access to the team' }, 'the author has no access to the team'],
    [{ readyStateReason: 'Hobby teams do not build commits of others' }, 'Hobby teams do not build'],
    [{}, 'without a reason'],
  ])('BLOCKED ends at once, with the reason', async (more, reason) => {
    accepts('BLOCKED', more);
    vercel.on('GET /v3/deployments/*/events', { json: [] });
    const staged = await stage();
    expect(staged.state).toBe('failed');
    expect(staged.failure).toMatch(/^Vercel blocked it/);
    expect(staged.failure).toContain(reason);
  });

  test('BLOCKED while it is built ends at once, and not at the deadline', async () => {
    accepts('BUILDING');
    vercel.on('GET /v3/deployments/*/events', { json: [] });
    let reads = 0;
    vercel.on('GET /v13/deployments/dpl_n', () => {
      reads += 1;
      const blocked = { readyState: 'BLOCKED', readyStateReason: 'the plan’s builds are used up' };
      return { json: { ...shop.deployments['dpl_n'], ...(reads > 2 ? blocked : {}) } };
    });
    expect(await stage()).toMatchObject({
      state: 'failed',
      failure: 'Vercel blocked it: the plan’s builds are used up',
    });
    expect(reads).toBe(3);
  });

  test.each(['BLOCKED', 'ERROR', 'CANCELED'])(
    'one that is %s is not found when the same release is staged again',
    async (state) => {
      const meta = { shiplockReleaseId: 'rel_n' };
      vercel.on('GET /v6/deployments', {
        json: { deployments: [{ uid: 'dpl_x', created: 1, state, meta }] },
      });
      expect(await hosting().findStaged('rel_n', say)).toBeUndefined();
    },
  );

  test.each([402, 403, 413])(
    'a file that is refused with %i ends the upload at once, in the words of Vercel',
    async (status) => {
      const bodies = accepts();
      vercel.on('POST /v2/files', {
        status,
        json: { error: { code: 'limit', message: 'plan limit reached' } },
      });
      const error = await caught(stage());
      expect(error).toMatchObject({
        certainty: 'not-done',
        message: expect.stringContaining('plan limit reached'),
      });
      expect(error).not.toMatchObject({ code: 'SHIPLOCK_VERCEL_UNREACHABLE' });
      expect([vercel.count('POST /v2/files'), bodies.length]).toEqual([1, 1]);
    },
  );

  test.each([402, 403, 413])(
    'a deployment that is refused with %i is told in the words of Vercel',
    async (status) => {
      vercel.on('POST /v13/deployments', {
        status,
        json: { error: { code: 'limit', message: 'builds are used up for today' } },
      });
      expect(await caught(stage())).toMatchObject({
        certainty: 'not-done',
        message: expect.stringContaining('builds are used up for today'),
      });
      expect(vercel.count('POST')).toBe(1);
    },
  );

  test.each([
    [{ remoteUrl: 'https://github.com/acme/shop', branch: 'main' }, { commitRef: 'main' }],
    [{ remoteUrl: 'https://github.com/acme/shop' }, {}],
  ])('says which commit of which repository it is, and not whose', async (git, ref) => {
    const bodies = accepts();
    await stage({ git });
    const { gitMetadata } = bodies[1] ?? {};
    expect(gitMetadata).toEqual({ remoteUrl: git.remoteUrl, commitSha: 'nnn', dirty: false, ...ref });
  });

  test('describes the commit under the names that Vercel’s own integration uses', async () => {
    const bodies = accepts();
    const described = { author: 'ada', message: 'Add orders (#12)\n\nmore', pull: 12 };
    const git = { remoteUrl: 'https://github.com/acme/shop.git', branch: 'main' };
    await hosting({ git }).stage({
      ...{ releaseId: 'rel_n', commit: 'nnn', source, target: 'production', meta: {}, say, described },
    });
    expect(bodies[1]?.['meta']).toEqual({
      ...{ shiplockReleaseId: 'rel_n', githubCommitSha: 'nnn', githubCommitRef: 'main' },
      ...{ githubOrg: 'acme', githubRepo: 'shop', githubCommitOrg: 'acme', githubCommitRepo: 'shop' },
      ...{ githubCommitMessage: 'Add orders (#12)', githubCommitAuthorLogin: 'ada', githubPrId: '12' },
    });
  });

  test('says nothing of a repository that nobody named', async () => {
    const bodies = accepts();
    await stage();
    expect(bodies[1]).not.toHaveProperty('gitMetadata');
  });

  test('a deployment that is deleted while it is built ends at once, and not at the deadline', async () => {
    accepts('BUILDING');
    vercel.on('GET /v3/deployments/*/events', { json: [] });
    let reads = 0;
    vercel.on('GET /v13/deployments/dpl_n', () => {
      reads += 1;
      return reads > 2 ? { status: 404, json: {} } : { json: shop.deployments['dpl_n'] };
    });
    const staged = await stage();
    expect(staged).toMatchObject({
      state: 'failed',
      failure: 'it was deleted at Vercel while it was being built',
    });
    expect(reads).toBeLessThan(10);
  });

  test('waits through building, says so, and outwaits an API that fails for a while', async () => {
    accepts('BUILDING');
    let reads = 0;
    vercel.on('GET /v13/deployments/*', () => {
      reads += 1;
      if (reads === 2) return 'cut';
      return { json: { ...shop.deployments['dpl_n'], readyState: reads < 6 ? 'BUILDING' : 'READY' } };
    });
    expect((await stage()).state).toBe('ready');
    expect(lines.some((line) => line.startsWith('dpl_n: building, 0 s'))).toBe(true);
  });

  test('a state nobody knows is a failure at the deadline, and the deployment exists', async () => {
    accepts('HIBERNATING', { inspectorUrl: 'https://vercel.com/acme/shop/n' });
    expect(await caught(stage({ buildDeadlineMs: 300 }))).toMatchObject({
      problem: { next: expect.stringContaining('https://vercel.com/acme/shop/n') },
      code: 'SHIPLOCK_VERCEL_BUILD_DEADLINE',
      certainty: 'unknown',
    });
  });

  test('one that was taken and is never shown is not waited for as long as a build', async () => {
    accepts();
    vercel.on('GET /v13/deployments/*', { status: 404, json: { error: { code: 'not_found' } } });
    expect(await caught(stage({ pace: { visibleMs: 300 } }))).toMatchObject({
      problem: { what: expect.stringContaining('still "not visible yet" after 0 s') },
      code: 'SHIPLOCK_VERCEL_BUILD_DEADLINE',
      certainty: 'unknown',
    });
  });

  test.each([
    ['cut', 'unknown', 'SHIPLOCK_VERCEL_UNREACHABLE'],
    [{ status: 500, json: { error: { code: 'internal' } } }, 'unknown', 'SHIPLOCK_VERCEL_UNREACHABLE'],
    [{ status: 200, json: '<html>' }, 'unknown', 'SHIPLOCK_VERCEL_ANSWER'],
    ['hang', 'unknown', 'SHIPLOCK_VERCEL_UNREACHABLE'],
    [
      { status: 403, json: { error: { code: 'forbidden', message: 'secret-token' } } },
      'not-done',
      'SHIPLOCK_VERCEL_TOKEN',
    ],
    [
      { status: 400, json: { error: { code: 'bad_request', message: 'x' } } },
      'not-done',
      'SHIPLOCK_VERCEL_REFUSED',
    ],
    [{ status: 429, json: { error: { code: 'rate_limited' } } }, 'not-done', 'SHIPLOCK_VERCEL_RATE_LIMITED'],
  ] as const)('a post that ends with %j is posted once and is %s', async (reply, certainty, code) => {
    vercel.on('POST /v13/deployments', reply);
    const error = (await caught(stage())) as { problem: unknown };
    expect(error).toMatchObject({ code, certainty });
    expect(JSON.stringify(error.problem)).not.toContain('secret-token');
    expect(vercel.count('POST /v13/deployments')).toBe(1);
  });

  test('a file whose upload fails for a while is sent again, and the post is not', async () => {
    const bodies = accepts();
    const replies = [{ status: 503 }, 'cut', { status: 429, headers: { 'retry-after': '0' } }] as const;
    let at = 0;
    vercel.on('POST /v2/files', () => replies[at++] ?? { json: {} });
    expect((await stage()).state).toBe('ready');
    expect(at).toBe(4);
    expect(bodies).toHaveLength(2);
  });

  test('attack 18: many files go up a bounded number at once, each once, by their digests', async () => {
    const bodies = accepts();
    let [now, highest] = [0, 0];
    const digests: string[] = [];
    vercel.on('POST /v2/files', async ({ body, headers }) => {
      now += 1;
      highest = Math.max(highest, now);
      expect(headers['x-now-digest']).toBe(createHash('sha1').update(body).digest('hex'));
      digests.push(String(headers['x-now-digest']));
      await new Promise((done) => setTimeout(done, 5));
      now -= 1;
      return { json: {} };
    });
    const many = memorySource(
      Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`f/${at}.js`, `// ${at % 290}\n`])),
    );
    const staged = await hosting({ deadlineMs: 10_000 }).stage({
      ...{ releaseId: 'rel_n', commit: 'nnn', source: many, target: 'production', meta: {}, say },
    });
    expect(staged.digest).toBe(await many.digest());
    expect(new Set(digests).size).toBe(290);
    expect(digests).toHaveLength(290);
    expect(highest).toBeGreaterThan(5);
    expect(highest).toBeLessThanOrEqual(50);
    expect(bodies.at(-1)?.['files']).toHaveLength(300);
    expect(lines.join('\n')).toMatch(/^290 of 290 files uploaded, /m);
  });

  test('files that Vercel misses again and again end as refused, and never as a deployment', async () => {
    vercel.on('POST /v2/files', { json: {} });
    vercel.on('POST /v13/deployments', ({ body }) => {
      const { files } = JSON.parse(body) as { files: { sha: string }[] };
      const missing = files.map(({ sha }) => sha);
      return { status: 400, json: { error: { code: 'missing_files', message: 'Missing files', missing } } };
    });
    expect(await caught(stage())).toMatchObject({ code: 'SHIPLOCK_VERCEL_REFUSED', certainty: 'not-done' });
    expect(vercel.count('POST /v13/deployments')).toBe(3);
  });

  test('a file that is none of the deployment’s is not looked for on this machine', async () => {
    vercel.on('POST /v13/deployments', {
      status: 400,
      json: { error: { code: 'missing_files', missing: ['f'.repeat(40)] } },
    });
    expect(await caught(stage())).toMatchObject({ code: 'SHIPLOCK_VERCEL_ANSWER', certainty: 'not-done' });
  });

  test('an upload that fails leaves no deployment behind: not done', async () => {
    accepts();
    vercel.on('POST /v2/files', { status: 500, json: { error: { code: 'internal', message: 'x' } } });
    expect(await caught(stage())).toMatchObject({ certainty: 'not-done' });
    expect(vercel.count('POST /v13/deployments')).toBe(1);
  });

  test('a lost answer to the second post is found again by the release id', async () => {
    accepts();
    let posts = 0;
    const seen: string[] = [];
    vercel.on('POST /v13/deployments', ({ body }) => {
      const { files, meta } = JSON.parse(body) as { files: { sha: string }[]; meta: Record<string, string> };
      if (++posts === 1)
        return { status: 400, json: { error: { code: 'missing_files', missing: files.map((f) => f.sha) } } };
      shop.deployments['dpl_n'] = { id: 'dpl_n', url: 'n.example', readyState: 'READY', meta };
      return 'cut';
    });
    expect(await caught(stage())).toMatchObject({ certainty: 'unknown' });
    vercel.on('GET /v6/deployments', ({ query }) => {
      seen.push(query.get('meta-shiplockReleaseId') ?? '');
      return {
        json: {
          deployments: [
            { uid: 'dpl_n', created: 1, readyState: 'READY', meta: { shiplockReleaseId: 'rel_n' } },
          ],
        },
      };
    });
    expect(await hosting().findStaged('rel_n', say)).toMatchObject({ id: 'dpl_n', state: 'ready' });
    expect(seen).toEqual(['rel_n']);
    expect(posts).toBe(2);
  });
});
