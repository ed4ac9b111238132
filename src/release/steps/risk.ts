import type { PendingMigrations } from '../ports.ts';

/** What the pending migrations put at risk, for rules that ask for more approvals. */
export function riskOf(migrations: PendingMigrations | undefined) {
  const pending = migrations?.pending ?? [];
  const statements = pending.flatMap((migration) => migration.statements);
  return {
    contract: pending.some((migration) => migration.phase === 'contract'),
    dataLoss: statements.some((statement) => statement.losesData),
    // Rows change by themselves; whether more people have to approve must not.
    hazards: statements.some(({ hazards }) =>
      hazards.some(({ severity, passing }) => severity !== 'info' && !passing),
    ),
  };
}
