import type { CallStmt, CommentStmt, SelectStmt } from 'libpg-query';
import { nameList, walk } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import { nested } from '../nested.ts';
import { namesOf } from '../nodes.ts';
import type { Rule } from '../rule.ts';
import { remember } from '../tables-from-queries.ts';

const OPAQUE: Rule = {
  id: 'opaque-code',
  severity: 'warning',
  threat: 'correctness',
  title:
    'SQL that is built at run time, or hidden in a function: the locks and losses named here do not cover it',
  instead:
    'Write the statements out, or rehearse the migration: the rehearsal sees the locks that it really takes.',
};
const UNKNOWN: Rule = {
  id: 'unclassified-statement',
  severity: 'warning',
  threat: 'correctness',
  title: 'No rule knows what this statement locks',
};
const MANAGED: Rule = {
  id: 'managed-schema',
  severity: 'warning',
  threat: 'correctness',
  title:
    'An object in a schema that Supabase manages is created or changed: its next upgrade might undo it or collide with it',
  instead: 'Keep your objects in your own schemas.',
};

/** Says that a statement was not understood. */
function unclassified(effects: Effects, what: string): void {
  effects.hazard(UNKNOWN, `${what} is not classified`);
}

/** https://supabase.com/docs/guides/database/overview: schemas of Supabase's own services. */
const SUPABASE = new Set([
  'auth',
  'storage',
  'realtime',
  'vault',
  'supabase_functions',
  'graphql',
  'pgsodium',
  'supabase_migrations',
  'net',
]);

/** Schema changes inside managed schemas. A foreign key to auth.users is the documented way, and none. */
function managedSchemas(effects: Effects, createdBefore: number): void {
  if (!effects.ddl) return;
  const made = [...effects.memory.createdInFile].slice(createdBefore);
  const isTrigger = effects.statement.kind === 'CreateTrigStmt';
  const changed = [...effects.locks]
    .filter(([, level]) => isTrigger || level === 'AccessExclusiveLock')
    .map(([name]) => name);
  for (const name of [...made, ...changed]) {
    if (SUPABASE.has(name.split('.')[0] ?? ''))
      effects.hazard(MANAGED, `${name} is in a schema that Supabase manages`);
  }
}

function calls(effects: Effects, node: SelectStmt | CallStmt): void {
  walk({ Root: node }, (tag, call) => {
    if (tag !== 'FuncCall') return;
    const name = nameList(call['funcname']).at(-1) ?? '';
    const facts = effects.memory.functions.get(name) ?? effects.facts.functions.get(name);
    if (facts?.own && facts.volatility === 'volatile')
      effects.hazard(OPAQUE, `function ${name} can do anything`);
  });
}

/** COMMENT locks what it describes, lightly: https://www.postgresql.org/docs/current/explicit-locking.html */
function comment(effects: Effects, node: CommentStmt): void {
  const names = namesOf(node.object);
  const onRelation = ['OBJECT_TABLE', 'OBJECT_VIEW', 'OBJECT_MATVIEW', 'OBJECT_FOREIGN_TABLE'].includes(
    node.objtype ?? '',
  );
  const onPart = node.objtype === 'OBJECT_COLUMN';
  if (onRelation) effects.lock(effects.named(names), 'ShareUpdateExclusiveLock');
  if (onPart) effects.lock(effects.named(names.slice(0, -1)), 'ShareUpdateExclusiveLock');
}

/** Statements that take no lasting lock on user data and need no word. */
const HARMLESS: ReadonlySet<string> = new Set([
  'AlterCollationStmt',
  'AlterExtensionContentsStmt',
  'AlterObjectDependsStmt',
  'AlterOpFamilyStmt',
  'AlterOperatorStmt',
  'AlterStatsStmt',
  'AlterTSConfigurationStmt',
  'AlterTSDictionaryStmt',
  'AlterTypeStmt',
  'CheckPointStmt',
  'ConstraintsSetStmt',
  'CreateCastStmt',
  'CreateConversionStmt',
  'CreateFdwStmt',
  'CreateForeignServerStmt',
  'CreateOpClassStmt',
  'CreateOpFamilyStmt',
  'CreateTransformStmt',
  'CreateUserMappingStmt',
  'CreatedbStmt',
  'DeallocateStmt',
  'DefineStmt',
  'DiscardStmt',
  'ExplainStmt',
  'ImportForeignSchemaStmt',
  'ListenStmt',
  'NotifyStmt',
  'PrepareStmt',
  'SecLabelStmt',
  'UnlistenStmt',
  'VariableShowStmt',
]);

export const opaque: Family = {
  name: 'Code that Shiplock cannot analyze',
  rules: [OPAQUE, UNKNOWN, MANAGED],
  harmless: HARMLESS,
  unknown: unclassified,
  after: (effects, { createdBefore }) => managedSchemas(effects, createdBefore),
  statements: {
    DoStmt: (effects) => {
      if (nested(effects.statement).opaque) effects.hazard(OPAQUE, 'the DO block builds SQL at run time');
    },
    SelectStmt: calls,
    CallStmt: (effects, node) => {
      calls(effects, node);
      effects.hazard(OPAQUE, `procedure ${nameList(node.funccall?.funcname).join('.')} can do anything`);
    },
    CommentStmt: comment,
    AlterExtensionStmt: (effects, node) => {
      effects.ddl = true;
      effects.hazard(OPAQUE, `extension ${node.extname} runs its own scripts to update`);
    },
    CreateSeqStmt: (effects, node) => {
      effects.ddl = true;
      remember(effects, effects.target(node.sequence).name);
    },
    AlterSeqStmt: (effects, node) => {
      effects.ddl = true;
      effects.lock(effects.target(node.sequence), 'ShareRowExclusiveLock');
    },
    CreateStatsStmt: (effects, node) => {
      effects.ddl = true;
      for (const relation of node.relations ?? []) {
        if ('RangeVar' in relation)
          effects.lock(effects.target(relation.RangeVar), 'ShareUpdateExclusiveLock');
      }
    },
    CreateForeignTableStmt: (effects, node) => {
      effects.ddl = true;
      remember(effects, effects.target(node.base?.relation).name);
    },
  },
};
