import { z } from 'zod';
import { STATUSES } from '@/lib/fhir';
import { RECORD_NUMBER } from '@/lib/fields/identifiers';
import { API, NOT_COUNTED } from '@/lib/limits/policy';
import { type Answer, NOTHING, type Operation } from '@/lib/operation';

/** A resource by its type: FHIR publishes the rest, and tests hold our answers against that. */
function resource(type: string) {
  return z.looseObject({ resourceType: z.literal(type) }).meta({
    id: type,
    description: `FHIR R4 ${type}`,
    externalDocs: { url: `https://hl7.org/fhir/R4/${type.toLowerCase()}.html` },
  });
}
const RESOURCES = {
  Patient: resource('Patient'),
  MedicationRequest: resource('MedicationRequest'),
  Bundle: resource('Bundle'),
  CapabilityStatement: resource('CapabilityStatement'),
  OperationOutcome: resource('OperationOutcome'),
};

/** An answer of the FHIR API. */
export function fhirAnswer(description: string, type: keyof typeof RESOURCES): Answer {
  return { description, content: { 'application/fhir+json': RESOURCES[type] } };
}

const shared = { method: 'GET', tag: 'FHIR', callers: 'visitor-or-bearer', limit: API } as const;
const byId = z.object({ id: z.uuid() });
const noSuch = fhirAnswer('There is none, or it is not yours to see.', 'OperationOutcome');
const notThis = fhirAnswer('A parameter that is unknown or cannot be read.', 'OperationOutcome');

export const metadata = {
  ...shared,
  path: '/api/fhir/metadata',
  summary: 'What this API can do',
  callers: 'anyone',
  limit: NOT_COUNTED,
  query: NOTHING,
  params: NOTHING,
  answers: { 200: fhirAnswer('A capability statement.', 'CapabilityStatement') },
} satisfies Operation;

export const searchMedicationRequests = {
  ...shared,
  path: '/api/fhir/MedicationRequest',
  summary: 'Search prescriptions',
  description: 'The newest 100 that the person may see.',
  query: z.strictObject({
    // https://hl7.org/fhir/R4/search.html#reference
    patient: z
      .string()
      .transform((text) => text.replace(/^Patient\//, ''))
      .pipe(z.uuid())
      .optional()
      .meta({ description: '`Patient/` and the id, or the id alone' }),
    status: z.enum(STATUSES).optional(),
  }),
  params: NOTHING,
  answers: { 200: fhirAnswer('A searchset of MedicationRequest.', 'Bundle'), 400: notThis },
} satisfies Operation;

export const readMedicationRequest = {
  ...shared,
  path: '/api/fhir/MedicationRequest/{id}',
  summary: 'Read a prescription',
  query: NOTHING,
  params: byId,
  answers: { 200: fhirAnswer('The prescription.', 'MedicationRequest'), 404: noSuch },
} satisfies Operation;

export const searchPatients = {
  ...shared,
  path: '/api/fhir/Patient',
  summary: 'List patients',
  description: 'The first 200 by name whom the person may see. One is found by number with POST `_search`.',
  // Not ignored: whoever asks for one must not get all, and a number does not belong into an address.
  query: z.strictObject({}),
  params: NOTHING,
  answers: { 200: fhirAnswer('A searchset of Patient.', 'Bundle'), 400: notThis },
} satisfies Operation;

export const findPatient = {
  ...shared,
  method: 'POST',
  path: '/api/fhir/Patient/_search',
  summary: 'Find a patient by number',
  description:
    'The one with exactly this number, if the person may see them. Spaces and case make no difference.',
  query: NOTHING,
  params: NOTHING,
  body: z.strictObject({
    identifier: z
      .string()
      .meta({ description: '`<system>|<number>`', example: `${RECORD_NUMBER}|MRN-000731` }),
  }),
  answers: { 200: fhirAnswer('A searchset of Patient.', 'Bundle'), 400: notThis },
} satisfies Operation;

export const readPatient = {
  ...shared,
  path: '/api/fhir/Patient/{id}',
  summary: 'Read a patient',
  query: NOTHING,
  params: byId,
  answers: { 200: fhirAnswer('The patient.', 'Patient'), 404: noSuch },
} satisfies Operation;

export const exportPatient = {
  ...shared,
  path: '/api/fhir/Patient/{id}/$everything',
  summary: 'A patient’s whole record, to take away',
  query: z.object({
    download: z
      .string()
      .optional()
      .meta({ description: 'With any value, browsers save the answer as a file' }),
  }),
  params: byId,
  answers: { 200: fhirAnswer('Everything that is kept of the patient.', 'Bundle'), 404: noSuch },
} satisfies Operation;
