import { describe, expect, it, test } from 'vitest';
import type { Code } from '../codes.ts';
import { ShiplockError } from '../errors.ts';
import type { OutsideHead } from './head.ts';
import { followed, inMemory, whole } from './stored.fixture.ts';
import type { StoredEvent } from './stored-event.ts';
import { verifyChain } from './verify.ts';

const LAST = '68819bb6b18bc29211a407510eaf47fe4dd3f528432146d3bd9907ea08ea4300';
const head = (seq: number, hash: string, more: Partial<OutsideHead> = {}): OutsideHead => ({
  seq,
  hash,
  releaseId: 'rel_x',
  deploymentId: '77',
  by: 'ada',
  at: '2026-11-28T15:50:00Z',
  ...more,
});
/** The record of the fixture with events changed, and what a check says of it. */
const check = (
  change: (events: StoredEvent[]) => readonly StoredEvent[],
  options: Parameters<typeof verifyChain>[1] = {},
) => {
  const { events, releases } = whole();
  return verifyChain(inMemory({ events: change(events), releases }), options);
};
const changed = (seq: string, change: Partial<StoredEvent>) => (events: StoredEvent[]) =>
  events.map((event) => (event.seq === seq ? { ...event, ...change } : event));
const many = (count: number) => {
  let events: StoredEvent[] = [];
  for (let n = 0; n < count; n += 1) events = followed(events, { body: `{"n": ${n}}` });
  return events;
};

describe('a record that is whole', () => {
  it('as PostgreSQL wrote it: both formats, the seal, and the rows of releases', async () => {
    expect(await verifyChain(inMemory(whole()))).toEqual({
      intact: true,
      events: 6,
      seq: 6,
      head: LAST,
      releasesCovered: true,
      restored: [],
      compared: 0,
      flaws: [],
    });
  });

  it('is read in one picture, page by page', async () => {
    for (const count of [499, 500, 501, 1000]) {
      const db = inMemory({ events: many(count), releases: [] });
      expect(await verifyChain(db)).toMatchObject({ intact: true, events: count, seq: count });
      expect(db.asked[0]).toBe('set transaction isolation level repeatable read, read only');
      expect(db.asked.filter((sql) => sql.includes('limit 500'))).toHaveLength(Math.floor(count / 500) + 1);
    }
  });

  it('of an early version does not cover rows of releases', async () => {
    const { events } = whole();
    const db = inMemory({ events: events.slice(0, 2), releases: [{ id: 'x', facts: '{}' }] }, { version: 2 });
    expect(await verifyChain(db)).toMatchObject({ intact: true, releasesCovered: false });
    expect(db.asked.at(-1)).toContain(`'1' as format`);
    const later = inMemory({ events: events.slice(0, 2), releases: [] }, { version: 3 });
    expect(await verifyChain(later)).toMatchObject({ releasesCovered: true });
  });

  it('is empty, and nobody hides it', async () => {
    expect(await verifyChain(inMemory({ events: [], releases: [] }))).toMatchObject({
      intact: true,
      events: 0,
      seq: 0,
      head: '0'.repeat(64),
    });
    const hidden = verifyChain(inMemory({ events: [], releases: [] }, { hidden: true }));
    await expect(hidden).rejects.toMatchObject({
      code: 'SHIPLOCK_DATABASE_PERMISSION',
      problem: {
        what: 'row-level security hides the events of the record from the role in database-url',
        notDone: ['the record was not checked'],
      },
    });
    // Who sees events is not asked what else there is.
    const seen = inMemory(whole(), { hidden: true });
    expect(await verifyChain(seen)).toMatchObject({ intact: true });
    expect(seen.asked.join()).not.toContain('row_security_active');
  });
});

