import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GithubPart, PEOPLE, startGithub } from '../../rehearsal/cloud/github/index.ts';
import { AccessLog, Faults } from '../../rehearsal/cloud/kit/index.ts';
import { failureOf, PLAN, ROOT, SHA, github as scripted, table } from './github.fixture.ts';
import { githubCodeHost } from './index.ts';

const YES = `/approve ${PLAN.slice(0, 12)}`;

describe('comments of a real list', () => {
  let github: GithubPart;
  const log = new AccessLog();
  beforeAll(async () => {
    github = await startGithub({ faults: new Faults(), log });
  });
  afterAll(() => github.close());

  /** What the gate hears of one comment by somebody who may approve. */
  async function heard(body: string, change: (comment: ReturnType<GithubPart['comment']>) => void) {
    const commit = github.addCommit({ message: 'Change', branch: 'change' });
    const pull = github.addPull({ title: 'Change', author: PEOPLE.author, head: 'change' });
    github.mergePull(pull.number, commit.sha);
    change(github.comment(PEOPLE.approver, { issue: pull.number }, body));
    const { botToken: token, repository, url: apiUrl } = github;
    const host = githubCodeHost({ token, repository, apiUrl });
    const look = () => host.approvals({ environment: 'p', commit: commit.sha, runId: undefined });
    const [signal] = await look();
    const before = log.entries.length;
    expect((await look())[0]).toEqual(signal);
    // What is known of a comment is not asked again.
    expect(log.entries.slice(before).filter(({ call }) => call === 'github.graphql')).toEqual([]);
    return signal?.invalid;
  }
  const byMail = (comment: { viaMail?: boolean }) => {
    comment.viaMail = true;
  };

  it.each([
    ['Gmail', `Not yet.\n\nOn Mon, Nov 23, 2026 at 10:00 Ada wrote:\n\n${YES}`],
    ['Gmail in German', `Noch nicht.\n\nAm Mo., 23. Nov. 2026 um 10:00 Uhr schrieb Ada:\n\n${YES}`],
    ['Gmail in French', `Pas encore.\n\nLe lun. 23 nov. 2026 à 10:00, Ada a écrit :\n\n${YES}`],
    ['Gmail in Spanish', `Espera.\n\nEl lun, 23 nov 2026 a las 10:00, Ada escribió:\n\n${YES}`],
    ['Gmail in Japanese', `まだです。\n\n2026年11月23日(月) 10:00 Ada:\n\n${YES}`],
    ['Outlook', `Not yet.\n\n-----Original Message-----\nFrom: Ada\nSubject: Re: plan\n\n${YES}`],
    ['Outlook by a line', `Not yet.\n\n________________________________\n\n${YES}`],
    ['Outlook in German', `Nein.\n\nVon: Ada\nGesendet: Montag\nBetreff: AW: Plan\n\n${YES}`],
    ['Apple Mail, forwarded', `Begin forwarded message:\n\n${YES}`],
    ['an empty reply', `Ada left a comment (acme/shop#3)\n\n${YES}`],
    ['nothing at all', `Not yet.\n\n${YES}`],
    ['a hidden comment', `<!-- -->\n\n${YES}`],
  ])('attack 7a: a yes further down in a reply by mail may be a quote: %s', async (_, body) => {
    expect(await heard(body, byMail)).toContain('reply by mail');
    // The same on the page is the person's own.
    if (body.startsWith('Not yet.\n\n/')) expect(await heard(body, () => undefined)).toBeUndefined();
  });

  it.each([
    ['alone', YES],
    ['with a signature and a quote', `${YES}\n\n--\nGrace\n\nOn Monday Ada wrote:\n\n> the plan`],
    ['with a quote without marks', `${YES}, thanks\n\n-----Original Message-----\nFrom: Ada\n\nthe plan`],
  ])('a reply by mail that begins with the yes counts: %s', async (_, body) => {
    expect(await heard(body, byMail)).toBeUndefined();
  });

  it('attack 6: a confirmation further down in a reply by mail, or edited within its first second, is none', async () => {
    const confirm = '/confirm rel_1';
    const confirmed = async (body: string, change: (comment: ReturnType<GithubPart['comment']>) => void) => {
      const { sha } = github.addCommit({ message: 'Change' });
      change(github.comment(PEOPLE.approver, { sha }, body));
      const { botToken: token, repository, url: apiUrl } = github;
      const host = githubCodeHost({ token, repository, apiUrl });
      const found = await host.confirmations({ commit: sha, releaseId: 'rel_1', by: PEOPLE.author });
      return found.map(({ by }) => by);
    };
    expect(await confirmed(confirm, byMail)).toEqual([PEOPLE.approver]);
    expect(await confirmed(`Why?\n\nOn Monday Ada wrote:\n\n${confirm}`, byMail)).toEqual([]);
    const late = (comment: { editedAt?: string }) => {
      comment.editedAt = new Date().toISOString();
    };
    expect(await confirmed(confirm, late)).toEqual([]);
  });

  it('attack 6: who was renamed since is no second person, nor is anybody where the first one is gone', async () => {
    github.addUser('linus', 'write');
    const { sha } = github.addCommit({ message: 'Glass' });
    github.comment('linus', { sha }, '/confirm rel_2');
    const { botToken: token, repository, url: apiUrl } = github;
    const host = githubCodeHost({ token, repository, apiUrl });
    const seconds = async (by: string) =>
      (await host.confirmations({ commit: sha, releaseId: 'rel_2', by })).map((one) => one.by);
    expect(await seconds(PEOPLE.author)).toEqual(['linus']);
    const { id } = github.state.users.find(({ login }) => login === 'linus')!;
    github.state.users.push({ id, login: 'torvalds', type: 'User' });
    expect(await seconds('torvalds')).toEqual([]);
    expect(await seconds('gone')).toEqual([]);
    // Under the same login it is said who must not.
    expect(await seconds('Linus')).toEqual(['linus']);
  });

  it('attack 7: an edit within the second in which a comment was written is one', async () => {
    const edited = await heard('wait', (comment) => {
      github.editComment(comment.id, YES);
      comment.updatedAt = comment.createdAt;
    });
    expect(edited).toBe('the comment was edited after it was written');
  });
});

