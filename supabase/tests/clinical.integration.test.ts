import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { STEPS } from '../../app/src/features/prescriptions/model.ts';
import { type Claims, PEOPLE, type Person, proved, SeededDatabase } from './support/database.ts';

const INES = 'c0000000-0000-4000-8000-000000000001';
const TOM = 'c0000000-0000-4000-8000-000000000002';
const HARBOUR = '80000000-0000-4000-8000-000000000002';
const ATORVASTATIN = 'd0000000-0000-4000-8000-000000000002';
const BISOPROLOL = 'd0000000-0000-4000-8000-000000000003';
const medication = (n: number) => `90000000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`;
const [AMOXICILLIN, METFORMIN, PARACETAMOL] = [6, 8, 12].map(medication);
const [SERTRALINE, CLARITHROMYCIN, VERAPAMIL] = [14, 16, 18].map(medication);

let database: SeededDatabase;
beforeAll(async () => {
  database = await SeededDatabase.create();
});
afterAll(async () => {
  await database?.close();
});

const call = (person: Person, name: string, args: object = {}, claims: Claims = {}) =>
  database.call(person, name, { ...args }, claims);
const made = z.object({ id: z.uuid(), status: z.string(), draft: z.uuid().optional() });

async function draft(of_medication = METFORMIN, more: object = {}): Promise<string> {
  const answer = await call('prescriber', 'create_draft', {
    ...{
      key: randomUUID(),
      for_patient: INES,
      of_medication,
      dosage_text: 'One a day',
      quantity: 30,
      repeats: 0,
    },
    ...{ valid_from: new Date(), valid_until: new Date(Date.now() + 9e9), at_pharmacy: HARBOUR, ...more },
  });
  return made.parse(answer).id;
}
const sign = (prescription: string, claims: Claims = proved(), key = randomUUID()) =>
  call('prescriber', 'change_status', { key, prescription, becomes: 'active' }, claims);
const count = async (sql: string, values: readonly unknown[] = []) =>
  Number(
    (await database.client.query<{ n: string }>(`select count(*) as n from ${sql}`, [...values])).rows[0]?.n,
  );

describe('signing asks for the second factor again', () => {
  const now = () => Math.floor(Date.now() / 1000);
  test.each<[string, () => Claims, RegExp]>([
    ['without one', () => ({ aal: 'aal1', amr: [{ method: 'password', timestamp: now() }] }), /enter a code/],
    ['with none in the token', () => ({}), /enter a code/],
    ['with a proof that the level contradicts', () => ({ ...proved(), aal: 'aal1' }), /enter a code/],
    [
      'raised, but by no second factor',
      () => ({ ...proved(), amr: [{ method: 'password', timestamp: now() }] }),
      /enter a code/,
    ],
    ['with methods that have no time', () => ({ aal: 'aal2', amr: ['totp', 'password'] }), /enter a code/],
    ['with a time that is none', () => ({ aal: 'aal2', amr: { totp: now() } }), /enter a code/],
    ['proved too long ago', () => proved(125), /too long ago/],
    ['proved in the future', () => proved(-120), /too long ago/],
  ])('%s it is refused', async (_, claims, refused) => {
    const id = await draft();
    await expect(sign(id, claims())).rejects.toThrow(refused);
    // Nor past the function, by the rights that the person has on the table.
    await database.undone(async () => {
      await database.become('authenticated', PEOPLE.prescriber, claims());
      await database.client.query('select private.open_read()');
      const update = database.client.query(
        `update public.prescriptions set status = 'active' where id = $1`,
        [id],
      );
      await expect(update).rejects.toThrow(refused);
    });
  });

  test('one proof signs one prescription; a signature that failed leaves it', async () => {
    const [one, other, bad] = [await draft(), await draft(), await draft(CLARITHROMYCIN)];
    const claims = proved();
    await expect(sign(bad, claims)).rejects.toThrow(/severe warning/);
    const key = randomUUID();
    expect(await sign(one, claims, key)).toMatchObject({ status: 'active' });
    // Sent twice: the same answer, no second use.
    expect(await sign(one, claims, key)).toMatchObject({ status: 'active' });
    await expect(sign(other, claims)).rejects.toThrow(/used to sign already/);
    expect(await sign(other)).toMatchObject({ status: 'active' });
  });

  test('what is signed already is resumed without a code', async () => {
    const id = await draft();
    await sign(id);
    for (const [becomes, because] of [
      ['on-hold', 'A result'],
      ['active', null],
    ]) {
      await call('prescriber', 'change_status', { key: randomUUID(), prescription: id, becomes, because });
    }
  });
});

