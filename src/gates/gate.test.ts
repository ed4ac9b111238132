import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { serve } from '../../test/support/serve.ts';
import type { ErrorTracker } from '../release/ports.ts';
import { type GateDependencies, runGate } from './gate.ts';
import type { Select } from './sources/sql/source.ts';
import { gateSettings } from './spec.ts';

const ready =
  (body: object = { release: 'rel_b', commit: 'bbb' }, status = 200): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** What takes time by default has tests of its own, in simulation.test.ts and sequential.test.ts. */
const QUICK = { intervalMs: 10, deadlineSeconds: 5, burstSeconds: 0, worstFailureRate: 0.1 };

/** In the form of old; that of `sources` has its tests beside each source. */
function gate(
  settings: z.input<typeof gateSettings>,
  { select, ...deps }: Partial<GateDependencies> & { readonly select?: Select },
) {
  return runGate(gateSettings.parse({ ...QUICK, ...settings }), {
    urls: [],
    headers: {},
    expect: { release: 'rel_b', commit: 'bbb' },
    errorTracker: undefined,
    environment: 'production',
    selects: select && new Map([['sql', select]]),
    env: {},
    releaseId: 'rel_b',
    since: new Date(Date.now() - 60_000).toISOString(),
    say: () => {},
    ...deps,
  });
}

describe('probes', () => {
  test('a healthy release passes, with the evidence', async () => {
    const { url } = await serve(ready());
    const result = await gate({}, { urls: [url] });
    expect(result).toMatchObject({
      decision: 'pass',
      evidence: { failures: 0, sources: [{ name: 'probes', examples: [] }] },
    });
    expect(result.evidence.samples).toBeGreaterThanOrEqual(20);
    expect(result.evidence.logLikelihoodRatio).toBeLessThanOrEqual(result.evidence.acceptBound);
    expect(result.evidence.sources[0]!.p95Ms).toBeGreaterThanOrEqual(result.evidence.sources[0]!.medianMs!);
  });

  test.each([
    ['a wrong status', ready({}, 500), 'HTTP 500'],
    ['another release', ready({ release: 'rel_a', commit: 'bbb' }), 'wrong version: release "rel_a"'],
    ['another commit', ready({ commit: 'aaa' }), 'wrong version: commit "aaa"'],
    ['no name at all', ready({ ok: true }), 'neither "release" nor "commit"'],
    ['no JSON', ((_q, r) => void r.end('<html>')) as RequestListener, 'not JSON'],
    ['a cut connection', ((q) => void q.socket.destroy()) as RequestListener, 'no answer'],
    [
      'an ordinary redirect',
      ((_q, r) => void r.writeHead(302, { location: '/login' }).end()) as RequestListener,
      'HTTP 302',
    ],
  ])('%s fails, and says why in ten examples at most', async (_name, listener, text) => {
    const { url } = await serve(listener);
    const result = await gate({}, { urls: [url] });
    expect(result.decision).toBe('fail');
    expect(result.evidence.sources[0]!.examples).toHaveLength(10);
    expect(result.evidence.sources[0]!.examples[0]).toContain(text);
  });

  test('a field that is not as expected, and an answer over the latency budget', async () => {
    const { url } = await serve(ready({ checks: { database: 'down' } }));
    const wrong = await gate(
      { probes: [{ path: '/x', expectJson: { 'checks.database': 'up' } }] },
      { urls: [url] },
    );
    expect(wrong.evidence.sources[0]!.examples[0]).toContain('checks.database is "down", expected "up"');
    const slow = await serve((q, r) => void setTimeout(() => ready()(q, r), 30));
    const late = await gate({ probes: [{ path: '/x', maxMs: 10 }] }, { urls: [slow.url] });
    expect(late.evidence.sources[0]!.examples[0]).toMatch(/\d+ ms, allowed 10/);
  });

  test.each([
    ['302 to SSO', 302, { location: 'https://vercel.com/sso-api?url=x' }, ''],
    ['401 page', 401, { 'x-vercel-id': 'x' }, '<title>Authentication Required</title>'],
    ['401 cookie', 401, { 'set-cookie': '_vercel_sso_nonce=1' }, ''],
    ['firewall challenge', 429, { 'x-vercel-mitigated': 'challenge' }, ''],
  ])('protection (%s) is a loud mistake, not a sample', async (_name, status, headers, body) => {
    const { url } = await serve((_request, response) => void response.writeHead(status, headers).end(body));
    await expect(gate({}, { urls: [url] })).rejects.toMatchObject({
      code: 'SHIPLOCK_GATE_PROTECTED',
      kind: 'configuration',
    });
  });

  test('protection headers go to the probed origin only', async () => {
    const elsewhere = await serve(ready({ value: 0 }));
    const { url, requests } = await serve(
      (_q, r) => void r.writeHead(307, { location: `${elsewhere.url}/` }).end(),
    );
    const headers = { 'x-vercel-protection-bypass': 'secret' };
    await gate(
      { probes: [{ path: '/x' }], json: { url: `${elsewhere.url}/m`, value: 'value', max: 1 } },
      { urls: [url], headers },
    );
    expect(requests[0]!.headers['x-vercel-protection-bypass']).toBe('secret');
    expect(elsewhere.requests.length).toBeGreaterThan(0);
    expect(elsewhere.requests.some((request) => request.headers['x-vercel-protection-bypass'])).toBe(false);
    expect(elsewhere.requests.some((request) => request.url === '/')).toBe(false);
  });

  test('every URL is probed: one bad domain is seen', async () => {
    const good = await serve(ready());
    const bad = await serve(ready({}, 503));
    const result = await gate({}, { urls: [good.url, bad.url] });
    expect(result.decision).toBe('fail');
    expect(good.requests.length).toBeGreaterThan(0);
  });

  test('undecided at the deadline is inconclusive', async () => {
    const { url } = await serve(ready());
    const result = await gate({ minSamples: 100_000, deadlineSeconds: 0.2 }, { urls: [url] });
    expect(result).toMatchObject({
      decision: 'inconclusive',
      reason: expect.stringContaining('undecided after 0.2 s'),
    });
  });

  test('a server that never answers does not outlast the deadline', async () => {
    const { url } = await serve(() => {});
    expect((await gate({ deadlineSeconds: 0.2 }, { urls: [url] })).decision).toBe('inconclusive');
  });

  test('minSeconds holds a pass back', async () => {
    const { url } = await serve(ready());
    const result = await gate({ minSeconds: 1.2 }, { urls: [url] });
    expect(result.decision).toBe('pass');
    expect(result.evidence.milliseconds).toBeGreaterThanOrEqual(1_200);
  });
});

