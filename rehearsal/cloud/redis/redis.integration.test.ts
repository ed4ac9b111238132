import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RedisPart, redisIfAny } from './index.ts';

let redis: RedisPart | undefined;
let lacks = '';

beforeAll(async () => {
  redis = await redisIfAny((why) => {
    lacks = why;
  });
});
afterAll(() => redis?.close());

async function ask(path: string, body: unknown, token = redis?.token): Promise<Response> {
  return fetch(`${redis?.url}${path}`, {
    ...{ method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(2_000) },
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
}

test('is a real server: it counts, and forgets in time', async (context) => {
  if (!redis) return context.skip(lacks);
  const commands = [
    ['INCR', 'tries'],
    ['PEXPIRE', 'tries', '60'],
    ['INCR', 'tries'],
  ];
  expect(await (await ask('/pipeline', commands)).json()).toEqual([
    { result: 1 },
    { result: 1 },
    { result: 2 },
  ]);
  let kept: unknown = '2';
  while (kept !== null)
    kept = ((await (await ask('/', ['GET', 'tries'])).json()) as { result: unknown }).result;
});

test('no command without its token, alone or in a pipeline', async (context) => {
  if (!redis) return context.skip(lacks);
  for (const [path, body] of [
    ['/', ['PING']],
    ['/pipeline', [['PING']]],
  ] as const)
    expect((await ask(path, body, 'another')).status).toBe(401);
});

test('stalled it answers nothing, killed it refuses, and it comes back empty at the same address', async (context) => {
  if (!redis) return context.skip(lacks);
  await ask('/', ['SET', 'kept', '1']);
  redis.stall();
  await expect(ask('/', ['PING'])).rejects.toThrow('timeout');
  redis.resume();
  expect((await ask('/', ['PING'])).status).toBe(200);
  await redis.kill();
  await expect(ask('/', ['PING'])).rejects.toThrow('fetch failed');
  await redis.restart();
  expect(await (await ask('/', ['GET', 'kept'])).json()).toEqual({ result: null });
});
