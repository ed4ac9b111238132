import type { Node, RangeVar } from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import type { AlterHandler, Family } from '../family.ts';
import { nested } from '../nested.ts';
import { routineOf, signature } from '../remade/routines.ts';
import type { Rule } from '../rule.ts';
import { parts } from '../target.ts';
import { columnDef } from './add-column.ts';
import { overloads, qualified } from './functions.ts';

const THERE: Rule = {
  id: 'already-exists',
  severity: 'refused',
  threat: 'correctness',
  refusedByServer: true,
  title: 'Something is created that exists already, so the server refuses the file',
  instead:
    'If a person or another tool has applied the file, record it instead of running it: supabase migration repair --status applied VERSION. If not, write IF NOT EXISTS or OR REPLACE where the same may be there, or use another name.',
};

/** The statement itself, not one inside a block: a block may ask first, or go on after the error. */
export function asks(effects: Effects, node: object): boolean {
  const isWhole = Object.values(effects.statement.node).some((fields) => fields === node);
  return isWhole && effects.facts.known && effects.memory.unread.size === 0;
}

const say = (effects: Effects, what: string): void => effects.hazard(THERE, `${what} exists already`);

function relation(effects: Effects, node: object, named: RangeVar | undefined): void {
  if (!named || named.relpersistence === 't' || !asks(effects, node)) return;
  const target = effects.target(named);
  // A name without a schema is found in any schema of the search path, and created in the first.
  const [schema] = target.name.split('.');
  if (named.schemaname === undefined && schema !== creationSchema(effects)) return;
  if (target.facts) say(effects, target.name);
}

const creationSchema = ({ facts, memory }: Effects): string | undefined =>
  [...(memory.searchPath.size > 0 ? memory.searchPath : facts.searchPath)][0];

function type(effects: Effects, node: object, names: readonly string[]): void {
  if (!asks(effects, node)) return;
  const bare = names.at(-1) ?? '';
  const name = `${names.at(-2) ?? creationSchema(effects)}.${bare}`;
  const isGone = effects.memory.dropped.has(`type ${bare}`) || effects.memory.types.has(bare);
  if (effects.facts.types.has(name) && !isGone) say(effects, `type ${name}`);
}

const addColumn: AlterHandler = (effects, command, target) => {
  const name = columnDef(command)?.colname ?? '';
  if (command.missing_ok || !alters(effects) || !target.facts) return;
  if (effects.current(target)?.columns.has(name)) say(effects, `${target.name}.${name}`);
};

const addConstraint: AlterHandler = (effects, command, target) => {
  const name = command.def && 'Constraint' in command.def ? command.def.Constraint.conname : undefined;
  if (name === undefined || !alters(effects) || !target.facts) return;
  if (effects.current(target)?.constraints.has(name)) say(effects, `${name} of ${target.name}`);
};

const alters = (effects: Effects): boolean =>
  'AlterTableStmt' in effects.statement.node && asks(effects, effects.statement.node.AlterTableStmt);

/**
 * After code that cannot be read, or that runs under conditions, and after a DROP that takes others with it, nobody can
 * tell what is still there.
 */
function unread({ statement, memory, hazards }: Effects): void {
  const { node } = statement;
  const isHidden = hazards.some(({ rule }) => rule.id === 'opaque-code');
  if (isHidden || nested(statement).nodes.some(({ sure }) => !sure) || takesOthers(node))
    memory.unread.add('code');
}

function takesOthers(node: Node): boolean {
  if ('DropStmt' in node)
    return node.DropStmt.behavior === 'DROP_CASCADE' || node.DropStmt.removeType === 'OBJECT_SCHEMA';
  return 'DropOwnedStmt' in node || 'AlterObjectSchemaStmt' in node;
}

