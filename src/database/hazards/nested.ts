import type { Node } from 'libpg-query';
import type { Statement } from '../sql/parse.ts';
import { loadedParser, type Parser } from '../sql/parser.ts';
import { constant, lastName, walk } from '../sql/walk.ts';
import { isOn } from './nodes.ts';

/** A statement inside a DO block. */
export interface NestedNode {
  readonly node: Node;
  /** The SQL that it stands in. */
  readonly text: string;
  /** It runs, or what it does is done already. False: in a loop, a CASE, a condition that nobody can tell. */
  readonly sure: boolean;
  /** Only where the catalog says that it is still to be done, or with an error for "there already" caught. */
  readonly guarded: boolean;
}

/** Statements inside a DO block. One file of five has such a block, so they must be looked into. */
export interface Nested {
  readonly nodes: readonly NestedNode[];
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

type Fields = Record<string, unknown>;
type Under = Pick<NestedNode, 'sure' | 'guarded'>;

function readBlock(parser: Parser, statement: Statement): Nested {
  let tree: unknown;
  try {
    tree = parser.plpgsql(statement.text);
  } catch {
    return { nodes: [], opaque: true };
  }
  const nodes: NestedNode[] = [];
  let opaque = false;
  const add = (sql: string | undefined, under: Under) => {
    const parsed = sql === undefined ? undefined : tryParse(parser, sql);
    if (parsed && sql !== undefined) nodes.push(...parsed.map((node) => ({ node, text: sql, ...under })));
    else opaque = true;
  };
  const visit = (value: unknown, under: Under): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, under);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [tag, held] of Object.entries(value)) {
      if (typeof held !== 'object' || held === null) continue;
      const fields = held as Fields;
      const sql = ranBy(parser, tag, fields);
      if (sql !== NOT_RUN) add(sql, under);
      if (tag === 'PLpgSQL_stmt_if') {
        const guarded = under.guarded || asksCatalog(parser, query(fields['cond']));
        visit(fields['then_body'], { sure: under.sure && guarded, guarded });
        visit([fields['elsif_list'], fields['else_body']], { sure: false, guarded: under.guarded });
      } else if (tag === 'PLpgSQL_stmt_block' && fields['exceptions']) {
        const caught = onlyRepeats(fields['exceptions']);
        visit(fields['body'], { sure: under.sure && caught, guarded: under.guarded || caught });
        visit(fields['exceptions'], { ...under, sure: false });
      } else visit(held, UNSURE.test(tag) ? { ...under, sure: false } : under);
    }
  };
  visit(tree, { sure: true, guarded: false });
  return { nodes, opaque };
}

const UNSURE = /^PLpgSQL_stmt_(?:while|loop|for\w*|dynfors|case)$/;
const NOT_RUN = Symbol('runs no SQL');

/** The SQL that a PL/pgSQL statement runs; undefined: it is put together at run time. */
function ranBy(parser: Parser, tag: string, fields: Fields): string | undefined | typeof NOT_RUN {
  switch (tag) {
    case 'PLpgSQL_stmt_execsql':
      return query(fields['sqlstmt']);
    case 'PLpgSQL_stmt_perform':
    case 'PLpgSQL_stmt_call':
      return query(fields['expr']);
    case 'PLpgSQL_stmt_fors':
      return query(fields['query']);
    case 'PLpgSQL_stmt_dynexecute':
    case 'PLpgSQL_stmt_dynfors':
      return literal(parser, query(fields['query']));
  }
  return NOT_RUN;
}

const LOOKS_UP = new Set(['to_regclass', 'to_regtype', 'to_regproc', 'to_regprocedure', 'to_regrole']);

/** Whether a condition asks the catalog alone, as people guard what may be there already. */
function asksCatalog(parser: Parser, condition: string | undefined): boolean {
  if (condition === undefined) return false;
  let asks = false;
  let other = false;
  walk(tryParse(parser, `SELECT ${condition}`), (tag, node) => {
    if (tag === 'RangeVar') {
      const schema = String(node['schemaname'] ?? '');
      const isCatalog =
        schema === 'information_schema' || schema === 'pg_catalog' || /^pg_/.test(String(node['relname']));
      asks ||= isCatalog;
      other ||= !isCatalog;
    }
    if (tag === 'FuncCall' && LOOKS_UP.has(lastName(node['funcname']) ?? '')) asks = true;
  });
  return asks && !other;
}

/** Handlers that do nothing, for "there already" and "not there": the block has done what it is for either way. */
function onlyRepeats(exceptions: unknown): boolean {
  let only = true;
  walk(exceptions, (tag, node) => {
    if (tag === 'PLpgSQL_condition' && !/^(?:duplicate_|undefined_|others$)/.test(String(node['condname'])))
      only = false;
  });
  return only;
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
