import type { RequestListener } from 'node:http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { serve } from '../../../../test/support/serve.ts';
import { runGate } from '../../gate.ts';
import { gateSettings } from '../../spec.ts';
import { isPointer, pointed, pointerOf } from './pointer.ts';
import { jsonSettings } from './settings.ts';
import { jsonSource } from './source.ts';

const says =
  (body: unknown): RequestListener =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const redirects =
  (to: string, status = 302): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { location: to }).end();

type Given = Parameters<typeof jsonSettings.parse>[0] & object;
const source = (settings: Given, env: Record<string, string> = {}, fetcher?: typeof fetch) =>
  jsonSource(jsonSettings.parse({ use: 'json', ...settings }), {
    ...{ urls: [], headers: {}, env },
    ...(fetcher ? { fetch: fetcher } : {}),
  });
const sample = (settings: Given, env?: Record<string, string>, fetcher?: typeof fetch) =>
  source(settings, env, fetcher).sample(AbortSignal.timeout(5_000));

/** https://www.rfc-editor.org/rfc/rfc6901#section-5 */
describe('a JSON Pointer', () => {
  const document = {
    foo: ['bar', 'baz'],
    '': 0,
    'a/b': 1,
    'c%d': 2,
    'e^f': 3,
    'g|h': 4,
    'i\\j': 5,
    'k"l': 6,
    ' ': 7,
    'm~n': 8,
  };
  test.each([
    ['', document],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
  ])('%s of the RFC', (pointer, value) => {
    expect(isPointer(pointer)).toBe(true);
    expect(pointed(document, pointer)).toEqual(value);
  });

  test.each([
    '/foo/2',
    '/foo/-',
    '/foo/00',
    '/foo/length',
    '/foo/0/length',
    '/constructor',
    '/m~n/x',
    '/none/x',
  ])('%s points at nothing', (pointer) => expect(pointed(document, pointer)).toBeUndefined());

  test.each(['foo', '/a~', '/a~2', 'a/b', '~0'])('%s is none', (text) => expect(isPointer(text)).toBe(false));

  test('finds whatever a path of keys leads to', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ minLength: 1 }).filter((key) => key !== '__proto__' && !key.includes('.')),
          { minLength: 1, maxLength: 4 },
        ),
        (keys) => {
          const whole = keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), 42);
          const pointer = pointerOf(keys.join('.'));
          expect(isPointer(pointer)).toBe(true);
          expect(pointed(whole, pointer)).toBe(42);
        },
      ),
    );
  });
});

describe('a value', () => {
  /** As Prometheus answers an instant query. */
  const prometheus = (value: unknown) => ({
    data: { result: [{ value: [1_764_000_000, value] }] },
  });
  const value = '/data/result/0/value/1';

  test.each([
    ['0.0012', { max: 0.01 }, 0],
    ['0.5', { max: 0.01 }, 1],
    [0.5, { max: 0.01 }, 1],
    ['1e-3', { max: 0.01 }, 0],
    ['99.2', { min: 99.5 }, 1],
    ['-4', { min: -5, max: 5 }, 0],
  ])('of %s, with the bounds %o: %i failures', async (said, bounds, failures) => {
    const { url } = await serve(says(prometheus(said)));
    expect(await sample({ url, value, ...bounds })).toMatchObject({ samples: 1, failures });
  });

  test.each([['NaN'], ['+Inf'], ['0x10'], [''], [' 1'], [null], [true], [['1']], ['1,5']])(
    'of %o is no number, and so the source could not be read',
    async (said) => {
      const { url } = await serve(says(prometheus(said)));
      await expect(sample({ url, value, max: 1 })).rejects.toMatchObject({
        code: 'SHIPLOCK_GATE_SOURCE',
        problem: { what: expect.stringContaining('there is no number at /data/result/0/value/1') },
      });
    },
  );

  test('good and total may be numbers as text', async () => {
    const { url } = await serve(says({ ok: '90', all: 100 }));
    expect(await sample({ url, good: '/ok', total: '/all' })).toMatchObject({ samples: 100, failures: 10 });
  });
});

