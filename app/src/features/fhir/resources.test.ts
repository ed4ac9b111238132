import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { STATUSES } from '../../lib/fhir.ts';
import { faults } from '../../test/r4.ts';
import { patient, prescription } from '../prescriptions/model.ts';
import { patientRecord } from './record.ts';
import {
  capabilityStatement,
  everything,
  operationOutcome,
  type Resource,
  searchset,
  toMedicationRequest,
  toPatient,
} from './resources.ts';

const INES = patient.parse({
  id: 'c0000000-0000-4000-8000-000000000001',
  given_name: 'Inès',
  family_name: 'Moreau',
  birth_date: '1958-04-17',
  medical_record_number: 'MRN-000731',
  general_practitioner_id: 'b0000000-0000-4000-8000-000000000001',
});

/** As the database writes it, with everything that can be there. */
const WHOLE = {
  id: 'd0000000-0000-4000-8000-000000000002',
  status: 'on-hold',
  status_reason: 'Waiting for kidney function results',
  intent: 'order',
  medication_code: 'C10AA05',
  medication_display: 'Atorvastatin 40 mg tablet',
  subject_id: INES.id,
  requester_id: 'b0000000-0000-4000-8000-000000000001',
  subject: INES,
  requester: {
    id: 'b0000000-0000-4000-8000-000000000001',
    given_name: 'Amara',
    family_name: 'Okafor',
    qualification: 'General practice',
  },
  authored_on: '2026-11-04T09:30:00.123456+00:00',
  dosage_instruction: 'One tablet in the evening',
  dose_value: '1.000',
  dose_unit: 'tablet',
  dose_frequency: 1,
  dose_period: 1,
  dose_period_unit: 'd',
  dose_as_needed: true,
  dispense_quantity_value: 90,
  dispense_quantity_unit: 'tablets',
  dispense_repeats_allowed: 3,
  dispense_validity_start: '2026-11-04',
  dispense_validity_end: '2027-11-04',
  dispense_performer: 'Harbour Pharmacy',
  pharmacy: { id: '80000000-0000-4000-8000-000000000002', name: 'Harbour Pharmacy', city: null },
  substitution_allowed: false,
  substitution_reason: 'Allergic to a colourant',
  prior_prescription_id: 'd0000000-0000-4000-8000-000000000001',
  signed_at: '2026-11-04T09:31:00Z',
  note: 'Dose raised after the last lipid panel.',
  dispensed: 90,
  mine: true,
};
/** With nothing that may be missing. */
const BARE = {
  ...WHOLE,
  status_reason: null,
  requester: null,
  dose_value: null,
  dose_unit: null,
  dose_frequency: null,
  dose_period: null,
  dose_period_unit: null,
  dose_as_needed: null,
  dispense_validity_end: null,
  dispense_performer: null,
  pharmacy: null,
  substitution_allowed: true,
  substitution_reason: null,
  prior_prescription_id: null,
  signed_at: null,
  note: null,
};

