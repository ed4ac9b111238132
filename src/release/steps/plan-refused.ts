import { pendingMarkdown, refusedMarkdown } from '../../present/plan.ts';
import { type Problem, ShiplockError } from '../errors.ts';
import type { PendingMigrations } from '../ports.ts';

/** Everything that refuses the plan, with the whole table: for the comment, and below the error in the summary. */
export function refusedPlan(
  environment: string,
  pending: PendingMigrations,
  refusals: readonly Problem[],
): { readonly comment: string; readonly error: ShiplockError } | undefined {
  const [first, ...more] = refusals;
  if (!first) return undefined;
  const error = new ShiplockError({
    ...first,
    what: [first.what, ...more.map(({ what }) => what)].join('. Also: '),
    next: refusals.map(({ next }) => next).join('\n'),
    places: refusals.flatMap(({ places }) => places ?? []),
    evidence: `${refusals.map(({ evidence }) => evidence ?? '').join('')}\n${pendingMarkdown(pending)}`,
  });
  return { comment: refusedMarkdown(environment, refusals, pending, 'comment'), error };
}
