import type { RangeVar } from 'libpg-query';
import { size } from '../../present/size.ts';
import { type CatalogFacts, type ColumnFacts, type RelationFacts, TINY } from './facts.ts';
import type { ReleaseMemory } from './memory.ts';

/** A relation that a statement names, with all that is known about it. */
export interface Target {
  /** `public.orders`. */
  readonly name: string;
  readonly facts: RelationFacts | undefined;
  /** Made by this release: nobody uses it, nothing is in it. */
  readonly isNew: boolean;
  /** So small that no lock on it is long. */
  readonly isTiny: boolean;
  /** The catalog was asked, and there is no such relation. */
  readonly isAbsent: boolean;
  /** Named with ONLY: what is below it stays out. */
  readonly only: boolean;
  /** For messages: `public.orders (1,200,000 rows, 310 MB)`. */
  readonly label: string;
}

/** Finds the relation behind a name, as the server would along its search path. */
export function resolve(parts: readonly string[], facts: CatalogFacts, memory: ReleaseMemory): Target {
  const name = qualify(parts, facts, memory);
  const isNew = memory.created.has(name);
  const catalogName = memory.renamed.get(name) ?? name;
  const current = memory.changed.get(catalogName) ?? facts.relations.get(catalogName);
  const known = memory.dropped.has(name) || isNew ? undefined : current;
  const isTiny = known !== undefined && known.rows <= TINY.rows && known.bytes <= TINY.bytes;
  return {
    name,
    facts: known,
    isNew,
    isTiny,
    isAbsent: !isNew && !known && facts.known,
    only: false,
    label: isNew ? `${name} (new)` : known && hasRows(known) ? `${name} (${size(known)})` : name,
  };
}

function qualify(parts: readonly string[], facts: CatalogFacts, memory: ReleaseMemory): string {
  if (parts.length > 1) return parts.slice(-2).join('.');
  const [bare = ''] = parts;
  const exists = (name: string) =>
    memory.created.has(name) ||
    memory.renamed.has(name) ||
    (facts.relations.has(name) && !memory.dropped.has(name));
  const searchPath = memory.searchPath.size > 0 ? [...memory.searchPath] : facts.searchPath;
  const schema = searchPath.find((candidate) => exists(`${candidate}.${bare}`));
  return `${schema ?? searchPath.find((candidate) => candidate !== 'extensions') ?? 'public'}.${bare}`;
}

/** Name parts of a RangeVar. */
export function parts(relation: RangeVar | undefined): string[] {
  return [relation?.schemaname, relation?.relname].filter((part) => part !== undefined);
}

/** A column as it is now; nothing for one that this release added. */
export function columnOf(target: Target, column: string): ColumnFacts | undefined {
  return target.facts?.columns.get(column);
}

function hasRows(facts: RelationFacts): boolean {
  return facts.kind === 'table' || facts.kind === 'partitioned' || facts.kind === 'materialized-view';
}
