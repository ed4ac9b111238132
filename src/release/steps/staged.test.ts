import { expect, test } from 'vitest';
import type { StagedDeployment } from '../ports.ts';
import { whyGone } from './staged.ts';

const STAGED = { id: 'dpl_1', url: 'https://one.example', state: 'ready', releaseId: 'rel_1' } as const;

const why = (...known: readonly StagedDeployment[]) =>
  whyGone(
    {
      deployment: async (idOrHost) => known.find(({ id, url }) => [id, new URL(url).host].includes(idOrHost)),
    },
    'rel_1',
    { deploymentId: STAGED.id, url: STAGED.url },
  );

test('a deployment that stands as it was staged can be shipped', async () => {
  expect(await why(STAGED)).toBeUndefined();
});

test.each([
  ['was deleted', [], 'hosting no longer has it'],
  [
    'was retired',
    [{ ...STAGED, state: 'failed', failure: 'deployment ended as DELETED' }],
    'it is failed: deployment ended as DELETED',
  ],
  ['was canceled', [{ ...STAGED, state: 'canceled' }], 'it is canceled'],
  ['is built anew', [{ ...STAGED, state: 'building' }], 'it is building'],
  ['carries another release', [{ ...STAGED, releaseId: 'rel_2' }], 'it belongs to release rel_2'],
  ['carries no release', [{ ...STAGED, releaseId: '' }], 'it belongs to no release'],
  [
    'has lost its address to another one',
    [
      { ...STAGED, url: 'https://moved.example' },
      { ...STAGED, id: 'dpl_2' },
    ],
    'its address https://one.example leads to deployment dpl_2',
  ],
  [
    'has lost its address',
    [{ ...STAGED, url: 'https://moved.example' }],
    'its address https://one.example leads to no deployment',
  ],
] as const)('one that %s cannot, and it is said why', async (_what, known, said) => {
  expect(await why(...known)).toBe(said);
});
