import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PEOPLE, type Person, proved, SeededDatabase } from './support/database.ts';

const INES = 'c0000000-0000-4000-8000-000000000001';
const TOM = 'c0000000-0000-4000-8000-000000000002';
const AMARA = 'b0000000-0000-4000-8000-000000000001';
const HARBOUR = '80000000-0000-4000-8000-000000000002';
const METFORMIN = '90000000-0000-4000-8000-000000000008';
const APIXABAN = '90000000-0000-4000-8000-000000000009';

let database: SeededDatabase;
const call = (person: Person, name: string, args: Readonly<Record<string, unknown>> = {}) =>
  database.call(person, name, args);

beforeAll(async () => {
  database = await SeededDatabase.create();
});
afterAll(async () => {
  await database?.close();
});

const made = z.object({ id: z.uuid(), status: z.string() });

async function draft(more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const answer = await call('prescriber', 'create_draft', {
    key: randomUUID(),
    for_patient: INES,
    of_medication: METFORMIN,
    dosage_text: 'One tablet twice a day',
    quantity: 60,
    repeats: 1,
    valid_from: new Date(),
    valid_until: new Date(Date.now() + 90 * 86_400_000),
    at_pharmacy: HARBOUR,
    ...more,
  });
  return made.parse(answer).id;
}

const change = (person: Person, prescription: string, becomes: string, because: string | null = null) =>
  database.call(person, 'change_status', { key: randomUUID(), prescription, becomes, because }, proved());
const dispense = (person: Person, prescription: string, quantity: number, more: object = {}) =>
  call(person, 'dispense', { key: randomUUID(), prescription, quantity, ...more });

async function active(more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = await draft(more);
  await change('prescriber', id, 'active');
  return id;
}

const statusOf = async (id: string): Promise<string> =>
  (
    await database.client.query<{ status: string }>('select status from public.prescriptions where id = $1', [
      id,
    ])
  ).rows[0]?.status ?? 'none';

