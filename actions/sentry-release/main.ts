import { defineAction } from '../../src/runner/action.ts';

export const action = defineAction({
  name: 'sentry-release',
  title: 'Shiplock Sentry release',
  description:
    'Open a release in Sentry with its commits, inject and upload source maps, and record the deploy. Reuses what already exists.',
  inputs: [
    'environment',
    'environment-kind',
    'settings',
    'commit',
    'version',
    'directory',
    'url',
    'dry-run',
    'sentry-token',
    'sentry-org',
    'sentry-project',
  ],
  required: ['environment', 'sentry-token'],
  outputs: {
    version: 'Release name in Sentry.',
    url: 'URL of the release in Sentry.',
    files: 'Number of uploaded files.',
  },
  run: async (door) => {
    const { sentryRelease } = await import('../../src/runner/sentry-release.ts');
    return sentryRelease(door);
  },
});
