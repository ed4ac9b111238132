import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GithubPart, PEOPLE, startGithub } from '../../rehearsal/cloud/github/index.ts';
import { AccessLog, Faults } from '../../rehearsal/cloud/kit/index.ts';
import { githubCodeHost } from '../../src/codehost/index.ts';
import { composeApprovals } from '../../src/runner/compose-approvals.ts';
import { runFacts } from '../../src/runner/github.ts';
import { environmentSchema } from '../../src/settings/schema.ts';

let github: GithubPart;
beforeAll(async () => {
  github = await startGithub({ faults: new Faults(), log: new AccessLog() });
});
afterAll(() => github.close());

const PLAN = 'ab12cd34ef56'.padEnd(64, '0');

/** A release of an unreviewed commit of `second` and a pull request, that `second` approves. */
function release(settings: object, email?: string, message = 'Earlier, and unreviewed') {
  const serving = github.addCommit({ message: 'Serves' }).sha;
  const own =
    email === undefined ? { author: PEOPLE.second } : { author: null, committer: PEOPLE.author, email };
  github.addCommit({ message, ...own });
  const branch = `feature-${serving.slice(0, 8)}`;
  github.addCommit({ message: 'Feature', branch, author: PEOPLE.author });
  const pull = github.addPull({ title: 'Feature', author: PEOPLE.author, head: branch });
  const { sha } = github.addCommit({ message: 'Merged', author: PEOPLE.author, files: ['a.ts', 'b.ts'] });
  github.mergePull(pull.number, sha);
  github.comment(PEOPLE.second, { issue: pull.number }, `/approve ${PLAN.slice(0, 12)}`);
  const { approvals } = composeApprovals(
    environmentSchema.parse({ kind: 'production', approvals: settings }),
    {},
    runFacts({ GITHUB_ACTOR: PEOPLE.author }),
    githubCodeHost({ token: github.botToken, repository: github.repository, apiUrl: github.url }),
    { holds: {}, next: null, others: {}, changes: [] },
  );
  const ask = () =>
    approvals({
      ...{ planHash: PLAN, environment: 'production', commit: sha, runId: undefined },
      ...{ fast: false, servingCommit: serving, memory: { rejections: [], asked: [] } },
      risk: { contract: false, dataLoss: true, hazards: false },
    });
  return { ask, pull: pull.number };
}

test('attack 9: nobody approves a release that also ships their earlier, unreviewed commit', async () => {
  const decision = await release({}).ask();
  expect(decision).toMatchObject({ state: 'pending', approvers: [] });
  expect(decision.markdown).toContain('linus');
  expect(decision.markdown).toMatch(/wrote commit [0-9a-f]{12}/);
});

test('attack 9: an address that belongs to no account is named, and refused where the settings say so', async () => {
  const named = await release({}, 'stranger@acme.test').ask();
  expect(named).toMatchObject({ state: 'approved', approvers: [PEOPLE.second] });
  expect(named.markdown).toContain('belongs to no account');
  const refused = await release({ unlinkedAuthors: 'refuse' }, 'other@acme.test').ask();
  expect(refused.state).toBe('pending');
  expect(refused.reason).toContain('belongs to no account');
});

test('attack 9: a renamed co-author beyond those whose numbers are looked up is known when they approve', async () => {
  const { id } = github.state.users.find(({ login }) => login === PEOPLE.second)!;
  const others = Array.from({ length: 35 }, (_, n) => [800_000 + n, `many-${n}`] as const);
  const trailers = [...others, [id, 'her-old-name'] as const].map(
    ([number, login]) => `Co-authored-by: M <${number}+${login}@users.noreply.github.com>`,
  );
  const email = 'fifth@acme.test';
  const decision = await release({}, email, `Work\n\n${trailers.join('\n')}`).ask();
  expect(decision).toMatchObject({ state: 'pending', approvers: [] });
  expect(decision.markdown).toMatch(/wrote commit [0-9a-f]{12}/);
  const fewer = await release({}, email, `Work\n\n${trailers.slice(0, -1).join('\n')}`).ask();
  expect(fewer).toMatchObject({ state: 'approved', approvers: [PEOPLE.second] });
});

test('a rule of the settings asks for more where the plan risks more', async () => {
  const rules = [{ when: { dataLoss: true, filesOver: 1 }, required: 2 }];
  const decision = await release({ rules }, 'third@acme.test').ask();
  expect(decision).toMatchObject({ state: 'pending', approvers: [PEOPLE.second] });
  expect(decision.reason).toContain(
    '1 of 2 approvals (so far linus) because it loses data and it changes 2 files',
  );
});

test('an open review thread holds the release until somebody resolves it', async () => {
  const { ask, pull } = release({ openThreads: 'block' }, 'fourth@acme.test');
  const thread = github.reviewThread(pull);
  const held = await ask();
  expect(held.state).toBe('pending');
  expect(held.reason).toContain(`1 review thread is open on #${pull}`);
  thread.resolved = true;
  expect((await ask()).state).toBe('approved');
});
