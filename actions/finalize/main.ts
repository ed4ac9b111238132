import { defineAction } from '../../src/runner/action.ts';
import { ERROR_TRACKER_INPUTS, NOTICE_INPUTS, RELEASE_INPUTS } from '../../src/runner/inputs.ts';
import { describe, withRelease } from '../../src/runner/releasing.ts';

export const action = defineAction({
  name: 'finalize',
  title: 'Shiplock finalize',
  description: 'Close the release: schema snapshot, error-tracker deploy, deployment status, notice, lease.',
  inputs: [...RELEASE_INPUTS, ...ERROR_TRACKER_INPUTS, ...NOTICE_INPUTS, 'lease-wait-minutes'],
  required: ['environment', 'database-url', 'vercel-token'],
  outputs: {
    'release-id': 'Id of the release, `rel_\u2026`.',
    result: '`released`, or `overtaken`.',
  },
  // A release whose watch has passed is a good one, whatever keeps it from being closed.
  undo: 'never',
  run: async (door) => {
    const { finalize } = await import('../../src/release/steps/finalize.ts');
    return withRelease(door, finalize);
  },
  describe,
});