test('each step that the screen offers is legal, and each that a person can take is offered', async () => {
  const { rows } = await database.client.query<{ step: string }>(
    `select from_status || ' to ' || to_status as step from private.prescription_transitions
     where 'unknown' not in (from_status, to_status) and to_status <> 'completed' order by 1`,
  );
  const offered = Object.entries(STEPS).flatMap(([from, steps]) =>
    steps.map((step) => `${from} to ${step.becomes}`),
  );
  expect(offered.sort()).toEqual(rows.map(({ step }) => step).sort());
});

describe('warnings', () => {
  const warnings = z.array(
    z.object({ rule: z.string(), kind: z.string(), severity: z.string(), reason: z.string().nullish() }),
  );
  const check = async (for_patient: string, of_medication: string | undefined, more: object = {}) =>
    z
      .object({ warnings, guide: z.object({ dose: z.number(), times: z.number() }).nullable() })
      .parse(await call('prescriber', 'check_prescription', { for_patient, of_medication, ...more }));
  const kinds = async (...of: Parameters<typeof check>) =>
    (await check(...of)).warnings.map(({ kind, severity }) => `${kind} ${severity}`);

  test.each<[string, () => Promise<string[]>, string[]]>([
    ['an allergy to a whole group', () => kinds(TOM, AMOXICILLIN), ['allergy high']],
    ['an allergy that is mild', () => kinds(INES, SERTRALINE), ['allergy moderate']],
    ['nothing', () => kinds(TOM, METFORMIN), []],
    ['an interaction with what runs', () => kinds(INES, CLARITHROMYCIN), ['interaction high']],
    ['one with what another prescriber gave', () => kinds(INES, VERAPAMIL), ['interaction high']],
    ['none where it does not run', () => kinds(TOM, CLARITHROMYCIN), []],
    ['the same substance twice', () => kinds(INES, medication(1)), ['duplicate moderate']],
    ['a dose that is high', () => kinds(TOM, PARACETAMOL, { dose: 3, times: 3 }), ['dose moderate']],
    ['a dose that is dangerous', () => kinds(TOM, PARACETAMOL, { dose: 6, times: 3 }), ['dose high']],
    ['a dose that is right', () => kinds(TOM, PARACETAMOL, { dose: 2, times: 4 }), []],
  ])('%s', async (_, found, expected) => {
    expect(await found()).toEqual(expected);
  });

  test('say what dose is usual', async () => {
    expect((await check(TOM, PARACETAMOL)).guide).toEqual({ dose: 1, times: 3 });
    expect((await check(TOM, AMOXICILLIN)).guide).toBeNull();
  });

  test('are for whoever treats the patient, and each look is noted', async () => {
    const args = { for_patient: TOM, of_medication: AMOXICILLIN };
    for (const person of ['specialist', 'patient', 'pharmacist', 'auditor', 'stranger'] as const) {
      await expect(call(person, 'check_prescription', args), person).rejects.toThrow(/no such patient/);
    }
    const before = await count(`audit.events where relation = 'public.allergies' and action = 'read'`);
    await check(TOM, AMOXICILLIN);
    expect(await count(`audit.events where relation = 'public.allergies' and action = 'read'`)).toBe(
      before + 1,
    );
  });

  test('a severe one has to be answered with a reason before signing, whoever signs', async () => {
    const id = await draft(CLARITHROMYCIN);
    await expect(sign(id)).rejects.toThrow(/severe warning without an answer/);
    // The service has no second factor; warnings hold for it, too.
    const service = database.client.query(`update public.prescriptions set status = 'active' where id = $1`, [
      id,
    ]);
    await expect(service).rejects.toThrow(/severe warning/);
    const [warning] = warnings.parse(await call('prescriber', 'prescription_warnings', { prescription: id }));
    const acknowledge = (person: Person, because: string, of_rule = warning?.rule) =>
      call(person, 'acknowledge_warning', { key: randomUUID(), prescription: id, of_rule, because });
    await expect(acknowledge('prescriber', ' ')).rejects.toThrow(/say why/);
    await expect(acknowledge('prescriber', 'x', 'interaction:none')).rejects.toThrow(/no such warning/);
    for (const person of ['specialist', 'patient', 'pharmacist'] as const) {
      await expect(acknowledge(person, 'x'), person).rejects.toThrow(/no such prescription of yours/);
    }
    await acknowledge('prescriber', 'The statin pauses for these seven days.');
    expect(await call('prescriber', 'prescription_warnings', { prescription: id })).toMatchObject([
      { rule: warning?.rule, reason: 'The statin pauses for these seven days.' },
    ]);
    expect(await sign(id)).toMatchObject({ status: 'active' });
    await expect(acknowledge('prescriber', 'Later')).rejects.toThrow(/answered before signing/);
    const { rows } = await database.client.query(
      `select new_row ->> 'reason' as reason from audit.entries where relation = 'public.warning_acknowledgements'
       order by id desc limit 1`,
    );
    expect(rows).toEqual([{ reason: 'The statin pauses for these seven days.' }]);
  });

  test('a moderate one does not stand in the way', async () => {
    const id = await draft(SERTRALINE);
    expect(await sign(id)).toMatchObject({ status: 'active' });
  });
});

