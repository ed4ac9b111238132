import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { serve } from '../../../../test/support/serve.ts';
import { runGate } from '../../gate.ts';
import { gateSettings } from '../../spec.ts';
import { prometheusSettings } from './settings.ts';
import { prometheusSource } from './source.ts';

const TOKEN = 'glc_secret_of_the_test';
const NAMES = { release: 'rel_b', commit: 'b'.repeat(40), environment: 'production', since: '' };
const QUERIES = { total: 'all{release="$release"}[$window]', failed: 'failed{env="$environment"}' };

const vector = (...values: string[]) => ({
  status: 'success',
  data: {
    resultType: 'vector',
    result: values.map((value) => ({ metric: {}, value: [1_764_000_000.1, value] })),
  },
});
/** Answers each of the two queries by its first word. */
const answers =
  (all: unknown, failed: unknown, status = 200): RequestListener =>
  (request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams.get('query') ?? '';
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(query.startsWith('all') ? all : failed));
  };

async function sample(listener: RequestListener, names: Partial<typeof NAMES> = {}) {
  const { url, requests } = await serve(listener);
  const settings = prometheusSettings.parse({
    ...{ use: 'prometheus', url: `${url}/mimir/`, authorization: 'GATE_PROMETHEUS' },
    ...QUERIES,
  });
  const since = new Date(Date.now() - 37_400).toISOString();
  const source = prometheusSource(
    settings,
    { ...NAMES, since, ...names },
    {
      env: { GATE_PROMETHEUS: `Bearer ${TOKEN}` },
    },
  );
  return { requests, counts: source.sample(AbortSignal.timeout(5_000)) };
}

describe('Prometheus', () => {
  test('counts real requests of this release since traffic moved', async () => {
    const { counts, requests } = await sample(answers(vector('1200.4'), vector('11.6')));
    expect(await counts).toEqual({ samples: 1200, failures: 12, examples: ['12 of 1200 requests failed'] });
    const asked = requests.map(({ url }) => new URL(url ?? '', 'http://x'));
    expect(asked.map(({ pathname }) => pathname)).toEqual(['/mimir/api/v1/query', '/mimir/api/v1/query']);
    expect(asked.map(({ searchParams }) => searchParams.get('query')).sort()).toEqual([
      'all{release="rel_b"}[37s]',
      'failed{env="production"}',
    ]);
    expect(requests.every(({ headers }) => headers.authorization === `Bearer ${TOKEN}`)).toBe(true);
  });

  test.each([
    ['no series is no failure', vector('50'), vector(), { samples: 50, failures: 0 }],
    ['no series at all is no traffic', vector(), vector(), { samples: 0, failures: 0 }],
    ['more failures than requests are as many', vector('3.1'), vector('3.9'), { samples: 3, failures: 3 }],
    [
      'a scalar is a number too',
      { status: 'success', data: { resultType: 'scalar', result: [1, '7'] } },
      vector(),
      { samples: 7, failures: 0 },
    ],
  ])('%s', async (_what, all, failed, expected) => {
    expect(await (await sample(answers(all, failed))).counts).toMatchObject(expected);
  });

  test.each([
    ['several series', answers(vector('1', '2'), vector()), 'several series (2'],
    ['no number', answers(vector('NaN'), vector()), 'NaN, which is not a number'],
    ['less than nothing', answers(vector('-4'), vector()), 'expected 0 or more'],
    ['a query it cannot read', answers({ status: 'error', error: 'parse error' }, {}, 400), 'parse error'],
    ['no access', answers({}, {}, 401), 'refuses access with HTTP 401'],
    ['another form', answers({ status: 'success', data: [] }, {}), 'unreadable'],
    ['HTML', (_q, r) => void r.end('<html>'), 'not JSON'],
    ['a redirect', (_q, r) => void r.writeHead(302, { location: '/login' }).end(), 'redirect'],
    ['a cut connection', (q) => void q.socket.destroy(), 'Could not'],
  ] as [string, RequestListener, string][])(
    'that answers with %s cannot be read, and says why without the token',
    async (_what, listener, says) => {
      const { counts } = await sample(listener);
      const error: unknown = await counts.catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'SHIPLOCK_GATE_SOURCE', kind: 'failure' });
      expect(String(error)).toContain(says);
      expect(String(error)).not.toContain(TOKEN);
    },
  );

  test('a name that would end a query’s quotes is not put into it', async () => {
    const { counts, requests } = await sample(answers(vector(), vector()), { environment: 'a"} or x{' });
    await expect(counts).rejects.toThrow('is not a plain word');
    expect(requests.map(({ url }) => url).join()).not.toContain('or+x');
  });

  test('a header from a secret goes over HTTPS, or stays on this machine', () => {
    const parse = (url: string, authorization?: string) =>
      prometheusSettings.safeParse({ use: 'prometheus', url, ...QUERIES, authorization }).success;
    expect([parse('http://prom.example', 'GATE_A'), parse('http://prom.example')]).toEqual([false, true]);
    expect([parse('https://prom.example', 'GATE_A'), parse('http://127.0.0.1:9090', 'GATE_A')]).toEqual([
      true,
      true,
    ]);
    expect(parse('https://prom.example', 'PROM_TOKEN')).toBe(false);
  });
});

test('a gate whose variable is not set says so at once, and asks nobody', async () => {
  const { url, requests } = await serve(answers(vector('9'), vector()));
  const spec = gateSettings.parse({
    sources: [{ use: 'prometheus', url, authorization: 'GATE_PROMETHEUS', ...QUERIES }],
  });
  const result = await runGate(spec, {
    ...{ urls: [], headers: {}, expect: undefined, errorTracker: undefined, selects: undefined },
    ...{ environment: 'production', env: {}, releaseId: 'rel_b', since: new Date().toISOString() },
    say: () => {},
  });
  expect(result).toMatchObject({
    decision: 'inconclusive',
    reason: expect.stringContaining('GATE_PROMETHEUS is not set'),
  });
  expect(requests).toEqual([]);
});
