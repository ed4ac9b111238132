import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { marked, type Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import type { Json } from '../canonical.ts';
import { PHASES, type Phase } from '../phases.ts';
import { type Plan, planHash } from '../plan.ts';
import { answerOf, foldState } from '../state.ts';
import { ASSERTED, factOf, keptSnapshot } from './bodies.ts';
import type { EventKind, RecordEvent } from './record.ts';

const KINDS: readonly EventKind[] = [
  'opened',
  'planned',
  'approved',
  'voided',
  'intent',
  'outcome',
  'observed',
  'verdict',
  'closed',
];
const EVERY: readonly Phase[] = [...PHASES.production, 'rollback', 'contract'];

const event = (kind: EventKind, phase: Phase, body: RecordEvent['body']): RecordEvent => ({
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

/** A body that would assert each fact if its event may. */
const BODIES: Readonly<Record<keyof typeof ASSERTED, RecordEvent['body']>> = {
  'phase-done': { step: 'phase', result: 'done' },
  deployed: { step: 'phase', result: 'done', deploymentId: 'dpl_1', url: 'https://one.example' },
  promoted: { step: 'phase', result: 'done', startedAt: '2026-01-01T00:00:00Z' },
  'rolled-back': { step: 'phase', result: 'done', undone: ['1'] },
  'call-begun': { step: 'call', call: 'memory.promote', atMs: 1 },
  call: { step: 'call', call: 'memory.promote', result: 'done', value: {} },
  planned: asBody({ plan }),
  approved: asBody({ plan, approvers: ['grace'] }),
  voided: {},
  closed: { result: 'released', serves: 'rel_1' },
  snapshot: { what: 'schema-snapshot', snapshot: { format: 1, schemas: [], objects: {}, unreadable: [] } },
};
const everyBody = Object.assign({}, ...Object.values(BODIES)) as RecordEvent['body'];

describe('who may assert what', () => {
  it('stands in docs/record.md as it stands in the code', async () => {
    const tokens = marked.lexer(await readFile('docs/record.md', 'utf8'));
    const table = tokens
      .filter((token): token is Tokens.Table => token.type === 'table')
      .find(({ header }) => header[0]?.text === 'fact');
    const told = (table?.rows ?? [])
      .map(([, from]) => from!)
      .filter(({ text }) => text.startsWith('kind '))
      .map(({ tokens: parts }) => {
        const at = parts.findIndex((part) => part.type === 'text' && part.raw.includes('phase'));
        const codes = (of: typeof parts) =>
          of.flatMap((part) => (part.type === 'codespan' ? [part.text] : []));
        return { kinds: codes(parts.slice(0, at)), phases: codes(parts.slice(at)) };
      });
    const said = (rules: readonly object[]) => [...new Set(rules.map((rule) => JSON.stringify(rule)))].sort();
    expect(said(told)).toEqual(
      said(Object.values(ASSERTED).map(({ kinds, phases = [] }) => ({ kinds, phases }))),
    );
  });

  it.each(Object.keys(ASSERTED) as (keyof typeof ASSERTED)[])(
    '%s: by the events that may, and no others',
    (what) => {
      const { kinds, phases = EVERY } = ASSERTED[what];
      const said = (one: RecordEvent) => {
        if (what === 'snapshot') return keptSnapshot([one]) !== undefined;
        const fact = factOf(one);
        const is = fact?.is === 'call' && fact.call.state === 'begun' ? 'call-begun' : fact?.is;
        return is === what;
      };
      for (const kind of KINDS)
        for (const phase of EVERY) {
          const allowed = kinds.includes(kind) && phases.includes(phase);
          const special = what === 'phase-done' && ['deploy', 'promote', 'rollback'].includes(phase);
          expect(said(event(kind, phase, BODIES[what])), `${kind} in ${phase}`).toBe(allowed && !special);
        }
    },
  );

  it('attack 2: events of the kinds that a planning role could write in version 1 assert nothing but a plan', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...EVERY),
        fc.subarray(Object.keys(everyBody).filter((key) => key !== 'plan')),
        (phase, keys) => {
          const body = Object.fromEntries(keys.map((key) => [key, everyBody[key]!]));
          const honest = [event('outcome', 'deploy', BODIES.deployed)];
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
          expect(keptSnapshot([event('planned', phase, body)])).toBeUndefined();
        },
      ),
    );
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
