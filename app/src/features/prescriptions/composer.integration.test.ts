import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Browser } from '@/test/browser';
import { Service } from '@/test/service';

const INES = 'c0000000-0000-4000-8000-000000000001';
/** The cardiologist has prescribed for Inès, who is in the care of another doctor. */
const BISOPROLOL = 'd0000000-0000-4000-8000-000000000003';

let service: Service;
let cardiologist: Browser;
let own: string | undefined;
beforeAll(async () => {
  service = await Service.start();
  const [made] = await service.sql<{ id: string }>(
    `insert into public.patients (given_name, family_name, birth_date, general_practitioner_id)
     values ('Ada', 'Zorn', '1971-03-05', 'b0000000-0000-4000-8000-000000000002') returning id`,
  );
  own = made?.id;
  cardiologist = await Browser.signedIn('jonas.lindqvist@example.test');
});
afterAll(() => service?.close());

const choices = async () => {
  const { composerChoices } = await import('./queries.ts');
  return cardiologist.inRequest(composerChoices);
};
const draftFor = async (patient: string) => {
  const { createDraft } = await import('./actions.ts');
  return cardiologist.submit(createDraft, {
    ...{ key: randomUUID(), patient, medication: '90000000-0000-4000-8000-000000000008' },
    ...{ dosage: 'One tablet twice a day', quantity: '60', repeats: '0', from: '2026-09-01' },
    ...{ until: '2027-09-01', substitution: 'on', pharmacy: '80000000-0000-4000-8000-000000000002' },
  });
};

test('the composer offers exactly the patients for whom the database takes a draft', async () => {
  const { listPrescriptions } = await import('./queries.ts');
  const seen = (await cardiologist.inRequest(() => listPrescriptions())).map((one) => one.subject_id);
  expect(seen).toContain(INES);
  expect(await draftFor(INES)).toMatchObject({ problem: { status: 403 } });

  const { patients } = await choices();
  expect(patients.map(({ id }) => id)).toEqual([own]);
  for (const { id } of patients) expect(await draftFor(id)).toMatch(/^\/prescriptions\//);
});

test('a renewal for somebody in another doctor’s care is still drafted, and names its patient', async () => {
  const ines = await Browser.signedIn('ines.moreau@example.test');
  const renewals = await import('@/features/renewals/actions');
  const asked = { key: randomUUID(), prescription: BISOPROLOL };
  expect(await ines.submit(renewals.requestRenewal, asked)).toBe(`/prescriptions/${BISOPROLOL}`);
  const [request] = await service.sql<{ id: string }>(
    'select id from public.renewal_requests where prescription_id = $1',
    [BISOPROLOL],
  );
  const answer = { key: randomUUID(), request: request?.id ?? '', answer: 'approve' };
  const to = await cardiologist.submit(renewals.answerRenewal, answer);
  expect(to).toMatch(/^\/prescriptions\//);
  const { findPrescription } = await import('./queries.ts');
  const draft = await cardiologist.inRequest(() => findPrescription(String(to).split('/').at(-1) ?? ''));
  expect(draft).toMatchObject({ status: 'draft', mine: true, subject: { id: INES, family_name: 'Moreau' } });
});

test('a page of another release that has no field for what is asked is told to load again', async () => {
  const { changeStatus } = await import('./actions.ts');
  const [sent, typed] = [
    { key: randomUUID(), prescription: BISOPROLOL, becomes: 'on-hold' },
    { because: '' },
  ];
  const problemOf = async (fields: Readonly<Record<string, string>>, version?: string) => {
    cardiologist.version = version;
    const state = await cardiologist.submit(changeStatus, fields);
    return typeof state === 'string' ? state : state.problem?.type.split(':').at(-1);
  };
  vi.stubEnv('SHIPLOCK_COMMIT', 'second');
  try {
    expect(await problemOf(sent, 'first')).toBe('outdated');
    // The page of this release, and one that says nothing of it: whoever sent that left it out.
    expect(await problemOf(sent, 'second')).toBe('invalid');
    expect(await problemOf(sent)).toBe('invalid');
    // The field is there, and empty.
    expect(await problemOf({ ...sent, ...typed }, 'first')).toBe('invalid');
  } finally {
    cardiologist.version = undefined;
    vi.unstubAllEnvs();
  }
});
