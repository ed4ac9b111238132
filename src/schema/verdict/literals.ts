import type { Node } from 'libpg-query';
import { type PrintedType, typeOfName } from '../../database/sql/definitions.ts';

/** A constant as it is written in an expression, with the types that it is cast to, the innermost first. */
export interface Literal {
  /** Numbers stay text: there are more of them than JavaScript has. */
  readonly value: string | boolean | null;
  readonly isNumber: boolean;
  readonly casts: readonly PrintedType[];
}

export function literalOf(node: Node | undefined): Literal | undefined {
  if (!node) return undefined;
  if ('TypeCast' in node) {
    const inner = literalOf(node.TypeCast.arg);
    const type = typeOfName(node.TypeCast.typeName);
    return inner && type && { ...inner, casts: [...inner.casts, type] };
  }
  if (!('A_Const' in node)) return undefined;
  const { isnull, boolval, sval, ival, fval } = node.A_Const;
  if (isnull) return { value: null, isNumber: false, casts: [] };
  if (boolval) return { value: boolval.boolval ?? false, isNumber: false, casts: [] };
  if (sval) return { value: sval.sval ?? '', isNumber: false, casts: [] };
  if (ival) return { value: String(ival.ival ?? 0), isNumber: true, casts: [] };
  return fval && { value: fval.fval ?? '0', isNumber: true, casts: [] };
}

const WHOLE = new Set(['int2', 'int4', 'int8']);
const NUMERIC = new Set([...WHOLE, 'numeric', 'float4', 'float8']);

/** `5`, `'-5'::integer` and `(5)::numeric`: a number, cast to nothing that would change it. */
export function numberOf(node: Node | undefined): number | undefined {
  const literal = literalOf(node);
  if (!literal || typeof literal.value !== 'string') return undefined;
  const { value, isNumber, casts } = literal;
  if (!isNumber && casts.length === 0) return undefined;
  const number = value.trim() === '' ? Number.NaN : Number(value);
  const isKept = casts.every(
    ({ schema, name, isArray, modifiers }) =>
      schema === undefined &&
      NUMERIC.has(name) &&
      !isArray &&
      modifiers.length === 0 &&
      (!WHOLE.has(name) || Number.isInteger(number)),
  );
  return isKept && Number.isFinite(number) ? number : undefined;
}

/** `'a'`, `'a'::text`, `('a'::character varying)::text`: the words, whatever they are cast to without a length. */
export function wordOf(node: Node | undefined): string | undefined {
  const literal = literalOf(node);
  if (!literal || literal.isNumber || typeof literal.value !== 'string') return undefined;
  return literal.casts.every(({ modifiers }) => modifiers.length === 0) ? literal.value : undefined;
}

/** The column that an expression is, through casts that change no word of it. */
export function columnOf(node: Node | undefined): string | undefined {
  if (!node) return undefined;
  if ('TypeCast' in node) {
    const type = typeOfName(node.TypeCast.typeName);
    return type && type.schema === undefined && !type.isArray ? columnOf(node.TypeCast.arg) : undefined;
  }
  if (!('ColumnRef' in node)) return undefined;
  const [field, more] = node.ColumnRef.fields ?? [];
  return field && !more && 'String' in field ? field.String.sval : undefined;
}
