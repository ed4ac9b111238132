import { randomBytes } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { seal } from '../../lib/fields/envelope.ts';
import { placeOf, RECORD_NUMBER } from '../../lib/fields/identifiers.ts';
import { type FieldKeys, keyRing } from '../../lib/fields/keys.ts';
import { log } from '../../lib/log.ts';
import { patient } from '../prescriptions/model.ts';
import { reveal } from './reveal.ts';

const ring = () => keyRing.parse(`one:${randomBytes(32).toString('base64')}`);
const keys: FieldKeys = { encryption: ring(), index: ring() };
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

function ines(change: Readonly<Record<string, unknown>> = {}) {
  const { wrappedKey, ciphertext } = seal(
    'MRN-000731',
    keys.encryption,
    placeOf({ id: 'i', system: RECORD_NUMBER }, 'p'),
  );
  return patient.parse({
    ...{
      id: 'p',
      given_name: 'Inès',
      family_name: 'Moreau',
      birth_date: '1958-04-17',
      general_practitioner_id: null,
    },
    medical_record_number: null,
    identifiers: [
      // As PostgreSQL writes base64: in lines.
      {
        id: 'i',
        system: RECORD_NUMBER,
        key_id: 'one',
        wrapped_key: base64(wrappedKey).replace(/.{76}/g, '$&\n'),
        ciphertext: base64(ciphertext),
      },
    ],
    ...change,
  });
}

afterEach(() => vi.restoreAllMocks());

test('an encrypted number is shown, and its ciphertext goes to no browser', () => {
  expect(reveal(ines(), keys)).toMatchObject({ medical_record_number: 'MRN-000731', identifiers: [] });
});

test('a number in clear is shown as it is, with a database that knows no other', () => {
  expect(
    reveal(ines({ medical_record_number: 'MRN-1', identifiers: undefined }), keys).medical_record_number,
  ).toBe('MRN-1');
});

test('one that an import wrote later counts', () => {
  expect(reveal(ines({ medical_record_number: 'MRN-2' }), keys).medical_record_number).toBe('MRN-2');
});

test.each<[string, Readonly<Record<string, unknown>>, FieldKeys]>([
  ['of another patient', { id: 'q' }, keys],
  ['under a key that the server has not', {}, { ...keys, encryption: ring() }],
])(
  'one %s is not shown, never something else, and the log says which row without the number',
  (_, change, with_) => {
    const said = vi.spyOn(log, 'error').mockReturnValue();
    const shown = reveal(ines(change), with_);
    expect([shown.medical_record_number, shown.family_name]).toEqual([null, 'Moreau']);
    expect(said).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ identifier: 'i', reason: 'does not open' }),
      'an identifier does not open',
    );
    expect(JSON.stringify(said.mock.calls)).not.toContain('MRN');
  },
);
