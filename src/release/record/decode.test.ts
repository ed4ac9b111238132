import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { marked, type Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import type { Json } from '../canonical.ts';
import { PHASES } from '../phases.ts';
import { type Plan, planHash } from '../plan.ts';
import { answerOf, foldState } from '../state.ts';
import { inAWord, told } from './decode.ts';
import { encode } from './encode.ts';
import { ASSERTED, type EventKind, type EventPhase, type Is } from './events.ts';
import type { RecordEvent } from './record.ts';
import { SAID, SAYINGS, SNAPSHOT } from './sayings.fixture.ts';

const KINDS: readonly EventKind[] = [
  ...['opened', 'planned', 'approved', 'voided', 'intent', 'outcome', 'observed', 'verdict', 'closed'],
  'restored',
] as const;
const EVERY: readonly EventPhase[] = [...PHASES.production, 'rollback', 'contract', 'record'];

const event = (kind: EventKind, phase: EventPhase, body: RecordEvent['body']): RecordEvent => ({
  seq: 1,
  releaseId: 'rel_1',
  at: '2026-01-01T00:00:00.000000Z',
  actor: 'ada',
  phase,
  kind,
  token: null,
  body,
  prevHash: '',
  hash: '',
});

const plan: Plan = {
  format: 1,
  environment: 'production',
  kind: 'production',
  commit: 'a'.repeat(40),
  deployment: { id: 'dpl_1', url: 'https://one.example', digest: 'd'.repeat(64) },
  replaces: null,
  production: { deploymentId: null, pinned: false },
  schemaFingerprint: 'f',
  migrations: [],
  provedBy: null,
  settings: {},
  policy: { holds: {}, next: null, others: {}, changes: [] },
};
const asBody = (value: object) => JSON.parse(JSON.stringify(value)) as Record<string, Json>;

/** What version 1 wrote, by what it says. */
const V1: Readonly<Partial<Record<Is, RecordEvent['body']>>> = {
  'phase-done': { step: 'phase', result: 'done' },
  migrated: { step: 'phase', result: 'done', applied: [], schemaFingerprint: 'f' },
  gated: { step: 'phase', result: 'done', decision: 'pass' },
  deployed: { step: 'phase', result: 'done', deploymentId: 'dpl_1', url: 'https://one.example' },
  promoted: { step: 'phase', result: 'done', startedAt: '2026-01-01T00:00:00Z' },
  'rolled-back': { step: 'phase', result: 'done', undone: ['1'] },
  'call-begun': { step: 'call', call: 'memory.promote', atMs: 1 },
  'call-ended': { step: 'call', call: 'memory.promote', result: 'done', value: {} },
  'call-settled': { step: 'call', call: 'memory.promote', result: 'done', value: {} },
  planned: asBody({ plan }),
  approved: asBody({ plan, approvers: ['grace'] }),
  voided: {},
  'approvals-seen': { step: 'approvals', rejections: [] },
  'glass-confirmed': { step: 'glass-confirmed', by: 'ada', via: 'cli' },
  'schema-checked': { what: 'verify', reports: [] },
  'gate-judged': { what: 'gate', decision: 'pass', reason: '', proceed: true, evidence: {} },
  'verdict-given': { previous: 'rel_0', verdict: {} },
  'snapshot-kept': asBody({ what: 'schema-snapshot', snapshot: SNAPSHOT }),
  closed: { result: 'released', serves: 'rel_1' },
  reconciled: { what: 'reconciled', restored: 1, live: {} },
};
const everyBody = Object.assign({}, ...Object.values(V1)) as RecordEvent['body'];

describe('who may assert what', () => {
  it('stands in docs/record.md as it stands in the code', async () => {
    const tokens = marked.lexer(await readFile('docs/record.md', 'utf8'));
    const table = tokens
      .filter((token): token is Tokens.Table => token.type === 'table')
      .find(({ header }) => header[0]?.text === 'fact');
    const rows = (table?.rows ?? [])
      .map(([, from]) => from!)
      .filter(({ text }) => text.startsWith('kind '))
      .flatMap(({ tokens: parts }) => {
        const at = parts.findIndex((part) => part.type === 'text' && part.raw.includes('phase'));
        const codes = (of: typeof parts) =>
          of.flatMap((part) => (part.type === 'codespan' ? [part.text] : []));
        return codes(parts.slice(0, at)).map((kind) => ({ kind, phases: codes(parts.slice(at)) }));
      });
    const once = (rules: readonly object[]) => [...new Set(rules.map((rule) => JSON.stringify(rule)))].sort();
    expect(once(rows)).toEqual(
      once(Object.values(ASSERTED).map(({ kind, phases = [] }) => ({ kind, phases }))),
    );
  });

  /** Kinds and phases in which this body says this. */
  const believed = (is: Is, body: RecordEvent['body']) =>
    KINDS.flatMap((kind) =>
      EVERY.filter((phase) => told(event(kind, phase, body))?.is === is).map((phase) => `${phase} ${kind}`),
    );
  const allowed = (is: Is) => (ASSERTED[is].phases ?? EVERY).map((phase) => `${phase} ${ASSERTED[is].kind}`);

  it.each(SAID)('$saying.is: by the events that may, and no others', ({ phase, saying }) => {
    expect(believed(saying.is, encode(phase, saying).body).sort()).toEqual(allowed(saying.is).sort());
  });

  it.each(Object.entries(V1) as [Is, RecordEvent['body']][])(
    '%s of version 1: by the events that may, and no others',
    (is, body) => {
      // One body stood for every phase, and these need more than it.
      const more = is === 'phase-done' ? ['deploy', 'promote', 'rollback', 'migrate'] : [];
      expect(believed(is, body).sort()).toEqual(
        allowed(is)
          .filter((one) => !more.some((phase) => one.startsWith(phase)))
          .sort(),
      );
    },
  );

  it('is asked before it is written, too', () => {
    for (const { saying } of SAID)
      for (const phase of EVERY.filter((one) => !(ASSERTED[saying.is].phases ?? EVERY).includes(one)))
        expect(() => encode(phase, saying)).toThrow(`an event of ${phase} cannot say "${saying.is}"`);
  });

  it('attack 2: events of the kinds that a planning role could write in version 1 assert nothing but a plan', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...EVERY),
        fc.subarray(Object.keys(everyBody).filter((key) => key !== 'plan')),
        (phase, keys) => {
          const body = Object.fromEntries(keys.map((key) => [key, everyBody[key]!]));
          const honest = [event('outcome', 'deploy', V1.deployed!)];
          const { plan: before, ...rest } = foldState(honest);
          const { plan: after, ...others } = foldState([...honest, event('opened', phase, body)]);
          expect([others, after]).toEqual([rest, before]);
          const planned = foldState([...honest, event('planned', phase, body)]);
          expect([planned.deployed, planned.calls, planned.closed, planned.promotedAt]).toEqual([
            rest.deployed,
            [],
            undefined,
            undefined,
          ]);
          expect(told(event('planned', phase, body))?.is).not.toBe('snapshot-kept');
        },
      ),
    );
  });
});

