import { defineAction } from '../../src/runner/action.ts';
import { NOTICE_INPUTS, RELEASE_INPUTS } from '../../src/runner/inputs.ts';
import { describe, withRelease } from '../../src/runner/releasing.ts';

export const action = defineAction({
  name: 'approval-gate',
  title: 'Shiplock approval gate',
  description:
    'Wait until the required people have approved this exact plan. Fails if anything the plan hash covers has changed.',
  inputs: [
    ...RELEASE_INPUTS,
    'vercel-protection-bypass',
    ...NOTICE_INPUTS,
    'staging-database-url',
    'rehearsal-database-url',
    'rehearsal-template',
    'wait-minutes',
    'shown-plan-hash',
    'break-glass-reason',
    'accept-pin',
  ],
  required: ['environment', 'database-url', 'vercel-token'],
  outputs: {
    'plan-hash': 'Hash of the approved plan.',
    approvers: 'Logins of the people who approved, separated by commas.',
  },
  overtaken: true,
  run: async (door) => {
    const { approve } = await import('../../src/release/steps/approve.ts');
    return withRelease(door, (context) => approve(context, { waitMs: door.inputs['wait-minutes'] * 60_000 }));
  },
  describe,
});
