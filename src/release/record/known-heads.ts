import type { Flaw } from './flaw.ts';
import { type OutsideHead, START } from './head.ts';
import { isExplained } from './restored.ts';
import type { Restored } from './restored-body.ts';
import type { StoredEvent } from './stored-event.ts';

/** Heads of elsewhere, each looked for in the chain. */
export class Heads {
  readonly #outside: readonly OutsideHead[];
  readonly #given:
    | { readonly text: string; readonly seq: string | undefined; readonly hash: string }
    | undefined;
  readonly #seen = new Set<OutsideHead>();
  readonly #bySeq = new Map<string, OutsideHead[]>();
  #givenSeen: boolean;

  constructor(given: string | undefined, outside: readonly OutsideHead[]) {
    const [hash = '', seq] = given?.split(':').reverse() ?? [];
    this.#given = given === undefined ? undefined : { text: given, seq, hash };
    this.#givenSeen = given === undefined || (hash === START.hash && Number(seq ?? START.seq) === START.seq);
    this.#outside = outside.filter((head) => head.seq > 0);
    for (const head of this.#outside) {
      const others = this.#bySeq.get(String(head.seq)) ?? [];
      this.#bySeq.set(String(head.seq), [...others, head]);
    }
  }

  get count(): number {
    return this.#outside.length + (this.#given ? 1 : 0);
  }

  see({ seq, hash }: StoredEvent): void {
    const given = this.#given;
    if (given && hash?.startsWith(given.hash) && (given.seq ?? seq) === seq) this.#givenSeen = true;
    for (const head of this.#bySeq.get(seq) ?? []) if (hash?.startsWith(head.hash)) this.#seen.add(head);
  }

  /** @param end place of the newest event */
  missing(end: number, restored: readonly Restored[]): Flaw[] {
    const flaws: Flaw[] = [];
    if (!this.#givenSeen)
      flaws.push({
        kind: 'cut-off',
        seq: String(end),
        why: `the event with hash ${this.#given?.text} is not in the record: the record was cut off or rewritten`,
      });
    for (const head of this.#outside) {
      if (this.#seen.has(head) || isExplained(head, restored)) continue;
      const { seq, hash, by, at, deploymentId, releaseId } = head;
      flaws.push({
        kind: 'cut-off',
        seq: String(seq),
        why: `deployment ${deploymentId} of release ${releaseId} at the code host has it as ${hash}, but the record ${seq > end ? `ends at event ${end}` : 'has a different one there'}: the record lost its end or was changed, or somebody posted a deployment that claims a head (this one: ${by}, ${at})`,
      });
    }
    return flaws;
  }
}
