import { nested } from '../hazards/nested.ts';
import type { MigrationSource } from '../hazards/plan.ts';
import { parseSql } from '../sql/parse.ts';

/** Statements whose effect does not end with the database: they would change the server that it stands on. */
const BEYOND = new Set([
  'CreateRoleStmt',
  'AlterRoleStmt',
  'AlterRoleSetStmt',
  'DropRoleStmt',
  'GrantRoleStmt',
  'AlterSystemStmt',
  'CreatedbStmt',
  'DropdbStmt',
  'AlterDatabaseStmt',
  'AlterDatabaseSetStmt',
  'CreateTableSpaceStmt',
  'DropTableSpaceStmt',
  'CreateSubscriptionStmt',
  'AlterSubscriptionStmt',
  'DropSubscriptionStmt',
  'DropOwnedStmt',
  'ReassignOwnedStmt',
]);

/** The first statement of several files that reaches beyond the database, and what would come of it. */
export async function firstBeyond(
  sources: readonly Pick<MigrationSource, 'sql' | 'file' | 'statements'>[],
): Promise<string | undefined> {
  for (const source of sources) {
    const found = await reachesBeyond(source);
    if (found)
      return `${found} affects more than the database and would change the server that the rehearsal runs on`;
  }
  return undefined;
}

/** The first statement of a file that reaches beyond its database, as `file:line kind`. */
async function reachesBeyond(
  source: Pick<MigrationSource, 'sql' | 'file' | 'statements'>,
): Promise<string | undefined> {
  for (const statement of source.statements ?? (await parseSql(source.sql, source.file))) {
    const kinds = [statement.kind, ...nested(statement).nodes.map(({ node }) => Object.keys(node)[0] ?? '')];
    const kind = kinds.find((each) => BEYOND.has(each));
    if (kind) return `${source.file}:${statement.line} (${kind.replace(/Stmt$/, '')})`;
  }
  return undefined;
}
