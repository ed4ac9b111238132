import type { Problem } from '../release/errors.ts';
import type { Inputs } from './values.ts';

/** Shorter ones say nothing to whoever finds the hold. */
const SHORTEST_REASON = 10;

/** What is wrong with a hold before anybody asks the record. */
export function holdMistakes({
  reason,
  'hold-id': lifts,
  'held-commit': commit,
}: Inputs): readonly Problem[] {
  const about = { code: 'SHIPLOCK_INPUT_INVALID', notDone: ['nothing was recorded'] } as const;
  return [
    ...(reason !== undefined && reason.trim().length < SHORTEST_REASON
      ? [
          {
            ...about,
            what: `the input reason is ${JSON.stringify(reason)} (expected at least ${SHORTEST_REASON} characters)`,
            next: 'Say why, for whoever finds the hold.',
          },
        ]
      : []),
    ...(lifts && commit
      ? [
          {
            ...about,
            what: 'the inputs hold-id and held-commit are both set: hold-id lifts a hold, held-commit places one',
            next: 'Set one of them.',
          },
        ]
      : []),
  ];
}
