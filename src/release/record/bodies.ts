import { z } from 'zod';
import type { SchemaObjects } from '../moved-objects.ts';
import type { Phase } from '../phases.ts';
import { type Plan, planSchema } from '../plan.ts';
import { type SchemaSnapshot, snapshotSchema } from '../snapshot.ts';
import type { EventKind, RecordEvent } from './record.ts';

/** How a release was closed. */
export const CLOSE_RESULTS = ['released', 'rolled-back', 'abandoned'] as const;
export type CloseResult = (typeof CLOSE_RESULTS)[number];

const phaseDone = { step: z.literal('phase'), result: z.literal('done') };
const call = { step: z.literal('call'), call: z.string(), key: z.string().optional() };

const done = z.object(phaseDone);
const decided = z.object({ ...phaseDone, decision: z.enum(['pass', 'fail', 'inconclusive']) });
const deployed = z.object({
  ...phaseDone,
  deploymentId: z.string().min(1),
  url: z.string(),
  /** A planning job staged it, and the shipping role took it over once hosting had said what it is. */
  adopted: z.boolean().default(false),
});
const promoted = z.object({ ...phaseDone, startedAt: z.string() });
const rolledBack = z.object({ ...phaseDone, undone: z.array(z.string()).default([]) });
const begun = z.object({ ...call, atMs: z.number() });
const ended = z.object({
  ...call,
  result: z.enum(['done', 'failed', 'not-done', 'ambiguous']),
  value: z.json().optional(),
});
const planned = z.object({
  plan: planSchema,
  outlook: z.object({ rehearsal: z.string().optional() }).default({}),
  objects: z.record(z.string(), z.string()).optional(),
});
const approved = z.object({
  plan: planSchema,
  approvers: z.array(z.string()),
  brokenGlass: z.object({ by: z.string(), reason: z.string() }).optional(),
});
const closed = z.object({
  result: z.enum(CLOSE_RESULTS),
  serves: z
    .string()
    .nullish()
    .transform((id) => id ?? null),
});
const snapshot = z.object({ what: z.literal('schema-snapshot'), snapshot: snapshotSchema });

export type GateDecision = z.infer<typeof decided>['decision'];

/** What one event says, as far as anything is decided by it. */
export type Fact =
  /** The decision is a gate’s. */
  | { readonly is: 'phase-done'; readonly phase: Phase; readonly decision: GateDecision | undefined }
  | {
      readonly is: 'deployed';
      readonly deploymentId: string;
      readonly url: string;
      readonly adopted: boolean;
    }
  | { readonly is: 'promoted'; readonly startedAt: string }
  | { readonly is: 'rolled-back'; readonly undone: readonly string[] }
  | { readonly is: 'call'; readonly phase: Phase; readonly call: Call }
  /** Undefined: of a format that this version does not plan with any more, so it has to be planned again. */
  | {
      readonly is: 'planned';
      readonly plan: Plan | undefined;
      readonly rehearsal: string | undefined;
      readonly objects: SchemaObjects | undefined;
    }
  | {
      readonly is: 'approved';
      readonly plan: Plan | undefined;
      readonly approvers: readonly string[];
      /** Somebody went on without the approvals, or inside a freeze window. */
      readonly brokenGlass: { readonly by: string; readonly reason: string } | undefined;
    }
  | { readonly is: 'voided' }
  | { readonly is: 'closed'; readonly result: CloseResult; readonly serves: string | null };

export type Call =
  | { readonly state: 'begun'; readonly name: string; readonly key: string; readonly atMs: number }
  | {
      readonly state: 'done' | 'failed' | 'not-done' | 'ambiguous';
      readonly name: string;
      readonly key: string;
      readonly value: z.infer<ReturnType<typeof z.json>> | undefined;
    };

interface Rule {
  readonly kinds: readonly EventKind[];
  /** Undefined: any phase, and the fact is about that phase. */
  readonly phases?: readonly Phase[];
}

