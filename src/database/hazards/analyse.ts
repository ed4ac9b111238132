import type { AlterTableStmt, Node, RangeVar } from 'libpg-query';
import type { Hazard, StatementPlan } from '../../release/ports.ts';
import { cannotRunInTransaction, type Directive, type Statement, transactionControl } from '../sql/parse.ts';
import { Effects } from './effects.ts';
import type { CatalogFacts } from './facts.ts';
import { FAMILIES } from './families/index.ts';
import { alterIndex } from './families/indexes.ts';
import { HARMLESS, managedSchemas, unclassified } from './families/opaque.ts';
import { longNames } from './families/styles.ts';
import {
  inFile,
  insideOwnTransaction,
  inTransaction,
  isBatched,
  unusedAllowances,
} from './families/together.ts';
import { enumValueUse } from './families/types.ts';
import {
  copyMemory,
  fileEnded,
  keepNew,
  type ReleaseMemory,
  releaseMemory,
  transactionEnded,
} from './memory.ts';
import { inner, nested } from './nested.ts';
import { blockedBy, stronger } from './rule.ts';
import { followSearchPath } from './searchPath.ts';
import { constantsOf, longIdentifiers, summary } from './source.ts';
import { parts, resolve } from './target.ts';

export interface AnalyseOptions {
  /** One memory through all pending files of a release, in order. Default: a fresh one. */
  readonly memory?: ReleaseMemory;
  /** From `directivesOf`: allowances and batches. */
  readonly directives?: ReadonlyMap<Statement, readonly Directive[]>;
}

/**
 * What each statement of one file does, from its syntax tree and the catalog's facts. Pure: the same input gives the
 * same plan. Relations that the file makes are left out of the locks.
 */
export function analyse(
  statements: readonly Statement[],
  facts: CatalogFacts,
  options: AnalyseOptions = {},
): StatementPlan[] {
  const memory = options.memory ?? releaseMemory();
  const directives = options.directives ?? new Map();
  const control = transactionControl(statements);
  const ownTransaction = control.kind === 'wraps-whole-file' ? new Set(control.inner) : new Set<Statement>();
  const transactional = !statements.some(cannotRunInTransaction);
  lookAhead(statements, facts, memory);
  const all = statements.map((statement) => {
    const effects = new Effects(statement, facts, memory);
    const createdBefore = memory.createdInFile.size;
    dispatch(effects, statement.node);
    followSearchPath(statement.node, memory);
    mayRun(effects, nested(statement).nodes);
    if (isBatched(statement, directives)) unbatch(effects);
    inTransaction(effects, transactional);
    if (ownTransaction.has(statement)) insideOwnTransaction(effects);
    if (memory.enumValues.size > 0) enumValueUse(effects, constantsOf(statement));
    managedSchemas(effects, createdBefore);
    longNames(effects, longIdentifiers(statement));
    if (!transactional) transactionEnded(memory);
    return effects;
  });
  inFile(all);
  for (const effects of all) unusedAllowances(effects, directives.get(effects.statement) ?? []);
  fileEnded(memory);
  return all.map((effects) => toPlan(effects, directives.get(effects.statement) ?? []));
}

/** Statements of a block run under conditions that nobody knows: they count, but nothing later may rely on them. */
function mayRun(effects: Effects, nodes: readonly Node[]): void {
  if (nodes.length === 0) return;
  const copy = copyMemory(effects.memory);
  const inside = new Effects(effects.statement, effects.facts, copy);
  for (const node of nodes) dispatch(inside, node);
  effects.include(inside);
  keepNew(effects.memory, copy, effects.facts);
}

/** Calls every family that knows this kind of statement, for it and for the statements inside it. */
function dispatch(effects: Effects, node: Node): void {
  for (const part of inner(node)) dispatch(effects, part);
  const [tag = '', fields] = Object.entries(node)[0] ?? [];
  let known = HARMLESS.has(tag);
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
    if (table) alterIndex(effects, node, effects.named(table.split('.')));
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

/** What stands further down decides what some statements mean: row level security, and what is made again. */
function lookAhead(statements: readonly Statement[], facts: CatalogFacts, memory: ReleaseMemory): void {
  const named = (relation: RangeVar | undefined) => resolve(parts(relation), facts, memory).name;
  for (const { node } of statements) {
    followSearchPath(node, memory);
    if ('CreatePolicyStmt' in node)
      memory.madeAgain.add(`${named(node.CreatePolicyStmt.table)} ${node.CreatePolicyStmt.policy_name}`);
    if ('CreateTrigStmt' in node)
      memory.madeAgain.add(`${named(node.CreateTrigStmt.relation)} ${node.CreateTrigStmt.trigname}`);
    if (!('AlterTableStmt' in node)) continue;
    const enables = node.AlterTableStmt.cmds?.some(
      (item) => 'AlterTableCmd' in item && item.AlterTableCmd.subtype === 'AT_EnableRowSecurity',
    );
    if (enables) memory.rowSecurity.add(named(node.AlterTableStmt.relation));
  }
  memory.searchPath.clear();
}

/** Batches commit in between, so nothing is held for long. */
function unbatch(effects: Effects): void {
  effects.bulkData = false;
  const kept = effects.hazards.filter(({ rule }) => rule.id !== 'bulk-update');
  effects.hazards.splice(0, effects.hazards.length, ...kept);
}

function toPlan(effects: Effects, directives: readonly Directive[]): StatementPlan {
  const { statement } = effects;
  const levels = [...effects.locks.values()];
  const strongest = levels.reduce((a, b) => stronger(a, b), 'AccessShareLock');
  return {
    line: statement.line,
    column: statement.column,
    summary: summary(statement),
    kind: statement.kind,
    locks: [...effects.locks]
      .map(([relation, level]) => ({ relation, level }))
      .sort((a, b) => (a.relation < b.relation ? -1 : 1)),
    rewrites: effects.rewrites,
    scans: effects.scans,
    losesData: effects.losesData,
    blocks: effects.readersWait ? 'reads-and-writes' : blockedBy(strongest),
    phase: effects.contract ? 'contract' : 'expand',
    hazards: effects.hazards.map(({ rule, severity, message }): Hazard => {
      const allowance = directives.find(
        (directive) => directive.kind === 'allow' && directive.rule === rule.id,
      );
      return {
        rule: rule.id,
        severity,
        message,
        ...(rule.instead ? { instead: rule.instead } : {}),
        ...(allowance?.kind === 'allow' ? { allowed: { reason: allowance.reason } } : {}),
      };
    }),
  };
}
