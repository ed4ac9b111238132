import { failure } from '../errors.ts';
import type { Finding, PendingMigrations } from '../ports.ts';

/** A release that closes a table must not be refused for it: `verify` looks again when it is applied. */
export function leftOpen(open: readonly Finding[], pending: PendingMigrations): readonly Finding[] {
  const statements = pending.pending.flatMap((migration) => migration.statements);
  if (statements.some(({ summary }) => /^revoke\b/i.test(summary))) return [];
  const touched = new Set(statements.flatMap(({ locks }) => locks.map(({ relation }) => relation)));
  return open.filter(({ object }) => !touched.has(object));
}

export function openTables(open: readonly Finding[]) {
  const shown = open.slice(0, 10).map(({ object, message }) => `${object}: ${message}`);
  return failure({
    code: 'SHIPLOCK_PLAN_OPEN_TABLES',
    what: `${open.length} ${open.length === 1 ? 'table is' : 'tables are'} open to everybody through the API: ${shown.join('. ')}`,
    notDone: ['nothing was changed'],
    next: `Switch row level security on (${open[0]?.mend ?? ''}) with policies for who may read, or revoke the grants. If it is meant, list it with the reason in \`database.openTables\` of the protected branch, or run \`shiplock rls write\`, have the file reviewed, and commit it.`,
  });
}
