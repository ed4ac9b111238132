import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { LogEntry } from '../../rehearsal/cloud/kit/index.ts';
import { until } from '../support/until.ts';
import { BROKEN } from './broken.ts';
import { casesOf, inRounds } from './cases.ts';
import { FAULTS } from './faults.ts';
import { made, maybeMade } from './moves.ts';
import { points } from './points.ts';
import { Probe } from './probe.ts';
import { trueWords } from './promise.ts';
import { TRIALS } from './trials.ts';
import { UNASKED_NAMES } from './unasked.ts';

const entry = (status: number, fault?: string): LogEntry => ({
  ...{ vendor: 'vercel', call: 'vercel.promote', method: 'POST', path: '/', status, at: 0, milliseconds: 1 },
  ...(fault && { fault }),
});
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

it('counts a move as sent whenever its sender cannot rule out that it was made', () => {
  const unsure = [entry(201), entry(503, 'error-before'), entry(0, 'cut-before'), entry(200, 'html')];
  for (const one of unsure) expect(maybeMade([one], 'vercel.promote'), JSON.stringify(one)).toBe(1);
  for (const status of [401, 404, 409, 429]) expect(maybeMade([entry(status)], 'vercel.promote')).toBe(0);
  expect(maybeMade(unsure, 'vercel.rollback')).toBe(0);
});

it('counts a move as made when it was carried out, whatever the answer was', () => {
  for (const one of [entry(201), entry(503, 'error-after'), entry(0, 'cut-after'), entry(0, 'hang')])
    expect(made([one], 'vercel.promote'), JSON.stringify(one)).toBe(1);
  for (const one of [entry(503, 'error-before'), entry(0, 'cut-before'), entry(200, 'html'), entry(409)])
    expect(made([one], 'vercel.promote'), JSON.stringify(one)).toBe(0);
});

/** Production that answers as told, to whoever uses it. */
async function used(status: number, body: string): Promise<readonly string[]> {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.writeHead(status).end(body);
  });
  closers.push(() => server.close().closeAllConnections());
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const probe = new Probe(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, ['good']);
  await until('a request', () => asked > 1);
  return probe.stop();
}

it('says when production fails, or is answered by what nobody approved', async () => {
  expect(await used(200, '{"commit":"good"}')).toEqual([]);
  expect(await used(200, '{"commit":"other"}')).toEqual([
    'production was answered by other, which nobody approved',
  ]);
  expect(await used(500, '{"commit":"good"}')).toEqual(['production answered HTTP 500']);
  expect((await used(200, 'Not found'))[0]).toContain('production failed');
});

/** As if every story made every call once. */
function allCases() {
  const all = points();
  const once = Object.fromEntries(all.map(({ seenAs }) => [seenAs, [0]]));
  return casesOf(Object.fromEntries(all.flatMap(({ stories }) => stories).map((story) => [story, once])))
    .cases;
}

it('comes by every call and every fault in the first round, and by each with each in half of them', () => {
  const cases = allCases();
  const calls = points().length;
  const first = inRounds(cases, 0).slice(0, calls);
  expect(new Set(first.map(({ point }) => point)).size).toBe(calls);
  expect(new Set(first.slice(0, 6).map(({ situation }) => situation)).size).toBe(2);
  expect(new Set(first.map(({ fault }) => fault))).toEqual(new Set(FAULTS.map(({ name }) => name)));
  const pairs = (some: typeof cases) => new Set(some.map(({ point, fault }) => `${fault} at ${point}`));
  const half = cases.filter(({ round }) => round < FAULTS.length);
  expect(pairs(half)).toEqual(pairs(cases));
  expect(new Set(half.map(({ situation, person }) => `${situation} ${person}`)).size).toBe(8);
});

it('has a case for every call, fault and situation that can meet, and names each call that no job makes', () => {
  const all = points();
  const [missing, ...rest] = all.map(({ seenAs }) => seenAs);
  const ship = Object.fromEntries(rest.filter((name) => name !== missing).map((name) => [name, [0]]));
  const every = Object.fromEntries(all.flatMap(({ stories }) => stories).map((story) => [story, ship]));
  const { cases, neverMade } = casesOf(every);
  const unmade = all.filter(({ seenAs }) => seenAs === missing).map(({ name }) => name);
  expect(neverMade).toEqual(unmade);
  expect(new Set(cases.map(({ point }) => point)).size).toBe(all.length - unmade.length);
  expect(new Set(cases.map(({ fault }) => fault))).toEqual(new Set(FAULTS.map(({ name }) => name)));
  expect(new Set(inRounds(cases, 3).map(({ number }) => number)).size).toBe(cases.length);
});

it('tries each way of breaking the promise, and gives reasons for calls of the registry alone', () => {
  expect(new Set(TRIALS.map(({ broken }) => broken))).toEqual(new Set(BROKEN));
  const names = points().map(({ name }) => name);
  for (const name of UNASKED_NAMES) expect(names).toContain(name);
});

it('takes what hosting showed of an old state for true, and nothing else that does not serve', async () => {
  const world = {
    servingId: () => 'dpl_now',
    staleServingId: () => 'dpl_before',
    servedUntil: (since: number) => (since < 100 ? 'dpl_until' : undefined),
    moving: () => false,
  };
  const told = (deployment: string, stale: boolean, asked = 100) => {
    const problem = {
      code: 'SHIPLOCK_LEASE_BUSY',
      what: 'another job holds the lease',
      next: 'Wait for it.',
      production: `production serves deployment ${deployment}, as hosting shows it`,
    } as const;
    const outcome = { code: 1, signal: null, errorCode: problem.code, problem, lines: [], outputs: {} };
    return trueWords(world, async () => undefined, outcome, { forth: 0, back: 0, stale, asked });
  };
  expect(await told('dpl_now', false)).toEqual([]);
  expect(await told('dpl_before', true)).toEqual([]);
  expect(await told('dpl_before', false)).toEqual([expect.stringContaining('serves dpl_before')]);
  // It moved when nobody looked any more.
  expect(await told('dpl_until', false, 99)).toEqual([]);
  expect(await told('dpl_until', false)).toEqual([expect.stringContaining('serves dpl_until')]);
  expect(await told('dpl_other', true)).toEqual([expect.stringContaining('serves dpl_other')]);
});
