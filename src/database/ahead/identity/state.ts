import type { Database } from '../../../release/ports.ts';

/** A table, and what identifies its rows to subscribers. */
export interface Table {
  name: string;
  readonly partitioned: boolean;
  /** As pg_class has it: p permanent, u unlogged, t temporary. Others than the first are not published. */
  persistence: string;
  /** REPLICA IDENTITY: d default, f full, n nothing, i index. */
  identity: string;
  /** The index of the primary key. */
  key: string | undefined;
  /** The index that REPLICA IDENTITY USING INDEX names. */
  index: string | undefined;
  /** Unique indexes → their columns. */
  readonly indexes: Map<string, string[]>;
  /** The partitioned table that it is a partition of. */
  partitionOf: string | undefined;
  /** Tables that it inherits from otherwise. */
  readonly heirOf: string[];
  /** Made by the release: the running version does not know it. */
  readonly isNew?: boolean;
}

export interface Publication {
  readonly name: string;
  all: boolean;
  /** Updates or deletes are published. */
  changes: boolean;
  readonly tables: Set<string>;
  readonly schemas: Set<string>;
}

export class State {
  readonly tables = new Map<string, Table>();
  readonly publications = new Map<string, Publication>();

  clone(): State {
    const copy = new State();
    for (const [name, table] of this.tables)
      copy.tables.set(name, { ...table, indexes: new Map(table.indexes), heirOf: [...table.heirOf] });
    for (const [name, each] of this.publications)
      copy.publications.set(name, { ...each, tables: new Set(each.tables), schemas: new Set(each.schemas) });
    return copy;
  }

  /** The publications that let nobody update or delete rows of a table, by name. */
  refusing(table: Table): string[] {
    if (table.partitioned || table.persistence !== 'p' || isIdentified(table)) return [];
    const names = [table.name, ...this.above(table)];
    return [...this.publications.values()]
      .filter(
        ({ all, changes, tables, schemas }) =>
          changes && (all || names.some((name) => tables.has(name) || schemas.has(schemaOf(name)))),
      )
      .map(({ name }) => name);
  }

  rename(table: Table, name: string): void {
    this.tables.delete(table.name);
    for (const each of this.tables.values()) {
      if (each.partitionOf === table.name) each.partitionOf = name;
      const at = each.heirOf.indexOf(table.name);
      if (at >= 0) each.heirOf[at] = name;
    }
    for (const { tables } of this.publications.values()) if (tables.delete(table.name)) tables.add(name);
    table.name = name;
    this.tables.set(name, table);
  }

  drop(name: string): void {
    this.tables.delete(name);
    for (const { tables } of this.publications.values()) tables.delete(name);
    for (const table of [...this.tables.values()]) if (table.partitionOf === name) this.drop(table.name);
  }

  below(table: Table): Table[] {
    return [...this.tables.values()]
      .filter(({ partitionOf }) => partitionOf === table.name)
      .flatMap((each) => [each, ...this.below(each)]);
  }

  /** With everything that inherits from it: a publication takes these in by name when it is told of the table. */
  withHeirs(table: Table): Table[] {
    const heirs = [...this.tables.values()].filter(({ heirOf }) => heirOf.includes(table.name));
    return [table, ...heirs.flatMap((each) => this.withHeirs(each))];
  }

  private above({ partitionOf }: Table): string[] {
    const parent = partitionOf === undefined ? undefined : this.tables.get(partitionOf);
    return partitionOf === undefined ? [] : [partitionOf, ...(parent ? this.above(parent) : [])];
  }
}

export const schemaOf = (name: string): string => name.slice(0, name.indexOf('.'));

/** https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/executor/execReplication.c */
function isIdentified({ identity, key, index }: Table): boolean {
  if (identity === 'f') return true;
  return identity === 'i' ? index !== undefined : identity === 'd' && key !== undefined;
}

interface Row {
  tables: (Omit<Table, 'indexes' | 'key' | 'index' | 'partitionOf'> & {
    readonly key: string | null;
    readonly index: string | null;
    readonly partitionOf: string | null;
    readonly indexes: Record<string, string[]>;
  })[];
  publications: { name: string; all: boolean; changes: boolean; tables: string[]; schemas: string[] }[];
}

const SQL = `
select (select coalesce(jsonb_agg(jsonb_build_object('name', format('%s.%s', n.nspname, c.relname), 'partitioned', c.relkind = 'p',
    'persistence', c.relpersistence, 'identity', c.relreplident,
    'key', (select x.relname from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid and i.indisprimary),
    'index', (select x.relname from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid and i.indisreplident),
    'indexes', (select coalesce(jsonb_object_agg(x.relname, array(select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = any (i.indkey))), '{}')
      from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid and i.indisunique),
    'partitionOf', (select format('%s.%s', pn.nspname, p.relname) from pg_inherits h join pg_class p on p.oid = h.inhparent
      join pg_namespace pn on pn.oid = p.relnamespace where h.inhrelid = c.oid and c.relispartition limit 1),
    'heirOf', array(select format('%s.%s', pn.nspname, p.relname) from pg_inherits h join pg_class p on p.oid = h.inhparent
      join pg_namespace pn on pn.oid = p.relnamespace where h.inhrelid = c.oid and not c.relispartition))), '[]')
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema') as tables,
  (select coalesce(jsonb_agg(jsonb_build_object('name', p.pubname, 'all', p.puballtables, 'changes', p.pubupdate or p.pubdelete,
    'tables', array(select format('%s.%s', n.nspname, c.relname) from pg_publication_rel r join pg_class c on c.oid = r.prrelid
      join pg_namespace n on n.oid = c.relnamespace where r.prpubid = p.oid),
    'schemas', array(select n.nspname from pg_publication_namespace s join pg_namespace n on n.oid = s.pnnspid where s.pnpubid = p.oid))), '[]')
  from pg_publication p) as publications`;

export async function readState(db: Database): Promise<State> {
  const [row] = await db.query<Row>(SQL);
  if (!row) throw new Error('the server did not list its publications');
  const state = new State();
  for (const { indexes, key, index, partitionOf, ...table } of row.tables)
    state.tables.set(table.name, {
      ...table,
      indexes: new Map(Object.entries(indexes)),
      key: key ?? undefined,
      index: index ?? undefined,
      partitionOf: partitionOf ?? undefined,
    });
  for (const { tables, schemas, ...each } of row.publications)
    state.publications.set(each.name, { ...each, tables: new Set(tables), schemas: new Set(schemas) });
  return state;
}
