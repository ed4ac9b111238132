import { PLAN } from '../plan.fixture.ts';
import { planHash } from '../plan.ts';
import type { SchemaSnapshot } from '../snapshot.ts';
import { ASSERTED, type EventPhase, type Is, type Saying, type SayingOf } from './events.ts';

export const SNAPSHOT: SchemaSnapshot = {
  format: 1,
  schemas: ['public'],
  objects: { 'schema public': { kind: 'schema', properties: {} } },
  unreadable: [],
};
const person = { by: 'linus', reason: 'orders fail' };
const approved = {
  is: 'approved',
  plan: PLAN,
  hash: planHash(PLAN),
  approvers: ['grace'],
  evidence: {},
} as const;

/** Each shape at least once, and with what it may leave out. */
export const SAYINGS: { readonly [What in Is]: readonly SayingOf<What>[] } = {
  deployed: [
    { is: 'deployed', deploymentId: 'dpl_1', url: 'https://one.example', digest: 'd', adopted: true },
    { is: 'deployed', deploymentId: 'dpl_1', url: '', digest: null, adopted: false },
  ],
  migrated: [
    { is: 'migrated', applied: [{ version: '1', milliseconds: 2, retries: 0 }], schemaFingerprint: 'f' },
    { is: 'migrated', applied: [], schemaFingerprint: null },
  ],
  gated: [{ is: 'gated', decision: 'pass' }],
  promoted: [
    { is: 'promoted', startedAt: '2026-01-01T00:00:00Z', outcome: 'noop', deploymentId: null },
    {
      ...{ is: 'promoted', startedAt: '2026-01-01T00:00:00Z', outcome: 'done', deploymentId: 'dpl_1' },
      evidence: { alias: 'a' },
    },
  ],
  'rolled-back': [
    { is: 'rolled-back', to: 'dpl_0', reason: 'errors', moved: true, undone: ['2'], evidence: null },
    { is: 'rolled-back', to: null, reason: '', moved: false, undone: [] },
    {
      ...{ is: 'rolled-back', to: 'dpl_0', reason: 'errors', moved: true, undone: [], tookMs: 900 },
      ...{ decision: { at: '2026-01-01T00:00:00Z', run: '1', asked: 'rel_0' }, over: ['rel_1'] },
    },
  ],
  'phase-done': [
    { is: 'phase-done' },
    { is: 'phase-done', deploymentId: 'dpl_1' },
    { is: 'phase-done', applied: ['1'] },
  ],
  'call-begun': [
    { is: 'call-begun', call: 'memory.promote', key: 'dpl_1', request: { to: 'dpl_1' }, atMs: 5 },
    { is: 'call-begun', call: 'memory.promote', atMs: 5 },
  ],
  'call-ended': [
    { is: 'call-ended', call: 'memory.promote', result: 'done', value: { id: 1 } },
    { is: 'call-ended', call: 'memory.promote', key: 'k', result: 'failed', error: 'gone' },
  ],
  'call-settled': [
    { is: 'call-settled', call: 'memory.promote', result: 'done', value: null },
    { is: 'call-settled', call: 'memory.promote', result: 'ambiguous', why: 'split' },
  ],
  planned: [
    { is: 'planned', plan: PLAN, hash: planHash(PLAN), moved: ['it'], outlook: { rehearsal: 'pass' } },
    { is: 'planned', plan: PLAN, hash: '', moved: [], outlook: {}, objects: { 'schema public': 'abc' } },
  ],
  approved: [
    approved,
    { ...approved, validUntil: '2026-02-01T00:00:00Z', brokenGlass: person },
    { ...approved, standIn: person },
  ],
  voided: [{ is: 'voided', hash: planHash(PLAN), moved: ['the commit'] }],
  'approvals-seen': [
    { is: 'approvals-seen', rejections: [{ by: 'eve', via: 'comment', reason: 'not today' }] },
    { is: 'approvals-seen', rejections: [], asked: { runId: '1', attempt: 2, planHash: 'abc' } },
  ],
  'glass-confirmed': [
    { is: 'glass-confirmed', by: 'ada', via: 'cli' },
    { is: 'glass-confirmed', by: 'ada', via: 'comment', url: 'https://host.example/1' },
  ],
  'schema-checked': [{ is: 'schema-checked', reports: [{ check: 'drift', outcome: 'pass' }] }],
  'gate-judged': [
    { is: 'gate-judged', decision: 'fail', reason: 'errors', proceed: false, evidence: {} },
    {
      ...{ is: 'gate-judged', decision: 'pass', reason: 'fine', proceed: true, evidence: {} },
      observed: [{ name: 'new', decision: 'fail', reason: 'slow', samples: 9, failures: 3 }],
    },
    { is: 'gate-judged', decision: 'pass', reason: 'fine', proceed: true, evidence: {}, stage: 1 },
  ],
  'stage-reached': [
    {
      ...{ is: 'stage-reached', deploymentId: 'dpl_1', stage: 0, percent: 10, stages: [10, 100] },
      automatic: false,
    },
  ],
  drilled: [
    { is: 'drilled', step: 'back', to: 'dpl_0', decision: 'pass', reason: 'fine', tookMs: 900 },
    { is: 'drilled', step: 'none', decision: 'fail', reason: 'no release served before' },
  ],
  'verdict-given': [
    { is: 'verdict-given', previous: 'rel_0', verdict: { answer: 'safe', reasons: [] } },
    {
      ...{ is: 'verdict-given', previous: 'rel_0', verdict: { answer: 'safe', reasons: [] }, to: 'dpl_0' },
      decision: { at: '2026-01-01T00:00:00Z', run: null },
    },
  ],
  'snapshot-kept': [{ is: 'snapshot-kept', snapshot: SNAPSHOT }],
  opened: [{ is: 'opened' }, { is: 'opened', project: ['prj_1', 'shop'] }],
  closed: [
    { is: 'closed', result: 'released', serves: 'rel_1', deploymentId: 'dpl_1', policy: { format: 1 } },
    { is: 'closed', result: 'rolled-back', serves: 'rel_0', reason: 'errors' },
    { is: 'closed', result: 'abandoned', serves: null },
    { is: 'closed', result: 'abandoned', serves: null, overtakenBy: 'rel_9' },
  ],
  restored: [
    {
      ...{ is: 'restored', outside: [], inDoubt: ['rel_2'] },
      lost: { after: { seq: 1, hash: 'a' }, to: { seq: 9, hash: 'b' } },
    },
  ],
  reconciled: [{ is: 'reconciled', restored: 7, live: { deploymentId: 'dpl_1', pinned: false } }],
  held: [
    { is: 'held', hold: 'hold_1', commit: null, ...person },
    { is: 'held', hold: 'hold_2', commit: 'a'.repeat(40), ...person },
  ],
  'hold-lifted': [{ is: 'hold-lifted', hold: 'hold_1', ...person }],
  'holds-passed': [{ is: 'holds-passed', holds: ['rel_0'] }],
};

/** Every sample, in a phase that may say it. */
export const SAID: readonly { readonly phase: EventPhase; readonly saying: Saying }[] = Object.values(SAYINGS)
  .flat()
  .map((saying) => ({ phase: ASSERTED[saying.is].phases?.[0] ?? 'plan', saying }));
