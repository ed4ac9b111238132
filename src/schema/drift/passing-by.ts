import { count } from '../../present/count.ts';
import type { SchemaSnapshot } from '../../release/snapshot.ts';
import { goesBeyond, isOfPartition, isPlatforms, partitionsOf } from '../model/passing.ts';
import { type Item, text, value } from '../model/view.ts';

/** What comes and goes between two snapshots without anybody's decision. */
export interface PassingBy {
  skips(id: string, want: Item | undefined, have: Item | undefined): boolean;
  /** Of a new partition, and gives somebody more than its parent does. */
  opens(id: string, have: Item | undefined): boolean;
  remarks(): string[];
}

/**
 * Partitions that are in one of the two alone, the platform's publications, versions of extensions. A partition is a
 * finding all the same where it lets somebody past its parent.
 */
export function passingBy(expected: SchemaSnapshot, live: SchemaSnapshot): PassingBy {
  const [before, now] = [partitionsOf(expected.objects), partitionsOf(live.objects)];
  const has = ({ objects }: SchemaSnapshot, name: string) => Object.hasOwn(objects, `relation ${name}`);
  const come = [...now].filter((name) => !has(expected, name) && hasParent(live, name, expected));
  const gone = [...before].filter((name) => !has(live, name) && hasParent(expected, name, live));
  const passing = new Set([...come, ...gone]);
  const published = new Set<string>();
  const versions: string[] = [];
  const opens = (id: string, have: Item | undefined) =>
    have !== undefined && isOfPartition(id, have, passing) && goesBeyond(id, have, live.objects);
  return {
    skips(id, want, have) {
      const item = have ?? want;
      if (!item) return false;
      if (isPlatforms(item)) {
        if (JSON.stringify(want) !== JSON.stringify(have)) published.add(id);
        return true;
      }
      if (item.kind === 'extension' && want && have) {
        const [from, to] = [want, have].map((each) => text(each, 'version'));
        if (from !== to) versions.push(`${id.slice('extension '.length)} ${from} → ${to}`);
        return value(want, 'schema') === value(have, 'schema');
      }
      if (passing.size === 0) return false;
      return isOfPartition(id, item, passing) && !opens(id, have);
    },
    opens,
    remarks: () => [
      ...counted(come, 'added'),
      ...counted(gone, 'removed'),
      ...(published.size > 0 ? [`the platform changed ${[...published].sort().join(', ')}`] : []),
      ...(versions.length > 0 ? [`the platform updated ${versions.join(', ')}`] : []),
    ],
  };
}

/** The parent is in both: otherwise the partition went with it, or came with it. */
function hasParent(own: SchemaSnapshot, name: string, other: SchemaSnapshot): boolean {
  const parents = own.objects[`relation ${name}`]?.properties.parents;
  return (Array.isArray(parents) ? parents : []).some((parent) =>
    Object.hasOwn(other.objects, `relation ${parent}`),
  );
}

function counted(names: readonly string[], verb: string): string[] {
  if (names.length === 0) return [];
  return [
    `${count(names.length, 'partition')} ${verb} (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''})`,
  ];
}
