import { expect, test } from 'vitest';
import { type FaultRule, findSecrets } from '../../../rehearsal/cloud/kit/index.ts';
import type { ActionOutcome } from '../../../rehearsal/runner.ts';
import type { Commit, Road } from './road.ts';

/** Phases of staging up to where traffic moves. */
export const ROAD = ['deploy', 'plan', 'migrate', 'verify-schema', 'health-gate:gate'] as const;

/** What tests of releases to staging ask and do; `of` gives the road once it is open. */
export function onStaging(of: () => Road) {
  const eventsOf = async (commit: Commit) =>
    (await of().events('staging')).filter((one) => one.sha === commit.sha);
  return {
    eventsOf,
    fault: (call: string, kind: FaultRule['fault'], times: FaultRule['times'] = 1) =>
      of().cloud.faults.set({ call, fault: kind, times }),
    async shipped(commit: Commit, inputs: Record<string, string> = {}): Promise<ActionOutcome> {
      const outcome = await of().act(commit, 'staging', 'ship', { inputs });
      expect(outcome.code, outcome.log.join('\n')).toBe(0);
      expect((await of().serving('staging')).commit).toBe(commit.sha);
      return outcome;
    },
    closedAs: async (commit: Commit) =>
      (await eventsOf(commit)).findLast((one) => one.kind === 'closed')?.body['result'],
    promotes: () => of().writes('vercel.promote').length,
  };
}

/** Tests that end a file: what must hold whatever the ones before did. */
export function afterAllOfThis(of: () => Road, first: () => Commit): void {
  test('the record of all this is whole', async () => {
    const rows = await of().cloud.postgres.sql<{ events: number }>(
      'staging',
      'select count(*)::int as events from shiplock.event',
    );
    const answer = await of().cli(first(), 'staging', 'record', 'verify');
    expect(answer).toContain(String(rows[0]?.events));
    // The deployments at the code host carry its head.
    expect(answer).toMatch(/compared with [1-9]\d* heads?/);
  });

  test('nothing secret was said, recorded or shown in the process list; every call was known', async () => {
    const { secrets } = of().cloud;
    const said = await of().everythingSaid();
    expect(said.find(({ from }) => from === 'process list')?.text).toContain('dist/ship.js');
    expect(said.reduce((size, { text }) => size + text.length, 0)).toBeGreaterThan(50_000);
    expect(said.filter(({ text }) => findSecrets(text, secrets).length > 0).map(({ from }) => from)).toEqual(
      [],
    );
    expect(of().cloud.unimplemented()).toEqual([]);
  });
}
