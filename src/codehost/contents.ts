import { z } from 'zod';
import { failure, ShiplockError } from '../release/errors.ts';
import type { ProtectedFile, RepositoryFiles } from '../release/repository-files.ts';
import type { GithubClient } from './client.ts';

const repository = z.object({ default_branch: z.string().min(1) });
const branch = z.object({ commit: z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/) }) });
/** A folder is a list there; a file of more than 1 MB has the encoding `none` and no content. */
const file = z.object({ type: z.literal('file'), encoding: z.literal('base64'), content: z.string() });

const PERMISSION = 'contents: read';

/**
 * Files of the repository, read by the API and not from the checkout: the checkout is what the author of the change
 * wrote. What a commit holds never changes, so it is read once.
 * https://docs.github.com/en/rest/repos/contents#get-repository-content
 */
export class GithubFiles implements RepositoryFiles {
  readonly #client: GithubClient;
  readonly #known = new Map<string, string | undefined>();
  #branch: string | undefined;

  constructor(client: GithubClient) {
    this.#client = client;
  }

  async protectedFile(path: string): Promise<ProtectedFile> {
    this.#branch ??= await this.#defaultBranch();
    const name = this.#branch;
    const { commit } = await this.#client.read(
      {
        doing: `read the head of ${name}`,
        permission: PERMISSION,
        route: 'GET /repos/{owner}/{repo}/branches/{branch}',
        params: { branch: name },
      },
      branch,
    );
    return { branch: name, commit: commit.sha, text: await this.fileAt(commit.sha, path) };
  }

  async fileAt(commit: string, path: string): Promise<string | undefined> {
    const key = `${commit}:${path}`;
    if (!this.#known.has(key)) this.#known.set(key, await this.#read(commit, path));
    return this.#known.get(key);
  }

  async #defaultBranch(): Promise<string> {
    const call = {
      doing: 'read the repository’s default branch',
      permission: 'metadata: read',
      route: 'GET /repos/{owner}/{repo}',
    };
    return (await this.#client.read(call, repository)).default_branch;
  }

  async #read(commit: string, path: string): Promise<string | undefined> {
    try {
      const { content } = await this.#client.read(
        {
          doing: `read ${path} at ${commit.slice(0, 12)}`,
          permission: PERMISSION,
          // Slashes of the path stay slashes: https://github.com/octokit/endpoint.js, reserved expansion.
          route: 'GET /repos/{owner}/{repo}/contents/{+path}',
          params: { path, ref: commit },
        },
        file,
      );
      return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(content, 'base64'));
    } catch (error) {
      if (error instanceof ShiplockError && error.code === 'SHIPLOCK_GITHUB_NOT_FOUND') return undefined;
      if (!(error instanceof TypeError)) throw error;
      throw failure(
        {
          code: 'SHIPLOCK_GITHUB_ANSWER',
          what: `${path} at ${commit.slice(0, 12)} is not UTF-8 text`,
          notDone: ['nothing was changed'],
          next: 'Save the file as UTF-8.',
        },
        error,
      );
    }
  }
}
