import { expect, test } from 'vitest';
import { type About, judgeHold } from './quarantine.ts';
import type { Hold } from './record/holds.ts';

const [G, C, N, S] = ['g', 'c', 'n', 's'];
const hold: Hold = {
  ...{ id: 'rel_c', commit: C!, base: G!, rolledBack: true },
  ...{ by: 'ada', reason: 'errors', at: '2026-01-02' },
};
const files = (text: string) => new Map(text.split(' ').map((one) => [one[0]!, one.slice(1)]));
/** `a1`: file a has content 1. */
const TREES: Record<string, string> = { g: 'a1 b1', c: 'a2 b1', n: 'a1 b2' };

/** @param lines of history, oldest first */
function about(lines: string[], more: Partial<About> & { trees?: Record<string, string> } = {}): About {
  const trees: Record<string, string> = { ...TREES, ...more.trees };
  return {
    commit: N!,
    serving: undefined,
    history: {
      contains: async ({ commit, head }) =>
        lines.some((line) => line.includes(commit) && line.indexOf(head) >= line.indexOf(commit)),
      files: async (commit) => (trees[commit] === undefined ? undefined : files(trees[commit])),
    },
    ...more,
  };
}
const answer = async (how: About, of = hold) => (await judgeHold(of, how)).answer;
const lifted = { by: 'linus', reason: 'fixed', at: '2026-01-03' };
const serving = (openedAt: string, passed: string[] = []) => ({
  ...{ commit: S!, openedAt, passed: new Set(passed) },
});

test.each<[string, string, About, Hold?]>([
  ['not in its history', 'free', about(['gn', 'gc'])],
  ['contained, and its file is still changed', 'contained', about(['gcn'], { trees: { n: 'a2 b2' } })],
  [
    'contained, and its file is changed in another way',
    'contained',
    about(['gcn'], { trees: { n: 'a3 b1' } }),
  ],
  ['contained, and its file is gone', 'contained', about(['gcn'], { trees: { n: 'b1' } })],
  ['contained, and each file is as before', 'reverted', about(['gcn'])],
  ['contained, and a file that it added is gone', 'reverted', about(['gcn'], { trees: { c: 'a1 b1 x1' } })],
  [
    'contained, and a file that it added is there',
    'contained',
    about(['gcn'], { trees: { c: 'a1 x1', n: 'a1 x1' } }),
  ],
  [
    'contained, and one of two files is as before',
    'contained',
    about(['gcn'], { trees: { c: 'a2 b2', n: 'a1 b2' } }),
  ],
  [
    'contained, and it changed no file at all',
    'contained',
    about(['gcn'], { trees: { c: 'a1 b1', n: 'a1 b1' } }),
  ],
  ['the very commit', 'contained', about(['gcn'], { commit: C! })],
  [
    'contained, and the files cannot be listed',
    'contained',
    about(['gcn'], { trees: {}, history: { contains: async () => true, files: async () => undefined } }),
  ],
  ['of the whole environment', 'held', about(['gn']), { ...hold, commit: null }],
  ['of the whole environment, lifted', 'free', about(['gn']), { ...hold, commit: null, lifted }],
  [
    'contained, and lifted since the last release',
    'lifted',
    about(['gcn'], { serving: serving('2026-01-01') }),
    { ...hold, lifted },
  ],
  [
    'contained, and lifted before the last release',
    'free',
    about(['gcn'], { serving: serving('2026-01-04') }),
    { ...hold, lifted },
  ],
  ['not contained, and lifted', 'free', about(['gn']), { ...hold, lifted }],
  ['the very commit, lifted', 'lifted', about(['gcn'], { commit: C! }), { ...hold, lifted }],
])('a hold of a commit that is %s: %s', async (_, expected, how, of) => {
  expect(await answer(how, of)).toBe(expected);
});

test('brought back after the revert has shipped: free to go, if what serves is in its history', async () => {
  const again = { trees: { n: 'a2 b1' }, serving: serving('2026-01-04', ['rel_c']) };
  expect(await answer(about(['gcsn'], again))).toBe('passed-before');
  expect(await answer(about(['gcn', 'gcs'], again)), 'a branch from before the revert').toBe('contained');
  expect(await answer(about(['gcsn'], { ...again, serving: serving('2026-01-04') }))).toBe('contained');
});

test('without a code host nobody can tell, but for the commit itself', async () => {
  expect(await answer(about([], { history: undefined }))).toBe('unknown');
  expect(await answer(about([], { history: undefined, commit: C! }))).toBe('contained');
});

test('held by hand, nothing shows that it was reverted', async () => {
  expect(await answer(about(['gcn']), { ...hold, base: null, rolledBack: false })).toBe('contained');
});
