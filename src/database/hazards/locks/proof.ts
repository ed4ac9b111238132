import type { Parser } from '../../sql/parser.ts';
import { nameList } from '../../sql/walk.ts';

/**
 * Columns that an expression proves to be not null: `a IS NOT NULL`, alone or joined by AND. PostgreSQL uses such a
 * valid CHECK instead of a scan for SET NOT NULL:
 * https://www.postgresql.org/docs/current/sql-altertable.html (SET NOT NULL).
 */
export function notNullColumns(parser: Parser, expression: string): string[] {
  const [statement] = parser.parse(`SELECT 1 WHERE ${expression}`);
  return provenBy(
    (statement?.stmt as { SelectStmt?: { whereClause?: unknown } } | undefined)?.SelectStmt?.whereClause,
  );
}

/** The same for an expression that is parsed already. */
export function provenBy(expression: unknown): string[] {
  if (typeof expression !== 'object' || expression === null) return [];
  if ('BoolExpr' in expression) {
    const { boolop, args } = expression.BoolExpr as { boolop?: string; args?: unknown[] };
    return boolop === 'AND_EXPR' ? (args ?? []).flatMap(provenBy) : [];
  }
  if ('NullTest' in expression) {
    const test = expression.NullTest as { nulltesttype?: string; arg?: { ColumnRef?: { fields?: unknown } } };
    const name = nameList(test.arg?.ColumnRef?.fields).at(-1);
    return test.nulltesttype === 'IS_NOT_NULL' && name ? [name] : [];
  }
  return [];
}
