import 'server-only';
import type { PostgrestError } from '@supabase/supabase-js';
import { z } from 'zod';
import { reveal } from '@/features/people/reveal';
import { fieldKeys } from '@/lib/env';
import { sessionClient } from '@/lib/supabase/server';
import {
  type Prescription,
  type PrescriptionDetail,
  patient,
  prescription,
  prescriptionDetail,
} from './model.ts';

/** What row-level security lets the signed-in person see, newest first. The database notes each read. */
export async function listPrescriptions(status?: string): Promise<Prescription[]> {
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc('list_prescriptions', {
    at_most: 100,
    ...(status ? { of_status: status } : {}),
  });
  if (error) throw readError('prescriptions', error);
  return z.array(prescription).parse(data);
}

/** `null` when there is none, or none that this person may see: the two must look the same. */
export async function findPrescription(id: string): Promise<PrescriptionDetail | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc('read_prescription', { prescription: id });
  if (error) throw readError('prescription', error);
  if (data === null) return null;
  const found = prescriptionDetail.parse(data);
  return { ...found, subject: found.subject && reveal(found.subject, fieldKeys()) };
}

/** What the composer offers: of patients only those for whom the database takes a new draft. */
export async function composerChoices() {
  const supabase = await sessionClient();
  const [patients, medications, pharmacies] = await Promise.all([
    supabase.rpc('list_patients_in_care'),
    supabase
      .from('medications')
      .select('id, code, display, dose_unit, pack_unit')
      .order('display')
      .limit(500),
    supabase
      .from('organizations')
      .select('id, name, city')
      .eq('kind', 'pharmacy')
      .eq('active', true)
      .order('name'),
  ]);
  if (patients.error) throw readError('patients', patients.error);
  if (medications.error) throw readError('medications', medications.error);
  if (pharmacies.error) throw readError('pharmacies', pharmacies.error);
  return {
    patients: z
      .array(patient)
      .parse(patients.data)
      .map((each) => reveal(each, fieldKeys())),
    medications: medications.data,
    pharmacies: pharmacies.data,
  };
}
export type ComposerChoices = Awaited<ReturnType<typeof composerChoices>>;

const readError = (what: string, error: PostgrestError) =>
  new Error(`${what} could not be read: ${error.code} ${error.message}`);
