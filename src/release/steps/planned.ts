import type { PhaseResult } from '../context.ts';

/** What the phase `plan` gives. */
export type Planned = PhaseResult<
  'release-id' | 'plan-hash' | 'plan-json' | 'pending-migrations' | 'reversible' | 'reports' | 'changed'
>;
