import { afterAll, beforeAll, expect, test } from 'vitest';
import { PEOPLE, SeededDatabase } from './support/database.ts';

/** Real ones: half are changes with contents, written by the triggers, half are reads. */
const EVENTS = 100_000;
const PART = 1_000;
const INES = 'c0000000-0000-4000-8000-000000000001';
const TOM = 'c0000000-0000-4000-8000-000000000002';

let database: SeededDatabase;
beforeAll(async () => {
  database = await SeededDatabase.create();
  await database.client.query(`
    insert into public.prescriptions (id, status, medication_code, medication_display, subject_id, requester_id,
      dosage_instruction, dispense_quantity_value, dispense_quantity_unit)
    select md5('scale' || n)::uuid, 'draft', 'C10AA05', 'Atorvastatin 20 mg tablet',
      case when n % 2 = 0 then '${INES}' else '${TOM}' end::uuid, 'b0000000-0000-4000-8000-000000000001', 'One a day',
      30, 'tablets'
    from generate_series(1, ${PART}) as n`);
  for (let part = 0; (await events()) < EVENTS; part += 1) {
    await database.client.query(
      'update public.prescriptions set note = $1 where medication_display is not null and id in (select md5($2 || n)::uuid from generate_series(1, $3::int) as n)',
      [`Part ${part}`, 'scale', PART],
    );
    await database.client.query(
      `insert into private.reads_to_note (actor_id, patients, relation)
       select $1, array[$2, $3]::uuid[], 'public.prescriptions' from generate_series(1, $4::int)`,
      [PEOPLE.prescriber, INES, TOM, PART / 2],
    );
  }
}, 900_000);
afterAll(async () => {
  await database?.close();
});

async function events(): Promise<number> {
  const { rows } = await database.client.query<{ n: number }>('select count(*)::int as n from audit.events');
  return rows[0]?.n ?? 0;
}

async function verified(): Promise<string[]> {
  const began = performance.now();
  const { rows } = await database.client.query<{ seq: string; problem: string }>(
    'select * from audit.verify()',
  );
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${await events()} events verified in ${seconds} s: ${rows.length} problems`);
  return rows.map(({ seq, problem }) => `${seq} ${problem}`);
}

test('of 100,000 events, one altered, one deleted and one with other contents are named, and nothing else', async () => {
  expect(await events()).toBeGreaterThanOrEqual(EVENTS);
  expect(await verified()).toEqual([]);
  const { rows } = await database.client.query<{ seq: string; entry_id: string }>(
    `select seq, entry_id from audit.events where entry_id is not null and seq between 60000 and 70000 order by seq limit 1`,
  );
  const [altered, deleted, contents] = [31_415, 82_718, Number(rows[0]?.seq)];
  await database.undone(async () => {
    await database.client.query('alter table audit.events disable trigger user');
    await database.client.query('alter table audit.entries disable trigger user');
    await database.client.query('update audit.events set patient_id = null where seq = $1', [altered]);
    await database.client.query('delete from audit.events where seq = $1', [deleted]);
    await database.client.query(
      `update audit.entries set new_row = jsonb_set(new_row, '{note}', '"Another"') where id = $1`,
      [rows[0]?.entry_id],
    );
    // The entry of a deleted change has nobody who tells of it any more; of a read there is none.
    const named = await verified();
    expect(named.filter((each) => !each.startsWith('null an entry without an event')).sort()).toEqual(
      [`${altered} altered`, `${contents} contents altered`, `${deleted} deleted`].sort(),
    );
    expect(named.length).toBeLessThanOrEqual(4);
  });
  expect(await verified()).toEqual([]);
});

test('erasing a patient with half of 100,000 events leaves a chain that is whole, and none of the words', async () => {
  const began = performance.now();
  await database.client.query('select audit.erase_patient($1)', [INES]);
  console.log(`erased in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  expect(await verified()).toEqual([]);
  const { rows } = await database.client.query<{ whose: string; words: string }>(`
    select e.patient_id as whose, count(*) filter (where n.new_row ->> 'note' like 'Part %') as words
    from audit.events e join audit.entries n on n.id = e.entry_id
    where e.relation = 'public.prescriptions' and e.action = 'update' group by 1`);
  const words = Object.fromEntries(rows.map((row) => [row.whose, Number(row.words)]));
  expect(words[INES]).toBe(0);
  expect(words[TOM]).toBeGreaterThan(10_000);
});
