import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { ActionOutcome } from '../../../rehearsal/runner.ts';
import { type Commit, errorOf, onlyReads, type Road } from './road.ts';

/** A moment at which the action's process is killed: its `nth` request (from 0) of this name, before or after it is done. */
export interface KillPoint {
  readonly call: string;
  readonly nth: number;
  readonly when: 'before' | 'after';
}

export interface Request extends Omit<KillPoint, 'when'> {
  /** It changes nothing. */
  readonly reads: boolean;
}

export interface Killed {
  /** What became of the release once it was run again. */
  readonly result: 'released' | 'rolled-back' | 'abandoned';
  /** Processes that were killed: none when the release did not come to that point. */
  readonly kills: number;
}

/** More runs than a release can need: one per kill, one that waits for approval, one that ends it. */
const MOST_RUNS = 12;
/** What a release does in its database: events of its record, and transactions of migrations and installation. */
const IN_DATABASE = ['database.production.append', 'database.production.commit'];

/**
 * Every request that one whole release makes to vendors, in order, and every event and transaction that it commits in
 * its database. The release ends well, or this throws.
 */
export async function requestsOf(road: Road, commit: Commit): Promise<Request[]> {
  const { faults, log } = road.cloud;
  const [from, struck] = [log.entries.length, faults.struck.length];
  const { result } = await shipped(road, commit, [], undefined, () => {
    // Changes nothing: it only counts them.
    for (const call of IN_DATABASE)
      faults.set({ call, fault: { kind: 'delay', milliseconds: 0 }, times: 'always' });
  });
  // Else all that is tried would be the points of a release that went wrong.
  expect(result).toBe('released');
  const there = faults.struck.slice(struck).filter(({ call }) => IN_DATABASE.includes(call));
  const seen = new Map<string, number>();
  return [...log.entries.slice(from), ...there].map((entry) => {
    const { call } = entry;
    const nth = seen.get(call) ?? 0;
    seen.set(call, nth + 1);
    return { call, nth, reads: 'method' in entry && onlyReads(entry) };
  });
}

/** Before and after each of these requests; of those that read one thing again and again, the first and the last. */
export function killPointsOf(requests: readonly Request[]): KillPoint[] {
  const last = new Map(requests.map(({ call, nth }) => [call, nth]));
  return requests
    .filter(({ call, nth, reads }) => !reads || nth === 0 || nth === last.get(call))
    .flatMap(({ call, nth }): KillPoint[] => [
      { call, nth, when: 'before' },
      { call, nth, when: 'after' },
    ]);
}

/**
 * Ships a commit to production with `ship`, whose process is killed at each of these points in turn, and goes on by
 * running it again (or by rolling back) as a person would. After every kill production serves a good version; at the
 * end the chain of the record is whole, at most one promote reached the vendor, and one deployment was made.
 *
 * `meanwhile` runs after each kill and before the next run: a restore of the database, say.
 */
export async function shipped(
  road: Road,
  commit: Commit,
  points: readonly KillPoint[],
  meanwhile?: (outcome: ActionOutcome) => Promise<void>,
  counting?: () => void,
): Promise<Killed> {
  const { faults } = road.cloud;
  const previous = (await road.serving('production')).commit;
  const before = sent(road);
  const left = [...points];
  let kills = 0;
  const arm = () => {
    faults.clear();
    const next = left.shift();
    if (next) faults.set({ call: next.call, fault: `kill-caller-${next.when}`, skip: next.nth });
    counting?.();
  };
  arm();
  for (let runs = 1; ; runs += 1) {
    if (runs > MOST_RUNS) throw new Error(`release ${commit.sha} did not end in ${MOST_RUNS} runs`);
    const outcome = await road.act(commit, 'production', 'ship', {
      onStart: (pid) => faults.setCallingProcess(pid),
    });
    const serving = (await road.serving('production')).commit;
    expect([previous, commit.sha], `production serves ${serving}`).toContain(serving);
    if (outcome.signal === 'SIGKILL') {
      kills += 1;
      await meanwhile?.(outcome);
      arm();
    } else if (outcome.code === 0) break;
    else if (errorOf(outcome).code === 'SHIPLOCK_APPROVAL_PENDING') await approve(road, commit);
    // The killed process' session has not ended yet, on a machine with much to do: the error says to run it again.
    else if (errorOf(outcome).code === 'SHIPLOCK_LEASE_BUSY') await sleep(2000);
    else {
      faults.clear();
      const back = await road.act(commit, 'production', 'rollback', { inputs: { reason: 'a kill point' } });
      expect(back.code, [...outcome.log, ...back.log].join('\n')).toBe(0);
      break;
    }
  }
  faults.clear();
  const closed = (await eventsOf(road, commit)).filter((one) => one.kind === 'closed');
  expect(closed).toHaveLength(1);
  const result = closed[0]!.body['result'] as Killed['result'];
  const serving = (await road.serving('production')).commit;
  expect(serving).toBe(result === 'released' ? commit.sha : previous);
  const promotes = sent(road) - before;
  expect(promotes).toBeLessThanOrEqual(1);
  if (result === 'released') expect(promotes).toBe(1);
  expect(deploymentsOf(road, commit)).toBe(1);
  expect(await road.cli(commit, 'production', 'record', 'verify')).toContain('events');
  return { result, kills };
}

/** Promotes that reached Vercel and were carried out: one whose sender was killed before it was read was not. */
function sent(road: Road): number {
  return road.cloud.log.of('vercel.promote').filter(({ fault }) => fault !== 'kill-caller-before').length;
}

function deploymentsOf(road: Road, commit: Commit): number {
  return road.cloud.vercel.state.deployments.filter(({ meta }) => meta['githubCommitSha'] === commit.sha)
    .length;
}

async function eventsOf(road: Road, commit: Commit) {
  return (await road.events('production')).filter((one) => one.sha === commit.sha);
}

/** By somebody else than the author, once a plan. */
async function approve(road: Road, commit: Commit): Promise<void> {
  const planned = (await eventsOf(road, commit)).findLast((one) => one.kind === 'planned');
  const hash = String(planned?.body['hash']).slice(0, 12);
  road.cloud.github.comment('grace', { issue: commit.pull }, `/approve ${hash}`);
}
