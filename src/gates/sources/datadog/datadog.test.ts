import { describe, expect, test } from 'vitest';
import { datadogSettings } from './settings.ts';
import { datadogSource } from './source.ts';

const KEYS = {
  GATE_DATADOG_API_KEY: 'api_secret_of_the_test',
  GATE_DATADOG_APPLICATION_KEY: 'app_secret_of_the_test',
};
const series = (...lists: (number | null)[][]) => ({
  status: 'ok',
  series: lists.map((list) => ({
    pointlist: list.map((value, at) => [1_764_000_000_000 + at * 1000, value]),
  })),
});

function sample(answer: (query: string) => { readonly status?: number; readonly body: unknown }) {
  const asked: { readonly url: URL; readonly headers: Headers }[] = [];
  const settings = datadogSettings.parse({
    ...{ use: 'datadog', site: 'datadoghq.eu' },
    ...{ total: 'sum:hits{version:$commit}.as_count()', failed: 'sum:errors{env:$environment}.as_count()' },
  });
  const source = datadogSource(
    settings,
    { release: 'rel_b', commit: 'bbb', environment: 'production', since: '2026-11-23T10:00:00.500Z' },
    {
      env: KEYS,
      fetch: async (input, init) => {
        const url = new URL(String(input));
        asked.push({ url, headers: new Headers(init?.headers) });
        const { status = 200, body } = answer(url.searchParams.get('query') ?? '');
        return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
      },
    },
  );
  return { asked, source, counts: source.sample(AbortSignal.timeout(5_000)) };
}

describe('Datadog', () => {
  test('adds up the points of both queries since traffic moved', async () => {
    const { asked, counts } = sample((query) => ({
      body: query.startsWith('sum:hits') ? series([100, null, 50.4]) : series([3, 1]),
    }));
    expect(await counts).toMatchObject({ samples: 150, failures: 4 });
    expect(asked.map(({ url }) => `${url.origin}${url.pathname}`)).toEqual(
      Array(2).fill('https://api.datadoghq.eu/api/v1/query'),
    );
    expect(asked.map(({ url }) => url.searchParams.get('query'))).toEqual([
      'sum:hits{version:bbb}.as_count()',
      'sum:errors{env:production}.as_count()',
    ]);
    expect(asked[0]!.url.searchParams.get('from')).toBe(String(Date.parse('2026-11-23T10:00:00Z') / 1000));
    expect(asked[0]!.headers.get('dd-api-key')).toBe(KEYS.GATE_DATADOG_API_KEY);
    expect(asked[0]!.headers.get('dd-application-key')).toBe(KEYS.GATE_DATADOG_APPLICATION_KEY);
  });

  test('without a series is no traffic', async () => {
    expect(await sample(() => ({ body: series() })).counts).toMatchObject({ samples: 0, failures: 0 });
  });

  test('is asked four times a minute', () => {
    expect(sample(() => ({ body: series() })).source.everyMs).toBe(15_000);
  });

  test.each([
    ['several series', { body: series([1], [2]) }, 'several series (2'],
    ['an error with HTTP 200', { body: { status: 'error', error: 'Rate limit' } }, 'Rate limit'],
    ['no access', { status: 403, body: { errors: ['Forbidden'] } }, 'refuses access with HTTP 403'],
    ['a query it cannot read', { status: 400, body: { errors: ['bad query'] } }, 'bad query'],
    ['another form', { body: { series: [{ points: [] }] } }, 'series.0.pointlist'],
    ['HTML', { body: '<html>' }, 'not JSON'],
  ])('that answers with %s cannot be read, and says why without a key', async (_what, answer, says) => {
    const error: unknown = await sample(() => answer).counts.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'SHIPLOCK_GATE_SOURCE', kind: 'failure' });
    expect(String(error)).toContain(says);
    expect(String(error)).not.toContain('secret_of_the_test');
  });

  test('goes to Datadog’s own sites alone', () => {
    const parse = (site: string) =>
      datadogSettings.safeParse({ use: 'datadog', site, total: 'a', failed: 'b' }).success;
    expect([parse('us5.datadoghq.com'), parse('datadoghq.com.evil.example')]).toEqual([true, false]);
  });
});
