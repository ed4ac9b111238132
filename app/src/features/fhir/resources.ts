import { RECORD_NUMBER } from '../../lib/fields/identifiers.ts';
import type { Dispense, Patient, Prescription } from '../prescriptions/model.ts';
import type { Allergy, PatientRecord } from './record.ts';

/**
 * FHIR R4 resources of what the database keeps: https://hl7.org/fhir/R4/medicationrequest.html,
 * https://hl7.org/fhir/R4/patient.html. What is not known is left out: FHIR forbids empty values.
 */
const ATC = 'http://www.whocc.no/atc';

export type Resource = Readonly<Record<string, unknown>> & { readonly resourceType: string };

export function toPatient(patient: Patient): Resource {
  return {
    resourceType: 'Patient',
    id: patient.id,
    ...(patient.medical_record_number === null
      ? {}
      : { identifier: [{ use: 'usual', system: RECORD_NUMBER, value: patient.medical_record_number }] }),
    name: [{ use: 'official', family: patient.family_name, given: [patient.given_name] }],
    birthDate: patient.birth_date,
    ...(patient.general_practitioner_id
      ? { generalPractitioner: [{ reference: `Practitioner/${patient.general_practitioner_id}` }] }
      : {}),
  };
}

/** Words that came after this code was written become `unknown`, which is what FHIR keeps that word for. */
const R4_STATUSES = [
  'active',
  'on-hold',
  'cancelled',
  'completed',
  'entered-in-error',
  'stopped',
  'draft',
  'unknown',
];

export function toMedicationRequest(of: Prescription): Resource {
  return {
    resourceType: 'MedicationRequest',
    id: of.id,
    status: R4_STATUSES.includes(of.status) ? of.status : 'unknown',
    ...(of.status_reason ? { statusReason: { text: of.status_reason } } : {}),
    intent: of.intent,
    medicationCodeableConcept: {
      coding: [{ system: ATC, code: of.medication_code }],
      text: of.medication_display,
    },
    subject: { reference: `Patient/${of.subject_id}` },
    authoredOn: instant(of.authored_on),
    requester: {
      reference: `Practitioner/${of.requester_id}`,
      ...(of.requester ? { display: `${of.requester.given_name} ${of.requester.family_name}` } : {}),
    },
    dosageInstruction: [dosage(of)],
    dispenseRequest: {
      validityPeriod: {
        start: of.dispense_validity_start,
        ...(of.dispense_validity_end ? { end: of.dispense_validity_end } : {}),
      },
      numberOfRepeatsAllowed: of.dispense_repeats_allowed,
      quantity: { value: of.dispense_quantity_value, unit: of.dispense_quantity_unit },
      ...(of.pharmacy
        ? { performer: { reference: `Organization/${of.pharmacy.id}`, display: of.pharmacy.name } }
        : {}),
    },
    substitution: {
      allowedBoolean: of.substitution_allowed,
      ...(of.substitution_reason ? { reason: { text: of.substitution_reason } } : {}),
    },
    ...(of.prior_prescription_id
      ? { priorPrescription: { reference: `MedicationRequest/${of.prior_prescription_id}` } }
      : {}),
    ...(of.note ? { note: [{ text: of.note }] } : {}),
  };
}

function dosage(of: Prescription): Readonly<Record<string, unknown>> {
  const repeat =
    of.dose_frequency && of.dose_period && of.dose_period_unit
      ? { frequency: of.dose_frequency, period: of.dose_period, periodUnit: of.dose_period_unit }
      : undefined;
  return {
    text: of.dosage_instruction,
    ...(repeat ? { timing: { repeat } } : {}),
    ...(of.dose_as_needed ? { asNeededBoolean: true } : {}),
    ...(of.dose_value
      ? {
          doseAndRate: [
            { doseQuantity: { value: of.dose_value, ...(of.dose_unit ? { unit: of.dose_unit } : {}) } },
          ],
        }
      : {}),
  };
}

