import { defineAction } from '../../src/runner/action.ts';
import { RELEASE_INPUTS } from '../../src/runner/inputs.ts';
import { describe, withRelease } from '../../src/runner/releasing.ts';

export const action = defineAction({
  name: 'verify-schema',
  title: 'Shiplock verify schema',
  description:
    'Run verify SQL, and check the schema contract, the RLS matrix and drift. A check that cannot run fails.',
  inputs: [...RELEASE_INPUTS, 'lease-wait-minutes', 'standalone', 'supabase-url', 'supabase-key'],
  required: ['environment', 'database-url'],
  outputs: {
    outcome: '`pass`, or `unchecked` if every check was skipped; anything else fails the step.',
  },
  undo: true,
  alsoRequired: ({ standalone }) => (standalone ? [] : ['vercel-token']),
  run: async (door) => {
    const { checkEnvironment, verify } = await import('../../src/release/steps/verify.ts');
    if (!door.inputs.standalone) return withRelease(door, verify);
    const asksHosting = door.inputs['vercel-token'] !== undefined;
    return withRelease(door, (context) => checkEnvironment(context, { asksHosting }));
  },
  describe,
});
