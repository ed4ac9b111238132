import { rollbackMarkdown } from '../../present/phases.ts';
import type { PhaseResult } from '../context.ts';
import type { Session } from '../session.ts';
import type { Verdict } from '../snapshot.ts';

export type RolledBack = PhaseResult<'release-id' | 'outcome' | 'verdict' | 'serving-release'>;

/** What a rollback came to, for the summary and the outputs. */
export function result(
  session: Session,
  state: PhaseResult['state'],
  told: {
    readonly outcome: 'done' | 'noop' | 'planned';
    readonly verdict?: Verdict;
    readonly target?: string;
    readonly undone?: readonly string[];
  },
): RolledBack {
  const { outcome, verdict, target = '', undone = [] } = told;
  return {
    phase: 'rollback',
    state,
    summary: rollbackMarkdown({ outcome, target, undone, verdict }),
    outputs: {
      'release-id': session.release.id,
      outcome,
      verdict: verdict?.answer ?? '',
      'serving-release': target,
    },
  };
}
