import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { identifierIndexes, openIdentifier, RECORD_NUMBER } from '../../app/src/lib/fields/identifiers.ts';
import { sealedIdentifier } from '../../app/src/lib/fields/sealed.ts';
import { type Person, SeededDatabase, sqlFiles } from './support/database.ts';
import {
  byKey,
  KeysProcess,
  key,
  keysOf,
  numberOf,
  numbers,
  rotateWithAKill,
} from './support/identifiers.ts';

const INES = 'c0000000-0000-4000-8000-000000000001';
const ROWS = 500;
const [ONE, INDEX] = [key('first'), key('index')];
const KEYS = keysOf([ONE], [INDEX]);

let database: SeededDatabase;
let another: SeededDatabase;
beforeAll(async () => {
  // The trail has their numbers from before it left them out.
  database = await SeededDatabase.create({ oldTrail: true });
  another = await SeededDatabase.another(database);
});
afterAll(async () => {
  await another?.close();
  await database?.close();
});
const rows = async <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  (await database.client.query<Row>(sql, [...values])).rows;
const verified = () => rows('select * from audit.verify()');

const shown = z.object({
  medical_record_number: z.string().nullable(),
  identifiers: z.array(sealedIdentifier),
});
const numberFor = async (person: Person) => {
  const { medical_record_number, identifiers } = shown.parse(
    await database.call(person, 'read_patient', { patient: INES }),
  );
  const [first] = identifiers;
  return [medical_record_number, first ? openIdentifier(first, INES, KEYS) : null];
};
const find = (person: Person, number: string, keys = KEYS) =>
  database.call(person, 'find_patient', {
    of_system: RECORD_NUMBER,
    indexes: identifierIndexes(number, RECORD_NUMBER, keys).map(
      ({ keyId, digest }) => `${keyId}:${Buffer.from(digest).toString('hex')}`,
    ),
  });

describe('record numbers in clear', () => {
  test('stand in the trail of a database that is older than this', async () => {
    expect(
      await rows(
        `select 1 as one from audit.entries where new_row ->> 'medical_record_number' = 'MRN-000731'`,
      ),
    ).toEqual([{ one: 1 }]);
  });

  test('are read as before until they are encrypted', async () => {
    expect(await numberFor('patient')).toEqual(['MRN-000731', null]);
  });

  test('without keys, or with keys that are none, nothing is done and no key is said', async () => {
    const run = new KeysProcess(database.url, 'first:short', '');
    expect(await run.code()).toBe(2);
    expect(run.output).toMatch(/FIELD_ENCRYPTION_KEYS has an entry/);
    expect(run.output).toMatch(/FIELD_INDEX_KEYS is missing/);
    expect(run.output).not.toContain('short');
  });

  test('are encrypted by the job, and their readers get the same number', async () => {
    const run = new KeysProcess(database.url, ONE, INDEX);
    expect([await run.code(), run.output]).toEqual([0, expect.stringContaining('2 encrypted')]);
    expect(run.output).not.toContain('MRN-');
    expect(await numberFor('patient')).toEqual([null, 'MRN-000731']);
    expect(await numberFor('prescriber')).toEqual([null, 'MRN-000731']);
  });

  test('stand nowhere in the database any more, and the audit chain is whole', async () => {
    const tables = await rows<{ name: string }>(`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname in ('public', 'private', 'audit', 'auth')`);
    for (const { name } of tables)
      expect([name, await rows(`select 1 from ${name} as t where t::text like '%MRN-000%'`)]).toEqual([
        name,
        [],
      ]);
    expect(await verified()).toEqual([]);
    const [run] = await rows<{ new_row: unknown }>(
      `select new_row from audit.entries where relation = 'private.job_runs' order by id desc limit 1`,
    );
    expect(run?.new_row).toMatchObject({ job: 'rotate field keys', counts: { encrypted: 2, left: 0 } });
  });

  test('the trail still says when a patient was written and by whom, and what else', async () => {
    const [entry] = await rows<{ old_row: unknown }>(
      `select old_row from audit.entries where relation = 'public.patients' and old_row ? 'redacted' and row_id = $1`,
      [INES],
    );
    expect(entry?.old_row).toMatchObject({
      redacted: expect.arrayContaining([
        expect.objectContaining({
          action: 'insert',
          new_row: expect.objectContaining({ family_name: 'Moreau' }),
        }),
      ]),
    });
  });

  test('the verify SQL agrees', async () => {
    for (const { name, text } of sqlFiles('verify').filter((file) => file.name.startsWith('202609301')))
      expect([name, (await rows<{ bad: string }>(text)).filter(({ bad }) => bad !== '0')]).toEqual([
        name,
        [],
      ]);
  });

  test('one that an import writes later is read, and encrypted by the next run', async () => {
    await database.client.query(`update public.patients set medical_record_number = 'MRN-9' where id = $1`, [
      INES,
    ]);
    expect((await numberFor('patient'))[0]).toBe('MRN-9');
    await database.client.query(
      `update public.patients set medical_record_number = 'MRN-000731' where id = $1`,
      [INES],
    );
    expect(await new KeysProcess(database.url, ONE, INDEX).code()).toBe(0);
    expect(await numberFor('patient')).toEqual([null, 'MRN-000731']);
  });
});

