import { shippedPlanMarkdown } from '../../present/phases.ts';
import { type Plan, shortHash } from '../plan.ts';
import type { Session } from '../session.ts';
import type { Planned } from './planned.ts';

/** Run again after the release was closed: its plan is history, and computing it anew would compare it with itself. */
export function alreadyShipped(
  session: Session,
  known: { readonly plan: Plan; readonly hash: string },
): Planned {
  session.context.say(`plan ${shortHash(known.hash)}: already shipped`);
  return {
    phase: 'plan',
    state: 'already',
    summary: shippedPlanMarkdown(shortHash(known.hash)),
    outputs: {
      'release-id': session.release.id,
      'plan-hash': known.hash,
      'plan-json': JSON.stringify(known.plan),
      'pending-migrations': '0',
      reversible: '',
      reports: '',
      changed: 'false',
    },
  };
}
