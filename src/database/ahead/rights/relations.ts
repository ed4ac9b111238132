import type { AlterTableCmd, AlterTableStmt, CreateStmt, Node, RangeVar } from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import { type Asking, schemaOf, TEMPORARY } from './asking.ts';
import { reads } from './data.ts';
import type { Handlers } from './handlers.ts';
import type { Held } from './world.ts';

/**
 * What tables, views and what hangs on them need.
 * https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/commands/tablecmds.c
 */
const names = (relation: RangeVar | undefined): string[] => [
  ...(relation?.relpersistence === 't'
    ? [TEMPORARY]
    : relation?.schemaname === undefined
      ? []
      : [relation.schemaname]),
  relation?.relname ?? '',
];

const createRelation = (ask: Asking, relation: RangeVar | undefined, relkind: string): void => {
  if (relation?.relpersistence === 't') ask.createsInDatabase('TEMPORARY');
  ask.creates('relation', names(relation), { relkind });
};

/** A table that is made over existing ones: they must belong to the role. */
function createTable(ask: Asking, node: CreateStmt): void {
  for (const parent of node.inhRelations ?? [])
    if ('RangeVar' in parent) ask.owns(ask.relation(parent.RangeVar));
  createRelation(ask, node.relation, node.partspec ? 'p' : 'r');
  for (const element of node.tableElts ?? []) {
    if ('TableLikeClause' in element) ask.may(ask.relation(element.TableLikeClause.relation), ['SELECT']);
    if ('ColumnDef' in element) for (const each of element.ColumnDef.constraints ?? []) constraint(ask, each);
    constraint(ask, element);
  }
}

function constraint(ask: Asking, node: Node | undefined): void {
  if (!node || !('Constraint' in node) || node.Constraint.contype !== 'CONSTR_FOREIGN') return;
  ask.may(ask.relation(node.Constraint.pktable), ['REFERENCES'], true);
}

const BUILDS = new Set(['CONSTR_PRIMARY', 'CONSTR_UNIQUE', 'CONSTR_EXCLUSION']);

function alterTable(ask: Asking, node: AlterTableStmt): void {
  const table = ask.lookUp(node.objtype === 'OBJECT_TYPE' ? 'type' : 'relation', names(node.relation))[0];
  ask.owns(table);
  if (!table) return;
  for (const item of node.cmds ?? []) if ('AlterTableCmd' in item) command(ask, table, item.AlterTableCmd);
}

function command(ask: Asking, table: Held, { subtype, def, newowner }: AlterTableCmd): void {
  const schema = schemaOf(table);
  switch (subtype) {
    case 'AT_ChangeOwner':
      handOver(ask, table, ask.named(newowner));
      return;
    case 'AT_AddConstraint':
      constraint(ask, def);
      if (def && 'Constraint' in def && BUILDS.has(def.Constraint.contype ?? '') && !def.Constraint.indexname)
        ask.createsIn(schema);
      return;
    case 'AT_AddColumn': {
      const constraints = (def && 'ColumnDef' in def && def.ColumnDef.constraints) || [];
      for (const each of constraints) {
        constraint(ask, each);
        if ('Constraint' in each && BUILDS.has(each.Constraint.contype ?? '')) ask.createsIn(schema);
      }
      return;
    }
    case 'AT_AttachPartition':
      if (def && 'PartitionCmd' in def) ask.owns(ask.relation(def.PartitionCmd.name));
      return;
    case 'AT_AddInherit':
      if (def && 'RangeVar' in def) ask.owns(ask.relation(def.RangeVar));
      return;
    case 'AT_EnableTrigAll':
    case 'AT_DisableTrigAll':
      if (table.systemTriggers) ask.superuser(`switching the triggers behind foreign keys of ${table.name}`);
  }
}

