import type { StoryName } from './points.ts';
import { CONTRACT, EXPAND, PREBUILT } from './repository.ts';
import type { Outcome } from './runs.ts';
import { PATIENCE, SHIP, type World } from './world.ts';

/** What a job does with the world as it is kept under a name. */
export interface Story {
  readonly name: StoryName;
  /** Kept under this name. */
  readonly from: 'released' | 'deployed' | 'approved' | 'shipped' | 'staged' | 'canary';
  readonly action: string;
  readonly inputs: (world: World) => Readonly<Record<string, string>>;
  /** What a step that ends with 0 says is so. */
  readonly holds: (world: World) => Promise<string | undefined>;
  /** With nothing in the way it ends so. */
  readonly ends: string;
}

const nothing = async () => undefined;
/** It serves, and the record says that it was released. */
const released = async (world: World) => {
  if (world.inStage()) return 'a share of the traffic goes elsewhere';
  if (world.serving() !== world.next.sha) return `it does not serve: ${world.serving()} does`;
  const closed = (await world.events(world.next)).findLast(({ kind }) => kind === 'closed');
  return closed?.body['result'] === 'released' ? undefined : `the record says ${closed?.body['result']}`;
};

/** None of production's traffic is its. */
async function gone(world: World): Promise<string | undefined> {
  if (world.inStage()) return 'its rolling release goes on';
  return world.serving() === world.next.sha ? 'it still serves' : undefined;
}

export const STORIES: readonly Story[] = [
  {
    name: 'plan',
    from: 'released',
    action: 'ship',
    inputs: () => SHIP,
    holds: released,
    ends: 'SHIPLOCK_APPROVAL_PENDING',
  },
  {
    name: 'staged again',
    from: 'deployed',
    action: 'ship',
    inputs: () => SHIP,
    holds: released,
    ends: 'SHIPLOCK_APPROVAL_PENDING',
  },
  {
    name: 'prebuilt',
    from: 'released',
    action: 'ship',
    inputs: () => ({ ...SHIP, prebuilt: PREBUILT }),
    holds: released,
    ends: 'SHIPLOCK_APPROVAL_PENDING',
  },
  { name: 'ship', from: 'approved', action: 'ship', inputs: () => SHIP, holds: released, ends: '' },
  {
    name: 'rollback',
    from: 'shipped',
    action: 'rollback',
    inputs: () => ({ ...PATIENCE, reason: 'it is bad', force: 'true', down: EXPAND, 'down-consent': EXPAND }),
    holds: gone,
    ends: '',
  },
  { name: 'rolling', from: 'staged', action: 'ship', inputs: () => SHIP, holds: released, ends: '' },
  {
    name: 'abort',
    from: 'canary',
    action: 'rollback',
    inputs: () => ({ ...PATIENCE, reason: 'it is bad', force: 'true' }),
    holds: gone,
    ends: '',
  },
  {
    name: 'contract',
    from: 'shipped',
    action: 'migrate',
    inputs: () => ({ ...environment(), contract: 'true', force: 'true', reason: 'it is unused' }),
    holds: async (world) => {
      const rows = await world.cloud.postgres.sql(
        'production',
        `select 1 from supabase_migrations.schema_migrations where version = '${CONTRACT}'`,
      );
      return rows.length === 1 ? undefined : 'the contract migration was not applied';
    },
    ends: '',
  },
  {
    name: 'rerun',
    from: 'released',
    action: 'approval-rerun',
    inputs: ({ next }) => ({ 'pull-request': String(next.pull) }),
    holds: nothing,
    ends: '',
  },
  {
    name: 'sentry',
    from: 'released',
    action: 'sentry-release',
    inputs: ({ maps }) => ({ ...environment(), directory: maps }),
    holds: async ({ cloud, next }) => {
      const release = cloud.sentry.state.releases.find(({ version }) => version === next.sha);
      return release?.deploys.length === 1 ? undefined : `${release?.deploys.length} deploys are recorded`;
    },
    ends: '',
  },
  { name: 'doctor', from: 'released', action: 'doctor', inputs: environment, holds: nothing, ends: '' },
];

function environment(): Readonly<Record<string, string>> {
  return { environment: PATIENCE.environment };
}

export const storyOf = (name: StoryName): Story => STORIES.find((story) => story.name === name)!;

type Watched = (job: () => Promise<Outcome>, undoes?: boolean) => Promise<{ readonly outcome: Outcome }>;

/** Runs it as a person would who reads what it says, until it is over. At most so many jobs. */
export async function toTheEnd(world: World, story: Story, watched: Watched): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let tries = 0; tries < 6; tries += 1) {
    const { outcome } = await watched(() => world.act(world.next, story.action, story.inputs(world)));
    outcomes.push(outcome);
    if (outcome.code === 0) return outcomes;
    if (outcome.errorCode === 'SHIPLOCK_APPROVAL_PENDING') await world.approve(world.next);
    else if (outcome.errorCode === 'SHIPLOCK_LEASE_BUSY')
      await new Promise((resolve) => setTimeout(resolve, 500));
    else if (story.action === 'ship') {
      outcomes.push(...(await rolledBack(world, watched)));
      return outcomes;
    }
  }
  return outcomes;
}

/** It says to wait and run it again while a move may still take effect: hosting may show a job as late as this. */
const PAUSE_MS = 5_000;
const MOST_PAUSES = 6;

async function rolledBack(world: World, watched: Watched): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let pauses = 0; ; pauses += 1) {
    const { outcome } = await watched(() => undone(world), true);
    outcomes.push(outcome);
    if (outcome.errorCode !== 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS' || pauses === MOST_PAUSES) return outcomes;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** What somebody on call does about a release that does not end. */
export function undone(world: World): Promise<Outcome> {
  return world.act(world.next, 'rollback', { ...PATIENCE, reason: 'it does not end' });
}