describe('what the API answers is valid against the published R4 schema', () => {
  test('the schema refuses what is wrong, so that the others mean something', () => {
    const good = toMedicationRequest(prescription.parse(WHOLE));
    // It does not bind the words of `status`; the test below does.
    expect(faults({ ...good, status: ' ' })).not.toEqual([]);
    expect(faults({ ...good, authoredOn: 'yesterday' })).not.toEqual([]);
    expect(faults({ ...good, subject: { patient: 'Patient/1' } })).not.toEqual([]);
    expect(faults({ ...good, colour: 'red' })).not.toEqual([]);
  });

  test.each([
    ['whole', WHOLE],
    ['bare', BARE],
  ])('MedicationRequest, %s', (_, row) => {
    expect(faults(toMedicationRequest(prescription.parse(row)))).toEqual([]);
  });

  test.each([...STATUSES, 'ended'])('MedicationRequest that is %s', (status) => {
    const resource = toMedicationRequest(prescription.parse({ ...WHOLE, status }));
    expect(faults(resource)).toEqual([]);
    expect(resource['status']).toBe(status === 'ended' ? 'unknown' : status);
  });

  test('Patient, with and without a practitioner', () => {
    expect(faults(toPatient(INES))).toEqual([]);
    expect(faults(toPatient({ ...INES, general_practitioner_id: null }))).toEqual([]);
  });

  test('Bundle of a search, of some and of none', () => {
    const self = 'https://rx.example/api/fhir/Patient';
    const bundle = searchset(self, [toPatient(INES), toMedicationRequest(prescription.parse(WHOLE))]);
    expect(faults(bundle)).toEqual([]);
    expect(faults(searchset(`${self}?x=1`, []))).toEqual([]);
    expect(JSON.stringify(bundle)).toContain(`"fullUrl":"https://rx.example/api/fhir/Patient/${INES.id}"`);
  });

  describe('the export of a patient', () => {
    const self = `https://rx.example/api/fhir/Patient/${INES.id}/$everything?download`;
    const dispense = {
      ...{ id: 'f0000000-0000-4000-8000-000000000001', status: 'completed', performer: 'Harbour Pharmacy' },
      ...{ fill_number: 0, quantity_value: '90.00', quantity_unit: 'tablets', is_partial: false },
      ...{ was_substituted: false, when_handed_over: '2026-11-05T09:30:00.1+00:00', note: 'Rest on order' },
    };
    const allergy = {
      ...{ id: '1c000000-0000-4000-8000-000000000001', patient_id: INES.id, substance: 'J01C' },
      ...{
        display: 'penicillins',
        criticality: 'high',
        reaction: 'rash',
        created_at: '2026-11-04T09:30:00Z',
      },
    };
    const bundle = (allergies: object[], prescriptions: object[]) =>
      everything(self, patientRecord.parse({ patient: INES, allergies, prescriptions }));
    const types = (of: Resource) =>
      z
        .object({
          entry: z.array(z.object({ fullUrl: z.string(), resource: z.object({ resourceType: z.string() }) })),
        })
        .parse(of)
        .entry.map(({ fullUrl, resource }) => `${resource.resourceType} ${new URL(fullUrl).pathname}`);

    test('is a Bundle of all that is kept', () => {
      const whole = bundle(
        [
          allergy,
          { ...allergy, id: '1c000000-0000-4000-8000-000000000002', criticality: 'new word', reaction: null },
        ],
        [
          {
            ...WHOLE,
            dispenses: [
              dispense,
              { ...dispense, id: 'f0000000-0000-4000-8000-000000000002', status: 'new word', note: null },
            ],
          },
          { ...BARE, id: 'd0000000-0000-4000-8000-000000000003', dispenses: [] },
        ],
      );
      expect(faults(whole)).toEqual([]);
      expect(types(whole)).toEqual([
        `Patient /api/fhir/Patient/${INES.id}`,
        'AllergyIntolerance /api/fhir/AllergyIntolerance/1c000000-0000-4000-8000-000000000001',
        'AllergyIntolerance /api/fhir/AllergyIntolerance/1c000000-0000-4000-8000-000000000002',
        'MedicationRequest /api/fhir/MedicationRequest/d0000000-0000-4000-8000-000000000002',
        'MedicationRequest /api/fhir/MedicationRequest/d0000000-0000-4000-8000-000000000003',
        'MedicationDispense /api/fhir/MedicationDispense/f0000000-0000-4000-8000-000000000001',
        'MedicationDispense /api/fhir/MedicationDispense/f0000000-0000-4000-8000-000000000002',
      ]);
    });

    test('of somebody of whom nothing else is kept', () => {
      expect(faults(bundle([], []))).toEqual([]);
    });
  });

  test('CapabilityStatement and OperationOutcome', () => {
    for (const release of ['rel_1', null]) {
      const statement = capabilityStatement('https://rx.example/api/fhir/', release);
      expect(statement['fhirVersion']).toBe('4.0.1');
      // The package has the schema of 4.0.0, whose list of versions ends with itself.
      expect(faults({ ...statement, fhirVersion: '4.0.0' })).toEqual([]);
    }
    for (const code of ['login', 'not-found', 'invalid', 'transient', 'forbidden'] as const) {
      expect(faults(operationOutcome(code, 'A sentence.'))).toEqual([]);
    }
  });
});
