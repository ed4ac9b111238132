import { type Found, inBase64, inDecimals, inHex, loosely, type Reading, read } from './encodings.ts';
import { inPieces } from './fragments.ts';
import { inLayers } from './layers.ts';

/**
 * Secrets, found in the forms in which vendors and libraries say them back: as they are, percent-encoded (in part, in
 * either case, twice), with JSON, HTML, octal or Markdown escapes, in base64 and base64url at each of the three
 * alignments, in hex with and without separators, as bytes in decimal, in other case, in UTF-16, in one of these inside
 * of another, broken over lines, and in pieces. Text and secrets are both read down to what is meant and then compared, which takes linear time whatever a vendor sends. One list for
 * the process, as the runner's own `add-mask` has: every exit uses it, and so does every cut.
 */
/** Stands for a secret. */
export const MASK = '***';
/** Shorter ones would hide half of every text. */
const SHORTEST = 3;

let known: readonly string[] = [];
let mask = redactor([]);
let maskStrong = redactor([]);

/** Adds to what `redact` hides from here on. */
export function keepSecret(secrets: readonly string[]): void {
  known = [...new Set([...known, ...secrets])];
  mask = redactor(known);
  maskStrong = redactor(known.filter((secret) => !isGuessable(secret)));
}

/** For tests, which share a process. */
export function forgetSecrets(): void {
  known = [];
  keepSecret([]);
}

export function redact(text: string): string {
  return mask(text);
}

/**
 * For what machines read back (the record, vendors' objects): a password such as `postgres`, which is also the name of
 * a role, would change facts if it were replaced there, and hides nothing.
 */
export function redactStored(text: string): string {
  return maskStrong(text);
}

/** What is sent to a vendor, with the secrets in its texts replaced as in the record. */
export function redactedValue<T>(value: T): T {
  return deep(value) as T;
}

function deep(value: unknown): unknown {
  if (typeof value === 'string') return redactStored(value);
  if (Array.isArray(value)) return value.map(deep);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deep(item)]));
}

/** A word that anybody would try first, and that names other things too. */
function isGuessable(secret: string): boolean {
  return secret.length < 8 || /^(?:[a-z]{1,12}|[0-9]{1,12}|[A-Z]{1,12})$/.test(secret);
}

type Search = (text: string, reading: Reading) => readonly Found[];

/** Replaces the secrets given, in any of their forms, by `***`. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  // Files and variables end with a line feed that nobody says back.
  const wanted = [...new Set(secrets.flatMap((secret) => [secret, secret.trim()]))].filter(
    (secret) => secret.length >= SHORTEST,
  );
  if (wanted.length === 0) return (text) => text;
  let searches: readonly Search[] | undefined;
  return (text) => {
    if (text.length < SHORTEST) return text;
    searches ??= searchesForAll(wanted);
    const reading = read(text);
    return replaced(
      text,
      searches.flatMap((search) => search(text, reading)),
    );
  };
}

function searchesForAll(secrets: readonly string[]): Search[] {
  const pieces = inPieces(secrets);
  return [...secrets.flatMap(searchesFor), (_, reading) => pieces(reading)];
}

function searchesFor(secret: string): Search[] {
  const meant = read(secret).text;
  const bytes = Buffer.from(secret.toWellFormed());
  return [
    (text) => each(text, secret, (at) => ({ from: at, to: at + secret.length })),
    ...(meant.length >= SHORTEST
      ? [
          (_: string, reading: Reading) =>
            each(reading.text, meant, (at) => ({
              from: reading.from(at),
              to: reading.to(at + meant.length - 1),
            })),
        ]
      : []),
    inBase64(bytes),
    inHex(bytes),
    inDecimals(bytes),
    loosely(secret),
    ...inLayers(secret),
  ];
}

function each(text: string, wanted: string, found: (at: number) => Found): Found[] {
  const all: Found[] = [];
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) all.push(found(at));
  return all;
}

function replaced(text: string, found: readonly Found[]): string {
  if (found.length === 0) return text;
  let shown = '';
  let at = 0;
  for (const { from, to } of [...found].sort((a, b) => a.from - b.from)) {
    if (from >= at && (from > at || shown === '')) shown += `${text.slice(at, from)}${MASK}`;
    at = Math.max(at, to);
  }
  return shown + text.slice(at);
}
