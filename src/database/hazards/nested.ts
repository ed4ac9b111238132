import type { Node } from 'libpg-query';
import type { Statement } from '../sql/parse.ts';
import { loadedParser, type Parser } from '../sql/parser.ts';
import { constant, walk } from '../sql/walk.ts';
import { isOn } from './nodes.ts';

/** Statements inside a DO block. One file of five has such a block, so they must be looked into. */
export interface Nested {
  readonly nodes: readonly Node[];
  /** Some of it is put together at run time, or is not PL/pgSQL: nobody can tell what it does. */
  readonly opaque: boolean;
}

const WRITES = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']);

/** Statements that stand inside another one: `WITH gone AS (DELETE …)`, EXPLAIN ANALYZE, CREATE SCHEMA with content. */
export function inner(node: Node): Node[] {
  if ('ExplainStmt' in node) {
    const runs = isOn(node.ExplainStmt.options, 'analyze');
    return runs && node.ExplainStmt.query ? [node.ExplainStmt.query] : [];
  }
  if ('CreateSchemaStmt' in node) return node.CreateSchemaStmt.schemaElts ?? [];
  const found: Node[] = [];
  walk(node, (tag, fields) => {
    const query = tag === 'CommonTableExpr' ? (fields['ctequery'] as Node | undefined) : undefined;
    if (query && WRITES.has(Object.keys(query)[0] ?? '')) found.push(query);
  });
  return found;
}

const NOTHING: Nested = { nodes: [], opaque: false };
const cache = new WeakMap<Statement, Nested>();

/** What a statement runs inside itself, as far as it can be read. */
export function nested(statement: Statement): Nested {
  if (statement.kind !== 'DoStmt') return NOTHING;
  const known = cache.get(statement);
  if (known) return known;
  const found = readBlock(loadedParser(), statement);
  cache.set(statement, found);
  return found;
}

function readBlock(parser: Parser, statement: Statement): Nested {
  let tree: unknown;
  try {
    tree = parser.plpgsql(statement.text);
  } catch {
    return { nodes: [], opaque: true };
  }
  const nodes: Node[] = [];
  let opaque = false;
  const add = (sql: string | undefined) => {
    const parsed = sql === undefined ? undefined : tryParse(parser, sql);
    if (parsed) nodes.push(...parsed);
    else opaque = true;
  };
  walk(tree, (tag, node) => {
    if (tag === 'PLpgSQL_stmt_execsql') add(query(node['sqlstmt']));
    if (tag === 'PLpgSQL_stmt_perform') add(query(node['expr']));
    if (tag === 'PLpgSQL_stmt_fors') add(query(node['query']));
    if (tag === 'PLpgSQL_stmt_dynexecute' || tag === 'PLpgSQL_stmt_dynfors')
      add(literal(parser, query(node['query'])));
    if (tag === 'PLpgSQL_stmt_call') add(query(node['expr']));
  });
  return { nodes, opaque };
}

function query(expression: unknown): string | undefined {
  return (expression as { PLpgSQL_expr?: { query?: string } } | undefined)?.PLpgSQL_expr?.query;
}

/** EXECUTE of a plain string can be read; one that is put together cannot. */
function literal(parser: Parser, expression: string | undefined): string | undefined {
  if (expression === undefined) return undefined;
  const [select] = tryParse(parser, `SELECT ${expression}`) ?? [];
  if (!select || !('SelectStmt' in select)) return undefined;
  const [target] = select.SelectStmt.targetList ?? [];
  return target && 'ResTarget' in target ? constant(target.ResTarget.val) : undefined;
}

function tryParse(parser: Parser, sql: string): Node[] | undefined {
  try {
    return parser.parse(sql).flatMap(({ stmt }) => (stmt ? [stmt] : []));
  } catch {
    return undefined;
  }
}
