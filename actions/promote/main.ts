import { defineAction } from '../../src/runner/action.ts';
import { NOTICE_INPUTS, RELEASE_INPUTS } from '../../src/runner/inputs.ts';
import { describe, withRelease } from '../../src/runner/releasing.ts';

export const action = defineAction({
  name: 'promote',
  title: 'Shiplock promote',
  description:
    'Move production traffic to the staged deployment: one write, never repeated, then confirmed by alias and by a request.',
  inputs: [
    ...RELEASE_INPUTS,
    ...NOTICE_INPUTS,
    'vercel-protection-bypass',
    'lease-wait-minutes',
    'promote-deadline-seconds',
  ],
  required: ['environment', 'database-url', 'vercel-token'],
  outputs: {
    'release-id': 'Id of the release, `rel_\u2026`.',
    outcome: '`done`, or `noop` if production already served it.',
    'deployment-id': 'Deployment that production serves now.',
  },
  undo: true,
  run: async (door) => {
    const { promote } = await import('../../src/release/steps/promote.ts');
    return withRelease(door, promote);
  },
  describe,
});
