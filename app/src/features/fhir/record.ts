import { z } from 'zod';
import { patient, prescriptionDetail } from '../prescriptions/model.ts';

const allergy = z.object({
  id: z.string(),
  patient_id: z.string(),
  substance: z.string(),
  display: z.string(),
  criticality: z.enum(['low', 'high', 'unable-to-assess']).catch('unable-to-assess'),
  reaction: z.string().nullable(),
  created_at: z.string(),
});
export type Allergy = z.output<typeof allergy>;

/** As `export_patient` writes it. */
export const patientRecord = z.object({
  patient,
  prescriptions: z.array(prescriptionDetail),
  allergies: z.array(allergy),
});
export type PatientRecord = z.output<typeof patientRecord>;
