import { z } from 'zod';
import { json, jsonObject as object } from '../json-schema.ts';
import type { Phase } from '../phases.ts';
import { type Plan, planSchema } from '../plan.ts';
import { type SchemaSnapshot, snapshotSchema } from '../snapshot.ts';
import { restoredFields } from './restored-body.ts';

/** How a release was closed. */
export const CLOSE_RESULTS = ['released', 'rolled-back', 'abandoned'] as const;
export type CloseResult = (typeof CLOSE_RESULTS)[number];

export type EventKind =
  | 'opened'
  | 'planned'
  | 'approved'
  | 'voided'
  | 'intent'
  | 'outcome'
  | 'observed'
  | 'verdict'
  | 'closed'
  | 'restored';

/** `record`: an event about the record itself is of no phase of the road. */
export type EventPhase = Phase | 'record';

/** Version of the shapes below, in every body. `upcast.ts` reads the bodies that have none: version 1. */
export const VERSION = 2;

const text = z.string();
const texts = z.array(text).readonly();
/** Undefined: of a format that this version does not know any more, or it was not asked for. */
const readable = <T>(schema: z.ZodType<T>): z.ZodType<T | undefined> => schema.optional().catch(undefined);
const person = z.object({ by: text, reason: text });
const call = { call: text, key: text.exactOptional() };
/** Who decided on a rollback: when (ISO 8601, the process' clock), and the run of the CI that it was decided in. */
const decision = z.object({
  at: text,
  run: text.nullable(),
  /** What the run asked for by name: a release or a commit. */
  asked: text.exactOptional(),
});

const shape = <Is extends string, Fields extends z.ZodRawShape>(is: Is, fields: Fields) =>
  z.object({ v: z.literal(VERSION), is: z.literal(is), ...fields });

export const rejectionSchema = z.object({
  by: text,
  via: z.enum(['review', 'comment']),
  id: text.exactOptional(),
  planHash: text.exactOptional(),
  reason: text.exactOptional(),
  url: text.exactOptional(),
  at: text.exactOptional(),
  mentions: texts.exactOptional(),
});

/** What an event says: every shape there is, told apart by `is`. */
export const eventBody = z.discriminatedUnion('is', [
  // Phases that are done.
  shape('deployed', {
    deploymentId: text.min(1),
    url: text,
    digest: text.nullable(),
    /** A planning job staged it, and the shipping role took it over once hosting had said what it is. */
    adopted: z.boolean(),
    /** A job of the shipping role built it of the commit, and not hosting: `digest` is of what that job uploaded. */
    prebuilt: z.literal(true).exactOptional(),
  }),
  shape('migrated', {
    applied: z.array(z.object({ version: text, milliseconds: z.number(), retries: z.number() })).readonly(),
    /** The schema as the migrations left it; null where an earlier version did not keep it. */
    schemaFingerprint: text.nullable(),
  }),
  shape('gated', { decision: z.enum(['pass', 'fail', 'inconclusive']) }),
  shape('promoted', {
    /** ISO 8601: when traffic began to move. */
    startedAt: text,
    outcome: z.enum(['done', 'noop']),
    deploymentId: text.nullable(),
    evidence: json.exactOptional(),
  }),
  shape('rolled-back', {
    /** Deployment that serves. */
    to: text.nullable(),
    reason: text,
    moved: z.boolean(),
    undone: texts,
    evidence: json.exactOptional(),
    decision: decision.exactOptional(),
    /** Milliseconds from the decision until every domain answered as the deployment it leads to; where traffic moved. */
    tookMs: z.number().exactOptional(),
    /** Releases that served after the one it leads to, and no longer do. */
    over: texts.exactOptional(),
  }),
  /** A rolling release came to this stage: by this release's own step, or by what hosting or somebody did. */
  shape('stage-reached', {
    deploymentId: text,
    stage: z.int(),
    /** Of traffic. */
    percent: z.number(),
    stages: z.array(z.number()).readonly(),
    automatic: z.boolean(),
  }),
  /** A step of the rollback drill, with what the gate over the domains said after it. `none`: it could not begin. */
  shape('drilled', {
    step: z.enum(['back', 'forward', 'none']),
    /** Deployment that served after it. */
    to: text.exactOptional(),
    decision: z.enum(['pass', 'fail', 'inconclusive']),
    reason: text,
    tookMs: z.number().exactOptional(),
    /** When hosting says that this move was requested: a later request is somebody's decision. */
    jobAt: z.number().exactOptional(),
  }),
  /** Of a phase that has nothing to add. */
  shape('phase-done', { deploymentId: text.nullish(), applied: texts.exactOptional() }),

  // Calls that leave the process.
  shape('call-begun', { ...call, request: object.exactOptional(), atMs: z.number() }),
  shape('call-ended', {
    ...call,
    result: z.enum(['done', 'failed', 'not-done', 'ambiguous']),
    value: json.exactOptional(),
    error: text.exactOptional(),
  }),
  /** What reading the vendor's state said of a call whose answer was lost. */
  shape('call-settled', {
    ...call,
    result: z.enum(['done', 'failed', 'not-done', 'ambiguous']),
    value: json.exactOptional(),
    why: text.exactOptional(),
  }),

  // The plan.
  shape('planned', {
    plan: readable(planSchema),
    /** For people: the hash is computed from the plan. */
    hash: text,
    moved: texts,
    outlook: z.object({ drift: text, rehearsal: text, reversible: text }).partial(),
    objects: z.record(text, text).exactOptional(),
  }),
  shape('approved', {
    plan: readable(planSchema),
    hash: text,
    approvers: texts,
    evidence: object,
    /** ISO 8601: migrations may begin until then. */
    validUntil: text.exactOptional(),
    /** Somebody went on without the approvals, or inside a freeze window. */
    brokenGlass: person.exactOptional(),
    /** An administrator took the place of approvals that nobody can give. */
    standIn: person.exactOptional(),
  }),
  shape('voided', { hash: text, moved: texts }),
  shape('approvals-seen', {
    rejections: z.array(rejectionSchema).readonly(),
    asked: z
      .object({ runId: text, attempt: z.int(), planHash: text, computed: text.exactOptional() })
      .exactOptional(),
  }),
  shape('glass-confirmed', { by: text, via: z.enum(['comment', 'cli']), url: text.exactOptional() }),

  // What was looked at.
  shape('schema-checked', { reports: json }),
  shape('gate-judged', {
    decision: text,
    reason: text,
    proceed: z.boolean(),
    evidence: json,
    /** What sources that only observe would have decided. */
    observed: z
      .array(
        z.object({
          ...{ name: text, decision: z.enum(['pass', 'fail', 'inconclusive']), reason: text },
          ...{ samples: z.number(), failures: z.number() },
        }),
      )
      .readonly()
      .exactOptional(),
    /** Of a rolling release, in phase `promote`. */
    stage: z.int().exactOptional(),
  }),
  /** `to`: the deployment it is given for. */
  shape('verdict-given', {
    previous: text,
    verdict: json,
    to: text.exactOptional(),
    decision: decision.exactOptional(),
  }),
  shape('snapshot-kept', { snapshot: readable(snapshotSchema) }),

  // The release, and the record itself.
  /** `project`: id and name of the hosting project that it is for. */
  shape('opened', { project: texts.exactOptional() }),
  shape('closed', {
    result: z.enum(CLOSE_RESULTS),
    /** The release that serves. */
    serves: text.nullable(),
    deploymentId: text.nullish(),
    reason: text.exactOptional(),
    /** The newer release that took its place before it changed anything. */
    overtakenBy: text.exactOptional(),
    /** What the next release is decided under; `policy.ts` reads it. */
    policy: json.exactOptional(),
  }),
  shape('restored', restoredFields),
  /** After a restore this release looked at hosting. */
  shape('reconciled', { restored: z.int(), live: json }),

  // The environment: told in its newest release, and about those to come.
  /** Somebody holds the environment by hand, or one commit and all that contain it. */
  shape('held', { hold: text.min(1), commit: text.nullable(), by: text, reason: text }),
  /** `hold`: id of a hold, or of the release whose commit was quarantined when it was rolled back. */
  shape('hold-lifted', { hold: text.min(1), by: text, reason: text }),
  /** The release contains commits that these holds are about, and what they brought is undone in it. */
  shape('holds-passed', { holds: texts }),
]);

