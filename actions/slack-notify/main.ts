import type { Door, DoorResult, Manifest } from '../../src/runner/action.ts';
import { slackNotify } from '../../src/runner/slack-notify.ts';

export const manifest: Manifest = {
  name: 'slack-notify',
  title: 'Shiplock Slack notice',
  description:
    'One Slack thread per release, updated in place. A failed notice is a warning, never a failed job.',
  inputs: [
    'environment',
    'environment-kind',
    'settings',
    'commit',
    'release-id',
    'state',
    'message',
    'dry-run',
    'slack-token',
    'slack-channel',
  ],
  required: ['environment', 'slack-token', 'message'],
  outputs: {
    sent: '`true` if Slack accepted it.',
    thread: 'Timestamp of the thread.',
  },
};

export function main(door: Door): Promise<DoorResult> {
  return slackNotify(door);
}
