import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Database } from '../ports.ts';
import { bodyOf, eventHash, type StoredEvent } from './stored-event.ts';

export interface StoredRelease {
  readonly id: string;
  readonly facts: string;
}

const text = z.string().nullable();
const file = z.object({
  events: z.array(
    z.object({
      seq: z.string(),
      release: text,
      at: text,
      actor: text,
      phase: text,
      kind: text,
      token: text,
      body: text,
      prevHash: text,
      hash: text,
      format: text,
    }),
  ),
  releases: z.array(z.object({ id: z.string(), facts: z.string() })),
});

/** A record as PostgreSQL wrote it: two events of the first format, the seal, and a release of the second. */
export const whole = (): { events: StoredEvent[]; releases: StoredRelease[] } =>
  file.parse(JSON.parse(readFileSync(new URL('whole.fixture.json', import.meta.url), 'utf8')));

/** The events with another one at the end that follows from them. */
export function followed(
  events: readonly StoredEvent[],
  more: Partial<StoredEvent> & { readonly body: string },
): StoredEvent[] {
  const last = events.at(-1);
  const next: StoredEvent = {
    seq: String(Number(last?.seq ?? 0) + 1),
    release: null,
    at: '2026-11-28T16:00:00.000000Z',
    actor: 'ada',
    phase: 'record',
    kind: 'observed',
    token: null,
    prevHash: last?.hash ?? '0'.repeat(64),
    hash: null,
    format: '2',
    ...more,
  };
  return [...events, { ...next, hash: next.hash ?? eventHash(next, bodyOf(next)) ?? null }];
}

/** What a check of the record asks the database, answered from memory; anything else is an error. */
export function inMemory(
  {
    events,
    releases,
  }: { readonly events: readonly StoredEvent[]; readonly releases: readonly StoredRelease[] },
  options: {
    readonly version?: number;
    /** Rows of `shiplock.body`. */
    readonly parts?: readonly { readonly digest: string; readonly content: string }[];
    /** Row-level security hides events from who asks. */
    readonly hidden?: boolean;
    readonly fails?: { readonly on: string; readonly error: Error };
  } = {},
): Database & { readonly asked: string[] } {
  const asked: string[] = [];
  const answer = (sql: string, values: readonly unknown[]): readonly object[] => {
    if (options.fails && sql.includes(options.fails.on)) throw options.fails.error;
    if (sql.startsWith('set transaction')) return [];
    if (sql.includes(`relname = 'schema_version'`)) return [{ present: true }];
    if (sql.includes('max(version)')) return [{ version: options.version ?? 4 }];
    if (sql.includes('row_security_active')) return [{ hidden: options.hidden ?? false }];
    if (sql.includes('from shiplock.release r')) return releases;
    if (sql.includes('from shiplock.body'))
      return (options.parts ?? []).filter(({ digest }) => digest > String(values[0])).slice(0, 50);
    if (sql.includes('from shiplock.event where event.seq > $1'))
      return events.filter(({ seq }) => Number(seq) > Number(values[0])).slice(0, 500);
    if (sql.includes('from shiplock.event order by')) return events.slice(0, 500);
    throw new Error(`not expected: ${sql}`);
  };
  const db = {
    asked,
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) => {
      asked.push(sql);
      return answer(sql, values) as Row[];
    },
    transaction: <T>(work: (tx: Database) => Promise<T>): Promise<T> => work(db),
    close: async () => undefined,
  };
  return db;
}
