import { Failure } from './state.ts';

/** One condition of a search, e.g. `firstRelease:"a b"`, `!level:info`, or free text. */
export interface Term {
  readonly key: string | undefined;
  readonly value: string;
  readonly not: boolean;
}

/** Sentry's search syntax, the part without parentheses and OR. https://docs.sentry.io/concepts/search/ */
export function parseSearch(query: string): Term[] {
  const terms: Term[] = [];
  const pattern = /(!?)([A-Za-z_.-]+):(?:"((?:[^"\\]|\\.)*)"|(\[[^\]]*\]|\S+))|"((?:[^"\\]|\\.)*)"|(\S+)/g;
  for (const [, not, key, quoted, bare, phrase, word] of query.matchAll(pattern)) {
    if (word !== undefined && /^(?:OR|AND|\(|\))$/i.test(word))
      throw new Failure(400, { detail: `The stand-in does not know ${word} in a search` });
    const value = (quoted ?? bare ?? phrase ?? word ?? '').replace(/\\(.)/g, '$1');
    terms.push({ key, value, not: not === '!' });
  }
  return terms;
}

/** Does one of the values match? `[a, b]` is a list, `*` a wildcard. */
export function matches(term: Term, values: readonly (string | null | undefined)[]): boolean {
  const wanted = term.value.startsWith('[')
    ? term.value
        .slice(1, -1)
        .split(',')
        .map((one) => one.trim().replace(/^"|"$/g, ''))
    : [term.value];
  const hit = wanted.some((one) => {
    const pattern = new RegExp(
      `^${one
        .split('*')
        .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
        .join('.*')}$`,
    );
    return values.some((value) => typeof value === 'string' && pattern.test(value));
  });
  return hit !== term.not;
}

/** `start`+`end` or `statsPeriod`, in milliseconds since the epoch. Sentry wants both ends or neither. */
export function range(
  query: Readonly<Record<string, string>>,
  standardDays = 14,
): { start: number; end: number } {
  const { start, end, statsPeriod } = query;
  if (start || end) {
    if (!start || !end) throw new Failure(400, { detail: 'start and end are both required' });
    // Times without a zone are UTC.
    const utc = (value: string) => Date.parse(/[zZ]$|[+-]\d\d:?\d\d$/.test(value) ? value : `${value}Z`);
    if (Number.isNaN(utc(start)) || Number.isNaN(utc(end)))
      throw new Failure(400, { detail: 'Invalid date format' });
    if (utc(start) > utc(end)) throw new Failure(400, { detail: 'start must be before end' });
    return { start: utc(start), end: utc(end) };
  }
  const [, amount, unit] = /^(\d+)([smhdw])$/.exec(statsPeriod ?? `${standardDays}d`) ?? [];
  if (!amount || !unit) throw new Failure(400, { detail: 'Invalid statsPeriod' });
  const seconds = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }[unit as 's'];
  return { start: Date.now() - Number(amount) * seconds * 1000, end: Date.now() + 1000 };
}
