import { defineAction } from '../../src/runner/action.ts';

export const action = defineAction({
  name: 'approval-rerun',
  title: 'Shiplock approval rerun',
  description:
    'Rerun a release’s job that ended because approvals were missing. For comments on its pull request.',
  inputs: ['pull-request', 'approval-job', 'approval-step', 'dry-run', 'github-token'],
  required: ['pull-request', 'github-token'],
  outputs: {
    runs: 'Ids of the runs with a rerun job, separated by commas.',
  },
  run: async (door) => {
    const { approvalRerun } = await import('../../src/runner/approval-rerun.ts');
    return approvalRerun(door);
  },
});
