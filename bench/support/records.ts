import pg from 'pg';
import type { PostgresPart } from '../../rehearsal/cloud/postgres/index.ts';
import { sha256 } from '../../src/release/canonical.ts';
import {
  bodyOf,
  eventHash,
  type StoredEvent,
  storedEventColumns,
} from '../../src/release/record/stored-event.ts';

/** Another database that starts as this one is. */
export async function copyDatabase(postgres: PostgresPart, from: string, to: string): Promise<void> {
  await postgres.sql(
    'postgres',
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = ${pg.escapeLiteral(from)}`,
  );
  await postgres.sql(
    'postgres',
    `create database ${pg.escapeIdentifier(to)} template ${pg.escapeIdentifier(from)} owner postgres`,
  );
}

/** The same database, and nothing was ever released. The next deploy installs the record. */
export async function emptyRecord(postgres: PostgresPart, database: string): Promise<void> {
  await postgres.sql(database, 'drop schema shiplock cascade');
}

/**
 * Finished releases, each with the events of the newest one that is there, under a commit, a plan and ids of its own.
 * The chain is computed here, which is faster than the record's functions, and whole, as `record verify` says.
 */
export async function releases(postgres: PostgresPart, database: string, count: number): Promise<void> {
  const [old] = await postgres.sql<OldRelease>(
    database,
    `select id, commit_sha as commit from shiplock.release order by opened_at desc limit 1`,
  );
  const events = await postgres.sql<StoredEvent>(
    database,
    `select ${storedEventColumns(6)} from shiplock.event where release_id = $1 order by event.seq`,
    [old!.id],
  );
  const parts = await postgres.sql<{ digest: string; content: string }>(
    database,
    'select digest, content from shiplock.body',
  );
  const [end] = await postgres.sql<{ seq: number; hash: string }>(
    database,
    'select seq::int as seq, hash from shiplock.event order by event.seq desc limit 1',
  );
  let last = end!;
  for (let from = 0; from < count; from += BATCH) {
    const made: StoredEvent[] = [];
    const contents = new Map<string, string>();
    const ids: string[] = [];
    for (let n = from; n < Math.min(count, from + BATCH); n += 1) {
      const commit = sha256(`commit ${n}`).slice(0, 40);
      const id = `rel_bench_${n}`;
      ids.push(id);
      const renamed = (text: string) => text.replaceAll(old!.commit, commit).replaceAll(old!.id, id);
      const digests = new Map(parts.map(({ digest, content }) => [digest, sha256(renamed(content))]));
      for (const { digest, content } of parts) contents.set(digests.get(digest)!, renamed(content));
      for (const event of events) {
        let body = renamed(event.body ?? 'null');
        for (const [was, now] of digests) body = body.replaceAll(was, now);
        const next = { ...event, seq: String(last.seq + 1), release: id, prevHash: last.hash, body };
        const hash = eventHash(next, bodyOf(next))!;
        last = { seq: last.seq + 1, hash };
        made.push({ ...next, hash });
      }
    }
    await postgres.sql(
      database,
      `insert into shiplock.release (id, environment, commit_sha, replaces, run_id, run_url, actor, opened_at)
         select id, environment, substr(encode(sha256(convert_to('commit ' || (${from} + place - 1), 'UTF8')), 'hex'), 1, 40),
                replaces, run_id, run_url, actor, opened_at
           from unnest($1::text[]) with ordinality as new (id, place),
                (select environment, replaces, run_id, run_url, actor, opened_at from shiplock.release where id = $2) as old`,
      [ids, old!.id],
    );
    await postgres.sql(
      database,
      `insert into shiplock.body (digest, content)
         select * from unnest($1::text[], $2::text[]) on conflict do nothing`,
      [[...contents.keys()], [...contents.values()]],
    );
    await postgres.sql(
      database,
      `insert into shiplock.event (seq, release_id, at, actor, phase, kind, token, body, prev_hash, hash, format)
         select * from unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[],
           $7::bigint[], $8::jsonb[], $9::text[], $10::text[], $11::smallint[])`,
      (
        [
          'seq',
          'release',
          'at',
          'actor',
          'phase',
          'kind',
          'token',
          'body',
          'prevHash',
          'hash',
          'format',
        ] as const
      ).map((column) => made.map((event) => event[column])),
    );
  }
  await postgres.sql(database, 'analyze shiplock.event, shiplock.release, shiplock.body');
}

interface OldRelease {
  readonly id: string;
  readonly commit: string;
}

const BATCH = 100;
