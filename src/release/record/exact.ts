import { parse } from 'lossless-json';
import { Digits, type ExactJson } from '../canonical.ts';

/** JSON text as jsonb prints it, with every digit of its numbers. @throws SyntaxError; RangeError when nested too deeply */
export function parseExact(text: string): ExactJson {
  // The parser returns `unknown` for numbers of a foreign kind; these are ours, and the rest is JSON.
  return parse(text, undefined, (digits) => new Digits(digits)) as ExactJson;
}

/** The fields of an object; none of anything else. */
export function fieldsOf(value: ExactJson | undefined): ReadonlyMap<string, ExactJson> {
  if (typeof value !== 'object' || value === null || value instanceof Digits || Array.isArray(value))
    return new Map();
  return new Map(Object.entries(value));
}

/** The items of a list; none of anything else. */
export function itemsOf(value: ExactJson | undefined): readonly ExactJson[] {
  return Array.isArray(value) ? value : [];
}
