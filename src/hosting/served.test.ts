import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseSettings } from '../settings/load.ts';
import { VercelApi } from './client.ts';
import { vercelHosting } from './index.ts';
import { resolveOptions } from './options.ts';
import { askDomain } from './served.ts';

const SECRET = 'bypass-secret';
/** Somebody else's host, and what it was sent. */
const elsewhere: string[] = [];
let other: ReturnType<typeof createServer>;
let shop: ReturnType<typeof createServer>;
let answer: { status: number; location?: string };

const hostOf = (server: ReturnType<typeof createServer>) => {
  const { port } = server.address() as AddressInfo;
  return `127.0.0.1:${port}`;
};
const listening = (server: ReturnType<typeof createServer>) =>
  new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const options = () => ({
  ...{ token: 't', project: 'p', apiUrl: `http://${hostOf(shop)}`, protectionBypass: SECRET },
});
const ask = (path: string) =>
  askDomain(new VercelApi(resolveOptions(options())), hostOf(shop), path, { releaseId: 'rel_1' });

beforeEach(async () => {
  elsewhere.length = 0;
  answer = { status: 200 };
  other = createServer((request, response) => {
    elsewhere.push(`${request.url} ${JSON.stringify(request.headers)}`);
    response.end(JSON.stringify({ release: 'rel_1' }));
  });
  shop = createServer((request, response) => {
    const { status, location } = answer;
    response.writeHead(status, location ? { location } : {});
    response.end(JSON.stringify({ release: 'rel_1', secret: request.headers['x-vercel-protection-bypass'] }));
  });
  await Promise.all([listening(other), listening(shop)]);
});
afterEach(() => Promise.all([other, shop].map((server) => new Promise((done) => server.close(done)))));

test('the domain itself is asked with the secret', async () => {
  expect(await ask('/api/health/ready')).toMatchObject({ state: 'match' });
});

test.each([
  ['//HOST/x', (host: string) => `//${host}/x`],
  ['/\\HOST', (host: string) => `/\\${host}`],
  ['/TAB/HOST', (host: string) => `/\t/${host}`],
  ['http://HOST', (host: string) => `http://${host}`],
])('attack 13: a confirmPath of %s sends nothing to that host, and proves nothing', async (_how, make) => {
  const path = make(hostOf(other));
  expect(() => vercelHosting({ ...options(), confirmPath: path })).toThrow('SHIPLOCK_VERCEL_CONFIRM_PATH');
  expect((await ask(path)).state).toBe('unreachable');
  expect(elsewhere).toEqual([]);
});

test.each([301, 302, 303, 307, 308])(
  'attack 13: a redirect (%i) to another host is not followed',
  async (status) => {
    answer = { status, location: `http://${hostOf(other)}/steal` };
    await ask('/api/health/ready');
    expect(elsewhere).toEqual([]);
  },
);

test.each(['//evil.example/x', '/\\evil.example', '/\t/evil.example', 'health'])(
  'attack 13: settings refuse a confirmPath of %j by its name',
  async (path) => {
    const text = (given: string) =>
      `version: 1\nenvironments: { production: { kind: production, vercel: { confirmPath: ${JSON.stringify(given)} } } }\n`;
    await expect(parseSettings(text(path), 'shiplock.yml')).rejects.toThrow('confirmPath');
    await parseSettings(text('/health'), 'shiplock.yml');
  },
);
