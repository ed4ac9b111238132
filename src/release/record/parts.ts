import { type ExactJson, sha256 } from '../canonical.ts';
import type { Database } from '../ports.ts';
import { fieldsOf } from './exact.ts';
import type { Flaw } from './flaw.ts';
import type { StoredEvent } from './stored-event.ts';

/** Parts are up to megabytes each. */
const PAGE = 50;

/** What the chain says of the rows of `shiplock.body`: events name the parts that they keep apart by their digests. */
export class Parts {
  readonly #named = new Map<string, { readonly seq: string; readonly name: string }>();

  /** Takes the digests that an event names. */
  learn({ seq, format }: StoredEvent, body: ExactJson): void {
    if (format === '1' || format === '2') return;
    for (const [name, digest] of fieldsOf(fieldsOf(body).get('kept')))
      if (typeof digest === 'string' && !this.#named.has(digest)) this.#named.set(digest, { seq, name });
  }

  /** Holds every row against what was learned, and against its own digest. */
  async compare(db: Database): Promise<Flaw[]> {
    const flaws: Flaw[] = [];
    const seen = new Set<string>();
    for (let last = ''; ; ) {
      const page = await db.query<{ digest: string; content: string }>(
        `select digest, content from shiplock.body where digest collate "C" > $1 order by digest collate "C" limit ${PAGE}`,
        [last],
      );
      for (const { digest, content } of page) {
        seen.add(digest);
        flaws.push(...this.#compareRow(digest, content));
      }
      last = page.at(-1)?.digest ?? last;
      if (page.length < PAGE) break;
    }
    for (const [digest, { seq, name }] of this.#named)
      if (!seen.has(digest))
        flaws.push({ kind: 'missing', part: digest, why: `shiplock.body lacks the ${name} of event ${seq}` });
    return flaws;
  }

  #compareRow(digest: string, content: string): Flaw[] {
    const named = this.#named.get(digest);
    if (!named) return [{ kind: 'added', part: digest, why: 'no event names it' }];
    if (sha256(content) === digest) return [];
    return [
      {
        kind: 'changed',
        part: digest,
        why: `the ${named.name} of event ${named.seq} is not what its digest says`,
      },
    ];
  }
}
