import { expect, it } from 'vitest';
import { decideApproval } from '../approval/decide.ts';
import { approvalMarkdown } from './approval.ts';

it('shows who, how many, what did not count and how to approve', () => {
  const planHash = 'ab12cd34ef56'.padEnd(64, '0');
  const access = { role: 'write', permission: 'write', teams: [] } as const;
  const requirements = [{ required: 2, approvers: undefined, because: undefined }];
  const decision = decideApproval({
    planHash,
    requirements,
    signals: [
      { by: 'ann', via: 'review', state: 'approved', access },
      {
        by: 'bob',
        via: 'comment',
        state: 'approved',
        planHash,
        url: 'https://x.test/1',
        invalid: 'edited <b>|',
      },
    ],
    authors: new Map(),
    runActors: [],
    freezeWindows: [],
    now: new Date(),
  });
  const text = approvalMarkdown(decision, { planHash, requirements, environment: 'production' });
  expect(text).toContain('| approvals | 1 of 2: `ann` |');
  expect(text).toContain('`/approve ab12cd34ef56`');
  expect(text).toContain('[approved by comment](<https://x.test/1>): edited &#60;b&#62;&#124;');
});
