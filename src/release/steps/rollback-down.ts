import { down as downCall } from '../calls/database.ts';
import { failure } from '../errors.ts';
import type { Session } from '../session.ts';
import type { RollbackOptions } from './rollback-options.ts';

/** Asked before traffic moves: a down file runs only when the plan's rehearsal went up, down and up with it. */
export async function requireDown(session: Session, options: RollbackOptions): Promise<void> {
  const { down, downConsent = [], force } = options;
  if (!down?.length) return;
  const rehearsal = session.state.plan?.rehearsal;
  if (!force && rehearsal !== 'pass')
    throw failure({
      code: 'SHIPLOCK_ROLLBACK_DOWN_NOT_REHEARSED',
      what: `the down files of ${down.join(', ')} were not rehearsed with this release's plan (${rehearsal ?? 'no rehearsal'})`,
      notDone: ['no traffic was rolled back, no migration was undone'],
      next: 'Roll back without `down`: the previous release tolerates expand migrations. Or set force: true with a reason. To be able to undo it next time, set rehearsal-database-url for approval-gate: only a rehearsal by the role that ships counts.',
    });
  await session.context.migrations?.checkDown({ versions: down, consent: downConsent });
}

/** A later release may stand on these migrations: they are not undone under it, and that is said. */
export function refuseLateDown(session: Session, { down = [] }: RollbackOptions, why: string): void {
  const { undone } = session.state;
  const left = down.filter((version) => !undone.includes(version));
  if (left.length === 0) return;
  throw failure({
    code: 'SHIPLOCK_RELEASE_CLOSED',
    what: `release ${session.release.id} ${why}: its migrations ${left.join(', ')} can no longer be undone`,
    notDone: ['no traffic was moved, no migration was undone'],
    next: 'Undo them with a new migration, in a separate release.',
  });
}

export async function undoMigrations(session: Session, options: RollbackOptions): Promise<readonly string[]> {
  const { migrations, say } = session.context;
  const { down, downConsent = [] } = options;
  if (!down?.length || !migrations) return [];
  const asked = { versions: [...down], consent: [...downConsent] };
  const outcome = await session
    .seam('rollback')
    .write(downCall.with(migrations, { request: asked, input: { ...asked, say } }));
  return outcome?.versions ?? [];
}
