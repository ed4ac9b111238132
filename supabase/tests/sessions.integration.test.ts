import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PEOPLE, type Person, SeededDatabase } from './support/database.ts';
import { openSession, sessionsTable } from './support/sessions.ts';

let database: SeededDatabase;
beforeAll(async () => {
  database = await SeededDatabase.create();
  await sessionsTable(database);
});
afterAll(async () => {
  await database?.close();
});

/** A statement of somebody with the token of this session, or of the server with its secret key. */
async function as(who: Person | 'server', session: string | null, sql: string, values: unknown[] = []) {
  const role = who === 'server' ? 'service_role' : 'authenticated';
  const claims = {
    role,
    ...(who === 'server' ? {} : { sub: PEOPLE[who] }),
    session_id: session ?? undefined,
  };
  await database.client.query('begin');
  try {
    await database.client.query("select set_config('request.jwt.claims', $1, true)", [
      JSON.stringify(claims),
    ]);
    await database.client.query(`set local role ${role}`);
    const { rows } = await database.client.query<{ answer: unknown }>(sql, values);
    await database.client.query('commit');
    return rows[0]?.answer;
  } catch (error) {
    await database.client.query('rollback');
    throw error;
  }
}

const signIn = (person: Person, age?: string, refreshed?: string | null) =>
  openSession(database, PEOPLE[person], age, refreshed);

const ANSWER = 'select public.list_prescriptions() as answer';
const isOpen = (person: Person, session: string | null) =>
  as(person, session, 'select public.session_is_open() as answer');
const list = z.array(z.object({ id: z.string(), device: z.string().nullable(), current: z.boolean() }));
const sessionsOf = async (person: Person, session: string) =>
  list.parse(await as(person, session, 'select public.list_sessions() as answer'));

describe('sessions', () => {
  test('somebody sees their own, and from what each was opened', async () => {
    const [here, there] = [await signIn('patient'), await signIn('patient', '3 h', '1 h')];
    await signIn('prescriber');
    await as('patient', here, "select public.note_device('Firefox on Linux') as answer");
    expect(await sessionsOf('patient', here)).toEqual([
      { id: here, device: 'Firefox on Linux', current: true },
      { id: there, device: null, current: false },
    ]);
  });

  test('one that was ended gives no rights from that moment on, whatever its token says', async () => {
    const [here, lost] = [await signIn('prescriber'), await signIn('prescriber')];
    expect(await as('prescriber', lost, ANSWER)).not.toEqual([]);
    expect(await as('prescriber', here, 'select public.end_sessions($1) as answer', [lost])).toBe(1);
    expect(await isOpen('prescriber', lost)).toBe(false);
    expect(await as('prescriber', lost, ANSWER)).toEqual([]);
    expect(await as('prescriber', here, ANSWER)).not.toEqual([]);
    for (const name of ['list_sessions()', 'end_sessions()', "note_device('x')"]) {
      await expect(as('prescriber', lost, `select public.${name} as answer`)).rejects.toThrow(
        /sign in first/,
      );
    }
  });

  test.each(['prescriber', 'patient', 'pharmacist', 'administrator', 'auditor', 'operator'] as const)(
    'once it was ended, a %s has no role in it',
    async (person) => {
      const [here, lost] = [await signIn(person), await signIn(person)];
      const roles = (session: string) => as(person, session, 'select private.roles() as answer');
      expect(await roles(lost)).not.toEqual([]);
      await as(person, here, 'select public.end_sessions($1) as answer', [lost]);
      expect(await roles(lost)).toEqual([]);
      expect(await roles(here)).not.toEqual([]);
      await database.client.query('delete from auth.sessions where id = $1', [here]);
    },
  );

  test('in one that was ended, each function says the same whoever asks', async () => {
    const { rows: functions } = await database.client.query<{ name: string }>(
      `select proname as name from pg_proc where pronamespace = 'public'::regnamespace and pronargs = pronargdefaults
       and has_function_privilege('authenticated', oid, 'execute') order by 1`,
    );
    expect(functions.length).toBeGreaterThan(10);
    const told = async (person: Person, name: string) => {
      try {
        return await as(person, randomUUID(), `select public.${name}() as answer`);
      } catch (error) {
        return z.object({ code: z.string(), message: z.string() }).parse(error);
      }
    };
    for (const { name } of functions) {
      const nobody = await told('stranger', name);
      for (const person of [
        'prescriber',
        'patient',
        'pharmacist',
        'administrator',
        'auditor',
        'operator',
      ] as const) {
        expect(await told(person, name), `${person}: ${name}`).toEqual(nobody);
      }
    }
  });

  test('in one that was ended, a request that is sent again is not answered from what was kept', async () => {
    const [here, key] = [await signIn('prescriber'), randomUUID()];
    const again = (session: string) =>
      as('prescriber', session, 'select private.remembered($1, $2, $3) as answer', [key, 'x', '{}']);
    await again(here);
    await as('prescriber', here, 'select private.remember($1, $2) as answer', [key, '{"kept": true}']);
    expect(await again(here)).toEqual({ kept: true });
    await expect(again(randomUUID())).rejects.toThrow(/sign in first/);
  });

  test('all but this one are ended at once, and nobody else’s', async () => {
    const [here, other, hers] = [
      await signIn('pharmacist'),
      await signIn('pharmacist'),
      await signIn('auditor'),
    ];
    expect(await as('pharmacist', here, 'select public.end_sessions() as answer')).toBe(1);
    expect(await as('pharmacist', here, 'select public.end_sessions($1) as answer', [hers])).toBe(0);
    expect([
      await isOpen('pharmacist', here),
      await isOpen('pharmacist', other),
      await isOpen('auditor', hers),
    ]).toEqual([true, false, true]);
  });

  test.each([
    ['a new one', '0 s', null, true],
    ['in use', '11 h', '59 min', true],
    ['a working day old', '12 h 1 min', '1 min', false],
    ['left alone', '3 h', '2 h 1 min', false],
    ['left alone, and never renewed', '2 h 1 min', null, false],
  ])('%s: open is what the clock says', async (_, age, refreshed, expected) => {
    expect(await isOpen('patient', await signIn('patient', age, refreshed))).toBe(expected);
  });

  test('a token that names another person’s session opens nothing', async () => {
    expect(await isOpen('patient', await signIn('prescriber'))).toBe(false);
  });
});

