import { z } from 'zod';
import { ShiplockError } from '../release/errors.ts';
import type { Access } from '../release/ports.ts';
import type { GithubClient } from './client.ts';

const permission = z.object({
  permission: z.enum(['none', 'read', 'write', 'admin']),
  role_name: z.string().optional(),
});
const membership = z.object({ state: z.string() });
const FINER = z.enum(['triage', 'maintain']);

/**
 * What each of these people may do in the repository, looked up once each. A look-up that fails is thrown: a permission
 * that could not be checked is no permission.
 */
export class AccessBook {
  readonly #client: GithubClient;
  readonly #teams: readonly string[];
  readonly #known = new Map<string, Promise<Access>>();

  constructor(client: GithubClient, teams: readonly string[]) {
    this.#client = client;
    this.#teams = teams;
  }

  of(login: string): Promise<Access> {
    let known = this.#known.get(login);
    if (!known) {
      known = this.#look(login);
      this.#known.set(login, known);
    }
    return known;
  }

  async #look(login: string): Promise<Access> {
    const [access, ...teams] = await Promise.all([
      this.#permission(login),
      ...this.#teams.map(async (team) => ((await this.#isMember(team, login)) ? team : undefined)),
    ]);
    return { ...access, teams: teams.filter((team) => team !== undefined) };
  }

  async #permission(login: string): Promise<Omit<Access, 'teams'>> {
    // `permission` knows admin, write, read and none (maintain is write there); `role_name` has the real one.
    // https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
    const found = await orNotFound(
      this.#client.read(
        {
          doing: `look up the permission of ${login}`,
          permission: 'metadata: read',
          route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
          params: { username: login },
        },
        permission,
      ),
    );
    if (!found) return { role: 'none', permission: 'none' };
    const finer = FINER.safeParse(found.role_name);
    return {
      role: found.role_name || found.permission,
      permission: finer.success ? finer.data : found.permission,
    };
  }

  /** A job's own token may not read teams (https://docs.github.com/en/rest/teams/members): that is told as its error. */
  async #isMember(team: string, login: string): Promise<boolean> {
    const [org, slug] = team.split('/');
    const found = await orNotFound(
      this.#client.read(
        {
          doing: `look up whether ${login} belongs to the team ${team}`,
          permission: 'members: read',
          route: 'GET /orgs/{org}/teams/{team_slug}/memberships/{username}',
          params: { org, team_slug: slug, username: login },
        },
        membership,
      ),
    );
    return found?.state === 'active';
  }
}

/** Undefined: GitHub says that it is not there. */
export async function orNotFound<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ShiplockError && error.code === 'SHIPLOCK_GITHUB_NOT_FOUND') return undefined;
    throw error;
  }
}
