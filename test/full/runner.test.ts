import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { A_FAILURE, canaryWorkspace, lastLine, RED } from '../canary/workspace.ts';

/** Every way for a run to be worth nothing, in both projects. */

let workspace: Awaited<ReturnType<typeof canaryWorkspace>>;
beforeAll(async () => {
  workspace = await canaryWorkspace();
});
afterAll(() => workspace.remove());

describe.each(['test:unit', 'test:integration'])('npm run %s is red', (script) => {
  test.each(RED)('when %s', async (_what, kind) => {
    const { code, text } = await workspace.npm(script, kind);
    expect(lastLine(text), text).toMatch(A_FAILURE);
    expect(code).toBe(1);
  });

  test('but green when every test passes', async () => {
    expect((await workspace.npm(script, 'passes')).code).toBe(0);
  });
});
