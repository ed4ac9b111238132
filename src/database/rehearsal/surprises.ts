import { lockName } from '../../present/migration-line.ts';
import type { Finding, LockLevel, MigrationPlan } from '../../release/ports.ts';
import { blockedBy, stronger } from '../hazards/locks/levels.ts';
import type { RehearsedMigration } from './types.ts';

/**
 * Locks that stop somebody and that the plan does not name. A rehearsal sees what no reader can: SQL that is put
 * together at run time, bodies of functions, scripts of extensions.
 */
export function surprises(
  migrations: readonly RehearsedMigration[],
  planned: readonly MigrationPlan[],
): Finding[] {
  return migrations.flatMap((migration) => {
    const plan = planned.find(({ version }) => version === migration.version);
    return plan ? migration.statements.flatMap((statement) => unplanned(migration, plan, statement)) : [];
  });
}

function unplanned(
  { file }: RehearsedMigration,
  plan: MigrationPlan,
  { line, locks }: RehearsedMigration['statements'][number],
): Finding[] {
  const claims = new Map<string, LockLevel>();
  for (const statement of plan.statements) {
    if (statement.line > line) continue;
    for (const { relation, level } of statement.locks)
      claims.set(relation, stronger(level, claims.get(relation) ?? level));
  }
  return locks
    .filter(({ relation, level }) => {
      const claimed = claims.get(relation);
      return blockedBy(level) !== 'nothing' && (!claimed || stronger(level, claimed) !== claimed);
    })
    .map(({ relation, level }) => ({
      object: relation,
      message: `is locked ${lockName(level)}, which the plan does not mention`,
      place: { file, line },
    }));
}
