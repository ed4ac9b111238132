import { describe, expect, test } from 'vitest';
import { judge } from './test-outcome.ts';

const outcome = (counts: object = {}) =>
  JSON.stringify({ passed: 3, failed: 0, broken: 0, unhandled: 0, failures: [], ...counts });

describe('the result of a vitest run', () => {
  test('is green when tests passed and nothing else happened', () => {
    expect(judge(outcome(), 0)).toEqual({ passed: 3, failed: 0 });
  });

  test.each([
    ['a failed test', outcome({ failed: 1 })],
    ['a file that could not be loaded', outcome({ broken: 1 })],
    ['an error nobody caught', outcome({ unhandled: 1 })],
    ['no test at all', outcome({ passed: 0 })],
    ['no outcome, since the process ended early', undefined],
  ])('is red with %s, whatever the exit code', (_what, written) => {
    expect(judge(written, 0).failed).toBe(1);
    expect(judge(written, 1).failed).toBe(1);
  });

  test('names what failed', () => {
    expect(judge(outcome({ failed: 1, failures: ['plan.test.ts > adds up'] }), 1)).toMatchObject({
      failures: ['plan.test.ts > adds up'],
    });
  });

  test('is red with an exit code that nothing explains', () => {
    expect(judge(outcome(), 1)).toMatchObject({ passed: 3, failed: 1 });
    expect(judge(outcome(), 130)).toMatchObject({ failed: 1, why: 'vitest exited with 130' });
  });
});
