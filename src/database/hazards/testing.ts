import type { CatalogFacts, RelationFacts } from './facts.ts';
import { noFacts } from './facts.ts';

/** A table of the catalog for tests, without asking one. */
export function tableFacts(name: string, rows: number, bytes: number): RelationFacts {
  return {
    name,
    kind: 'table',
    rows,
    bytes,
    columns: new Map(),
    constraints: new Map(),
    indexes: new Map(),
    children: [],
    parents: [],
    referencedBy: [],
    views: [],
    rowSecurity: true,
    unlogged: false,
  };
}

/** Facts with these tables. */
export function factsWith(...tables: readonly RelationFacts[]): CatalogFacts {
  return {
    ...noFacts(),
    known: true,
    serverVersion: 180000,
    relations: new Map(tables.map((table) => [table.name, table])),
  };
}
