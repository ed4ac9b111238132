import type { Node, SelectStmt } from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import { typeOf } from '../locks/type-change.ts';

export interface QueryColumn {
  readonly name: string;
  /** undefined: it cannot be told from the text. */
  readonly type: string | undefined;
  /** The expression behind it, where it is not a column that `*` stands for. */
  readonly value?: Node;
}

/** Columns of what a query reads from; undefined: nobody knows them. */
export type Lookup = (names: readonly string[]) => readonly QueryColumn[] | undefined;
/** What a function returns, by its bare name. */
export type ResultOf = (name: string) => string | undefined;

interface Source {
  readonly name: string;
  readonly columns: readonly QueryColumn[] | undefined;
}

/** The columns of a query by name and type, as far as its text tells; undefined: it has a `*` of something unknown. */
export function columnsOfQuery(
  select: SelectStmt,
  lookup: Lookup,
  resultOf: ResultOf,
): readonly QueryColumn[] | undefined {
  if (select.larg) return columnsOfQuery(select.larg, lookup, resultOf);
  const common = new Map<string, readonly QueryColumn[] | undefined>();
  const find: Lookup = (names) =>
    names.length === 1 && common.has(names[0] ?? '') ? common.get(names[0] ?? '') : lookup(names);
  for (const item of select.withClause?.ctes ?? []) {
    if (!('CommonTableExpr' in item)) continue;
    const { ctename = '', ctequery, aliascolnames } = item.CommonTableExpr;
    const columns =
      ctequery && 'SelectStmt' in ctequery && !aliascolnames
        ? columnsOfQuery(ctequery.SelectStmt, find, resultOf)
        : undefined;
    common.set(ctename, columns);
  }
  const sources = (select.fromClause ?? []).flatMap((item) => sourcesOf(item, find, resultOf));
  const found: QueryColumn[] = [];
  for (const target of select.targetList ?? []) {
    if (!('ResTarget' in target) || !target.ResTarget.val) return undefined;
    const { name, val } = target.ResTarget;
    const star = starOf(val);
    if (star === undefined) {
      found.push({ name: name ?? nameOf(val), type: typeOfValue(val, sources, resultOf), value: val });
      continue;
    }
    for (const source of sources) {
      if (star !== '' && source.name !== star) continue;
      if (!source.columns) return undefined;
      found.push(...source.columns.map((column) => ({ name: column.name, type: column.type })));
    }
  }
  return found;
}

function sourcesOf(item: Node, lookup: Lookup, resultOf: ResultOf): Source[] {
  if ('RangeVar' in item) {
    const { schemaname, relname = '', alias } = item.RangeVar;
    const names = [schemaname, relname].filter((part) => part !== undefined);
    return [{ name: alias?.aliasname ?? relname, columns: alias?.colnames ? undefined : lookup(names) }];
  }
  if ('JoinExpr' in item) {
    const { larg, rarg, usingClause, isNatural } = item.JoinExpr;
    const both = [larg, rarg].flatMap((side) => (side ? sourcesOf(side, lookup, resultOf) : []));
    // Columns that are joined by name stand once.
    if (!usingClause && !isNatural) return both;
    const used = new Set(nameList(usingClause));
    const [first, ...rest] = both;
    return first
      ? [
          first,
          ...rest.map((each) => ({
            ...each,
            columns: isNatural ? undefined : each.columns?.filter(({ name }) => !used.has(name)),
          })),
        ]
      : [];
  }
  if ('RangeSubselect' in item) {
    const { subquery, alias } = item.RangeSubselect;
    const columns =
      subquery && 'SelectStmt' in subquery && !alias?.colnames
        ? columnsOfQuery(subquery.SelectStmt, lookup, resultOf)
        : undefined;
    return [{ name: alias?.aliasname ?? '', columns }];
  }
  return [{ name: '', columns: undefined }];
}

/** '' for `*`, the name for `o.*`, undefined for everything else. */
function starOf(value: Node): string | undefined {
  if (!('ColumnRef' in value)) return undefined;
  const fields = value.ColumnRef.fields ?? [];
  return fields.some((field) => 'A_Star' in field) ? (nameList(fields).at(-1) ?? '') : undefined;
}

/** The name that PostgreSQL gives a column that has none: https://www.postgresql.org/docs/current/sql-select.html#SQL-SELECT-LIST */
function nameOf(value: Node): string {
  if ('ColumnRef' in value) return nameList(value.ColumnRef.fields).at(-1) ?? '';
  if ('FuncCall' in value) return nameList(value.FuncCall.funcname).at(-1) ?? '';
  if ('CoalesceExpr' in value) return 'coalesce';
  if ('CaseExpr' in value) return 'case';
  if ('TypeCast' in value) {
    const inside = value.TypeCast.arg ? nameOf(value.TypeCast.arg) : '?column?';
    return inside === '?column?' ? (nameList(value.TypeCast.typeName?.names).at(-1) ?? '') : inside;
  }
  if ('SubLink' in value) return value.SubLink.subLinkType === 'EXISTS_SUBLINK' ? 'exists' : '?column?';
  return '?column?';
}

