import { loadedParser } from '../../sql/parser.ts';
import { nameList } from '../../sql/walk.ts';
import { literalOf, plainText } from './plain.ts';

type Fields = Record<string, unknown>;

export type Value = string | number | boolean | null;

/** What a condition says, as far as it can be reckoned with. What cannot is an atom: true, false or unknown by itself. */
export type Formula =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Formula[] }
  | { readonly kind: 'not'; readonly part: Formula }
  | { readonly kind: 'value'; readonly value: boolean | null }
  | { readonly kind: 'test'; readonly term: Term; readonly op: Comparison; readonly value: Value }
  | { readonly kind: 'is-null'; readonly term: Term }
  | { readonly kind: 'is'; readonly part: Formula; readonly value: boolean | null }
  | { readonly kind: 'atom'; readonly text: string };

export type Comparison = '=' | '<>' | '<' | '<=';

/** What is compared with constants: a column, or an expression over columns. */
export interface Term {
  readonly key: string;
  readonly domain: Domain;
  /** The column, where it is nothing else. */
  readonly column?: string;
  /** What it is computed from, and how. */
  readonly derived?: Derived;
}
export interface Derived {
  readonly base: Term;
  /** Values of the base that make a difference. */
  readonly constants: readonly Value[];
  /** undefined: it cannot be told for this value. */
  readonly of: (value: Value) => Value | undefined;
}
export type Domain = 'integer' | 'number' | 'text' | 'boolean';

/** What a column holds, by its type as `format_type` writes it; undefined: something that is not reckoned with. */
export type TypeOfColumn = (column: string) => string | undefined;

/** A condition as the server prints it (`pg_get_expr`). */
export function parseCondition(text: string): unknown {
  const [statement] = loadedParser().parse(`SELECT 1 WHERE ${text}`);
  return (statement?.stmt as { SelectStmt?: Fields } | undefined)?.SelectStmt?.['whereClause'];
}

export function formulaOf(node: unknown, types: TypeOfColumn): Formula {
  const literal = literalOf(node);
  if (literal && (typeof literal.value === 'boolean' || literal.value === null))
    return { kind: 'value', value: literal.value };
  const [tag = '', fields] = Object.entries((node ?? {}) as Record<string, Fields>)[0] ?? [];
  return (fields && READERS[tag]?.(fields, types)) ?? atom(node, types);
}

const READERS: Readonly<Record<string, (fields: Fields, types: TypeOfColumn) => Formula | undefined>> = {
  BoolExpr: ({ boolop, args }, types) => {
    const parts = (args as unknown[]).map((arg) => formulaOf(arg, types));
    if (boolop === 'NOT_EXPR') return { kind: 'not', part: parts[0]! };
    return { kind: boolop === 'OR_EXPR' ? 'or' : 'and', parts };
  },
  NullTest: ({ arg, nulltesttype }, types) => {
    const test: Formula = { kind: 'is-null', term: termOf(arg, types) ?? opaqueTerm(arg) };
    return nulltesttype === 'IS_NULL' ? test : { kind: 'not', part: test };
  },
  BooleanTest: ({ arg, booltesttype }, types) => {
    const [, not, word = ''] = /^IS_(NOT_)?(\w+)$/.exec(String(booltesttype)) ?? [];
    const value = word === 'UNKNOWN' ? null : word === 'TRUE';
    const test: Formula = { kind: 'is', part: formulaOf(arg, types), value };
    return not ? { kind: 'not', part: test } : test;
  },
  A_Expr: comparison,
};

