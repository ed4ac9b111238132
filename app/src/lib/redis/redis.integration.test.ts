import { afterAll, beforeAll, beforeEach, describe, expect, type TestContext, test } from 'vitest';
import { Browser } from '@/test/browser';
import { Redirected } from '@/test/next/navigation';
import { Service } from '@/test/service';
import { type RedisPart, redisIfAny } from '../../../../rehearsal/cloud/redis/index.ts';
import { until } from '../../../../test/support/until.ts';

const INES = 'ines.moreau@example.test';
const PASSWORD = 'correct-horse-7-staple';

let service: Service;
let redis: RedisPart | undefined;
let lacks = '';
let patient: Browser;

/** The server that these tests need; without one they are skipped, and say why. */
function server(context: TestContext): RedisPart {
  return redis ?? context.skip(lacks);
}

beforeAll(async () => {
  redis = await redisIfAny((why) => {
    lacks = why;
  });
  if (redis) {
    process.env['UPSTASH_REDIS_REST_URL'] = redis.url;
    process.env['UPSTASH_REDIS_REST_TOKEN'] = redis.token;
    // A busy machine must not look like a dead server.
    process.env['REDIS_LIMIT_MS'] = '1000';
  }
  service = await Service.start();
  patient = await Browser.signedIn(INES);
});
afterAll(async () => {
  await service?.close();
  await redis?.close();
});
beforeEach(async () => {
  if (redis) await until('Redis to be of use', async () => (await readyChecks()).status === 'ok');
});

async function readyChecks() {
  const { ready } = await import('@/lib/ready');
  return ready();
}

/** What somebody at the form is told, or where they get to. */
async function signIn(email = INES, password = PASSWORD): Promise<string | null> {
  const { signIn: action } = await import('@/app/sign-in/actions');
  const form = new FormData();
  form.set('email', email);
  form.set('password', password);
  try {
    const state = await new Browser().inRequest(() => action({ message: null, email: '' }, form));
    return state.message;
  } catch (error) {
    if (error instanceof Redirected) return error.to;
    throw error;
  }
}

async function readRecord(): Promise<Response> {
  const { GET } = await import('@/app/api/fhir/Patient/route');
  return patient.get(GET, '/api/fhir/Patient');
}

async function sign(): Promise<unknown> {
  const { sign: action } = await import('@/features/prescriptions/actions');
  const fields = {
    key: crypto.randomUUID(),
    prescription: 'd0000000-0000-4000-8000-000000000001',
    code: '000000',
  };
  return patient.submit(action, fields);
}

async function hold(): Promise<unknown> {
  const { changeStatus } = await import('@/features/prescriptions/actions');
  const fields = {
    key: crypto.randomUUID(),
    prescription: 'd0000000-0000-4000-8000-000000000001',
    becomes: 'on-hold',
    because: 'A test.',
  };
  return patient.submit(changeStatus, fields);
}

const NOT_NOW = 'Signing in is not possible right now. Please try again in a moment.';
const unsafe = expect.objectContaining({
  problem: expect.objectContaining({ status: 503, detail: expect.stringContaining('not possible safely') }),
});

/** What is declared for a server whose Redis is gone; whether it says `failed` or `timeout`, the caller knows. */
async function holdsWithoutRedis(status: 'failed' | 'timeout'): Promise<void> {
  expect(await signIn()).toBe(NOT_NOW);
  expect(await sign()).toEqual(unsafe);
  expect((await readRecord()).status).toBe(200);
  // The database is asked, and says that this is not a patient’s to do.
  expect(await hold()).toMatchObject({ problem: { status: expect.not.toBeOneOf([503]) } });
  expect(await readyChecks()).toMatchObject({ status: 'degraded', checks: { redis: { status } } });
}

async function holdsAgain(): Promise<void> {
  await until('sign-in', async () => (await signIn()) === '/home');
  expect(await sign()).not.toEqual(unsafe);
  expect(await readyChecks()).toMatchObject({ status: 'ok', checks: { redis: { status: 'ok' } } });
}

describe('with Redis', () => {
  test('tries are counted there, and the database has none', async (context) => {
    server(context);
    await service.sql('delete from private.turns');
    for (let tries = 0; tries < 5; tries++)
      expect(await signIn('mei.tanaka@example.test', 'wrong')).toBe('Email address or password is wrong.');
    expect(await signIn('mei.tanaka@example.test')).toContain('Too many tries. Please wait');
    expect(await service.sql('select 1 from private.turns')).toEqual([]);
  });

  test('a right password is no try', async (context) => {
    server(context);
    for (let tries = 0; tries < 7; tries++) expect(await signIn()).toBe('/home');
  });

  test('it learns neither addresses nor names', async (context) => {
    const { url, token } = server(context);
    await signIn();
    const answer = await fetch(url, {
      ...{ method: 'POST', body: '["KEYS","*"]' },
      headers: { authorization: `Bearer ${token}` },
    });
    const keys = ((await answer.json()) as { result: string[] }).result;
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(key).toMatch(/^(?:turn:[\w-]{43}:\d+|notices:v1)$/);
  });

  test('ten wrong codes, and the person waits', async (context) => {
    server(context);
    const answers: unknown[] = [];
    for (let tries = 0; tries < 11; tries++) answers.push(await sign());
    const throttled = expect.objectContaining({ problem: expect.objectContaining({ status: 429 }) });
    expect(answers.slice(0, 10)).not.toContainEqual(throttled);
    expect(answers[10]).toEqual(throttled);
    // Holding and stopping do not wait for it.
    expect(await hold()).not.toEqual(throttled);
  });

  test('notices are kept for all servers, and read anew when their time is over', async (context) => {
    server(context);
    const { listNotices } = await import('@/lib/notices');
    const titles = async () => (await listNotices()).map(({ title }) => title);
    expect(await titles()).not.toContain('Anew');
    await service.sql(`update public.notices set title = 'Anew'`);
    await until('the new title', async () => (await titles()).includes('Anew'));
  });
});

describe('without it, each does what is declared', () => {
  test('killed, and started again', async (context) => {
    const part = server(context);
    await part.kill();
    await holdsWithoutRedis('failed');
    await part.restart();
    await holdsAgain();
  });

  test('stalled: it takes requests and answers none', async (context) => {
    const part = server(context);
    part.stall();
    await holdsWithoutRedis('timeout');
    part.resume();
    await holdsAgain();
  });
});
