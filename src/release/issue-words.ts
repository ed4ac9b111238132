import type { z } from 'zod';
import { count } from '../present/count.ts';
import { cut, oneLine } from '../present/text.ts';
import { nearest } from './nearest.ts';

type Issue = z.core.$ZodIssue;

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'a block of keys',
  record: 'a block of keys',
};
const FORMATS: Readonly<Record<string, string>> = {
  url: 'a URL',
  date: 'a date, written YYYY-MM-DD',
  datetime: 'a time, written YYYY-MM-DDTHH:MM:SSZ',
};

/**
 * What a value has to be, as the end of "database.engine …". The schema library speaks of inputs and options; whoever
 * writes the settings knows keys and values. What our own checks say stays. The value itself is not said again: it can be
 * anything, also a secret in the wrong place.
 */
export function issueWords(issue: Issue): string {
  const { input } = issue;
  if (input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value'))
    return `is missing (expected ${expected(issue)})`;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${expected(issue)}, and is ${kindOf(input)}`;
    case 'invalid_value':
      return `must be ${expected(issue)}${meant(input, issue.values)}`;
    case 'too_small':
      return `must ${bound(issue.origin, Number(issue.minimum), issue.inclusive ? 'at least' : 'more than')}`;
    case 'too_big':
      return `must ${bound(issue.origin, Number(issue.maximum), issue.inclusive ? 'at most' : 'less than')}`;
    case 'invalid_format':
      return FORMATS[issue.format]
        ? `must be ${FORMATS[issue.format]}`
        : own(issue) || 'is not written as it must be';
    case 'invalid_union':
      return union(issue);
    case 'unrecognized_keys':
      return `has the unknown key ${cut(oneLine(issue.keys.join(', ')), 80)}`;
    case 'invalid_key':
      return 'is not a key that can stand there';
    default:
      return own(issue) || 'does not have a value that can stand there';
  }
}

/** The schema library's own words begin so; ours do not. */
const own = ({ message }: Issue): string => (/^Invalid\b/.test(message) ? '' : oneLine(message));

function expected(issue: Issue): string {
  if (issue.code === 'invalid_value') return oneOf(issue.values);
  if (issue.code === 'invalid_type') return KINDS[issue.expected] ?? issue.expected;
  return 'another value';
}

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1
    ? `\`${String(values[0])}\``
    : `one of ${values.map((one) => `\`${String(one)}\``).join(', ')}`;

function meant(input: unknown, values: readonly unknown[]): string {
  const near = typeof input === 'string' ? nearest(input, values.map(String)) : undefined;
  return near === undefined ? '' : `; did you mean \`${near}\`?`;
}

function bound(origin: string, limit: number, words: string): string {
  const length = { string: 'character', array: 'entry', set: 'entry' }[origin];
  if (!length) return `be ${words} ${limit}`;
  if (words === 'at least' && limit === 1) return 'not be empty';
  return `have ${words} ${length === 'entry' ? `${limit} ${limit === 1 ? 'entry' : 'entries'}` : count(limit, length)}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  return KINDS[Array.isArray(value) ? 'array' : typeof value] ?? 'something else';
}

function union(issue: Issue & { readonly code: 'invalid_union' }): string {
  if ('options' in issue && issue.discriminator) {
    const { input, discriminator } = issue;
    const given = typeof input === 'object' && input !== null ? Reflect.get(input, discriminator) : undefined;
    const options = [...(issue.options ?? [])];
    return given === undefined
      ? `is missing (expected ${oneOf(options)})`
      : `must be ${oneOf(options)}${meant(given, options)}`;
  }
  const ways = issue.errors.flatMap(([first]) => (first ? [issueWords(first)] : []));
  return (
    [...new Set(ways)].map((way) => cut(way, 200)).join(', or ') || 'has a value that cannot stand there'
  );
}
