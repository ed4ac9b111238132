import { defineAction } from '../../src/runner/action.ts';
import { NOTICE_INPUTS, RELEASE_INPUTS } from '../../src/runner/inputs.ts';
import { describe, withRelease } from '../../src/runner/releasing.ts';

export const action = defineAction({
  name: 'plan',
  title: 'Shiplock plan',
  description:
    'Read the database, hosting and the code host, and print what the release will do, with the hash that approvals are bound to. Changes nothing.',
  inputs: [
    ...RELEASE_INPUTS,
    'vercel-protection-bypass',
    ...NOTICE_INPUTS,
    'staging-database-url',
    'accept-pin',
    'rehearsal-database-url',
    'rehearsal-template',
    'report-directory',
    'pull-request',
  ],
  required: ['environment', 'database-url', 'vercel-token'],
  outputs: {
    'release-id': 'Id of the release, `rel_\u2026`.',
    'plan-hash': 'SHA-256 of the plan\u2019s canonical JSON, 64 hex digits.',
    'plan-json': 'The plan as JSON.',
    'pending-migrations': 'Number of pending migrations.',
    reversible:
      '`safe`, `unsafe` or `unknown`: whether the previous release would still work after these migrations; empty if they were not rehearsed.',
    reports: 'Files written to `report-directory`, separated by commas.',
    changed: '`true` if it replaces an earlier plan of this release.',
  },
  overtaken: true,
  run: async (door) => {
    const { plan } = await import('../../src/release/steps/plan.ts');
    return withRelease(door, plan);
  },
  describe,
});
