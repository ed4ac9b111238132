import { type JsonObject, toJson } from '../canonical.ts';
import type { RecordEvent } from '../record/record.ts';
import type { SchemaSnapshot } from '../snapshot.ts';

/** The schema that a release left behind is kept among its events: later verdicts and drift checks compare with it. */
const WHAT = 'schema-snapshot';

/** Body of the `observed` event that keeps it. */
export function snapshotBody(snapshot: SchemaSnapshot): JsonObject {
  return { what: WHAT, snapshot: toJson(snapshot) };
}

/** The last one kept; undefined where the release was never finalized. */
export function keptSnapshot(events: readonly RecordEvent[]): SchemaSnapshot | undefined {
  const kept = events.findLast((event) => event.body['what'] === WHAT);
  return kept?.body['snapshot'] as unknown as SchemaSnapshot | undefined;
}
