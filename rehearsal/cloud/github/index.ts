import { randomBytes, randomInt } from 'node:crypto';
import {
  type AccessLog,
  checkBearer,
  type Faults,
  hexSecret,
  type MakeSecret,
  StandIn,
} from '../kit/index.ts';
import { actionsRoutes, configureEnvironment, environmentNamed, review } from './actions.ts';
import { answer, caller, errorBody, origin, repositoryRoutes } from './api.ts';
import { codeRoutes } from './code.ts';
import { addComment, commentRoutes, edit } from './comments.ts';
import { deploymentRoutes } from './deployments.ts';
import { graphqlRoute } from './graphql.ts';
import { type GithubPart, PEOPLE } from './part.ts';
import { simpleUser } from './present.ts';
import {
  type Commit,
  Failure,
  type GithubState,
  notFound,
  now,
  type Pull,
  type Repository,
  type Run,
  type User,
} from './state.ts';

export { type GithubPart, PEOPLE } from './part.ts';
export type * from './state.ts';

/** Starts GitHub with one repository, its people, and the environments `staging` and `production`. */
export async function startGithub(options: {
  readonly faults: Faults;
  readonly log: AccessLog;
  readonly repository?: string;
  readonly secret?: MakeSecret;
}): Promise<GithubPart> {
  const state: GithubState = {
    users: [],
    repositories: [],
    teams: new Map(),
    nextId: randomInt(1_000_000, 2_000_000),
  };
  const tokens = new Map<string, string>();
  const known: string[] = [];
  const standIn = new StandIn<GithubState>({
    vendor: 'github',
    faults: options.faults,
    log: options.log,
    state,
    errorBody: (status, _code, message) => errorBody(status, message),
    authorize: checkBearer({
      tokens: known,
      missing: { status: 401, body: errorBody(401, 'Requires authentication') },
      wrong: { status: 401, body: errorBody(401, 'Bad credentials') },
    }),
  });

  accountRoutes(standIn, tokens);
  graphqlRoute(standIn);
  const route = repositoryRoutes(standIn, tokens);
  commentRoutes(route);
  codeRoutes(route);
  deploymentRoutes(route);
  actionsRoutes(route);

  const name = options.repository ?? 'acme/storefront';
  const repo = (fullName = name): Repository => {
    const found = state.repositories.find((one) => `${one.owner}/${one.name}` === fullName);
    if (!found) throw notFound();
    return found;
  };
  const runOf = (id: number, fullName?: string): Run => {
    const run = repo(fullName).runs.find((one) => one.id === id);
    if (!run) throw notFound();
    return run;
  };
  const addUser = (login: string, type: User['type']): User => {
    const user: User = { id: state.nextId++, login, type };
    state.users.push(user);
    const token = (options.secret ?? hexSecret)(type === 'Bot' ? 'ghs_' : 'ghp_');
    if (type !== 'Organization') {
      tokens.set(token, login);
      known.push(token);
    }
    return user;
  };
  const userOf = (login: string) => state.users.find((one) => one.login === login) ?? addUser(login, 'User');
  const server = await standIn.listen();

  const part: GithubPart = {
    url: server.url,
    get tokens() {
      return Object.fromEntries([...tokens].map(([token, login]) => [login, token]));
    },
    get botToken() {
      return part.tokens[PEOPLE.bot]!;
    },
    repository: name,
    state,
    addRepository(fullName, collaborators) {
      const [owner = '', repository = ''] = fullName.split('/');
      if (!state.users.some((one) => one.login === owner)) addUser(owner, 'Organization');
      const made: Repository = {
        id: state.nextId++,
        owner,
        name: repository,
        defaultBranch: 'main',
        ...{
          commits: [],
          branches: {},
          pulls: [],
          comments: [],
          reviews: [],
          pushes: [],
          deployments: [],
          environments: [],
          runs: [],
        },
        collaborators: collaborators ?? {
          [PEOPLE.author]: 'admin',
          [PEOPLE.approver]: 'maintain',
          [PEOPLE.second]: 'write',
          [PEOPLE.bot]: 'write',
        },
      };
      state.repositories.push(made);
      return made;
    },
    addUser(login, permission) {
      userOf(login);
      if (permission) for (const one of state.repositories) one.collaborators[login] = permission;
      return part.tokens[login]!;
    },
    addCommit(given) {
      const repository = repo(given.repository);
      const branch = given.branch ?? repository.defaultBranch;
      const head = repository.branches[branch] ?? repository.branches[repository.defaultBranch];
      const commit: Commit = {
        sha: given.sha ?? randomBytes(20).toString('hex'),
        message: given.message,
        author: given.author === undefined ? PEOPLE.author : given.author,
        committer: given.committer === undefined ? (given.author ?? PEOPLE.author) : given.committer,
        ...(given.email ? { authorEmail: given.email } : {}),
        date: now(),
        parents: given.parents ?? (head ? [head] : []),
        files: given.files ?? Object.keys(given.contents ?? {}),
        contents: given.contents ?? {},
      };
      repository.commits.push(commit);
      repository.branches[branch] = commit.sha;
      for (const pull of repository.pulls)
        if (pull.head === branch && pull.state === 'open') pull.headSha = commit.sha;
      return commit;
    },
    addPull(given) {
      const repository = repo(given.repository);
      const headSha = repository.branches[given.head];
      if (!headSha) throw new Error(`github stand-in: no branch ${given.head}; add a commit on it first`);
      const pull: Pull = {
        id: state.nextId++,
        number: repository.pulls.length + 1,
        title: given.title,
        body: given.body ?? '',
        author: given.author,
        base: given.base ?? repository.defaultBranch,
        head: given.head,
        ...{
          headSha,
          baseSha: repository.branches[given.base ?? repository.defaultBranch] ?? '',
          mergeSha: null,
          state: 'open',
          mergedAt: null,
          mergedBy: null,
          assignees: [...(given.assignees ?? [])],
          threads: [],
          createdAt: now(),
        },
      };
      repository.pulls.push(pull);
      return pull;
    },
    mergePull(number, sha, fullName, by) {
      const pull = repo(fullName).pulls.find((one) => one.number === number);
      if (!pull) throw notFound();
      Object.assign(pull, { state: 'closed', mergeSha: sha, mergedAt: now(), mergedBy: by ?? pull.author });
    },
    push(login, sha, branch) {
      const { pushes, defaultBranch } = repo();
      const by = userOf(login).login;
      pushes.unshift({ id: state.nextId++, after: sha, by, at: now(), branch: branch ?? defaultBranch });
    },
    reviewThread(number) {
      const thread = { resolved: false };
      repo()
        .pulls.find((one) => one.number === number)
        ?.threads.push(thread);
      return thread;
    },
    environment(environment, settings, fullName) {
      configureEnvironment(state, repo(fullName), environment, settings);
    },
    createRun(given) {
      const pending = [...(given.environments ?? [])];
      for (const one of pending) environmentNamed(repo(given.repository), one);
      const run: Run = {
        id: given.id ?? state.nextId++,
        name: given.name ?? 'Release',
        sha: given.sha,
        branch: given.branch ?? repo(given.repository).defaultBranch,
        event: given.event ?? 'push',
        actor: given.actor,
        triggeringActors: [given.triggeringActor ?? given.actor],
        createdAt: now(),
        status: pending.length > 0 ? 'waiting' : 'in_progress',
        conclusion: null,
        jobs: [],
        pending,
        reviews: [],
      };
      repo(given.repository).runs.push(run);
      return run;
    },
    failRun(runId, name, failedStep, fullName) {
      const run = runOf(runId, fullName);
      run.jobs = [{ id: state.nextId++, name, conclusion: 'failure', failedStep }];
      Object.assign(run, { status: 'completed', conclusion: 'failure' });
    },
    rerun(runId, login, environments = [], fullName) {
      const run = runOf(runId, fullName);
      run.triggeringActors.push(login);
      Object.assign(run, { status: environments.length > 0 ? 'waiting' : 'in_progress', conclusion: null });
      run.pending = [...environments];
    },
    comment: (login, on, body, fullName) => addComment(state, repo(fullName), userOf(login), on, body),
    commentByApp: (login, app, on, body) => addComment(state, repo(), userOf(login), on, body, app),
    deleteComment(id, fullName) {
      const { comments } = repo(fullName);
      const at = comments.findIndex((one) => one.id === id);
      if (at < 0) throw notFound();
      comments.splice(at, 1);
    },
    reviewPull(login, pull, body) {
      userOf(login);
      const review = { id: state.nextId++, pull, author: login, body, submittedAt: now() };
      repo().reviews.push({ ...review, state: 'COMMENTED' });
    },
    team(team, members) {
      state.teams.set(team, [...members]);
    },
    editComment(id, body, fullName) {
      const comment = repo(fullName).comments.find((one) => one.id === id);
      if (!comment) throw notFound();
      edit(comment, body);
    },
    review(login, runId, environment, decision, comment = '', fullName) {
      review(repo(fullName), runOf(runId, fullName), {
        by: login,
        environments: [environment],
        state: decision,
        comment,
      });
    },
    async waitForReview(runId, environment, fullName) {
      for (;;) {
        const run = runOf(runId, fullName);
        const decided = run.reviews.find((one) => one.environments.includes(environment));
        if (decided) return decided.state;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    close: () => server.close(),
  };

  for (const login of Object.values(PEOPLE)) addUser(login, login.endsWith('[bot]') ? 'Bot' : 'User');
  part.addRepository(name);
  part.environment('staging', {});
  part.environment('production', {
    reviewers: [PEOPLE.approver, PEOPLE.second, PEOPLE.author],
    preventSelfReview: true,
  });
  return part;
}

function accountRoutes(standIn: StandIn<GithubState>, tokens: ReadonlyMap<string, string>): void {
  standIn.route('GET', '/user', 'github.user', (c, state) =>
    answer(c, () => {
      const user = caller(c, state, tokens);
      // A workflow's token belongs to an app, which is nobody: https://docs.github.com/en/rest/users/users
      if (user.type === 'Bot') throw new Failure(403, 'Resource not accessible by integration');
      return c.json(simpleUser(user, origin(c)));
    }),
  );
  standIn.route('GET', '/users/:login', 'github.user', (c, state) =>
    answer(c, () => {
      const user = state.users.find((one) => one.login === c.req.param('login'));
      if (!user) throw notFound();
      return c.json(simpleUser(user, origin(c)));
    }),
  );
  standIn.route('GET', '/user/:id', 'github.user', (c, state) =>
    answer(c, () => {
      const user = state.users.find((one) => String(one.id) === c.req.param('id'));
      if (!user) throw notFound();
      return c.json(simpleUser(user, origin(c)));
    }),
  );
  standIn.route('GET', '/orgs/:org/teams/:slug/memberships/:login', 'github.team-membership', (c, state) =>
    answer(c, () => {
      const members = state.teams.get(`${c.req.param('org')}/${c.req.param('slug')}`);
      if (!members?.includes(c.req.param('login') ?? '')) throw notFound();
      return c.json({ url: c.req.url, role: 'member', state: 'active' });
    }),
  );
  const teamsOf = (state: GithubState, org: string | undefined) =>
    [...state.teams].filter(([name]) => name.startsWith(`${org}/`));
  standIn.route('GET', '/orgs/:org/teams', 'github.teams', (c, state) =>
    answer(c, () =>
      c.json(teamsOf(state, c.req.param('org')).map(([name]) => ({ slug: name.split('/')[1] }))),
    ),
  );
  standIn.route('GET', '/orgs/:org/teams/:slug/members', 'github.team-members', (c, state) =>
    answer(c, () => {
      const members = state.teams.get(`${c.req.param('org')}/${c.req.param('slug')}`);
      if (!members) throw notFound();
      const users = state.users.filter(({ login }) => members.includes(login));
      return c.json(users.map((user) => simpleUser(user, origin(c))));
    }),
  );
  standIn.route('GET', '/rate_limit', 'github.rate-limit', (c) => {
    const core = {
      limit: 5000,
      used: 1,
      remaining: 4999,
      reset: Math.floor(Date.now() / 1000) + 3600,
      resource: 'core',
    };
    return c.json({
      resources: { core, search: { ...core, limit: 30, remaining: 30, resource: 'search' } },
      rate: core,
    });
  });
}
