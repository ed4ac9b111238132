import { randomBytes } from 'node:crypto';

/** Makes a credential of one run. `prefix` is the vendor's own, e.g. `ghp_`. */
export type MakeSecret = (prefix?: string) => string;

/** Hex: reads the same in URLs, JSON and headers. */
export const hexSecret: MakeSecret = (prefix = '') => `${prefix}${randomBytes(18).toString('hex')}`;

/** A secret that looks different in every encoding, so that one that was only redacted as it is written is found. */
export const canarySecret: MakeSecret = (prefix = '') =>
  `${prefix}canary"${randomBytes(9).toString('hex')}+/=\\&${randomBytes(9).toString('hex')}?%`;

/** The four ways in which vendors' errors show what they were sent. */
export const ENCODINGS: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  percent: (secret) => encodeURIComponent(secret),
  base64: (secret) => Buffer.from(secret).toString('base64'),
  json: (secret) =>
    secret.replaceAll(/[^0-9A-Za-z_]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
};

/** How a secret may look inside a larger text: each encoding in its variants, and base64 at each of three offsets. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // What comes before moves the bits; the first and last digits depend on the neighbours, so they are left out.
  const inside = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(offset === 0 ? 0 : offset + 1, -1);
  });
  const percent = encodeURIComponent(secret);
  const forms = [
    secret,
    percent,
    percent.replaceAll(/%[0-9A-F]{2}/g, (one) => one.toLowerCase()),
    ...inside,
    ...inside.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    ENCODINGS['json']!(secret),
  ];
  const quote = (text: string) => JSON.stringify(text).slice(1, -1);
  // Texts stand in JSON (a record, an output), and that in JSON again.
  return [...new Set(forms.flatMap((one) => [one, quote(one), quote(quote(one))]))];
}

/** A text that was cut may hold the beginning alone, which is enough to be a leak. */
const BEGINNING = 24;

/** Which of these secrets stand in a text, by their place in the list: never the secret itself. */
export function findSecrets(text: string, secrets: readonly string[]): string[] {
  return secrets.flatMap((secret, index) =>
    formsOf(secret).some((form) => text.includes(form.slice(0, BEGINNING)))
      ? [`secret ${index + 1} of ${secrets.length}`]
      : [],
  );
}
