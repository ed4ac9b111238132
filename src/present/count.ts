/**
 * A number with its noun: `count(1, 'migration')` is "1 migration", `count(2, 'query', 'queries')` is "2 queries".
 * Every count that people read is written by this function or agrees by `plural`.
 */
export function count(number: number | bigint, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${plural(number, one, many)}`;
}

/** The form that agrees with a number: `plural(names.length, 'is', 'are')`. */
export function plural(number: number | bigint, one: string, many: string): string {
  return Number(number) === 1 ? one : many;
}

/**
 * What is left of a list of which the first ones are shown: ` and 3 more`, `; and 1 more`; with a noun ` and 2 more reasons`.
 * Empty where nothing is left.
 */
export function andMore(left: number, { begin = ' and ', noun }: Left = {}): string {
  if (left <= 0) return '';
  return `${begin}${noun === undefined ? `${left.toLocaleString('en-US')} more` : count(left, `more ${noun}`)}`;
}

interface Left {
  readonly begin?: string;
  readonly noun?: string;
}

/** The first so many of a list, and how many it has beyond them: `a, b and 3 more`; of sentences `a; b; and 3 more`. */
export function firstOf(list: readonly string[], most: number, between: ', ' | '; ' | '. ' = ', '): string {
  const begin = { ', ': ' and ', '; ': '; and ', '. ': '. And ' }[between];
  return `${list.slice(0, most).join(between)}${andMore(list.length - most, { begin })}`;
}
