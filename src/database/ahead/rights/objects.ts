import type { CreateFunctionStmt, DropStmt, Node, RenameStmt } from 'libpg-query';
import type { CatalogFacts } from '../../hazards/facts.ts';
import { namesOf } from '../../hazards/nodes.ts';
import { namedTypes, plainType, routineOf } from '../../hazards/remade/routines.ts';
import { nameList } from '../../sql/walk.ts';
import { type Asking, schemaOf } from './asking.ts';
import type { Handlers } from './handlers.ts';
import { handOver, policy } from './relations.ts';
import { setting } from './settings.ts';
import type { Held, Kind } from './world.ts';

/** Which of our kinds an object type of the grammar is. */
const KINDS: Readonly<Record<string, Kind>> = {
  OBJECT_TABLE: 'relation',
  OBJECT_VIEW: 'relation',
  OBJECT_MATVIEW: 'relation',
  OBJECT_INDEX: 'relation',
  OBJECT_SEQUENCE: 'relation',
  OBJECT_FOREIGN_TABLE: 'relation',
  OBJECT_FUNCTION: 'routine',
  OBJECT_PROCEDURE: 'routine',
  OBJECT_ROUTINE: 'routine',
  OBJECT_AGGREGATE: 'routine',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'type',
  OBJECT_SCHEMA: 'schema',
  OBJECT_DATABASE: 'database',
  OBJECT_EXTENSION: 'extension',
  OBJECT_LANGUAGE: 'language',
  OBJECT_FDW: 'wrapper',
  OBJECT_FOREIGN_SERVER: 'server',
  OBJECT_PUBLICATION: 'publication',
  OBJECT_EVENT_TRIGGER: 'event trigger',
};
/** Named with their table before them, and the table's owner's. */
const PARTS = new Set([
  'OBJECT_COLUMN',
  'OBJECT_TABCONSTRAINT',
  'OBJECT_TRIGGER',
  'OBJECT_RULE',
  'OBJECT_POLICY',
]);

const sameTypes = (held: Held, types: readonly string[], facts: CatalogFacts): boolean =>
  held.types?.length === types.length &&
  held.types.every((type, at) => plainType(type, facts) === plainType(types[at] ?? '', facts));

/** Says what a node names. Undefined: nothing that is there, or one of several that cannot be told apart. */
export function objectOf(
  ask: Asking,
  type: string | undefined,
  object: Node | undefined,
  facts: CatalogFacts,
): Held | undefined {
  const names = namesOf(object);
  if (PARTS.has(type ?? '')) return ask.lookUp('relation', names.slice(0, -1))[0];
  const kind = KINDS[type ?? ''];
  if (!kind || names.length === 0) return undefined;
  const found = ask.lookUp(kind, names);
  if (kind !== 'routine') return found[0];
  const types = object && namedTypes(object, facts);
  const fitting = types ? found.filter((held) => sameTypes(held, types, facts)) : found;
  return fitting.length === 1 ? fitting[0] : undefined;
}

export function objects(facts: CatalogFacts): Handlers {
  const named = (ask: Asking, type: string | undefined, object: Node | undefined) =>
    objectOf(ask, type, object, facts);
  return {
    CommentStmt: (ask, node) => {
      if (node.objtype === 'OBJECT_POLICY') policy(ask, named(ask, node.objtype, node.object));
      else ask.owns(named(ask, node.objtype, node.object));
    },
    DropStmt: (ask, node) => drop(ask, node, named),
    RenameStmt: (ask, node) => rename(ask, node, named),
    AlterObjectSchemaStmt: (ask, node) => {
      const held = node.relation ? ask.relation(node.relation) : named(ask, node.objectType, node.object);
      if (!held) return;
      ask.owns(held);
      ask.createsIn(node.newschema);
      if (held.kind !== 'extension' && ask.denials.length === 0)
        ask.world.move(held, `${node.newschema}.${held.name.split('.').at(-1)}`);
    },
    AlterOwnerStmt: (ask, node) =>
      handOver(ask, named(ask, node.objectType, node.object), ask.named(node.newowner)),
    CreateFunctionStmt: (ask, node) => createFunction(ask, node, facts),
    AlterFunctionStmt: (ask, node) => {
      const object = node.func ? ({ ObjectWithArgs: node.func } as Node) : undefined;
      ask.owns(named(ask, node.objtype ?? 'OBJECT_FUNCTION', object));
      options(ask, node.actions);
    },
    CreateEnumStmt: (ask, node) => void ask.creates('type', nameList(node.typeName)),
    CreateRangeStmt: (ask, node) => void ask.creates('type', nameList(node.typeName)),
    CreateDomainStmt: (ask, node) => void ask.creates('type', nameList(node.domainname)),
    CompositeTypeStmt: (ask, node) =>
      void ask.creates('type', [
        ...(node.typevar?.schemaname ? [node.typevar.schemaname] : []),
        node.typevar?.relname ?? '',
      ]),
    AlterEnumStmt: (ask, node) => ask.owns(ask.lookUp('type', nameList(node.typeName))[0]),
    AlterDomainStmt: (ask, node) => ask.owns(ask.lookUp('type', nameList(node.typeName))[0]),
    CreateSchemaStmt: (ask, node) => {
      const owner = node.authrole ? ask.named(node.authrole) : ask.role;
      const name = node.schemaname ?? owner ?? '';
      ask.createsInDatabase();
      if (node.authrole) ask.becomes(owner);
      ask.made('schema', name, { owner: owner ?? ask.role });
    },
  };
}

