import { isDeepStrictEqual } from 'node:util';
import { firstOf } from '../../present/count.ts';
import type { SchemaSnapshot } from '../../release/snapshot.ts';

const SHOWN = 8;

/** What differs between two catalogs, as short sentences: gone, new and changed objects. Empty: equal. */
export function differences(expected: SchemaSnapshot, actual: SchemaSnapshot): string[] {
  const found: string[] = [];
  for (const [id, object] of Object.entries(expected.objects)) {
    const now = actual.objects[id];
    if (!now) found.push(`${id} is missing`);
    else if (!isDeepStrictEqual(now, object))
      found.push(`${id} differs (${changedProperties(object.properties, now.properties)})`);
  }
  for (const id of Object.keys(actual.objects)) if (!expected.objects[id]) found.push(`${id} is left over`);
  for (const { what, why } of [...expected.unreadable, ...actual.unreadable])
    found.push(`could not read ${what}: ${why}`);
  return found;
}

function changedProperties(before: object, after: object): string {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...keys].filter((key) => !isDeepStrictEqual(before[key as never], after[key as never]));
  return changed.join(', ') || 'kind';
}

/** The first few of a list of differences. */
export function some(list: readonly string[]): string {
  return firstOf(list, SHOWN, '; ');
}
