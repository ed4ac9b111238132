import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { FieldKey, KeyRing } from './keys.ts';

/**
 * A value of its own key, which is wrapped by a key of the ring: to rotate the ring's key, only the wrapping changes.
 * AES-256-GCM with a random nonce each (NIST SP 800-38D): nonce (12 bytes), ciphertext, tag (16 bytes).
 */
export interface Sealed {
  /** Which key of the ring wraps. */
  readonly keyId: string;
  readonly wrappedKey: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** Where a value stands. It is authenticated with the value: taken to another row or column, it does not open. */
export interface Place {
  /** With its schema. */
  readonly table: string;
  readonly column: string;
  /** What makes out the row and may never change: its id, whose it is, of what kind. */
  readonly row: readonly string[];
}

export type RefusalReason = 'unknown key' | 'does not open';

/** The value is not given out. The message has neither value nor key, and names the row by its id. */
export class SealRefused extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, place: Place, keyId: string) {
    super(
      reason === 'unknown key'
        ? `${at(place)} is encrypted with the key ${keyId}, which is not in the environment`
        : `${at(place)} does not open with the key ${keyId}: the row was changed or moved, or the key is another one of that name`,
    );
    this.name = 'SealRefused';
    this.reason = reason;
  }
}

const at = ({ table, column, row }: Place) => `${table}.${column} of row ${row[0]}`;

export function seal(value: string, ring: KeyRing, place: Place): Sealed {
  const dataKey = randomBytes(32);
  return {
    keyId: ring.current.id,
    wrappedKey: wrap(dataKey, ring.current, place),
    ciphertext: encrypt(Buffer.from(value, 'utf8'), dataKey, authenticated(place, 'value')),
  };
}

/** @throws SealRefused */
export function open(sealed: Sealed, ring: KeyRing, place: Place): string {
  const dataKey = unwrap(sealed, ring, place);
  return refusing(sealed, place, () =>
    decrypt(sealed.ciphertext, dataKey, authenticated(place, 'value')).toString('utf8'),
  );
}

/** The same value under the ring's current key; its ciphertext stays as it is. @throws SealRefused */
export function rewrap(sealed: Sealed, ring: KeyRing, place: Place): Sealed {
  const dataKey = unwrap(sealed, ring, place);
  return { ...sealed, keyId: ring.current.id, wrappedKey: wrap(dataKey, ring.current, place) };
}

function unwrap(sealed: Sealed, ring: KeyRing, place: Place): Buffer {
  const key = ring.all.find(({ id }) => id === sealed.keyId);
  if (!key) throw new SealRefused('unknown key', place, sealed.keyId);
  return refusing(sealed, place, () => decrypt(sealed.wrappedKey, key.bytes, authenticated(place, key.id)));
}

const wrap = (dataKey: Uint8Array, key: FieldKey, place: Place) =>
  encrypt(dataKey, key.bytes, authenticated(place, key.id));

/** JSON keeps the parts apart whatever is in them. */
const authenticated = ({ table, column, row }: Place, of: string) =>
  Buffer.from(JSON.stringify([table, column, row, of]), 'utf8');

function encrypt(plain: Uint8Array, key: Uint8Array, context: Uint8Array): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(context);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(text: Uint8Array, key: Uint8Array, context: Uint8Array): Buffer {
  if (text.length < 28) throw new RangeError('too short');
  const decipher = createDecipheriv('aes-256-gcm', key, text.subarray(0, 12), { authTagLength: 16 })
    .setAAD(context)
    .setAuthTag(text.subarray(-16));
  return Buffer.concat([decipher.update(text.subarray(12, -16)), decipher.final()]);
}

function refusing<Value>(sealed: Sealed, place: Place, work: () => Value): Value {
  try {
    return work();
  } catch {
    throw new SealRefused('does not open', place, sealed.keyId);
  }
}

/** By what a value is found without being read: equal values have equal ones, under one key and of one kind. */
export interface BlindIndex {
  readonly keyId: string;
  readonly digest: Uint8Array;
}

/**
 * One for each key of the ring, the current one first: while keys are replaced, rows have one or the other.
 * How people write a number (spaces, case) makes no difference.
 */
export function blindIndexes(value: string, ring: KeyRing, kind: string): [BlindIndex, ...BlindIndex[]] {
  const written = value.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
  const under = ({ id, bytes }: FieldKey): BlindIndex => ({
    keyId: id,
    digest: createHmac('sha256', bytes)
      .update(JSON.stringify([kind, written]))
      .digest(),
  });
  return [under(ring.current), ...ring.all.slice(1).map(under)];
}
