import { nameList } from '../../sql/walk.ts';
import { typeOf } from '../locks/type-change.ts';

type Fields = Record<string, unknown>;

const isNode = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields that say where something stands or how it was written, never what it means. */
const PLACES = new Set(['location', 'list_start', 'list_end', 'rexpr_list_start', 'rexpr_list_end', 'alias']);
const EITHER_WAY = new Set(['=', '<>', '+', '*']);
const TURNED: Readonly<Record<string, string>> = { '>': '<', '>=': '<=' };

/** A literal as it is written, whatever it is cast to; undefined for everything else. */
export function literalOf(node: unknown): { readonly value: string | boolean | null } | undefined {
  if (!isNode(node)) return undefined;
  const [tag = '', fields] = Object.entries(node)[0] ?? [];
  if (tag === 'TypeCast') {
    const arg = literalOf((fields as Fields)['arg']);
    const type = typeOf((fields as Fields)['typeName'] as never);
    if (arg && type === 'boolean' && typeof arg.value === 'string')
      return { value: ['t', 'true', 'on', 'yes', '1'].includes(arg.value.toLowerCase()) };
    return arg;
  }
  if (tag === 'A_Expr') {
    const { name, lexpr, rexpr } = fields as Fields;
    const arg = lexpr === undefined && nameList(name).join() === '-' ? literalOf(rexpr) : undefined;
    return arg && typeof arg.value === 'string' ? { value: `-${arg.value}` } : undefined;
  }
  if (tag !== 'A_Const') return undefined;
  const constant = fields as {
    sval?: { sval?: string };
    ival?: { ival?: number };
    fval?: { fval?: string };
    boolval?: { boolval?: boolean };
    isnull?: boolean;
  };
  if (constant.isnull) return { value: null };
  if (constant.boolval) return { value: constant.boolval.boolval ?? false };
  if (constant.sval) return { value: constant.sval.sval ?? '' };
  if (constant.ival) return { value: String(constant.ival.ival ?? 0) };
  return constant.fval ? { value: constant.fval.fval ?? '0' } : undefined;
}

/**
 * An expression reduced to what it means, so that one written by hand equals the same one printed by the server: casts
 * of literals and of text columns, qualifications, aliases and the order of operands are left out.
 */
export function plain(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(plain);
  if (!isNode(node)) return node;
  const literal = literalOf(node);
  if (literal) return literal.value;
  const [tag = '', value] = Object.entries(node)[0] ?? [];
  const reduce = REDUCERS[tag];
  if (reduce && isNode(value)) return reduce(value);
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, each]) => !PLACES.has(key) && each !== undefined)
      .map(([key, each]) => [key, plain(each)]),
  );
}

/** The same as text, to compare and to key by. */
export const plainText = (node: unknown): string => JSON.stringify(plain(node));

const REDUCERS: Readonly<Record<string, (fields: Fields) => unknown>> = {
  ColumnRef: (fields) => ({ column: nameList(fields['fields']).at(-1) ?? '*' }),
  TypeCast: (fields) => {
    const type = typeOf(fields['typeName'] as never);
    const arg = plain(fields['arg']);
    const isText = type === 'text' || type.startsWith('character varying') || type.endsWith('[]');
    return isText ? arg : { cast: type, arg };
  },
  FuncCall: (fields) => ({
    call: nameOf(nameList(fields['funcname']).at(-1)),
    args: plain(fields['args'] ?? []),
    ...(fields['agg_distinct'] ? { distinct: true } : {}),
  }),
  A_Expr: (fields) => operator(fields),
  BoolExpr: (fields) => {
    const parts = (fields['args'] as unknown[]).map(plainText).sort();
    return { [String(fields['boolop'])]: parts };
  },
  SubLink: (fields) => {
    const select = (fields['subselect'] as Fields | undefined)?.['SelectStmt'] as Fields | undefined;
    const targets = (select?.['targetList'] ?? []) as Fields[];
    // (select auth.uid()) is auth.uid(), asked once.
    if (fields['subLinkType'] === 'EXPR_SUBLINK' && !select?.['fromClause'] && targets.length === 1)
      return plain((targets[0]?.['ResTarget'] as Fields | undefined)?.['val']);
    const { targetList, ...rest } = select ?? {};
    const isTest = fields['subLinkType'] === 'EXISTS_SUBLINK';
    const asked = ((targetList ?? []) as Fields[]).map((target) =>
      plain((target['ResTarget'] as Fields | undefined)?.['val']),
    );
    return {
      sub: fields['subLinkType'],
      test: plain(fields['testexpr']),
      select: { ...(plain(rest) as object), asked: isTest ? [] : asked },
    };
  },
  RangeVar: (fields) => ({ from: fields['relname'] }),
};

/** Of a word, they are one and the same. */
const nameOf = (name: string | undefined): string | undefined =>
  name === 'char_length' || name === 'character_length' ? 'length' : name;

const KINDS: Readonly<Record<string, string>> = { AEXPR_LIKE: '~~', AEXPR_ILIKE: '~~*' };

function operator(fields: Fields): unknown {
  const name = nameList(fields['name']).at(-1) ?? '';
  const kind = String(fields['kind']);
  const left = plain(fields['lexpr']);
  const right = plain(fields['rexpr']);
  const isPlain = kind === 'AEXPR_OP' || kind in KINDS;
  const turned = TURNED[name];
  if (isPlain && turned !== undefined && fields['lexpr']) return { op: turned, sides: [right, left] };
  if (isPlain && EITHER_WAY.has(name) && fields['lexpr'])
    return {
      op: name,
      sides: [left, right].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    };
  return { op: name === '!=' ? '<>' : name, sides: [left, right], ...(isPlain ? {} : { kind }) };
}