describe('renewals', () => {
  const ask = (person: Person, prescription: string, key = randomUUID()) =>
    call(person, 'request_renewal', { key, prescription, with_message: 'Nearly used up' });
  const answer = (person: Person, request: string, approve: boolean, because: string | null = null) =>
    call(person, 'answer_renewal', { key: randomUUID(), request, approve, because });
  const asked = async (prescription = BISOPROLOL) => made.parse(await ask('patient', prescription)).id;

  test('a patient asks once for their own; nobody else asks', async () => {
    const key = randomUUID();
    const first = await ask('patient', ATORVASTATIN, key);
    expect(await ask('patient', ATORVASTATIN, key)).toEqual(first);
    await expect(ask('patient', ATORVASTATIN)).rejects.toThrow(/asked for this already/);
    for (const person of ['prescriber', 'pharmacist', 'administrator', 'auditor'] as const) {
      await expect(ask(person, ATORVASTATIN), person).rejects.toThrow(/no such prescription of yours/);
    }
  });

  test('yes makes a draft that names the old one, to be read and signed', async () => {
    const request = await asked();
    const answered = made.parse(await answer('specialist', request, true));
    const { rows } = await database.client.query('select * from public.prescriptions where id = $1', [
      answered.draft,
    ]);
    expect(rows[0]).toMatchObject({
      ...{ status: 'draft', prior_prescription_id: BISOPROLOL, signed_at: null },
      ...{ dosage_instruction: 'One tablet in the morning, with water', substitution_allowed: false },
    });
    await expect(answer('specialist', request, true)).rejects.toThrow(/is approved already/);
    // It takes the place of the old one, so that is no reason to warn.
    const on = await call('specialist', 'prescription_warnings', { prescription: answered.draft });
    expect(JSON.stringify(on)).not.toContain('duplicate');
  });

  test('no needs a reason, which the patient reads', async () => {
    const request = await asked();
    await expect(answer('specialist', request, false, ' ')).rejects.toThrow(/say why/);
    for (const person of ['patient', 'pharmacist', 'auditor'] as const) {
      await expect(answer(person, request, false, 'x'), person).rejects.toThrow(/no such request/);
    }
    await answer('specialist', request, false, 'Come in for an ECG first.');
    expect(await call('patient', 'list_renewals', { of_prescription: BISOPROLOL })).toContainEqual(
      expect.objectContaining({ status: 'refused', reason: 'Come in for an ECG first.', answerable: false }),
    );
    expect(await call('other pharmacist', 'list_renewals')).toEqual([]);
  });

  const STATUSES = [
    'draft',
    'active',
    'on-hold',
    'unknown',
    'completed',
    'stopped',
    'cancelled',
    'entered-in-error',
  ];
  test.each(STATUSES)('of a prescription that is %s', async (status) => {
    await database.undone(async () => {
      const { rows } = await database.client.query<{ id: string }>(
        `insert into public.prescriptions (status, medication_code, medication_display, subject_id, requester_id,
           dosage_instruction, dispense_quantity_value, dispense_quantity_unit)
         values ($1, 'A', 'B', $2, 'b0000000-0000-4000-8000-000000000001', 'C', 1, 'D') returning id`,
        [status, INES],
      );
      const insert = database.client.query(
        `insert into public.renewal_requests (prescription_id, subject_id, requester_id)
         values ($1, $2, 'b0000000-0000-4000-8000-000000000001')`,
        [rows[0]?.id, INES],
      );
      if (['active', 'completed'].includes(status)) await insert;
      else await expect(insert).rejects.toThrow(/cannot be renewed/);
    });
  });

  const SET: Readonly<Record<string, string>> = {
    requested: `status = 'requested', reason = null, draft_id = null, message = 'other words'`,
    approved: `status = 'approved', draft_id = 'd0000000-0000-4000-8000-000000000002'`,
    refused: `status = 'refused', reason = 'No'`,
  };
  const pairs = Object.keys(SET)
    .flatMap((from) => Object.keys(SET).map((to) => [from, to] as const))
    // An update that changes nothing is none.
    .filter(([from, to]) => from !== to || from === 'requested');
  test.each(pairs)('%s to %s', async (from, to) => {
    await database.undone(async () => {
      // The seed has a request for the first of Inès's prescriptions, which the second one replaced.
      const where = `where id = '1d000000-0000-4000-8000-000000000001'`;
      if (from !== 'requested') {
        await database.client.query(`update public.renewal_requests set ${SET[from]} ${where}`);
      }
      await database.become('authenticated', PEOPLE.prescriber);
      await database.client.query('reset role');
      const update = database.client.query(`update public.renewal_requests set ${SET[to]} ${where}`);
      if (from === 'requested' && to !== 'requested') await update;
      else await expect(update).rejects.toThrow(/already|stays as it was asked/);
    });
  });
});

