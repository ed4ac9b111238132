import type { Database } from '../../release/ports.ts';
import { loadParser } from '../sql/parser.ts';
import * as catalog from './catalog.ts';
import * as code from './catalog-code.ts';
import type { CatalogFacts, FunctionFacts, RelationFacts, RoutineFacts, TypeFacts } from './facts.ts';
import { notNullColumns } from './locks/proof.ts';
import { milliseconds } from './locks/time.ts';
import type { Mentions } from './mentions.ts';
import * as rows from './rows.ts';

/**
 * Reads the facts about everything the statements mention, and about what hangs on it (partitions, foreign keys,
 * views). A handful of queries, whatever the number of migrations; needs no right beyond reading catalogs.
 * @param exposed schemas that the settings of the project say the Data API serves
 */
export async function readFacts(
  db: Database,
  mentioned: Mentions,
  exposed: ReadonlySet<string> = new Set(),
): Promise<CatalogFacts> {
  const [session] = await db.query<code.SessionRow>(code.SESSION);
  const functions = new Map<string, FunctionFacts>();
  const named = [[...mentioned.functions]];
  for (const row of await db.query<code.FunctionRow>(code.FUNCTIONS, named))
    functions.set(row.name, rows.functionOf(row));
  const routines = new Map<string, RoutineFacts[]>();
  for (const row of await db.query<code.RoutineRow>(code.ROUTINES, named))
    routines.set(row.name, [...(routines.get(row.name) ?? []), rows.routineOf(row)]);
  const relations = await readRelations(
    db,
    [...mentioned.relations, ...hangingOn(routines)],
    mentioned.schemas,
  );
  const types = new Map<string, TypeFacts>();
  for (const row of await db.query<code.TypeRow>(code.TYPES, [[...mentioned.types, ...typesOf(relations)]])) {
    const facts = rows.typeOfRow(row);
    types.set(`${row.schema}.${row.name}`, facts).set(row.name, facts);
  }
  const schemas = [...mentioned.granted, 'public', ...rows.exposedOf(session?.exposed), ...exposed];
  const schemaRows = await db.query<code.SchemaRow>(code.SCHEMAS, [schemas]);
  return {
    known: true,
    serverVersion: session?.version ?? 0,
    searchPath: session?.path ?? ['public'],
    relations,
    functions,
    types,
    routines,
    schemas: new Map(schemaRows.map((row) => [row.name, rows.schemaOf(row)])),
    ...(session ? { role: session.role, extensions: new Set(session.extensions) } : {}),
    ...(session?.timeout ? { statementTimeoutMs: milliseconds(session.timeout) ?? 0 } : {}),
    unbound: new Set(session?.unbound),
    exposed: new Set([...rows.exposedOf(session?.exposed), ...exposed]),
    inherits: new Map(Object.entries(session?.inherits ?? {})),
    defaults: rows.defaultsOf(session?.defaults ?? []),
    publications: new Map(session?.publications.map(({ name, ...each }) => [name, each])),
  };
}

/** Types of columns, by bare name: a statement may change a column without naming the type that it has. */
function typesOf(relations: ReadonlyMap<string, RelationFacts>): ReadonlySet<string> {
  const columns = [...relations.values()].flatMap((relation) => [...relation.columns.values()]);
  return new Set(columns.map(({ type }) => bareType(type)).filter((name) => !name.includes(' ')));
}

const bareType = (type: string): string => {
  const [before = ''] = type.split(/[[(]/);
  return (before.split('.').at(-1) ?? '').replaceAll('"', '');
};

/** Tables whose triggers and policies CASCADE drops with a function: no statement names them. */
function hangingOn(routines: ReadonlyMap<string, readonly RoutineFacts[]>): string[] {
  return [...routines.values()].flat().flatMap(({ dependents = [] }) =>
    dependents.flatMap((what) => {
      const [kind = '', table = ''] = what.split(' ');
      return kind === 'trigger' || kind === 'policy' ? [table.split('.').slice(1).join('.')] : [];
    }),
  );
}

async function readRelations(
  db: Database,
  names: readonly string[],
  schemas: ReadonlySet<string>,
): Promise<Map<string, rows.Writable<RelationFacts>>> {
  const parser = await loadParser();
  const relations = new Map<string, rows.Writable<RelationFacts>>();
  const wanted = [names, [...schemas]];
  for (const row of await db.query<catalog.RelationRow>(catalog.RELATIONS, wanted))
    relations.set(row.name, rows.relationOf(row));
  const known = [[...relations.keys()]];
  if (relations.size === 0) return relations;
  for (const row of await db.query<catalog.ColumnRow>(catalog.COLUMNS, known))
    relations.get(row.relation)?.columns.set(row.name, rows.columnOf(row));
  for (const row of await db.query<catalog.ConstraintRow>(catalog.CONSTRAINTS, known)) {
    const relation = relations.get(row.relation);
    const proves = row.kind === 'c' && row.expression ? notNullColumns(parser, row.expression) : [];
    relation?.constraints.set(row.name, rows.constraintOf(row, proves));
    if (row.references) relations.get(row.references)?.referencedBy.push(row.relation);
  }
  for (const row of await db.query<catalog.IndexRow>(catalog.INDEXES, known))
    relations.get(row.relation)?.indexes.set(row.name, rows.indexOf(row));
  for (const row of await db.query<code.AttachedRow>(code.ATTACHED, known)) {
    const relation = relations.get(row.relation);
    if (relation) rows.attach(relation, row);
  }
  return relations;
}
