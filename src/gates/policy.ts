import type { GateResult } from '../release/ports.ts';

export interface PolicyDecision {
  /** May the release go on? */
  readonly proceed: boolean;
  /** `hold`: leave traffic where it is and tell a person. */
  readonly action: 'go' | 'stop' | 'roll-back' | 'hold';
  readonly why: string;
}

/**
 * What an answer means. `fail` always stops, or rolls back. `inconclusive` follows the policy: `fail` by default before
 * traffic moves, where stopping costs nothing; `hold` by default after, where undoing a release that nobody has shown
 * to be bad would be a risk of its own. Held after: the release stays in service and goes on, with the doubt recorded.
 */
export function applyPolicy(
  result: Pick<GateResult, 'decision' | 'reason'>,
  when: 'before' | 'after',
  policy: 'fail' | 'hold' = when === 'before' ? 'fail' : 'hold',
): PolicyDecision {
  if (result.decision === 'pass') return { proceed: true, action: 'go', why: result.reason };
  const undo = when === 'before' ? 'stop' : 'roll-back';
  if (result.decision === 'fail') return { proceed: false, action: undo, why: result.reason };
  if (policy === 'fail')
    return { proceed: false, action: undo, why: `inconclusive counts as failed: ${result.reason}` };
  return when === 'before'
    ? { proceed: false, action: 'hold', why: `inconclusive, no traffic moved: ${result.reason}` }
    : { proceed: true, action: 'hold', why: `inconclusive, traffic stays where it is: ${result.reason}` };
}
