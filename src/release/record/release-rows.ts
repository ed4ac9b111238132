import { canonical, type ExactJson } from '../canonical.ts';
import type { Database } from '../ports.ts';
import { fieldsOf, itemsOf, parseExact } from './exact.ts';
import type { Flaw } from './flaw.ts';
import type { StoredEvent } from './stored-event.ts';

type Facts = ReadonlyMap<string, ExactJson>;

/** What the chain says of the rows of `shiplock.release`: each was written there when its release was opened, or sealed. */
export class ReleaseRows {
  readonly #facts = new Map<string, Facts>();

  /** Takes what an event says of releases. The first word on a release counts. */
  learn(event: StoredEvent, body: ExactJson): void {
    const said = fieldsOf(body);
    const rows =
      event.kind === 'sealed' && event.format !== '1'
        ? itemsOf(said.get('releases'))
        : event.kind === 'opened' && event.format !== '1'
          ? [said.get('release')]
          : [];
    for (const row of rows) {
      const facts = fieldsOf(row);
      const id = facts.get('id');
      if (typeof id === 'string' && !this.#facts.has(id)) this.#facts.set(id, facts);
    }
  }

  /** Holds every row against what was learned. */
  async compare(db: Database): Promise<Flaw[]> {
    const rows = await db.query<{ id: string; facts: string }>(
      // As shiplock.release_facts() has it, but not by it: whoever changed a row could change a function.
      `select id::text as id, (to_jsonb(r) || jsonb_build_object('opened_at',
           to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))::text as facts
         from shiplock.release r order by opened_at, id`,
    );
    const flaws: Flaw[] = [];
    const seen = new Set<string>();
    for (const { id, facts } of rows) {
      seen.add(id);
      flaws.push(...this.#compareRow(id, facts));
    }
    for (const id of this.#facts.keys()) {
      if (!seen.has(id))
        flaws.push({ kind: 'missing', release: id, why: 'its row of shiplock.release is gone' });
    }
    return flaws;
  }

  #compareRow(id: string, text: string): Flaw[] {
    const said = this.#facts.get(id);
    if (!said)
      return [{ kind: 'added', release: id, column: 'id', why: 'no event opened a release with this id' }];
    let now: Facts;
    try {
      now = fieldsOf(parseExact(text));
    } catch (error) {
      return [{ kind: 'unreadable', release: id, why: `its row is unreadable: ${String(error)}` }];
    }
    return [...new Set([...said.keys(), ...now.keys()])].flatMap((column): Flaw[] => {
      const [was, is] = [said.get(column) ?? null, now.get(column) ?? null].map((value) => canonical(value));
      if (was === is) return [];
      return [
        {
          kind: 'changed',
          release: id,
          column,
          why: `${column} is ${is}, but was ${was} when the release was opened`,
        },
      ];
    });
  }
}
