import { expect, test } from 'vitest';
import type { EnvironmentFacts } from '../context.ts';
import type { Hosting } from '../ports.ts';
import { describeProduction, watchedUrls } from './live.ts';

const unasked = (): Promise<never> => Promise.reject(new Error('not asked in this test'));
const environment: EnvironmentFacts = {
  name: 'production',
  kind: 'production',
  settings: {},
  unknownVerdict: 'refuse',
  quarantine: true,
  acceptPin: false,
  soakHours: 24,
  leaseWaitSeconds: 0,
  promoteDeadlineMs: 1000,
};
const hosting: Hosting = {
  ...{ vendor: 'test', stage: unasked, findStaged: unasked, deployment: unasked, sourceDigest: unasked },
  ...{ live: unasked, move: unasked, confirm: unasked, protectionHeaders: () => ({}) },
  names: unasked,
  domains: async () => ['www.acme.example', 'http://127.0.0.1:1', 'old.example'],
};

test('a watch asks the domains that lead here, and says which it leaves out', async () => {
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  const away = {
    ...hosting,
    elsewhere: async () => new Map([['old.example', 'old.example leads elsewhere']]),
  };
  expect(await watchedUrls({ hosting: away, say })).toEqual([
    'https://www.acme.example',
    'http://127.0.0.1:1',
  ]);
  expect(said).toEqual(['not watched: old.example leads elsewhere']);
  expect(await watchedUrls({ hosting, say })).toHaveLength(3);
});

test('what serves is told, or that it could not be read', async () => {
  const context = (live: Hosting['live']) => ({ hosting: { ...hosting, live }, environment });
  expect(await describeProduction(context(unasked))).toContain('could not read');
  const live = async () => ({ deploymentId: 'dpl_1', releaseId: 'rel_1', pinned: true });
  expect(await describeProduction(context(live))).toBe(
    'production serves deployment dpl_1 of release rel_1, pinned by a rollback, as hosting shows it',
  );
});