/** https://hl7.org/fhir/R4/medicationdispense.html; its words for statuses are ours. */
export function toMedicationDispense(dispense: Dispense, of: Prescription): Resource {
  return {
    resourceType: 'MedicationDispense',
    id: dispense.id,
    status: DISPENSE_STATUSES.includes(dispense.status) ? dispense.status : 'unknown',
    medicationCodeableConcept: {
      coding: [{ system: ATC, code: of.medication_code }],
      text: of.medication_display,
    },
    subject: { reference: `Patient/${of.subject_id}` },
    performer: [{ actor: { display: dispense.performer } }],
    authorizingPrescription: [{ reference: `MedicationRequest/${of.id}` }],
    quantity: { value: dispense.quantity_value, unit: dispense.quantity_unit },
    whenHandedOver: instant(dispense.when_handed_over),
    substitution: { wasSubstituted: dispense.was_substituted },
    ...(dispense.note ? { note: [{ text: dispense.note }] } : {}),
  };
}

const DISPENSE_STATUSES = [
  ...['preparation', 'in-progress', 'cancelled', 'on-hold', 'completed', 'entered-in-error', 'stopped'],
  ...['declined', 'unknown'],
];

/** https://hl7.org/fhir/R4/allergyintolerance.html */
export function toAllergyIntolerance(allergy: Allergy): Resource {
  return {
    resourceType: 'AllergyIntolerance',
    id: allergy.id,
    clinicalStatus: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' },
      ],
    },
    type: 'allergy',
    category: ['medication'],
    criticality: allergy.criticality,
    code: { coding: [{ system: ATC, code: allergy.substance }], text: allergy.display },
    patient: { reference: `Patient/${allergy.patient_id}` },
    recordedDate: instant(allergy.created_at),
    ...(allergy.reaction ? { reaction: [{ manifestation: [{ text: allergy.reaction }] }] } : {}),
  };
}

/** Everything that is kept of one patient: https://hl7.org/fhir/R4/patient-operation-everything.html */
export function everything(self: string, record: PatientRecord): Resource {
  const resources = [
    toPatient(record.patient),
    ...record.allergies.map(toAllergyIntolerance),
    ...record.prescriptions.map(toMedicationRequest),
    ...record.prescriptions.flatMap((of) =>
      of.dispenses.map((dispense) => toMedicationDispense(dispense, of)),
    ),
  ];
  return searchset(self, resources, new URL('../..', self).href.replace(/\/$/, ''));
}

const instant = (time: string): string => new Date(time).toISOString();

/** https://hl7.org/fhir/R4/bundle.html#searchset */
export function searchset(
  self: string,
  resources: readonly Resource[],
  base = self.split('?')[0]?.split('/').slice(0, -1).join('/'),
): Resource {
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: resources.length,
    link: [{ relation: 'self', url: self }],
    ...(resources.length > 0
      ? {
          entry: resources.map((resource) => ({
            fullUrl: `${base}/${resource.resourceType}/${String(resource['id'])}`,
            resource,
            search: { mode: 'match' },
          })),
        }
      : {}),
  };
}

/** FHIR's own form of a problem: https://hl7.org/fhir/R4/operationoutcome.html */
export function operationOutcome(
  code: 'login' | 'expired' | 'not-found' | 'invalid' | 'throttled' | 'transient' | 'forbidden',
  text: string,
): Resource {
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code, details: { text }, diagnostics: text }],
  };
}

/** https://hl7.org/fhir/R4/capabilitystatement.html */
export function capabilityStatement(url: string, release: string | null): Resource {
  const type = (name: string, searchParam: readonly { name: string; type: string }[]) => ({
    type: name,
    interaction: [{ code: 'read' }, { code: 'search-type' }],
    searchParam,
  });
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-11-29',
    kind: 'instance',
    software: { name: 'Prescriptions', ...(release ? { version: release } : {}) },
    implementation: { description: 'Prescriptions, read only', url },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    rest: [
      {
        mode: 'server',
        security: {
          description:
            'A bearer token or the session of a signed-in person; row-level security decides what is found.',
        },
        resource: [
          type('MedicationRequest', [
            { name: 'patient', type: 'reference' },
            { name: 'status', type: 'token' },
          ]),
          type('Patient', [{ name: 'identifier', type: 'token' }]),
        ],
      },
    ],
  };
}
