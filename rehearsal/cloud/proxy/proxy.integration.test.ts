import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { Edge, type Route } from './index.ts';

let edge: Edge;
let servers: Server[];
beforeEach(() => {
  edge = new Edge();
  servers = [];
});
afterEach(async () => {
  await edge.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function upstream(listener: RequestListener, keepAliveTimeout = 60_000): Promise<number> {
  const server = createServer({ keepAliveTimeout }, listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

test('adds x-vercel-id to the answer and nothing else', async () => {
  const port = await upstream((_request, response) => response.setHeader('x-own', '1').end('hello'));
  const { url } = await edge.listen(() => ({ port }));
  const headers = (answer: Response) =>
    [...answer.headers.keys()].filter((name) => name !== 'keep-alive').sort();
  const direct = headers(await fetch(`http://127.0.0.1:${port}`));
  const proxied = headers(await fetch(url));
  expect(proxied.filter((name) => !direct.includes(name))).toEqual(['x-vercel-id']);
});

test('keeps the host the visitor asked for, and repeated headers', async () => {
  const port = await upstream((request, response) => {
    response.setHeader('set-cookie', ['a=1', 'b=2']).end(request.headers.host);
  });
  const { url, host } = await edge.listen(() => ({ port }));
  const answer = await fetch(url);
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(await answer.text()).toBe(host);
});

test('streams: the first part arrives before the last is written', async () => {
  let finish = () => {};
  const port = await upstream((_request, response) => {
    response.write('first');
    finish = () => response.end('last');
  });
  const { url } = await edge.listen(() => ({ port }));
  const reader = (await fetch(url)).body!.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('first');
  finish();
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('last');
});

test('a visitor who leaves ends the request behind the proxy', async () => {
  let left = false;
  const visit = new AbortController();
  const port = await upstream((request) => {
    request.once('close', () => {
      left = true;
    });
    visit.abort();
  });
  const { url } = await edge.listen(() => ({ port }));
  await expect(fetch(url, { signal: visit.signal })).rejects.toThrow();
  await until('the visitor to leave', () => left);
});

test('an unreachable deployment is a 502 with Vercel’s error header, and is counted', async () => {
  const port = await upstream(() => {});
  const listener = await edge.listen(() => ({ port }));
  servers[0]!.close();
  const answer = await fetch(listener.url);
  expect([answer.status, answer.headers.get('x-vercel-error')]).toEqual([502, 'FUNCTION_INVOCATION_FAILED']);
  expect(listener.traffic).toEqual({ requests: 1, failed: 1 });
});

test('idle connections that the deployment closes under our hands fail no request', {
  tags: 'full',
}, async () => {
  const port = await upstream((_request, response) => response.end('ok'), 2);
  const listener = await edge.listen(() => ({ port }));
  for (let i = 0; i < 300; i++) {
    expect((await fetch(listener.url)).status).toBe(200);
    if (i % 3 === 0) await sleep(1 + (i % 5));
  }
  expect(listener.traffic.failed).toBe(0);
});

test('moving the route a hundred times under load loses nothing, and nobody is moved in flight', {
  tags: 'full',
}, async () => {
  const named = (name: string) =>
    upstream((_request, response) => void setTimeout(() => response.end(name), 1 + Math.random() * 4));
  const [a, b] = [await named('a'), await named('b')];
  let route: Route = { port: a };
  const listener = await edge.listen(() => route);
  const seen: string[] = [];
  let on = true;
  const visitors = Array.from({ length: 10 }, async () => {
    while (on) seen.push(await (await fetch(listener.url)).text());
  });
  for (let i = 0; i < 100; i++) {
    await sleep(5);
    route = { port: i % 2 === 0 ? b : a };
  }
  on = false;
  await Promise.all(visitors);
  expect(new Set(seen)).toEqual(new Set(['a', 'b']));
  expect(listener.traffic).toEqual({ requests: seen.length, failed: 0 });
});
