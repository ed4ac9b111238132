import { expect, test } from 'vitest';
import { failure } from '../release/errors.ts';
import { reportError } from './report.ts';

const core = { error: () => undefined, setFailed: () => undefined, info: () => undefined };

test('the job summary of a failure ends with the evidence it speaks of', async () => {
  const error = failure({
    code: 'SHIPLOCK_GATE_FAILED',
    what: 'the gate failed',
    next: 'Read the failing samples in the job summary.',
    evidence: '| source | samples |\n| --- | --- |\n| probes | 20 |\n',
  });
  const summary = await reportError(core as never, undefined, error);
  expect(summary).toMatch(
    /next step \| Read the failing samples[\s\S]+\n\n\| source \| samples \|\n\| --- \| --- \|\n\| probes \| 20 \|\n$/,
  );
});
