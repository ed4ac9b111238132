import type { repositoryRoutes, Visit } from './api.ts';
import { commitOr422 } from './code.ts';
import {
  type Comment,
  Failure,
  type GithubState,
  invalid,
  notFound,
  now,
  type Repository,
  type User,
} from './state.ts';

/** Comments of pull requests (which are issues to this API) and of commits. */
export function commentRoutes(route: ReturnType<typeof repositoryRoutes>): void {
  route('GET', '/issues/:number/comments', 'github.issue-comments', (v) => {
    const number = pullNumber(v);
    const since = v.c.req.query('since');
    const found = v.repository.comments.filter(
      (one) => one.issue === number && (!since || one.updatedAt >= since),
    );
    return v.page(found, (comment) => v.show.issueComment(comment));
  });

  route('POST', '/issues/:number/comments', 'github.comment', async (v) => {
    const comment = addComment(
      v.state,
      v.repository,
      v.user,
      { issue: pullNumber(v) },
      text(await v.body(), 'IssueComment'),
    );
    return v.c.json(v.show.issueComment(comment), 201);
  });

  route('GET', '/pulls/:number/reviews', 'github.pull-reviews', (v) => {
    const number = pullNumber(v);
    const found = v.repository.reviews.filter((one) => one.pull === number);
    return v.page(found, (review) => v.show.pullReview(review));
  });

  // Nobody here writes into the lines of a file.
  route('GET', '/pulls/:number/comments', 'github.review-comments', (v) => {
    pullNumber(v);
    return v.page([], (comment) => comment);
  });

  route('GET', '/issues/comments/:id', 'github.issue-comment', (v) =>
    v.c.json(v.show.issueComment(find(v, 'issue'))),
  );

  route('PATCH', '/issues/comments/:id', 'github.comment', async (v) => {
    const comment = mine(v, find(v, 'issue'));
    edit(comment, text(await v.body(), 'IssueComment'));
    return v.c.json(v.show.issueComment(comment));
  });

  route('GET', '/commits/:sha/comments', 'github.commit-comments', (v) => {
    const { sha } = commitOr422(v.repository, v.param('sha'));
    return v.page(
      v.repository.comments.filter((one) => one.sha === sha),
      (comment) => v.show.commitComment(comment),
    );
  });

  route('POST', '/commits/:sha/comments', 'github.comment', async (v) => {
    const { sha } = commitOr422(v.repository, v.param('sha'));
    const comment = addComment(v.state, v.repository, v.user, { sha }, text(await v.body(), 'CommitComment'));
    return v.c.json(v.show.commitComment(comment), 201);
  });

  route('GET', '/comments/:id', 'github.commit-comment', (v) =>
    v.c.json(v.show.commitComment(find(v, 'sha'))),
  );

  route('PATCH', '/comments/:id', 'github.comment', async (v) => {
    const comment = mine(v, find(v, 'sha'));
    edit(comment, text(await v.body(), 'CommitComment'));
    return v.c.json(v.show.commitComment(comment));
  });
}

export function addComment(
  state: GithubState,
  repository: Repository,
  user: User,
  on: { readonly issue: number } | { readonly sha: string },
  body: string,
  app?: string,
): Comment {
  const at = now();
  const comment: Comment = {
    id: state.nextId++,
    ...on,
    author: user.login,
    body,
    ...(app ? { app } : {}),
    createdAt: at,
    updatedAt: at,
  };
  repository.comments.push(comment);
  return comment;
}

/** GitHub's times are whole seconds: an edit within the first one does not show in them. */
export function edit(comment: Comment, body: string): void {
  comment.body = body;
  comment.updatedAt = now();
  comment.editedAt = comment.updatedAt;
}

function pullNumber(v: Visit): number {
  const pull = v.repository.pulls.find((one) => String(one.number) === v.param('number'));
  if (!pull) throw notFound();
  return pull.number;
}

function find(v: Visit, kind: 'issue' | 'sha'): Comment {
  const comment = v.repository.comments.find(
    (one) => String(one.id) === v.param('id') && one[kind] !== undefined,
  );
  if (!comment) throw notFound();
  return comment;
}

function mine(v: Visit, comment: Comment): Comment {
  if (comment.author !== v.user.login) v.mustWrite();
  return comment;
}

/** GitHub's limit: https://github.com/orgs/community/discussions/41331 */
const LONGEST_BODY = 65_536;

function text(body: Record<string, unknown>, resource: string): string {
  const value = body['body'];
  if (typeof value !== 'string' || value.trim() === '') throw invalid(resource, 'body', 'missing_field');
  if (value.length > LONGEST_BODY)
    throw new Failure(422, 'Validation Failed', [
      {
        resource,
        field: 'data',
        code: 'unprocessable',
        message: `Body is too long (maximum is ${LONGEST_BODY} characters)`,
      },
    ]);
  return value;
}
