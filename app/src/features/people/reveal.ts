import type { Patient } from '@/features/prescriptions/model';
import { SealRefused } from '@/lib/fields/envelope';
import { openIdentifier, RECORD_NUMBER } from '@/lib/fields/identifiers';
import type { FieldKeys } from '@/lib/fields/keys';
import { log } from '@/lib/log';

/**
 * The patient with the record number in clear, for whom the database gave the record to. A number that does not open is
 * not there, and the log says which row and why; the rest of the record is.
 */
export function reveal<Revealed extends Patient>(patient: Revealed, keys: FieldKeys): Revealed {
  const { identifiers, medical_record_number } = patient;
  const row = identifiers.find(({ system }) => system === RECORD_NUMBER);
  // What an import wrote later than it was encrypted counts.
  if (medical_record_number !== null || !row) return { ...patient, identifiers: [] };
  try {
    return {
      ...patient,
      identifiers: [],
      medical_record_number: openIdentifier(row, patient.id, keys),
    };
  } catch (error) {
    if (!(error instanceof SealRefused)) throw error;
    log.error({ identifier: row.id, reason: error.reason, error }, 'an identifier does not open');
    return { ...patient, identifiers: [] };
  }
}