function comparison(fields: Fields, types: TypeOfColumn): Formula | undefined {
  const name = nameList(fields['name']).at(-1) ?? '';
  const { lexpr, rexpr } = fields;
  switch (fields['kind']) {
    case 'AEXPR_OP':
      return compared(name, lexpr, rexpr, types);
    case 'AEXPR_IN':
      return amongst(name, lexpr, itemsOf(rexpr), types);
    case 'AEXPR_OP_ANY':
      return name === '=' ? amongst('=', lexpr, itemsOf(rexpr), types) : undefined;
    case 'AEXPR_OP_ALL':
      return name === '<>' ? amongst('<>', lexpr, itemsOf(rexpr), types) : undefined;
    case 'AEXPR_BETWEEN': {
      const [low, high] = itemsOf(rexpr) ?? [];
      const parts = [compared('>=', lexpr, low, types), compared('<=', lexpr, high, types)];
      return parts[0] && parts[1] && { kind: 'and', parts: [parts[0], parts[1]] };
    }
    case 'AEXPR_DISTINCT':
    case 'AEXPR_NOT_DISTINCT': {
      const same = compared('=', lexpr, rexpr, types);
      const isNull = literalOf(rexpr)?.value === null && termOf(lexpr, types);
      const test: Formula | undefined = isNull
        ? { kind: 'is-null', term: isNull }
        : same && { kind: 'is', part: same, value: true };
      return fields['kind'] === 'AEXPR_DISTINCT' ? test && { kind: 'not', part: test } : test;
    }
  }
  return undefined;
}

const TURNED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

function compared(name: string, left: unknown, right: unknown, types: TypeOfColumn): Formula | undefined {
  const literal = literalOf(right);
  if (!literal) return literalOf(left) ? compared(TURNED[name] ?? name, right, left, types) : undefined;
  const term = termOf(left, types);
  if (!term) return undefined;
  if (literal.value === null) return { kind: 'value', value: null };
  const value = inDomain(literal.value, term.domain);
  if (value === undefined) return undefined;
  // Words have an order that depends on the collation.
  if (!['=', '<>', '!='].includes(name) && term.domain !== 'integer' && term.domain !== 'number')
    return undefined;
  if (name === '>' || name === '>=') {
    const op = name === '>' ? '<=' : '<';
    return { kind: 'not', part: { kind: 'test', term, op, value } };
  }
  const op = name === '!=' ? '<>' : name;
  return op === '=' || op === '<>' || op === '<' || op === '<='
    ? { kind: 'test', term, op, value }
    : undefined;
}

/** `IN`, `= ANY (ARRAY[…])`, `NOT IN` and `<> ALL (ARRAY[…])`. */
function amongst(
  name: string,
  left: unknown,
  items: readonly unknown[] | undefined,
  types: TypeOfColumn,
): Formula | undefined {
  const parts = items?.map((item) => compared(name, left, item, types));
  if (!parts || parts.some((part) => part === undefined)) return undefined;
  return { kind: name === '<>' ? 'and' : 'or', parts: parts as Formula[] };
}

