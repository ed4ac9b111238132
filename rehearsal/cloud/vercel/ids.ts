import { randomBytes } from 'node:crypto';

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** `dpl_…`, `prj_…`: a prefix and random letters, as Vercel's ids look. */
export function newId(prefix: string, length = 28): string {
  return `${prefix}_${[...randomBytes(length)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')}`;
}

let last = 0;

/** The clock in ms, never the same twice: lists are ordered and paged by it. */
export function uniqueNow(): number {
  last = Math.max(last + 1, Date.now());
  return last;
}