describe('latency', () => {
  const slowly =
    (ms: number): RequestListener =>
    (q, r) =>
      void setTimeout(() => ready()(q, r), ms);

  test('too many slow answers fail, and are told', async () => {
    const { url } = await serve(slowly(30));
    const result = await gate({ probes: [{ path: '/x', slowMs: 5 }] }, { urls: [url] });
    expect(result).toMatchObject({
      decision: 'fail',
      reason: expect.stringMatching(/^probes: \d+ of \d+ answers were slow \(100\.0 %\)/),
    });
    expect(result.evidence.sources[0]).toMatchObject({ failures: 0 });
    expect(result.evidence.sources[0]!.slow).toBe(result.evidence.sources[0]!.timed);
  });

  test('without slowMs nothing is slow', async () => {
    const { url } = await serve(slowly(5));
    const result = await gate({ probes: [{ path: '/x' }], identityPath: '/none' }, { urls: [url] });
    expect(result.decision).toBe('pass');
    expect(result.evidence.sources[0]).not.toHaveProperty('slow');
  });
});

describe('a comparison with what serves at the same time', () => {
  const probes = {
    sources: [{ use: 'http' as const, compare: true, intervalMs: 10 }],
    intervalMs: undefined,
  };
  const flaky = (every: number, body?: object): RequestListener => {
    let asked = 0;
    return (q, r) => ready(body, ++asked % every === 0 ? 503 : 200)(q, r);
  };

  test('passes a release that fails no more than that, which the fixed rates would fail', async () => {
    const [own, before] = [await serve(flaky(4)), await serve(flaky(4, { release: 'rel_a' }))];
    const deps = { urls: [own.url], serving: [before.url] };
    const compared = await gate(probes, deps);
    expect(compared.decision).toBe('pass');
    expect(compared.reason).toMatch(/25\.\d %\), 2\d\.\d % of the version that serves at the same time/);
    expect(compared.evidence.sources[0]!.control?.samples).toBe(before.requests.length);
    expect((await gate({}, deps)).decision).toBe('fail');
  });

  test('fails a release that fails more', async () => {
    const [own, before] = [await serve(flaky(3)), await serve(ready({ release: 'rel_a' }))];
    const result = await gate(probes, { urls: [own.url], serving: [before.url] });
    expect(result.decision).toBe('fail');
  });

  test('is the fixed rates alone where nothing serves', async () => {
    const own = await serve(ready());
    const result = await gate(probes, { urls: [own.url], serving: [] });
    expect(result.decision).toBe('pass');
    expect(result.evidence.sources[0]).not.toHaveProperty('control');
  });
});

