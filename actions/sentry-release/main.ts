import type { Door, DoorResult, Manifest } from '../../src/runner/action.ts';
import { sentryRelease } from '../../src/runner/sentry-release.ts';

export const manifest: Manifest = {
  name: 'sentry-release',
  title: 'Shiplock Sentry release',
  description:
    'Open a release in Sentry with its commits, inject and upload source maps, record the deploy. Finds before it creates.',
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
    url: 'Where to see it.',
    files: 'How many files were uploaded.',
  },
};

export function main(door: Door): Promise<DoorResult> {
  return sentryRelease(door);
}
