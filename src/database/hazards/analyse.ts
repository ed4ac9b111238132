import type { AlterTableStmt, Node } from 'libpg-query';
import type { StatementPlan } from '../../release/ports.ts';
import { cannotRunInTransaction, type Directive, type Statement, transactionControl } from '../sql/parse.ts';
import { isBatched } from './batched.ts';
import { Effects, type Setting } from './effects.ts';
import type { CatalogFacts } from './facts.ts';
import type { Around } from './family.ts';
import {
  adopt,
  copyMemory,
  fileEnded,
  keepNew,
  type ReleaseMemory,
  releaseMemory,
  transactionEnded,
} from './memory.ts';
import { inner, type NestedNode, nested } from './nested.ts';
import { FAMILIES } from './rules/index.ts';
import { followSearchPath } from './search-path.ts';
import { type ReadFile, settle } from './settle.ts';
import { longIdentifiers } from './source.ts';

type Directives = ReadonlyMap<Statement, readonly Directive[]>;

export interface AnalyseOptions {
  /** One memory through all pending files of a release, in order. Default: a fresh one. */
  readonly memory?: ReleaseMemory;
  /** From `directivesOf`: allowances and batches. */
  readonly directives?: Directives;
}

/**
 * What each statement of one file does, from its syntax tree and the catalog's facts. Pure: the same input gives the
 * same plan. Relations that the file makes are left out of the locks.
 */
export function analyse(
  statements: readonly Statement[],
  facts: CatalogFacts,
  options: AnalyseOptions = {},
): readonly StatementPlan[] {
  const memory = options.memory ?? releaseMemory();
  const directives: Directives = options.directives ?? new Map();
  const file = readFile(statements, directives, { facts, memory, setting: { file: 0, serves: true } });
  const read = () => ({ files: [file], end: memory });
  return settle(read, { serves: true, fresh: false })[0]?.statements ?? [];
}

interface Reading {
  readonly facts: CatalogFacts;
  readonly memory: ReleaseMemory;
  readonly setting: Setting;
}

/** Reads one file of a release; what comes of its doubts is known when all are read. */
export function readFile(
  statements: readonly Statement[],
  directives: Directives,
  { facts, memory, setting }: Reading,
): ReadFile {
  const control = transactionControl(statements);
  const ownTransaction = control.kind === 'wraps-whole-file' ? new Set(control.inner) : new Set<Statement>();
  const transactional = !statements.some(cannotRunInTransaction);
  const all = statements.map((statement) => {
    const effects = new Effects(statement, facts, memory, setting);
    const createdBefore = memory.createdInFile.size;
    // A value that this very statement adds is not used by it.
    const unusable = new Map(memory.enumValues);
    dispatch(effects, statement.node);
    followSearchPath(statement.node, memory);
    mayRun(effects, nested(statement).nodes);
    const around: Around = {
      transactional,
      ownTransaction: ownTransaction.has(statement),
      batched: isBatched(statement, directives),
      unusable,
      createdBefore,
      names: longIdentifiers(statement),
    };
    for (const family of FAMILIES) family.after?.(effects, around);
    if (!transactional) transactionEnded(memory);
    return effects;
  });
  for (const family of FAMILIES) family.file?.(all, ({ statement }) => isBatched(statement, directives));
  fileEnded(memory);
  return { effects: all, directives };
}

/**
 * Statements of a block run under conditions. Where these only ask whether it is done already, they count as run; else
 * they count, but nothing later may rely on them.
 */
function mayRun(effects: Effects, nodes: readonly NestedNode[]): void {
  if (nodes.length === 0) return;
  const copy = copyMemory(effects.memory);
  const inside = new Effects(effects.statement, effects.facts, copy, effects.setting);
  for (const { node, guarded } of nodes) {
    inside.guarded = guarded;
    dispatch(inside, node);
  }
  effects.include(inside);
  if (effects.facts.known && nodes.every(({ sure }) => sure)) adopt(effects.memory, copy);
  else keepNew(effects.memory, copy, effects.facts);
}

/** Calls every family that knows this kind of statement, for it and for the statements inside it. */
function dispatch(effects: Effects, node: Node): void {
  for (const part of inner(node)) dispatch(effects, part);
  const [tag = '', fields] = Object.entries(node)[0] ?? [];
  let known = FAMILIES.some((family) => family.harmless?.has(tag));
  for (const family of FAMILIES) {
    const handler = (
      family.statements as Record<string, (effects: Effects, node: unknown) => void> | undefined
    )?.[tag];
    handler?.(effects, fields);
    known ||= handler !== undefined;
  }
  if (tag === 'AlterTableStmt') alterTable(effects, fields as AlterTableStmt);
  else if (!known) unclassified(effects, tag.replace(/Stmt$/, ''));
}

function alterTable(effects: Effects, node: AlterTableStmt): void {
  effects.ddl = true;
  const target = effects.target(node.relation);
  if (node.objtype === 'OBJECT_INDEX') {
    const table = effects.memory.indexes.get(node.relation?.relname ?? '') ?? target.facts?.table;
    if (!table) return;
    const ofIndex = effects.named(table.split('.'));
    for (const family of FAMILIES) family.alterIndex?.(effects, node, ofIndex);
    return;
  }
  for (const item of node.cmds ?? []) {
    if (!('AlterTableCmd' in item)) continue;
    const subtype = item.AlterTableCmd.subtype ?? '';
    const handlers = FAMILIES.flatMap((family) => family.alterTable?.[subtype] ?? []);
    for (const handler of handlers) handler(effects, item.AlterTableCmd, target);
    if (handlers.length > 0 || node.objtype === 'OBJECT_TYPE') continue;
    effects.lockTree(target, 'AccessExclusiveLock');
    unclassified(effects, `ALTER TABLE ${subtype.replace('AT_', '')}`);
  }
}

/** No family knows it. */
function unclassified(effects: Effects, what: string): void {
  for (const family of FAMILIES) family.unknown?.(effects, what);
}
