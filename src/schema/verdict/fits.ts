import type { Node } from 'libpg-query';
import { expressionOf, type PrintedType, typeOfName, typeOfPrinted } from '../../database/sql/definitions.ts';
import { builtIn } from './expressions.ts';
import { literalOf, numberOf, wordOf } from './literals.ts';

/**
 * Whether a default surely gives a value that the column's type takes. The server checks that only when a row comes:
 * `smallint default 70000` can be declared.
 */
export function surelyFits(value: string, type: string): boolean {
  const node = expressionOf(value);
  const into = typeOfPrinted(type);
  if (!node || !into) return false;
  const literal = literalOf(node);
  if (literal && typeof literal.value !== 'string') return true;
  if (givesForSure(node)) return takesAnyLength(into);
  if ('A_ArrayExpr' in node || isEmptyArray(node)) return arrayFits(node, into);
  const number = numberOf(node);
  if (number !== undefined) return numberFits(Math.abs(number), into);
  const word = wordOf(node);
  return word !== undefined && wordFits(word, literal?.casts ?? [], into);
}

const TIMES = new Set(['time', 'timetz', 'timestamp', 'timestamptz']);
const isTime = ({ schema, name, isArray }: PrintedType): boolean =>
  schema === undefined && TIMES.has(name) && !isArray;
const takesAnyLength = (type: PrintedType): boolean => type.modifiers.length === 0 || isTime(type);

const CALLS = new Set([
  ...['now', 'clock_timestamp', 'statement_timestamp', 'transaction_timestamp'],
  ...['gen_random_uuid', 'uuidv4', 'uuidv7', 'random'],
]);
const VALUES = new Set([
  ...['SVFOP_CURRENT_TIMESTAMP', 'SVFOP_CURRENT_DATE', 'SVFOP_CURRENT_TIME', 'SVFOP_LOCALTIMESTAMP'],
  ...['SVFOP_LOCALTIME', 'SVFOP_CURRENT_USER', 'SVFOP_SESSION_USER'],
]);

/** Functions and keywords that give a value of any row, whoever asks, and cannot fail. */
function givesForSure(node: Node): boolean {
  if ('SQLValueFunction' in node) return VALUES.has(node.SQLValueFunction.op ?? '');
  if ('TypeCast' in node) {
    const { arg, typeName } = node.TypeCast;
    const isText = typeOfName(typeName)?.name === 'text' && typeOfName(typeName)?.schema === undefined;
    return isText && arg !== undefined && 'FuncCall' in arg && builtIn(arg.FuncCall) === 'gen_random_uuid';
  }
  if (!('FuncCall' in node)) return false;
  const { args = [] } = node.FuncCall;
  const name = builtIn(node.FuncCall) ?? '';
  const [zone, time] = args;
  // now() AT TIME ZONE 'utc', which is this function under its other name.
  if (name === 'timezone')
    return wordOf(zone)?.toLowerCase() === 'utc' && time !== undefined && isNow(time) && args.length === 2;
  return CALLS.has(name) && args.length === 0;
}

const isNow = (node: Node): boolean =>
  'SQLValueFunction' in node
    ? node.SQLValueFunction.op === 'SVFOP_CURRENT_TIMESTAMP'
    : 'FuncCall' in node && builtIn(node.FuncCall) === 'now';

const isEmptyArray = (node: Node): boolean =>
  'TypeCast' in node &&
  node.TypeCast.arg !== undefined &&
  'A_ArrayExpr' in node.TypeCast.arg &&
  (node.TypeCast.arg.A_ArrayExpr.elements ?? []).length === 0;

function arrayFits(node: Node, into: PrintedType): boolean {
  const elements = 'A_ArrayExpr' in node ? (node.A_ArrayExpr.elements ?? []) : [];
  if (elements.length === 0) return true;
  const areTexts = elements.every((each) => {
    const [type, more] = literalOf(each)?.casts ?? [];
    return wordOf(each) !== undefined && type?.name === 'text' && type.schema === undefined && !more;
  });
  return areTexts && into.isArray && into.name === 'text' && into.schema === undefined;
}

function wordFits(word: string, casts: readonly PrintedType[], into: PrintedType): boolean {
  const [, more] = casts;
  if (more) return false;
  if (into.modifiers.length === 0 || isTime(into)) return true;
  const [length = 0] = into.modifiers;
  const isText = into.schema === undefined && ['varchar', 'bpchar'].includes(into.name) && !into.isArray;
  return isText && [...word].length <= length;
}

const RANGES: Readonly<Record<string, number>> = { int2: 2 ** 15 - 1, int4: 2 ** 31 - 1, int8: 2 ** 63 };

function numberFits(size: number, { schema, name, modifiers, isArray }: PrintedType): boolean {
  if (schema !== undefined || isArray) return false;
  const limit = RANGES[name];
  if (limit !== undefined) return size <= limit;
  const [precision, scale = 0] = modifiers;
  if (name === 'numeric' && precision !== undefined) return Math.round(size * 10 ** scale) < 10 ** precision;
  const takesAny = ['numeric', 'float4', 'float8', 'text', 'varchar'].includes(name);
  return takesAny && modifiers.length === 0 && size < 1e30;
}
