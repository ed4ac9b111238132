import { z } from 'zod';

/** A key of 32 bytes with the name under which rows refer to it. */
export interface FieldKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** The first writes, all read: a key is replaced by putting the new one in front, and goes when no row names it. */
export interface KeyRing {
  readonly current: FieldKey;
  readonly all: readonly FieldKey[];
}

const KEY_BYTES = 32;
// No value stands in a message: it would be a key.
const entry = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}:[A-Za-z0-9+/_-]{43}=?$/, {
    error: 'has an entry that is not <id>:<32 bytes in base64>; write one with `openssl rand -base64 32`',
  })
  .transform((text): FieldKey => {
    const [id = '', encoded = ''] = text.split(':');
    return { id, bytes: new Uint8Array(Buffer.from(encoded, 'base64')) };
  })
  .refine(({ bytes }) => bytes.length === KEY_BYTES && new Set(bytes).size > 8, {
    error: 'has a key that is not 32 random bytes',
  });

/** `2026-11:<base64>,2025-11:<base64>`. */
export const keyRing = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .pipe(z.array(entry))
  .transform((all, context): KeyRing => {
    const [current] = all;
    if (!current || new Set(all.map(({ id }) => id)).size !== all.length) {
      context.addIssue({ code: 'custom', message: 'names a key twice' });
      return z.NEVER;
    }
    return { current, all };
  });

/** What fields are encrypted with, and what they are found by. */
export interface FieldKeys {
  readonly encryption: KeyRing;
  readonly index: KeyRing;
}
