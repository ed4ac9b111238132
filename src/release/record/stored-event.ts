import { canonical, canonicalAsWritten, Digits, type ExactJson, sha256 } from '../canonical.ts';
import { parseExact } from './exact.ts';

/** A row of `shiplock.event` with every column as text: what the driver rounds or cannot read must not end a check. */
export interface StoredEvent {
  readonly seq: string;
  readonly release: string | null;
  readonly at: string | null;
  readonly actor: string | null;
  readonly phase: string | null;
  readonly kind: string | null;
  readonly token: string | null;
  readonly body: string | null;
  readonly prevHash: string | null;
  readonly hash: string | null;
  readonly format: string | null;
}

/** @param version of the record's schema: before the third there was one format of events, and they did not say so */
export function storedEventColumns(version: number): string {
  return `seq::text as seq, release_id as release, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
    actor, phase, kind, token::text as token, body::text as body, prev_hash as "prevHash", hash,
    ${version < 3 ? `'1'` : 'format::text'} as format`;
}

/** The body with every digit. @throws SyntaxError or RangeError when it cannot be read */
export function bodyOf(event: StoredEvent): ExactJson {
  return event.body === null ? null : parseExact(event.body);
}

/** The hash that this event must have, from its own content and its predecessor's hash. @throws as bodyOf */
export function eventHash(event: StoredEvent, body: ExactJson): string | undefined {
  const { seq, release, at, actor, phase, kind, token, prevHash, format } = event;
  const content = {
    seq: new Digits(seq),
    release,
    at,
    actor,
    phase,
    kind,
    token: token === null ? null : new Digits(token),
    body,
  };
  if (format === '1') return sha256(prevHash + canonicalAsWritten(content));
  if (format === '2' || format === '3')
    return sha256(prevHash + canonical({ ...content, format: Number(format) }));
  return undefined;
}
