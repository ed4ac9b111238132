import { failure } from './errors.ts';
import type { Release } from './record/record.ts';

/** A run that a newer one has overtaken did nothing wrong: the edge ends it without an error. */
export function overtaken({ id, environment, commit }: Release, by: string) {
  return failure({
    code: 'SHIPLOCK_RELEASE_OVERTAKEN',
    what: `release ${by}, which contains commit ${commit.slice(0, 12)}, serves ${environment} by now: release ${id} is not needed`,
    notDone: ['nothing was changed'],
    next: 'Nothing. To go back to this commit, start a new run of it, or roll back.',
  });
}
