import { cut } from '../present/text.ts';
import type { CommitDescription } from '../release/ports-hosting.ts';
import type { VercelOptions } from './options.ts';

/**
 * A commit in a deployment's metadata, under the names that Vercel's own Git integration uses: its dashboard, `vercel
 * list --meta` and other tools find deployments by them. https://vercel.com/docs/rest-api/deployments/list-deployments
 * The author stands here alone: in `gitMetadata`, Vercel blocks the build if the account is not in the team.
 */
export function commitMeta(
  git: VercelOptions['git'],
  described: CommitDescription | undefined,
): Readonly<Record<string, string>> {
  const [org, repo] = repositoryOf(git?.remoteUrl);
  const subject = described?.message.split('\n')[0];
  return {
    ...(git?.branch ? { githubCommitRef: git.branch } : {}),
    ...(org && repo
      ? { githubOrg: org, githubRepo: repo, githubCommitOrg: org, githubCommitRepo: repo }
      : {}),
    ...(subject ? { githubCommitMessage: cut(subject, 250) } : {}),
    ...(described?.author ? { githubCommitAuthorLogin: described.author } : {}),
    ...(described?.pull === undefined ? {} : { githubPrId: String(described.pull) }),
  };
}

function repositoryOf(remoteUrl: string | undefined): readonly string[] {
  const path = remoteUrl === undefined ? undefined : URL.parse(remoteUrl)?.pathname;
  const parts =
    path
      ?.replace(/\.git$/, '')
      .split('/')
      .filter(Boolean) ?? [];
  return parts.length === 2 ? parts : [];
}