describe('a record that was changed', () => {
  test.each<[keyof StoredEvent, string | null]>([
    ['release', null],
    ['at', '2026-11-28T15:36:06.397141Z'],
    ['actor', 'ada'],
    ['phase', 'deploy'],
    ['kind', 'verdict'],
    ['token', '7'],
    ['body', '{"n": 1.51, "word": "good"}'],
    ['hash', 'f'.repeat(64)],
  ])('%s of an event', async (column, value) => {
    const { flaws, intact } = await check(changed('5', { [column]: value }));
    expect(intact).toBe(false);
    expect(flaws[0]).toEqual({
      kind: 'changed',
      seq: '5',
      why: 'its content does not match its hash: it was changed after it was written',
    });
  });

  it('an event of the first format too, where numbers count as they were written', async () => {
    const { flaws } = await check(changed('2', { body: '{"n": [1e21, 1.50, 0.0]}' }));
    expect(flaws).toMatchObject([{ kind: 'changed', seq: '2' }]);
  });

  it('the link to its predecessor, though its own hash was made anew', async () => {
    const { events, releases } = whole();
    const forged = followed(events.slice(0, 4), { body: '{}', prevHash: '1'.repeat(64) });
    const { flaws } = await verifyChain(inMemory({ events: forged, releases }));
    expect(flaws).toEqual([
      { kind: 'changed', seq: '5', why: 'its prev_hash is not the hash of the previous event' },
    ]);
  });

  it('an event without a hash, and its successor', async () => {
    const { flaws, head: end } = await check((events) => changed('6', { hash: null })(events));
    expect(flaws).toMatchObject([{ kind: 'changed', seq: '6' }]);
    expect(end).toBe('');
    const compared = await check(changed('6', { hash: null }), { head: LAST, outside: [head(6, LAST)] });
    expect(compared.flaws.map(({ kind }) => kind)).toEqual(['changed', 'cut-off', 'cut-off']);
    const inside = await check(changed('5', { hash: null }));
    expect(inside.flaws.map(({ seq }) => seq)).toEqual(['5', '6']);
  });

  it('its format: an older one after a newer one, and one that nobody knows', async () => {
    const { events, releases } = whole();
    const older = followed(events, { body: '{}', format: '1' });
    const { flaws } = await verifyChain(inMemory({ events: older, releases }));
    expect(flaws).toEqual([
      { kind: 'changed', seq: '7', why: 'its format is older than that of the previous event' },
    ]);
    // The newest format counts, though others stand between.
    const again = followed(older, { body: '{}', format: '1' });
    expect((await verifyChain(inMemory({ events: again, releases }))).flaws).toHaveLength(2);
    expect((await check(changed('6', { format: '7' }))).flaws).toEqual([
      { kind: 'unreadable', seq: '6', why: 'it has format 7, which this Shiplock does not know' },
    ]);
  });

  it.each(['{"a": 1', '1e999999999', '{"a": 1, "a": 2}'])('a body that cannot be read: %s', async (body) => {
    const { flaws } = await check(changed('6', { body }));
    expect(flaws).toMatchObject([
      { kind: 'unreadable', seq: '6', why: expect.stringMatching(/^its body is unreadable: ./) },
    ]);
  });

  it('a body that is gone', async () => {
    expect((await check(changed('6', { body: null }))).flaws).toMatchObject([{ kind: 'changed', seq: '6' }]);
  });

  it('events that are gone, one or several; what follows a gap is not held against it', async () => {
    const without = (...gone: string[]) => check((events) => events.filter(({ seq }) => !gone.includes(seq)));
    expect((await without('5')).flaws).toEqual([{ kind: 'missing', seq: '5', why: 'event 5 is missing' }]);
    expect((await without('1', '2')).flaws).toEqual([
      { kind: 'missing', seq: '1', why: 'events 1 to 2 are missing' },
    ]);
    expect(await without('6')).toMatchObject({ intact: true, events: 5, seq: 5 });
  });

  it('events at places that there are not', async () => {
    const { events, releases } = whole();
    for (const seq of ['6', '3', '0', '-1', '9007199254740993', 'x']) {
      const { flaws, seq: end } = await verifyChain(
        inMemory({
          events: [...events.slice(0, 6), ...followed(events, { body: '{}', seq }).slice(6)],
          releases,
        }),
      );
      expect(flaws, seq).toEqual([{ kind: 'added', seq, why: 'there is no such place in the record' }]);
      expect(end).toBe(6);
    }
  });

  it('more than a hundred times: the first hundred are told', async () => {
    const events = many(120).map((event) => ({ ...event, actor: 'eve' }));
    const report = await verifyChain(inMemory({ events, releases: [] }));
    expect(report.flaws).toHaveLength(100);
    expect(report).toMatchObject({ intact: false, events: 120 });
  });
});