describe('reads that come at the same time', () => {
  test('one that is not committed yet holds no other up', async () => {
    const other = await SeededDatabase.another(database);
    try {
      await database.undone(async () => {
        await database.become('authenticated', PEOPLE.prescriber);
        await database.client.query('select public.list_patients()');
        await other.client.query(`set lock_timeout = '1s'`);
        expect(await other.call('prescriber', 'list_patients')).toHaveLength(2);
      });
    } finally {
      await other.close();
    }
  });

  test('fifty at once are all answered and all noted, in a chain that holds', async () => {
    const noted = () => count(`audit.events where action = 'read' and relation = 'public.patients'`);
    const before = await noted();
    const readers = await Promise.all(Array.from({ length: 50 }, () => SeededDatabase.another(database)));
    try {
      const answers = await Promise.all(readers.map((reader) => reader.call('prescriber', 'list_patients')));
      expect(answers.every((answer) => Array.isArray(answer) && answer.length === 2)).toBe(true);
    } finally {
      await Promise.all(readers.map((reader) => reader.close()));
    }
    expect(await noted()).toBe(before + 100);
    expect(await count('private.reads_to_note')).toBe(0);
    expect(await count('audit.verify()')).toBe(0);
  });

  test('one that is undone is not noted', async () => {
    const before = await count('audit.events');
    await database.undone(async () => {
      await database.become('authenticated', PEOPLE.prescriber);
      await database.client.query('select public.list_patients()');
    });
    expect(await count('audit.events')).toBe(before);
  });
});

