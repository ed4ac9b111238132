import type { AlterTableCmd, CreateStmt } from 'libpg-query';
import type { LockLevel } from '../../../release/ports.ts';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import type { Rule } from '../rule.ts';
import type { Target } from '../target.ts';

const DETACH: Rule = {
  id: 'detach-partition-not-concurrent',
  severity: 'refused',
  threat: 'stall',
  title: 'DETACH PARTITION stops reads and writes of the whole partitioned table',
  instead: 'DETACH PARTITION … CONCURRENTLY, in a separate migration.',
  squawk: ['require-concurrent-partition-detach'],
};
const DETACH_BESIDE_DEFAULT: Rule = {
  id: 'detach-partition-beside-default',
  severity: 'warning',
  threat: 'stall',
  title:
    'DETACH PARTITION stops reads and writes of the whole partitioned table for a moment; with a default partition the server does not accept CONCURRENTLY',
  instead:
    'Keep it in a separate migration, so that its lock is short; the lock budget keeps readers from queueing.',
};
const CONCURRENTLY_BESIDE_DEFAULT: Rule = {
  id: 'detach-concurrently-beside-default',
  severity: 'refused',
  threat: 'correctness',
  title: 'DETACH PARTITION … CONCURRENTLY with a default partition, which the server refuses',
  instead: 'DETACH PARTITION without CONCURRENTLY, in a separate migration.',
  refusedByServer: true,
};
export const GONE: Rule = {
  id: 'detach-partition-hides-rows',
  severity: 'warning',
  threat: 'compatibility',
  title: 'Rows of a detached partition or child table are no longer visible through the parent table',
};
const ATTACH: Rule = {
  id: 'attach-partition-scans',
  severity: 'warning',
  threat: 'stall',
  title: 'ATTACH PARTITION reads the new partition (and a default one) under ACCESS EXCLUSIVE on it',
  instead: 'First add a CHECK equal to the bounds to the partition, NOT VALID, and then validate it.',
};

function partition(effects: Effects, command: AlterTableCmd): Target | undefined {
  return command.def && 'PartitionCmd' in command.def
    ? effects.target(command.def.PartitionCmd.name)
    : undefined;
}

function attach(effects: Effects, command: AlterTableCmd, target: Target): void {
  const child = partition(effects, command);
  effects.lock(target, 'ShareUpdateExclusiveLock');
  lockTied(effects, target, 'ShareRowExclusiveLock');
  readDefault(effects, target);
  if (!child) return;
  effects.lockTree(child, 'AccessExclusiveLock');
  effects.scan(child);
  effects.hazard(ATTACH, `${child.label} is read to prove that its rows belong to ${target.name}`, child);
}

/** Foreign keys to and from a partitioned table have a part of their own for each partition. */
function lockTied(effects: Effects, target: Target, level: LockLevel): void {
  for (const name of target.facts?.referencedBy ?? []) effects.lock(name, level);
  for (const { references } of target.facts?.constraints.values() ?? [])
    if (references) effects.lock(references, level);
}

/** A new partition may be meant for rows that the default one holds: it is locked and read, whatever it holds. */
function readDefault(effects: Effects, target: Target): void {
  const name = target.facts?.defaultPartition;
  if (name === undefined) return;
  const held = effects.named(name.split('.'));
  effects.lockTree(held, 'AccessExclusiveLock');
  effects.scan(held);
  effects.hazard(ATTACH, `${held.label} is read to prove that none of its rows belongs elsewhere`, held);
}

function create(effects: Effects, node: CreateStmt): void {
  if (!node.partbound || (node.if_not_exists && effects.target(node.relation).facts)) return;
  for (const parent of node.inhRelations ?? [])
    if ('RangeVar' in parent) {
      lockTied(effects, effects.target(parent.RangeVar), 'ShareRowExclusiveLock');
      readDefault(effects, effects.target(parent.RangeVar));
    }
}

function detach(effects: Effects, command: AlterTableCmd, target: Target): void {
  const child = partition(effects, command);
  const concurrent = command.def && 'PartitionCmd' in command.def && command.def.PartitionCmd.concurrent;
  effects.lock(target, concurrent ? 'ShareUpdateExclusiveLock' : 'AccessExclusiveLock');
  // Concurrently too: its second transaction takes it, for a moment.
  if (child) effects.lockTree(child, 'AccessExclusiveLock');
  for (const name of target.facts?.referencedBy ?? []) effects.lock(name, 'AccessExclusiveLock');
  if (child?.facts?.siblingDefault) effects.lock(child.facts.siblingDefault, 'AccessExclusiveLock');
  effects.breaks(target);
  const besideDefault = target.facts?.defaultPartition !== undefined;
  if (concurrent && besideDefault)
    effects.hazard(
      CONCURRENTLY_BESIDE_DEFAULT,
      `${target.name} has the default partition ${target.facts?.defaultPartition}`,
      target,
    );
  if (!concurrent)
    effects.hazard(
      besideDefault ? DETACH_BESIDE_DEFAULT : DETACH,
      `reads and writes of ${target.label} wait`,
      target,
    );
  effects.hazard(GONE, `rows of ${child?.label} leave ${target.name}`, target);
}

export const partitions: Family = {
  name: 'Partitions',
  rules: [DETACH, DETACH_BESIDE_DEFAULT, CONCURRENTLY_BESIDE_DEFAULT, GONE, ATTACH],
  statements: { CreateStmt: create },
  alterTable: {
    AT_AttachPartition: attach,
    AT_DetachPartition: detach,
    AT_DetachPartitionFinalize: (effects, _command, target) =>
      effects.lock(target, 'ShareUpdateExclusiveLock'),
  },
};
