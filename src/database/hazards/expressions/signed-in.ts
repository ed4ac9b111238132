import type { Formula } from './formula.ts';

type Plain = Record<string, unknown>;

/**
 * Whether a condition is true for nobody who is not signed in: it compares auth.uid() with something, which is NULL for
 * them. Policies of this kind let the same rows through `to public` and `to authenticated`.
 * https://supabase.com/docs/guides/database/postgres/row-level-security#authenticated-and-unauthenticated-roles
 */
export function needsSignIn(formula: Formula): boolean {
  switch (formula.kind) {
    case 'and':
      return formula.parts.some(needsSignIn);
    case 'or':
      return formula.parts.every(needsSignIn);
    case 'not':
      return formula.part.kind === 'is-null' && isUser(JSON.parse(formula.part.term.key));
    case 'value':
      return formula.value !== true;
    case 'test':
      return (
        formula.op === '=' &&
        formula.value === 'authenticated' &&
        isCall(JSON.parse(formula.term.key), 'role')
      );
    case 'atom':
      return asksUser(JSON.parse(formula.text));
    default:
      return false;
  }
}

/** Reduced expressions (`plain`) that are NULL or false where auth.uid() is NULL. */
function asksUser(node: unknown): boolean {
  if (!isObject(node)) return false;
  const { op, sides, kind, AND_EXPR, OR_EXPR, sub, test, select } = node;
  // Of `IS DISTINCT FROM` and its like, NULL is a value as any other.
  if (typeof op === 'string' && Array.isArray(sides))
    return (kind === undefined || kind === 'AEXPR_IN' || kind === 'AEXPR_OP_ANY') && sides.some(isUser);
  if (Array.isArray(AND_EXPR)) return AND_EXPR.some((part) => asksUser(JSON.parse(String(part))));
  if (Array.isArray(OR_EXPR)) return OR_EXPR.every((part) => asksUser(JSON.parse(String(part))));
  if (sub === 'ANY_SUBLINK' && isUser(test)) return true;
  const where = sub === 'EXISTS_SUBLINK' || sub === 'ANY_SUBLINK' ? isObject(select) && select : undefined;
  return where ? !where['larg'] && asksUser(where['whereClause']) : false;
}

const isObject = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCall = (node: unknown, name: string): boolean =>
  isObject(node) && node['call'] === name && Array.isArray(node['args']) && node['args'].length === 0;

/** auth.uid(), perhaps cast. */
const isUser = (node: unknown): boolean =>
  isCall(node, 'uid') || (isObject(node) && node['cast'] !== undefined && isUser(node['arg']));
