import { redactStored } from '../../present/redact.ts';
import type { Json, JsonObject } from '../canonical.ts';

/** Compared and hashed as they are: what they hold is the commit's and the catalog's, never a vendor's words. */
const FACTS = new Set(['plan', 'snapshot']);

/** A body without the secrets that a vendor said back: the record is read by many, and forgets nothing. */
export function withoutSecrets(body: JsonObject): JsonObject {
  // Defined, not assigned: a key such as `__proto__` is a key like any other.
  return Object.fromEntries(
    Object.entries(body).map(([key, item]) => [key, FACTS.has(key) ? item : hidden(item)]),
  );
}

function hidden(value: Json): Json {
  if (typeof value === 'string') return redactStored(value);
  if (value === null || typeof value !== 'object') return value;
  return Array.isArray(value) ? value.map(hidden) : withoutSecrets(value as JsonObject);
}
