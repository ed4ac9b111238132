import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GithubPart, PEOPLE, startGithub } from '../../rehearsal/cloud/github/index.ts';
import { AccessLog, Faults } from '../../rehearsal/cloud/kit/index.ts';
import { githubCodeHost } from './index.ts';

let github: GithubPart;
beforeAll(async () => {
  github = await startGithub({ faults: new Faults(), log: new AccessLog() });
});
afterAll(() => github.close());

it('starts the job of the pull request’s release again that ended for want of approvals, and no other', async () => {
  const host = githubCodeHost({ token: github.botToken, repository: github.repository, apiUrl: github.url });
  github.addCommit({ message: 'Feature', branch: 'feature' });
  const { number: pull } = github.addPull({ title: 'Feature', author: PEOPLE.author, head: 'feature' });
  const { sha } = github.addCommit({ message: 'Merged' });
  github.mergePull(pull, sha);
  const other = github.addCommit({ message: 'Another' }).sha;
  const run = (of: string) => github.createRun({ sha: of, actor: PEOPLE.author }).id;
  const [waiting, migrated, foreign, working] = [run(sha), run(sha), run(other), run(sha)];
  github.failRun(waiting, 'production / Approve and ship', 'Approve');
  github.failRun(migrated, 'production / Approve and ship', 'Migrate');
  github.failRun(foreign, 'production / Approve and ship', 'Approve');
  const wanted = { pull, job: 'Approve and ship', step: 'Approve' };
  const found = await host.waitingJobs(wanted);
  expect(found.map((one) => one.run)).toEqual([waiting]);
  await host.rerunJob(found[0]!.job);
  const runs = github.state.repositories[0]!.runs;
  expect(runs.find((one) => one.id === waiting)).toMatchObject({ status: 'queued' });
  expect(runs.find((one) => one.id === waiting)!.triggeringActors).toEqual([PEOPLE.author, PEOPLE.bot]);
  for (const id of [migrated, foreign, working])
    expect(runs.find((one) => one.id === id)!.triggeringActors).toHaveLength(1);
  expect(await host.waitingJobs(wanted)).toEqual([]);
  expect(await host.waitingJobs({ ...wanted, job: 'ship' })).toEqual([]);
});
