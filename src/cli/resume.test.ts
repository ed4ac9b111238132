import { expect, test } from 'vitest';
import type { Release } from '../release/record/record.ts';
import { resumption } from '../release/resuming.ts';
import { foldState, type ReleaseState } from '../release/state.ts';
import { inputsOf } from './resume.ts';

const release: Release = {
  ...{ id: 'rel_1', environment: 'production', commit: 'a'.repeat(40), replaces: 'rel_0' },
  ...{ runId: '1', runUrl: null, actor: 'ada', openedAt: '2026-11-23T10:00:00Z' },
};
const decided = { at: '2026-11-23T12:00:00Z', run: '2' };

/** Which action continues a release in this state, and with what. */
function continuing(state: Partial<ReleaseState>) {
  const candidate = { release, state: { ...foldState([]), ...state } };
  const how = resumption(candidate);
  return how && [how.action, inputsOf(candidate, how)];
}

test('an open release is shipped by its id, of its own commit', () => {
  expect(continuing({})).toEqual(['ship', { commit: release.commit, 'release-id': 'rel_1' }]);
});

test('a rollback that was cut short is a rollback of that release, with a reason', () => {
  expect(continuing({ openRollbacks: [decided] })).toEqual([
    'rollback',
    { commit: release.commit, 'release-id': 'rel_1', reason: 'a rollback that was cut short is continued' },
  ]);
});

test('one to a named release goes there, and is not tied to the release that it leaves', () => {
  const [, inputs] = continuing({ openRollbacks: [{ ...decided, asked: 'rel_x' }] }) ?? [];
  expect(inputs).toMatchObject({ to: 'rel_x' });
  expect(inputs).not.toHaveProperty('release-id');
});

test('contract migrations that were cut short go on, forced only where somebody had forced them', () => {
  const closed = { result: 'released', serves: 'rel_1', at: decided.at } as const;
  const cut = (request: { versions: string[]; forced?: string }) =>
    continuing({
      closed,
      calls: [
        {
          ...({ state: 'begun', name: 'database.contract', key: '', atMs: 0 } as const),
          ...{ request, at: decided.at, phase: 'contract' },
        },
      ],
    });
  const named = { commit: release.commit, 'release-id': 'rel_1' };
  expect(cut({ versions: ['3'] })).toEqual(['contract', named]);
  expect(cut({ versions: ['3'], forced: 'unused' })).toEqual([
    'contract',
    { ...named, force: true, reason: 'unused' },
  ]);
});
