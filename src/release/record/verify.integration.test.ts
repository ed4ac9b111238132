import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../test/support/postgres.ts';
import { connect, type PgDatabase } from '../../database/connection.ts';
import { canonical, type Json } from '../canonical.ts';
import { foldState } from '../state.ts';
import { parseExact } from './exact.ts';
import { installRecord } from './install.ts';
import { newReleaseId, ReleaseRecord } from './record.ts';
import { RECORD_SCHEMA } from './schema/index.ts';
import { verifyChain } from './verify.ts';

let fresh: FreshDatabase;
let db: PgDatabase;
let record: ReleaseRecord;
const draft = (id = newReleaseId(), commit = 'a'.repeat(40)) => ({
  id,
  environment: 'production',
  commit,
  replaces: null,
  runId: '1',
  runUrl: 'https://ci/1',
  actor: 'ada',
});
/** As its owner can: past every function and trigger of the record. */
const asOwner = (sql: string) =>
  db.query(`alter table shiplock.event disable trigger append_only; alter table shiplock.release disable trigger append_only;
    ${sql}`);
const append = (release: string, body: string) =>
  db.query(`select shiplock.append($1, null, 'eve', 'plan', 'observed', $2::jsonb)`, [release, body]);

const open = async () => {
  fresh = await freshDatabase();
  db = await connect(fresh.url);
};
const close = async () => {
  await db.close();
  await fresh.drop();
};

const NUMBERS = [
  '1e21',
  '1.0',
  '-0',
  '-0.0',
  '1e-7',
  '12345678901234567890',
  '1.50e+3',
  '0.10',
  '1e400',
  '-1e-300',
];
const HONEST: readonly [string, string][] = [
  ...NUMBERS.map((number): [string, string] => [`the number ${number}`, `{"n": ${number}}`]),
  ['numbers deep inside', '{"a": [{"b": [1.0, {"c": 1e21}]}, 20.00]}'],
  ['the same key twice', '{"a": 1.0, "a": 2.0}'],
  ['a key named __proto__', '{"__proto__": {"x": 1.0}, "constructor": 2, "toString": null}'],
  ['empty keys and lists', '{"": {"": [[], {}, ""]}}'],
  ['signs beyond the basic plane', JSON.stringify({ '😀': '\u2028\u007f\ufffe', '\uffff': 'é' })],
  ['60 levels', `${'{"a":['.repeat(30)}1.0${']}'.repeat(30)}`],
];

describe('a record that is whole', () => {
  beforeAll(async () => {
    await open();
    await installRecord(db);
  });
  afterAll(close);

  it.each(HONEST)('attack 4: stays whole with %s', async (_, body) => {
    const { id } = await new ReleaseRecord(db).open(draft(), 'deploy');
    await append(id, body);
    expect(await verifyChain(db)).toMatchObject({ intact: true, flaws: [] });
  });

  it('attack 4: as deep as append takes it, and what it does not take leaves no mark', async () => {
    const { id } = await new ReleaseRecord(db).open(draft(), 'deploy');
    let { events } = await verifyChain(db);
    for (const depth of [100, 300, 1000, 3000, 6000]) {
      await append(id, '['.repeat(depth) + ']'.repeat(depth)).then(
        () => (events += 1),
        () => undefined,
      );
    }
    expect(await verifyChain(db)).toMatchObject({ intact: true, events });
  });

  it('attack 19: keeps half a character and NUL as U+FFFD instead of refusing the event', async () => {
    const there = new ReleaseRecord(db);
    const { id } = await there.open(draft(), 'deploy');
    const value = { title: 'cut \ud83d', 'k\0': 'a\0b', n: Number.NaN };
    await there.append({
      releaseId: id,
      token: null,
      actor: 'a\0da',
      phase: 'plan',
      saying: { is: 'call-settled', call: 'memory.look', result: 'done', value },
    });
    expect(foldState(await there.events(id)).calls).toMatchObject([
      { value: { title: 'cut \ufffd', 'k\ufffd': 'a\ufffdb', n: null } },
    ]);
    expect(await verifyChain(db)).toMatchObject({ intact: true });
  });
});

