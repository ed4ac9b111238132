import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { blindIndexes, open, type Place, rewrap, type Sealed, SealRefused, seal } from './envelope.ts';
import { type KeyRing, keyRing } from './keys.ts';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [ONE, TWO] = [key('one'), key('two')];
const ring = (...keys: string[]): KeyRing => keyRing.parse(keys.join(','));
const PLACE: Place = {
  table: 'private.patient_identifiers',
  column: 'value',
  row: ['row-1', 'patient-1', 'urn:x'],
};
const VALUE = 'MRN-000731 ü';

const refusal = (work: () => unknown): SealRefused => {
  try {
    work();
  } catch (error) {
    if (error instanceof SealRefused) return error;
    throw error;
  }
  throw new Error('it was given out');
};

describe('a sealed value', () => {
  test('opens where it was sealed, also when a newer key is in front', () => {
    const sealed = seal(VALUE, ring(ONE), PLACE);
    expect(open(sealed, ring(ONE), PLACE)).toBe(VALUE);
    expect(open(sealed, ring(TWO, ONE), PLACE)).toBe(VALUE);
  });

  test('is another text each time', () => {
    const [a, b] = [seal(VALUE, ring(ONE), PLACE), seal(VALUE, ring(ONE), PLACE)];
    expect(Buffer.from(a.ciphertext).equals(b.ciphertext)).toBe(false);
    expect(Buffer.from(a.ciphertext).includes('MRN')).toBe(false);
  });

  test('is wrapped anew under the current key, and the old key is needed no more', () => {
    const sealed = seal(VALUE, ring(ONE), PLACE);
    const anew = rewrap(sealed, ring(TWO, ONE), PLACE);
    expect(anew.keyId).toBe('two');
    expect(anew.ciphertext).toBe(sealed.ciphertext);
    expect(open(anew, ring(TWO), PLACE)).toBe(VALUE);
    expect(refusal(() => open(anew, ring(ONE), PLACE)).reason).toBe('unknown key');
  });

  test('does not open with another key of the same name, and the refusal tells neither value nor key', () => {
    const error = refusal(() => open(seal(VALUE, ring(ONE), PLACE), ring(key('one')), PLACE));
    expect(error.reason).toBe('does not open');
    expect(error.message).toContain('private.patient_identifiers.value of row row-1');
    expect(`${error.message}${error.stack}`).not.toMatch(/MRN-000731/);
    for (const text of [ONE, TWO]) expect(error.message).not.toContain(text.split(':')[1]);
  });

  test.each<[string, Place]>([
    ['another row', { ...PLACE, row: ['row-2', 'patient-1', 'urn:x'] }],
    ['another patient', { ...PLACE, row: ['row-1', 'patient-2', 'urn:x'] }],
    ['another kind of number', { ...PLACE, row: ['row-1', 'patient-1', 'urn:y'] }],
    ['another column', { ...PLACE, column: 'other' }],
    ['another table', { ...PLACE, table: 'private.other' }],
    ['a row whose parts are cut elsewhere', { ...PLACE, row: ['row-1","patient-1', 'urn:x'] }],
  ])('does not open in %s, nor is it wrapped anew there', (_, place) => {
    const sealed = seal(VALUE, ring(ONE), PLACE);
    expect(refusal(() => open(sealed, ring(ONE), place)).reason).toBe('does not open');
    expect(refusal(() => rewrap(sealed, ring(TWO, ONE), place)).reason).toBe('does not open');
  });

  test.each(['wrappedKey', 'ciphertext'] as const)(
    'with any byte of its %s changed, or cut, is refused',
    (part) => {
      const sealed = seal(VALUE, ring(ONE), PLACE);
      for (let index = 0; index < sealed[part].length; index += 1) {
        const bytes = Uint8Array.from(sealed[part]);
        bytes[index] = (bytes[index] ?? 0) ^ 1;
        expect(refusal(() => open({ ...sealed, [part]: bytes }, ring(ONE), PLACE)).reason).toBe(
          'does not open',
        );
        const cut: Sealed = { ...sealed, [part]: sealed[part].slice(0, index) };
        expect(refusal(() => open(cut, ring(ONE), PLACE)).reason).toBe('does not open');
      }
    },
  );

  test('with the parts of another row is refused', () => {
    const [mine, other] = [seal('a', ring(ONE), PLACE), seal('b', ring(ONE), PLACE)];
    expect(refusal(() => open({ ...mine, ciphertext: other.ciphertext }, ring(ONE), PLACE)).reason).toBe(
      'does not open',
    );
  });
});

describe('what a value is found by', () => {
  const digest = (value: string, keys: string, kind = 'urn:x') =>
    Buffer.from(blindIndexes(value, ring(keys), kind)[0].digest).toString('hex');

  test('is the same however people write the number, and another for each value, kind and key', () => {
    expect(digest(' mrn-000 731', ONE)).toBe(digest('MRN-000731', ONE));
    expect(
      new Set([digest('1', ONE), digest('2', ONE), digest('1', TWO), digest('1', ONE, 'urn:y')]).size,
    ).toBe(4);
  });

  test('comes for each key of the ring, the current one first', () => {
    const both = blindIndexes('1', ring(TWO, ONE), 'urn:x');
    expect(both.map(({ keyId }) => keyId)).toEqual(['two', 'one']);
    expect(Buffer.from(both[1]?.digest ?? []).toString('hex')).toBe(digest('1', ONE));
  });
});

describe('a ring of keys', () => {
  test.each<[string, string, RegExp]>([
    ['nothing', '', /not <id>:<32 bytes in base64>/],
    ['a key without an id', randomBytes(32).toString('base64'), /not <id>:<32 bytes/],
    ['a key of 16 bytes', `one:${randomBytes(16).toString('base64')}`, /not <id>:<32 bytes/],
    ['a key of 33 bytes', `one:${randomBytes(33).toString('base64')}`, /not <id>:<32 bytes/],
    ['a comma too many', `${ONE},`, /not <id>:<32 bytes/],
    ['a key of zeros', `one:${Buffer.alloc(32).toString('base64')}`, /not 32 random bytes/],
    ['an id twice', `${ONE},${key('one')}`, /names a key twice/],
  ])('is refused: %s', (_, text, message) => {
    const parsed = keyRing.safeParse(text);
    expect(parsed.success).toBe(false);
    expect(parsed.error?.message).toMatch(message);
    for (const part of text.split(/[:,]/).filter((each) => each.length > 20))
      expect(parsed.error?.message).not.toContain(part);
  });

  test('takes base64 of URLs, with and without padding', () => {
    const bytes = randomBytes(32);
    for (const encoded of [bytes.toString('base64'), bytes.toString('base64url')])
      expect(Buffer.from(ring(`one:${encoded}`).current.bytes).equals(bytes)).toBe(true);
  });
});
