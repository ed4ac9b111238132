import { describe, expect, test } from 'vitest';
import type { Gate } from '../release/context.ts';
import { configurationError, OutsideCallError } from '../release/errors.ts';
import type { ErrorTracker } from '../release/ports.ts';
import { judgeOnce } from './judge-once.ts';
import { gateSettings } from './spec.ts';

type Target = Parameters<Gate>[0];

const FAULTS = {
  'HTTP 403': () =>
    Promise.reject(
      configurationError({ code: 'SHIPLOCK_VERCEL_TOKEN', what: 'answered HTTP 403', next: 'x' }),
    ),
  'HTTP 500': () =>
    Promise.reject(
      new OutsideCallError(
        { code: 'SHIPLOCK_VERCEL_UNREACHABLE', what: 'answered HTTP 500', next: 'x' },
        { certainty: 'not-done' },
      ),
    ),
  'a cut connection': () => Promise.reject(new TypeError('fetch failed: socket hang up')),
  'no answer': () => new Promise<never>(() => undefined),
} as const;
const CAUSE = {
  'HTTP 403': 'answered HTTP 403',
  'HTTP 500': 'answered HTTP 500',
  'a cut connection': 'socket hang up',
  'no answer': 'no answer in time',
} as const;
type Fault = keyof typeof FAULTS;

const healthy: typeof fetch = async () => new Response(JSON.stringify({ release: 'rel_b', commit: 'bbb' }));
const bad: typeof fetch = async (url) =>
  String(url).includes('//app.example') ? new Response('', { status: 500 }) : new Response('{}');
const unasked = () => Promise.reject(new Error('a gate asks for errors alone'));
const tracker = (errors: ErrorTracker['errors']): ErrorTracker => ({
  ...{ vendor: 'sentry', openRelease: unasked, uploadSourceMaps: unasked, finalizeRelease: unasked },
  ...{ recordDeploy: unasked, errors },
});
const quiet = async () => ({ events: 0, newIssues: [], seen: true });

interface World {
  readonly urls: Target['urls'];
  readonly serving: NonNullable<Target['serving']>;
  readonly errors: ErrorTracker['errors'];
  readonly select: () => Promise<object[]>;
  readonly answers: typeof fetch;
}
const world: World = {
  urls: async () => ['https://app.example'],
  serving: async () => ['https://old.example'],
  errors: quiet,
  select: async () => [{ good: 1000, total: 1000 }],
  answers: healthy,
};
const READS = {
  'the list of domains': 'urls',
  'what serves at the same time': 'serving',
  'the error tracker': 'errors',
  'a query': 'select',
} as const satisfies Record<string, keyof World>;
const CASES = (Object.keys(READS) as (keyof typeof READS)[]).flatMap((read) =>
  (Object.keys(FAULTS) as Fault[]).map((fault) => [read, fault] as const),
);

function judge(given: World, traffic = true, deadlineSeconds = 0.4) {
  const spec = gateSettings.parse({
    ...{ minSamples: 20, deadlineSeconds, burstSeconds: 0, worstFailureRate: 0.1 },
    sources: [
      { use: 'http', compare: true, intervalMs: 10 },
      { use: 'sentry' },
      { use: 'sql', name: 'orders', query: 'select good, total from t' },
    ],
  });
  const target: Target = {
    ...{ urls: given.urls, serving: given.serving, headers: {}, releaseId: 'rel_b', commit: 'bbb' },
    ...{ since: new Date(Date.now() - 60_000).toISOString(), say: () => undefined },
  };
  return judgeOnce(spec, target, {
    ...{ traffic, errorTracker: tracker(given.errors), environment: 'production', env: {}, everyMs: 20 },
    selects: async () => new Map([['orders', given.select]]),
    fetch: given.answers,
  });
}

test('the world of these tests passes', async () => {
  expect((await judge(world, true, 10)).decision).toBe('pass');
});

// Side by side: what is undecided takes until its deadline.
describe.concurrent('where users are served', () => {
  test.each(CASES)(
    '%s that answers with %s leaves the watch inconclusive, with the cause',
    async (read, fault) => {
      const { decision, reason } = await judge({ ...world, [READS[read]]: FAULTS[fault] });
      expect([decision, reason]).toEqual(['inconclusive', expect.stringContaining(CAUSE[fault])]);
    },
  );

  test.each(
    CASES.filter(([, fault]) => fault !== 'no answer').filter(
      ([read]) => READS[read] === 'urls' || READS[read] === 'serving',
    ),
  )('%s that answers with %s is read again until it can be, and the watch passes', async (read, fault) => {
    let asked = 0;
    const key = READS[read];
    const flaky = () => (++asked <= 2 ? FAULTS[fault]() : world[key as 'urls']());
    expect((await judge({ ...world, [key]: flaky }, true, 10)).decision).toBe('pass');
    expect(asked).toBe(3);
  });

  test('no domain at all, or one behind protection, is inconclusive', async () => {
    const none = await judge({ ...world, urls: async () => [] });
    expect([none.decision, none.reason]).toEqual(['inconclusive', expect.stringContaining('no URL')]);
    const sso: typeof fetch = async () =>
      new Response(null, { status: 302, headers: { location: 'https://vercel.com/sso-api' } });
    const closed = await judge({ ...world, answers: sso });
    expect([closed.decision, closed.reason]).toEqual(['inconclusive', expect.stringContaining('rotection')]);
  });

  test('a source that cannot be read hides no release that fails', async () => {
    const { decision } = await judge({ ...world, errors: FAULTS['HTTP 403'], answers: bad }, true, 10);
    expect(decision).toBe('fail');
  });
});

describe.concurrent('before traffic moves', () => {
  test.each(Object.keys(FAULTS) as Fault[])(
    'what serves at the same time that answers with %s is inconclusive',
    async (fault) => {
      expect((await judge({ ...world, serving: FAULTS[fault] }, false)).decision).toBe('inconclusive');
    },
  );

  test('a mistake in the configuration ends the gate at once', async () => {
    await expect(judge({ ...world, errors: FAULTS['HTTP 403'] }, false, 10)).rejects.toMatchObject({
      kind: 'configuration',
    });
  });
});