describe('a record of the first version', () => {
  beforeAll(open);
  afterAll(close);

  it('verifies before and after the upgrade, which seals its releases', async () => {
    await db.query(RECORD_SCHEMA[0]!);
    await db.query('insert into shiplock.schema_version (version) values (1)');
    const [first, second] = [draft(), draft()];
    for (const { id, commit } of [first, second])
      await db.query(
        `select shiplock.open($1, 'production', $2, null, '1', null, 'ada', 'deploy', '{"n": 1.0}')`,
        [id, commit],
      );
    for (const number of NUMBERS) await append(first.id, `{"n": [${number}]}`);
    const before = await verifyChain(db);
    expect(before).toMatchObject({ intact: true, events: 12, releasesCovered: false });
    await installRecord(db);
    const { id } = await new ReleaseRecord(db).open(draft(), 'deploy');
    await append(id, '{"n": 1.0}');
    expect(await verifyChain(db, { head: before.head })).toMatchObject({
      intact: true,
      events: 15,
      releasesCovered: true,
    });
    await asOwner(`update shiplock.release set actor = 'eve' where id = '${second.id}'`);
    expect((await verifyChain(db)).flaws).toMatchObject([
      { kind: 'changed', release: second.id, column: 'actor' },
    ]);
  });
});

describe('a record that its owner changed', () => {
  let ids: string[];
  beforeAll(async () => {
    await open();
    await installRecord(db);
    record = new ReleaseRecord(db);
    ids = [(await record.open(draft(), 'deploy')).id, (await record.open(draft(), 'deploy')).id];
    for (let n = 0; n < 3; n += 1) await append(ids[0]!, `{"word": "good", "n": ${n}.50}`);
    await asOwner(`drop view shiplock.dora, shiplock.status;
      alter table shiplock.event drop constraint event_release_id_fkey;
      create table kept_event as table shiplock.event; create table kept_release as table shiplock.release`);
  });
  afterEach(() =>
    asOwner(`delete from shiplock.event; delete from shiplock.release;
      insert into shiplock.release table kept_release; insert into shiplock.event table kept_event`),
  );
  afterAll(close);

  it.each([
    ['commit_sha', `'${'b'.repeat(40)}'`],
    ['environment', `'staging'`],
    ['replaces', `(select min(id) from shiplock.release)`],
    ['run_id', 'null'],
    ['run_url', `'https://elsewhere/1'`],
    ['actor', `'eve'`],
    ['opened_at', `opened_at + interval '1 microsecond'`],
  ])('attack 4a: a changed %s of a release is named', async (column, value) => {
    await asOwner(`update shiplock.release set ${column} = ${value} where id = '${ids[1]}'`);
    const report = await verifyChain(db);
    expect(report).toMatchObject({ intact: false });
    expect(report.flaws).toMatchObject([
      { kind: 'changed', release: ids[1], column, why: expect.stringContaining(column) },
    ]);
  });

  it('attack 4a: no column of a release is left out', async () => {
    const columns = await db.query<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = 'shiplock.release'::regclass and attnum > 0`,
    );
    const opened = await db.query<{ name: string }>(
      `select jsonb_object_keys(body -> 'release') as name from shiplock.event where release_id = $1 and kind = 'opened'`,
      [ids[0]],
    );
    const names = (rows: typeof columns) => rows.map(({ name }) => name).sort();
    expect(names(opened)).toEqual(names(columns));
  });

  it('attack 4a: a release that nobody opened, and one whose row is gone', async () => {
    await asOwner(`insert into shiplock.release (id, environment, commit_sha, actor) values ('rel_x', 'production', 'c', 'eve');
      delete from shiplock.release where id = '${ids[1]}'`);
    expect((await verifyChain(db)).flaws).toMatchObject([
      { kind: 'added', release: 'rel_x' },
      { kind: 'missing', release: ids[1] },
    ]);
  });

  it('attack 4a: an id that was changed', async () => {
    await asOwner(`update shiplock.release set id = 'rel_x' where id = '${ids[1]}'`);
    expect((await verifyChain(db)).flaws).toMatchObject([
      { kind: 'added', release: 'rel_x', column: 'id' },
      { kind: 'missing', release: ids[1] },
    ]);
  });

  it.each([
    ['seq', 'seq + 100', 'changed'],
    ['release_id', `(select max(id) from shiplock.release)`, 'changed'],
    ['at', `'infinity'`, 'changed'],
    ['actor', `'ada2'`, 'changed'],
    ['phase', `'deploy'`, 'changed'],
    ['kind', `'verdict'`, 'changed'],
    ['token', '9007199254740993', 'changed'],
    ['body', `'{"word":"gooD", "n": 1.50}'`, 'changed'],
    ['body', `'{"word":"good", "n": 1.51}'`, 'changed'],
    ['prev_hash', `repeat('1', 64)`, 'changed'],
    ['format', '1', 'changed'],
    ['format', '7', 'unreadable'],
  ])('a changed %s of an event (%s) is found', async (column, value, kind) => {
    await asOwner(`update shiplock.event set ${column} = ${value} where seq = 5`);
    const { flaws } = await verifyChain(db);
    expect(flaws.map((flaw) => flaw.kind)).toContain(kind);
  });

  it('says what is missing, what is added and what was cut off, and goes on after each', async () => {
    const { head } = await verifyChain(db);
    await asOwner(
      'delete from shiplock.event where seq = 3; update shiplock.event set seq = -1 where seq = 1',
    );
    const { flaws } = await verifyChain(db, { head });
    expect(flaws).toMatchObject([
      { kind: 'added', seq: '-1' },
      { kind: 'changed', seq: '-1' },
      { kind: 'missing', seq: '1' },
      { kind: 'missing', seq: '3', why: 'event 3 is missing' },
    ]);
    await asOwner('delete from shiplock.event where seq = 5');
    expect((await verifyChain(db, { head })).flaws.at(-1)).toMatchObject({ kind: 'cut-off', seq: '4' });
  });
});

describe('a record whose tables its owner changed', () => {
  beforeAll(open);
  afterAll(close);

  it('attack 4: tells what cannot be read from what was changed', async () => {
    await installRecord(db);
    const { id } = await new ReleaseRecord(db).open(draft(), 'deploy');
    for (let n = 0; n < 4; n += 1) await append(id, '{}');
    await asOwner('drop view shiplock.dora, shiplock.status');
    await asOwner(`drop index shiplock.event_passed_over, shiplock.event_of_holds; alter table shiplock.event alter column body type text;
      update shiplock.event set body = '{"a": 1, "a": 2}' where seq = 3;
      update shiplock.event set body = repeat('[', 100000) || repeat(']', 100000) where seq = 4;
      update shiplock.event set body = '1e999999999' where seq = 5`);
    expect((await verifyChain(db)).flaws.map(({ kind, seq }) => [kind, seq])).toEqual([
      ['unreadable', '3'],
      ['unreadable', '4'],
      ['unreadable', '5'],
    ]);
    await asOwner('alter table shiplock.event drop column token');
    expect((await verifyChain(db)).flaws).toMatchObject([
      { kind: 'unreadable', why: expect.stringContaining('token') },
    ]);
  });
});

describe('canonical JSON', () => {
  const text = fc.string({ unit: 'binary', maxLength: 12 });
  const leaf = fc.oneof(
    text,
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(text, tie('value'), { maxKeys: 4 }),
    ),
  })).value as fc.Arbitrary<Json>;
  /** Numbers as people and other languages write them. */
  const written = fc
    .tuple(
      fc.boolean(),
      fc.bigInt(0n, 10n ** 40n),
      fc.option(fc.bigInt(0n, 10n ** 40n)),
      fc.option(fc.integer({ min: -300, max: 300 })),
    )
    .map(
      ([minus, whole, fraction, power]) =>
        `${minus ? '-' : ''}${whole}${fraction === null ? '' : `.${fraction}000`}${power === null ? '' : `e${power}`}`,
    );
  let own: FreshDatabase;
  let there: PgDatabase;
  beforeAll(async () => {
    own = await freshDatabase();
    there = await connect(own.url);
    await installRecord(there);
  });
  afterAll(async () => {
    await there.close();
    await own.drop();
  });
  const inDatabase = async (json: string) => {
    const [row] = await there.query<{ canonical: string; stored: string }>(
      'select shiplock.canonical($1::jsonb) as canonical, $1::jsonb::text as stored',
      [json],
    );
    return row!;
  };

  it('attack 4: is the same in the database, in this process, and read from what is stored', async () => {
    await fc.assert(
      fc.asyncProperty(json, async (value) => {
        const here = canonical(value);
        const { canonical: inSql, stored } = await inDatabase(here);
        expect(inSql).toBe(here);
        expect(canonical(parseExact(stored))).toBe(here);
        expect(canonical(JSON.parse(here))).toBe(here);
      }),
      { numRuns: 500 },
    );
  });

  it('attack 4: has one text for a number, however it was written', async () => {
    await fc.assert(
      fc.asyncProperty(written, async (number) => {
        const { canonical: inSql, stored } = await inDatabase(`[${number}]`);
        expect(canonical(parseExact(stored))).toBe(inSql);
        expect(canonical(parseExact(`[${number}]`))).toBe(inSql);
        expect(inSql).toMatch(/^\[-?(0|[1-9]\d*)(\.\d*[1-9])?\]$/);
      }),
      { numRuns: 500 },
    );
  });
});
