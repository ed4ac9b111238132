import type { Found, Reading } from './encodings.ts';

/** Fewer characters of a token in a row stand in texts by chance, or begin every token of its kind (`github_pat_`). */
const SHORTEST_PIECE = 12;
/** Of any piece of that length, one of these begins at a place that is looked at. */
const GRAM = 6;
const SHORTEST_TOKEN = 20;

/**
 * Pieces of tokens: vendors cut what they say back (`vcp_9fK2mQ7xT4bN… is invalid`), put it into two fields, or colour a
 * part. Only of what nobody could have made up: a piece of a host or of a word would hide facts.
 */
export function inPieces(secrets: readonly string[]): (reading: Reading) => Found[] {
  const grams = new Map<string, { readonly token: string; readonly at: number }[]>();
  for (const token of new Set(secrets.flatMap(tokensIn)))
    for (let at = 0; at + GRAM <= token.length; at += 1) {
      const gram = token.slice(at, at + GRAM);
      grams.set(gram, [...(grams.get(gram) ?? []), { token, at }]);
    }
  return (reading) => {
    if (grams.size === 0) return [];
    const { text } = reading;
    const found: Found[] = [];
    for (let at = 0; at + GRAM <= text.length; at += GRAM) {
      for (const place of grams.get(text.slice(at, at + GRAM)) ?? []) {
        const { from, to } = extended(text, at, place);
        if (to - from >= SHORTEST_PIECE) found.push({ from: reading.from(from), to: reading.to(to - 1) });
      }
    }
    return found;
  };
}

/** As far as text and token agree to both sides. */
function extended(
  text: string,
  start: number,
  { token, at }: { readonly token: string; readonly at: number },
): { from: number; to: number } {
  let before = 0;
  while (before < at && before < start && text[start - before - 1] === token[at - before - 1]) before += 1;
  let length = GRAM;
  while (at + length < token.length && text[start + length] === token[at + length]) length += 1;
  return { from: start - before, to: start + length };
}

/** The parts that a machine made. The first part of a JWT says how it is signed, and is the same in all of them. */
function tokensIn(secret: string): string[] {
  return ownWords(secret)
    .split(/[\s:/@?#&=.,;"'\\|]+/)
    .filter((part) => part.length >= SHORTEST_TOKEN && /[a-z]/i.test(part) && /\d/.test(part))
    .filter((part, at) => !(at === 0 && part.startsWith('eyJ')));
}

/** Of an address its path: messages name the host, and the password is a secret of its own. */
function ownWords(secret: string): string {
  if (!secret.includes('://')) return secret;
  const url = URL.canParse(secret) ? new URL(secret) : undefined;
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? `${url.pathname}${url.search}` : '';
}
