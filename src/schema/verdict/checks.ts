import type { A_Expr, Constraint, Node } from 'libpg-query';
import { constraintOf, expressionOf, namedConstraintOf } from '../../database/sql/definitions.ts';
import { nameList } from '../../database/sql/walk.ts';
import { columnOf, numberOf, wordOf } from './literals.ts';

/** Careful readings of CHECKs. What they cannot tell, they do not claim. */

/** The condition of a CHECK that holds for children too, whether or not old rows were looked at. */
function conditionOf(constraint: Constraint | undefined): Node | undefined {
  const isPlain =
    constraint?.contype === 'CONSTR_CHECK' && constraint.is_enforced && !constraint.is_no_inherit;
  return isPlain ? constraint.raw_expr : undefined;
}

interface Words {
  readonly column: string;
  readonly words: readonly string[];
}

/** `CHECK (status IN ('a', 'b'))` and `CHECK (status = 'a')` as PostgreSQL prints them. */
function wordList(condition: Node | undefined): Words | undefined {
  if (!condition || !('A_Expr' in condition)) return undefined;
  const { kind, lexpr, rexpr } = condition.A_Expr;
  const column = columnOf(lexpr);
  if (column === undefined || operatorOf(condition.A_Expr) !== '=') return undefined;
  const given = kind === 'AEXPR_OP' ? [rexpr] : kind === 'AEXPR_OP_ANY' ? elementsOf(rexpr) : undefined;
  const words = given?.map(simpleWord);
  return words && words.length > 0 && words.every((word) => word !== undefined)
    ? { column, words: words as string[] }
    : undefined;
}

/** A word of a built-in type: the values of an enum are not asked for here. */
function simpleWord(node: Node | undefined): string | undefined {
  if (node && 'TypeCast' in node && (nameList(node.TypeCast.typeName?.names)[0] ?? '') !== 'pg_catalog')
    if (nameList(node.TypeCast.typeName?.names).length > 1) return undefined;
  return wordOf(node);
}

function elementsOf(node: Node | undefined): readonly Node[] | undefined {
  if (!node) return undefined;
  if ('TypeCast' in node) return elementsOf(node.TypeCast.arg);
  return 'A_ArrayExpr' in node ? (node.A_ArrayExpr.elements ?? []) : undefined;
}

/** Which words of such a list went, and which came. Undefined: another shape. */
export function listChange(before: string, after: string): { gone: string[]; added: string[] } | undefined {
  const [a, b] = [wordList(conditionOf(constraintOf(before))), wordList(conditionOf(constraintOf(after)))];
  if (!a || !b || a.column !== b.column) return undefined;
  return {
    gone: a.words.filter((word) => !b.words.includes(word)),
    added: b.words.filter((word) => !a.words.includes(word)),
  };
}

/** Whether a CHECK over one column surely accepts this default (null: no default, so the row gets NULL). */
export const checkAccepts = (definition: string, value: string | null): boolean =>
  accepts(conditionOf(constraintOf(definition)), value);

/** The same of a CHECK of a domain, with its name in front. */
export const domainCheckAccepts = (named: string, value: string | null): boolean =>
  accepts(conditionOf(namedConstraintOf(named)), value);

function accepts(condition: Node | undefined, value: string | null): boolean {
  if (!condition) return false;
  const list = wordList(condition);
  if (value === null) return list !== undefined || nullForNull(condition);
  const given = expressionOf(value);
  if ('A_Expr' in condition && condition.A_Expr.lexpr && 'ColumnRef' in condition.A_Expr.lexpr) {
    const bound = numberOf(condition.A_Expr.rexpr);
    const operator = operatorOf(condition.A_Expr) ?? '';
    if (bound !== undefined && COMPARES[operator] && condition.A_Expr.kind === 'AEXPR_OP') {
      const number = numberOf(given);
      return number !== undefined && COMPARES[operator](number, bound);
    }
  }
  const word = simpleWord(given);
  return word !== undefined && list?.words.includes(word) === true;
}

const COMPARES: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>=': (a, b) => a >= b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '<': (a, b) => a < b,
  '<>': (a, b) => a !== b,
};

/** PostgreSQL's own operators and functions that give NULL where one side is NULL. */
const STRICT_OPERATORS = new Set([...Object.keys(COMPARES), '=', '~', '!~', '~*', '!~*', '~~', '~~*']);
const STRICT_CALLS = new Set(['char_length', 'length', 'octet_length', 'lower', 'upper', 'btrim']);

/** `(char_length(name) >= 3) AND (name ~ '^[a-z]')`: of NULL, and a CHECK accepts it. */
function nullForNull(condition: Node): boolean {
  if ('BoolExpr' in condition) {
    const { boolop, args = [] } = condition.BoolExpr;
    return boolop !== 'NOT_EXPR' && args.every(nullForNull);
  }
  if (!('A_Expr' in condition) || condition.A_Expr.kind !== 'AEXPR_OP') return false;
  const { lexpr, rexpr } = condition.A_Expr;
  const isConstant = numberOf(rexpr) !== undefined || wordOf(rexpr) !== undefined;
  return isConstant && isStrict(lexpr) && STRICT_OPERATORS.has(operatorOf(condition.A_Expr) ?? '');
}

function isStrict(node: Node | undefined): boolean {
  if (!node || !('FuncCall' in node)) return columnOf(node) !== undefined;
  const { funcname, args = [] } = node.FuncCall;
  const [name = '', more] = nameList(funcname);
  return more === undefined && STRICT_CALLS.has(name) && args.length === 1 && columnOf(args[0]) !== undefined;
}

/** The operator, where it is not one of a schema of its own: those are printed with it. */
export function operatorOf({ name }: A_Expr): string | undefined {
  const [operator, more] = nameList(name);
  return more === undefined ? operator : undefined;
}
