import type { ReleaseContext } from '../context.ts';
import { firstLine } from '../errors.ts';

/** A commit that the release brings, as people read it. Words of others. */
export interface ReleasedCommit {
  readonly sha: string;
  /** First line of its message, which names the pull request where it was squashed. */
  readonly subject: string;
  readonly author: string | undefined;
}

/**
 * The commits since the one that serves, newest first; without one, the last few. Undefined: nobody could be asked, or
 * did not answer, which stops nothing.
 */
export async function releasedCommits(
  context: ReleaseContext,
  serving: string | undefined,
): Promise<readonly ReleasedCommit[] | undefined> {
  const { codeHost, commit, warn } = context;
  if (!codeHost) return undefined;
  if (serving === commit) return [];
  try {
    const found = await codeHost.changes(serving, commit);
    return found.map(({ sha, message, author }) => ({ sha, subject: message.split('\n')[0] ?? '', author }));
  } catch (error) {
    warn(`could not list the commits of this release: ${firstLine(error)}`);
    return undefined;
  }
}
