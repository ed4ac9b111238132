import { expect, test } from 'vitest';
import { fastLaneOf } from './fast-lane.ts';
import type { Release } from './record/record.ts';

/** Releases by commit: c replaced b, which replaced a. */
const release = (commit: string, replaces: string | null): Release => ({
  ...{ id: `rel_${commit}`, environment: 'production', commit, replaces, runId: null, runUrl: null },
  ...{ actor: 'ada', openedAt: '2026-01-01' },
});
const ALL = [release('a', null), release('b', 'rel_a'), release('c', 'rel_b')];
const FILES: Record<string, string> = { a: 'x1 y1', b: 'x2 y1', c: 'x3 y1', n: 'x2 y1' };

function asked({
  commit = 'n',
  replaces = 'rel_c' as string | null,
  lanes = ['served-before', 'revert'] as const as readonly ('served-before' | 'revert')[],
  migrations = 0,
  finished = ['a', 'b', 'c'],
  files = FILES,
  host = true,
} = {}) {
  const queried: string[] = [];
  const result = fastLaneOf({
    release: { environment: 'production', commit, replaces },
    record: {
      release: async (id) => ALL.find((one) => one.id === id),
      finished: async (_environment, sha) =>
        finished.includes(sha) ? ALL.find((one) => one.commit === sha) : undefined,
    },
    codeHost: host
      ? {
          files: async (sha) => {
            queried.push(sha);
            const text = files[sha];
            return text === undefined
              ? undefined
              : new Map(text.split(' ').map((one) => [one[0]!, one.slice(1)]));
          },
        }
      : undefined,
    lanes,
    migrations,
  });
  return result.then((lane) => ({ lane, queried }));
}
const revert = (commit: string) => ({ because: 'revert', releaseId: `rel_${commit}`, commit });

test.each<[string, Parameters<typeof asked>[0], object | undefined]>([
  ['the files of the previous release exactly', {}, revert('b')],
  ['the files of one before that', { files: { ...FILES, n: 'x1 y1' } }, revert('a')],
  ['one file more', { files: { ...FILES, n: 'x2 y1 z1' } }, undefined],
  ['one file less', { files: { ...FILES, n: 'x2' } }, undefined],
  ['one file in another state', { files: { ...FILES, n: 'x2 y2' } }, undefined],
  ['the files of what serves, as after a rollback', { files: { ...FILES, n: 'x3 y1' } }, revert('c')],
  ['files that cannot be listed', { files: { b: 'x2 y1' } }, undefined],
  ['the files of a release that was rolled back', { finished: ['a', 'c'] }, undefined],
  ['the files of the previous release, and a migration', { migrations: 1 }, undefined],
  ['the files of the previous release, and no code host', { host: false }, undefined],
  [
    'the files of the previous release, where the settings have no lane for it',
    { lanes: ['served-before'] },
    undefined,
  ],
  [
    'a commit that served before',
    { commit: 'a' },
    { because: 'served-before', releaseId: 'rel_a', commit: 'a' },
  ],
  [
    'a commit that served before and was rolled back since',
    { commit: 'a', finished: ['b', 'c'], lanes: ['served-before'] },
    undefined,
  ],
  ['nothing to replace', { replaces: null }, undefined],
])('%s', async (_, how, expected) => {
  expect((await asked(how)).lane).toEqual(expected);
});

test('without a lane in the settings nobody is asked', async () => {
  expect(await asked({ lanes: [] })).toEqual({ lane: undefined, queried: [] });
});
