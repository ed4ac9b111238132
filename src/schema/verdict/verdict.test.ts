import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadParser } from '../../database/sql/parser.ts';
import type { AppContract, SchemaSnapshot, SnapshotObject } from '../../release/snapshot.ts';
import { verdict } from './verdict.ts';

await loadParser();

/** Rules over real catalogs are tested in test/schema; here is what needs no server. */
const table = (): SnapshotObject => ({ kind: 'relation', properties: { type: 'table', owner: 'postgres' } });
const column = (name: string, more: object = {}): SnapshotObject => ({
  kind: 'column',
  properties: {
    relation: 'public.t',
    name,
    type: 'text',
    notNull: false,
    default: null,
    identity: null,
    generated: null,
    ...more,
  },
});
const snapshot = (
  objects: SchemaSnapshot['objects'],
  more: Partial<SchemaSnapshot> = {},
): SchemaSnapshot => ({
  format: 1,
  schemas: ['public'],
  objects,
  unreadable: [],
  ...more,
});
const before = snapshot({
  'relation public.t': table(),
  'column public.t.id': column('id'),
  'column public.t.note': column('note'),
});
const without = (id: string) =>
  snapshot(Object.fromEntries(Object.entries(before.objects).filter(([key]) => key !== id)));
const contract = (select: string[]): AppContract => ({
  version: 1,
  uses: { relations: { 'public.t': { select } }, functions: [] },
});

describe('verdict', () => {
  it('is unknown without a snapshot of the previous release', () => {
    expect(verdict(undefined, before)).toEqual({
      answer: 'unknown',
      reasons: [{ answer: 'unknown', object: 'schema snapshot', why: 'the previous release has none' }],
    });
  });

  it('is unknown over a format that it does not know', () => {
    expect(verdict({ ...before, format: 2 as 1 }, before).answer).toBe('unknown');
    expect(verdict(before, { ...before, format: 2 as 1 }).answer).toBe('unknown');
  });

  it('is safe when nothing changed, whatever the order of keys', () => {
    const turned = snapshot(
      Object.fromEntries(
        Object.entries(before.objects)
          .reverse()
          .map(([id, { kind, properties }]) => [
            id,
            { kind, properties: Object.fromEntries(Object.entries(properties).reverse()) },
          ]),
      ),
    );
    expect(verdict(before, turned)).toEqual({ answer: 'safe', reasons: [] });
  });

  it.each(['trigger', 'rule', 'type'] as const)('is safe over a %s whose keys turned round', (kind) => {
    const made = (properties: SnapshotObject['properties']) =>
      verdict.bind(
        undefined,
        snapshot({ one: { kind, properties: { x: '1', y: ['2'], z: null } } }),
      )(snapshot({ one: { kind, properties } })).answer;
    expect(made({ z: null, y: ['2'], x: '1' })).toBe('safe');
    expect(made({ z: null, y: ['2', '3'], x: '1' })).toBe('unknown');
  });

  it('says unsafe with the object when something is gone', () => {
    expect(verdict(before, without('column public.t.note'))).toEqual({
      answer: 'unsafe',
      reasons: [{ answer: 'unsafe', object: 'column public.t.note', why: 'the column is gone' }],
    });
  });

  it('takes the contract that the release kept with its snapshot, unless another is given', () => {
    const kept = { ...before, contract: contract(['id']) };
    expect(verdict(kept, without('column public.t.note')).answer).toBe('safe');
    expect(verdict(kept, without('column public.t.note'), contract(['id', 'note'])).answer).toBe('unsafe');
    expect(verdict(kept, without('column public.t.id')).answer).toBe('unsafe');
  });

  it('is not fooled by names that objects inherit', () => {
    const odd: AppContract = { version: 1, uses: { relations: {}, functions: [] } };
    expect(verdict(before, before, odd).answer).toBe('safe');
    expect(verdict(snapshot({ 'relation public.constructor': table() }), snapshot({})).reasons).toHaveLength(
      1,
    );
  });

  it.each(['previous', 'live'])('is unknown, not safe, when a part of the %s one was not read', (side) => {
    const closed = snapshot(
      { 'relation public.t': table() },
      { unreadable: [{ what: 'columns', why: 'missing grant', kinds: ['column'] }] },
    );
    const given = side === 'live' ? verdict(before, closed) : verdict(closed, before);
    expect(given.answer).toBe('unknown');
    expect(given.reasons).toEqual([
      {
        answer: 'unknown',
        object: 'columns',
        why: expect.stringMatching(side === 'live' ? /now: missing grant/ : /released: missing grant/),
      },
    ]);
  });

  it('counts what it read even when another part is unreadable', () => {
    const closed = {
      ...without('column public.t.note'),
      unreadable: [{ what: 'policies', why: 'missing grant', kinds: ['policy' as const] }],
    };
    expect(verdict(before, closed)).toMatchObject({
      answer: 'unsafe',
      reasons: [{ object: 'column public.t.note' }, { object: 'policies' }],
    });
  });

  it('counts what changed in a kind that was not read in full', () => {
    const changed = snapshot(
      { ...before.objects, 'column public.t.note': column('note', { type: 'integer' }) },
      { unreadable: [{ what: 'columns', why: 'missing grant', kinds: ['column'] }] },
    );
    expect(verdict(before, changed)).toMatchObject({
      answer: 'unsafe',
      reasons: [{ object: 'column public.t.note' }, { object: 'columns' }],
    });
  });

  it('says what is gone of a table that neither snapshot has', () => {
    const orphan = snapshot({ 'column public.t.note': column('note') });
    expect(verdict(orphan, snapshot({}))).toMatchObject({
      answer: 'unsafe',
      reasons: [{ object: 'column public.t.note' }],
    });
  });

  it('says once that a table is gone, and nothing of what belonged to it', () => {
    const kinds = ['column', 'constraint', 'index', 'policy', 'trigger', 'rule', 'column-grant'] as const;
    const parts = kinds.map((kind): [string, SnapshotObject] => [
      `${kind} x`,
      { kind, properties: { ...column('a').properties, unique: true, constraint: null, permissive: true } },
    ]);
    expect(
      verdict(snapshot({ 'relation public.t': table(), ...Object.fromEntries(parts) }), snapshot({})).reasons,
    ).toEqual([{ answer: 'unsafe', object: 'relation public.t', why: 'the table is gone' }]);
  });

  it('holds: safe over itself, answer is the worst of the reasons, and objects are named', () => {
    const property = fc.constantFrom('type', 'default', 'notNull');
    const columns = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,3}$/),
      fc.record({ change: property, value: fc.constantFrom('text', 'integer', true, false, null) }),
    );
    const made = columns.map((spec) =>
      snapshot({
        'relation public.t': table(),
        ...Object.fromEntries(
          Object.entries(spec).map(([name, { change, value }]) => [
            `column public.t.${name}`,
            column(name, { [change]: value }),
          ]),
        ),
      }),
    );
    fc.assert(
      fc.property(made, made, (a, b) => {
        expect(verdict(a, a)).toEqual({ answer: 'safe', reasons: [] });
        const { answer, reasons } = verdict(a, b);
        const worst = reasons.some((r) => r.answer === 'unsafe')
          ? 'unsafe'
          : reasons.length > 0
            ? 'unknown'
            : 'safe';
        expect(answer).toBe(worst);
        for (const { object } of reasons) expect(object in a.objects || object in b.objects).toBe(true);
        for (const id of Object.keys(a.objects))
          if (!(id in b.objects)) expect(reasons.map((r) => r.object)).toContain(id);
      }),
      { numRuns: 300 },
    );
  });
});
