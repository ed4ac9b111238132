import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GithubPart, startGithub } from '../../rehearsal/cloud/github/index.ts';
import { AccessLog, Faults } from '../../rehearsal/cloud/kit/index.ts';
import { type GithubCodeHost, githubCodeHost } from './index.ts';

const log = new AccessLog();
let github: GithubPart;
let host: GithubCodeHost;
beforeAll(async () => {
  github = await startGithub({ faults: new Faults(), log });
  host = githubCodeHost({ token: github.botToken, repository: github.repository, apiUrl: github.url });
});
afterAll(() => github.close());

const logins = async (from: string | undefined, to: string) =>
  (await host.authorship({ from, to })).people.map((one) => one.login);
let branches = 0;
/** A pull request with one commit, merged as another one. */
function merged(one: {
  author: string;
  by?: string;
  message?: string;
  assignees?: string[];
  commit?: string;
}) {
  const branch = `feature-${++branches}`;
  github.addCommit({ message: 'work', branch, author: one.commit ?? one.author });
  const pull = github.addPull({
    ...{ title: 'x', author: one.author, head: branch },
    ...(one.assignees ? { assignees: one.assignees } : {}),
  });
  const { sha } = github.addCommit({ message: one.message ?? 'Squash', author: 'web-flow' });
  github.mergePull(pull.number, sha, undefined, one.by);
  return { sha, number: pull.number };
}

