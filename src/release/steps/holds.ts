import { holdLine, liftCommand, liftedLine } from '../../present/holds.ts';
import { failure } from '../errors.ts';
import { type Judged, judgeHold, passedIn } from '../quarantine.ts';
import { type Hold, holdsOf } from '../record/holds.ts';
import type { Session } from '../session.ts';

/**
 * For the plan: a quarantined commit stops here; a hold of the whole environment stops migrate and promote, and is
 * shown, so that people can read and approve meanwhile.
 * @throws SHIPLOCK_RELEASE_QUARANTINED
 */
export async function holdsAtPlan(session: Session): Promise<readonly string[]> {
  const judged = await judgeAll(session, await relevantHolds(session));
  refuseQuarantined(session, judged, 'nothing was changed');
  return judged.flatMap((one) => noteOn(one, session.release.environment));
}

/**
 * Before migrations: the same again, by the role that ships, since a hold can come after the plan. Keeps which
 * quarantines this release has passed, so that those which contain it need not show it again.
 * @throws SHIPLOCK_RELEASE_QUARANTINED, SHIPLOCK_RELEASE_HELD
 */
export async function refuseHeldToMigrate(session: Session): Promise<void> {
  const judged = await judgeAll(session, await relevantHolds(session));
  refuseQuarantined(session, judged, 'no migration was applied, no traffic was moved');
  refuseHeld(session, judged, 'no migration was applied, no traffic was moved');
  const passed = judged.filter(({ answer }) => answer === 'reverted' || answer === 'passed-before');
  if (passed.length > 0)
    await session.append('migrate', { is: 'holds-passed', holds: passed.map(({ hold }) => hold.id) });
}

/**
 * Before traffic moves, and before contract files: what somebody held by hand since. Rolled-back releases cannot be
 * new, since this one has the lease.
 * @throws SHIPLOCK_RELEASE_QUARANTINED, SHIPLOCK_RELEASE_HELD
 */
export async function refuseHeldByHand(session: Session, notDone: string): Promise<void> {
  const holds = (await relevantHolds(session)).filter(({ rolledBack }) => !rolledBack);
  const judged = await judgeAll(session, holds);
  refuseQuarantined(session, judged, notDone);
  refuseHeld(session, judged, notDone);
}

/** A rolled-back release holds where the settings say so; what a person held, everywhere. */
async function relevantHolds(session: Session): Promise<readonly Hold[]> {
  const { standing, context, database } = session;
  const { name, project, quarantine } = context.environment;
  if (standing.version === 0) return [];
  return (await holdsOf(database, name, project)).filter(({ rolledBack }) => quarantine || !rolledBack);
}

async function judgeAll(session: Session, holds: readonly Hold[]): Promise<readonly Judged[]> {
  const { context, record, release } = session;
  if (holds.length === 0) return [];
  const serving = release.replaces ? await record.release(release.replaces) : undefined;
  const passed = serving ? passedIn(await record.events(serving.id)) : new Set<string>();
  const judged: Judged[] = [];
  for (const hold of holds)
    judged.push(
      await judgeHold(hold, {
        commit: release.commit,
        history: context.codeHost,
        serving: serving && { commit: serving.commit, openedAt: serving.openedAt, passed },
      }),
    );
  return judged;
}

function refuseQuarantined(session: Session, judged: readonly Judged[], notDone: string): void {
  const found = judged.find(({ answer }) => answer === 'contained' || answer === 'unknown');
  if (!found) return;
  const { hold, answer } = found;
  const { environment, commit } = session.release;
  const lift = `lift the hold with a reason: ${liftCommand(hold.id, environment)}`;
  const known = answer === 'contained';
  throw failure({
    code: known ? 'SHIPLOCK_RELEASE_QUARANTINED' : 'SHIPLOCK_QUARANTINE_UNKNOWN',
    what: `${known ? `commit ${commit.slice(0, 12)} contains a commit that is held` : `without a code host Shiplock cannot tell whether ${commit.slice(0, 12)} contains a commit that is held`}; ${holdLine(hold, environment)}`,
    notDone: [notDone],
    next: known
      ? `Revert it, so that each file it changed is again as in the previous release; or ${lift}`
      : `Set github-token; or ${lift}`,
  });
}

function refuseHeld(session: Session, judged: readonly Judged[], notDone: string): void {
  const found = judged.find(({ answer }) => answer === 'held');
  if (!found) return;
  const { environment } = session.release;
  throw failure({
    code: 'SHIPLOCK_RELEASE_HELD',
    what: holdLine(found.hold, environment),
    done: ['the staged deployment, the plan and the approvals are kept'],
    notDone: [notDone],
    next: `Ask ${found.hold.by}. To go on, lift the hold with ${liftCommand(found.hold.id, environment)}, then rerun this job. A rollback is never held.`,
  });
}

function noteOn({ hold, answer }: Judged, environment: string): readonly string[] {
  const { lifted } = hold;
  if (answer === 'held')
    return [`${holdLine(hold, environment)}. Migrate and promote stop until it is lifted.`];
  if (answer === 'lifted' && lifted) return [liftedLine({ ...hold, lifted })];
  if (answer === 'reverted')
    return [
      `this release contains ${hold.commit?.slice(0, 12) ?? ''}, which was rolled back (${hold.id}), and reverts it`,
    ];
  return [];
}
