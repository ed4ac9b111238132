import { z } from 'zod';
import type { Json, JsonObject } from './canonical.ts';

/**
 * Any JSON, as `z.json()` reads it, in one walk: that one tries up to six schemas for each value inside, which is most
 * of the time in which a record is read.
 */
export const json: z.ZodType<Json> = z.unknown().transform((value, context): Json => {
  const read = copyOf(value);
  if (read !== undefined) return read;
  context.issues.push({ code: 'custom', input: value, message: 'Invalid input: expected JSON' });
  return z.NEVER;
});

export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), json);

/** undefined: JSON has no such value. */
function copyOf(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'object') return undefined;
  return Array.isArray(value)
    ? listOf(value)
    : z.core.util.isPlainObject(value)
      ? fieldsOf(value)
      : undefined;
}

function listOf(items: readonly unknown[]): readonly Json[] | undefined {
  const list: Json[] = [];
  for (const item of items) {
    const read = copyOf(item);
    if (read === undefined) return undefined;
    list.push(read);
  }
  return list;
}

function fieldsOf(value: Readonly<Record<string, unknown>>): JsonObject | undefined {
  const fields: Record<string, Json> = {};
  for (const [key, field] of Object.entries(value)) {
    // As a field it would be the prototype of the copy.
    if (key === '__proto__') continue;
    const read = copyOf(field);
    if (read === undefined) return undefined;
    fields[key] = read;
  }
  return fields;
}
