import { verify } from '../../src/release/steps/verify.ts';
import type { Door, DoorResult, Manifest } from '../../src/runner/action.ts';
import { withRelease } from '../../src/runner/compose.ts';
import { RELEASE_INPUTS } from '../../src/runner/inputs.ts';

export const manifest: Manifest = {
  name: 'verify-schema',
  title: 'Shiplock verify schema',
  description:
    'Run verify SQL, and check the schema contract, the RLS matrix and drift. What could not be verified fails.',
  inputs: [...RELEASE_INPUTS, 'lease-wait-minutes'],
  required: ['environment', 'database-url', 'vercel-token'],
  outputs: {
    outcome: '`pass`; anything else fails the step.',
  },
};

export function main(door: Door): Promise<DoorResult> {
  return withRelease(door, (context) => verify(context));
}

export { describe } from '../../src/runner/compose.ts';
