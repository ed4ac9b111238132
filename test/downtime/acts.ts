import type { StoryName } from '../faults/points.ts';
import type { World } from '../faults/world.ts';
import type { Allowed } from './verdict.ts';

/** What jobs do while people use production. */
export interface Act {
  readonly name: string;
  readonly story: StoryName;
  /** The world is kept under this name. */
  readonly from: string;
  /** Runs its jobs; says who may answer, and from when on. */
  readonly play: (world: World, job: () => Promise<void>) => Promise<() => readonly Allowed[]>;
}

export const ACTS: readonly Act[] = [
  {
    name: 'promote',
    story: 'ship',
    from: 'released',
    play: async (world, job) => {
      // It is built and planned, and nobody has approved it.
      await job();
      const approved = Date.now();
      await world.approve(world.next);
      await job();
      const ended = Date.now();
      return () => [
        { from: 0, releases: of(world, 'previous') },
        { from: approved, releases: of(world, 'previous', 'next') },
        { from: ended, releases: of(world, 'next') },
      ];
    },
  },
  { name: 'rollback', story: 'rollback', from: 'shipped', play: moves(['next'], ['previous']) },
  {
    name: 'rolling stages',
    story: 'rolling',
    from: 'staged',
    play: moves(['previous', 'next'], ['next']),
  },
  { name: 'abort', story: 'abort', from: 'canary', play: moves(['previous', 'next'], ['previous']) },
];

type Version = 'previous' | 'next';

/** One job, approved before. */
function moves(before: readonly Version[], after: readonly Version[]): Act['play'] {
  return async (world, job) => {
    const began = Date.now();
    await job();
    const ended = Date.now();
    return () => [
      { from: 0, releases: of(world, ...before) },
      { from: began, releases: of(world, 'previous', 'next') },
      { from: ended, releases: of(world, ...after) },
    ];
  };
}

/** Their releases, as they say themselves. */
function of(world: World, ...versions: readonly Version[]): ReadonlySet<string> {
  const { deployments } = world.cloud.vercel.state;
  const released = versions.map((version) => {
    const id = world.deploymentOf(world[version].sha);
    return deployments.find((one) => one.id === id)?.env['SHIPLOCK_RELEASE_ID'] ?? '';
  });
  return new Set(released);
}
