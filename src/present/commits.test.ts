import { expect, test } from 'vitest';
import { commitsMarkdown, commitsReply } from './commits.ts';

const commit = (n: number) => ({
  sha: `${n}`.padStart(40, 'a'),
  subject: `Fix ${n} (#${n})`,
  author: 'ada',
  pull: null,
});
const many = Array.from({ length: 23 }, (_, n) => commit(n));

test('the plan names the commits with their authors, and counts those that it has no room for', () => {
  const page = commitsMarkdown(many, 'b'.repeat(40)).join('\n');
  expect(page).toContain('<summary>23 commits</summary>');
  expect(page.match(/^- /gm)).toHaveLength(21);
  expect(page).toContain('- and 3 more commits');
  expect(page).toContain(', by ada');
});

test('no commits is said, and nothing where nobody knows', () => {
  expect(commitsMarkdown([], 'b'.repeat(40)).join('')).toContain('No commits since `bbbbbbbbbbbb`');
  expect(commitsMarkdown(undefined, 'b'.repeat(40))).toEqual([]);
  expect(commitsReply([])).toMatch(/^No commits/);
});

test('what a commit says brings no markup into the plan', () => {
  const page = commitsMarkdown([{ ...commit(1), subject: '</details> @grace [x](y)' }], undefined).join('\n');
  expect(page.match(/<\/details>/g)).toHaveLength(1);
  expect(page).not.toMatch(/@grace|\[x\]/);
});

test('a reply has every commit, each on its line', () => {
  expect(commitsReply([commit(1), { ...commit(2), subject: 'two\nlines', author: undefined }])).toMatch(
    /^2 commits:\n• a{12} Fix 1 \(#1\), by ada, without a pull request\n• a{12} two lines, without a pull request$/,
  );
});

test('each commit has its pull request by the code host’s word, and what is not known is counted', () => {
  const pull = { number: 12, url: 'https://github.test/pull/12' };
  const commits = [{ ...commit(1), pull }, commit(2), { ...commit(3), pull: undefined }];
  const page = commitsMarkdown(commits, undefined).join('\n');
  expect(page).toContain(', by ada, pull request [#&#8203;12](<https://github.test/pull/12>)');
  expect(page.match(/without a pull request/g)).toHaveLength(1);
  expect(page).toContain('- The pull requests of 1 commit are not known.');
  expect(commitsReply(commits)).toMatch(/#12\n.*without a pull request\n.*of 1 commit are not known\.$/s);
});
