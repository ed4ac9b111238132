import { createHash } from 'node:crypto';

/** What may be written into the record: JSON without undefined. Numbers must print without an exponent. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/**
 * Canonical JSON: keys sorted by code point, no white space, numbers in plain decimal notation.
 * `shiplock.canonical(jsonb)` in the record's schema gives byte-for-byte the same text, so that the
 * database can chain events and anybody can re-compute the chain without it.
 * Close to RFC 8785, but keys are ordered by code point (as Postgres' "C" collation does), not UTF-16 unit.
 */
export function canonical(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed());
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item as Json)).join(',')}]`;
  const entries = Object.entries(value as JsonObject).sort(([a], [b]) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b)),
  );
  return `{${entries.map(([key, item]) => `${JSON.stringify(key.toWellFormed())}:${canonical(item)}`).join(',')}}`;
}

function canonicalNumber(value: number): string {
  if (Object.is(value, -0)) return '0';
  const text = JSON.stringify(value);
  if (!Number.isFinite(value) || text.includes('e')) {
    throw new RangeError(`the record keeps only numbers that print without an exponent; ${value} is not one`);
  }
  return text;
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
