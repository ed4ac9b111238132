import { checkEnvironment, verify } from '../../src/release/steps/verify.ts';
import { type Door, type DoorResult, type Manifest, UNDO_OUTPUT } from '../../src/runner/action.ts';
import { withRelease } from '../../src/runner/compose.ts';
import { flag, RELEASE_INPUTS } from '../../src/runner/inputs.ts';

export const manifest: Manifest = {
  name: 'verify-schema',
  title: 'Shiplock verify schema',
  description:
    'Run verify SQL, and check the schema contract, the RLS matrix and drift. A check that cannot run fails.',
  inputs: [...RELEASE_INPUTS, 'lease-wait-minutes', 'standalone', 'supabase-url', 'supabase-key'],
  required: ['environment', 'database-url', 'vercel-token'],
  outputs: {
    outcome: '`pass`, or `unchecked` if every check was skipped; anything else fails the step.',
    ...UNDO_OUTPUT,
  },
};

export function main(door: Door): Promise<DoorResult> {
  const standalone = flag(door.inputs, 'standalone');
  return withRelease(door, (context) => (standalone ? checkEnvironment(context) : verify(context)));
}

export { describe } from '../../src/runner/compose.ts';
