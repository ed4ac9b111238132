import { closest, distance } from 'fastest-levenshtein';

/** Letters of a name that make its beginning a sensible short form. */
const BEGINNING = 3;

/**
 * The known word that was probably meant: a third of its letters differ at most, two of them changed places, or it begins
 * so. Undefined: none is near.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || word === '') return undefined;
  const typed = word.toLowerCase();
  const swapped = known.find((one) => {
    const other = one.toLowerCase();
    return letters(typed) === letters(other) && distance(typed, other) <= 2;
  });
  if (swapped !== undefined) return swapped;
  const near = closest(typed, [...known]);
  const most = Math.max(1, Math.floor(Math.max(typed.length, near.length) / 3));
  if (distance(typed, near.toLowerCase()) <= most) return near;
  const begun = typed.length < BEGINNING ? [] : known.filter((one) => one.toLowerCase().startsWith(typed));
  return begun.length === 1 ? begun[0] : undefined;
}

const letters = (word: string): string => [...word].sort().join('');

/** `Did you mean X? ` where one is near. */
export function didYouMean(word: string, known: readonly string[], mark = ''): string {
  const near = nearest(word, known);
  return near === undefined ? '' : `Did you mean ${mark}${near}? `;
}
