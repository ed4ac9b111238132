import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { POST as Handler } from '@/app/api/vitals/route';
import { Browser, ORIGIN } from '@/test/browser';
import { Service } from '@/test/service';

let service: Service;
let post: typeof Handler;
beforeAll(async () => {
  service = await Service.start();
  ({ POST: post } = await import('@/app/api/vitals/route'));
});
afterAll(async () => {
  await service?.close();
});
beforeEach(async () => {
  service.faults.clear();
  await service.sql('truncate private.measurements, private.turns');
});

const OURS = { origin: ORIGIN, host: new URL(ORIGIN).host, 'sec-fetch-site': 'same-origin' };
const send = (body: unknown, headers: Record<string, string> = {}) =>
  post(
    new Request(`${ORIGIN}/api/vitals`, {
      method: 'POST',
      headers: { ...OURS, 'content-type': 'application/json', 'x-real-ip': '192.0.2.7', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );
const QUEUE = { route: '/queue', vitals: [{ name: 'LCP', value: 900 }] };
const kept = () => service.sql('select metric, route, n from private.measurements order by metric, route');

test('a page’s measurements are counted by route, with nothing of who it was', async () => {
  const cookie = '__Host-session=somebody';
  for (const headers of [{}, { cookie }]) expect((await send(QUEUE, headers)).status).toBe(204);
  expect(await kept()).toEqual([{ metric: 'LCP', route: '/queue', n: 2 }]);
  const [columns] = await service.sql<{ names: string }>(
    `select string_agg(attname, ' ' order by attnum) as names from pg_attribute
     where attrelid = 'private.measurements'::regclass and attnum > 0`,
  );
  expect(columns?.names).toBe('hour metric route bucket n');
});

test.each<[string, unknown, Record<string, string>, number]>([
  ['another site’s', QUEUE, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
  ['nobody’s', QUEUE, { origin: '', 'sec-fetch-site': 'none' }, 403],
  ['an address', { ...QUEUE, route: '/prescriptions/ines-castro' }, {}, 400],
  ['no JSON', '{', {}, 400],
  ['one of a megabyte', { ...QUEUE, more: 'x'.repeat(1_000_000) }, {}, 400],
])('%s is refused and not counted', async (_, body, headers, status) => {
  expect((await send(body, headers)).status).toBe(status);
  expect(await kept()).toEqual([]);
});

test('an address sends so many in a minute', async () => {
  await send(QUEUE);
  await service.sql('update private.turns set used = 300');
  const answer = await send(QUEUE);
  expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([429, true]);
  expect((await send(QUEUE, { 'x-real-ip': '192.0.2.8' })).status).toBe(204);
  expect(await kept()).toEqual([{ metric: 'LCP', route: '/queue', n: 2 }]);
});

test('an operator reads them, with the funnel and the hours; nobody else does', async () => {
  await send(QUEUE);
  const { readMeasurements } = await import('@/features/ops/queries');
  const operator = await Browser.signedIn('rosa.lind@example.test');
  const found = await operator.inRequest(readMeasurements);
  expect(found.measured).toMatchObject([
    { metric: 'LCP', route: '/queue', buckets: [[expect.any(Number), 1]] },
  ]);
  expect(found.hours).toHaveLength(48);
  expect(found.funnel.drafted).toBeGreaterThanOrEqual(found.funnel.signed);
  const prescriber = await Browser.signedIn('amara.okafor@example.test');
  await expect(prescriber.inRequest(readMeasurements)).rejects.toThrow(/42501/);
});
