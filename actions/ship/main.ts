import { defineAction } from '../../src/runner/action.ts';
import { ERROR_TRACKER_INPUTS, NOTICE_INPUTS, RELEASE_INPUTS } from '../../src/runner/inputs.ts';
import { describe, withRelease } from '../../src/runner/releasing.ts';

export const action = defineAction({
  name: 'ship',
  title: 'Shiplock',
  description:
    'Ship one environment through all phases in one step: deploy, plan, approve, migrate, verify, gate, promote, watch, finalize; roll back on failure. When it runs again, it resumes.',
  inputs: [
    ...RELEASE_INPUTS,
    ...ERROR_TRACKER_INPUTS,
    ...NOTICE_INPUTS,
    'working-directory',
    'prebuilt',
    'staging-database-url',
    'vercel-protection-bypass',
    'sentry-issues-token',
    'supabase-url',
    'supabase-key',
    'lease-wait-minutes',
    'promote-deadline-seconds',
    'wait-minutes',
    'accept-pin',
    'rehearsal-database-url',
    'rehearsal-template',
    'report-directory',
    'break-glass-reason',
  ],
  required: ['environment', 'database-url', 'vercel-token'],
  outputs: {
    'release-id': 'Id of the release, `rel_\u2026`.',
    'plan-hash': 'SHA-256 of the plan\u2019s canonical JSON.',
    'deployment-id': 'Vercel deployment id.',
    'deployment-url': 'URL of the staged deployment.',
    outcome: '`done`, or `noop` if production already served it.',
    result: '`released`, or `overtaken`; anything else fails the step.',
  },
  overtaken: true,
  run: async (door) => {
    const { ship, shipOutputs } = await import('../../src/release/ship.ts');
    return withRelease(door, async (context) => {
      const results = await ship(context, {
        approvalWaitMs: door.inputs['wait-minutes'] * 60_000,
        onPhase: (result) => door.summarize(result.summary),
      });
      return { outputs: shipOutputs(results), summary: '' };
    });
  },
  describe,
});
