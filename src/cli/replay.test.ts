import { expect, test } from 'vitest';
import { gateSettings } from '../gates/spec.ts';
import type { Database } from '../release/ports.ts';
import { encode } from '../release/record/encode.ts';
import type { EventPhase, Saying } from '../release/record/events.ts';
import { pastOf } from '../release/replay.ts';
import { pastIn, talliesOf } from './replay.ts';

let seq = 0;
const event = (releaseId: string, phase: EventPhase, saying: Saying) => {
  const { kind, body } = encode(phase, saying);
  seq += 1;
  return {
    ...{ seq, releaseId, at: '2026-01-01T00:00:00Z', actor: 'ada', token: null },
    ...{ phase, kind, body, prevHash: '', hash: '' },
  };
};
const judged = (samples: number, failures: number, proceed: boolean, observer?: 'pass' | 'fail'): Saying => ({
  ...{ is: 'gate-judged', decision: proceed ? 'pass' : 'fail', reason: '', proceed },
  evidence: { milliseconds: 60_000, sources: [{ name: 'probes', samples, failures, examples: [] }] },
  ...(observer ? { observed: [{ name: 'errors', decision: observer, reason: '', samples, failures }] } : {}),
});
const closed = (result: 'released' | 'rolled-back' | 'abandoned'): [EventPhase, Saying] => [
  result === 'released' ? 'finalize' : 'rollback',
  { is: 'closed', result, serves: null },
];
const release = (id: string, watch: Saying, end: 'released' | 'rolled-back' | 'abandoned') => [
  event(id, 'watch', watch),
  event(id, ...closed(end)),
];
const settings = (more: object) => ({
  gates: {
    gate: gateSettings.parse({}),
    watch: gateSettings.parse({ sources: [{ use: 'http' }], ...more }),
  },
});
/** 60 good ones, one of them with an unlucky watch; three bad ones, one of which failed where nobody looked. */
const events = [
  ...Array.from({ length: 60 }, (_, n) =>
    release(`rel_good${n}`, judged(400, n === 7 ? 20 : 0, true, 'pass'), 'released'),
  ),
  release('rel_bad1', judged(100, 60, false, 'fail'), 'rolled-back'),
  release('rel_bad2', judged(100, 40, true, 'fail'), 'rolled-back'),
  release('rel_bad3', judged(400, 0, true, 'pass'), 'rolled-back'),
  release('rel_never', judged(100, 90, false), 'abandoned'),
].flat();

test('what a gate would have stopped: of the bad ones and of the good ones', async () => {
  const tallies = await talliesOf(
    pastOf(events),
    settings({ baselineFailureRate: 0.005, worstFailureRate: 0.03 }),
  );
  const of = (name: string) => tallies.find((one) => one.name === name);
  expect(of('gates.watch of the settings')).toEqual({
    ...{ name: 'gates.watch of the settings', unknown: 0 },
    ...{ bad: { stopped: 2, of: 3 }, good: { stopped: 1, of: 60 } },
  });
  expect(of('gates.watch as it was')).toMatchObject({
    bad: { stopped: 1, of: 3 },
    good: { stopped: 0, of: 60 },
  });
  expect(of('errors, observing in gates.watch')).toMatchObject({
    bad: { stopped: 2, of: 3 },
    good: { stopped: 0, of: 60 },
  });
  expect(of('gates.gate of the settings')).toMatchObject({ unknown: 63, bad: { of: 0 }, good: { of: 0 } });
});

test('a source that the record knows nothing of decides nothing, and that is counted', async () => {
  const more = { sources: [{ use: 'http' }, { use: 'sql', query: 'select 1, 1' }] };
  const [, , watch] = await talliesOf(pastOf(events), settings(more));
  expect(watch).toMatchObject({ name: 'gates.watch of the settings', unknown: 63 });
});

test('a gate that was undecided stops by its policy', async () => {
  const few = pastOf(release('rel_few', judged(3, 0, true), 'released'));
  const stopped = async (onInconclusive: 'fail' | 'hold') =>
    (await talliesOf(few, settings({ onInconclusive }))).find(({ name }) => name.includes('watch of'))?.good;
  expect(await stopped('fail')).toEqual({ stopped: 1, of: 1 });
  expect(await stopped('hold')).toEqual({ stopped: 0, of: 1 });
});

test('1,000 releases are one query, and the same record gives the same figures', async () => {
  const thousand = Array.from({ length: 1000 }, (_, n) =>
    release(`rel_${n}`, judged(200, n % 50 === 0 ? 60 : 0, true), n % 50 === 0 ? 'rolled-back' : 'released'),
  ).flat();
  let queries = 0;
  const database = {
    query: async () => {
      queries += 1;
      return thousand;
    },
  } as Partial<Database> as Database;
  const past = await pastIn(database, 'production');
  const tallies = await talliesOf(past, settings({}));
  expect([past.length, queries]).toEqual([1000, 1]);
  expect(tallies.find(({ name }) => name === 'gates.watch of the settings')).toMatchObject({
    bad: { stopped: 20, of: 20 },
    good: { stopped: 0, of: 980 },
  });
  expect(await talliesOf(await pastIn(database, 'production'), settings({}))).toEqual(tallies);
});
