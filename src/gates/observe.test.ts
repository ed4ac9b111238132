import { expect, test } from 'vitest';
import type { GateResult } from '../release/ports.ts';
import { withObservers } from './observe.ts';
import { gateSettings } from './spec.ts';

const spec = gateSettings.parse({
  sources: [
    { use: 'http' },
    { use: 'json', name: 'errors', url: '/metrics', observe: true, value: '/a', max: 1 },
  ],
});
const evidence = { samples: 7, failures: 3 } as Partial<GateResult['evidence']> as GateResult['evidence'];
const result = (decision: GateResult['decision']): GateResult => ({
  decision,
  reason: `it ${decision}s`,
  evidence,
});
/** What the deciding sources, and the observing ones, come to. */
const ran = (
  deciding: () => Promise<GateResult>,
  observing: (signal: AbortSignal) => Promise<GateResult>,
) => {
  const asked: string[][] = [];
  const gate = withObservers(spec, (of, signal) => {
    asked.push(of.sources.map(({ use }) => use));
    return of.sources.some(({ observe }) => observe) ? observing(signal) : deciding();
  });
  return { gate, asked };
};

test.each(['pass', 'fail', 'inconclusive'] as const)(
  'a source that observes records its %s, and the gate decides without it',
  async (decision) => {
    const { gate, asked } = ran(
      async () => result('pass'),
      async () => result(decision),
    );
    expect(await gate).toEqual({
      ...result('pass'),
      observed: [{ name: 'errors', decision, reason: `it ${decision}s`, samples: 7, failures: 3 }],
    });
    expect(asked).toEqual([['json'], ['http']]);
  },
);

test('one that cannot be read, or is set wrongly, stops nothing', async () => {
  const { gate } = ran(
    async () => result('pass'),
    async () => {
      throw new Error('no such host\nat all');
    },
  );
  expect(await gate).toMatchObject({
    decision: 'pass',
    observed: [{ decision: 'inconclusive', reason: 'no such host' }],
  });
});

test('the gate does not wait for one that is undecided: it ends it', async () => {
  const { gate } = ran(
    async () => result('fail'),
    (signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(result('inconclusive')))),
  );
  expect(await gate).toMatchObject({
    decision: 'fail',
    observed: [{ decision: 'inconclusive', reason: 'undecided when the gate ended' }],
  });
});

test('a gate that cannot run throws, and its observers end', async () => {
  let ended = false;
  const { gate } = ran(
    () => Promise.reject(new Error('no source')),
    (signal) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => {
          ended = true;
          resolve(result('inconclusive'));
        }),
      ),
  );
  await expect(gate).rejects.toThrow('no source');
  expect(ended).toBe(true);
});

test('without one that observes nothing is different', async () => {
  const plain = gateSettings.parse({ sources: [{ use: 'http' }] });
  expect(await withObservers(plain, async () => result('pass'))).toEqual(result('pass'));
});
