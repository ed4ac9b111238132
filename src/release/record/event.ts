import type { JsonObject } from '../canonical.ts';
import type { EventKind, EventPhase } from './events.ts';

/** An event of a release, as it is read. */
export interface RecordEvent {
  readonly seq: number;
  readonly releaseId: string;
  /** ISO 8601 in UTC with microseconds, as hashed. */
  readonly at: string;
  readonly actor: string;
  readonly phase: EventPhase;
  readonly kind: EventKind;
  readonly token: number | null;
  /** Read by `told`, and by nobody else. */
  readonly body: JsonObject;
  readonly prevHash: string;
  readonly hash: string;
}

const AT = `to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`;
export const EVENT_COLUMNS = `seq::int as seq, release_id as "releaseId", ${AT}, actor, phase, kind, token::int as token, body,
  prev_hash as "prevHash", hash`;
