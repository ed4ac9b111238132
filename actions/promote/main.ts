import { promote } from '../../src/release/steps/promote.ts';
import { defineAction } from '../../src/runner/action.ts';
import { describe, withRelease } from '../../src/runner/compose.ts';
import { NOTICE_INPUTS, RELEASE_INPUTS } from '../../src/runner/inputs.ts';

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
  run: (door) => withRelease(door, promote),
  describe,
});
