import { z } from 'zod';
import type { RepositoryHistory } from '../release/repository-history.ts';
import type { GithubClient } from './client.ts';
import { orUnknown } from './or-unknown.ts';

const PERMISSION = 'contents: read';
const comparison = z.object({ status: z.enum(['ahead', 'behind', 'diverged', 'identical']) });
const commitShape = z.object({ sha: z.string() });
const tree = z.object({
  truncated: z.boolean(),
  tree: z.array(z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string() })),
});

/** What a commit holds and where it stands never changes, so both are asked once. */
export class GithubHistory implements RepositoryHistory {
  readonly #client: GithubClient;
  readonly #contained = new Map<string, Promise<boolean>>();
  readonly #files = new Map<string, Promise<ReadonlyMap<string, string> | undefined>>();

  constructor(client: GithubClient) {
    this.#client = client;
  }

  contains({ commit, head }: Parameters<RepositoryHistory['contains']>[0]): Promise<boolean> {
    return once(this.#contained, `${commit}...${head}`, () => this.#contains(commit, head));
  }

  files(commit: string): Promise<ReadonlyMap<string, string> | undefined> {
    return once(this.#files, commit, () => this.#list(commit));
  }

  /** https://docs.github.com/en/rest/commits/commits#compare-two-commits */
  async #contains(commit: string, head: string): Promise<boolean> {
    if (commit === head) return true;
    const found = await orUnknown(
      this.#client.read(
        {
          doing: `compare ${commit.slice(0, 12)} with ${head.slice(0, 12)}`,
          permission: PERMISSION,
          route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
          params: { basehead: `${commit}...${head}`, per_page: 1 },
        },
        comparison,
      ),
    );
    if (found) return found.status === 'ahead' || found.status === 'identical';
    // Also the answer to a token that sees nothing. One that sees the head, and no way from there, says no.
    await this.#client.read(
      {
        doing: `read commit ${head.slice(0, 12)}`,
        permission: PERMISSION,
        route: 'GET /repos/{owner}/{repo}/commits/{ref}',
        params: { ref: head },
      },
      commitShape,
    );
    return false;
  }

  /** At most 100,000 entries: https://docs.github.com/en/rest/git/trees#get-a-tree */
  async #list(commit: string): Promise<ReadonlyMap<string, string> | undefined> {
    const found = await orUnknown(
      this.#client.read(
        {
          doing: `list the files of ${commit.slice(0, 12)}`,
          permission: PERMISSION,
          route: 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
          params: { tree_sha: commit, recursive: '1' },
        },
        tree,
      ),
    );
    if (!found || found.truncated) return undefined;
    const files = found.tree.filter(({ type }) => type !== 'tree');
    return new Map(files.map(({ path, mode, sha }) => [path, `${mode} ${sha}`]));
  }
}

function once<T>(known: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const asked = known.get(key) ?? ask();
  known.set(key, asked);
  // What failed can be asked again.
  asked.catch(() => known.delete(key));
  return asked;
}
