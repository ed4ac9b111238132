import { defineAction } from '../../src/runner/action.ts';
import { NOTICE_INPUTS, RELEASE_INPUTS } from '../../src/runner/inputs.ts';
import { describe, withRelease } from '../../src/runner/releasing.ts';

export const action = defineAction({
  name: 'rollback',
  title: 'Shiplock rollback',
  description:
    'Route traffic back to the previous release, or to a named one, if its code still works with the live schema.',
  inputs: [
    ...RELEASE_INPUTS,
    ...NOTICE_INPUTS,
    'vercel-protection-bypass',
    'lease-wait-minutes',
    'promote-deadline-seconds',
    'to',
    'accept-pin',
    'reason',
    'force',
    'down',
    'down-consent',
  ],
  required: ['environment', 'database-url', 'vercel-token'],
  outputs: {
    'release-id': 'Id of the release, `rel_\u2026`.',
    outcome: '`done`, or `noop` if this release did not serve.',
    verdict: '`safe`, `unsafe` or `unknown`; empty if no traffic had to move.',
    'serving-release': 'Release that production serves now.',
    milliseconds:
      'Time from the decision until every domain answered as that release; empty if no traffic moved.',
  },
  withoutCommit: ({ to }) => to !== undefined,
  run: async (door) => {
    const { rollback } = await import('../../src/release/steps/rollback.ts');
    const { reason = 'requested by the workflow', force, to, down = [] } = door.inputs;
    const { 'down-consent': downConsent = [] } = door.inputs;
    return withRelease(
      door,
      (context) => rollback(context, { reason, force, to, down, downConsent }),
      'if-known',
    );
  },
  describe,
});
