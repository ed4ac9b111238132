import { redact } from './redact.ts';

/**
 * What nobody sees, or what turns the order of what is read (CVE-2021-42574): control and format characters, lone
 * surrogates, line and paragraph separators, fillers. Joiners and selectors inside an emoji are part of it.
 */
const UNSEEN =
  /(\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]*(?:\u200D\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]*)*)|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** The same text with everything unseen written out as `\u{200b}`. Line feeds and tabs stay. */
export function visible(words: string): string {
  return words.replace(UNSEEN, (sign: string, emoji: string | undefined) =>
    emoji !== undefined || sign === '\n' || sign === '\t'
      ? sign
      : `\\u{${sign.codePointAt(0)?.toString(16)}}`,
  );
}

/** One line: white space of any kind, line breaks included, folded into single spaces. */
export function oneLine(words: string): string {
  return words.replace(/\s+/g, ' ').trim();
}

/** Longest grapheme cluster that is kept whole; longer ones are decoration, and are cut between code points. */
const LONGEST_CLUSTER = 64;
let segmenter: Intl.Segmenter | undefined;

/**
 * At most `limit` UTF-16 units, cut between two graphemes and ended by `…`; always well-formed, as PostgreSQL's jsonb and
 * every vendor's JSON want it. Secrets are replaced before the cut, because half a secret is found by nobody.
 */
export function cut(words: string, limit: number): string {
  const whole = redact(words).toWellFormed();
  return whole.length <= limit ? whole : `${whole.slice(0, boundary(whole, Math.max(0, limit - 1)))}…`;
}

/** The last place at or before `most` where a text may be parted. */
function boundary(whole: string, most: number): number {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  // Clusters depend on what is near: looking at the neighbourhood is enough, however long the text is.
  const from = codePointBoundary(whole, Math.max(0, most - 4 * LONGEST_CLUSTER));
  const near = whole.slice(from, most + LONGEST_CLUSTER);
  const at = from + (segmenter.segment(near).containing(most - from)?.index ?? most - from);
  return most - at < LONGEST_CLUSTER ? at : codePointBoundary(whole, most);
}

function codePointBoundary(whole: string, at: number): number {
  const unit = whole.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}