describe('an event', () => {
  it.each(SAID)('$saying.is: is read as it was written', ({ phase, saying }) => {
    const { kind, body } = encode(phase, saying);
    expect(told(event(kind, phase, body))).toEqual(saying);
  });

  it('has a sample of every shape', () => {
    for (const [is, samples] of Object.entries(SAYINGS)) {
      expect(samples.length).toBeGreaterThan(0);
      for (const one of samples) expect(one.is).toBe(is);
    }
    expect(Object.keys(SAYINGS).sort()).toEqual(Object.keys(ASSERTED).sort());
  });

  it('of a version or shape that is not known is unreadable, never passed by', () => {
    for (const body of [
      { v: 3, is: 'phase-done' },
      { v: 2, is: 'no such' },
      { v: 2, is: 'gated', decision: 'perhaps' },
      { v: null },
      { step: 'approvals', rejections: 'none' },
      { step: 'approvals' },
    ])
      for (const kind of ['observed', 'outcome'] as const) {
        if (kind === 'outcome' && !('v' in body)) continue;
        expect(told(event(kind, 'gate', body)), JSON.stringify(body)).toEqual({ is: 'unreadable' });
      }
  });

  it('that cannot be read is a plan that does not hold, or an end', () => {
    for (const body of [{ v: 3 }, { v: 2, is: 'deployed' }, { plan: 5 }, {}]) {
      const planned = told(event('planned', 'plan', body));
      expect(planned?.is === 'planned' && planned.plan === undefined).toBe(true);
      expect(told(event('closed', 'finalize', body))).toEqual({
        ...{ is: 'closed', result: 'abandoned', serves: null },
      });
      for (const [kind, phase] of [
        ['planned', 'deploy'],
        ['closed', 'plan'],
      ] as const)
        expect(['unreadable', undefined]).toContain(told(event(kind, phase, body))?.is);
    }
  });

  it('of which nothing is known says nothing', () => {
    expect(told(event('observed', 'plan', { word: 'good' }))).toBeUndefined();
    expect(told(event('outcome', 'migrate', { step: 'phase', result: 'failed' }))).toBeUndefined();
  });

  it('in a word, for lists', () => {
    const words = (['call-begun', 'call-ended', 'closed', 'gated'] as const).map((is) => {
      const [saying] = SAYINGS[is];
      const phase = ASSERTED[is].phases?.[0] ?? 'plan';
      return inAWord(event(ASSERTED[is].kind, phase, encode(phase, saying!).body));
    });
    expect(words).toEqual(['memory.promote', 'memory.promote', 'released', 'gated']);
    expect(inAWord(event('observed', 'plan', {}))).toBe('');
  });
});

