import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ActionOutcome } from '../runner.ts';
import type { EnvironmentName } from './model.ts';
import type { People } from './people.ts';
import type { ReleaseAtWork, Stage } from './stage.ts';
import { commitWorkspace, type Workspace } from './workspace.ts';

/** Opens a pull request with the commit, merges it, and starts a run for each environment. */
export async function openRelease(
  stage: Stage,
  workspace: Workspace,
  facts: {
    readonly number: number;
    readonly title: string;
    readonly about: string;
    readonly files: readonly string[];
  },
): Promise<ReleaseAtWork> {
  const { github } = stage.cloud;
  const author = 'ada';
  const branch = `release-${facts.number}`;
  const contents = { 'shiplock.yml': await readFile(path.join(workspace.directory, 'shiplock.yml'), 'utf8') };
  github.addCommit({ message: facts.title, author, branch, files: facts.files, contents });
  const pull = github.addPull({ title: facts.title, author, head: branch, body: facts.about });
  const message = `${facts.title} (#${pull.number})`;
  const sha = await commitWorkspace(workspace.directory, message);
  github.addCommit({ sha, message, author, files: facts.files, contents });
  github.mergePull(pull.number, sha);
  const run = (environments: readonly EnvironmentName[]) =>
    github.createRun({ sha, actor: author, environments }).id;
  const release: ReleaseAtWork = {
    workspace,
    runs: { staging: run([]), production: run(['production']) },
    story: {
      ...{
        number: facts.number,
        title: facts.title,
        about: facts.about,
        commit: sha,
        pull: pull.number,
        author,
      },
      ...{ ids: {}, outcome: 'did not end', approvedBy: '', planHash: '', planMarkdown: '' },
    },
  };
  stage.story.releases.push(release.story);
  return release;
}

/** All of staging in one step, by the root action. What was staged before is not staged again. */
export function shipToStaging(stage: Stage, release: ReleaseAtWork): Promise<ActionOutcome> {
  return stage.act({
    release,
    environment: 'staging',
    action: 'ship',
    onLine: (line) => {
      if (line.startsWith('migrate: ')) void stage.refresh('staging');
    },
  });
}

export const deploy = (stage: Stage, release: ReleaseAtWork, environment: EnvironmentName) =>
  stage.act({ release, environment, action: 'deploy' });

/** The plan, and its approval by somebody else. `waiting` is called when the gate waits; it brings the approval. */
export async function planAndApprove(
  stage: Stage,
  release: ReleaseAtWork,
  approve: (plan: { hash: string }) => Promise<void>,
  when: 'before' | 'while-waiting' = 'while-waiting',
): Promise<void> {
  const planned = await stage.act({ release, environment: 'production', action: 'plan' });
  const hash = planned.outputs['plan-hash'] ?? '';
  Object.assign(release.story, { planHash: hash, planMarkdown: planned.summary });
  if (when === 'before') await approve({ hash });
  let asked: Promise<void> | undefined;
  const gate = await stage.act({
    release,
    environment: 'production',
    action: 'approval-gate',
    inputs: { 'wait-minutes': '2' },
    onLine: (line) => {
      if (when === 'while-waiting' && line.startsWith('waiting: ')) asked ??= approve({ hash });
    },
  });
  await asked;
  release.story.approvedBy = gate.outputs['approvers'] ?? '';
}

/** From the approved plan to the point where traffic could move. */
export async function migrateToGate(stage: Stage, release: ReleaseAtWork): Promise<void> {
  await stage.act({ release, environment: 'production', action: 'migrate' });
  await stage.refresh('production');
  await stage.act({ release, environment: 'production', action: 'verify-schema' });
  await stage.act({
    release,
    environment: 'production',
    action: 'health-gate',
    label: 'gate',
    inputs: { phase: 'gate' },
  });
}

export const promote = (stage: Stage, release: ReleaseAtWork) =>
  stage.act({ release, environment: 'production', action: 'promote' });

export const watch = (stage: Stage, release: ReleaseAtWork, expect: 'done' | 'failed' = 'done') =>
  stage.act({
    release,
    environment: 'production',
    action: 'health-gate',
    label: 'watch',
    inputs: { phase: 'watch' },
    expect,
  });

export const finalize = (stage: Stage, release: ReleaseAtWork) =>
  stage.act({ release, environment: 'production', action: 'finalize' });

/** `/approve <hash>` on the pull request. */
export const approveByComment =
  (people: People, release: ReleaseAtWork, by: string) => (plan: { hash: string }) =>
    people.comment(
      by,
      release.story.pull,
      `Read the plan, fine with me.\n\n/approve ${plan.hash.slice(0, 12)}`,
    );

/** The release that production's own readiness path names. */
export async function serving(stage: Stage, environment: EnvironmentName): Promise<string> {
  for (let left = 3; ; left--) {
    const answer = await fetch(`${stage.cloud.vercel.domainUrl(environment)}/api/health/ready`).catch(
      () => undefined,
    );
    if (answer) return String(((await answer.json()) as { release?: string }).release);
    if (left === 0) return 'no answer';
    await sleep(200);
  }
}