/** https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/catalog/objectaddress.c */
export function handOver(ask: Asking, held: Held | undefined, owner: string | undefined): void {
  if (!held || owner === undefined || held.owner === owner) return;
  ask.owns(held);
  ask.becomes(owner);
  if (!ask.world.isSuperuser(ask.role) && ask.world.roles.has(owner)) {
    // A schema asks its giver, not its taker.
    if (held.kind === 'schema') ask.createsInDatabase();
    else if (held.kind === 'publication') ask.createsInDatabase('CREATE', owner);
    else ask.createsIn(schemaOf(held) || undefined, owner);
  }
  if (ask.denials.length > 0) return;
  held.owner = owner;
  held.acl = undefined;
}

/** From 17 on MAINTAIN is a right of its own; before, the owner alone. */
function maintains(ask: Asking, held: Held | undefined): void {
  if (ask.world.major >= 17) ask.may(held, ['MAINTAIN']);
  else ask.owns(held);
}

const ofTable = (ask: Asking, { table }: Partial<Held>): Held | undefined =>
  table === undefined ? undefined : ask.world.find('relation', table)[0];

export const relations: Handlers = {
  CreateStmt: createTable,
  AlterTableStmt: alterTable,
  CreateForeignTableStmt: (ask, node) => {
    ask.may(ask.lookUp('server', [node.servername ?? ''])[0], ['USAGE']);
    if (node.base) createTable(ask, node.base);
  },
  CreateTableAsStmt: (ask, node) => {
    createRelation(ask, node.into?.rel, node.objtype === 'OBJECT_MATVIEW' ? 'm' : 'r');
    if (!node.into?.skipData) reads(ask, node.query);
  },
  ViewStmt: (ask, node) => {
    if (node.replace) {
      const { name } = ask.place(names(node.view));
      ask.owns(ask.world.find('relation', name)[0]);
    }
    createRelation(ask, node.view, 'v');
  },
  CreateSeqStmt: (ask, node) => createRelation(ask, node.sequence, 'S'),
  AlterSeqStmt: (ask, node) => ask.owns(ask.relation(node.sequence)),
  IndexStmt: (ask, node) => {
    const table = ask.relation(node.relation);
    ask.owns(table);
    if (!table) return;
    ask.createsIn(schemaOf(table));
    if (node.idxname)
      ask.made('relation', `${schemaOf(table)}.${node.idxname}`, {
        relkind: 'i',
        owner: table.owner,
        table: table.name,
      });
  },
  CreateTrigStmt: (ask, node) => {
    ask.may(ask.relation(node.relation), ['TRIGGER']);
    ask.may(ask.relation(node.constrrel), ['TRIGGER']);
    const [only, ...more] = ask.lookUp('routine', nameList(node.funcname));
    if (more.length === 0) ask.may(only, ['EXECUTE']);
  },
  RuleStmt: (ask, node) => ask.owns(ask.relation(node.relation)),
  // Supabase lets its role make policies on some tables that are not its own.
  CreatePolicyStmt: (ask, node) => policy(ask, ask.relation(node.table)),
  AlterPolicyStmt: (ask, node) => policy(ask, ask.relation(node.table)),
  CreateStatsStmt: (ask, node) => {
    for (const each of node.relations ?? []) if ('RangeVar' in each) ask.owns(ask.relation(each.RangeVar));
    if (node.defnames) ask.createsIn(ask.place(nameList(node.defnames)).schema);
  },
  RefreshMatViewStmt: (ask, node) => maintains(ask, ask.relation(node.relation)),
  ClusterStmt: (ask, node) => maintains(ask, ask.relation(node.relation)),
  ReindexStmt: (ask, node) => {
    if (node.kind === 'REINDEX_OBJECT_SCHEMA') ask.owns(ask.lookUp('schema', [node.name ?? ''])[0]);
    const held = ask.relation(node.relation);
    maintains(ask, held?.table ? ofTable(ask, held) : held);
  },
};

export function policy(ask: Asking, table: Held | undefined): void {
  if (table)
    ask.onPlatform(
      ask.world.owns(ask.role, table),
      `${table.label} belongs to ${table.owner}`,
      `Let ${table.owner} run it.`,
    );
}
