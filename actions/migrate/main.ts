import { defineAction } from '../../src/runner/action.ts';
import { RELEASE_INPUTS } from '../../src/runner/inputs.ts';
import { describe, withRelease } from '../../src/runner/releasing.ts';

export const action = defineAction({
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
  },
  undo: true,
  run: async (door) => {
    const { contract: contracts, force, reason } = door.inputs;
    if (!contracts) {
      const { migrate } = await import('../../src/release/steps/migrate.ts');
      return withRelease(door, migrate);
    }
    const { contract } = await import('../../src/release/steps/contract.ts');
    return withRelease(door, (context) => contract(context, { force, reason }));
  },
  describe,
});
