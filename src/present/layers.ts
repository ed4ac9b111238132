import { type Found, fixedInBase64, inBase64, inHex, type Reading } from './encodings.ts';

/** Shorter ones leave too little in the middle of two encodings to be told from anything else. */
const SHORTEST = 12;

/** One encoding inside of another: UTF-16 in base64 or hex, and base64 or hex in base64, or base64 in hex. */
export function inLayers(secret: string): ((text: string, reading: Reading) => Found[])[] {
  if (secret.length < SHORTEST) return [];
  const wide = Buffer.from(secret, 'utf16le');
  const bytes = Buffer.from(secret.toWellFormed());
  const inner = fixedInBase64(bytes).flatMap((fixed) => [fixed, urlSafe(fixed)]);
  return [
    ...[wide, Buffer.from(wide).swap16()].flatMap((one) => [inBase64(one), inHex(one)]),
    ...[...new Set(inner)].flatMap((one) => [inBase64(Buffer.from(one)), inHex(Buffer.from(one))]),
    inBase64(Buffer.from(bytes.toString('hex'))),
  ];
}

const urlSafe = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_');