describe('from draft to completed', () => {
  test('a draft is signed, handed over in parts and again, and is completed by the last part', async () => {
    const id = await draft();
    await expect(dispense('pharmacist', id, 60)).rejects.toThrow(/no such prescription at your pharmacy/);
    await change('prescriber', id, 'active');
    const { rows } = await database.client.query('select * from public.prescriptions where id = $1', [id]);
    expect(rows[0]).toMatchObject({ signed_by: AMARA, signed_at: expect.any(Date) });

    expect(await dispense('pharmacist', id, 20)).toMatchObject({ status: 'active' });
    await expect(dispense('pharmacist', id, 41)).rejects.toThrow(/40\.00 left in this fill, not 41/);
    await dispense('pharmacist', id, 40);
    await expect(dispense('pharmacist', id, 61)).rejects.toThrow(/60\.00 left/);
    expect(await dispense('pharmacist', id, 60)).toMatchObject({ status: 'completed' });
    await expect(dispense('pharmacist', id, 1)).rejects.toThrow(/is completed, it cannot be dispensed/);
    const fills = await database.client.query(
      `select fill_number, quantity_value::int as quantity, is_partial from public.medication_dispenses
       where prescription_id = $1 order by when_handed_over, fill_number, quantity_value`,
      [id],
    );
    expect(fills.rows.map(Object.values)).toEqual([
      [0, 20, true],
      [0, 40, true],
      [1, 60, false],
    ]);
  });

  test('two counters at one prescription never hand over more than was prescribed', async () => {
    const id = await active({ repeats: 0 });
    const other = await SeededDatabase.another(database);
    try {
      const both = await Promise.allSettled([
        database.call('pharmacist', 'dispense', { key: randomUUID(), prescription: id, quantity: 40 }),
        other.call('pharmacist', 'dispense', { key: randomUUID(), prescription: id, quantity: 40 }),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    } finally {
      await other.close();
    }
  });

  test('another product only where the prescriber allows it', async () => {
    const strict = await active({ may_substitute: false });
    await expect(dispense('pharmacist', strict, 1, { instead: APIXABAN })).rejects.toThrow(/another product/);
    const free = await active();
    await dispense('pharmacist', free, 1, { instead: APIXABAN });
  });

  test('not on hold, not out of its time, not at another pharmacy', async () => {
    const id = await active();
    await change('prescriber', id, 'on-hold', 'Waiting for a result');
    await expect(dispense('pharmacist', id, 1)).rejects.toThrow(/is on-hold/);
    await change('prescriber', id, 'active');
    await expect(dispense('other pharmacist', id, 1)).rejects.toThrow(/at your pharmacy/);
    const later = await active({ valid_from: new Date(Date.now() + 5 * 86_400_000) });
    await expect(dispense('pharmacist', later, 1)).rejects.toThrow(/not valid today/);
  });

  test('what was signed stays as it was signed', async () => {
    const id = await active();
    await expect(
      database.client.query('update public.prescriptions set dispense_quantity_value = 600 where id = $1', [
        id,
      ]),
    ).rejects.toThrow(/is signed/);
  });

  test('nobody signs for somebody else', async () => {
    const id = await draft();
    for (const person of ['specialist', 'patient', 'pharmacist', 'administrator', 'auditor'] as const) {
      await expect(change(person, id, 'active'), person).rejects.toThrow(/no such prescription of yours/);
    }
  });
});

describe('a request that is sent twice', () => {
  test('is carried out once and answered the same', async () => {
    const key = randomUUID();
    const id = await active();
    const once = () => call('pharmacist', 'dispense', { key, prescription: id, quantity: 7 });
    const first = await once();
    expect(await once()).toEqual(first);
    const { rows } = await database.client.query(
      'select count(*)::int as n from public.medication_dispenses where prescription_id = $1',
      [id],
    );
    expect(rows[0]).toEqual({ n: 1 });
    await expect(call('pharmacist', 'dispense', { key, prescription: id, quantity: 8 })).rejects.toThrow(
      /used for another request/,
    );
  });

  test('may be tried again with its key when it failed', async () => {
    const key = randomUUID();
    const id = await draft();
    await expect(change('prescriber', id, 'on-hold', 'x')).rejects.toThrow(/cannot become/);
    const sign = () =>
      database.call('prescriber', 'change_status', { key, prescription: id, becomes: 'active' }, proved());
    await expect(
      call('prescriber', 'change_status', { key, prescription: id, becomes: 'on-hold' }),
    ).rejects.toThrow(/say why/);
    expect(await sign()).toMatchObject({ status: 'active' });
  });
});

/** https://hl7.org/fhir/R4/valueset-medicationrequest-status.html; what may follow on what is this service's decision. */
const LEGAL: Readonly<Record<string, readonly string[]>> = {
  draft: ['active', 'cancelled', 'entered-in-error'],
  active: ['on-hold', 'completed', 'stopped', 'cancelled', 'entered-in-error', 'unknown'],
  'on-hold': ['active', 'stopped', 'cancelled', 'entered-in-error', 'unknown'],
  unknown: ['active', 'on-hold', 'completed', 'stopped', 'cancelled', 'entered-in-error'],
  completed: ['entered-in-error'],
  stopped: ['entered-in-error'],
  cancelled: ['entered-in-error'],
  'entered-in-error': [],
};

describe('every change of status', () => {
  const pairs = Object.keys(LEGAL).flatMap((from) => Object.keys(LEGAL).map((to) => [from, to] as const));
  test.each(pairs.filter(([from, to]) => from !== to))('%s to %s', async (from, to) => {
    // As the owner of the tables: the rule holds for whoever asks.
    await database.undone(async () => {
      const { rows } = await database.client.query<{ id: string }>(
        `insert into public.prescriptions (status, medication_code, medication_display, subject_id, requester_id,
           dosage_instruction, dispense_quantity_value, dispense_quantity_unit)
         values ($1, 'A', 'B', $2, $3, 'C', 1, 'D') returning id`,
        [from, INES, AMARA],
      );
      const update = database.client.query('update public.prescriptions set status = $2 where id = $1', [
        rows[0]?.id,
        to,
      ]);
      if (LEGAL[from]?.includes(to)) await update;
      else await expect(update).rejects.toThrow(new RegExp(`is ${from}, it cannot become ${to}`));
    });
  });

  test('a person begins with a draft, and completes by dispensing only', async () => {
    const id = await active();
    await expect(change('prescriber', id, 'completed')).rejects.toThrow(/completed by dispensing/);
    await database.undone(async () => {
      await database.become('authenticated', PEOPLE.prescriber);
      await expect(
        database.client.query(
          `insert into public.prescriptions (status, medication_code, medication_display, subject_id, requester_id,
             dosage_instruction, dispense_quantity_value, dispense_quantity_unit)
           values ('active', 'A', 'B', $1, $2, 'C', 1, 'D')`,
          [INES, AMARA],
        ),
      ).rejects.toThrow(/begins as a draft/);
    });
  });

  test.each(['on-hold', 'stopped', 'cancelled', 'entered-in-error'])('%s needs a reason', async (becomes) => {
    const id = await active();
    await expect(change('prescriber', id, becomes, ' ')).rejects.toThrow(/say why/);
    await change('prescriber', id, becomes, 'Because');
    expect(await statusOf(id)).toBe(becomes);
  });
});

interface Event {
  readonly seq: string;
  readonly action: string;
  readonly actor_id: string;
  readonly patient_id: string;
}

describe('the audit chain', () => {
  const last = async (n = 1): Promise<Event[]> =>
    (await database.client.query<Event>('select * from audit.events order by seq desc limit $1', [n])).rows;
  const problems = async () => {
    const { rows } = await database.client.query<{ seq: string; problem: string }>(
      'select * from audit.verify()',
    );
    return rows.map(({ seq, problem }) => `${seq} ${problem}`);
  };
  /** Past the triggers, as only the owner of the table can. */
  const tamper = async (sql: string, table = 'events') => {
    await database.client.query(`alter table audit.${table} disable trigger user`);
    await database.client.query(sql);
    await database.client.query(`alter table audit.${table} enable always trigger ${table}_only_grow`);
  };

  test.each<[Person, string, () => Record<string, unknown>, readonly string[]]>([
    ['specialist', 'list_prescriptions', () => ({}), [INES]],
    ['patient', 'list_prescriptions', () => ({}), [INES]],
    ['prescriber', 'list_patients', () => ({}), [INES, TOM]],
    ['prescriber', 'list_patients_in_care', () => ({}), [INES, TOM]],
    ['other pharmacist', 'dispense_queue', () => ({}), [TOM]],
    [
      'patient',
      'read_prescription',
      () => ({ prescription: 'd0000000-0000-4000-8000-000000000002' }),
      [INES],
    ],
    ['pharmacist', 'read_patient', () => ({ patient: INES }), [INES]],
  ])('%s: %s is noted for each patient whose record came', async (person, name, args, patients) => {
    const before = Number((await last())[0]?.seq);
    await call(person, name, args());
    const events = (await last(50)).filter(({ seq }) => Number(seq) > before);
    expect(events.map(({ action }) => action)).toEqual(patients.map(() => 'read'));
    expect(events.map(({ patient_id }) => patient_id).sort()).toEqual([...patients]);
    expect(new Set(events.map(({ actor_id }) => actor_id))).toEqual(new Set([PEOPLE[person]]));
  });

  test('what was not found is not noted, and tells nothing', async () => {
    const before = await last();
    expect(await call('stranger', 'list_prescriptions')).toEqual([]);
    for (const person of ['specialist', 'patient', 'pharmacist', 'stranger'] as const)
      expect(await call(person, 'list_patients_in_care'), person).toEqual([]);
    expect(await call('patient', 'read_patient', { patient: TOM })).toBeNull();
    expect(
      await call('patient', 'read_prescription', { prescription: 'd0000000-0000-4000-8000-000000000007' }),
    ).toBeNull();
    expect(await last()).toEqual(before);
  });

  test('only auditors search and verify it', async () => {
    const page = z.array(z.object({ seq: z.number(), action: z.string(), patient_id: z.uuid().nullable() }));
    const found = page.parse(await call('auditor', 'search_audit', { of_patient: INES, doing: 'read' }));
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ action, patient_id }) => action === 'read' && patient_id === INES)).toBe(true);
    expect(await call('auditor', 'verify_audit')).toMatchObject({ problems: [] });
    for (const person of ['prescriber', 'patient', 'pharmacist', 'administrator'] as const) {
      await expect(call(person, 'search_audit'), person).rejects.toThrow(/only auditors/);
      await expect(call(person, 'verify_audit'), person).rejects.toThrow(/only auditors/);
    }
  });

  test('one altered and one deleted event of many are found and named, and nothing else', async () => {
    await database.client.query(
      `select count(audit.append(null, 'read', $1, 'public.patients', $1, null)) from generate_series(1, 1000)`,
      [TOM],
    );
    const end = Number((await last())[0]?.seq);
    const [altered, deleted] = [end - 700, end - 300];
    expect(await problems()).toEqual([]);
    await database.undone(async () => {
      await tamper(`update audit.events set actor_id = '${PEOPLE.auditor}' where seq = ${altered}`);
      await tamper(`delete from audit.events where seq = ${deleted}`);
      expect(await problems()).toEqual([`${deleted} deleted`, `${altered} altered`].sort());
    });
    expect(await problems()).toEqual([]);
  });

  test.each<[string, (end: number) => string, (end: number) => string[], string?]>([
    [
      'the last event deleted',
      (end) => `delete from audit.events where seq = ${end}`,
      (end) => [`${end} deleted`],
    ],
    [
      'an event altered with its own hash',
      (end) => `update audit.events e set row_id = null where seq = ${end - 5};
        update audit.events e set hash = audit.event_hash(e) where seq = ${end - 5}`,
      (end) => [`${end - 5} altered`],
    ],
    [
      'the last event altered with its own hash',
      (end) => `update audit.events e set row_id = null where seq = ${end};
        update audit.events e set hash = audit.event_hash(e) where seq = ${end}`,
      (end) => [`${end} altered`],
    ],
    [
      'an event added by hand',
      (end) => `insert into audit.events (seq, at, action, relation, prev_hash, hash)
        values (${end + 1}, now(), 'read', 'public.patients', '', '')`,
      (end) => [`${end + 1} added after the head`, `${end + 1} altered`],
    ],
  ])('%s is found', async (_, sql, expected) => {
    const end = Number((await last())[0]?.seq);
    await database.undone(async () => {
      await tamper(sql(end));
      expect(await problems()).toEqual(expected(end));
    });
  });

  test.each<[string, string, string]>([
    ['altered', `update audit.entries set new_row = '{}' where id = `, 'contents altered'],
    ['deleted', 'delete from audit.entries where id = ', 'contents deleted'],
    [
      'erased without an erasure',
      `update audit.entries set salt = null, new_row = '{"erased": true}' where id = `,
      'contents altered',
    ],
  ])('contents of a change that are %s are found', async (_, sql, problem) => {
    const { rows } = await database.client.query<{ seq: string; entry_id: string }>(
      `select seq, entry_id from audit.events where action = 'insert' and relation = 'public.prescriptions' limit 1`,
    );
    await database.undone(async () => {
      await tamper(`${sql}${rows[0]?.entry_id}`, 'entries');
      expect(await problems()).toEqual([`${rows[0]?.seq} ${problem}`]);
    });
  });

  test('a head that was kept elsewhere is recognized, and one that was rewritten is not', async () => {
    const [event] = (await database.client.query('select seq, hash from audit.head')).rows;
    const against = async (hash: string) =>
      (await database.client.query('select * from audit.verify($1, $2)', [event.seq, hash])).rowCount;
    expect(await against(event.hash)).toBe(0);
    expect(await against('0'.repeat(64))).toBe(1);
  });

  test('erasing a patient leaves no content and a chain that is valid', async () => {
    await active({ with_note: 'Moreau prefers mornings' });
    await database.client.query('select audit.erase_patient($1)', [INES]);
    expect(await problems()).toEqual([]);
    const { rows } = await database.client.query<{ text: string }>(`
      select e::text as text from audit.entries e union all select e::text from audit.events e
      union all select p::text from public.patients p union all select p::text from public.prescriptions p
      union all select d::text from public.medication_dispenses d union all select p::text from public.profiles p`);
    const left = rows.filter(({ text }) => /Moreau|MRN-000731|1958-04-17/.test(text));
    expect(left).toEqual([]);
    expect((await last())[0]).toMatchObject({ action: 'erase', patient_id: INES });
    // Others keep theirs.
    expect(rows.some(({ text }) => text.includes('Becker'))).toBe(true);
  });
});
