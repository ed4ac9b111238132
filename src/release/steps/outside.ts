import { deployedAs } from '../deployed-as.ts';
import type { LiveState } from '../ports.ts';
import type { Release } from '../record/record.ts';
import type { Session } from '../session.ts';
import { movedOutside } from '../traffic.ts';

/** A sentence where production serves something else than the last release deployed. */
export async function outsideOf(
  session: Session,
  previous: Release,
  live: LiveState,
): Promise<string | undefined> {
  const deployed = await deployedAs(session.record, previous.id);
  return movedOutside(
    live,
    { id: previous.id, deploymentId: deployed },
    session.state.deployed?.deploymentId,
  );
}