const said = (id: number, login: string, body: string) => ({
  ...{ id, node_id: `IC_${id}`, body, html_url: `https://github.test/${id}` },
  ...{ created_at: '2026-11-23T10:00:00Z', updated_at: '2026-11-23T10:00:00Z' },
  user: { login, type: 'User' },
});
const around = {
  [`GET /commits/${SHA}/pulls`]: { body: [{ number: 3, title: 'T', html_url: 'u' }] },
  [`GET /commits/${SHA}/comments`]: { body: [] },
  'GET /pulls/3/reviews': { body: [] },
  'GET /pulls/3/comments': { body: [] },
  'GET /collaborators/ann/permission': { body: { permission: 'write' } },
};
const asked = { environment: 'p', commit: SHA, runId: undefined };

describe('a list that changes while it is read', () => {
  it('attack 7: a yes that was deleted since the list was read does not count', async () => {
    const { host } = await scripted((seen) =>
      seen.path === '/graphql'
        ? { body: { data: { nodes: [null] }, errors: [{ type: 'NOT_FOUND', message: 'gone' }] } }
        : table({ ...around, 'GET /issues/3/comments': { body: [said(1, 'ann', YES)] } })(seen),
    );
    expect((await host.approvals(asked)).map(({ invalid }) => invalid)).toEqual(['the comment was deleted']);
  });

  it('a look that GitHub refuses is no look', async () => {
    const { host } = await scripted((seen) =>
      seen.path === '/graphql'
        ? { body: { data: { nodes: [null] }, errors: [{ type: 'FORBIDDEN', message: 'not accessible' }] } }
        : table({ ...around, 'GET /issues/3/comments': { body: [said(1, 'ann', YES)] } })(seen),
    );
    expect((await failureOf(host.approvals(asked))).code).toBe('SHIPLOCK_GITHUB_FORBIDDEN');
  });

  /** Two a page; after the first page is read, the first entries are deleted, so often. */
  async function shifting(times: number) {
    const list = [1, 2, 3, 4, 5].map((id) => said(id, 'ann', id === 3 ? '/reject' : 'chatter'));
    let left = times;
    return scripted(
      table({
        ...around,
        'GET /issues/3/comments': ({ query, headers }) => {
          const page = Number(query.get('page') ?? 1);
          const body = list.slice(page * 2 - 2, page * 2);
          const link = `<http://${headers.host}${ROOT}/issues/3/comments?page=${page + 1}>; rel="next"`;
          const more = list.length > page * 2;
          if (page === 1 && left-- > 0) {
            if (times === 1) list.shift();
            else list.unshift(said(100 + left, 'ann', 'chatter'));
          }
          return { body, headers: more ? { link } : {} };
        },
      }),
    );
  }

  it('attack 7: a no is heard though a comment before it was deleted between two pages', async () => {
    const { host } = await shifting(1);
    expect((await host.approvals(asked)).map(({ state }) => state)).toEqual(['rejected']);
  });

  it('one that never stands still is an error, and not an answer', async () => {
    const { host } = await shifting(1000);
    expect((await failureOf(host.approvals(asked))).code).toBe('SHIPLOCK_GITHUB_ANSWER');
  });
});
