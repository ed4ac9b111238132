import { describe, expect, it } from 'vitest';
import { commandsIn, planHashIn } from './commands.ts';

const HASH = 'ab12cd34ef56';

describe('commands in comments', () => {
  it.each([
    [`/approve ${HASH}`, [{ state: 'approved', planHash: HASH }]],
    [`Looks good.\r\n/approve \`${HASH}\`\r\nthanks`, [{ state: 'approved', planHash: HASH }]],
    [`/APPROVE ${HASH.toUpperCase()}`, [{ state: 'approved', planHash: HASH }]],
    [
      `/reject ${HASH}\n/approve ${HASH}`,
      [
        { state: 'rejected', planHash: HASH },
        { state: 'approved', planHash: HASH },
      ],
    ],
    ['/reject', [{ state: 'rejected' }]],
    ['/approve please', [{ state: 'approved' }]],
    [`/approve ${HASH}xyz`, [{ state: 'approved' }]],
    [`/approved ${HASH}`, []],
    [`/approve-later ${HASH}`, []],
    [`> /approve ${HASH}`, []],
    [`please /approve ${HASH}`, []],
    [`    /approve ${HASH}`, []],
    [`\`\`\`\n/approve ${HASH}\n\`\`\``, []],
    [`~~~text\n/approve ${HASH}\n~~~\n/reject`, [{ state: 'rejected' }]],
    [`\`\`\`\n/approve ${HASH}`, []],
    [`<!-- hidden\n/approve ${HASH}\n-->`, []],
    [`<!--\n/approve ${HASH}`, []],
  ])('%j', (body, expected) => {
    expect(commandsIn(body)).toEqual(expected);
  });
});

describe('the plan that a review names', () => {
  const commit = '0123456789abcdef0123456789abcdef01234567';
  it.each([
    ['', undefined],
    ['LGTM', undefined],
    [`plan ${HASH} is fine`, HASH],
    [`deploying ${commit}`, undefined],
    [`deploying ${commit.slice(0, 12)}, plan ${HASH}`, HASH],
    [`was ffffffffffff\n/approve ${HASH}`, HASH],
  ])('%j', (text, expected) => {
    expect(planHashIn(text, commit)).toBe(expected);
  });
});