describe('the rows of releases', () => {
  const [first, second] = whole().releases;
  it('are held against the events that opened or sealed them', async () => {
    const { events } = whole();
    const rows = [
      { id: first!.id, facts: first!.facts.replace('"ada"', '"eve"') },
      { id: second!.id, facts: second!.facts.replace('"run_id": "1"', '"run_id": null') },
      { id: 'rel_x', facts: '{}' },
    ];
    expect((await verifyChain(inMemory({ events, releases: rows }))).flaws).toEqual([
      {
        kind: 'changed',
        release: first!.id,
        column: 'actor',
        why: 'actor is "eve", but was "ada" when the release was opened',
      },
      {
        kind: 'changed',
        release: second!.id,
        column: 'run_id',
        why: 'run_id is null, but was "1" when the release was opened',
      },
      { kind: 'added', release: 'rel_x', column: 'id', why: 'no event opened a release with this id' },
    ]);
    expect((await verifyChain(inMemory({ events, releases: [first!] }))).flaws).toEqual([
      { kind: 'missing', release: second!.id, why: 'its row of shiplock.release is gone' },
    ]);
  });

  it('may have a column more, which is told, and cannot always be read', async () => {
    const { events } = whole();
    const rows = [
      { id: first!.id, facts: first!.facts.replace('{', '{"note": 1, ') },
      { id: second!.id, facts: '{' },
    ];
    expect((await verifyChain(inMemory({ events, releases: rows }))).flaws).toMatchObject([
      { kind: 'changed', column: 'note', why: 'note is 1, but was null when the release was opened' },
      { kind: 'unreadable', release: second!.id, why: expect.stringContaining('its row is unreadable') },
    ]);
  });

  it('of the first format say nothing, and the first word on a release counts', async () => {
    const { events, releases } = whole();
    const said = (kind: string, body: object) => followed(events, { kind, body: JSON.stringify(body) });
    const other = { ...JSON.parse(second!.facts), actor: 'eve' };
    for (const again of [said('opened', { release: other }), said('sealed', { releases: [other] })])
      expect(await verifyChain(inMemory({ events: again, releases }))).toMatchObject({ intact: true });
    const early = followed([], { kind: 'opened', format: '1', body: JSON.stringify({ release: other }) });
    const late = followed([], { kind: 'sealed', format: '1', body: JSON.stringify({ releases: [other] }) });
    for (const old of [early, late])
      expect((await verifyChain(inMemory({ events: old, releases: [second!] }))).flaws).toMatchObject([
        { kind: 'added', release: second!.id },
      ]);
    // Another kind of event opens nothing, whatever it says.
    const lie = followed([], {
      kind: 'observed',
      body: JSON.stringify({ release: other, releases: [other] }),
    });
    expect(await verifyChain(inMemory({ events: lie, releases: [] }))).toMatchObject({ intact: true });
    const odd = followed([], { kind: 'opened', body: '{"release": {"id": 7}}' });
    expect(await verifyChain(inMemory({ events: odd, releases: [] }))).toMatchObject({ intact: true });
  });
});

describe('what cannot be looked at', () => {
  const broken = (code: Code) =>
    new ShiplockError({
      code,
      what: 'column token does not exist',
      notDone: ['nothing was read'],
      next: 'Look.',
    });

  it('is a flaw when the tables themselves are at fault', async () => {
    for (const on of ['from shiplock.event', 'from shiplock.release r']) {
      const db = inMemory(whole(), { fails: { on, error: broken('SHIPLOCK_DATABASE_ERROR') } });
      expect((await verifyChain(db)).flaws).toEqual([
        {
          kind: 'unreadable',
          why: 'could not read the tables of the record: column token does not exist',
        },
      ]);
    }
  });

  it('is thrown when the connection or the right to read is', async () => {
    for (const error of [broken('SHIPLOCK_DATABASE_UNREACHABLE'), new Error('bug')]) {
      const db = inMemory(whole(), { fails: { on: 'from shiplock.event', error } });
      await expect(verifyChain(db)).rejects.toBe(error);
    }
  });
});

