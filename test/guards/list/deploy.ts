import type { Guard } from '../guard.ts';

const prebuilt = ['test/release/prebuilt.test.ts'];
const output = ['src/source/prebuilt.test.ts'];
const backend = ['src/release/steps/backend.test.ts'];

/** What is uploaded instead of the commit, and whose project a deployment belongs to. */
export const DEPLOY: readonly Guard[] = [
  {
    name: 'prebuilt: the protected branch must allow it',
    file: 'src/release/steps/prebuilt.ts',
    find: 'if (!environment.prebuilt) throw',
    replace: 'if (false) throw',
    tests: prebuilt,
    title: 'is refused where the protected branch does not allow it',
  },
  {
    name: 'prebuilt: only the role that ships may say what a commit was built into',
    file: 'src/release/steps/prebuilt.ts',
    find: 'if (!context.prebuilt || !unrecorded || context.dryRun) return;',
    replace: 'return;',
    tests: prebuilt,
    title: 'is refused for a role that can only plan',
  },
  {
    name: 'prebuilt: what was deployed before needs the same word',
    file: 'src/release/steps/source-digest.ts',
    find: 'if (!context.environment.prebuilt) throw',
    replace: 'if (false) throw',
    tests: prebuilt,
    title: 'is refused where the protected branch does not allow it',
  },
  {
    name: 'prebuilt: hosting must list what was recorded',
    file: 'src/release/steps/source-digest.ts',
    find: "return requireFiles(context, deploymentId, [digest ?? '']);",
    replace: "return digest ?? '';",
    tests: prebuilt,
    title: 'is not planned any more if hosting lists other files',
  },
  {
    name: 'prebuilt: a debug id that the error tracker does not know stops the upload',
    file: 'src/release/steps/prebuilt.ts',
    find: 'if (!uploaded) return warn(',
    replace: 'if (true) return warn(',
    tests: prebuilt,
    title: 'stops before the upload where Sentry does not know a debug id',
  },
  {
    name: 'prebuilt: the checkout must be as the commit has it',
    file: 'src/source/prebuilt.ts',
    find: 'if (changed.length === 0) return;',
    replace: 'return;',
    tests: output,
    title: 'is refused when a file of the commit is changed',
  },
  {
    name: 'prebuilt: the output must be of this target',
    file: 'src/source/prebuilt-output.ts',
    find: 'if (made !== target)',
    replace: 'if (false)',
    tests: output,
    title: 'is refused when it is an output of a preview',
  },
  {
    name: 'deploy: variables that lead to another project are found',
    file: 'src/release/steps/backend.ts',
    find: 'if (wrong.length === 0) return undefined;',
    replace: 'return undefined;',
    tests: backend,
    title: 'each variable that leads elsewhere is named',
  },
  {
    name: 'resume: a rollback that was cut short is not shipped',
    file: 'src/release/resuming.ts',
    find: 'if (undoing) {',
    replace: 'if (false) {',
    tests: ['src/release/resuming.test.ts'],
    title: 'is a rollback where one was decided and cut short',
  },
];
