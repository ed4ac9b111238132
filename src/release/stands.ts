import { z } from 'zod';
import { PHASES, type Phase } from './phases.ts';
import { shortHash } from './plan.ts';
import type { ReleaseState } from './state.ts';

/** What an open release waits for, and for whom. */
export interface Waits {
  readonly phase: Phase;
  /** A sentence without an end: `waits for 2 approvals of plan ab12…`. */
  readonly what: string;
}

/** What was sent and has no answer in the record: it may have happened. */
export interface Doubt {
  readonly phase: string;
  readonly call: string;
  /** ISO 8601: when it was sent. */
  readonly since: string;
}

/** Folded from a release's state: where it stands for people. Undefined: it is over. */
export function waitsFor(state: ReleaseState): Waits | undefined {
  if (state.closed) return undefined;
  const kind = state.plan?.plan.kind ?? 'staging';
  const phase = PHASES[kind].find((one) => !state.donePhases.has(one)) ?? 'finalize';
  if (phase !== 'approve' || !state.plan) return { phase, what: `waits for its next job: ${phase}` };
  const { plan, hash } = state.plan;
  return {
    phase,
    what: `waits for ${approversOf(plan.policy.holds['approvals'])}: \`/approve ${shortHash(hash)}\``,
  };
}

function approversOf(approvals: unknown): string {
  const settings = asApprovals(approvals);
  const people = settings.approvers.length > 0 ? ` by ${settings.approvers.join(', ')}` : '';
  if (settings.required === undefined) return 'approvals';
  return `${settings.required === 1 ? '1 approval' : `${settings.required} approvals`}${people}`;
}

/** The plan was parsed; which settings its policy has is for another folder to know, so each is looked at. */
function asApprovals(value: unknown): { readonly required?: number; readonly approvers: readonly string[] } {
  if (typeof value !== 'object' || value === null || !('required' in value)) return { approvers: [] };
  const listed = 'approvers' in value && Array.isArray(value.approvers) ? value.approvers : [];
  return {
    ...(typeof value.required === 'number' ? { required: value.required } : {}),
    approvers: listed.filter((one) => typeof one === 'string'),
  };
}

/** Calls that were begun and have no end, of releases that are not over, and contract migrations of one that serves. Oldest first. */
export function doubtsOf(state: ReleaseState): readonly Doubt[] {
  return openCalls(state.closed ? contractCalls(state) : state.calls).map(({ phase, name, atMs }) => ({
    ...{ phase, call: name, since: new Date(atMs).toISOString() },
  }));
}

/** Of these calls, those that were begun and whose end nobody saw: as each began last, oldest first. */
export function openCalls(calls: ReleaseState['calls']): readonly Begun[] {
  const open = new Map<string, Begun>();
  for (const call of calls) {
    const key = `${call.phase} ${call.name} ${call.key}`;
    if (call.state === 'begun') open.set(key, call);
    else if (call.state !== 'ambiguous') open.delete(key);
  }
  return [...open.values()];
}

export type Begun = Extract<ReleaseState['calls'][number], { readonly state: 'begun' }>;

/** Of a release that serves: what was sent to apply contract migrations since it was last closed. */
function contractCalls({ closed, calls, callsWhenClosed }: ReleaseState): ReleaseState['calls'] {
  if (closed?.result !== 'released') return [];
  return calls.slice(callsWhenClosed).filter(({ phase }) => phase === 'contract');
}

const contractRequest = z.object({ versions: z.array(z.string()), forced: z.string().exactOptional() });

/**
 * What a job asked for that was to apply contract migrations and did not come to its end: the database may have them, and
 * what they left of the schema is not in the record.
 */
export function contractCutShort(
  state: ReleaseState,
): (z.infer<typeof contractRequest> & { readonly since: string }) | undefined {
  const last = contractCalls(state).findLast((call): call is Begun => call.state === 'begun');
  const asked = contractRequest.safeParse(last?.request);
  return last && asked.success ? { ...asked.data, since: new Date(last.atMs).toISOString() } : undefined;
}