describe('other sources', () => {
  const unasked = () => Promise.reject(new Error('a gate asks for errors alone'));
  const tracker = (errors: ErrorTracker['errors']): ErrorTracker => ({
    vendor: 'sentry',
    openRelease: unasked,
    uploadSourceMaps: unasked,
    finalizeRelease: unasked,
    recordDeploy: unasked,
    errors,
  });
  const rows =
    (row: () => object | undefined, asked: string[] = []) =>
    async (since: string) => {
      asked.push(since);
      const found = row();
      return found ? [found] : [];
    };
  const sql = { query: 'select good, total from t' };

  test('a new issue fails the gate, whatever the probes say', async () => {
    const { url } = await serve(ready());
    const issue = { id: '1', title: 'TypeError: x is undefined', url: 'http://s/1' };
    const result = await gate(
      { errorTracker: {} },
      { urls: [url], errorTracker: tracker(async () => ({ events: 3, newIssues: [issue] })) },
    );
    expect(result).toMatchObject({ decision: 'fail', reason: expect.stringContaining('TypeError') });
  });

  test('an issue that appears after the first reading is seen before the gate passes', async () => {
    const { url } = await serve(ready());
    let asked = 0;
    const late = tracker(async () => ({
      events: 0,
      newIssues: ++asked === 1 ? [] : [{ id: '1', title: 'late', url: 'u' }],
    }));
    expect((await gate({ errorTracker: {} }, { urls: [url], errorTracker: late })).decision).toBe('fail');
    expect(asked).toBe(2);
  });

  test('error events are held against requests where a source counts them', async () => {
    const deps = {
      errorTracker: tracker(async () => ({ events: 400, newIssues: [] })),
      select: rows(() => ({ good: 1_000, total: 1_000 })),
    };
    const result = await gate({ probes: [], errorTracker: {}, sql }, deps);
    expect(result).toMatchObject({
      decision: 'fail',
      reason: 'sentry: 400 of 1,000 samples failed (40.0 %)',
    });
  });

  describe('a release that the error tracker has never seen', () => {
    const watched = async (
      answer: Partial<Awaited<ReturnType<ErrorTracker['errors']>>>,
      more: Partial<GateDependencies> = {},
      settings: Record<string, unknown> = {},
    ) => {
      const { url } = await serve(ready());
      const asked: (boolean | undefined)[] = [];
      const watches = more.traffic !== false && !('requireSeen' in settings);
      const result = await gate(
        { errorTracker: settings, deadlineSeconds: answer.seen || !watches ? 15 : 0.5 },
        {
          ...{ urls: [url], traffic: true },
          errorTracker: tracker(async ({ alsoSeen }) => {
            asked.push(alsoSeen);
            return { events: 0, newIssues: [], ...answer };
          }),
          ...more,
        },
      );
      return { ...result, asked };
    };

    test('is undecided, with the reason and what to set', async () => {
      const { decision, reason } = await watched({ seen: false, others: [] });
      expect(decision).toBe('inconclusive');
      expect(reason).toMatch(
        /sentry has no error and no session of release rel_b in production since \d{4}-/,
      );
      expect(reason).toMatch(/nothing reports; set release: process\.env\.SHIPLOCK_RELEASE_ID/);
    });

    test('is undecided where the application reports under another name, which is told', async () => {
      const { decision, reason } = await watched({ seen: false, others: ['my-app@1.2.3'] });
      expect([decision, reason]).toEqual([
        'inconclusive',
        expect.stringContaining('the application reports as my-app@1.2.3'),
      ]);
    });

    test('is undecided where it reports under another environment, which is told', async () => {
      const { decision, reason } = await watched({ seen: false, elsewhere: true, others: [] });
      expect([decision, reason]).toEqual([
        'inconclusive',
        expect.stringContaining('set environment: production'),
      ]);
    });

    test.each([
      ['sessions of it without errors have arrived', { seen: true }],
      ['an error of it has arrived', { seen: true, events: 1 }],
    ])('passes where %s', async (_what, answer) => {
      expect((await watched(answer)).decision).toBe('pass');
    });

    test('passes before traffic moves, and where the settings do not ask for it', async () => {
      const before = await watched({ seen: false, others: [] }, { traffic: false });
      const off = await watched({ seen: false, others: [] }, {}, { requireSeen: false });
      expect([before.decision, off.decision]).toEqual(['pass', 'pass']);
      expect([...before.asked, ...off.asked]).not.toContain(true);
    });
  });

  test('a source that was asked for and is missing cannot be passed over', async () => {
    const { url } = await serve(ready());
    const result = await gate({ errorTracker: {}, deadlineSeconds: 0.5 }, { urls: [url] });
    expect(result).toMatchObject({
      decision: 'inconclusive',
      reason: expect.stringContaining('not configured'),
    });
  });

  test('a source that cannot be read at the deadline is inconclusive, with the reason', async () => {
    const { url } = await serve(ready());
    const result = await gate(
      { json: { url: 'http://127.0.0.1:9/x', value: 'v', max: 1 }, deadlineSeconds: 0.5 },
      { urls: [url] },
    );
    expect(result).toMatchObject({
      decision: 'inconclusive',
      reason: expect.stringContaining('could not read json'),
    });
  });

  test('a source that is down for a while is waited for', async () => {
    const { url } = await serve(ready());
    let asked = 0;
    const source = await serve((q, r) => {
      asked += 1;
      return asked <= 1 ? void r.writeHead(503).end() : ready({ value: 0 })(q, r);
    });
    const result = await gate(
      { json: { url: source.url, value: 'value', max: 1 }, deadlineSeconds: 2.5 },
      { urls: [url] },
    );
    // A sample a second is not enough to decide on: what counts is that it is read again.
    expect(result.reason).toMatch(/json: 0 of \d samples? failed/);
    expect(asked).toBeGreaterThan(1);
  });

  test('SQL: counts decide; text from bigint is a number', async () => {
    const log: string[] = [];
    const pass = await gate(
      { probes: [], sql },
      { select: rows(() => ({ good: '500', total: '500' }), log) },
    );
    expect(pass.decision).toBe('pass');
    expect(Date.parse(log[0] ?? '')).not.toBeNaN();
    const fail = await gate({ probes: [], sql }, { select: rows(() => ({ good: 60, total: 100 })) });
    expect(fail).toMatchObject({ decision: 'fail', reason: 'sql: 40 of 100 samples failed (40.0 %)' });
  });

  test('SQL: no row, or nonsense, is unreadable and no pass', async () => {
    const result = await gate({ probes: [], sql, deadlineSeconds: 0.3 }, { select: rows(() => undefined) });
    expect(result).toMatchObject({ decision: 'inconclusive', reason: expect.stringContaining('one row') });
  });

  test('JSON: counts by path, and a value with its limit', async () => {
    const { url } = await serve(ready({ http: { ok: 10, all: 100 } }));
    const result = await gate(
      { probes: [], json: { url: '/m', good: 'http.ok', total: 'http.all' } },
      { urls: [url] },
    );
    expect(result).toMatchObject({ decision: 'fail', reason: 'json: 90 of 100 samples failed (90.0 %)' });
  });

  test('a gate without sources, or without a URL, is a mistake', async () => {
    await expect(gate({ probes: [] }, {})).rejects.toThrow('SHIPLOCK_GATE_EMPTY');
    await expect(gate({}, {})).rejects.toThrow('SHIPLOCK_GATE_EMPTY');
  });
});
