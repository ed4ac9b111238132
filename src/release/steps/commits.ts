import type { ReleaseContext } from '../context.ts';
import { firstLine } from '../errors.ts';

/** A commit that the release brings, as people read it. Words of others. */
export interface ReleasedCommit {
  readonly sha: string;
  /** First line of its message. */
  readonly subject: string;
  readonly author: string | undefined;
  /** The pull request that brought it, by the code host; null: none did. Undefined: not known. */
  readonly pull?: { readonly number: number; readonly url: string } | null | undefined;
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
    const pulls = await pullsOf(
      context,
      found.map(({ sha }) => sha),
    );
    return found.map(({ sha, message, author }) => ({
      ...{ sha, subject: message.split('\n')[0] ?? '', author },
      pull: pulls?.get(sha),
    }));
  } catch (error) {
    warn(`could not list the commits of this release: ${firstLine(error)}`);
    return undefined;
  }
}

async function pullsOf({ codeHost, warn }: ReleaseContext, shas: readonly string[]) {
  try {
    return await codeHost?.pullRequests?.(shas);
  } catch (error) {
    warn(`could not look up the pull requests of this release: ${firstLine(error)}`);
    return undefined;
  }
}
