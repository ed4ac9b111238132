import type { Guard } from '../guard.ts';

/** Whose word counts: for whose work it is, and for what people were asked about. */
export const WITNESSES: readonly Guard[] = [
  {
    name: 'author: behind a squash on a pull request’s own branch',
    file: 'src/codehost/authorship.ts',
    find: 'if (isByHost(each.committer, each.commit.committer)) todo.push(each);',
    replace: 'if (each.sha === "") todo.push(each);',
    tests: ['src/codehost/authorship.integration.test.ts'],
    title: 'squashed into its branch',
  },
  {
    name: 'author: whoever pushed to the branch of a pull request, behind any number of other pushes',
    file: 'src/codehost/authorship.ts',
    find: 'if (head) own.add(head);',
    replace: '',
    tests: ['src/codehost/authorship.integration.test.ts'],
    title: 'hundred later pushes',
  },
  {
    name: 'author: whoever pushed without a pull request, behind any number of other pushes',
    file: 'src/codehost/authorship.ts',
    find: 'if (found.length === 0 && shared.size === 0) shared.add(',
    replace: 'if (lookups < 0) shared.add(',
    tests: ['src/codehost/authorship.integration.test.ts'],
    title: 'hundred later pushes',
  },
  {
    name: 'author: more pushes to a branch than the code host lists are said',
    file: 'src/codehost/pushers.ts',
    find: 'found?.length === MOST_PUSHES',
    replace: 'found?.length === -1',
    tests: ['src/codehost/authorship.integration.test.ts'],
    title: 'more pushes than',
  },
  {
    name: 'rejection: of a plan that only a planning job showed',
    file: 'src/runner/compose-approvals.ts',
    find: 'computed = planHash }) => computed);',
    replace: 'computed: _ }) => planHash);',
    tests: ['src/runner/compose-approvals.test.ts'],
    title: 'planning job cannot',
  },
  {
    name: 'plan: a migration that changes the record of releases is refused',
    file: 'src/database/hazards/rules/record.ts',
    find: 'if (isHistory || name === SCHEMA || name.startsWith(`${SCHEMA}.`))',
    replace: 'if (isHistory && name === SCHEMA)',
    tests: ['test/hazards/examples.integration.test.ts'],
    title: 'append_only',
  },
  {
    name: 'protection secret: never over plain http',
    file: 'src/hosting/owns.ts',
    find: "if (protocol !== 'https:' && ",
    replace: "if (protocol === 'none:' && ",
    tests: ['src/hosting/owns.test.ts'],
  },
];
