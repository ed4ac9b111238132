import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { githubCodeHost } from '../../src/codehost/index.ts';
import { sentryErrorTracker } from '../../src/errortracker/index.ts';
import { slackNotices } from '../../src/notices/index.ts';
import { type Cloud, startCloud } from './index.ts';

/** The release's own adapters against the stand-ins: what one of the two sides lacks shows here first. */
const root = resolve(import.meta.dirname, '../..');
let cloud: Cloud;
let workspace: string;

beforeAll(async () => {
  cloud = await startCloud({ root, only: ['github', 'sentry', 'slack'] });
  workspace = await mkdtemp(join(tmpdir(), 'shiplock-clients-'));
});
afterAll(async () => {
  const missing = cloud.unimplemented();
  await cloud.close();
  await rm(workspace, { recursive: true, force: true });
  expect(missing).toEqual([]);
});

describe('our adapters against the local cloud', () => {
  it('GitHub: commit, changes, comment, deployment, approvals', async () => {
    const { github } = cloud;
    const host = githubCodeHost({
      token: github.botToken,
      repository: github.repository,
      apiUrl: github.url,
    });
    const before = github.addCommit({ message: 'Before' });
    const { sha } = github.addCommit({ message: 'Add pharmacies (#1)', branch: 'feature' });
    const pull = github.addPull({ title: 'Add pharmacies', author: 'ada', head: 'feature' });
    expect(await host.commit(sha)).toMatchObject({
      sha,
      pullRequest: { number: pull.number },
    });
    expect((await host.changes(before.sha, sha)).map((one) => one.sha)).toEqual([sha]);
    for (const body of ['plan 1', 'plan 2'])
      await host.upsertComment({ key: 'plan', commit: sha, pullRequest: pull.number, body });
    expect(github.state.repositories[0]?.comments).toHaveLength(1);

    const open = () =>
      host.openDeployment({ releaseId: 'rel_1', commit: sha, environment: 'production', production: true });
    const deploymentId = await open();
    expect(await open()).toBe(deploymentId);
    await host.setDeploymentStatus({ deploymentId, state: 'success', description: 'live' });
    expect(
      github.state.repositories[0]?.deployments.map((one) => one.statuses.map(({ state }) => state)),
    ).toEqual([['success']]);

    const run = github.createRun({ sha, actor: 'ada', environments: ['production'] });
    github.review('grace', run.id, 'production', 'approved', 'fine');
    github.comment('linus', { sha }, '/approve 0123456789ab');
    const edited = github.comment('linus', { sha }, '/approve 0123456789ab');
    github.editComment(edited.id, '/approve ba9876543210');
    github.comment('mallory', { issue: pull.number }, '/approve 0123456789ab');
    const signals = await host.approvals({ environment: 'production', commit: sha, runId: String(run.id) });
    const valid = signals.filter((one) => one.invalid === undefined);
    const said = valid.map((one) => `${one.by} by ${one.via}, ${one.access?.permission}`);
    expect(said.sort()).toEqual([
      'grace by review, maintain',
      'linus by comment, write',
      // Whoever may not write is told from those who may when it is decided.
      'mallory by comment, none',
    ]);
    expect(signals).toHaveLength(4);
    github.rerun(run.id, 'linus');
    expect(await host.runActors(String(run.id))).toMatchObject({ actors: ['ada', 'linus'], attempts: 2 });
  });

  it('Sentry: release, source maps, deploy, errors', async () => {
    const { sentry } = cloud;
    const tracker = sentryErrorTracker({
      token: sentry.organizationToken,
      issuesToken: sentry.token,
      org: sentry.organization,
      project: sentry.project,
      apiUrl: sentry.url,
      workspace: root,
    });
    const release = {
      version: 'rel_1',
      repository: 'acme/storefront',
      commit: 'b'.repeat(40),
      previousCommit: 'a'.repeat(40),
    };
    expect(await tracker.openRelease(release)).not.toHaveProperty('warning');
    expect(await tracker.openRelease({ ...release, repository: 'acme/other' })).toHaveProperty('warning');
    await mkdir(join(workspace, 'chunks'));
    await writeFile(join(workspace, 'chunks/a.js'), 'function f(){}\n//# sourceMappingURL=a.js.map\n');
    await writeFile(
      join(workspace, 'chunks/a.js.map'),
      JSON.stringify({ version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA' }),
    );
    await tracker.uploadSourceMaps({ version: 'rel_1', directory: join(workspace, 'chunks'), say: () => {} });
    expect(sentry.state.bundles).toHaveLength(1);
    await tracker.finalizeRelease('rel_1');
    const times = {
      startedAt: new Date(Date.now() - 5000).toISOString(),
      finishedAt: new Date().toISOString(),
    };
    for (const _twice of [1, 2])
      await tracker.recordDeploy({ version: 'rel_1', environment: 'production', ...times });
    expect(sentry.state.releases[0]).toMatchObject({
      dateReleased: expect.any(String),
      deploys: [{ environment: 'production' }],
    });
    expect(cloud.log.of('sentry.finalize-release')).toHaveLength(1);

    const { origin, username } = new URL(sentry.dsn);
    const event = {
      release: 'rel_1',
      environment: 'production',
      exception: { values: [{ type: 'Error', value: 'broken' }] },
    };
    await fetch(`${origin}/api/1/envelope/?sentry_key=${username}`, {
      method: 'POST',
      body: `{}\n{"type":"event"}\n${JSON.stringify(event)}\n`,
    });
    const seen = await tracker.errors({
      version: 'rel_1',
      environment: 'production',
      since: times.startedAt,
    });
    expect(seen).toMatchObject({ events: 1, newIssues: [{ title: 'Error: broken' }] });
  });

  it('Slack: one message a release, updated in place, found again by its metadata', async () => {
    const { slack } = cloud;
    const notices = slackNotices({ token: slack.token, channel: slack.channel.id, apiUrl: slack.url });
    const notice = {
      releaseId: 'rel_1',
      environment: 'production',
      commit: 'b'.repeat(40),
      title: 'Add pharmacies',
      state: 'running',
      phases: [{ phase: 'deploy', state: 'done' }],
      links: [],
    } as const;
    const first = await notices.publish({ ...notice, reply: 'Planned.' }, undefined);
    expect(await notices.publish({ ...notice, state: 'succeeded' }, first)).toEqual(first);
    expect(await notices.publish({ ...notice, state: 'succeeded' }, undefined)).toEqual(first);
    expect(slack.channel).toMatchObject({ id: first.channel });
    const { messages } = slack.state.channels[0]!;
    expect(messages.filter((one) => !one.threadTs)).toHaveLength(1);
    expect(messages.filter((one) => one.threadTs)).toHaveLength(1);
  });
});
