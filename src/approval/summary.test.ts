import { expect, it } from 'vitest';
import { decideApproval } from './decide.ts';
import { approvalMarkdown } from './summary.ts';

it('shows who, how many, what did not count and how to approve', () => {
  const planHash = 'ab12cd34ef56'.padEnd(64, '0');
  const decision = decideApproval({
    planHash,
    required: 2,
    signals: [
      { by: 'ann', via: 'review', state: 'approved' },
      {
        by: 'bob',
        via: 'comment',
        state: 'approved',
        planHash,
        url: 'https://x.test/1',
        invalid: 'edited <b>|',
      },
    ],
    authors: [],
    runActors: [],
    freezeWindows: [],
    now: new Date(),
  });
  const text = approvalMarkdown(decision, { planHash, required: 2, environment: 'production' });
  expect(text).toContain('| approvals | 1 of 2: `ann` |');
  expect(text).toContain('`/approve ab12cd34ef56`');
  expect(text).toContain('[approved by comment](<https://x.test/1>): edited &#60;b&#62;&#124;');
});
