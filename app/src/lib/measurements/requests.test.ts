import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { Collector, type Measurement } from './collector.ts';
import { quantile } from './histogram.ts';
import { labelOf, watchRequests } from './requests.ts';

const ID = 'c0000000-0000-4000-8000-000000000001';

test('a server’s requests by route, with how long they took and which failed; files are none', async () => {
  const kept: Measurement[] = [];
  const collector = new Collector(async (measured) => void kept.push(...measured));
  watchRequests((measured) => collector.add(measured));
  const server = createServer((request, response) => {
    const slow = request.url?.startsWith('/queue');
    setTimeout(
      () => {
        request.url = '/rewritten';
        response.writeHead(request.method === 'POST' ? 503 : 200).end('x');
      },
      slow ? 50 : 0,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no address');
  const ask = (path: string, method = 'GET') =>
    fetch(`http://127.0.0.1:${address.port}${path}`, { method }).then((answer) => answer.text());
  await ask('/queue?x=1');
  await ask(`/prescriptions/${ID}`);
  await ask('/ines-castro');
  await ask('/_next/static/x.js');
  await ask('/prescriptions/new', 'POST');
  await ask('/prescriptions/new', 'POST');
  await new Promise((resolve) => server.close(resolve));
  await collector.flush();
  const counts = kept.map(({ metric, route, n }) => `${metric} ${route} ${n}`);
  expect(new Set(counts)).toEqual(
    new Set([
      'duration GET /queue 1',
      'duration GET /prescriptions/[id] 1',
      'duration GET other 1',
      ...counts.filter((each) => each.startsWith('duration POST /prescriptions/new')),
      'failed POST /prescriptions/new 2',
    ]),
  );
  const of = (route: string) => kept.filter((each) => each.metric === 'duration' && each.route === route);
  expect(of('POST /prescriptions/new').reduce((sum, { n }) => sum + n, 0)).toBe(2);
  const [slow] = of('GET /queue');
  expect(quantile([[slow?.bucket ?? 0, 1]], 1)).toBeGreaterThanOrEqual(50);
});

test('nothing of an address but its route is kept', () => {
  expect(labelOf('GET', `/prescriptions/${ID}?name=Ines#x`)).toBe('GET /prescriptions/[id]');
  expect(labelOf('GET', '/Ines/Castro')).toBe('GET other');
  expect(labelOf('BREW', '/')).toBe('other /');
  expect(labelOf('GET', '/_next/static/a.js')).toBeNull();
});

test('what could not be kept is handed over with what comes next', async () => {
  let up = false;
  const kept: Measurement[] = [];
  const collector = new Collector(async (measured) => {
    if (!up) throw new Error('down');
    kept.push(...measured);
  });
  const one = { metric: 'LCP', route: '/queue', bucket: 7, n: 1 };
  collector.add(one);
  collector.add({ ...one, n: 2 });
  await expect(collector.flush()).rejects.toThrow('down');
  collector.add(one);
  up = true;
  await collector.flush();
  await collector.flush();
  expect(kept).toEqual([{ ...one, n: 4 }]);
});