type Named = (ask: Asking, type: string | undefined, object: Node | undefined) => Held | undefined;

function drop(ask: Asking, node: DropStmt, named: Named): void {
  const type = node.removeType;
  for (const object of node.objects ?? []) {
    const held = named(ask, type, object);
    if (!held) continue;
    // Supabase lets its role drop some policies and triggers of tables that are not its own.
    if (type === 'OBJECT_POLICY' || type === 'OBJECT_TRIGGER') policy(ask, held);
    else if (PARTS.has(type ?? '')) ask.owns(held);
    else {
      ask.drops(held);
      ask.world.remove(held.kind, held.name);
      // What hung on it is gone too, and may be made again by another.
      if (node.behavior === 'DROP_CASCADE') ask.world.unsure = true;
    }
  }
}

function rename(ask: Asking, node: RenameStmt, named: Named): void {
  const held = node.relation
    ? ask.relation(node.relation)
    : named(ask, node.renameType, node.object ?? whole(node));
  if (!held) return;
  ask.owns(held);
  const isItself = KINDS[node.renameType ?? ''] !== undefined;
  if (!isItself || node.renameType === 'OBJECT_DATABASE') return;
  if (held.kind === 'relation' || held.kind === 'routine') ask.createsIn(schemaOf(held));
  if (held.kind === 'schema') {
    ask.createsInDatabase();
    // Every name in it is another one now.
    ask.world.unsure = true;
    return;
  }
  const schema = schemaOf(held);
  if (node.newname) ask.world.move(held, schema ? `${schema}.${node.newname}` : node.newname);
}

/** `ALTER SCHEMA a RENAME TO b` has its name in another field. */
const whole = ({ subname }: RenameStmt): Node | undefined =>
  subname === undefined ? undefined : { String: { sval: subname } };

function createFunction(ask: Asking, node: CreateFunctionStmt, facts: CatalogFacts): void {
  const names = nameList(node.funcname);
  const { types } = routineOf(node, facts);
  const { schema, name } = ask.place(names);
  ask.createsIn(schema);
  const before = ask.world.find('routine', name).find((held) => sameTypes(held, types, facts));
  if (before && node.replace) ask.owns(before);
  if (!before) ask.made('routine', name, { types });
  options(ask, node.options);
}

/** Options of functions: language, LEAKPROOF, SUPPORT, SET. */
function options(ask: Asking, list: readonly Node[] | undefined): void {
  for (const item of list ?? []) {
    if (!('DefElem' in item)) continue;
    const { defname, arg } = item.DefElem;
    if (defname === 'language') language(ask, namesOf(arg)[0] ?? '');
    if (defname === 'leakproof' && arg && 'Boolean' in arg && arg.Boolean.boolval === true)
      ask.superuser('a LEAKPROOF function');
    if (defname === 'support') ask.superuser('a support function');
    if (defname === 'set' && arg && 'VariableSetStmt' in arg) setting(ask, arg.VariableSetStmt);
  }
}

function language(ask: Asking, name: string): void {
  const [held] = ask.world.find('language', name.toLowerCase());
  if (!held) return;
  if (held.trusted) ask.may(held, ['USAGE']);
  else ask.superuser(`a function in ${held.label}`);
}
