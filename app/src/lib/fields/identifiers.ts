import { type BlindIndex, blindIndexes, open, type Place, type Sealed } from './envelope.ts';
import type { FieldKeys } from './keys.ts';
import type { SealedIdentifier } from './sealed.ts';

/** The kind of number that a practice gives its patients, as FHIR's `Identifier.system`. */
export const RECORD_NUMBER = 'urn:prescriptions:medical-record-number';

/** Where the number of a row of `private.patient_identifiers` stands. */
export const placeOf = (row: { readonly id: string; readonly system: string }, patient: string): Place => ({
  table: 'private.patient_identifiers',
  column: 'ciphertext',
  row: [row.id, patient, row.system],
});

export const sealedOf = (row: SealedIdentifier): Sealed => ({
  keyId: row.key_id,
  wrappedKey: new Uint8Array(Buffer.from(row.wrapped_key, 'base64')),
  ciphertext: new Uint8Array(Buffer.from(row.ciphertext, 'base64')),
});

/** @throws SealRefused */
export const openIdentifier = (row: SealedIdentifier, patient: string, keys: FieldKeys): string =>
  open(sealedOf(row), keys.encryption, placeOf(row, patient));

/** By what a number of this kind is found; the first is the one to keep. */
export const identifierIndexes = (
  value: string,
  system: string,
  keys: FieldKeys,
): [BlindIndex, ...BlindIndex[]] => blindIndexes(value, keys.index, system);
