import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { text } from './markdown.ts';
import { forgetSecrets, keepSecret, redact, redactor, redactStored } from './redact.ts';
import { cut } from './text.ts';

afterEach(forgetSecrets);

const json = (words: string) => JSON.stringify(words).slice(1, -1);
const units = (words: string, form: (code: string) => string) =>
  Array.from({ length: words.length }, (_, at) =>
    form(words.charCodeAt(at).toString(16).padStart(4, '0')),
  ).join('');

/** How vendors, libraries and shells say a text back. */
const FORMS: Readonly<Record<string, (words: string) => string>> = {
  'as it is': (words) => words,
  percent: (words) => encodeURIComponent(words),
  'percent, lower hex': (words) => encodeURIComponent(words).replace(/%../g, (code) => code.toLowerCase()),
  'percent, every byte': (words) =>
    [...Buffer.from(words)].map((b) => `%${b.toString(16).padStart(2, '0')}`).join(''),
  'percent, twice': (words) => encodeURIComponent(encodeURIComponent(words)),
  'percent, in part': (words) => encodeURI(words),
  form: (words) => new URLSearchParams({ words }).toString().slice(6),
  'URL userinfo': (words) => {
    const url = new URL('https://h');
    url.password = words;
    return url.password;
  },
  JSON: json,
  'JSON in JSON': (words) => json(json(words)),
  'JSON, every unit': (words) => units(words, (code) => `\\u${code}`),
  'JSON, upper hex': (words) => units(words, (code) => `\\u${code.toUpperCase()}`),
  'JSON of PHP': (words) => json(words).replaceAll('/', '\\/'),
  HTML: (words) => words.replace(/[&<>"'/]/g, (sign) => `&#${sign.charCodeAt(0)};`),
  'HTML, hex': (words) => [...words].map((sign) => `&#x${sign.codePointAt(0)?.toString(16)};`).join(''),
  'HTML, names': (words) =>
    words
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('"', '&quot;')
      .replaceAll('@', '&commat;'),
  base64: (words) => Buffer.from(words).toString('base64'),
  base64url: (words) => Buffer.from(words).toString('base64url'),
  'base64, one before': (words) => Buffer.from(`x${words}`).toString('base64'),
  'base64, two before': (words) => Buffer.from(`xy${words}zz`).toString('base64'),
  'base64, folded': (words) => Buffer.from(words).toString('base64').replace(/.{7}/g, '$&\n'),
  'base64 in a URL': (words) => encodeURIComponent(Buffer.from(words).toString('base64')),
  hex: (words) => Buffer.from(words).toString('hex'),
  'hex, with colons': (words) => Buffer.from(words).toString('hex').match(/../g)!.join(':'),
  'hex of an inspected Buffer': (words) => Buffer.from(words).toString('hex').match(/../g)!.join(' '),
  'bytes in decimal, as JSON has a Buffer': (words) => Buffer.from(words).join(','),
  'octal, every byte': (words) =>
    [...Buffer.from(words)].map((b) => `\\${b.toString(8).padStart(3, '0')}`).join(''),
  'hex escapes, every byte': (words) =>
    [...Buffer.from(words)].map((b) => `\\x${b.toString(16).padStart(2, '0')}`).join(''),
};

/** Of tokens and passwords that do not look like escapes themselves. */
const LOOSE: typeof FORMS = {
  'in capitals': (words) => words.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  'in small letters': (words) => words.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  'broken over lines': (words) => words.replace(/.{5}(?=.)/gu, '$&\n'),
  'with signs that nobody sees': (words) => [...words].join('\u200d'),
};

test.each(Object.keys(LOOSE))('attack 16: a token is found %s', (form) => {
  const letters = fc.constantFrom(...'abcdefXYZ0123456789_-.~!$é😀');
  fc.assert(
    fc.property(fc.array(letters, { minLength: 12, maxLength: 40 }), (parts) => {
      const secret = `k${parts.join('')}9`;
      expect(redactor([secret])(`before ${LOOSE[form]?.(secret)} after`)).toBe('before *** after');
    }),
    { numRuns: 200 },
  );
});

describe('attack 16: a token is found in pieces', () => {
  const token = 'vcp_9fK2mQ7xT4bN8wZ1cR5yH3jL6pD0sAeG';
  const half = token.slice(0, 18);
  const rest = token.slice(18);

  test.each([
    ['cut by the vendor', `${token.slice(0, 20)}… is invalid`, '***… is invalid'],
    ['its end', `a token ending in ${token.slice(-12)}`, 'a token ending in ***'],
    ['in two fields', JSON.stringify({ a: half, b: rest }), '{"a":"***","b":"***"}'],
    ['on two lines of a log', `10:00 ${half}\n10:00 ${rest}`, '10:00 ***\n10:00 ***'],
    ['with a colour in it', `${half}\u001b[0m${rest}`, '***\u001b[0m***'],
    ['as a shell joins words', `"${half}" + "${rest}"`, '"***" + "***"'],
  ])('%s', (_, text, shown) => {
    expect(redactor([token])(text)).toBe(shown);
  });

  test('wherever it is cut, and whatever stands around it', () => {
    const letters = fc.constantFrom(...'abcdefghijkXYZ0123456789_-');
    const given = fc.record({
      token: fc.array(letters, { minLength: 22, maxLength: 60 }).map((parts) => `k7${parts.join('')}`),
      from: fc.nat(40),
      length: fc.integer({ min: 12, max: 30 }),
    });
    fc.assert(
      fc.property(given, fc.string(), ({ token: secret, from, length }, around) => {
        const piece = secret.slice(from, from + length);
        fc.pre(piece.length >= 12);
        expect(redactor([secret])(`${around} ${piece} ${around}`)).not.toContain(piece);
      }),
    );
  });

  test.each([
    ['a host', 'postgresql://u:p@ep-cool-darkness-123456-pooler.eu.neon.tech/db', 'ep-cool-darkness-123456'],
    [
      'how a JWT is signed',
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoxfQ.x1',
      'eyJhbGciOiJIUzI1NiIsInR5',
    ],
    ['words', 'correct-horse-battery-staple', 'horse-battery'],
    ['how tokens of a kind begin', 'github_pat_11ABCDEFG0abcdefghijk', 'github_pat_ is'],
  ])('but %s is none', (_, secret, text) => {
    expect(redactor([secret])(`before ${text} after`)).toBe(`before ${text} after`);
  });
});

/** Where a canary would be found: nothing of eight characters of it is left, in this form or as it is. */
function left(form: string, shown: string, secret: string): boolean {
  const said = FORMS[form]?.(secret) ?? '';
  return shown.includes(said) || shown.includes(secret);
}

test.each(Object.keys(FORMS))('attack 16: a secret is found %s', (form) => {
  const letters = fc.constantFrom(...'abcXYZ019+/=@:#?%&<>"\'\\ _-.~!$^é😀');
  fc.assert(
    fc.property(fc.array(letters, { minLength: 12, maxLength: 40 }), (parts) => {
      const secret = `k${parts.join('')}9`;
      const shown = redactor([secret])(`before ${FORMS[form]?.(secret)} after`);
      expect(left(form, shown, secret), shown).toBe(false);
      // A group of base64 holds bits of its neighbours.
      expect(shown).toMatch(/^before\s[\w+/]{0,2}\*{3}[\w+/=\s]{0,5}after$/);
    }),
    { numRuns: 200 },
  );
});

const wide = (words: string) => Buffer.from(words, 'utf16le');
const base64 = (bytes: Buffer | string) => Buffer.from(bytes).toString('base64');
/** One encoding inside of another, as scripts of Windows and of Kubernetes make them. */
const LAYERS: typeof FORMS = {
  'UTF-16, with its zeros': (words) => wide(words).toString('latin1'),
  'UTF-16, with its zeros escaped': (words) => json(wide(words).toString('latin1')),
  'base64 of UTF-16': (words) => wide(words).toString('base64'),
  'base64 of UTF-16, among others': (words) => wide(`pass: ${words};`).toString('base64'),
  'base64 of UTF-16, big-endian': (words) => wide(words).swap16().toString('base64'),
  'hex of UTF-16': (words) => wide(words).toString('hex'),
  'base64 twice': (words) => base64(base64(words)),
  'base64 twice, among others': (words) => base64(`a: ${base64(`xy${words}zz`)}`),
  'base64url in base64': (words) => base64(Buffer.from(words).toString('base64url')),
  'base64 of hex': (words) => base64(Buffer.from(words).toString('hex')),
  'hex of base64': (words) => Buffer.from(base64(words)).toString('hex'),
};

test.each(Object.keys(LAYERS))('attack 16: a token is found as %s', (form) => {
  const letters = fc.constantFrom(...'abcdefXYZ0123456789_-.~!$+/=');
  fc.assert(
    fc.property(fc.array(letters, { minLength: 14, maxLength: 40 }), (parts) => {
      const secret = `k${parts.join('')}9`;
      const shown = redactor([secret])(`before ${LAYERS[form]?.(secret)} after`);
      // Groups at the ends hold bits of their neighbours.
      expect(shown).toMatch(/^before\s[\w+/=]{0,20}\*{3}[\w+/=]{0,20}(?:\0|\\u0000)?\safter$/);
    }),
    { numRuns: 100 },
  );
});

test.each(['ka&\\#9 is a secret', 'k%2525252541&amp;amp;lt;9', 'k\\\\\\u005cu005cx41&\\#x26;#9'])(
  'attack 16: a secret that looks like escapes of escapes is found in each form: %s',
  (secret) => {
    for (const [form, written] of Object.entries(FORMS))
      expect(redactor([secret])(`before ${written(secret)} after`), form).toMatch(
        /^before\s[\w+/]{0,2}\*{3}[\w+/=\s]{0,5}after$/,
      );
  },
);

test('attack 16: a secret is found as PostgreSQL writes bytea, and git a name', () => {
  const hide = redactor(['tok_é12345678']);
  const hex = Buffer.from('tok_é12345678').toString('hex');
  for (const said of [`\\x${hex}`, JSON.stringify(`\\x${hex.toUpperCase()}`), `0x${hex}`])
    expect(hide(`it is ${said}.`)).toMatch(/^it is "?(?:\\+x|0x)\*\*\*"?\.$/);
  expect(hide('it is "tok_\\303\\25112345678"')).toBe('it is "***"');
});

test('attack 16: a short secret is not looked for in other case: it may be a word', () => {
  expect(redactor(['postgres'])('POSTGRES of Post\ngres')).toBe('POSTGRES of Post\ngres');
});

test('attack 16: what stands around a secret stays', () => {
  const hide = redactor(['tok_12345678', 'short']);
  expect(hide('Bearer tok_12345678, short of it')).toBe('Bearer ***, *** of it');
  expect(hide('nothing here: dG9r')).toBe('nothing here: dG9r');
  expect(redactor([])('as it is')).toBe('as it is');
  expect(redactor(['ab'])('ab')).toBe('ab');
});

test('attack 16: half a secret is not left where a text is cut', () => {
  keepSecret(['hunter2-hunter2-hunter2']);
  expect(cut(`it is hunter2-hunter2-hunter2 and more`, 14)).toBe('it is *** and…');
});

test('attack 16: a secret is found before it is escaped', () => {
  keepSecret(['p@ss#1|word']);
  expect(text('it is p@ss#1|word.')).toBe('it is &#42;&#42;&#42;.');
});

test('attack 16: a text cannot keep the search busy', () => {
  const hide = redactor(['\\secret\\with\\slashes', '%secret%', '&secret&', `${'a'.repeat(2_000)}`]);
  for (const piece of ['\\', '%25', '&amp;', 'a', '%', '&#0', '\\u00'])
    expect(hide(piece.repeat(20_000)).length).toBeGreaterThan(0);
});

test('a secret of many lines is found in one', () => {
  const key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nzz+/==\n-----END KEY-----\n';
  const hide = redactor([key]);
  for (const said of [key, key.replace(/\s+/g, ' '), JSON.stringify(key).slice(1, -1)])
    expect(hide(`<${said}>`)).toMatch(/^<\*{3}\s?>$/);
});

test('a password that is a word of the database stays where machines read', () => {
  keepSecret(['postgres', 'Sup3r-Secret-Pass']);
  expect(redact('postgres Sup3r-Secret-Pass')).toBe('*** ***');
  expect(redactStored('postgres Sup3r-Secret-Pass')).toBe('postgres ***');
});
