import { canonical, sha256 } from '../canonical.ts';
import type { Database } from '../ports.ts';
import { EVENT_COLUMNS, type RecordEvent } from './record.ts';

export interface ChainReport {
  readonly intact: boolean;
  readonly events: number;
  /** Hash of the newest event: print it somewhere else, and a cut-off end is found too. */
  readonly head: string;
  /** The first event that does not fit, and why. */
  readonly broken?: { readonly seq: number; readonly why: string };
}

const START = '0'.repeat(64);
const PAGE = 1000;

/** The hash that this event must have, from its own content and its predecessor's hash. */
export function eventHash(event: RecordEvent): string {
  return sha256(
    event.prevHash +
      canonical({
        seq: event.seq,
        release: event.releaseId,
        at: event.at,
        actor: event.actor,
        phase: event.phase,
        kind: event.kind,
        token: event.token,
        body: event.body,
      }),
  );
}

/** Re-computes the chain from the first event on, in this process, trusting nothing the database computed. */
export async function verifyChain(
  db: Database,
  options: { readonly head?: string } = {},
): Promise<ChainReport> {
  let previous = START;
  let count = 0;
  let headSeen = options.head === undefined || options.head === START;
  for (let after = 0; ; ) {
    const page = await db.query<RecordEvent>(
      `select ${EVENT_COLUMNS} from shiplock.event where seq > $1 order by seq limit ${PAGE}`,
      [after],
    );
    for (const event of page) {
      const broken = fault(event, previous, count + 1);
      if (broken)
        return { intact: false, events: count, head: previous, broken: { seq: event.seq, why: broken } };
      previous = event.hash;
      headSeen ||= event.hash === options.head;
      count += 1;
      after = event.seq;
    }
    if (page.length < PAGE) break;
  }
  if (!headSeen) {
    return {
      intact: false,
      events: count,
      head: previous,
      broken: {
        seq: count,
        why: `the event with hash ${options.head} is gone: the end of the record was cut off`,
      },
    };
  }
  return { intact: true, events: count, head: previous };
}

function fault(event: RecordEvent, previous: string, expectedSeq: number): string | undefined {
  if (event.seq !== expectedSeq) return `event ${expectedSeq} is missing`;
  if (event.prevHash !== previous) return 'its prev_hash is not the hash of the event before it';
  if (eventHash(event) !== event.hash)
    return 'its content does not give its hash: it was changed after it was written';
  return undefined;
}
