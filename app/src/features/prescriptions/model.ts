import { z } from 'zod';
import { STATUSES } from '../../lib/fhir.ts';
import { sealedIdentifier } from '../../lib/fields/sealed.ts';
import { code } from '../second-factor/code.ts';
import { shownWording } from '../wording/outcome.ts';

/** Numbers of Postgres' type numeric: some servers write them as text. */
const amount = z.coerce.number();

const practitioner = z.object({
  id: z.string(),
  given_name: z.string(),
  family_name: z.string(),
  qualification: z.string(),
});

export const patient = z.object({
  id: z.string(),
  given_name: z.string(),
  family_name: z.string(),
  birth_date: z.string(),
  /** In clear: of an import that is not encrypted yet, or after `reveal`. */
  medical_record_number: z.string().nullable(),
  // A database older than this code does not say it.
  identifiers: z.array(sealedIdentifier).default([]),
  general_practitioner_id: z.string().nullable(),
});
export type Patient = z.output<typeof patient>;

/** A prescription as `private.prescription_json` writes it: FHIR R4's MedicationRequest in the database's words. */
export const prescription = z.object({
  id: z.string(),
  // A database newer than this code may know more statuses.
  status: z.string(),
  status_reason: z.string().nullable(),
  intent: z.string(),
  medication_code: z.string(),
  medication_display: z.string(),
  subject_id: z.string(),
  requester_id: z.string(),
  subject: patient.nullable(),
  requester: practitioner.nullable(),
  authored_on: z.string(),
  dosage_instruction: z.string(),
  dose_value: amount.nullable(),
  dose_unit: z.string().nullable(),
  dose_frequency: z.number().nullable(),
  dose_period: z.number().nullable(),
  dose_period_unit: z.string().nullable(),
  dose_as_needed: z.boolean().nullable(),
  dispense_quantity_value: amount,
  dispense_quantity_unit: z.string(),
  dispense_repeats_allowed: z.number(),
  dispense_validity_start: z.string(),
  dispense_validity_end: z.string().nullable(),
  dispense_performer: z.string().nullable(),
  pharmacy: z.object({ id: z.string(), name: z.string(), city: z.string().nullable() }).nullable(),
  substitution_allowed: z.boolean(),
  substitution_reason: z.string().nullable(),
  prior_prescription_id: z.string().nullable(),
  signed_at: z.string().nullable(),
  note: z.string().nullable(),
  /** How much was handed over, in `dispense_quantity_unit`. */
  dispensed: amount,
  /** Whether the person who asks wrote it. */
  mine: z.boolean(),
});
export type Prescription = z.output<typeof prescription>;

export const dispense = z.object({
  id: z.string(),
  status: z.string(),
  performer: z.string(),
  fill_number: z.number(),
  quantity_value: amount,
  quantity_unit: z.string(),
  is_partial: z.boolean(),
  was_substituted: z.boolean(),
  when_handed_over: z.string(),
  note: z.string().nullable(),
});

export type Dispense = z.output<typeof dispense>;

export const prescriptionDetail = prescription.extend({ dispenses: z.array(dispense) });
export type PrescriptionDetail = z.output<typeof prescriptionDetail>;

/** What is left: of the fill that is under way, and how many fills come after it. */
export function remaining(
  of: Pick<Prescription, 'dispensed' | 'dispense_quantity_value' | 'dispense_repeats_allowed'>,
) {
  const fill = Math.floor(of.dispensed / of.dispense_quantity_value);
  if (fill > of.dispense_repeats_allowed) return { inFill: 0, fillsAfter: 0 };
  return {
    inFill: (fill + 1) * of.dispense_quantity_value - of.dispensed,
    fillsAfter: of.dispense_repeats_allowed - fill,
  };
}

/** What the prescriber can turn a prescription into, as the database allows it (`private.prescription_transitions`). */
export const STEPS: Readonly<Record<string, readonly Step[]>> = {
  draft: [
    { becomes: 'active', label: 'Sign', needsReason: false, needsCode: true },
    { becomes: 'cancelled', label: 'Discard', needsReason: true },
    { becomes: 'entered-in-error', label: 'Mark as entered in error', needsReason: true },
  ],
  active: [
    { becomes: 'on-hold', label: 'Put on hold', needsReason: true },
    { becomes: 'stopped', label: 'Stop', needsReason: true },
    { becomes: 'cancelled', label: 'Cancel', needsReason: true },
    { becomes: 'entered-in-error', label: 'Mark as entered in error', needsReason: true },
  ],
  'on-hold': [
    { becomes: 'active', label: 'Resume', needsReason: false },
    { becomes: 'stopped', label: 'Stop', needsReason: true },
    { becomes: 'cancelled', label: 'Cancel', needsReason: true },
    { becomes: 'entered-in-error', label: 'Mark as entered in error', needsReason: true },
  ],
  ...Object.fromEntries(
    (['completed', 'stopped', 'cancelled'] as const).map((ended) => [
      ended,
      [{ becomes: 'entered-in-error', label: 'Mark as entered in error', needsReason: true } as const],
    ]),
  ),
};
export interface Step {
  readonly becomes: (typeof STATUSES)[number];
  readonly label: string;
  readonly needsReason: boolean;
  /** Asks for the second factor; the database does, too. */
  readonly needsCode?: boolean;
}

const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `At most ${max} characters.`)
    .optional()
    .transform((text) => text || null);
const whole = (min: number, max: number) =>
  z.coerce
    .number('Enter a number.')
    .int('Enter a whole number.')
    .min(min, `At least ${min}.`)
    .max(max, `At most ${max}.`);
const optionalNumber = (max: number) =>
  z.preprocess(
    (value) => (value === '' || value === undefined ? null : value),
    z.coerce.number('Enter a number.').positive('More than 0.').max(max).nullable(),
  );

/** The composer's form. */
export const draftInput = z
  .object({
    key: z.uuid(),
    patient: z.uuid('Choose a patient.'),
    medication: z.uuid('Choose a medication.'),
    dosage: z.string().trim().min(1, 'Say how to take it.').max(500, 'At most 500 characters.'),
    dose: optionalNumber(100_000),
    times: z.preprocess(
      (value) => (value === '' || value === undefined ? null : value),
      whole(1, 24).nullable(),
    ),
    quantity: z.coerce.number('Enter a number.').positive('More than 0.').max(10_000, 'At most 10,000.'),
    repeats: whole(0, 99),
    from: z.iso.date('Enter a date.'),
    until: z.iso.date('Enter a date.'),
    pharmacy: z.uuid('Choose a pharmacy.'),
    substitution: z.literal('on').optional(),
    substitutionReason: optionalText(300),
    note: optionalText(1_000),
    ...shownWording,
  })
  .refine(({ from, until }) => until >= from, { path: ['until'], error: 'Not before the first day.' })
  .refine(({ substitution, substitutionReason }) => substitution || substitutionReason, {
    path: ['substitutionReason'],
    error: 'Say why no other product may be given.',
  });

export const signInput = z.object({ key: z.uuid(), prescription: z.uuid(), code });

export const statusInput = z
  .object({
    key: z.uuid(),
    prescription: z.uuid(),
    becomes: z.enum(STATUSES),
    because: optionalText(300),
  })
  .refine(({ becomes, because }) => because || becomes === 'active', {
    path: ['because'],
    error: 'Say why.',
  });
