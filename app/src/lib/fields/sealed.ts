import { z } from 'zod';

/** PostgreSQL breaks base64 into lines. */
const bytes = z
  .string()
  .transform((text) => text.replaceAll('\n', ''))
  .pipe(z.base64());

/** An identifier as `private.identifiers_of` writes it; bytes in base64. */
export const sealedIdentifier = z.object({
  id: z.string(),
  system: z.string(),
  key_id: z.string(),
  wrapped_key: bytes,
  ciphertext: bytes,
});
export type SealedIdentifier = z.output<typeof sealedIdentifier>;
