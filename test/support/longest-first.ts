import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take longest, in the order of what each took. The last file that is begun decides when a run ends: while a
 * long one runs alone, every other worker has nothing to do.
 */
export const LONGEST = [
  'test/road/approval.test.ts',
  'test/attacks/row-5-policy.test.ts',
  'test/attacks/row-21-guards.test.ts',
  'test/canary/runner.test.ts',
  'src/database/rehearsal/rehearse.integration.test.ts',
  'test/road/kill-points.test.ts',
  'test/release/phases.test.ts',
  'test/release/rollback-under-way.test.ts',
  'test/cli/contract.integration.test.ts',
  'src/hosting/upload.integration.test.ts',
  'test/attacks/row-2-3-forged-proposals.test.ts',
  'test/release/restore.test.ts',
  'test/cli/shown/each-line.test.ts',
  'test/attacks/row-1-2-forged-events.test.ts',
  'test/attacks/row-13-origins.test.ts',
  'test/release/rolling.test.ts',
  'test/release/guards.test.ts',
  'test/engine/locks.integration.test.ts',
  'test/release/rollback-to.test.ts',
  'test/release/road.test.ts',
];

/** Those of `LONGEST` to the beginning of their group; the others stay as they are. */
export function longestFirst<T>(
  files: readonly T[],
  of: (file: T) => { readonly file: string; readonly group: number },
): T[] {
  const rank = (one: T) => {
    const { file, group } = of(one);
    const at = LONGEST.indexOf(file);
    return { one, group, at: at === -1 ? LONGEST.length : at };
  };
  return files
    .map(rank)
    .toSorted((a, b) => a.group - b.group || a.at - b.at)
    .map(({ one }) => one);
}

/**
 * vitest knows what a file took from the run before, which a fresh clone has not had: there it begins with the files
 * that have most text, and a test of a few lines that ships a release comes last.
 */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config;
    return longestFirst(await super.sort(files), ({ moduleId, project }) => ({
      file: path.relative(root, moduleId).replaceAll(path.sep, '/'),
      group: project.config.sequence.groupOrder,
    }));
  }
}
