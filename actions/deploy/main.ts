import { deploy } from '../../src/release/steps/deploy.ts';
import type { Door, DoorResult, Manifest } from '../../src/runner/action.ts';
import { withRelease } from '../../src/runner/compose.ts';
import { ERROR_TRACKER_INPUTS, NOTICE_INPUTS, RELEASE_INPUTS } from '../../src/runner/inputs.ts';

export const manifest: Manifest = {
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
};

export function main(door: Door): Promise<DoorResult> {
  return withRelease(door, (context) => deploy(context));
}

export { describe } from '../../src/runner/compose.ts';