export const alreadyThere: Family = {
  name: 'What exists already',
  rules: [THERE],
  after: unread,
  statements: {
    CreateStmt: (effects, node) => {
      if (!node.if_not_exists) relation(effects, node, node.relation);
    },
    CreateTableAsStmt: (effects, node) => {
      if (!node.if_not_exists) relation(effects, node, node.into?.rel);
    },
    ViewStmt: (effects, node) => {
      if (!node.replace) relation(effects, node, node.view);
    },
    CreateSeqStmt: (effects, node) => {
      if (!node.if_not_exists) relation(effects, node, node.sequence);
    },
    IndexStmt: (effects, node) => {
      if (node.if_not_exists || node.idxname === undefined || !asks(effects, node)) return;
      const table = effects.target(node.relation);
      const name = `${table.name.split('.')[0]}.${node.idxname}`;
      const isThere = table.facts && effects.current(table)?.indexes.has(node.idxname);
      if (isThere && !effects.memory.dropped.has(name)) say(effects, `index ${name}`);
    },
    CreateEnumStmt: (effects, node) => type(effects, node, nameList(node.typeName)),
    CreateDomainStmt: (effects, node) => type(effects, node, nameList(node.domainname)),
    CompositeTypeStmt: (effects, node) => type(effects, node, parts(node.typevar)),
    CreatePolicyStmt: (effects, node) => {
      const target = effects.target(node.table);
      const name = node.policy_name ?? '';
      if (target.facts && asks(effects, node) && effects.current(target)?.policies?.has(name))
        say(effects, `policy ${name} on ${target.name}`);
    },
    CreateTrigStmt: (effects, node) => {
      const target = effects.target(node.relation);
      const name = node.trigname ?? '';
      if (
        target.facts &&
        !node.replace &&
        asks(effects, node) &&
        effects.current(target)?.triggers?.has(name)
      )
        say(effects, `trigger ${name} on ${target.name}`);
    },
    CreateFunctionStmt: (effects, node) => {
      if (node.replace || !asks(effects, node)) return;
      const names = nameList(node.funcname);
      if (names.length < 2 && creationSchema(effects) !== qualified(effects, names).split('.')[0]) return;
      const { types } = routineOf(node, effects.facts);
      const made = signature(types, effects.facts);
      const found = overloads(effects, qualified(effects, names)).find(
        (each) => each.file === undefined && signature(each.types, effects.facts) === made,
      );
      if (found) say(effects, `function ${qualified(effects, names)}(${types.join(', ')})`);
    },
    CreateSchemaStmt: (effects, node) => {
      const name = node.schemaname ?? '';
      if (!node.if_not_exists && asks(effects, node) && effects.facts.schemas.has(name))
        say(effects, `schema ${name}`);
    },
    CreateExtensionStmt: (effects, node) => {
      const name = node.extname ?? '';
      const isGone = effects.memory.dropped.has(`extension ${name}`);
      if (!node.if_not_exists && !isGone && asks(effects, node) && effects.facts.extensions?.has(name))
        say(effects, `extension ${name}`);
    },
    AlterEnumStmt: (effects, node) => {
      if (node.oldVal !== undefined || node.skipIfNewValExists || !asks(effects, node)) return;
      const names = nameList(node.typeName);
      const bare = names.at(-1) ?? '';
      const facts = effects.memory.typeFacts.get(bare) ?? effects.facts.types.get(names.join('.'));
      if (facts?.labels?.includes(node.newVal ?? ''))
        say(effects, `value '${node.newVal}' of ${names.join('.')}`);
    },
    AlterPublicationStmt: (effects, node) => {
      if (node.action !== 'AP_AddObjects' || !asks(effects, node)) return;
      const name = node.pubname ?? '';
      const { tables } = effects.memory.publications.get(name) ?? effects.facts.publications?.get(name) ?? {};
      for (const object of node.pubobjects ?? []) {
        const table =
          'PublicationObjSpec' in object ? object.PublicationObjSpec.pubtable?.relation : undefined;
        const target = table && effects.target(table);
        if (target && tables?.includes(target.name)) say(effects, `${target.name} in publication ${name}`);
      }
    },
  },
  alterTable: { AT_AddColumn: addColumn, AT_AddConstraint: addConstraint },
};
