import { createHash } from 'node:crypto';

/** What may be written into the record: JSON without undefined. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A number as it was written, for values that a JavaScript number would round. */
export class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** JSON whose numbers may be longer than a JavaScript number can hold. */
export type ExactJson = Json | Digits | readonly ExactJson[] | { readonly [key: string]: ExactJson };

/**
 * Canonical JSON: keys sorted by code point, no white space, numbers in plain decimal notation (no exponent, no zeros
 * at the end of the fraction, no minus before zero), and U+FFFD for what PostgreSQL cannot hold (NUL, lone surrogates).
 * `shiplock.canonical(jsonb)` in the record's schema gives byte-for-byte the same text, so that the
 * database can chain events and anybody can re-compute the chain without it.
 * Close to RFC 8785, but keys are ordered by code point (as Postgres' "C" collation does), not UTF-16 unit.
 */
export function canonical(value: ExactJson): string {
  return write(value, plainDecimal);
}

/** Canonical JSON as the first format of the record had it: numbers as they were written. */
export function canonicalAsWritten(value: ExactJson): string {
  return write(value, (text) => text);
}

function write(value: ExactJson, number: (text: string) => string): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return number(numberText(value));
  if (value instanceof Digits) return number(value.text);
  if (typeof value === 'string') return JSON.stringify(storable(value));
  if (isList(value)) return `[${value.map((item) => write(item, number)).join(',')}]`;
  // Two keys may become one; the last one counts, as it does in jsonb.
  const entries = new Map(Object.entries(value).map(([key, item]) => [storable(key), item] as const));
  const sorted = inOrder([...entries.keys()]);
  return `{${sorted.map((key) => `${JSON.stringify(key)}:${write(entries.get(key) ?? null, number)}`).join(',')}}`;
}

/** By code point. UTF-16 units have another order only where one of them is half a character. */
function inOrder(keys: string[]): string[] {
  if (!keys.some((key) => HALF.test(key))) return keys.sort();
  return keys
    .map((key) => ({ key, bytes: Buffer.from(key) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ key }) => key);
}

const HALF = /[\uD800-\uDFFF]/;

// Array.isArray() does not narrow a readonly array: https://github.com/microsoft/TypeScript/issues/17002
function isList(value: object): value is readonly ExactJson[] {
  return Array.isArray(value);
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  throw new RangeError(`the record keeps finite numbers only; ${value} is not one`);
}

/** jsonb holds 131,072 digits before the point, and 16,383 after it. */
const LONGEST_SHIFT = 150_000;

/** `-1.50e3` → `-1500`: the same number, written in the one way that both sides write it. */
function plainDecimal(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const negative = mantissa.startsWith('-');
  const [whole = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.');
  const shift = Number(exponent);
  if (Math.abs(shift) > LONGEST_SHIFT)
    throw new RangeError(`${text} has more digits than the record can hold`);
  const digits = whole + fraction;
  const point = whole.length + shift;
  const left = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '';
  const right = point < 0 ? digits.padStart(digits.length - point, '0') : digits.slice(point);
  const units = left.replace(/^0+(?=\d)/, '') || '0';
  const rest = right.replace(/0+$/, '');
  const plain = rest === '' ? units : `${units}.${rest}`;
  return negative && plain !== '0' ? `-${plain}` : plain;
}

/** Text as PostgreSQL can hold it: jsonb refuses NUL and lone surrogates (22P05, 22P02). */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** SHA-256 of the UTF-8 bytes, as 64 hex digits. */
export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The hash of a value's canonical JSON. */
export function hashOf(value: Json): string {
  return sha256(canonical(value));
}

/** Drops `undefined` and anything JSON cannot hold, so that typed objects can go into the record. */
export function toJson(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json);
}
