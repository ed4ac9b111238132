import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GithubPart, PEOPLE, startGithub } from '../../rehearsal/cloud/github/index.ts';
import { AccessLog, Faults } from '../../rehearsal/cloud/kit/index.ts';
import { githubCodeHost } from '../../src/codehost/index.ts';
import { pauses } from '../../src/release/steps/waiting.ts';
import { composeApprovals } from '../../src/runner/compose-approvals.ts';
import { runFacts } from '../../src/runner/github.ts';
import { environmentSchema } from '../../src/settings/schema.ts';

let github: GithubPart;
const log = new AccessLog();
beforeAll(async () => {
  github = await startGithub({ faults: new Faults(), log });
});
afterAll(() => github.close());

const PLAN = 'ab12cd34ef56'.padEnd(64, '0');

test('attack 8a: a gate that waits for an hour makes fewer than 200 requests, and hears an approval then', async () => {
  const serving = github.addCommit({ message: 'Serves' }).sha;
  const commit = github.addCommit({ message: 'Feature', branch: 'feature', author: PEOPLE.author });
  const pull = github.addPull({ title: 'Feature', author: PEOPLE.author, head: 'feature' });
  const run = github.createRun({ sha: commit.sha, actor: PEOPLE.author, environments: ['production'] });
  for (let i = 0; i < 250; i++) github.comment(PEOPLE.outsider, { issue: pull.number }, `chatter ${i}`);
  for (const login of [PEOPLE.author, PEOPLE.outsider, PEOPLE.second])
    github.comment(login, { issue: pull.number }, `/approve ${PLAN.slice(0, 12)}`);
  const { approvals } = composeApprovals(
    environmentSchema.parse({ kind: 'production', approvals: { required: 2 } }),
    {},
    runFacts({ GITHUB_RUN_ID: String(run.id), GITHUB_ACTOR: PEOPLE.author }),
    githubCodeHost({ token: github.botToken, repository: github.repository, apiUrl: github.url }),
    { holds: {}, next: null, others: {}, changes: [] },
  );
  const look = () =>
    approvals({
      ...{ planHash: PLAN, environment: 'production', commit: commit.sha, runId: String(run.id) },
      ...{ fast: false, servingCommit: serving, memory: { rejections: [], asked: [] } },
      risk: { contract: false, dataLoss: false, hazards: false },
    });
  const pause = pauses();
  for (let at = 0; at < 3_600_000; ) {
    const decision = await look();
    expect(decision).toMatchObject({ state: 'pending', approvers: [PEOPLE.second] });
    at += pause(decision.requests);
  }
  const unchanged = log.entries.filter((one) => one.status === 304);
  // All that were sent, and those among them that GitHub counts.
  expect(log.entries.length).toBeLessThan(200);
  expect(log.entries.length - unchanged.length).toBeLessThan(40);
  github.comment(PEOPLE.approver, { issue: pull.number }, `/approve ${PLAN.slice(0, 12)}`);
  expect((await look()).approvers).toEqual([PEOPLE.approver, PEOPLE.second]);
});
