import type { repositoryRoutes } from './api.ts';
import {
  type Commit,
  Failure,
  fileIn,
  filesOf,
  history,
  notFound,
  type Pull,
  type Repository,
  resolveRef,
} from './state.ts';

/** The repository itself: commits, comparison, pull requests, permissions. */
export function codeRoutes(route: ReturnType<typeof repositoryRoutes>): void {
  route('GET', '', 'github.repository', ({ c, show }) => c.json(show.repo()));

  route('GET', '/commits', 'github.commits', (v) => {
    const start = v.c.req.query('sha') ?? v.repository.defaultBranch;
    const head = resolveRef(v.repository, start);
    if (!head) throw notFound();
    const { author } = v.c.req.query();
    const wanted = history(v.repository, head.sha).filter(
      (one) => !author || one.author === author || v.show.commit(one).commit.author?.email === author,
    );
    return v.page(wanted, (commit) => v.show.commit(commit));
  });

  route('GET', '/commits/:sha/pulls', 'github.commit-pulls', (v) => {
    const commit = commitOr422(v.repository, v.param('sha'));
    const own = v.repository.pulls.filter(
      (pull) =>
        pull.mergeSha === commit.sha || broughtBy(v.repository, pull).some((one) => one.sha === commit.sha),
    );
    return v.page(own, (pull) => v.show.pull(pull));
  });

  route('GET', '/commits/:ref{.+}', 'github.commit', (v) =>
    v.c.json(v.show.commit(commitOr422(v.repository, v.param('ref')))),
  );

  route('GET', '/branches/:branch{.+}', 'github.branch', (v) => {
    const sha = v.repository.branches[v.param('branch')];
    const commit = sha && v.repository.commits.find((one) => one.sha === sha);
    if (!commit) throw new Failure(404, 'Branch not found');
    return v.c.json({ name: v.param('branch'), commit: v.show.commit(commit), protected: false });
  });

  // Without `ref` the default branch; a folder or a symbolic link is not played.
  route('GET', '/contents/:path{.+}', 'github.contents', (v) => {
    const ref = v.c.req.query('ref') ?? v.repository.defaultBranch;
    const commit = resolveRef(v.repository, ref);
    if (!commit) throw new Failure(404, `No commit found for the ref ${ref}`);
    const text = fileIn(v.repository, commit.sha, v.param('path'));
    if (text === undefined) throw notFound();
    return v.c.json(v.show.contents(v.param('path'), text, ref));
  });

  // By commit, and all of it: parts of a tree are not played, nor the entries of folders.
  route('GET', '/git/trees/:sha', 'github.tree', (v) => {
    const commit = resolveRef(v.repository, v.param('sha'));
    if (!commit || v.c.req.query('recursive') === undefined) throw notFound();
    return v.c.json({
      sha: commit.sha,
      url: v.c.req.url,
      truncated: false,
      tree: [...filesOf(v.repository, commit.sha)].map(([path, sha]) => ({
        ...{ path, mode: '100644', type: 'blob', sha, size: 0 },
        url: `${new URL(v.c.req.url).origin}/repos/${v.repository.owner}/${v.repository.name}/git/blobs/${sha}`,
      })),
    });
  });

  route('GET', '/compare/:basehead{.+}', 'github.compare', (v) => {
    const [baseName = '', headName = ''] = v.param('basehead').split('...');
    const base = resolveRef(v.repository, baseName);
    const head = resolveRef(v.repository, headName);
    if (!base || !head) throw notFound();
    const { ahead, behind, mergeBase } = compare(v.repository, base, head);
    if (!mergeBase) throw new Failure(404, `No common ancestor between ${baseName} and ${headName}.`);
    const files = [...new Set(ahead.flatMap((commit) => commit.files))];
    const url = `${new URL(v.c.req.url).origin}/repos/${v.repository.owner}/${v.repository.name}/compare/${baseName}...${headName}`;
    // Oldest first, unlike the commit list.
    return v.page(
      ahead.toReversed(),
      (commit) => v.show.commit(commit),
      (commits) => ({
        url,
        html_url: url,
        permalink_url: url,
        diff_url: `${url}.diff`,
        patch_url: `${url}.patch`,
        base_commit: v.show.commit(base),
        merge_base_commit: v.show.commit(mergeBase),
        status:
          ahead.length > 0
            ? behind.length > 0
              ? 'diverged'
              : 'ahead'
            : behind.length > 0
              ? 'behind'
              : 'identical',
        ahead_by: ahead.length,
        behind_by: behind.length,
        total_commits: ahead.length,
        commits,
        files: files.map((file) => v.show.file(file, head.sha)),
      }),
    );
  });

  route('GET', '/pulls', 'github.pulls', (v) => {
    const { state = 'open', head, base } = v.c.req.query();
    const wanted = v.repository.pulls.filter(
      (pull) =>
        (state === 'all' || pull.state === state) &&
        (!base || pull.base === base) &&
        (!head || head === `${v.repository.owner}:${pull.head}`),
    );
    return v.page(wanted.toReversed(), (pull) => v.show.pull(pull));
  });

  route('GET', '/pulls/:number', 'github.pull', (v) => {
    const pull = v.repository.pulls.find((one) => String(one.number) === v.param('number'));
    if (!pull) throw notFound();
    return v.c.json(v.show.pull(pull));
  });

  route('GET', '/pulls/:number/commits', 'github.pull-commits', (v) => {
    const pull = v.repository.pulls.find((one) => String(one.number) === v.param('number'));
    if (!pull) throw notFound();
    return v.page(broughtBy(v.repository, pull).toReversed(), (commit) => v.show.commit(commit));
  });

  route('GET', '/activity', 'github.activity', (v) => {
    const { ref = '' } = v.c.req.query();
    const wanted = v.repository.pushes.filter(
      ({ branch }) => ref === '' || ref === branch || ref === `refs/heads/${branch}`,
    );
    return v.page(wanted, ({ id, after, by, at, branch }) => ({
      ...{ id, node_id: String(id), before: '0'.repeat(40), after, ref: `refs/heads/${branch}` },
      ...{ timestamp: at, activity_type: 'push', actor: v.show.user(by) },
    }));
  });

  route('GET', '/collaborators', 'github.collaborators', (v) =>
    v.page(
      Object.keys(v.repository.collaborators).filter((login) => !login.endsWith('[bot]')),
      (login) => v.show.collaborator(login),
    ),
  );

  route('GET', '/collaborators/:login/permission', 'github.permission', (v) => {
    if (!v.state.users.some((user) => user.login === v.param('login'))) throw notFound();
    return v.c.json(v.show.permission(v.param('login')));
  });
}

/** The commits that the base branch did not have when the pull request was opened, newest first. */
function broughtBy(repository: Repository, pull: Pull): Commit[] {
  const before = new Set(history(repository, pull.baseSha).map((one) => one.sha));
  return history(repository, pull.headSha).filter((one) => !before.has(one.sha));
}

/** GitHub's answer for an unknown commit is 422, not 404. */
export function commitOr422(repository: Repository, ref: string): Commit {
  const commit = resolveRef(repository, ref);
  if (!commit) throw new Failure(422, `No commit found for SHA: ${ref}`);
  return commit;
}

function compare(repository: Repository, base: Commit, head: Commit) {
  const before = history(repository, base.sha);
  const after = history(repository, head.sha);
  const known = new Set(before.map((commit) => commit.sha));
  const reached = new Set(after.map((commit) => commit.sha));
  return {
    ahead: after.filter((commit) => !known.has(commit.sha)),
    behind: before.filter((commit) => !reached.has(commit.sha)),
    mergeBase: after.find((commit) => known.has(commit.sha)),
  };
}
