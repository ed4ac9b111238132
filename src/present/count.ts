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
