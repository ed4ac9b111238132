import type { FuncCall, Node } from 'libpg-query';
import { expressionOf, indexOf } from '../../database/sql/definitions.ts';
import { nameList, walk } from '../../database/sql/walk.ts';
import { operatorOf } from './checks.ts';
import { literalOf, wordOf } from './literals.ts';

/** Careful readings of expressions as PostgreSQL prints them. What they cannot tell, they do not claim. */

/** The name of a function of PostgreSQL's own; undefined: somebody else's. */
export function builtIn({ funcname }: FuncCall): string | undefined {
  const names = nameList(funcname);
  return names.length === 1 || names[0] === 'pg_catalog' ? names.at(-1) : undefined;
}

/** Functions outside pg_catalog are printed with their schema, because snapshots are read with an empty search_path. */
export const callsOwnCode = (expression: string): boolean => runsOwnCode(expressionOf(expression));

function runsOwnCode(node: unknown): boolean {
  let found = false;
  walk({ node }, (tag, fields) => {
    if (tag !== 'FuncCall' && tag !== 'A_Expr') return;
    const names = nameList(fields[tag === 'FuncCall' ? 'funcname' : 'name']);
    found ||= names.length > 1 && names[0] !== 'pg_catalog';
  });
  return found;
}

/** Index expressions and predicates that can raise an error on a value that the table accepts. */
export function indexMayFail(definition: string): boolean {
  const index = indexOf(definition);
  if (!index) return true;
  const keys = (index.indexParams ?? []).flatMap((each) => ('IndexElem' in each ? each.IndexElem : []));
  const computed = keys.flatMap(({ expr }) => expr ?? []);
  return [...computed, ...(index.whereClause ? [index.whereClause] : [])].some(canFail);
}

/** The same of one expression. */
export function expressionMayFail(expression: string): boolean {
  const node = expressionOf(expression);
  return !node || canFail(node);
}

const SURE_FUNCTIONS = new Set(['lower', 'upper', 'btrim']);
const SURE_CASTS = new Set(['text', 'varchar', 'bpchar', 'timestamp', 'timestamptz']);
/** Fails on some value: arithmetic, and JSON asked for something else than a key. */
const FAILING = ['-', '+', '*', '/', '%', '^'];
const KEYS = new Set(['->', '->>']);

function canFail(node: Node): boolean {
  // A literal was read when the expression was written.
  if (literalOf(node)) return false;
  if ('ColumnRef' in node || 'SQLValueFunction' in node) return false;
  if ('BoolExpr' in node) return some(node.BoolExpr.args);
  if ('NullTest' in node) return some([node.NullTest.arg]);
  if ('BooleanTest' in node) return some([node.BooleanTest.arg]);
  if ('CoalesceExpr' in node) return some(node.CoalesceExpr.args);
  if ('CollateClause' in node) return some([node.CollateClause.arg]);
  if ('A_ArrayExpr' in node) return some(node.A_ArrayExpr.elements);
  if ('List' in node) return some(node.List.items);
  if ('CaseExpr' in node)
    return some([node.CaseExpr.arg, ...(node.CaseExpr.args ?? []), node.CaseExpr.defresult]);
  if ('CaseWhen' in node) return some([node.CaseWhen.expr, node.CaseWhen.result]);
  if ('TypeCast' in node) {
    const names = nameList(node.TypeCast.typeName?.names);
    const isSure = SURE_CASTS.has(names.at(-1) ?? '') && (names.length === 1 || names[0] === 'pg_catalog');
    return !isSure || some([node.TypeCast.arg]);
  }
  if ('FuncCall' in node)
    return !SURE_FUNCTIONS.has(builtIn(node.FuncCall) ?? '') || some(node.FuncCall.args);
  if (!('A_Expr' in node) || node.A_Expr.kind === 'AEXPR_NULLIF') return true;
  const { lexpr, rexpr } = node.A_Expr;
  const operator = operatorOf(node.A_Expr);
  if (operator === undefined) return true;
  // A value that JSON does not have by that name is NULL.
  if (KEYS.has(operator) && wordOf(rexpr) !== undefined) return some([lexpr]);
  return FAILING.some((sign) => operator.includes(sign)) || some([lexpr, rexpr]);
}

const some = (nodes: readonly (Node | undefined)[] | undefined): boolean =>
  (nodes ?? []).some((node) => node !== undefined && canFail(node));

const FRESH = new Set(['gen_random_uuid', 'uuidv4', 'uuidv7']);

/** A default that gives another value each time. */
export function isFresh(value: string): boolean {
  const node = expressionOf(value);
  if (!node || !('FuncCall' in node)) return false;
  const name = builtIn(node.FuncCall) ?? '';
  return name === 'nextval' || (FRESH.has(name) && (node.FuncCall.args ?? []).length === 0);
}

/** The sequence of `nextval('public.orders_id_seq'::regclass)`, as it is printed. */
export function sequenceIn(value: string): string | undefined {
  const node = expressionOf(value);
  let found: string | undefined;
  walk({ node }, (tag, fields: FuncCall) => {
    if (tag === 'FuncCall' && builtIn(fields) === 'nextval') found ??= wordOf(fields.args?.[0]);
  });
  return found;
}
