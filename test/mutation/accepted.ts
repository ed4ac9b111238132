/** A mutant that no test can or should notice, and why. One that is noticed all the same makes `test:mutation` red. */
export interface Accepted {
  readonly file: string;
  /** Part of the line of source where it begins, so that the entry follows the line. */
  readonly line: string;
  /** What stands there instead. */
  readonly to: string;
  readonly why: string;
}

const SAME = 'the same for every value that can come here';
const NEVER = 'a default that no case reads: what follows asks for a property that it has not either';
const list = '["Stryker was here"]';

export const ACCEPTED: readonly Accepted[] = [
  ...(
    [
      ['canonical.ts', "mantissa.replace(/^[+-]/, '')", '/[+-]/', `${SAME}: the sign stands first`],
      ['canonical.ts', 'point > 0 ?', 'point >= 0', `${SAME}: nothing is cut off at 0`],
      ['canonical.ts', 'point < 0 ?', 'point <= 0', `${SAME}: nothing is added at 0`],
      ['record/head.ts', '.exec(description) ?? []', list, NEVER],
      ['record/head.ts', 'return seq && hash', 'seq || hash', `${SAME}: both are found, or none`],
      ['record/known-heads.ts', "given?.split(':').reverse() ?? []", list, NEVER],
      ['record/known-heads.ts', 'this.#bySeq.get(String(head.seq)) ?? []', list, NEVER],
      ['record/known-heads.ts', 'this.#bySeq.get(seq) ?? []', list, NEVER],
      ['record/release-rows.ts', ': [];', list, NEVER],
      ['record/verify.ts', 'last === undefined && page.length === 0', 'true', 'it asks once more, in vain'],
      ['plan.ts', '(waiting ?? []).map', list, NEVER],
      ['record/verify.ts', 'row?.hidden', 'row.hidden', `${SAME}: the query answers one row`],
      ['record/verify.ts', 'outside: readonly OutsideHead[] = []', list, NEVER],
    ] as const
  ).map(([file, line, to, why]) => ({ file: `src/release/${file}`, line, to, why })),
  ...(
    [
      [
        'verdict/columns.ts',
        'Number(b[0]) >= precision',
        'Number(b[0]) > precision',
        `${SAME}: with the same limits it is the same type, and that is asked first`,
      ],
      ['verdict/embeds.ts', 'a.id < b.id', 'a.id <= b.id', `${SAME}: a pair is made of two keys`],
      ['model/view.ts', 'kinds ?? []', list, 'no object is of that kind'],
      [
        'verdict/publications.ts',
        'relation?.properties.replicaIdentity',
        'relation.properties',
        `${SAME}: what is published is a relation of the snapshot`,
      ],
      ['verdict/rights.ts', "VERBS[text(item, 'privilege')] ?? []", list, 'no contract declares that verb'],
    ] as const
  ).map(([file, line, to, why]) => ({ file: `src/schema/${file}`, line, to, why })),
];
