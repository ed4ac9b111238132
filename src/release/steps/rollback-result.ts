import { type RollbackFacts, rollbackMarkdown } from '../../present/rollback.ts';
import type { PhaseResult } from '../context.ts';
import type { Session } from '../session.ts';

export type RolledBack = PhaseResult<
  'release-id' | 'outcome' | 'verdict' | 'serving-release' | 'milliseconds'
>;

/** What a rollback came to, for the summary and the outputs. */
export function result(
  session: Session,
  state: PhaseResult['state'],
  told: Pick<RollbackFacts, 'outcome'> & Partial<RollbackFacts>,
): RolledBack {
  const { outcome, verdict, target = '', undone = [], tookMs } = told;
  return {
    phase: 'rollback',
    state,
    summary: rollbackMarkdown({ ...told, target, undone, verdict }),
    outputs: {
      'release-id': session.release.id,
      outcome,
      verdict: verdict?.answer ?? '',
      'serving-release': target,
      milliseconds: tookMs === undefined ? '' : String(tookMs),
    },
  };
}
