import { z } from 'zod';
import { AccessBook } from './access.ts';
import type { GithubClient } from './client.ts';
import { originsOf } from './comment-origins.ts';
import { pullsOf } from './commits.ts';
import { orUnknown } from './or-unknown.ts';
import { wordsOf } from './own-words.ts';
import { byBot, user } from './people.ts';

const comment = z.object({
  node_id: z.string(),
  body: z.string().nullish(),
  html_url: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  // A comment on a commit has none: https://docs.github.com/en/rest/commits/comments
  performed_via_github_app: z.unknown().optional(),
  user,
});

/**
 * People with write access who wrote `/confirm <release id>` as the first words of a paragraph, on the commit or on its
 * pull requests, and did not edit it since; in a reply by mail, as its first words. Oldest first.
 * @param by Whose doing it is. The same account under another login is left out: whoever is renamed is no second person
 */
export async function confirmations(
  client: GithubClient,
  { commit, releaseId, by }: { readonly commit: string; readonly releaseId: string; readonly by: string },
): Promise<{ by: string; url: string }[]> {
  const pulls = await pullsOf(client, commit);
  const lists = await Promise.all([
    client.all(
      {
        doing: `read the comments on commit ${commit.slice(0, 12)}`,
        permission: 'contents: read',
        route: 'GET /repos/{owner}/{repo}/commits/{commit_sha}/comments',
        params: { commit_sha: commit },
      },
      comment,
    ),
    ...pulls.map(({ number }) =>
      client.all(
        {
          doing: `read the comments of pull request ${number}`,
          permission: 'pull-requests: read',
          route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
          params: { issue_number: number },
        },
        comment,
      ),
    ),
  ]);
  const said: { one: z.infer<typeof comment>; first: boolean }[] = [];
  for (const one of lists.flat()) {
    const edited = one.updated_at !== one.created_at || Boolean(one.performed_via_github_app);
    const opening = edited || byBot(one.user) ? undefined : await saying(one.body ?? '', releaseId);
    if (opening) said.push({ one, first: opening.first });
  }
  const origins = await originsOf(
    client,
    said.map(({ one }) => one),
  );
  const book = new AccessBook(client, []);
  const found: { by: string; url: string; at: string }[] = [];
  const whose = said.length === 0 ? undefined : await accountOf(client, by);
  for (const { one, first } of said) {
    const origin = origins.get(one.node_id);
    if (!origin || origin.edited || (origin.viaMail && !first)) continue;
    const login = one.user?.login ?? '';
    // Where nobody has that login any more, anybody may have had it. Under the same one the caller says so.
    const isOther = login.toLowerCase() !== by.trim().toLowerCase();
    if (isOther && (whose === undefined || one.user?.id === whose)) continue;
    const { permission } = await book.of(login);
    if (['write', 'maintain', 'admin'].includes(permission))
      found.push({ by: login, url: one.html_url, at: one.created_at });
  }
  return found.sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ by, url }) => ({ by, url }));
}

async function saying(body: string, releaseId: string) {
  if (!body.includes(releaseId)) return undefined;
  const { openings } = await wordsOf(body);
  return openings.find(({ shown, typed }) =>
    [shown, typed].every((line) => {
      const [verb, id] = line
        .replaceAll('`', '')
        .trim()
        .split(/[ \t]+/);
      return verb === '/confirm' && id === releaseId;
    }),
  );
}

/** https://docs.github.com/en/rest/users/users#get-a-user: of a login of old it knows nothing. */
async function accountOf(client: GithubClient, login: string): Promise<number | undefined> {
  const call = { doing: `look up the account ${login}`, permission: 'metadata: read' };
  const params = { username: login };
  const found = await orUnknown(
    client.read({ ...call, route: 'GET /users/{username}', params }, z.object({ id: z.int() })),
  );
  return found?.id;
}
