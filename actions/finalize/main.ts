import { finalize } from '../../src/release/steps/finalize.ts';
import { type Door, type DoorResult, type Manifest, UNDO_OUTPUT } from '../../src/runner/action.ts';
import { withRelease } from '../../src/runner/compose.ts';
import { ERROR_TRACKER_INPUTS, NOTICE_INPUTS, RELEASE_INPUTS } from '../../src/runner/inputs.ts';

export const manifest: Manifest = {
  name: 'finalize',
  title: 'Shiplock finalize',
  description: 'Close the release: schema snapshot, error-tracker deploy, deployment status, notice, lease.',
  inputs: [...RELEASE_INPUTS, ...ERROR_TRACKER_INPUTS, ...NOTICE_INPUTS, 'lease-wait-minutes'],
  required: ['environment', 'database-url', 'vercel-token'],
  outputs: {
    'release-id': 'Id of the release, `rel_\u2026`.',
    result: '`released`.',
    ...UNDO_OUTPUT,
  },
};

export function main(door: Door): Promise<DoorResult> {
  return withRelease(door, (context) => finalize(context));
}

export { describe } from '../../src/runner/compose.ts';
