import type { AlterTableCmd, AlterTableStmt, CreateStmt, Node, RangeVar, RenameStmt } from 'libpg-query';
import { objectNames } from '../../hazards/nodes.ts';
import { parts } from '../../hazards/target.ts';
import { nameList } from '../../sql/walk.ts';
import { type State, schemaOf, type Table } from './state.ts';

/** What a statement sees: the tables as they are by now, and where bare names are looked up. */
export interface Scene {
  readonly state: State;
  readonly path: readonly string[];
}

export function find({ state, path }: Scene, names: readonly string[]): Table | undefined {
  if (names.length > 1) return state.tables.get(names.slice(-2).join('.'));
  for (const schema of path) {
    const found = state.tables.get(`${schema}.${names[0]}`);
    if (found) return found;
  }
  return undefined;
}

const TEMPORARY = 'pg_temp';

function placeOf({ path }: Scene, relation: RangeVar | undefined): string {
  const [bare = '', schema] = parts(relation).reverse();
  return relation?.relpersistence === 't'
    ? `${TEMPORARY}.${bare}`
    : `${schema ?? path[0] ?? 'public'}.${bare}`;
}

function make(scene: Scene, relation: RangeVar | undefined, more: Partial<Table> = {}): Table | undefined {
  const name = placeOf(scene, relation);
  if (scene.state.tables.has(name)) return undefined;
  const table: Table = {
    name,
    partitioned: false,
    persistence: relation?.relpersistence ?? 'p',
    identity: 'd',
    key: undefined,
    index: undefined,
    indexes: new Map(),
    partitionOf: undefined,
    heirOf: [],
    isNew: true,
    ...more,
  };
  scene.state.tables.set(name, table);
  return table;
}

const bare = (name: string): string => name.slice(name.indexOf('.') + 1);

function addKey(table: Table, name: string | undefined, columns: readonly string[]): void {
  table.key = name ?? `${bare(table.name)}_pkey`;
  table.indexes.set(table.key, [...columns]);
}

/** A partition gets the key of the table above it. */
function inheritKey({ state }: Scene, table: Table): void {
  const parent = table.partitionOf === undefined ? undefined : state.tables.get(table.partitionOf);
  if (parent?.key !== undefined && table.key === undefined)
    addKey(table, undefined, parent.indexes.get(parent.key) ?? []);
}

function create(scene: Scene, node: CreateStmt): void {
  const above = (node.inhRelations ?? []).flatMap((each) =>
    'RangeVar' in each ? (find(scene, parts(each.RangeVar))?.name ?? []) : [],
  );
  const table = make(scene, node.relation, {
    partitioned: node.partspec !== undefined,
    partitionOf: node.partbound ? above[0] : undefined,
    heirOf: node.partbound ? [] : above,
  });
  if (!table) return;
  for (const element of node.tableElts ?? []) {
    constraint(table, element);
    if ('ColumnDef' in element)
      for (const each of element.ColumnDef.constraints ?? [])
        constraint(table, each, element.ColumnDef.colname);
    if ('TableLikeClause' in element) {
      // INCLUDING INDEXES is bit 6: https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/nodes/parsenodes.h
      const like = find(scene, parts(element.TableLikeClause.relation));
      const indexes = ((element.TableLikeClause.options ?? 0) & (1 << 6)) !== 0;
      if (indexes && like?.key !== undefined) addKey(table, undefined, like.indexes.get(like.key) ?? []);
    }
  }
  inheritKey(scene, table);
}

function constraint(table: Table, node: Node | undefined, column?: string): void {
  if (!node || !('Constraint' in node)) return;
  const { contype, conname, keys, indexname } = node.Constraint;
  if (contype !== 'CONSTR_PRIMARY' && contype !== 'CONSTR_UNIQUE') return;
  const named = nameList(keys);
  const columns = indexname ? (table.indexes.get(indexname) ?? []) : column === undefined ? named : [column];
  if (indexname) table.indexes.delete(indexname);
  if (contype === 'CONSTR_PRIMARY') addKey(table, conname ?? indexname, columns);
  else
    table.indexes.set(conname ?? indexname ?? `${bare(table.name)}_${columns.join('_')}_key`, [...columns]);
  if (indexname && table.index === indexname) table.index = conname ?? indexname;
}

function loseIndex(table: Table, name: string): void {
  table.indexes.delete(name);
  if (table.key === name) table.key = undefined;
  if (table.index === name) table.index = undefined;
}

function alter(scene: Scene, node: AlterTableStmt): void {
  const table = node.objtype === 'OBJECT_TABLE' ? find(scene, parts(node.relation)) : undefined;
  if (!table) return;
  // The server drops before it adds, whatever their order.
  const commands = (node.cmds ?? []).flatMap((item) => ('AlterTableCmd' in item ? [item.AlterTableCmd] : []));
  const drops = ({ subtype }: AlterTableCmd) => (subtype?.startsWith('AT_Drop') ? 0 : 1);
  for (const each of commands.sort((a, b) => drops(a) - drops(b))) command(scene, table, each);
}