describe('attack 9: whose work a release is', () => {
  it('every commit since the one that serves, and whoever opened, merged and pushed', async () => {
    for (const login of ['zoe', 'yan', 'xia', 'wim', 'kim', 'old', 'first', 'side', 'web-flow'])
      github.addUser(login, 'write');
    const serving = github.addCommit({ message: 'Serves', author: 'old' }).sha;
    const earlier = github.addCommit({ message: 'Nobody reviewed this', author: 'wim' }).sha;
    const co = 'Squash\n\nCo-authored-by: K <kim@users.noreply.ghes.acme.test>';
    const last = merged({ author: 'zoe', by: 'yan', message: co });
    github.push('xia', last.sha);
    expect(await logins(serving, last.sha)).toEqual(['kim', 'wim', 'xia', 'yan', 'zoe']);
    expect(await logins(undefined, last.sha)).toEqual(['kim', 'xia', 'yan', 'zoe']);
    const work = await host.authorship({ from: serving, to: last.sha });
    expect(work).toMatchObject({ unlinked: [], gaps: [], pulls: [last.number] });
    expect(work.people).toContainEqual({ login: 'yan', did: `merged pull request #${last.number}` });
    expect(await logins(earlier, earlier)).toEqual(['wim']);
  });

  it('links a plain address that another commit links, and names one that nobody has', async () => {
    const start = github.addCommit({ message: 'Known', author: 'kim', email: 'kim@acme.test' }).sha;
    const serving = github.addCommit({ message: 'Serves', author: 'ada' }).sha;
    github.addCommit({ message: 'Plain', author: null, committer: null, email: 'stranger@acme.test' });
    const message = 'Co\n\nCo-authored-by: Kim <KIM@acme.test>\nCo-authored-by: Kim <kim@acme.test>';
    const { sha } = github.addCommit({ message, author: 'ada' });
    const work = await host.authorship({ from: serving, to: sha });
    expect(work.people.map((one) => one.login)).toEqual(['ada', 'kim']);
    expect(work.unlinked.map((one) => one.email).sort()).toEqual([
      'nobody@example.com',
      'stranger@acme.test',
    ]);
    expect(start).not.toBe(serving);
  });

  it('takes whoever has the id of a no-reply address now: a renamed author is still the author', async () => {
    github.addUser('ren', 'write');
    const { id } = github.state.users.find(({ login }) => login === 'ren')!;
    const serving = github.addCommit({ message: 'Serves', author: 'ada' }).sha;
    const address = (number: number, login: string) =>
      `Co-authored-by: R <${number}+${login}@users.noreply.github.com>`;
    const message = `Work\n\n${address(id, 'her-old-name')}\n${address(987_654, 'gone')}`;
    const { sha } = github.addCommit({ message, author: 'ada' });
    expect(await logins(serving, sha)).toEqual(['ada', 'gone', 'ren']);
  });

  it('asks for at most 30 ids, and takes the logins of the others', async () => {
    const serving = github.addCommit({ message: 'Serves', author: 'ada' }).sha;
    const many = Array.from({ length: 40 }, (_, n) => `many-${n + 10}`);
    const addresses = many.map(
      (login, n) => `Co-authored-by: M <${800_000 + n}+${login}@users.noreply.github.com>`,
    );
    const { sha } = github.addCommit({ message: `Work\n\n${addresses.join('\n')}`, author: 'ada' });
    const before = log.entries.length;
    expect(await logins(serving, sha)).toEqual(['ada', ...many]);
    const asked = log.entries.slice(before).filter(({ path }) => path.startsWith('/user/'));
    expect(asked).toHaveLength(30);
  });

  it('takes whoever asked a bot for its author', async () => {
    github.addUser('asker', 'write');
    const serving = github.addCommit({ message: 'Serves', author: 'ada' }).sha;
    const agent = 'copilot-swe-agent[bot]';
    github.state.users.push({ id: 77, login: agent, type: 'Bot' });
    const { sha } = merged({ author: agent, by: 'ada', assignees: ['asker', agent], commit: agent });
    expect(await logins(serving, sha)).toEqual(['ada', 'asker']);
  });

  it('looks through a pull request into those that were squashed into its branch', async () => {
    for (const login of ['ada', 'mal', 'web-flow']) github.addUser(login, 'write');
    const serving = github.addCommit({ message: 'Serves', author: 'ada' }).sha;
    github.addCommit({ message: 'Start', branch: 'feature', author: 'ada' });
    github.addCommit({ message: 'Hidden', branch: 'inner', author: 'mal', parents: [serving] });
    const inner = github.addPull({ title: 'Inner', author: 'ada', head: 'inner', base: 'feature' });
    // Whoever squashes writes the message, and can leave out who else worked on it.
    const squash = { message: 'Inner', branch: 'feature', author: 'ada', committer: 'web-flow' };
    github.mergePull(inner.number, github.addCommit(squash).sha, undefined, 'ada');
    const outer = github.addPull({ title: 'Outer', author: 'ada', head: 'feature' });
    const { sha } = github.addCommit({ message: 'Outer', author: 'ada', committer: 'web-flow' });
    github.mergePull(outer.number, sha, undefined, 'ada');
    const work = await host.authorship({ from: serving, to: sha });
    expect(work.people.map((one) => one.login)).toEqual(['ada', 'mal']);
    expect(work.pulls).toEqual([inner.number, outer.number]);
  });

  it('finds who pushed to a pull request’s branch behind a hundred later pushes to others', async () => {
    for (const login of ['ada', 'mal', 'xia', 'web-flow']) github.addUser(login, 'write');
    const serving = github.addCommit({ message: 'Serves', author: 'ada' }).sha;
    // Git believes whoever writes a name: that this is not Ada’s work only the push tells.
    const { sha } = merged({ author: 'ada', by: 'ada' });
    const forged = github.state.repositories[0]!.pulls.at(-1)!;
    github.push('mal', forged.headSha, forged.head);
    const direct = github.addCommit({ message: 'Straight to main', author: 'ada' }).sha;
    github.push('xia', direct);
    for (let n = 0; n < 120; n++) github.push('mal', n.toString(16).padStart(40, '0'), 'noise');
    expect(await logins(serving, sha)).toEqual(['ada', 'mal']);
    expect(await logins(sha, direct)).toEqual(['ada', 'xia']);
  });

  it('says where a branch has more pushes than GitHub lists at once', async () => {
    const serving = github.addCommit({ message: 'Serves', author: 'ada' }).sha;
    const { sha } = merged({ author: 'ada', by: 'ada' });
    const { head } = github.state.repositories[0]!.pulls.at(-1)!;
    for (let n = 0; n < 100; n++) github.push('ada', n.toString(16).padStart(40, '0'), head);
    const { gaps } = await host.authorship({ from: serving, to: sha });
    expect(gaps).toEqual([expect.stringContaining(`only the newest 100 pushes to ${head}`)]);
  });

  it('pages through a long history, also one that diverged', async () => {
    const base = github.addCommit({ message: 'Base', author: 'ada' }).sha;
    const serving = github.addCommit({
      message: 'Side',
      author: 'side',
      branch: 'side',
      parents: [base],
    }).sha;
    let sha = base;
    for (let i = 0; i < 251; i++)
      sha = github.addCommit({ message: `c${i}`, author: i === 0 ? 'first' : 'ada', parents: [sha] }).sha;
    const work = await host.authorship({ from: serving, to: sha });
    expect(work.people.map((one) => one.login)).toEqual(['ada', 'first']);
    expect(work.gaps).toEqual([expect.stringContaining('are unknown')]);
  });

  it('says what cannot be listed, and takes too many people rather than too few', async () => {
    const { sha } = github.addCommit({ message: 'Head', author: 'ada' });
    const work = await host.authorship({ from: 'f'.repeat(40), to: sha });
    expect(work.people.map((one) => one.login)).toContain('ada');
    expect(work.gaps[0]).toContain('does not know the live commit ffffffffffff');
    expect(work.files).toBeUndefined();
  });
});

it('counts review threads that nobody resolved, over all pages', async () => {
  const { number } = merged({ author: 'ada' });
  expect(await host.openThreads([number])).toEqual([]);
  const threads = [1, 2, 3, 4, 5].map(() => github.reviewThread(number));
  threads[0]!.resolved = true;
  expect(await host.openThreads([number])).toEqual([{ pull: number, open: 4 }]);
});

it('fails where review threads cannot be read', async () => {
  await expect(host.openThreads([987_654])).rejects.toThrow('SHIPLOCK_GITHUB');
});
