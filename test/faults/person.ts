import type { Case } from './cases.ts';
import { HOT_FIX, type World } from './world.ts';

/** What a person wants production to serve from then on. */
export interface Decision {
  readonly commit: string;
  readonly deployment: string;
}

/**
 * On hosting's own page: back to an old version, which pins production; a hot fix; back to what served before; or the
 * same by a promotion, which pins nothing. While it has a share of the traffic, the new version gets all of it or none.
 * @param before told what will answer, before it does
 */
export async function act(
  world: World,
  what: Case['person'],
  before: (commit: string) => void,
): Promise<Decision> {
  await world.settled();
  if (world.inStage() && what === 'promote') {
    before(world.next.sha);
    await world.byHand.complete();
    return { commit: world.next.sha, deployment: world.deploymentOf(world.next.sha) };
  }
  const back = world.inStage() || world.serving() === world.next.sha ? world.previous.sha : world.older.sha;
  const commit = what === 'promote' ? HOT_FIX : what === 'pin' ? world.older.sha : back;
  const deployment = what === 'promote' ? world.hotFix : world.deploymentOf(commit);
  before(commit);
  // A rolling release is ended by a rollback alone.
  const promotes = what === 'promote' || (what === 'put back' && !world.inStage());
  await world.byHand.move(promotes ? 'promote' : 'rollback', deployment);
  return { commit, deployment };
}

/** Somebody approved a plan that says what it replaces: that is a newer decision. */
export async function undoneBy(world: World, decision: Decision): Promise<boolean> {
  const events = await world.events(world.next);
  const planned = events.findLastIndex(
    ({ kind, body }) => kind === 'planned' && JSON.stringify(body).includes(decision.deployment),
  );
  return planned !== -1 && events.slice(planned).some(({ kind }) => kind === 'approved');
}