describe('a plan', () => {
  it('attack 1: is what its own hash says, whatever an event calls its hash', () => {
    const other = { ...plan, deployment: { ...plan.deployment, id: 'dpl_evil' } };
    const state = foldState([
      event('planned', 'plan', asBody({ plan, hash: planHash(plan) })),
      event('approved', 'approve', asBody({ plan, approvers: ['grace'], hash: planHash(plan) })),
      event('planned', 'plan', asBody({ plan: other, hash: planHash(plan) })),
    ]);
    expect(state.plan?.hash).toBe(planHash(other));
    expect(state.approval, 'a new plan needs a new approval').toBeUndefined();
  });

  it('is the one in the approval, whatever was planned before', () => {
    const other = { ...plan, migrations: [] as const, schemaFingerprint: 'g' };
    const state = foldState([
      event('planned', 'plan', asBody({ plan: other })),
      event('approved', 'approve', asBody({ plan, approvers: ['grace'], hash: planHash(other) })),
    ]);
    expect([state.plan?.hash, state.approval?.hash]).toEqual([planHash(plan), planHash(plan)]);
  });

  it('with anything in it that this version does not know is planned again', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((key) => !(key in plan)),
        fc.jsonValue(),
        (key, value) => {
          const known = event('planned', 'plan', asBody({ plan }));
          const strange = event('planned', 'plan', asBody({ plan: { ...plan, [key]: value } }));
          expect(foldState([known, strange]).plan).toBeUndefined();
        },
      ),
    );
  });

  it('approved without the plan itself, as version 1 did, is not approved', () => {
    const state = foldState([
      event('planned', 'plan', asBody({ plan })),
      event('approved', 'approve', { hash: planHash(plan), approvers: ['grace'] }),
    ]);
    expect([state.approval, state.donePhases.has('approve')]).toEqual([undefined, false]);
  });
});

it('a closing event that cannot be read closes all the same', () => {
  expect(foldState([event('closed', 'finalize', { result: 'no such' })]).closed?.result).toBe('abandoned');
});

it('the last answer of a call is the one that counts', () => {
  const call = (value: string) =>
    event('outcome', 'plan', { step: 'call', call: 'slack.publish', key: value, result: 'done', value });
  expect(answerOf(foldState([call('a'), call('b')]), 'slack.publish')).toBe('b');
});
