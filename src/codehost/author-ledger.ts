import { z } from 'zod';
import { ShiplockError } from '../release/errors.ts';
import type { Authorship } from '../release/ports.ts';
import { accountInAddress, coAuthors, type Identity } from './addresses.ts';
import type { GithubClient } from './client.ts';
import type { Commit } from './commit-range.ts';
import { byBot, isByHost, type User, user } from './people.ts';

/** Addresses beyond these are not asked about: one request each. */
const MOST_ADDRESSES = 30;
const ownCommit = z.object({
  commit: z.object({ author: z.object({ email: z.string().nullish() }).nullish() }),
  author: z.object({ login: z.string().optional() }).nullish(),
});

/** Collects whose work it is, and links addresses to accounts. */
export class AuthorLedger {
  /** Login, folded, to what the person did first. A map: a login may be `constructor`. */
  readonly #people = new Map<string, { login: string; did: string }>();
  readonly #addresses = new Map<string, Identity & { readonly commit: string }>();
  /** By address: an id, the login that the address has, and what the person did. */
  readonly #numbered = new Map<
    string,
    { readonly id: number; readonly login: string; readonly did: string }
  >();
  readonly #loginOf = new Map<string, string>();
  readonly #client: GithubClient;
  readonly #unasked = new Map<number, string>();
  #bots = 0;

  constructor(client: GithubClient) {
    this.#client = client;
  }

  get people(): Authorship['people'] {
    return [...this.#people.values()].sort((a, b) => (a.login < b.login ? -1 : 1));
  }

  /** Of those that were not asked about: whoever approves is compared by this number. */
  get numbered(): NonNullable<Authorship['numbered']> {
    return [...this.#unasked].map(([account, did]) => ({ account, did }));
  }

  /** How many times a bot was named so far. */
  get bots(): number {
    return this.#bots;
  }

  commit({ sha, commit, author, committer }: Commit): void {
    const short = sha.slice(0, 12);
    this.#identity(commit.author, author, `wrote commit ${short}`, short);
    this.#identity(commit.committer, committer, `committed ${short}`, short);
    for (const co of coAuthors(commit.message)) this.#identity(co, null, `wrote commit ${short}`, short);
  }

  account(who: User, did: string): void {
    if (!who) return;
    if (isByHost(who, undefined)) return;
    if (byBot(who) !== undefined) {
      this.#bots += 1;
      return;
    }
    const key = who.login.toLowerCase();
    if (!this.#people.has(key)) this.#people.set(key, { login: who.login, did });
  }

  #identity(identity: Commit['commit']['author'], account: User, did: string, commit: string): void {
    const email = identity?.email?.trim() ?? '';
    if (account?.login) {
      if (email) this.#loginOf.set(email.toLowerCase(), account.login);
      this.account(account, did);
      return;
    }
    const found = accountInAddress(email);
    if (found?.id !== undefined && byBot({ login: found.login }) === undefined)
      this.#numbered.set(email.toLowerCase(), { id: found.id, login: found.login, did });
    else if (found) this.account({ login: found.login }, did);
    else if (isByHost(account, identity)) return;
    else if (!this.#addresses.has(email.toLowerCase()))
      this.#addresses.set(email.toLowerCase(), { name: identity?.name ?? '', email, commit });
  }

  /** Asks for accounts behind the addresses that are left, and tells those that have none. */
  async link(): Promise<Authorship['unlinked']> {
    const unlinked: Authorship['unlinked'][number][] = [];
    let asked = 0;
    for (const [key, { id, login, did }] of this.#numbered) {
      const known = this.#loginOf.get(key);
      let now: User | undefined;
      if (!known && asked < MOST_ADDRESSES) {
        asked += 1;
        now = await this.#ofId(id);
      } else if (!known) this.#unasked.set(id, did);
      this.account(now ?? { login: known ?? login }, did);
    }
    for (const [key, identity] of this.#addresses) {
      const did = `wrote commit ${identity.commit}`;
      let login = this.#loginOf.get(key);
      if (!login && key !== '' && asked < MOST_ADDRESSES) {
        asked += 1;
        login = await this.#lookUp(identity.email);
      }
      if (login) this.account({ login }, did);
      else unlinked.push(identity);
    }
    return unlinked;
  }

  /**
   * Who has this id now; undefined: nobody, or this token may not ask.
   * https://docs.github.com/en/rest/users/users#get-a-user-using-their-id
   */
  async #ofId(id: number): Promise<User> {
    const call = { doing: `look up account ${id}`, permission: 'metadata: read' };
    try {
      return await this.#client.read(
        { ...call, route: 'GET /user/{account_id}', params: { account_id: id } },
        user,
      );
    } catch (error) {
      const unknown = ['SHIPLOCK_GITHUB_NOT_FOUND', 'SHIPLOCK_GITHUB_FORBIDDEN'];
      if (error instanceof ShiplockError && unknown.includes(error.code)) return undefined;
      throw error;
    }
  }

  /** Another commit of the repository with this address may be linked to an account. */
  async #lookUp(email: string): Promise<string | undefined> {
    const found = await this.#client.read(
      {
        doing: `list the commits of ${email}`,
        permission: 'contents: read',
        route: 'GET /repos/{owner}/{repo}/commits',
        params: { author: email, per_page: 10 },
      },
      z.array(ownCommit),
    );
    const same = (one: z.infer<typeof ownCommit>) =>
      one.commit.author?.email?.toLowerCase() === email.toLowerCase();
    return found.find((one) => same(one) && one.author?.login)?.author?.login;
  }
}
