import { defineAction } from '../../src/runner/action.ts';
import { ERROR_TRACKER_INPUTS, NOTICE_INPUTS, RELEASE_INPUTS } from '../../src/runner/inputs.ts';
import { describe, withRelease } from '../../src/runner/releasing.ts';

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
    'pull-request',
    'prebuilt',
  ],
  required: ['environment', 'database-url', 'vercel-token'],
  outputs: {
    'release-id': 'Id of the release, `rel_\u2026`.',
    'deployment-id': 'Vercel deployment id, `dpl_\u2026`.',
    'deployment-url': 'URL of the staged deployment.',
    'preview-url':
      'Where to look at it: the domain of the pull request (`vercel.previewDomain` in the settings), or the same as `deployment-url`.',
  },
  run: async (door) => {
    const { deploy } = await import('../../src/release/steps/deploy.ts');
    return withRelease(door, deploy);
  },
  describe,
});
