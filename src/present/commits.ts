import type { ReleasedCommit } from '../release/steps/commits.ts';
import { andMore, count } from './count.ts';
import { code, link, text } from './markdown.ts';
import { oneLine } from './text.ts';

/** So many are named; the code host has them all. */
const NAMED = 20;

/** The commits of a release for its plan. Empty where nobody knows them. */
export function commitsMarkdown(
  commits: readonly ReleasedCommit[] | undefined,
  serving: string | undefined,
): readonly string[] {
  if (!commits) return [];
  const since = serving ? ` since ${code(serving.slice(0, 12))}` : '';
  if (commits.length === 0) return [`No commits${since}: this release brings no new code.`, ''];
  const left = commits.length - NAMED;
  return [
    `<details><summary>${count(commits.length, 'commit')}</summary>`,
    '',
    ...commits
      .slice(0, NAMED)
      .map(
        ({ sha, subject, author, pull }) =>
          `- ${code(sha.slice(0, 12))} ${text(subject)}${by(author, text)}${pullOf(pull, ({ number, url }) => link(`#${number}`, url))}`,
      ),
    ...(left > 0 ? [andMore(left, { begin: '- and ', noun: 'commit' })] : []),
    ...unknownPulls(commits).map((line) => `- ${line}`),
    '',
    '</details>',
    '',
  ];
}

/** The same for a reply in the release's thread: plain words, which Slack's side escapes. */
export function commitsReply(commits: readonly ReleasedCommit[]): string {
  if (commits.length === 0) return 'No commits: this release brings no new code.';
  return [
    `${count(commits.length, 'commit')}:`,
    ...commits.map(
      ({ sha, subject, author, pull }) =>
        `• ${sha.slice(0, 12)} ${oneLine(subject)}${by(author, (words) => words)}${pullOf(pull, ({ number }) => `#${number}`)}`,
    ),
    ...unknownPulls(commits),
  ].join('\n');
}

const by = (author: string | undefined, shown: (words: string) => string): string =>
  author ? `, by ${shown(author)}` : '';

function pullOf(
  pull: ReleasedCommit['pull'],
  shown: (pull: NonNullable<ReleasedCommit['pull']>) => string,
): string {
  if (pull === undefined) return '';
  return pull === null ? ', without a pull request' : `, pull request ${shown(pull)}`;
}

function unknownPulls(commits: readonly ReleasedCommit[]): readonly string[] {
  const unknown = commits.filter(({ pull }) => pull === undefined).length;
  if (unknown === 0) return [];
  return [`The pull requests of ${count(unknown, 'commit')} are not known.`];
}
