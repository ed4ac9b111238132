import { deployedAs } from '../deployed-as.ts';
import type { LiveState } from '../ports.ts';
import type { Session } from '../session.ts';
import { whyNotThere } from './rollback-target.ts';

/** How many releases before the one that serves are looked at: further back nobody goes in a hurry. */
const BEFORE = 2;
const SOON_DAYS = 30;

/**
 * Whether the deployments that a rollback would need are there, as sentences for whoever approves: found now, not when
 * they are needed. Empty: they are, and stay.
 */
export async function rollbackNotes(session: Session, live: LiveState): Promise<readonly string[]> {
  const { record, release } = session;
  const serves = live.deploymentId ? await noteOn(session, live.deploymentId, 'what serves now') : undefined;
  const notes = serves ? [`A rollback of this release leads back to ${serves}`] : [];
  let next = release.replaces;
  for (let look = 0; next !== null && look <= BEFORE; look += 1) {
    const earlier = await record.release(next);
    const deployed = earlier && (await deployedAs(record, earlier.id));
    if (!earlier || !deployed) break;
    if (deployed !== live.deploymentId) {
      const note = await noteOn(session, deployed, `release ${earlier.id}`);
      if (note) notes.push(`A rollback to an earlier release can lead back to ${note}`);
    }
    next = earlier.replaces;
  }
  return notes;
}

async function noteOn({ context }: Session, deploymentId: string, what: string): Promise<string | undefined> {
  const found = await context.hosting.deployment(deploymentId);
  const why = whyNotThere(found);
  if (why !== undefined) return `${what} (${deploymentId}) no longer: ${why}.`;
  const until = found?.expiresAt;
  if (until === undefined || Date.parse(until) - Date.now() > SOON_DAYS * 86_400_000) return undefined;
  return `${what} (${deploymentId}) until ${until.slice(0, 10)} only: then hosting’s retention policy deletes it.`;
}
