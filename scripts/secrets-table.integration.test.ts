import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Octokit } from '@octokit/rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GithubPart, PEOPLE, startGithub } from '../rehearsal/cloud/github/index.ts';
import { type AskingJob, type Granted, grantSecrets } from '../rehearsal/cloud/github/secrets.ts';
import { AccessLog, Faults } from '../rehearsal/cloud/kit/index.ts';
import { root } from './project.ts';
import { ASKERS, secretsMarkdown, secretsOfJobs, storeFor } from './secrets-table.ts';

const jobs = await secretsOfJobs();
const store = storeFor(jobs);
const DOCS = path.join(root, 'docs/secrets.md');
let github: GithubPart;

const ask = (job: AskingJob): Granted => grantSecrets(github.state.repositories[0]!, store, job);
const [fork, pullRequest, otherBranch, unreviewed, reviewed] = ASKERS.map((each) => each.job);

/** The environments as docs/secrets.md tells to set them up, through GitHub's own API. */
beforeAll(async () => {
  github = await startGithub({ faults: new Faults(), log: new AccessLog() });
  const octokit = new Octokit({ baseUrl: github.url, auth: github.tokens[PEOPLE.author] });
  const { data: grace } = await octokit.rest.users.getByUsername({ username: PEOPLE.approver });
  const put = (environment_name: string, settings: object) =>
    octokit.rest.repos.createOrUpdateEnvironment({
      owner: 'acme',
      repo: 'storefront',
      environment_name,
      ...settings,
    });
  const protectedOnly = {
    deployment_branch_policy: { protected_branches: true, custom_branch_policies: false },
  };
  await put('preview', {});
  await put('staging', protectedOnly);
  await put('production-plan', protectedOnly);
  await put('production', {
    ...protectedOnly,
    prevent_self_review: true,
    reviewers: [{ type: 'User', id: grace.id }],
  });
});
afterAll(() => github.close());

describe('production’s secrets', () => {
  test('reach the two jobs that change production, after a reviewer approved its run', () => {
    expect(jobs.filter((each) => each.environment === 'production').map((each) => each.job)).toEqual([
      'production.yml: Approve and ship',
      'contract.yml: Apply contract migrations',
    ]);
    const answers = [fork, pullRequest, otherBranch, unreviewed, reviewed].map(
      (job) => ask({ ...job!, environment: 'production' }).state,
    );
    expect(answers).toEqual(['starts', 'refused', 'refused', 'waits', 'starts']);
    expect(ask({ ...fork!, environment: 'production' })).toEqual({ state: 'starts', secrets: [] });
  });

  test('wait on when somebody reviews who is not a required reviewer', () => {
    expect(ask({ ...reviewed!, environment: 'production', approvedBy: 'mallory' }).state).toBe('waits');
  });

  test('are not among those of any other environment', () => {
    expect(store.repository).toEqual([]);
    expect(ask({ ref: 'refs/heads/main', fork: false })).toEqual({ state: 'starts', secrets: [] });
  });
});

test('docs/secrets.md has the table as it is', async () => {
  const text = await readFile(DOCS, 'utf8');
  const [before] = text.split('<!-- secrets -->');
  const [, after] = text.split('<!-- /secrets -->');
  const fresh = `${before}<!-- secrets -->\n${secretsMarkdown(jobs, ask)}<!-- /secrets -->${after}`;
  if (process.env['UPDATE_DOCS']) await writeFile(DOCS, fresh);
  expect(await readFile(DOCS, 'utf8'), 'run it once with UPDATE_DOCS=1').toBe(fresh);
});
