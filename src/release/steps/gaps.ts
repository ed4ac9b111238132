import { count, firstOf, plural } from '../../present/count.ts';
import { failure } from '../errors.ts';
import type { Finding, PendingMigrations } from '../ports.ts';

/**
 * A release that closes a table must not be refused for it: `verify` looks again when it is applied. What a contract
 * file closes stays open until the soak time is over.
 */
export function leftOpen(open: readonly Finding[], pending: PendingMigrations): readonly Finding[] {
  const applied = pending.pending.filter(({ phase }) => phase === 'expand');
  const statements = applied.flatMap((migration) => migration.statements);
  if (statements.some(({ summary }) => /^revoke\b/i.test(summary))) return [];
  const touched = new Set(statements.flatMap(({ locks }) => locks.map(({ relation }) => relation)));
  return open.filter(({ object }) => !touched.has(object));
}

/** The migration that makes it is missing: the code would go live without what its own schema files say. */
export function schemaFilesAhead(ahead: readonly Finding[]) {
  const found = ahead.map(
    ({ object, message, place }) => `${object}${place ? ` (${place.file})` : ''}: ${message}`,
  );
  return failure({
    code: 'SHIPLOCK_PLAN_SCHEMA_AHEAD',
    what: `the schema files are ahead of the migrations: ${firstOf(found, 10, '. ')}`,
    notDone: ['nothing was changed'],
    next: `Generate the migration and commit it: ${ahead[0]?.mend ?? ''}`,
    places: ahead.flatMap(({ place }) => (place ? [place] : [])).slice(0, 10),
  });
}

export function openTables(open: readonly Finding[]) {
  const found = open.map(({ object, message }) => `${object}: ${message}`);
  return failure({
    code: 'SHIPLOCK_PLAN_OPEN_TABLES',
    what: `${count(open.length, 'table')} ${plural(open.length, 'is', 'are')} open to everybody through the API: ${firstOf(found, 10, '. ')}`,
    notDone: ['nothing was changed'],
    next: `Enable row level security (${open[0]?.mend ?? ''}) with policies for the people who can read, or revoke the grants. If it is intended, list it with a reason in \`database.openTables\` on the protected branch, or run \`shiplock rls write\`, have the file reviewed, and commit it.`,
  });
}
