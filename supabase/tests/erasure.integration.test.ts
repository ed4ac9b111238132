import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PEOPLE, type Person, proved, SeededDatabase } from './support/database.ts';

const INES = 'c0000000-0000-4000-8000-000000000001';
const TOM = 'c0000000-0000-4000-8000-000000000002';
const AMARA = PEOPLE.prescriber;

let database: SeededDatabase;
beforeAll(async () => {
  database = await SeededDatabase.create();
});
afterAll(async () => {
  await database?.close();
});

const rows = async <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  (await database.client.query<Row>(sql, [...values])).rows;
const count = async (what: string) =>
  Number((await rows<{ n: string }>(`select count(*) as n from ${what}`))[0]?.n);
const problems = () => count('audit.verify()');

describe('whoever is not an operator with a fresh code erases nobody', () => {
  test.each((Object.keys(PEOPLE) as Person[]).filter((person) => person !== 'operator'))(
    '%s',
    async (person) => {
      await expect(database.call(person, 'erase_patient', { patient: INES }, proved())).rejects.toThrow(
        /only operators/,
      );
    },
  );

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['an operator without a code', {}, /enter a code/],
    ['an operator whose code is three minutes old', proved(180), /too long ago/],
  ])('%s', async (_, claims, message) => {
    await expect(database.call('operator', 'erase_patient', { patient: INES }, claims)).rejects.toThrow(
      message,
    );
    expect(await count(`public.patients p where p.id = '${INES}' and p.family_name = 'Moreau'`)).toBe(1);
  });

  test('a server with its secret key, through the Data API', async () => {
    await database.undone(async () => {
      await database.become('service_role', null);
      await expect(database.client.query('select public.erase_patient($1)', [INES])).rejects.toThrow(
        /permission denied/,
      );
    });
  });
});

describe('an operator erases a patient', () => {
  const claims = proved();
  beforeAll(async () => {
    await database.call('patient', 'request_renewal', {
      key: 'e0000000-0000-4000-8000-000000000001',
      prescription: 'd0000000-0000-4000-8000-000000000002',
      with_message: 'Ask for Inès Moreau at the door',
    });
    await database.client.query(`update auth.users set email = 'ines.moreau@example.test' where id = $1`, [
      PEOPLE.patient,
    ]);
    expect(await database.call('operator', 'erase_patient', { patient: INES }, claims)).toMatchObject({
      id: INES,
    });
  });

  test('and nothing that names her is left in any table, the account and kept requests too', async () => {
    const tables = await rows<{ name: string }>(`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname in ('public', 'private', 'audit', 'auth')`);
    expect(tables.length).toBeGreaterThan(20);
    const left: string[] = [];
    for (const { name } of tables) {
      for (const { text } of await rows<{ text: string }>(`select t::text as text from ${name} as t`))
        if (/Moreau|Inès|MRN-000731|1958-04-17/i.test(text)) left.push(`${name}: ${text}`);
    }
    expect(left).toEqual([]);
  });

  test('who erased whom is in the chain, which is whole', async () => {
    expect(await problems()).toBe(0);
    expect(
      await rows(`select actor_id, relation from audit.events where action = 'erase' order by seq`),
    ).toEqual([
      { actor_id: PEOPLE.operator, relation: 'public.profiles' },
      { actor_id: PEOPLE.operator, relation: 'public.patients' },
    ]);
  });

  test('others keep their words', async () => {
    expect(await count(`audit.entries e where e::text like '%Becker%'`)).toBeGreaterThan(0);
  });

  test('asked again, because the answer was lost, nothing more happens', async () => {
    const before = await count('audit.events');
    expect(await database.call('operator', 'erase_patient', { patient: INES }, claims)).toMatchObject({
      id: INES,
    });
    expect(await count('audit.events')).toBe(before);
  });

  test('the same code erases nobody else', async () => {
    await expect(database.call('operator', 'erase_patient', { patient: TOM }, claims)).rejects.toThrow(
      /used to erase already/,
    );
  });

  test('one that there is not is said to be missing', async () => {
    await expect(database.call('operator', 'erase_patient', { patient: AMARA }, proved())).rejects.toThrow(
      /there is no patient/,
    );
  });

  test('a backup that brings the name back is found', async () => {
    const check = async () =>
      rows<{ bad: string }>(
        `select count(*) as bad from private.erasures e join public.patients p on p.id = e.patient_id
         where p.family_name <> 'Erased'`,
      );
    expect(await check()).toEqual([{ bad: '0' }]);
    await database.undone(async () => {
      await database.client.query(`update public.patients set family_name = 'Moreau' where id = $1`, [INES]);
      expect(await check()).toEqual([{ bad: '1' }]);
      await database.client.query('select audit.erase_patient($1)', [INES]);
      expect(await check()).toEqual([{ bad: '0' }]);
    });
  });
});

describe('a patient who also works here', () => {
  beforeEach(async () => {
    await database.client.query('begin');
    await database.client.query('update public.patients set profile_id = $1 where id = $2', [AMARA, TOM]);
    await database.client.query('select audit.erase_patient($1)', [TOM]);
    return async () => void (await database.client.query('rollback'));
  });

  test('keeps the account and its name, and the record is nobody’s', async () => {
    expect(await rows('select display_name from public.profiles where id = $1', [AMARA])).toEqual([
      { display_name: 'Dr Amara Okafor' },
    ]);
    expect(await count(`auth.users where id = '${AMARA}'`)).toBe(1);
    expect(await rows('select profile_id, family_name from public.patients where id = $1', [TOM])).toEqual([
      { profile_id: null, family_name: 'Erased' },
    ]);
    expect(await problems()).toBe(0);
  });

  test('what was recorded of the account stays', async () => {
    expect(
      await count(
        `audit.entries where relation = 'public.profiles' and row_id = '${AMARA}' and new_row = '{"erased": true}'`,
      ),
    ).toBe(0);
  });
});