describe('a patient is found by the exact number', () => {
  test('by whoever may read the record, however it is written', async () => {
    expect(await find('prescriber', 'mrn-000 731')).toMatchObject({ id: INES });
    expect(await find('patient', 'MRN-000731')).toMatchObject({ id: INES });
    expect(await find('prescriber', 'MRN-00073')).toBeNull();
  });

  test.each<Person>(['administrator', 'auditor', 'operator', 'stranger'])('not by %s', async (person) => {
    expect(await find(person, 'MRN-000731')).toBeNull();
  });

  test('while the index has another key, too', async () => {
    expect(await find('prescriber', 'MRN-000731', keysOf([ONE], [key('newer'), INDEX]))).toMatchObject({
      id: INES,
    });
    expect(await find('prescriber', 'MRN-000731', keysOf([ONE], [key('newer')]))).toBeNull();
  });
});

describe('a row that was changed', () => {
  test('or moved to another patient does not open', async () => {
    await database.undone(async () => {
      await database.client.query('alter table private.patient_identifiers disable trigger user');
      await database.client.query(`delete from private.patient_identifiers where patient_id <> $1`, [INES]);
      await database.client.query(
        `update private.patient_identifiers set patient_id = 'c0000000-0000-4000-8000-000000000002'`,
      );
      const [row] = await rows<{ identifiers: unknown }>(
        `select private.identifiers_of('c0000000-0000-4000-8000-000000000002') as identifiers`,
      );
      const [moved] = z.array(sealedIdentifier).parse(row?.identifiers);
      if (!moved) throw new Error('there is none');
      expect(() => openIdentifier(moved, 'c0000000-0000-4000-8000-000000000002', KEYS)).toThrow(
        /does not open/,
      );
    });
  });

  test('its patient cannot be changed through the front door', async () => {
    await expect(
      database.client.query('update private.patient_identifiers set system = $1', ['urn:other']),
    ).rejects.toThrow(/belongs to its patient/);
  });

  test('is named by the rotation and stays, while the others move on', async () => {
    const was = await rows<{ ciphertext: Buffer }>(
      'select ciphertext from private.patient_identifiers where patient_id = $1',
      [INES],
    );
    await database.client.query(
      `update private.patient_identifiers set ciphertext = set_byte(ciphertext, 20, get_byte(ciphertext, 20) # 1) where patient_id = $1`,
      [INES],
    );
    const newer = key('newer');
    const run = new KeysProcess(database.url, `${newer},${ONE}`, INDEX);
    expect(await run.code()).toBe(1);
    expect(run.output).toMatch(/identifier [0-9a-f-]{36} stays as it is: .*does not open with the key first/);
    expect(await byKey(database.client)).toEqual({ first: 1, newer: 1 });
    await database.client.query(
      'update private.patient_identifiers set ciphertext = $2 where patient_id = $1',
      [INES, was[0]?.ciphertext],
    );
    // And with a key that is not there.
    const without = new KeysProcess(database.url, key('another'), INDEX);
    expect(await without.code()).toBe(1);
    expect(without.output).toMatch(/encrypted with the key first, which is not in the environment/);
    const back = new KeysProcess(database.url, `${ONE},${newer}`, INDEX);
    expect(await back.code()).toBe(0);
    expect(back.output).toContain('no row needs newer any more');
  });

  test('the keys of the index are replaced too, and people find by the new one', async () => {
    const newer = key('newer');
    expect(await new KeysProcess(database.url, ONE, `${newer},${INDEX}`).code()).toBe(0);
    expect(await find('prescriber', 'MRN-000731', keysOf([ONE], [newer]))).toMatchObject({ id: INES });
    expect(await new KeysProcess(database.url, ONE, `${INDEX},${newer}`).code()).toBe(0);
  });
});

describe(`the key of ${ROWS} rows is replaced, with a kill -9 in the middle`, () => {
  test('and none is lost, and people read meanwhile', async () => {
    await database.client.query('begin');
    await database.client.query('delete from private.patient_identifiers');
    await database.client.query('commit');
    const result = await rotateWithAKill(database, another.client, ROWS, 50);
    expect(result.half['one']).toBeGreaterThan(100);
    expect(result.half['two']).toBeGreaterThan(100);
    expect([result.wrong, result.code, result.after]).toEqual([0, 0, { two: ROWS }]);
    const all = await numbers(database.client, result.onlyNew);
    expect(all.size).toBe(ROWS);
    expect([...all].filter(([n, value]) => value !== numberOf(n))).toEqual([]);
    expect(result.output).not.toMatch(/SCALE-|MRN-/);
    expect(await verified()).toEqual([]);
    const back = new KeysProcess(database.url, result.two, result.index, '--decrypt');
    expect(await back.code()).toBe(0);
    expect(
      await rows(
        `select count(*)::int as n from public.patients where medical_record_number = 'SCALE-' || lpad(family_name, 7, '0')`,
      ),
    ).toEqual([{ n: ROWS }]);
  });
});
