import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { STATUSES } from '@/lib/fhir';
import type { Operation } from '@/lib/operation';
import { Browser } from '@/test/browser';
import { faults } from '@/test/r4';
import { Service } from '@/test/service';
import * as operations from './api.ts';

const INES = 'c0000000-0000-4000-8000-000000000001';
const path = (id: string) => ({ params: Promise.resolve({ id }) });
const resource = z.looseObject({ resourceType: z.string(), id: z.string().optional() });
const bundle = z.object({
  total: z.number(),
  entry: z.array(z.object({ fullUrl: z.string(), resource })).default([]),
});

let service: Service;
let patient: Browser;
let prescriber: Browser;
/** One prescription of each status. */
const ids = new Map<string, string>();

beforeAll(async () => {
  service = await Service.start();
  // The statuses that the sample data has none of, as they would be after the steps that lead there. Triggers guard those
  // steps and are tested elsewhere; here they stand aside.
  for (const status of STATUSES) {
    const [made] = await service.sql<{ id: string }>(
      `with quiet as (select set_config('session_replication_role', 'replica', true) as role)
       insert into public.prescriptions
       select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'status', $1::text))).*
       from public.prescriptions p, quiet where p.subject_id = $2 and p.status = 'active' and quiet.role = 'replica'
       order by p.id limit 1 returning id`,
      [status, INES],
    );
    if (made) ids.set(status, made.id);
  }
  [patient, prescriber] = await Promise.all([
    Browser.signedIn('ines.moreau@example.test'),
    Browser.signedIn('amara.okafor@example.test'),
  ]);
});
afterAll(() => service?.close());

/** The body of an answer that is as the operation declares it, and valid FHIR. */
async function fhir(response: Response, of: Operation, status = 200) {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/fhir+json; charset=utf-8');
  const body = resource.parse(await response.json());
  const answer = { ...of.answers, ...REFUSALS }[status];
  const declared = answer?.content?.['application/fhir+json'];
  if (!declared) throw new Error(`${of.path} does not declare ${status}`);
  z.parse(declared, body);
  expect(faults(body)).toEqual([]);
  return body;
}
const REFUSALS = { 401: operations.fhirAnswer('', 'OperationOutcome') };

describe('what the API answers of the database’s own rows is valid FHIR R4', () => {
  test.each(STATUSES)('a prescription that is %s, read and searched for', async (status) => {
    const { GET: read } = await import('@/app/api/fhir/MedicationRequest/[id]/route');
    const id = ids.get(status) ?? 'none';
    const one = await fhir(
      await prescriber.get(read, `/api/fhir/MedicationRequest/${id}`, path(id)),
      operations.readMedicationRequest,
    );
    expect(one).toMatchObject({ resourceType: 'MedicationRequest', id, status });

    const { GET: search } = await import('@/app/api/fhir/MedicationRequest/route');
    const at = `/api/fhir/MedicationRequest?patient=Patient/${INES}&status=${status}`;
    const found = bundle.parse(
      await fhir(await prescriber.get(search, at), operations.searchMedicationRequests),
    );
    expect(found.entry.map((entry) => entry.resource['status'])).toEqual(found.entry.map(() => status));
    expect(found.entry.map((entry) => entry.resource.id)).toContain(id);
  });

  test('patients, one and all that the person may see', async () => {
    const { GET: read } = await import('@/app/api/fhir/Patient/[id]/route');
    const own = await patient.get(read, `/api/fhir/Patient/${INES}`, path(INES));
    expect(await fhir(own, operations.readPatient)).toMatchObject({ resourceType: 'Patient', id: INES });
    const { GET: list } = await import('@/app/api/fhir/Patient/route');
    const [hers, all] = await Promise.all(
      [patient, prescriber].map(async (who) =>
        bundle.parse(await fhir(await who.get(list, '/api/fhir/Patient'), operations.searchPatients)),
      ),
    );
    expect(hers?.entry.map((entry) => entry.resource.id)).toEqual([INES]);
    expect(all?.total).toBeGreaterThan(1);
  });

  test('a patient’s whole record', async () => {
    const { GET } = await import('@/app/api/fhir/Patient/[id]/$everything/route');
    const at = `/api/fhir/Patient/${INES}/$everything?download`;
    const response = await patient.get(GET, at, path(INES));
    expect(response.headers.get('content-disposition')).toContain('attachment');
    const { entry } = bundle.parse(await fhir(response, operations.exportPatient));
    const types = new Set(entry.map((one) => one.resource.resourceType));
    expect([...types].sort()).toEqual([
      ...['AllergyIntolerance', 'MedicationDispense', 'MedicationRequest', 'Patient'],
    ]);
    for (const one of entry) expect(faults(one.resource), one.fullUrl).toEqual([]);
  });

  test('the capability statement, which lists what there is', async () => {
    const { GET } = await import('@/app/api/fhir/metadata/route');
    const statement = z
      .looseObject({ rest: z.tuple([z.object({ resource: z.array(z.object({ type: z.string() })) })]) })
      .parse(await (await patient.get(GET, '/api/fhir/metadata')).json());
    // The package has the schema of 4.0.0, whose list of versions ends with itself.
    expect(faults({ ...statement, fhirVersion: '4.0.0' })).toEqual([]);
    expect(statement).toMatchObject({ fhirVersion: '4.0.1' });
    expect(statement.rest[0].resource.map(({ type }) => type)).toEqual(['MedicationRequest', 'Patient']);
  });

  test('what is refused: nobody, nothing of the person’s, a parameter that is none', async () => {
    const { GET: read } = await import('@/app/api/fhir/Patient/[id]/route');
    const other = 'c0000000-0000-4000-8000-000000000002';
    const theirs = await patient.get(read, `/api/fhir/Patient/${other}`, path(other));
    await fhir(theirs, operations.readPatient, 404);
    await fhir(await patient.get(read, '/api/fhir/Patient/1', path('1')), operations.readPatient, 404);
    const nobody = await new Browser().get(read, `/api/fhir/Patient/${INES}`, path(INES));
    await fhir(nobody, operations.readPatient, 401);
    const { GET: search } = await import('@/app/api/fhir/MedicationRequest/route');
    for (const query of ['status=odd', 'colour=red', 'patient=Patient/1']) {
      const at = `/api/fhir/MedicationRequest?${query}`;
      await fhir(await patient.get(search, at), operations.searchMedicationRequests, 400);
    }
  });

  test('an answer that is broken anywhere is refused, so that the others mean something', async () => {
    const { GET } = await import('@/app/api/fhir/Patient/[id]/$everything/route');
    const whole = z
      .looseObject({ entry: z.array(z.looseObject({ resource: z.record(z.string(), z.unknown()) })) })
      .parse(await (await patient.get(GET, `/api/fhir/Patient/${INES}/$everything`, path(INES))).json());
    expect(faults(whole)).toEqual([]);
    for (const [index, { resource: of }] of whole.entry.entries()) {
      const broken = structuredClone(whole);
      const at = broken.entry[index];
      if (at) at.resource = { ...of, unheardOf: true };
      expect(faults(broken), String(of['resourceType'])).not.toEqual([]);
    }
  });
});
