import 'server-only';
import type { PostgrestError } from '@supabase/supabase-js';
import { z } from 'zod';
import { sessionClient } from './supabase/server.ts';

interface Person {
  readonly id: string;
  readonly given_name: string;
  readonly family_name: string;
}

/** One MedicationRequest; a row of the list. */
export interface PrescriptionSummary {
  readonly id: string;
  readonly status: string;
  readonly medication_display: string;
  readonly dosage_instruction: string;
  readonly authored_on: string;
  readonly subject: Person | null;
  readonly requester: Person | null;
}

export interface Prescription extends PrescriptionSummary {
  readonly status_reason: string | null;
  readonly intent: string;
  readonly medication_code: string;
  readonly dispense_quantity_value: number;
  readonly dispense_quantity_unit: string;
  readonly dispense_repeats_allowed: number;
  readonly dispense_validity_start: string;
  readonly dispense_validity_end: string | null;
  readonly dispense_performer: string | null;
  readonly substitution_allowed: boolean;
  readonly prior_prescription_id: string | null;
  readonly note: string | null;
  readonly subject: (Person & { birth_date: string; medical_record_number: string }) | null;
  readonly requester: (Person & { qualification: string }) | null;
}

const SUMMARY = `id, status, medication_display, dosage_instruction, authored_on,
  subject:patients!subject_id (id, given_name, family_name),
  requester:practitioners!requester_id (id, given_name, family_name)`;

const DETAIL = `id, status, status_reason, intent, medication_code, medication_display, authored_on,
  dosage_instruction, dispense_quantity_value, dispense_quantity_unit, dispense_repeats_allowed,
  dispense_validity_start, dispense_validity_end, dispense_performer, substitution_allowed, prior_prescription_id, note,
  subject:patients!subject_id (id, given_name, family_name, birth_date, medical_record_number),
  requester:practitioners!requester_id (id, given_name, family_name, qualification)`;

/** What row-level security lets the signed-in person see, newest first. */
export async function listPrescriptions(): Promise<PrescriptionSummary[]> {
  const supabase = await sessionClient();
  const { data, error } = await supabase
    .from('prescriptions')
    .select(SUMMARY)
    .order('authored_on', { ascending: false })
    .limit(100)
    .overrideTypes<PrescriptionSummary[], { merge: false }>();
  if (error) throw readError('prescriptions', error);
  return data;
}

/** `null` when there is none, or none that this person may see: the two must look the same. */
export async function findPrescription(id: string): Promise<Prescription | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const supabase = await sessionClient();
  const { data, error } = await supabase
    .from('prescriptions')
    .select(DETAIL)
    .eq('id', id)
    .maybeSingle()
    .overrideTypes<Prescription, { merge: false }>();
  if (error) throw readError('prescription', error);
  return data;
}

const readError = (what: string, error: PostgrestError) =>
  new Error(`${what} could not be read: ${error.code} ${error.message}`);