test('a key is forgotten after a day, and not before', async () => {
  const key = randomUUID();
  const first = await draft(METFORMIN, { key });
  const age = (hours: number) =>
    database.client.query(
      `update private.idempotency set at = now() - make_interval(hours => $1) where key = $2`,
      [hours, key],
    );
  await age(23);
  expect(
    await draft(METFORMIN, { key, valid_from: new Date(0), valid_until: new Date(1) }).catch(String),
  ).toMatch(/used for another request/);
  await age(25);
  expect(await draft(METFORMIN, { key })).not.toBe(first);
  await age(25);
  expect((await database.client.query('select private.forget_old_keys() as n')).rows[0]?.n).toBe('1');
});

test('the mark of a queue changes with what is in it, and is no read of a record', async () => {
  const mark = () => call('pharmacist', 'queue_mark');
  const id = await draft();
  const before = await mark();
  const events = await count('audit.events');
  expect(await mark()).toBe(before);
  expect(await count('audit.events')).toBe(events);
  await sign(id);
  const signed = await mark();
  expect(signed).not.toBe(before);
  await call('pharmacist', 'dispense', { key: randomUUID(), prescription: id, quantity: 1 });
  expect(await mark()).not.toBe(signed);
  expect(await call('other pharmacist', 'queue_mark')).not.toBe(await mark());
});

describe('what is taken away', () => {
  test('the trail by person, kind of record and time, for auditors alone', async () => {
    const page = z.array(z.object({ actor_id: z.string().nullable(), relation: z.string() }));
    const search = (args: object) => call('auditor', 'search_trail', args).then((found) => page.parse(found));
    const args = { by_actor: PEOPLE.prescriber, on_relation: 'public.allergies' };
    const found = await search(args);
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map((each) => each.relation))).toEqual(new Set(['public.allergies']));
    expect(new Set(found.map((each) => each.actor_id))).toEqual(new Set([PEOPLE.prescriber]));
    expect(await search({ ...args, until: new Date(0) })).toEqual([]);
    expect(await search({ ...args, since: new Date(Date.now() + 9e6) })).toEqual([]);
    for (const person of ['prescriber', 'patient', 'administrator'] as const) {
      await expect(call(person, 'search_trail'), person).rejects.toThrow(/only auditors/);
    }
  });

  test('a patient takes their own record, with what was dispensed and allergies, and that is noted', async () => {
    const before = await count(`audit.events where action = 'read' and relation = 'public.patients'`);
    const record = await call('patient', 'export_patient', { patient: INES });
    expect(record).toMatchObject({
      patient: { family_name: 'Moreau' },
      prescriptions: expect.arrayContaining([
        expect.objectContaining({ id: BISOPROLOL, dispenses: [expect.anything()] }),
      ]),
      allergies: [{ display: 'sertraline' }],
    });
    expect(JSON.stringify(record)).not.toContain('"draft"');
    expect(await count(`audit.events where action = 'read' and relation = 'public.patients'`)).toBe(
      before + 1,
    );
    expect(await call('patient', 'export_patient', { patient: TOM })).toBeNull();
    expect(await call('auditor', 'export_patient', { patient: INES })).toBeNull();
  });

  test('erasing a patient takes the words of renewals, allergies and acknowledgements', async () => {
    await database.client.query('select audit.erase_patient($1)', [INES]);
    expect(await count('audit.verify()')).toBe(0);
    const { rows } = await database.client.query<{ text: string }>(`
      select r::text as text from public.renewal_requests r union all select a::text from public.allergies a
      union all select w::text from public.warning_acknowledgements w union all select e::text from audit.entries e
        where e.relation in ('public.renewal_requests', 'public.allergies', 'public.warning_acknowledgements')`);
    const left = rows.filter(({ text }) =>
      /lower dose|sertraline|Nearly used|ECG|The statin|Pulse/.test(text),
    );
    expect(left).toEqual([]);
    expect(rows.some(({ text }) => text.includes('penicillins'))).toBe(true);
  });
});
