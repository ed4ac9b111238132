import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { canonical, canonicalAsWritten, Digits, hashOf, sha256, storable, toJson } from './canonical.ts';

const number = (text: string) => canonical(new Digits(text));

describe('a number has one text', () => {
  test.each([
    ['0', '0'],
    ['-0', '0'],
    ['-0.000', '0'],
    ['0e5', '0'],
    ['1.0', '1'],
    ['-1.50', '-1.5'],
    ['+7', '7'],
    ['007', '7'],
    ['1e21', '1000000000000000000000'],
    ['1E3', '1000'],
    ['1.50e+3', '1500'],
    ['1.23456e3', '1234.56'],
    ['12.5e-1', '1.25'],
    ['12.5e-2', '0.125'],
    ['12.5e-4', '0.00125'],
    ['-1e-7', '-0.0000001'],
    ['100', '100'],
    ['0.10', '0.1'],
    ['12345678901234567890.10', '12345678901234567890.1'],
  ])('%s is written %s', (written, plain) => expect(number(written)).toBe(plain));

  it('as JavaScript prints it, without its exponent', () => {
    expect(canonical([1e21, 1e-7, 0.1, -0, 5])).toBe('[1000000000000000000000,0.0000001,0.1,0,5]');
  });

  it('is refused when the record could not hold it', () => {
    expect(number('1e150000')).toHaveLength(150_001);
    expect(() => number('1e150001')).toThrow(RangeError);
    expect(() => number('1e-150001')).toThrow('1e-150001 has more digits than the record can hold');
    expect(() => canonical(Number.NaN)).toThrow('NaN');
    expect(() => canonical([Number.POSITIVE_INFINITY])).toThrow('finite numbers only');
  });

  it('of which the value can be read back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(canonical(value))).toBe(value === 0 ? 0 : value);
        expect(canonical(value)).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/);
      }),
    );
  });
});

describe('canonical JSON', () => {
  it('has keys by code point, no white space, and every kind of value', () => {
    expect(canonical({ b: [null, true, false, 'x"\n'], a: {}, Z: [] })).toBe(
      '{"Z":[],"a":{},"b":[null,true,false,"x\\"\\n"]}',
    );
    // By UTF-16 unit the emoji (U+D83D) would stand before U+FFFF.
    expect(canonical({ '😀': 1, '\uffff': 2, é: 3 })).toBe('{"é":3,"\uffff":2,"😀":1}');
  });

  it('replaces what PostgreSQL cannot hold; of two keys that become one the last counts', () => {
    expect(canonical({ 'a\0': 'b\0c\ud800' })).toBe('{"a\ufffd":"b\ufffdc\ufffd"}');
    expect(canonical({ 'a\0': 1, 'a\ufffd': 2 })).toBe('{"a\ufffd":2}');
    expect(storable('a\0\0')).toBe('a\ufffd\ufffd');
  });

  it('keeps numbers as they were written in the first format alone', () => {
    const value = { n: new Digits('1.50'), m: [new Digits('1e3'), 2] };
    expect(canonicalAsWritten(value)).toBe('{"m":[1e3,2],"n":1.50}');
    expect(canonical(value)).toBe('{"m":[1000,2],"n":1.5}');
  });

  it('is what is hashed', () => {
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hashOf({ b: 1, a: 2 })).toBe(sha256('{"a":2,"b":1}'));
  });
});

test('typed objects become JSON: nothing undefined is kept', () => {
  expect(toJson({ a: undefined, b: [undefined, 1], at: new Date(0) })).toEqual({
    b: [null, 1],
    at: '1970-01-01T00:00:00.000Z',
  });
  expect(toJson(undefined)).toBeNull();
});
