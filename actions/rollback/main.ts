import { rollback } from '../../src/release/steps/rollback.ts';
import type { Door, DoorResult, Manifest } from '../../src/runner/action.ts';
import { withRelease } from '../../src/runner/compose.ts';
import { flag, list, NOTICE_INPUTS, RELEASE_INPUTS, required } from '../../src/runner/inputs.ts';

export const manifest: Manifest = {
  name: 'rollback',
  title: 'Shiplock rollback',
  description: 'Route traffic back to the previous release, if its code still works with the live schema.',
  inputs: [
    ...RELEASE_INPUTS,
    ...NOTICE_INPUTS,
    'vercel-protection-bypass',
    'lease-wait-minutes',
    'promote-deadline-seconds',
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
  },
};

export function main(door: Door): Promise<DoorResult> {
  return withRelease(
    door,
    (context) =>
      rollback(context, {
        reason: door.inputs.reason ?? 'requested by the workflow',
        down: list(door.inputs.down),
        downConsent: list(door.inputs['down-consent']),
        force: flag(door.inputs, 'force') && required(door.inputs, 'reason') !== '',
      }),
    'if-known',
  );
}

export { describe } from '../../src/runner/compose.ts';
