import type { TypeName } from 'libpg-query';
import { constant, nameList } from '../../sql/walk.ts';

export interface TypeChange {
  readonly rewrites: boolean;
  /** Some value of the old type may not come through. */
  readonly narrows: boolean;
  /** Clients get the same values as before: a longer varchar is still text to them. */
  readonly sameToReaders: boolean;
}

interface Parsed {
  readonly base: string;
  readonly mods: readonly number[];
}

const NOTHING: TypeChange = { rewrites: false, narrows: false, sameToReaders: true };
const WIDER_NUMBERS: Record<string, readonly string[]> = {
  smallint: ['integer', 'bigint', 'numeric'],
  integer: ['bigint', 'numeric', 'double precision'],
  bigint: ['numeric'],
  real: ['double precision'],
  date: ['timestamp without time zone', 'timestamp with time zone'],
};

/**
 * What a change of type does to rows there are. Only changes known to keep the stored bytes count as quick
 * (binary coercible, with a length that does not shrink); everything else rewrites. `undefined`: not known.
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
 */
export function compareTypes(
  before: string | undefined,
  after: string,
  using: unknown,
  column: string,
): TypeChange {
  const converts = using !== undefined && !readsColumnOnly(using, column, after);
  if (!before) return { rewrites: true, narrows: true, sameToReaders: false };
  if (converts) return { rewrites: true, narrows: true, sameToReaders: false };
  if (before === after) return NOTHING;
  const from = parse(before);
  const to = parse(after);
  if (isText(from) && isText(to) && keepsLength(from, to)) return NOTHING;
  if (from.base === to.base && SAME_BASE.has(from.base)) return sameBase(from, to);
  if (from.base === 'cidr' && to.base === 'inet')
    return { rewrites: false, narrows: false, sameToReaders: true };
  // The same bytes, but compared without regard to case.
  if (isText(from) && to.base.split('.').at(-1) === 'citext')
    return { rewrites: false, narrows: false, sameToReaders: false };
  const widens = WIDER_NUMBERS[from.base]?.includes(to.base) === true && to.mods.length === 0;
  const toText = to.base === 'text';
  return { rewrites: true, narrows: !widens && !toText, sameToReaders: isText(from) && isText(to) };
}

const isText = (type: Parsed) => type.base === 'text' || type.base === 'character varying';

/** text has no limit; varchar(n) → varchar(m) keeps the bytes when m ≥ n. */
function keepsLength(from: Parsed, to: Parsed): boolean {
  const [limit = Number.POSITIVE_INFINITY] = from.mods;
  const [newLimit = Number.POSITIVE_INFINITY] = to.mods;
  return newLimit >= limit;
}

const SAME_BASE = new Set([
  'numeric',
  'bit varying',
  'timestamp without time zone',
  'timestamp with time zone',
  'time without time zone',
  'time with time zone',
]);

/** The same type with other limits: quick while nothing shrinks (numeric must also keep its scale). */
function sameBase(from: Parsed, to: Parsed): TypeChange {
  if (from.base === 'numeric') {
    const [precision = Number.POSITIVE_INFINITY, scale = from.mods.length ? 0 : undefined] = from.mods;
    const [newPrecision = Number.POSITIVE_INFINITY, newScale = to.mods.length ? 0 : undefined] = to.mods;
    const keeps = to.mods.length === 0 || (scale === newScale && newPrecision >= precision);
    return { rewrites: !keeps, narrows: !keeps, sameToReaders: true };
  }
  const whole = from.base.startsWith('time') ? 6 : Number.POSITIVE_INFINITY;
  const keeps = (to.mods[0] ?? whole) >= (from.mods[0] ?? whole);
  return { rewrites: !keeps, narrows: !keeps, sameToReaders: true };
}

/** `character varying(20)` and `timestamp(3) without time zone` as `format_type` writes them. */
function parse(type: string): Parsed {
  const open = type.indexOf('(');
  const close = type.indexOf(')');
  if (open === -1 || close === -1) return { base: type, mods: [] };
  const mods = type
    .slice(open + 1, close)
    .split(',')
    .map(Number);
  return { base: (type.slice(0, open) + type.slice(close + 1)).trim(), mods };
}

/** USING that only names the column, perhaps cast to the new type itself, as people write it to be clear. */
function readsColumnOnly(using: unknown, column: string, after: string): boolean {
  if (typeof using !== 'object' || using === null) return false;
  if ('TypeCast' in using) {
    const cast = using.TypeCast as { arg?: unknown; typeName?: TypeName };
    // Through any other type the value is made anew, even if it ends up the same.
    return (
      typeOf(cast.typeName) === after &&
      typeof cast.arg === 'object' &&
      cast.arg !== null &&
      'ColumnRef' in cast.arg &&
      readsColumnOnly(cast.arg, column, after)
    );
  }
  if (!('ColumnRef' in using)) return false;
  return nameList((using.ColumnRef as { fields?: unknown }).fields).at(-1) === column;
}

/** A type of the syntax tree, written as `format_type` would. */
export function typeOf(type: TypeName | undefined): string {
  const mods = (type?.typmods ?? []).map((node) => constant(node) ?? '');
  return writtenType(nameList(type?.names), mods, (type?.arrayBounds?.length ?? 0) > 0);
}

const WRITTEN: Record<string, string> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  varchar: 'character varying',
  bpchar: 'character',
  varbit: 'bit varying',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  time: 'time without time zone',
  timetz: 'time with time zone',
};

function writtenType(names: readonly string[], mods: readonly string[], array: boolean): string {
  const known = names.length === 1 || names[0] === 'pg_catalog' ? (names.at(-1) ?? '') : names.join('.');
  const written = WRITTEN[known] ?? known;
  const limit = mods.length > 0 ? `(${mods.join(',')})` : '';
  const split = written.indexOf(' with');
  const name =
    split === -1 ? `${written}${limit}` : `${written.slice(0, split)}${limit}${written.slice(split)}`;
  return array ? `${name}[]` : name;
}