const RESULTS: Readonly<Record<string, string>> = {
  count: 'bigint',
  row_number: 'bigint',
  rank: 'bigint',
  dense_rank: 'bigint',
  now: 'timestamp with time zone',
  lower: 'text',
  upper: 'text',
  concat: 'text',
  concat_ws: 'text',
  string_agg: 'text',
  btrim: 'text',
  to_char: 'text',
  replace: 'text',
  substring: 'text',
  length: 'integer',
  char_length: 'integer',
  array_length: 'integer',
  bool_and: 'boolean',
  bool_or: 'boolean',
  jsonb_agg: 'jsonb',
  jsonb_build_object: 'jsonb',
  jsonb_object_agg: 'jsonb',
  to_jsonb: 'jsonb',
  json_agg: 'json',
  json_build_object: 'json',
  row_to_json: 'json',
  gen_random_uuid: 'uuid',
};
const OF_ARGUMENT = new Set(['min', 'max', 'abs', 'greatest', 'least', 'nullif', 'date_trunc']);
const SUMS: Readonly<Record<string, string>> = {
  smallint: 'bigint',
  integer: 'bigint',
  bigint: 'numeric',
  numeric: 'numeric',
};
const COMPARES = new Set([
  '=',
  '<>',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '~',
  '~*',
  '~~',
  '~~*',
  '!~~',
  '@>',
  '<@',
  '&&',
  '?',
]);

function typeOfValue(value: Node, sources: readonly Source[], resultOf: ResultOf): string | undefined {
  const of = (node: Node | undefined) => (node ? typeOfValue(node, sources, resultOf) : undefined);
  if ('ColumnRef' in value) return columnType(nameList(value.ColumnRef.fields), sources);
  if ('TypeCast' in value) return typeOf(value.TypeCast.typeName);
  if ('A_Const' in value) {
    if (value.A_Const.sval) return 'text';
    if (value.A_Const.ival) return 'integer';
    if (value.A_Const.fval) return 'numeric';
    return value.A_Const.boolval ? 'boolean' : undefined;
  }
  if ('BoolExpr' in value || 'NullTest' in value || 'BooleanTest' in value) return 'boolean';
  if ('SubLink' in value) {
    if (value.SubLink.subLinkType !== 'EXPR_SUBLINK') return 'boolean';
    return undefined;
  }
  if ('CoalesceExpr' in value) return first(value.CoalesceExpr.args, of);
  if ('MinMaxExpr' in value) return first(value.MinMaxExpr.args, of);
  if ('CaseExpr' in value) {
    const results = (value.CaseExpr.args ?? []).flatMap((arm) =>
      'CaseWhen' in arm && arm.CaseWhen.result ? [arm.CaseWhen.result] : [],
    );
    return first([...results, ...(value.CaseExpr.defresult ? [value.CaseExpr.defresult] : [])], of);
  }
  if ('FuncCall' in value) {
    const name = nameList(value.FuncCall.funcname).at(-1) ?? '';
    const argument = of(name === 'date_trunc' ? value.FuncCall.args?.[1] : value.FuncCall.args?.[0]);
    if (OF_ARGUMENT.has(name)) return argument;
    if (name === 'sum') return SUMS[argument?.replace(/\(.*/, '') ?? ''];
    if (name === 'avg') return SUMS[argument?.replace(/\(.*/, '') ?? ''] && 'numeric';
    if (name === 'array_agg') return argument && `${argument}[]`;
    return RESULTS[name] ?? resultOf(name);
  }
  if (!('A_Expr' in value)) return undefined;
  const name = nameList(value.A_Expr.name).at(-1) ?? '';
  if (COMPARES.has(name) || value.A_Expr.kind !== 'AEXPR_OP') return 'boolean';
  if (name === '->>' || name === '#>>') return 'text';
  const [left, right] = [of(value.A_Expr.lexpr), of(value.A_Expr.rexpr)];
  if (name === '||' || name === '->' || name === '#>')
    return name === '||' && right === 'text' ? 'text' : left;
  return left === right ? left : undefined;
}

function first(
  nodes: readonly Node[] | undefined,
  of: (node: Node) => string | undefined,
): string | undefined {
  for (const node of nodes ?? []) {
    const type = of(node);
    if (type !== undefined) return type;
  }
  return undefined;
}

function columnType(names: readonly string[], sources: readonly Source[]): string | undefined {
  const [name, source] = [names.at(-1), names.at(-2)];
  const among = sources.filter((each) => source === undefined || each.name === source);
  for (const { columns } of among) {
    const column = columns?.find((each) => each.name === name);
    if (column) return column.type;
  }
  return undefined;
}
