import { contract } from '../../src/release/steps/contract.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { type Door, type DoorResult, type Manifest, UNDO_OUTPUT } from '../../src/runner/action.ts';
import { withRelease } from '../../src/runner/compose.ts';
import { flag, RELEASE_INPUTS, required } from '../../src/runner/inputs.ts';

export const manifest: Manifest = {
  name: 'migrate',
  title: 'Shiplock migrate',
  description:
    'Apply the plan\u2019s expand migrations under the environment\u2019s lease and the lock budget.',
  inputs: [
    ...RELEASE_INPUTS,
    'vercel-protection-bypass',
    'staging-database-url',
    'lease-wait-minutes',
    'accept-pin',
    'contract',
    'force',
    'reason',
    'rehearsal-database-url',
    'rehearsal-template',
  ],
  required: ['environment', 'database-url', 'vercel-token'],
  outputs: {
    'release-id': 'Id of the release, `rel_\u2026`.',
    applied: 'Versions that this step applied, separated by commas.',
    ...UNDO_OUTPUT,
  },
};

export function main(door: Door): Promise<DoorResult> {
  const { inputs } = door;
  const force = flag(inputs, 'force') && required(inputs, 'reason') !== '';
  return withRelease(door, (context) =>
    flag(inputs, 'contract') ? contract(context, { force }) : migrate(context),
  );
}

export { describe } from '../../src/runner/compose.ts';
