import { createHash } from 'node:crypto';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { ErrorEvent, SessionUpdate } from './state.ts';

type Json = Record<string, unknown>;
export interface Envelope {
  readonly header: Json;
  readonly items: readonly { readonly header: Json; readonly payload: Buffer }[];
}

/** Undoes Content-Encoding. */
export function decoded(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'gzip') return gunzipSync(body);
  if (encoding === 'deflate') return inflateSync(body);
  if (encoding === 'br') return brotliDecompressSync(body);
  return body;
}

/**
 * An envelope is lines of JSON headers with payloads between; a payload is as long as its header's `length` says, or
 * reaches to the end of the line. https://develop.sentry.dev/sdk/data-model/envelopes/
 */
export function parseEnvelope(body: Buffer): Envelope {
  let at = 0;
  const line = (): Buffer => {
    const end = body.indexOf(10, at);
    const found = body.subarray(at, end < 0 ? body.length : end);
    at = end < 0 ? body.length : end + 1;
    return found;
  };
  const json = (bytes: Buffer) => JSON.parse(bytes.toString('utf8')) as Json;
  const header = json(line());
  const items: { header: Json; payload: Buffer }[] = [];
  while (at < body.length) {
    const raw = line();
    if (raw.length === 0) continue;
    const itemHeader = json(raw);
    const length = itemHeader['length'];
    if (typeof length !== 'number') {
      items.push({ header: itemHeader, payload: line() });
      continue;
    }
    if (at + length > body.length) throw new Error('envelope item is shorter than its length');
    items.push({ header: itemHeader, payload: body.subarray(at, at + length) });
    at += length;
    if (body[at] === 10) at += 1;
  }
  return { header, items };
}

/** An `event` item as the stand-in keeps it. */
export function eventFrom(event: Json, project: string): ErrorEvent {
  const exception = lastOf((event['exception'] as { values?: unknown[] } | undefined)?.values) as
    | { type?: string; value?: string; stacktrace?: { frames?: { filename?: string; function?: string }[] } }
    | undefined;
  const message =
    text(event['message']) ??
    text((event['logentry'] as Json | undefined)?.['formatted']) ??
    '<unlabeled event>';
  const title = exception ? `${exception.type ?? 'Error'}: ${exception.value ?? ''}` : message;
  const frame = lastOf(exception?.stacktrace?.frames);
  const fingerprint = event['fingerprint'];
  const custom =
    Array.isArray(fingerprint) && !fingerprint.includes('{{ default }}') ? fingerprint.join('\n') : undefined;
  return {
    id: text(event['event_id']) ?? createHash('md5').update(title).digest('hex'),
    project,
    group: custom ?? `${title}\n${frame?.function ?? ''}`,
    title,
    culprit: text(event['transaction']) ?? frame?.filename ?? '',
    level: text(event['level']) ?? 'error',
    release: text(event['release']) ?? null,
    environment: text(event['environment']) ?? 'production',
    at: time(event['timestamp']),
    user: text((event['user'] as Json | undefined)?.['id']) ?? null,
    tags: tagsOf(event['tags']),
    sdk: text((event['sdk'] as Json | undefined)?.['name']) ?? '',
  };
}

/** A `session` or `sessions` item; https://develop.sentry.dev/sdk/telemetry/sessions/ */
export function sessionsFrom(item: Json, project: string): SessionUpdate[] {
  const attributes = (item['attrs'] ?? {}) as Json;
  const release = text(attributes['release']);
  if (!release) return [];
  const common = { project, release, environment: text(attributes['environment']) ?? 'production' };
  const aggregates = item['aggregates'] as Json[] | undefined;
  if (!aggregates)
    return [
      {
        ...common,
        sid: text(item['sid']) ?? '',
        status: text(item['status']) ?? 'ok',
        at: time(item['started']),
        count: 1,
      },
    ];
  return aggregates.flatMap((bucket, index) =>
    (['exited', 'errored', 'crashed', 'abnormal'] as const)
      .filter((status) => typeof bucket[status] === 'number')
      .map((status) => ({
        ...common,
        sid: `aggregate-${time(bucket['started'])}-${index}-${Math.random()}`,
        status,
        at: time(bucket['started']),
        count: bucket[status] as number,
      })),
  );
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

const lastOf = <Item>(items: readonly Item[] | undefined): Item | undefined => items?.[items.length - 1];

/** Seconds since the epoch or ISO 8601; what is missing or in the future is now, as Sentry's relay has it. */
function time(value: unknown): number {
  const at =
    typeof value === 'number' ? value * 1000 : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) || at > Date.now() + 60_000 ? Date.now() : at;
}

function tagsOf(tags: unknown): Record<string, string> {
  const pairs = Array.isArray(tags) ? (tags as [string, unknown][]) : Object.entries((tags ?? {}) as Json);
  return Object.fromEntries(pairs.map(([key, value]) => [key, String(value)]));
}