/** Which events may assert what: decided here and nowhere else. docs/record.md has the same as a table. */
export const ASSERTED: Readonly<Record<Fact['is'] | 'call-begun' | 'snapshot', Rule>> = {
  'phase-done': { kinds: ['outcome'] },
  deployed: { kinds: ['outcome'], phases: ['deploy'] },
  promoted: { kinds: ['outcome'], phases: ['promote'] },
  'rolled-back': { kinds: ['outcome'], phases: ['rollback'] },
  'call-begun': { kinds: ['intent'] },
  call: { kinds: ['outcome', 'observed'] },
  planned: { kinds: ['planned'], phases: ['plan'] },
  approved: { kinds: ['approved'], phases: ['approve'] },
  voided: { kinds: ['voided'], phases: ['plan'] },
  closed: { kinds: ['closed'], phases: ['finalize', 'rollback', 'contract'] },
  snapshot: { kinds: ['observed'], phases: ['finalize', 'contract'] },
};

function may(what: keyof typeof ASSERTED, { kind, phase }: RecordEvent): boolean {
  const { kinds, phases } = ASSERTED[what];
  return kinds.includes(kind) && (phases?.includes(phase) ?? true);
}

/** Reads an event. One that may not assert what it says, or says nothing of these, says nothing. */
export function factOf(event: RecordEvent): Fact | undefined {
  const fact = READERS[event.kind]?.(event);
  if (!fact) return undefined;
  const what = fact.is === 'call' && fact.call.state === 'begun' ? 'call-begun' : fact.is;
  return may(what, event) ? fact : undefined;
}

const READERS: Partial<Readonly<Record<EventKind, (event: RecordEvent) => Fact | undefined>>> = {
  outcome: (event) => ofPhase(event) ?? ofCallEnd(event),
  observed: ofCallEnd,
  intent: ({ phase, body }) => {
    const read = begun.safeParse(body).data;
    return (
      read && {
        is: 'call',
        phase,
        call: { state: 'begun', name: read.call, key: read.key ?? '', atMs: read.atMs },
      }
    );
  },
  planned: ({ body }) => {
    const read = planned.safeParse(body).data;
    return { is: 'planned', plan: read?.plan, rehearsal: read?.outlook.rehearsal, objects: read?.objects };
  },
  approved: ({ body }) => {
    const read = approved.safeParse(body).data;
    return {
      is: 'approved',
      plan: read?.plan,
      approvers: read?.approvers ?? [],
      brokenGlass: read?.brokenGlass,
    };
  },
  voided: () => ({ is: 'voided' }),
  // One that cannot be read closes all the same: nothing goes on by mistake.
  closed: ({ body }) => ({
    is: 'closed',
    ...(closed.safeParse(body).data ?? { result: 'abandoned', serves: null }),
  }),
};

function ofPhase({ phase, body }: RecordEvent): Fact | undefined {
  if (!done.safeParse(body).success) return undefined;
  if (phase === 'deploy') {
    const read = deployed.safeParse(body).data;
    return read && { is: 'deployed', deploymentId: read.deploymentId, url: read.url, adopted: read.adopted };
  }
  if (phase === 'promote') {
    const read = promoted.safeParse(body).data;
    return read && { is: 'promoted', startedAt: read.startedAt };
  }
  if (phase === 'rollback')
    return { is: 'rolled-back', undone: rolledBack.safeParse(body).data?.undone ?? [] };
  return { is: 'phase-done', phase, decision: decided.safeParse(body).data?.decision };
}

function ofCallEnd({ phase, body }: RecordEvent): Fact | undefined {
  const read = ended.safeParse(body).data;
  return (
    read && {
      is: 'call',
      phase,
      call: { state: read.result, name: read.call, key: read.key ?? '', value: read.value },
    }
  );
}

/** The schema that a release left behind, last; undefined where it kept none, or one that cannot be read any more. */
export function keptSnapshot(events: readonly RecordEvent[]): SchemaSnapshot | undefined {
  const last = events.findLast((event) => may('snapshot', event) && event.body['what'] === 'schema-snapshot');
  return snapshot.safeParse(last?.body).data?.snapshot;
}
