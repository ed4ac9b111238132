import type { Directive } from '../../sql/parse.ts';
import { cannotRunInTransaction } from '../../sql/parse.ts';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import type { Rule } from '../rule.ts';

const HELD: Rule = {
  id: 'work-under-exclusive-lock',
  severity: 'warning',
  threat: 'stall',
  title: 'Rows are read or changed while the transaction still holds ACCESS EXCLUSIVE on a table in use',
  instead: 'Put the work into a separate migration, before or after.',
};
const SEVERAL: Rule = {
  id: 'several-exclusive-locks',
  severity: 'warning',
  threat: 'stall',
  title:
    'One transaction takes ACCESS EXCLUSIVE on several tables in use: they stall together and can deadlock with readers',
  instead: 'Use one migration per table.',
};
const MIXED: Rule = {
  id: 'ddl-with-bulk-data',
  severity: 'warning',
  threat: 'stall',
  title:
    'A file changes both the schema and many rows: the locks of the schema change last until the rows are done',
  instead: 'Put the data into a separate migration, in batches (`-- shiplock: batch …`).',
};
const NEEDS_NO_TRANSACTION: Rule = {
  id: 'concurrently-in-transaction',
  severity: 'refused',
  threat: 'correctness',
  title:
    "A statement that cannot run in a transaction is in one: between the file's own BEGIN and COMMIT, or on partitions",
  instead: 'Put it into a separate migration; use REINDEX CONCURRENTLY, or name each partition.',
  squawk: ['ban-concurrent-index-creation-in-transaction'],
  refusedByServer: true,
};
const UNUSED: Rule = {
  id: 'unused-allowance',
  severity: 'info',
  threat: 'style',
  title: 'There is an allowance for a hazard that does not occur',
  squawk: ['unused-ignore'],
};

/** Looks at a statement in the light of those before it in its transaction. */
function inTransaction(effects: Effects, isTransactional: boolean): void {
  if (!isTransactional) return;
  const why = effects.needsNoTransaction;
  if (why) effects.hazard(NEEDS_NO_TRANSACTION, `${why} cannot run in a transaction, but this file is one`);
  const { exclusive } = effects.memory;
  const held = [...exclusive].filter((name) => !effects.locks.has(name) || effects.scans || effects.bulkData);
  if (held.length > 0 && (effects.scans || effects.bulkData) && touchesBusy(effects)) {
    effects.hazard(HELD, `this runs while ${held.join(', ')} cannot be read or written`);
  }
  const before = exclusive.size;
  // A table and its partitions count as one.
  const below = new Set(
    [...effects.locks.keys()].flatMap((name) => effects.named(name.split('.')).facts?.children ?? []),
  );
  for (const [name, level] of effects.locks) {
    if (level === 'AccessExclusiveLock' && isBusy(effects, name) && !below.has(name)) exclusive.add(name);
  }
  if (exclusive.size > 1 && exclusive.size > before) {
    effects.hazard(SEVERAL, `${[...exclusive].join(', ')} are held ACCESS EXCLUSIVE together`);
  }
}

function touchesBusy(effects: Effects): boolean {
  return [...effects.locks.keys()].some((name) => isBusy(effects, name));
}

function isBusy(effects: Effects, name: string): boolean {
  const target = effects.named(name.split('.'));
  return !target.isNew && !target.isTiny && !target.isAbsent;
}

/** Looks at a whole file: data changes beside schema changes. */
function inFile(all: readonly Effects[]): void {
  const schema = all.some((effects) => effects.ddl && touchesBusy(effects));
  if (!schema) return;
  for (const effects of all) {
    if (effects.bulkData) effects.hazard(MIXED, 'this data change shares its file with schema changes');
  }
}

/** A CONCURRENTLY statement inside the file's own transaction. */
function insideOwnTransaction(effects: Effects): void {
  const why = cannotRunInTransaction(effects.statement);
  if (why) effects.hazard(NEEDS_NO_TRANSACTION, `${why} cannot run inside the file's BEGIN and COMMIT`);
}

/** Allowances without their hazard. */
function unusedAllowances(effects: Effects, directives: readonly Directive[]): void {
  for (const directive of directives) {
    if (directive.kind !== 'allow') continue;
    const found = effects.hazards.find(({ rule }) => rule.id === directive.rule);
    if (found?.rule.onlyByPolicy) {
      effects.hazard(
        UNUSED,
        `a comment cannot allow ${directive.rule}: list the table in database.openTables`,
      );
      continue;
    }
    if (found) continue;
    effects.hazard(UNUSED, `${directive.rule} is allowed but does not occur`);
  }
}

export const together: Family = {
  name: 'Statements together',
  rules: [HELD, SEVERAL, MIXED, NEEDS_NO_TRANSACTION, UNUSED],
  after: (effects, { transactional, ownTransaction }) => {
    inTransaction(effects, transactional);
    if (ownTransaction) insideOwnTransaction(effects);
  },
  file: inFile,
  allowances: unusedAllowances,
};