describe('heads that were written down elsewhere', () => {
  it('are found by their whole hash or its beginning, with or without a place', async () => {
    for (const text of [LAST, LAST.slice(0, 32), `6:${LAST}`, '0'.repeat(64), `0:${'0'.repeat(64)}`])
      expect(await check((events) => events, { head: text })).toMatchObject({ intact: true, compared: 1 });
    const outside = [
      head(6, LAST),
      head(5, '1b777a1502456319e69ccd981e8c55e4'),
      head(0, '0'.repeat(64)),
      head(6, LAST.slice(0, 40)),
    ];
    expect(await check((events) => events, { outside })).toMatchObject({ intact: true, compared: 3 });
    expect(await check((events) => events, { outside, head: LAST })).toMatchObject({ compared: 4 });
  });

  it('that are not in the record say that its end was cut off, or written anew', async () => {
    const given = await check((events) => events.slice(0, 5), { head: `6:${LAST}` });
    expect(given.flaws).toEqual([
      {
        kind: 'cut-off',
        seq: '5',
        why: `the event with hash 6:${LAST} is not in the record: the record was cut off or rewritten`,
      },
    ]);
    expect((await check((events) => events, { head: `5:${LAST}` })).intact).toBe(false);
    // The hash before the first event stands nowhere else.
    expect((await check((events) => events, { head: `1:${'0'.repeat(64)}` })).intact).toBe(false);
    const two = await check((events) => events.slice(0, 5), {
      outside: [head(6, LAST), head(4, 'ab'.repeat(16)), head(4, 'd5aecdf2b24354e4456fc09a3350d47e')],
    });
    expect(two.flaws).toEqual([
      {
        kind: 'cut-off',
        seq: '6',
        why: expect.stringContaining(
          `deployment 77 of release rel_x at the code host has it as ${LAST}, but the record ends at event 5:`,
        ),
      },
      {
        kind: 'cut-off',
        seq: '4',
        why: expect.stringContaining('but the record has a different one there:'),
      },
    ]);
    expect(two.flaws[0]?.why).toContain('(this one: ada, 2026-11-28T15:50:00Z)');
  });

  describe('a restore that the record tells of', () => {
    const body = JSON.stringify({
      lost: { after: { seq: 4, hash: 'd5' }, to: { seq: 6, hash: LAST } },
      outside: [head(5, '1b'), head(6, LAST, { by: 'bob' }), head(6, LAST, { by: 'bob' })],
      inDoubt: [],
    });
    const restored =
      (more: Partial<StoredEvent> & { readonly body?: string } = {}) =>
      (events: StoredEvent[]) =>
        followed(events.slice(0, 4), { kind: 'restored', body, ...more });

    it('explains the heads it lost, and is told', async () => {
      const outside = [head(6, LAST), head(5, '1b777a1502456319e69ccd981e8c55e4')];
      expect(await check(restored(), { outside })).toMatchObject({
        intact: true,
        restored: [{ seq: '5', after: 4, to: 6, by: 'ada, bob' }],
      });
    });

    it('explains no others: not those before, after, or written down later than its newest witness', async () => {
      const other = 'ab'.repeat(16);
      for (const one of [
        head(4, other),
        head(7, LAST),
        head(6, other, { at: '2026-11-28T15:50:00.001Z' }),
        head(6, other, { at: 'never' }),
      ])
        expect(await check(restored(), { outside: [one] })).toMatchObject({
          flaws: [{ kind: 'cut-off', seq: String(one.seq) }],
        });
      for (const one of [head(6, other), head(5, other), head(6, LAST, { at: '2026-11-29T00:00:00Z' })])
        expect(await check(restored(), { outside: [one] })).toMatchObject({ intact: true });
    });

    it('explains from what it proved on, and nothing where it names no witness', async () => {
      const said = { ...JSON.parse(body), proven: { seq: 3, hash: '6d' } };
      const early = { outside: [head(4, 'ab'.repeat(16))] };
      expect(await check(restored({ body: JSON.stringify(said) }), early)).toMatchObject({ intact: true });
      const third = { outside: [head(3, 'ab'.repeat(16))] };
      expect((await check(restored({ body: JSON.stringify(said) }), third)).intact).toBe(false);
      const alone = restored({ body: JSON.stringify({ ...said, outside: [] }) });
      expect((await check(alone, { outside: [head(6, LAST)] })).intact).toBe(false);
    });

    it('counts only as an event of that kind and shape', async () => {
      const outside = [head(6, LAST)];
      for (const more of [{ kind: 'observed' }, { body: '{"lost": {}}' }])
        expect(await check(restored(more), { outside })).toMatchObject({
          restored: [],
          flaws: [{ kind: 'cut-off' }],
        });
      const empty = followed(followed([], { body: '{}' }), { kind: 'restored', body: 'null' });
      expect(await verifyChain(inMemory({ events: empty, releases: [] }))).toMatchObject({ intact: true });
    });
  });
});