function itemsOf(node: unknown): readonly unknown[] | undefined {
  const fields = (node ?? {}) as Record<string, Fields>;
  if (fields['List']) return fields['List']['items'] as unknown[];
  if (fields['A_ArrayExpr']) return (fields['A_ArrayExpr']['elements'] ?? []) as unknown[];
  if (!fields['TypeCast']) return undefined;
  const { arg } = fields['TypeCast'] as { arg?: unknown };
  const written = literalOf(arg)?.value;
  // '{a,b}' without quotes or nesting: each part stands for itself.
  if (typeof written === 'string' && /^\{[^{}"\\]*\}$/.test(written))
    return written
      .slice(1, -1)
      .split(',')
      .map((word) => ({ A_Const: { sval: { sval: word.trim() } } }));
  return itemsOf(arg);
}

const RESULTS: Readonly<Record<string, Domain>> = {
  char_length: 'integer',
  character_length: 'integer',
  length: 'integer',
  octet_length: 'integer',
  cardinality: 'integer',
  array_length: 'integer',
  jsonb_array_length: 'integer',
  num_nonnulls: 'integer',
  num_nulls: 'integer',
  lower: 'text',
  upper: 'text',
  btrim: 'text',
  ltrim: 'text',
  rtrim: 'text',
  jsonb_typeof: 'text',
  role: 'text',
};

/** What a type's values are to a comparison. */
function domainOfType(type: string | undefined): Domain | undefined {
  if (type === undefined) return undefined;
  if (['smallint', 'integer', 'bigint'].includes(type)) return 'integer';
  if (/^(?:numeric|real|double precision)/.test(type)) return 'number';
  if (type === 'boolean') return 'boolean';
  return type === 'text' || type.startsWith('character varying') || type === 'enum' ? 'text' : undefined;
}

function termOf(node: unknown, types: TypeOfColumn): Term | undefined {
  const [tag = '', fields] = Object.entries((node ?? {}) as Record<string, Fields>)[0] ?? [];
  const key = plainText(node);
  if (tag === 'ColumnRef') {
    const column = nameList(fields?.['fields']).at(-1) ?? '';
    const domain = domainOfType(types(column));
    return domain && { key, domain, column };
  }
  if (tag === 'FuncCall') {
    const name = nameList(fields?.['funcname']).at(-1) ?? '';
    const domain = RESULTS[name];
    const [argument, ...more] = (fields?.['args'] ?? []) as unknown[];
    const base = more.length === 0 && WORDS[name] ? termOf(argument, types) : undefined;
    const of = base?.domain === 'text' ? WORDS[name] : undefined;
    return domain && { key, domain, ...(base && of ? { derived: { base, constants: [], of } } : {}) };
  }
  if (tag === 'CoalesceExpr') return coalesced(key, (fields?.['args'] ?? []) as unknown[], types);
  if (tag === 'TypeCast') {
    const inside = termOf(fields?.['arg'], types);
    return inside?.domain === 'text' && inside.key === key ? inside : undefined;
  }
  const isText = tag === 'A_Expr' && ['->>', '#>>'].includes(nameList(fields?.['name']).at(-1) ?? '');
  return isText ? { key, domain: 'text' } : undefined;
}

/** What these make of a word. Other alphabets have rules of their own, so their words are left out. */
const WORDS: Readonly<Record<string, Derived['of']>> = {
  char_length: (value) => ofWord(value, (word) => word.length),
  character_length: (value) => ofWord(value, (word) => word.length),
  length: (value) => ofWord(value, (word) => word.length),
  lower: (value) => ofWord(value, (word) => word.toLowerCase()),
  upper: (value) => ofWord(value, (word) => word.toUpperCase()),
};

function ofWord(value: Value, make: (word: string) => Value): Value | undefined {
  if (value === null) return null;
  const isAscii = typeof value === 'string' && [...value].every((each) => each >= ' ' && each <= '~');
  return isAscii ? make(value) : undefined;
}

/** `coalesce(column, constant)`. */
function coalesced(key: string, args: readonly unknown[], types: TypeOfColumn): Term | undefined {
  const [first, second, ...more] = args;
  const base = termOf(first, types);
  const literal = literalOf(second)?.value;
  if (!base || base.derived || literal === undefined || literal === null || more.length > 0) return undefined;
  const fallback = inDomain(literal, base.domain);
  if (fallback === undefined) return undefined;
  const of = (value: Value) => (value === null ? fallback : value);
  return { key, domain: base.domain, derived: { base, constants: [fallback], of } };
}

/** Whether it is null is all that is asked of it. */
const opaqueTerm = (node: unknown): Term => {
  const [tag, fields] = Object.entries((node ?? {}) as Record<string, Fields>)[0] ?? [];
  const column = tag === 'ColumnRef' ? nameList(fields?.['fields']).at(-1) : undefined;
  return { key: plainText(node), domain: 'text', ...(column ? { column } : {}) };
};

/** A literal as a value of the domain; undefined where it is none, or too large to reckon with exactly. */
export function inDomain(value: string | boolean, domain: Domain): Value | undefined {
  if (typeof value === 'boolean' || domain === 'boolean')
    return domain !== 'boolean' ? undefined : typeof value === 'boolean' ? value : undefined;
  if (domain === 'text') return value;
  const number = Number(value);
  return value.trim() !== '' && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : undefined;
}

/** A boolean column, or something that is not reckoned with. */
function atom(node: unknown, types: TypeOfColumn): Formula {
  const term = termOf(node, types);
  return term?.domain === 'boolean'
    ? { kind: 'test', term, op: '=', value: true }
    : { kind: 'atom', text: plainText(node) };
}
