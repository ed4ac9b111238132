import { firstOf } from '../present/count.ts';

/** A digest of each object of a schema, by its identity. */
export type SchemaObjects = Readonly<Record<string, string>>;

const SHOWN = 8;

/** The objects that came, went or changed between two looks, as a person reads them. Empty where nothing is known. */
export function movedObjects(before: SchemaObjects | undefined, now: SchemaObjects | undefined): string {
  if (!before || !now) return '';
  const moved = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort().flatMap((id) => {
    if (!Object.hasOwn(now, id)) return [`${id} is gone`];
    if (!Object.hasOwn(before, id)) return [`${id} is new`];
    return before[id] === now[id] ? [] : [`${id} changed`];
  });
  return firstOf(moved, SHOWN, '; ');
}