describe('turns', () => {
  const take = (subject: string, bucket = 'try', seconds = 600) =>
    as('server', null, 'select public.take_turns($1) as answer', [
      JSON.stringify([{ bucket, subject, at_most: 3, seconds }]),
    ]);

  test('the fourth of three waits, and only who took them', async () => {
    const subject = randomUUID();
    const answers = [await take(subject), await take(subject), await take(subject), await take(subject)];
    expect(answers.slice(0, 3)).toEqual([0, 0, 0]);
    expect(answers[3]).toBeGreaterThan(0);
    expect(answers[3]).toBeLessThanOrEqual(600);
    expect(await take(randomUUID())).toBe(0);
    expect(await take(subject, 'another bucket')).toBe(0);
  });

  test('a turn that was taken back is free again', async () => {
    const subject = randomUUID();
    for (let turn = 0; turn < 5; turn++) {
      expect(await take(subject)).toBe(0);
      await as('server', null, 'select public.return_turns($1) as answer', [
        JSON.stringify([{ bucket: 'try', subject, seconds: 600 }]),
      ]);
    }
  });

  test('many at once do not pass together', async () => {
    const subject = randomUUID();
    const others = await Promise.all([1, 2, 3, 4, 5, 6].map(() => SeededDatabase.another(database)));
    try {
      const waits = await Promise.all(
        others.map(async ({ client }) => {
          const { rows } = await client.query<{ wait: number }>('select private.take_turns($1) as wait', [
            JSON.stringify([{ bucket: 'try', subject, at_most: 3, seconds: 600 }]),
          ]);
          return rows[0]?.wait;
        }),
      );
      expect(waits.filter((wait) => wait === 0)).toHaveLength(3);
    } finally {
      for (const other of others) await other.client.end();
    }
  });

  test('nobody but the server counts, and what is kept tells nobody’s name', async () => {
    await expect(as('patient', null, "select public.take_turns('[]') as answer")).rejects.toThrow(/denied/);
    await expect(as('patient', null, "select public.return_turns('[]') as answer")).rejects.toThrow(/denied/);
    await take('ines.moreau@example.test');
    const { rows } = await database.client.query<{ kept: string }>(
      'select string_agg(t::text, $1) as kept from private.turns t',
      [' '],
    );
    expect(rows[0]?.kept).not.toContain('ines');
  });
});
