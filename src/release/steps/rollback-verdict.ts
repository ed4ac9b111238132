import { count } from '../../present/count.ts';
import { toJson } from '../canonical.ts';
import type { ReleaseContext } from '../context.ts';
import { failure } from '../errors.ts';
import type { Session } from '../session.ts';
import type { Verdict } from '../snapshot.ts';
import type { Decided } from '../state.ts';
import type { RollbackOptions } from './rollback-options.ts';
import type { Between, Target } from './rollback-target.ts';

/** May the target's code serve on the live schema, whatever has been migrated since? Goes into the record. */
export async function judge(
  session: Session,
  { release, deploymentId }: Target,
  decision: Decided,
): Promise<Verdict> {
  const kept = await session.record.snapshotOf(release.id);
  const verdict = await session.context.verdict(kept, await session.context.schema.snapshot());
  await session.append('rollback', {
    is: 'verdict-given',
    previous: release.id,
    verdict: toJson(verdict),
    to: deploymentId,
    decision,
  });
  session.context.say(
    `verdict: ${verdict.answer}${verdict.reasons.length > 0 ? ` (${count(verdict.reasons.length, 'reason')})` : ''}`,
  );
  return verdict;
}

/** @throws SHIPLOCK_ROLLBACK_UNSAFE, SHIPLOCK_ROLLBACK_UNKNOWN */
export function refuseUnsafe(
  context: ReleaseContext,
  verdict: Verdict,
  { force, to }: RollbackOptions,
  between: readonly Between[],
): void {
  const refused =
    verdict.answer === 'unsafe' ||
    (verdict.answer === 'unknown' && context.environment.unknownVerdict === 'refuse');
  if (!refused || force) return;
  const reasons = verdict.reasons.slice(0, 5).map((r) => `${r.object}: ${r.why}`);
  const since = between.flatMap(({ migrations }) => migrations);
  throw failure({
    code: verdict.answer === 'unsafe' ? 'SHIPLOCK_ROLLBACK_UNSAFE' : 'SHIPLOCK_ROLLBACK_UNKNOWN',
    what: `${to ? `release ${to}` : 'the previous release'} ${verdict.answer === 'unsafe' ? 'does not work' : 'might not work'} on the live schema: ${reasons.join('; ') || 'its schema snapshot is missing'}${to && since.length > 0 ? `. Migrations since: ${since.join(', ')}` : ''}`,
    notDone: ['no traffic was moved back'],
    next: 'Roll forward with a fixed commit, apply the rehearsed down file, or use a restore point. To roll back anyway, set force: true with a reason.',
  });
}
