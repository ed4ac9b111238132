import type { JsonObject } from '../canonical.ts';
import { configurationError, ShiplockError } from '../errors.ts';
import type { Database } from '../ports.ts';
import { told } from './decode.ts';
import type { Flaw } from './flaw.ts';
import { type OutsideHead, START } from './head.ts';
import { installedVersion } from './install.ts';
import { Heads } from './known-heads.ts';
import { Parts } from './parts.ts';
import { ReleaseRows } from './release-rows.ts';
import type { Restored } from './restored-body.ts';
import { bodyOf, eventHash, type StoredEvent, storedEventColumns } from './stored-event.ts';

export interface ChainReport {
  readonly intact: boolean;
  /** How many events there are. */
  readonly events: number;
  /** The newest event: its place and hash. Kept somewhere else, they show an end that was cut off. */
  readonly seq: number;
  readonly head: string;
  /** false: this record's schema is of an early version, whose chain does not cover rows of releases. */
  readonly releasesCovered: boolean;
  /** Ends that the record lost and that it tells of by itself: it was restored, or changed. Never without a reason to look. */
  readonly restored: readonly {
    readonly seq: string;
    readonly after: number;
    readonly to: number;
    readonly by: string;
  }[];
  /** How many heads of elsewhere it was compared with. */
  readonly compared: number;
  /** In the order of the record; at most 100. Empty when it is intact. */
  readonly flaws: readonly Flaw[];
}

const PAGE = 500;
const MOST_FLAWS = 100;

/**
 * Re-computes the chain from the first event on, in this process, trusting nothing the database computed, and holds
 * every release's row against the event that opened it. Throws for a connection that is cut or may not read, never for
 * what it finds in the record.
 */
export async function verifyChain(
  db: Database,
  options: {
    /** `157:abc…` or the hash alone, of at least 32 digits. */
    readonly head?: string;
    /** From the code host. */
    readonly outside?: readonly OutsideHead[];
  } = {},
): Promise<ChainReport> {
  return db.transaction(async (tx) => {
    // One picture of both tables, while releases go on.
    await tx.query('set transaction isolation level repeatable read, read only');
    const version = await installedVersion(tx);
    const chain = new Chain(options.head, options.outside);
    const covered = version >= 3;
    try {
      for (let last: string | undefined; ; ) {
        const page = await readPage(tx, version, last);
        for (const event of page) chain.take(event);
        if (last === undefined && page.length === 0) await refuseHidden(tx, 'shiplock.event');
        last = page.at(-1)?.seq;
        if (page.length < PAGE) break;
      }
      if (covered) chain.flaws.push(...(await chain.rows.compare(tx)));
      if (version >= 6) chain.flaws.push(...(await comparedParts(tx, chain.parts)));
    } catch (error) {
      if (!(error instanceof ShiplockError) || error.code !== 'SHIPLOCK_DATABASE_ERROR') throw error;
      chain.flaws.push({
        kind: 'unreadable',
        why: `could not read the tables of the record: ${error.problem.what}`,
      });
    }
    return chain.report(covered);
  });
}

function readPage(tx: Database, version: number, last: string | undefined): Promise<StoredEvent[]> {
  const columns = storedEventColumns(version);
  return last === undefined
    ? tx.query(`select ${columns} from shiplock.event order by event.seq limit ${PAGE}`)
    : tx.query(
        `select ${columns} from shiplock.event where event.seq > $1::bigint order by event.seq limit ${PAGE}`,
        [last],
      );
}

async function comparedParts(tx: Database, parts: Parts): Promise<readonly Flaw[]> {
  const flaws = await parts.compare(tx);
  if (flaws.length > 0 && flaws.every(({ kind }) => kind === 'missing'))
    await refuseHidden(tx, 'shiplock.body');
  return flaws;
}

