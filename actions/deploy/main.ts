import { deploy } from '../../src/release/steps/deploy.ts';
import { defineAction } from '../../src/runner/action.ts';
import { describe, withRelease } from '../../src/runner/compose.ts';
import { ERROR_TRACKER_INPUTS, NOTICE_INPUTS, RELEASE_INPUTS } from '../../src/runner/inputs.ts';

export const action = defineAction({
  name: 'deploy',
  title: 'Shiplock deploy',
  description: 'Upload and build a commit staged on Vercel: no domain moves.',
  inputs: [
    ...RELEASE_INPUTS,
    ...ERROR_TRACKER_INPUTS,
    ...NOTICE_INPUTS,
    'vercel-protection-bypass',
    'working-directory',
  ],
  required: ['environment', 'database-url', 'vercel-token'],
  outputs: {
    'release-id': 'Id of the release, `rel_\u2026`.',
    'deployment-id': 'Vercel deployment id, `dpl_\u2026`.',
    'deployment-url': 'URL of the staged deployment.',
  },
  run: (door) => withRelease(door, deploy),
  describe,
});
