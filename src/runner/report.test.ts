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

test('places beyond the annotations that a runner keeps are in the log, and the failure is one of those it keeps', async () => {
  const told: { place: string; message: string }[] = [];
  const log: string[] = [];
  let failed = '';
  const recording = {
    error: (message: string, at: { file: string }) => told.push({ place: at.file, message }),
    setFailed: (message: string) => {
      failed = message;
    },
    info: (line: string) => log.push(line),
  };
  const places = Array.from({ length: 30 }, (_, line) => ({
    file: `f${line}.sql`,
    line: 7,
    message: 'x'.repeat(9_000),
  }));
  const error = failure({ code: 'SHIPLOCK_VERIFY_FAILED', what: 'y'.repeat(9_000), next: 'n', places });
  const summary = await reportError(recording as never, undefined, error);
  expect(told.length).toBe(9);
  for (const { message } of told) {
    expect(message.length).toBeLessThanOrEqual(4_096);
    expect(message).toMatch(/ \[cut: the job summary has all of it\]$/);
  }
  expect(failed.length).toBeLessThanOrEqual(4_096);
  expect(failed).toMatch(/\(21 more places in the log\) \[cut: the job summary has all of it\]$/);
  expect(summary).toContain('y'.repeat(9_000));
  for (const { file } of places.slice(9)) expect(log.join('\n')).toContain(`${file}:7 xxx`);
});
