import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  AccessLog,
  canarySecret,
  checkBearer,
  ENCODINGS,
  Faults,
  findSecrets,
  pastOf,
  StandIn,
} from './index.ts';

const faults = new Faults();
const log = new AccessLog();
let state: { count: number };
let server: { url: string; close(): Promise<void> };

beforeEach(async () => {
  faults.clear();
  faults.setEcho(false);
  state = { count: 0 };
  server = await new StandIn({
    vendor: 'shop',
    faults,
    log,
    state,
    errorBody: (_status, code, message) => ({ error: { code, message } }),
    authorize: checkBearer({
      tokens: ['right'],
      missing: { status: 401, body: { error: 'missing' } },
      wrong: { status: 403, body: { error: 'wrong' } },
    }),
  })
    .route('GET', '/count', 'shop.read', (c, now) => c.json(now.count))
    .route('POST', '/count', 'shop.add', (c, now) => {
      now.count += 1;
      return c.json(now.count);
    })
    .route('GET', '/crash', 'shop.crash', () => {
      throw new Error('bug');
    })
    .listen();
});
afterEach(() => server.close());

const headers = { authorization: 'Bearer right' };
const add = () => fetch(`${server.url}/count`, { method: 'POST', headers });
const read = async () => (await fetch(`${server.url}/count`, { headers })).json();

test('answers like the vendor without and with a wrong token', async () => {
  expect((await fetch(`${server.url}/count`)).status).toBe(401);
  expect((await fetch(`${server.url}/count`, { headers: { authorization: 'token x' } })).status).toBe(403);
});

test('can echo the caller’s credentials in every error, encoded in four ways', async () => {
  const token = canarySecret('tok_');
  const asked = async () => {
    const answer = await fetch(`${server.url}/count`, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, text: await answer.text() };
  };
  expect(findSecrets((await asked()).text, [token])).toEqual([]);
  faults.setEcho(true);
  const { status, text } = await asked();
  expect(status).toBe(403);
  const { error } = JSON.parse(text) as { error: string };
  for (const [name, encode] of Object.entries(ENCODINGS)) {
    expect(error, name).toContain(encode(token));
    expect(findSecrets(`… ${encode(token)} …`, [token]), name).toHaveLength(1);
    expect(findSecrets(JSON.stringify({ text: `x${encode(token)}y` }), [token]), name).toHaveLength(1);
  }
  for (const before of ['', 'u:', 'us:'])
    expect(findSecrets(Buffer.from(`${before}${token}!`).toString('base64'), [token])).toHaveLength(1);
  expect(findSecrets(`cut short: ${token.slice(0, 30)}…`, [token])).toHaveLength(1);
  expect(findSecrets(canarySecret('tok_'), [token])).toEqual([]);
  // What went well says nothing.
  expect(await read()).toBe(0);
});

test('on a bad day the first read of each name fails, and says so', async () => {
  faults.setEcho(true, { firstReads: ['shop'] });
  const first = await fetch(`${server.url}/count`, { headers });
  expect(first.status).toBe(503);
  expect(await first.text()).toContain('right');
  expect(await read()).toBe(0);
  expect((await add()).status).toBe(200);
});

test('an unknown path is 501 and is remembered; a crash is 500 and is remembered', async () => {
  expect((await fetch(`${server.url}/nowhere?token=abc`, { headers })).status).toBe(501);
  expect(log.unimplemented).toEqual([{ vendor: 'shop', method: 'GET', path: '/nowhere?token=…' }]);
  expect((await fetch(`${server.url}/crash`, { headers })).status).toBe(500);
  expect(log.crashes).toHaveLength(1);
});

test.each([
  ['refuse', 'cut', 0],
  ['error-before', 503, 0],
  ['rate-limit', 429, 0],
  ['error-after', 503, 1],
  ['cut-after', 'cut', 1],
  [{ kind: 'delay', milliseconds: 50 } as const, 200, 1],
] as const)('%o on a write: the caller sees %s, the count is %i', async (fault, seen, count) => {
  faults.set({ call: 'shop.add', fault });
  const answer = await add().then(
    (response) => response,
    () => undefined,
  );
  expect(answer?.status ?? 'cut').toBe(seen);
  if (seen === 429) expect(answer?.headers.get('retry-after')).toBe('1');
  expect(state.count).toBe(count);
  expect((await add()).status).toBe(200);
});

test('stale-read answers as before the last write; skip and wildcards count', async () => {
  await add();
  await add();
  faults.set({ call: 'shop.*', fault: 'stale-read', skip: 1 });
  expect([await read(), await read(), await read()]).toEqual([2, 1, 2]);
});

test('who puts the state back puts back what it was before, too', async () => {
  await add();
  const back = pastOf(state).keep();
  const { count } = state;
  await add();
  await add();
  back();
  state.count = count;
  faults.set({ call: 'shop.read', fault: 'stale-read' });
  expect([await read(), await read()]).toEqual([0, 1]);
});

test('without declared state, stale-read answers what was answered before', async () => {
  let count = 0;
  const other = await new StandIn({ vendor: 'bare', faults, log, errorBody: () => ({}) })
    .route('GET', '/', 'bare.read', (c) => c.json(count))
    .route('POST', '/', 'bare.add', (c) => c.json(++count))
    .listen();
  const get = async () => (await fetch(other.url)).json();
  expect(await get()).toBe(0);
  await fetch(other.url, { method: 'POST' });
  faults.set({ call: 'bare.read', fault: 'stale-read', skip: 1, times: 2 });
  expect([await get(), await get(), await get(), await get()]).toEqual([1, 0, 0, 1]);
  await other.close();
});

test.each([
  ['kill-caller-before', 0],
  ['kill-caller-after', 1],
] as const)('%s kills the registered process; the count is %i', async (fault, count) => {
  const child = spawn(process.execPath, [
    '-e',
    `fetch(process.argv[1],{method:'POST',headers:${JSON.stringify(headers)}}).finally(()=>process.exit(7))`,
    `${server.url}/count`,
  ]);
  faults.setCallingProcess(() => child.pid);
  faults.set({ call: 'shop.add', fault });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
  expect(state.count).toBe(count);
});

test('another process sets and clears faults and reads the log', async () => {
  const control = (method: string, body?: unknown) =>
    fetch(`${server.url}/_faults`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  expect((await control('POST', { call: 'shop.add', fault: 'nonsense' })).status).toBe(400);
  expect((await control('POST', { call: 'shop.add', fault: 'error-before', times: 'always' })).status).toBe(
    204,
  );
  expect([(await add()).status, (await add()).status]).toEqual([503, 503]);
  await control('DELETE');
  expect((await add()).status).toBe(200);
  const seen = (await (await fetch(`${server.url}/_log`)).json()) as {
    entries: { call: string; fault?: string }[];
  };
  expect(seen.entries.filter((entry) => entry.fault === 'error-before').length).toBeGreaterThanOrEqual(2);
  expect(JSON.stringify(seen)).not.toContain('right');
});
