import type { Node } from 'libpg-query';
import { firstOf } from '../../../present/count.ts';
import type { Database } from '../../../release/ports.ts';
import type { CatalogFacts } from '../../hazards/facts.ts';
import { releaseMemory } from '../../hazards/memory.ts';
import { inner, nested } from '../../hazards/nested.ts';
import { followSearchPath } from '../../hazards/search-path.ts';
import type { Statement } from '../../sql/parse.ts';
import { applyToPublications } from './publications.ts';
import { readState, type State, type Table } from './state.ts';
import { applyToTables } from './tables.ts';

export interface Unidentified {
  readonly statement: Statement;
  readonly message: string;
  /** The running version writes to one of them. */
  readonly breaks: boolean;
}

/**
 * Published tables that nobody will be able to update or delete from at the end of the release, told of the statement
 * that makes them so. Follows keys, replica identities and publications over all pending files.
 */
export async function unidentified(
  db: Database,
  files: readonly (readonly Statement[])[],
  { searchPath }: CatalogFacts,
): Promise<readonly Unidentified[]> {
  const state = await readState(db);
  const publishes = files.flat().some(({ node }) => 'CreatePublicationStmt' in node || 'DoStmt' in node);
  if (state.publications.size === 0 && !publishes) return [];
  const before = refusedIn(state);
  const blame = new Map<Table, { statement: Statement; by: string }>();
  const maybe: { statement: Statement; table: Table; by: string }[] = [];
  const note = (statement: Statement, now: ReadonlyMap<Table, string>) => {
    for (const table of [...blame.keys()]) if (!now.has(table)) blame.delete(table);
    for (const [table, by] of now)
      if (!before.has(table) && !blame.has(table)) blame.set(table, { statement, by });
  };
  for (const file of files) {
    const memory = releaseMemory();
    for (const statement of file) {
      const path = memory.searchPath.size > 0 ? [...memory.searchPath] : searchPath;
      const { nodes } = nested(statement);
      // What may be left out counts for what it would do, and nothing relies on it.
      const trial = nodes.every(({ sure }) => sure) ? state : state.clone();
      for (const node of [statement.node, ...nodes.map((each) => each.node)])
        run({ state: trial, path }, node);
      if (trial === state) note(statement, refusedIn(state));
      else
        for (const [table, by] of refusedIn(trial)) {
          const same = [...before.keys(), ...blame.keys()].some(({ name }) => name === table.name);
          if (!same) maybe.push({ statement, table, by });
        }
      followSearchPath(statement.node, memory);
    }
  }
  const found = [...[...blame].map(([table, { statement, by }]) => ({ statement, table, by })), ...maybe];
  return [...Map.groupBy(found, ({ statement }) => statement)].map(([statement, all]) => {
    const tables = all.map(({ table, by }) => `${table.name} (published by ${by})`);
    return {
      statement,
      message: `nothing identifies the rows of ${firstOf(tables, 5)}: updates and deletes of them fail`,
      breaks: all.some(({ table }) => table.isNew !== true),
    };
  });
}

function run(scene: { readonly state: State; readonly path: readonly string[] }, node: Node): void {
  applyToTables(scene, node);
  applyToPublications(scene, node);
  const path = 'CreateSchemaStmt' in node ? [node.CreateSchemaStmt.schemaname ?? ''] : scene.path;
  for (const part of inner(node)) run({ ...scene, path }, part);
}

function refusedIn(state: State): Map<Table, string> {
  const found = new Map<Table, string>();
  for (const table of state.tables.values()) {
    const [by] = state.refusing(table);
    if (by !== undefined) found.set(table, by);
  }
  return found;
}
