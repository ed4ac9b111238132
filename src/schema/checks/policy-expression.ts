import { nameList } from '../../database/sql/walk.ts';

/** Functions that answer the same for a whole statement, by name. */
const OF_REQUEST = new Set(['auth.uid', 'auth.jwt', 'auth.role', 'auth.email', 'current_setting']);

type Fields = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

function* children(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) yield* value;
  else if (isNode(value)) yield* Object.values(value);
}

/**
 * Functions of the request that an expression calls for each row. In a sub-select of its own, without a table and without
 * a column, one is called once: https://supabase.com/docs/guides/database/postgres/row-level-security#call-functions-with-select
 */
export function calledPerRow(tree: unknown): string[] {
  // The outermost SELECT is ours, around the expression.
  return isNode(tree) && isNode(tree.SelectStmt) ? perRow(tree.SelectStmt) : [];
}

function perRow(value: unknown): string[] {
  if (isNode(value) && isNode(value.SelectStmt) && standsAlone(value.SelectStmt)) return [];
  const called = isNode(value) ? nameOf(value.FuncCall) : undefined;
  const own = called !== undefined && OF_REQUEST.has(called) ? [called] : [];
  return [...own, ...[...children(value)].flatMap(perRow)];
}

function standsAlone(select: Fields): boolean {
  return select.fromClause === undefined && !contains(select.targetList, 'ColumnRef');
}

function contains(value: unknown, tag: string): boolean {
  return (isNode(value) && tag in value) || [...children(value)].some((each) => contains(each, tag));
}

function nameOf(call: unknown): string | undefined {
  if (!isNode(call) || !Array.isArray(call.funcname)) return undefined;
  return nameList(call.funcname)
    .filter((part) => part !== 'pg_catalog')
    .join('.');
}

/** Columns of the policy's own table that are compared with who asks: `who = auth.uid()`. */
export function comparedWithUser(tree: unknown): string[] {
  return isNode(tree) && isNode(tree.SelectStmt) ? compared(tree.SelectStmt) : [];
}

function compared(value: unknown): string[] {
  // What a sub-select reads is another table.
  if (isNode(value) && 'SubLink' in value) return [];
  const found = isNode(value) && isNode(value.A_Expr) ? sides(value.A_Expr) : [];
  return [...found, ...[...children(value)].flatMap(compared)];
}

function sides({ name, lexpr, rexpr }: Fields): string[] {
  if (!nameList(name).includes('=')) return [];
  return [
    [lexpr, rexpr],
    [rexpr, lexpr],
  ].flatMap(([column, user]) => (asksWho(user) ? columnOf(column) : []));
}

const asksWho = (value: unknown): boolean =>
  (isNode(value) && OF_REQUEST.has(nameOf(value.FuncCall) ?? '')) || [...children(value)].some(asksWho);

/** A plain column: one that is cast or computed is found by no plain index. */
function columnOf(value: unknown): string[] {
  if (!isNode(value) || !isNode(value.ColumnRef) || !Array.isArray(value.ColumnRef.fields)) return [];
  // The last field of `t.*` is not a name.
  return nameList(value.ColumnRef.fields.slice(-1));
}
