import { z } from 'zod';
import { sealedIdentifier } from '../../app/src/lib/fields/sealed.ts';

/** A row of `private.patient_identifiers`, in the form in which the app gets it. */
export const identifierRow = sealedIdentifier.extend({ patient_id: z.uuid(), index_key_id: z.string() });
export type IdentifierRow = z.output<typeof identifierRow>;

export const READ = `
  select i.id, i.patient_id, i.system, i.key_id, encode(i.wrapped_key, 'base64') as wrapped_key,
    encode(i.ciphertext, 'base64') as ciphertext, i.index_key_id
  from private.patient_identifiers i`;