type Body = z.infer<typeof eventBody>;
export type Is = Body['is'];
type Bare<Each> = Each extends Body ? Omit<Each, 'v'> : never;
/** What an event says, as it is read back. */
export type Told = Bare<Body>;
export type ToldOf<What extends Is> = Extract<Told, { is: What }>;
type Whole<Each> = Each extends { plan: unknown }
  ? Omit<Each, 'plan'> & { readonly plan: Plan }
  : Each extends { snapshot: unknown }
    ? Omit<Each, 'snapshot'> & { readonly snapshot: SchemaSnapshot }
    : Each;
/** What an event says, as it is written. */
export type Saying = Whole<Told>;
export type SayingOf<What extends Is> = Extract<Saying, { is: What }>;

export interface Rule {
  readonly kind: EventKind;
  /** Undefined: any phase, and what is said is about that phase. */
  readonly phases?: readonly EventPhase[];
}

/** Which events may say what: decided here and nowhere else. docs/record.md has the same as a table. */
export const ASSERTED: Readonly<Record<Is, Rule>> = {
  'phase-done': { kind: 'outcome' },
  deployed: { kind: 'outcome', phases: ['deploy'] },
  migrated: { kind: 'outcome', phases: ['migrate'] },
  gated: { kind: 'outcome', phases: ['gate', 'watch'] },
  promoted: { kind: 'outcome', phases: ['promote'] },
  'rolled-back': { kind: 'outcome', phases: ['rollback'] },
  'call-begun': { kind: 'intent' },
  'call-ended': { kind: 'outcome' },
  'call-settled': { kind: 'observed' },
  planned: { kind: 'planned', phases: ['plan'] },
  approved: { kind: 'approved', phases: ['approve'] },
  voided: { kind: 'voided', phases: ['plan'] },
  'approvals-seen': { kind: 'observed' },
  'glass-confirmed': { kind: 'observed', phases: ['approve'] },
  'schema-checked': { kind: 'observed', phases: ['verify'] },
  'gate-judged': { kind: 'observed', phases: ['gate', 'watch', 'promote'] },
  'stage-reached': { kind: 'observed', phases: ['promote'] },
  drilled: { kind: 'observed', phases: ['watch'] },
  'verdict-given': { kind: 'verdict', phases: ['rollback'] },
  'snapshot-kept': { kind: 'observed', phases: ['finalize', 'contract'] },
  opened: { kind: 'opened' },
  closed: { kind: 'closed', phases: ['migrate', 'finalize', 'rollback', 'contract'] },
  restored: { kind: 'restored', phases: ['record'] },
  reconciled: { kind: 'observed', phases: ['record'] },
  held: { kind: 'observed', phases: ['record'] },
  'hold-lifted': { kind: 'observed', phases: ['record'] },
  'holds-passed': { kind: 'observed', phases: ['migrate'] },
};

/** Whether an event of this kind and phase may say this. */
export function maySay(
  is: Is,
  { kind, phase }: { readonly kind: EventKind; readonly phase: EventPhase },
): boolean {
  const rule = ASSERTED[is];
  return rule.kind === kind && (rule.phases?.includes(phase) ?? true);
}
