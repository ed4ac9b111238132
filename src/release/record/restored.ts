import type { Database } from '../ports.ts';
import { told } from './decode.ts';
import { EVENT_COLUMNS, type RecordEvent } from './event.ts';
import { type OutsideHead, type RecordHead, START } from './head.ts';
import type { Restored } from './restored-body.ts';
import { isOpenedFor, isOver, saysProject } from './sql.ts';

/** Longest list of witnesses that one event keeps. */
const MOST_WITNESSES = 20;

/**
 * Is this head one of those that a `restored` event has told of? Only what was written down by then is, by the code
 * host's own clock: what is lost by a second restore a minute later is news, and a deployment that claims the millionth
 * event explains nothing of later years.
 */
export function isExplained(head: OutsideHead, restored: readonly Restored[]): boolean {
  return restored.some(({ lost, proven, outside }) => {
    if (outside.some(({ seq, hash }) => seq === head.seq && hash === head.hash)) return true;
    const after = Math.min(lost.after.seq, proven?.seq ?? lost.after.seq);
    const [newest] = outside;
    return (
      newest !== undefined &&
      head.seq > after &&
      head.seq <= lost.to.seq &&
      Date.parse(head.at) <= Date.parse(newest.at)
    );
  });
}

/**
 * What the record has lost, by heads that were written down outside of it; undefined when it holds them all, or has
 * told of those it lacks.
 */
export async function lostEnd(db: Database, heads: readonly OutsideHead[]): Promise<Restored | undefined> {
  const outside = await ofThisRecord(db, heads);
  if (outside.length === 0) return undefined;
  const known = await hashesAt(
    db,
    outside.map(({ seq }) => seq),
  );
  const holds = ({ seq, hash }: RecordHead) => known.get(seq)?.startsWith(hash) ?? false;
  const unknown = outside.filter((head) => head.seq > 0 && !holds(head));
  if (unknown.length === 0) return undefined;
  const told = await restoredEvents(db);
  const news = unknown.filter((head) => !isExplained(head, told)).toSorted(newestFirst);
  const first = news.reduce<OutsideHead | undefined>((a, b) => (a && a.seq <= b.seq ? a : b), undefined);
  const last = news.reduce<OutsideHead | undefined>((a, b) => (a && a.seq >= b.seq ? a : b), undefined);
  const [newest] = news;
  if (!first || !last || !newest) return undefined;
  // What was appended between the restore and now has heads as well: those are newer.
  const held = outside.filter((head) => holds(head) && Date.parse(head.at) <= Date.parse(newest.at));
  const proven = held.reduce<OutsideHead | undefined>((a, b) => (a && a.seq >= b.seq ? a : b), undefined);
  const open = await db.query<{ id: string }>(
    `select r.id from shiplock.release r where not ${isOver('r.id')} order by r.opened_at desc limit 100`,
  );
  return {
    lost: {
      after: await lastBefore(db, first.seq),
      to: { seq: last.seq, hash: last.hash },
    },
    ...(proven ? { proven: { seq: proven.seq, hash: proven.hash } } : {}),
    outside: news.slice(0, MOST_WITNESSES).map(({ seq, hash, releaseId, deploymentId, by, at }) => ({
      seq,
      hash,
      releaseId,
      deploymentId,
      by,
      at,
    })),
    inDoubt: open.map(({ id }) => id),
  };
}

/**
 * Without those of another app's record: two databases may be of environments that are called alike. A project that this
 * record has never released is not its own, unless it knows of none.
 */
export async function ofThisRecord(
  db: Database,
  heads: readonly OutsideHead[],
): Promise<readonly OutsideHead[]> {
  const names = new Set(heads.flatMap(({ project }) => project ?? []));
  if (names.size === 0) return heads;
  const known = await releasedHere(db, [...names]);
  return heads.filter(({ project }) => !project || project.some((name) => known.has(name)));
}

/**
 * Which of these projects the record has released; all of them where it knows of none. Looked for from the newest
 * release on, whose project is nearly always among them: thousands of older ones are not read for it.
 */
async function releasedHere(db: Database, names: readonly string[]): Promise<ReadonlySet<string>> {
  const newest = (which: string) =>
    `(select 1 from shiplock.event where kind = 'opened' and ${saysProject('body')} and ${which}
       order by release_id desc limit 1)`;
  const rows = await db.query<{ name: string }>(
    `select name from unnest($1::text[]) as name where exists ${newest(isOpenedFor('body', 'array[name]'))}`,
    [names],
  );
  if (rows.length > 0) return new Set(rows.map(({ name }) => name));
  const [any] = await db.query<{ any: boolean }>(`select exists ${newest('true')} as any`);
  return new Set(any?.any ? [] : names);
}

/** What carries no time comes last. */
function newestFirst(one: OutsideHead, two: OutsideHead): number {
  return (Date.parse(two.at) || 0) - (Date.parse(one.at) || 0);
}

async function hashesAt(db: Database, seqs: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await db.query<RecordHead>(
    'select seq::int as seq, hash from shiplock.event where event.seq = any($1::bigint[])',
    [seqs],
  );
  return new Map(rows.map(({ seq, hash }) => [seq, hash]));
}

async function lastBefore(db: Database, seq: number): Promise<RecordHead> {
  const rows = await db.query<RecordHead>(
    'select seq::int as seq, hash from shiplock.event where event.seq < $1::bigint order by event.seq desc limit 1',
    [seq],
  );
  return rows[0] ?? START;
}

async function restoredEvents(db: Database): Promise<readonly Restored[]> {
  const rows = await db.query<RecordEvent>(
    `select ${EVENT_COLUMNS} from shiplock.event where kind = 'restored' order by event.seq`,
  );
  return rows.flatMap((event) => {
    const said = told(event);
    return said?.is === 'restored' ? [said] : [];
  });
}

/** Place of the newest `restored` event after this one; undefined when there is none. */
export async function restoredAfter(db: Database, seq: number): Promise<number | undefined> {
  const [row] = await db.query<{ seq: number | null }>(
    `select max(event.seq)::int as seq from shiplock.event where kind = 'restored' and event.seq > $1::bigint`,
    [seq],
  );
  return row?.seq ?? undefined;
}
