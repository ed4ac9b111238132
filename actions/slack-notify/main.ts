import { defineAction } from '../../src/runner/action.ts';

export const action = defineAction({
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
  run: async (door) => {
    const { slackNotify } = await import('../../src/runner/slack-notify.ts');
    return slackNotify(door);
  },
});