/** Nothing to see is a pass only for those who would see it. */
async function refuseHidden(tx: Database, table: 'shiplock.event' | 'shiplock.body'): Promise<void> {
  const [row] = await tx.query<{ hidden: boolean }>(
    `select pg_catalog.row_security_active('${table}') as hidden`,
  );
  if (!row?.hidden) return;
  throw configurationError({
    code: 'SHIPLOCK_DATABASE_PERMISSION',
    what: `row-level security hides the ${table === 'shiplock.event' ? 'events' : 'parts of events'} of the record from the role in database-url`,
    notDone: ['the record was not checked'],
    next: 'Use the role that owns schema shiplock, or one that can read it because of docs/sql/plan-role.sql.',
  });
}

/** The chain so far, event by event. */
class Chain {
  readonly rows = new ReleaseRows();
  readonly parts = new Parts();
  readonly flaws: Flaw[] = [];
  readonly #heads: Heads;
  readonly #restored: (Restored & { readonly seq: string })[] = [];
  #events = 0;
  #seq = 0;
  /** Undefined after a gap: the hash of the event before is not known. */
  #previous: string | undefined = START.hash;
  #last = START.hash;
  #format = 1;

  constructor(head: string | undefined, outside: readonly OutsideHead[] = []) {
    this.#heads = new Heads(head, outside);
  }

  take(event: StoredEvent): void {
    this.#events += 1;
    this.#place(event);
    if (this.#previous !== undefined && event.prevHash !== this.#previous)
      this.#say('changed', event, 'its prev_hash is not the hash of the previous event');
    this.#content(event);
    this.#previous = event.hash ?? '';
    this.#last = this.#previous;
    this.#heads.see(event);
  }

  #place(event: StoredEvent): void {
    const seq = Number(event.seq);
    if (!Number.isSafeInteger(seq) || seq <= this.#seq) {
      this.#say('added', event, 'there is no such place in the record');
      return;
    }
    if (seq > this.#seq + 1) {
      const first = this.#seq + 1;
      const gone = seq - 1 === first ? `event ${first} is` : `events ${first} to ${seq - 1} are`;
      this.flaws.push({ kind: 'missing', seq: String(first), why: `${gone} missing` });
      this.#previous = undefined;
    }
    this.#seq = seq;
  }

  #content(event: StoredEvent): void {
    try {
      const body = bodyOf(event);
      const hash = eventHash(event, body);
      if (hash === undefined) {
        this.#say('unreadable', event, `it has format ${event.format}, which this Shiplock does not know`);
        return;
      }
      if (Number(event.format) < this.#format)
        this.#say('changed', event, 'its format is older than that of the previous event');
      this.#format = Math.max(this.#format, Number(event.format));
      if (hash !== event.hash)
        this.#say(
          'changed',
          event,
          'its content does not match its hash: it was changed after it was written',
        );
      this.rows.learn(event, body);
      this.parts.learn(event, body);
      if (event.kind === 'restored') this.#learnRestore(event);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#say('unreadable', event, `its body is unreadable: ${why}`);
    }
  }

  #learnRestore({ seq, body }: StoredEvent): void {
    const said = told({ kind: 'restored', phase: 'record', body: JSON.parse(body ?? '{}') as JsonObject });
    if (said?.is === 'restored') this.#restored.push({ ...said, seq });
  }

  #say(kind: Flaw['kind'], event: StoredEvent, why: string): void {
    this.flaws.push({ kind, seq: event.seq, why });
  }

  report(releasesCovered: boolean): ChainReport {
    this.flaws.push(...this.#heads.missing(this.#seq, this.#restored));
    return {
      intact: this.flaws.length === 0,
      events: this.#events,
      seq: this.#seq,
      head: this.#last,
      releasesCovered,
      restored: this.#restored.map(({ seq, lost, outside }) => ({
        seq,
        after: lost.after.seq,
        to: lost.to.seq,
        by: [...new Set(outside.map(({ by }) => by))].join(', '),
      })),
      compared: this.#heads.count,
      flaws: this.flaws.slice(0, MOST_FLAWS),
    };
  }
}
