import { describe, expect, test } from 'vitest';
import { PLAN } from './plan.fixture.ts';
import type { Release } from './record/record.ts';
import { resumption, underWayOf } from './resuming.ts';
import { foldState, type ReleaseState } from './state.ts';

const RELEASE: Release = {
  ...{ id: 'rel_1', environment: 'production', commit: 'a'.repeat(40), replaces: 'rel_0' },
  ...{ runId: '1', runUrl: null, actor: 'ada', openedAt: '2026-11-23T10:00:00Z' },
};
const of = (more: Partial<ReleaseState> = {}, release: Partial<Release> = {}) => ({
  release: { ...RELEASE, ...release },
  state: { ...foldState([]), ...more },
});
const lines = (more: Partial<ReleaseState>) => resumption(of(more))?.lines.join('\n');
const planned: ReleaseState['plan'] = {
  ...{ plan: PLAN, hash: 'b'.repeat(64), rehearsal: undefined, objects: undefined, callsBefore: 0 },
};
const closed = { result: 'released', serves: 'rel_1', at: '2026-11-23T11:00:00Z' } as const;
const decided = { at: '2026-11-23T12:00:00Z', run: '2' };
const sent = {
  ...({ state: 'begun', name: 'vercel.promote', key: '', atMs: 0, request: undefined } as const),
  at: '2026-11-23T11:00:00Z',
};

describe('what resume will do', () => {
  test('is told from the first phase that is not done, in the phases of its kind', () => {
    expect(lines({})).toContain('done: nothing yet\ndeploy: uploads and builds the commit');
    const half = lines({ plan: planned, donePhases: new Set(['deploy', 'plan', 'approve', 'migrate']) });
    expect(half).toContain('done: deploy, plan, approve, migrate\nverify: checks the schema\ngate: ');
    expect(half).not.toMatch(/^(deploy|approve): /m);
    expect(half).toMatch(/finalize: closes the release$/);
  });

  test('names whom it waits for', () => {
    const waits = lines({ plan: planned, donePhases: new Set(['deploy', 'plan']) });
    expect(waits).toMatch(/^approve: asks whether the plan is approved; it waits for .*\/approve b{12}/m);
  });

  test('says what was sent and may have happened, and that it is read first', () => {
    const doubt = lines({ plan: planned, calls: [{ ...sent, phase: 'promote' }] });
    expect(doubt).toMatch(
      /^in doubt: vercel\.promote was sent at 1970-01-01T00:00:00\.000Z .* not sent again/m,
    );
  });

  test('counts what a cut migration has applied, and the traffic of a rolling release', () => {
    expect(lines({ applied: ['1', '2'] })).toMatch(/^migrate: .*; this release applied 1, 2$/m);
    const rolling = { percent: 25, at: 'noon' } as ReleaseState['rolling'];
    expect(lines({ rolling })).toMatch(
      /^promote: goes on with the rolling release, which has 25 % of traffic/m,
    );
  });

  test('is a rollback where one was decided and cut short, closed or not, and never the release', () => {
    for (const state of [{}, { closed }]) {
      const found = resumption(of({ ...state, openRollbacks: [decided] }));
      expect(found?.action).toBe('rollback');
      expect(found?.lines.join('\n')).toMatch(
        /rollback to the previous release was decided at .* not shipped$/,
      );
      expect(found?.lines.join('\n')).not.toMatch(/^promote: /m);
    }
    expect(resumption(of({ openRollbacks: [{ ...decided, asked: 'rel_x' }] }))).toMatchObject({
      to: 'rel_x',
    });
  });

  test('is the contract migrations that a killed job began, of a release that serves', () => {
    const request = { versions: ['3'], forced: 'unused' };
    const calls = [{ ...sent, name: 'database.contract', request, phase: 'contract' as const }];
    const found = resumption(of({ closed, calls }));
    expect(found).toMatchObject({ action: 'contract', forced: 'unused' });
    expect(found?.lines.at(-1)).toMatch(
      /^contract migrations 3 started at .* applied, and the record is updated$/,
    );
    expect(resumption(of({ closed: { ...closed, result: 'rolled-back' }, calls }))).toBeUndefined();
  });

  test('is nothing where it is over', () => {
    expect(resumption(of({ closed }))).toBeUndefined();
    expect(resumption(of({ closed: { ...closed, result: 'abandoned' } }))).toBeUndefined();
  });
});

describe('which release is under way', () => {
  const ids = (candidates: Parameters<typeof underWayOf>[0]) =>
    underWayOf(candidates).map((one) => one.release.id);
  const newest = of({}, { id: 'newest' });
  const older = of({}, { id: 'older' });

  test('is the newest open one, where none has begun to change the environment', () => {
    expect(ids([of({ closed }, { id: 'over' }), newest, older])).toEqual(['newest']);
    expect(ids([of({ closed }), of({ closed: { ...closed, result: 'rolled-back' } })])).toEqual([]);
  });

  test.each<[string, Partial<ReleaseState>]>([
    ['migrated', { donePhases: new Set(['migrate']) }],
    ['applied a part', { applied: ['1'] }],
    ['sent a promote', { calls: [{ ...sent, phase: 'promote' }] }],
  ])('is the one that has %s, before a newer one that only planned', (_, state) => {
    expect(ids([newest, of(state, { id: 'begun' }), older])).toEqual(['begun']);
    expect(ids([of(state, { id: 'one' }), of(state, { id: 'two' })])).toEqual(['one', 'two']);
  });

  test('is the one that serves with its contract cut short, and not one that served before', () => {
    const request = { versions: ['3'] };
    const calls = [{ ...sent, name: 'database.contract', request, phase: 'contract' as const }];
    const cut = of({ closed: { ...closed, serves: 'cut' }, calls }, { id: 'cut' });
    const later = { ...closed, serves: 'later', at: '2026-11-24T11:00:00Z' };
    expect(ids([newest, cut])).toEqual(['cut']);
    expect(ids([of({ closed: later }, { id: 'later' }), cut])).toEqual([]);
    expect(ids([of({ applied: ['1'] }, { id: 'begun' }), cut])).toEqual(['begun']);
  });

  test('is the one whose rollback was cut short, before all others', () => {
    const begun = of({ applied: ['1'] }, { id: 'begun' });
    expect(ids([begun, of({ closed, openRollbacks: [decided] }, { id: 'undoing' })])).toEqual(['undoing']);
  });
});
