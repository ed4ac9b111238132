import { type JsonObject, toJson } from '../canonical.ts';
import type { SchemaSnapshot } from '../snapshot.ts';

export { keptSnapshot } from '../record/bodies.ts';

/** Body of the `observed` event that keeps the schema a release leaves behind, for later verdicts and drift checks. */
export function snapshotBody(snapshot: SchemaSnapshot): JsonObject {
  return { what: 'schema-snapshot', snapshot: toJson(snapshot) };
}
