import { defineAction } from '../../src/runner/action.ts';

export const action = defineAction({
  name: 'preview-close',
  title: 'Shiplock preview close',
  description:
    'Make the previews of a closed pull request inactive at GitHub. Deletes nothing at Vercel, which has a retention policy.',
  inputs: ['environment', 'pull-request', 'dry-run', 'github-token'],
  required: ['environment', 'pull-request', 'github-token'],
  outputs: {
    deployments: 'Ids of the deployments at GitHub that are inactive now, separated by commas.',
  },
  run: async (door) => {
    const { previewClose } = await import('../../src/runner/preview-close.ts');
    return previewClose(door);
  },
});
