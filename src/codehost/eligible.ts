import { z } from 'zod';
import type { Access, CodeHost, Member, People } from '../release/ports.ts';
import { AccessBook, orNotFound } from './access.ts';
import type { GithubClient } from './client.ts';
import { byBot } from './people.ts';

const account = z.object({ login: z.string(), type: z.string().optional() });
const collaborator = account.extend({
  role_name: z.string().optional(),
  permissions: z.object({
    admin: z.boolean(),
    maintain: z.boolean().default(false),
    push: z.boolean(),
    triage: z.boolean().default(false),
    pull: z.boolean(),
  }),
});
const team = z.object({ slug: z.string() });

/** A permission costs a request each. Who has more approvers than this does not lack them. */
const MOST = 60;

/**
 * Who could approve, as GitHub tells now, and not as the settings say.
 * @throws when anything of it could not be read, or would take too many requests
 */
export async function eligible(
  client: GithubClient,
  { logins, teams, everybody }: Parameters<CodeHost['people']>[0],
): Promise<People> {
  const book = new AccessBook(client, []);
  const [all, ...groups] = await Promise.all([
    everybody ? collaborators(client) : undefined,
    ...teams.map(async (name) => [name, await accountsOf(client, name)] as const),
  ]);
  const members = groups.flatMap(([, accounts]) => (accounts === 'gone' ? [] : accounts));
  const asked = new Set([...logins, ...members.map(({ login }) => login)]);
  if (asked.size > MOST) throw new Error(`there are too many people to look up one by one (${asked.size})`);
  const member = async (one: z.infer<typeof account>): Promise<Member> => ({
    login: one.login,
    person: byBot(one) === undefined,
    access: await book.of(one.login),
  });
  const found = await Promise.all(
    groups.map(
      async ([name, accounts]) =>
        [name, accounts === 'gone' ? accounts : await Promise.all(accounts.map(member))] as const,
    ),
  );
  return {
    everybody: all,
    named: await Promise.all(logins.map((login) => member({ login }))),
    teams: new Map(found),
  };
}

/** https://docs.github.com/en/rest/collaborators/collaborators#list-repository-collaborators: also those by a team or the organization. */
async function collaborators(client: GithubClient): Promise<Member[]> {
  const found = await client.all(
    {
      doing: 'list who has access to the repository',
      permission: 'metadata: read',
      route: 'GET /repos/{owner}/{repo}/collaborators',
      params: { affiliation: 'all' },
    },
    collaborator,
  );
  return found.map((one) => ({ login: one.login, person: byBot(one) === undefined, access: accessOf(one) }));
}

function accessOf({ role_name, permissions }: z.infer<typeof collaborator>): Access {
  const { admin, maintain, push, triage, pull } = permissions;
  const permission = admin
    ? 'admin'
    : maintain
      ? 'maintain'
      : push
        ? 'write'
        : triage
          ? 'triage'
          : pull
            ? 'read'
            : 'none';
  return { role: role_name || permission, permission, teams: [] };
}

/**
 * A team that a token may not see answers as one that was deleted does, so only an organization that lists its teams
 * tells that one is gone. https://docs.github.com/en/rest/teams
 */
async function accountsOf(client: GithubClient, name: string): Promise<z.infer<typeof account>[] | 'gone'> {
  const [org, slug] = name.split('/');
  const members = await orNotFound(
    client.all(
      {
        doing: `list the members of the team ${name}`,
        permission: 'members: read',
        route: 'GET /orgs/{org}/teams/{team_slug}/members',
        params: { org, team_slug: slug },
      },
      account,
    ),
  );
  if (members) return members;
  const listed = await client.all(
    {
      doing: `list the teams of ${org}`,
      permission: 'members: read',
      route: 'GET /orgs/{org}/teams',
      params: { org },
    },
    team,
  );
  if (listed.some((one) => one.slug.toLowerCase() === slug?.toLowerCase()))
    throw new Error(`the team ${name} exists, but Shiplock cannot list its members`);
  return 'gone';
}
