import { expect, test } from 'vitest';
import { failure } from '../release/errors.ts';
import type { ActionModule, Door } from './action.ts';
import { reportError } from './report.ts';

const core = { error: () => undefined, setFailed: () => undefined, info: () => undefined };
const door: Door = {
  inputs: {},
  say: () => undefined,
  warn: () => undefined,
  summarize: async () => undefined,
};

test('the job summary of a failure ends with the evidence it speaks of', async () => {
  const error = failure({
    code: 'SHIPLOCK_GATE_FAILED',
    what: 'the gate failed',
    next: 'Read the failing samples in the job summary.',
    evidence: '| source | samples |\n| --- | --- |\n| probes | 20 |\n',
  });
  const summary = await reportError(core as never, {} as ActionModule, door, error);
  expect(summary).toMatch(
    /next step \| Read the failing samples[\s\S]+\n\n\| source \| samples \|\n\| --- \| --- \|\n\| probes \| 20 \|\n$/,
  );
});