describe('what cannot be read', () => {
  test.each([
    ['an error', ((_q, r) => void r.writeHead(503).end()) as RequestListener, 'answered HTTP 503'],
    ['a redirect', redirects('/elsewhere'), 'HTTP 302, a redirect, which is not followed'],
    ['no JSON', ((_q, r) => void r.end('<html>')) as RequestListener, 'is not JSON'],
    [
      'too much',
      ((_q, r) => void r.end(`"${'x'.repeat(2_000_000)}"`)) as RequestListener,
      'larger than 1 MiB',
    ],
    ['a cut connection', ((q) => void q.socket.destroy()) as RequestListener, 'did not answer'],
  ])('%s is said, without the query of the URL', async (_name, listener, said) => {
    const { url } = await serve(listener);
    const failed = sample({ url: `${url}/q?key=very-secret`, value: '', max: 1 });
    await expect(failed).rejects.toMatchObject({ problem: { what: expect.stringContaining(said) } });
    await expect(failed).rejects.not.toMatchObject({
      problem: { what: expect.stringContaining('very-secret') },
    });
  });

  const gate = (sources: object[], env: Record<string, string> = {}, deadlineSeconds = 0.6) =>
    runGate(gateSettings.parse({ sources, deadlineSeconds }), {
      ...{ urls: [], headers: {}, expect: undefined, errorTracker: undefined, environment: 'production' },
      ...{ selects: undefined, env, releaseId: 'rel_b', since: '2026-01-01T00:00:00Z', say: () => {} },
    });

  test('is waited for until the deadline, and then the gate is inconclusive', async () => {
    const result = await gate([{ use: 'json', url: 'http://127.0.0.1:9/x', value: '/v', max: 1 }]);
    expect(result).toMatchObject({
      decision: 'inconclusive',
      reason: expect.stringMatching(/undecided after 0\.6 s: could not read json \(.*did not answer/),
    });
  });

  test('for want of a variable is said at once, and is no pass', async () => {
    const { url, requests } = await serve(says(0));
    const headers = { authorization: 'GATE_METRICS_TOKEN' };
    const result = await gate([{ use: 'json', url, headers, value: '', max: 1 }], {}, 60);
    expect(result).toMatchObject({
      decision: 'inconclusive',
      reason: expect.stringContaining('GATE_METRICS_TOKEN is not set in the environment of this step'),
    });
    expect(requests).toEqual([]);
  });
});

describe('attack 13: a secret in a header', () => {
  const SECRET = 'Bearer metrics-secret-0123456789';
  const env = { GATE_METRICS_TOKEN: SECRET, DATABASE_URL: 'postgres://u:p@h/d' };
  const headers = { authorization: 'GATE_METRICS_TOKEN' };

  test('attack 13: is sent to the URL of the source', async () => {
    const { url, requests } = await serve(says(0));
    await sample({ url, headers, value: '', max: 1 }, env);
    expect(requests[0]?.headers.authorization).toBe(SECRET);
  });

  test.each([301, 302, 303, 307, 308])('attack 13: follows no redirect (%s)', async (status) => {
    const elsewhere = await serve(says(0));
    const { url } = await serve(redirects(`${elsewhere.url}/x`, status));
    await expect(sample({ url, headers, value: '', max: 1 }, env)).rejects.toThrow('SHIPLOCK_GATE_SOURCE');
    expect(elsewhere.requests).toEqual([]);
  });

  test('attack 13: is not sent without HTTPS', () => {
    expect(() => source({ url: 'http://metrics.example/q', headers, value: '', max: 1 }, env)).toThrow(
      'SHIPLOCK_GATE_JSON_PLAIN',
    );
    expect(() => source({ url: 'http://127.0.0.1.evil.test/q', headers, value: '', max: 1 }, env)).toThrow(
      'SHIPLOCK_GATE_JSON_PLAIN',
    );
    expect(() => source({ url: 'https://metrics.example/q', headers, value: '', max: 1 }, env)).not.toThrow();
  });

  test.each([
    ['another secret of the job', { authorization: 'DATABASE_URL' }],
    ['a value in place of a name', { authorization: 'Bearer abc' }],
    ['a name that is no variable’s', { authorization: 'GATE_' }],
    ['another host', { Host: 'GATE_HOST' }],
    ['two headers in one', { 'x\r\ny': 'GATE_X' }],
  ])('attack 13: settings that name %s are refused', (_name, bad) => {
    const settings = { use: 'json', url: 'https://metrics.example/q', headers: bad, value: '', max: 1 };
    expect(jsonSettings.safeParse(settings).success).toBe(false);
  });
});

test.each([
  ['neither counts nor a value', {}],
  ['a value without a bound', { value: '/v' }],
  ['counts with a bound', { good: '/g', total: '/t', max: 1 }],
  ['both', { good: '/g', total: '/t', value: '/v', max: 1 }],
  ['bounds that leave nothing', { value: '/v', min: 2, max: 1 }],
  ['a dotted path', { value: 'a.b', max: 1 }],
])('settings with %s are refused', (_name, more) => {
  expect(jsonSettings.safeParse({ use: 'json', url: '/m', ...more }).success).toBe(false);
});