function command(scene: Scene, table: Table, { subtype, name = '', def }: AlterTableCmd): void {
  const all = [table, ...scene.state.below(table)];
  switch (subtype) {
    case 'AT_AddConstraint':
    case 'AT_AddColumn': {
      if (def && 'ColumnDef' in def)
        for (const each of def.ColumnDef.constraints ?? []) constraint(table, each, def.ColumnDef.colname);
      constraint(table, def);
      for (const each of all.slice(1)) inheritKey(scene, each);
      return;
    }
    case 'AT_DropConstraint':
      if (table.key === name)
        for (const each of all.slice(1)) if (each.key !== undefined) loseIndex(each, each.key);
      loseIndex(table, name);
      return;
    case 'AT_DropColumn':
      for (const each of all)
        for (const [index, columns] of each.indexes) if (columns.includes(name)) loseIndex(each, index);
      return;
    case 'AT_ReplicaIdentity':
      if (!def || !('ReplicaIdentityStmt' in def)) return;
      table.identity = def.ReplicaIdentityStmt.identity_type ?? 'd';
      table.index = table.identity === 'i' ? def.ReplicaIdentityStmt.name : undefined;
      return;
    case 'AT_SetLogged':
      table.persistence = 'p';
      return;
    case 'AT_SetUnLogged':
      table.persistence = 'u';
      return;
    case 'AT_AttachPartition':
    case 'AT_DetachPartition': {
      const part = def && 'PartitionCmd' in def ? find(scene, parts(def.PartitionCmd.name)) : undefined;
      if (!part) return;
      part.partitionOf = subtype === 'AT_AttachPartition' ? table.name : undefined;
      inheritKey(scene, part);
    }
  }
}

function rename(scene: Scene, node: RenameStmt): void {
  const { newname = '', subname = '' } = node;
  const tables = [...scene.state.tables.values()];
  switch (node.renameType) {
    case 'OBJECT_TABLE': {
      const table = find(scene, parts(node.relation));
      if (table) scene.state.rename(table, `${schemaOf(table.name)}.${newname}`);
      return;
    }
    case 'OBJECT_SCHEMA':
      for (const table of tables)
        if (schemaOf(table.name) === subname) scene.state.rename(table, `${newname}.${bare(table.name)}`);
      for (const { schemas } of scene.state.publications.values())
        if (schemas.delete(subname)) schemas.add(newname);
      return;
    case 'OBJECT_INDEX':
    case 'OBJECT_TABCONSTRAINT': {
      const before = node.renameType === 'OBJECT_INDEX' ? (node.relation?.relname ?? '') : subname;
      const table =
        node.renameType === 'OBJECT_INDEX'
          ? tables.find(({ indexes }) => indexes.has(before))
          : find(scene, parts(node.relation));
      const columns = table?.indexes.get(before);
      if (!table || !columns) return;
      table.indexes.delete(before);
      table.indexes.set(newname, columns);
      if (table.key === before) table.key = newname;
      if (table.index === before) table.index = newname;
      return;
    }
    case 'OBJECT_COLUMN': {
      const table = find(scene, parts(node.relation));
      for (const each of table ? [table, ...scene.state.below(table)] : [])
        for (const columns of each.indexes.values()) {
          const at = columns.indexOf(subname);
          if (at >= 0) columns[at] = newname;
        }
    }
  }
}

/** What a statement does to tables, their keys and their replica identity. */
export function applyToTables(scene: Scene, node: Node): void {
  const { state } = scene;
  if ('CreateStmt' in node) create(scene, node.CreateStmt);
  else if ('AlterTableStmt' in node) alter(scene, node.AlterTableStmt);
  else if ('RenameStmt' in node) rename(scene, node.RenameStmt);
  else if ('CreateTableAsStmt' in node) {
    if (node.CreateTableAsStmt.objtype === 'OBJECT_TABLE') make(scene, node.CreateTableAsStmt.into?.rel);
  } else if ('SelectStmt' in node) {
    if (node.SelectStmt.intoClause?.rel) make(scene, node.SelectStmt.intoClause.rel);
  } else if ('IndexStmt' in node && node.IndexStmt.unique) {
    const { idxname, indexParams, relation } = node.IndexStmt;
    const columns = (indexParams ?? []).flatMap((each) =>
      'IndexElem' in each ? (each.IndexElem.name ?? []) : [],
    );
    if (idxname) find(scene, parts(relation))?.indexes.set(idxname, columns);
  } else if ('AlterObjectSchemaStmt' in node) {
    const { relation, newschema, objectType } = node.AlterObjectSchemaStmt;
    const table = objectType === 'OBJECT_TABLE' ? find(scene, parts(relation)) : undefined;
    if (table) state.rename(table, `${newschema}.${bare(table.name)}`);
  } else if ('DropStmt' in node)
    for (const names of objectNames(node.DropStmt.objects)) {
      if (node.DropStmt.removeType === 'OBJECT_TABLE') state.drop(find(scene, names)?.name ?? '');
      if (node.DropStmt.removeType === 'OBJECT_SCHEMA')
        for (const name of [...state.tables.keys()]) if (schemaOf(name) === names[0]) state.drop(name);
      if (node.DropStmt.removeType === 'OBJECT_INDEX')
        for (const table of state.tables.values())
          if (table.indexes.has(names.at(-1) ?? '')) loseIndex(table, names.at(-1) ?? '');
    }
}
