import type { Problem } from '../release/errors.ts';

/** Place and hash of the record's last event, as `record verify` prints them; the place can be left out. */
const HEAD = /^(\d+:)?[0-9a-f]{32,64}$/;

/** What is wrong with `--head`. */
export function headMistakes(head: string | undefined): readonly Problem[] {
  if (head === undefined || HEAD.test(head)) return [];
  return [
    {
      code: 'SHIPLOCK_INPUT_INVALID',
      what: `--head is ${JSON.stringify(head)} (expected the head of a record: PLACE:HASH or only the hash, with at least 32 of its digits)`,
      notDone: ['the record was not checked'],
      next: 'Copy it from the job summary of a release’s finalize step, or from an earlier output of `record verify`.',
    },
  ];
}
