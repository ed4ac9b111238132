import { defineAction } from '../../src/runner/action.ts';
import { holdMistakes } from '../../src/runner/hold-mistakes.ts';

export const action = defineAction({
  name: 'hold',
  title: 'Shiplock hold',
  description:
    'Hold an environment or a commit with a reason, or lift a hold, also that of a release that was rolled back.',
  inputs: ['environment', 'reason', 'held-commit', 'hold-id', 'vercel-project', 'database-url'],
  required: ['environment', 'reason', 'database-url'],
  outputs: {
    'hold-id': 'Id of the hold that was placed or lifted.',
    state: '`held` or `lifted`.',
  },
  mistakes: holdMistakes,
  run: async (door) => {
    const { hold } = await import('../../src/runner/hold.ts');
    return hold(door);
  },
});
