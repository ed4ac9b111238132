import { describe, expect, test } from 'vitest';
import { applyPolicy } from './policy.ts';

describe('policy', () => {
  const result = (decision: 'pass' | 'fail' | 'inconclusive') => ({
    decision,
    reason: 'r',
    evidence: {} as never,
  });
  test.each([
    ['pass', 'before', undefined, true, 'go'],
    ['fail', 'before', 'hold', false, 'stop'],
    ['fail', 'after', 'hold', false, 'roll-back'],
    ['inconclusive', 'before', undefined, false, 'stop'],
    ['inconclusive', 'before', 'hold', false, 'hold'],
    ['inconclusive', 'after', undefined, true, 'hold'],
    ['inconclusive', 'after', 'fail', false, 'roll-back'],
  ] as const)('%s %s traffic, policy %s', (decision, when, policy, proceed, action) => {
    expect(applyPolicy(result(decision), when, policy)).toMatchObject({ proceed, action });
  });
});
